//! The identifier that a user types: every normalisation rule of Discovery §2.1.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use symbolon_discovery::webfinger::{Identifier, IdentifierError, Resource, ResourceError};
use symbolon_oauth::UriError;

/// Returns the resource and the host of an identifier.
fn normalised(text: &str) -> (String, String) {
    let identifier = Identifier::new(text).unwrap();
    (identifier.resource().as_str().to_owned(), identifier.host().to_owned())
}

fn code(text: &str) -> &'static str {
    Identifier::new(text).unwrap_err().code()
}

fn assert_all(cases: &[(&str, &str, &str)]) {
    for (typed, resource, host) in cases {
        assert_eq!(normalised(typed), ((*resource).to_owned(), (*host).to_owned()), "{typed}");
    }
}

#[test]
fn discovery_2_1_an_identifier_has_a_host() {
    for text in ["", " ", "tel:+1-201-555-0123", "urn:isbn:0451450523", "joe:secret@example.com"] {
        assert_eq!(Identifier::new(text), Err(IdentifierError::NoHost), "{text:?}");
    }
    for text in ["/joe", "?joe", "#", "https://", "https:///joe", "joe@", "acct:joe", "mailto:joe"]
    {
        assert_eq!(code(text), "uri.host", "{text:?}");
    }
}

#[test]
fn discovery_2_1_1_xri_is_refused() {
    for text in ["=joe", "@example*joe", "!1234", " =joe", "@example.com"] {
        let found = text.trim().chars().next().unwrap();
        assert_eq!(Identifier::new(text), Err(IdentifierError::Xri { found }), "{text}");
    }
}

#[test]
fn discovery_2_1_1_the_three_forms() {
    assert_all(&[
        ("https://example.com/joe?a=b", "https://example.com/joe?a=b", "example.com"),
        ("example.com/joe?a=b", "https://example.com/joe?a=b", "example.com"),
        ("acct:joe@example.com", "acct:joe@example.com", "example.com"),
    ]);
}

#[test]
fn discovery_2_1_2_1_no_scheme() {
    // A period and digits are allowed in a scheme, so these texts are URIs for RFC 3986.
    assert_all(&[
        ("example.com:8080", "https://example.com:8080/", "example.com:8080"),
        ("example.com:8080/joe", "https://example.com:8080/joe", "example.com:8080"),
        ("example.com:8080?a:b", "https://example.com:8080/?a:b", "example.com:8080"),
        ("localhost:9400", "https://localhost:9400/", "localhost:9400"),
        ("[2001:db8::1]", "https://[2001:db8::1]/", "[2001:db8::1]"),
        ("[2001:db8::1]:8080", "https://[2001:db8::1]:8080/", "[2001:db8::1]:8080"),
        ("example.com/a://b", "https://example.com/a://b", "example.com"),
    ]);
}

#[test]
fn discovery_2_1_2_2_an_email_address_becomes_acct() {
    assert_all(&[
        ("joe@example.com", "acct:joe@example.com", "example.com"),
        ("Jane.Doe@example.com", "acct:Jane.Doe@example.com", "example.com"),
        ("joe+wiki@example.com", "acct:joe+wiki@example.com", "example.com"),
        ("joe@[2001:db8::1]", "acct:joe@[2001:db8::1]", "[2001:db8::1]"),
        ("joe%2Fa@example.com", "acct:joe%2Fa@example.com", "example.com"),
    ]);
}

#[test]
fn discovery_2_2_4_an_at_sign_in_the_user_name_is_escaped() {
    assert_all(&[
        (
            "juliet@capulet.example@shopping.example.com",
            "acct:juliet%40capulet.example@shopping.example.com",
            "shopping.example.com",
        ),
        ("a@b@example.com:8080", "https://a%40b@example.com:8080/", "example.com:8080"),
    ]);
    let resource = Identifier::new("juliet@capulet.example@shopping.example.com").unwrap();
    assert_eq!(resource.resource().user(), Some("juliet@capulet.example"));
}

#[test]
fn discovery_2_1_2_3_https_is_assumed() {
    // §2.2.3 prints an empty path as `/`.
    assert_all(&[
        ("example.com", "https://example.com/", "example.com"),
        ("example.com/", "https://example.com/", "example.com"),
        ("example.com/joe", "https://example.com/joe", "example.com"),
        ("joe@example.com/", "https://joe@example.com/", "example.com"),
        ("joe@example.com/a", "https://joe@example.com/a", "example.com"),
        ("joe@example.com?a", "https://joe@example.com/?a", "example.com"),
        ("joe@example.com:8080", "https://joe@example.com:8080/", "example.com:8080"),
        ("alice@[::1]:8080", "https://alice@[::1]:8080/", "[::1]:8080"),
    ]);
}

#[test]
fn discovery_2_1_2_4_an_explicit_scheme_is_kept() {
    assert_all(&[
        ("https://example.com", "https://example.com", "example.com"),
        ("https://example.com/joe", "https://example.com/joe", "example.com"),
        ("https://joe@example.com:8080", "https://joe@example.com:8080", "example.com:8080"),
        ("acct:joe@example.com", "acct:joe@example.com", "example.com"),
        ("mailto:joe@example.com", "mailto:joe@example.com", "example.com"),
        ("http://example.com/joe", "http://example.com/joe", "example.com"),
        ("HTTPS://Example.COM/Joe", "HTTPS://Example.COM/Joe", "example.com"),
    ]);
}

#[test]
fn discovery_2_1_2_5_the_fragment_is_removed() {
    // An identifier with a fragment is no email address: rule 2 needs the fragment to be absent.
    assert_all(&[
        ("https://example.com/joe#me", "https://example.com/joe", "example.com"),
        ("example.com/joe#", "https://example.com/joe", "example.com"),
        ("joe@example.com#me", "https://joe@example.com/", "example.com"),
        ("acct:joe@example.com#me", "acct:joe@example.com", "example.com"),
    ]);
}

#[test]
fn rfc3986_c_white_space_around_an_identifier_is_ignored() {
    assert_all(&[(" joe@example.com\r\n", "acct:joe@example.com", "example.com")]);
}

#[test]
fn rfc3986_2_characters_outside_the_grammar_are_refused() {
    for (text, character, position) in [
        ("joe smith@example.com", ' ', 8),
        ("jo\\e@example.com", '\\', 7),
        ("jo\u{eb}@example.com", '\u{eb}', 7),
        ("\"joe\"@example.com", '"', 5),
        ("https://example.com/\nx", '\n', 20),
    ] {
        let error = ResourceError::Uri(UriError::Character { character, position });
        assert_eq!(Identifier::new(text), Err(IdentifierError::Resource(error)), "{text:?}");
    }
}

#[test]
fn rfc7565_7_the_user_name_of_an_account() {
    for text in ["acct:@example.com", "acct:a@b@example.com", "acct:a:b@example.com"] {
        assert_eq!(code(text), "resource.user", "{text}");
    }
    for text in ["acct:%00@example.com", "joe%0a@example.com", "joe%@x.example", "%ff@x.example"] {
        assert_eq!(code(text), "resource.user", "{text}");
    }
}

#[test]
fn rfc7565_7_an_account_has_a_host_and_no_port() {
    for text in ["acct:joe@example.com:8080", "acct:joe@example.com/a", "mailto:joe@x.example?cc=a"]
    {
        assert_eq!(code(text), "uri.host", "{text}");
    }
}

#[test]
fn rfc3986_3_2_1_a_password_is_not_sent_to_the_host() {
    for text in ["https://joe:secret@example.com", "j_o:secret@example.com/joe"] {
        assert_eq!(code(text), "resource.password", "{text}");
    }
    let error = Identifier::new("https://joe:secret@example.com").unwrap_err();
    assert!(!error.to_string().contains("secret"));
}

#[test]
fn attack_105_a_host_that_parsers_read_differently_is_refused() {
    for text in ["joe@127.1", "joe@2130706433", "joe@0x7f000001", "https://example.com.", "a..b"] {
        assert_eq!(code(text), "uri.host", "{text}");
    }
    assert_eq!(code("example.com:0"), "uri.port");
    assert_eq!(code("example.com:"), "uri.port");
    assert_eq!(code("https://example.com/../joe"), "uri.dot_segment");
    assert_eq!(code(&format!("{}@example.com", "a".repeat(2048))), "uri.too_long");
}

#[test]
fn rfc7033_4_the_host_is_that_of_the_target() {
    for (typed, expected) in [
        ("joe@EXAMPLE.com", "https://example.com/.well-known/webfinger"),
        ("https://joe@example.com:8443/a?b", "https://example.com:8443/.well-known/webfinger"),
        ("http://example.com/a", "https://example.com/.well-known/webfinger"),
    ] {
        let uri = Identifier::new(typed).unwrap().request().request.uri().to_string();
        assert_eq!(uri.split('?').next(), Some(expected), "{typed}");
    }
}

#[test]
fn a_resource_without_a_host_can_be_asked_for_but_not_typed() {
    let resource = Resource::parse("tel:+1-201-555-0123").unwrap();
    assert_eq!((resource.user(), resource.host()), (None, None));
    assert_eq!(resource.path(), "+1-201-555-0123");
    assert_eq!(Resource::parse("joe").unwrap_err().code(), "uri.scheme");
    assert_eq!(Resource::parse("j_e:a@b").unwrap_err().code(), "uri.scheme");
    assert_eq!(Resource::parse("acct:a@b.example#c").unwrap_err().code(), "uri.fragment");
}

#[test]
fn rfc3986_6_2_3_an_empty_path_is_a_slash() {
    for text in ["https://example.com:8080", "https://example.com:8080/"] {
        let resource = Resource::parse(text).unwrap();
        assert_eq!((resource.host(), resource.path()), (Some("example.com:8080"), "/"));
    }
    assert_eq!(Resource::parse("https://example.com?a=b").unwrap().path(), "/?a=b");
    assert_eq!(Resource::parse("acct:joe@example.com").unwrap().path(), "");
}

proptest! {
    #[test]
    fn no_text_causes_a_panic_and_normalisation_is_stable(text in "\\PC{0,40}") {
        if let Ok(identifier) = Identifier::new(&text) {
            let again = Identifier::new(identifier.resource().as_str()).unwrap();
            prop_assert_eq!(again, identifier);
        }
    }

    #[test]
    fn every_email_address_is_an_account(user in "[a-zA-Z0-9._~!$&'()*+,;=-]{1,20}") {
        prop_assume!(!user.starts_with(['=', '!']));
        let identifier = Identifier::new(&format!("{user}@example.com")).unwrap();
        prop_assert_eq!(identifier.resource().as_str(), format!("acct:{user}@example.com"));
        prop_assert_eq!(identifier.resource().user(), Some(&*user));
    }
}
