//! Construction of key pairs from their private bytes.

use std::marker::PhantomData;

use ecdsa::elliptic_curve::sec1::ToSec1Point as _;
use k256::Secp256k1;
use p256::NistP256;
use p384::NistP384;
use p521::NistP521;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use symbolon_jose::Secret;
use symbolon_jose::crypto::{KeyPairs, KeyRejected};
use symbolon_jose::jwk::{
    EcPrivate, EcPublic, KeyKind, OkpCurve, OkpPrivate, OkpPublic, PrivateKey,
};

use crate::curve::{self, NamedCurve};

/// Creates P-256 key pairs from private keys (the JWK member `d`). A private key must have 32
/// bytes. RustCrypto computes the public key of each pair.
pub const P256_KEY_PAIRS: &dyn KeyPairs = &EcKeyPairs::<NistP256>(PhantomData);
/// Creates P-384 key pairs from private keys (the JWK member `d`). A private key must have 48
/// bytes. RustCrypto computes the public key of each pair.
pub const P384_KEY_PAIRS: &dyn KeyPairs = &EcKeyPairs::<NistP384>(PhantomData);
/// Creates P-521 key pairs from private keys (the JWK member `d`). A private key must have 66
/// bytes. RustCrypto computes the public key of each pair.
pub const P521_KEY_PAIRS: &dyn KeyPairs = &EcKeyPairs::<NistP521>(PhantomData);
/// Creates secp256k1 key pairs from private keys (the JWK member `d`). A private key must have 32
/// bytes. RustCrypto computes the public key of each pair.
pub const SECP256K1_KEY_PAIRS: &dyn KeyPairs = &EcKeyPairs::<Secp256k1>(PhantomData);
/// Creates Ed25519 key pairs from private keys (the JWK member `d`). A private key must have 32
/// bytes. ring computes the public key of each pair.
pub const ED25519_KEY_PAIRS: &dyn KeyPairs = &Ed25519KeyPairs;

#[derive(Debug)]
struct EcKeyPairs<C>(PhantomData<C>);

impl<C: NamedCurve> KeyPairs for EcKeyPairs<C> {
    fn kind(&self) -> KeyKind {
        C::CURVE.kind()
    }

    fn from_private(&self, private: &Secret) -> Result<PrivateKey, KeyRejected> {
        let point = curve::scalar::<C>(private)?.public_key().to_sec1_point(false);
        let public =
            EcPublic::from_uncompressed(C::CURVE, point.as_bytes()).map_err(|_| KeyRejected)?;
        EcPrivate::new(public, private.clone()).map(PrivateKey::Ec).map_err(|_| KeyRejected)
    }
}

#[derive(Debug)]
struct Ed25519KeyPairs;

impl KeyPairs for Ed25519KeyPairs {
    fn kind(&self) -> KeyKind {
        KeyKind::Ed25519
    }

    fn from_private(&self, private: &Secret) -> Result<PrivateKey, KeyRejected> {
        // RFC 8032 §5.1.5: any 32 bytes are a private key.
        let pair =
            Ed25519KeyPair::from_seed_unchecked(private.expose()).map_err(|_| KeyRejected)?;
        let public = pair.public_key().as_ref().to_vec();
        let public = OkpPublic::new(OkpCurve::Ed25519, public).map_err(|_| KeyRejected)?;
        OkpPrivate::new(public, private.clone()).map(PrivateKey::Okp).map_err(|_| KeyRejected)
    }
}
