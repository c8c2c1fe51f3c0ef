//! A request object, as an authorization server reads it.

use std::fmt;

use symbolon_jose::jwe::CompactJwe;
use symbolon_jose::jws::{self, CompactJws, Header};
use symbolon_jose::jwt::{self, Claims};
use symbolon_jose::{DecryptionKeys, Object, SignatureAlgorithm, VerificationKeys, danger};
use time::OffsetDateTime;

use super::error::RequestObjectError;
use super::expected::ExpectedRequestObject;
use super::members::parameters_of;
use super::rules::{self, Case};
use crate::{EncodedJwt, Parameters};

/// A request object that the authorization server has not verified yet.
///
/// [RFC 9101 §6](https://www.rfc-editor.org/rfc/rfc9101#section-6). `Debug` prints only the name of
/// the type.
#[derive(Clone)]
pub struct UnverifiedRequestObject {
    token: EncodedJwt,
    /// The header of the encrypted JWT around the token.
    outer: Option<Object>,
    is_signed: bool,
}

impl UnverifiedRequestObject {
    /// Reads a request object that is not encrypted.
    ///
    /// # Errors
    /// [`RequestObjectError::Encrypted`] when the JWT is encrypted, and [`RequestObjectError::Jwt`]
    /// when the text is not a JWT.
    pub fn parse(text: &str) -> Result<Self, RequestObjectError> {
        if is_encrypted(text) {
            return Err(RequestObjectError::Encrypted);
        }
        Self::new(text, None)
    }

    /// Reads a request object that is signed and then encrypted.
    ///
    /// # Errors
    /// [`RequestObjectError::NotEncrypted`] when the JWT is not encrypted, and
    /// [`RequestObjectError::Jwt`] when it cannot be decrypted or contains no JWT.
    pub fn decrypt(text: &str, keys: &DecryptionKeys) -> Result<Self, RequestObjectError> {
        if !is_encrypted(text) {
            return Err(RequestObjectError::NotEncrypted);
        }
        let jwe = CompactJwe::parse(text).map_err(jwt::Error::from)?;
        // RFC 7519 §5.2: `cty` of a nested JWT is `JWT`, which is short for `application/jwt`.
        let is_jwt = |cty: &str| ["JWT", "application/jwt"].map(|it| it.eq_ignore_ascii_case(cty));
        if !jwe.header().cty().is_some_and(|cty| is_jwt(cty).contains(&true)) {
            return Err(jwt::Error::NotNested.into());
        }
        let jwe = jwe.decrypt(keys).map_err(jwt::Error::from)?;
        let inner = str::from_utf8(jwe.plaintext());
        let inner = inner.map_err(|_| jwt::Error::Jws(jws::Error::NotCompact))?;
        Self::new(inner, Some(jwe.header().extra().clone()))
    }

    fn new(text: &str, outer: Option<Object>) -> Result<Self, RequestObjectError> {
        let is_signed = danger::unsecured_jws(text).is_err();
        if is_signed {
            CompactJws::parse(text).map_err(jwt::Error::from)?;
        }
        Ok(Self { token: EncodedJwt::new(text.to_owned()), outer, is_signed })
    }

    /// Returns whether the request object has a signature, which is **not verified**. Returns
    /// `false` if its `alg` is `none`.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.is_signed
    }

    /// Verifies the request object, and returns its parameters.
    ///
    /// `keys` are the keys of the client. Members that OAuth and OpenID Connect do not define, and
    /// that are neither a string nor a number, are left out. Pass the result to
    /// [`RequestObjectRule::assemble`](super::RequestObjectRule::assemble).
    ///
    /// # Errors
    /// [`RequestObjectError`] when the signature is wrong or missing, for the first of
    /// [`RULES`](super::RULES) that the request object breaks, or when a parameter has the wrong
    /// JSON type.
    pub fn verify(
        &self,
        keys: &VerificationKeys,
        expected: &ExpectedRequestObject,
        now: OffsetDateTime,
    ) -> Result<Parameters, RequestObjectError> {
        // RFC 9101 §6.2: the signature. No key has the algorithm `none`, so a JWT without a
        // signature is refused.
        let jws = CompactJws::parse(self.token.expose()).and_then(|jws| jws.verify(keys));
        let jws = jws.map_err(jwt::Error::from)?;
        let claims = claims_of(jws.payload())?;
        self.checked(jws.header(), Some(jws.algorithm()), claims, expected, now)
    }

    /// Reads the parameters of a request object whose `alg` is `none`.
    pub(crate) fn unsigned(
        &self,
        expected: &ExpectedRequestObject,
        now: OffsetDateTime,
    ) -> Result<Parameters, RequestObjectError> {
        let jws = danger::unsecured_jws(self.token.expose())?;
        let claims = claims_of(jws.payload())?;
        self.checked(jws.header(), None, claims, expected, now)
    }

    fn checked(
        &self,
        header: &Header,
        algorithm: Option<SignatureAlgorithm>,
        claims: Claims,
        expected: &ExpectedRequestObject,
        now: OffsetDateTime,
    ) -> Result<Parameters, RequestObjectError> {
        let (outer, now) = (self.outer.as_ref(), now.into());
        rules::check(&Case { header, algorithm, claims: &claims, outer, expected, now })?;
        parameters_of(&claims.extra)
    }
}

impl fmt::Debug for UnverifiedRequestObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnverifiedRequestObject")
    }
}

fn claims_of(payload: &[u8]) -> Result<Claims, jwt::Error> {
    Ok(Claims::from_object(Object::parse(payload)?)?)
}

/// Returns whether the text has five parts, as an encrypted token has (RFC 7516 §7.1).
fn is_encrypted(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'.').count() == 4
}
