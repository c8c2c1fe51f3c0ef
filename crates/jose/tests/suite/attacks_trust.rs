//! Attacks with a token that contains a key, or names a key by `kid` or URL.

use crate::CRYPTO;
use serde_json::json;
use symbolon_jose::jws::{CompactJws, Error, VerifiedJws};
use symbolon_jose::key::SelectError;
use symbolon_jose::{MemberError, SignatureAlgorithm as Alg, SigningKey, VerificationKeys, jwk};

use crate::suite::common::{
    OTHER_P256, OTHER_RSA, P256, RSA, compact, long_secret, mac_keys, object, private, public,
    signed, signing, verification, wrong_length,
};

fn verify(token: &str, keys: &VerificationKeys) -> Result<VerifiedJws, Error> {
    CompactJws::parse(token)?.verify(keys)
}

/// Asserts that a header parameter does not affect verification: a token signed by an attacker is
/// refused, and a token signed with the right key is accepted.
fn assert_ignored(parameter: &str, value: &serde_json::Value) {
    let mut header = object(r#"{"alg":"ES256"}"#);
    header.insert(parameter, value.clone());
    let header = header.to_json();
    let keys: VerificationKeys = verification(P256, Alg::Es256).into();
    let forged = signed(&header, "{}", &signing(OTHER_P256, Alg::Es256));
    assert_eq!(verify(&forged, &keys).map(|_| ()), Err(Error::Signature), "{header}");
    let none = VerificationKeys::default();
    let unknown = Err(Error::Key(SelectError::AlgorithmNotAllowed(Alg::Es256.into())));
    assert_eq!(verify(&forged, &none).map(|_| ()), unknown, "{header}");
    let honest = signed(&header, "{}", &signing(P256, Alg::Es256));
    assert_eq!(verify(&honest, &keys).map(|jws| jws.payload().to_vec()), Ok(b"{}".to_vec()));
}

#[test]
fn attack_008_embedded_jwk() {
    assert_ignored("jwk", &public(OTHER_P256).to_object().into());
}

#[test]
fn attack_009_private_embedded_jwk() {
    let with = |name: &str, value: &str| {
        let mut jwk = public(OTHER_P256).to_object();
        jwk.insert(name, value);
        jwk
    };
    for (jwk, error) in [
        (private(OTHER_P256).expose(), jwk::Error::PrivateMember("d")),
        (with("d", ""), jwk::Error::PrivateMember("d")),
        (with("k", "c2VjcmV0"), jwk::Error::PrivateMember("k")),
        (with("oth", "x"), jwk::Error::PrivateMember("oth")),
        (private(RSA).expose(), jwk::Error::PrivateMember("d")),
        (object(r#"{"kty":"oct","k":"c2VjcmV0"}"#), jwk::Error::SymmetricKey),
        // Private members are refused before the key type is read.
        (object(r#"{"kty":"AKP2","pub":"AA","priv":"AA"}"#), jwk::Error::PrivateMember("priv")),
        (object(r#"{"pub":"AA"}"#), jwk::Error::Missing("kty")),
        (object(r#"{"kty":"EC","crv":"P-256","x":"AA"}"#), jwk::Error::Missing("y")),
        (object(r#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#), wrong_length("x", 1, 32)),
    ] {
        let header = json!({ "alg": "ES256", "jwk": serde_json::Value::from(jwk) }).to_string();
        let token = compact(header.as_bytes(), b"{}", b"signature");
        let result = CompactJws::parse(&token).map(|_| ());
        assert_eq!(result, Err(Error::EmbeddedKey(error)), "{header}");
    }
    for value in ["null", "[]", "\"key\""] {
        let header = format!(r#"{{"alg":"ES256","jwk":{value}}}"#);
        let result = CompactJws::parse(&compact(header.as_bytes(), b"{}", b"sig")).map(|_| ());
        let wrong_type = MemberError { name: "jwk", expected: "an object" };
        assert_eq!(result, Err(Error::HeaderParameter(wrong_type)), "{value}");
    }
}

#[test]
fn rfc7517_5_an_unsupported_jwk_in_the_header_is_ignored() {
    let keys: VerificationKeys = verification(P256, Alg::Es256).into();
    for jwk in [
        json!({ "kty": "AKP2", "pub": "AA" }),
        json!({ "kty": "EC", "crv": "brainpoolP256r1", "x": "AA", "y": "AA" }),
        json!({ "kty": "AKP", "alg": "ML-DSA-1", "pub": "AA" }),
        json!({ "kty": "RSA", "n": "gQ", "e": "AQAB" }),
        json!({ "kty": "OKP", "crv": "X25519", "x": "A".repeat(43) }),
    ] {
        let header = json!({ "alg": "ES256", "jwk": &jwk }).to_string();
        let honest = signed(&header, "{}", &signing(P256, Alg::Es256));
        let verified = verify(&honest, &keys).unwrap();
        assert_eq!(verified.header().jwk(), None, "{header}");
        assert_eq!(verified.header().extra().get("jwk"), Some(&jwk));
        let forged = signed(&header, "{}", &signing(OTHER_P256, Alg::Es256));
        assert_eq!(verify(&forged, &keys).map(|_| ()), Err(Error::Signature), "{header}");
    }
}

#[test]
fn attack_010_jku_and_x5u() {
    for url in [
        "https://op.example@evil.example/jwks",
        "https://op.example.evil.example/jwks",
        "https://op.example/redirect?u=https://evil.example/jwks",
        "http://127.0.0.1/jwks",
        "file:///etc/passwd",
    ] {
        assert_ignored("jku", &json!(url));
        assert_ignored("x5u", &json!(url));
    }
}

#[test]
fn attack_011_x5c() {
    assert_ignored("x5c", &json!(["MIIBdDCCARmgAwIBAgIU", "bm90IGEgY2VydGlmaWNhdGU="]));
    assert_ignored("x5t", &json!("dGh1bWI"));
    assert_ignored("x5t#S256", &json!("dGh1bWI"));
}

#[test]
fn attack_012_kid_injection() {
    let (signing, keys) = named("k1");
    let unknown = Err(Error::Key(SelectError::UnknownKid));
    for kid in [
        "../../../../dev/null",
        "' UNION SELECT 'secret' --",
        "k1\\u0000",
        "\\u0000k1",
        "k1 ",
        "K1",
        "k",
        "",
        "/etc/passwd",
        "ｋ1",
    ] {
        let token = signed(&format!(r#"{{"alg":"ES256","kid":"{kid}"}}"#), "{}", &signing);
        assert_eq!(verify(&token, &keys).map(|_| ()), unknown, "{kid}");
    }
    for kid in ["1", "null", "[\"k1\"]", "{}", "true"] {
        let token = signed(&format!(r#"{{"alg":"ES256","kid":{kid}}}"#), "{}", &signing);
        let wrong_type = MemberError { name: "kid", expected: "a string" };
        let refused = Err(Error::HeaderParameter(wrong_type));
        assert_eq!(verify(&token, &keys).map(|_| ()), refused, "{kid}");
    }
    let long = format!(r#"{{"alg":"ES256","kid":"{}"}}"#, "k".repeat(500_000));
    let result = verify(&signed(&long, "{}", &signing), &keys).map(|_| ());
    assert_eq!(result, Err(Error::HeaderTooLarge));
}

/// Returns the P-256 key with this `kid`, prepared for signing and for verification.
fn named(kid: &str) -> (SigningKey, VerificationKeys) {
    let jwk = private(P256).kid_replaced(kid.to_owned());
    let set = jwk::PublicJwkSet::new(vec![jwk.public().unwrap()]);
    (
        SigningKey::from_jwk(&jwk, Alg::Es256, &CRYPTO).unwrap(),
        set.verification_keys(&[Alg::Es256], &CRYPTO),
    )
}

#[test]
fn attack_004_one_verifier_for_every_consumer() {
    // A token MACed with HS256, where the secret is the modulus of a public RSA key.
    let modulus = match public(RSA).key() {
        jwk::PublicKey::Rsa(key) => key.n().to_vec(),
        other => panic!("{other:?} is not an RSA key"),
    };
    let (mac, _) = mac_keys(&modulus, Alg::Hs256);
    let token = signed(r#"{"alg":"HS256"}"#, "{}", &mac);
    for key in [RSA, OTHER_RSA] {
        let keys = jwk::PublicJwkSet::new(vec![public(key)]).verification_keys(Alg::ALL, &CRYPTO);
        let refused = Err(Error::Key(SelectError::AlgorithmNotAllowed(Alg::Hs256.into())));
        assert_eq!(verify(&token, &keys).map(|_| ()), refused);
    }
}

#[test]
fn attack_013_an_unknown_kid_selects_no_empty_key() {
    let (mac, keys) = mac_keys(long_secret().expose(), Alg::Hs256);
    // A secret has no `kid`, so a token with any `kid` is verified with it.
    let token = signed(r#"{"alg":"HS256","kid":"unknown"}"#, "{}", &mac);
    assert!(verify(&token, &keys).is_ok());
    let (other, _) = mac_keys(&[0; 32], Alg::Hs256);
    let forged = signed(r#"{"alg":"HS256","kid":"unknown"}"#, "{}", &other);
    assert_eq!(verify(&forged, &keys).map(|_| ()), Err(Error::Signature));
    let none = VerificationKeys::default();
    let refused = verify(&forged, &none).map(|_| ());
    assert_eq!(refused, Err(Error::Key(SelectError::UnknownKid)));
}
