//! Authorization responses: successes and errors.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use symbolon_jose::Excerpt;
use symbolon_oauth::{
    AccessToken, AuthorizationCode, AuthorizationError, AuthorizationResponse,
    AuthorizationResponseError, EncodedJwt, ErrorCode, ErrorResponse, PageUrl, Parameters,
    RedirectUri, ResponseType, Scope, State, SyntaxError, TokenType,
};

#[test]
fn rfc6749_4_1_2_a_success() {
    let encoded = "code=SplxlOBeZQQYbYS6WxSbIA&state=xyz&iss=https%3A%2F%2Fop.example&x=1";
    let parameters = Parameters::parse(encoded).unwrap();
    let response = AuthorizationResponse::from_parameters(parameters, &ResponseType::CODE).unwrap();
    assert_eq!(response.code, Some(AuthorizationCode::new("SplxlOBeZQQYbYS6WxSbIA".to_owned())));
    assert_eq!(response.state, State::parse("xyz".to_owned()).ok());
    assert_eq!(response.iss.as_deref(), Some("https://op.example"));
    assert_eq!(response.to_parameters().encode(), encoded);
}

#[test]
fn rfc6749_4_1_2_1_an_error() {
    let encoded = "error=access_denied&error_description=No.&error_uri=https%3A%2F%2Fop.example%2Fe\
                   &state=xyz&iss=https%3A%2F%2Fop.example&x=1";
    let parameters = Parameters::parse(encoded).unwrap();
    let refusal = AuthorizationError::from_parameters(parameters.clone()).unwrap();
    assert_eq!(refusal.error.error, ErrorCode::ACCESS_DENIED);
    assert_eq!(refusal.error.error_description.as_deref(), Some("No."));
    assert_eq!(refusal.error.error_uri.as_ref().map(PageUrl::as_str), Some("https://op.example/e"));
    assert_eq!(refusal.to_parameters().encode(), encoded);
    assert_eq!(
        AuthorizationResponse::from_parameters(parameters, &ResponseType::CODE),
        Err(AuthorizationResponseError::Refused(Box::new(refusal)))
    );
}

#[test]
fn rfc6749_4_2_2_1_tokens_beside_an_error_are_dropped() {
    let refusal = AuthorizationError::new(ErrorResponse::new(ErrorCode::ACCESS_DENIED));
    for tokens in
        ["access_token=a&token_type=Bearer&expires_in=60&scope=openid", "id_token=e30.e30.c2ln"]
    {
        let encoded = format!("{tokens}&error=access_denied");
        for response_type in ["code", "id_token token", "code id_token token"] {
            let refused = AuthorizationResponseError::Refused(Box::new(refusal.clone()));
            assert_eq!(read(&encoded, response_type), Err(refused), "{encoded}");
        }
    }
    let code_too = "code=a&access_token=a&id_token=e30.e30.c2ln&error=access_denied";
    let refused = AuthorizationResponseError::CodeAndError;
    assert_eq!(read(code_too, "code id_token token"), Err(refused));
}

#[test]
fn attack_077_an_error_has_the_state_that_the_client_compares() {
    let parameters = Parameters::parse("error=access_denied&state=forged").unwrap();
    let refusal = AuthorizationError::from_parameters(parameters).unwrap();
    assert_ne!(refusal.state, State::parse("expected".to_owned()).ok());
    assert_eq!(refusal.state, State::parse("forged".to_owned()).ok());
}

#[test]
fn one_wrong_thing_one_error() {
    use AuthorizationResponseError as Error;
    for (encoded, error) in [
        ("state=xyz", Error::MissingCode),
        ("code=&state=xyz", Error::MissingCode),
        ("code=a%0Ab", Error::Syntax(SyntaxError::AuthorizationCode)),
        ("code=a&state=%00", Error::Syntax(SyntaxError::State)),
        ("code=a&error=access_denied", Error::CodeAndError),
        ("error=a%22b", Error::Syntax(SyntaxError::ErrorCode)),
        ("error=a%0D%0Ab", Error::Syntax(SyntaxError::ErrorCode)),
        ("error=access_denied&state=%00", Error::Syntax(SyntaxError::State)),
    ] {
        let parameters = Parameters::parse(encoded).unwrap();
        assert_eq!(
            AuthorizationResponse::from_parameters(parameters, &ResponseType::CODE),
            Err(error),
            "{encoded}"
        );
    }
    let granted = Parameters::parse("state=xyz").unwrap();
    assert_eq!(AuthorizationError::from_parameters(granted), Err(Error::MissingError));
}

#[test]
fn attack_095_what_is_not_printable_is_replaced_and_what_breaks_the_grammar_is_never_sent() {
    for (text, description) in [
        ("a%0D%0Ab", "a??b"),
        ("%7F%C2%85", "??"),
        ("%E2%80%AE%E2%80%8B", "??"),
        ("%22%5C%C3%A9", "\"\\é"),
    ] {
        let encoded = format!("error=access_denied&error_description={text}&error_uri={text}");
        let parameters = Parameters::parse(&encoded).unwrap();
        let refusal = AuthorizationError::from_parameters(parameters).unwrap();
        let expected = ErrorResponse::new(ErrorCode::ACCESS_DENIED).description(description);
        assert_eq!(refusal.error, expected, "{text}");
    }

    let error =
        ErrorResponse::new(ErrorCode::ACCESS_DENIED).description("\r\nSet-Cookie: a=\"b\"<script>");
    let redirect = RedirectUri::new("https://client.example/cb")
        .unwrap()
        .append(&AuthorizationError::new(error).to_parameters());
    let encoded =
        "error=access_denied&error_description=%3F%3FSet-Cookie%3A+a%3D%3Fb%3F%3Cscript%3E";
    assert_eq!(redirect, format!("https://client.example/cb?{encoded}"));
}

#[test]
fn extra_cannot_replace_a_parameter_that_has_a_field() {
    let mut response = AuthorizationResponse::new(AuthorizationCode::new("a".to_owned()));
    response.extra.push("iss", "https://evil.example");
    response.extra.push("error", "access_denied");
    response.extra.push("session_state", "s");
    assert_eq!(response.to_parameters().encode(), "code=a&session_state=s");
}

#[test]
fn rfc6749_4_1_2_1_a_description_without_an_error_is_dropped() {
    let parameters = Parameters::parse("code=a&error_description=b&error_uri=c&x=1").unwrap();
    let response = AuthorizationResponse::from_parameters(parameters, &ResponseType::CODE).unwrap();
    assert_eq!(response.extra.encode(), "x=1");
}

#[test]
fn attack_126_debug_prints_no_code() {
    let parameters = Parameters::parse("code=SplxlOBe&state=af0ifj&x=hidden").unwrap();
    let printed = format!(
        "{:?}",
        AuthorizationResponse::from_parameters(parameters, &ResponseType::CODE).unwrap()
    );
    for secret in ["SplxlOBe", "af0ifj", "hidden"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

fn read(
    encoded: &str,
    response_type: &str,
) -> Result<AuthorizationResponse, AuthorizationResponseError> {
    let parameters = Parameters::parse(encoded).unwrap();
    AuthorizationResponse::from_parameters(parameters, &ResponseType::new(response_type).unwrap())
}

#[test]
fn core_3_3_2_5_a_hybrid_response_has_what_was_asked_for() {
    let encoded = "code=Splx&access_token=SlAV&token_type=Bearer&expires_in=3600&scope=openid\
                   &id_token=e30.e30.c2ln&state=xyz&x=1";
    let response = read(encoded, "code id_token token").unwrap();
    assert_eq!(response.code, Some(AuthorizationCode::new("Splx".to_owned())));
    assert_eq!(response.access_token, Some(AccessToken::new("SlAV".to_owned())));
    assert_eq!(response.token_type, Some(TokenType::BEARER));
    assert_eq!(response.expires_in, Some(3600));
    assert_eq!(response.scope, Scope::parse("openid").ok());
    assert_eq!(response.id_token, Some(EncodedJwt::new("e30.e30.c2ln".to_owned())));
    assert_eq!(response.to_parameters().encode(), encoded);
}

#[test]
fn rfc6749_3_1_1_a_member_that_the_response_type_requires_is_required() {
    use AuthorizationResponseError as Error;
    for (encoded, response_type, error) in [
        ("id_token=e30.e30.c2ln", "code id_token", Error::MissingCode),
        ("code=a", "code id_token", Error::MissingIdToken),
        ("state=xyz", "id_token", Error::MissingIdToken),
        ("token_type=Bearer", "token", Error::MissingAccessToken),
        ("access_token=a", "token", Error::MissingTokenType),
        (
            "access_token=a&token_type=Bearer&expires_in=soon",
            "token",
            Error::ExpiresIn { found: Excerpt::new("soon") },
        ),
        ("id_token=no-jwt", "id_token", Error::Syntax(SyntaxError::EncodedJwt)),
        ("access_token=%00&token_type=Bearer", "token", Error::Syntax(SyntaxError::AccessToken)),
    ] {
        assert_eq!(read(encoded, response_type), Err(error), "{encoded}");
    }
    assert!(read("state=xyz", "none").is_ok());
}

#[test]
fn a_token_that_was_not_asked_for_is_dropped() {
    let response = read("code=a&access_token=b&token_type=Bearer&id_token=e30.e30.c2ln", "code");
    let expected = AuthorizationResponse::new(AuthorizationCode::new("a".to_owned()));
    assert_eq!(response, Ok(expected));
}
