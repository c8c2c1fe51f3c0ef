//! Construction of key pairs from their private bytes.

use aws_lc_rs::agreement::{self, X25519};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P256K1_SHA256_FIXED_SIGNING,
    ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _, ML_DSA_44_SIGNING, ML_DSA_65_SIGNING,
    ML_DSA_87_SIGNING, PqdsaKeyPair, PqdsaSigningAlgorithm,
};
use symbolon_jose::Secret;
use symbolon_jose::crypto::{KeyPairs, KeyRejected};
use symbolon_jose::jwk::{
    AkpAlgorithm, AkpPrivate, AkpPublic, EcCurve, EcPrivate, EcPublic, KeyKind, OkpCurve,
    OkpPrivate, OkpPublic, PrivateKey,
};
use zeroize::Zeroizing;

/// Creates P-256 key pairs from private keys (the JWK member `d`). A private key must have 32
/// bytes. AWS-LC computes the public key of each pair.
pub const P256_KEY_PAIRS: &dyn KeyPairs =
    &Ec { curve: EcCurve::P256, algorithm: &ECDSA_P256_SHA256_FIXED_SIGNING };
/// Creates P-384 key pairs from private keys (the JWK member `d`). A private key must have 48
/// bytes. AWS-LC computes the public key of each pair.
pub const P384_KEY_PAIRS: &dyn KeyPairs =
    &Ec { curve: EcCurve::P384, algorithm: &ECDSA_P384_SHA384_FIXED_SIGNING };
/// Creates P-521 key pairs from private keys (the JWK member `d`). A private key must have 66
/// bytes. AWS-LC computes the public key of each pair.
pub const P521_KEY_PAIRS: &dyn KeyPairs =
    &Ec { curve: EcCurve::P521, algorithm: &ECDSA_P521_SHA512_FIXED_SIGNING };
/// Creates secp256k1 key pairs from private keys (the JWK member `d`). A private key must have 32
/// bytes. AWS-LC computes the public key of each pair.
pub const SECP256K1_KEY_PAIRS: &dyn KeyPairs =
    &Ec { curve: EcCurve::Secp256k1, algorithm: &ECDSA_P256K1_SHA256_FIXED_SIGNING };
/// Creates Ed25519 key pairs from private keys (the JWK member `d`). A private key must have 32
/// bytes. AWS-LC computes the public key of each pair.
pub const ED25519_KEY_PAIRS: &dyn KeyPairs = &Okp { curve: OkpCurve::Ed25519, public: ed25519 };
/// Creates X25519 key pairs from private keys (the JWK member `d`). A private key must have 32
/// bytes. AWS-LC computes the public key of each pair.
pub const X25519_KEY_PAIRS: &dyn KeyPairs = &Okp { curve: OkpCurve::X25519, public: x25519 };
/// Creates ML-DSA-44 key pairs from seeds (the JWK member `priv`). A seed must have 32 bytes.
/// AWS-LC computes the public key of each pair.
pub const ML_DSA_44_KEY_PAIRS: &dyn KeyPairs =
    &MlDsa { parameters: AkpAlgorithm::MlDsa44, algorithm: &ML_DSA_44_SIGNING };
/// Creates ML-DSA-65 key pairs from seeds (the JWK member `priv`). A seed must have 32 bytes.
/// AWS-LC computes the public key of each pair.
pub const ML_DSA_65_KEY_PAIRS: &dyn KeyPairs =
    &MlDsa { parameters: AkpAlgorithm::MlDsa65, algorithm: &ML_DSA_65_SIGNING };
/// Creates ML-DSA-87 key pairs from seeds (the JWK member `priv`). A seed must have 32 bytes.
/// AWS-LC computes the public key of each pair.
pub const ML_DSA_87_KEY_PAIRS: &dyn KeyPairs =
    &MlDsa { parameters: AkpAlgorithm::MlDsa87, algorithm: &ML_DSA_87_SIGNING };

#[derive(Debug)]
struct Ec {
    curve: EcCurve,
    algorithm: &'static EcdsaSigningAlgorithm,
}

impl KeyPairs for Ec {
    fn kind(&self) -> KeyKind {
        self.curve.kind()
    }

    fn from_private(&self, private: &Secret) -> Result<PrivateKey, KeyRejected> {
        let der = rfc5915(self.curve, private.expose())?;
        let pair =
            EcdsaKeyPair::from_private_key_der(self.algorithm, &der).map_err(|_| KeyRejected)?;
        EcPublic::from_uncompressed(self.curve, pair.public_key().as_ref())
            .and_then(|public| EcPrivate::new(public, private.clone()))
            .map(PrivateKey::Ec)
            .map_err(|_| KeyRejected)
    }
}

/// Writes a scalar as an ECPrivateKey without its optional fields
/// ([RFC 5915 §3](https://www.rfc-editor.org/rfc/rfc5915#section-3)).
///
/// aws-lc-rs computes the public key only when it reads a private key in this form.
fn rfc5915(curve: EcCurve, scalar: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyRejected> {
    // RFC 5915 §3: the scalar has the curve's length. That is at most 66 bytes, so all lengths
    // below fit into one byte.
    if scalar.len() != curve.coordinate_len() {
        return Err(KeyRejected);
    }
    let len = u8::try_from(scalar.len()).map_err(|_| KeyRejected)?;
    let header = [0x30, len.saturating_add(5), 0x02, 1, 1, 0x04, len];
    Ok(Zeroizing::new([header.as_slice(), scalar].concat()))
}

#[derive(Debug)]
struct Okp {
    curve: OkpCurve,
    public: fn(&[u8]) -> Result<Vec<u8>, KeyRejected>,
}

impl KeyPairs for Okp {
    fn kind(&self) -> KeyKind {
        self.curve.kind()
    }

    fn from_private(&self, private: &Secret) -> Result<PrivateKey, KeyRejected> {
        OkpPublic::new(self.curve, (self.public)(private.expose())?)
            .and_then(|public| OkpPrivate::new(public, private.clone()))
            .map(PrivateKey::Okp)
            .map_err(|_| KeyRejected)
    }
}

fn ed25519(seed: &[u8]) -> Result<Vec<u8>, KeyRejected> {
    let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| KeyRejected)?;
    Ok(pair.public_key().as_ref().to_vec())
}

fn x25519(private: &[u8]) -> Result<Vec<u8>, KeyRejected> {
    agreement::PrivateKey::from_private_key(&X25519, private)
        .ok()
        .and_then(|key| key.compute_public_key().ok())
        .map(|public| public.as_ref().to_vec())
        .ok_or(KeyRejected)
}

#[derive(Debug)]
struct MlDsa {
    parameters: AkpAlgorithm,
    algorithm: &'static PqdsaSigningAlgorithm,
}

impl KeyPairs for MlDsa {
    fn kind(&self) -> KeyKind {
        self.parameters.kind()
    }

    fn from_private(&self, private: &Secret) -> Result<PrivateKey, KeyRejected> {
        let pair =
            PqdsaKeyPair::from_seed(self.algorithm, private.expose()).map_err(|_| KeyRejected)?;
        AkpPublic::new(self.parameters, pair.public_key().as_ref().to_vec())
            .and_then(|public| AkpPrivate::new(public, private.clone()))
            .map(PrivateKey::Akp)
            .map_err(|_| KeyRejected)
    }
}
