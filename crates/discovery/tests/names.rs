//! The stable names and the messages of the errors, and how URLs are printed.
#![cfg(test)]

use http::{Response, StatusCode};
use symbolon_discovery::jwk_set::JwkSetError;
use symbolon_discovery::{DocumentError, Endpoint, EndpointError, MetadataError, ProviderMetadata};
use symbolon_jose::{Excerpt, Object, jwk};
use symbolon_oauth::{PageUrl, PageUrlError};
use symbolon_test_support::metadata::MINIMAL;
use symbolon_test_support::names::issuer;

#[test]
fn the_name_of_an_error_is_stable() {
    let document = DocumentError::Status(StatusCode::FOUND);
    let expected_type = "application/json";
    let content_type =
        DocumentError::ContentType { found: Excerpt::new("text/html"), expected: expected_type };
    for (name, expected) in [
        (document.code(), "document.status"),
        (content_type.code(), "document.content_type"),
        (DocumentError::NoContentType { expected: expected_type }.code(), "document.content_type"),
        (DocumentError::TooLarge { found: 2, limit: 1 }.code(), "document.too_large"),
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
fn a_message_says_what_was_found_and_what_was_expected() {
    let read = |name: &str, value: &str| {
        let mut document = Object::parse(MINIMAL.as_bytes()).unwrap();
        let value: serde_json::Value = serde_json::from_str(value).unwrap();
        document.insert(name, value);
        let metadata = ProviderMetadata::from_object(document, &issuer())?;
        let left_out = metadata.left_out().first().map(|it| it.error.clone());
        left_out.map_or(Ok(()), Err)?;
        metadata.validate()?;
        Ok::<_, MetadataError>(metadata.validate_for_publication())
    };
    let refused = |name, value| read(name, value).unwrap_err().to_string();
    let unpublished = |name, value| read(name, value).unwrap().unwrap_err().to_string();

    assert_eq!(
        refused("issuer", r#""https://op.example/""#),
        r#"the metadata states the issuer "https://op.example/"; expected "https://op.example""#
    );
    let message = refused("jwks_uri", r#""https://op.example/#a""#);
    let expected = r#"`jwks_uri` is "https://op.example/#a", which is not an endpoint: "#;
    assert!(message.starts_with(expected) && message.contains("fragment"), "{message}");
    assert_eq!(
        refused("op_tos_uri", r#""javascript:alert(1)""#),
        r#"`op_tos_uri` is "javascript:alert(1)": the scheme is neither http nor https; expected the URL of a web page"#
    );
    assert_eq!(
        refused("subject_types_supported", "[]"),
        "`subject_types_supported` is required, and it is missing or empty"
    );
    assert_eq!(
        refused("scopes_supported", r#""openid""#),
        "`scopes_supported` is not an array of strings"
    );
    assert_eq!(
        unpublished("id_token_signing_alg_values_supported", r#"["ES256","none"]"#),
        r#"`id_token_signing_alg_values_supported` is ["ES256", "none"], and it must contain "RS256""#
    );
}

#[test]
fn an_error_about_a_response_says_what_was_found() {
    let read = |content_type: &str, body: Vec<u8>| {
        let response = Response::builder().header("content-type", content_type).body(body).unwrap();
        ProviderMetadata::from_http(&response, &issuer()).unwrap_err().to_string()
    };
    assert_eq!(
        read("text/html; charset=utf-8", Vec::new()),
        r#"the content type of the response is "text/html; charset=utf-8", and application/json was expected; for a provider that sends a wrong type, set the quirk `metadata.any_content_type`"#
    );
    assert_eq!(
        read("application/json", vec![b' '; 262_145]),
        "the document has 262145 bytes, and at most 262144 bytes are read"
    );
}

#[test]
fn a_url_is_printed_as_it_was_stated() {
    let text = "https://op.example/a?b=c";
    let (endpoint, page) = (Endpoint::new(text).unwrap(), PageUrl::new(text).unwrap());
    assert_eq!((endpoint.to_string(), page.to_string()), (text.to_owned(), text.to_owned()));
    assert_eq!(format!("{endpoint:?}"), format!("Endpoint({text:?})"));
    assert_eq!(format!("{page:?}"), format!("PageUrl({text:?})"));
}

#[test]
fn rfc3986_2_a_page_url_has_no_characters_that_some_parsers_remove() {
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
