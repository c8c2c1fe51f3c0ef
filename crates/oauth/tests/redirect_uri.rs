//! Redirect URIs: which texts are accepted, and which match a registered URI.

use symbolon_oauth::{Parameters, RedirectUri, RedirectUriError};

const USER_INFO: &str = "uri.user_info";
const CHARACTER: &str = "uri.character";
const HOST: &str = "uri.host";
const PORT: &str = "uri.port";
const DOT_SEGMENT: &str = "uri.dot_segment";
const FRAGMENT: &str = "uri.fragment";
const NO_SCHEME: &str = "uri.scheme";
const SCHEME: &str = "redirect_uri.scheme";

/// Returns the code of the error with which the text is refused.
fn refused(text: &str) -> Option<&'static str> {
    RedirectUri::new(text).err().map(|error| error.code())
}

#[test]
fn rfc8252_7_the_accepted_uris() {
    for text in [
        "https://client.example",
        "https://client.example/cb",
        "https://client.example:8443/cb?tenant=1&x=a%20b",
        "https://192.0.2.1/cb",
        "https://[2001:db8::1]:8443/cb",
        "http://127.0.0.1:51004/oauth2redirect/example-provider",
        "http://[::1]:61023/oauth2redirect/example-provider",
        "http://localhost:3000/cb",
        "com.example.app:/oauth2redirect/example-provider",
        "com.example.app://callback",
    ] {
        let uri = RedirectUri::new(text).unwrap();
        assert_eq!(uri.as_str(), text);
        assert_eq!(uri.to_string(), text);
        let stored = serde_json::to_string(&uri).unwrap();
        assert_eq!(serde_json::from_str::<RedirectUri>(&stored).unwrap(), uri);
    }
}

#[test]
fn rfc6749_3_1_2_absolute_without_fragment() {
    for (text, error) in [
        ("/cb", NO_SCHEME),
        ("//client.example/cb", NO_SCHEME),
        ("", NO_SCHEME),
        ("https:/cb", HOST),
        ("https:client.example", HOST),
        ("https://client.example/cb#", FRAGMENT),
        ("https://client.example/cb#x", FRAGMENT),
        ("com.example.app:", HOST),
    ] {
        assert_eq!(refused(text), Some(error), "{text}");
    }
}

#[test]
fn attack_098_redirect_exact_match() {
    let registered = RedirectUri::new("https://c.example/cb").unwrap();
    for text in [
        "https://c.example/cb?x=1",
        "https://c.example/cb?",
        "https://c.example/CB",
        "https://C.example/cb",
        "https://c.example/cb/",
        "https://c.example/c%62",
        "https://c.example:443/cb",
        "http://localhost/cb",
    ] {
        assert!(!RedirectUri::new(text).unwrap().matches(&registered), "{text}");
    }
    for (text, error) in [
        ("https://c.example/cb/..;/x", DOT_SEGMENT),
        ("https://c.example/cb/%2e%2e/x", DOT_SEGMENT),
        ("https://c.example/cb/../x", DOT_SEGMENT),
        ("https://c.example./cb", HOST),
    ] {
        assert_eq!(refused(text), Some(error), "{text}");
    }
    assert!(RedirectUri::new("https://c.example/cb").unwrap().matches(&registered));
}

#[test]
fn attack_099_userinfo_and_parser_differential() {
    for (text, error) in [
        ("http://localhost:80@evil.com/cb", USER_INFO),
        ("https://c@@evil", USER_INFO),
        ("https://c\\@evil", CHARACTER),
        ("https://c\\.evil/cb", CHARACTER),
        ("http://localhost:8090%2F@evil", USER_INFO),
        ("https://c%2Fevil/cb", HOST),
        ("https://c\t.example/cb", CHARACTER),
        ("https://c.example/c\nb", CHARACTER),
        ("https://c.example/c\r\nb", CHARACTER),
        ("https://c.example/%00", CHARACTER),
        ("https://c.example/c b", CHARACTER),
        ("https://c。example/cb", CHARACTER),
        ("https://c.example/é", CHARACTER),
        ("https://c.example/\u{202e}", CHARACTER),
        ("https://c.example/%C0%AE%C0%AE/cb", CHARACTER),
        ("https://xn--/cb", HOST),
        ("https://xn--a/cb", HOST),
        ("https://xn--evil-.example/cb", HOST),
    ] {
        assert_eq!(refused(text), Some(error), "{text}");
    }
}

#[test]
fn attack_100_loopback_prefix() {
    for (text, error) in [
        ("http://localhost.evil.test", SCHEME),
        ("http://127.0.0.1.evil", SCHEME),
        ("http://127.0.0.2/cb", SCHEME),
        ("http://client.example/cb", SCHEME),
        ("http://LOCALHOST/cb", SCHEME),
        ("http://[::2]/cb", SCHEME),
        ("http://[0:0:0:0:0:0:0:1]/cb", HOST),
        ("http://[::ffff:127.0.0.1]/cb", HOST),
        ("http://127.0.0.1:99999", PORT),
        ("http://127.0.0.1:", PORT),
        ("http://127.0.0.1:80x", PORT),
        ("http://[::1%25eth0]", HOST),
        ("http://0x7f.1", HOST),
        ("http://127.1/cb", HOST),
        ("http://2130706433/cb", HOST),
        ("http://127.0.0.01/cb", HOST),
    ] {
        assert_eq!(refused(text), Some(error), "{text}");
    }
}

#[test]
fn rfc8252_7_3_any_port_on_a_loopback_address() {
    let matches = |asked: &str, registered: &str| {
        RedirectUri::new(asked).unwrap().matches(&RedirectUri::new(registered).unwrap())
    };
    assert!(matches("http://127.0.0.1:51004/cb", "http://127.0.0.1/cb"));
    assert!(matches("http://127.0.0.1/cb", "http://127.0.0.1:8080/cb"));
    assert!(matches("http://[::1]:61023/cb?x=1", "http://[::1]:1/cb?x=1"));
    assert!(matches("http://localhost:3000/cb", "http://localhost:3000/cb"));

    assert!(!matches("http://127.0.0.1:51004/cb", "http://[::1]:51004/cb"));
    assert!(!matches("http://127.0.0.1:51004/cb2", "http://127.0.0.1/cb"));
    assert!(!matches("http://127.0.0.1:51004/cb?x=1", "http://127.0.0.1/cb"));
    assert!(!matches("http://127.0.0.1:51004", "http://127.0.0.1/"));
    assert!(!matches("https://127.0.0.1:51004/cb", "https://127.0.0.1/cb"));
    assert!(!matches("http://localhost:3001/cb", "http://localhost:3000/cb"));
    assert!(!matches("http://localhost:3000/cb", "http://127.0.0.1:3000/cb"));
}

#[test]
fn attack_101_scheme_tricks() {
    for (text, error) in [
        ("JaVaScRiPt:alert(1)", NO_SCHEME),
        ("HTTPS://client.example", NO_SCHEME),
        (" javascript:alert(1)", CHARACTER),
        ("java\tscript:alert(1)", CHARACTER),
        ("javascript:alert(1)", SCHEME),
        ("javascript://client.example/%20alert(1)", SCHEME),
        ("data:text/html,x", SCHEME),
        ("vbscript:x", SCHEME),
        ("file:///etc/passwd", HOST),
        ("file://host/etc", SCHEME),
        ("blob:https://c.example/x", SCHEME),
        ("ftp://c.example/cb", SCHEME),
        ("ws://localhost/cb", SCHEME),
        ("myapp:/cb", SCHEME),
        ("urn:ietf:wg:oauth:2.0:oob", SCHEME),
    ] {
        assert_eq!(refused(text), Some(error), "{text}");
    }
}

#[test]
fn rfc8252_8_4_a_scheme_without_a_period_is_accepted_by_name() {
    let read = RedirectUri::private_scheme_without_period;
    for text in [
        "msal5a434691-ccb2-4fd1-b97b-000000000000://auth",
        "msauth://com.example.app/Xo8WBi6jzSxKDVR4drqm84yr9iU%3D",
        "myapp:/cb",
        "fb1234567890://authorize",
        "com.example.app:/cb",
        "https://client.example/cb",
        "http://127.0.0.1/cb",
    ] {
        assert_eq!(read(text).unwrap().as_str(), text);
    }
    for text in [
        "javascript:alert(1)",
        "javascript://auth/%20alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "blob:https://c.example/x",
        "file://host/etc",
        "view-source:https://c.example",
        "mailto:a@b.example",
        "ftp://c.example/cb",
        "ws://localhost/cb",
        "urn:ietf:wg:oauth:2.0:oob",
        "http://client.example/cb",
    ] {
        assert_eq!(read(text).unwrap_err().code(), SCHEME, "{text}");
    }
    assert_eq!(read("msauth:").unwrap_err().code(), HOST);
    assert_eq!(read("MSAuth://auth").unwrap_err().code(), NO_SCHEME);
    assert_eq!(read("msauth://auth#x").unwrap_err().code(), FRAGMENT);
    assert_eq!(read("msauth://auth?code=x").unwrap_err().code(), "redirect_uri.response_parameter");
}

#[test]
fn an_error_about_a_scheme_names_the_way_out() {
    let message = |text: &str| RedirectUri::new(text).unwrap_err().to_string();
    assert!(
        message("http://app.lan/cb")
            .ends_with("(`danger::http_redirect_uri` accepts http on every host)")
    );
    assert!(message("msauth://auth").contains("`RedirectUri::private_scheme_without_period`"));
    assert!(message("javascript:alert(1)").ends_with("such as com.example.app"));
}

#[test]
fn attack_102_response_parameter_injection() {
    let plain = [
        "access_token",
        "code",
        "error",
        "error_description",
        "error_uri",
        "expires_in",
        "id_token",
        "iss",
        "response",
        "scope",
        "session_state",
        "state",
        "token_type",
    ];
    let plain = plain.map(|name| (name, name));
    for (written, name) in plain.into_iter().chain([("c%6fde", "code"), ("%73tate", "state")]) {
        for query in [format!("{written}=x"), format!("a=b&{written}="), format!("{written}&a=b")] {
            let text = format!("https://c.example/cb?{query}");
            let error = RedirectUriError::ResponseParameter { name };
            assert_eq!(RedirectUri::new(&text), Err(error), "{text}");
            let text = format!("https://c.example/cb#{query}");
            assert_eq!(refused(&text), Some(FRAGMENT), "{text}");
        }
    }
    assert!(RedirectUri::new("https://c.example/cb?country=CH&mystate=1").is_ok());
}

#[test]
fn an_error_says_what_was_found_and_what_was_expected() {
    for (text, message) in [
        (
            "http://client.example/cb",
            "the redirect URI has the scheme \"http\"; expected https, http on 127.0.0.1, [::1] or \
             localhost, or a private-use scheme with a period, such as com.example.app \
             (`danger::http_redirect_uri` accepts http on every host)",
        ),
        (
            "https://c.example/cb?code=1",
            "the query of the redirect URI has `code`, which authorization responses add; remove \
             it",
        ),
        (
            "https://c.example/cb?a=1&b=%ff",
            "the query of the redirect URI cannot be read: the parameters are not form-encoded \
             UTF-8 from byte 4 on",
        ),
    ] {
        assert_eq!(RedirectUri::new(text).unwrap_err().to_string(), message);
    }
}

#[test]
fn rfc6749_3_1_2_the_query_is_form_encoded() {
    for query in ["a=%ff", "a=1&a=2"] {
        let text = format!("https://c.example/cb?{query}");
        assert_eq!(refused(&text), Some("redirect_uri.query"), "{text}");
    }
}

#[test]
fn attack_103_patterns_are_not_supported() {
    let wildcard = RedirectUri::new("https://c.example/*").unwrap();
    assert!(!RedirectUri::new("https://c.example/cb").unwrap().matches(&wildcard));
    assert_eq!(refused("https://*.c.example/cb"), Some(HOST));
    assert_eq!(refused("https://c.example/^.+$"), Some(CHARACTER));
}

#[test]
fn rfc6749_3_1_2_the_query_is_retained() {
    let mut response = Parameters::new();
    response.push("code", "a b");
    response.push("state", "\u{e9}&<script>");
    let encoded = "code=a+b&state=%C3%A9%26%3Cscript%3E";
    for (text, appended) in [
        ("https://c.example/cb", "https://c.example/cb?"),
        ("https://c.example/cb?", "https://c.example/cb?"),
        ("https://c.example/cb?x=1", "https://c.example/cb?x=1&"),
        ("com.example.app:/cb", "com.example.app:/cb?"),
    ] {
        let uri = RedirectUri::new(text).unwrap();
        assert_eq!(uri.append(&response), format!("{appended}{encoded}"));
    }
}
