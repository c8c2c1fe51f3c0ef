//! `private_key_jwt` on both sides: a valid assertion, one change, one exact error.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jws::{self, CompactJws};
use symbolon_jose::jwt::{self, Claims};
use symbolon_jose::key::SelectError;
use symbolon_jose::{
    Excerpt, Excerpts, NumericDate, Object, Secret, SignatureAlgorithm, SigningKey,
    VerificationKey, VerificationKeys, base64url,
};
use symbolon_oauth::client::assertion::{
    AssertionLimits, ClientAssertion, ClientAssertionError, ExpectedAssertion, RULES,
    SignClientAssertionError, TYP, VerifiedClientAssertion,
};
use symbolon_oauth::obligation::{FirstUse, Replayed, Unreplayed};
use symbolon_oauth::{ClientId, EncodedJwt, ErrorCode, ErrorResponse, Issuer};
use symbolon_test_support::clock::{self, NOW, now};
use symbolon_test_support::keys;
use symbolon_test_support::names::{ISSUER, client_id, issuer};

const TOKEN_ENDPOINT: &str = "https://op.example/token";

fn date(after_now: i64) -> Option<NumericDate> {
    Some(clock::date(after_now))
}

fn key() -> SigningKey {
    keys::p256("k1").signing(&CRYPTO)
}

fn keys() -> VerificationKeys {
    keys::p256("k1").verification(&CRYPTO)
}

fn expected() -> ExpectedAssertion {
    ExpectedAssertion::new(&client_id(), &issuer())
}

/// Returns the claims of a valid assertion after one change.
fn claims(change: impl FnOnce(&mut Claims)) -> Claims {
    let mut claims = ClientAssertion::new(&client_id(), &issuer()).claims(&CRYPTO, now()).unwrap();
    change(&mut claims);
    claims
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn other_audience(found: &[&str]) -> ClientAssertionError {
    ClientAssertionError::Audience { found: Excerpts::new(&texts(found)), expected: issuer() }
}

/// Returns the error of an assertion that expires this many seconds after `NOW`.
fn too_late(seconds: i64) -> ClientAssertionError {
    let (found, latest) = (date(seconds).unwrap(), date(3660).unwrap());
    ClientAssertionError::Lifetime { found, latest }
}

fn sign(typ: &str, claims: &Claims) -> EncodedJwt {
    EncodedJwt::new(claims.sign(typ, &key()).unwrap())
}

fn verify_by(
    expected: &ExpectedAssertion,
    assertion: &EncodedJwt,
) -> Result<Unreplayed<VerifiedClientAssertion>, ClientAssertionError> {
    expected.verify(assertion, &keys(), &CRYPTO, now())
}

fn expired() -> jwt::Error {
    jwt::Error::Expired { exp: clock::date(-60), now: clock::date(0) }
}

fn other_type(found: Option<&str>, expected: Option<&str>) -> ClientAssertionError {
    let (found, expected) = (found.map(Excerpt::new), expected.map(Excerpt::new));
    ClientAssertionError::Jwt(jwt::Error::Type { found, expected })
}

/// Returns the error with which an assertion with this one change is refused.
fn refused(change: impl FnOnce(&mut Claims)) -> ClientAssertionError {
    verify_by(&expected(), &sign(TYP, &claims(change))).unwrap_err()
}

#[test]
fn the_server_accepts_the_assertion_that_the_client_signs() {
    let assertion = ClientAssertion::new(&client_id(), &issuer()).sign(&key(), &CRYPTO, now());
    let unreplayed = verify_by(&expected(), &assertion.unwrap()).unwrap();
    let verified = unreplayed.accept(FirstUse::Confirmed).unwrap();
    assert_eq!(verified.client_id(), &client_id());
    assert_eq!(Some(verified.expires()), date(60));
    assert_eq!(verified.algorithm(), SignatureAlgorithm::Es256);
    assert_eq!(verified.jti().len(), 43);
}

#[test]
fn rfc7523bis_an_assertion_signed_elsewhere_states_its_type() {
    let assertion = ClientAssertion::new(&client_id(), &issuer());
    let unsigned = |algorithm| assertion.unsigned(algorithm, Some("k1"), &CRYPTO, now());
    let es256 = unsigned(SignatureAlgorithm::Es256).unwrap();
    let signature = key().sign(es256.signing_input()).unwrap();
    let mut strict = expected();
    strict.explicit_type = true;
    assert!(verify_by(&strict, &EncodedJwt::new(es256.attach(&signature).unwrap())).is_ok());
    let mac = unsigned(SignatureAlgorithm::Hs256).unwrap_err();
    let found = SignatureAlgorithm::Hs256;
    assert_eq!(mac, SignClientAssertionError::SharedSecret { found });
}

#[test]
fn attack_083_the_audience_is_the_issuer_as_one_string() {
    let assertion =
        ClientAssertion::new(&client_id(), &issuer()).lifetime(Duration::from_secs(30)).unwrap();
    let assertion = assertion.sign(&key(), &CRYPTO, now()).unwrap();
    let verified = CompactJws::parse(assertion.expose()).unwrap().verify(&keys()).unwrap();
    assert_eq!(verified.header().typ(), Some("client-authentication+jwt"));
    let payload = Object::parse(verified.payload()).unwrap();
    assert_eq!(payload.get("aud").unwrap(), ISSUER);
    assert_eq!(payload.get("iss").unwrap(), client_id().as_str());
    assert_eq!(payload.get("sub").unwrap(), client_id().as_str());
    assert_eq!(payload.get("exp").unwrap(), NOW + 30);
    assert_eq!(payload.get("iat").unwrap(), NOW);
    let names: Vec<&str> = payload.names().collect();
    assert_eq!(names, ["aud", "exp", "iat", "iss", "jti", "sub"]);
}

#[test]
fn core_9_two_assertions_have_different_jti() {
    assert_ne!(claims(|_| ()).jti, claims(|_| ()).jti);
}

#[test]
fn attack_084_every_audience_except_the_issuer_alone_is_refused() {
    for audience in [
        vec![TOKEN_ENDPOINT],
        vec!["https://op.example/par"],
        vec!["https://other.example"],
        vec!["https://op.example/"],
        vec!["https://op.exampl"],
        vec!["https://OP.example"],
        vec![""],
        vec![ISSUER, TOKEN_ENDPOINT],
        vec![TOKEN_ENDPOINT, ISSUER],
        vec![ISSUER, ISSUER],
        vec![],
    ] {
        assert_eq!(
            refused(|claims| claims.aud = texts(&audience)),
            other_audience(&audience),
            "{audience:?}"
        );
    }
}

#[test]
fn attack_084_the_token_endpoint_is_an_audience_if_the_policy_says_so() {
    let mut lenient = expected();
    lenient.token_endpoint = Some(TOKEN_ENDPOINT.to_owned());
    let sign_for = |audience: &[&str]| sign(TYP, &claims(|claims| claims.aud = texts(audience)));
    for audience in [TOKEN_ENDPOINT, ISSUER] {
        assert!(verify_by(&lenient, &sign_for(&[audience])).is_ok(), "{audience}");
    }
    for audience in [&[TOKEN_ENDPOINT, ISSUER][..], &["https://op.example/par"]] {
        let error = verify_by(&lenient, &sign_for(audience)).unwrap_err();
        assert_eq!(error, other_audience(audience), "{audience:?}");
    }
}

#[test]
fn attack_085_one_mutation_one_error() {
    let jwt = ClientAssertionError::Jwt;
    let other = || Some("other".to_owned());
    let (found, expected) = (Excerpt::new("other"), Excerpt::new(client_id().as_str()));
    let other_issuer = jwt::Error::Issuer { found, expected };
    let (now, later) = (clock::date(0), clock::date(61));
    let not_yet_valid = jwt::Error::NotYetValid { nbf: later, now };
    let in_future = jwt::Error::IssuedInFuture { iat: later, now };
    assert_eq!(refused(|c| c.iss = None), jwt(jwt::Error::Missing("iss")));
    assert_eq!(refused(|c| c.iss = other()), jwt(other_issuer));
    assert_eq!(refused(|c| c.sub = None), jwt(jwt::Error::Missing("sub")));
    assert_eq!(refused(|c| c.sub = other()), jwt(jwt::Error::Subject));
    assert_eq!(refused(|c| c.jti = None), jwt(jwt::Error::Missing("jti")));
    assert_eq!(refused(|c| c.jti = Some(String::new())), jwt(jwt::Error::Missing("jti")));
    assert_eq!(refused(|c| c.exp = None), jwt(jwt::Error::Missing("exp")));
    assert_eq!(refused(|c| c.exp = date(-60)), jwt(expired()));
    assert_eq!(refused(|c| c.exp = date(3661)), too_late(3661));
    assert_eq!(refused(|c| c.exp = date(10 * 365 * 86_400)), too_late(10 * 365 * 86_400));
    assert_eq!(refused(|c| c.nbf = date(61)), jwt(not_yet_valid));
    assert_eq!(refused(|c| c.iat = date(61)), jwt(in_future));
}

#[test]
fn rfc7523_3_4_the_limits_of_the_lifetime() {
    for seconds in [-59, 0, 3600, 3660] {
        let assertion = sign(TYP, &claims(|claims| claims.exp = date(seconds)));
        assert!(verify_by(&expected(), &assertion).is_ok(), "{seconds}");
    }
}

#[test]
fn rfc7523_3_6_iat_may_be_left_out() {
    assert!(verify_by(&expected(), &sign(TYP, &claims(|claims| claims.iat = None))).is_ok());
}

#[test]
fn attack_085_the_same_jti_twice() {
    let assertion = sign(TYP, &claims(|_| ()));
    let first = verify_by(&expected(), &assertion).unwrap();
    let second = verify_by(&expected(), &assertion).unwrap();
    assert_eq!(first.keys(), second.keys());
    assert_eq!(first.keys().len(), 1);
    assert_eq!(second.accept(FirstUse::Replayed), Err(Replayed));
    // The assertion expires at 60 and is accepted until 120, by the clock of the server.
    assert_eq!(Some(first.keys()[0].expires), date(60 + 60 + 2 * 60));
}

/// The clock of the server is one leeway behind the correct time, and the clock of the store is one
/// leeway ahead. The store must keep the key as long as the server accepts the assertion.
#[test]
fn attack_085_the_key_outlives_the_assertion_on_every_clock_within_the_leeway() {
    const LEEWAY: i64 = 60;
    let assertion = sign(TYP, &claims(|_| ()));
    let expires = verify_by(&expected(), &assertion).unwrap().keys()[0].expires;
    for correct in 0..400 {
        let by_server = clock::at(correct - LEEWAY);
        let accepted = expected().verify(&assertion, &keys(), &CRYPTO, by_server).is_ok();
        let deleted = clock::date(correct + LEEWAY) >= expires;
        assert!(!(accepted && deleted), "at {correct} the key is deleted too early");
    }
}

#[test]
fn attack_085_a_replay_key_belongs_to_the_issuer() {
    let other = Issuer::new("https://other.example").unwrap();
    let key_at = |issuer: &Issuer| {
        let claims = claims(|claims| {
            claims.aud = vec![issuer.as_str().to_owned()];
            claims.jti = Some("1".to_owned());
        });
        let expected = ExpectedAssertion::new(&client_id(), issuer);
        verify_by(&expected, &sign(TYP, &claims)).unwrap().keys()[0].clone()
    };
    let (here, there) = (key_at(&issuer()), key_at(&other));
    assert_eq!((&here.issuer, &there.issuer), (&issuer(), &other));
    assert_ne!(here.fingerprint, there.fingerprint, "one jti at two issuers");
}

#[test]
fn attack_085_limits_have_an_upper_bound() {
    let second = Duration::from_secs(1);
    let (longest, largest) = (AssertionLimits::LONGEST_LIFETIME, AssertionLimits::LARGEST_LEEWAY);
    assert!(AssertionLimits::new(longest, largest).is_ok());
    for (lifetime, leeway, code) in [
        (longest + second, largest, "client_assertion.limit_lifetime"),
        (longest, largest + second, "client_assertion.limit_leeway"),
        (Duration::MAX, Duration::MAX, "client_assertion.limit_lifetime"),
    ] {
        assert_eq!(AssertionLimits::new(lifetime, leeway).unwrap_err().code(), code);
    }
    let assertion = ClientAssertion::new(&client_id(), &issuer());
    let error = assertion.lifetime(longest + second).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the lifetime of assertions is 86401 seconds; expected at most 86400"
    );
}

#[test]
fn two_clients_may_use_the_same_jti() {
    let mut other = expected();
    other.client_id = ClientId::new("other").unwrap();
    let same = || Some("same".to_owned());
    let ours = sign(TYP, &claims(|claims| claims.jti = same()));
    let theirs = sign(
        TYP,
        &claims(|claims| {
            claims.jti = same();
            claims.iss = Some("other".to_owned());
            claims.sub = Some("other".to_owned());
        }),
    );
    let ours = verify_by(&expected(), &ours).unwrap();
    let theirs = verify_by(&other, &theirs).unwrap();
    assert_ne!(ours.keys()[0].fingerprint, theirs.keys()[0].fingerprint);
}

#[test]
fn rfc7523bis_an_explicit_type_can_be_required() {
    let untyped = || {
        let payload = claims(|_| ()).to_object().to_json().into_bytes();
        EncodedJwt::new(jws::Jws::new(payload).sign(&key()).unwrap())
    };
    let mut strict = expected();
    strict.explicit_type = true;
    assert!(verify_by(&expected(), &untyped()).is_ok());
    assert!(verify_by(&expected(), &sign("JWT", &claims(|_| ()))).is_ok());
    assert!(
        verify_by(&strict, &sign("application/client-authentication+JWT", &claims(|_| ()))).is_ok()
    );
    for (found, assertion) in [(None, untyped()), (Some("JWT"), sign("JWT", &claims(|_| ())))] {
        let error = verify_by(&strict, &assertion).unwrap_err();
        assert_eq!(error, other_type(found, Some(TYP)));
    }
}

#[test]
fn rfc8725_3_11_another_kind_of_token_is_refused() {
    for typ in ["at+jwt", "logout+jwt", "dpop+jwt", "client-authentication"] {
        let error = verify_by(&expected(), &sign(typ, &claims(|_| ()))).unwrap_err();
        assert_eq!(error, other_type(Some(typ), None));
    }
}

#[test]
fn rfc8725_3_12_an_untyped_token_with_claims_of_another_kind_is_refused() {
    for name in ["auth_time", "nonce", "at_hash", "c_hash", "events", "response_type"] {
        let other = claims(|claims| drop(claims.extra.insert(name, "code")));
        let error = verify_by(&expected(), &sign("JWT", &other)).unwrap_err();
        assert_eq!(error, other_type(Some("JWT"), Some(TYP)), "{name}");
        // The explicit type says that this is an assertion.
        assert!(verify_by(&expected(), &sign(TYP, &other)).is_ok(), "{name}");
    }
}

#[test]
fn attack_004_a_mac_with_the_clients_public_key() {
    let encode = |text: &str| base64url::encode(text.as_bytes());
    let header = encode(r#"{"alg":"HS256","kid":"k1","typ":"client-authentication+jwt"}"#);
    let body = encode(&claims(|_| ()).to_object().to_json());
    // The MAC does not matter: the key set of the client contains no key for a MAC.
    let assertion = EncodedJwt::new(format!("{header}.{body}.{}", base64url::encode(&[1; 32])));
    let error = verify_by(&expected(), &assertion).unwrap_err();
    let not_allowed =
        jws::Error::Key(SelectError::AlgorithmNotAllowed(SignatureAlgorithm::Hs256.into()));
    assert_eq!(error, ClientAssertionError::Jwt(jwt::Error::Jws(not_allowed)));
}

#[test]
fn attack_085_no_algorithm_and_no_signature() {
    let body = base64url::encode(claims(|_| ()).to_object().to_json().as_bytes());
    let header = base64url::encode(br#"{"alg":"none"}"#);
    for signature in ["", "AA"] {
        let assertion = EncodedJwt::new(format!("{header}.{body}.{signature}"));
        let error = verify_by(&expected(), &assertion).unwrap_err();
        assert_eq!(error, ClientAssertionError::Jwt(jwt::Error::Jws(jws::Error::NotSigned)));
    }
}

#[test]
fn rfc7523_3_9_a_signature_by_another_key_is_refused() {
    let other = keys::ed25519("k1").signing(&CRYPTO);
    let assertion = EncodedJwt::new(claims(|_| ()).sign(TYP, &other).unwrap());
    assert!(matches!(
        verify_by(&expected(), &assertion),
        Err(ClientAssertionError::Jwt(jwt::Error::Jws(jws::Error::Key(_))))
    ));

    let signed = sign(TYP, &claims(|_| ()));
    let (input, _) = signed.expose().rsplit_once('.').unwrap();
    let forged = EncodedJwt::new(format!("{input}.{}", base64url::encode(&[1; 64])));
    assert_eq!(
        verify_by(&expected(), &forged).unwrap_err(),
        ClientAssertionError::Jwt(jwt::Error::Jws(jws::Error::Signature))
    );
}

#[test]
fn core_9_a_shared_secret_is_refused() {
    let secret = Secret::new(b"thirty-two bytes at the very least".to_vec());
    let algorithm = SignatureAlgorithm::Hs256;
    let mac = SigningKey::from_secret(&secret, algorithm, &CRYPTO).unwrap();
    let signed = ClientAssertion::new(&client_id(), &issuer()).sign(&mac, &CRYPTO, now());
    let found = algorithm;
    assert_eq!(signed.unwrap_err(), SignClientAssertionError::SharedSecret { found });

    let assertion = EncodedJwt::new(claims(|_| ()).sign(TYP, &mac).unwrap());
    let keys =
        VerificationKeys::from(VerificationKey::from_secret(&secret, algorithm, &CRYPTO).unwrap());
    let error = expected().verify(&assertion, &keys, &CRYPTO, now()).unwrap_err();
    assert_eq!(error, ClientAssertionError::SharedSecret { found });
}

#[test]
fn rfc7523_3_2_every_reason_is_invalid_client_without_a_description() {
    for error in [
        other_audience(&[TOKEN_ENDPOINT]),
        too_late(3661),
        ClientAssertionError::SharedSecret { found: SignatureAlgorithm::Hs256 },
        ClientAssertionError::Jwt(expired()),
    ] {
        // The peer learns neither which check failed nor the time of the server.
        let response = ErrorResponse::from(error);
        assert_eq!(response, ErrorResponse::new(ErrorCode::INVALID_CLIENT));
    }
}

#[test]
fn no_text_panics() {
    for text in ["", ".", "..", "a.b.c", "e30.e30.AA", "....", "e30..AA"] {
        assert!(verify_by(&expected(), &EncodedJwt::new(text.to_owned())).is_err(), "{text}");
    }
}

#[test]
fn every_rule_of_the_table_has_its_own_name_and_a_link() {
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids, ["kind", "alg", "aud", "exp.lifetime", "jti"]);
    for rule in RULES {
        assert!(rule.link().starts_with("https://"), "{}", rule.id());
        assert!(rule.section().contains('§'), "{}", rule.id());
    }
}

#[test]
fn rfc7523_3_an_assertion_with_several_faults_is_refused_for_the_first_rule() {
    let codes = [
        "jwt.subject",
        "jwt.type",
        "client_assertion.audience",
        "client_assertion.lifetime",
        "jwt.missing",
    ];
    for (first, code) in codes.iter().enumerate() {
        let faulty = claims(|claims| {
            let is_wrong = |rule: usize| rule >= first;
            if is_wrong(0) {
                claims.sub = Some("other".to_owned());
            }
            if is_wrong(1) {
                claims.extra.insert("nonce", "n");
            }
            if is_wrong(2) {
                claims.aud = texts(&[TOKEN_ENDPOINT]);
            }
            if is_wrong(3) {
                claims.exp = date(3661);
            }
            claims.jti = None;
        });
        assert_eq!(verify_by(&expected(), &sign("JWT", &faulty)).unwrap_err().code(), *code);
    }
}

#[test]
fn an_error_says_what_was_found_and_what_was_expected() {
    assert_eq!(
        other_audience(&[TOKEN_ENDPOINT]).to_string(),
        "the assertion has the audience [\"https://op.example/token\"]; expected only \
         https://op.example"
    );
    assert_eq!(
        too_late(3661).to_string(),
        "the assertion expires at 2027-01-15T09:01:01Z; at present 2027-01-15T09:01:00Z is the \
         latest accepted time"
    );
}
