//! Authorization responses in a JWT, read back as a client reads them (JARM).

use std::time::Duration;

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jwk::{PublicJwk, PublicJwkSet};
use symbolon_jose::jwt::Error as Jwt;
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, DecryptionKey, DecryptionKeys,
    KeyManagementAlgorithm as Alg, SignatureAlgorithm,
};
use symbolon_oauth::jarm::{self, JarmError, UnverifiedResponse};
use symbolon_oauth::{ClientId, Issuer, Parameters, ResponseMode, ResponseType, State, WayBack};
use symbolon_provider::*;
use symbolon_test_support::carried::{Carrier, carried};
use symbolon_test_support::keys;

use crate::common::*;
use crate::flows::{CONTENTS, asking_for, client, front_id_token, names, op, redirect_uri};

/// The response modes with a JWT. `jwt` has the default carrier of the response type.
const MODES: [(&str, Option<Carrier>); 4] = [
    ("jwt", None),
    ("query.jwt", Some(Carrier::Query)),
    ("fragment.jwt", Some(Carrier::Fragment)),
    ("form_post.jwt", Some(Carrier::FormPost)),
];

/// The time at which the provider answers.
const ANSWERED: i64 = 10;

/// Calls `check` with each response type, its contents, each mode, and the carrier of the response.
fn for_each_flow(check: impl Fn(&ResponseType, &[&str], &str, Carrier)) {
    for (response_type, contents) in &CONTENTS {
        let in_fragment = response_type.returns_tokens();
        let default = if in_fragment { Carrier::Fragment } else { Carrier::Query };
        for (mode, carrier) in MODES {
            check(response_type, contents, mode, carrier.unwrap_or(default));
        }
    }
}

/// Returns the client's key for encrypted responses.
fn client_key() -> keys::KeyPair {
    keys::p256("client-enc")
}

/// Returns a client that is registered for encrypted responses.
fn encrypting() -> RegisteredClient {
    client()
        .authorization_encrypted_response(Alg::EcdhEs, Enc::A256Gcm)
        .jwks(PublicJwkSet::new(vec![public(&client_key())]))
}

fn public(pair: &keys::KeyPair) -> PublicJwk {
    pair.jwk.public().unwrap()
}

fn decryption_keys(enc: Enc) -> DecryptionKeys {
    let key = DecryptionKey::from_jwk(&client_key().jwk, Alg::EcdhEs, &[enc], &CRYPTO);
    DecryptionKeys::from(key.unwrap())
}

/// Returns the JWT in a response of the provider, after the check that nothing is beside it.
fn jwt_of(parameters: &Parameters) -> &str {
    assert_eq!(names(parameters).into_iter().collect::<Vec<_>>(), ["response"]);
    jarm::response(parameters).unwrap().unwrap()
}

/// Verifies a response as the client `web` does, at this second.
fn verified_at(response: &UnverifiedResponse, second: i64) -> Result<Parameters, JarmError> {
    let keys = verification_keys(&op());
    response.verify(&keys, &issuer(), &web().client_id, at(second), Duration::ZERO)
}

/// Reads a signed response as the client `web` does.
fn read(parameters: &Parameters) -> Parameters {
    let response = UnverifiedResponse::parse(jwt_of(parameters)).unwrap();
    assert_eq!(response.state(), Some(&State::parse(STATE.to_owned()).unwrap()));
    verified_at(&response, ANSWERED).unwrap()
}

/// Reads a response that is signed and encrypted.
fn decrypted(parameters: &Parameters, enc: Enc) -> Parameters {
    let response = UnverifiedResponse::decrypt(jwt_of(parameters), &decryption_keys(enc)).unwrap();
    verified_at(&response, ANSWERED).unwrap()
}

fn pending_of(
    client: &RegisteredClient,
    response_type: &ResponseType,
    mode: &str,
) -> Result<PendingAuthorization, Refusal> {
    authorize_as(&op(), Some(client), &asking_for(response_type, Some(mode)).get())
}

/// Returns the response to a request to which Alice consented.
fn answer(pending: PendingAuthorization) -> (Carrier, Parameters) {
    let issued = op().respond(pending, yes(alice()), at(ANSWERED)).unwrap();
    carried(&sent(issued), &redirect_uri()).unwrap()
}

/// Returns the response with this refusal.
fn error(refusal: Refusal) -> (Carrier, Parameters) {
    let Refusal::ToClient(refusal) = refusal else { panic!("a page: {refusal:?}") };
    carried(&refusal.into_response(), &redirect_uri()).unwrap()
}

fn is_allowed(response_type: &ResponseType, carrier: Carrier) -> bool {
    !response_type.returns_tokens() || carrier != Carrier::Query
}

#[test]
fn jarm_2_3_the_exact_parameters_of_each_success() {
    for_each_flow(|response_type, contents, mode, carrier| {
        if !is_allowed(response_type, carrier) {
            return;
        }
        let (found, outside) = answer(pending_of(&client(), response_type, mode).unwrap());
        assert_eq!(found, carrier, "{response_type} {mode}");
        let parameters = read(&outside);
        let expected = contents.iter().chain(&["state", "iss"]).map(|it| (*it).to_owned());
        assert_eq!(names(&parameters), expected.collect(), "{response_type} {mode}");
        assert_eq!(parameters.get("state"), Some(STATE));
        assert_eq!(parameters.get("iss"), Some(ISSUER));
        if response_type.includes("id_token") {
            assert_eq!(front_id_token(&parameters).sub, "alice");
        }
    });
}

#[test]
fn jarm_2_1_the_exact_parameters_of_each_error() {
    let names_of_errors = || ["error", "error_description", "state", "iss"].map(str::to_owned);
    for_each_flow(|response_type, _, mode, carrier| {
        if !is_allowed(response_type, carrier) {
            return;
        }
        // The user denied the request.
        let pending = pending_of(&client(), response_type, mode).unwrap();
        let refusal = op().respond(pending, Decision::Denied, at(ANSWERED)).unwrap_err();
        let (found, denied) = error(refusal);
        // The request breaks a rule.
        let form = asking_for(response_type, Some(mode)).set("max_age", "-1");
        let (_, malformed) = error(authorize_as(&op(), Some(&client()), &form.get()).unwrap_err());
        assert_eq!(found, carrier, "{response_type} {mode}");
        for (outside, code) in [(denied, "access_denied"), (malformed, "invalid_request")] {
            let parameters = read(&outside);
            assert_eq!(names(&parameters), names_of_errors().into_iter().collect());
            assert_eq!(parameters.get("error"), Some(code), "{response_type} {mode}");
        }
    });
}

#[test]
fn jarm_2_1_a_request_that_needs_a_page_and_allows_none_fails_in_a_jwt() {
    let form = asking_for(&ResponseType::CODE, Some("jwt")).set("prompt", "none");
    let pending = authorize_as(&op(), Some(&client()), &form.get()).unwrap();
    let refusal = op().interaction(&pending, None, &earlier("openid"), at(ANSWERED)).unwrap_err();
    assert_eq!(read(&error(refusal).1).get("error"), Some("login_required"));
}

#[test]
fn jarm_2_3_1_tokens_in_the_query_only_if_they_are_encrypted() {
    for_each_flow(|response_type, _, mode, carrier| {
        if is_allowed(response_type, carrier) {
            return;
        }
        let refusal = pending_of(&client(), response_type, mode).unwrap_err();
        let reason = AuthorizeError::ResponseJwt(ResponseJwtError::NotEncrypted);
        assert_eq!(refusal.reason(), &reason);
        let (found, parameters) = error(refusal);
        assert_eq!(found, Carrier::Fragment, "the default mode of the response type");
        assert_eq!(parameters.get("error"), Some("invalid_request"));

        let (found, outside) = answer(pending_of(&encrypting(), response_type, mode).unwrap());
        assert_eq!(found, Carrier::Query);
        let parameters = decrypted(&outside, Enc::A256Gcm);
        assert_eq!(parameters.get("state"), Some(STATE), "{response_type}");
    });
}

#[test]
fn jarm_3_successes_and_errors_are_encrypted_if_the_client_registered_for_it() {
    for (mode, _) in MODES {
        let pending = || pending_of(&encrypting(), &ResponseType::CODE, mode).unwrap();
        assert!(decrypted(&answer(pending()).1, Enc::A256Gcm).contains("code"), "{mode}");
        let refusal = op().respond(pending(), Decision::Denied, at(ANSWERED)).unwrap_err();
        let parameters = decrypted(&error(refusal).1, Enc::A256Gcm);
        assert_eq!(parameters.get("error"), Some("access_denied"), "{mode}");
        let form = asking_for(&ResponseType::CODE, Some(mode)).set("max_age", "-1");
        let refusal = authorize_as(&op(), Some(&encrypting()), &form.get()).unwrap_err();
        let parameters = decrypted(&error(refusal).1, Enc::A256Gcm);
        assert_eq!(parameters.get("error"), Some("invalid_request"), "{mode}");
    }
}

#[test]
fn jarm_3_the_default_for_enc_is_a128cbc_hs256() {
    let mut client = encrypting();
    client.authorization_encrypted_response_enc = None;
    let pending = pending_of(&client, &ResponseType::CODE, "jwt").unwrap();
    assert!(decrypted(&answer(pending).1, Enc::A128CbcHs256).contains("code"));
}

/// RFC 7517 §4.2: the client said what this key is for.
#[test]
fn jarm_3_a_key_for_encryption_is_used_before_a_key_without_use() {
    let mut for_encryption = public(&client_key()).to_object();
    for_encryption.insert("use", "enc");
    let for_encryption = PublicJwk::from_object(for_encryption).unwrap();
    let keys = vec![public(&keys::p256("no-use")), for_encryption];
    let client = encrypting().jwks(PublicJwkSet::new(keys));
    let pending = pending_of(&client, &ResponseType::CODE, "jwt").unwrap();
    assert!(decrypted(&answer(pending).1, Enc::A256Gcm).contains("code"));
}

#[test]
fn jarm_3_a_response_that_cannot_be_signed_or_encrypted_is_refused_before_the_user_signs_in() {
    let no_alg = {
        let mut client = encrypting();
        client.authorization_encrypted_response_alg = None;
        (client, ResponseJwtError::EncWithoutAlg { content: Enc::A256Gcm })
    };
    let no_encryption_key =
        |alg| ResponseJwtError::NoEncryptionKey { algorithm: alg, content: Enc::A256Gcm };
    let no_jwks = {
        let mut client = encrypting();
        client.jwks = None;
        (client, no_encryption_key(Alg::EcdhEs))
    };
    let encrypting_by = |alg| {
        let client = encrypting().authorization_encrypted_response(alg, Enc::A256Gcm);
        (client, no_encryption_key(alg))
    };
    let for_signatures = client_key().restricted();
    let wrong_use = encrypting().jwks(PublicJwkSet::new(vec![public(&for_signatures)]));
    let no_signing_key = ResponseJwtError::NoSigningKey {
        algorithm: SignatureAlgorithm::Ps256,
        keys: vec![SignatureAlgorithm::Es256],
    };
    let cases = [
        no_alg,
        no_jwks,
        encrypting_by(Alg::RsaOaep256),
        encrypting_by(Alg::Rsa1_5),
        encrypting_by(Alg::Dir),
        (wrong_use, no_encryption_key(Alg::EcdhEs)),
        (client().authorization_signed_response_alg(SignatureAlgorithm::Ps256), no_signing_key),
    ];
    for (client, reason) in cases {
        let refusal = pending_of(&client, &ResponseType::CODE, "jwt").unwrap_err();
        assert_eq!(refusal.reason(), &AuthorizeError::ResponseJwt(reason.clone()));
        let (found, parameters) = error(refusal);
        assert_eq!(found, Carrier::Query, "the default mode of the response type");
        assert_eq!(parameters.get("error"), Some("server_error"), "{reason}");
        // The other response modes do not need these keys.
        assert!(pending_of(&client, &ResponseType::CODE, "query").is_ok());
    }
}

#[test]
fn jarm_3_the_registered_algorithm_signs_and_the_default_is_the_first_key() {
    let keys = [op_key(), other_key()].map(|pair| id_token_key(&pair));
    let endpoints = symbolon_test_support::metadata::provider_endpoints();
    let op = Provider::new(issuer(), endpoints, keys.to_vec(), policy(), CRYPTO).unwrap();
    let algorithms = &op.metadata().authorization_signing_alg_values_supported;
    assert_eq!(*algorithms, op.metadata().id_token_signing_alg_values_supported);
    let ed25519 = other_key().algorithm;
    for (registered, expected) in [(None, SignatureAlgorithm::Es256), (Some(ed25519), ed25519)] {
        let mut client = web();
        client.authorization_signed_response_alg = registered;
        let form = asking_for(&ResponseType::CODE, Some("jwt"));
        let pending = authorize_as(&op, Some(&client), &form.get()).unwrap();
        let issued = op.respond(pending, yes(alice()), at(ANSWERED)).unwrap();
        let (_, outside) = carried(&sent(issued), &redirect_uri()).unwrap();
        let response = UnverifiedResponse::parse(jwt_of(&outside)).unwrap();
        let keys = op.jwks().verification_keys(&[expected], &CRYPTO);
        let client_id = &client.client_id;
        assert!(response.verify(&keys, &issuer(), client_id, at(10), Duration::ZERO).is_ok());
    }
}

/// The response is for one client and ten minutes, and each of its parts is signed.
#[test]
fn attack_108_a_response_in_a_jwt_is_of_no_use_elsewhere() {
    let pending = pending_of(&client(), &ResponseType::CODE, "jwt").unwrap();
    let (_, outside) = answer(pending);
    let text = jwt_of(&outside);
    let response = UnverifiedResponse::parse(text).unwrap();
    assert!(verified_at(&response, ANSWERED + 599).is_ok());
    let expired = verified_at(&response, ANSWERED + 600).unwrap_err();
    assert!(matches!(expired, JarmError::Jwt(Jwt::Expired { .. })), "{expired:?}");
    let keys = verification_keys(&op());
    let verify = |issuer: &Issuer, client_id: &ClientId| {
        response.verify(&keys, issuer, client_id, at(ANSWERED), Duration::ZERO)
    };
    let other_client = ClientId::new("other").unwrap();
    let refused = verify(&issuer(), &other_client).unwrap_err();
    assert!(matches!(refused, JarmError::Jwt(Jwt::Audience { .. })), "{refused:?}");
    let other_issuer = Issuer::new("https://other.example").unwrap();
    let refused = verify(&other_issuer, &web().client_id).unwrap_err();
    assert!(matches!(refused, JarmError::Jwt(Jwt::Issuer { .. })), "{refused:?}");
    // Another code, under the same signature.
    let mut parts: Vec<_> = text.split('.').map(str::to_owned).collect();
    let (_, other) = answer(pending_of(&client(), &ResponseType::CODE, "jwt").unwrap());
    parts[1] = jwt_of(&other).split('.').nth(1).unwrap().to_owned();
    let forged = UnverifiedResponse::parse(&parts.join(".")).unwrap();
    assert!(verified_at(&forged, ANSWERED).is_err());
}

/// The keys travel with the stored request, and the JWT is prepared when the provider answers.
#[test]
fn a_stored_request_keeps_the_registration_for_responses_in_a_jwt() {
    for client in [client(), encrypting()] {
        let pending = pending_of(&client, &ResponseType::CODE, "jwt").unwrap();
        let stored = serde_json::to_string(&pending).unwrap();
        let read_back: PendingAuthorization = serde_json::from_str(&stored).unwrap();
        assert_eq!(read_back, pending);
        let (_, outside) = answer(read_back);
        let parameters = match client.authorization_encrypted_response_alg {
            None => read(&outside),
            Some(_) => decrypted(&outside, Enc::A256Gcm),
        };
        assert!(parameters.contains("code"));
    }
}

/// A request that was stored before this library knew responses in a JWT has another mode.
#[test]
fn a_request_of_another_mode_stores_nothing_about_responses_in_a_jwt() {
    let pending = pending_of(&encrypting(), &ResponseType::CODE, "query").unwrap();
    assert!(!serde_json::to_string(&pending).unwrap().contains("response_jwt"));
}

#[test]
fn jarm_2_2_a_provider_that_lost_the_key_answers_the_user() {
    let signer = client().authorization_signed_response_alg(SignatureAlgorithm::Es256);
    let pending = pending_of(&signer, &ResponseType::CODE, "jwt").unwrap();
    let endpoints = symbolon_test_support::metadata::provider_endpoints();
    let keys = vec![id_token_key(&other_key())];
    let changed = Provider::new(issuer(), endpoints, keys, policy(), CRYPTO).unwrap();
    let reason = AuthorizeError::ResponseJwt(ResponseJwtError::NoSigningKey {
        algorithm: SignatureAlgorithm::Es256,
        keys: vec![other_key().algorithm],
    });
    for decision in [yes(alice()), Decision::Denied] {
        let refusal = changed.respond(pending.clone(), decision, at(ANSWERED)).unwrap_err();
        assert_page(refusal, &reason);
    }
}

#[test]
fn the_policy_and_the_registration_decide_about_responses_in_a_jwt() {
    let without = provider_with(|policy| policy.response_modes.retain(|mode| !mode.is_jwt()));
    let metadata = serde_json::to_string(&without.metadata().to_object()).unwrap();
    assert!(!metadata.contains("authorization_signing_alg") && !metadata.contains(".jwt"));
    for mode in ResponseMode::ALL.into_iter().filter(ResponseMode::is_jwt) {
        let request = asking_for(&ResponseType::CODE, Some(mode.as_str())).get();
        let refusal = authorize_as(&without, Some(&client()), &request).unwrap_err();
        assert_redirect(refusal, &AuthorizeError::UnsupportedResponseMode(mode), "invalid_request");
    }

    // A client that registered only for `jwt` gets no response without a signature.
    let mut client = client();
    client.response_modes = Some(vec![ResponseMode::JWT]);
    assert!(pending_of(&client, &ResponseType::CODE, "jwt").is_ok());
    let refusal = pending_of(&client, &ResponseType::CODE, "query").unwrap_err();
    let reason = AuthorizeError::UnregisteredResponseMode(ResponseMode::QUERY);
    assert_eq!(refusal.reason(), &reason);
}

/// Returns the names and values that the page takes to the client, and the message they make.
fn way_back(client: &RegisteredClient, mode: &str) -> (WayBack, Parameters) {
    let form = asking_for(&ResponseType::CODE, Some(mode)).set("max_age", "-1");
    let refusal = authorize_as(&op(), Some(client), &form.get()).unwrap_err();
    let Refusal::AfterPage(refusal) = refusal else { panic!("a redirect: {refusal:?}") };
    let way_back = refusal.way_back().unwrap();
    let parameters = match &way_back {
        WayBack::Link(url) => {
            let added = url.strip_prefix(CALLBACK).unwrap();
            Parameters::parse(added.trim_start_matches(['?', '#'])).unwrap()
        }
        WayBack::Form { action, parameters } => {
            assert_eq!(action, &redirect_uri());
            parameters.clone()
        }
    };
    (way_back, parameters)
}

#[test]
fn rfc9700_4_11_2_the_page_takes_the_error_to_the_client_in_each_mode() {
    let stranger = client().self_registered();
    for mode in ResponseMode::ALL {
        let (way_back, parameters) = way_back(&stranger, mode.as_str());
        let is_form = matches!(way_back, WayBack::Form { .. });
        assert_eq!(is_form, mode.as_str().starts_with("form_post"), "{mode}");
        let parameters = if mode.is_jwt() {
            let response = UnverifiedResponse::parse(jwt_of(&parameters)).unwrap();
            verified_at(&response, 0).unwrap()
        } else {
            parameters
        };
        assert_eq!(parameters.get("error"), Some("invalid_request"), "{mode}");
        assert_eq!(parameters.get("state"), Some(STATE), "{mode}");
        assert_eq!(parameters.get("iss"), Some(ISSUER), "{mode}");
    }
}

#[test]
fn jarm_errors_have_codes() {
    let content = Enc::A256Gcm;
    let cases = [
        (ResponseJwtError::NotEncrypted, "response_jwt.not_encrypted"),
        (ResponseJwtError::EncWithoutAlg { content }, "response_jwt.enc_without_alg"),
        (
            ResponseJwtError::NoEncryptionKey { algorithm: Alg::EcdhEs, content },
            "response_jwt.no_encryption_key",
        ),
        (
            ResponseJwtError::NoSigningKey { algorithm: SignatureAlgorithm::Es256, keys: vec![] },
            "response_jwt.no_signing_key",
        ),
    ];
    for (error, code) in cases {
        assert_eq!(AuthorizeError::ResponseJwt(error).code(), code);
    }
}
