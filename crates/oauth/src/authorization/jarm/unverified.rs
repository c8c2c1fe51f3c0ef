//! An authorization response in a JWT, as a client reads it.

use core::time::Duration;
use std::fmt;

use serde_json::Value;
use symbolon_jose::jwe::CompactJwe;
use symbolon_jose::jwt::{Claims, Expected, ExpectedAudience, ExpectedIssuer, ExpectedTyp};
use symbolon_jose::{DecryptionKeys, Excerpt, VerificationKeys, danger, jws, jwt};
use time::OffsetDateTime;

use super::error::JarmError;
use super::response_jwt::RESERVED;
use crate::authorization::response::REGISTERED;
use crate::{ClientId, EncodedJwt, Issuer, Parameters, State};

/// An authorization response in a JWT that the client has not verified yet.
///
/// Only the `state` can be read before [`verify`](Self::verify), because the client needs it to find
/// the login, and with it the issuer and its keys
/// ([JARM §2.4](https://openid.net/specs/oauth-v2-jarm.html#name-processing-rules)). `Debug` prints
/// only the name of the type.
#[derive(Clone)]
pub struct UnverifiedResponse {
    token: EncodedJwt,
    signed: EncodedJwt,
    decryption: Option<DecryptionKeys>,
    state: Option<State>,
}

impl UnverifiedResponse {
    /// Reads a response that is signed and not encrypted. Use this function if the client did not
    /// register for encryption.
    ///
    /// # Errors
    /// [`JarmError::Encrypted`] when the JWT is encrypted, [`JarmError::Jwt`] when the text is not a
    /// signed JWT, and [`JarmError::Member`] or [`JarmError::Syntax`] when the `state` is malformed.
    pub fn parse(text: &str) -> Result<Self, JarmError> {
        if is_encrypted(text) {
            return Err(JarmError::Encrypted);
        }
        Self::new(text, text, None)
    }

    /// Reads a response that is signed and then encrypted. Use this function if the client
    /// registered for encryption: a response that is not encrypted is then refused.
    ///
    /// # Errors
    /// [`JarmError::NotEncrypted`] when the JWT is not encrypted, [`JarmError::Jwt`] when it cannot
    /// be decrypted or contains no signed JWT, and [`JarmError::Member`] or [`JarmError::Syntax`]
    /// when the `state` is malformed.
    pub fn decrypt(text: &str, keys: &DecryptionKeys) -> Result<Self, JarmError> {
        if !is_encrypted(text) {
            return Err(JarmError::NotEncrypted);
        }
        let jwe = CompactJwe::parse(text).and_then(|jwe| jwe.decrypt(keys));
        let jwe = jwe.map_err(jwt::Error::from)?;
        let signed = str::from_utf8(jwe.plaintext()).map_err(|_| not_a_jws())?;
        Self::new(text, signed, Some(keys.clone()))
    }

    fn new(
        text: &str,
        signed: &str,
        decryption: Option<DecryptionKeys>,
    ) -> Result<Self, JarmError> {
        let mut claims = danger::unverified_claims(signed)?;
        let state = claims.extra.remove("state");
        let state = state.and_then(|value| text_of("state", &value).transpose()).transpose()?;
        let state = state.filter(|text| !text.is_empty()).map(State::parse).transpose()?;
        let [token, signed] = [text, signed].map(|jwt| EncodedJwt::new(jwt.to_owned()));
        Ok(Self { token, signed, decryption, state })
    }

    /// Returns the signed JWT, after decryption if the response is encrypted. It is **not
    /// verified**. Use it only to find the keys that verify it.
    #[must_use]
    pub fn signed_jwt(&self) -> &EncodedJwt {
        &self.signed
    }

    /// Returns whether the response was encrypted.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.decryption.is_some()
    }

    /// Returns the `state` of the response, which is **not verified**. Use it only to find the
    /// login that the client started. `None` means that the response contains no `state`.
    #[must_use]
    pub fn state(&self) -> Option<&State> {
        self.state.as_ref()
    }

    /// Verifies the response, and returns its parameters.
    ///
    /// `keys` are the keys of `issuer`, the server to which the client sent its request. `leeway` is
    /// the longest time by which the clocks of the server and the client are allowed to differ. The
    /// result contains the issuer as `iss`. Members that are neither a string nor a number are left
    /// out, unless they are parameters of authorization responses.
    ///
    /// # Errors
    /// - [`JarmError::Jwt`] when the signature is wrong, when `iss` is not the issuer, when `aud` is
    ///   not the client, or when the response has expired;
    /// - [`JarmError::Member`] when a parameter of authorization responses is neither a string nor a
    ///   number.
    pub fn verify(
        &self,
        keys: &VerificationKeys,
        issuer: &Issuer,
        client_id: &ClientId,
        now: OffsetDateTime,
        leeway: Duration,
    ) -> Result<Parameters, JarmError> {
        // JARM §2.4 (2), (3), (4): `iss`, `aud` and `exp`.
        let issuer = ExpectedIssuer::Exactly(issuer.as_str());
        let audience = ExpectedAudience::Only(client_id.as_str());
        let expected = Expected::new(ExpectedTyp::Untyped, issuer, audience).leeway(leeway);
        let token = self.token.expose();
        let jwt = match &self.decryption {
            // JARM §2.4 (5): the signature. No key has the algorithm `none`, so a JWT without a
            // signature is refused.
            None => expected.verify(token, keys, now)?,
            // JARM §2.4 (1): the signed JWT is inside the encrypted JWT.
            Some(decryption) => expected.verify_encrypted(token, decryption, keys, now)?,
        };
        parameters_of(jwt.into_claims())
    }
}

impl fmt::Debug for UnverifiedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnverifiedResponse")
    }
}

/// Returns whether the text has five parts, as an encrypted token has (RFC 7516 §7.1).
fn is_encrypted(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'.').count() == 4
}

fn not_a_jws() -> JarmError {
    JarmError::Jwt(jwt::Error::Jws(jws::Error::NotCompact))
}

/// Returns the parameters of a verified response.
fn parameters_of(claims: Claims) -> Result<Parameters, JarmError> {
    let mut parameters = Parameters::new();
    for (name, value) in claims.extra.iter().filter(|(name, _)| !RESERVED.contains(name)) {
        match text_of(name, value) {
            Ok(text) => parameters.push_some(name, text.as_deref()),
            Err(error) if REGISTERED.contains(&name) => return Err(error),
            // JARM §2.1: unrecognized elements are ignored.
            Err(_) => {}
        }
    }
    parameters.push_some("iss", claims.iss.as_deref());
    Ok(parameters)
}

/// Returns the text of a member: JARM §2.1 writes parameters as strings and numbers. `null` counts
/// as absent.
fn text_of(name: &str, value: &Value) -> Result<Option<String>, JarmError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        Value::Number(number) => Ok(Some(number.to_string())),
        _ => Err(JarmError::Member { name: Excerpt::new(name) }),
    }
}
