//! The algorithms and curves that keys can have, with their object identifiers.

use der::Tag;
use der::asn1::{AnyRef, ObjectIdentifier};
use spki::AlgorithmIdentifierRef;

use super::{Error, Oid, UnsupportedAlgorithm};
use crate::jwk::{AkpAlgorithm, EcCurve, OkpCurve, PublicKey};

/// The algorithm of a key that can be read as a JWK, with its curve or parameter set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    Rsa,
    Ec(EcCurve),
    Okp(OkpCurve),
    Akp(AkpAlgorithm),
}

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

/// RFC 3279 §2.3.1.
const RSA: ObjectIdentifier = pkcs1::ALGORITHM_OID;
/// RFC 5480 §2.1.1.
const EC: ObjectIdentifier = oid("1.2.840.10045.2.1");

/// RFC 5480 §2.1.1.1; SEC 2 §A.2.1 for secp256k1.
pub(super) const fn ec_curve_oid(curve: EcCurve) -> &'static ObjectIdentifier {
    match curve {
        EcCurve::P256 => const { &oid("1.2.840.10045.3.1.7") },
        EcCurve::P384 => const { &oid("1.3.132.0.34") },
        EcCurve::P521 => const { &oid("1.3.132.0.35") },
        EcCurve::Secp256k1 => const { &oid("1.3.132.0.10") },
    }
}

/// RFC 8410 §3.
const fn okp_curve_oid(curve: OkpCurve) -> &'static ObjectIdentifier {
    match curve {
        OkpCurve::X25519 => const { &oid("1.3.101.110") },
        OkpCurve::X448 => const { &oid("1.3.101.111") },
        OkpCurve::Ed25519 => const { &oid("1.3.101.112") },
        OkpCurve::Ed448 => const { &oid("1.3.101.113") },
    }
}

/// RFC 9881 §2.
const fn akp_algorithm_oid(algorithm: AkpAlgorithm) -> &'static ObjectIdentifier {
    match algorithm {
        AkpAlgorithm::MlDsa44 => const { &oid("2.16.840.1.101.3.4.3.17") },
        AkpAlgorithm::MlDsa65 => const { &oid("2.16.840.1.101.3.4.3.18") },
        AkpAlgorithm::MlDsa87 => const { &oid("2.16.840.1.101.3.4.3.19") },
    }
}

const UNSUPPORTED: &[(UnsupportedAlgorithm, ObjectIdentifier)] = &[
    (UnsupportedAlgorithm::RsaPss, oid("1.2.840.113549.1.1.10")),
    (UnsupportedAlgorithm::RsaOaep, oid("1.2.840.113549.1.1.7")),
    (UnsupportedAlgorithm::Dsa, oid("1.2.840.10040.4.1")),
    (UnsupportedAlgorithm::DiffieHellman, oid("1.2.840.113549.1.3.1")),
    (UnsupportedAlgorithm::DiffieHellman, oid("1.2.840.10046.2.1")),
    (UnsupportedAlgorithm::EcAgreement, oid("1.3.132.1.12")),
    (UnsupportedAlgorithm::EcAgreement, oid("1.3.132.1.13")),
];

impl Algorithm {
    /// Returns the algorithm of a public key.
    pub(super) fn of(key: &PublicKey) -> Self {
        match key {
            PublicKey::Rsa(_) => Self::Rsa,
            PublicKey::Ec(key) => Self::Ec(key.curve()),
            PublicKey::Okp(key) => Self::Okp(key.curve()),
            PublicKey::Akp(key) => Self::Akp(key.algorithm()),
        }
    }

    /// Reads an algorithm identifier and checks its parameters.
    pub(super) fn read(identifier: &AlgorithmIdentifierRef<'_>) -> Result<Self, Error> {
        let parameters = identifier.parameters;
        if identifier.oid == EC {
            return curve(parameters).map(Self::Ec);
        }
        if identifier.oid == RSA {
            // RFC 3279 §2.3.1: the parameters must be present and NULL.
            return match parameters {
                Some(null) if null.is_null() => Ok(Self::Rsa),
                _ => Err(Error::Parameters),
            };
        }
        let algorithm = without_parameters(identifier.oid)
            .ok_or_else(|| Error::UnsupportedAlgorithm(unsupported(identifier.oid)))?;
        // RFC 8410 §3, RFC 9881 §2: the parameters must be absent.
        if parameters.is_some() { Err(Error::Parameters) } else { Ok(algorithm) }
    }

    /// Returns the algorithm identifier to write.
    pub(super) fn identifier(&self) -> AlgorithmIdentifierRef<'static> {
        let bare = |oid: &ObjectIdentifier| AlgorithmIdentifierRef { oid: *oid, parameters: None };
        match self {
            Self::Rsa => pkcs1::ALGORITHM_ID,
            Self::Ec(curve) => {
                AlgorithmIdentifierRef { oid: EC, parameters: Some(ec_curve_oid(*curve).into()) }
            }
            Self::Okp(curve) => bare(okp_curve_oid(*curve)),
            Self::Akp(algorithm) => bare(akp_algorithm_oid(*algorithm)),
        }
    }
}

/// Reads the parameters of an EC key: the name of a curve (RFC 5480 §2.1.1).
fn curve(parameters: Option<AnyRef<'_>>) -> Result<EcCurve, Error> {
    let parameters = parameters.ok_or(Error::NoCurve)?;
    match parameters.header().tag() {
        Tag::ObjectIdentifier => {
            ec_curve_named(parameters.decode_as().map_err(|_| Error::Parameters)?)
        }
        Tag::Sequence => Err(Error::ExplicitCurve),
        _ => Err(Error::Parameters),
    }
}

/// Returns the EC curve with this object identifier.
pub(super) fn ec_curve_named(oid: ObjectIdentifier) -> Result<EcCurve, Error> {
    let found = EcCurve::ALL.into_iter().find(|curve| *ec_curve_oid(*curve) == oid);
    found.ok_or(Error::UnsupportedCurve(Oid(oid)))
}

/// Returns the algorithm with this object identifier, if its identifier has no parameters.
fn without_parameters(oid: ObjectIdentifier) -> Option<Algorithm> {
    let okp = OkpCurve::ALL.into_iter().find(|curve| *okp_curve_oid(*curve) == oid);
    let akp = || AkpAlgorithm::ALL.into_iter().find(|name| *akp_algorithm_oid(*name) == oid);
    okp.map(Algorithm::Okp).or_else(|| akp().map(Algorithm::Akp))
}

fn unsupported(oid: ObjectIdentifier) -> UnsupportedAlgorithm {
    let known = UNSUPPORTED.iter().find(|(_, known)| *known == oid);
    known.map_or(UnsupportedAlgorithm::Other(Oid(oid)), |(algorithm, _)| *algorithm)
}
