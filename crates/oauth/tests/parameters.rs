//! Queries and form bodies.

use http::{Method, Request};
use symbolon_jose::Excerpt;
use symbolon_oauth::{
    AuthorizationResponse, Parameters, ParametersError, RedirectUri, RedirectUriError,
};

const FORM: &str = "application/x-www-form-urlencoded";

#[test]
fn rfc6749_b_the_example() {
    let parameters = Parameters::parse("value=+%25%26%2B%C2%A3%E2%82%AC").unwrap();
    assert_eq!(parameters.get("value"), Some(" %&+\u{a3}\u{20ac}"));
    assert_eq!(parameters.encode(), "value=+%25%26%2B%C2%A3%E2%82%AC");
}

#[test]
fn rfc6749_b_strict_decoding() {
    for encoded in ["a=%", "a=%4", "a=%zz", "%f=1", "a=%ff", "a=%C3", "a=\u{e9}", "a=b c", "a=\n"] {
        let error = ParametersError::Encoding { position: 0 };
        assert_eq!(Parameters::parse(encoded), Err(error), "{encoded:?}");
    }
    let third = Parameters::parse("a=1&&b=%");
    assert_eq!(third, Err(ParametersError::Encoding { position: 5 }));
}

#[test]
fn rfc6749_3_1_a_parameter_without_a_value_is_omitted() {
    let parameters = Parameters::parse("&a=&b&c=1&&=&").unwrap();
    assert_eq!(parameters.get("a"), None);
    assert_eq!(parameters.iter().collect::<Vec<_>>(), [("c", "1")]);

    let mut parameters = Parameters::new();
    parameters.push("a", "");
    assert!(parameters.is_empty());
}

#[test]
fn attack_079_duplicate_callback_parameters() {
    for (encoded, name) in [
        ("code=a&code=b", Some("code")),
        ("state=a&code=b&state=a", Some("state")),
        ("code=a&code=", Some("code")),
        ("c%6fde=a&code=b", Some("code")),
        ("tenant=a&tenant=b", None),
    ] {
        let error = ParametersError::Duplicate { name };
        assert_eq!(Parameters::parse(encoded), Err(error), "{encoded}");
    }
}

#[test]
fn rfc8707_2_resource_may_be_repeated() {
    let encoded = "resource=a&resource=b";
    let parameters = Parameters::parse(encoded).unwrap();
    assert_eq!(parameters.all("resource").collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(parameters.encode(), encoded);
}

#[test]
fn pushing_a_name_again_replaces_it() {
    let mut parameters = Parameters::parse("a=1&b=2").unwrap();
    parameters.push("a", "3");
    assert_eq!(parameters.encode(), "b=2&a=3");
    parameters.push("resource", "x");
    parameters.push("resource", "y");
    assert_eq!(parameters.encode(), "b=2&a=3&resource=x&resource=y");
}

#[test]
fn attack_079_mixed_query_and_body() {
    let request = |method: Method, uri: &str, body: &'static str| {
        let request = Request::builder().method(method).uri(uri);
        Parameters::from_http(&request.header("content-type", FORM).body(body).unwrap())
    };
    assert_eq!(request(Method::GET, "/authorize?a=1", "").unwrap().get("a"), Some("1"));
    assert_eq!(request(Method::POST, "/authorize", "a=1").unwrap().get("a"), Some("1"));
    for (method, uri, body, name) in [
        (Method::POST, "/authorize?a=1", "a=1", None),
        (Method::POST, "/authorize?%61=1", "a=1", None),
        (Method::POST, "/authorize?a", "a=1", None),
        (Method::POST, "/authorize?tenant=a&client_id=1", "a=1", Some("client_id")),
        (Method::POST, "/authorize?cli%65nt_id=1", "a=1", Some("client_id")),
        (Method::POST, "/authorize?request_uri=", "a=1", Some("request_uri")),
        (Method::POST, "/authorize?nonce", "a=1", Some("nonce")),
        (Method::POST, "/callback?state=1", "code=1", Some("state")),
        (Method::GET, "/authorize?a=1", "b=1", None),
        (Method::GET, "/authorize", "b=1", None),
    ] {
        assert_eq!(request(method, uri, body), Err(ParametersError::QueryAndBody { name }));
    }
    for found in [Method::PUT, Method::HEAD, Method::OPTIONS, Method::DELETE] {
        let error = ParametersError::Method { found: found.clone(), expected: "GET or POST" };
        assert_eq!(request(found, "/authorize?a=1", ""), Err(error));
    }
}

#[test]
fn rfc6749_3_1_the_address_of_the_endpoint_may_have_a_query() {
    let request = Request::post("/authorize?tenant=a&tenant=b").header("content-type", FORM);
    let parameters = Parameters::from_http(&request.body("client_id=c").unwrap()).unwrap();
    assert_eq!(parameters.iter().collect::<Vec<_>>(), [("client_id", "c")]);
}

#[test]
fn rfc6749_3_1_2_the_query_of_a_redirect_uri_may_have_a_name_of_another_message() {
    let own = &AuthorizationResponse::PARAMETERS;
    let post = |uri: &str| {
        let request = Request::post(uri).header("content-type", FORM);
        Parameters::from_http_at(&request.body("code=1&state=2&tenant=3").unwrap(), own)
    };
    for query in
        ["display=page", "client_id=c&prompt=x", "resource=a&resource=b", "target_link_uri"]
    {
        let parameters = post(&format!("/cb?{query}")).unwrap();
        assert_eq!(parameters.encode(), "code=1&state=2&tenant=3", "{query}");
    }
    for (query, name) in [
        ("state=1", Some("state")),
        ("session_state", Some("session_state")),
        ("display=page&i%73s=1", Some("iss")),
        ("response=", Some("response")),
        ("tenant=1", None),
    ] {
        let error = ParametersError::QueryAndBody { name };
        assert_eq!(post(&format!("/cb?{query}")), Err(error), "{query}");
    }
    for name in own {
        let uri = format!("https://client.example/cb?{name}=1");
        let error = RedirectUri::new(&uri).unwrap_err();
        assert_eq!(error, RedirectUriError::ResponseParameter { name });
        assert!(post(&uri).is_err(), "{name}");
    }
}

#[test]
fn rfc6749_b_a_body_is_a_form() {
    let post = |content_type: &str, body: &'static [u8]| {
        let request = Request::post("/authorize").header("content-type", content_type);
        Parameters::from_http(&request.body(body).unwrap())
    };
    assert!(post("application/x-www-form-urlencoded; charset=UTF-8", b"a=1").is_ok());
    for found in ["application/json", "text/plain"] {
        let error = ParametersError::ContentType { found: Some(Excerpt::new(found)) };
        assert_eq!(post(found, b"a=1"), Err(error));
    }
    assert_eq!(post(FORM, b"a=\xff"), Err(ParametersError::Encoding { position: 2 }));
    let untyped = Request::post("/authorize").body("a=1").unwrap();
    assert_eq!(Parameters::from_http(&untyped), Err(ParametersError::ContentType { found: None }));
}

#[test]
fn an_error_says_what_was_found_and_what_was_expected() {
    let json = Request::post("/token").header("content-type", "application/json").body("").unwrap();
    for (error, message) in [
        (Parameters::parse("code=a&code=b"), "`code` is included more than once"),
        (Parameters::parse("x=a&x=b"), "a parameter is included more than once"),
        (Parameters::parse("a=1&b=%"), "the parameters are not form-encoded UTF-8 from byte 4 on"),
        (
            Parameters::from_http(&Request::put("/authorize").body("").unwrap()),
            "the request has the method PUT; expected GET or POST",
        ),
        (
            Parameters::from_http(&json),
            "the request has the Content-Type \"application/json\"; expected the Content-Type \
             application/x-www-form-urlencoded",
        ),
    ] {
        assert_eq!(error.unwrap_err().to_string(), message);
    }
}

#[test]
fn attack_126_an_error_does_not_contain_an_unregistered_name() {
    let error = Parameters::parse("s3cret=a&s3cret=b").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("s3cret"));
}

#[test]
fn attack_127_count_and_length_are_bounded() {
    let count = |count: usize| {
        let names = (0..count).map(|number| format!("p{number}=1")).collect::<Vec<_>>();
        Parameters::parse(&names.join("&"))
    };
    assert_eq!(count(Parameters::MAX_COUNT).unwrap().len(), Parameters::MAX_COUNT);
    assert_eq!(count(Parameters::MAX_COUNT + 1), Err(ParametersError::TooMany));

    let value = |length: usize| Parameters::parse(&format!("a={}", "x".repeat(length)));
    assert!(value(Parameters::MAX_LENGTH - 2).is_ok());
    let too_long = ParametersError::TooLong { length: Parameters::MAX_LENGTH + 1 };
    assert_eq!(value(Parameters::MAX_LENGTH - 1), Err(too_long));
}

#[test]
fn attack_126_debug_prints_names_only() {
    let parameters = Parameters::parse("code=SplxlOBe&client_secret=7Fjfp0ZB").unwrap();
    assert_eq!(format!("{parameters:?}"), r#"{"code", "client_secret"}"#);
}
