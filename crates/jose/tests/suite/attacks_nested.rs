//! Nested JWTs (RFC 7519 §5.2, §7.2), and the attacks on them.

use serde_json::{Value, json};
use symbolon_jose::jwe::{self, Jwe, Part};
use symbolon_jose::jws::{self, CompactJws};
use symbolon_jose::jwt::{
    self, Claims, Expected, ExpectedAudience, ExpectedIssuer, ExpectedTyp, Jwt, NestError,
};
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, KeyManagementAlgorithm as Alg, NumericDate, VerificationKeys,
};
use time::OffsetDateTime;

use crate::suite::common::{P256, compact, signer, verifiers};
use crate::suite::jwe_keys::{Pair, of_jwk};

fn now() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap()
}

fn pair() -> Pair {
    of_jwk(P256, Alg::EcdhEsA128Kw, Enc::A128CbcHs256)
}

fn claims() -> Claims {
    let mut claims = Claims::new();
    claims.iss = Some("https://op.example".into());
    claims.sub = Some("alice".into());
    claims.aud = vec!["https://api.example".into()];
    claims.exp = NumericDate::from_seconds(1_800_000_060);
    claims
}

fn signed() -> String {
    claims().sign("at+jwt", &signer()).unwrap()
}

fn verify(token: &str) -> Result<Jwt, jwt::Error> {
    verify_with(token, &verifiers())
}

fn verify_with(token: &str, keys: &VerificationKeys) -> Result<Jwt, jwt::Error> {
    Expected::new(
        ExpectedTyp::Exactly("at+jwt"),
        ExpectedIssuer::Exactly("https://op.example"),
        ExpectedAudience::Contains("https://api.example"),
    )
    .verify_encrypted(token, &pair().decryption, keys, now())
}

fn refused(token: &str) -> jwt::Error {
    verify(token).map(|_| ()).unwrap_err()
}

/// Encrypts any plaintext with the reader's public key, as an attacker can.
fn encrypted(plaintext: &[u8]) -> String {
    Jwe::new(plaintext.to_vec()).cty("JWT").encrypt(&pair().encryption).unwrap()
}

#[test]
fn rfc7519_7_1_5_a_nested_jwt_is_encrypted_and_verified() {
    let token = jwt::encrypt(&signed(), &pair().encryption).unwrap();
    let header = jwe::CompactJwe::parse(&token).unwrap().header().clone();
    assert_eq!(header.cty(), Some("JWT"));
    let jwt = verify(&token).unwrap();
    assert_eq!(jwt.claims(), &claims());
    assert_eq!(jwt.header().typ(), Some("at+jwt"));
    // RFC 7519 §5.2: `cty` is compared without regard to case.
    let lower = Jwe::new(signed().into_bytes()).cty("jwt").encrypt(&pair().encryption).unwrap();
    assert!(verify(&lower).is_ok());
}

#[test]
fn rfc7519_5_2_cty_is_required() {
    for cty in [None, Some("text/plain"), Some(""), Some("JWTs"), Some("at+jwt")] {
        let jwe = Jwe::new(signed().into_bytes());
        let jwe = match cty {
            Some(cty) => jwe.cty(cty),
            None => jwe,
        };
        let token = jwe.encrypt(&pair().encryption).unwrap();
        assert_eq!(refused(&token), jwt::Error::NotNested, "{cty:?}");
    }
}

#[test]
fn the_inner_jwt_must_meet_the_expectations() {
    let mut expired = claims();
    expired.exp = NumericDate::from_seconds(1_700_000_000);
    let token = expired.sign("at+jwt", &signer()).unwrap();
    let token = jwt::encrypt(&token, &pair().encryption).unwrap();
    assert!(matches!(refused(&token), jwt::Error::Expired { .. }));
    let other_type = claims().sign("logout+jwt", &signer()).unwrap();
    let token = jwt::encrypt(&other_type, &pair().encryption).unwrap();
    assert!(matches!(refused(&token), jwt::Error::Type { .. }));
}

#[test]
fn attack_016_sign_and_encrypt_confusion() {
    // An encrypted token, where a signed token is expected.
    let token = jwt::encrypt(&signed(), &pair().encryption).unwrap();
    assert_eq!(CompactJws::parse(&token).unwrap_err(), jws::Error::NotCompact);
    let expected = Expected::new(
        ExpectedTyp::Untyped,
        ExpectedIssuer::NotChecked,
        ExpectedAudience::NotChecked,
    );
    let result = expected.verify(&token, &verifiers(), now()).map(|_| ());
    assert_eq!(result, Err(jws::Error::NotCompact.into()));
    // A signed token, where an encrypted token is expected.
    assert_eq!(refused(&signed()), jwe::Error::NotCompact.into());
}

#[test]
fn attack_017_an_encrypted_token_without_a_valid_signature() {
    let payload = claims().to_object().to_json();
    let (unsigned, empty) = (jws::Error::NotSigned, jws::Error::Empty(jws::Part::Signature));
    let unsupported = jws::Error::UnsupportedAlgorithm;
    for (alg, empty, named) in
        [("none", unsigned, unsigned), ("None", empty, unsupported), ("NONE", empty, unsupported)]
    {
        let header = json!({ "alg": alg, "typ": "at+jwt" }).to_string();
        let unsigned = compact(header.as_bytes(), payload.as_bytes(), b"");
        assert_eq!(refused(&encrypted(unsigned.as_bytes())), empty.into());
        assert_eq!(jwt::encrypt(&unsigned, &pair().encryption), Err(NestError::NotSigned(empty)));
        let unsigned = compact(header.as_bytes(), payload.as_bytes(), b"x");
        assert_eq!(refused(&encrypted(unsigned.as_bytes())), named.into());
        let nested = jwt::encrypt(&unsigned, &pair().encryption);
        assert_eq!(nested, Err(NestError::NotSigned(named)));
    }
    // Claims without a signature, bytes that are not text, and incomplete tokens.
    for plaintext in [payload.as_bytes(), b"", b"\xff\xfe", b"..", b"a.b"] {
        let error = refused(&encrypted(plaintext));
        let not_signed = matches!(error, jwt::Error::Jws(error) if error != jws::Error::Signature);
        assert!(not_signed, "{error}");
    }
    // A signature made with a key of another party.
    let stranger = crate::suite::common::signing(P256, symbolon_jose::SignatureAlgorithm::Es256);
    let token = claims().sign("at+jwt", &stranger).unwrap();
    let token = jwt::encrypt(&token, &pair().encryption).unwrap();
    assert_eq!(refused(&token).code(), "jws.algorithm_not_allowed");
}

#[test]
fn attack_018_nesting_bomb() {
    let mut token = jwt::encrypt(&signed(), &pair().encryption).unwrap();
    for depth in 2..6 {
        let nested = jwt::encrypt(&token, &pair().encryption);
        assert_eq!(nested, Err(NestError::NotSigned(jws::Error::NotCompact)), "{depth}");
        token = encrypted(token.as_bytes());
        assert_eq!(refused(&token), jws::Error::NotCompact.into(), "{depth}");
    }
    // The inner token is a signed token whose payload is an encrypted token, not claims.
    let inner = jwt::encrypt(&signed(), &pair().encryption).unwrap();
    let token = jws::Jws::new(inner.into_bytes()).typ("at+jwt").cty("JWT").sign(&signer());
    let token = jwt::encrypt(&token.unwrap(), &pair().encryption).unwrap();
    assert!(matches!(refused(&token), jwt::Error::Json(_)));
}

#[test]
fn a_changed_nested_jwt_does_not_decrypt() {
    let token = jwt::encrypt(&signed(), &pair().encryption).unwrap();
    let changed = crate::suite::jwe_forged::with_bytes(&token, 3, |bytes| bytes[0] ^= 1);
    assert_eq!(refused(&changed), jwe::Error::Decryption.into());
    let cut = crate::suite::jwe_forged::with_bytes(&token, 4, |bytes| bytes.truncate(8));
    let error = jwe::Error::Length { part: Part::Tag, expected: 16, found: 8 };
    assert_eq!(refused(&cut), error.into());
}

#[test]
fn rfc7519_5_3_replicated_claims_must_equal_the_inner_claims() {
    let with = |name: &str, value: Value| {
        let jwe = Jwe::new(signed().into_bytes()).cty("JWT").param(name, value);
        verify(&jwe.encrypt(&pair().encryption).unwrap()).map(|_| ())
    };
    let aud = "https://api.example";
    for (name, value) in [
        ("iss", json!("https://op.example")),
        ("sub", json!("alice")),
        ("aud", json!(aud)),
        ("aud", json!([aud])),
        ("jti", json!("a claim that is not compared")),
    ] {
        assert_eq!(with(name, value), Ok(()));
    }
    for (name, value) in [
        ("iss", json!("https://op.example/")),
        ("iss", json!(null)),
        ("sub", json!("mallory")),
        ("sub", json!(1)),
        ("aud", json!([aud, "https://evil.example"])),
        ("aud", json!([])),
    ] {
        assert_eq!(with(name, value), Err(jwt::Error::Replica(name)));
    }
    let mut without_sub = claims();
    without_sub.sub = None;
    let token = without_sub.sign("at+jwt", &signer()).unwrap();
    let jwe = Jwe::new(token.into_bytes()).cty("JWT").param("sub", "alice");
    let token = jwe.encrypt(&pair().encryption).unwrap();
    assert_eq!(refused(&token), jwt::Error::Replica("sub"));
}

#[test]
fn a_compressed_nested_jwt_is_refused() {
    let jwe = Jwe::new(signed().into_bytes()).cty("JWT").compressed();
    let token = jwe.encrypt(&pair().encryption).unwrap();
    assert_eq!(refused(&token), jwe::Error::Compressed.into());
}
