//! Token requests: every grant, in both directions, and what is refused.

use proptest::prelude::*;

use super::*;
use crate::pkce::CodeVerifier;
use crate::{
    AuthorizationCode, ClientId, ClientSecret, CodeGrant, ErrorCode, ErrorResponse, GrantType,
    RefreshToken, RefreshTokenGrant, Scope,
};

const FORM: &str = "application/x-www-form-urlencoded";

fn read(body: &str) -> Result<TokenRequest, TokenRequestError> {
    read_at("/token", body)
}

fn read_at(uri: &str, body: &str) -> Result<TokenRequest, TokenRequestError> {
    let request = Request::post(uri).header("content-type", FORM).body(body.to_owned());
    TokenRequest::from_http(&request.unwrap())
}

fn public() -> ClientCredentials {
    ClientCredentials::None { client_id: ClientId::new("c").unwrap() }
}

fn sent(request: TokenRequest) -> Request<Vec<u8>> {
    request.into_http(&"https://op.example/token".parse().unwrap()).unwrap()
}

#[test]
fn rfc6749_4_1_3_the_example() {
    let request = Request::post("/token")
        .header("authorization", "Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW")
        .header("content-type", FORM)
        .body(
            "grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA\
             &redirect_uri=https%3A%2F%2Fclient%2Eexample%2Ecom%2Fcb",
        )
        .unwrap();
    let mut grant = CodeGrant::new(AuthorizationCode::new("SplxlOBeZQQYbYS6WxSbIA".to_owned()));
    grant.redirect_uri = Some("https://client.example.com/cb".to_owned());
    let grant = AuthorizationGrant::Code(grant);
    let credentials = ClientCredentials::Basic {
        client_id: ClientId::new("s6BhdRkqt3").unwrap(),
        client_secret: ClientSecret::new("gX1fBat3bV".to_owned()),
    };
    assert_eq!(TokenRequest::from_http(&request), Ok(TokenRequest::new(grant, credentials)));
}

#[test]
fn rfc6749_6_a_refresh_request() {
    let request = read("grant_type=refresh_token&refresh_token=r&scope=a+b&client_id=c").unwrap();
    let scope = Some(Scope::parse("a b").unwrap());
    let refresh_token = RefreshToken::new("r".to_owned());
    let grant = RefreshTokenGrant { refresh_token, scope };
    assert_eq!(request.grant, AuthorizationGrant::RefreshToken(grant));
}

#[test]
fn rfc6749_4_5_another_grant_keeps_its_parameters() {
    let request = read("grant_type=urn:x&client_id=c&code=1&device_code=2").unwrap();
    assert_eq!(request.grant.grant_type().as_str(), "urn:x");
    assert_eq!(request.extra.get("code"), Some("1"));
    assert_eq!(request.extra.get("device_code"), Some("2"));
}

#[test]
fn rfc6749_3_2_post_of_a_form() {
    let body = "grant_type=urn:x&client_id=c";
    let request = |method, kind| {
        let request = Request::builder().method(method).uri("/token").header("content-type", kind);
        TokenRequest::from_http(&request.body(body).unwrap()).map(|_| ()).map_err(|e| e.code())
    };
    assert_eq!(request("POST", FORM), Ok(()));
    assert_eq!(request("GET", FORM), Err("parameters.method"));
    assert_eq!(request("PUT", FORM), Err("parameters.method"));
    assert_eq!(request("POST", "application/json"), Err("parameters.content_type"));
    let bytes = Request::post("/").header("content-type", FORM).body(b"a=\xff").unwrap();
    assert_eq!(
        TokenRequest::from_http(&bytes),
        Err(ParametersError::Encoding { position: 2 }.into())
    );
}

#[test]
fn attack_079_duplicate_parameters() {
    for (repeated, name) in [
        ("grant_type=urn:x", Some("grant_type")),
        ("client_id=c", Some("client_id")),
        ("a=1", None),
    ] {
        let body = format!("grant_type=urn:x&client_id=c&a=1&{repeated}");
        assert_eq!(read(&body), Err(ParametersError::Duplicate { name }.into()), "{repeated}");
    }
    let body = "grant_type=urn:x&client_id=c&resource=a&resource=b";
    assert_eq!(read(body).unwrap().extra.all("resource").count(), 2);
}

#[test]
fn attack_079_parameters_in_query_and_body() {
    let body = "grant_type=urn:x&client_id=c&a=1";
    assert!(read_at("/token?tenant=1", body).is_ok());
    for (query, name) in [
        ("a=1", None),
        ("client_id=c", Some("client_id")),
        ("client_secret=s", Some("client_secret")),
        ("code=1", Some("code")),
        ("%63ode=1", Some("code")),
        ("scope=", Some("scope")),
    ] {
        let refused = read_at(&format!("/token?{query}"), body);
        assert_eq!(refused, Err(ParametersError::QueryAndBody { name }.into()), "{query}");
    }
}

#[test]
fn rfc6749_5_2_each_reason_has_its_error() {
    for (body, reason, error) in [
        ("client_id=c", "token_request.missing", ErrorCode::INVALID_REQUEST),
        ("grant_type=urn:x", "client_credentials.missing", ErrorCode::INVALID_CLIENT),
        (
            "client_id=c&grant_type=a+b",
            "token_request.unsupported_grant_type",
            ErrorCode::UNSUPPORTED_GRANT_TYPE,
        ),
        (
            "client_id=c&grant_type=authorization_code",
            "token_request.missing",
            ErrorCode::INVALID_REQUEST,
        ),
        (
            "client_id=c&grant_type=authorization_code&code=",
            "token_request.missing",
            ErrorCode::INVALID_REQUEST,
        ),
        (
            "client_id=c&grant_type=authorization_code&code=%00",
            "token_request.invalid_grant",
            ErrorCode::INVALID_GRANT,
        ),
        (
            "client_id=c&grant_type=authorization_code&code=1&code_verifier=short",
            "token_request.invalid_grant",
            ErrorCode::INVALID_GRANT,
        ),
        (
            "client_id=c&grant_type=refresh_token&refresh_token=%c3%a9",
            "token_request.invalid_grant",
            ErrorCode::INVALID_GRANT,
        ),
        (
            "client_id=c&grant_type=refresh_token",
            "token_request.missing",
            ErrorCode::INVALID_REQUEST,
        ),
        ("%", "parameters.encoding", ErrorCode::INVALID_REQUEST),
    ] {
        let refused = read(body).unwrap_err();
        assert_eq!(refused.code(), reason, "{body}");
        assert_eq!(ErrorResponse::from(refused.clone()).error, error, "{body}");
        assert_eq!(refused.into_http().status(), 400, "{body}");
    }
}

#[test]
fn attack_094_a_bad_scope_is_invalid_scope() {
    for scope in ["a%22b", "a%5Cb", "a%0D%0Ab", "a++b", "a%00"] {
        let body = format!("client_id=c&grant_type=refresh_token&refresh_token=r&scope={scope}");
        assert_eq!(read(&body), Err(TokenRequestError::InvalidScope), "{scope}");
    }
    let response = ErrorResponse::from(TokenRequestError::InvalidScope);
    assert_eq!(response.error, ErrorCode::INVALID_SCOPE);
}

#[test]
fn rfc6749_5_2_a_refused_client_with_an_authorization_header_is_answered_with_401() {
    for (field, body) in [
        ("Basic ?", "grant_type=urn:x"),
        ("Basic YTpi", "grant_type=urn:x&client_id=c"),
        ("Basic YTpi", "grant_type=urn:x&client_assertion=a"),
    ] {
        let request = Request::post("/token").header("content-type", FORM);
        let request = request.header("authorization", field).body(body).unwrap();
        let response = TokenRequest::from_http(&request).unwrap_err().into_http();
        assert_eq!(response.status(), 401, "{body}");
        assert!(response.headers().contains_key("www-authenticate"));
        assert_eq!(response.headers()["cache-control"], "no-store");
    }
}

#[test]
fn extra_cannot_replace_a_parameter_that_the_request_defines() {
    let grant = RefreshTokenGrant::new(RefreshToken::new("r".to_owned()));
    let mut request = TokenRequest::new(AuthorizationGrant::RefreshToken(grant), public());
    for name in ["client_secret", "scope", "grant_type", "client_id", "resource", "a"] {
        request.extra.push(name, "x");
    }
    let body = String::from_utf8(sent(request).into_body()).unwrap();
    assert_eq!(body, "grant_type=refresh_token&refresh_token=r&client_id=c&resource=x&a=x");
}

#[test]
fn rfc6749_3_2_the_query_of_the_endpoint_is_kept() {
    let grant = AuthorizationGrant::Other { grant_type: GrantType::new("urn:x").unwrap() };
    let request = TokenRequest::new(grant, public());
    let endpoint = "https://op.example/token?tenant=1".parse().unwrap();
    assert_eq!(request.clone().into_http(&endpoint).unwrap().uri(), endpoint.as_str());
    let nowhere = "mailto:a@b.example".parse().unwrap();
    assert_eq!(request.into_http(&nowhere).unwrap_err().code(), "endpoint");
}

fn grant() -> impl Strategy<Value = AuthorizationGrant> {
    let word = || "[ -~]{1,20}";
    let scope = proptest::option::of("[a-z]{1,3}( [a-z:]{1,3}){0,2}");
    prop_oneof![
        (word(), proptest::option::of(word()), proptest::option::of("[A-Za-z0-9._~-]{43,128}"))
            .prop_map(|(code, redirect_uri, verifier)| AuthorizationGrant::Code(CodeGrant {
                code: AuthorizationCode::new(code),
                redirect_uri,
                code_verifier: verifier.map(|text| CodeVerifier::parse(text).unwrap()),
            })),
        (word(), scope).prop_map(|(token, scope)| AuthorizationGrant::RefreshToken(
            RefreshTokenGrant {
                refresh_token: RefreshToken::new(token),
                scope: scope.map(|text| Scope::parse(&text).unwrap()),
            }
        )),
        "urn:[!#-Z]{1,20}".prop_map(|name| AuthorizationGrant::Other {
            grant_type: GrantType::new(&name).unwrap()
        }),
    ]
}

proptest! {
    #[test]
    fn print_then_parse_is_the_identity(
        grant in grant(),
        extra in proptest::collection::btree_map("x[a-zé ]{0,4}", "\\PC{1,8}", 0..4),
    ) {
        let mut request = TokenRequest::new(grant, public());
        for (name, value) in &extra {
            request.extra.push(name, value);
        }
        prop_assert_eq!(TokenRequest::from_http(&sent(request.clone())), Ok(request));
    }

    #[test]
    fn no_request_panics(body in any::<Vec<u8>>(), query in "[a-z=&%0-9]{0,20}") {
        let uri = format!("/token?{query}");
        let request = Request::post(uri).header("content-type", FORM).body(body);
        let _ = TokenRequest::from_http(&request.unwrap());
    }

    #[test]
    fn a_request_that_was_read_is_read_again_after_printing(
        body in "grant_type=[a-z:]{1,9}(&(code|scope|client_id|resource)=[%0-3a-c.+]{0,9}){0,6}",
        grant_type in prop_oneof![Just("authorization_code"), Just("refresh_token"), Just("urn:x")],
    ) {
        for body in [body, format!("grant_type={grant_type}&code=a&refresh_token=b&client_id=c")] {
            if let Ok(request) = read(&body) {
                prop_assert_eq!(TokenRequest::from_http(&sent(request.clone())), Ok(request));
            }
        }
    }
}
