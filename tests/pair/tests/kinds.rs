//! Attack 70: a JWT of each kind is given to the readers of all other kinds (RFC 8725 §3.11, §3.12).
//!
//! The tokens differ only in what makes their kind. `A` is a provider and a client with one name and
//! one key, as in a federation, so all its tokens have the same issuer, subject, audience, `jti`,
//! times and signing key. Only the ID Token from a login with a nonce has the nonce.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use http::Response;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jwe::Jwe;
use symbolon_jose::jws::CompactJws;
use symbolon_jose::jwt::{self, Claims, ExpectedAudience, ExpectedTyp};
use symbolon_jose::{
    ContentEncryptionAlgorithm, DecryptionKey, DecryptionKeys, EncryptionKey,
    KeyManagementAlgorithm, Object, SigningKey, VerificationKeys,
};
use symbolon_oauth::client::assertion::{self, ClientAssertion};
use symbolon_oauth::{ClientId, EncodedJwt, Issuer};
use symbolon_oidc::id_token::OriginalAuthentication;
use symbolon_oidc::{
    ExpectedIdToken, ExpectedUserInfo, IdTokenClaims, IdTokenValidator, Nonce, NonceExpectation,
    UserInfo, user_info,
};
use symbolon_test_support::clock::{date, now};
use symbolon_test_support::keys::{self, KeyPair};
use symbolon_test_support::names::{CLIENT_ID, NONCE};

const A: &str = "https://a.example";
const B: &str = "https://b.example";
const ID_TOKEN: &str = "ID Token";
const WITHOUT_NONCE: &str = "ID Token without a nonce";
const ASSERTION: &str = "client assertion";
const ACCESS_TOKEN: &str = "access token";
const AUTHORIZATION_RESPONSE: &str = "authorization response";
const USER_INFO: &str = "UserInfo";

fn issuer(name: &str) -> Issuer {
    Issuer::new(name).unwrap()
}

fn client(name: &str) -> ClientId {
    ClientId::new(name).unwrap()
}

fn pair() -> KeyPair {
    keys::p256("k1")
}

fn key() -> SigningKey {
    pair().signing(&CRYPTO)
}

fn keys() -> VerificationKeys {
    pair().verification(&CRYPTO)
}

const WRAP: KeyManagementAlgorithm = KeyManagementAlgorithm::EcdhEsA128Kw;
const CONTENT: ContentEncryptionAlgorithm = ContentEncryptionAlgorithm::A128Gcm;

fn encrypted(token: &str) -> String {
    let public = pair().public();
    jwt::encrypt(token, &EncryptionKey::from_jwk(&public, WRAP, CONTENT, &CRYPTO).unwrap()).unwrap()
}

fn decryption_keys() -> DecryptionKeys {
    DecryptionKey::from_jwk(&pair().jwk, WRAP, &[CONTENT], &CRYPTO).unwrap().into()
}

/// Returns the claims of an ID Token as the provider issues them after a login without a nonce or
/// after a refresh, with every claim of an assertion.
fn id_token_claims() -> IdTokenClaims {
    let mut claims = IdTokenClaims::new(&issuer(A), A, &client(B), date(0), date(60));
    claims.auth_time = Some(date(-5));
    claims.jti = Some("1".to_owned());
    claims
}

/// Returns the claims of an ID Token from a login with a nonce.
fn id_token_claims_with_nonce() -> IdTokenClaims {
    let mut claims = id_token_claims();
    claims.nonce = Some(nonce());
    claims
}

fn nonce() -> Nonce {
    Nonce::new(NONCE.to_owned())
}

/// Signs a token of a kind that has no own writer here: the claims of the ID Token without
/// `auth_time`, with some claims added and some removed.
fn other(typ: &str, with: &[&str], without: &[&str]) -> String {
    let mut object = Object::from(&id_token_claims());
    object.remove("auth_time");
    with.iter().for_each(|name| drop(object.insert(name, "urn:example")));
    without.iter().for_each(|name| drop(object.remove(name)));
    Claims::from_object(object).unwrap().sign(typ, &key()).unwrap()
}

/// Returns a token of every kind, with the name of the kind.
fn kinds() -> Vec<(&'static str, String)> {
    let id_token = id_token_claims_with_nonce().sign(&key(), &CRYPTO).unwrap();
    let without_nonce = id_token_claims().sign(&key(), &CRYPTO).unwrap();
    let assertion = ClientAssertion::new(&client(A), &issuer(B));
    let assertion = assertion.sign(&key(), &CRYPTO, now()).unwrap();
    vec![
        (ID_TOKEN, id_token.expose().to_owned()),
        (WITHOUT_NONCE, without_nonce.expose().to_owned()),
        (ASSERTION, assertion.expose().to_owned()),
        // Only `typ` tells these four kinds.
        (ACCESS_TOKEN, other("at+jwt", &[], &[])),
        ("logout token", other("logout+jwt", &[], &[])),
        ("DPoP proof", other("dpop+jwt", &[], &[])),
        ("request object", other("oauth-authz-req+jwt", &[], &[])),
        // A claim tells the kind of a token that is usually written without its own `typ`.
        ("untyped logout token", other("JWT", &["events"], &[])),
        ("untyped request object", other("JWT", &["response_type"], &[])),
        // So does a missing claim: JARM has no `sub`, signed UserInfo (Core §5.3.2) no `exp`.
        (AUTHORIZATION_RESPONSE, other("JWT", &["code", "state"], &["sub"])),
        (USER_INFO, user_info_response()),
    ]
}

/// Returns a signed UserInfo response whose provider knows every claim of an ID Token about the user.
fn user_info_response() -> String {
    let mut claims = Object::from(&id_token_claims());
    claims.insert("email", "a@a.example");
    claims.insert("nonce", NONCE);
    let response = user_info::respond_signed(&claims, &issuer(A), &client(B), &key()).unwrap();
    String::from_utf8(response.into_body()).unwrap()
}

type Outcome = Result<(), &'static str>;
type Reader = fn(&str) -> Outcome;

fn id_token(token: &str, expected: &ExpectedIdToken<'_>) -> Outcome {
    let token = EncodedJwt::new(token.to_owned());
    let validator = IdTokenValidator::new(issuer(A), client(B));
    let result = validator.validate(&token, &keys(), expected, &CRYPTO, now());
    result.map(drop).map_err(|error| error.code())
}

fn login(token: &str) -> Outcome {
    id_token(token, &ExpectedIdToken::login(NonceExpectation::Sent(&nonce())))
}

fn login_without_nonce(token: &str) -> Outcome {
    id_token(token, &ExpectedIdToken::login(NonceExpectation::NotSent))
}

fn refresh(token: &str) -> Outcome {
    id_token(
        token,
        &ExpectedIdToken::refresh(&OriginalAuthentication::from(&id_token_claims_with_nonce())),
    )
}

fn hint(token: &str) -> Outcome {
    id_token(token, &ExpectedIdToken::hint())
}

fn assertion(token: &str, explicit_type: bool) -> Outcome {
    let mut expected = assertion::ExpectedAssertion::new(&client(A), &issuer(B));
    expected.explicit_type = explicit_type;
    let result = expected.verify(&EncodedJwt::new(token.to_owned()), &keys(), &CRYPTO, now());
    result.map(drop).map_err(|error| error.code())
}

fn any_assertion(token: &str) -> Outcome {
    assertion(token, false)
}

fn typed_assertion(token: &str) -> Outcome {
    assertion(token, true)
}

fn of_type(typ: &str) -> jwt::Expected<'_> {
    jwt::Expected::new(
        ExpectedTyp::Exactly(typ),
        jwt::ExpectedIssuer::Exactly(A),
        ExpectedAudience::Contains(B),
    )
}

fn access_token(token: &str) -> Outcome {
    of_type("at+jwt").verify(token, &keys(), now()).map(drop).map_err(|error| error.code())
}

/// Encrypts the token and reads it as a nested access token.
fn nested_access_token(token: &str) -> Outcome {
    let token = encrypted(token);
    let result = of_type("at+jwt").verify_encrypted(&token, &decryption_keys(), &keys(), now());
    result.map(drop).map_err(|error| error.code())
}

fn signed_user_info(token: &str) -> Outcome {
    let (issuer, client, keys) = (issuer(A), client(B), keys());
    let expected = ExpectedUserInfo::new(A).signed(&issuer, &client, &keys);
    expected.read_jwt(token, now()).map(drop).map_err(|error| error.code())
}

/// The readers, each with the kinds that it reads.
const READERS: [(Reader, &[&str]); 9] = [
    (login, &[ID_TOKEN]),
    (login_without_nonce, &[WITHOUT_NONCE]),
    (refresh, &[ID_TOKEN, WITHOUT_NONCE]),
    (hint, &[ID_TOKEN, WITHOUT_NONCE]),
    (any_assertion, &[ASSERTION]),
    (typed_assertion, &[ASSERTION]),
    (access_token, &[ACCESS_TOKEN]),
    (nested_access_token, &[ACCESS_TOKEN]),
    // No claim marks an ID Token without a nonce and hashes, because Core §5.3.2 does not limit the
    // claims of UserInfo.
    (signed_user_info, &[USER_INFO, WITHOUT_NONCE]),
];

/// Returns what is wrong with a token of this kind for the reader with this number.
fn reason(kind: &str, number: usize) -> &'static str {
    match (kind, number) {
        // Only the nonce tells the ID Token of the login from another ID Token.
        (WITHOUT_NONCE, 0) => "nonce_missing",
        (ID_TOKEN, 1) => "nonce_unexpected",
        // The readers of ID Tokens and of untyped assertions require the claim that the kind lacks.
        (AUTHORIZATION_RESPONSE | USER_INFO, 0..=4) => "missing",
        (AUTHORIZATION_RESPONSE, 8) => "missing_subject",
        // The error is about `typ`, or about a claim of another kind.
        _ => "type",
    }
}

#[test]
fn attack_070_a_reader_refuses_every_other_kind() {
    for (kind, token) in kinds() {
        for (number, (reader, reads)) in READERS.into_iter().enumerate() {
            let outcome = reader(&token);
            if reads.contains(&kind) {
                assert_eq!(outcome, Ok(()), "{kind} given to its own reader {number}");
                continue;
            }
            let error = outcome.expect_err(&format!("{kind} given to reader {number}"));
            let (_, why) = error.rsplit_once('.').unwrap();
            assert_eq!(why, reason(kind, number), "{kind} given to reader {number}");
        }
    }
}

#[test]
fn attack_070_a_reader_of_signed_tokens_refuses_encrypted_ones() {
    for (kind, token) in kinds() {
        let nested = encrypted(&token);
        assert_eq!(login(&nested), Err("id_token.encrypted"), "{kind}");
        for reader in [any_assertion, access_token] {
            assert_eq!(reader(&nested), Err("jws.not_compact"), "{kind}");
        }
        // A reader of nested tokens refuses a token that is only signed, or encrypted twice.
        let of_type = of_type("at+jwt");
        let outcomes = [&token, &encrypted_text(&nested)].map(|token| {
            of_type.verify_encrypted(token, &decryption_keys(), &keys(), now()).map(drop)
        });
        assert_eq!(
            outcomes.map(|it| it.unwrap_err().code()),
            ["jwe.not_compact", "jws.not_compact"]
        );
    }
}

/// Encrypts a token that is encrypted already, which [`jwt::encrypt`] refuses to do.
fn encrypted_text(text: &str) -> String {
    let public = pair().public();
    let key = EncryptionKey::from_jwk(&public, WRAP, CONTENT, &CRYPTO).unwrap();
    Jwe::new(text.as_bytes().to_vec()).cty("JWT").encrypt(&key).unwrap()
}

#[test]
fn rfc8725_3_11_every_writer_states_a_type() {
    let types: Vec<_> = kinds().iter().map(|(kind, token)| (*kind, typ_of(token))).collect();
    // RFC 7519 §5.1: an ID Token has the general type `JWT`.
    assert_eq!(types[0], (ID_TOKEN, Some("JWT".to_owned())));
    assert_eq!(types[1], (WITHOUT_NONCE, Some("JWT".to_owned())));
    assert_eq!(types[2], (ASSERTION, Some("client-authentication+jwt".to_owned())));
    assert_eq!(types[3], (ACCESS_TOKEN, Some("at+jwt".to_owned())));
    assert!(types.iter().all(|(_, typ)| typ.is_some()));
}

fn typ_of(token: &str) -> Option<String> {
    CompactJws::parse(token).unwrap().header().typ().map(str::to_owned)
}

/// RFC 8725 §3.12: an assertion of an older client has only claims that an ID Token may have. The
/// issuer or the nonce tells them apart.
#[test]
fn rfc8725_3_12_the_issuer_or_the_nonce_shows_that_an_untyped_assertion_is_no_id_token() {
    let untyped = |client_id| {
        let assertion = ClientAssertion::new(&client(client_id), &issuer(B));
        assertion.claims(&CRYPTO, now()).unwrap().sign("JWT", &key()).unwrap()
    };
    let clients_own = untyped(CLIENT_ID);
    assert_eq!(
        [login, login_without_nonce, refresh, hint].map(|reader| reader(&clients_own)),
        [Err("id_token.issuer"); 4]
    );
    assert_eq!(login(&untyped(A)), Err("id_token.nonce_missing"));
}

/// An ID Token of an older provider has another subject than its issuer, or no `jti`.
#[test]
fn rfc8725_3_12_an_id_token_without_auth_time_is_no_assertion() {
    let outcome = |change: fn(&mut IdTokenClaims)| {
        let mut claims = id_token_claims();
        claims.auth_time = None;
        change(&mut claims);
        any_assertion(claims.sign(&key(), &CRYPTO).unwrap().expose())
    };
    assert_eq!(outcome(|claims| claims.sub = "alice".to_owned()), Err("jwt.subject"));
    assert_eq!(outcome(|claims| claims.jti = None), Err("jwt.missing"));
    assert_eq!(outcome(|claims| claims.nonce = Some(Nonce::new("n".to_owned()))), Err("jwt.type"));
}

#[test]
fn attack_070_a_token_of_any_kind_is_no_user_info_response() {
    for (kind, token) in kinds() {
        let answer = |media_type| {
            let response = Response::builder().header("Content-Type", media_type).body(&token);
            UserInfo::from_http(&response.unwrap(), A).unwrap_err().code()
        };
        assert_eq!(answer("application/jwt"), "user_info.jwt", "{kind}");
        assert_eq!(answer("application/json"), "json.syntax", "{kind}");
    }
}

/// An ID Token without a nonce and hashes is read as UserInfo, but only for the same user, by the same
/// client, from the same issuer, and until it expires.
#[test]
fn attack_070_an_id_token_without_a_nonce_has_the_limits_of_user_info() {
    let outcome = |change: fn(&mut IdTokenClaims)| {
        let mut claims = id_token_claims();
        change(&mut claims);
        signed_user_info(claims.sign(&key(), &CRYPTO).unwrap().expose())
    };
    assert_eq!(outcome(|_| ()), Ok(()));
    assert_eq!(outcome(|claims| claims.nonce = Some(nonce())), Err("user_info.type"));
    assert_eq!(outcome(|claims| claims.sub = "mallory".to_owned()), Err("user_info.subject"));
    assert_eq!(outcome(|claims| claims.iss = issuer(B)), Err("user_info.issuer"));
    assert_eq!(outcome(|claims| claims.aud = vec![A.to_owned()]), Err("user_info.audience"));
    let expired = outcome(|claims| {
        claims.auth_time = None;
        (claims.iat, claims.exp) = (date(-120), date(-60));
    });
    assert_eq!(expired, Err("user_info.expired"));
}
