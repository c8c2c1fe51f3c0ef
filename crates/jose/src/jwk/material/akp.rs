use super::KeyKind;
use crate::Secret;
use crate::jwk::Error;

/// A parameter set of `kty` AKP, which is its `alg`.
///
/// [RFC 9964 §5](https://www.rfc-editor.org/rfc/rfc9964#section-5).
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

    /// The bytes of every ML-DSA seed ([RFC 9964 §4](https://www.rfc-editor.org/rfc/rfc9964#section-4)).
    pub const SEED_LEN: usize = 32;

    /// The value of `alg`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.kind().as_str()
    }

    /// The kind of a key for this algorithm.
    #[must_use]
    pub const fn kind(self) -> KeyKind {
        match self {
            Self::MlDsa44 => KeyKind::MlDsa44,
            Self::MlDsa65 => KeyKind::MlDsa65,
            Self::MlDsa87 => KeyKind::MlDsa87,
        }
    }

    /// The bytes of a public key ([RFC 9964 §5](https://www.rfc-editor.org/rfc/rfc9964#section-5),
    /// table 1).
    #[must_use]
    pub const fn public_len(self) -> usize {
        match self {
            Self::MlDsa44 => 1312,
            Self::MlDsa65 => 1952,
            Self::MlDsa87 => 2592,
        }
    }

    pub(in crate::jwk) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }
}

/// An AKP public key.
///
/// [RFC 9964 §3](https://www.rfc-editor.org/rfc/rfc9964#section-3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AkpPublic {
    algorithm: AkpAlgorithm,
    public: Vec<u8>,
}

impl AkpPublic {
    /// The public key in the algorithm's own encoding.
    ///
    /// # Errors
    /// [`Error::Length`].
    pub fn new(algorithm: AkpAlgorithm, public: Vec<u8>) -> Result<Self, Error> {
        if public.len() == algorithm.public_len() {
            Ok(Self { algorithm, public })
        } else {
            Err(Error::Length("pub"))
        }
    }

    /// The algorithm.
    #[must_use]
    pub fn algorithm(&self) -> AkpAlgorithm {
        self.algorithm
    }

    /// `pub`: the encoded public key.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.public
    }
}

/// An AKP private key.
///
/// [RFC 9964 §4](https://www.rfc-editor.org/rfc/rfc9964#section-4).
#[derive(Clone, PartialEq, Eq)]
pub struct AkpPrivate {
    public: AkpPublic,
    seed: Secret,
}

impl AkpPrivate {
    /// A seed with the public key that belongs to it. That it does is checked when the key is
    /// prepared.
    ///
    /// # Errors
    /// [`Error::Length`].
    pub fn new(public: AkpPublic, seed: Secret) -> Result<Self, Error> {
        // RFC 9964 §4: the seed, of 32 bytes, and never the expanded key.
        if seed.expose().len() == AkpAlgorithm::SEED_LEN {
            Ok(Self { public, seed })
        } else {
            Err(Error::Length("priv"))
        }
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &AkpPublic {
        &self.public
    }

    /// `priv`: the seed.
    #[must_use]
    pub fn seed(&self) -> &Secret {
        &self.seed
    }
}
