//! The parameter sets and keys of `kty` AKP.

use super::KeyKind;
use super::length::check_len;
use crate::Secret;
use crate::jwk::Error;

/// The ML-DSA parameter set of an AKP key. The JWK names it in `alg`
/// ([RFC 9964 §5](https://www.rfc-editor.org/rfc/rfc9964#section-5)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AkpAlgorithm {
    /// The parameter set ML-DSA-44.
    MlDsa44,
    /// The parameter set ML-DSA-65.
    MlDsa65,
    /// The parameter set ML-DSA-87.
    MlDsa87,
}

impl AkpAlgorithm {
    pub(crate) const ALL: [Self; 3] = [Self::MlDsa44, Self::MlDsa65, Self::MlDsa87];

    /// The names of all parameter sets, as an error message lists them.
    pub(in crate::jwk) const NAMES: &'static str = "ML-DSA-44, ML-DSA-65 and ML-DSA-87";

    /// The length of a private key in bytes. The private key is the seed from which ML-DSA derives
    /// the key pair ([RFC 9964 §4](https://www.rfc-editor.org/rfc/rfc9964#section-4)).
    pub const SEED_LEN: usize = 32;

    /// Returns the name of the parameter set, for example `ML-DSA-44`. A JWK contains this name in
    /// `alg`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.kind().as_str()
    }

    /// Returns the [`KeyKind`] of keys with this parameter set.
    #[must_use]
    pub const fn kind(self) -> KeyKind {
        match self {
            Self::MlDsa44 => KeyKind::MlDsa44,
            Self::MlDsa65 => KeyKind::MlDsa65,
            Self::MlDsa87 => KeyKind::MlDsa87,
        }
    }

    /// Returns the length of a public key in bytes
    /// ([RFC 9964 §5](https://www.rfc-editor.org/rfc/rfc9964#section-5), table 1).
    #[must_use]
    pub const fn public_len(self) -> usize {
        match self {
            Self::MlDsa44 => 1312,
            Self::MlDsa65 => 1952,
            Self::MlDsa87 => 2592,
        }
    }

    /// Returns the parameter set with this `alg`.
    pub(in crate::jwk) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }
}

/// An AKP public key, which is for ML-DSA signatures
/// ([RFC 9964 §3](https://www.rfc-editor.org/rfc/rfc9964#section-3)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AkpPublic {
    algorithm: AkpAlgorithm,
    public: Vec<u8>,
}

impl AkpPublic {
    /// Creates a public key from its bytes. A JWK contains the same bytes, encoded in base64url, in
    /// the member `pub`.
    ///
    /// # Errors
    /// [`Error::Length`] if the length of `public` is not [`AkpAlgorithm::public_len`].
    pub fn new(algorithm: AkpAlgorithm, public: Vec<u8>) -> Result<Self, Error> {
        check_len("pub", public.len(), algorithm.public_len())?;
        Ok(Self { algorithm, public })
    }

    /// Returns the parameter set of the key.
    #[must_use]
    pub fn algorithm(&self) -> AkpAlgorithm {
        self.algorithm
    }

    /// Returns the bytes of the public key, which a JWK contains in base64url as `pub`.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.public
    }
}

/// An AKP private key with its public key
/// ([RFC 9964 §4](https://www.rfc-editor.org/rfc/rfc9964#section-4)).
#[derive(Clone, PartialEq, Eq)]
pub struct AkpPrivate {
    public: AkpPublic,
    seed: Secret,
}

impl AkpPrivate {
    /// Creates a private key from its seed and its public key.
    ///
    /// This function does not check that the private key belongs to the public key. The
    /// cryptography backend checks that later, for example in
    /// [`SigningKey::from_jwk`](crate::SigningKey::from_jwk).
    ///
    /// # Errors
    /// [`Error::Length`] if the seed does not have 32 bytes.
    pub fn new(public: AkpPublic, seed: Secret) -> Result<Self, Error> {
        // RFC 9964 §4: `priv` is the seed of 32 bytes, never the expanded private key.
        check_len("priv", seed.expose().len(), AkpAlgorithm::SEED_LEN)?;
        Ok(Self { public, seed })
    }

    /// Returns the public key.
    #[must_use]
    pub fn public(&self) -> &AkpPublic {
        &self.public
    }

    /// Returns the private key, which is a seed of 32 bytes. A JWK contains the same bytes, encoded
    /// in base64url, in the member `priv`.
    #[must_use]
    pub fn seed(&self) -> &Secret {
        &self.seed
    }
}
