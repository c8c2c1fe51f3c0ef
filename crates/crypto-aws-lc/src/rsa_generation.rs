//! Generation of RSA key pairs.

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use symbolon_jose::crypto::{GenerationFailed, RsaKeyPairs};
use symbolon_jose::jwk::RsaPrivate;

use crate::rsa_numbers;

/// The generator of RSA key pairs with a modulus of 2 048, 3 072, 4 096 or 8 192 bits.
pub const RSA_KEY_PAIRS: &dyn RsaKeyPairs = &AwsLcRsaKeys;

#[derive(Debug)]
struct AwsLcRsaKeys;

impl RsaKeyPairs for AwsLcRsaKeys {
    fn generate(&self, modulus_bits: usize) -> Result<RsaPrivate, GenerationFailed> {
        let size = match modulus_bits {
            2048 => KeySize::Rsa2048,
            3072 => KeySize::Rsa3072,
            4096 => KeySize::Rsa4096,
            8192 => KeySize::Rsa8192,
            _ => return Err(GenerationFailed),
        };
        let pair = KeyPair::generate(size).map_err(|_| GenerationFailed)?;
        let pkcs8: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| GenerationFailed)?;
        rsa_numbers::from_pkcs8(pkcs8.as_ref()).ok_or(GenerationFailed)
    }
}
