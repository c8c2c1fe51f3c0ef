//! WebFinger at a provider: RFC 7033 §4.2, §4.3 and §5.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use http::{Method, Request, Response, StatusCode};
use symbolon_discovery::webfinger::{
    ISSUER_REL, Identifier, Jrd, Link, WebFingerRequest, WebFingerRequestError as Error,
};
use symbolon_oauth::Issuer;

fn read(query: &str) -> Result<WebFingerRequest, Error> {
    let uri = format!("/.well-known/webfinger{query}");
    WebFingerRequest::from_http(&Request::get(uri).body(()).unwrap())
}

/// Returns the descriptor that RFC 7033 §4.3 prints, with one more link.
fn bob() -> Jrd {
    let mut jrd = Jrd::default();
    jrd.subject = Some("acct:bob@example.com".to_owned());
    jrd.aliases = vec!["https://www.example.com/~bob/".to_owned()];
    jrd.properties.insert("http://example.com/ns/role".to_owned(), Some("employee".to_owned()));
    jrd.links = vec![
        Link::new("http://webfinger.example/rel/profile-page", "https://www.example.com/~bob/"),
        Link::new("http://webfinger.example/rel/avatar", "https://www.example.com/~bob/bob.png"),
        Link::new(
            "http://webfinger.example/rel/businesscard",
            "https://www.example.com/~bob/bob.vcf",
        ),
    ];
    jrd
}

fn jrd_of(response: &Response<Vec<u8>>) -> Jrd {
    Jrd::from_http(response).unwrap()
}

const BOB: &str = "?resource=acct%3Abob%40example.com";

#[test]
fn rfc7033_4_3_the_printed_request_and_response() {
    let request = read(
        "?resource=acct%3Abob%40example.com&\
         rel=http%3A%2F%2Fwebfinger.example%2Frel%2Fprofile-page&\
         rel=http%3A%2F%2Fwebfinger.example%2Frel%2Fbusinesscard",
    )
    .unwrap();
    let rels =
        ["profile-page", "businesscard"].map(|name| format!("http://webfinger.example/rel/{name}"));
    assert_eq!((request.resource().as_str(), request.rels()), ("acct:bob@example.com", &rels[..]));
    let response = request.respond(Some(bob()));
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "application/jrd+json");
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    let mut expected = bob();
    expected.links.remove(1);
    assert_eq!(jrd_of(&response), expected);
}

#[test]
fn rfc7033_3_2_the_printed_request() {
    let request = read("?resource=http%3A%2F%2Fblog.example.com%2Farticle%2Fid%2F314").unwrap();
    let resource = request.resource();
    assert_eq!(resource.as_str(), "http://blog.example.com/article/id/314");
    assert_eq!((resource.host(), resource.path()), (Some("blog.example.com"), "/article/id/314"));
}

#[test]
fn rfc7033_4_3_rel_filters_links_only() {
    let respond = |query: &str| jrd_of(&read(query).unwrap().respond(Some(bob())));
    assert_eq!(respond(BOB), bob());
    let none = respond(&format!("{BOB}&rel=author"));
    assert_eq!(none.links, []);
    let mut expected = bob();
    expected.links.clear();
    assert_eq!(none, expected);
}

#[test]
fn discovery_2_the_link_has_the_issuer() {
    let identifier = Identifier::new("joe@example.com").unwrap();
    let request = WebFingerRequest::from_http(&identifier.request().request).unwrap();
    assert_eq!(request.resource(), identifier.resource());
    assert_eq!(request.rels(), [ISSUER_REL]);
    let issuer = Issuer::new("https://server.example.com").unwrap();
    let jrd = jrd_of(&request.respond(Some(Jrd::of_issuer(request.resource(), &issuer))));
    assert_eq!(jrd.issuer().unwrap(), issuer);
    assert_eq!(jrd.subject.as_deref(), Some("acct:joe@example.com"));
}

#[test]
fn every_typed_identifier_arrives_unchanged() {
    for typed in ["a+b=c&d@example.com", "a%2Fb@x.example", "example.com:8080", "x.example/?a=%26"]
    {
        let identifier = Identifier::new(typed).unwrap();
        let request = WebFingerRequest::from_http(&identifier.request().request).unwrap();
        assert_eq!(request.resource(), identifier.resource(), "{typed}");
    }
}

#[test]
fn rfc7033_4_1_a_plus_sign_is_a_plus_sign() {
    let request = read("?resource=acct:joe+wiki@example.com").unwrap();
    assert_eq!(request.resource().user(), Some("joe+wiki"));
}

#[test]
fn rfc7033_4_2_400_without_resource() {
    for (query, expected) in [
        ("", "webfinger_request.no_resource"),
        ("?", "webfinger_request.no_resource"),
        ("?resource", "webfinger_request.no_resource"),
        ("?resource=", "webfinger_request.no_resource"),
        ("?rel=author", "webfinger_request.no_resource"),
        ("?Resource=acct:a@b.example", "webfinger_request.no_resource"),
        ("?resource=joe", "uri.scheme"),
        ("?resource=acct:joe", "uri.host"),
        ("?resource=acct:joe%20smith@example.com", "uri.character"),
        ("?resource=https://joe:secret@example.com", "resource.password"),
        ("?resource=acct:%", "webfinger_request.encoding"),
        ("?resource=acct:%ff@example.com", "webfinger_request.encoding"),
    ] {
        let error = read(query).unwrap_err();
        assert_eq!(error.code(), expected, "{query}");
        assert_eq!(error.into_http().status(), StatusCode::BAD_REQUEST, "{query}");
    }
}

#[test]
fn rfc7033_4_2_resource_occurs_once() {
    for second in ["acct:bob@example.com", "acct:eve@example.com", ""] {
        let error = read(&format!("{BOB}&resource={second}")).unwrap_err();
        assert_eq!(error, Error::RepeatedResource);
        assert_eq!(error.into_http().status(), StatusCode::BAD_REQUEST);
    }
}

#[test]
fn rfc7033_4_2_404_for_an_unknown_resource() {
    let response = read(BOB).unwrap().respond(None);
    assert_eq!((response.status(), response.body().len()), (StatusCode::NOT_FOUND, 0));
}

#[test]
fn rfc7033_4_2_accept_does_not_matter() {
    let request = Request::get(BOB.replacen('?', "/?", 1)).header("accept", "application/xrd+xml");
    let request = WebFingerRequest::from_http(&request.body(()).unwrap()).unwrap();
    let response = request.respond(Some(bob()));
    assert_eq!(response.headers()["content-type"], "application/jrd+json");
}

#[test]
fn rfc7033_4_2_only_get_and_head() {
    let read = |method: Method| {
        let request = Request::builder().method(method).uri(BOB.replacen('?', "/?", 1));
        WebFingerRequest::from_http(&request.body(()).unwrap())
    };
    assert!(read(Method::HEAD).is_ok());
    let response = read(Method::POST).unwrap_err().into_http();
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers()["allow"], "GET, HEAD");
}

#[test]
fn rfc7033_4_4_1_subject_may_differ() {
    let response = read("?resource=acct:robert@example.com").unwrap().respond(Some(bob()));
    assert_eq!(jrd_of(&response).subject.as_deref(), Some("acct:bob@example.com"));
}

#[test]
fn rfc7033_5_every_page_may_read_the_answer() {
    let request = read(BOB).unwrap();
    let responses =
        [request.respond(Some(bob())), request.respond(None), Error::NoResource.into_http()];
    for response in responses {
        assert_eq!(response.headers()["access-control-allow-origin"], "*");
        assert!(!response.headers().contains_key("access-control-allow-credentials"));
    }
}

#[test]
fn a_query_beyond_the_limits_is_refused() {
    let length = 16 * 1024 + 1;
    let long = format!("?{}", "a".repeat(length));
    assert_eq!(read(&long), Err(Error::TooLong { length }));
    let many = |count: usize| format!("{BOB}{}", "&rel=x".repeat(count));
    assert_eq!(read(&many(99)).unwrap().rels().len(), 99);
    assert_eq!(read(&many(100)), Err(Error::TooMany));
}
