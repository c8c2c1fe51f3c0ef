//! The JSON forms of a JWS: a valid text, and the exact error after each single change. Also
//! functions that other tests of JSON forms use.

use crate::CRYPTO;
use serde_json::{Value, json};
use symbolon_jose::jwk::{KeyKind, PrivateJwk};
use symbolon_jose::jws::{CriticalError, Error, JsonJws, Part, Reader};
use symbolon_jose::key::SelectError;
use symbolon_jose::{
    Limits, MemberError, SignatureAlgorithm as Alg, SigningKey, VerificationKey, VerificationKeys,
    base64url,
};

use crate::suite::common::{signed, signer, verifiers};

/// Builds an element of `signatures` with any header text, correctly signed.
pub(crate) fn entry(protected: Option<&str>, payload: &str, key: &SigningKey) -> Value {
    let protected = protected.map(|header| base64url::encode(header.as_bytes()));
    let input = format!("{}.{payload}", protected.as_deref().unwrap_or_default());
    let signature = base64url::encode(&key.sign(input.as_bytes()).unwrap());
    match protected {
        Some(protected) => json!({ "protected": protected, "signature": signature }),
        None => json!({ "signature": signature }),
    }
}

pub(crate) fn general(payload: &str, entries: &[Value]) -> String {
    json!({ "payload": payload, "signatures": entries }).to_string()
}

/// `{}` in base64url.
pub(crate) const EMPTY_OBJECT: &str = "e30";
pub(crate) const PROTECTED: &str = r#"{"alg":"EdDSA","typ":"x"}"#;

fn flattened() -> Value {
    let mut jws = entry(Some(PROTECTED), EMPTY_OBJECT, &signer());
    jws["payload"] = json!(EMPTY_OBJECT);
    jws
}

fn verify(text: &str, keys: &VerificationKeys) -> Result<Vec<u8>, Error> {
    let any = JsonJws::parse(text)?.verify_any(keys);
    let all = JsonJws::parse(text)?.verify_all(keys);
    let payload = all.map(|jws| jws.payload().to_vec());
    // With a single signature, `verify_any` and `verify_all` have the same result.
    assert_eq!(payload, any.map(|jws| jws.payload().to_vec()));
    payload
}

fn member(name: &'static str, expected: &'static str) -> Error {
    Error::Member(MemberError { name, expected })
}

#[test]
fn rfc7515_7_2_2_each_change_has_its_exact_error() {
    type Change = (&'static str, fn(&mut Value), Result<(), Error>);
    let changes: &[Change] = &[
        ("nothing", |_| {}, Ok(())),
        ("unknown member", |j| j["x"] = json!([{ "signatures": [] }]), Ok(())),
        ("header", |j| j["header"] = json!({ "kid": "any", "x": 1 }), Ok(())),
        ("no payload", |j| drop(remove(j, "payload")), Err(Error::Missing("payload"))),
        ("payload null", |j| j["payload"] = json!(null), Err(member("payload", "a string"))),
        ("payload object", |j| j["payload"] = json!({}), Err(member("payload", "a string"))),
        ("payload another", |j| j["payload"] = json!("e31c"), Err(Error::Signature)),
        ("payload padded", |j| j["payload"] = json!("e30="), Err(not_base64url(Part::Payload))),
        ("payload empty", |j| j["payload"] = json!(""), Err(Error::Signature)),
        ("no protected", |j| drop(remove(j, "protected")), Err(Error::NoAlgorithm)),
        ("protected null", |j| j["protected"] = json!(null), Err(member("protected", "a string"))),
        ("protected {}", |j| j["protected"] = json!({}), Err(member("protected", "a string"))),
        ("no signature", |j| drop(remove(j, "signature")), Err(Error::Missing("signature"))),
        ("signature null", |j| j["signature"] = json!(null), Err(member("signature", "a string"))),
        ("signature empty", |j| j["signature"] = json!(""), Err(Error::Empty(Part::Signature))),
        ("signature =", |j| j["signature"] = json!("AA=="), Err(not_base64url(Part::Signature))),
        ("signature short", |j| j["signature"] = json!("AAAA"), Err(Error::Signature)),
        ("header null", |j| j["header"] = json!(null), Err(member("header", "an object"))),
        ("header text", |j| j["header"] = json!("e30"), Err(member("header", "an object"))),
        ("header empty", |j| j["header"] = json!({}), Err(Error::Empty(Part::Header))),
    ];
    for (name, change, result) in changes {
        let mut jws = flattened();
        change(&mut jws);
        assert_eq!(verify(&jws.to_string(), &verifiers()).map(|_| ()), *result, "{name}");
        // The general form has the same error. Its signature, `protected` and `header` move into an
        // element of `signatures`; the payload stays.
        let payload = remove(&mut jws, "payload");
        let mut general = json!({ "signatures": [jws] });
        if let Some(payload) = payload {
            general["payload"] = payload;
        }
        assert_eq!(verify(&general.to_string(), &verifiers()).map(|_| ()), *result, "{name}");
    }
}

fn not_base64url(part: Part) -> Error {
    Error::Base64 { part, error: base64url::Error }
}

fn remove(value: &mut Value, name: &str) -> Option<Value> {
    value.as_object_mut().unwrap().remove(name)
}

#[test]
fn rfc7515_7_2_text_that_is_not_a_json_object_is_refused() {
    for text in ["[]", "null", "\"x\"", "1"] {
        assert_eq!(verify(text, &verifiers()), Err(Error::Json(not_an_object())), "{text}");
    }
    for text in ["", "{", "{}{}", "\u{feff}{}", &signed(PROTECTED, "{}", &signer())] {
        assert!(matches!(verify(text, &verifiers()), Err(Error::Json(_))), "{text}");
    }
}

fn not_an_object() -> symbolon_jose::json::Error {
    symbolon_jose::json::Error::NotAnObject
}

#[test]
fn rfc7515_7_2_1_signatures_must_be_an_array_of_objects() {
    let expected = member("signatures", "an array of objects");
    for signatures in
        [json!(null), json!({}), json!("x"), json!([null]), json!([[]]), json!(["e30"])]
    {
        let text = json!({ "payload": "e30", "signatures": signatures }).to_string();
        assert_eq!(verify(&text, &verifiers()), Err(expected), "{text}");
    }
}

#[test]
fn rfc7515_7_2_1_an_unprotected_header_alone_needs_an_alg() {
    let mut bare = entry(None, EMPTY_OBJECT, &signer());
    bare["payload"] = json!(EMPTY_OBJECT);
    assert_eq!(verify(&bare.to_string(), &verifiers()), Err(Error::NoAlgorithm));
    bare["header"] = json!({ "kid": "x" });
    assert_eq!(verify(&bare.to_string(), &verifiers()), Err(Error::NoAlgorithm));
    let reader = Reader::new().unprotected_algorithm();
    assert_eq!(reader.json(&bare.to_string()).map(|_| ()), Err(Error::NoAlgorithm));
}

#[test]
fn rfc7515_5_2_4_unprotected_parameters_of_the_wrong_type_are_refused() {
    for (header, name, expected) in [
        (json!({ "kid": 1 }), "kid", "a string"),
        (json!({ "typ": null }), "typ", "a string"),
        (json!({ "cty": [] }), "cty", "a string"),
        (json!({ "jwk": "x" }), "jwk", "an object"),
    ] {
        let mut jws = entry(Some(r#"{"alg":"EdDSA"}"#), EMPTY_OBJECT, &signer());
        jws["header"] = header;
        let result = verify(&general(EMPTY_OBJECT, &[jws]), &verifiers());
        assert_eq!(result, Err(Error::HeaderParameter(MemberError { name, expected })));
    }
}

#[test]
fn rfc7515_7_2_1_an_unprotected_header_only_selects_the_key() {
    let mut jws = entry(Some(r#"{"alg":"EdDSA"}"#), EMPTY_OBJECT, &signer());
    jws["header"] = json!({ "typ": "x", "cty": "y", "kid": "k", "purpose": "z" });
    let read = JsonJws::parse(&general(EMPTY_OBJECT, &[jws])).unwrap();
    let [unverified] = read.signatures() else { panic!("{read:?}") };
    assert_eq!(unverified.header().kid(), Some("k"));
    assert_eq!(unverified.unprotected().get("purpose"), Some(&json!("z")));
    let verified = read.verify_any(&verifiers()).unwrap();
    let [signature] = verified.signatures() else { panic!("{verified:?}") };
    let header = signature.header();
    assert_eq!((header.typ(), header.cty(), header.kid()), (None, None, Some("k")));
    assert!(!header.is_type("x"));
    assert!(header.extra().is_empty());
    assert_eq!(signature.unprotected().get("typ"), Some(&json!("x")));
    assert_eq!(signature.key(), None);
}

#[test]
fn the_caller_can_set_the_limits() {
    let text = flattened().to_string();
    let read = |limits| Reader::new().limits(limits).json(&text).map(|_| ());
    assert_eq!(read(Limits::DEFAULT), Ok(()));
    assert_eq!(read(Limits { token: text.len(), ..Limits::DEFAULT }), Ok(()));
    let tight = Limits { token: text.len() - 1, ..Limits::DEFAULT };
    assert_eq!(read(tight), Err(Error::TooLarge));
    assert_eq!(read(Limits { header: PROTECTED.len(), ..Limits::DEFAULT }), Ok(()));
    let tight = Limits { header: PROTECTED.len() - 1, ..Limits::DEFAULT };
    assert_eq!(read(tight), Err(Error::HeaderTooLarge));
    let tight = Limits { json_members: 2, ..Limits::DEFAULT };
    assert_eq!(read(tight), Err(Error::Json(symbolon_jose::json::Error::TooManyMembers)));
    // The limit on headers also holds for the unprotected header.
    let mut jws = flattened();
    jws["header"] = json!({ "x": "x".repeat(Limits::DEFAULT.header) });
    let result = JsonJws::parse(&jws.to_string()).map(|_| ());
    assert_eq!(result, Err(Error::HeaderTooLarge));
}

#[test]
fn attack_058_more_signatures_than_allowed() {
    let one = entry(Some(PROTECTED), EMPTY_OBJECT, &signer());
    let parse = |n| JsonJws::parse(&general(EMPTY_OBJECT, &vec![one.clone(); n]));
    let most = parse(16).unwrap().verify_all(&verifiers()).unwrap();
    assert_eq!(most.signatures().len(), 16);
    for n in [17, 1000] {
        assert_eq!(parse(n).map(|_| ()), Err(Error::TooManySignatures), "{n}");
    }
    let one_only = Reader::new().limits(Limits { recipients: 1, ..Limits::DEFAULT });
    assert!(one_only.json(&general(EMPTY_OBJECT, std::slice::from_ref(&one))).is_ok());
    let two = one_only.json(&general(EMPTY_OBJECT, &[one.clone(), one]));
    assert_eq!(two.map(|_| ()), Err(Error::TooManySignatures));
}

#[test]
fn keys_are_selected_as_for_the_compact_form() {
    let none = VerificationKeys::default();
    let text = |header| general(EMPTY_OBJECT, &[entry(Some(header), EMPTY_OBJECT, &signer())]);
    for (header, error) in [
        (r#"{"alg":"EdDSA"}"#, Error::Key(SelectError::AlgorithmNotAllowed(Alg::EdDsa.into()))),
        (r#"{"alg":"EdDSA","kid":"x"}"#, Error::Key(SelectError::UnknownKid)),
        (r#"{"alg":"none"}"#, Error::NotSigned),
    ] {
        assert_eq!(verify(&text(header), &none), Err(error), "{header}");
    }
    let and = |more: &VerificationKeys| {
        VerificationKeys::new(verifiers().iter().chain(more.iter()).cloned().collect())
    };
    let other = PrivateJwk::generate(KeyKind::Ed25519, &CRYPTO).unwrap().public().unwrap();
    let other = VerificationKey::from_jwk(&other, Alg::EdDsa, &CRYPTO).unwrap();
    let ambiguous = Err(Error::Key(SelectError::Ambiguous));
    assert_eq!(verify(&text(r#"{"alg":"EdDSA"}"#), &and(&other.into())), ambiguous);
    // The same key twice is one key.
    assert_eq!(verify(&text(r#"{"alg":"EdDSA"}"#), &and(&verifiers())), Ok(b"{}".to_vec()));
}

#[test]
fn rfc7515_5_2_10_the_error_of_the_signature_that_got_furthest_is_returned() {
    let with = |headers: &[&str]| {
        let entries: Vec<_> =
            headers.iter().map(|header| entry(Some(header), "e31c", &signer())).collect();
        let jws = JsonJws::parse(&general(EMPTY_OBJECT, &entries)).unwrap();
        jws.verify_any(&verifiers()).map(|_| ()).unwrap_err()
    };
    let critical = r#"{"alg":"EdDSA","crit":["x"],"x":1}"#;
    let (unknown, other, forged) = (r#"{"alg":"X"}"#, r#"{"alg":"ES256"}"#, r#"{"alg":"EdDSA"}"#);
    let not_allowed = Error::Key(SelectError::AlgorithmNotAllowed(Alg::Es256.into()));
    assert_eq!(with(&[critical]), Error::Critical(CriticalError::NotUnderstood));
    assert_eq!(with(&[unknown]), Error::UnsupportedAlgorithm);
    assert_eq!(with(&[unknown, other]), not_allowed);
    assert_eq!(with(&[other, unknown]), not_allowed);
    assert_eq!(with(&[critical, forged, other]), Error::Signature);
    assert_eq!(with(&[forged, other]), Error::Signature);
}
