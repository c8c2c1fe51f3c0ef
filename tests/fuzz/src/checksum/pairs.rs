//! Key pairs of curves and of ML-DSA.

use symbolon_jose::Secret;
use symbolon_jose::crypto::{KeyPairs, KeyRejected};
use symbolon_jose::jwk::{
    AkpAlgorithm, AkpPrivate, AkpPublic, EcCurve, EcPrivate, EcPublic, KeyKind, OkpCurve,
    OkpPrivate, OkpPublic, PrivateKey, PublicKey,
};

use super::sum;

/// What a key pair is: a curve, or an algorithm of ML-DSA.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    Ec(EcCurve),
    Okp(OkpCurve),
    Akp(AkpAlgorithm),
}

impl Shape {
    pub(super) const fn kind(self) -> KeyKind {
        match self {
            Self::Ec(curve) => curve.kind(),
            Self::Okp(curve) => curve.kind(),
            Self::Akp(algorithm) => algorithm.kind(),
        }
    }
}

#[derive(Debug)]
pub(super) struct ChecksumPairs(pub(super) Shape);

impl KeyPairs for ChecksumPairs {
    fn kind(&self) -> KeyKind {
        self.0.kind()
    }

    fn from_private(&self, private: &Secret) -> Result<PrivateKey, KeyRejected> {
        pair(self.0, private)
    }
}

/// Returns the key pair with these private bytes.
fn pair(shape: Shape, private: &Secret) -> Result<PrivateKey, KeyRejected> {
    let bytes = private.expose();
    // A scalar of zero is refused.
    if bytes.iter().all(|byte| *byte == 0) {
        return Err(KeyRejected);
    }
    let secret = private.clone();
    let key = match shape {
        Shape::Ec(curve) => EcPublic::new(curve, masked(bytes), y_of(&masked(bytes)))
            .and_then(|public| EcPrivate::new(public, secret))
            .map(PrivateKey::Ec),
        Shape::Okp(curve) => OkpPublic::new(curve, masked(bytes))
            .and_then(|public| OkpPrivate::new(public, secret))
            .map(PrivateKey::Okp),
        Shape::Akp(algorithm) => {
            AkpPublic::new(algorithm, sum::of(&[b"akp", bytes], algorithm.public_len()))
                .and_then(|public| AkpPrivate::new(public, secret))
                .map(PrivateKey::Akp)
        }
    };
    key.map_err(|_| KeyRejected)
}

/// Refuses a point off the curve. Half of all points are on it, so that a fuzzer finds both kinds.
pub(super) fn check_public(key: &PublicKey) -> Result<(), KeyRejected> {
    let on_curve = match key {
        PublicKey::Ec(key) => key.y().last().is_some_and(|byte| byte & 1 == 0),
        _ => true,
    };
    if on_curve { Ok(()) } else { Err(KeyRejected) }
}

/// Refuses a private key whose public half belongs to another key.
pub(super) fn check_private(key: &PrivateKey) -> Result<(), KeyRejected> {
    let whole = match key {
        PrivateKey::Ec(key) => pair(Shape::Ec(key.public().curve()), key.d())?,
        PrivateKey::Okp(key) => pair(Shape::Okp(key.public().curve()), key.d())?,
        PrivateKey::Akp(key) => pair(Shape::Akp(key.public().algorithm()), key.seed())?,
        // The private exponent of a key from `rsa_pair` is its modulus.
        PrivateKey::Rsa(key) if key.d().expose() == key.public().n() => return Ok(()),
        _ => return Err(KeyRejected),
    };
    if whole == *key { Ok(()) } else { Err(KeyRejected) }
}

/// Turns private bytes into public bytes, and public bytes into private ones.
pub(super) fn masked(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|byte| byte ^ 0x5a).collect()
}

fn y_of(x: &[u8]) -> Vec<u8> {
    x.iter().map(|byte| byte & 0xfe).collect()
}

/// Returns the bytes that identify a public key.
pub(super) fn public_bytes(key: &PublicKey) -> Vec<u8> {
    match key {
        PublicKey::Rsa(key) => [key.n(), key.e()].concat(),
        PublicKey::Ec(key) => key.uncompressed(),
        PublicKey::Okp(key) => key.x().to_vec(),
        PublicKey::Akp(key) => key.bytes().to_vec(),
        _ => Vec::new(),
    }
}
