//! Responses in a JWT (JARM): signed, and signed and encrypted.

use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{
    ContentEncryptionAlgorithm, DecryptionKey, DecryptionKeys, EncryptionKey,
    KeyManagementAlgorithm, Object, Secret, SignatureAlgorithm,
};
use symbolon_oauth::jarm::JarmError;
use symbolon_oauth::{Parameters, ResponseMode, ResponseType};
use symbolon_relying_party::{Callback, CallbackError, LoginRequestError, RelyingParty};
use symbolon_test_support::names::ISSUER;

use super::trip::{ALL, Ended, Failure, ResponseJwt, Trip, provider};
use crate::attempt::{Run, run as run_flow};
use crate::keys;
use crate::parties::{arriving, client, now, redirect_uri, usual_jwks};

/// A change of a valid login, the code of the error, and the paths of the requests that were sent
/// before the error.
type Row = (fn(&mut ResponseJwt), &'static str, &'static [&'static str]);

/// Returns a login whose response arrives in a JWT, in the default mode of its response type.
fn trip(response_type: &'static str) -> Trip {
    Trip { login: in_jwt, jwt: Some(ResponseJwt::new()), ..Trip::new(response_type) }
}

fn in_jwt(login: symbolon_relying_party::LoginRequest) -> symbolon_relying_party::LoginRequest {
    login.response_mode(ResponseMode::JWT)
}

fn run(response_type: &'static str, change: fn(&mut ResponseJwt)) -> Ended {
    let mut trip = trip(response_type);
    change(trip.jwt.as_mut().unwrap());
    trip.run()
}

fn change(claims: &mut Object, name: &str, value: Value) {
    claims.remove(name);
    if !value.is_null() {
        claims.insert(name, value);
    }
}

fn unsigned(jwt: &mut String) {
    let payload = jwt.split('.').nth(1).unwrap();
    *jwt = format!("eyJhbGciOiJub25lIn0.{payload}.");
}

const JWKS: &[&str] = &["/jwks"];

/// Attack 108: nothing but keys is requested before a failure.
const ROWS: &[Row] = &[
    (|it| it.claims = |it| change(it, "iss", json!("https://as2.example")), "jwt.issuer", JWKS),
    (|it| it.claims = |it| change(it, "iss", json!(null)), "jwt.missing", JWKS),
    (|it| it.claims = |it| change(it, "aud", json!("other")), "jwt.audience", JWKS),
    (|it| it.claims = |it| change(it, "aud", json!(null)), "jwt.missing", JWKS),
    (|it| it.claims = |it| change(it, "exp", json!(1)), "jwt.expired", JWKS),
    (|it| it.claims = |it| change(it, "exp", json!(null)), "jwt.missing", JWKS),
    (|it| it.claims = |it| change(it, "state", json!("guess")), "callback.state", &[]),
    (|it| it.claims = |it| change(it, "state", json!(null)), "callback.missing_state", &[]),
    (|it| it.signed = unsigned, "jws.not_signed", &[]),
    (|it| it.signed = |it| it.push('A'), "jws.signature", JWKS),
    (|it| it.signer = keys::ed().signing(&CRYPTO), "jws.unknown_kid", JWKS),
    (|it| it.outside = |it| it.push("code", "a"), "jarm.beside_response", &[]),
    (|it| it.outside = |it| it.push("state", "a"), "jarm.beside_response", &[]),
    (|it| it.outside = |it| it.push("iss", "https://as2.example"), "iss.mismatch", &[]),
    (|it| it.outside = |it| it.push("iss", "https://op.example/"), "iss.mismatch", &[]),
    (
        |it| {
            it.claims = |it| {
                for name in ["code", "id_token", "access_token"] {
                    it.remove(name);
                }
                it.insert("error", "access_denied");
            }
        },
        "callback.refused",
        JWKS,
    ),
];

#[test]
fn attack_108_a_response_in_a_jwt_with_one_change() {
    for response_type in ALL.into_iter().filter(|it| *it != "none") {
        let Ended { result, asked } = run(response_type, |_| {});
        assert!(result.is_ok(), "{response_type}: {result:?}");
        let has_code = response_type.contains("code");
        let expected: &[&str] = if has_code { &["/jwks", "/token"] } else { &["/jwks"] };
        assert_eq!(asked, expected, "{response_type}");
        for (position, (change, code, sent)) in ROWS.iter().enumerate() {
            let Ended { result, asked } = run(response_type, *change);
            let found = result.map(drop).map_err(|failure| failure.code());
            assert_eq!(found, Err(*code), "{response_type}, row {position}");
            assert_eq!(asked, *sent, "{response_type}, row {position}: {code}");
        }
    }
}

#[test]
fn rfc9207_2_4_an_equal_iss_beside_the_jwt_is_accepted() {
    for response_type in ALL.into_iter().filter(|it| *it != "none") {
        let beside = |it: &mut ResponseJwt| it.outside = |it| it.push("iss", ISSUER);
        let Ended { result, .. } = run(response_type, beside);
        assert!(result.is_ok(), "{response_type}: {result:?}");
    }
}

#[test]
fn rfc9207_2_4_an_equal_iss_beside_the_jwt_does_not_replace_the_iss_in_the_jwt() {
    for (inside, code) in
        [(json!("https://as2.example"), "jwt.issuer"), (json!(null), "jwt.missing")]
    {
        let mut trip = trip("code");
        let jwt = trip.jwt.as_mut().unwrap();
        jwt.outside = |it| it.push("iss", ISSUER);
        jwt.claims = match inside {
            Value::Null => |it| change(it, "iss", Value::Null),
            _ => |it| change(it, "iss", json!("https://as2.example")),
        };
        let Ended { result, asked } = trip.run();
        assert_eq!(result.unwrap_err().code(), code);
        assert_eq!(asked, JWKS);
    }
}

#[test]
fn jarm_2_4_the_parameters_in_the_jwt_obey_the_rules_of_the_response_type() {
    for (response_type, name, code) in [
        ("code", "code", "authorization_response.missing_code"),
        ("code id_token", "id_token", "authorization_response.missing_id_token"),
        ("id_token token", "token_type", "authorization_response.missing_token_type"),
    ] {
        let mut trip = trip(response_type);
        trip.parameters = match name {
            "code" => |it| drop(it.take("code")),
            "id_token" => |it| drop(it.take("id_token")),
            _ => |it| drop(it.take("token_type")),
        };
        let Ended { result, asked } = trip.run();
        assert_eq!(result.unwrap_err().code(), code);
        assert_eq!(asked, JWKS);
    }
    let mut hybrid = trip("code id_token");
    hybrid.claims = |it| drop(it.remove("c_hash"));
    let Ended { result, asked } = hybrid.run();
    assert_eq!(result.unwrap_err().code(), "id_token.c_hash_missing");
    assert_eq!(asked, JWKS);
}

#[test]
fn attack_108_without_a_jwt_nothing_is_believed() {
    for error in [false, true] {
        let mut trip = trip("code");
        trip.jwt = None;
        if error {
            trip.parameters = |it| {
                it.take("code");
                it.push("error", "access_denied");
            };
        }
        let failure = trip.flow().map(drop).unwrap_err();
        let Failure::Callback(failure) = failure else { panic!("{failure:?}") };
        assert_eq!(failure, CallbackError::Jarm(JarmError::MissingResponse));
    }
}

#[test]
fn a_jwt_that_was_not_asked_for_is_refused() {
    let mut trip = trip("code");
    trip.login = |it| it;
    let failure = trip.flow().map(drop).unwrap_err();
    let Failure::Callback(error) = failure else { panic!("{failure:?}") };
    let (found, expected) = ("parameter `response`", ResponseMode::QUERY);
    assert_eq!(error, CallbackError::ResponseMode { found, expected });
}

#[test]
fn jarm_2_3_each_mode_has_its_part_of_the_message() {
    const OTHER: Option<&str> = Some("callback.response_mode");
    for (mode, accepted) in [
        (ResponseMode::QUERY_JWT, &["query"][..]),
        // A page at the redirect URI posts the parameters of the fragment.
        (ResponseMode::FRAGMENT_JWT, &["fragment", "form_post"]),
        (ResponseMode::FORM_POST_JWT, &["form_post"]),
        (ResponseMode::JWT, &["query"]),
    ] {
        for part in ["query", "fragment", "form_post"] {
            let mut trip = trip("code");
            trip.arrives_in = part;
            trip.login = match mode.as_str() {
                "query.jwt" => |it| it.response_mode(ResponseMode::QUERY_JWT),
                "fragment.jwt" => |it| it.response_mode(ResponseMode::FRAGMENT_JWT),
                "form_post.jwt" => |it| it.response_mode(ResponseMode::FORM_POST_JWT),
                _ => in_jwt,
            };
            let expected = if accepted.contains(&part) { None } else { OTHER };
            let found = trip.flow().err().map(|failure| failure.code());
            assert_eq!(found, expected, "{mode} {part}");
        }
    }
}

#[test]
fn jarm_3_only_the_registered_algorithm_is_accepted() {
    let client = client().authorization_signed_response_alg(SignatureAlgorithm::EdDsa);
    let rp = RelyingParty::new(provider(), client, &CRYPTO).unwrap();
    let trip = Trip { login: in_jwt, jwt: Some(ResponseJwt::new()), ..Trip::of("code", rp) };
    let Ended { result, asked } = trip.run();
    assert_eq!(result.unwrap_err().code(), "jws.algorithm_not_allowed");
    assert_eq!(asked, [""; 0]);
}

const ALG: KeyManagementAlgorithm = KeyManagementAlgorithm::EcdhEsA128Kw;
const ENC: ContentEncryptionAlgorithm = ContentEncryptionAlgorithm::A256Gcm;

fn encrypting(algorithm: KeyManagementAlgorithm, enc: ContentEncryptionAlgorithm) -> EncryptionKey {
    EncryptionKey::from_jwk(&keys::es().public(), algorithm, enc, &CRYPTO).unwrap()
}

fn decrypting() -> DecryptionKeys {
    DecryptionKey::from_jwk(&keys::es().jwk, ALG, &[ENC], &CRYPTO).unwrap().into()
}

/// Returns a login of a client that registered for encrypted responses.
fn encrypted(encryption: Option<EncryptionKey>) -> Trip {
    let client = client().authorization_decryption_keys(decrypting());
    let rp = RelyingParty::new(provider(), client, &CRYPTO).unwrap();
    let jwt = Some(ResponseJwt { encryption, ..ResponseJwt::new() });
    Trip { login: in_jwt, jwt, ..Trip::of("code id_token", rp) }
}

#[test]
fn jarm_2_4_1_an_encrypted_response_is_decrypted() {
    let Ended { result, asked } = encrypted(Some(encrypting(ALG, ENC))).run();
    assert!(result.is_ok(), "{result:?}");
    assert_eq!(asked, ["/jwks", "/token"]);
}

#[test]
fn attack_057_only_the_registered_encryption_is_accepted() {
    let other_enc = encrypting(ALG, ContentEncryptionAlgorithm::A128Gcm);
    let other_alg = encrypting(KeyManagementAlgorithm::EcdhEs, ENC);
    let secret = Secret::new(vec![7; 32]);
    let other_key =
        EncryptionKey::from_secret(&secret, KeyManagementAlgorithm::Dir, ENC, &CRYPTO).unwrap();
    for key in [other_enc, other_alg, other_key] {
        let Ended { result, asked } = encrypted(Some(key)).run();
        let failure = result.unwrap_err();
        assert!(matches!(failure, Failure::Malformed(_)), "{failure:?}");
        assert_eq!(asked, [""; 0]);
    }
    let failure = encrypted(None).run().result.unwrap_err();
    assert_eq!(failure.code(), "jarm.not_encrypted");
}

#[test]
fn attack_057_a_signed_response_that_was_read_without_the_keys_is_refused() {
    let client = client().authorization_decryption_keys(decrypting());
    let rp = RelyingParty::new(provider(), client, &CRYPTO).unwrap();
    let login = rp.login(&redirect_uri()).response_mode(ResponseMode::JWT);
    let (_, pending) = login.begin(now()).unwrap();
    let mut claims = Object::new();
    claims.insert("state", pending.state().expose());
    let jwt = crate::attempt::sign(&claims, &keys::es().signing(&CRYPTO));
    let callback = Callback::from_http(&arriving(&format!("response={jwt}"))).unwrap();
    let error = rp.finish(pending, callback, rp.key_cache()).unwrap_err();
    assert_eq!(error, CallbackError::Jarm(JarmError::NotEncrypted));
}

#[test]
fn attack_057_a_client_without_keys_reads_no_encrypted_response() {
    let mut trip = trip("code");
    trip.jwt.as_mut().unwrap().encryption = Some(encrypting(ALG, ENC));
    assert_eq!(trip.run().result.unwrap_err().code(), "jarm.encrypted");
}

#[test]
fn jarm_2_3_1_tokens_in_the_query_only_if_they_are_encrypted() {
    let begin = |rp: &RelyingParty| {
        let login = rp.login(&redirect_uri()).response_type(ResponseType::CODE_ID_TOKEN);
        login.response_mode(ResponseMode::QUERY_JWT).begin(now()).err()
    };
    let refused = LoginRequestError::TokensInQuery(ResponseType::CODE_ID_TOKEN);
    assert_eq!(begin(&Trip::new("code").rp), Some(refused));
    assert_eq!(begin(&encrypted(None).rp), None);
}

/// Ends a login with `none` whose response is in a JWT with these claims, and returns the code of
/// the error and how many requests were sent.
fn none(claims: fn(&mut Object)) -> (Option<&'static str>, usize) {
    let rp = Trip::new("none").rp;
    let login = rp.login(&redirect_uri()).response_type(ResponseType::NONE);
    let (_, pending) = login.response_mode(ResponseMode::JWT).begin(now()).unwrap();
    let mut parameters = Parameters::new();
    parameters.push("state", pending.state().expose());
    let jwt = ResponseJwt { claims, ..ResponseJwt::new() };
    let callback = Callback::from_http(&arriving(&jwt.around(&parameters).encode())).unwrap();
    let flow = match rp.finish_without_tokens(pending, callback, rp.key_cache()) {
        Ok(flow) => flow,
        Err(error) => return (Some(error.code()), 0),
    };
    let Run { result, requests } = run_flow(flow, [usual_jwks()], now());
    (result.err().map(|error| error.code()), requests.len())
}

#[test]
fn attack_108_none_in_a_jwt() {
    assert_eq!(none(|_| {}), (None, 1));
    assert_eq!(none(|it| drop(it.insert("aud", "other"))), (Some("jwt.audience"), 1));
    assert_eq!(none(|it| drop(it.insert("error", "x"))), (Some("callback.refused"), 1));
    assert_eq!(none(|it| drop(it.insert("state", "guess"))), (Some("callback.state"), 0));
}

#[test]
fn the_mode_jwt_is_sent_and_the_resolved_mode_is_kept() {
    for (response_type, expected) in
        [(ResponseType::CODE, "query.jwt"), (ResponseType::ID_TOKEN, "fragment.jwt")]
    {
        let login = Trip::new("code").rp.login(&redirect_uri()).response_type(response_type);
        let (url, pending) = login.response_mode(ResponseMode::JWT).begin(now()).unwrap();
        assert_eq!(crate::parties::parameters(&url).get("response_mode"), Some("jwt"));
        assert_eq!(pending.response_mode().map(ResponseMode::as_str), Some(expected));
    }
}

#[test]
fn without_keys_the_jwt_is_not_read() {
    let mut trip = trip("code");
    trip.jwks = crate::parties::answer("text/html", b"down");
    let Ended { result, asked } = trip.run();
    assert_eq!(result.unwrap_err().code(), "document.content_type");
    assert_eq!(asked, JWKS);
}
