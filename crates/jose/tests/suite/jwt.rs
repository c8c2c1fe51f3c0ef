//! A valid JWT, and the exact error after each single change.

use std::time::Duration;

use crate::CRYPTO;
use serde_json::json;
use symbolon_jose::jwt::{
    Claims, Error, Expected, ExpectedAudience, ExpectedExpiry, ExpectedIssuer, ExpectedSubject,
    ExpectedTyp,
};
use symbolon_jose::{
    Excerpt, Excerpts, Limits, NumericDate, SignatureAlgorithm as Alg, SigningKey, VerificationKey,
    jws,
};
use time::OffsetDateTime;

use crate::suite::common::{ED25519, P256, private, signed, signer, signing, verifiers};

const NOW: i64 = 1_800_000_000;
const LEEWAY: i64 = 60;
const TYP: &str = "at+jwt";

fn now() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(NOW).unwrap()
}

fn date(offset: i64) -> Option<NumericDate> {
    NumericDate::from_seconds(NOW + offset)
}

fn claims() -> Claims {
    let mut claims = Claims::new();
    claims.iss = Some("https://op.example".into());
    claims.sub = Some("alice".into());
    claims.aud = vec!["https://api.example".into(), "https://other.example".into()];
    claims.exp = date(300);
    claims.nbf = date(-10);
    claims.iat = date(-10);
    claims.jti = Some("1".into());
    claims.extra.insert("scope", "read");
    claims
}

fn expected() -> Expected<'static> {
    Expected::new(
        ExpectedTyp::Exactly(TYP),
        ExpectedIssuer::Exactly("https://op.example"),
        ExpectedAudience::Contains("https://api.example"),
    )
    .subject(ExpectedSubject::Exactly("alice"))
}

/// Returns the error of a token that expired this many seconds after now.
fn expired(seconds: i64) -> Error {
    Error::Expired { exp: date(seconds).unwrap(), now: date(0).unwrap() }
}

fn other_type(found: Option<&str>, expected: Option<&str>) -> Error {
    Error::Type { found: found.map(Excerpt::new), expected: expected.map(Excerpt::new) }
}

fn verify(claims: &Claims) -> Result<(), Error> {
    let token = claims.sign(TYP, &signer()).unwrap();
    expected().verify(&token, &verifiers(), now()).map(|_| ())
}

#[test]
fn the_claims_signed_are_the_claims_verified() {
    let token = claims().sign(TYP, &signer()).unwrap();
    let jwt = expected().verify(&token, &verifiers(), now()).unwrap();
    assert_eq!(jwt.claims(), &claims());
    assert_eq!(jwt.algorithm(), Alg::EdDsa);
    assert_eq!(jwt.header().typ(), Some(TYP));
    assert_eq!(jwt.into_claims(), claims());
}

#[test]
fn each_change_has_its_exact_error() {
    type Change = (&'static str, fn(&mut Claims), Result<(), Error>);
    let (now, later) = (date(0).unwrap(), date(LEEWAY + 1).unwrap());
    let not_yet_valid = Error::NotYetValid { nbf: later, now };
    let in_future = Error::IssuedInFuture { iat: later, now };
    let (found, expected) = ("https://op2.example", "https://op.example");
    let other_issuer =
        Error::Issuer { found: Excerpt::new(found), expected: Excerpt::new(expected) };
    let found = Excerpts::new(&["https://other.example".to_owned()]);
    let other_audience = Error::Audience { found, expected: Excerpt::new("https://api.example") };
    let changes: &[Change] = &[
        ("nothing", |_| {}, Ok(())),
        ("iss absent", |c| c.iss = None, Err(Error::Missing("iss"))),
        ("iss another", |c| c.iss = Some("https://op2.example".into()), Err(other_issuer)),
        ("sub absent", |c| c.sub = None, Err(Error::Missing("sub"))),
        ("sub another", |c| c.sub = Some("bob".into()), Err(Error::Subject)),
        ("aud absent", |c| c.aud.clear(), Err(Error::Missing("aud"))),
        ("aud another", |c| c.aud = vec!["https://other.example".into()], Err(other_audience)),
        ("exp absent", |c| c.exp = None, Err(Error::Missing("exp"))),
        ("exp now", |c| c.exp = date(0), Ok(())),
        ("exp within the leeway", |c| c.exp = date(-LEEWAY + 1), Ok(())),
        ("exp at the leeway", |c| c.exp = date(-LEEWAY), Err(expired(-LEEWAY))),
        ("exp past", |c| c.exp = date(-86_400), Err(expired(-86_400))),
        ("nbf absent", |c| c.nbf = None, Ok(())),
        ("nbf at the leeway", |c| c.nbf = date(LEEWAY), Ok(())),
        ("nbf past the leeway", |c| c.nbf = date(LEEWAY + 1), Err(not_yet_valid)),
        ("iat absent", |c| c.iat = None, Ok(())),
        ("iat at the leeway", |c| c.iat = date(LEEWAY), Ok(())),
        ("iat past the leeway", |c| c.iat = date(LEEWAY + 1), Err(in_future)),
        ("jti absent", |c| c.jti = None, Ok(())),
    ];
    for (name, change, result) in changes {
        let mut claims = claims();
        change(&mut claims);
        assert_eq!(verify(&claims), *result, "{name}");
    }
}

#[test]
fn rfc8725_3_11_typ_must_be_the_expected_one() {
    let verify = |header: &str, typ| {
        let token = signed(header, &claims().to_object().to_json(), &signer());
        let expected = Expected::new(typ, ExpectedIssuer::NotChecked, ExpectedAudience::NotChecked);
        expected.verify(&token, &verifiers(), now()).map(|_| ())
    };
    let exactly = ExpectedTyp::Exactly("at+jwt");
    for (typ, result) in [
        ("at+jwt", Ok(())),
        ("AT+JWT", Ok(())),
        ("application/at+jwt", Ok(())),
        ("Application/At+Jwt", Ok(())),
        ("JWT", Err(())),
        ("logout+jwt", Err(())),
        ("xat+jwt", Err(())),
        ("text/at+jwt", Err(())),
        ("application/application/at+jwt", Err(())),
        ("", Err(())),
    ] {
        let header = json!({ "alg": "EdDSA", "typ": typ }).to_string();
        for expected in ["at+jwt", "application/at+jwt"] {
            let result = result.map_err(|()| other_type(Some(typ), Some(expected)));
            assert_eq!(verify(&header, ExpectedTyp::Exactly(expected)), result, "{typ}");
        }
    }
    // RFC 7515 §4.1.9: `application/` may only be left out if no other slash follows.
    let plain = ExpectedTyp::Exactly("text/plain");
    assert_eq!(verify(r#"{"alg":"EdDSA","typ":"text/plain"}"#, plain), Ok(()));
    let twice = r#"{"alg":"EdDSA","typ":"application/text/plain"}"#;
    let refused = other_type(Some("application/text/plain"), Some("text/plain"));
    assert_eq!(verify(twice, plain), Err(refused));
    let absent = other_type(None, Some("at+jwt"));
    assert_eq!(verify(r#"{"alg":"EdDSA"}"#, exactly), Err(absent));
    assert_eq!(verify(r#"{"alg":"EdDSA"}"#, ExpectedTyp::Untyped), Ok(()));
    assert_eq!(verify(r#"{"alg":"EdDSA","typ":"JWT"}"#, ExpectedTyp::Untyped), Ok(()));
    assert_eq!(verify(r#"{"alg":"EdDSA","typ":"jwt"}"#, ExpectedTyp::Untyped), Ok(()));
    let typed = other_type(Some("at+jwt"), None);
    assert_eq!(verify(r#"{"alg":"EdDSA","typ":"at+jwt"}"#, ExpectedTyp::Untyped), Err(typed));
}

#[test]
fn rfc7519_4_1_4_an_optional_exp_is_checked_if_it_is_present() {
    let verify = |claims: &Claims| {
        let token = claims.sign(TYP, &signer()).unwrap();
        let expected = expected().expiry(ExpectedExpiry::Optional);
        expected.verify(&token, &verifiers(), now()).map(|_| ())
    };
    let mut claims = claims();
    assert_eq!(verify(&claims), Ok(()));
    claims.exp = date(-LEEWAY);
    assert_eq!(verify(&claims), Err(expired(-LEEWAY)));
    claims.exp = None;
    assert_eq!(verify(&claims), Ok(()));
    claims.nbf = date(LEEWAY + 1);
    assert!(matches!(verify(&claims), Err(Error::NotYetValid { .. })));
}

#[test]
fn claims_without_an_expectation_are_not_checked() {
    let anyone = Expected::new(
        ExpectedTyp::Exactly(TYP),
        ExpectedIssuer::NotChecked,
        ExpectedAudience::NotChecked,
    );
    let mut bare = Claims::new();
    bare.exp = date(1);
    let token = bare.sign(TYP, &signer()).unwrap();
    assert!(anyone.verify(&token, &verifiers(), now()).is_ok());
    let subject_present = anyone.subject(ExpectedSubject::Present);
    let result = subject_present.verify(&token, &verifiers(), now()).map(|_| ());
    assert_eq!(result, Err(Error::Missing("sub")));
    bare.sub = Some(String::new());
    let token = bare.sign(TYP, &signer()).unwrap();
    assert!(subject_present.verify(&token, &verifiers(), now()).is_ok());
}

#[test]
fn the_caller_can_set_the_leeway() {
    let mut late = claims();
    late.exp = date(-3);
    let token = late.sign(TYP, &signer()).unwrap();
    for (leeway, result) in [(0, Err(expired(-3))), (3, Err(expired(-3))), (4, Ok(()))] {
        let expected = expected().leeway(Duration::from_secs(leeway));
        assert_eq!(expected.verify(&token, &verifiers(), now()).map(|_| ()), result, "{leeway}");
    }
}

#[test]
fn the_signature_is_checked_before_the_claims() {
    let mut expired = claims();
    expired.exp = date(-86_400);
    let forged = expired.sign(TYP, &signing(P256, Alg::Es256)).unwrap();
    let result = expected().verify(&forged, &verifiers(), now()).map(|_| ());
    let no_key =
        jws::Error::Key(symbolon_jose::key::SelectError::AlgorithmNotAllowed(Alg::Es256.into()));
    assert_eq!(result, Err(Error::Jws(no_key)));
    // A wrong signature on a token that has also expired.
    let token = expired.sign(TYP, &signer()).unwrap();
    let (input, _) = token.rsplit_once('.').unwrap();
    let forged = format!("{input}.{}", symbolon_jose::base64url::encode(&[1; 64]));
    let result = expected().verify(&forged, &verifiers(), now()).map(|_| ());
    assert_eq!(result, Err(Error::Jws(jws::Error::Signature)));
}

#[test]
fn the_caller_can_set_the_limits() {
    let token = claims().sign(TYP, &signer()).unwrap();
    let tight = expected().limits(Limits { token: token.len() - 1, ..Limits::DEFAULT });
    let result = tight.verify(&token, &verifiers(), now()).map(|_| ());
    assert_eq!(result, Err(Error::Jws(jws::Error::TooLarge)));
    let narrow = expected().limits(Limits { json_members: 7, ..Limits::DEFAULT });
    let result = narrow.verify(&token, &verifiers(), now()).map(|_| ());
    assert_eq!(result, Err(Error::Json(symbolon_jose::json::Error::TooManyMembers)));
}

#[test]
fn rfc7519_4_1_3_a_single_audience_is_written_as_a_string() {
    let mut claims = Claims::new();
    assert_eq!(claims.to_object().to_json(), "{}");
    claims.aud = vec!["a".into()];
    assert_eq!(claims.to_object().to_json(), r#"{"aud":"a"}"#);
    claims.aud.push("b".into());
    assert_eq!(claims.to_object().to_json(), r#"{"aud":["a","b"]}"#);
}

#[test]
fn extra_does_not_override_a_registered_claim() {
    let mut claims = claims();
    claims.extra.insert("sub", "mallory");
    claims.extra.insert("nbf", 0);
    claims.nbf = None;
    let object = claims.to_object();
    assert_eq!(object.get("sub"), Some(&json!("alice")));
    assert_eq!(object.get("nbf"), None);
    assert_eq!(object.get("scope"), Some(&json!("read")));
}

#[test]
fn the_header_names_the_kid_of_the_signing_key() {
    let jwk = private(ED25519).kid_replaced("2026".into());
    let key = SigningKey::from_jwk(&jwk, Alg::Ed25519, &CRYPTO).unwrap();
    let public = jwk.public().unwrap();
    let keys = VerificationKey::from_jwk(&public, Alg::Ed25519, &CRYPTO).unwrap().into();
    let token = claims().sign(TYP, &key).unwrap();
    let jwt = expected().verify(&token, &keys, now()).unwrap();
    assert_eq!(jwt.header().kid(), Some("2026"));
    assert_eq!(jwt.header().alg(), "Ed25519");
}
