//! Browser apps: only the pages of a client may read a response (Core §5.3, draft of browser-based
//! apps).

use http::{HeaderMap, Method, Request, Response, header};
use symbolon_oauth::RedirectUri;
use symbolon_provider::cors::{self, BrowserEndpoint, Origin};
use symbolon_provider::{RegisteredClient, page_headers};

use crate::common::*;

const PAGE: &str = "https://client.example";

fn from_page(method: Method, origin: &str) -> Request<Vec<u8>> {
    let request = Request::builder().method(method).uri(format!("{ISSUER}/token"));
    let request = request.header(header::ORIGIN, origin);
    request.header("access-control-request-method", "POST").body(Vec::new()).unwrap()
}

fn origin(text: &str) -> Option<Origin> {
    Origin::from_headers(from_page(Method::POST, text).headers())
}

fn preflight(endpoint: BrowserEndpoint, origin: &str) -> Response<Vec<u8>> {
    let known = |origin: &Origin| origin.is_of(&web());
    cors::preflight(&from_page(Method::OPTIONS, origin), endpoint, known).unwrap()
}

/// Returns the page that may read the response. Checks that the page never sends cookies.
#[track_caller]
fn allowed(headers: &HeaderMap) -> Option<&str> {
    assert!(!headers.contains_key("access-control-allow-credentials"));
    headers.get("access-control-allow-origin").map(|value| value.to_str().unwrap())
}

fn answered(client: Option<&RegisteredClient>, page: &str) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    cors::allow(&mut response, origin(page).as_ref(), client);
    response
}

#[test]
fn core_5_3_the_browser_may_send_a_request_for_a_page_of_a_client() {
    for (endpoint, methods) in [
        (BrowserEndpoint::Token, "POST, OPTIONS"),
        (BrowserEndpoint::UserInfo, "GET, POST, OPTIONS"),
    ] {
        let response = preflight(endpoint, PAGE);
        assert_eq!(response.status(), 204);
        let headers = response.headers();
        assert_eq!(allowed(headers), Some(PAGE));
        assert_eq!(headers["access-control-allow-methods"], methods);
        assert_eq!(headers["access-control-allow-headers"], "Authorization, Content-Type");
        assert_eq!(headers["vary"], "Origin");
        // A client that was deleted is forgotten after ten minutes, and no cache keeps the answer.
        assert_eq!(headers["access-control-max-age"], "600");
        assert_eq!(headers["cache-control"], "no-store");
    }
}

#[test]
fn core_5_3_the_browser_may_not_send_a_request_for_another_page() {
    for other in [
        "https://evil.example",
        "http://client.example",
        "https://client.example:8443",
        "https://client.example.evil.example",
        "https://sub.client.example",
        "https://CLIENT.example",
        "null",
        "*",
    ] {
        let headers = preflight(BrowserEndpoint::Token, other).headers().clone();
        assert_eq!(allowed(&headers), None, "{other}");
        assert!(!headers.contains_key("access-control-allow-methods"));
        assert_eq!(headers["vary"], "Origin");
    }
}

#[test]
fn core_5_3_a_page_reads_only_the_responses_to_its_own_client() {
    let headers = answered(Some(&web()), PAGE).headers().clone();
    assert_eq!(allowed(&headers), Some(PAGE));
    assert_eq!(headers["access-control-expose-headers"], "WWW-Authenticate, Retry-After");
    assert_eq!(headers["vary"], "Origin");
    assert_eq!(headers["cache-control"], "no-store");
    // A page of `web` with the credentials of another client, a page of `web` without credentials,
    // and a page of no client.
    for (client, page) in
        [(Some(&signer()), PAGE), (None, PAGE), (Some(&web()), "https://evil.example")]
    {
        let headers = answered(client, page).headers().clone();
        assert_eq!(allowed(&headers), None, "{page}");
        assert_eq!(headers["vary"], "Origin");
    }
}

#[test]
fn core_5_3_the_origin_is_that_of_a_redirect_uri() {
    for (redirect_uri, page, is_of) in [
        ("https://app.example:443/cb", "https://app.example", true),
        ("https://app.example:8443/cb", "https://app.example:8443", true),
        ("http://localhost:5173/cb", "http://localhost:5173", true),
        ("http://localhost:5173/cb", "http://localhost", false),
        ("http://127.0.0.1/cb", "http://127.0.0.1:5173", false),
        ("com.example.app:/cb", "null", false),
        ("com.example.app://host/cb", "com.example.app://host", false),
    ] {
        let mut client = web();
        client.redirect_uris = vec![RedirectUri::new(redirect_uri).unwrap()];
        let found = origin(page).is_some_and(|origin| origin.is_of(&client));
        assert_eq!(found, is_of, "{redirect_uri} {page}");
    }
}

#[test]
fn rfc6454_7_3_a_request_has_one_origin() {
    let mut headers = HeaderMap::new();
    assert_eq!(Origin::from_headers(&headers), None);
    assert_eq!(origin("null"), None, "a page without an origin");
    headers.append(header::ORIGIN, PAGE.parse().unwrap());
    assert_eq!(Origin::from_headers(&headers).unwrap().as_str(), PAGE);
    headers.append(header::ORIGIN, "https://evil.example".parse().unwrap());
    assert_eq!(Origin::from_headers(&headers), None);
}

#[test]
fn rfc9700_2_6_every_page_may_read_the_metadata_and_the_keys() {
    let provider = provider();
    for response in [provider.discovery_response(60), provider.jwks_response(60)] {
        assert_eq!(allowed(response.headers()), Some("*"));
    }
    let response = preflight(BrowserEndpoint::Public, "https://any.example");
    assert_eq!(allowed(response.headers()), Some("*"));
    assert_eq!(response.headers()["access-control-allow-methods"], "GET, OPTIONS");
}

/// Returns the methods that every page may use at an endpoint, whether or not it has an origin of a
/// client.
fn methods_of_every_page(endpoint: BrowserEndpoint) -> String {
    for page in [PAGE, "https://any.example", "null"] {
        let never = |_: &Origin| panic!("no client is looked up");
        let request = from_page(Method::OPTIONS, page);
        let response = cors::preflight(&request, endpoint, never).unwrap();
        assert_eq!(allowed(response.headers()), Some("*"), "{page}");
        assert_eq!(response.headers()["access-control-max-age"], "600");
        let allowed = &response.headers()["access-control-allow-headers"];
        assert_eq!(allowed, "Authorization, Content-Type", "a token, and a JSON document");
    }
    let response = preflight(endpoint, PAGE);
    let methods = response.headers()["access-control-allow-methods"].to_str().unwrap();
    assert_eq!(response.headers()["allow"], methods);
    methods.to_owned()
}

#[test]
fn registration_3_every_page_may_register() {
    let methods = methods_of_every_page(BrowserEndpoint::Registration);
    assert!(methods.contains("POST"), "{methods}");
    let mut response = Response::new(Vec::<u8>::new());
    cors::allow_anyone(&mut response);
    assert_eq!(allowed(response.headers()), Some("*"));
    // The page can read why an initial access token is refused.
    let exposed = &response.headers()["access-control-expose-headers"];
    assert_eq!(exposed, "WWW-Authenticate, Retry-After");
}

#[test]
fn registration_4_every_page_may_manage() {
    let methods = methods_of_every_page(BrowserEndpoint::Registration);
    assert_eq!(methods, "GET, POST, PUT, DELETE, OPTIONS");
}

#[test]
fn rfc7033_5_every_page_may_ask_for_the_provider_of_a_user() {
    assert_eq!(methods_of_every_page(BrowserEndpoint::WebFinger), "GET, HEAD, OPTIONS");
}

#[test]
fn rfc9110_9_3_7_only_options_is_a_question() {
    for method in [Method::GET, Method::POST, Method::HEAD] {
        let request = from_page(method, PAGE);
        assert!(cors::preflight(&request, BrowserEndpoint::Token, |_| true).is_none());
    }
    let plain = Request::builder().method(Method::OPTIONS).body(()).unwrap();
    let response = cors::preflight(&plain, BrowserEndpoint::Token, |_| true).unwrap();
    assert_eq!(response.headers()["allow"], "POST, OPTIONS");
    assert_eq!(allowed(response.headers()), None);
}

#[test]
fn rfc9700_4_16_no_other_site_shows_a_page_in_a_frame() {
    let headers = page_headers();
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.split("; ").any(|directive| directive == "frame-ancestors 'none'"));
    assert!(policy.contains("default-src 'none'"), "scripts too");
    assert!(policy.contains("base-uri 'none'"), "no other base for the address of a form");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert!(!policy.contains("form-action"), "the answer to a form redirects to the client");
    assert_eq!(headers["x-frame-options"], "DENY");
    // Browsers send other sites no `Referer`, and send `Origin` with the page's own forms.
    assert_eq!(headers["referrer-policy"], "same-origin");
    assert_eq!(headers["cache-control"], "no-store");
}

#[test]
fn core_5_3_the_origins_of_redirect_uris_can_be_indexed() {
    let of = |uri: &str| {
        let uri = RedirectUri::new(uri).unwrap();
        Origin::of(&uri).map(|origin| origin.as_str().to_owned())
    };
    assert_eq!(of("https://app.example/callback?a=b").as_deref(), Some("https://app.example"));
    assert_eq!(of("https://app.example:8443/").as_deref(), Some("https://app.example:8443"));
    assert_eq!(of("com.example.app:/callback"), None);
}
