//! Errors of reading and writing keys and certificates.

use super::{Content, Oid, UnsupportedAlgorithm};
use crate::jwk::{self, KeyKind};

/// The reason why a key or certificate could not be read, or why a key could not be converted to
/// DER or PEM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The DER or PEM input has more than 64 KiB, or a key is too large to be converted to DER.
    #[error("the input is larger than 64 KiB, the most that is read")]
    TooLarge,
    /// The text is not a PEM block: a boundary is missing, the two boundaries have different
    /// labels, or the text between them is not base64
    /// ([RFC 7468 §3](https://www.rfc-editor.org/rfc/rfc7468#section-3)).
    #[error(
        "the text is not a PEM block: expected `-----BEGIN label-----`, lines of base64 and \
         `-----END label-----`"
    )]
    Pem,
    /// The text contains more than one PEM block, so it is unclear which block is meant.
    ///
    /// Pass only one block at a time. Only two texts with several blocks are accepted: a key with a
    /// block `EC PARAMETERS`, and a certificate chain in which each certificate was issued by the
    /// next certificate.
    #[error(
        "the text contains several PEM blocks; pass one key, one certificate, or a chain in which \
         each certificate was issued by the next"
    )]
    SeveralPemBlocks,
    /// The input contains a key or object of the wrong kind for the called function, such as a
    /// public key instead of a private key.
    #[error("found {found}, expected {expected}{}", found.way_out())]
    Unexpected {
        /// The kind of object that the input contains.
        found: Content,
        /// The kind of object that the called function reads.
        expected: Content,
    },
    /// The bytes are not DER, are cut off, or do not have the expected DER structure. The contained
    /// value is the kind of object that was expected.
    #[error("the bytes are not {0} in DER")]
    Der(Content),
    /// More bytes follow after the end of the DER structure.
    #[error("more bytes follow after the end of the DER structure")]
    TrailingData,
    /// The key cannot be converted into a JWK: this library does not support its algorithm, or the
    /// key is restricted to one algorithm, such as RSASSA-PSS, and the JWK would lose this
    /// restriction.
    #[error("found {0}; supported are RSA, EC, Ed25519, Ed448, X25519, X448 and ML-DSA keys")]
    UnsupportedAlgorithm(UnsupportedAlgorithm),
    /// The EC key is on the curve with this object identifier, which is not supported.
    #[error("the EC curve {0} is not supported; supported are P-256, P-384, P-521 and secp256k1")]
    UnsupportedCurve(Oid),
    /// The EC key contains the parameters of its curve (`specifiedCurve`), but it must contain the
    /// name of the curve.
    ///
    /// The parameters are forbidden
    /// ([RFC 5480 §2.1.1](https://www.rfc-editor.org/rfc/rfc5480#section-2.1.1)). With them, an
    /// attacker could choose a weak curve that looks like a known curve.
    #[error(
        "the EC key describes its curve with parameters; convert it to a named curve, with \
         `openssl ec -param_enc named_curve`"
    )]
    ExplicitCurve,
    /// The EC key does not name its curve
    /// ([RFC 5915 §3](https://www.rfc-editor.org/rfc/rfc5915#section-3)).
    #[error("the EC key does not name its curve")]
    NoCurve,
    /// The parameters of the algorithm are wrong: they must be NULL for RSA
    /// ([RFC 3279 §2.3.1](https://www.rfc-editor.org/rfc/rfc3279#section-2.3.1)), the name of a
    /// curve for EC, and absent for all other algorithms
    /// ([RFC 8410 §3](https://www.rfc-editor.org/rfc/rfc8410#section-3),
    /// [RFC 9881 §2](https://www.rfc-editor.org/rfc/rfc9881#section-2)).
    #[error(
        "the key's algorithm parameters are wrong: expected NULL for RSA, the name of a curve for \
         EC, and no parameters for other algorithms"
    )]
    Parameters,
    /// The EC public key is a compressed point, which this library does not decompress
    /// ([RFC 5480 §2.2](https://www.rfc-editor.org/rfc/rfc5480#section-2.2) allows an
    /// implementation to refuse compressed points).
    #[error(
        "the EC public key is a compressed point; convert it, with \
         `openssl ec -conv_form uncompressed`"
    )]
    CompressedPoint,
    /// The input contains only the expanded form of the ML-DSA private key, without the seed. A JWK
    /// must contain the seed ([RFC 9964 §4](https://www.rfc-editor.org/rfc/rfc9964#section-4)), and
    /// the seed cannot be computed from the expanded form.
    #[error("the ML-DSA private key has no seed; export it again with its seed")]
    NoSeed,
    /// Parts of the key contradict each other: the two places that name its curve, its private key
    /// and its public key, or the seed and the expanded form of an ML-DSA key
    /// ([RFC 9881 §8.2](https://www.rfc-editor.org/rfc/rfc9881#section-8.2)).
    #[error(
        "parts of the key contradict each other: its curves, its private and public key, or its \
         seed and expanded form"
    )]
    Mismatch,
    /// The input contains a private key without its public key, and the cryptography backend cannot
    /// derive public keys of this kind.
    #[error(
        "the {0} private key comes without its public key, and the cryptography backend cannot \
         derive it; export the key with its public key"
    )]
    NoPublicHalf(KeyKind),
    /// The cryptography backend refuses the private key: it has the wrong length, or its scalar is
    /// zero or not below the order of the curve.
    #[error("the cryptography backend refuses the private key: wrong length, or out of range")]
    Rejected,
    /// A value of the key is not allowed in a JWK, for example because the RSA modulus is too
    /// small.
    #[error(transparent)]
    Jwk(#[from] jwk::Error),
    /// The key cannot be written in the requested format, because that format cannot contain keys
    /// of this kind.
    #[error("{found} keys cannot be written as {form}")]
    NoSuchForm {
        /// The format that the key was to be written in.
        form: Content,
        /// The kind of the key.
        found: KeyKind,
    },
    /// `x5c` does not have the required form: an array of 1 to 16 strings, each of which is a
    /// certificate in base64 with padding and without line breaks
    /// ([RFC 7517 §4.7](https://www.rfc-editor.org/rfc/rfc7517#section-4.7)).
    #[error("`x5c` must be an array of 1 to 16 certificates in base64 (not base64url)")]
    X5c,
    /// The public key in the certificate is not the public key of the JWK
    /// ([RFC 7517 §4.7](https://www.rfc-editor.org/rfc/rfc7517#section-4.7)).
    #[error("the public key in the certificate is not the public key of the JWK")]
    OtherKey,
    /// `x5t` or `x5t#S256` of the JWK is not the thumbprint of the certificate. The string is the
    /// name of the wrong member
    /// ([RFC 7517 §4.8](https://www.rfc-editor.org/rfc/rfc7517#section-4.8),
    /// [§4.9](https://www.rfc-editor.org/rfc/rfc7517#section-4.9)).
    #[error("`{0}` is not the thumbprint of the certificate")]
    Thumbprint(&'static str),
}

impl Error {
    /// Returns the stable name of the error, such as `"pkix.trailing_data"`.
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
            Self::UnsupportedCurve(_) => "pkix.unsupported_curve",
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
