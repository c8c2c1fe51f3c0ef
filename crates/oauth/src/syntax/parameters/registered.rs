//! The parameter names that OAuth and OpenID Connect define.

/// Returns this name if OAuth or OpenID Connect define it.
pub(super) fn find(name: &str) -> Option<&'static str> {
    let position = NAMES.binary_search(&name).ok()?;
    NAMES.get(position).copied()
}

/// The parameters of authorization, token, revocation and introspection requests, of authorization
/// responses and of logins that a third party starts, in alphabetical order.
///
/// [RFC 6749 §11.2](https://www.rfc-editor.org/rfc/rfc6749#section-11.2), the IANA registry "OAuth
/// Parameters", [Core §4](https://openid.net/specs/openid-connect-core-1_0.html#ThirdPartyInitiatedLogin).
const NAMES: [&str; 48] = [
    "access_token",
    "acr_values",
    "assertion",
    "audience",
    "authorization_details",
    "claims",
    "claims_locales",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "display",
    "dpop_jkt",
    "error",
    "error_description",
    "error_uri",
    "expires_in",
    "grant_type",
    "id_token",
    "id_token_hint",
    "iss",
    "login_hint",
    "max_age",
    "nonce",
    "password",
    "prompt",
    "redirect_uri",
    "refresh_token",
    "registration",
    "request",
    "request_uri",
    "resource",
    "response",
    "response_mode",
    "response_type",
    "scope",
    "session_state",
    "state",
    "target_link_uri",
    "token",
    "token_type",
    "token_type_hint",
    "ui_locales",
    "username",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_the_order_that_the_search_relies_on() {
        assert!(NAMES.is_sorted());
    }

    #[test]
    fn only_registered_names_are_found() {
        assert!(NAMES.iter().all(|name| find(name) == Some(*name)));
        assert_eq!(find("tenant"), None);
    }
}
