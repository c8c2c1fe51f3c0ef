//! The return path: for each response type and response mode, the carrier of the parameters, and the
//! parameters that the client reads from it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::time::Duration;

use http::{Response, StatusCode};
use proptest::collection::btree_map;
use proptest::prelude::*;
use proptest::sample::select;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jwk::PrivateJwk;
use symbolon_jose::{
    ContentEncryptionAlgorithm, DecryptionKey, DecryptionKeys, EncryptionKey,
    KeyManagementAlgorithm,
};
use symbolon_oauth::jarm::{self, ResponseJwt, UnverifiedResponse};
use symbolon_oauth::{
    AccessToken, AuthorizationCode, AuthorizationResponse, EncodedJwt, ErrorCode, ErrorResponse,
    Parameters, RedirectUri, ResponseMode, ResponseType, ReturnPath, Scope, State, TokenType,
    UndeliverableResponse,
};
use symbolon_test_support::carried::{Carrier, carried};
use symbolon_test_support::clock::now;
use symbolon_test_support::keys::{P256, ed25519};
use symbolon_test_support::names::{STATE, client_id, issuer};

const ENC: ContentEncryptionAlgorithm = ContentEncryptionAlgorithm::A128CbcHs256;
const ALG: KeyManagementAlgorithm = KeyManagementAlgorithm::EcdhEs;

fn redirect_uri() -> RedirectUri {
    RedirectUri::new("https://client.example/cb?tenant=1&x='%3c'").unwrap()
}

fn encryption() -> EncryptionKey {
    let jwk = PrivateJwk::parse(P256.as_bytes()).unwrap().public().unwrap();
    EncryptionKey::from_jwk(&jwk, ALG, ENC, &CRYPTO).unwrap()
}

fn decryption() -> DecryptionKeys {
    let jwk = PrivateJwk::parse(P256.as_bytes()).unwrap();
    DecryptionKey::from_jwk(&jwk, ALG, &[ENC], &CRYPTO).unwrap().into()
}

/// Returns a path with `state`, issuer and a JWT, which is encrypted if `encrypted` is set.
fn path(
    response_type: &ResponseType,
    mode: Option<&ResponseMode>,
    encrypted: bool,
) -> Option<ReturnPath> {
    let mut jwt = ResponseJwt::new(&issuer(), &client_id(), ed25519("1").signing(&CRYPTO), now());
    if encrypted {
        jwt = jwt.encrypt(encryption());
    }
    let path = ReturnPath::new(redirect_uri(), response_type, mode).ok()?;
    Some(path.state(State::parse(STATE.to_owned()).ok()).issuer(&issuer()).jwt(jwt))
}

/// Returns the answer to a request with this response type.
fn answer(response_type: &ResponseType) -> AuthorizationResponse {
    let mut response = AuthorizationResponse::default();
    if response_type.includes("code") {
        response.code = Some(AuthorizationCode::new("Splx".to_owned()));
    }
    if response_type.includes("token") {
        response.access_token = Some(AccessToken::new("2Yot".to_owned()));
        response.token_type = Some(TokenType::BEARER);
        response.expires_in = Some(3600);
        response.scope = Some(Scope::parse("openid email").unwrap());
    }
    if response_type.includes("id_token") {
        response.id_token = Some(EncodedJwt::new("e30.e30.AA".to_owned()));
    }
    response
}

/// Returns how a response reached the client, in short, and its parameters. A parameter `response` is
/// verified, and decrypted if it is encrypted.
fn read(response: &Response<Vec<u8>>) -> Option<(String, Parameters)> {
    let (carrier, parameters) = carried(response, &redirect_uri())?;
    let carrier = match carrier {
        Carrier::Query => "query",
        Carrier::Fragment => "fragment",
        Carrier::FormPost => "form",
    };
    let Some(jwt) = jarm::response(&parameters).unwrap() else {
        return Some((carrier.to_owned(), parameters));
    };
    assert_eq!(parameters.len(), 1);
    let encrypted = jwt.split('.').count() == 5;
    let unverified = match encrypted {
        true => UnverifiedResponse::decrypt(jwt, &decryption()),
        false => UnverifiedResponse::parse(jwt),
    };
    let (keys, leeway) = (ed25519("1").verification(&CRYPTO), Duration::ZERO);
    let parameters = unverified.unwrap().verify(&keys, &issuer(), &client_id(), now(), leeway);
    let kind = if encrypted { "jwe" } else { "jwt" };
    Some((format!("{carrier} {kind}"), parameters.unwrap()))
}

fn names(parameters: &Parameters) -> String {
    let names: BTreeSet<&str> = parameters.iter().map(|(name, _)| name).collect();
    names.into_iter().collect::<Vec<_>>().join(" ")
}

fn sorted(parameters: &Parameters) -> Vec<(&str, &str)> {
    let mut pairs: Vec<_> = parameters.iter().collect();
    pairs.sort_unstable();
    pairs
}

/// The carriers of a type that returns no token, for a request without mode and for each of
/// [`ResponseMode::ALL`].
const PLAIN: [&str; 8] =
    ["query", "query", "fragment", "form", "query jwt", "query jwt", "fragment jwt", "form jwt"];

/// The carriers of a type that returns tokens. An empty text: nothing reaches the client.
const WITH_TOKENS: [&str; 8] =
    ["fragment", "", "fragment", "form", "fragment jwt", "", "fragment jwt", "form jwt"];

/// Each response type with its carriers, and with the parameters that reach the client in every mode.
fn table() -> [(ResponseType, [&'static str; 8], &'static str); 7] {
    let token = "access_token code expires_in iss scope state token_type";
    [
        (ResponseType::CODE, PLAIN, "code iss state"),
        (ResponseType::NONE, PLAIN, "iss state"),
        (ResponseType::ID_TOKEN, WITH_TOKENS, "id_token iss state"),
        (
            ResponseType::ID_TOKEN_TOKEN,
            WITH_TOKENS,
            "access_token expires_in id_token iss scope state token_type",
        ),
        (ResponseType::CODE_ID_TOKEN, WITH_TOKENS, "code id_token iss state"),
        (ResponseType::CODE_TOKEN, WITH_TOKENS, token),
        (
            ResponseType::CODE_ID_TOKEN_TOKEN,
            WITH_TOKENS,
            "access_token code expires_in id_token iss scope state token_type",
        ),
    ]
}

fn requested() -> [Option<ResponseMode>; 8] {
    let [a, b, c, d, e, f, g] = ResponseMode::ALL.map(Some);
    [None, a, b, c, d, e, f, g]
}

#[test]
fn each_type_in_each_mode_has_these_parameters_in_success_and_in_error() {
    for (response_type, carriers, success) in table() {
        for (mode, expected) in requested().iter().zip(carriers) {
            let case = format!("{response_type} {mode:?}");
            let Some(path) = path(&response_type, mode.as_ref(), false) else {
                assert_eq!(expected, "", "{case}");
                continue;
            };
            let sent = answer(&response_type);
            let error = ErrorResponse::new(ErrorCode::ACCESS_DENIED).description("no");
            let got = [path.respond(sent.clone()), path.refuse(error)].map(|it| read(&it));
            let [Some(accepted), Some(refused)] = got else {
                assert_eq!(expected, "", "{case}");
                continue;
            };
            assert_eq!((accepted.0.as_str(), refused.0.as_str()), (expected, expected), "{case}");
            assert_eq!(names(&accepted.1), success, "{case}");
            assert_eq!(names(&refused.1), "error error_description iss state", "{case}");

            let mut whole = sent;
            whole.state = State::parse(STATE.to_owned()).ok();
            whole.iss = Some(issuer().as_str().to_owned());
            assert_eq!(sorted(&accepted.1), sorted(&whole.to_parameters()), "{case}");
            let read = AuthorizationResponse::from_parameters(accepted.1, &response_type);
            assert_eq!(read, Ok(whole), "{case}");
        }
    }
}

#[test]
fn every_jwt_mode_can_be_encrypted() {
    for (response_type, _, success) in table() {
        for mode in ResponseMode::ALL.iter().filter(|mode| mode.is_jwt()) {
            let path = path(&response_type, Some(mode), true).unwrap();
            let (carrier, parameters) = read(&path.respond(answer(&response_type))).unwrap();
            assert!(carrier.ends_with(" jwe"), "{response_type} {mode}: {carrier}");
            assert_eq!(names(&parameters), success, "{response_type} {mode}");
        }
    }
}

#[test]
fn attack_092_tokens_in_a_query_are_encrypted_or_not_sent() {
    for response_type in ResponseType::ALL.iter().filter(|it| it.returns_tokens()) {
        let query = ReturnPath::new(redirect_uri(), response_type, Some(&ResponseMode::QUERY));
        assert!(query.is_err(), "{response_type}");

        let unencrypted = path(response_type, Some(&ResponseMode::QUERY_JWT), false).unwrap();
        assert!(unencrypted.requires_encryption());
        let error = ErrorResponse::new(ErrorCode::ACCESS_DENIED);
        for response in [unencrypted.respond(answer(response_type)), unencrypted.refuse(error)] {
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            let reason = response.extensions().get::<UndeliverableResponse>();
            assert_eq!(reason, Some(&UndeliverableResponse::NotEncrypted));
        }

        let encrypted = path(response_type, Some(&ResponseMode::QUERY_JWT), true).unwrap();
        let (carrier, _) = read(&encrypted.respond(answer(response_type))).unwrap();
        assert_eq!(carrier, "query jwe");
    }
}

#[test]
fn jarm_2_1_a_parameter_that_a_jwt_would_change_is_not_sent() {
    let path = path(&ResponseType::CODE, Some(&ResponseMode::JWT), false).unwrap();
    for name in ["sub", "aud", "exp", "nbf", "iat", "jti"] {
        let mut response = answer(&ResponseType::CODE);
        response.extra.push(name, "1");
        let response = path.respond(response);
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let reason = response.extensions().get::<UndeliverableResponse>().unwrap();
        assert_eq!(reason.code(), "undeliverable_response.parameter");
        assert_eq!(
            reason.to_string(),
            format!("the response mode would change the parameter \"{name}\"")
        );
    }
    let mut repeated = answer(&ResponseType::CODE);
    repeated.extra.push("resource", "https://a.example");
    repeated.extra.push("resource", "https://b.example");
    assert_eq!(path.respond(repeated).status(), StatusCode::INTERNAL_SERVER_ERROR);
}

/// Generates parameters with hostile names and values, which no message defines.
fn extra() -> impl Strategy<Value = Parameters> {
    let hostile = "[\"'<>&;#=+% /\\\\\\x00-\\x1f]{0,6}|\\PC{0,12}|</?script>|&quot;|--!?>|\\]\\]>";
    btree_map(hostile.prop_map(|text| format!("!{text}")), hostile, 0..6).prop_map(|pairs| {
        let mut parameters = Parameters::new();
        for (name, value) in &pairs {
            parameters.push(name, value);
        }
        parameters
    })
}

proptest! {
    /// The client reads exactly the parameters that the server sent. A parameter that a form would
    /// change is not sent.
    #[test]
    fn attack_095_the_client_reads_exactly_what_was_sent(
        code in "[ -~]{1,40}",
        state in "[ -~]{1,40}",
        extra in extra(),
        response_type in select(ResponseType::ALL.to_vec()),
        mode in select(requested().to_vec()),
        encrypted in any::<bool>(),
    ) {
        let Some(path) = path(&response_type, mode.as_ref(), encrypted) else { return Ok(()) };
        let path = path.state(State::parse(state.clone()).ok());
        let mut sent = answer(&response_type);
        sent.code = sent.code.map(|_| AuthorizationCode::new(code));
        sent.extra = extra;
        let response = path.respond(sent.clone());
        sent.state = State::parse(state).ok();
        sent.iss = Some(issuer().as_str().to_owned());
        let sent = sent.to_parameters();

        let changes = |text: &str| text.contains(['\0', '\r', '\n']);
        let is_form = path.response_mode() == &ResponseMode::FORM_POST;
        let is_changed = is_form && sent.iter().any(|(name, value)| changes(name) || changes(value));
        match read(&response) {
            Some((_, received)) => {
                prop_assert!(!is_changed);
                prop_assert_eq!(sorted(&received), sorted(&sent));
            }
            None => prop_assert!(is_changed || path.requires_encryption() && !encrypted),
        }
    }
}
