//! The signature and MAC algorithms of JWS.

/// A signature or MAC algorithm: the `alg` header parameter of a JWS.
///
/// `none` is intentionally absent, because no key can verify a token without a signature.
///
/// The algorithms are defined in [RFC 7518 §3](https://www.rfc-editor.org/rfc/rfc7518#section-3),
/// [RFC 8037 §3.1](https://www.rfc-editor.org/rfc/rfc8037#section-3.1),
/// [RFC 8812 §3.2](https://www.rfc-editor.org/rfc/rfc8812#section-3.2),
/// [RFC 9864 §2.2](https://www.rfc-editor.org/rfc/rfc9864#section-2.2), and
/// [RFC 9964 §5](https://www.rfc-editor.org/rfc/rfc9964#section-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// HMAC with SHA-256.
    Hs256,
    /// HMAC with SHA-384.
    Hs384,
    /// HMAC with SHA-512.
    Hs512,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    Rs384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    Rs512,
    /// RSASSA-PSS with SHA-256 and MGF1 with SHA-256.
    Ps256,
    /// RSASSA-PSS with SHA-384 and MGF1 with SHA-384.
    Ps384,
    /// RSASSA-PSS with SHA-512 and MGF1 with SHA-512.
    Ps512,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// ECDSA on P-521 with SHA-512.
    Es512,
    /// ECDSA on secp256k1 with SHA-256.
    Es256k,
    /// EdDSA on Ed25519, with the older algorithm name `EdDSA`, which does not state the curve.
    EdDsa,
    /// EdDSA on Ed25519, with the algorithm name `Ed25519`.
    Ed25519,
    /// The post-quantum signature algorithm ML-DSA-44
    /// ([FIPS 204](https://doi.org/10.6028/NIST.FIPS.204)).
    MlDsa44,
    /// The post-quantum signature algorithm ML-DSA-65
    /// ([FIPS 204](https://doi.org/10.6028/NIST.FIPS.204)).
    MlDsa65,
    /// The post-quantum signature algorithm ML-DSA-87
    /// ([FIPS 204](https://doi.org/10.6028/NIST.FIPS.204)).
    MlDsa87,
}

impl SignatureAlgorithm {
    /// Returns `true` for the HMAC algorithms, whose key is a shared secret, and `false` for
    /// signature algorithms.
    #[must_use]
    pub const fn is_mac(self) -> bool {
        matches!(self, Self::Hs256 | Self::Hs384 | Self::Hs512)
    }

    /// Returns the length of the algorithm's signatures in bytes. Returns `None` for RSA, because
    /// an RSA signature is as long as the modulus of the key.
    #[must_use]
    pub const fn signature_len(self) -> Option<usize> {
        match self {
            Self::Hs256 => Some(32),
            Self::Hs384 => Some(48),
            Self::Hs512 | Self::Es256 | Self::Es256k | Self::EdDsa | Self::Ed25519 => Some(64),
            Self::Es384 => Some(96),
            Self::Es512 => Some(132),
            // FIPS 204, table 2.
            Self::MlDsa44 => Some(2420),
            Self::MlDsa65 => Some(3309),
            Self::MlDsa87 => Some(4627),
            Self::Rs256 | Self::Rs384 | Self::Rs512 | Self::Ps256 | Self::Ps384 | Self::Ps512 => {
                None
            }
        }
    }
}

super::named! {
    SignatureAlgorithm, "`alg`",
    Hs256 = "HS256",
    Hs384 = "HS384",
    Hs512 = "HS512",
    Rs256 = "RS256",
    Rs384 = "RS384",
    Rs512 = "RS512",
    Ps256 = "PS256",
    Ps384 = "PS384",
    Ps512 = "PS512",
    Es256 = "ES256",
    Es384 = "ES384",
    Es512 = "ES512",
    Es256k = "ES256K",
    EdDsa = "EdDSA",
    Ed25519 = "Ed25519",
    MlDsa44 = "ML-DSA-44",
    MlDsa65 = "ML-DSA-65",
    MlDsa87 = "ML-DSA-87",
}

#[cfg(test)]
mod tests {
    use super::super::UnknownAlgorithm;
    use super::*;

    #[test]
    fn a_printed_name_parses_to_its_algorithm() {
        for algorithm in SignatureAlgorithm::ALL {
            assert_eq!(algorithm.as_str().parse(), Ok(*algorithm));
        }
    }

    #[test]
    fn attack_001_none_does_not_parse_as_an_algorithm() {
        for name in ["none", "None", "nOnE", "none ", "", "hs256"] {
            assert_eq!(name.parse::<SignatureAlgorithm>(), Err(UnknownAlgorithm), "{name}");
        }
    }
}
