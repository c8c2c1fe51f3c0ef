//! Checks of a received key without the recipient's private key, for keys outside of the program.

use super::{Received, aes_kw, ecdh, gcm_kw, pbes2};
use crate::KeyManagementAlgorithm;
use crate::jwe::Error;

/// Checks the encrypted key and the parameters that an algorithm requires, without the recipient's
/// key (RFC 7516 §5.2 (10), RFC 7518 §4).
pub(crate) fn check(algorithm: KeyManagementAlgorithm, token: &Received<'_>) -> Result<(), Error> {
    use KeyManagementAlgorithm as Alg;
    match algorithm {
        Alg::Dir => token.without_encrypted_key(),
        Alg::EcdhEs => {
            ecdh::check(token)?;
            token.without_encrypted_key()
        }
        Alg::EcdhEsA128Kw | Alg::EcdhEsA192Kw | Alg::EcdhEsA256Kw => {
            ecdh::check(token)?;
            aes_kw::check(token)
        }
        Alg::A128Kw | Alg::A192Kw | Alg::A256Kw => aes_kw::check(token),
        Alg::A128GcmKw | Alg::A192GcmKw | Alg::A256GcmKw => gcm_kw::check(token).map(drop),
        Alg::Pbes2Hs256A128Kw | Alg::Pbes2Hs384A192Kw | Alg::Pbes2Hs512A256Kw => {
            pbes2::check(token).map(drop)
        }
        Alg::Rsa1_5 | Alg::RsaOaep | Alg::RsaOaep256 | Alg::RsaOaep384 | Alg::RsaOaep512 => {
            token.some_encrypted_key()
        }
    }
}
