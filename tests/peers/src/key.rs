//! A private key for each algorithm. Most of them are printed in RFCs.

use symbolon_jose::jwk::{KeyKind, PrivateJwk};
use symbolon_jose::{Secret, SignatureAlgorithm};

use crate::backend::Backend;

pub const KID: &str = "2026-11";

/// A private key, or a shared secret, for one algorithm.
pub struct Key {
    pub algorithm: SignatureAlgorithm,
    pub jwk: PrivateJwk,
}

impl Key {
    /// Returns the key of an algorithm, or `None` if the benchmarks have no key for it.
    pub fn new(algorithm: SignatureAlgorithm) -> Option<Self> {
        use SignatureAlgorithm as Alg;
        let jwk = match algorithm {
            Alg::Hs256 | Alg::Hs384 | Alg::Hs512 => {
                let secret = Secret::new((0..64).collect());
                return Some(Self {
                    algorithm,
                    jwk: PrivateJwk::from_secret(secret, Some(KID.to_owned())),
                });
            }
            // RFC 7515 §A.2
            Alg::Rs256 | Alg::Rs384 | Alg::Rs512 | Alg::Ps256 | Alg::Ps384 | Alg::Ps512 => {
                include_str!("../data/rsa.json")
            }
            // RFC 7515 §A.3
            Alg::Es256 => include_str!("../data/p256.json"),
            // RFC 6979 §A.2.6
            Alg::Es384 => include_str!("../data/p384.json"),
            // RFC 8037 §A.1
            Alg::EdDsa | Alg::Ed25519 => include_str!("../data/ed25519.json"),
            Alg::Es512 => return Some(Self::generate(algorithm, KeyKind::P521)),
            Alg::Es256k => return Some(Self::generate(algorithm, KeyKind::Secp256k1)),
            Alg::MlDsa44 => return Some(Self::generate(algorithm, KeyKind::MlDsa44)),
            _ => return None,
        };
        let jwk = PrivateJwk::parse(jwk.as_bytes()).expect("test data").kid_replaced(KID.into());
        Some(Self { algorithm, jwk })
    }

    fn generate(algorithm: SignatureAlgorithm, kind: KeyKind) -> Self {
        let jwk = PrivateJwk::generate(kind, Backend::AwsLc.crypto()).expect("a new key");
        Self { algorithm, jwk: jwk.kid_replaced(KID.into()) }
    }

    /// Returns the key as JSON with its private members, for libraries that read a JWK.
    #[cfg(feature = "peers")]
    pub fn to_json(&self) -> String {
        self.jwk.expose().to_json()
    }

    /// Returns the secret of a MAC key.
    pub fn secret(&self) -> Option<&Secret> {
        match self.jwk.key() {
            symbolon_jose::jwk::PrivateKey::Oct(secret) => Some(secret),
            _ => None,
        }
    }
}
