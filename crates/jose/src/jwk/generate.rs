//! Generating keys.

use zeroize::Zeroizing;

use super::material::PrivateKey;
use super::{KeyKind, PrivateJwk};
use crate::crypto::{GenerationFailed, RandomError};
use crate::{Crypto, Limits, Secret};

/// The reason why no key was generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GenerateError {
    /// The cryptography backend cannot generate keys of this kind.
    #[error(
        "the cryptography backend cannot generate {0} keys; symbolon-crypto-aws-lc generates keys \
         for all algorithms that it supports"
    )]
    Unsupported(KeyKind),
    /// [`PrivateJwk::generate`] was called for an RSA key or a shared secret. That function has no
    /// parameter for the size of the key: call [`PrivateJwk::generate_rsa`] or
    /// [`PrivateJwk::generate_secret`] instead.
    #[error("{0} keys need a size; use `generate_rsa` or `generate_secret`")]
    SizeNeeded(KeyKind),
    /// The requested RSA modulus is too short or too long: it must have 2 048 to 8 192 bits
    /// ([RFC 7518 §3.3](https://www.rfc-editor.org/rfc/rfc7518#section-3.3)). The number is the
    /// requested size in bits.
    #[error("an RSA modulus of {0} bits was requested, expected 2048 to 8192 bits")]
    RsaModulus(usize),
    /// The requested shared secret is too short or too long: it must have 16 to 1 024 bytes. The
    /// number is the requested size in bytes.
    ///
    /// No algorithm can use a secret of fewer than 16 bytes
    /// ([RFC 7518 §4.4](https://www.rfc-editor.org/rfc/rfc7518#section-4.4)).
    #[error("a shared secret of {0} bytes was requested, expected 16 to 1024 bytes")]
    SecretLength(usize),
    /// The random source failed.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The random source returned 16 values, but not a single valid private key. Most likely, the
    /// random source is broken.
    #[error("the random source returned no valid private key in 16 attempts")]
    Unlucky,
    /// The cryptography backend failed to generate the key.
    #[error(transparent)]
    Backend(#[from] GenerationFailed),
}

impl GenerateError {
    /// Returns a stable name for the error, such as `generate.unsupported`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unsupported(_) => "generate.unsupported",
            Self::SizeNeeded(_) => "generate.size_needed",
            Self::RsaModulus(_) => "generate.rsa_modulus",
            Self::SecretLength(_) => "generate.secret_length",
            Self::Random(error) => error.code(),
            Self::Unlucky => "generate.unlucky",
            Self::Backend(_) => "generate.backend",
        }
    }
}

impl PrivateJwk {
    /// Generates an EC, OKP or AKP key. The returned JWK has no `kid`.
    ///
    /// Add a `kid` with [`named_by_thumbprint`](Self::named_by_thumbprint), so that tokens can name
    /// the key.
    ///
    /// ```
    /// use symbolon_crypto_ring::CRYPTO;
    /// use symbolon_jose::jwk::{KeyKind, PrivateJwk};
    ///
    /// let key = PrivateJwk::generate(KeyKind::P256, &CRYPTO)?.named_by_thumbprint(&CRYPTO);
    /// let key_file = key.expose().to_json();
    /// assert_eq!(PrivateJwk::parse(key_file.as_bytes()), Ok(key));
    /// # Ok::<(), symbolon_jose::jwk::GenerateError>(())
    /// ```
    ///
    /// # Errors
    /// - [`GenerateError::Unsupported`] if the cryptography backend cannot generate keys of this
    ///   kind.
    /// - [`GenerateError::SizeNeeded`] if `kind` is [`KeyKind::Rsa`] or [`KeyKind::Oct`].
    /// - [`GenerateError::Random`] or [`GenerateError::Unlucky`] if the random source fails.
    pub fn generate(kind: KeyKind, crypto: &Crypto) -> Result<Self, GenerateError> {
        let len = kind.private_len().ok_or(GenerateError::SizeNeeded(kind))?;
        let pairs = crypto.key_pairs(kind).ok_or(GenerateError::Unsupported(kind))?;
        for _ in 0..MOST_DRAWS {
            let mut private = random(len, crypto)?;
            // 521 bits are 65 bytes and one bit. Without this, 127 of 128 draws would be out of
            // range.
            if let (KeyKind::P521, Some(first)) = (kind, private.first_mut()) {
                *first &= 1;
            }
            // FIPS 186-5 A.2.2: a candidate of zero, or not below the order, is drawn again.
            if let Ok(key) = pairs.from_private(&secret(private)) {
                return Ok(Self::from_key(key, None));
            }
        }
        Err(GenerateError::Unlucky)
    }

    /// Generates an RSA key with the public exponent 65 537. This takes about a second. The
    /// returned JWK has no `kid`.
    ///
    /// # Errors
    /// - [`GenerateError::RsaModulus`] if `modulus_bits` is not between 2 048 and 8 192, the bounds
    ///   in [`Limits::DEFAULT`].
    /// - [`GenerateError::Unsupported`] if the cryptography backend cannot generate RSA keys. For
    ///   example, symbolon-crypto-ring cannot.
    /// - [`GenerateError::Backend`] if the cryptography backend fails.
    pub fn generate_rsa(modulus_bits: usize, crypto: &Crypto) -> Result<Self, GenerateError> {
        const LIMITS: Limits = Limits::DEFAULT;
        // RFC 7518 §3.3, §4.2: at least 2048 bits.
        if !(LIMITS.rsa_modulus_bits_least..=LIMITS.rsa_modulus_bits_most).contains(&modulus_bits) {
            return Err(GenerateError::RsaModulus(modulus_bits));
        }
        let pairs = crypto.rsa_key_pairs.ok_or(GenerateError::Unsupported(KeyKind::Rsa))?;
        Ok(Self::from_key(PrivateKey::Rsa(pairs.generate(modulus_bits)?), None))
    }

    /// Generates a shared secret of `len` random bytes. The returned JWK has no `kid`.
    ///
    /// The algorithm decides how many bytes you need. For example, HS256 requires at least 32
    /// bytes, and A128KW requires exactly 16 bytes. For `dir`,
    /// [`ContentEncryptionAlgorithm::key_len`](crate::ContentEncryptionAlgorithm::key_len) returns
    /// the number of bytes.
    ///
    /// # Errors
    /// - [`GenerateError::SecretLength`] if `len` is not between 16 and 1 024.
    /// - [`GenerateError::Random`] if the random source fails.
    pub fn generate_secret(len: usize, crypto: &Crypto) -> Result<Self, GenerateError> {
        if !(16..=1024).contains(&len) {
            return Err(GenerateError::SecretLength(len));
        }
        Ok(Self::from_secret(secret(random(len, crypto)?), None))
    }
}

/// The most draws for one key. On P-256 one of 2^32 draws is out of range, and fewer on every other
/// curve, so a random source that needs more draws is broken.
const MOST_DRAWS: usize = 16;

fn random(len: usize, crypto: &Crypto) -> Result<Zeroizing<Vec<u8>>, RandomError> {
    let mut bytes = Zeroizing::new(vec![0; len]);
    crypto.random.fill(&mut bytes)?;
    Ok(bytes)
}

/// Turns the bytes into a secret without copying them.
fn secret(mut bytes: Zeroizing<Vec<u8>>) -> Secret {
    Secret::new(std::mem::take(&mut *bytes))
}
