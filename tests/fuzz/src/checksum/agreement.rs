//! Key agreement.

use std::sync::Arc;

use symbolon_jose::Secret;
use symbolon_jose::crypto::{Agreement, AgreementFailed, KeyAgreement, KeyRejected};
use symbolon_jose::jwk::{KeyKind, PrivateKey, PublicKey};

use super::pairs::{self, Shape};

/// An agreement on the sum of both private keys. A public key shows its private key.
#[derive(Debug)]
pub(super) struct ChecksumAgreement(pub(super) Shape);

impl KeyAgreement for ChecksumAgreement {
    fn kind(&self) -> KeyKind {
        self.0.kind()
    }

    fn check(&self, key: &PublicKey) -> Result<(), KeyRejected> {
        if key.kind() != self.kind() {
            return Err(KeyRejected);
        }
        pairs::check_public(key)
    }

    fn agreement(&self, key: &PrivateKey) -> Result<Arc<dyn Agreement>, KeyRejected> {
        if key.kind() != self.kind() {
            return Err(KeyRejected);
        }
        pairs::check_private(key)?;
        let private = match key {
            PrivateKey::Ec(key) => key.d(),
            PrivateKey::Okp(key) => key.d(),
            _ => return Err(KeyRejected),
        };
        Ok(Arc::new(Prepared { kind: self.kind(), private: private.clone() }))
    }
}

struct Prepared {
    kind: KeyKind,
    private: Secret,
}

impl Agreement for Prepared {
    fn agree(&self, peer: &PublicKey) -> Result<Secret, AgreementFailed> {
        if peer.kind() != self.kind || pairs::check_public(peer).is_err() {
            return Err(AgreementFailed);
        }
        let theirs = match peer {
            PublicKey::Ec(key) => pairs::masked(key.x()),
            PublicKey::Okp(key) => pairs::masked(key.x()),
            _ => return Err(AgreementFailed),
        };
        let both = self.private.expose().iter().zip(theirs);
        let shared: Vec<u8> = both.map(|(ours, theirs)| ours.wrapping_add(theirs)).collect();
        // RFC 7748 §6.1: a shared secret of zeros is refused.
        if shared.iter().all(|byte| *byte == 0) {
            return Err(AgreementFailed);
        }
        Ok(Secret::new(shared))
    }
}
