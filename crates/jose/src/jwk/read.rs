//! Reading key material from the members of a JWK.

use zeroize::Zeroizing;

use super::Error;
use super::common::is_private;
use super::material::{
    AkpAlgorithm, AkpPrivate, AkpPublic, EcCurve, EcPrivate, EcPublic, OkpCurve, OkpPrivate,
    OkpPublic, PrivateKey, PublicKey, RsaPrivate, RsaPrivateNumbers, RsaPublic,
};
use crate::{Limits, Object, Secret, base64url};

/// Reads the public key of this type.
pub(super) fn public(kty: &str, object: &mut Object, limits: &Limits) -> Result<PublicKey, Error> {
    match kty {
        "RSA" => rsa(object, limits).map(PublicKey::Rsa),
        "EC" => ec(object).map(PublicKey::Ec),
        "OKP" => okp(object).map(PublicKey::Okp),
        "AKP" => akp(object).map(PublicKey::Akp),
        _ => Err(Error::UnsupportedKeyType),
    }
}

/// Reads the private key or shared secret of this type.
pub(super) fn private(
    kty: &str,
    object: &mut Object,
    limits: &Limits,
) -> Result<PrivateKey, Error> {
    match kty {
        "oct" => secret(object, "k").map(PrivateKey::Oct),
        "RSA" => rsa_private(object, limits).map(PrivateKey::Rsa),
        "EC" => {
            let public = ec(object)?;
            EcPrivate::new(public, secret(object, "d")?).map(PrivateKey::Ec)
        }
        "OKP" => {
            let public = okp(object)?;
            OkpPrivate::new(public, secret(object, "d")?).map(PrivateKey::Okp)
        }
        "AKP" => {
            let public = akp(object)?;
            AkpPrivate::new(public, secret(object, "priv")?).map(PrivateKey::Akp)
        }
        _ => Err(Error::UnsupportedKeyType),
    }
}

/// Reads an RSA public key (RFC 7518 §6.3.1) within `limits`.
fn rsa(object: &mut Object, limits: &Limits) -> Result<RsaPublic, Error> {
    RsaPublic::new_within(bytes(object, "n")?, bytes(object, "e")?, limits)
}

/// Reads an RSA private key (RFC 7518 §6.3.2). The RFC allows a key with only `d`, but the backends
/// need the primes too.
fn rsa_private(object: &mut Object, limits: &Limits) -> Result<RsaPrivate, Error> {
    if object.get("oth").is_some_and(|value| is_private("oth", value)) {
        return Err(Error::MultiPrime);
    }
    let public = rsa(object, limits)?;
    let mut number = |name| secret(object, name);
    let numbers = RsaPrivateNumbers {
        d: number("d")?,
        p: number("p")?,
        q: number("q")?,
        dp: number("dp")?,
        dq: number("dq")?,
        qi: number("qi")?,
    };
    RsaPrivate::new(public, numbers)
}

/// Reads an EC public key (RFC 7518 §6.2.1).
fn ec(object: &mut Object) -> Result<EcPublic, Error> {
    let unsupported = Error::UnsupportedCurve { name: "crv", supported: EcCurve::NAMES };
    let curve = EcCurve::named(&name(object, "crv")?).ok_or(unsupported)?;
    EcPublic::new(curve, bytes(object, "x")?, bytes(object, "y")?)
}

/// Reads an OKP public key (RFC 8037 §2).
fn okp(object: &mut Object) -> Result<OkpPublic, Error> {
    let unsupported = Error::UnsupportedCurve { name: "crv", supported: OkpCurve::NAMES };
    let curve = OkpCurve::named(&name(object, "crv")?).ok_or(unsupported)?;
    OkpPublic::new(curve, bytes(object, "x")?)
}

/// Reads an AKP public key (RFC 9964 §3). Its `alg` stays in the object, because it is also the
/// member that limits the key to one algorithm.
fn akp(object: &mut Object) -> Result<AkpPublic, Error> {
    let alg = name(object, "alg")?;
    let unsupported = Error::UnsupportedCurve { name: "alg", supported: AkpAlgorithm::NAMES };
    let algorithm = AkpAlgorithm::named(&alg).ok_or(unsupported)?;
    object.insert("alg", alg);
    AkpPublic::new(algorithm, bytes(object, "pub")?)
}

/// Takes a required member that is a string.
fn name(object: &mut Object, name: &'static str) -> Result<String, Error> {
    object.take_string(name)?.ok_or(Error::Missing(name))
}

/// Takes a required private member and decodes it.
fn secret(object: &mut Object, name: &'static str) -> Result<Secret, Error> {
    bytes(object, name).map(Secret::new)
}

/// Takes a required member and decodes its base64url.
fn bytes(object: &mut Object, member: &'static str) -> Result<Vec<u8>, Error> {
    // The member may be private, so its text is wiped from memory.
    let text = Zeroizing::new(name(object, member)?);
    base64url::decode(&text).map_err(|error| Error::Base64 { name: member, error })
}
