//! Object identifiers of algorithms and curves.

use der::Tag;
use der::asn1::{AnyRef, ObjectIdentifier};
use spki::AlgorithmIdentifierRef;

use super::Error;
use crate::jwk::{AkpAlgorithm, EcCurve, OkpCurve, PublicKey};

/// An algorithm that no JWK is made of here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnsupportedAlgorithm {
    /// DSA ([RFC 3279 §2.3.2](https://www.rfc-editor.org/rfc/rfc3279#section-2.3.2)).
    #[error("a DSA key")]
    Dsa,
    /// Diffie-Hellman without curves.
    #[error("a Diffie-Hellman key")]
    DiffieHellman,
    /// RSA for signatures with PSS alone
    /// ([RFC 4055 §1.2](https://www.rfc-editor.org/rfc/rfc4055#section-1.2)). In a JWK without `alg`
    /// it would serve for everything.
    #[error("an RSA key that is restricted to RSASSA-PSS")]
    RsaPss,
    /// RSA for encryption with OAEP alone
    /// ([RFC 4055 §1.2](https://www.rfc-editor.org/rfc/rfc4055#section-1.2)). The same goes for it.
    #[error("an RSA key that is restricted to RSAES-OAEP")]
    RsaOaep,
    /// EC for key agreement alone
    /// ([RFC 5480 §2.1.2](https://www.rfc-editor.org/rfc/rfc5480#section-2.1.2)). The same goes for
    /// it.
    #[error("an EC key that is restricted to key agreement")]
    EcAgreement,
    /// Any other.
    #[error("a key of an unknown algorithm")]
    Other,
}

/// An algorithm that a JWK is made of.
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
const EC_CURVES: &[(EcCurve, ObjectIdentifier)] = &[
    (EcCurve::P256, oid("1.2.840.10045.3.1.7")),
    (EcCurve::P384, oid("1.3.132.0.34")),
    (EcCurve::P521, oid("1.3.132.0.35")),
    (EcCurve::Secp256k1, oid("1.3.132.0.10")),
];

/// RFC 8410 §3.
const OKP_CURVES: &[(OkpCurve, ObjectIdentifier)] = &[
    (OkpCurve::X25519, oid("1.3.101.110")),
    (OkpCurve::X448, oid("1.3.101.111")),
    (OkpCurve::Ed25519, oid("1.3.101.112")),
    (OkpCurve::Ed448, oid("1.3.101.113")),
];

/// RFC 9881 §2.
const AKP_ALGORITHMS: &[(AkpAlgorithm, ObjectIdentifier)] = &[
    (AkpAlgorithm::MlDsa44, oid("2.16.840.1.101.3.4.3.17")),
    (AkpAlgorithm::MlDsa65, oid("2.16.840.1.101.3.4.3.18")),
    (AkpAlgorithm::MlDsa87, oid("2.16.840.1.101.3.4.3.19")),
];

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
    pub(super) fn of(key: &PublicKey) -> Self {
        match key {
            PublicKey::Rsa(_) => Self::Rsa,
            PublicKey::Ec(key) => Self::Ec(key.curve()),
            PublicKey::Okp(key) => Self::Okp(key.curve()),
            PublicKey::Akp(key) => Self::Akp(key.algorithm()),
        }
    }

    pub(super) fn read(identifier: &AlgorithmIdentifierRef<'_>) -> Result<Self, Error> {
        let parameters = identifier.parameters;
        if identifier.oid == EC {
            return curve(parameters).map(Self::Ec);
        }
        if identifier.oid == RSA {
            // RFC 3279 §2.3.1: NULL, and there.
            return match parameters {
                Some(null) if null.is_null() => Ok(Self::Rsa),
                _ => Err(Error::Parameters),
            };
        }
        let algorithm = named(OKP_CURVES, identifier.oid)
            .map(Self::Okp)
            .or_else(|| named(AKP_ALGORITHMS, identifier.oid).map(Self::Akp));
        let Some(algorithm) = algorithm else {
            let known = named(UNSUPPORTED, identifier.oid);
            return Err(Error::UnsupportedAlgorithm(known.unwrap_or(UnsupportedAlgorithm::Other)));
        };
        // RFC 8410 §3, RFC 9881 §2: absent.
        if parameters.is_some() { Err(Error::Parameters) } else { Ok(algorithm) }
    }

    pub(super) fn identifier(&self) -> Option<AlgorithmIdentifierRef<'static>> {
        let bare = |oid| AlgorithmIdentifierRef { oid, parameters: None };
        match self {
            Self::Rsa => Some(pkcs1::ALGORITHM_ID),
            Self::Ec(curve) => oid_of(EC_CURVES, *curve)
                .map(|curve| AlgorithmIdentifierRef { oid: EC, parameters: Some(curve.into()) }),
            Self::Okp(curve) => oid_of(OKP_CURVES, *curve).copied().map(bare),
            Self::Akp(algorithm) => oid_of(AKP_ALGORITHMS, *algorithm).copied().map(bare),
        }
    }
}

/// RFC 5480 §2.1.1: the curve by name.
fn curve(parameters: Option<AnyRef<'_>>) -> Result<EcCurve, Error> {
    let parameters = parameters.ok_or(Error::NoCurve)?;
    match parameters.header().tag() {
        Tag::ObjectIdentifier => {
            curve_named(parameters.decode_as().map_err(|_| Error::Parameters)?)
        }
        Tag::Sequence => Err(Error::ExplicitCurve),
        _ => Err(Error::Parameters),
    }
}

pub(super) fn curve_named(oid: ObjectIdentifier) -> Result<EcCurve, Error> {
    named(EC_CURVES, oid).ok_or(Error::UnsupportedCurve)
}

pub(super) fn curve_oid(curve: EcCurve) -> Option<ObjectIdentifier> {
    oid_of(EC_CURVES, curve).copied()
}

fn named<T: Copy>(table: &[(T, ObjectIdentifier)], oid: ObjectIdentifier) -> Option<T> {
    table.iter().find(|(_, its)| *its == oid).map(|(name, _)| *name)
}

fn oid_of<T: PartialEq>(
    table: &'static [(T, ObjectIdentifier)],
    name: T,
) -> Option<&'static ObjectIdentifier> {
    table.iter().find(|(its, _)| *its == name).map(|(_, oid)| oid)
}
