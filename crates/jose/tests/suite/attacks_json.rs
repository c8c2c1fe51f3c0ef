//! Attacks on the JSON forms of a JWS, and tokens of one form given to a reader of another form.

use serde_json::{Value, json};
use symbolon_jose::jws::{CompactJws, CriticalError, Error, JsonJws, Part, Reader};
use symbolon_jose::jwt::{self, Expected, ExpectedAudience, ExpectedIssuer, ExpectedTyp};
use symbolon_jose::key::SelectError;
use symbolon_jose::{
    SignatureAlgorithm as Alg, SigningKey, VerificationKeys, base64url, json as reading,
};
use symbolon_jose::{jwk, jwk::PublicJwkSet};
use time::OffsetDateTime;

use crate::CRYPTO;
use crate::suite::common::{
    ED25519, OTHER_P256, P256, private, public, signed, signer, signing, verification, verifiers,
};
use crate::suite::jws_forms::{EMPTY_OBJECT, entry, general};

const ED: &str = r#"{"alg":"EdDSA"}"#;

fn parse(text: &str) -> Result<(), Error> {
    JsonJws::parse(text).map(|_| ())
}

fn signed_by(header: &str, key: &SigningKey) -> Value {
    entry(Some(header), EMPTY_OBJECT, key)
}

fn with(name: &str, value: Value) -> Value {
    let mut jws = signed_by(ED, &signer());
    jws[name] = value;
    jws
}

#[test]
fn attack_006_crit_in_every_form() {
    for (header, error) in [
        (r#"{"alg":"EdDSA","crit":[]}"#, CriticalError::Empty),
        (r#"{"alg":"EdDSA","crit":["x","x"],"x":1}"#, CriticalError::Repeated),
        (r#"{"alg":"EdDSA","crit":["alg"]}"#, CriticalError::Registered),
        (r#"{"alg":"EdDSA","crit":["x"]}"#, CriticalError::Absent),
        (r#"{"alg":"EdDSA","b64":true}"#, CriticalError::B64),
    ] {
        let text = general(EMPTY_OBJECT, &[signed_by(header, &signer())]);
        assert_eq!(parse(&text), Err(error.into()), "{header}");
        let detached = format!("{}..c2ln", base64url::encode(header.as_bytes()));
        let result = Reader::new().unencoded().detached(&detached, b"{}").map(|_| ());
        assert_eq!(result, Err(error.into()), "{header}");
    }
    let unknown = r#"{"alg":"EdDSA","crit":["x"],"x":1}"#;
    let text = general(EMPTY_OBJECT, &[signed_by(unknown, &signer())]);
    let refused = Err(CriticalError::NotUnderstood.into());
    let verify = |reader: Reader<'_>| reader.json(&text)?.verify_any(&verifiers()).map(|_| ());
    assert_eq!(verify(Reader::new()), refused);
    assert_eq!(verify(Reader::new().unencoded()), refused);
    assert_eq!(verify(Reader::new().understanding(&["y"])), refused);
    assert_eq!(verify(Reader::new().understanding(&["x"])), Ok(()));
    let all = JsonJws::parse(&text).unwrap().verify_all(&verifiers()).map(|_| ());
    assert_eq!(all, refused);
}

#[test]
fn attack_006_crit_and_the_parameters_it_names_must_be_protected() {
    let unprotected = Err(CriticalError::Unprotected.into());
    for header in [json!({ "crit": ["x"], "x": 1 }), json!({ "crit": [] }), json!({ "crit": null })]
    {
        let text = general(EMPTY_OBJECT, &[with("header", header)]);
        assert_eq!(parse(&text), unprotected, "{text}");
    }
    let mut jws = signed_by(r#"{"alg":"EdDSA","crit":["x"]}"#, &signer());
    jws["header"] = json!({ "x": 1 });
    let read = Reader::new().understanding(&["x"]).json(&general(EMPTY_OBJECT, &[jws])).map(|_| ());
    assert_eq!(read, Err(CriticalError::Absent.into()));
}

#[test]
fn attack_007_b64_smuggling_in_json() {
    let unencoded = r#"{"alg":"EdDSA","b64":false,"crit":["b64"]}"#;
    let encoded = r#"{"alg":"EdDSA","b64":true,"crit":["b64"]}"#;
    let entry = |header: &str| entry(Some(header), "NDA1", &signer());
    let read = |reader: Reader<'_>, entries: &[Value]| {
        let jws = reader.json(&general("NDA1", entries))?;
        jws.verify_all(&verifiers()).map(|jws| jws.payload().to_vec())
    };
    let reader = Reader::new().unencoded();
    // RFC 7797 §8: a reader that does not understand `b64` would decode the payload to `405`.
    assert_eq!(read(reader, &[entry(unencoded)]), Ok(b"NDA1".to_vec()));
    assert_eq!(read(reader, &[entry(encoded)]), Ok(b"405".to_vec()));
    assert_eq!(read(reader, &[entry(ED)]), Ok(b"405".to_vec()));
    for header in [unencoded, encoded] {
        let refused = Err(CriticalError::NotUnderstood.into());
        assert_eq!(read(Reader::new(), &[entry(header)]), refused, "{header}");
    }
    // A reader without `unencoded` refuses the text before it decodes the payload.
    let text = general("NDA1", &[entry(unencoded)]);
    assert_eq!(parse(&text), Err(CriticalError::NotUnderstood.into()));
    // RFC 7797 §3: `b64` has the same value in all signatures. The error is the same for a reader
    // that does not understand `b64`.
    for mixed in [[unencoded, encoded], [encoded, unencoded], [unencoded, ED], [ED, unencoded]] {
        for reader in [reader, Reader::new()] {
            let result = read(reader, &mixed.map(entry));
            assert_eq!(result, Err(Error::MixedEncodings), "{mixed:?}");
        }
    }
    assert_eq!(read(reader, &[entry(ED), entry(encoded)]), Ok(b"405".to_vec()));
    // RFC 7797 §3: `b64` must be in the protected header.
    for b64 in [false, true] {
        let mut jws = entry(ED);
        jws["header"] = json!({ "b64": b64 });
        assert_eq!(read(reader, &[jws]), Err(CriticalError::Unprotected.into()), "{b64}");
    }
    for value in ["null", "0", "\"false\"", "[]"] {
        let header = format!(r#"{{"alg":"EdDSA","b64":{value},"crit":["b64"]}}"#);
        assert!(
            matches!(read(reader, &[entry(&header)]), Err(Error::HeaderParameter(_))),
            "{value}"
        );
    }
}

#[test]
fn attack_007_a_jwt_with_b64_is_refused() {
    let claims = r#"{"exp":1800000060}"#;
    let expected = Expected::new(
        ExpectedTyp::Untyped,
        ExpectedIssuer::NotChecked,
        ExpectedAudience::NotChecked,
    );
    let now = OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap();
    let refused = Err(jwt::Error::Jws(CriticalError::NotUnderstood.into()));
    let header = r#"{"alg":"EdDSA","b64":false,"crit":["b64"]}"#;
    let input = format!("{}.{claims}", base64url::encode(header.as_bytes()));
    let signature = base64url::encode(&signer().sign(input.as_bytes()).unwrap());
    let token = format!("{input}.{signature}");
    // As a JWS with an unencoded payload the token is valid.
    let jws = Reader::new().unencoded().compact(&token).unwrap().verify(&verifiers()).unwrap();
    assert_eq!(jws.payload(), claims.as_bytes());
    assert_eq!(expected.verify(&token, &verifiers(), now).map(|_| ()), refused);
    let encoded = signed(r#"{"alg":"EdDSA","b64":true,"crit":["b64"]}"#, claims, &signer());
    assert_eq!(expected.verify(&encoded, &verifiers(), now).map(|_| ()), refused);
}

#[test]
fn attack_009_private_jwk_in_an_unprotected_header() {
    let jwk = Value::from(private(P256).expose());
    let text = general(EMPTY_OBJECT, &[with("header", json!({ "jwk": jwk }))]);
    assert_eq!(parse(&text), Err(Error::EmbeddedKey(jwk::Error::PrivateMember("d"))));
}

#[test]
fn rfc7517_5_a_jwk_of_unknown_type_does_not_fail_other_signatures() {
    let jwk = json!({ "kty": "unknown" });
    let other = with("header", json!({ "jwk": &jwk }));
    let ours = signed_by(r#"{"alg":"EdDSA","jwk":{"kty":"unknown"}}"#, &signer());
    let parsed = JsonJws::parse(&general(EMPTY_OBJECT, &[ours, other])).unwrap();
    assert_eq!(parsed.signatures()[1].unprotected().get("jwk"), Some(&jwk));
    let verified = parsed.verify_any(&verifiers()).unwrap();
    assert_eq!(verified.signatures()[0].header().extra().get("jwk"), Some(&jwk));
}

#[test]
fn attack_014_duplicate_members_of_a_json_form() {
    for text in [
        r#"{"payload":"e30","payload":"e30","signatures":[]}"#,
        r#"{"payload":"e30","signatures":[{"protected":"e30","protected":"e30"}]}"#,
        r#"{"payload":"e30","signatures":[{"header":{"kid":"a","\u006bid":"b"}}]}"#,
        r#"{"payload":"e30","x":{"y":1,"y":2}}"#,
    ] {
        let refused = parse(text).unwrap_err();
        let duplicate = matches!(refused, Error::Json(reading::Error::DuplicateMember { .. }));
        assert!(duplicate, "{text}: {refused}");
    }
    let twice = signed_by(r#"{"alg":"EdDSA","alg":"EdDSA"}"#, &signer());
    let refused = Err(Error::Header(reading::Error::DuplicateMember { line: 1, column: 20 }));
    assert_eq!(parse(&general(EMPTY_OBJECT, &[twice])), refused);
}

#[test]
fn attack_015_a_reader_of_one_form_refuses_the_others() {
    let compact = signed(ED, "{}", &signer());
    let json = general(EMPTY_OBJECT, &[signed_by(ED, &signer())]);
    assert!(matches!(parse(&compact), Err(Error::Json(_))));
    assert_eq!(CompactJws::parse(&json).map(|_| ()), Err(Error::NotCompact));
    let detached = Reader::new().detached(&compact, b"{}").map(|_| ());
    assert_eq!(detached, Err(Error::NotDetached));
    let detached = Reader::new().detached_json(&json, b"{}").map(|_| ());
    assert_eq!(detached, Err(Error::NotDetached));
    // RFC 7519 §1: a JWT is always compact.
    let expected = Expected::new(
        ExpectedTyp::Untyped,
        ExpectedIssuer::NotChecked,
        ExpectedAudience::NotChecked,
    );
    let now = OffsetDateTime::from_unix_timestamp(0).unwrap();
    let result = expected.verify(&json, &verifiers(), now).map(|_| ());
    assert_eq!(result, Err(jwt::Error::Jws(Error::NotCompact)));
}

#[test]
fn attack_015_flattened_and_general_at_once() {
    for name in ["signature", "protected", "header"] {
        let mut both: Value =
            serde_json::from_str(&general(EMPTY_OBJECT, &[signed_by(ED, &signer())])).unwrap();
        both[name] = signed_by(ED, &signing(OTHER_P256, Alg::Es256))["signature"].clone();
        assert_eq!(parse(&both.to_string()), Err(Error::BothForms), "{name}");
    }
}

#[test]
fn attack_020_oversize_json() {
    let large = "A".repeat(1 << 20);
    assert_eq!(parse(&general(&large, &[])), Err(Error::TooLarge));
    assert_eq!(parse(&"[".repeat(10_000_000)), Err(Error::TooLarge));
    let deep = format!(r#"{{"payload":{}"#, "[".repeat(100_000));
    assert_eq!(parse(&deep), Err(Error::Json(reading::Error::TooDeep)));
}

#[test]
fn attack_025_empty_signatures_list() {
    assert_eq!(parse(r#"{"payload":"e30","signatures":[]}"#), Err(Error::NoSignature));
}

#[test]
fn attack_026_protected_header_missing_or_empty() {
    for (name, value) in
        [("protected", json!("")), ("protected", json!("e30")), ("header", json!({}))]
    {
        let text = general(EMPTY_OBJECT, &[with(name, value)]);
        assert_eq!(parse(&text), Err(Error::Empty(Part::Header)), "{text}");
    }
    let bare = entry(None, EMPTY_OBJECT, &signer());
    assert_eq!(parse(&general(EMPTY_OBJECT, &[bare])), Err(Error::NoAlgorithm));
}

#[test]
fn attack_026_header_overlap() {
    for (protected, header) in [
        (r#"{"alg":"EdDSA","kid":"a"}"#, json!({ "kid": "b" })),
        (r#"{"alg":"EdDSA","kid":"a"}"#, json!({ "kid": "a" })),
        (r#"{"alg":"EdDSA","x":1}"#, json!({ "x": 2, "y": 3 })),
        (r#"{"alg":"EdDSA","typ":"x"}"#, json!({ "typ": null })),
    ] {
        let mut jws = signed_by(protected, &signer());
        jws["header"] = header;
        assert_eq!(parse(&general(EMPTY_OBJECT, &[jws])), Err(Error::Overlap), "{protected}");
    }
    let mut jws = signed_by(ED, &signer());
    jws["header"] = json!({ "alg": "EdDSA" });
    let read = Reader::new().unprotected_algorithm().json(&general(EMPTY_OBJECT, &[jws]));
    assert_eq!(read.map(|_| ()), Err(Error::Overlap));
}

#[test]
fn attack_026_unprotected_alg() {
    for protected in [None, Some(r#"{"typ":"x"}"#)] {
        let mut jws = entry(protected, EMPTY_OBJECT, &signer());
        jws["header"] = json!({ "alg": "EdDSA" });
        let text = general(EMPTY_OBJECT, &[jws.clone()]);
        assert_eq!(parse(&text), Err(Error::UnprotectedAlgorithm));
        // A caller can allow an unprotected `alg`. The key still has only its own algorithm.
        let reader = Reader::new().unprotected_algorithm();
        let verified = reader.json(&text).unwrap().verify_all(&verifiers()).unwrap();
        assert_eq!(verified.signatures()[0].algorithm(), Alg::EdDsa);
        assert_eq!(verified.signatures()[0].header().alg(), "EdDSA");
        jws["header"] = json!({ "alg": "none" });
        let none = reader.json(&general(EMPTY_OBJECT, &[jws.clone()])).unwrap();
        let refused = Err(Error::NotSigned);
        assert_eq!(none.verify_any(&verifiers()).map(|_| ()), refused);
        jws["header"] = json!({ "alg": null });
        let wrong = reader.json(&general(EMPTY_OBJECT, &[jws])).map(|_| ());
        assert!(matches!(wrong, Err(Error::HeaderParameter(_))), "{wrong:?}");
    }
}

#[test]
fn attack_027_multi_signature_trust() {
    let ours = private(P256).kid_replaced("ours".into());
    let theirs = private(ED25519).kid_replaced("theirs".into());
    let set = PublicJwkSet::new(vec![ours.public().unwrap(), theirs.public().unwrap()]);
    let mix = set.verification_keys(&[Alg::Es256, Alg::EdDsa], &CRYPTO);
    let by_us = signed_by(r#"{"alg":"ES256","kid":"ours"}"#, &signing(P256, Alg::Es256));
    let by_them = signed_by(r#"{"alg":"EdDSA","kid":"theirs"}"#, &signer());
    let forged = signed_by(r#"{"alg":"ES256","kid":"ours"}"#, &signing(OTHER_P256, Alg::Es256));
    let read = |entries: &[&Value]| {
        let entries: Vec<Value> = entries.iter().map(|entry| (*entry).clone()).collect();
        JsonJws::parse(&general(EMPTY_OBJECT, &entries)).unwrap()
    };
    let used = |jws: &symbolon_jose::jws::VerifiedJsonJws| -> Vec<_> {
        let signatures = jws.signatures().iter();
        signatures.map(|it| (it.index(), it.key().unwrap().to_owned(), it.algorithm())).collect()
    };
    let (us, them) = ("ours".to_owned(), "theirs".to_owned());
    // The result names the keys whose signatures were verified, whatever else is in the text.
    let any = read(&[&forged, &by_them]).verify_any(&mix).unwrap();
    assert_eq!(used(&any), [(1, them.clone(), Alg::EdDsa)]);
    assert_eq!(any.refused().len(), 1);
    assert_eq!((any.refused()[0].index, any.refused()[0].error), (0, Error::Signature));
    let refused = read(&[&forged, &by_them]).verify_all(&mix).map(|_| ());
    assert_eq!(refused, Err(Error::Signature));
    let all = read(&[&by_them, &by_us]).verify_all(&mix).unwrap();
    assert_eq!(used(&all), [(0, them, Alg::EdDsa), (1, us.clone(), Alg::Es256)]);
    assert!(all.refused().is_empty());
    // A caller that wants a signature of a certain key passes only that key.
    let only_ours: VerificationKeys = verification(P256, Alg::Es256).named("ours").into();
    let refused = read(&[&by_them]).verify_any(&only_ours).map(|_| ());
    assert_eq!(refused, Err(Error::Key(SelectError::UnknownKid)));
    let any = read(&[&by_them, &by_us]).verify_any(&only_ours).unwrap();
    assert_eq!(used(&any), [(1, us, Alg::Es256)]);
    let refused = read(&[&by_us, &by_them]).verify_all(&only_ours).map(|_| ());
    assert_eq!(refused, Err(Error::Key(SelectError::UnknownKid)));
}

#[test]
fn attack_027_a_signature_is_bound_to_its_payload() {
    let for_other = entry(Some(ED), &base64url::encode(b"another"), &signer());
    let text = general(EMPTY_OBJECT, &[for_other]);
    let result = JsonJws::parse(&text).unwrap().verify_any(&verifiers()).map(|_| ());
    assert_eq!(result, Err(Error::Signature));
    // The protected header of one signature does not fit another signature.
    let mut swapped = signed_by(r#"{"alg":"EdDSA","typ":"x"}"#, &signer());
    swapped["protected"] = signed_by(ED, &signer())["protected"].clone();
    let text = general(EMPTY_OBJECT, &[swapped]);
    let result = JsonJws::parse(&text).unwrap().verify_any(&verifiers()).map(|_| ());
    assert_eq!(result, Err(Error::Signature));
}

#[test]
fn attack_028_nothing_is_remembered_between_tokens() {
    // Two tokens that differ only in the last byte of the signature are verified in turn with the
    // same keys: the result for one token never affects the other.
    let token = signed(ED, "{}", &signer());
    let (input, signature) = token.rsplit_once('.').unwrap();
    let mut bytes = base64url::decode(signature).unwrap();
    bytes[63] ^= 1;
    let forged = format!("{input}.{}", base64url::encode(&bytes));
    let keys = verifiers();
    let verify = |token: &str| CompactJws::parse(token)?.verify(&keys).map(|_| ());
    for _ in 0..2 {
        assert_eq!(verify(&token), Ok(()));
        assert_eq!(verify(&forged), Err(Error::Signature));
    }
    assert_eq!(public(ED25519).kid(), None);
}
