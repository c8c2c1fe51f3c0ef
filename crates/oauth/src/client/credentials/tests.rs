//! Client credentials: every method, in both directions, and what is refused.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use proptest::prelude::*;

use super::*;

fn take(authorization: &[&str], body: &str) -> Result<ClientCredentials, ClientCredentialsError> {
    try_take(authorization, body).map_err(|refusal| refusal.reason().clone())
}

fn try_take(
    authorization: &[&str],
    body: &str,
) -> Result<ClientCredentials, ClientCredentialsRefusal> {
    let mut headers = HeaderMap::new();
    for value in authorization {
        headers.append(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap());
    }
    ClientCredentials::take(&headers, &mut Parameters::parse(body).unwrap())
}

fn basic(text: &str) -> String {
    format!("Basic {}", STANDARD.encode(text))
}

fn id(text: &str) -> ClientId {
    ClientId::new(text).unwrap()
}

fn mismatch(parameter: &str, credentials: &str) -> ClientCredentialsError {
    ClientCredentialsError::Mismatch { parameter: id(parameter), credentials: id(credentials) }
}

fn secret(text: &str) -> ClientSecret {
    ClientSecret::new(text.to_owned())
}

/// Returns a text of the form of a JWT, with a signature that no key verifies.
fn jwt(claims: &str) -> String {
    let part = symbolon_jose::base64url::encode;
    format!("{}.{}.{}", part(b"{\"alg\":\"ES256\"}"), part(claims.as_bytes()), part(b"signature"))
}

fn assertion_body(claims: &str) -> String {
    format!(
        "client_assertion_type={}&client_assertion={}",
        ClientCredentials::JWT_BEARER,
        jwt(claims)
    )
}

#[test]
fn rfc6749_2_3_1_the_examples() {
    let in_field = take(&["Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3"], "");
    let client_secret = secret("7Fjfp0ZBr1KtDRbnfVdmIw");
    let client_id = id("s6BhdRkqt3");
    assert_eq!(
        in_field,
        Ok(ClientCredentials::Basic {
            client_id: client_id.clone(),
            client_secret: client_secret.clone()
        })
    );
    let in_body = take(&[], "client_id=s6BhdRkqt3&client_secret=7Fjfp0ZBr1KtDRbnfVdmIw");
    assert_eq!(in_body, Ok(ClientCredentials::Post { client_id, client_secret }));
}

#[test]
fn rfc6749_2_3_1_identifier_and_secret_are_form_encoded() {
    let client_id = id("https://c.example/a b");
    let credentials = take(&[&basic("https%3A%2F%2Fc.example%2Fa+b:%25%2B%3A%20")], "");
    assert_eq!(
        credentials,
        Ok(ClientCredentials::Basic { client_id, client_secret: secret("%+: ") })
    );
}

#[test]
fn attack_086_malformed_basic_credentials_are_refused() {
    for field in [
        "Basic".to_owned(),
        "Basic ".to_owned(),
        "Basic YTpi\u{7e}".to_owned(),
        // The padding is missing or too long, or the last character has surplus bits.
        "Basic YTpiYg".to_owned(),
        "Basic YTpiYg===".to_owned(),
        "Basic YTpiYh==".to_owned(),
        "Basic YTpi YTpi".to_owned(),
        // The alphabet is that of base64url.
        "Basic YTo_".to_owned(),
        basic("a"),
        basic(":b"),
        basic("a:"),
        basic("a:%"),
        basic("a:%4"),
        basic("a:%zz"),
        basic("a%00:b"),
        basic("a:b%0d%0a"),
        basic("a: b"),
        basic("a:é"),
        basic("a:%ff"),
    ] {
        assert_eq!(take(&[&field], ""), Err(ClientCredentialsError::Basic), "{field}");
    }
    assert_eq!(take(&[&basic("a:b"), &basic("a:b")], ""), Err(ClientCredentialsError::Basic));
}

#[test]
fn attack_086_a_scheme_in_lower_case_is_the_same_scheme() {
    assert!(take(&[&basic("a:b").replace("Basic", "basic")], "").is_ok());
    assert_eq!(take(&["Bearer abc"], "client_id=a"), Err(ClientCredentialsError::Scheme));
}

#[test]
fn attack_086_client_id_in_the_body_differs() {
    assert!(take(&[&basic("a:b")], "client_id=a").is_ok());
    assert_eq!(take(&[&basic("a:b")], "client_id=c"), Err(mismatch("c", "a")));
}

#[test]
fn attack_085_two_methods_at_once() {
    let assertion = assertion_body(r#"{"sub":"a"}"#);
    for (field, body, error) in [
        (Some(basic("a:b")), "client_secret=b".to_owned(), ClientCredentialsError::SeveralMethods),
        (Some(basic("a:b")), assertion.clone(), ClientCredentialsError::AssertionAndMore),
        (None, format!("{assertion}&client_secret=b"), ClientCredentialsError::AssertionAndMore),
    ] {
        let fields: Vec<&str> = field.iter().map(String::as_str).collect();
        assert_eq!(take(&fields, &body), Err(error));
    }
}

#[test]
fn rfc7521_4_2_the_client_is_the_assertions_subject() {
    let body = assertion_body(r#"{"sub":"a"}"#);
    let expected = ClientCredentials::PrivateKeyJwt {
        client_id: id("a"),
        assertion: EncodedJwt::new(jwt(r#"{"sub":"a"}"#)),
    };
    assert_eq!(take(&[], &body).as_ref(), Ok(&expected));
    assert_eq!(take(&[], &format!("client_id=a&{body}")), Ok(expected));
}

#[test]
fn attack_085_subject_is_not_the_client_id_parameter() {
    let body = format!("client_id=b&{}", assertion_body(r#"{"sub":"a"}"#));
    assert_eq!(take(&[], &body), Err(mismatch("b", "a")));
}

#[test]
fn rfc7523_2_2_type_and_assertion_come_together() {
    let jwt = jwt(r#"{"sub":"a"}"#);
    let saml = "urn:ietf:params:oauth:client-assertion-type:saml2-bearer";
    for body in [
        format!("client_id=a&client_assertion={jwt}"),
        format!("client_id=a&client_assertion_type={}", ClientCredentials::JWT_BEARER),
        format!("client_id=a&client_assertion_type={saml}&client_assertion={jwt}"),
    ] {
        assert_eq!(take(&[], &body), Err(ClientCredentialsError::AssertionType), "{body}");
    }
}

#[test]
fn rfc7523_3_2_the_subject_of_an_assertion_is_a_client_identifier() {
    for claims in ["{}", r#"{"sub":""}"#, r#"{"sub":1}"#, r#"{"sub":"a","sub":"b"}"#, "[]"] {
        assert_eq!(
            take(&[], &assertion_body(claims)),
            Err(ClientCredentialsError::Assertion),
            "{claims}"
        );
    }
    let kind = ClientCredentials::JWT_BEARER;
    for assertion in ["a.b", "a.b.c.d", "a.e30.", "e30"] {
        let body = format!("client_assertion_type={kind}&client_assertion={assertion}");
        assert_eq!(take(&[], &body), Err(ClientCredentialsError::Assertion), "{assertion}");
    }
}

#[test]
fn rfc6749_3_2_1_a_public_client_sends_its_client_id() {
    assert_eq!(take(&[], "client_id=a"), Ok(ClientCredentials::None { client_id: id("a") }));
    assert_eq!(take(&[], ""), Err(ClientCredentialsError::Missing));
    assert_eq!(take(&[], "client_secret=b"), Err(ClientCredentialsError::Missing));
    assert_eq!(take(&[], "client_id=%0a"), Err(ClientCredentialsError::ClientId));
    let bad_secret = take(&[], "client_id=a&client_secret=%0a");
    assert_eq!(bad_secret, Err(ClientCredentialsError::Secret));
}

#[test]
fn rfc6749_5_2_the_error_code_of_each_reason() {
    let code = |error| ErrorResponse::from(error).error;
    assert_eq!(code(ClientCredentialsError::SeveralMethods), ErrorCode::INVALID_REQUEST);
    assert_eq!(code(ClientCredentialsError::AssertionAndMore), ErrorCode::INVALID_CLIENT);
    assert_eq!(code(ClientCredentialsError::Missing), ErrorCode::INVALID_CLIENT);
}

#[test]
fn rfc6749_5_2_an_authorization_header_is_answered_with_a_challenge() {
    let by_field = take(&[&basic("a:b")], "").unwrap().refuse();
    assert_eq!(by_field.status(), 401);
    assert_eq!(by_field.headers()["www-authenticate"], "Basic realm=\"client\"");

    let by_body = take(&[], "client_id=a&client_secret=b").unwrap().refuse();
    assert_eq!(by_body.status(), 400);
    assert!(!by_body.headers().contains_key("www-authenticate"));
}

#[test]
fn rfc6749_5_2_after_an_authorization_header_invalid_client_is_401_with_a_challenge() {
    let assertion = assertion_body(r#"{"sub":"a"}"#);
    let valid = basic("a:b");
    for (field, body) in [
        ("Basic ?", ""),
        ("Bearer abc", "client_id=a"),
        (valid.as_str(), "client_id=c"),
        (valid.as_str(), "client_id=%0a"),
        (valid.as_str(), "client_assertion=a"),
        (valid.as_str(), assertion.as_str()),
    ] {
        let response = try_take(&[field], body).unwrap_err().into_http();
        assert_eq!(response.status(), 401, "{field} {body}");
        assert_eq!(response.headers()["www-authenticate"], "Basic realm=\"client\"");
    }
    for (field, body) in [
        // RFC 6749 §5.2: several methods are invalid_request, which has no challenge.
        (Some(valid.as_str()), "client_secret=b"),
        (None, ""),
        (None, "client_id=%0a"),
        (None, "client_assertion=a"),
    ] {
        let response = try_take(field.as_slice(), body).unwrap_err().into_http();
        assert_eq!(response.status(), 400, "{body}");
        assert!(!response.headers().contains_key("www-authenticate"));
    }
}

#[test]
fn attack_126_debug_has_no_secret() {
    let credentials = take(&[&basic("a:hunter2")], "").unwrap();
    assert!(!format!("{credentials:?}").contains("hunter2"));
}

fn credentials() -> impl Strategy<Value = ClientCredentials> {
    ("[ -~]{1,20}", "[ -~]{1,20}", 0..4_u8).prop_map(|(client_id, text, method)| {
        let client_id = id(&client_id);
        let client_secret = secret(&text);
        match method {
            0 => ClientCredentials::None { client_id },
            1 => ClientCredentials::Basic { client_id, client_secret },
            2 => ClientCredentials::Post { client_id, client_secret },
            _ => {
                let claims = serde_json::json!({ "sub": client_id.as_str() }).to_string();
                let assertion = EncodedJwt::new(jwt(&claims));
                ClientCredentials::PrivateKeyJwt { client_id, assertion }
            }
        }
    })
}

proptest! {
    #[test]
    fn print_then_parse_is_the_identity(credentials in credentials()) {
        let (mut headers, mut parameters) = (HeaderMap::new(), Parameters::new());
        credentials.put(&mut headers, &mut parameters);
        let mut parameters = Parameters::parse(&parameters.encode()).unwrap();
        prop_assert_eq!(ClientCredentials::take(&headers, &mut parameters), Ok(credentials));
        prop_assert!(parameters.is_empty());
    }

    #[test]
    fn no_header_panics(text in any::<Vec<u8>>(), raw in "[ -~]{0,30}") {
        let _ = take(&[&format!("Basic {}", STANDARD.encode(text))], "");
        let _ = take(&[&format!("Basic {raw}")], "");
    }
}
