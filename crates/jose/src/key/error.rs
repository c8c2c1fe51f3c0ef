use crate::algorithm::{ContentEncryptionAlgorithm, KeyManagementAlgorithm, SignatureAlgorithm};
use crate::jwk::KeyKind;

/// Why a key cannot be prepared for an algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The algorithm wants another type of key or another curve
    /// ([RFC 7518 §3.1](https://www.rfc-editor.org/rfc/rfc7518#section-3.1)).
    #[error(transparent)]
    WrongKeyType(#[from] WrongKey),
    /// A shared secret where a key pair belongs, whose other half is to be published.
    #[error("a shared secret has no public half")]
    NoPublicHalf,
    /// The backend does not have the algorithm, or not on this curve.
    #[error(
        "the cryptography backend does not have {0}; symbolon-crypto-aws-lc has every algorithm"
    )]
    Unsupported(Algorithm),
    /// The key's own `use`, `key_ops` or `alg` speak against it
    /// ([RFC 7517 §4.2](https://www.rfc-editor.org/rfc/rfc7517#section-4.2)).
    #[error("the key's use, key_ops or alg do not permit this")]
    NotPermitted,
    /// The backend refuses the key: a point off its curve, halves that do not match, or what it does
    /// not compute with. ring signs with no RSA key above 4 096 bits, of an exponent below 65 537, or
    /// of primes whose length is no multiple of 512 bits.
    #[error("the cryptography backend refuses the key")]
    Rejected,
    /// The secret is shorter than the hash
    /// ([RFC 7518 §3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
    #[error("the secret is shorter than {needed} bytes")]
    ShortSecret {
        /// The fewest bytes the algorithm takes.
        needed: usize,
    },
    /// The secret is a key in PEM or JSON, a public key or a certificate in DER, a public key of SSH,
    /// or a key pair: somebody's public key, most likely
    /// ([RFC 8725 §2.1](https://www.rfc-editor.org/rfc/rfc8725#section-2.1)).
    #[error("what is given as a secret is a public key or a key pair")]
    NotASecret,
    /// The secret has another length than the one that the algorithm takes
    /// ([RFC 7518 §4.4](https://www.rfc-editor.org/rfc/rfc7518#section-4.4),
    /// [§4.5](https://www.rfc-editor.org/rfc/rfc7518#section-4.5),
    /// [§4.7](https://www.rfc-editor.org/rfc/rfc7518#section-4.7)).
    #[error("the secret has {found} bytes; the algorithm takes {needed}")]
    KeyLength {
        /// The bytes that the algorithm takes.
        needed: usize,
        /// The bytes of the secret.
        found: usize,
    },
    /// A password for an algorithm other than PBES2, or PBES2 with something other than a password
    /// ([RFC 7518 §4.8](https://www.rfc-editor.org/rfc/rfc7518#section-4.8)).
    #[error("PBES2, and no other algorithm, takes a password")]
    Password,
    /// An algorithm that only [`danger`](crate::danger) prepares keys for
    /// ([RFC 8725 §3.2](https://www.rfc-editor.org/rfc/rfc8725#section-3.2)).
    #[error("keys for {0} are in the danger module")]
    Dangerous(KeyManagementAlgorithm),
    /// No content encryption algorithm is allowed, so the key could decrypt nothing.
    #[error("no content encryption algorithm is allowed")]
    NothingAllowed,
}

/// What was found where a key of another kind belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} {found} key; {algorithm} needs {}", article(*found), List(needed))]
#[non_exhaustive]
pub struct WrongKey {
    /// The kind of the key.
    pub found: KeyKind,
    /// The algorithm it was to be prepared for.
    pub algorithm: Algorithm,
    /// The kinds of key that the algorithm takes.
    pub needed: &'static [KeyKind],
}

/// Any algorithm of JWS or JWE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Algorithm {
    /// `alg` of a JWS.
    Signature(SignatureAlgorithm),
    /// `alg` of a JWE.
    KeyManagement(KeyManagementAlgorithm),
    /// `enc` of a JWE.
    ContentEncryption(ContentEncryptionAlgorithm),
}

impl std::fmt::Display for Algorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Signature(algorithm) => algorithm.as_str(),
            Self::KeyManagement(algorithm) => algorithm.as_str(),
            Self::ContentEncryption(algorithm) => algorithm.as_str(),
        })
    }
}

impl From<SignatureAlgorithm> for Algorithm {
    fn from(algorithm: SignatureAlgorithm) -> Self {
        Self::Signature(algorithm)
    }
}

impl From<KeyManagementAlgorithm> for Algorithm {
    fn from(algorithm: KeyManagementAlgorithm) -> Self {
        Self::KeyManagement(algorithm)
    }
}

impl From<ContentEncryptionAlgorithm> for Algorithm {
    fn from(algorithm: ContentEncryptionAlgorithm) -> Self {
        Self::ContentEncryption(algorithm)
    }
}

fn article(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Rsa
        | KeyKind::Ed25519
        | KeyKind::Ed448
        | KeyKind::X25519
        | KeyKind::X448
        | KeyKind::MlDsa44
        | KeyKind::MlDsa65
        | KeyKind::MlDsa87
        | KeyKind::Oct => "an",
        KeyKind::P256 | KeyKind::P384 | KeyKind::P521 | KeyKind::Secp256k1 => "a",
    }
}

/// "P-256, P-384 or X25519".
struct List(&'static [KeyKind]);

impl std::fmt::Display for List {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, kind) in self.0.iter().enumerate() {
            match index {
                0 => {}
                _ if index.saturating_add(1) == self.0.len() => f.write_str(" or ")?,
                _ => f.write_str(", ")?,
            }
            f.write_str(kind.as_str())?;
        }
        Ok(())
    }
}

impl Error {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKeyType(_) => "key.wrong_type",
            Self::NoPublicHalf => "key.no_public_half",
            Self::Unsupported(_) => "key.unsupported",
            Self::NotPermitted => "key.not_permitted",
            Self::Rejected => "key.rejected",
            Self::ShortSecret { .. } => "key.short_secret",
            Self::NotASecret => "key.not_a_secret",
            Self::KeyLength { .. } => "key.length",
            Self::Password => "key.password",
            Self::Dangerous(_) => "key.dangerous",
            Self::NothingAllowed => "key.nothing_allowed",
        }
    }

    /// Of two reasons against one key, the one that got further: a key of the right type that the
    /// backend refuses is news, a P-256 key that is no RSA key is not.
    pub(crate) fn more_telling(self, other: Self) -> Self {
        let rank = |error: &Self| match error {
            Self::WrongKeyType(_) | Self::NoPublicHalf => 0,
            Self::Unsupported(_) => 1,
            Self::NotPermitted | Self::Dangerous(_) | Self::NothingAllowed | Self::Password => 2,
            Self::ShortSecret { .. } | Self::KeyLength { .. } | Self::NotASecret => 3,
            Self::Rejected => 4,
        };
        if rank(&other) > rank(&self) { other } else { self }
    }
}
