//! ECDSA with RustCrypto, on the two curves that ring does not have:
//! [RFC 7518 §3.4](https://www.rfc-editor.org/rfc/rfc7518#section-3.4),
//! [RFC 8812 §3.2](https://www.rfc-editor.org/rfc/rfc8812#section-3.2).

use std::marker::PhantomData;
use std::sync::Arc;

use ecdsa::signature::{Signer as _, Verifier as _};
use ecdsa::{DigestAlgorithm, EcdsaCurve, Signature, SigningKey, VerifyingKey};
use k256::Secp256k1;
use p521::NistP521;
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::crypto::{
    BadSignature, KeyRejected, SignatureScheme, Signer, SigningFailed, SigningMaterial,
    VerificationMaterial, Verifier,
};
use symbolon_jose::jwk::{PrivateKey, PublicKey};

use crate::curve::{self, NamedCurve};

/// ECDSA on P-521 with SHA-512, computed by RustCrypto.
///
/// Signing the same data twice with the same key gives the same signature
/// ([RFC 6979](https://www.rfc-editor.org/rfc/rfc6979)).
pub const ES512: &dyn SignatureScheme =
    &Ecdsa::<NistP521> { algorithm: SignatureAlgorithm::Es512, curve: PhantomData };
/// ECDSA on secp256k1 with SHA-256, computed by RustCrypto.
///
/// Signing the same data twice with the same key gives the same signature
/// ([RFC 6979](https://www.rfc-editor.org/rfc/rfc6979)). The second half of a signature (S) has two
/// possible values: signing uses the lower value, and verification accepts both values.
pub const ES256K: &dyn SignatureScheme =
    &Ecdsa::<Secp256k1> { algorithm: SignatureAlgorithm::Es256k, curve: PhantomData };

/// A curve whose ECDSA algorithm has a fixed hash.
trait Curve: NamedCurve + EcdsaCurve + DigestAlgorithm {}

impl Curve for NistP521 {}
impl Curve for Secp256k1 {}

#[derive(Debug)]
struct Ecdsa<C> {
    algorithm: SignatureAlgorithm,
    curve: PhantomData<C>,
}

impl<C: Curve> SignatureScheme for Ecdsa<C> {
    fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    fn verifier(&self, key: VerificationMaterial<'_>) -> Result<Arc<dyn Verifier>, KeyRejected> {
        let VerificationMaterial::Public(PublicKey::Ec(key)) = key else { return Err(KeyRejected) };
        let key = curve::public_key::<C>(key)?;
        Ok(Arc::new(EcdsaVerifier(VerifyingKey::from(key))))
    }

    fn signer(&self, key: SigningMaterial<'_>) -> Result<Arc<dyn Signer>, KeyRejected> {
        let SigningMaterial::Private(PrivateKey::Ec(key)) = key else { return Err(KeyRejected) };
        let key = curve::private_key::<C>(key)?;
        Ok(Arc::new(EcdsaSigner(SigningKey::from(key))))
    }
}

struct EcdsaVerifier<C: Curve>(VerifyingKey<C>);

impl<C: Curve> Verifier for EcdsaVerifier<C> {
    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        // RFC 7518 §3.4: the signature is R and S, each of the curve's full length. SEC 1 §4.1.4:
        // both are in the interval [1, n - 1].
        let signature = Signature::<C>::from_slice(signature).map_err(|_| BadSignature)?;
        // (R, S) and (R, n - S) are both valid signatures, and RFC 8812 §3.2 prefers neither. On
        // secp256k1 the library accepts only the lower S.
        let signature = signature.normalize_s();
        self.0.verify(message, &signature).map_err(|_| BadSignature)
    }
}

struct EcdsaSigner<C: Curve>(SigningKey<C>);

impl<C: Curve> Signer for EcdsaSigner<C> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        let signature: Signature<C> = self.0.try_sign(message).map_err(|_| SigningFailed)?;
        Ok(signature.to_bytes().to_vec())
    }
}
