//! A login that a third party starts: Core §4.

use http::{Method, Request, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::{ParametersError, RedirectUri, danger::http_redirect_uri};
use symbolon_relying_party::{
    LoginRequest, MalformedThirdPartyLogin, OwnOrigins, OwnUrlError, PendingLogin, RelyingParties,
    RelyingParty, ThirdPartyLogin, ThirdPartyLoginError, danger,
};
use symbolon_test_support::names::ISSUER;
use url::form_urlencoded;

use crate::parties::{client, now, parameters, redirect_uri, rp};

const OWN: &str = "https://client.example";

const FORM: &str = "application/x-www-form-urlencoded";

fn get(query: &str) -> Result<ThirdPartyLogin, MalformedThirdPartyLogin> {
    let request = Request::get(format!("{OWN}/start?{query}")).body(Vec::new()).unwrap();
    ThirdPartyLogin::from_http(&request)
}

fn post_to(uri: &str, body: &str) -> Result<ThirdPartyLogin, MalformedThirdPartyLogin> {
    let request = Request::post(uri).header(header::CONTENT_TYPE, FORM);
    ThirdPartyLogin::from_http(&request.body(body.as_bytes().to_vec()).unwrap())
}

fn own() -> OwnOrigins {
    OwnOrigins::new(&[OWN]).unwrap()
}

fn encode(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Returns a request of the provider with this target.
fn with_target(target: &str) -> ThirdPartyLogin {
    get(&encode(&[("iss", ISSUER), ("target_link_uri", target)])).unwrap()
}

fn started(request: &ThirdPartyLogin) -> Result<LoginRequest, ThirdPartyLoginError> {
    rp().third_party_login(request, &redirect_uri(), &own())
}

#[test]
fn core_4_get_and_post_start_the_same_login() {
    let target = "https://client.example/orders?open=1#seven";
    let query =
        encode(&[("iss", ISSUER), ("login_hint", "alice@b.c"), ("target_link_uri", target)]);
    for request in [get(&query), post_to("https://client.example/start?tenant=1", &query)] {
        let request = request.unwrap();
        assert_eq!((request.iss(), request.login_hint()), (ISSUER, Some("alice@b.c")));
        let (url, pending) = started(&request).unwrap().scope("email").begin(now()).unwrap();
        let sent = parameters(&url);
        assert_eq!(sent.get("login_hint"), Some("alice@b.c"));
        assert_eq!(sent.get("redirect_uri"), Some(redirect_uri().as_str()));
        assert!(!sent.contains("target_link_uri") && !sent.contains("iss"));
        assert_eq!(pending.issuer().as_str(), ISSUER);
        assert_eq!(pending.return_to(), Some(target));
    }
}

#[test]
fn core_4_only_iss_is_required() {
    let request = get(&encode(&[("iss", ISSUER), ("login_hint", ""), ("other", "1")])).unwrap();
    assert_eq!(request.login_hint(), None);
    assert_eq!(request.target(&own()), Ok(None));
    let (url, pending) = started(&request).unwrap().begin(now()).unwrap();
    assert!(!parameters(&url).contains("login_hint"));
    assert_eq!(pending.return_to(), None);
}

#[test]
fn core_4_one_change_one_error() {
    let duplicate = |name| {
        MalformedThirdPartyLogin::Parameters(ParametersError::Duplicate { name: Some(name) })
    };
    let encoding =
        |position| MalformedThirdPartyLogin::Parameters(ParametersError::Encoding { position });
    for (query, error) in [
        ("", MalformedThirdPartyLogin::MissingIss),
        ("iss", MalformedThirdPartyLogin::MissingIss),
        ("iss=&login_hint=a", MalformedThirdPartyLogin::MissingIss),
        ("ISS=https:", MalformedThirdPartyLogin::MissingIss),
        ("iss=a&iss=a", duplicate("iss")),
        ("iss=a&is%73=b", duplicate("iss")),
        ("iss=a&login_hint=a&login_hint=b", duplicate("login_hint")),
        ("iss=a&target_link_uri=a&target_link_uri=b", duplicate("target_link_uri")),
        ("iss=%ff", encoding(0)),
        ("iss=a&target_link_uri=%0", encoding(6)),
    ] {
        assert_eq!(get(query).unwrap_err(), error, "{query}");
        assert_eq!(post_to("https://client.example/start", query).unwrap_err(), error, "{query}");
    }
}

#[test]
fn attack_079_a_parameter_in_the_query_and_in_the_body() {
    for (query, name) in [
        ("iss=a", Some("iss")),
        ("login_hint=a", Some("login_hint")),
        ("target_link_uri=a", Some("target_link_uri")),
        ("own=1&own=2", None),
    ] {
        let found = post_to(&format!("https://client.example/start?{query}"), "iss=b&own=1");
        let error = ParametersError::QueryAndBody { name };
        assert_eq!(found.unwrap_err(), MalformedThirdPartyLogin::Parameters(error), "{query}");
    }
    let json = Request::post("/start").header(header::CONTENT_TYPE, "application/json");
    let json = ThirdPartyLogin::from_http(&json.body(b"{}".to_vec()).unwrap());
    assert_eq!(json.unwrap_err().code(), "parameters.content_type");
    let put = Request::builder().method(Method::PUT).uri("/start?iss=a").body(Vec::new()).unwrap();
    assert_eq!(ThirdPartyLogin::from_http(&put).unwrap_err().code(), "parameters.method");
}

#[test]
fn core_4_the_provider_is_a_provider_of_the_program() {
    for iss in [
        "https://op.example/",
        "https://OP.example",
        "https://op.example:443",
        "http://op.example",
        "https://evil.example",
        "https://op.example@evil.example",
        "https://op.exampl",
    ] {
        let request = get(&encode(&[("iss", iss)])).unwrap();
        let error = started(&request).unwrap_err();
        assert_eq!(error.code(), "third_party_login.other_provider", "{iss}");
        let several = RelyingParties::new(vec![(rp(), redirect_uri())]).unwrap();
        let error = several.third_party_login(&request, &own()).unwrap_err();
        assert_eq!(error.code(), "third_party_login.unknown_provider", "{iss}");
    }
}

#[test]
fn core_4_iss_chooses_one_of_several_providers() {
    let mut metadata = crate::parties::metadata();
    metadata.issuer = symbolon_oauth::Issuer::new("https://as2.example").unwrap();
    let second = RelyingParty::new(metadata, client(), &CRYPTO).unwrap();
    let second_uri = RedirectUri::new("https://client.example/cb/second").unwrap();
    let several = vec![(rp(), redirect_uri()), (second, second_uri.clone())];
    let several = RelyingParties::new(several).unwrap();
    for (iss, redirect_uri) in [(ISSUER, redirect_uri()), ("https://as2.example", second_uri)] {
        let query = encode(&[("iss", iss), ("login_hint", "a"), ("target_link_uri", OWN)]);
        let login = several.third_party_login(&get(&query).unwrap(), &own()).unwrap();
        let (url, pending) = login.begin(now()).unwrap();
        assert_eq!(pending.issuer().as_str(), iss);
        assert_eq!(pending.return_to(), Some(OWN));
        assert_eq!(parameters(&url).get("redirect_uri"), Some(redirect_uri.as_str()));
        assert_eq!(parameters(&url).get("login_hint"), Some("a"));
    }
}

#[test]
fn core_4_a_target_of_another_origin_starts_no_login() {
    for (target, code) in [
        ("https://evil.example/", "own_url.origin"),
        ("https://client.example.evil.example/", "own_url.origin"),
        ("https://sub.client.example/", "own_url.origin"),
        ("https://client.example:8443/", "own_url.origin"),
        ("http://client.example/", "own_url.origin"),
        ("https://xn--client-example-/", "page_url.syntax"),
        ("https://client.example@evil.example/", "uri.user_info"),
        ("https://client.example:443@evil.example/", "uri.user_info"),
        ("https://client.example:x/", "page_url.syntax"),
        ("https://client.example./", "uri.host"),
        ("https://client.example%2eevil.example/", "uri.host"),
        ("https:/client.example/", "page_url.syntax"),
        ("https:client.example", "page_url.syntax"),
        ("https:///client.example/", "uri.host"),
        ("https://client.example\\@evil.example/", "page_url.syntax"),
        ("https://evil.example\\.client.example/", "page_url.syntax"),
        ("https://client.example/\r\nLocation:https://evil.example", "page_url.syntax"),
        ("https://client.example/%0d%0a", "uri.character"),
        ("https://client.example/a/../b", "uri.dot_segment"),
        (" https://client.example/", "page_url.syntax"),
        ("https://client.example/ü", "page_url.syntax"),
        ("//client.example/", "page_url.syntax"),
        ("//evil.example/", "page_url.syntax"),
        ("/orders", "page_url.syntax"),
        ("orders", "page_url.syntax"),
        ("javascript:alert(1)//https://client.example", "page_url.scheme"),
        ("data:text/html,https://client.example", "page_url.scheme"),
        ("blob:https://client.example/1", "page_url.scheme"),
        ("com.example.app:/start", "page_url.scheme"),
        ("HTTPS://client.example/", "uri.scheme"),
    ] {
        let request = with_target(target);
        assert_eq!(request.target(&own()).unwrap_err().code(), code, "{target}");
        assert_eq!(started(&request).unwrap_err().code(), code, "{target}");
        assert_eq!(danger::unchecked_target_link_uri(&request), Some(target));
    }
    let longest = format!("https://client.example/{}", "a".repeat(2048));
    assert_eq!(started(&with_target(&longest)).unwrap_err().code(), "page_url.syntax");
}

#[test]
fn core_4_a_target_of_the_program_is_kept_byte_for_byte() {
    for target in [
        "https://client.example",
        "https://client.example/",
        "https://client.example:443/a?b=c&d=%20#e?f",
        "https://CLIENT.example/next?to=https://evil.example",
        "https://client.example/#https://evil.example",
    ] {
        let url = with_target(target).target(&own()).unwrap().unwrap();
        assert_eq!(url.as_str(), target);
    }
}

#[test]
fn own_origins_are_origins() {
    for (text, code) in [
        ("https://client.example/app", "own_url.not_an_origin"),
        ("https://client.example/?a", "own_url.not_an_origin"),
        ("https://client.example#a", "own_url.not_an_origin"),
        ("http://client.example", "own_url.not_an_origin"),
        ("http://127.0.0.1.evil.example", "own_url.not_an_origin"),
        ("client.example", "page_url.syntax"),
        ("com.example.app:/", "page_url.scheme"),
        ("https://a@client.example", "uri.user_info"),
    ] {
        assert_eq!(OwnOrigins::new(&[OWN, text]).unwrap_err().code(), code, "{text}");
    }
    for text in ["https://a.example/", "https://a.example:8443", "http://127.0.0.1:8080"] {
        let own = OwnOrigins::new(&[text]).unwrap();
        assert!(own.url(text).is_ok(), "{text}");
        let error = own.url(OWN).unwrap_err();
        assert!(matches!(error, OwnUrlError::Origin { .. }), "{text}");
    }
}

#[test]
fn the_origin_of_a_program_follows_from_its_redirect_uri() {
    let own = OwnOrigins::of(&RedirectUri::new("https://client.example/cb?a=b").unwrap());
    assert!(own.url("https://client.example/orders").is_ok());
    assert!(own.url("https://evil.example/cb?a=b").is_err());
    let native = OwnOrigins::of(&RedirectUri::new("com.example.app:/cb").unwrap());
    assert_eq!(native.url("https://client.example/").unwrap_err().code(), "own_url.origin");
    let http = OwnOrigins::of(&http_redirect_uri("http://intranet/cb").unwrap());
    assert!(http.url("http://intranet/a").is_ok() && http.url("https://intranet/a").is_err());
}

#[test]
fn a_stored_login_keeps_its_target() {
    let request = with_target("https://client.example/orders");
    let (_, pending) = started(&request).unwrap().begin(now()).unwrap();
    let stored = serde_json::to_string(&pending).unwrap();
    let pending: PendingLogin = serde_json::from_str(&stored).unwrap();
    assert_eq!(pending.return_to(), Some("https://client.example/orders"));
    let (_, without) = rp().login(&redirect_uri()).begin(now()).unwrap();
    let stored = serde_json::to_value(&without).unwrap();
    assert_eq!(stored.get("return_to"), None);
    let pending: PendingLogin = serde_json::from_value(stored).unwrap();
    assert_eq!(pending.return_to(), None);
}
