use super::{Content, UnsupportedAlgorithm};
use crate::jwk::{self, KeyKind};

/// Why bytes or text are not a key that can be used, or a key does not go into a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More than 64 KiB.
    #[error("more than 64 KiB")]
    TooLarge,
    /// Not one block of PEM: no boundaries, boundaries of two labels, or no base64 between them
    /// ([RFC 7468 §3](https://www.rfc-editor.org/rfc/rfc7468#section-3)).
    #[error("not a block of PEM")]
    Pem,
    /// More than one block of PEM. Which of them is meant, nobody knows.
    #[error("several blocks of PEM where one belongs")]
    SeveralPemBlocks,
    /// Well-formed, and something else than was asked for.
    #[error("{found} where {needed} belongs")]
    Unexpected {
        /// What it is.
        found: Content,
        /// What was asked for.
        needed: Content,
    },
    /// Not DER, cut off, or not of the structure asked for.
    #[error("not the DER of {0}")]
    Der(Content),
    /// Something follows the key.
    #[error("something follows the DER")]
    TrailingData,
    /// A key of an algorithm that no JWK is made for, or that would lose a restriction in one.
    #[error("{0}, which is not supported")]
    UnsupportedAlgorithm(UnsupportedAlgorithm),
    /// A curve that is none of P-256, P-384, P-521, secp256k1.
    #[error("an EC key on an unsupported curve")]
    UnsupportedCurve,
    /// Curve parameters in place of the curve's name. They are how a key pretends to be on a curve
    /// ([RFC 5480 §2.1.1](https://www.rfc-editor.org/rfc/rfc5480#section-2.1.1): "specifiedCurve",
    /// not to be used).
    #[error("an EC key with curve parameters in place of the curve's name")]
    ExplicitCurve,
    /// No curve is named where one has to be
    /// ([RFC 5915 §3](https://www.rfc-editor.org/rfc/rfc5915#section-3)).
    #[error("an EC key that does not name its curve")]
    NoCurve,
    /// The parameters of the algorithm are not NULL for RSA, or there are some for an algorithm
    /// that has none ([RFC 3279 §2.3.1](https://www.rfc-editor.org/rfc/rfc3279#section-2.3.1),
    /// [RFC 8410 §3](https://www.rfc-editor.org/rfc/rfc8410#section-3),
    /// [RFC 9881 §2](https://www.rfc-editor.org/rfc/rfc9881#section-2)).
    #[error("the key has algorithm parameters that its algorithm does not have")]
    Parameters,
    /// A compressed point. Reading one takes the arithmetic of the curve
    /// ([RFC 5480 §2.2](https://www.rfc-editor.org/rfc/rfc5480#section-2.2): it may be refused).
    #[error("an EC key with a compressed point")]
    CompressedPoint,
    /// An ML-DSA private key in its expanded form alone: there is no way back to the seed, which is
    /// what a JWK holds ([RFC 9964 §4](https://www.rfc-editor.org/rfc/rfc9964#section-4)).
    #[error("an ML-DSA private key without its seed")]
    NoSeed,
    /// What the file says twice, it says differently: the curve, the public half, or an ML-DSA key
    /// and its seed ([RFC 9881 §8.2](https://www.rfc-editor.org/rfc/rfc9881#section-8.2)).
    #[error("the parts of the key do not belong together")]
    Mismatch,
    /// There is no public half, and the backend does not work out that of such a key.
    #[error("{0} private key without a public half, which the cryptography backend does not make")]
    NoPublicHalf(KeyKind),
    /// The backend refuses the private key: a scalar of zero, or not below the order of its curve.
    #[error("the cryptography backend refuses the private key")]
    Rejected,
    /// The numbers of the key are not those of a usable one.
    #[error(transparent)]
    Jwk(#[from] jwk::Error),
    /// The format is not made for keys of this kind.
    #[error("{form} does not hold {found} keys")]
    NoSuchForm {
        /// The format.
        form: Content,
        /// The kind of the key.
        found: KeyKind,
    },
    /// `x5c` is not an array of base64, or holds no certificate or too many
    /// ([RFC 7517 §4.7](https://www.rfc-editor.org/rfc/rfc7517#section-4.7)).
    #[error("`x5c` is not an array of 1 to 16 certificates in base64")]
    X5c,
    /// The first certificate is of another key
    /// ([RFC 7517 §4.7](https://www.rfc-editor.org/rfc/rfc7517#section-4.7)).
    #[error("the certificate is of another key")]
    OtherKey,
    /// `x5t` or `x5t#S256` is the thumbprint of another certificate
    /// ([RFC 7517 §4.8](https://www.rfc-editor.org/rfc/rfc7517#section-4.8)).
    #[error("`{0}` is not the thumbprint of the certificate")]
    Thumbprint(&'static str),
}

impl Error {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "pkix.too_large",
            Self::Pem => "pkix.pem",
            Self::SeveralPemBlocks => "pkix.several_pem_blocks",
            Self::Unexpected { .. } => "pkix.unexpected",
            Self::Der(_) => "pkix.der",
            Self::TrailingData => "pkix.trailing_data",
            Self::UnsupportedAlgorithm(_) => "pkix.unsupported_algorithm",
            Self::UnsupportedCurve => "pkix.unsupported_curve",
            Self::ExplicitCurve => "pkix.explicit_curve",
            Self::NoCurve => "pkix.no_curve",
            Self::Parameters => "pkix.parameters",
            Self::CompressedPoint => "pkix.compressed_point",
            Self::NoSeed => "pkix.no_seed",
            Self::Mismatch => "pkix.mismatch",
            Self::NoPublicHalf(_) => "pkix.no_public_half",
            Self::Rejected => "pkix.rejected",
            Self::Jwk(error) => error.code(),
            Self::NoSuchForm { .. } => "pkix.no_such_form",
            Self::X5c => "pkix.x5c",
            Self::OtherKey => "pkix.other_key",
            Self::Thumbprint(_) => "pkix.thumbprint",
        }
    }
}
