//! Request objects on both sides: a valid request object, one change, one exact error (RFC 9101).

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod encrypted;

use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jws::{self, CompactJws, Jws};
use symbolon_jose::jwt::Error as Jwt;
use symbolon_jose::{Excerpt, Excerpts, NumericDate, Object, SignatureAlgorithm, base64url};
use symbolon_oauth::request_object::{
    ExpectedRequestObject, RULES, RequestObject, RequestObjectError, RequestObjectRule,
    SignRequestObjectError, TYP, UnverifiedRequestObject,
};
use symbolon_oauth::{ErrorCode, ErrorResponse, Parameters, ParametersError, danger};
use symbolon_test_support::clock::{NOW, date, now};
use symbolon_test_support::keys::{KeyPair, ed25519, p256};
use symbolon_test_support::names::{CLIENT_ID, ISSUER, STATE, client_id, issuer};

use encrypted::{decryption, encryption, read_encrypted};

const QUERY: &str =
    "response_type=code&client_id=s6BhdRkqt3&scope=openid&state=af0ifjsldkj&max_age=60";

fn members() -> Object {
    let members = json!({
        "iss": CLIENT_ID, "aud": ISSUER, "exp": NOW + 300, "client_id": CLIENT_ID,
        "response_type": "code", "scope": "openid", "state": STATE, "max_age": 60,
    });
    Object::from_value(members).unwrap()
}

/// Returns the members of the valid request object after one change.
fn changed(name: &str, value: impl Into<Option<Value>>) -> Object {
    let mut members = members();
    members.remove(name);
    members.insert_some(name, value.into());
    members
}

fn sign_as(typ: Option<&str>, members: &Object, key: &KeyPair) -> String {
    let jws = Jws::new(members.to_json().into_bytes());
    let jws = match typ {
        Some(typ) => jws.typ(typ),
        None => jws,
    };
    jws.sign(&key.signing(&CRYPTO)).unwrap()
}

fn sign(members: &Object) -> String {
    sign_as(Some(TYP), members, &ed25519("1"))
}

fn unsigned(members: &Object) -> String {
    let header = base64url::encode(br#"{"alg":"none"}"#);
    format!("{header}.{}.", base64url::encode(members.to_json().as_bytes()))
}

/// Returns expectations that require `iss`, `aud` and `exp`.
fn expected() -> ExpectedRequestObject {
    let mut expected = by_default();
    expected.requires_claims = true;
    expected
}

fn by_default() -> ExpectedRequestObject {
    ExpectedRequestObject::new(&client_id(), &issuer())
}

fn verify(
    object: &UnverifiedRequestObject,
    expected: &ExpectedRequestObject,
) -> Result<Parameters, RequestObjectError> {
    object.verify(&ed25519("1").verification(&CRYPTO), expected, now())
}

fn read(text: &str) -> Result<Parameters, RequestObjectError> {
    verify(&UnverifiedRequestObject::parse(text)?, &expected())
}

fn parameters(encoded: &str) -> Parameters {
    Parameters::parse(encoded).unwrap()
}

fn member(name: &str) -> RequestObjectError {
    RequestObjectError::Member { name: Excerpt::new(name) }
}

#[test]
fn rfc9101_6_the_valid_request_object() {
    let object = UnverifiedRequestObject::parse(&sign(&members())).unwrap();
    assert!(object.is_signed());
    assert_eq!(format!("{object:?}"), "UnverifiedRequestObject");
    let read = verify(&object, &expected()).unwrap();
    let pairs: Vec<_> = read.iter().collect();
    let found = [
        ("client_id", CLIENT_ID),
        ("max_age", "60"),
        ("response_type", "code"),
        ("scope", "openid"),
        ("state", STATE),
    ];
    assert_eq!(pairs, found);
}

#[test]
fn attack_107_one_change_one_error() {
    let (evil, now) = ("https://evil.example", NumericDate::from(now()));
    let found = Excerpt::new;
    let client = |name: &str| RequestObjectError::ClientId {
        found: found(name),
        expected: found(CLIENT_ID),
    };
    let audience =
        Jwt::Audience { found: Excerpts::new(&[evil.to_owned()]), expected: Excerpt::new(ISSUER) };
    let cases = [
        // RFC 9101 §4.
        ("iss", None, Jwt::Missing("iss").into()),
        (
            "iss",
            Some(json!("other")),
            Jwt::Issuer { found: found("other"), expected: found(CLIENT_ID) }.into(),
        ),
        ("aud", None, Jwt::Missing("aud").into()),
        ("aud", Some(json!(evil)), audience.into()),
        ("request", Some(json!("e30.e30.")), RequestObjectError::Nested { name: "request" }),
        ("request", Some(json!(null)), RequestObjectError::Nested { name: "request" }),
        ("request_uri", Some(json!("urn:a")), RequestObjectError::Nested { name: "request_uri" }),
        ("scope", Some(json!(["openid"])), member("scope")),
        ("state", Some(json!({"a": 1})), member("state")),
        ("state", Some(json!("")), member("state")),
        ("max_age", Some(json!(true)), member("max_age")),
        ("resource", Some(json!(["https://api.example", 1])), member("resource")),
        ("claims", Some(json!(true)), member("claims")),
        // RFC 9101 §6.3.
        ("client_id", Some(json!("other")), client("other")),
        ("client_id", Some(json!([CLIENT_ID])), client("")),
        // RFC 7519 §4.1.4 to §4.1.6.
        ("exp", None, Jwt::Missing("exp").into()),
        ("exp", Some(json!(NOW - 60)), Jwt::Expired { exp: date(-60), now }.into()),
        ("nbf", Some(json!(NOW + 61)), Jwt::NotYetValid { nbf: date(61), now }.into()),
        ("iat", Some(json!(NOW + 61)), Jwt::IssuedInFuture { iat: date(61), now }.into()),
    ];
    for (name, value, expected) in cases {
        let case = format!("{name} {value:?}");
        assert_eq!(read(&sign(&changed(name, value))).unwrap_err(), expected, "{case}");
    }
}

#[test]
fn rfc9101_4_values_at_the_limit_are_accepted() {
    let cases = [
        ("aud", json!([ISSUER, "https://other.example"])),
        ("exp", json!(NOW - 59)),
        ("nbf", json!(NOW + 60)),
        ("iat", json!(NOW + 60)),
        ("jti", json!("a")),
        // The object has its own type, so it is no client assertion.
        ("sub", json!(CLIENT_ID)),
        // Members that OAuth and OpenID Connect do not define.
        ("extension", json!({"a": [1, true]})),
        ("nonce", json!(null)),
    ];
    for (name, value) in cases {
        assert_eq!(read(&sign(&changed(name, value))), read(&sign(&members())), "{name}");
    }
}

#[test]
fn attack_107_the_signature_is_that_of_the_client() {
    let jws = |error| RequestObjectError::Jwt(Jwt::Jws(error));
    let text = sign(&members());
    let [header, payload, signature]: [&str; 3] =
        text.split('.').collect::<Vec<_>>().try_into().unwrap();

    let forged = base64url::encode(members().to_json().replace(STATE, "evil").as_bytes());
    let tampered = format!("{header}.{forged}.{signature}");
    assert_eq!(read(&tampered), Err(jws(jws::Error::Signature)));

    // RFC 9101 §10.5: `none`, with and without a signature.
    let none = base64url::encode(br#"{"alg":"none"}"#);
    for signature in [signature, ""] {
        let unsigned = format!("{none}.{payload}.{signature}");
        assert_eq!(read(&unsigned), Err(jws(jws::Error::NotSigned)));
    }

    // Another party signs the object: first with an unknown `kid`, then with the `kid` of the
    // client's key.
    for (kid, code) in [("2", "jws.unknown_kid"), ("1", "jws.algorithm_not_allowed")] {
        let other = sign_as(Some(TYP), &members(), &p256(kid));
        assert_eq!(read(&other).unwrap_err().code(), code);
    }
}

#[test]
fn attack_107_the_algorithm_is_the_registered_algorithm() {
    let object = UnverifiedRequestObject::parse(&sign(&members())).unwrap();
    let mut expected = expected();
    expected.algorithm = Some(SignatureAlgorithm::EdDsa);
    assert!(verify(&object, &expected).is_ok());
    expected.algorithm = Some(SignatureAlgorithm::Es256);
    let error = RequestObjectError::Algorithm {
        found: SignatureAlgorithm::EdDsa,
        expected: SignatureAlgorithm::Es256,
    };
    assert_eq!(verify(&object, &expected), Err(error));
}

#[test]
fn rfc9101_10_8_a_token_of_another_kind_is_no_request_object() {
    let read = |typ, members: &Object, expected: &ExpectedRequestObject| {
        let text = sign_as(typ, members, &ed25519("1"));
        verify(&UnverifiedRequestObject::parse(&text).unwrap(), expected)
    };
    let type_of = |found: Option<&str>| {
        let (found, expected) = (found.map(Excerpt::new), Some(Excerpt::new(TYP)));
        Err(RequestObjectError::Jwt(Jwt::Type { found, expected }))
    };
    let mut strict = expected();
    strict.explicit_type = true;
    for typ in [None, Some("JWT"), Some("application/jwt")] {
        assert!(read(typ, &members(), &expected()).is_ok(), "{typ:?}");
        assert_eq!(read(typ, &members(), &strict), type_of(typ));
        // An untyped client assertion.
        let subject = changed("sub", json!(CLIENT_ID));
        assert_eq!(read(typ, &subject, &expected()), Err(RequestObjectError::Subject));
        assert!(read(typ, &changed("sub", json!("alice")), &expected()).is_ok());
    }
    for typ in [TYP, "application/oauth-authz-req+JWT"] {
        assert!(read(Some(typ), &members(), &strict).is_ok(), "{typ}");
    }
    for typ in ["client-authentication+jwt", "at+jwt", "oauth-authz-req", ""] {
        assert_eq!(read(Some(typ), &members(), &expected()), type_of(Some(typ)), "{typ}");
    }
}

#[test]
fn rfc9101_4_claims_that_are_only_recommended_are_optional_by_default_and_match_if_present() {
    for name in ["iss", "aud", "exp", "client_id"] {
        let object = UnverifiedRequestObject::parse(&sign(&changed(name, None))).unwrap();
        assert!(verify(&object, &by_default()).is_ok(), "{name}");
    }
    for (name, value) in [
        ("iss", json!("other")),
        ("aud", json!("https://evil.example")),
        ("exp", json!(NOW - 60)),
        ("client_id", json!("other")),
    ] {
        let object = UnverifiedRequestObject::parse(&sign(&changed(name, value))).unwrap();
        assert!(verify(&object, &by_default()).is_err(), "{name}");
    }
}

#[test]
fn core_6_1_an_unsigned_request_object_is_written_by_name() {
    let object = RequestObject::new(&client_id(), &issuer(), parameters(QUERY));
    let text = danger::write_unsigned_request_object(&object, &CRYPTO, now()).unwrap();
    let read = UnverifiedRequestObject::parse(text.expose()).unwrap();
    assert!(!read.is_signed());
    let read = danger::unsigned_request_object(&read, &expected(), now()).unwrap();
    assert_eq!(read.get("state"), Some(STATE));
    let object = RequestObject::new(&client_id(), &issuer(), parameters("request=a"));
    let error = danger::write_unsigned_request_object(&object, &CRYPTO, now()).unwrap_err();
    assert_eq!(error.code(), "request_object.parameter");
}

#[test]
fn attack_107_an_unsigned_request_object_is_read_only_by_the_function_for_it() {
    let unsecured = |text: &str, expected: &ExpectedRequestObject| {
        let object = UnverifiedRequestObject::parse(text).unwrap();
        danger::unsigned_request_object(&object, expected, now())
    };
    let text = unsigned(&members());
    assert!(!UnverifiedRequestObject::parse(&text).unwrap().is_signed());
    assert_eq!(unsecured(&text, &expected()), read(&sign(&members())));
    assert_eq!(read(&text).unwrap_err().code(), "jws.not_signed");
    // The other rules hold, too.
    let nested = unsigned(&changed("request", json!("e30.e30.")));
    let error = RequestObjectError::Nested { name: "request" };
    assert_eq!(unsecured(&nested, &expected()), Err(error));
    // A signature is never left unverified.
    let signed = unsecured(&sign(&members()), &expected());
    assert_eq!(signed.unwrap_err().code(), "unsecured.signed");
}

#[test]
fn core_6_1_members_that_are_json_become_the_text_of_the_parameter() {
    let claims = json!({"userinfo": {"email": {"essential": true}, "name": null}});
    let resources = json!(["https://a.example", "https://b.example"]);
    let mut members = changed("claims", claims.clone());
    members.insert("resource", resources);
    members.insert("tenant", "one");
    let read = read(&sign(&members)).unwrap();
    let text: Value = serde_json::from_str(read.get("claims").unwrap()).unwrap();
    assert_eq!(text, claims);
    let resources: Vec<_> = read.all("resource").collect();
    assert_eq!(resources, ["https://a.example", "https://b.example"]);
    assert_eq!(read.get("tenant"), Some("one"));
}

#[test]
fn attack_097_a_request_object_has_the_limits_of_parameters() {
    let mut many = members();
    for number in 0..Parameters::MAX_COUNT {
        many.insert(&format!("x{number}"), "1");
    }
    assert_eq!(read(&sign(&many)), Err(ParametersError::TooMany.into()));
    let long = changed("x", json!("é".repeat(Parameters::MAX_LENGTH / 6)));
    assert_eq!(read(&sign(&long)).unwrap_err().code(), "parameters.too_long");

    // Each of the two lists is within the limits, but the two lists together exceed the limits.
    let list = |prefix: &str| {
        let mut list = parameters("client_id=s6BhdRkqt3");
        for number in 0..60 {
            list.push(&format!("{prefix}{number}"), "1");
        }
        list
    };
    let both = RequestObjectRule::ObjectWins.assemble(list("a"), list("b"));
    assert_eq!(both, Err(ParametersError::TooMany.into()));
}

#[test]
fn rfc9101_6_3_only_the_parameters_in_the_object_count() {
    let query =
        "client_id=s6BhdRkqt3&response_type=code&request=a.b.c&state=evil&prompt=none&nonce=evil";
    let object = parameters(QUERY);
    let assembled = RequestObjectRule::ObjectOnly.assemble(parameters(query), object.clone());
    assert_eq!(assembled, Ok(object));
    assert_eq!(RequestObjectRule::default(), RequestObjectRule::ObjectOnly);
}

#[test]
fn core_6_3_3_the_parameters_in_the_object_supersede_the_others() {
    let query = "client_id=s6BhdRkqt3&request=a.b.c&request_uri=urn:x&state=outside&nonce=n&resource=a&resource=b";
    let object = parameters("response_type=code&state=inside&resource=c");
    let assembled = RequestObjectRule::ObjectWins.assemble(parameters(query), object).unwrap();
    let pairs: Vec<_> = assembled.iter().collect();
    let found = [
        ("client_id", CLIENT_ID),
        ("nonce", "n"),
        ("response_type", "code"),
        ("state", "inside"),
        ("resource", "c"),
    ];
    assert_eq!(pairs, found);
    // A `resource` outside counts if the object has no `resource`.
    let assembled = RequestObjectRule::ObjectWins.assemble(parameters(query), Parameters::new());
    assert_eq!(assembled.unwrap().all("resource").count(), 2);
}

#[test]
fn attack_107_client_id_and_response_type_agree() {
    use RequestObjectRule::{ObjectOnly, ObjectWins};
    let assemble = |rule: RequestObjectRule, outside: &str, object: &str| {
        rule.assemble(parameters(outside), parameters(object)).err()
    };
    let missing = Some(RequestObjectError::Missing { name: "client_id" });
    let differs = |found: &str, expected: &str| {
        let (found, expected) = (Excerpt::new(found), Excerpt::new(expected));
        Some(RequestObjectError::ResponseType { found, expected })
    };
    for rule in [ObjectOnly, ObjectWins] {
        assert_eq!(assemble(rule, QUERY, QUERY), None);
        assert_eq!(assemble(rule, "response_type=code", QUERY), missing);
        let other = RequestObjectError::ClientId {
            found: Excerpt::new("other"),
            expected: Excerpt::new(CLIENT_ID),
        };
        assert_eq!(assemble(rule, QUERY, "client_id=other"), Some(other));
        let types = |outside: &str, object: &str| {
            let text = |it: &str| format!("client_id=s6BhdRkqt3&response_type={it}");
            assemble(rule, &text(outside), &text(object))
        };
        assert_eq!(types("code", "code+id_token"), differs("code id_token", "code"));
        assert_eq!(types("id_token+code", "code+id_token"), None);
        assert_eq!(types("code+code", "code+code"), None, "the grammar is checked later");
        assert_eq!(types("code+code", "code"), differs("code", "code code"));
        assert_eq!(assemble(rule, "client_id=s6BhdRkqt3", QUERY), None);
    }
    assert_eq!(assemble(ObjectOnly, QUERY, "response_type=code"), missing);
    assert_eq!(assemble(ObjectWins, QUERY, "response_type=code"), None);
}

#[test]
fn rfc9101_4_a_client_signs_its_parameters() {
    let claims = r#"{"id_token":{"acr":{"essential":true}}}"#;
    let mut sent = parameters(QUERY);
    sent.push("claims", claims);
    sent.push("resource", "https://a.example");
    sent.push("resource", "https://b.example");
    let object = RequestObject::new(&client_id(), &issuer(), sent.clone());
    let key = ed25519("1").signing(&CRYPTO);
    let signed = object.sign(&key, &CRYPTO, now()).unwrap();
    let signed = signed.expose();

    let jws = CompactJws::parse(signed).unwrap();
    assert_eq!(jws.header().typ(), Some(TYP));
    let found = symbolon_jose::danger::unverified_claims(signed).unwrap();
    assert_eq!(
        (found.iss.as_deref(), found.aud.as_slice()),
        (Some(CLIENT_ID), &[ISSUER.into()][..])
    );
    assert_eq!((found.exp, found.iat), (Some(date(300)), Some(date(0))));
    assert_eq!((found.sub, found.jti.map(|jti| jti.len())), (None, Some(43)));
    assert_eq!(found.extra.get("max_age"), Some(&json!(60)));
    assert_eq!(found.extra.get("claims"), Some(&serde_json::from_str(claims).unwrap()));
    let resources = json!(["https://a.example", "https://b.example"]);
    assert_eq!(found.extra.get("resource"), Some(&resources));

    let same = |read: Parameters| {
        let sorted = |it: &Parameters| {
            let mut pairs: Vec<_> = it.iter().map(|(a, b)| format!("{a}={b}")).collect();
            pairs.sort();
            pairs
        };
        assert_eq!(sorted(&read), sorted(&sent));
    };
    same(read(signed).unwrap());

    let encrypted = object.lifetime(Duration::from_secs(60)).encrypt(encryption());
    let encrypted = encrypted.sign(&key, &CRYPTO, now()).unwrap();
    same(read_encrypted(encrypted.expose()).unwrap());
}

#[test]
fn rfc9101_4_parameters_that_a_request_object_cannot_contain() {
    let key = ed25519("1").signing(&CRYPTO);
    for (name, value) in [
        ("request", "a.b.c"),
        ("request_uri", "urn:x"),
        ("sub", CLIENT_ID),
        ("iss", CLIENT_ID),
        ("aud", ISSUER),
        ("exp", "1"),
        ("nbf", "1"),
        ("iat", "1"),
        ("jti", "1"),
        ("client_id", "other"),
        ("claims", "{"),
        ("claims", r#"{"a":1,"a":2}"#),
        ("claims", r#"{},"b":{}"#),
        ("claims", r#"{}}{"#),
    ] {
        let mut sent = parameters(QUERY);
        sent.push(name, value);
        let signed = RequestObject::new(&client_id(), &issuer(), sent).sign(&key, &CRYPTO, now());
        let name = Excerpt::new(name);
        assert_eq!(signed.err(), Some(SignRequestObjectError::Parameter { name }), "{value}");
    }
}

#[test]
fn every_rule_of_the_table_has_its_own_name_and_a_link() {
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id()).collect();
    let expected =
        ["alg", "typ", "sub", "iss", "aud", "exp", "nbf", "iat", "replica", "client_id", "nested"];
    assert_eq!(ids, expected);
    for rule in RULES {
        assert!(rule.link().starts_with("https://"), "{}", rule.id());
        assert!(rule.section().contains('§'), "{}", rule.id());
    }
}

#[test]
fn rfc9101_7_the_error_response_and_the_stable_codes() {
    let excerpt = || Excerpt::new("x");
    let algorithm = SignatureAlgorithm::Es256;
    let errors = [
        (RequestObjectError::Encrypted, "request_object.encrypted"),
        (RequestObjectError::NotEncrypted, "request_object.not_encrypted"),
        (Jwt::NotNested.into(), "jwt.not_nested"),
        (
            RequestObjectError::Algorithm { found: algorithm, expected: algorithm },
            "request_object.algorithm",
        ),
        (RequestObjectError::Subject, "request_object.subject"),
        (RequestObjectError::Nested { name: "request" }, "request_object.nested"),
        (RequestObjectError::Missing { name: "client_id" }, "request_object.missing"),
        (
            RequestObjectError::ClientId { found: excerpt(), expected: excerpt() },
            "request_object.client_id",
        ),
        (
            RequestObjectError::ResponseType { found: excerpt(), expected: excerpt() },
            "request_object.response_type",
        ),
        (member("x"), "request_object.member"),
        (ParametersError::TooMany.into(), "parameters.too_many"),
    ];
    for (error, code) in errors {
        assert_eq!(error.code(), code);
        assert_eq!(ErrorResponse::from(error).error, ErrorCode::INVALID_REQUEST_OBJECT);
    }
    let error = SignRequestObjectError::Parameter { name: excerpt() };
    assert_eq!(error.code(), "request_object.parameter");
    // The value of a parameter is not in the error.
    let error = read(&sign(&changed("state", json!(["secret"])))).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret"));
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,60}|[A-Za-z0-9_.-]{0,80}|(e30\\.){0,5}[A-Za-z0-9_-]{0,9}") {
        let _ = UnverifiedRequestObject::parse(&text);
        let _ = UnverifiedRequestObject::decrypt(&text, &decryption());
    }

    /// A request object is refused if one of its bytes is changed after it was signed.
    #[test]
    fn attack_107_no_change_of_a_byte_is_accepted(position in any::<Index>(), byte in any::<u8>()) {
        let valid = sign(&members());
        let mut bytes = valid.clone().into_bytes();
        *position.get_mut(&mut bytes) = byte;
        let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
        prop_assert!(text == valid || read(&text).is_err());
    }
}
