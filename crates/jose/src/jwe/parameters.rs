//! The headers of a JWE that is being built:
//! [RFC 7516 §4](https://www.rfc-editor.org/rfc/rfc7516#section-4).

use super::encrypt_error::EncryptError;
use super::header::Header;
use crate::Object;
use crate::key::EncryptionKey;

/// The header parameters that the caller chose.
#[derive(Clone, Debug, Default)]
pub(super) struct Parameters {
    /// The parameters of the protected header.
    pub(super) protected: Object,
    /// The names for `crit`.
    pub(super) critical: Vec<String>,
    /// The parameters of the shared unprotected header.
    pub(super) unprotected: Object,
    /// The names of parameters to move from the protected to the shared unprotected header.
    pub(super) leaving_unprotected: Vec<String>,
}

/// The parameters that must not be set by name, because they come from the key or have a separate
/// method (RFC 7516 §4.1, RFC 7518 §4).
pub(super) const RESERVED: &[&str] =
    &["alg", "enc", "zip", "kid", "crit", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c"];

/// The two headers that all recipients share.
pub(super) struct Headers {
    pub(super) protected: Object,
    pub(super) unprotected: Object,
}

impl Parameters {
    pub(super) fn is_partly_unprotected(&self) -> bool {
        !self.unprotected.is_empty() || !self.leaving_unprotected.is_empty()
    }

    /// Returns the headers for a single recipient (RFC 7516 §5.1 (12)).
    pub(super) fn headers(
        &self,
        key: &EncryptionKey,
        compressed: bool,
        recipient: Object,
    ) -> Result<Headers, EncryptError> {
        let mut recipient = recipient;
        recipient.extend(of_recipient(key));
        let mut headers = self.shared(key, compressed)?;
        for (name, value) in recipient.iter() {
            headers.protected.insert(name, value.clone());
        }
        self.leave_unprotected(&mut headers);
        headers.check(None)?;
        Ok(headers)
    }

    /// Returns the headers that several recipients share. Each recipient also has its own header.
    pub(super) fn shared(
        &self,
        key: &EncryptionKey,
        compressed: bool,
    ) -> Result<Headers, EncryptError> {
        let chosen =
            |name: &&&str| self.protected.contains(name) || self.unprotected.contains(name);
        if let Some(name) = RESERVED.iter().find(chosen) {
            return Err(EncryptError::Reserved(name));
        }
        let mut protected = self.protected.clone();
        protected.insert("enc", key.content_encryption().as_str());
        if compressed {
            protected.insert("zip", "DEF");
        }
        if !self.critical.is_empty() {
            protected.insert("crit", self.critical.clone());
        }
        Ok(Headers { protected, unprotected: self.unprotected.clone() })
    }

    /// Moves the named parameters to the shared unprotected header. `zip`, `crit` and the
    /// parameters that `crit` names stay protected (RFC 7516 §4.1.3, RFC 7515 §4.1.11).
    pub(super) fn leave_unprotected(&self, headers: &mut Headers) {
        let stays = |name: &&String| {
            matches!(name.as_str(), "zip" | "crit") || self.critical.contains(name)
        };
        for name in self.leaving_unprotected.iter().filter(|name| !stays(name)) {
            if let Some(value) = headers.protected.remove(name) {
                headers.unprotected.insert(name, value);
            }
        }
    }
}

/// Returns the header parameters that come from the key: `alg` and `kid`.
pub(super) fn of_recipient(key: &EncryptionKey) -> Object {
    let mut header = Object::new();
    header.insert("alg", key.algorithm().as_str());
    header.insert_some("kid", key.kid());
    header
}

impl Headers {
    /// Checks that a reader will accept the headers, together with the recipient's own header.
    pub(super) fn check(&self, recipient: Option<&Object>) -> Result<(), EncryptError> {
        let own = recipient.cloned().unwrap_or_default();
        Header::union(&self.protected, &self.unprotected, &own).map_err(EncryptError::Header)?;
        Ok(())
    }
}
