//! Attacks on the library itself: secrets in its output, and results that differ from the token.

use std::fmt::Debug;

use crate::CRYPTO;
use symbolon_jose::jws::{CompactJws, Jws};
use symbolon_jose::jwt::{
    Expected, ExpectedAudience, ExpectedIssuer, ExpectedSubject, ExpectedTyp,
};
use symbolon_jose::{
    Object, Secret, SecretString, SignatureAlgorithm as Alg, VerificationKey, VerificationKeys,
};
use time::OffsetDateTime;

use crate::suite::common::{
    ED25519, HS, P256, RSA, object, private, public, signed, signer, signing, verification,
    verifiers,
};

/// Asserts that the debug output contains no eight consecutive characters of the hidden text.
fn assert_hidden(value: &dyn Debug, hidden: &str) {
    for shown in [format!("{value:?}"), format!("{value:#?}")] {
        for run in hidden.as_bytes().windows(8) {
            let run = std::str::from_utf8(run).unwrap();
            assert!(!shown.contains(run), "{shown} shows {run}");
        }
    }
}

#[test]
fn attack_126_debug_output_hides_keys() {
    for (jwk, algorithm, names) in [
        (RSA, Alg::Rs256, &["d", "p", "q", "dp", "dq", "qi"][..]),
        (P256, Alg::Es256, &["d"]),
        (ED25519, Alg::EdDsa, &["d"]),
        (HS, Alg::Hs256, &["k"]),
    ] {
        let key = private(jwk).kid_replaced("shown".into());
        let exposed = key.expose();
        let signing = symbolon_jose::SigningKey::from_jwk(&key, algorithm, &CRYPTO).unwrap();
        for name in names {
            let hidden = exposed.get(name).and_then(serde_json::Value::as_str).unwrap();
            assert_hidden(&key, hidden);
            assert_hidden(key.key(), hidden);
            assert_hidden(&signing, hidden);
        }
        assert!(format!("{key:?}").contains("shown"));
        assert!(format!("{signing:?}").contains(&format!("{algorithm:?}")));
    }
    let secret = Secret::new(b"this text is secret and must not show".to_vec());
    let key = VerificationKey::from_secret(&secret, Alg::Hs256, &CRYPTO).unwrap();
    assert_hidden(&secret, "this text is secret and must not show");
    assert_hidden(&key, "this text is secret and must not show");
    assert_hidden(&VerificationKeys::from(key), "this text is secret and must not show");
    let text = SecretString::new("this text is secret and must not show".into());
    assert_hidden(&text, "this text is secret and must not show");
}

#[test]
fn attack_126_debug_output_hides_tokens() {
    let payload = r#"{"exp":1800000060,"secret_note":"this text is secret and must not show"}"#;
    let token = signed(r#"{"alg":"EdDSA"}"#, payload, &signer());
    let (_, signature) = token.rsplit_once('.').unwrap();
    let parsed = CompactJws::parse(&token).unwrap();
    for part in token.split('.').chain([payload, "this text is secret and must not show"]) {
        assert_hidden(&parsed, part);
    }
    let verified = parsed.verify(&verifiers()).unwrap();
    assert_hidden(&verified, "this text is secret and must not show");
    let anyone = Expected::new(
        ExpectedTyp::Untyped,
        ExpectedIssuer::NotChecked,
        ExpectedAudience::NotChecked,
    );
    let now = OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap();
    let jwt = anyone.verify(&token, &verifiers(), now).unwrap();
    assert_hidden(&jwt, "this text is secret and must not show");
    assert_hidden(&jwt, signature);
    let jws = Jws::new(b"this text is secret and must not show".to_vec());
    assert_hidden(&jws, "this text is secret and must not show");
    assert_hidden(&jws, &format!("{:?}", b"this text is secret and must not show"));
    assert_hidden(
        &jws.unsigned(Alg::Es256, None).unwrap(),
        "this text is secret and must not show",
    );
    let json = Object::parse(payload.as_bytes()).unwrap();
    assert_hidden(&json, "this text is secret and must not show");
    assert!(format!("{json:?}").contains("secret_note"));
}

#[test]
fn attack_126_errors_contain_no_part_of_the_token() {
    let marker = "bWFya2VyLW1hcmtlci1tYXJrZXI";
    for token in [
        marker.to_owned(),
        format!("{marker}.e30.c2ln"),
        format!("{marker}=.e30.c2ln"),
        signed(&format!(r#"{{"alg":"{marker}"}}"#), "{}", &signer()),
        signed(&format!(r#"{{"alg":"EdDSA","kid":"{marker}"}}"#), "{}", &signer()),
        signed(&format!(r#"{{"alg":"EdDSA","crit":["{marker}"]}}"#), "{}", &signer()),
        signed(&format!(r#"{{"alg":"EdDSA","{marker}":1,"{marker}":1}}"#), "{}", &signer()),
    ] {
        let other: VerificationKeys = verification(P256, Alg::Es256).into();
        let error = CompactJws::parse(&token).and_then(|jws| jws.verify(&other)).unwrap_err();
        for shown in [format!("{error:?}"), error.to_string(), error.code().to_owned()] {
            assert!(!shown.contains(marker), "{shown}");
        }
    }
}

#[test]
fn attack_126_jwt_errors_contain_only_type_issuer_audience_and_times() {
    let hidden = ["alice@example.org", "jti-jti-jti-jti", "not to be seen"];
    let claims = |exp: i64| {
        format!(
            r#"{{"iss":"https://op.example\n","sub":"{}","aud":"api","exp":{exp},"jti":"{}","a":"{}"}}"#,
            hidden[0], hidden[1], hidden[2]
        )
    };
    let typed = signed(r#"{"alg":"EdDSA","typ":"at+jwt"}"#, &claims(1_800_000_060), &signer());
    let untyped = |exp| signed(r#"{"alg":"EdDSA"}"#, &claims(exp), &signer());
    let now = OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap();
    let expected = Expected::new(
        ExpectedTyp::Untyped,
        ExpectedIssuer::Exactly("https://op.example"),
        ExpectedAudience::Only("web"),
    );
    let anyone = Expected::new(
        ExpectedTyp::Untyped,
        ExpectedIssuer::NotChecked,
        ExpectedAudience::NotChecked,
    );
    let for_web = Expected::new(
        ExpectedTyp::Untyped,
        ExpectedIssuer::NotChecked,
        ExpectedAudience::Only("web"),
    );
    let bob = anyone.clone().subject(ExpectedSubject::Exactly("bob"));
    for (expected, token, message) in [
        (&expected, &typed, r#"the token's `typ` is "at+jwt"; expected no `typ`, or "JWT""#),
        (
            &expected,
            &untyped(1_800_000_060),
            r#"the token's `iss` is "https://op.example\n"; expected "https://op.example""#,
        ),
        (&for_web, &untyped(1_800_000_060), r#"the token's `aud` is ["api"]; expected "web""#),
        (&bob, &untyped(1_800_000_060), "the token's `sub` is not the expected subject"),
        (
            &anyone,
            &untyped(1_700_000_000),
            "the token expired at 2023-11-14T22:13:20Z; the time is 2027-01-15T08:00:00Z",
        ),
    ] {
        let error = expected.verify(token, &verifiers(), now).unwrap_err();
        assert_eq!(error.to_string(), message);
        for hidden in hidden {
            assert!(!format!("{error:?}").contains(hidden), "{error:?}");
        }
    }
}

#[test]
fn attack_127_printing_is_deterministic() {
    let many: Vec<String> = (0..500).map(|n| format!("\"m{:03}\":{n}", (n * 7919) % 500)).collect();
    let one = object(&format!("{{{}}}", many.join(",")));
    let reversed: Vec<String> = many.iter().rev().cloned().collect();
    let other = object(&format!("{{{}}}", reversed.join(",")));
    assert_eq!(one.to_json(), other.to_json());
    let names: Vec<&str> = one.names().collect();
    assert!(names.is_sorted());
    let key = signing(ED25519, Alg::EdDsa);
    let sign = || Jws::new(one.to_json().into_bytes()).typ("x").sign(&key).unwrap();
    assert_eq!(sign(), sign());
}

#[test]
fn attack_130_the_payload_returned_is_the_payload_verified() {
    // Verifying consumes the parsed token and returns the payload as it was signed, byte for byte.
    let payload = "{ \"sub\" : \"alice\" }";
    let token = signed(r#"{"alg":"EdDSA"}"#, payload, &signer());
    let verified = CompactJws::parse(&token).unwrap().verify(&verifiers()).unwrap();
    assert_eq!(verified.payload(), payload.as_bytes());
    assert_eq!(public(ED25519).kid(), verified.key());
}

#[test]
fn attack_125_secrets_that_differ_anywhere_are_unequal() {
    let secret = SecretString::random(&CRYPTO).unwrap();
    assert_eq!(secret.expose().len(), 43);
    assert_eq!(secret, SecretString::new(secret.expose().to_owned()));
    for at in [0, 21, 42] {
        let mut bytes = secret.expose().as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        assert_ne!(secret, SecretString::new(String::from_utf8(bytes).unwrap()));
    }
    assert_ne!(secret, SecretString::new(secret.expose().chars().take(42).collect()));
    assert_ne!(secret, SecretString::random(&CRYPTO).unwrap());
}
