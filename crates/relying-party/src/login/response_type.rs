//! What a login with a response type needs.

use symbolon_oauth::{AuthorizationRequest, ResponseMode, ResponseModeError, ResponseType};

use super::LoginRequestError;
use crate::RelyingParty;

/// Checks that a login can begin with this request, and returns the mode of the response.
pub(super) fn check(
    rp: &RelyingParty,
    request: &AuthorizationRequest,
) -> Result<ResponseMode, LoginRequestError> {
    let (asked, provider) = (&request.response_type, rp.provider());
    // Core §3: with any other response type, a login has no ID Token.
    if !ResponseType::ALL.contains(asked) {
        return Err(LoginRequestError::ResponseType(asked.clone()));
    }
    // If the metadata lists no response types, the provider may still support this type.
    let advertised = &provider.response_types_supported;
    if !advertised.is_empty() && !provider.supports_response_type(asked) {
        let (asked, advertised) = (asked.clone(), advertised.clone());
        return Err(LoginRequestError::UnsupportedResponseType { asked, advertised });
    }
    if asked.includes("code") && provider.token_endpoint.is_none() {
        return Err(LoginRequestError::NoTokenEndpoint(asked.clone()));
    }
    // Core §3.2.2.1, §3.3.2.1: `nonce` is required if the ID Token comes through the browser.
    if asked.includes("id_token") && !rp.client().policy.sends_nonce {
        return Err(LoginRequestError::NoNonce(asked.clone()));
    }
    let can_decrypt = rp.client().authorization_decryption_keys.is_some();
    match asked.resolve_mode(request.response_mode.as_ref()) {
        // JARM §2.3.1: tokens travel in the query only if the JWT is encrypted.
        Ok(mode) if mode == ResponseMode::QUERY_JWT && asked.returns_tokens() && !can_decrypt => {
            Err(LoginRequestError::TokensInQuery(asked.clone()))
        }
        Ok(mode) => Ok(mode),
        // Multiple Response Types §3, §5: tokens never travel in the query.
        Err(ResponseModeError::TokenInQuery { response_type }) => {
            Err(LoginRequestError::TokensInQuery(response_type))
        }
        // The caller reads the response with `Callback::from_parameters`.
        Err(_) => Ok(request.response_mode.clone().unwrap_or_else(|| asked.default_mode())),
    }
}
