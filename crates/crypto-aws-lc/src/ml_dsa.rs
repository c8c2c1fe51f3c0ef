//! ML-DSA with an empty context: [RFC 9964 §5](https://www.rfc-editor.org/rfc/rfc9964#section-5).

use std::sync::Arc;

use aws_lc_rs::signature::{self, KeyPair as _, PqdsaKeyPair};
use aws_lc_rs::signature::{PqdsaSigningAlgorithm, PqdsaVerificationAlgorithm};
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::crypto::{
    KeyRejected, SignatureScheme, Signer, SigningFailed, SigningMaterial, VerificationMaterial,
    Verifier,
};
use symbolon_jose::jwk::{PrivateKey, PublicKey};

use crate::parsed;

/// The post-quantum signature algorithm ML-DSA-44
/// ([FIPS 204](https://doi.org/10.6028/NIST.FIPS.204)).
pub const ML_DSA_44: &dyn SignatureScheme = &MlDsa {
    algorithm: SignatureAlgorithm::MlDsa44,
    verification: &signature::ML_DSA_44,
    signing: &signature::ML_DSA_44_SIGNING,
};
/// The post-quantum signature algorithm ML-DSA-65
/// ([FIPS 204](https://doi.org/10.6028/NIST.FIPS.204)).
pub const ML_DSA_65: &dyn SignatureScheme = &MlDsa {
    algorithm: SignatureAlgorithm::MlDsa65,
    verification: &signature::ML_DSA_65,
    signing: &signature::ML_DSA_65_SIGNING,
};
/// The post-quantum signature algorithm ML-DSA-87
/// ([FIPS 204](https://doi.org/10.6028/NIST.FIPS.204)).
pub const ML_DSA_87: &dyn SignatureScheme = &MlDsa {
    algorithm: SignatureAlgorithm::MlDsa87,
    verification: &signature::ML_DSA_87,
    signing: &signature::ML_DSA_87_SIGNING,
};

#[derive(Debug)]
struct MlDsa {
    algorithm: SignatureAlgorithm,
    verification: &'static PqdsaVerificationAlgorithm,
    signing: &'static PqdsaSigningAlgorithm,
}

impl SignatureScheme for MlDsa {
    fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    fn verifier(&self, key: VerificationMaterial<'_>) -> Result<Arc<dyn Verifier>, KeyRejected> {
        let VerificationMaterial::Public(PublicKey::Akp(key)) = key else {
            return Err(KeyRejected);
        };
        // FIPS 204, table 2: each parameter set has a fixed key length, which AWS-LC checks.
        parsed::verifier(self.verification, key.bytes())
    }

    fn signer(&self, key: SigningMaterial<'_>) -> Result<Arc<dyn Signer>, KeyRejected> {
        let SigningMaterial::Private(PrivateKey::Akp(key)) = key else { return Err(KeyRejected) };
        let pair =
            PqdsaKeyPair::from_seed(self.signing, key.seed().expose()).map_err(|_| KeyRejected)?;
        // RFC 9964 §7.4: signing with halves that do not match can reveal the private half.
        if pair.public_key().as_ref() != key.public().bytes() {
            return Err(KeyRejected);
        }
        Ok(Arc::new(MlDsaSigner { len: self.signing.signature_len(), pair }))
    }
}

struct MlDsaSigner {
    len: usize,
    pair: PqdsaKeyPair,
}

impl Signer for MlDsaSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        let mut signature = vec![0; self.len];
        self.pair.sign(message, &mut signature).map_err(|_| SigningFailed)?;
        Ok(signature)
    }
}
