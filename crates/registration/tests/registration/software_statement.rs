//! Software statements: one change of a valid statement for each rule.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::common::object;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jwk::{KeyKind, PrivateJwk, PublicJwkSet};
use symbolon_jose::jws::Jws;
use symbolon_jose::jwt::Claims;
use symbolon_jose::{
    Object, Secret, SignatureAlgorithm, SigningKey, VerificationKey, VerificationKeys,
};
use symbolon_oauth::{EncodedJwt, ErrorCode, Issuer};
use symbolon_registration::ClientMetadata;
use symbolon_registration::software_statement::{
    ExpectedSoftwareStatement, RULES, SoftwareStatement, SoftwareStatementError,
    UnverifiedSoftwareStatement,
};
use time::OffsetDateTime;

const ISSUER: &str = "https://software.example";
const MAC_KEY: &[u8] = &[7; 32];

fn now() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap()
}

fn keys() -> (SigningKey, VerificationKeys) {
    let jwk = PrivateJwk::generate(KeyKind::P256, &CRYPTO).unwrap();
    let set = PublicJwkSet::new(jwk.public().into_iter().collect());
    let signing = SigningKey::from_jwk(&jwk, SignatureAlgorithm::Es256, &CRYPTO).unwrap();
    (signing, set.verification_keys(&[SignatureAlgorithm::Es256], &CRYPTO))
}

fn claims() -> Claims {
    Claims::new()
        .issuer(ISSUER)
        .audience("https://op.example")
        .issued(now())
        .not_before(now())
        .expires(now() + Duration::from_secs(3600))
        .claim("software_id", "wiki")
        .claim("scope", "openid")
}

fn expected() -> ExpectedSoftwareStatement {
    let mut expected =
        ExpectedSoftwareStatement::new(ISSUER, Issuer::new("https://op.example").unwrap());
    expected.max_age = Some(Duration::from_secs(86_400));
    expected
}

fn verify(
    token: String,
    keys: &VerificationKeys,
) -> Result<SoftwareStatement, SoftwareStatementError> {
    let statement = UnverifiedSoftwareStatement::parse(&EncodedJwt::new(token))?;
    statement.verify(keys, &expected(), now())
}

fn signed(claims: &Claims, typ: &str) -> Result<SoftwareStatement, SoftwareStatementError> {
    let (signing, keys) = keys();
    verify(claims.sign(typ, &signing).unwrap(), &keys)
}

#[test]
fn rfc7591_2_the_statement_wins() {
    let statement = signed(&claims(), "JWT").unwrap();
    assert_eq!(statement.issuer(), ISSUER);
    let asked = object(r#"{"scope":"openid email","client_name":"Wiki"}"#);
    let merged = statement.apply(&ClientMetadata::from_object(asked).unwrap()).unwrap();
    let json = r#"{"client_name":"Wiki","scope":"openid","software_id":"wiki"}"#;
    assert_eq!(merged.to_object().to_json(), json);
}

#[test]
fn rfc7591_2_3_no_plain_value_stands_beside_a_value_of_the_statement() {
    let claims = claims().claim("client_name", "Wiki").claim("subject_type", "public");
    let statement = signed(&claims, "JWT").unwrap();
    let asked = object(
        r##"{"client_name":"Bank","client_name#de":"Die Bank","client_uri#de":"https://wiki.example/de",
            "subject_types_supported":["pairwise","public"]}"##,
    );
    let merged = statement.apply(&ClientMetadata::from_object(asked).unwrap()).unwrap();
    let merged = merged.to_object();
    assert_eq!(merged.get("client_name").and_then(|it| it.as_str()), Some("Wiki"));
    assert!(!merged.contains("client_name#de"), "the statement does not vouch for it");
    assert!(!merged.contains("subject_types_supported"), "the statement has chosen");
    assert!(merged.contains("client_uri#de"), "the statement says nothing about it");
}

#[test]
fn rfc7591_3_2_1_the_statement_is_returned_unmodified() {
    let (signing, keys) = keys();
    let token = claims().sign("JWT", &signing).unwrap();
    assert_eq!(verify(token.clone(), &keys).unwrap().jwt().expose(), token);
    assert_eq!(
        format!("{:?}", UnverifiedSoftwareStatement::parse(&EncodedJwt::new(token)).unwrap()),
        "UnverifiedSoftwareStatement"
    );
}

#[test]
fn each_change_breaks_one_rule() {
    let hour = Duration::from_secs(3600);
    let mut no_issuer = claims();
    no_issuer.iss = None;
    let other_issuer = claims().issuer("https://other.example");
    let mut other_audience = claims();
    other_audience.aud = vec!["https://other.example".to_owned()];
    let rows: [(&str, Claims, &str, &str); 9] = [
        ("iss", no_issuer, "JWT", "software_statement.missing_issuer"),
        ("iss", other_issuer, "JWT", "software_statement.issuer"),
        ("typ", claims(), "at+jwt", "software_statement.type"),
        ("aud", other_audience, "JWT", "software_statement.audience"),
        ("exp", claims().expires(now() - hour), "JWT", "software_statement.expired"),
        ("nbf", claims().not_before(now() + hour), "JWT", "software_statement.future"),
        ("iat", claims().issued(now() + hour), "JWT", "software_statement.future"),
        ("age", claims().issued(now() - hour * 25), "JWT", "software_statement.too_old"),
        (
            "members",
            claims().claim("software_statement", "a.b.c"),
            "JWT",
            "software_statement.member",
        ),
    ];
    for (rule, claims, typ, code) in &rows {
        let error = signed(claims, typ).unwrap_err();
        assert_eq!(error.code(), *code, "{rule}: {error}");
        assert_eq!(error.error_code(), ErrorCode::INVALID_SOFTWARE_STATEMENT);
    }
    let covered: BTreeSet<&str> = rows.iter().map(|row| row.0).chain(["alg"]).collect();
    assert_eq!(covered, RULES.iter().map(|rule| rule.id()).collect());
}

#[test]
fn attack_002_a_statement_with_a_mac_is_refused() {
    let secret = Secret::new(MAC_KEY.to_vec());
    let signing = SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO).unwrap();
    let key = VerificationKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO).unwrap();
    let token = claims().sign("JWT", &signing).unwrap();
    let error = verify(token, &VerificationKeys::from(key)).unwrap_err();
    assert_eq!(error, SoftwareStatementError::Mac);
}

#[test]
fn attack_001_an_unsigned_or_encrypted_statement_is_refused() {
    let none = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3NvZnR3YXJlLmV4YW1wbGUifQ.";
    for token in [none, "a.b.c.d.e", "e30", "e30.e30"] {
        let error = verify(token.to_owned(), &keys().1).unwrap_err();
        assert!(matches!(error, SoftwareStatementError::Jwt(_)), "{token}: {error:?}");
    }
}

#[test]
fn attack_041_the_keys_of_another_issuer_do_not_verify_a_statement() {
    let token = claims().sign("JWT", &keys().0).unwrap();
    let error = verify(token, &keys().1).unwrap_err();
    assert!(matches!(error, SoftwareStatementError::Jwt(_)), "{error:?}");
}

#[test]
fn rfc7591_2_3_no_member_that_the_server_chooses_and_no_unreadable_member() {
    for member in ["client_id", "client_secret", "registration_access_token"] {
        let error = signed(&claims().claim(member, "x"), "JWT").unwrap_err();
        assert_eq!(error, SoftwareStatementError::Member(member));
    }
    let error = signed(&claims().claim("redirect_uris", "x"), "JWT").unwrap_err();
    assert_eq!(error.code(), "json.member");
    assert_eq!(error.error_code(), ErrorCode::INVALID_SOFTWARE_STATEMENT);
}

#[test]
fn optional_claims_can_be_absent() {
    let (signing, keys) = keys();
    let claims = Claims::new().issuer(ISSUER).claim("software_id", "wiki");
    let payload = Object::from_value(claims.to_object().into()).unwrap().to_json();
    let token = Jws::new(payload.into_bytes()).sign(&signing).unwrap();
    let statement = UnverifiedSoftwareStatement::parse(&EncodedJwt::new(token)).unwrap();
    let mut expected = expected();
    let error = statement.verify(&keys, &expected, now()).unwrap_err();
    assert_eq!(error, SoftwareStatementError::TooOld);
    expected.max_age = None;
    assert!(statement.verify(&keys, &expected, now()).is_ok());
}
