//! Keys and signatures (kinds B, F and H).

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use http::Response;
use serde_json::{Value, json};
use symbolon_case_tests::{Case, Failure, FieldProvider, case, client, sign_in};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::quirks::Quirks;
use symbolon_jose::jwk::{KeyKind, PrivateJwk, PublicJwkSet};
use symbolon_jose::jws::{Error, Jws, Reader};
use symbolon_jose::{SignatureAlgorithm, SigningKey, base64url};
use symbolon_oauth::{ErrorCode, ErrorResponse, TokenResponse};
use symbolon_oidc::UserInfo;
use symbolon_relying_party::Login;
use symbolon_test_support::keys;

/// Returns the key that the provider publishes, with these members added or replaced. A text that
/// is cut short in the case file, such as the modulus, keeps its value.
fn key_with(members: &Value) -> Value {
    let mut key: Value =
        serde_json::from_str(&keys::rsa("k1").public().to_object().to_json()).unwrap();
    for (name, value) in members.as_object().unwrap() {
        let cut = value.as_str().is_some_and(|text| text.contains('…'));
        if !cut {
            key[name] = value.clone();
        }
    }
    key
}

fn login(key: Value, quirks: Quirks) -> Result<Login, Failure> {
    let provider = FieldProvider { jwks: json!({ "keys": [key] }), ..FieldProvider::default() };
    sign_in(&provider, client().quirks(quirks))
}

/// Signs in with this key, and returns the code and the text of the error.
fn refused(key: Value) -> (&'static str, String) {
    match login(key, Quirks::default()) {
        Ok(_) => panic!("the login went through"),
        Err(error) => (error.code(), error.to_string()),
    }
}

fn with_zero_before(name: &str) -> Value {
    let key = key_with(&json!({}));
    let number = base64url::decode(key[name].as_str().unwrap()).unwrap();
    key_with(&json!({ name: base64url::encode(&[&[0], &number[..]].concat()) }))
}

#[test]
fn jwk_members_null() {
    let Some(case) = case("jwk-members-null") else { return };
    assert!(login(key_with(case.part("/jwk")), Quirks::default()).is_ok());
}

#[test]
fn b_members_that_are_empty_texts() {
    // keycloak/keycloak #31823: a key set with an empty `use`.
    let key = key_with(&json!({ "use": "", "alg": "", "x5t": "", "x5u": null, "x5c": null }));
    assert!(login(key, Quirks::default()).is_ok());
    // simpleidserver/SimpleIdServer #864: an empty list of further primes.
    assert!(login(key_with(&json!({ "oth": [] })), Quirks::default()).is_ok());
    // RFC 7518 §6.3.1: `n` is required.
    assert_eq!(refused(key_with(&json!({ "n": null }))).0, "jws.key_left_out");
    assert_eq!(refused(key_with(&json!({ "d": "AQAB" }))).0, "jws.key_left_out");
}

#[test]
fn jws_header_kid_null() {
    let Some(case) = case("jws-header-kid-null") else { return };
    let header = case.part("/header");
    let provider = FieldProvider { header: header.clone(), ..FieldProvider::default() };
    let error = sign_in(&provider, client()).err().unwrap();
    assert_eq!(error.code(), "jws.header_parameter");
    let mut quirks = Quirks::default();
    quirks.id_token.jws.null_kid = true;
    assert!(sign_in(&provider, client().quirks(quirks)).is_ok());
}

#[test]
fn jwk_n_leading_zero() {
    assert!(case("jwk-n-leading-zero").is_none_or(|case| case.kind == "H"));
    let mut quirks = Quirks::default();
    quirks.keys.leading_zeros = true;
    // hasura/graphql-engine #9922, spruceid/ssi #308: the modulus. The exponent is written alike.
    for name in ["n", "e"] {
        let (code, text) = refused(with_zero_before(name));
        assert_eq!(code, "jws.key_left_out");
        assert!(text.contains(&format!("`{name}` must be a positive number")), "{text}");
        assert!(login(with_zero_before(name), quirks.clone()).is_ok());
    }
}

/// Returns a P-256 key pair whose `x` starts with a zero byte.
fn with_short_x() -> PrivateJwk {
    let pairs = std::iter::repeat_with(|| PrivateJwk::generate(KeyKind::P256, &CRYPTO).unwrap());
    let x = |pair: &PrivateJwk| base64url::decode(&text(&public(pair), "x")).unwrap();
    pairs.take(10_000).find(|pair| x(pair).starts_with(&[0])).unwrap()
}

fn public(pair: &PrivateJwk) -> Value {
    serde_json::from_str(&pair.public().unwrap().to_object().to_json()).unwrap()
}

fn text(jwk: &Value, name: &str) -> String {
    jwk[name].as_str().unwrap().to_owned()
}

#[test]
fn jwk_ec_short_coordinate() {
    assert!(case("jwk-ec-short-coordinate").is_none_or(|case| case.kind == "H"));
    let pair = with_short_x();
    let mut jwk = public(&pair);
    let x = base64url::decode(&text(&jwk, "x")).unwrap();
    jwk["x"] = base64url::encode(x.strip_prefix(&[0]).unwrap()).into();
    let key = SigningKey::from_jwk(&pair, SignatureAlgorithm::Es256, &CRYPTO).unwrap();
    let token = Jws::new(b"{}".to_vec()).sign(&key).unwrap();
    let json = json!({ "keys": [jwk] }).to_string();
    let verify = |set: &PublicJwkSet| {
        let keys = set.verification_keys(&[SignatureAlgorithm::Es256], &CRYPTO);
        Reader::new().compact(&token)?.verify(&keys).map(|_| ())
    };
    let strict = PublicJwkSet::parse(json.as_bytes()).unwrap();
    assert_eq!(verify(&strict).unwrap_err().code(), "jws.key_left_out");
    let mut quirks = Quirks::default();
    quirks.keys.short_coordinates = true;
    let limits = symbolon_jose::Limits::DEFAULT;
    let lenient = PublicJwkSet::parse_with_quirks(json.as_bytes(), &limits, &quirks.keys).unwrap();
    assert_eq!(verify(&lenient), Ok(()));
}

#[test]
fn jwk_alg_names_no_algorithm() {
    let Some(case) = case("jwk-alg-names-no-algorithm") else { return };
    let (code, text) = refused(key_with(case.part("/jwk")));
    assert_eq!(code, "jws.key_left_out");
    assert!(text.contains("`alg`"), "{text}");
}

#[test]
fn jwk_key_ops_sign() {
    let Some(case) = case("jwk-key-ops-sign") else { return };
    let (code, text) = refused(key_with(case.part("/jwk")));
    assert_eq!(code, "jws.key_left_out");
    assert!(text.contains("`key_ops`"), "{text}");
}

/// Returns the first key of the case, with a modulus that has padding.
fn padded_modulus(case: &Case) -> Value {
    let mut key = key_with(case.part("/jwks/0"));
    key["n"] = format!("{}==", text(&key, "n")).into();
    key
}

#[test]
fn unknown_kid_hides_a_dropped_key() {
    let Some(case) = case("unknown-kid-hides-a-dropped-key") else { return };
    let (code, text) = refused(padded_modulus(&case));
    assert_eq!(code, "jws.key_left_out");
    assert!(text.contains("`n`") && text.contains("base64url"), "{text}");
}

#[test]
fn h_a_key_that_was_left_out_says_why() {
    for (members, reason) in [
        // lestrrat-go/jwx #2263, FusionAuth/fusionauth-jwt #80: a key type that is not known.
        (json!({ "kty": "XYZ" }), "`kty` is not supported"),
        // huskarl-rs/huskarl #139: an EC key without a coordinate.
        (json!({ "kty": "EC", "crv": "P-256", "x": "AA" }), "no `y`"),
        // apollographql/router #4463: an algorithm that is not known.
        (json!({ "alg": "UnknownAlg" }), "`alg`"),
        (json!({ "use": "enc" }), "`use`"),
    ] {
        let (code, text) = refused(key_with(&members));
        assert_eq!(code, "jws.key_left_out", "{members}");
        assert!(text.contains(reason), "{text}");
    }
    let (code, _) = refused(key_with(&json!({ "kid": "k2" })));
    assert_eq!(code, "jws.unknown_kid");
}

/// panva/jose #392, authlib/authlib #785, dadrus/heimdall #5.
#[test]
fn h_the_same_key_twice_is_one_key() {
    let header = |kid: Value| json!({ "alg": "RS256", "typ": "JWT", "kid": kid });
    let copy = key_with(&json!({ "x5c": ["MIIB"] }));
    for (key, header) in [
        (key_with(&json!({})), header("k1".into())),
        (key_with(&json!({})), json!({ "alg": "RS256" })),
    ] {
        let jwks = json!({ "keys": [key, copy] });
        let provider = FieldProvider { jwks, header, ..FieldProvider::default() };
        assert!(sign_in(&provider, client()).is_ok());
    }
}

#[test]
fn aws_alb_padded() {
    assert!(case("aws-alb-padded").is_none_or(|case| case.kind == "F"));
    let pair = PrivateJwk::generate(KeyKind::P256, &CRYPTO).unwrap();
    let key = SigningKey::from_jwk(&pair, SignatureAlgorithm::Es256, &CRYPTO).unwrap();
    let keys = PublicJwkSet::new(vec![pair.public().unwrap()]);
    let keys = keys.verification_keys(&[SignatureAlgorithm::Es256], &CRYPTO);
    let padded = |bytes: &[u8]| {
        let text = base64url::encode(bytes);
        let padding = "=".repeat(text.len().next_multiple_of(4) - text.len());
        text + &padding
    };
    let header = r#"{"typ":"JWT","kid":"c2f8","alg":"ES256","signer":"arn:aws","exp":1687748045}"#;
    let input = [header, r#"{"sub":"23d4"}"#].map(|part| padded(part.as_bytes())).join(".");
    let token = format!("{input}.{}", padded(&key.sign(input.as_bytes()).unwrap()));
    assert!(token.ends_with("=="));
    let verify = |reader: &Reader<'_>, token: &str| {
        let jws = reader.compact(token)?.verify(&keys)?;
        Ok::<_, Error>(String::from_utf8(jws.payload().to_vec()).unwrap())
    };
    let refused = verify(&Reader::new(), &token).unwrap_err();
    assert_eq!(refused.code(), "jws.base64url");
    assert!(refused.to_string().contains("Reader::padded"), "{refused}");
    assert_eq!(verify(&Reader::new().padded(), &token), Ok(r#"{"sub":"23d4"}"#.to_owned()));
    // The signature covers the padding, so it cannot be taken off.
    assert_eq!(verify(&Reader::new(), &token.replace('=', "")), Err(Error::Signature));
    let broken = token.replacen('=', "", 1);
    assert_eq!(verify(&Reader::new().padded(), &broken).unwrap_err().code(), "jws.base64url");
}

/// instructure/canvas-lms #2639: a byte order mark before a JWK Set. Other servers write it before
/// each of their documents.
#[test]
fn b_a_byte_order_mark_before_each_document() {
    let marked = |json: Value| format!("\u{feff}{json}");
    let set = json!({ "keys": [key_with(&json!({}))] });
    assert_eq!(PublicJwkSet::parse(marked(set).as_bytes()).unwrap().keys().len(), 1);
    let of = |status, json| {
        let response = Response::builder().status(status);
        response.header("content-type", "application/json").body(marked(json)).unwrap()
    };
    let tokens = of(200, json!({ "access_token": "t", "token_type": "Bearer" }));
    assert!(TokenResponse::from_http(&tokens).is_ok());
    let error = ErrorResponse::from_http(&of(400, json!({ "error": "invalid_grant" })));
    assert_eq!(error.unwrap().error, ErrorCode::INVALID_GRANT);
    assert!(UserInfo::from_http(&of(200, json!({ "sub": "alice" })), "alice").is_ok());
}
