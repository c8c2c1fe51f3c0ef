//! The header of a JWS.

use serde_json::Value;

use super::algorithm::algorithm_of;
use super::critical;
use super::error::Error;
use super::quirks::JwsQuirks;
use crate::json::{self, members};
use crate::jwk::PublicJwk;
use crate::{Limits, Object, SignatureAlgorithm};

/// The header of a JWS ([RFC 7515 §4](https://www.rfc-editor.org/rfc/rfc7515#section-4)).
///
/// Before the signature has been verified, the header could come from an attacker.
///
/// This crate never uses the keys that the header parameters `jku`, `x5u` and `x5c` refer to.
/// [`extra`](Self::extra) returns these parameters.
///
/// This crate never verifies a token with the key in the header parameter `jwk` of the same token.
/// If a protocol such as DPoP requires that, create the verification key from [`jwk`](Self::jwk).
///
/// For a JWS in a JSON form, this type contains the protected header. Only [`alg`](Self::alg) and
/// [`kid`](Self::kid), which select the key, can also come from the unprotected header.
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
    /// Reads a header of which every parameter is protected.
    pub(super) fn read(protected: Protected) -> Result<Self, Error> {
        Self::join(protected, None, None)
    }

    /// Reads a header that consists of a protected and an unprotected header: RFC 7515 §5.2 (4).
    pub(super) fn union(protected: Protected, unprotected: &Object) -> Result<Self, Error> {
        // RFC 7515 §7.2.1: no parameter is in both headers.
        if unprotected.names().any(|name| protected.contains(name)) {
            return Err(Error::Overlap);
        }
        critical::refuse_in_unprotected(unprotected)?;
        let mut others = unprotected.clone();
        let alg = others.take_string("alg")?;
        let kid = others.take_string("kid")?;
        // These unprotected parameters are not used, but a wrong type is refused.
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

    /// Returns `alg`, the name of the algorithm that the token claims to use. The name can be
    /// `none`, or the name of an unknown algorithm.
    #[must_use]
    pub fn alg(&self) -> &str {
        &self.alg
    }

    /// Returns the signature algorithm that `alg` names.
    ///
    /// # Errors
    /// - [`Error::NotSigned`] if `alg` is `none`;
    /// - [`Error::UnsupportedAlgorithm`] if `alg` is not a supported signature algorithm.
    pub fn algorithm(&self) -> Result<SignatureAlgorithm, Error> {
        algorithm_of(&self.alg)
    }

    /// Returns `kid`, the identifier of the key with which the token claims to be signed, or `None`
    /// if the header has no `kid`.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// Returns `typ`, the type of the token, such as `at+jwt`, or `None` if the header has no
    /// `typ`.
    #[must_use]
    pub fn typ(&self) -> Option<&str> {
        self.typ.as_deref()
    }

    /// Returns `cty`, the media type of the payload, or `None` if the header has no `cty`.
    #[must_use]
    pub fn cty(&self) -> Option<&str> {
        self.cty.as_deref()
    }

    /// Returns `crit`, the names of the extensions that the recipient must process.
    ///
    /// This crate processes `b64`. Your program must process all other extensions in `crit`. In a
    /// verified token, these are only extensions that you passed to
    /// [`Reader::understanding`](super::Reader::understanding).
    #[must_use]
    pub fn crit(&self) -> &[String] {
        &self.crit
    }

    /// Returns `jwk`, the public key that the header contains.
    ///
    /// Returns `None` if the header has no `jwk`, or if the key in `jwk` is too weak or has an
    /// unknown type or curve. In the second case, `jwk` is in [`extra`](Self::extra).
    #[must_use]
    pub fn jwk(&self) -> Option<&PublicJwk> {
        self.jwk.as_deref()
    }

    /// Returns whether the payload is not encoded in base64url: RFC 7797 §3.
    pub(super) fn is_unencoded(&self) -> bool {
        self.unencoded
    }

    /// Returns the header parameters that the other methods of this type do not return.
    #[must_use]
    pub fn extra(&self) -> &Object {
        &self.extra
    }

    /// Returns whether `typ` is this media type.
    ///
    /// Upper and lower case are treated as equal, and the prefix `application/` is optional
    /// ([RFC 7515 §4.1.9](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.9)). Returns `false`
    /// if the header has no `typ`.
    #[must_use]
    pub fn is_type(&self, media_type: &str) -> bool {
        self.typ().is_some_and(|typ| is_same_type(typ, media_type))
    }
}

/// Returns whether two texts name the same media type, where each text can have or omit the prefix
/// `application/`: RFC 7515 §4.1.9, §4.1.10.
pub(crate) fn is_same_type(one: &str, other: &str) -> bool {
    subtype(one).eq_ignore_ascii_case(subtype(other))
}

/// Removes the prefix `application/` from a media type, if no other slash follows: RFC 7515 §4.1.9.
fn subtype(media_type: &str) -> &str {
    match media_type.split_once('/') {
        Some((kind, rest)) if kind.eq_ignore_ascii_case("application") && !rest.contains('/') => {
            rest
        }
        _ => media_type,
    }
}

/// Reads `jwk`, which must be a public key: RFC 7515 §4.1.3.
fn public_key(jwk: Option<&Object>) -> Result<Option<Box<PublicJwk>>, Error> {
    let Some(jwk) = jwk else { return Ok(None) };
    Ok(PublicJwk::from_header(jwk).map_err(Error::EmbeddedKey)?.map(Box::new))
}

/// A protected header whose parameters have not been checked.
pub(super) struct Protected {
    /// The values of the parameters in [`KNOWN`], in that order.
    known: [Option<Value>; 6],
    extra: Object,
}

const KNOWN: [&str; 6] = ["alg", "kid", "typ", "cty", "crit", "jwk"];

impl Protected {
    /// Parses a header from JSON text: RFC 7515 §5.2 (3).
    pub(super) fn parse(json: &[u8], limits: &Limits) -> Result<Self, json::Error> {
        let (known, extra) = Object::parse_known(json, KNOWN, limits)?;
        Ok(Self { known, extra })
    }

    /// Reads `kid`, and accepts these deviations.
    pub(super) fn with_kid(self, quirks: JwsQuirks) -> Self {
        let Self { known: [alg, kid, typ, cty, crit, jwk], extra } = self;
        let kid = match kid {
            Some(Value::Null) if quirks.null_kid => None,
            Some(Value::Number(kid)) if quirks.numeric_kid => Some(kid.to_string().into()),
            kid => kid,
        };
        Self { known: [alg, kid, typ, cty, crit, jwk], extra }
    }

    /// Returns whether the header has no parameters.
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
