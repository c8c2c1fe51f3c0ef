//! The response in a callback. The caller has checked that the callback belongs to the login.

use symbolon_jose::VerificationKeys;
use symbolon_oauth::jarm::UnverifiedResponse;
use symbolon_oauth::{AuthorizationResponse, Parameters, State, TokenType};
use time::OffsetDateTime;

use super::{CallbackError, PendingLogin};
use crate::RelyingParty;

/// The response of a callback that belongs to the login.
#[derive(Debug)]
pub(crate) enum Arrived {
    /// The parameters, which were checked.
    Response(Box<AuthorizationResponse>),
    /// The parameters are in a JWT. The keys that verify it may have to be fetched.
    Jwt(Box<UnverifiedResponse>),
}

/// Reads the code and the tokens that the response type of this login requires.
pub(super) fn read(
    pending: &PendingLogin,
    parameters: Parameters,
) -> Result<AuthorizationResponse, CallbackError> {
    // RFC 6749 §4.1.2, Core §3.2.2.5, §3.3.2.5: an error, or what the response type requires.
    let response = AuthorizationResponse::from_parameters(parameters, &pending.response_type)?;
    // RFC 6749 §7.1: an access token of an unknown type is not used.
    if let Some(other) = response.token_type.as_ref().filter(|it| **it != TokenType::BEARER) {
        return Err(CallbackError::TokenType(other.clone()));
    }
    Ok(response)
}

/// Verifies a response in a JWT, and reads it as [`read`] does.
pub(super) fn verify(
    rp: &RelyingParty,
    pending: &PendingLogin,
    jwt: &UnverifiedResponse,
    keys: &VerificationKeys,
    now: OffsetDateTime,
) -> Result<AuthorizationResponse, CallbackError> {
    let leeway = rp.client().policy.id_token.leeway;
    // JARM §2.4: the signature, `iss`, `aud` and `exp`.
    let parameters = jwt.verify(keys, rp.issuer(), rp.client_id(), now, leeway)?;
    // RFC 6749 §10.12: before, only the unverified `state` was compared.
    let state = parameters.get("state").and_then(|text| State::parse(text.to_owned()).ok());
    if state.as_ref() != Some(&pending.state) {
        return Err(CallbackError::State);
    }
    read(pending, parameters)
}
