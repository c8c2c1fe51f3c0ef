use super::error::{CriticalError, Error};
use crate::jwk::PublicJwk;
use crate::{MemberError, Object};

/// A JOSE header: [RFC 7515 §4](https://www.rfc-editor.org/rfc/rfc7515#section-4).
///
/// What it says is as trustworthy as the signature beside it. `jku`, `x5u` and `x5c` are among
/// [`extra`](Self::extra) and never acted on; `jwk` is never a key to verify the same token with,
/// except where a protocol is made of that.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    cty: Option<String>,
    crit: Vec<String>,
    jwk: Option<PublicJwk>,
    extra: Object,
}

/// RFC 7515 §4.1 and RFC 7518 §4: names that `crit` may not hold.
const REGISTERED: &[&str] = &[
    "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "enc",
    "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c",
];

impl Header {
    /// Reads a header; `understood` are the extensions that the caller processes.
    pub(super) fn read(mut object: Object, understood: &[&str]) -> Result<Self, Error> {
        check_critical(&object, understood)?;
        let jwk = match object.take_object("jwk")? {
            Some(jwk) => Some(PublicJwk::from_object(jwk).map_err(Error::EmbeddedKey)?),
            None => None,
        };
        Ok(Self {
            alg: object.take_string("alg")?.ok_or(Error::NoAlgorithm)?,
            kid: object.take_string("kid")?,
            typ: object.take_string("typ")?,
            cty: object.take_string("cty")?,
            crit: object.take_strings("crit")?.unwrap_or_default(),
            jwk,
            extra: object,
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

    /// `jwk`: a public key carried in the token.
    #[must_use]
    pub fn jwk(&self) -> Option<&PublicJwk> {
        self.jwk.as_ref()
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

/// RFC 7515 §4.1.11.
fn check_critical(header: &Object, understood: &[&str]) -> Result<(), Error> {
    let critical = match header.get("crit") {
        None => Vec::new(),
        Some(value) => names(value)?,
    };
    if header.contains("crit") && critical.is_empty() {
        return Err(CriticalError::Empty.into());
    }
    for (index, name) in critical.iter().enumerate() {
        if critical.iter().skip(index.saturating_add(1)).any(|other| other == name) {
            return Err(CriticalError::Repeated.into());
        }
        if REGISTERED.contains(name) {
            return Err(CriticalError::Registered.into());
        }
        if !header.contains(name) {
            return Err(CriticalError::Absent.into());
        }
        if !understood.contains(name) {
            return Err(CriticalError::NotUnderstood.into());
        }
    }
    // RFC 7797 §6: whoever uses `b64` says so in `crit`.
    if header.contains("b64") && !critical.contains(&"b64") {
        return Err(CriticalError::B64.into());
    }
    Ok(())
}

fn names(value: &serde_json::Value) -> Result<Vec<&str>, MemberError> {
    value
        .as_array()
        .and_then(|names| names.iter().map(serde_json::Value::as_str).collect())
        .ok_or(MemberError { name: "crit", expected: "an array of strings" })
}
