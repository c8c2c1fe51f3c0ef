//! WebFinger at a relying party: Discovery §2 and RFC 7033 §4.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use http::{Method, Request, Response};
use symbolon_discovery::quirks::Quirks;
use symbolon_discovery::webfinger::{ISSUER_REL, Identifier, Identify, Jrd, WebFingerError};
use symbolon_discovery::{DocumentError, EndpointError};
use symbolon_oauth::flow::{Flow, Step};
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use symbolon_oauth::{Issuer, IssuerError};
use time::OffsetDateTime;

const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;
const REL: &str = "&rel=http%3A%2F%2Fopenid.net%2Fspecs%2Fconnect%2F1.0%2Fissuer";

/// A flow for an identifier, and its first request.
fn start(identifier: Identifier) -> (Identify, Request<Vec<u8>>) {
    let mut flow = Identify::new(identifier);
    let Ok(Step::Send(request)) = flow.start(NOW) else { panic!("no request") };
    (flow, request)
}

fn joe() -> (Identify, Request<Vec<u8>>) {
    start(Identifier::new("joe@example.com").unwrap())
}

fn jrd(json: &str) -> Response<Vec<u8>> {
    let response = Response::builder().header("content-type", "application/jrd+json");
    response.body(json.as_bytes().to_vec()).unwrap()
}

fn with_issuer(href: &str) -> Response<Vec<u8>> {
    jrd(&format!(r#"{{"links":[{{"rel":"{ISSUER_REL}","href":"{href}"}}]}}"#))
}

/// Returns the issuer that the flow finds in the first response.
fn found(response: Response<Vec<u8>>) -> Result<String, WebFingerError> {
    match joe().0.receive(response, NOW)? {
        Step::Done(issuer) => Ok(issuer.to_string()),
        Step::Send(request) => panic!("a second request: {}", request.uri()),
    }
}

fn redirect(status: u16, location: &str) -> Response<Vec<u8>> {
    Response::builder().status(status).header("location", location).body(Vec::new()).unwrap()
}

/// Returns the address and the limits of the request after one redirect.
fn followed(
    (mut flow, _): (Identify, Request<Vec<u8>>),
    location: &str,
) -> Result<(String, AddressFrom), WebFingerError> {
    match flow.receive(redirect(307, location), NOW)? {
        Step::Send(request) => Ok((request.uri().to_string(), address_of(&request))),
        Step::Done(issuer) => panic!("a redirect names no issuer: {issuer}"),
    }
}

fn address_of(request: &Request<Vec<u8>>) -> AddressFrom {
    request.extensions().get::<FetchLimits>().unwrap().address
}

#[test]
fn discovery_2_2_the_printed_requests_and_responses() {
    // §2.2.1, §2.2.2, §2.2.3 and §2.2.4.
    for (typed, encoded, host, subject) in [
        ("joe@example.com", "acct%3Ajoe%40example.com", "example.com", "acct:joe@example.com"),
        (
            "https://example.com/joe",
            "https%3A%2F%2Fexample.com%2Fjoe",
            "example.com",
            "https://example.com/joe",
        ),
        (
            "example.com:8080",
            "https%3A%2F%2Fexample.com%3A8080%2F",
            "example.com:8080",
            "https://example.com:8080/",
        ),
        (
            "acct:juliet%40capulet.example@shopping.example.com",
            "acct%3Ajuliet%2540capulet.example%40shopping.example.com",
            "shopping.example.com",
            "acct:juliet%40capulet.example@shopping.example.com",
        ),
    ] {
        let identifier = Identifier::new(typed).unwrap();
        assert_eq!((identifier.host(), identifier.resource().as_str()), (host, subject));
        let (mut flow, request) = start(identifier);
        let expected = format!("https://{host}/.well-known/webfinger?resource={encoded}{REL}");
        assert_eq!(request.uri().to_string(), expected);
        let href = "https://server.example.com";
        let links = format!(r#"[{{"rel":"{ISSUER_REL}","href":"{href}"}}]"#);
        let response = jrd(&format!(r#"{{"subject":"{subject}","links":{links}}}"#));
        assert_eq!(Jrd::from_http(&response).unwrap().subject.as_deref(), Some(subject));
        let Ok(Step::Done(issuer)) = flow.receive(response, NOW) else { panic!("{typed}") };
        assert_eq!(issuer.as_str(), href);
    }
}

#[test]
fn rfc7033_3_1_the_printed_request_and_response() {
    let (mut flow, request) = start(Identifier::new("carol@example.com").unwrap());
    let encoded = "acct%3Acarol%40example.com";
    let expected = format!("https://example.com/.well-known/webfinger?resource={encoded}{REL}");
    assert_eq!(request.uri().to_string(), expected);
    let response = with_issuer("https://openid.example.com");
    assert!(matches!(flow.receive(response, NOW), Ok(Step::Done(issuer))
        if issuer.as_str() == "https://openid.example.com"));
}

#[test]
fn rfc7033_4_1_values_are_percent_encoded() {
    let (_, request) = start(Identifier::new("a=b&c+d@example.com").unwrap());
    let query = request.uri().query().unwrap();
    assert_eq!(query, format!("resource=acct%3Aa%3Db%26c%2Bd%40example.com{REL}"));
}

#[test]
fn rfc7033_4_2_the_query_is_a_get_that_accepts_a_jrd() {
    let (_, request) = joe();
    assert_eq!(request.method(), Method::GET);
    assert_eq!(request.headers()["accept"], "application/jrd+json, application/json");
    assert!(request.body().is_empty());
}

#[test]
fn attack_105_the_host_of_an_identifier_counts_as_chosen_by_a_stranger() {
    let (_, request) = joe();
    let limits = request.extensions().get::<FetchLimits>().unwrap();
    assert_eq!((limits.address, limits.max_body), (AddressFrom::Stranger, 256 * 1024));
    let (_, request) = start(Identifier::new("joe@localhost:8080").unwrap());
    assert_eq!(address_of(&request), AddressFrom::Stranger);
}

#[test]
fn discovery_2_the_request_is_https() {
    for typed in ["joe@example.com", "http://example.com/joe", "joe@localhost", "localhost:8080"] {
        let (_, request) = start(Identifier::new(typed).unwrap());
        assert_eq!(request.uri().scheme_str(), Some("https"), "{typed}");
    }
}

#[test]
fn discovery_2_the_issuer_is_an_issuer() {
    assert_eq!(
        found(with_issuer("https://op.example:8443/a")).unwrap(),
        "https://op.example:8443/a"
    );
    for (href, code) in [
        ("http://op.example", "issuer.scheme"),
        ("http://localhost:8080", "issuer.scheme"),
        ("javascript:alert(1)", "issuer.scheme"),
        ("op.example", "uri.scheme"),
        ("https://", "uri.host"),
        ("https://op.example?a=b", "issuer.query"),
        ("https://op.example#a", "uri.fragment"),
        ("https://joe@op.example", "uri.user_info"),
    ] {
        assert_eq!(found(with_issuer(href)).unwrap_err().code(), code, "{href}");
    }
}

#[test]
fn discovery_2_the_link_has_the_relation_type_of_an_issuer() {
    let links = |links: &str| found(jrd(&format!(r#"{{"links":[{links}]}}"#)));
    let issuer = format!(r#"{{"rel":"{ISSUER_REL}","href":"https://op.example"}}"#);
    let author = r#"{"rel":"author","href":"https://blog.example"}"#;
    assert_eq!(links(&format!("{author},{issuer}")).unwrap(), "https://op.example");
    assert_eq!(links(author), Err(WebFingerError::NoIssuer));
    assert_eq!(links(""), Err(WebFingerError::NoIssuer));
    assert_eq!(found(jrd("{}")), Err(WebFingerError::NoIssuer));
    let without_href = format!(r#"{{"rel":"{ISSUER_REL}"}}"#);
    assert_eq!(links(&without_href), Err(WebFingerError::NoHref));
    // RFC 7033 §4.4.4: the user prefers the first link, so an error in it is not passed over.
    assert_eq!(links(&format!("{without_href},{issuer}")), Err(WebFingerError::NoHref));
}

#[test]
fn rfc7033_4_2_a_failure_is_final() {
    for status in [201, 204, 304, 400, 401, 404, 410, 500, 503] {
        let mut response = with_issuer("https://op.example");
        *response.status_mut() = status.try_into().unwrap();
        let error = DocumentError::Status(response.status());
        assert_eq!(found(response), Err(WebFingerError::Document(error)));
    }
    assert!(joe().0.unanswered(NOW).unwrap().is_none());
}

#[test]
fn rfc7033_10_2_the_content_type_is_that_of_a_jrd() {
    let typed = |content_type: &str| {
        let mut response = with_issuer("https://op.example");
        response.headers_mut().insert("content-type", content_type.parse().unwrap());
        response
    };
    for accepted in
        ["application/jrd+json", "application/jrd+json; charset=utf-8", "application/json"]
    {
        assert!(found(typed(accepted)).is_ok(), "{accepted}");
    }
    let refused = found(typed("application/octet-stream")).unwrap_err();
    assert_eq!(refused.code(), "document.content_type");
    assert!(refused.to_string().contains("\"application/octet-stream\""));
    let mut quirks = Quirks::default();
    quirks.metadata.any_content_type = true;
    let mut flow = joe().0.quirks(&quirks);
    assert!(flow.receive(typed("application/octet-stream"), NOW).is_ok());
}

#[test]
fn attack_128_hostile_bodies_are_refused() {
    assert_eq!(found(jrd("[]")).unwrap_err().code(), "json.not_an_object");
    let twice = r#"{"subject":"acct:a@b.example","subject":"acct:c@b.example"}"#;
    assert_eq!(found(jrd(twice)).unwrap_err().code(), "json.duplicate_member");
    assert_eq!(found(jrd(&" ".repeat(256 * 1024 + 1))).unwrap_err().code(), "document.too_large");
    let deep = format!("{{\"links\":{}", "[".repeat(100_000));
    assert_eq!(found(jrd(&deep)).unwrap_err().code(), "json.too_deep");
}

#[test]
fn rfc7033_7_the_printed_redirect_is_followed() {
    let location =
        "https://wf.example.net/example.com/webfinger?resource=acct%3Aalice%40example.com";
    let alice = || start(Identifier::new("alice@example.com").unwrap());
    assert_eq!(followed(alice(), location).unwrap(), (location.to_owned(), AddressFrom::Stranger));
    for status in [301, 302, 303, 307, 308] {
        let (mut flow, _) = alice();
        let Ok(Step::Send(request)) = flow.receive(redirect(status, location), NOW) else {
            panic!("{status} is not followed")
        };
        assert_eq!(
            (request.method(), request.uri().to_string()),
            (&Method::GET, location.to_owned())
        );
        let response = with_issuer("https://op.example");
        assert!(matches!(flow.receive(response, NOW), Ok(Step::Done(_))));
    }
}

#[test]
fn rfc7033_7_a_redirect_is_followed_to_https_only() {
    let refused = |error| Err(WebFingerError::Location(error));
    for location in
        ["http://example.com/", "ftp://example.com/", "javascript:alert(1)", "file:///a"]
    {
        assert_eq!(followed(joe(), location), refused(EndpointError::Scheme), "{location}");
    }
    let error = followed(joe(), "https://joe@evil.example/").unwrap_err();
    assert_eq!(error.code(), "uri.user_info");
}

#[test]
fn attack_105_a_redirect_of_webfinger_counts_as_chosen_by_a_stranger() {
    for location in ["https://127.1/", "https://169.254.169.254/latest", "https://10.0.0.1/"] {
        let (uri, address) = followed(joe(), location).unwrap();
        assert_eq!(address, AddressFrom::Stranger);
        assert!(symbolon_oauth::obligation::address::check_uri(&uri.parse().unwrap()).is_err());
    }
}

#[test]
fn rfc9110_10_2_2_a_relative_location_and_a_fragment() {
    let uri = |location| followed(joe(), location).unwrap().0;
    assert_eq!(uri("/wf?a=%2F"), "https://example.com/wf?a=%2F");
    assert_eq!(uri("//wf.example/"), "https://wf.example/");
    assert_eq!(uri("https://wf.example/#a"), "https://wf.example/");
}

#[test]
fn rfc9110_10_2_2_a_redirect_has_one_location() {
    let (mut flow, _) = joe();
    let mut response = redirect(302, "https://a.example/");
    response.headers_mut().append("location", "https://b.example/".parse().unwrap());
    assert_eq!(flow.receive(response, NOW).unwrap_err(), WebFingerError::NoLocation);
    let mut response = redirect(302, "");
    response.headers_mut().clear();
    assert_eq!(joe().0.receive(response, NOW).unwrap_err(), WebFingerError::NoLocation);
    assert_eq!(followed(joe(), "https://[/"), Err(WebFingerError::NoLocation));
}

#[test]
fn rfc7033_7_three_redirects_at_most() {
    let (mut flow, _) = joe();
    for _ in 0..3 {
        let step = flow.receive(redirect(302, "https://example.com/again"), NOW);
        assert!(matches!(step, Ok(Step::Send(_))));
    }
    let error = flow.receive(redirect(302, "https://example.com/again"), NOW).unwrap_err();
    assert_eq!(error, WebFingerError::TooManyRedirects);
    assert_eq!(error.to_string(), "the host sent more than 3 redirects, one after the other");
}

#[test]
fn on_loopback_http_is_for_this_machine_only() {
    let local = || start(Identifier::on_loopback("alice@localhost:9400").unwrap());
    let (mut flow, request) = local();
    let target = "resource=https%3A%2F%2Falice%40localhost%3A9400%2F";
    let expected = format!("http://localhost:9400/.well-known/webfinger?{target}{REL}");
    assert_eq!(request.uri().to_string(), expected);
    assert_eq!(address_of(&request), AddressFrom::Configuration);
    let issuer = flow.receive(with_issuer("http://localhost:9400"), NOW);
    assert!(matches!(issuer, Ok(Step::Done(_))));
    let refused = local().0.receive(with_issuer("http://op.example"), NOW).unwrap_err();
    let scheme = symbolon_jose::Excerpt::new("http");
    assert_eq!(refused, WebFingerError::Issuer(IssuerError::Scheme { found: scheme }));

    let (uri, address) = followed(local(), "http://127.0.0.1:9401/").unwrap();
    assert_eq!((&*uri, address), ("http://127.0.0.1:9401/", AddressFrom::Configuration));
    assert_eq!(followed(local(), "https://op.example/").unwrap().1, AddressFrom::Stranger);
    assert!(followed(local(), "http://op.example/").is_err());

    let (mut flow, request) = start(Identifier::on_loopback("joe@example.com").unwrap());
    assert_eq!(request.uri().scheme_str(), Some("https"));
    assert_eq!(address_of(&request), AddressFrom::Stranger);
    assert!(flow.receive(with_issuer("http://localhost:9400"), NOW).is_err());
    let look_alike = Identifier::on_loopback("joe@localhost.evil.example").unwrap();
    assert_eq!(address_of(&start(look_alike).1), AddressFrom::Stranger);
}

#[test]
fn attack_080_webfinger_and_metadata_agree() {
    // The issuer of WebFinger goes unchanged into the discovery, which compares the metadata with it.
    let Ok(Step::Done(issuer)) = joe().0.receive(with_issuer("https://op.example/"), NOW) else {
        panic!("an issuer")
    };
    assert_eq!(issuer, Issuer::new("https://op.example/").unwrap());
    let document = symbolon_test_support::metadata::MINIMAL.as_bytes();
    let error = symbolon_discovery::ProviderMetadata::parse(document, &issuer).unwrap_err();
    assert_eq!(error.code(), "metadata.issuer_mismatch");
}
