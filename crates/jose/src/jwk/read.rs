//! Key material out of a key's members.

use zeroize::Zeroizing;

use super::Error;
use super::material::{
    AkpAlgorithm, AkpPrivate, AkpPublic, EcCurve, EcPrivate, EcPublic, OkpCurve, OkpPrivate,
    OkpPublic, PrivateKey, PublicKey, RsaPrivate, RsaPrivateNumbers, RsaPublic,
};
use crate::{Limits, Object, Secret, base64url};

/// The public key of this type.
pub(super) fn public(kty: &str, object: &mut Object, limits: &Limits) -> Result<PublicKey, Error> {
    match kty {
        "RSA" => rsa(object, limits).map(PublicKey::Rsa),
        "EC" => ec(object).map(PublicKey::Ec),
        "OKP" => okp(object).map(PublicKey::Okp),
        "AKP" => akp(object).map(PublicKey::Akp),
        _ => Err(Error::UnsupportedKeyType),
    }
}

/// The private key or shared secret of this type.
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

/// RFC 7518 §6.3.1, with the bounds of §3.3.
fn rsa(object: &mut Object, limits: &Limits) -> Result<RsaPublic, Error> {
    RsaPublic::new_within(bytes(object, "n")?, bytes(object, "e")?, limits)
}

/// RFC 7518 §6.3.2: `d` alone would do, but every backend wants the primes, and whoever makes a key
/// today has them.
fn rsa_private(object: &mut Object, limits: &Limits) -> Result<RsaPrivate, Error> {
    if object.contains("oth") {
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

/// RFC 7518 §6.2.1: the curve and two coordinates of its full length.
fn ec(object: &mut Object) -> Result<EcPublic, Error> {
    let curve = EcCurve::named(&name(object, "crv")?).ok_or(Error::UnsupportedCurve)?;
    EcPublic::new(curve, bytes(object, "x")?, bytes(object, "y")?)
}

/// RFC 8037 §2.
fn okp(object: &mut Object) -> Result<OkpPublic, Error> {
    let curve = OkpCurve::named(&name(object, "crv")?).ok_or(Error::UnsupportedCurve)?;
    OkpPublic::new(curve, bytes(object, "x")?)
}

/// RFC 9964 §3: `alg` is part of the key, and stays in its place among the common members.
fn akp(object: &mut Object) -> Result<AkpPublic, Error> {
    let alg = name(object, "alg")?;
    let algorithm = AkpAlgorithm::named(&alg).ok_or(Error::UnsupportedCurve)?;
    object.insert("alg", alg);
    AkpPublic::new(algorithm, bytes(object, "pub")?)
}

fn name(object: &mut Object, name: &'static str) -> Result<String, Error> {
    object.take_string(name)?.ok_or(Error::Missing(name))
}

fn secret(object: &mut Object, name: &'static str) -> Result<Secret, Error> {
    bytes(object, name).map(Secret::new)
}

/// The bytes of a required base64url member.
fn bytes(object: &mut Object, member: &'static str) -> Result<Vec<u8>, Error> {
    // Wiped when it was a private member's.
    let text = Zeroizing::new(name(object, member)?);
    base64url::decode(&text).map_err(|error| Error::Base64 { name: member, error })
}
