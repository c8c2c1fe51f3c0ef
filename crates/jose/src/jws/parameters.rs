use serde::Serialize;
use serde_json::Value;

use super::header::Header;
use super::sign::SignError;
use crate::{Object, SignatureAlgorithm};

/// What a header says besides the key: [RFC 7515 §4](https://www.rfc-editor.org/rfc/rfc7515#section-4).
///
/// `alg` and `kid` come from the key, so they cannot disagree with it.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Parameters {
    typ: Option<String>,
    cty: Option<String>,
    others: Object,
    critical: Vec<String>,
    unprotected: Object,
}

/// What follows from the key and from other methods.
const RESERVED: &[&str] = &["alg", "kid", "crit", "b64", "typ", "cty"];

/// A header of the usual parameters alone, printed in the order of their names.
#[derive(Serialize)]
struct Usual<'a> {
    alg: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cty: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    typ: Option<&'a str>,
}

impl Parameters {
    /// No parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// `typ`: what kind of token it is, such as `at+jwt`.
    pub fn typ(mut self, typ: &str) -> Self {
        self.typ = Some(typ.to_owned());
        self
    }

    /// `cty`: what kind of content the payload is.
    pub fn cty(mut self, cty: &str) -> Self {
        self.cty = Some(cty.to_owned());
        self
    }

    /// Any other parameter.
    ///
    /// [`SignError::Reserved`] for `alg`, `kid`, `crit` and `b64`, and for `typ` and `cty`, which have
    /// methods of their own.
    pub fn param(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.others.insert(name, value);
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
        self
    }

    /// The protected header as JSON text, and the unprotected one.
    pub(super) fn finish(
        self,
        algorithm: SignatureAlgorithm,
        kid: Option<&str>,
        unencoded: bool,
    ) -> Result<(String, Object), SignError> {
        let Self { typ, cty, others: mut header, mut critical, unprotected } = self;
        if header.is_empty() && unprotected.is_empty() && !unencoded {
            let alg = algorithm.as_str();
            let usual = Usual { alg, cty: cty.as_deref(), kid, typ: typ.as_deref() };
            // Printing text to memory has no way to fail.
            return Ok((serde_json::to_string(&usual).unwrap_or_default(), unprotected));
        }
        if RESERVED.iter().any(|name| header.contains(name)) || unprotected.contains("alg") {
            return Err(SignError::Reserved);
        }
        header.insert("alg", algorithm.as_str());
        header.insert_some("cty", cty);
        header.insert_some("kid", kid);
        header.insert_some("typ", typ);
        if unencoded {
            // RFC 7797 §6: named in `crit`, always.
            header.insert("b64", false);
            critical.push("b64".to_owned());
        }
        if !critical.is_empty() {
            header.insert("crit", critical);
        }
        let text = header.to_json();
        // What a reader refuses is not written.
        Header::union(header.into(), &unprotected).map_err(SignError::Header)?;
        Ok((text, unprotected))
    }
}
