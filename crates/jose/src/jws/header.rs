use serde_json::Value;

use super::critical;
use super::error::Error;
use crate::json::{self, members};
use crate::jwk::PublicJwk;
use crate::{Limits, Object};

/// A JOSE header: [RFC 7515 §4](https://www.rfc-editor.org/rfc/rfc7515#section-4).
///
/// What it says is as trustworthy as the signature beside it. `jku`, `x5u` and `x5c` are among
/// [`extra`](Self::extra) and never acted on; `jwk` is never a key to verify the same token with,
/// except where a protocol is made of that.
///
/// In the JSON forms this is the protected header. Only [`alg`](Self::alg) and [`kid`](Self::kid),
/// which choose a key and say nothing more, may come from the unprotected one.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    cty: Option<String>,
    crit: Vec<String>,
    jwk: Option<Box<PublicJwk>>,
    unencoded: bool,
    extra: Object,
}

impl Header {
    /// Reads a header that is protected as a whole.
    pub(super) fn read(protected: Protected) -> Result<Self, Error> {
        Self::join(protected, None, None)
    }

    /// Reads a header of two parts: RFC 7515 §5.2 (4).
    pub(super) fn union(protected: Protected, unprotected: &Object) -> Result<Self, Error> {
        // RFC 7515 §7.2.1: no name in both.
        if unprotected.names().any(|name| protected.contains(name)) {
            return Err(Error::Overlap);
        }
        critical::refuse_in_unprotected(unprotected)?;
        let mut others = unprotected.clone();
        let alg = others.take_string("alg")?;
        let kid = others.take_string("kid")?;
        // What is of the wrong type is refused, also where it means nothing.
        others.take_string("typ")?;
        others.take_string("cty")?;
        public_key(others.take_object("jwk")?.as_ref())?;
        Self::join(protected, alg, kid)
    }

    fn join(
        Protected { known: [alg, kid, typ, cty, crit, jwk], mut extra }: Protected,
        unprotected_alg: Option<String>,
        unprotected_kid: Option<String>,
    ) -> Result<Self, Error> {
        let crit = members::strings("crit", crit)?;
        critical::check(crit.as_deref(), &extra)?;
        let carried = members::object("jwk", jwk)?;
        let jwk = public_key(carried.as_ref())?;
        if jwk.is_none() {
            extra.insert_some("jwk", carried);
        }
        Ok(Self {
            alg: members::string("alg", alg)?.or(unprotected_alg).ok_or(Error::NoAlgorithm)?,
            kid: members::string("kid", kid)?.or(unprotected_kid),
            typ: members::string("typ", typ)?,
            cty: members::string("cty", cty)?,
            crit: crit.unwrap_or_default(),
            jwk,
            unencoded: critical::is_unencoded(&extra)?,
            extra,
        })
    }

    /// `alg`, whatever it says.
    #[must_use]
    pub fn alg(&self) -> &str {
        &self.alg
    }

    /// `kid`: which key the token says it was signed with.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// `typ`: what kind of token it says it is.
    #[must_use]
    pub fn typ(&self) -> Option<&str> {
        self.typ.as_deref()
    }

    /// `cty`: what kind of content the payload is.
    #[must_use]
    pub fn cty(&self) -> Option<&str> {
        self.cty.as_deref()
    }

    /// `crit`: the extensions that had to be understood, and were.
    #[must_use]
    pub fn crit(&self) -> &[String] {
        &self.crit
    }

    /// `jwk`: a public key carried in the token. One that is of an unknown type or curve, or too weak,
    /// is left among [`extra`](Self::extra) as it came: there is no key then.
    #[must_use]
    pub fn jwk(&self) -> Option<&PublicJwk> {
        self.jwk.as_deref()
    }

    /// RFC 7797 §3: the payload stands for itself.
    pub(super) fn is_unencoded(&self) -> bool {
        self.unencoded
    }

    /// The header parameters not known here.
    #[must_use]
    pub fn extra(&self) -> &Object {
        &self.extra
    }

    /// Whether `typ` is this media type: without regard to case, and with `application/` left out
    /// or not ([RFC 7515 §4.1.9](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.9)).
    #[must_use]
    pub fn is_type(&self, media_type: &str) -> bool {
        self.typ().is_some_and(|typ| subtype(typ).eq_ignore_ascii_case(subtype(media_type)))
    }
}

/// A media type without the prefix that may be left out: only `application/`, and only when no
/// other slash follows.
fn subtype(media_type: &str) -> &str {
    match media_type.split_once('/') {
        Some((kind, rest)) if kind.eq_ignore_ascii_case("application") && !rest.contains('/') => {
            rest
        }
        _ => media_type,
    }
}

/// RFC 7515 §4.1.3: a public key, and never a private one.
fn public_key(jwk: Option<&Object>) -> Result<Option<Box<PublicJwk>>, Error> {
    let Some(jwk) = jwk else { return Ok(None) };
    Ok(PublicJwk::from_header(jwk).map_err(Error::EmbeddedKey)?.map(Box::new))
}

/// A protected header whose parameters have not been looked at.
pub(super) struct Protected {
    /// As [`KNOWN`] names them.
    known: [Option<Value>; 6],
    extra: Object,
}

const KNOWN: [&str; 6] = ["alg", "kid", "typ", "cty", "crit", "jwk"];

impl Protected {
    /// RFC 7515 §5.2 (3).
    pub(super) fn parse(json: &[u8], limits: &Limits) -> Result<Self, json::Error> {
        let (known, extra) = Object::parse_known(json, KNOWN, limits)?;
        Ok(Self { known, extra })
    }

    /// No parameter at all.
    pub(super) fn is_empty(&self) -> bool {
        self.extra.is_empty() && self.known.iter().all(Option::is_none)
    }

    fn contains(&self, name: &str) -> bool {
        let mut known = KNOWN.iter().zip(&self.known);
        self.extra.contains(name) || known.any(|(other, value)| *other == name && value.is_some())
    }
}

impl From<Object> for Protected {
    fn from(mut object: Object) -> Self {
        Self { known: KNOWN.map(|name| object.remove(name)), extra: object }
    }
}
