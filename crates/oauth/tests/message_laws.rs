//! Laws of the messages: printing and parsing a message returns the same message, unknown
//! parameters survive, and no input panics.

use http::{Request, StatusCode};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use symbolon_jose::Object;
use symbolon_oauth::{
    AuthorizationCode, AuthorizationError, AuthorizationRequest, AuthorizationResponse, ClientId,
    CodeChallenge, CodeVerifier, ErrorCode, ErrorResponse, Issuer, PageUrl, Parameters,
    RedirectUri, ResponseType, ReturnAddress, Scope, State, TokenType,
};
use symbolon_test_support::names::CODE_CHALLENGE;
use url::Url;

/// Pieces of URIs that parsers read differently.
const TRICKY: &[&str] = &[
    "localhost",
    "127.0.0.1",
    "[::1]",
    "evil",
    "c.example",
    ".",
    "..",
    "/",
    "\\",
    "@",
    ":",
    "80",
    "0x7f",
    "xn--",
    "1",
    "%2f",
    "%40",
    "%5c",
    "%2e",
    "?",
    "#",
    ";",
    "[",
    "]",
    "\t",
    " ",
    "%00",
    "&",
    "=x",
];

fn visible() -> impl Strategy<Value = String> {
    "[ -~]{1,40}"
}

/// Generates parameters that no message defines: their names contain an exclamation mark.
fn extra() -> impl Strategy<Value = Parameters> {
    btree_map("![^!]{0,8}", "\\PC{0,20}|[\\x00-\\x7f]{0,20}", 0..8).prop_map(|pairs| {
        let mut parameters = Parameters::new();
        for (name, value) in &pairs {
            parameters.push(name, value);
        }
        parameters
    })
}

fn redirect_uri() -> impl Strategy<Value = RedirectUri> {
    let text = "(https://[a-z]{1,8}\\.example(:[1-9][0-9]{0,3})?|http://127\\.0\\.0\\.1(:8[0-9]{0,3})?\
                |com\\.example\\.[a-z]{1,5}:)/[a-z0-9~_-]{0,8}(\\?x=[a-z0-9]{0,5})?";
    text.prop_filter_map("a redirect URI", |text| RedirectUri::new(&text).ok())
}

fn error_response() -> impl Strategy<Value = ErrorResponse> {
    let description = "[ !#-\\[\\]-~]{1,40}";
    let uri = "https://[a-z]{1,8}\\.example/[!#-;=?-\\[\\]_a-z~]{0,20}"
        .prop_filter_map("a page URL", |text| PageUrl::new(&text).ok());
    ("[a-z_]{1,20}", option::of(description), option::of(uri)).prop_map(
        |(code, description, uri)| {
            let code = ErrorCode::new(&code).unwrap_or(ErrorCode::SERVER_ERROR);
            let mut error = ErrorResponse::new(code);
            error.error_description = description;
            error.error_uri = uri;
            error
        },
    )
}

fn authorization_request() -> impl Strategy<Value = AuthorizationRequest> {
    let client_id = visible().prop_filter_map("an identifier", |text| ClientId::new(&text).ok());
    let scope = vec("[!#-\\[\\]-~]{1,10}", 1..6);
    let scope = scope.prop_filter_map("a scope", |tokens| Scope::parse(&tokens.join(" ")).ok());
    let optional = (
        option::of(redirect_uri()),
        option::of(scope),
        option::of(visible().prop_filter_map("a state", |text| State::parse(text).ok())),
        any::<bool>(),
    );
    (client_id, optional, extra()).prop_map(|(client_id, optional, extra)| {
        let mut request = AuthorizationRequest::new(ResponseType::CODE, client_id);
        (request.redirect_uri, request.scope, request.state, _) = optional.clone();
        request.code_challenge = CodeChallenge::parse(CODE_CHALLENGE).ok().filter(|_| optional.3);
        request.extra = extra;
        request
    })
}

proptest! {
    #[test]
    fn parameters_print_then_parse(parameters in extra()) {
        prop_assert_eq!(Parameters::parse(&parameters.encode()), Ok(parameters));
    }

    #[test]
    fn authorization_request_print_then_parse(request in authorization_request()) {
        let parameters = request.to_parameters();
        let encoded = Parameters::parse(&parameters.encode());
        prop_assert_eq!(encoded.as_ref(), Ok(&parameters));
        let read = AuthorizationRequest::from_parameters(parameters.clone());
        prop_assert_eq!(read.as_ref(), Ok(&request));
        let address = ReturnAddress::of(&parameters).unwrap();
        prop_assert_eq!(address.redirect_uri.as_ref(), request.redirect_uri.as_ref());

        let endpoint = Url::parse("https://op.example/authorize").unwrap();
        let url = request.clone().into_url(&endpoint);
        let read = Parameters::parse(url.query().unwrap_or_default()).unwrap();
        prop_assert_eq!(AuthorizationRequest::from_parameters(read), Ok(request));
    }

    #[test]
    fn authorization_response_print_then_parse(
        code in visible(),
        state in option::of(visible()),
        iss in option::of("https://[a-z]{1,8}\\.example"),
        extra in extra(),
        redirect_uri in redirect_uri(),
    ) {
        let mut response = AuthorizationResponse::new(AuthorizationCode::new(code));
        response.state = state.map(|text| State::parse(text).unwrap());
        response.iss = iss;
        response.extra = extra;
        let read = AuthorizationResponse::from_parameters(response.to_parameters(), &ResponseType::CODE);
        prop_assert_eq!(read.as_ref(), Ok(&response));

        // The parameters that the browser brings to the client are those that were printed.
        let url = Url::parse(&redirect_uri.append(&response.to_parameters())).unwrap();
        let read = Parameters::parse(url.query().unwrap_or_default()).unwrap();
        for (name, value) in response.to_parameters().iter() {
            prop_assert_eq!(read.get(name), Some(value));
        }
    }

    #[test]
    fn authorization_error_print_then_parse(
        error in error_response(),
        state in option::of(visible()),
        iss in option::of("https://[a-z]{1,8}\\.example"),
        extra in extra(),
    ) {
        let mut refusal = AuthorizationError::new(error);
        refusal.state = state.map(|text| State::parse(text).unwrap());
        refusal.iss = iss;
        refusal.extra = extra;
        let read = AuthorizationError::from_parameters(refusal.to_parameters());
        prop_assert_eq!(read, Ok(refusal));
    }

    #[test]
    fn error_response_print_then_parse(
        error in error_response(),
        members in btree_map("![a-z]{0,8}", "\\PC{0,20}", 0..5),
    ) {
        let mut error = error;
        for (name, value) in members {
            error.extra.insert(&name, value);
        }
        let read = ErrorResponse::from_object(error.to_object());
        prop_assert_eq!(read.as_ref(), Ok(&error));
        let response = error.clone().into_http(StatusCode::BAD_REQUEST);
        prop_assert_eq!(ErrorResponse::from_http(&response), Ok(error));
    }

    /// An accepted `https` or `http` redirect URI has the host to which a browser goes.
    #[test]
    fn attack_099_accepted_redirect_uris_have_one_reading(
        secure in any::<bool>(),
        pieces in vec(select(TRICKY), 1..8),
    ) {
        let scheme = if secure { "https" } else { "http" };
        let text = [scheme, "://", &pieces.concat()].concat();
        let Ok(uri) = RedirectUri::new(&text) else { return Ok(()) };
        let url = Url::parse(uri.as_str()).unwrap();
        let host = url.host_str().unwrap_or_default();
        prop_assert_eq!((url.username(), url.password(), url.fragment()), ("", None, None));
        prop_assert!(secure || matches!(host, "localhost" | "127.0.0.1" | "[::1]"), "{}", text);
        let after = text.strip_prefix(&[scheme, "://", host].concat());
        prop_assert!(after.is_some_and(|after| after.is_empty() || after.starts_with([':', '/', '?'])), "{}", text);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,80}|[\\x00-\\x7f]{0,80}") {
        let _ = RedirectUri::new(&text);
        let _ = RedirectUri::new(&format!("https://{text}"));
        let _ = RedirectUri::new(&format!("https://c.example/{text}"));
        let _ = RedirectUri::new(&format!("http://127.0.0.1{text}"));
        let _ = Issuer::on_loopback(&format!("http://[{text}"));
        let _ = Issuer::new(&text);
        let _ = Scope::parse(&text);
        let _ = ResponseType::new(&text);
        let _ = ErrorCode::new(&text);
        let _ = TokenType::new(&text);
        let _ = ClientId::new(&text);
        let _ = CodeChallenge::parse(&text);
        let _ = CodeVerifier::parse(text.clone());
        if let Ok(parameters) = Parameters::parse(&text) {
            prop_assert_eq!(Parameters::parse(&parameters.encode()), Ok(parameters));
        }
    }

    #[test]
    fn no_message_panics(
        names in vec("client_id|redirect_uri|response_type|scope|state|code|error|iss\
                      |code_challenge|code_challenge_method|error_description", 0..6),
        value in "\\PC{0,30}|https://[a-z]{0,9}",
    ) {
        let mut parameters = Parameters::new();
        for name in &names {
            parameters.push(name, &value);
        }
        let _ = AuthorizationRequest::from_parameters(parameters.clone());
        let _ = AuthorizationResponse::from_parameters(parameters.clone(), &ResponseType::CODE);
        let _ = AuthorizationError::from_parameters(parameters);
    }

    #[test]
    fn no_bytes_panic(body in vec(any::<u8>(), 0..200)) {
        let request = Request::post("/authorize")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.as_slice())
            .unwrap();
        let _ = AuthorizationRequest::from_http(&request);
        if let Ok(object) = Object::parse(&body) {
            let _ = ErrorResponse::from_object(object);
        }
    }
}
