//! Authorization responses in a JWT, as a client reads them: a valid response, one change, one
//! exact error (JARM §2.4).

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::json::Error as JsonError;
use symbolon_jose::jwe::{self, Jwe};
use symbolon_jose::jwk::PrivateJwk;
use symbolon_jose::jws::{self, Jws};
use symbolon_jose::jwt::{self, Error as Jwt};
use symbolon_jose::{
    ContentEncryptionAlgorithm, DecryptionKey, DecryptionKeys, EncryptionKey, Excerpt, Excerpts,
    KeyManagementAlgorithm, NumericDate, Object, base64url,
};
use symbolon_oauth::jarm::{self, JarmError, UnverifiedResponse};
use symbolon_oauth::{
    AuthorizationResponse, AuthorizationResponseError, ClientId, Issuer, Parameters, ResponseType,
    State, SyntaxError,
};
use symbolon_test_support::clock::{NOW, date, now};
use symbolon_test_support::keys::{KeyPair, P256, ed25519, p256};
use symbolon_test_support::names::{CLIENT_ID, ISSUER, STATE, client_id, issuer};

/// The clocks of the two parties are allowed to differ by this time.
const LEEWAY: Duration = Duration::from_secs(60);

fn claims() -> Object {
    let claims = json!({
        "iss": ISSUER, "aud": CLIENT_ID, "exp": NOW + 600, "code": "Splx", "state": STATE,
        "expires_in": 3600,
    });
    Object::from_value(claims).unwrap()
}

fn sign(claims: &Object, key: &KeyPair) -> String {
    Jws::new(claims.to_json().into_bytes()).typ("JWT").sign(&key.signing(&CRYPTO)).unwrap()
}

/// Returns the valid response.
fn valid() -> String {
    sign(&claims(), &ed25519("1"))
}

/// Returns the valid response after one change of its claims.
fn changed(name: &str, value: impl Into<Option<Value>>) -> String {
    let mut claims = claims();
    claims.remove(name);
    claims.insert_some(name, value.into());
    sign(&claims, &ed25519("1"))
}

fn verify(response: UnverifiedResponse) -> Result<Parameters, JarmError> {
    let keys = ed25519("1").verification(&CRYPTO);
    response.verify(&keys, &issuer(), &client_id(), now(), LEEWAY)
}

fn read(text: &str) -> Result<Parameters, JarmError> {
    verify(UnverifiedResponse::parse(text)?)
}

const ENC: ContentEncryptionAlgorithm = ContentEncryptionAlgorithm::A128CbcHs256;
const ALG: KeyManagementAlgorithm = KeyManagementAlgorithm::EcdhEs;

fn encryption() -> EncryptionKey {
    let jwk = PrivateJwk::parse(P256.as_bytes()).unwrap().public().unwrap();
    EncryptionKey::from_jwk(&jwk, ALG, ENC, &CRYPTO).unwrap()
}

fn decryption() -> DecryptionKeys {
    let jwk = PrivateJwk::parse(P256.as_bytes()).unwrap();
    DecryptionKey::from_jwk(&jwk, ALG, &[ENC], &CRYPTO).unwrap().into()
}

fn read_encrypted(text: &str) -> Result<Parameters, JarmError> {
    verify(UnverifiedResponse::decrypt(text, &decryption())?)
}

#[test]
fn jarm_2_4_the_valid_response() {
    let response = UnverifiedResponse::parse(&valid()).unwrap();
    assert_eq!(response.state().map(State::expose), Some(STATE));
    assert_eq!(format!("{response:?}"), "UnverifiedResponse");

    let parameters = verify(response).unwrap();
    let pairs: Vec<_> = parameters.iter().collect();
    let expected = [("code", "Splx"), ("expires_in", "3600"), ("state", STATE), ("iss", ISSUER)];
    assert_eq!(pairs, expected);
}

#[test]
fn jarm_2_4_1_the_valid_encrypted_response() {
    let text = jwt::encrypt(&valid(), &encryption()).unwrap();
    let response = UnverifiedResponse::decrypt(&text, &decryption()).unwrap();
    assert_eq!(response.state().map(State::expose), Some(STATE));
    assert_eq!(verify(response), read(&valid()));
}

#[test]
fn attack_108_one_change_one_error() {
    let member = |name| JarmError::Member { name: Excerpt::new(name) };
    let found = |found| Excerpt::new(found);
    let audience = |found: &[&str]| Jwt::Audience {
        found: Excerpts::new(&found.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()),
        expected: Excerpt::new(CLIENT_ID),
    };
    let (evil, now) = ("https://evil.example", NumericDate::from(now()));
    let cases = [
        // JARM §2.4 (2).
        ("iss", None, Jwt::Missing("iss").into()),
        (
            "iss",
            Some(json!(evil)),
            Jwt::Issuer { found: found(evil), expected: found(ISSUER) }.into(),
        ),
        // JARM §2.4 (3).
        ("aud", None, Jwt::Missing("aud").into()),
        ("aud", Some(json!("other")), audience(&["other"]).into()),
        ("aud", Some(json!([CLIENT_ID, "other"])), audience(&[CLIENT_ID, "other"]).into()),
        // JARM §2.4 (4).
        ("exp", None, Jwt::Missing("exp").into()),
        ("exp", Some(json!(NOW - 60)), Jwt::Expired { exp: date(-60), now }.into()),
        // RFC 7519 §4.1.5 and §4.1.6: JARM §2.1 allows these claims and their rules.
        ("nbf", Some(json!(NOW + 61)), Jwt::NotYetValid { nbf: date(61), now }.into()),
        ("iat", Some(json!(NOW + 61)), Jwt::IssuedInFuture { iat: date(61), now }.into()),
        // JARM §2.1: parameters are strings and numbers.
        ("code", Some(json!(["Splx"])), member("code")),
        ("code", Some(json!(true)), member("code")),
        ("error", Some(json!({"error": "x"})), member("error")),
        ("state", Some(json!([STATE])), member("state")),
        ("state", Some(json!("a\nb")), JarmError::Syntax(SyntaxError::State)),
    ];
    for (name, value, expected) in cases {
        let case = format!("{name} {value:?}");
        assert_eq!(read(&changed(name, value)).unwrap_err(), expected, "{case}");
    }
}

#[test]
fn attack_108_the_signature_is_that_of_the_issuer() {
    let jws = |error| JarmError::Jwt(Jwt::Jws(error));
    let text = valid();
    let [header, payload, signature]: [&str; 3] =
        text.split('.').collect::<Vec<_>>().try_into().unwrap();

    // The claims changed after they were signed.
    let forged = base64url::encode(claims().to_json().replace("Splx", "evil").as_bytes());
    let tampered = format!("{header}.{forged}.{signature}");
    assert_eq!(read(&tampered), Err(jws(jws::Error::Signature)));

    // JARM §2.4 (5): `none` MUST NOT be accepted, with and without a signature.
    let none = base64url::encode(br#"{"alg":"none"}"#);
    for signature in [signature, ""] {
        let unsigned = format!("{none}.{payload}.{signature}");
        assert_eq!(read(&unsigned), Err(jws(jws::Error::NotSigned)));
    }

    // Another party signs the response: first with an unknown `kid`, then with the `kid` of the
    // issuer's key.
    for (kid, code) in [("2", "jws.unknown_kid"), ("1", "jws.algorithm_not_allowed")] {
        let other = sign(&claims(), &p256(kid));
        assert_eq!(read(&other).unwrap_err().code(), code);
    }
}

#[test]
fn attack_070_a_token_of_another_type_is_no_response() {
    let claims = claims().to_json().into_bytes();
    let typed = Jws::new(claims).typ("at+jwt").sign(&ed25519("1").signing(&CRYPTO)).unwrap();
    let (found, expected) = (Some(Excerpt::new("at+jwt")), None);
    assert_eq!(read(&typed), Err(JarmError::Jwt(Jwt::Type { found, expected })));

    // Like the JWT of a response, an ID Token has no `typ`. Read as a response, it contains no
    // `state`, no code and no token.
    let id_token = json!({
        "iss": ISSUER, "aud": CLIENT_ID, "exp": NOW + 600, "iat": NOW, "sub": "alice", "nonce": "n",
    });
    let id_token = sign(&Object::from_value(id_token).unwrap(), &ed25519("1"));
    assert!(UnverifiedResponse::parse(&id_token).unwrap().state().is_none());
    let parameters = read(&id_token).unwrap();
    let read = AuthorizationResponse::from_parameters(parameters, &ResponseType::CODE);
    assert_eq!(read, Err(AuthorizationResponseError::MissingCode));
}

#[test]
fn attack_057_a_client_reads_encrypted_responses_only_if_it_registered_for_them() {
    let encrypted = jwt::encrypt(&valid(), &encryption()).unwrap();
    assert_eq!(read(&encrypted), Err(JarmError::Encrypted));
    assert_eq!(read_encrypted(&valid()), Err(JarmError::NotEncrypted));
}

#[test]
fn jarm_2_2_the_encrypted_response_is_a_nested_jwt() {
    let encrypt = |jwe: Jwe| jwe.encrypt(&encryption()).unwrap();
    let bytes = || valid().into_bytes();

    let without_cty = encrypt(Jwe::new(bytes()));
    assert_eq!(read_encrypted(&without_cty), Err(Jwt::NotNested.into()));

    let unsigned = encrypt(Jwe::new(claims().to_json().into_bytes()).cty("JWT"));
    assert_eq!(read_encrypted(&unsigned), Err(Jwt::Jws(jws::Error::NotCompact).into()));

    let no_text = encrypt(Jwe::new(vec![0xff]).cty("JWT"));
    assert_eq!(read_encrypted(&no_text), Err(Jwt::Jws(jws::Error::NotCompact).into()));

    // RFC 7519 §5.3: a copy of a claim in the header is equal to the claim.
    let replica = encrypt(Jwe::new(bytes()).cty("JWT").param("iss", "https://evil.example"));
    assert_eq!(read_encrypted(&replica), Err(Jwt::Replica("iss").into()));

    let text = jwt::encrypt(&valid(), &encryption()).unwrap();
    let (kept, _) = text.rsplit_once('.').unwrap();
    let tampered = format!("{kept}.AAAAAAAAAAAAAAAAAAAAAA");
    assert_eq!(read_encrypted(&tampered), Err(Jwt::Jwe(jwe::Error::Decryption).into()));
}

#[test]
fn jarm_2_1_members_that_the_client_does_not_know() {
    let ignored = changed("extension", json!({"a": [1, true]}));
    assert_eq!(read(&ignored), read(&valid()));
    let absent = changed("scope", json!(null));
    assert_eq!(read(&absent), read(&valid()));
    for claim in ["sub", "jti", "iat", "nbf"] {
        let value = if matches!(claim, "sub" | "jti") { json!("x") } else { json!(NOW) };
        assert_eq!(read(&changed(claim, value)), read(&valid()), "{claim}");
    }
    let kept = read(&changed("session_state", json!("af1.x"))).unwrap();
    assert_eq!(kept.get("session_state"), Some("af1.x"));
}

#[test]
fn a_member_that_is_repeated_is_refused() {
    let json = claims().to_json().replacen('{', r#"{"code":"evil","#, 1);
    let text = Jws::new(json.into_bytes()).sign(&ed25519("1").signing(&CRYPTO)).unwrap();
    let error = UnverifiedResponse::parse(&text).unwrap_err();
    assert!(
        matches!(error, JarmError::Jwt(Jwt::Json(JsonError::DuplicateMember { .. }))),
        "{error:?}"
    );
}

#[test]
fn attack_108_a_parameter_beside_the_response_is_refused() {
    let registered = [
        "code",
        "access_token",
        "token_type",
        "expires_in",
        "scope",
        "id_token",
        "state",
        "error",
        "error_description",
        "error_uri",
    ];
    for name in registered {
        let mut parameters = Parameters::new();
        parameters.push("response", &valid());
        parameters.push(name, "x");
        assert_eq!(jarm::response(&parameters), Err(JarmError::BesideResponse { name }));
    }
    let jwt = valid();
    // RFC 9207 §2.4: the caller compares `iss`.
    let parameters = Parameters::parse(&format!("iss=https://op.example&response={jwt}")).unwrap();
    assert_eq!(jarm::response(&parameters), Ok(Some(jwt.as_str())));
    // The query of the redirect URI itself.
    let parameters = Parameters::parse(&format!("tenant=1&response={jwt}")).unwrap();
    assert_eq!(jarm::response(&parameters), Ok(Some(jwt.as_str())));
    let plain = Parameters::parse("code=Splx&state=af0").unwrap();
    assert_eq!(jarm::response(&plain), Ok(None));
}

#[test]
fn attack_078_a_response_of_another_issuer_or_client() {
    let keys = ed25519("1").verification(&CRYPTO);
    let response = UnverifiedResponse::parse(&valid()).unwrap();
    let verify = |issuer: &str, client: &str| {
        let (issuer, client) = (Issuer::new(issuer).unwrap(), ClientId::new(client).unwrap());
        response.verify(&keys, &issuer, &client, now(), LEEWAY).map_err(|error| error.code())
    };
    assert!(verify(ISSUER, CLIENT_ID).is_ok());
    assert_eq!(verify("https://op.example/other", CLIENT_ID), Err("jwt.issuer"));
    assert_eq!(verify(ISSUER, "other"), Err("jwt.audience"));
}

#[test]
fn errors_have_stable_codes_and_no_value_of_the_response() {
    let errors = [
        (JarmError::MissingResponse, "jarm.missing_response"),
        (JarmError::BesideResponse { name: "code" }, "jarm.beside_response"),
        (JarmError::Encrypted, "jarm.encrypted"),
        (JarmError::NotEncrypted, "jarm.not_encrypted"),
        (JarmError::Member { name: Excerpt::new("code") }, "jarm.member"),
        (JarmError::Syntax(SyntaxError::State), "state.syntax"),
        (JarmError::Jwt(Jwt::NotNested), "jwt.not_nested"),
    ];
    for (error, code) in errors {
        assert_eq!(error.code(), code);
    }
    let error = read(&changed("code", json!(["secret"]))).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret"));
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,60}|[A-Za-z0-9_.-]{0,80}|(e30\\.){0,5}[A-Za-z0-9_-]{0,9}") {
        let _ = UnverifiedResponse::parse(&text);
        let _ = UnverifiedResponse::decrypt(&text, &decryption());
    }

    /// A response is refused if one of its bytes is changed after it was signed.
    #[test]
    fn attack_108_no_change_of_a_byte_is_accepted(position in any::<Index>(), byte in any::<u8>()) {
        let valid = valid();
        let mut bytes = valid.clone().into_bytes();
        *position.get_mut(&mut bytes) = byte;
        let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
        prop_assert!(text == valid || read(&text).is_err());
    }
}
