//! The members of a claims set as they were received: each is present, absent or of a wrong type.
//!
//! The rules read members and not [`IdTokenClaims`]. Therefore one bad claim breaks one rule only,
//! and a provider checks exactly what the relying party will read.

use serde_json::Value;
use symbolon_jose::{MemberError, NumericDate, Object};
use symbolon_oauth::Issuer;

use super::{IdTokenClaims, IdTokenError};
use crate::Nonce;

/// One member of a claims set.
#[derive(Debug)]
pub(super) struct Member<T> {
    name: &'static str,
    value: Result<Option<T>, MemberError>,
}

impl<T> Member<T> {
    fn new(name: &'static str, value: Result<Option<T>, MemberError>) -> Self {
        Self { name, value }
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
    extra: Object,
}

impl Members {
    pub(super) fn read(mut object: Object) -> Self {
        let mut string = |name| Member::new(name, object.take_string(name));
        let (iss, sub, jti, acr, azp) =
            (string("iss"), string("sub"), string("jti"), string("acr"), string("azp"));
        let (at_hash, c_hash) = (string("at_hash"), string("c_hash"));
        let nonce = object.take_string("nonce").map(|nonce| nonce.map(Nonce::new));
        let mut date = |name| Member::new(name, object.take_date(name));
        let (exp, iat, auth_time) = (date("exp"), date("iat"), date("auth_time"));
        // RFC 7519 §4.1.5: the token is not valid even a fraction of a second before `nbf`.
        let nbf = Member::new("nbf", object.take_date_rounded_up("nbf"));
        let aud = Member::new("aud", object.take_one_or_many("aud"));
        let amr = Member::new("amr", object.take_strings("amr"));
        let nonce = Member::new("nonce", nonce);
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
            extra: object,
        }
    }

    /// Returns whether the claims set contains this member, which has no field here.
    pub(super) fn has_extra(&self, name: &str) -> bool {
        self.extra.contains(name)
    }

    /// Converts the members into claims. `issuer` is the issuer that equals `iss`.
    pub(super) fn into_claims(self, issuer: &Issuer) -> Result<IdTokenClaims, IdTokenError> {
        Ok(IdTokenClaims {
            iss: issuer.clone(),
            sub: self.sub.into_required()?,
            aud: self.aud.into_required()?,
            exp: self.exp.into_required()?,
            iat: self.iat.into_required()?,
            auth_time: self.auth_time.value?,
            nonce: self.nonce.value?,
            acr: self.acr.value?,
            amr: self.amr.value?.unwrap_or_default(),
            azp: self.azp.value?,
            at_hash: self.at_hash.value?,
            c_hash: self.c_hash.value?,
            nbf: self.nbf.value?,
            jti: self.jti.value?,
            extra: self.extra,
        })
    }
}

/// The names of the claims for which [`IdTokenClaims`] has a field.
pub(super) const REGISTERED: [&str; 14] = [
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
        object.insert_some("nbf", claims.nbf);
        object.insert_some("jti", claims.jti.as_deref());
        object
    }
}
