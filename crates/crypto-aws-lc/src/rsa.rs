//! RSASSA-PKCS1-v1_5 and RSASSA-PSS: [RFC 7518
//! §3.3](https://www.rfc-editor.org/rfc/rfc7518#section-3.3),
//! [§3.5](https://www.rfc-editor.org/rfc/rfc7518#section-3.5).
//!
//! AWS-LC accepts moduli of 2 048 to 8 192 bits.

use std::sync::Arc;

use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{self, RsaEncoding, RsaParameters};
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::crypto::{
    KeyRejected, SignatureScheme, Signer, SigningFailed, SigningMaterial, VerificationMaterial,
    Verifier,
};
use symbolon_jose::jwk::{PrivateKey, PublicKey};

use crate::{parsed, rsa_pair};

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
        let key = rsa_pair::public(key)?.to_parsed_public_key(self.verification);
        key.map(parsed::prepared).map_err(|_| KeyRejected)
    }

    fn signer(&self, key: SigningMaterial<'_>) -> Result<Arc<dyn Signer>, KeyRejected> {
        let SigningMaterial::Private(PrivateKey::Rsa(key)) = key else { return Err(KeyRejected) };
        Ok(Arc::new(RsaSigner { encoding: self.encoding, pair: rsa_pair::pair(key)? }))
    }
}

struct RsaSigner {
    encoding: &'static dyn RsaEncoding,
    pair: KeyPair,
}

impl Signer for RsaSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        rsa_pair::sign(&self.pair, self.encoding, message).map_err(|_| SigningFailed)
    }
}
