//! UserInfo responses that the provider signs.

use std::collections::VecDeque;

use http::Response;
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::KeyCache;
use symbolon_jose::{Object, Secret, SignatureAlgorithm, SigningKey};
use symbolon_oidc::UserInfo;
use symbolon_relying_party::{
    DriveError, FetchUserInfoError, Flow, OutOfTurn, RelyingParty, RelyingPartyConfigurationError,
    drive_blocking,
};
use symbolon_test_support::keys::KeyPair;

use crate::attempt::{Unreachable, run, sign, signed_in};
use crate::keys;
use crate::parties::{CLIENT, ISSUER, SECRET, answer, client, jwks, metadata, now, rp, usual_jwks};

/// Returns a relying party whose UserInfo responses are signed with this algorithm.
fn signing(algorithm: SignatureAlgorithm) -> RelyingParty {
    let client = client().userinfo_signed_response_alg(algorithm);
    RelyingParty::new(metadata(), client, &CRYPTO).unwrap()
}

fn es() -> RelyingParty {
    signing(SignatureAlgorithm::Es256)
}

/// Returns a response with these claims, after a change, signed with this key.
fn signed(key: &SigningKey, change: impl FnOnce(&mut Object)) -> Response<Vec<u8>> {
    let mut claims = Object::new();
    claims.insert("iss", ISSUER);
    claims.insert("aud", CLIENT);
    claims.insert("sub", "alice");
    claims.insert("email", "alice@example.com");
    change(&mut claims);
    answer("application/jwt", sign(&claims, key).as_bytes())
}

fn usual() -> Response<Vec<u8>> {
    signed(&keys::es().signing(&CRYPTO), |_| {})
}

/// Returns the result, and the paths of the requests.
fn fetch(
    rp: &RelyingParty,
    keys: KeyCache,
    answers: impl Into<VecDeque<Response<Vec<u8>>>>,
) -> (Result<UserInfo, FetchUserInfoError>, Vec<String>) {
    let (session, _) = signed_in();
    let run = run(rp.signed_user_info(&session, keys).unwrap(), answers, now());
    let asked = run.requests.iter().map(|request| request.uri().path().to_owned()).collect();
    (run.result, asked)
}

#[test]
fn core_5_3_2_a_signed_response_is_verified_with_the_keys_of_the_provider() {
    let (_, warm) = signed_in();
    let (result, asked) = fetch(&es(), warm, [usual()]);
    assert_eq!(asked, ["/userinfo"]);
    assert_eq!(result.unwrap().claims.email.as_deref(), Some("alice@example.com"));

    let (result, asked) = fetch(&es(), es().key_cache(), [usual(), usual_jwks()]);
    assert_eq!(asked, ["/userinfo", "/jwks"]);
    assert_eq!(result.unwrap().sub, "alice");
}

#[test]
fn core_5_3_1_the_request_asks_for_a_jwt() {
    let (session, keys) = signed_in();
    let run = run(es().signed_user_info(&session, keys).unwrap(), [usual()], now());
    let headers = run.requests[0].headers();
    assert_eq!(headers[http::header::ACCEPT], "application/jwt");
    assert_eq!(headers[http::header::AUTHORIZATION], "Bearer SlAV32hkKG");
}

#[test]
fn attack_074_a_plain_response_is_refused_where_a_signed_response_was_agreed() {
    let plain = answer("application/json", br#"{"sub":"alice","email":"mallory@example.com"}"#);
    let (_, warm) = signed_in();
    let (result, asked) = fetch(&es(), warm, [plain]);
    assert_eq!(asked, ["/userinfo"]);
    assert_eq!(result.unwrap_err().code(), "user_info.not_signed");

    // A caller cannot fetch UserInfo without the signature by mistake.
    let (session, keys) = signed_in();
    let error = es().user_info(&session).unwrap_err();
    assert_eq!(
        (error.code(), error),
        ("user_info.signed_response", FetchUserInfoError::SignedResponse)
    );
    let error = rp().signed_user_info(&session, keys).unwrap_err();
    assert_eq!(
        (error.code(), error),
        ("user_info.plain_response", FetchUserInfoError::PlainResponse)
    );
}

#[test]
fn attack_074_a_signed_response_for_another_party_is_refused() {
    for (name, value, code) in [
        ("iss", "https://as2.example", "user_info.issuer"),
        ("aud", "other", "user_info.audience"),
        ("sub", "mallory", "user_info.subject"),
    ] {
        let (_, warm) = signed_in();
        let response = signed(&keys::es().signing(&CRYPTO), |claims| {
            claims.insert(name, value);
        });
        let (result, _) = fetch(&es(), warm, [response]);
        assert_eq!(result.unwrap_err().code(), code, "{name}");
    }
}

#[test]
fn attack_070_an_id_token_from_a_login_is_refused_and_a_response_with_times_is_read() {
    let fetched = |nonce: Option<&str>| {
        let response = signed(&keys::es().signing(&CRYPTO), |claims| {
            claims.insert("iat", now().unix_timestamp());
            claims.insert("exp", now().unix_timestamp() + 300);
            claims.insert_some("nonce", nonce);
        });
        let (_, warm) = signed_in();
        fetch(&es(), warm, [response]).0.map_err(|error| error.code())
    };
    // Every ID Token from a login has a nonce, because the relying party always sends a nonce.
    assert_eq!(fetched(Some("n-0S6_WzA2Mj")).unwrap_err(), "user_info.type");
    assert_eq!(fetched(None).unwrap().sub, "alice");
}

fn refused(pair: &KeyPair, published: &[KeyPair]) -> &'static str {
    let answers = [signed(&pair.signing(&CRYPTO), |_| {}), jwks(published)];
    fetch(&es(), es().key_cache(), answers).0.unwrap_err().code()
}

#[test]
fn attack_074_a_response_that_the_provider_did_not_sign_is_refused() {
    assert_eq!(refused(&keys::ed(), &[keys::es(), keys::ed()]), "jws.algorithm_not_allowed");
    assert_eq!(refused(&keys::es(), &[keys::ed()]), "jws.unknown_kid");
    let mut tampered = usual();
    let middle = tampered.body().len() / 2;
    tampered.body_mut()[middle] ^= 1;
    let (_, warm) = signed_in();
    assert!(fetch(&es(), warm, [tampered]).0.is_err());
}

#[test]
fn core_10_1_a_mac_is_verified_with_the_client_secret() {
    let rp = signing(SignatureAlgorithm::Hs256);
    for (secret, code) in
        [(SECRET, None), ("another secret of 32 characters.", Some("jws.signature"))]
    {
        let secret = Secret::new(secret.as_bytes().to_vec());
        let key = SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO).unwrap();
        let (result, asked) = fetch(&rp, rp.key_cache(), [signed(&key, |_| {})]);
        assert_eq!(asked, ["/userinfo"], "no key is published");
        assert_eq!(result.err().map(|error| error.code()), code);
    }
}

#[test]
fn core_10_1_1_without_a_response_stale_keys_are_used() {
    let (session, mut warm) = signed_in();
    let hour = time::Duration::seconds(3700);
    for (keys, verified) in
        [(std::mem::replace(&mut warm, es().key_cache()), true), (es().key_cache(), false)]
    {
        let flow = es().signed_user_info(&session, keys).unwrap();
        let send = |request: http::Request<Vec<u8>>| match request.uri().path() {
            "/jwks" => Err(Unreachable),
            _ => Ok(usual()),
        };
        match drive_blocking(flow, send, || now() + hour) {
            Ok(user_info) => assert!(verified && user_info.sub == "alice"),
            Err(DriveError::Send(Unreachable)) => assert!(!verified),
            Err(error) => panic!("{error:?}"),
        }
    }
}

#[test]
fn an_algorithm_that_the_backend_lacks_is_refused_at_the_start() {
    let client = client().userinfo_signed_response_alg(SignatureAlgorithm::MlDsa44);
    let error = RelyingParty::new(metadata(), client, &CRYPTO).unwrap_err();
    let expected =
        RelyingPartyConfigurationError::UnsupportedAlgorithm(SignatureAlgorithm::MlDsa44);
    assert_eq!(error, expected);
}

#[test]
fn a_flow_called_out_of_turn_returns_an_error() {
    let (session, keys) = signed_in();
    let mut flow = es().signed_user_info(&session, keys).unwrap();
    let error = flow.receive(usual(), now()).unwrap_err();
    assert_eq!(error, FetchUserInfoError::OutOfTurn(OutOfTurn));
    assert!(matches!(flow.start(now()), Err(FetchUserInfoError::OutOfTurn(_))));
    assert!(matches!(flow.unanswered(now()), Err(FetchUserInfoError::OutOfTurn(_))));
}
