//! The stable names of the errors, and how URLs are shown.
#![cfg(test)]

use http::StatusCode;
use symbolon_discovery::jwk_set::JwkSetError;
use symbolon_discovery::{DocumentError, Endpoint, EndpointError, PageUrl, PageUrlError};
use symbolon_jose::jwk;

#[test]
fn an_error_keeps_its_name() {
    let document = DocumentError::Status(StatusCode::FOUND);
    for (name, expected) in [
        (document.code(), "document.status"),
        (DocumentError::ContentType.code(), "document.content_type"),
        (DocumentError::TooLarge { limit: 1 }.code(), "document.too_large"),
        (EndpointError::Scheme.code(), "endpoint.scheme"),
        (EndpointError::Syntax.code(), "endpoint.syntax"),
        (JwkSetError::Document(document).code(), "document.status"),
        (JwkSetError::Set(jwk::Error::Missing("keys")).code(), "jwk.missing"),
        (PageUrlError::Syntax.code(), "page_url.syntax"),
        (PageUrlError::Scheme.code(), "page_url.scheme"),
    ] {
        assert_eq!(name, expected);
    }
}

#[test]
fn a_url_is_shown_as_it_was_stated() {
    let text = "https://op.example/a?b=c";
    let (endpoint, page) = (Endpoint::new(text).unwrap(), PageUrl::new(text).unwrap());
    assert_eq!((endpoint.to_string(), page.to_string()), (text.to_owned(), text.to_owned()));
    assert_eq!(format!("{endpoint:?}"), format!("Endpoint({text:?})"));
    assert_eq!(format!("{page:?}"), format!("PageUrl({text:?})"));
}

#[test]
fn rfc3986_2_a_page_url_has_no_characters_that_some_readers_drop() {
    for text in [
        "https://op.example/a\tb",
        "https://op.example/a\nb",
        " https://op.example/",
        "https://op.example/\u{e9}",
        "https://op.example/<script>",
        "https://op.example/\"",
    ] {
        assert_eq!(PageUrl::new(text), Err(PageUrlError::Syntax), "{text:?}");
    }
}
