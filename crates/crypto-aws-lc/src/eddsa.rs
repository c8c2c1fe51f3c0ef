//! EdDSA on Ed25519: [RFC 8037 §3.1](https://www.rfc-editor.org/rfc/rfc8037#section-3.1).

use std::sync::Arc;

use aws_lc_rs::signature::{ED25519 as VERIFICATION, Ed25519KeyPair};
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::crypto::{
    KeyRejected, SignatureScheme, Signer, SigningFailed, SigningMaterial, VerificationMaterial,
    Verifier,
};
use symbolon_jose::jwk::{OkpCurve, OkpPublic, PrivateKey, PublicKey};

use crate::parsed;

/// EdDSA, by the name that leaves the curve to the key.
pub const EDDSA: &dyn SignatureScheme = &EdDsa { algorithm: SignatureAlgorithm::EdDsa };
/// EdDSA on Ed25519, by the name that says so
/// ([RFC 9864 §2.2](https://www.rfc-editor.org/rfc/rfc9864#section-2.2)).
pub const ED25519: &dyn SignatureScheme = &EdDsa { algorithm: SignatureAlgorithm::Ed25519 };

#[derive(Debug)]
struct EdDsa {
    algorithm: SignatureAlgorithm,
}

impl SignatureScheme for EdDsa {
    fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    fn verifier(&self, key: VerificationMaterial<'_>) -> Result<Arc<dyn Verifier>, KeyRejected> {
        let VerificationMaterial::Public(PublicKey::Okp(key)) = key else {
            return Err(KeyRejected);
        };
        parsed::verifier(&VERIFICATION, &ed25519(key)?)
    }

    fn signer(&self, key: SigningMaterial<'_>) -> Result<Arc<dyn Signer>, KeyRejected> {
        let SigningMaterial::Private(PrivateKey::Okp(key)) = key else { return Err(KeyRejected) };
        // Signing under a public key that is not the seed's own gives the seed away: AWS-LC
        // computes it and compares.
        Ed25519KeyPair::from_seed_and_public_key(key.d().expose(), &ed25519(key.public())?)
            .map(|pair| Arc::new(EdDsaSigner(pair)) as _)
            .map_err(|_| KeyRejected)
    }
}

struct EdDsaSigner(Ed25519KeyPair);

impl Signer for EdDsaSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        let signature = self.0.try_sign(message).map_err(|_| SigningFailed)?;
        Ok(signature.as_ref().to_vec())
    }
}

/// The encoded point, if it can be one that somebody holds the private key of.
///
/// aws-lc-rs has no call to decode a point alone: a `y` that belongs to no point passes here and
/// fails every signature.
fn ed25519(key: &OkpPublic) -> Result<[u8; 32], KeyRejected> {
    if key.curve() != OkpCurve::Ed25519 {
        return Err(KeyRejected);
    }
    let encoded: [u8; 32] = key.x().try_into().map_err(|_| KeyRejected)?;
    let y = without_sign(encoded);
    // RFC 8032 §5.1.3 (1): y is below p = 2^255 - 19.
    if is_p_or_more(&y) {
        return Err(KeyRejected);
    }
    // RFC 8032 §8.8, RFC 7748 §7: under a point of small order some signatures hold for every
    // message. The eight of them have five values of y; the sign of x changes none of it.
    if SMALL_ORDER.contains(&y) {
        return Err(KeyRejected);
    }
    Ok(encoded)
}

/// RFC 8032 §5.1.2: the top bit of the last byte is the sign of x, the rest is y.
fn without_sign(mut encoded: [u8; 32]) -> [u8; 32] {
    let [.., last] = &mut encoded;
    *last &= 0x7f;
    encoded
}

/// Little-endian p is `ed`, thirty times `ff`, `7f`.
fn is_p_or_more([first, middle @ .., last]: &[u8; 32]) -> bool {
    *last == 0x7f && middle.iter().all(|byte| *byte == 0xff) && *first >= 0xed
}

/// y of the points of order 1, 2, 4, 8 and 8, little-endian.
const SMALL_ORDER: [[u8; 32]; 5] = [
    [
        1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0,
    ],
    [
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0x7f,
    ],
    [0; 32],
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
];
