//! Token responses, error responses and callbacks (kinds B, C and E).
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use http::{Request, Response};
use serde_json::{Value, json};
use symbolon_case_tests::{Case, Failure, FieldProvider, case, client, refresh, sign_in};
use symbolon_discovery::quirks::Quirks;
use symbolon_oauth::{
    AuthorizationResponse, AuthorizationResponseError, ErrorCode, ErrorResponse, PageUrl,
    Parameters, ResponseType, Scope, SyntaxError, TokenResponse, TokenResponseError,
    TokenResponseQuirks, TokenType, bearer,
};
use symbolon_relying_party::{Callback, Login};
use symbolon_test_support::clock::date;

/// Returns a provider whose token response is the input of a case. A member that the input does not
/// state keeps its usual value.
fn provider(case: &Case) -> FieldProvider {
    let mut provider = FieldProvider::default().tokens(case.part("/body"));
    if let Some(status) = case.input["status"].as_u64() {
        provider.status = status.try_into().unwrap();
    }
    if let Some(content_type) = case.input["content_type"].as_str() {
        provider.content_type = Some(content_type.to_owned());
    }
    provider
}

/// Signs in at a provider whose token response is the input of a case.
fn signed_in(case: &Case) -> Login {
    sign_in(&provider(case), client()).unwrap()
}

/// Signs in as `signed_in` does, with a client that accepts these deviations.
fn signed_in_with(case: &Case, token_response: TokenResponseQuirks) -> Login {
    let mut quirks = Quirks::default();
    quirks.token_response = token_response;
    sign_in(&provider(case), client().quirks(quirks)).unwrap()
}

/// Returns the error response of a login at a provider whose token response is the input of a case.
/// The error also has the status of that response.
fn refused(case: &Case) -> ErrorResponse {
    let Err(Failure::Login(error)) = sign_in(&provider(case), client()) else {
        panic!("{} is not refused", case.name)
    };
    let status = error.status().map(|status| u64::from(status.as_u16()));
    assert_eq!(status, case.part("/status").as_u64());
    error.refusal().expect("the error response of the provider").clone()
}

/// Builds a token response. `<valid>` stands for an ID Token.
fn response(status: u16, content_type: &str, body: &Value) -> Response<String> {
    let body = body.to_string().replace("<valid>", "e30.e30.c2ln");
    Response::builder().status(status).header("content-type", content_type).body(body).unwrap()
}

fn read(body: &Value) -> Result<TokenResponse, TokenResponseError> {
    read_with(body, TokenResponseQuirks::default())
}

fn read_with(
    body: &Value,
    quirks: TokenResponseQuirks,
) -> Result<TokenResponse, TokenResponseError> {
    TokenResponse::from_http_with_quirks(&response(200, "application/json", body), &quirks)
}

/// Returns a valid body with one more member.
fn body_with(name: &str, value: Value) -> Value {
    let mut body = json!({"access_token": "at", "token_type": "Bearer", "id_token": "<valid>"});
    body[name] = value;
    body
}

/// Returns the status and the error response that are read from a response.
fn refusal(response: &Response<String>) -> (u16, ErrorResponse) {
    match TokenResponse::from_http(response) {
        Err(TokenResponseError::Refused { status, error }) => (status.as_u16(), error),
        other => panic!("{other:?}"),
    }
}

fn scope(text: &str) -> Option<Scope> {
    Some(Scope::parse(text).unwrap())
}

// B: an optional member that is `null` or empty is absent.

#[test]
fn token_refresh_token_null() {
    let Some(case) = case("token-refresh-token-null") else { return };
    assert_eq!(signed_in(&case).session.refresh_token, None);
}

#[test]
fn token_refresh_token_empty() {
    let Some(case) = case("token-refresh-token-empty") else { return };
    assert_eq!(signed_in(&case).session.refresh_token, None);
}

#[test]
fn token_scope_null() {
    let Some(case) = case("token-scope-null") else { return };
    // RFC 6749 §5.1: an absent scope is the scope that the client asked for.
    assert_eq!(Some(signed_in(&case).session.scope), scope("openid email"));
}

#[test]
fn token_scope_empty() {
    let Some(case) = case("token-scope-empty") else { return };
    assert_eq!(Some(signed_in(&case).session.scope), scope("openid email"));
}

#[test]
fn token_expires_in_null() {
    let Some(case) = case("token-expires-in-null") else { return };
    assert_eq!(signed_in(&case).session.expires_at, None);
}

#[test]
fn token_error_null_beside_tokens() {
    let Some(case) = case("token-error-null-beside-tokens") else { return };
    assert_eq!(signed_in(&case).id_token.sub, "alice");
}

#[test]
fn error_description_null() {
    let Some(case) = case("error-description-null") else { return };
    let error = refused(&case);
    assert_eq!(error, ErrorResponse::new(ErrorCode::INVALID_GRANT));
}

#[test]
fn refresh_id_token_null() {
    let Some(case) = case("refresh-id-token-null") else { return };
    let session = sign_in(&FieldProvider::default(), client()).unwrap().session;
    let provider = FieldProvider::default().tokens(case.part("/refresh_answer"));
    let refreshed = refresh(&provider, client(), &session).unwrap();
    assert!(refreshed.id_token.is_none());
    assert_eq!(refreshed.session.access_token.unwrap().expose(), "at2");
}

/// openid/AppAuth-Android #1055: `"id_token": null` at a refresh became the text `null`.
#[test]
fn every_optional_member_that_is_null_or_empty_is_absent() {
    let mut body = json!({"access_token": "at", "token_type": "bearer"});
    let expected = read(&body).unwrap();
    for blank in [Value::Null, json!("")] {
        for name in ["expires_in", "refresh_token", "scope", "id_token", "error"] {
            body[name] = blank.clone();
            assert_eq!(read(&body).as_ref(), Ok(&expected), "{name}: {blank}");
        }
    }
}

/// bfwg/springboot-jwt-starter #30: `{"access_token": null, "expires_in": null}`. A required member
/// stays required.
#[test]
fn a_required_member_that_is_null_or_empty_is_an_error() {
    for blank in [Value::Null, json!("")] {
        for name in ["access_token", "token_type"] {
            assert!(read(&body_with(name, blank.clone())).is_err(), "{name}: {blank}");
        }
    }
}

/// spring-projects/spring-authorization-server and others write empty lists of scopes as `""`, and a
/// server of SugarCRM `null` (oauthlib #391); a list of blanks says nothing either.
#[test]
fn a_scope_of_spaces_is_absent() {
    for text in ["", " ", "  \t\r\n "] {
        assert_eq!(read(&body_with("scope", json!(text))).unwrap().scope, None, "{text:?}");
    }
}

// C: the server's own error is never lost.

#[test]
fn token_200_with_error() {
    let Some(case) = case("token-200-with-error") else { return };
    let error = refused(&case);
    assert_eq!(error.error.as_str(), "incorrect_client_credentials");
    assert_eq!(
        error.error_description.as_deref(),
        Some("The client_id and/or client_secret passed are incorrect.")
    );
}

#[test]
fn token_403_invalid_grant() {
    let Some(case) = case("token-403-invalid-grant") else { return };
    let error = refused(&case);
    assert_eq!(error.error, ErrorCode::INVALID_GRANT);
    assert_eq!(error.error_description.as_deref(), Some("Unknown or invalid refresh token."));
    assert_eq!(refusal(&response(403, "application/json", case.part("/body"))), (403, error));
}

#[test]
fn token_503_temporarily_unavailable() {
    let Some(case) = case("token-503-temporarily-unavailable") else { return };
    let error = refused(&case);
    assert_eq!(error, ErrorResponse::new(ErrorCode::TEMPORARILY_UNAVAILABLE));
    assert_eq!(refusal(&response(503, "application/json", case.part("/body"))), (503, error));
}

#[test]
fn token_error_description_crlf() {
    let Some(case) = case("token-error-description-crlf") else { return };
    let error = refused(&case);
    assert_eq!(error.error, ErrorCode::INVALID_GRANT);
    assert_eq!(
        error.error_description.as_deref(),
        Some("AADSTS70008: The code has expired.??Trace ID: 1??Correlation ID: 2")
    );
    assert_eq!(error.extra.get("error_codes"), Some(&json!([70008])));
}

#[test]
fn callback_b2c_forgot_password() {
    let Some(case) = case("callback-b2c-forgot-password") else { return };
    let query = case.part("/query").as_str().unwrap();
    let parameters = Parameters::parse(query).unwrap();
    let read = AuthorizationResponse::from_parameters(parameters, &ResponseType::CODE);
    let Err(AuthorizationResponseError::Refused(refusal)) = read else { panic!("{read:?}") };
    assert_eq!(refusal.error.error, ErrorCode::ACCESS_DENIED);
    let description = refusal.error.error_description.unwrap();
    assert!(description.starts_with("AADB2C90118: The user has forgotten their password.??"));
    assert!(!description.contains(|character: char| character.is_control()));

    // The relying party reads the same callback.
    let uri = format!("https://client.example/cb?{query}");
    assert!(Callback::from_http(&Request::get(uri).body(Vec::new()).unwrap()).is_ok());
}

/// kanidm/kanidm #4470: a JSON error body as `text/plain`.
#[test]
fn an_error_body_of_another_content_type_is_read() {
    let body = json!({"error": "invalid_request"});
    for content_type in ["text/plain; charset=utf-8", "text/html", "application/problem+json"] {
        let read = refusal(&response(400, content_type, &body));
        assert_eq!(read, (400, ErrorResponse::new(ErrorCode::INVALID_REQUEST)), "{content_type}");
    }
    let without = Response::builder().status(400).body(body.to_string()).unwrap();
    assert_eq!(refusal(&without).1.error, ErrorCode::INVALID_REQUEST);
}

/// jaredhanson/oauth2orize #221: 403 and 501 with an OAuth error; ging/fiware-idm #43: 500 and 503.
#[test]
fn an_error_body_of_every_status_of_an_error_is_read() {
    let body = json!({"error": "unsupported_grant_type", "error_description": "no"});
    for status in [400, 401, 403, 404, 405, 409, 418, 422, 429, 500, 501, 502, 503, 504] {
        let (found, error) = refusal(&response(status, "application/json", &body));
        assert_eq!((found, &error.error), (status, &ErrorCode::UNSUPPORTED_GRANT_TYPE));
        assert_eq!(error.error_description.as_deref(), Some("no"));
    }
    // A page of a proxy is no OAuth error; its status is told.
    let page = response(502, "text/html", &json!("Bad gateway"));
    assert!(matches!(TokenResponse::from_http(&page),
        Err(TokenResponseError::Status(status)) if status.as_u16() == 502));
}

/// ramosbugs/oauth2-rs #313, golang/oauth2 #274: GitHub reports an unverified email address and a
/// bad code with 200, and with a page about the error.
#[test]
fn an_error_under_200_names_its_page() {
    let page = "https://docs.github.com/apps/troubleshooting#bad-verification-code";
    let body = json!({"error": "bad_verification_code", "error_uri": page});
    for status in [200, 201, 202] {
        let (found, error) = refusal(&response(status, "application/json", &body));
        assert_eq!((found, error.error.as_str()), (status, "bad_verification_code"));
        assert_eq!(error.error_uri, PageUrl::new(page).ok());
    }
}

/// better-auth/better-auth #8954: Yandex describes errors in Cyrillic. authlib/authlib #728: double
/// quotes in a description.
#[test]
fn a_description_outside_the_grammar_keeps_everything_printable() {
    let body = json!({
        "error": "unauthorized_client",
        "error_description": "Запрещено: \"client_id\" \\ 42\u{1b}[31m",
    });
    let (_, error) = refusal(&response(400, "application/json", &body));
    let expected = "Запрещено: \"client_id\" \\ 42?[31m";
    assert_eq!(error.error_description.as_deref(), Some(expected));

    let query = "error=unauthorized_client&error_description=%D0%97%3A+%22client_id%22+42";
    let parameters = Parameters::parse(query).unwrap();
    let refusal = symbolon_oauth::AuthorizationError::from_parameters(parameters).unwrap();
    assert_eq!(refusal.error.error_description.as_deref(), Some("З: \"client_id\" 42"));

    let header = "Bearer error=\"invalid_token\", error_description=\"abgelaufen: f\u{fc}nf\t\"";
    let response = Response::builder().header("www-authenticate", header.as_bytes());
    let response = response.body(()).unwrap();
    let challenges = bearer::Challenge::from_headers(response.headers()).unwrap();
    let description = challenges.first().unwrap().error_description.as_deref();
    assert_eq!(description, Some("abgelaufen: f?nf?"));
}

/// A page about an error is a link for a developer: it never is a script.
#[test]
fn a_page_about_an_error_that_is_a_script_is_left_out() {
    for page in ["javascript:alert(document.domain)", "data:text/html,x", "//evil.example/"] {
        let body = json!({"error": "invalid_grant", "error_uri": page});
        let (_, error) = refusal(&response(400, "application/json", &body));
        assert_eq!(error, ErrorResponse::new(ErrorCode::INVALID_GRANT), "{page}");
    }
}

// E: token responses of other types and forms.

#[test]
fn token_expires_in_string() {
    let Some(case) = case("token-expires-in-string") else { return };
    let expires = signed_in(&case).session.expires_at.unwrap();
    assert_eq!(expires, date(3599));
}

#[test]
fn token_expires_in_float() {
    let Some(case) = case("token-expires-in-float") else { return };
    let expires = signed_in(&case).session.expires_at.unwrap();
    assert_eq!(expires, date(3600));
}

#[test]
fn token_scope_two_spaces() {
    let Some(case) = case("token-scope-two-spaces") else { return };
    assert_eq!(Some(signed_in(&case).session.scope), scope("openid email"));
}

#[test]
fn token_scope_over_100() {
    let Some(case) = case("token-scope-over-100") else { return };
    assert_eq!(case.part("/body/scope"), "120 tokens");
    let tokens: Vec<String> = (0..120).map(|number| format!("scope-{number}")).collect();
    let mut provider = FieldProvider::default();
    provider.tokens["scope"] = json!(tokens.join(" "));
    let session = sign_in(&provider, client()).unwrap().session;
    assert_eq!(session.scope.len(), 120);
    // It survives the store of sessions too.
    let stored = serde_json::to_string(&session.scope).unwrap();
    assert_eq!(serde_json::from_str::<Scope>(&stored).unwrap(), session.scope);

    // The limit is in bytes, and the error names it.
    provider.tokens["scope"] = json!("a".repeat(16 * 1024 + 1));
    let error = sign_in(&provider, client()).unwrap_err();
    assert_eq!(error.code(), SyntaxError::ScopeTooLong.code());
    assert!(error.to_string().contains("16384 bytes"), "{error}");
}

#[test]
fn token_scope_array_twitch() {
    let Some(case) = case("token-scope-array-twitch") else { return };
    let error = sign_in(&provider(&case), client()).unwrap_err();
    assert_eq!(error.code(), "json.member");
    assert!(error.to_string().contains("`TokenResponseQuirks::scope_array`"), "{error}");
    let login = signed_in_with(&case, TokenResponseQuirks::default().scope_array(true));
    assert_eq!(Some(login.session.scope), scope("openid user:read:email"));
}

#[test]
fn token_type_missing() {
    let Some(case) = case("token-type-missing") else { return };
    let error = sign_in(&provider(&case), client()).unwrap_err();
    assert_eq!(error.code(), "token_response.missing");
    assert!(error.to_string().contains("`TokenResponseQuirks::token_type_missing`"), "{error}");
    let quirks = TokenResponseQuirks::default().token_type_missing(true);
    let tokens = read_with(case.part("/body"), quirks).unwrap();
    assert_eq!(tokens.token_type, TokenType::BEARER);
    assert_eq!(tokens.expires_in, Some(5_183_999));
    assert_eq!(signed_in_with(&case, quirks).id_token.sub, "alice");
}

#[test]
fn token_access_token_missing_b2c() {
    let Some(case) = case("token-access-token-missing-b2c") else { return };
    let error = sign_in(&provider(&case), client()).unwrap_err();
    assert_eq!(error.code(), "token_response.missing");
    assert!(error.to_string().contains("`TokenResponseQuirks::access_token_missing`"), "{error}");
    let quirks = TokenResponseQuirks::default().access_token_missing(true);
    let tokens = read_with(case.part("/body"), quirks).unwrap();
    assert!(tokens.access_token.is_none() && tokens.id_token.is_some());
    assert_eq!(signed_in_with(&case, quirks).session.access_token, None);

    // Without an ID Token, the response still needs an access token.
    let empty = json!({"token_type": "Bearer"});
    let missing = TokenResponseError::Missing { name: "access_token" };
    assert_eq!(read_with(&empty, quirks), Err(missing));
}

#[test]
fn token_status_201() {
    let Some(case) = case("token-status-201") else { return };
    let error = sign_in(&provider(&case), client()).unwrap_err();
    assert_eq!(error.code(), "token_response.status");
    assert!(error.to_string().contains("`TokenResponseQuirks::any_success_status`"), "{error}");
    let quirks = TokenResponseQuirks::default().any_success_status(true);
    let created = response(201, "application/json", case.part("/body"));
    let tokens = TokenResponse::from_http_with_quirks(&created, &quirks).unwrap();
    assert_eq!(tokens.access_token.unwrap().expose(), "at");
    assert_eq!(signed_in_with(&case, quirks).id_token.sub, "alice");
    // A redirect is never taken for a success.
    let redirect = response(302, "application/json", case.part("/body"));
    assert!(TokenResponse::from_http_with_quirks(&redirect, &quirks).is_err());
}

/// jebrosen/rocket_oauth2 #1, LibreChat #420: Azure and Entra ID (v1) write every lifetime as a
/// string, also those that this library does not know.
#[test]
fn expires_in_beside_other_lifetimes_in_strings() {
    let body = json!({
        "token_type": "Bearer", "scope": "manage", "expires_in": "5250", "ext_expires_in": "5250",
        "expires_on": "1759495112", "not_before": "1759489561", "access_token": "at",
    });
    let tokens = read(&body).unwrap();
    assert_eq!((tokens.expires_in, tokens.scope), (Some(5250), scope("manage")));
    assert_eq!(tokens.extra.get("expires_on"), Some(&json!("1759495112")));
}

/// A server that means "never" writes the largest number that it has. The result is the longest
/// lifetime, and never an overflow.
#[test]
fn expires_in_enormous() {
    for value in [json!(u64::MAX), json!(i64::MAX), json!(1e300), json!("9".repeat(40))] {
        let tokens = read(&body_with("expires_in", value.clone())).unwrap();
        assert_eq!(tokens.expires_in, Some(TokenResponse::MAX_EXPIRES_IN), "{value}");
        let mut provider = FieldProvider::default();
        provider.tokens["expires_in"] = value;
        assert!(sign_in(&provider, client()).is_ok());
    }
}

/// QwenLM/qwen-code #5510: `"3600abc"` was read as 3600. A text that is no number stays an error.
#[test]
fn expires_in_that_is_no_number_is_refused() {
    for value in [json!("3600abc"), json!("1h"), json!("-1"), json!(-1), json!([3600])] {
        let refused = read(&body_with("expires_in", value.clone()));
        assert_eq!(refused.unwrap_err().code(), "token_response.expires_in", "{value}");
    }
}

/// dart-lang/tools #306: Dropbox sent tokens as `text/javascript`. TykTechnologies/tyk #1585:
/// `text/plain`. bshaffer/oauth2-demo-php #11: `text/html`.
#[test]
fn tokens_of_another_content_type_are_read_by_a_quirk() {
    let body = json!({"access_token": "at", "token_type": "bearer"});
    let quirks = TokenResponseQuirks::default().any_content_type(true);
    for content_type in ["text/javascript", "text/plain; charset=utf-8", "text/html", ""] {
        let answer = response(200, content_type, &body);
        let error = TokenResponse::from_http(&answer).unwrap_err();
        assert_eq!(error.code(), "token_response.content_type", "{content_type}");
        assert!(error.to_string().contains("`TokenResponseQuirks::any_content_type`"));
        assert!(TokenResponse::from_http_with_quirks(&answer, &quirks).is_ok(), "{content_type}");
    }
}

/// openid/AppAuth-Android #233: a refresh without `token_type`. The quirk does not accept a type that
/// says that there is no access token.
#[test]
fn a_token_type_that_is_no_access_token_is_refused_with_every_quirk() {
    let quirks = TokenResponseQuirks::default().token_type_missing(true).access_token_missing(true);
    for token_type in ["N_A", "n_a"] {
        let refused = read_with(&body_with("token_type", json!(token_type)), quirks);
        assert_eq!(refused, Err(TokenResponseError::NotAnAccessToken));
    }
}

/// cdapio/cdap #16012: `"scope": [1, 2, 3]`. With the quirk, the elements are still scope tokens.
#[test]
fn an_array_of_scopes_has_only_scope_tokens() {
    let quirks = TokenResponseQuirks::default().scope_array(true);
    for refused in [json!([1, 2, 3]), json!([null]), json!({"openid": true}), json!(["a\"b"])] {
        assert!(read_with(&body_with("scope", refused.clone()), quirks).is_err(), "{refused}");
    }
    for (list, expected) in [
        (json!([]), None),
        (json!([""]), None),
        (json!(["openid email", "a"]), scope("openid email a")),
        (json!("openid a"), scope("openid a")),
    ] {
        let tokens = read_with(&body_with("scope", list.clone()), quirks).unwrap();
        assert_eq!(tokens.scope, expected, "{list}");
    }
}
