//! Authorization requests: a valid request, one change, one error.

use http::Request;
use symbolon_jose::Excerpt;
use symbolon_oauth::{
    AuthorizationRequest, AuthorizationRequestError, ClientId, CodeChallenge, ErrorCode,
    ErrorResponse, Parameters, ParametersError, RedirectUri, RedirectUriError, ResponseType,
    ReturnAddress, Scope, State, SyntaxError, UriError,
};
use symbolon_test_support::names::CODE_CHALLENGE;
use url::Url;

/// Returns a valid request with one parameter changed, or removed if the value is empty.
fn changed(name: &str, value: &str) -> Parameters {
    let mut parameters = Parameters::new();
    parameters.push("response_type", "code");
    parameters.push("client_id", "s6BhdRkqt3");
    parameters.push("redirect_uri", "https://client.example/cb");
    parameters.push("scope", "openid email");
    parameters.push("state", "xyz");
    parameters.push("code_challenge", CODE_CHALLENGE);
    parameters.push("code_challenge_method", "S256");
    parameters.push("prompt", "login");
    parameters.push(name, value);
    parameters
}

#[test]
fn rfc6749_4_1_1_all_parameters_are_read() {
    let request = AuthorizationRequest::from_parameters(changed("extra", "1")).unwrap();
    assert_eq!(request.response_type, ResponseType::CODE);
    assert_eq!(request.client_id, ClientId::new("s6BhdRkqt3").unwrap());
    assert_eq!(request.redirect_uri, RedirectUri::new("https://client.example/cb").ok());
    assert_eq!(request.scope, Scope::parse("openid email").ok());
    assert_eq!(request.state, State::parse("xyz".to_owned()).ok());
    assert_eq!(request.code_challenge, CodeChallenge::parse(CODE_CHALLENGE).ok());
    assert_eq!(request.extra.encode(), "prompt=login&extra=1");
}

#[test]
fn rfc6749_4_1_1_optional_parameters_may_be_absent() {
    for name in ["redirect_uri", "scope", "state", "prompt"] {
        assert!(AuthorizationRequest::from_parameters(changed(name, "")).is_ok(), "{name}");
    }
    let mut parameters = changed("code_challenge", "");
    parameters.push("code_challenge_method", "");
    assert_eq!(AuthorizationRequest::from_parameters(parameters).unwrap().code_challenge, None);
}

#[test]
fn one_change_one_error() {
    use AuthorizationRequestError as Error;
    for (name, value, error) in [
        ("client_id", "", Error::MissingClientId),
        ("client_id", "a\nb", Error::ClientId),
        (
            "redirect_uri",
            "javascript:alert(1)",
            Error::RedirectUri(RedirectUriError::Scheme { found: Excerpt::new("javascript") }),
        ),
        (
            "redirect_uri",
            "https://client.example/cb#",
            Error::RedirectUri(RedirectUriError::Uri(UriError::Fragment { position: 25 })),
        ),
        ("response_type", "", Error::MissingResponseType),
        ("response_type", "code code", Error::Syntax(SyntaxError::ResponseType)),
        ("scope", "openid  email", Error::Syntax(SyntaxError::Scope)),
        ("state", "a\r\nb", Error::Syntax(SyntaxError::State)),
        ("code_challenge", "short", Error::Syntax(SyntaxError::CodeChallenge)),
    ] {
        let request = AuthorizationRequest::from_parameters(changed(name, value));
        assert_eq!(request, Err(error), "{name}={value:?}");
    }
}

#[test]
fn attack_087_pkce_downgrade() {
    use AuthorizationRequestError as Error;
    let unknown = |found| Error::CodeChallengeMethod { found: Excerpt::new(found) };
    for (name, value, error) in [
        ("code_challenge_method", "", Error::PlainCodeChallenge),
        ("code_challenge_method", "plain", Error::PlainCodeChallenge),
        ("code_challenge_method", "s256", unknown("s256")),
        ("code_challenge_method", "S512", unknown("S512")),
        ("code_challenge", "", Error::MissingCodeChallenge),
    ] {
        let request = AuthorizationRequest::from_parameters(changed(name, value));
        assert_eq!(request, Err(error), "{name}={value:?}");
    }
}

#[test]
fn attack_094_scope_syntax_injection_is_an_invalid_scope() {
    for scope in ["a\"b", "a\\b", "a\r\nb", "a  b", "a\0b"] {
        let error = AuthorizationRequest::from_parameters(changed("scope", scope)).unwrap_err();
        assert_eq!(ErrorResponse::from(error).error, ErrorCode::INVALID_SCOPE, "{scope:?}");
    }
}

#[test]
fn attack_096_an_error_that_must_not_redirect_has_no_return_address() {
    for (name, value) in [
        ("client_id", ""),
        ("client_id", "a\nb"),
        ("redirect_uri", "javascript:alert(1)"),
        ("redirect_uri", "https://client.example@evil.example"),
    ] {
        // These faults must not be reported first.
        let mut parameters = changed(name, value);
        parameters.push("response_type", "no such type");
        parameters.push("scope", "\"");
        parameters.push("state", "\n");
        let error = AuthorizationRequest::from_parameters(parameters.clone()).unwrap_err();
        assert_eq!(ReturnAddress::of(&parameters), Err(error), "{name}={value:?}");
    }
}

#[test]
fn rfc6749_4_1_2_1_other_errors_have_a_return_address() {
    for (name, value) in [("response_type", ""), ("scope", "\""), ("code_challenge_method", "")] {
        let parameters = changed(name, value);
        assert!(AuthorizationRequest::from_parameters(parameters.clone()).is_err());
        let address = ReturnAddress::of(&parameters).unwrap();
        assert_eq!(address.client_id.as_str(), "s6BhdRkqt3");
        assert_eq!(address.redirect_uri, RedirectUri::new("https://client.example/cb").ok());
        assert_eq!(address.state, State::parse("xyz".to_owned()).ok());
    }
    assert_eq!(ReturnAddress::of(&changed("state", "a\r\nb")).unwrap().state, None);
}

#[test]
fn rfc6749_3_1_get_and_post() {
    let encoded = changed("nonce", "n").encode();
    let get = Request::get(format!("/authorize?{encoded}")).body("").unwrap();
    let post = Request::post("/authorize")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(encoded.as_str())
        .unwrap();
    let request = AuthorizationRequest::from_http(&get).unwrap();
    assert_eq!(AuthorizationRequest::from_http(&post).unwrap(), request);

    let twice = Request::get(format!("/authorize?{encoded}&client_id=a")).body("").unwrap();
    assert_eq!(
        AuthorizationRequest::from_http(&twice),
        Err(AuthorizationRequestError::Parameters(ParametersError::Duplicate {
            name: Some("client_id")
        }))
    );
}

#[test]
fn rfc6749_3_1_the_query_of_the_endpoint_is_kept() {
    let request =
        AuthorizationRequest::new(ResponseType::CODE, ClientId::new("s6BhdRkqt3").unwrap());
    let encoded = "response_type=code&client_id=s6BhdRkqt3";
    for (endpoint, url) in [
        ("https://op.example/a", "https://op.example/a?"),
        ("https://op.example/a?", "https://op.example/a?"),
        ("https://op.example/a?tenant=1", "https://op.example/a?tenant=1&"),
        ("https://op.example/a#fragment", "https://op.example/a?"),
    ] {
        let printed = request.clone().into_url(&Url::parse(endpoint).unwrap());
        assert_eq!(printed.as_str(), format!("{url}{encoded}"));
    }
}

#[test]
fn extra_cannot_replace_a_parameter_that_has_a_field() {
    let mut request =
        AuthorizationRequest::new(ResponseType::CODE, ClientId::new("s6BhdRkqt3").unwrap());
    request.extra.push("client_id", "other");
    request.extra.push("code_challenge_method", "plain");
    request.extra.push("prompt", "none");
    let encoded = "response_type=code&client_id=s6BhdRkqt3&prompt=none";
    assert_eq!(request.to_parameters().encode(), encoded);
}

#[test]
fn rfc6749_4_1_2_1_descriptions_fit_the_grammar_and_quote_nothing() {
    let parameters = [
        changed("client_id", ""),
        changed("redirect_uri", "secret.example"),
        changed("scope", "se\"cret"),
        changed("response_type", ""),
        changed("code_challenge_method", "secret"),
        changed("code_challenge_method", ""),
        changed("code_challenge", ""),
    ];
    for parameters in parameters {
        let error = AuthorizationRequest::from_parameters(parameters).unwrap_err();
        let description = ErrorResponse::from(error).error_description.unwrap();
        assert!(!description.contains(['"', '\\']) && description.is_ascii(), "{description}");
        assert!(!description.contains("cret"), "{description}");
    }
}

#[test]
fn attack_126_debug_prints_no_state() {
    let request = AuthorizationRequest::from_parameters(changed("nonce", "n-0S6")).unwrap();
    let printed = format!("{request:?}");
    assert!(!printed.contains("xyz") && !printed.contains("n-0S6"), "{printed}");
}
