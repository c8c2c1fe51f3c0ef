use serde_json::Value;

use super::header::Header;
use super::sign::SignError;
use crate::{Object, SignatureAlgorithm, base64url};

/// What a header says besides the key: [RFC 7515 §4](https://www.rfc-editor.org/rfc/rfc7515#section-4).
///
/// `alg` and `kid` come from the key, so they cannot disagree with it.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Parameters {
    protected: Object,
    critical: Vec<String>,
    unprotected: Object,
    /// Something is in here that a reader might not take.
    any_name: bool,
}

/// RFC 7515 §4.1.1, §4.1.4, §4.1.11, RFC 7797 §3: what follows from the key and from other methods.
const RESERVED: &[&str] = &["alg", "kid", "crit", "b64"];

impl Parameters {
    /// No parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// `typ`: what kind of token it is, such as `at+jwt`.
    pub fn typ(mut self, typ: &str) -> Self {
        self.protected.insert("typ", typ);
        self
    }

    /// `cty`: what kind of content the payload is.
    pub fn cty(mut self, cty: &str) -> Self {
        self.protected.insert("cty", cty);
        self
    }

    /// Any other parameter.
    ///
    /// [`SignError::Reserved`] for `alg`, `kid`, `crit` and `b64`.
    pub fn param(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.protected.insert(name, value);
        self.any_name = true;
        self
    }

    /// A parameter that `crit` names: who does not understand it refuses the token
    /// ([RFC 7515 §4.1.11](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11)).
    pub fn critical(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.critical.push(name.to_owned());
        self.param(name, value)
    }

    /// A parameter that no signature protects; only the JSON forms have such. `kid` may be one, when
    /// the key has no name.
    pub fn unprotected(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.unprotected.insert(name, value);
        self.any_name = true;
        self
    }

    /// The protected header in base64url, and the unprotected one.
    pub(super) fn finish(
        self,
        algorithm: SignatureAlgorithm,
        kid: Option<&str>,
        unencoded: bool,
    ) -> Result<(String, Object), SignError> {
        let Self { protected: mut header, mut critical, unprotected, any_name } = self;
        let reserved = |name: &&str| header.contains(name);
        if RESERVED.iter().any(reserved) || unprotected.contains("alg") {
            return Err(SignError::Reserved);
        }
        header.insert("alg", algorithm.as_str());
        header.insert_some("kid", kid);
        if unencoded {
            // RFC 7797 §6: named in `crit`, always.
            header.insert("b64", false);
            critical.push("b64".to_owned());
        }
        if !critical.is_empty() {
            header.insert("crit", critical);
        }
        // What a reader refuses is not written.
        if any_name {
            Header::union(header.clone().into(), &unprotected).map_err(SignError::Header)?;
        }
        Ok((base64url::encode(header.to_json().as_bytes()), unprotected))
    }
}
