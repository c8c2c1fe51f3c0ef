use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::Error;
use crate::json::members;
use crate::jws::{Jws, SignError};
use crate::{Limits, MemberError, NumericDate, Object, SigningKey};

/// The registered claims, and the rest: [RFC 7519 §4.1](https://www.rfc-editor.org/rfc/rfc7519#section-4.1).
///
/// As data they prove nothing; inside a [`Jwt`](super::Jwt) they have been verified.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Claims {
    /// `iss`: who issued the token.
    pub iss: Option<String>,
    /// `sub`: whom it is about.
    pub sub: Option<String>,
    /// `aud`: whom it is for. Printed as a string when there is one.
    pub aud: Vec<String>,
    /// `exp`: from when on it is void.
    pub exp: Option<NumericDate>,
    /// `nbf`: from when on it is valid. A fraction is read as the next whole second.
    pub nbf: Option<NumericDate>,
    /// `iat`: when it was issued.
    pub iat: Option<NumericDate>,
    /// `jti`: its own name, to recognise a replay by.
    pub jti: Option<String>,
    /// All other claims. A registered name in here is overruled by its field.
    pub extra: Object,
}

impl Claims {
    /// No claims.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the registered claims out of an object.
    ///
    /// # Errors
    /// [`MemberError`] when one is present with the wrong type.
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
            // RFC 7519 §4.1.5: not before, by no fraction of a second either.
            nbf: members::date_rounded_up("nbf", nbf)?,
            iat: members::date("iat", iat)?,
            jti: members::string("jti", jti)?,
            extra,
        })
    }

    /// The claims as a JSON object.
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

    /// Signs the claims as a token of this `typ`.
    ///
    /// # Errors
    /// [`SignError`].
    pub fn sign(&self, typ: &str, key: &SigningKey) -> Result<String, SignError> {
        // Printing string-keyed JSON to memory has no way to fail.
        let json = serde_json::to_vec(&Printed(self)).unwrap_or_default();
        Jws::new(json).typ(typ).sign(key)
    }
}

/// RFC 7519 §4.1, in its order.
const REGISTERED: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

/// RFC 7519 §4.1.3: one audience may be written as a plain string.
fn audience(aud: &[String]) -> Option<Value> {
    match aud {
        [] => None,
        [one] => Some(Value::from(one.as_str())),
        many => Some(Value::from(many.to_vec())),
    }
}

/// The claims as they are signed, printed without a copy: the registered ones, then the others.
struct Printed<'a>(&'a Claims);

impl Serialize for Printed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Claims { iss, sub, aud, exp, nbf, iat, jti, extra } = self.0;
        let mut members = serializer.serialize_map(None)?;
        print(&mut members, "iss", iss.as_ref())?;
        print(&mut members, "sub", sub.as_ref())?;
        match aud.as_slice() {
            [] => {}
            // RFC 7519 §4.1.3: one audience may be written as a plain string.
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
