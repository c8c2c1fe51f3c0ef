//! The parameter `claims`: Core §5.5, one change and one error for each rule.

use serde_json::{Value, json};
use symbolon_jose::{Excerpt, json};
use symbolon_oauth::{ErrorCode, ErrorResponse, Parameters};
use symbolon_oidc::{
    AuthenticationRequest, AuthenticationRequestError, ClaimPlace, ClaimRequest, ClaimsRequest,
    ClaimsRequestError as E, JsonType,
};

/// The example of Core §5.5, with members that the specification does not define at each level.
fn valid() -> Value {
    json!({
        "userinfo": {
            "given_name": {"essential": true},
            "nickname": null,
            "email": {"essential": true, "purpose": "to write to you"},
            "email_verified": {"essential": true, "value": true},
            "picture": null,
            "family_name#ja-Kana-JP": null,
            "http://example.info/claims/groups": {"values": [["a"], {"b": 1}]},
            "updated_at": {"value": 1.5},
            "sub": {"value": "248289761001"}
        },
        "id_token": {
            "auth_time": {"essential": true},
            "acr": {"values": ["urn:mace:incommon:iap:silver"]}
        },
        "vot": {"levels": [1, 2]}
    })
}

/// The valid request with another value at a JSON pointer. The last part of the pointer may be new.
fn changed(pointer: &str, value: Value) -> String {
    let mut request = valid();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    request.pointer_mut(parent).unwrap()[name] = value;
    request.to_string()
}

#[test]
fn core_5_5_the_example_is_read_and_written_again() {
    let asked = ClaimsRequest::parse(&valid().to_string()).unwrap();
    assert_eq!(asked.user_info.len(), 9);
    assert_eq!(asked.user_info["given_name"], ClaimRequest::essential());
    assert_eq!(asked.user_info["nickname"], ClaimRequest::voluntary());
    assert_eq!(asked.user_info["family_name#ja-Kana-JP"], ClaimRequest::voluntary());
    assert_eq!(asked.id_token["auth_time"], ClaimRequest::essential());
    let acr = ClaimRequest::voluntary().values(["urn:mace:incommon:iap:silver"]);
    assert_eq!(asked.place(ClaimPlace::IdToken)["acr"], acr);
    assert_eq!(asked.place(ClaimPlace::UserInfo), &asked.user_info);
    let written: Value = serde_json::from_str(&asked.to_json()).unwrap();
    assert_eq!(written, valid());
}

#[test]
fn core_5_5_1_one_change_one_error() {
    use ClaimPlace::{IdToken, UserInfo};
    use JsonType::{Array, Boolean, Number, Object, String};
    let claim = |name| Excerpt::new(name);
    let claim_error = |name, found| E::Claim { place: UserInfo, claim: claim(name), found };
    let essential = |found| E::Essential { place: UserInfo, claim: claim("email"), found };
    let values = |found| E::Values { place: IdToken, claim: claim("acr"), found };
    let value =
        |name, found, expected| E::Value { place: UserInfo, claim: claim(name), found, expected };
    for (pointer, new, error) in [
        ("/userinfo", json!([]), E::Place { place: UserInfo, found: Array }),
        ("/userinfo", json!("email"), E::Place { place: UserInfo, found: String }),
        ("/id_token", json!([]), E::Place { place: IdToken, found: Array }),
        ("/id_token", json!(false), E::Place { place: IdToken, found: Boolean }),
        ("/userinfo/nickname", json!(true), claim_error("nickname", Boolean)),
        ("/userinfo/nickname", json!("essential"), claim_error("nickname", String)),
        ("/userinfo/nickname", json!([]), claim_error("nickname", Array)),
        ("/userinfo/email/essential", json!("true"), essential(String)),
        ("/userinfo/email/essential", json!(1), essential(Number)),
        ("/id_token/acr/values", json!("silver"), values(String)),
        ("/id_token/acr/values", json!({"0": "silver"}), values(Object)),
        ("/id_token/acr/values", json!([]), values(Array)),
        (
            "/userinfo/sub/value",
            json!({}),
            value("sub", Object, "a string of 1 to 255 ASCII characters"),
        ),
        (
            "/userinfo/sub/value",
            json!(1),
            value("sub", Number, "a string of 1 to 255 ASCII characters"),
        ),
        (
            "/userinfo/sub/value",
            json!(""),
            value("sub", String, "a string of 1 to 255 ASCII characters"),
        ),
        (
            "/userinfo/sub/value",
            json!("s".repeat(256)),
            value("sub", String, "a string of 1 to 255 ASCII characters"),
        ),
        (
            "/userinfo/sub/values",
            json!(["a", ["b"]]),
            value("sub", Array, "a string of 1 to 255 ASCII characters"),
        ),
        ("/userinfo/email/value", json!(7), value("email", Number, "a string")),
        (
            "/userinfo/email_verified/value",
            json!("true"),
            value("email_verified", String, "true or false"),
        ),
        (
            "/userinfo/updated_at/value",
            json!("1"),
            value("updated_at", String, "a number of seconds since 1970"),
        ),
        ("/userinfo/address", json!({"value": "x"}), value("address", String, "an object")),
        ("/userinfo/name#de", json!({"value": 1}), value("name#de", Number, "a string")),
        ("/userinfo/acr", json!({"value": ""}), value("acr", String, "a string that is not empty")),
        ("/userinfo/amr", json!({"value": "pwd"}), value("amr", String, "an array of strings")),
        (
            "/userinfo/aud",
            json!({"value": 1}),
            value("aud", Number, "a string or an array of strings"),
        ),
    ] {
        let refused = ClaimsRequest::parse(&changed(pointer, new.clone()));
        assert_eq!(refused.unwrap_err(), error, "{pointer} {new}");
    }
}

#[test]
fn core_5_5_an_absent_optional_member_may_be_null() {
    let asked = ClaimsRequest::parse(
        r#"{"userinfo":null,"id_token":{"acr":{"essential":null,"value":null,"values":null},"a":{}}}"#,
    );
    let expected = ClaimsRequest::new()
        .id_token_claim("acr", ClaimRequest::voluntary())
        .id_token_claim("a", ClaimRequest::voluntary());
    assert_eq!(asked.unwrap(), expected);
    assert!(ClaimsRequest::parse("{}").unwrap().is_empty());
    assert!(!ClaimsRequest::parse(r#"{"vot":1}"#).unwrap().is_empty());
}

#[test]
fn attack_097_shapes_that_are_not_a_claims_request() {
    for (text, error) in [
        ("", json::Error::Syntax { line: 1, column: 0 }),
        ("[]", json::Error::NotAnObject),
        ("null", json::Error::NotAnObject),
        (r#""userinfo""#, json::Error::NotAnObject),
        (r#"{"userinfo":{}} x"#, json::Error::Syntax { line: 1, column: 17 }),
        (r#"{"userinfo":{},"userinfo":{}}"#, json::Error::DuplicateMember { line: 1, column: 25 }),
        (
            r#"{"userinfo":{"sub":null,"\u0073ub":{"value":"a"}}}"#,
            json::Error::DuplicateMember { line: 1, column: 34 },
        ),
    ] {
        assert_eq!(ClaimsRequest::parse(text).unwrap_err(), E::Json(error), "{text}");
    }
    let shapes = [r#"{"id_token":[]}"#, r#"{"userinfo":{"sub":{"value":{}}}}"#];
    for text in shapes {
        let error = ClaimsRequest::parse(text).unwrap_err();
        assert!(matches!(error, E::Place { .. } | E::Value { .. }), "{text}: {error}");
    }
}

#[test]
fn attack_097_large_and_deep_requests() {
    let padded = |length: usize| {
        let text = r#"{"userinfo":{"a":{"value":""}}}"#;
        text.replace(r#""""#, &format!("\"{}\"", "x".repeat(length - text.len())))
    };
    let most = ClaimsRequest::LIMITS.token;
    assert!(ClaimsRequest::parse(&padded(most)).is_ok());
    for length in [most + 1, 1 << 20] {
        let error = ClaimsRequest::parse(&padded(length)).unwrap_err();
        assert_eq!(error, E::Json(json::Error::TooLarge), "{length}");
    }
    for depth in [20, 100_000] {
        let text = format!("{{\"userinfo\":{{\"a\":{{\"value\":{}", "[".repeat(depth));
        let error = ClaimsRequest::parse(&text).unwrap_err();
        let expected = if text.len() > most { json::Error::TooLarge } else { json::Error::TooDeep };
        assert_eq!(error, E::Json(expected), "{depth}");
    }
    let members: Vec<String> = (0..300).map(|number| format!("\"c{number}\":null")).collect();
    let error = ClaimsRequest::parse(&format!("{{\"userinfo\":{{{}}}}}", members.join(",")));
    assert_eq!(error.unwrap_err(), E::Json(json::Error::TooManyMembers));
}

/// A request whose written form would be longer than the limit is refused at once, and not when it
/// is read again from a store.
#[test]
fn attack_097_numbers_that_grow_when_they_are_written() {
    let list = |count: usize| format!("[{}]", vec!["1e5"; count].join(","));
    let rows: Vec<String> = (0..15).map(|_| list(255)).collect();
    let text = format!("{{\"a\":[{}],\"b\":\"{}\"}}", rows.join(","), "x".repeat(40_000));
    assert!(text.len() < ClaimsRequest::LIMITS.token);
    assert_eq!(ClaimsRequest::parse(&text).unwrap_err(), E::Json(json::Error::TooLarge));
}

#[test]
fn attack_097_an_authorization_request_with_malformed_claims_is_invalid() {
    let read = |claims: &str| {
        let mut parameters = Parameters::parse(
            "response_type=code&scope=openid&client_id=c&redirect_uri=https%3A%2F%2Fc.example%2Fcb",
        )
        .unwrap();
        parameters.push("claims", claims);
        AuthenticationRequest::from_parameters(parameters)
    };
    for (claims, description) in [
        ("[]", "`claims` is not a JSON object of moderate size"),
        (r#"{"id_token":[]}"#, "`userinfo` or `id_token` in `claims` is not an object"),
        (r#"{"id_token":{"x":1}}"#, "the request for a claim in `claims` is not null or an object"),
        (r#"{"id_token":{"x":{"essential":1}}}"#, "`essential` in `claims` is not true or false"),
        (
            r#"{"id_token":{"x":{"values":1}}}"#,
            "`values` in `claims` is not an array with at least one value",
        ),
        (
            r#"{"userinfo":{"sub":{"value":{}}}}"#,
            "a requested value in `claims` is not valid for its claim",
        ),
    ] {
        let error = read(claims).unwrap_err();
        assert!(matches!(error, AuthenticationRequestError::Claims(_)), "{claims}");
        let response = ErrorResponse::from(error);
        assert_eq!(response.error, ErrorCode::INVALID_REQUEST);
        assert_eq!(response.error_description.as_deref(), Some(description), "{claims}");
    }
    let asked = ClaimsRequest::new().claim("email", ClaimRequest::essential());
    let request = read(&asked.to_json()).unwrap();
    assert_eq!(request.claims, Some(asked));
    assert_eq!(read("{}").unwrap().claims, Some(ClaimsRequest::new()));
    assert_eq!(read("").unwrap().claims, None);
    let again = AuthenticationRequest::from_parameters(request.to_parameters()).unwrap();
    assert_eq!(again, request);
}

#[test]
fn core_5_5_1_a_value_must_be_one_of_the_acceptable_values() {
    let text = |text: &str| Value::from(text);
    let any = ClaimRequest::essential();
    let only = ClaimRequest::voluntary().value("a");
    let several = ClaimRequest::voluntary().values(["b", "a"]);
    let both = ClaimRequest::voluntary().value("a").values(["b", "a"]);
    let neither = ClaimRequest::voluntary().value("c").values(["b", "a"]);
    assert!(any.accepts(&text("z")) && !any.is_restricted());
    for (request, acceptable) in
        [(&only, &["a"][..]), (&several, &["b", "a"]), (&both, &["a"]), (&neither, &[])]
    {
        assert!(request.is_restricted());
        assert_eq!(request.acceptable().collect::<Vec<_>>(), acceptable);
        for value in ["a", "b", "c", "A", ""] {
            assert_eq!(request.accepts(&text(value)), acceptable.contains(&value), "{value}");
        }
    }
    assert!(!only.accepts(&json!(["a"])) && !only.accepts(&Value::Null));
}

#[test]
fn attack_126_debug_and_errors_show_no_requested_value() {
    let asked = ClaimsRequest::new().claim("sub", ClaimRequest::essential().value("geheim"));
    let asked = asked.id_token_claim("phone_number", ClaimRequest::voluntary().values(["geheim"]));
    assert!(!format!("{asked:?}").contains("geheim"));
    let error = ClaimsRequest::parse(r#"{"userinfo":{"email_verified":{"value":"geheim"}}}"#);
    let error = error.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("geheim"));
    assert_eq!(
        error.to_string(),
        "a requested value of the claim \"email_verified\" in `userinfo` is not valid (a string); \
         expected true or false"
    );
}
