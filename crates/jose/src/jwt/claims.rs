//! The claims of a JWT.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use time::OffsetDateTime;

use super::Error;
use crate::json::members;
use crate::jws::{Jws, SignError};
use crate::{Limits, MemberError, NumericDate, Object, SigningKey};

/// The claims of a JWT: a field for each registered claim
/// ([RFC 7519 §4.1](https://www.rfc-editor.org/rfc/rfc7519#section-4.1)), and an object with all
/// other claims.
///
/// The claims of a [`Jwt`](super::Jwt) are verified. `Claims` that your program creates, for
/// example to sign them, are not verified.
///
/// ```
/// use symbolon_jose::jwt::Claims;
/// # let now = time::OffsetDateTime::UNIX_EPOCH;
///
/// let claims = Claims::new()
///     .issuer("https://op.example")
///     .audience("https://api.example")
///     .expires(now + time::Duration::minutes(5))
///     .claim("scope", "read");
/// assert_eq!(claims.iss.as_deref(), Some("https://op.example"));
/// assert_eq!(claims.to_object().get("scope").unwrap(), "read");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Claims {
    /// `iss`: the issuer of the token.
    pub iss: Option<String>,
    /// `sub`: the subject of the token, which is the person or thing that the claims describe.
    pub sub: Option<String>,
    /// `aud`: the recipients for which the token is intended. If the list is empty, the token has
    /// no `aud`. If the list has one element, `aud` in the signed token is a string, not an array.
    pub aud: Vec<String>,
    /// `exp`: the time at which the token expires.
    pub exp: Option<NumericDate>,
    /// `nbf`: the time before which the token is not valid. When a token is read, a fraction of a
    /// second is rounded up.
    pub nbf: Option<NumericDate>,
    /// `iat`: the time at which the token was issued.
    pub iat: Option<NumericDate>,
    /// `jti`: the unique identifier of the token, by which a replayed token can be recognised.
    pub jti: Option<String>,
    /// All claims that have no field in this struct. To set a claim that has a field, such as
    /// `iss`, use the field. A member of this object with the same name is not written into the
    /// token.
    pub extra: Object,
}

impl Claims {
    /// Creates a set of claims in which every claim is absent.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `iss`, the issuer of the token.
    #[must_use]
    pub fn issuer(mut self, issuer: &str) -> Self {
        self.iss = Some(issuer.to_owned());
        self
    }

    /// Sets `sub`, the subject of the token.
    #[must_use]
    pub fn subject(mut self, subject: &str) -> Self {
        self.sub = Some(subject.to_owned());
        self
    }

    /// Adds a recipient to `aud`. To set several recipients, call this method for each.
    #[must_use]
    pub fn audience(mut self, audience: &str) -> Self {
        self.aud.push(audience.to_owned());
        self
    }

    /// Sets `exp`, the time at which the token expires. A fraction of a second is rounded down.
    #[must_use]
    pub fn expires(mut self, time: OffsetDateTime) -> Self {
        self.exp = Some(time.into());
        self
    }

    /// Sets `nbf`, the time before which the token is not valid. A fraction of a second is rounded
    /// down.
    #[must_use]
    pub fn not_before(mut self, time: OffsetDateTime) -> Self {
        self.nbf = Some(time.into());
        self
    }

    /// Sets `iat`, the time at which the token was issued. A fraction of a second is rounded down.
    #[must_use]
    pub fn issued(mut self, time: OffsetDateTime) -> Self {
        self.iat = Some(time.into());
        self
    }

    /// Sets `jti`, the unique identifier of the token.
    #[must_use]
    pub fn id(mut self, id: &str) -> Self {
        self.jti = Some(id.to_owned());
        self
    }

    /// Sets a claim that has no field in this struct. A claim with the name of a field, such as
    /// `iss`, is not written into the token: use the method for that claim.
    #[must_use]
    pub fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(name, value);
        self
    }

    /// Reads claims from a JSON object.
    ///
    /// # Errors
    /// [`MemberError`] if a registered claim does not have the JSON type that RFC 7519 requires.
    pub fn from_object(mut object: Object) -> Result<Self, MemberError> {
        let registered = REGISTERED.map(|name| object.remove(name));
        Self::from_registered(registered, object)
    }

    /// Reads claims from JSON text.
    pub(super) fn parse(json: &[u8], limits: &Limits) -> Result<Self, Error> {
        let (registered, extra) = Object::parse_known(json, REGISTERED, limits)?;
        Ok(Self::from_registered(registered, extra)?)
    }

    fn from_registered(
        [iss, sub, aud, exp, nbf, iat, jti]: [Option<Value>; 7],
        extra: Object,
    ) -> Result<Self, MemberError> {
        Ok(Self {
            iss: members::string("iss", iss)?,
            sub: members::string("sub", sub)?,
            aud: members::one_or_many("aud", aud)?.unwrap_or_default(),
            exp: members::date("exp", exp)?,
            // RFC 7519 §4.1.5: the token is not valid before `nbf`, so a fraction is rounded up.
            nbf: members::date_rounded_up("nbf", nbf)?,
            iat: members::date("iat", iat)?,
            jti: members::string("jti", jti)?,
            extra,
        })
    }

    /// Returns the claims as a JSON object.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = Object::new();
        object.insert_some("iss", self.iss.clone());
        object.insert_some("sub", self.sub.clone());
        object.insert_some("aud", audience(&self.aud));
        object.insert_some("exp", self.exp);
        object.insert_some("nbf", self.nbf);
        object.insert_some("iat", self.iat);
        object.insert_some("jti", self.jti.clone());
        for (name, value) in self.extra.iter().filter(|(name, _)| !REGISTERED.contains(name)) {
            object.insert(name, value.clone());
        }
        object
    }

    /// Signs the claims and returns the token in the compact form. `typ` is put into the header of
    /// the token, for example `at+jwt`.
    ///
    /// # Errors
    /// [`SignError::Backend`] if the cryptography backend fails.
    pub fn sign(&self, typ: &str, key: &SigningKey) -> Result<String, SignError> {
        // Writing JSON with string keys to memory cannot fail.
        let json = serde_json::to_vec(&Printed(self)).unwrap_or_default();
        Jws::new(json).typ(typ).sign(key)
    }
}

/// The registered claims in the order of RFC 7519 §4.1.
const REGISTERED: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

/// Returns the value of `aud`. RFC 7519 §4.1.3: a single audience may be written as a string.
fn audience(aud: &[String]) -> Option<Value> {
    match aud {
        [] => None,
        [one] => Some(Value::from(one.as_str())),
        many => Some(Value::from(many.to_vec())),
    }
}

/// The claims as they are signed, written without a copy: the registered claims, then the others.
struct Printed<'a>(&'a Claims);

impl Serialize for Printed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Claims { iss, sub, aud, exp, nbf, iat, jti, extra } = self.0;
        let mut members = serializer.serialize_map(None)?;
        print(&mut members, "iss", iss.as_ref())?;
        print(&mut members, "sub", sub.as_ref())?;
        match aud.as_slice() {
            [] => {}
            // RFC 7519 §4.1.3: a single audience may be written as a string.
            [one] => members.serialize_entry("aud", one)?,
            many => members.serialize_entry("aud", many)?,
        }
        print(&mut members, "exp", exp.as_ref())?;
        print(&mut members, "nbf", nbf.as_ref())?;
        print(&mut members, "iat", iat.as_ref())?;
        print(&mut members, "jti", jti.as_ref())?;
        for (name, value) in extra.iter().filter(|(name, _)| !REGISTERED.contains(name)) {
            members.serialize_entry(name, value)?;
        }
        members.end()
    }
}

fn print<M: SerializeMap>(
    members: &mut M,
    name: &str,
    claim: Option<&impl Serialize>,
) -> Result<(), M::Error> {
    match claim {
        Some(claim) => members.serialize_entry(name, claim),
        None => Ok(()),
    }
}
