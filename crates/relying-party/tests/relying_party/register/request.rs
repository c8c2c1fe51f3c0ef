//! The registration request, and what is refused before it is sent.

use http::{Method, StatusCode};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::Endpoint;
use symbolon_discovery::quirks::Quirks;
use symbolon_jose::Object;
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use symbolon_oauth::{AccessToken, EncodedJwt, ErrorCode, ErrorResponse};
use symbolon_registration::ClientMetadata;
use symbolon_relying_party::{Flow, OutOfTurn, Register, RegisterError, Registration, Step};

use super::party::{
    CONFIGURATION, REGISTRATION_TOKEN, provider, register, registration, run, sent, token, wiki,
};
use crate::parties::{CLIENT, ISSUER, SECRET, now};

#[test]
fn registration_3_1_the_request_has_the_metadata() {
    let mut flow = Register::new(&provider(), wiki()).unwrap();
    let request = sent(&mut flow);
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.uri(), "https://op.example/register");
    // The types are always stated, so that no default of the provider applies.
    let body = Object::parse(request.body()).unwrap();
    let expected = r#"{"grant_types":["authorization_code"],"redirect_uris":["https://client.example/cb"],"response_types":["code"]}"#;
    assert_eq!(body.to_json(), expected);
}

#[test]
fn rfc7591_3_the_initial_access_token_and_the_statement_are_sent() {
    let statement = EncodedJwt::parse("e30.e30.c2ln".to_owned()).unwrap();
    let mut flow = Register::new(&provider(), wiki())
        .unwrap()
        .initial_access_token(AccessToken::new("initial.token".to_owned()))
        .software_statement(statement);
    let request = sent(&mut flow);
    assert_eq!(token(&request), AccessToken::new("initial.token".to_owned()));
    let body = Object::parse(request.body()).unwrap();
    assert_eq!(body.get("software_statement").unwrap(), "e30.e30.c2ln");
}

#[test]
fn registration_3_2_the_answer_is_kept_with_what_was_asked() {
    let registration = registration();
    assert_eq!(registration.issuer.as_str(), ISSUER);
    assert_eq!(registration.client_id().as_str(), CLIENT);
    assert_eq!(registration.information.client_secret.as_ref().unwrap().expose(), SECRET);
    assert_eq!(registration.differences(), []);
    assert!(!registration.is_secret_expired(now()));
}

#[test]
fn a_registration_is_stored_and_shows_no_secret() {
    let mut registration = registration();
    for address in [AddressFrom::Configuration, AddressFrom::Provider, AddressFrom::Stranger] {
        registration.address = address;
        let stored = serde_json::to_string(&registration).unwrap();
        assert_eq!(serde_json::from_str::<Registration>(&stored).unwrap(), registration);
    }
    let printed = format!("{registration:?}");
    assert!(!printed.contains(SECRET) && !printed.contains(REGISTRATION_TOKEN), "{printed}");
    assert!(printed.contains(CONFIGURATION), "{printed}");
}

#[test]
fn rfc7591_3_2_2_the_error_response_is_told() {
    let refusal = ErrorResponse::new(ErrorCode::INVALID_REDIRECT_URI);
    let response = refusal.clone().into_http(StatusCode::BAD_REQUEST);
    let error = run(Register::new(&provider(), wiki()).unwrap(), response).unwrap_err();
    assert_eq!(error.code(), "client_information.refused");
    assert_eq!(error.refusal(), Some(&refusal));
    assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
}

#[test]
fn a_provider_without_a_registration_endpoint_is_refused() {
    let mut provider = provider();
    provider.registration_endpoint = None;
    assert_eq!(Register::new(&provider, wiki()).unwrap_err(), RegisterError::NoEndpoint);
}

#[test]
fn registration_2_metadata_that_breaks_a_rule_is_not_sent() {
    for (json, code) in [
        (r#"{"jwks_uri":"http://rp.example/jwks"}"#, "client_metadata.refused"),
        (r#"{"redirect_uris":[]}"#, "client_metadata.needed"),
        (r#"{"token_endpoint_auth_method":"private_key_jwt"}"#, "client_metadata.needed"),
        // The rules that compare the metadata with what the provider offers.
        (r#"{"id_token_signed_response_alg":"PS256"}"#, "client_metadata.not_offered"),
        (r#"{"id_token_signing_alg_values_supported":["PS256"]}"#, "client_metadata.not_offered"),
        (r#"{"response_types":["code id_token"]}"#, "client_metadata.not_offered"),
    ] {
        let mut object = wiki().to_object();
        for (name, value) in Object::parse(json.as_bytes()).unwrap().iter() {
            object.insert(name, value.clone());
        }
        let metadata = ClientMetadata::from_object(object).unwrap();
        let error = Register::new(&provider(), metadata).unwrap_err();
        assert!(matches!(error, RegisterError::Metadata(_)), "{json}");
        assert_eq!(error.code(), code, "{json}: {error}");
    }
}

#[test]
fn rp_choices_4_the_first_choice_is_also_sent_alone() {
    let mut metadata = wiki();
    metadata.id_token_signing_alg_values_supported =
        ["PS256", "ES256", "RS256"].map(str::to_owned).to_vec();
    let request = sent(&mut Register::new(&provider(), metadata).unwrap());
    let body = Object::parse(request.body()).unwrap();
    // The provider does not offer PS256.
    assert_eq!(body.get("id_token_signed_response_alg").unwrap(), "ES256");
    let list = body.get("id_token_signing_alg_values_supported").unwrap();
    assert_eq!(list.to_string(), r#"["PS256","ES256","RS256"]"#);
}

#[test]
fn attack_082_a_foreign_registration_endpoint_counts_as_chosen_by_the_provider() {
    let limits = |request: &http::Request<Vec<u8>>| {
        request.extensions().get::<FetchLimits>().unwrap().address
    };
    let own = sent(&mut Register::new(&provider(), wiki()).unwrap());
    assert_eq!(limits(&own), AddressFrom::Configuration);
    let mut foreign = provider();
    foreign.registration_endpoint = Some(Endpoint::new("https://evil.example/register").unwrap());
    let request = sent(&mut Register::new(&foreign, wiki()).unwrap());
    assert_eq!(limits(&request), AddressFrom::Provider);
    let flow = Register::new(&provider(), wiki()).unwrap();
    let request = sent(&mut flow.address_from(AddressFrom::Stranger));
    assert_eq!(limits(&request), AddressFrom::Stranger);
}

#[test]
fn attack_081_the_configuration_uri_is_checked() {
    for uri in ["http://op.example/register", "http://127.0.0.1/register", "javascript:alert(1)"] {
        let error = register(wiki(), |answer| {
            answer.insert("registration_client_uri", uri);
        });
        assert_eq!(error.unwrap_err().code(), "endpoint.scheme", "{uri}");
    }
}

#[test]
fn registration_3_2_a_secret_without_expiry_is_a_quirk() {
    let without = |answer: &mut Object| {
        answer.remove("client_secret_expires_at");
    };
    let error = register(wiki(), without).unwrap_err();
    assert_eq!(error.code(), "client_information.missing");

    let mut quirks = Quirks::default();
    quirks.registration.secret_expiry_missing = true;
    let mut object = super::party::answer(&wiki());
    without(&mut object);
    let flow = Register::new(&provider(), wiki()).unwrap().quirks(&quirks);
    let registration = run(flow, super::party::response(StatusCode::CREATED, &object)).unwrap();
    assert_eq!(registration.information.client_secret.unwrap().expose(), SECRET);
    assert_eq!(registration.information.client_secret_expires_at, None);
}

#[test]
fn a_flow_runs_once() {
    let mut flow = Register::new(&provider(), wiki()).unwrap();
    let response = || super::party::response(StatusCode::CREATED, &super::party::answer(&wiki()));
    let out_of_turn = RegisterError::OutOfTurn(OutOfTurn);
    assert_eq!(flow.receive(response(), now()).unwrap_err(), out_of_turn);
    sent(&mut flow);
    assert_eq!(flow.start(now()).unwrap_err(), out_of_turn);
    assert!(matches!(flow.receive(response(), now()), Ok(Step::Done(_))));
    assert_eq!(flow.receive(response(), now()).unwrap_err(), out_of_turn);
}

#[test]
fn the_error_names_the_quirk() {
    let error = register(wiki(), |answer| {
        answer.remove("client_secret_expires_at");
    });
    assert_eq!(
        error.unwrap_err().to_string(),
        "`client_secret_expires_at` is required in this response, and it is missing; for a \
         provider that never states it, set the quirk `registration.secret_expiry_missing`"
    );
}

/// Returns the metadata that the client sends to a provider that offers these values.
fn chosen(algorithms: &[&str], methods: &[&str], metadata: ClientMetadata) -> Object {
    let mut provider = provider();
    provider.id_token_signing_alg_values_supported =
        algorithms.iter().map(|name| (*name).to_owned()).collect();
    provider.token_endpoint_auth_methods_supported =
        methods.iter().map(|name| name.parse().unwrap()).collect();
    let mut flow = Register::new(&provider, metadata).unwrap().choices(&CRYPTO);
    Object::parse(sent(&mut flow).body()).unwrap()
}

#[test]
fn values_that_the_client_leaves_open_are_chosen_from_the_offer() {
    let (alg, method) = ("id_token_signed_response_alg", "token_endpoint_auth_method");
    let text =
        |object: &Object, name| object.get(name).and_then(|it| it.as_str().map(String::from));
    for (algorithms, methods, expected) in [
        // The defaults are offered.
        (&["ES256", "RS256"][..], &["client_secret_post", "client_secret_basic"][..], [None, None]),
        (&[], &[], [None, None]),
        (
            &["PS256", "ES256"],
            &["none", "client_secret_post"],
            [Some("PS256"), Some("client_secret_post")],
        ),
        // A MAC algorithm, an unknown algorithm and a public client are never chosen.
        (&["HS256", "XX256", "EdDSA"], &["none"], [Some("EdDSA"), None]),
        (&["HS256"], &["private_key_jwt"], [None, None]),
    ] {
        let sent = chosen(algorithms, methods, wiki());
        let found = [text(&sent, alg), text(&sent, method)];
        assert_eq!(found.each_ref().map(Option::as_deref), expected, "{algorithms:?} {methods:?}");
    }
    let mut stated = wiki();
    stated.id_token_signed_response_alg = Some("ES256".to_owned());
    assert_eq!(text(&chosen(&["PS256", "ES256"], &[], stated), alg).unwrap(), "ES256");
}

#[test]
fn a_damaged_stored_registration_is_refused() {
    let stored = serde_json::to_value(registration()).unwrap();
    for (path, value) in [
        ("/issuer", serde_json::json!("javascript:alert(1)")),
        ("/information", serde_json::json!({})),
        ("/information/registration_client_uri", serde_json::json!("http://op.example/register")),
        ("/information/client_secret_expires_at", serde_json::Value::Null),
        ("/asked", serde_json::json!({ "redirect_uris": 1 })),
        ("/address", serde_json::json!("nowhere")),
    ] {
        let mut damaged = stored.clone();
        *damaged.pointer_mut(path).unwrap() = value;
        assert!(serde_json::from_value::<Registration>(damaged).is_err(), "{path}");
        let mut absent = stored.clone();
        let member = path.trim_start_matches('/');
        if absent.as_object_mut().unwrap().remove(member).is_some() {
            assert!(serde_json::from_value::<Registration>(absent).is_err(), "{path}");
        }
    }
}
