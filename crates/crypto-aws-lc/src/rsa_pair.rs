//! Conversion of RSA keys from `symbolon-jose` to AWS-LC.

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeyPairComponents, PublicEncryptingKey, PublicKeyComponents};
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaEncoding};
use symbolon_jose::crypto::KeyRejected;
use symbolon_jose::jwk::{RsaPrivate, RsaPublic};

/// Converts a public key, and checks that AWS-LC accepts its size.
pub(crate) fn public(key: &RsaPublic) -> Result<PublicKeyComponents<&[u8]>, KeyRejected> {
    let numbers = PublicKeyComponents { n: key.n(), e: key.e() };
    // 2 048 to 8 192 bits. For verifying, AWS-LC would check the size only at each signature.
    let sized: Result<PublicEncryptingKey, Unspecified> = numbers.try_into();
    sized.map(|_| numbers).map_err(|_| KeyRejected)
}

/// Converts a private key, and checks that its numbers belong to one key.
pub(crate) fn pair(key: &RsaPrivate) -> Result<KeyPair, KeyRejected> {
    // RFC 8017 §3.2: AWS-LC checks n = p·q, d·e ≡ 1, dP and dQ as what d reduces to, and
    // qInv·q ≡ 1 (mod p).
    let pair = KeyPair::from_components(&KeyPairComponents {
        public_key: PublicKeyComponents { n: key.public().n(), e: key.public().e() },
        d: key.d().expose(),
        p: key.p().expose(),
        q: key.q().expose(),
        dP: key.dp().expose(),
        dQ: key.dq().expose(),
        qInv: key.qi().expose(),
    })
    .map_err(|_| KeyRejected)?;
    // RFC 8017 §3.1: the factors are primes. With other factors, the relations can hold although
    // the key does not work. AWS-LC verifies each signature with the public key, so a test
    // signature is made.
    sign(&pair, &RSA_PKCS1_SHA256, b"").map_err(|_| KeyRejected)?;
    Ok(pair)
}

/// Signs a message.
pub(crate) fn sign(
    pair: &KeyPair,
    encoding: &'static dyn RsaEncoding,
    message: &[u8],
) -> Result<Vec<u8>, Unspecified> {
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(encoding, &SystemRandom::new(), message, &mut signature)?;
    Ok(signature)
}
