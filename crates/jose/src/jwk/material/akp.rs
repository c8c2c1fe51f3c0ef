//! The parameter sets and keys of `kty` AKP.

use super::KeyKind;
use super::length::check_len;
use crate::Secret;
use crate::jwk::Error;

/// A parameter set of `kty` AKP, named by the `alg` of the key
/// ([RFC 9964 §5](https://www.rfc-editor.org/rfc/rfc9964#section-5)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AkpAlgorithm {
    /// ML-DSA-44.
    MlDsa44,
    /// ML-DSA-65.
    MlDsa65,
    /// ML-DSA-87.
    MlDsa87,
}

impl AkpAlgorithm {
    pub(crate) const ALL: [Self; 3] = [Self::MlDsa44, Self::MlDsa65, Self::MlDsa87];

    /// The names of all parameter sets, for an error message.
    pub(in crate::jwk) const NAMES: &'static str = "ML-DSA-44, ML-DSA-65 and ML-DSA-87";

    /// The length of a private key, the seed, in bytes
    /// ([RFC 9964 §4](https://www.rfc-editor.org/rfc/rfc9964#section-4)).
    pub const SEED_LEN: usize = 32;

    /// Returns the value of `alg`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.kind().as_str()
    }

    /// Returns the kind of keys with this parameter set.
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

/// An AKP public key ([RFC 9964 §3](https://www.rfc-editor.org/rfc/rfc9964#section-3)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AkpPublic {
    algorithm: AkpAlgorithm,
    public: Vec<u8>,
}

impl AkpPublic {
    /// Creates a public key from the bytes of `pub`, in the encoding of the algorithm.
    ///
    /// # Errors
    /// [`Error::Length`] if the bytes do not have the length of the algorithm's public keys.
    pub fn new(algorithm: AkpAlgorithm, public: Vec<u8>) -> Result<Self, Error> {
        check_len("pub", public.len(), algorithm.public_len())?;
        Ok(Self { algorithm, public })
    }

    /// Returns the parameter set of the key.
    #[must_use]
    pub fn algorithm(&self) -> AkpAlgorithm {
        self.algorithm
    }

    /// Returns the bytes of `pub`, the encoded public key.
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
    /// Whether the two belong together is checked when the key is prepared.
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

    /// Returns the bytes of `priv`, the seed.
    #[must_use]
    pub fn seed(&self) -> &Secret {
        &self.seed
    }
}
