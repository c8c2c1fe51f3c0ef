//! Signed metadata of a provider: RFC 8414 §2.1.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use common::{full, minimal};
use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::{Endpoint, ProviderMetadata, SignedMetadataError};
use symbolon_jose::jws::Jws;
use symbolon_jose::jwt::{Claims, Error};
use symbolon_jose::{
    Excerpt, Excerpts, Secret, SignatureAlgorithm, SigningKey, VerificationKey, VerificationKeys,
};
use symbolon_oauth::Issuer;
use symbolon_test_support::keys::{ed25519, p256};
use symbolon_test_support::names::{ISSUER, issuer};
use time::{Duration, OffsetDateTime};

const SIGNER: &str = "https://federation.example";
const TOKEN: &str = "https://op.example/signed-token";

fn now() -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH + Duration::days(20_000)
}

fn signer() -> Issuer {
    Issuer::new(SIGNER).unwrap()
}

fn keys() -> VerificationKeys {
    p256("1").verification(&CRYPTO)
}

/// Returns claims that the signer signs about the provider.
fn claims() -> Claims {
    let claims = Claims::new().issuer(SIGNER).issued(now());
    claims.claim("issuer", ISSUER).claim("token_endpoint", TOKEN)
}

fn signed(claims: &Claims) -> String {
    claims.sign("JWT", &p256("1").signing(&CRYPTO)).unwrap()
}

/// Reads the minimal document with this signed metadata.
fn document(jwt: &str) -> ProviderMetadata {
    let mut object = minimal();
    object.insert("signed_metadata", jwt);
    ProviderMetadata::from_object(object, &issuer()).unwrap()
}

fn verify(jwt: &str) -> Result<ProviderMetadata, SignedMetadataError> {
    document(jwt).verify_signed(&signer(), &keys(), now())
}

fn endpoint(endpoint: &Option<Endpoint>) -> Option<&str> {
    endpoint.as_ref().map(Endpoint::as_str)
}

#[test]
fn rfc8414_2_1_signed_values_win() {
    let plain = document(&signed(&claims()));
    assert_eq!(endpoint(&plain.token_endpoint), Some("https://op.example/token"));
    assert_eq!(plain.signed_by().as_deref(), Some(SIGNER));

    let verified = plain.verify_signed(&signer(), &keys(), now()).unwrap();
    assert_eq!(endpoint(&verified.token_endpoint), Some(TOKEN));
    // A member that is not signed keeps its plain value, and the claims of the JWT are no members.
    assert_eq!(verified.jwks_uri, plain.jwks_uri);
    assert!(verified.extra.is_empty());
    assert_eq!(verified.signed_metadata, plain.signed_metadata);
}

#[test]
fn rfc8414_2_1_a_signed_value_that_cannot_be_read_is_not_replaced_by_the_plain_value() {
    for value in
        [json!("javascript:alert(1)"), json!(5), json!("http://op.example/token"), json!(null)]
    {
        let verified = verify(&signed(&claims().claim("token_endpoint", value.clone()))).unwrap();
        assert_eq!(verified.token_endpoint, None, "{value}");
        assert_eq!(verified.left_out().len(), usize::from(!value.is_null()), "{value}");
    }
    let error = verify(&signed(&claims().claim("jwks_uri", "ftp://op.example"))).unwrap_err();
    assert_eq!(error.code(), "endpoint.scheme");
}

#[test]
fn rfc8414_2_1_the_list_of_left_out_values_stays() {
    let mut object = minimal();
    object.insert("token_endpoint", "/token");
    object.insert("userinfo_endpoint", "/userinfo");
    object.insert("signed_metadata", signed(&claims()));
    let plain = ProviderMetadata::from_object(object, &issuer()).unwrap();
    let verified = plain.verify_signed(&signer(), &keys(), now()).unwrap();
    let names = |metadata: &ProviderMetadata| -> Vec<_> {
        metadata.left_out().iter().map(|left_out| left_out.member).collect()
    };
    assert_eq!(names(&plain), ["token_endpoint", "userinfo_endpoint"]);
    assert_eq!(names(&verified), ["userinfo_endpoint"]);
}

#[test]
fn rfc8414_2_1_signed_metadata_is_signed_by_a_trusted_party() {
    let mut anonymous = claims();
    anonymous.iss = None;
    let found = Excerpt::new("https://other.example");
    let other_issuer = Error::Issuer { found, expected: Excerpt::new(SIGNER) };
    for (name, claims, expected) in [
        ("no iss", anonymous, Error::Missing("iss")),
        ("another iss", claims().issuer("https://other.example"), other_issuer),
        (
            "expired",
            claims().expires(now() - Duration::minutes(1)),
            Error::Expired { exp: (now() - Duration::minutes(1)).into(), now: now().into() },
        ),
    ] {
        assert_eq!(verify(&signed(&claims)), Err(SignedMetadataError::Jwt(expected)), "{name}");
    }
    // Without `exp`, signed metadata does not expire. With `exp`, it holds until then.
    assert!(verify(&signed(&claims().expires(now()))).is_ok());
    let later = document(&signed(&claims()));
    assert!(later.verify_signed(&signer(), &keys(), now() + Duration::days(10_000)).is_ok());

    let other_key = claims().sign("JWT", &ed25519("1").signing(&CRYPTO)).unwrap();
    assert!(matches!(verify(&other_key), Err(SignedMetadataError::Jwt(Error::Jws(_)))));
    let without = ProviderMetadata::from_object(minimal(), &issuer()).unwrap();
    let absent = without.verify_signed(&signer(), &keys(), now());
    assert_eq!((absent, without.signed_by()), (Err(SignedMetadataError::Absent), None));
}

#[test]
fn attack_001_signed_metadata_without_a_signature_is_refused() {
    let payload = symbolon_jose::base64url::encode(claims().to_object().to_json().as_bytes());
    let header = symbolon_jose::base64url::encode(br#"{"alg":"none"}"#);
    let unsigned = format!("{header}.{payload}.");
    assert_eq!(verify(&unsigned).unwrap_err().code(), "jws.not_signed");
    assert!(matches!(verify("not a JWT"), Err(SignedMetadataError::Jwt(_))));
    assert_eq!(document("not a JWT").signed_by(), None);
}

#[test]
fn rfc8414_2_1_a_mac_is_refused() {
    let secret = Secret::new(b"thirty-two bytes at the very least".to_vec());
    let hs256 = SignatureAlgorithm::Hs256;
    let jwt = claims().sign("JWT", &SigningKey::from_secret(&secret, hs256, &CRYPTO).unwrap());
    let keys = VerificationKey::from_secret(&secret, hs256, &CRYPTO).unwrap().into();
    let verified = document(&jwt.unwrap()).verify_signed(&signer(), &keys, now());
    assert_eq!(verified, Err(SignedMetadataError::Mac));
}

#[test]
fn rfc8414_2_1_no_signed_metadata_inside() {
    let nested = signed(&claims().claim("signed_metadata", signed(&claims())));
    assert_eq!(verify(&nested), Err(SignedMetadataError::Nested));
}

#[test]
fn attack_080_signed_metadata_of_another_issuer() {
    let expected = Excerpt::new(ISSUER);
    for (value, found) in [
        (json!("https://evil.example"), Excerpt::new("https://evil.example")),
        (json!("https://op.example/"), Excerpt::new("https://op.example/")),
        (json!(["https://op.example"]), Excerpt::new(r#"["https://op.example"]"#)),
        (Value::Null, Excerpt::new("null")),
    ] {
        let (member, expected) = ("issuer", expected.clone());
        let refused = SignedMetadataError::OtherIdentity { member, found, expected };
        assert_eq!(verify(&signed(&claims().claim("issuer", value))), Err(refused));
    }
    // Without `issuer`, the JWT of a third party could be about each of its providers.
    let mut anyone = claims();
    anyone.extra.remove("issuer");
    let refused = SignedMetadataError::NoIdentity { member: "issuer" };
    assert_eq!(verify(&signed(&anyone)), Err(refused));
    let own = signed(&anyone.issuer(ISSUER));
    let verified = document(&own).verify_signed(&issuer(), &keys(), now()).unwrap();
    assert_eq!(endpoint(&verified.token_endpoint), Some(TOKEN));
}

#[test]
fn attack_070_a_jwt_of_another_kind_is_refused() {
    let audience = claims().audience("client");
    let found = Excerpts::new(&["client".to_owned()]);
    assert_eq!(verify(&signed(&audience)), Err(SignedMetadataError::Audience { found }));
    // A signed UserInfo response of a provider need not have `aud`.
    let subject = SignedMetadataError::Subject { expected: Excerpt::new(ISSUER) };
    assert_eq!(verify(&signed(&claims().subject("248289761001"))), Err(subject));
    assert!(verify(&signed(&claims().subject(ISSUER))).is_ok());
    for typ in ["logout+jwt", "at+jwt", "oauth-authz-req+jwt", "entity-statement+jwt"] {
        let jwt = claims().sign(typ, &p256("1").signing(&CRYPTO)).unwrap();
        let refused = verify(&jwt).unwrap_err();
        assert_eq!(refused.code(), "jwt.type", "{typ}");
    }
    let untyped = Jws::new(claims().to_object().to_json().into_bytes());
    let untyped = untyped.sign(&p256("1").signing(&CRYPTO)).unwrap();
    assert!(verify(&untyped).is_ok());
}

#[test]
fn every_member_can_be_signed() {
    let metadata = ProviderMetadata::from_object(full(), &issuer()).unwrap();
    let metadata = metadata.sign(&signer(), &p256("1").signing(&CRYPTO), now()).unwrap();
    assert_eq!(metadata.verify_signed(&signer(), &keys(), now()), Ok(metadata.clone()));

    // The JWT has the values of all members, so it wins over a document with other values.
    let mut changed = minimal();
    changed.insert("jwks_uri", "https://evil.example/jwks");
    changed.insert("authorization_endpoint", "https://evil.example/authorize");
    changed.insert("signed_metadata", metadata.signed_metadata.clone().unwrap());
    let changed = ProviderMetadata::from_object(changed, &issuer()).unwrap();
    assert_eq!(changed.verify_signed(&signer(), &keys(), now()), Ok(metadata.clone()));

    // Signing again replaces the JWT.
    let again = metadata.sign(&signer(), &p256("1").signing(&CRYPTO), now()).unwrap();
    let payload = symbolon_jose::danger::unverified_claims(&again.signed_metadata.clone().unwrap());
    assert!(!payload.unwrap().extra.contains("signed_metadata"));
}

#[test]
fn the_payload_is_a_json_object() {
    let jws = Jws::new(b"[]".to_vec()).sign(&p256("1").signing(&CRYPTO)).unwrap();
    assert!(matches!(verify(&jws), Err(SignedMetadataError::Jwt(Error::Json(_)))));
}
