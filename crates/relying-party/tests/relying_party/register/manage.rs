//! Reading, updating and deleting a registration.

use http::{Method, Response, StatusCode};
use symbolon_discovery::quirks::Quirks;
use symbolon_jose::Object;
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use symbolon_oauth::{ErrorCode, ErrorResponse};
use symbolon_registration::{ClientInformation, ClientMetadata};
use symbolon_relying_party::{
    Flow, OutOfTurn, ReadRegistration, RegisterError, Registration, Unregister, UpdateRegistration,
};

use super::party::{
    CONFIGURATION, REGISTRATION_TOKEN, answer, register, registration, response, run, sent, token,
    wiki,
};
use crate::parties::{CLIENT, SECRET, now};

/// Reads the registration. `change` changes the answer of the provider.
fn read(change: impl FnOnce(&mut Object)) -> Result<Registration, RegisterError> {
    let mut object = answer(&registration().asked);
    change(&mut object);
    run(ReadRegistration::new(&registration()).unwrap(), response(StatusCode::OK, &object))
}

/// Starts an update with this metadata, and returns the content of the request.
fn updating(registration: &Registration, metadata: ClientMetadata) -> Object {
    let mut flow = UpdateRegistration::new(registration, metadata).unwrap();
    Object::parse(sent(&mut flow).body()).unwrap()
}

#[test]
fn registration_4_the_token_is_a_bearer_token() {
    let registration = registration();
    let requests = [
        sent(&mut ReadRegistration::new(&registration).unwrap()),
        sent(&mut UpdateRegistration::new(&registration, wiki()).unwrap()),
        sent(&mut Unregister::new(registration).unwrap()),
    ];
    for request in &requests {
        assert_eq!(token(request).expose(), REGISTRATION_TOKEN);
    }
    assert_eq!(requests.map(|it| it.method().clone()), [Method::GET, Method::PUT, Method::DELETE]);
}

#[test]
fn registration_4_1_the_uri_is_used_unchanged() {
    let uri = "https://op.example:443/Clients/%7euser?b=2&a=1&client_id=other";
    let change = |answer: &mut Object| {
        answer.insert("registration_client_uri", uri);
    };
    let registration = register(wiki(), change).unwrap();
    assert_eq!(sent(&mut ReadRegistration::new(&registration).unwrap()).uri(), uri);
    assert_eq!(sent(&mut UpdateRegistration::new(&registration, wiki()).unwrap()).uri(), uri);
    assert_eq!(sent(&mut Unregister::new(registration).unwrap()).uri(), uri);
}

#[test]
fn attack_105_a_foreign_configuration_uri_counts_as_chosen_by_the_provider() {
    for (uri, chosen_by, expected) in [
        (CONFIGURATION, AddressFrom::Configuration, AddressFrom::Configuration),
        ("https://10.0.0.1/c", AddressFrom::Configuration, AddressFrom::Provider),
        (CONFIGURATION, AddressFrom::Stranger, AddressFrom::Stranger),
    ] {
        let change = |answer: &mut Object| {
            answer.insert("registration_client_uri", uri);
        };
        let mut registration = register(wiki(), change).unwrap();
        registration.address = chosen_by;
        for request in [
            sent(&mut ReadRegistration::new(&registration).unwrap()),
            sent(&mut UpdateRegistration::new(&registration, wiki()).unwrap()),
            sent(&mut Unregister::new(registration.clone()).unwrap()),
        ] {
            let limits = request.extensions().get::<FetchLimits>().unwrap();
            assert_eq!(limits.address, expected, "{uri}");
        }
    }
}

#[test]
fn rfc7592_2_1_new_credentials_replace_the_old_ones() {
    let uri = "https://op.example/clients/s6BhdRkqt3";
    let change = |answer: &mut Object| {
        answer.insert("client_secret", "a new secret");
        answer.insert("client_secret_expires_at", now().unix_timestamp() + 60);
        answer.insert("registration_client_uri", uri);
        answer.insert("registration_access_token", "the.new.token");
    };
    let object = |asked: &ClientMetadata| {
        let mut object = answer(asked);
        change(&mut object);
        object
    };
    let update = UpdateRegistration::new(&registration(), registration().asked).unwrap();
    let updated = run(update, response(StatusCode::OK, &object(&registration().asked))).unwrap();
    for registration in [read(change).unwrap(), updated] {
        let information = &registration.information;
        assert_eq!(information.client_secret.as_ref().unwrap().expose(), "a new secret");
        let access = information.access.as_ref().unwrap();
        assert_eq!((access.uri.as_str(), access.token.expose()), (uri, "the.new.token"));
        assert!(!registration.is_secret_expired(now() + time::Duration::seconds(59)));
        assert!(registration.is_secret_expired(now() + time::Duration::seconds(60)));
    }
}

#[test]
fn rfc7592_2_1_old_credentials_stay_if_the_answer_has_none() {
    let registration = read(|answer| {
        for name in [
            "client_secret",
            "client_secret_expires_at",
            "client_id_issued_at",
            "registration_client_uri",
            "registration_access_token",
        ] {
            answer.remove(name);
        }
    });
    assert_eq!(registration.unwrap(), super::party::registration());
}

#[test]
fn a_secret_that_the_client_no_longer_uses_is_dropped() {
    let mut metadata = registration().metadata().clone();
    metadata.token_endpoint_auth_method = Some("none".parse().unwrap());
    let flow = UpdateRegistration::new(&registration(), metadata.clone()).unwrap();
    let mut object = answer(&metadata);
    object.remove("client_secret");
    object.remove("client_secret_expires_at");
    let updated = run(flow, response(StatusCode::OK, &object)).unwrap();
    assert_eq!(updated.information.client_secret, None);
}

#[test]
fn rfc7592_2_1_a_changed_client_id_is_refused() {
    let error = read(|answer| {
        answer.insert("client_id", "another");
    });
    let error = error.unwrap_err();
    assert_eq!(error.code(), "register.other_client");
    assert_eq!(
        error.to_string(),
        format!("the answer is about the client another; expected {CLIENT}")
    );
}

#[test]
fn rfc7592_2_1_a_read_is_compared_with_what_was_asked() {
    let registration = read(|answer| {
        answer.insert("id_token_signed_response_alg", "ES256");
    });
    let registration = registration.unwrap();
    let differences = registration.differences();
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].member, "id_token_signed_response_alg");
}

#[test]
fn rfc7592_2_2_an_update_sends_everything_that_was_returned() {
    let registration = register(wiki(), |answer| {
        answer.insert("client_name", "Wiki");
        answer.insert("client_name#de", "Das Wiki");
        answer.insert("a_member_of_the_provider", "a value");
        answer.insert("software_statement", "e30.e30.c2ln");
    });
    let registration = registration.unwrap();
    let mut expected = registration.information.to_object();
    for name in FORBIDDEN {
        expected.remove(name);
    }
    assert_eq!(expected.get("client_secret").unwrap(), SECRET);
    assert_eq!(updating(&registration, registration.metadata().clone()), expected);
}

/// The members of an answer that an update must not have.
const FORBIDDEN: [&str; 4] = [
    "registration_access_token",
    "registration_client_uri",
    "client_secret_expires_at",
    "client_id_issued_at",
];

#[test]
fn rfc7592_2_2_an_update_leaves_out_the_four_members() {
    let registration = registration();
    let mut metadata = registration.metadata().clone();
    let body = updating(&registration, metadata.clone());
    for name in FORBIDDEN {
        assert!(!body.contains(name), "{name}");
        // A program could copy the member into `extra` from an answer.
        metadata.extra.insert(name, "a value");
        let error = UpdateRegistration::new(&registration, metadata.clone()).unwrap_err();
        assert_eq!(error.code(), "client_metadata.refused", "{name}");
        metadata.extra.remove(name);
    }
}

#[test]
fn rfc7592_2_2_an_omitted_member_is_not_sent() {
    let mut metadata = wiki();
    metadata.default_max_age = Some(60);
    let registration = register(metadata, |_| {}).unwrap();
    assert!(registration.information.to_object().contains("default_max_age"));
    let body = updating(&registration, wiki());
    assert!(!body.contains("default_max_age"));
    assert_eq!(body.get("client_id").unwrap(), CLIENT);
}

#[test]
fn rfc7592_2_2_the_software_statement_is_replaced_or_removed() {
    let change = |answer: &mut Object| {
        answer.insert("software_statement", "e30.e30.c2ln");
    };
    let registration = register(wiki(), change).unwrap();
    let flow = || UpdateRegistration::new(&registration, wiki()).unwrap();
    for (statement, expected) in [(None, None), (Some("e30.e30.bmV3"), Some("e30.e30.bmV3"))] {
        let encoded = statement.map(|text| symbolon_oauth::EncodedJwt::parse(text.to_owned()));
        let mut flow = flow().software_statement(encoded.transpose().unwrap());
        let body = Object::parse(sent(&mut flow).body()).unwrap();
        assert_eq!(body.get("software_statement").and_then(|it| it.as_str()), expected);
    }
}

#[test]
fn registration_2_an_update_that_breaks_a_rule_is_not_sent() {
    let mut metadata = wiki();
    metadata.redirect_uris.clear();
    let error = UpdateRegistration::new(&registration(), metadata).unwrap_err();
    assert_eq!(error.code(), "client_metadata.needed");
}

#[test]
fn rfc7592_2_3_204_is_a_deletion_and_other_answers_are_errors() {
    let unregister = |response| run(Unregister::new(registration()).unwrap(), response);
    let empty = |status| Response::builder().status(status).body(Vec::new()).unwrap();
    assert_eq!(unregister(empty(204)), Ok(()));
    for status in [200, 202, 301, 401, 403, 405, 500] {
        let error = unregister(empty(status)).unwrap_err();
        assert_eq!(error.code(), "register.not_deleted");
        assert_eq!(error.status().unwrap(), status);
    }
    let refusal = ErrorResponse::new(ErrorCode::new("invalid_token").unwrap());
    let error = unregister(refusal.clone().into_http(StatusCode::UNAUTHORIZED)).unwrap_err();
    assert_eq!(error.refusal(), Some(&refusal));
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
}

#[test]
fn a_registration_without_access_cannot_be_managed() {
    let change = |answer: &mut Object| {
        answer.remove("registration_client_uri");
        answer.remove("registration_access_token");
    };
    let registration = register(wiki(), change).unwrap();
    let no_access = RegisterError::NoAccess;
    assert_eq!(ReadRegistration::new(&registration).unwrap_err(), no_access);
    assert_eq!(UpdateRegistration::new(&registration, wiki()).unwrap_err(), no_access);
    assert_eq!(Unregister::new(registration).unwrap_err(), no_access);
}

#[test]
fn rfc7591_3_2_1_a_read_without_expiry_is_a_quirk() {
    let mut object = answer(&registration().asked);
    object.remove("client_secret_expires_at");
    let response = || response(StatusCode::OK, &object);
    let read = || ReadRegistration::new(&registration()).unwrap();
    let update = || UpdateRegistration::new(&registration(), wiki()).unwrap();
    assert_eq!(run(read(), response()).unwrap_err().code(), "client_information.missing");
    assert_eq!(run(update(), response()).unwrap_err().code(), "client_information.missing");
    let mut quirks = Quirks::default();
    quirks.registration.secret_expiry_missing = true;
    assert!(run(read().quirks(&quirks), response()).is_ok());
    assert!(run(update().quirks(&quirks), response()).is_ok());
}

#[test]
fn a_managing_flow_runs_once() {
    let ok = || response(StatusCode::OK, &answer(&registration().asked));
    let out_of_turn = RegisterError::OutOfTurn(OutOfTurn);
    let mut flow = ReadRegistration::new(&registration()).unwrap();
    assert_eq!(flow.receive(ok(), now()).unwrap_err(), out_of_turn);
    let mut flow = ReadRegistration::new(&registration()).unwrap();
    sent(&mut flow);
    assert_eq!(flow.start(now()).unwrap_err(), out_of_turn);
}

#[test]
fn rfc7592_3_the_answer_is_read_like_the_answer_to_a_registration() {
    let read = read(|_| {}).unwrap();
    let information = ClientInformation::from_object(answer(&registration().asked)).unwrap();
    assert_eq!(read.information, information);
}

#[test]
fn rfc6750_3_the_error_of_a_challenge_is_told() {
    let unauthorized = |value: &str| {
        let response = Response::builder().status(401).header("www-authenticate", value);
        response.body(Vec::new()).unwrap()
    };
    let read = |response| run(ReadRegistration::new(&registration()).unwrap(), response);
    let invalid = "Bearer realm=\"op\", error=\"invalid_token\", error_description=\"expired\"";
    let error = read(unauthorized(invalid)).unwrap_err();
    assert_eq!(error.code(), "client_information.refused");
    let refusal = error.refusal().unwrap();
    assert_eq!(refusal.error, ErrorCode::INVALID_TOKEN);
    assert_eq!(refusal.error_description.as_deref(), Some("expired"));
    let error = run(Unregister::new(registration()).unwrap(), unauthorized(invalid)).unwrap_err();
    assert_eq!(error.refusal().unwrap().error, ErrorCode::INVALID_TOKEN);
    // If the challenge has no error, the result contains the status.
    let error = read(unauthorized("Bearer realm=\"op\"")).unwrap_err();
    assert_eq!(
        (error.code(), error.status()),
        ("client_information.status", Some(StatusCode::UNAUTHORIZED))
    );
}
