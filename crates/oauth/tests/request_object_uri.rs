//! The URIs at which clients host request objects: a valid URI, one change, one exact error.

use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::UriError;
use symbolon_oauth::request_object::RequestObjectUri;

const URI: &str = "https://client.example/request.jwt";

fn code(text: &str) -> Result<(), &'static str> {
    RequestObjectUri::new(text).map(drop).map_err(|error| error.code())
}

#[test]
fn rfc9101_5_2_a_uri_is_an_https_url_with_or_without_a_fragment() {
    let hash = "#GkurKxf5T0Y-mnPFCHqWOMiZi4VS138cQO_V7PZHAdM";
    for text in [URI, &format!("{URI}?a=b"), &format!("{URI}{hash}"), &format!("{URI}#")] {
        assert_eq!(RequestObjectUri::new(text).unwrap().as_str(), text);
    }
}

#[test]
fn attack_105_other_uris_are_refused() {
    let long = format!("{URI}#{}", "a".repeat(2048));
    for (text, expected) in [
        ("", "uri.scheme"),
        ("http://client.example/request.jwt", "request_object_uri.scheme"),
        ("http://127.0.0.1/request.jwt", "request_object_uri.scheme"),
        ("file:///etc/passwd", "uri.host"),
        ("urn:ietf:params:oauth:request_uri:a", "request_object_uri.scheme"),
        ("https:/request.jwt", "uri.host"),
        ("https://user@client.example/request.jwt", "uri.user_info"),
        ("https://client.example/a/../b", "uri.dot_segment"),
        ("https://client.example/a b", "uri.character"),
        ("https://client.example/#a b", "uri.character"),
        ("https://client.example/#a#b", "uri.character"),
        ("https://client.example/#%0a", "uri.character"),
        (&long, "uri.too_long"),
    ] {
        assert_eq!(code(text), Err(expected), "{text}");
    }
    let error = RequestObjectUri::new("https://client.example/#a#b").unwrap_err();
    let character = UriError::Character { character: '#', position: 25 };
    assert_eq!(error, character.into());
}

#[test]
fn http_is_accepted_on_this_machine_by_name() {
    for host in ["127.0.0.1:8080", "[::1]", "localhost"] {
        assert!(RequestObjectUri::on_loopback(&format!("http://{host}/request.jwt")).is_ok());
    }
    let error = RequestObjectUri::on_loopback("http://client.example/request.jwt").unwrap_err();
    assert_eq!(error.code(), "request_object_uri.scheme");
}

#[test]
fn core_6_2_the_fragment_is_the_hash_of_the_object_and_is_not_sent() {
    // The SHA-256 hash of "abc" (FIPS 180-4).
    let uri = RequestObjectUri::new(&format!("{URI}#old")).unwrap().with_hash_of(b"abc", &CRYPTO);
    let hash = "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0";
    assert_eq!((uri.fragment(), uri.as_str()), (Some(hash), format!("{URI}#{hash}").as_str()));
    assert_eq!(uri.target().unwrap().to_string(), URI);
    assert!(RequestObjectUri::new(URI).unwrap().allows(uri.as_str()));
    assert!(!uri.allows(URI));
}
