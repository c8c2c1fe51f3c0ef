//! The parameters of a header that is to be signed.

use serde::Serialize;
use serde_json::Value;

use super::header::Header;
use super::sign::SignError;
use crate::{Object, SignatureAlgorithm};

/// The header parameters of a new signature, except `alg` and `kid`
/// ([RFC 7515 §4](https://www.rfc-editor.org/rfc/rfc7515#section-4)).
///
/// `alg` and `kid` are set from the signing key when the payload is signed.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct HeaderParameters {
    typ: Option<String>,
    cty: Option<String>,
    others: Object,
    critical: Vec<String>,
    unprotected: Object,
}

/// Parameters that must not be added with [`HeaderParameters::param`]: they are set from the key,
/// or have their own method.
const RESERVED: &[&str] = &["alg", "kid", "crit", "b64", "typ", "cty"];

/// A header with only the usual parameters, in the order of their names.
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

impl HeaderParameters {
    /// Creates an empty list of parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `typ`, the type of the token, such as `at+jwt`.
    pub fn typ(mut self, typ: &str) -> Self {
        self.typ = Some(typ.to_owned());
        self
    }

    /// Sets `cty`, the media type of the payload.
    pub fn cty(mut self, cty: &str) -> Self {
        self.cty = Some(cty.to_owned());
        self
    }

    /// Adds a header parameter for which this type has no separate method.
    ///
    /// Signing fails with [`SignError::Reserved`] if the name is `alg`, `kid`, `crit`, `b64`, `typ`
    /// or `cty`.
    pub fn param(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.others.insert(name, value);
        self
    }

    /// Adds a header parameter and names it in `crit`: a recipient that does not understand the
    /// parameter must refuse the token
    /// ([RFC 7515 §4.1.11](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11)).
    pub fn critical(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.critical.push(name.to_owned());
        self.param(name, value)
    }

    /// Adds a parameter to the unprotected header, which the signature does not cover: an attacker
    /// can change the parameter.
    ///
    /// Only the JSON forms have an unprotected header. You can add `kid` to it if the signing key
    /// has no `kid`.
    pub fn unprotected(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.unprotected.insert(name, value);
        self
    }

    /// Returns the protected header as JSON text, and the unprotected header.
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
            // Writing strings as JSON to memory cannot fail.
            return Ok((serde_json::to_string(&usual).unwrap_or_default(), unprotected));
        }
        let reserved = RESERVED.iter().find(|name| header.contains(name));
        if let Some(name) = reserved.or(unprotected.contains("alg").then_some(&"alg")) {
            return Err(SignError::Reserved(name));
        }
        header.insert("alg", algorithm.as_str());
        header.insert_some("cty", cty);
        header.insert_some("kid", kid);
        header.insert_some("typ", typ);
        if unencoded {
            // RFC 7797 §6: `crit` names `b64`.
            header.insert("b64", false);
            critical.push("b64".to_owned());
        }
        if !critical.is_empty() {
            header.insert("crit", critical);
        }
        let text = header.to_json();
        // Do not write a header that recipients refuse.
        Header::union(header.into(), &unprotected).map_err(SignError::Header)?;
        Ok((text, unprotected))
    }
}
