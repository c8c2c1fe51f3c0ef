//! The members of a claims set as they were received: each is present, absent or of a wrong type.
//!
//! The rules read members and not [`IdTokenClaims`]. Therefore one bad claim breaks one rule only,
//! and a provider checks exactly what the relying party will read.

use serde_json::Value;
use symbolon_jose::{MemberError, NumericDate, Object};
use symbolon_oauth::Issuer;

use super::{IdTokenClaims, IdTokenError};
use crate::Nonce;
use crate::claims::OddClaim;

/// One member of a claims set.
#[derive(Debug)]
pub(super) struct Member<T> {
    name: &'static str,
    value: Result<Option<T>, MemberError>,
    /// A report about an optional member of a wrong type. If the value could not be read, it is
    /// included.
    odd: Option<(OddClaim, Option<Value>)>,
}

impl<T> Member<T> {
    /// Creates a member whose wrong type always refuses the ID Token: a required claim, or `nbf`.
    fn strict(name: &'static str, value: Result<Option<T>, MemberError>) -> Self {
        Self { name, value, odd: None }
    }

    /// Sets what an error of a wrong type says that was expected.
    fn expecting(mut self, expected: &'static str) -> Self {
        self.value = self.value.map_err(|error| MemberError { expected, ..error });
        self
    }

    /// Removes an optional member from the object, and reads the member. Core §5.3.2: a claim that
    /// is not returned should be omitted. Some providers send `null` instead, which counts as
    /// absent.
    ///
    /// If the value does not have the expected type, `read` returns this value as the error.
    fn optional_in(
        object: &mut Object,
        name: &'static str,
        expected: &'static str,
        read: impl FnOnce(Value) -> Result<Option<T>, Value>,
    ) -> Self {
        let read = match object.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => read(value),
        };
        match read {
            Ok(value) => Self { name, value: Ok(value), odd: None },
            Err(value) => {
                let odd = OddClaim::new(name, &value, expected);
                Self {
                    name,
                    value: Err(MemberError { name, expected }),
                    odd: Some((odd, Some(value))),
                }
            }
        }
    }

    /// Returns the value of a claim that must be present.
    pub(super) fn required(&self) -> Result<&T, IdTokenError> {
        self.optional()?.ok_or(IdTokenError::Missing(self.name))
    }

    /// Returns the value of an optional claim. If the claim is present, it must have the right
    /// type.
    pub(super) fn optional(&self) -> Result<Option<&T>, IdTokenError> {
        match &self.value {
            Ok(value) => Ok(value.as_ref()),
            Err(error) => Err(IdTokenError::Member(*error)),
        }
    }

    /// Returns the value of an optional claim. If no rule needs the claim, a value of a wrong type
    /// counts as absent.
    pub(super) fn optional_if(&self, needed: bool) -> Result<Option<&T>, IdTokenError> {
        if needed { self.optional() } else { Ok(self.value.as_ref().ok().and_then(Option::as_ref)) }
    }

    /// Returns the value of an optional claim. A value of a wrong type is added to `extra` and
    /// listed.
    fn into_optional(self, extra: &mut Object, odd_claims: &mut Vec<OddClaim>) -> Option<T> {
        if let Some((odd, value)) = self.odd {
            odd_claims.push(odd);
            extra.insert_some(self.name, value);
        }
        self.value.ok().flatten()
    }

    fn into_required(self) -> Result<T, IdTokenError> {
        self.value?.ok_or(IdTokenError::Missing(self.name))
    }
}

/// The members of a claims set: the registered claims in fields, all others in `extra`.
#[derive(Debug)]
pub(super) struct Members {
    pub(super) iss: Member<String>,
    pub(super) sub: Member<String>,
    pub(super) aud: Member<Vec<String>>,
    pub(super) exp: Member<NumericDate>,
    pub(super) nbf: Member<NumericDate>,
    pub(super) iat: Member<NumericDate>,
    pub(super) jti: Member<String>,
    pub(super) auth_time: Member<NumericDate>,
    pub(super) nonce: Member<Nonce>,
    pub(super) acr: Member<String>,
    pub(super) amr: Member<Vec<String>>,
    pub(super) azp: Member<String>,
    pub(super) at_hash: Member<String>,
    pub(super) c_hash: Member<String>,
    pub(super) s_hash: Member<String>,
    extra: Object,
}

impl Members {
    pub(super) fn read(mut object: Object) -> Self {
        let mut string = |name| Member::strict(name, object.take_string(name));
        let (iss, sub) = (string("iss"), string("sub").expecting(SUBJECT));
        let mut date = |name| Member::strict(name, object.take_date(name)).expecting(TIME);
        let (exp, iat) = (date("exp"), date("iat"));
        let aud = Member::strict("aud", object.take_one_or_many("aud"));
        if object.get("nbf") == Some(&Value::Null) {
            object.remove("nbf");
        }
        // RFC 7519 §4.1.5: the token is not valid even a fraction of a second before `nbf`.
        let nbf = Member::strict("nbf", object.take_date_rounded_up("nbf")).expecting(TIME);
        let mut text = |name| Member::optional_in(&mut object, name, "a string", optional_text);
        let (jti, acr, azp) = (text("jti"), text("acr"), text("azp"));
        // An empty hash or nonce does not count as absent: it is a wrong value.
        let mut text = |name| Member::optional_in(&mut object, name, "a string", any_text);
        let (at_hash, c_hash, s_hash) = (text("at_hash"), text("c_hash"), text("s_hash"));
        let nonce = |value| any_text(value).map(|text| text.map(Nonce::new));
        let nonce = Member::optional_in(&mut object, "nonce", "a string", nonce);
        let auth_time = Member::optional_in(&mut object, "auth_time", SECONDS, seconds);
        let amr = amr(&mut object);
        Self {
            iss,
            sub,
            aud,
            exp,
            nbf,
            iat,
            jti,
            auth_time,
            nonce,
            acr,
            amr,
            azp,
            at_hash,
            c_hash,
            s_hash,
            extra: object,
        }
    }

    /// Returns a member for which this struct has no field.
    pub(super) fn extra(&self, name: &str) -> Option<&Value> {
        self.extra.get(name)
    }

    /// Converts the members into claims, and lists the claims of a wrong type that no rule needed.
    /// `issuer` is the accepted issuer that `iss` names.
    pub(super) fn into_claims(
        self,
        issuer: Issuer,
    ) -> Result<(IdTokenClaims, Vec<OddClaim>), IdTokenError> {
        let (mut extra, mut odd) = (self.extra, Vec::new());
        let claims = IdTokenClaims {
            iss: issuer,
            sub: self.sub.into_required()?,
            aud: self.aud.into_required()?,
            exp: self.exp.into_required()?,
            iat: self.iat.into_required()?,
            auth_time: self.auth_time.into_optional(&mut extra, &mut odd),
            nonce: self.nonce.into_optional(&mut extra, &mut odd),
            acr: self.acr.into_optional(&mut extra, &mut odd),
            amr: self.amr.into_optional(&mut extra, &mut odd).unwrap_or_default(),
            azp: self.azp.into_optional(&mut extra, &mut odd),
            at_hash: self.at_hash.into_optional(&mut extra, &mut odd),
            c_hash: self.c_hash.into_optional(&mut extra, &mut odd),
            s_hash: self.s_hash.into_optional(&mut extra, &mut odd),
            nbf: self.nbf.value?,
            jti: self.jti.into_optional(&mut extra, &mut odd),
            extra: Object::new(),
        };
        Ok((IdTokenClaims { extra, ..claims }, odd))
    }
}

const SUBJECT: &str = "a string (`IdTokenQuirks::numeric_subject` accepts an integer)";

const TIME: &str =
    "a number of seconds since 1970 (`IdTokenQuirks::string_times` accepts a string of digits)";

const SECONDS: &str = "a number of seconds since 1970";

/// Reads a text. An empty text counts as absent (Core §5.3.2).
fn optional_text(value: Value) -> Result<Option<String>, Value> {
    any_text(value).map(|text| text.filter(|text| !text.is_empty()))
}

fn any_text(value: Value) -> Result<Option<String>, Value> {
    match value {
        Value::String(text) => Ok(Some(text)),
        other => Err(other),
    }
}

fn seconds(value: Value) -> Result<Option<NumericDate>, Value> {
    NumericDate::from_json(&value).map(Some).ok_or(value)
}

/// Reads `amr`. Some providers send one method as a string instead of an array; it is read as a list
/// with one method, and the claim is listed as odd.
fn amr(object: &mut Object) -> Member<Vec<String>> {
    const EXPECTED: &str = "an array of strings";
    let one = object.get("amr").and_then(Value::as_str).map(str::to_owned);
    let mut member = Member::optional_in(object, "amr", EXPECTED, |value| match value {
        Value::String(method) if method.is_empty() => Ok(None),
        Value::String(method) => Ok(Some(vec![method])),
        Value::Array(methods) => texts(&methods).map(Some).ok_or(Value::Array(methods)),
        other => Err(other),
    });
    if let Some(method) = one.filter(|method| !method.is_empty()) {
        member.odd = Some((OddClaim::new("amr", &Value::String(method), EXPECTED), None));
    }
    member
}

fn texts(elements: &[Value]) -> Option<Vec<String>> {
    elements.iter().map(|element| element.as_str().map(str::to_owned)).collect()
}

/// The names of the claims for which [`IdTokenClaims`] has a field.
pub(super) const REGISTERED: [&str; 15] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "nbf",
    "iat",
    "jti",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "azp",
    "at_hash",
    "c_hash",
    "s_hash",
];

impl From<&IdTokenClaims> for Object {
    /// Writes the claims as the object that is signed.
    fn from(claims: &IdTokenClaims) -> Self {
        let mut object = claims.extra.clone();
        object.insert("iss", claims.iss.as_str());
        object.insert("sub", claims.sub.as_str());
        // RFC 7519 §4.1.3: a single audience is allowed to be one string instead of an array.
        match claims.aud.as_slice() {
            [one] => object.insert("aud", one.as_str()),
            many => object.insert("aud", many.to_vec()),
        };
        object.insert("exp", claims.exp);
        object.insert("iat", claims.iat);
        object.insert_some("auth_time", claims.auth_time);
        object.insert_some("nonce", claims.nonce.as_ref().map(Nonce::expose));
        object.insert_some("acr", claims.acr.as_deref());
        if !claims.amr.is_empty() {
            object.insert("amr", Value::from(claims.amr.clone()));
        }
        object.insert_some("azp", claims.azp.as_deref());
        object.insert_some("at_hash", claims.at_hash.as_deref());
        object.insert_some("c_hash", claims.c_hash.as_deref());
        object.insert_some("s_hash", claims.s_hash.as_deref());
        object.insert_some("nbf", claims.nbf);
        object.insert_some("jti", claims.jti.as_deref());
        object
    }
}
