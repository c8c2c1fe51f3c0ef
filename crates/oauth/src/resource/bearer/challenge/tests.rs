//! Bearer challenges: reading, writing, and their limits.

use proptest::prelude::*;

use super::*;

fn read_all(values: &[&str]) -> Result<Vec<Challenge>, ChallengeError> {
    let field = |value: &&str| (header::WWW_AUTHENTICATE, HeaderValue::from_str(value).unwrap());
    Challenge::from_headers(&values.iter().map(field).fold(HeaderMap::new(), |mut map, (n, v)| {
        map.append(n, v);
        map
    }))
}

fn text(challenge: &Challenge) -> String {
    challenge.to_header_value().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn rfc6750_3_the_examples() {
    let asked = read_all(&["Bearer realm=\"example\""]).unwrap();
    assert_eq!(asked, [Challenge::new("example")]);

    let expired = "Bearer realm=\"example\", error=\"invalid_token\", \
                   error_description=\"The access token expired\"";
    let challenges = read_all(&[expired]).unwrap();
    assert_eq!(challenges[0].error, Some(ErrorCode::INVALID_TOKEN));
    assert_eq!(challenges[0].error_description.as_deref(), Some("The access token expired"));
    assert_eq!(text(&challenges[0]), expired);
}

#[test]
fn rfc9110_11_6_1_bearer_challenges_among_others_in_several_headers() {
    let challenges = read_all(&[
        "Basic realm=\"a, Bearer realm=b\", bearer Realm=c, Scope=\"x y\", algs=\"ES256\", Negotiate",
        "DPoP algs=\"ES256\"",
        "Bearer realm=\"d\"",
    ])
    .unwrap();
    let mut first = Challenge::new("c");
    first.scope = Some(Scope::parse("x y").unwrap());
    first.extra = vec![("algs".into(), "ES256".into())];
    assert_eq!(challenges, [first, Challenge::new("d")]);
    assert_eq!(read_all(&["Basic realm=\"a\""]), Ok(Vec::new()));
}

#[test]
fn rfc6750_3_attributes_occur_once() {
    for (value, name) in [
        ("Bearer realm=\"a\", realm=\"a\"", "realm"),
        ("Bearer scope=a, SCOPE=b", "scope"),
        ("Bearer error=a, error=a", "error"),
        ("Bearer error_description=a, error_description=a", "error_description"),
        ("Bearer error_uri=a, error_uri=a", "error_uri"),
        ("Bearer x=a, X=a", "x"),
    ] {
        let error = ChallengeError::Repeated { name: Excerpt::new(name) };
        assert_eq!(read_all(&[value]), Err(error), "{value}");
    }
}

#[test]
fn rfc6750_3_characters_of_each_attribute() {
    for (value, name) in [
        ("Bearer scope=\"a  b\"", "scope"),
        ("Bearer scope=\"\"", "scope"),
        ("Bearer error=\"a\\\"\"", "error"),
    ] {
        assert_eq!(read_all(&[value]), Err(ChallengeError::Value { name }), "{value}");
    }
}

#[test]
fn rfc6750_3_the_error_code_survives_a_bad_description() {
    let mut expected = Challenge::refusing(ErrorCode::new("a").unwrap());
    expected.error_description = Some("b?c??".to_owned());
    for uri in ["c d", "javascript:alert(1)", "data:,x", "/e", ""] {
        let value = format!("Bearer error=a, error_description=\"b\\\\c\té\", error_uri=\"{uri}\"");
        assert_eq!(read_all(&[&value]).unwrap(), [expected.clone()], "{uri}");
    }
    let found = read_all(&["Bearer error=a, error_description=\"\""]).unwrap();
    expected.error_description = None;
    assert_eq!(found, [expected]);
}

#[test]
fn rfc6750_3_a_bearer_challenge_with_an_opaque_word_is_refused() {
    assert_eq!(read_all(&["Bearer abc=="]), Err(ChallengeError::Opaque));
    assert_eq!(read_all(&["Bearer realm=\"a"]), Err(ChallengeError::Syntax));
}

#[test]
fn rfc6750_3_a_challenge_without_attributes_is_refused() {
    assert_eq!(read_all(&["Negotiate, Bearer"]), Err(ChallengeError::Empty));
    assert_eq!(Challenge::default().to_header_value(), Err(ChallengeError::Empty));
}

#[test]
fn attack_127_length_and_count_are_bounded() {
    let parameters = |count| (0..count).map(|n| format!("p{n}=1")).collect::<Vec<_>>().join(", ");
    let bearer = |count| format!("Bearer {}", parameters(count));
    assert_eq!(read_all(&[&bearer(99)]).unwrap()[0].extra.len(), 99);
    assert_eq!(read_all(&[&bearer(100)]), Err(ChallengeError::Syntax));
    // The challenges of all headers and of all schemes are counted together.
    assert!(read_all(&[&bearer(49), "Basic realm=a", &["Negotiate"; 48].join(",")]).is_ok());
    let more = [&bearer(49), "Basic realm=a", &["Negotiate"; 49].join(",")];
    assert_eq!(read_all(&more), Err(ChallengeError::Syntax));

    let padded = |length: usize| format!("{:,<length$}", "Bearer a=b");
    assert!(read_all(&[&padded(16 * 1024)]).is_ok());
    assert_eq!(read_all(&[&padded(16 * 1024 + 1)]), Err(ChallengeError::Syntax));
    assert_eq!(read_all(&[&padded(16 * 1024), "a"]), Err(ChallengeError::Syntax));
}

#[test]
fn rfc6750_3_1_statuses() {
    let status = |error| Challenge::refusing(error).into_http().unwrap().status().as_u16();
    assert_eq!(status(ErrorCode::INVALID_REQUEST), 400);
    assert_eq!(status(ErrorCode::INVALID_TOKEN), 401);
    assert_eq!(status(ErrorCode::INSUFFICIENT_SCOPE), 403);
    assert_eq!(Challenge::new("a").into_http().unwrap().status(), 401);
}

#[test]
fn attack_094_a_bad_scope_never_reaches_the_header() {
    for scope in ["a\"b", "a\\b", "a\r\nX: y", "a  b", "a\0"] {
        assert!(Scope::parse(scope).is_err(), "{scope:?}");
    }
}

#[test]
fn attack_095_line_breaks_and_quotes_in_values() {
    let realm = Challenge::new("a\"b\\c");
    assert_eq!(text(&realm), "Bearer realm=\"a\\\"b\\\\c\"");
    assert_eq!(Challenge::new("a\r\nX: y").to_header_value(), Err(ChallengeError::Syntax));

    let mut challenge = Challenge::new("a");
    challenge.error_description = Some("a\r\nX: y".to_owned());
    let name = "error_description";
    assert_eq!(challenge.to_header_value(), Err(ChallengeError::Value { name }));

    let mut challenge = Challenge::new("a");
    challenge.extra = vec![("b\r\nX: y".into(), "c".into())];
    assert_eq!(challenge.to_header_value(), Err(ChallengeError::Syntax));
    challenge.extra = vec![("Realm".into(), "c".into())];
    let name = Excerpt::new("Realm");
    assert_eq!(challenge.to_header_value(), Err(ChallengeError::Repeated { name }));
}

fn challenge() -> impl Strategy<Value = Challenge> {
    let word = || proptest::option::of("[!#-\\[\\]-~]{1,12}");
    let scope = proptest::option::of("[a-z]{1,3}( [a-z:]{1,3}){0,2}");
    let page = proptest::option::of("[!#-;=?-Z_a-z~]{1,12}");
    let description = proptest::option::of("[ !#-\\[\\]-~]{1,12}");
    (proptest::option::of("[ -~é]{0,12}"), scope, word(), description, page, "[\\t -~]{0,9}")
        .prop_map(|(realm, scope, error, error_description, page, extra)| Challenge {
            realm,
            scope: scope.map(|scope| Scope::parse(&scope).unwrap()),
            error: error.map(|error| ErrorCode::new(&error).unwrap()),
            error_description,
            error_uri: page
                .map(|page| PageUrl::new(&format!("https://op.example/{page}")).unwrap()),
            extra: vec![("x-extra".to_owned(), extra)],
        })
}

proptest! {
    #[test]
    fn print_then_parse_is_the_identity(challenge in challenge()) {
        let value = challenge.to_header_value().unwrap();
        let headers = HeaderMap::from_iter([(header::WWW_AUTHENTICATE, value)]);
        prop_assert_eq!(Challenge::from_headers(&headers), Ok(vec![challenge]));
    }

    #[test]
    fn no_header_panics(value in proptest::collection::vec(0x20_u8..=0xff, 0..60)) {
        if let Ok(value) = HeaderValue::from_bytes(&value) {
            let _ = Challenge::from_headers(&HeaderMap::from_iter([(header::WWW_AUTHENTICATE, value)]));
        }
    }

    #[test]
    fn a_challenge_that_was_read_is_read_again_after_printing(value in "Bearer a=b[a-b=\\\\\",é\t ]{0,30}") {
        for challenge in HeaderValue::from_bytes(value.as_bytes())
            .map(|value| HeaderMap::from_iter([(header::WWW_AUTHENTICATE, value)]))
            .map_or(Ok(Vec::new()), |headers| Challenge::from_headers(&headers))
            .unwrap_or_default()
        {
            let value = challenge.to_header_value().unwrap();
            let headers = HeaderMap::from_iter([(header::WWW_AUTHENTICATE, value)]);
            prop_assert_eq!(Challenge::from_headers(&headers), Ok(vec![challenge]));
        }
    }
}
