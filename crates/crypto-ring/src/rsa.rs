//! RSASSA-PKCS1-v1_5 and RSASSA-PSS: [RFC 7518
//! §3.3](https://www.rfc-editor.org/rfc/rfc7518#section-3.3),
//! [§3.5](https://www.rfc-editor.org/rfc/rfc7518#section-3.5).
//!
//! ring verifies with moduli of 2 048 to 8 192 bits. It signs with moduli of up to 4 096 bits, two
//! primes whose length is a multiple of 512 bits, and exponents of at least 65 537. It rejects all
//! other private keys.

use std::sync::Arc;

use ring::rand::SystemRandom;
use ring::rsa::{KeyPair, KeyPairComponents, PublicKeyComponents};
use ring::signature::{self, RsaEncoding, RsaParameters};
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::crypto::{
    BadSignature, KeyRejected, SignatureScheme, Signer, SigningFailed, SigningMaterial,
    VerificationMaterial, Verifier,
};
use symbolon_jose::jwk::{PrivateKey, PublicKey, RsaPrivate};

use crate::rsa_exponent;

/// RSASSA-PKCS1-v1_5 with SHA-256.
pub const RS256: &dyn SignatureScheme = &Rsa {
    algorithm: SignatureAlgorithm::Rs256,
    verification: &signature::RSA_PKCS1_2048_8192_SHA256,
    encoding: &signature::RSA_PKCS1_SHA256,
};
/// RSASSA-PKCS1-v1_5 with SHA-384.
pub const RS384: &dyn SignatureScheme = &Rsa {
    algorithm: SignatureAlgorithm::Rs384,
    verification: &signature::RSA_PKCS1_2048_8192_SHA384,
    encoding: &signature::RSA_PKCS1_SHA384,
};
/// RSASSA-PKCS1-v1_5 with SHA-512.
pub const RS512: &dyn SignatureScheme = &Rsa {
    algorithm: SignatureAlgorithm::Rs512,
    verification: &signature::RSA_PKCS1_2048_8192_SHA512,
    encoding: &signature::RSA_PKCS1_SHA512,
};
/// RSASSA-PSS with SHA-256 and MGF1 with SHA-256.
pub const PS256: &dyn SignatureScheme = &Rsa {
    algorithm: SignatureAlgorithm::Ps256,
    verification: &signature::RSA_PSS_2048_8192_SHA256,
    encoding: &signature::RSA_PSS_SHA256,
};
/// RSASSA-PSS with SHA-384 and MGF1 with SHA-384.
pub const PS384: &dyn SignatureScheme = &Rsa {
    algorithm: SignatureAlgorithm::Ps384,
    verification: &signature::RSA_PSS_2048_8192_SHA384,
    encoding: &signature::RSA_PSS_SHA384,
};
/// RSASSA-PSS with SHA-512 and MGF1 with SHA-512.
pub const PS512: &dyn SignatureScheme = &Rsa {
    algorithm: SignatureAlgorithm::Ps512,
    verification: &signature::RSA_PSS_2048_8192_SHA512,
    encoding: &signature::RSA_PSS_SHA512,
};

#[derive(Debug)]
struct Rsa {
    algorithm: SignatureAlgorithm,
    verification: &'static RsaParameters,
    encoding: &'static dyn RsaEncoding,
}

impl SignatureScheme for Rsa {
    fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    fn verifier(&self, key: VerificationMaterial<'_>) -> Result<Arc<dyn Verifier>, KeyRejected> {
        let VerificationMaterial::Public(PublicKey::Rsa(key)) = key else {
            return Err(KeyRejected);
        };
        let key = PublicKeyComponents { n: key.n().to_vec(), e: key.e().to_vec() };
        Ok(Arc::new(RsaVerifier { parameters: self.verification, key }))
    }

    fn signer(&self, key: SigningMaterial<'_>) -> Result<Arc<dyn Signer>, KeyRejected> {
        let SigningMaterial::Private(PrivateKey::Rsa(key)) = key else { return Err(KeyRejected) };
        let signer = RsaSigner { encoding: self.encoding, pair: pair(key)? };
        // RFC 8017 §3.2: e·dP ≡ 1 (mod p - 1) and e·dQ ≡ 1 (mod q - 1). ring checks this only when
        // it signs, by verifying each signature with the public key, so a test signature is made.
        signer.sign(b"").map_err(|_| KeyRejected)?;
        Ok(Arc::new(signer))
    }
}

/// Converts a private key. ring checks that n = p·q and qInv·q ≡ 1 (mod p), but never uses d.
fn pair(key: &RsaPrivate) -> Result<KeyPair, KeyRejected> {
    // RFC 8017 §3.2: d reduces to dP and dQ. A library to which the key is exported may use d.
    let d = key.d().expose();
    let halves = [(key.p(), key.dp()), (key.q(), key.dq())];
    if !halves.iter().all(|(p, dp)| rsa_exponent::reduces(d, p.expose(), dp.expose())) {
        return Err(KeyRejected);
    }
    KeyPair::from_components(&KeyPairComponents {
        public_key: PublicKeyComponents { n: key.public().n(), e: key.public().e() },
        d,
        p: key.p().expose(),
        q: key.q().expose(),
        dP: key.dp().expose(),
        dQ: key.dq().expose(),
        qInv: key.qi().expose(),
    })
    .map_err(|_| KeyRejected)
}

/// A prepared public key. ring has no parsed form, so it reads the numbers for every signature.
struct RsaVerifier {
    parameters: &'static RsaParameters,
    key: PublicKeyComponents<Vec<u8>>,
}

impl Verifier for RsaVerifier {
    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        self.key.verify(self.parameters, message, signature).map_err(|_| BadSignature)
    }
}

struct RsaSigner {
    encoding: &'static dyn RsaEncoding,
    pair: KeyPair,
}

impl Signer for RsaSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        let mut signature = vec![0; self.pair.public().modulus_len()];
        self.pair
            .sign(self.encoding, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| SigningFailed)?;
        Ok(signature)
    }
}
