//! ECDH with RustCrypto: [RFC 7518 §4.6](https://www.rfc-editor.org/rfc/rfc7518#section-4.6).

use std::marker::PhantomData;
use std::sync::Arc;

use ecdsa::elliptic_curve::SecretKey;
use p256::NistP256;
use p384::NistP384;
use p521::NistP521;
use symbolon_jose::Secret;
use symbolon_jose::crypto::{Agreement, AgreementFailed, KeyAgreement, KeyRejected};
use symbolon_jose::jwk::{KeyKind, PrivateKey, PublicKey};

use crate::curve::{self, NamedCurve};

/// ECDH on P-256.
pub const ECDH_P256: &dyn KeyAgreement = &Ecdh::<NistP256>(PhantomData);
/// ECDH on P-384.
pub const ECDH_P384: &dyn KeyAgreement = &Ecdh::<NistP384>(PhantomData);
/// ECDH on P-521.
pub const ECDH_P521: &dyn KeyAgreement = &Ecdh::<NistP521>(PhantomData);

#[derive(Debug)]
struct Ecdh<C>(PhantomData<C>);

impl<C: NamedCurve> KeyAgreement for Ecdh<C> {
    fn kind(&self) -> KeyKind {
        C::CURVE.kind()
    }

    fn check(&self, key: &PublicKey) -> Result<(), KeyRejected> {
        let PublicKey::Ec(key) = key else { return Err(KeyRejected) };
        curve::public_key::<C>(key).map(|_| ())
    }

    fn agreement(&self, key: &PrivateKey) -> Result<Arc<dyn Agreement>, KeyRejected> {
        let PrivateKey::Ec(key) = key else { return Err(KeyRejected) };
        Ok(Arc::new(EcdhKey(curve::private_key::<C>(key)?)))
    }
}

struct EcdhKey<C: NamedCurve>(SecretKey<C>);

impl<C: NamedCurve> Agreement for EcdhKey<C> {
    fn agree(&self, peer: &PublicKey) -> Result<Secret, AgreementFailed> {
        let PublicKey::Ec(peer) = peer else { return Err(AgreementFailed) };
        // RFC 7518 §4.6, NIST SP 800-56A §5.6.2.3: agreeing with a point that is not on the curve
        // would reveal a few bits of the private key each time. The three curves have prime order,
        // so the agreed point is never the point at infinity.
        let point = curve::public_key::<C>(peer).map_err(|_| AgreementFailed)?;
        let shared = self.0.diffie_hellman(&point);
        // RFC 7518 §4.6.2: Z is the x coordinate with its leading zeros.
        Ok(Secret::new(shared.raw_secret_bytes().to_vec()))
    }
}
