//! Documents that are sent many times: RFC 9110 §13.1.2 and RFC 9111 §4.3.4.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{full, minimal};
use http::{Method, Request, Response, StatusCode};
use symbolon_discovery::{PreparedDocument, ProviderMetadata, jwk_set};
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_test_support::names::issuer;

fn document() -> PreparedDocument {
    ProviderMetadata::from_object(full(), &issuer()).unwrap().prepare().unwrap()
}

fn answer(method: Method, if_none_match: &[&str]) -> Response<Vec<u8>> {
    let mut request = Request::new(());
    *request.method_mut() = method;
    for value in if_none_match {
        request.headers_mut().append("if-none-match", value.parse().unwrap());
    }
    document().answer(&request, 60)
}

#[test]
fn rfc9110_13_1_2_the_document_is_sent_unless_the_client_has_it() {
    let document = document();
    let etag = document.etag().to_str().unwrap();
    let weak = format!("W/{etag}");
    for (if_none_match, expected) in [
        (&[][..], StatusCode::OK),
        (&[etag], StatusCode::NOT_MODIFIED),
        (&[&weak], StatusCode::NOT_MODIFIED),
        (&["\"x\"", etag], StatusCode::NOT_MODIFIED),
        (&["*"], StatusCode::NOT_MODIFIED),
        (&["\"x\""], StatusCode::OK),
        (&["x"], StatusCode::OK),
    ] {
        let response = answer(Method::GET, if_none_match);
        assert_eq!(response.status(), expected, "{if_none_match:?}");
        let is_sent = response.body() == document.json();
        assert_eq!((is_sent, response.body().is_empty()), (expected == 200, expected == 304));
    }
    assert_eq!(answer(Method::GET, &[]).headers(), document.to_http(60).headers());
}

#[test]
fn rfc9110_15_4_5_the_fields_of_a_304() {
    let response = answer(Method::GET, &["*"]);
    let mut names: Vec<_> = response.headers().keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["access-control-allow-origin", "cache-control", "etag"]);
    assert_eq!(response.headers()["cache-control"], "public, max-age=60");
    assert_eq!(response.headers()["etag"], document().etag());
}

#[test]
fn rfc9110_9_3_2_the_response_to_head_has_the_same_fields_and_no_body() {
    for if_none_match in [&[][..], &["*"]] {
        let get = answer(Method::GET, if_none_match);
        let mut head = answer(Method::HEAD, if_none_match);
        assert!(head.body().is_empty());
        let length = head.headers_mut().remove("content-length");
        let expected = (get.status() == 200).then(|| get.body().len().into());
        assert_eq!((get.status(), get.headers()), (head.status(), head.headers()));
        assert_eq!(length, expected);
    }
}

#[test]
fn rfc9110_15_5_6_another_method_is_not_allowed() {
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let response = answer(method, &["*"]);
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(response.headers()["allow"], "GET, HEAD");
        assert!(response.body().is_empty());
    }
}

#[test]
fn rfc9110_8_8_1_a_document_that_changes_gets_another_tag() {
    let read = |object| ProviderMetadata::from_object(object, &issuer()).unwrap();
    let mut changed = minimal();
    changed.insert("scopes_supported", vec!["openid"]);
    let tags = [read(minimal()), read(changed), read(full())].map(|metadata| {
        let document = metadata.prepare().unwrap();
        assert_eq!(document, metadata.prepare().unwrap());
        document.etag().clone()
    });
    assert!(tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2]);
    let keys = jwk_set::prepare(&PublicJwkSet::new(Vec::new()));
    assert_eq!(keys.to_http(60).headers()["etag"], keys.etag());
}
