use super::critical;
use super::error::Error;
use crate::Object;
use crate::jwk::PublicJwk;

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
    pub(super) fn read(protected: Object) -> Result<Self, Error> {
        Self::union(protected, &Object::new())
    }

    /// Reads a header of two parts: RFC 7515 §5.2 (4).
    pub(super) fn union(mut protected: Object, unprotected: &Object) -> Result<Self, Error> {
        // RFC 7515 §7.2.1: no name in both.
        if unprotected.names().any(|name| protected.contains(name)) {
            return Err(Error::Overlap);
        }
        critical::refuse_in_unprotected(unprotected)?;
        let crit = critical::take(&mut protected)?;
        let mut others = unprotected.clone();
        let alg = protected.take_string("alg")?.or(others.take_string("alg")?);
        let kid = protected.take_string("kid")?.or(others.take_string("kid")?);
        // What is of the wrong type is refused, also where it means nothing.
        others.take_string("typ")?;
        others.take_string("cty")?;
        take_jwk(&mut others)?;
        Ok(Self {
            alg: alg.ok_or(Error::NoAlgorithm)?,
            kid,
            typ: protected.take_string("typ")?,
            cty: protected.take_string("cty")?,
            crit,
            jwk: take_jwk(&mut protected)?,
            unencoded: critical::is_unencoded(&protected)?,
            extra: protected,
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
fn take_jwk(header: &mut Object) -> Result<Option<Box<PublicJwk>>, Error> {
    match header.take_object("jwk")? {
        Some(jwk) => Ok(Some(Box::new(PublicJwk::from_object(jwk).map_err(Error::EmbeddedKey)?))),
        None => Ok(None),
    }
}
