//! Challenges of any scheme, as RFC 9110 §11 writes them.

use proptest::prelude::*;

use super::*;

fn parse_one(value: &[u8]) -> Option<Vec<RawChallenge>> {
    parse_challenges([value].into_iter())
}

fn raw(scheme: &str, token68: Option<&str>, parameters: &[(&str, &str)]) -> RawChallenge {
    RawChallenge {
        scheme: scheme.to_owned(),
        token68: token68.map(str::to_owned),
        parameters: parameters.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect(),
    }
}

#[test]
fn rfc9110_11_6_1_two_challenges_in_one_header() {
    let value = br#"Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\"""#;
    let apps = [("realm", "apps"), ("type", "1"), ("title", "Login to \"apps\"")];
    assert_eq!(
        parse_one(value).unwrap(),
        [raw("Basic", None, &[("realm", "simple")]), raw("Newauth", None, &apps)]
    );
}

#[test]
fn rfc9110_11_3_opaque_words_and_bare_schemes() {
    assert_eq!(
        parse_one(b"Negotiate, Negotiate abc==, Bearer a=b , Basic").unwrap(),
        [
            raw("Negotiate", None, &[]),
            raw("Negotiate", Some("abc=="), &[]),
            raw("Bearer", None, &[("a", "b")]),
            raw("Basic", None, &[]),
        ]
    );
}

#[test]
fn rfc9110_5_6_1_empty_list_elements_are_ignored() {
    let expected = [raw("A", None, &[("a", "1"), ("b", "2")]), raw("B", None, &[])];
    assert_eq!(parse_one(b" ,, A ,a = 1,\t, b=\"2\", ,B,").unwrap(), expected);
    assert_eq!(parse_one(b"").unwrap(), []);
}

#[test]
fn a_value_that_is_not_a_list_of_challenges_is_refused() {
    for value in [
        "realm=\"x\"",
        "Basic realm=\"x",
        "Basic realm=\"x\" y",
        "Basic realm=\"x\\",
        "Basic \"x\"",
        "Basic abc, a=b, @",
        "Basic abc==, a=b",
        "Basic\ta=b",
        "Basic a=\"\u{1}\"",
    ] {
        assert_eq!(parse_one(value.as_bytes()), None, "{value:?}");
    }
}

#[test]
fn rfc9110_11_1_schemes_are_case_insensitive() {
    assert_eq!(credentials_of("Basic", b"bAsIc  abc"), Some(&b"abc"[..]));
    assert_eq!(credentials_of("Basic", b"Basic"), Some(&b""[..]));
    assert_eq!(credentials_of("Basic", b"Basics abc"), None);
    assert_eq!(credentials_of("Basic", b"Bas"), None);
}

#[test]
fn rfc9110_11_2_token68() {
    for good in ["a", "a-._~+/9", "a==="] {
        assert!(is_token68(good.as_bytes()), "{good}");
    }
    for bad in ["", "=", "a=a", "a b", "a,", "é"] {
        assert!(!is_token68(bad.as_bytes()), "{bad}");
    }
}

proptest! {
    #[test]
    fn a_quoted_value_is_read_back(value in "[\\t -~\u{80}-\u{ffff}]{0,40}") {
        let field = format!("A b={}", quote(&value).unwrap());
        prop_assert_eq!(parse_one(field.as_bytes()).unwrap(), [raw("A", None, &[("b", &value)])]);
    }

    #[test]
    fn attack_095_a_control_character_is_not_quoted(value in "[a-z]{0,3}[\\x00-\\x08\\x0a-\\x1f\\x7f][a-z]{0,3}") {
        prop_assert_eq!(quote(&value), None);
    }

    #[test]
    fn no_input_panics(value in proptest::collection::vec(any::<u8>(), 0..64)) {
        let _ = parse_one(&value);
    }

    #[test]
    fn no_likely_input_panics(value in "[Aa =,\"\\\\\t]{0,24}") {
        let _ = parse_one(value.as_bytes());
    }
}
