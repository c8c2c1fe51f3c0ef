//! New keys.

use zeroize::Zeroizing;

use super::material::PrivateKey;
use super::{KeyKind, PrivateJwk};
use crate::crypto::{GenerationFailed, RandomError};
use crate::{Crypto, Limits, Secret};

/// Why no key was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GenerateError {
    /// The backend makes no keys of this kind.
    #[error(
        "the cryptography backend makes no {0} keys; symbolon-crypto-aws-lc makes all that it runs"
    )]
    Unsupported(KeyKind),
    /// Keys of this kind come in sizes: see [`PrivateJwk::generate_rsa`] and
    /// [`PrivateJwk::generate_secret`].
    #[error("an {0} key has a size: generate_rsa and generate_secret take it")]
    SizeNeeded(KeyKind),
    /// The modulus would be refused when the key is read
    /// ([RFC 7518 §3.3](https://www.rfc-editor.org/rfc/rfc7518#section-3.3)).
    #[error("an RSA modulus has from 2048 to 8192 bits")]
    RsaModulus,
    /// The secret would be of no use: the smallest of JOSE has 16 bytes
    /// ([RFC 7518 §4.4](https://www.rfc-editor.org/rfc/rfc7518#section-4.4)), and no algorithm wants
    /// more than 64.
    #[error("a shared secret has from 16 to 1024 bytes")]
    SecretLength,
    /// There is no randomness to be had.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The random source gave no private key, however often it was asked.
    #[error("the random source gave no private key, however often it was asked")]
    Unlucky,
    /// The backend could not make the key.
    #[error(transparent)]
    Backend(#[from] GenerationFailed),
}

impl GenerateError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unsupported(_) => "generate.unsupported",
            Self::SizeNeeded(_) => "generate.size_needed",
            Self::RsaModulus => "generate.rsa_modulus",
            Self::SecretLength => "generate.secret_length",
            Self::Random(error) => error.code(),
            Self::Unlucky => "generate.unlucky",
            Self::Backend(_) => "generate.backend",
        }
    }
}

impl PrivateJwk {
    /// Makes an EC, OKP or AKP key, without a name.
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
    /// [`GenerateError::Unsupported`], [`GenerateError::SizeNeeded`] for RSA and shared secrets,
    /// [`GenerateError::Random`], [`GenerateError::Unlucky`].
    pub fn generate(kind: KeyKind, crypto: &Crypto) -> Result<Self, GenerateError> {
        let len = kind.private_len().ok_or(GenerateError::SizeNeeded(kind))?;
        let pairs = crypto.key_pairs(kind).ok_or(GenerateError::Unsupported(kind))?;
        for _ in 0..MOST_DRAWS {
            let mut private = random(len, crypto)?;
            // 521 bits fill 65 bytes and one bit more; all but one of 128 draws would be in vain.
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

    /// Makes an RSA key with the public exponent 65 537, without a name. Takes a second or so.
    ///
    /// # Errors
    /// [`GenerateError::Unsupported`] where the backend makes none, as crypto-ring,
    /// [`GenerateError::RsaModulus`] outside of [`Limits::DEFAULT`], [`GenerateError::Backend`].
    pub fn generate_rsa(modulus_bits: usize, crypto: &Crypto) -> Result<Self, GenerateError> {
        const LIMITS: Limits = Limits::DEFAULT;
        // RFC 7518 §3.3, §4.2: 2048 bits or more.
        if !(LIMITS.rsa_modulus_bits_least..=LIMITS.rsa_modulus_bits_most).contains(&modulus_bits) {
            return Err(GenerateError::RsaModulus);
        }
        let pairs = crypto.rsa_key_pairs.ok_or(GenerateError::Unsupported(KeyKind::Rsa))?;
        Ok(Self::from_key(PrivateKey::Rsa(pairs.generate(modulus_bits)?), None))
    }

    /// Makes a shared secret of this many bytes, without a name: for HS256 32 at least, for A128KW
    /// 16, for `dir` as many as
    /// [the content encryption](crate::ContentEncryptionAlgorithm::key_len) takes.
    ///
    /// # Errors
    /// [`GenerateError::SecretLength`], [`GenerateError::Random`].
    pub fn generate_secret(len: usize, crypto: &Crypto) -> Result<Self, GenerateError> {
        if !(16..=1024).contains(&len) {
            return Err(GenerateError::SecretLength);
        }
        Ok(Self::from_secret(secret(random(len, crypto)?), None))
    }
}

/// Of 2^32 draws for P-256 one is in vain, and fewer for any other curve: whoever is refused this
/// often has no random source.
const MOST_DRAWS: usize = 16;

fn random(len: usize, crypto: &Crypto) -> Result<Zeroizing<Vec<u8>>, RandomError> {
    let mut bytes = Zeroizing::new(vec![0; len]);
    crypto.random.fill(&mut bytes)?;
    Ok(bytes)
}

/// The bytes themselves, not a copy of them.
fn secret(mut bytes: Zeroizing<Vec<u8>>) -> Secret {
    Secret::new(std::mem::take(&mut *bytes))
}
