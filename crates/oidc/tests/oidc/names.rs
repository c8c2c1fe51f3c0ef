//! The stable names of errors, and details that every caller relies on.

use core::time::Duration;

use symbolon_jose::SignatureAlgorithm;
use symbolon_oauth::bearer::BearerError;
use symbolon_oauth::{AuthorizationRequestError, ErrorCode, ErrorResponse};
use symbolon_oidc::authentication_request::PromptError;
use symbolon_oidc::hash::UnknownHash;
use symbolon_oidc::id_token::PolicyError;
use symbolon_oidc::user_info::UserInfoRequestError;
use symbolon_oidc::{
    AuthenticationRequestError, ClaimsRequest, ClaimsRequestError, IdTokenClaims, Localized,
    Prompt, Prompts, StandardClaims,
};

use crate::fixture::{claims, validate_with};

#[test]
fn error_codes_are_stable() {
    let oauth = AuthorizationRequestError::MissingResponseType;
    for (name, expected) in [
        (UnknownHash(SignatureAlgorithm::Hs256).code(), "hash.unknown"),
        (PolicyError::Leeway { found: Duration::MAX }.code(), "id_token_policy.leeway"),
        (PromptError::Syntax.code(), "prompt.syntax"),
        (PromptError::NoneWithOther.code(), "prompt.none_with_other"),
        (AuthenticationRequestError::Authorization(oauth.clone()).code(), oauth.code()),
        (AuthenticationRequestError::NotOpenId.code(), "authentication_request.not_openid"),
        (AuthenticationRequestError::MaxAge.code(), "authentication_request.max_age"),
        (AuthenticationRequestError::Claims(claims_json()).code(), "claims_request.json"),
        (ClaimsRequest::parse(r#"{"id_token":1}"#).unwrap_err().code(), "claims_request.place"),
        (claims_error("1").code(), "claims_request.claim"),
        (claims_error(r#"{"essential":1}"#).code(), "claims_request.essential"),
        (claims_error(r#"{"values":1}"#).code(), "claims_request.values"),
        (claims_error(r#"{"value":1}"#).code(), "claims_request.value"),
        (UserInfoRequestError::AccessToken(BearerError::Malformed).code(), "bearer.malformed"),
    ] {
        assert_eq!(name, expected);
    }
}

fn claims_json() -> ClaimsRequestError {
    ClaimsRequest::parse("[]").unwrap_err()
}

/// The error of a request for the claim `email`.
fn claims_error(claim: &str) -> ClaimsRequestError {
    ClaimsRequest::parse(&format!("{{\"id_token\":{{\"email\":{claim}}}}}")).unwrap_err()
}

#[test]
fn core_3_1_2_6_an_error_of_the_authorization_request_keeps_its_error_code() {
    let scope = symbolon_oauth::SyntaxError::Scope;
    let error = AuthenticationRequestError::Authorization(AuthorizationRequestError::Syntax(scope));
    assert_eq!(ErrorResponse::from(error).error, ErrorCode::INVALID_SCOPE);
}

#[test]
fn core_3_1_2_1_prompts_contain_the_given_values() {
    let prompts = Prompts::from(Prompt::LOGIN);
    assert!(prompts.contains(&Prompt::LOGIN));
    assert!(!prompts.is_empty());
    assert!(Prompts::new().is_empty());
}

#[test]
fn core_5_2_a_claim_with_any_value_is_not_empty() {
    let plain = Localized::new("Tanaka");
    let tagged = Localized::default().language("ja", "田中");
    assert_eq!(tagged.get("JA"), Some("田中"));
    assert!(!plain.is_empty() && !tagged.is_empty());
    assert!(!plain.language("ja", "田中").is_empty());
    assert!(Localized::default().is_empty());
}

#[test]
fn core_5_1_an_id_token_may_contain_standard_claims() {
    let mut claims: IdTokenClaims = claims();
    assert_eq!(claims.standard_claims(), StandardClaims::new());
    claims.extra.insert("email", "jane@example.com");
    assert_eq!(claims.standard_claims().email.as_deref(), Some("jane@example.com"));
}

#[test]
fn core_2_sub_may_have_255_characters() {
    let sub = |length: usize| format!("\"{}\"", "s".repeat(length));
    assert!(validate_with(&[("sub", &sub(255))]).is_ok());
    assert!(validate_with(&[("sub", &sub(256))]).is_err());
}
