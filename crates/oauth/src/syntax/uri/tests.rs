//! URIs: one wrong part, one exact error.

use super::*;

#[test]
fn rfc3986_3_the_parts_are_cut_at_their_delimiters() {
    let parts = split("https://c.example:8443/a/b?x=/?:@").unwrap();
    assert_eq!(parts.scheme, "https");
    assert_eq!(parts.host, Some("c.example"));
    assert_eq!(parts.path, "a/b");
    assert_eq!(parts.query, Some("x=/?:@"));
}

fn scheme(found: &str) -> UriError {
    UriError::Scheme { found: Some(Excerpt::new(found)) }
}

fn character(character: char, position: usize) -> UriError {
    UriError::Character { character, position }
}

fn host(found: &str) -> UriError {
    UriError::Host { found: Excerpt::new(found) }
}

fn port(found: &str) -> UriError {
    UriError::Port { found: Excerpt::new(found) }
}

fn dot_segment(found: &str) -> UriError {
    UriError::DotSegment { found: Excerpt::new(found) }
}

#[test]
fn one_wrong_thing_one_error() {
    for (text, error) in [
        ("c.example/cb", UriError::Scheme { found: None }),
        ("HTTPS://c.example", scheme("HTTPS")),
        ("1a://c.example", scheme("1a")),
        ("://c.example", scheme("")),
        ("https?://c.example", scheme("https?")),
        ("https://c.example/ b", character(' ', 18)),
        ("https://c.example/%zz", character('%', 18)),
        ("https://c.example/%0d%0aX", character('%', 18)),
        ("https://c.example/a[0]", character('[', 19)),
        ("https://c.example/?a[0]=1", character('[', 20)),
        ("https://c.example/é", character('é', 18)),
        ("https://c.example/#", UriError::Fragment { position: 18 }),
        ("https://u@c.example", UriError::UserInfo { position: 9 }),
        ("https://", host("")),
        ("https:///cb", host("")),
        ("https://c.example.", host("c.example.")),
        ("https://c..example", host("c..example")),
        ("https://c%2eexample", host("c%2eexample")),
        ("https://0x7f.1", host("0x7f.1")),
        ("https://127.1", host("127.1")),
        ("https://2130706433", host("2130706433")),
        ("https://c.0X7F", host("c.0X7F")),
        ("https://[::1", host("[::1")),
        ("https://[::1]x", host("[::1]x")),
        ("https://[::1%25eth0]", host("[::1%25eth0]")),
        ("https://[127.0.0.1]", host("[127.0.0.1]")),
        ("https://[0:0:0:0:0:0:0:1]", host("[0:0:0:0:0:0:0:1]")),
        ("https://127.0.0.01", host("127.0.0.01")),
        ("https://c.example:", port("")),
        ("https://c.example:0", port("0")),
        ("https://c.example:65536", port("65536")),
        ("https://c.example:+80", port("+80")),
        ("https://c.example:80:80", port("80:80")),
        ("https://c.example/a/../b", dot_segment("..")),
        ("https://c.example/a/%2E%2e/b", dot_segment("..")),
        ("https://c.example/a/..;x=1/b", dot_segment("..;x=1")),
        ("https://c.example/a%2f..%2fb", dot_segment("..")),
        ("https://c.example/a%5c..%5cb", dot_segment("..")),
        ("https://c.example/.", dot_segment(".")),
    ] {
        assert_eq!(split(text).unwrap_err(), error, "{text}");
    }
}

#[test]
fn an_error_says_what_was_found_and_what_was_expected() {
    for (text, message) in [
        ("op.example", "the URI has no scheme; expected a scheme in lower case, such as `https:`"),
        (
            "HTTPS://op.example",
            "the URI has the scheme \"HTTPS\"; expected a scheme in lower case, such as `https:`",
        ),
        (
            "https://op.example/a\nb",
            "the URI has the character '\\n' at byte 20, where it is not allowed",
        ),
        (
            "https://op.example:0",
            "the URI has the port \"0\"; expected a number from 1 to 65535, or no colon",
        ),
        (
            "https:///a",
            "the URI has no host; expected a name such as `op.example` or an IP address such as \
             `192.0.2.1` or `[2001:db8::1]`",
        ),
        (
            "https://op..example",
            "the URI has the host \"op..example\"; expected a name such as `op.example` or an IP \
             address such as `192.0.2.1` or `[2001:db8::1]`",
        ),
    ] {
        assert_eq!(split(text).unwrap_err().to_string(), message);
    }
}

#[test]
fn attack_126_an_error_does_not_show_user_information() {
    let error = split("https://user:s3cret@op.example").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("s3cret"));
}

#[test]
fn rfc3986_7_4_a_label_that_only_looks_encoded_is_refused() {
    for name in ["xn--", "xn--a", "xn--zz--", "xn--evil-.example", "c.XN--", "xn--.example"] {
        for text in [format!("https://{name}"), format!("https://{name}:8443/cb")] {
            assert_eq!(split(&text).unwrap_err(), host(name), "{text}");
        }
    }
    for host in ["xn--bcher-kva.example", "XN--Bcher-KVA.example", "a--b.example", "a_b.c"] {
        assert!(split(&format!("https://{host}/cb")).is_ok(), "{host}");
    }
}

#[test]
fn rfc3986_2_5_the_escapes_of_a_path_are_utf_8() {
    for (path, position) in
        [("%C0%AE%C0%AE/b", 18), ("a/%c0%ae", 20), ("%ff", 18), ("%e2%82", 18), ("%ED%A0%80", 18)]
    {
        let text = format!("https://c.example/{path}");
        assert_eq!(split(&text).unwrap_err(), character('%', position), "{text}");
    }
    assert!(split("https://c.example/%E2%82%AC").is_ok());
}

#[test]
fn attack_127_the_length_is_bounded() {
    let padded = |length: usize| format!("{:a<length$}", "https://c.example/");
    assert!(split(&padded(MAX_LENGTH)).is_ok());
    let too_long = UriError::TooLong { length: MAX_LENGTH + 1 };
    assert_eq!(split(&padded(MAX_LENGTH + 1)).unwrap_err(), too_long);
}
