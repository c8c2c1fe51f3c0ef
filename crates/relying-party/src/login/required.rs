//! What the ID Token of a login must contain, because the request asks for it.

use symbolon_oidc::release::ReleaseTo;
use symbolon_oidc::{
    AuthenticationRequest, AuthenticationRequestError, ClaimPlace, ClaimRequest, ClaimsRequest,
};

use super::LoginRequestError;

/// What the ID Token must contain because the request asks for it.
#[derive(Debug)]
pub(super) struct Required {
    /// The acceptable values of `acr`. Empty if every value is acceptable.
    pub(super) acr_values: Vec<String>,
    /// The only acceptable value of `sub`.
    pub(super) subject: Option<String>,
    pub(super) auth_time: bool,
}

/// Checks the claims of a request, and returns what the ID Token must contain.
pub(super) fn required(request: &AuthenticationRequest) -> Result<Required, LoginRequestError> {
    let mut required =
        Required { acr_values: request.acr_values.clone(), subject: None, auth_time: false };
    let Some(claims) = &request.claims else { return Ok(required) };
    // Core §5.5.1: each requested value is a valid value for its claim.
    ClaimsRequest::parse(&claims.to_json()).map_err(AuthenticationRequestError::Claims)?;
    // Core §5.5, userinfo: the response type returns an access token for the UserInfo endpoint.
    let response_type = &request.oauth.response_type;
    if !claims.user_info.is_empty() && ReleaseTo::of(response_type) == ReleaseTo::IdTokenOnly {
        return Err(LoginRequestError::UserInfoClaims(response_type.clone()));
    }
    let id_token = |name| claims.id_token.get(name).filter(|claim| claim.essential);
    // Core §2: `auth_time` is required if it is requested as an essential claim.
    required.auth_time = id_token("auth_time").is_some();
    // Core §5.5.1.1: an essential `acr` has one of the requested values.
    if let Some(acr) = id_token("acr").filter(|claim| claim.is_restricted()) {
        required.acr_values = texts(acr);
        if required.acr_values.is_empty() {
            return Err(LoginRequestError::NoAcceptableAcr);
        }
    }
    // Core §5.5.1, value: if `sub` does not match, the authentication fails.
    let subjects = [ClaimPlace::IdToken, ClaimPlace::UserInfo].map(|place| {
        let mut values = claims.place(place).get("sub").map(texts).unwrap_or_default();
        values.pop().filter(|_| values.is_empty())
    });
    let [of_id_token, of_user_info] = subjects;
    required.subject = one_subject(of_id_token, of_user_info)?;
    Ok(required)
}

/// Returns the only user who can satisfy both requests for a user.
pub(super) fn one_subject(
    one: Option<String>,
    other: Option<String>,
) -> Result<Option<String>, LoginRequestError> {
    match (one, other) {
        // Core §3.1.2.1, §5.5.1: no user is the user of the hint and another user.
        (Some(one), Some(other)) if one != other => Err(LoginRequestError::DifferentSubjects),
        (one, other) => Ok(one.or(other)),
    }
}

/// Returns the acceptable values that are strings.
fn texts(claim: &ClaimRequest) -> Vec<String> {
    claim.acceptable().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}
