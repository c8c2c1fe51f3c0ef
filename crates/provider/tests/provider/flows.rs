//! The response types and response modes: what each response contains, and who may ask for it.

use std::collections::BTreeSet;

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Object;
use symbolon_oauth::{
    AccessToken, AuthorizationCode, EncodedJwt, GrantType, Parameters, RedirectUri, ResponseMode,
    ResponseModeError, ResponseType, State, danger,
};
use symbolon_oidc::{
    ExpectedIdToken, IdToken, IdTokenValidator, Nonce, NonceExpectation, ReceivedFrom,
};
use symbolon_provider::*;
use symbolon_test_support::carried::{Carrier, carried};

use crate::common::*;

/// Returns a provider that allows every response type.
pub(crate) fn op() -> Provider {
    provider_with(|policy| policy.response_types = ResponseType::ALL.to_vec())
}

/// Returns a client that is registered for every response type.
pub(crate) fn client() -> RegisteredClient {
    web().response_types(ResponseType::ALL.to_vec())
}

pub(crate) fn asking_for(response_type: &ResponseType, response_mode: Option<&str>) -> Form {
    let form = asking().set("response_type", response_type.as_str());
    match response_mode {
        Some(mode) => form.set("response_mode", mode),
        None => form,
    }
}

fn pending(form: &Form) -> Result<PendingAuthorization, Refusal> {
    authorize_as(&op(), Some(&client()), &form.get())
}

pub(crate) fn redirect_uri() -> RedirectUri {
    RedirectUri::new(CALLBACK).unwrap()
}

/// Returns the answer to a request to which Alice consented, with its records.
fn answer(form: &Form) -> (Carrier, Parameters, AuthorizationRecords) {
    let issued = op().respond(pending(form).unwrap(), yes(alice()), at(10)).unwrap();
    let records = issued.records().clone();
    let (carrier, parameters) = carried(&sent(issued), &redirect_uri()).unwrap();
    (carrier, parameters, records)
}

pub(crate) fn names(parameters: &Parameters) -> BTreeSet<String> {
    parameters.iter().map(|(name, _)| name.to_owned()).collect()
}

/// The response modes of a request, each with the carrier of the response. `None` is the default.
const MODES: [(Option<&str>, Option<Carrier>); 4] = [
    (None, None),
    (Some("query"), Some(Carrier::Query)),
    (Some("fragment"), Some(Carrier::Fragment)),
    (Some("form_post"), Some(Carrier::FormPost)),
];

/// The parameters of a success for each response type, besides `state` and `iss`.
pub(crate) const CONTENTS: [(ResponseType, &[&str]); 7] = [
    (ResponseType::CODE, &["code"]),
    (ResponseType::ID_TOKEN, &["id_token"]),
    (
        ResponseType::ID_TOKEN_TOKEN,
        &["id_token", "access_token", "token_type", "expires_in", "scope"],
    ),
    (ResponseType::CODE_ID_TOKEN, &["code", "id_token"]),
    (ResponseType::CODE_TOKEN, &["code", "access_token", "token_type", "expires_in", "scope"]),
    (
        ResponseType::CODE_ID_TOKEN_TOKEN,
        &["code", "id_token", "access_token", "token_type", "expires_in", "scope"],
    ),
    (ResponseType::NONE, &[]),
];

/// Calls `check` with each response type, its contents, each mode and the carrier of the response.
fn for_each_flow(check: impl Fn(&ResponseType, &[&str], Option<&str>, Option<Carrier>)) {
    for (response_type, contents) in &CONTENTS {
        let returns_tokens = response_type.returns_tokens();
        for (mode, carrier) in MODES {
            let default = if returns_tokens { Carrier::Fragment } else { Carrier::Query };
            let carrier = carrier.unwrap_or(default);
            let is_allowed = !returns_tokens || carrier != Carrier::Query;
            check(response_type, contents, mode, is_allowed.then_some(carrier));
        }
    }
}

#[test]
fn multiple_response_types_5_the_exact_parameters_of_each_success() {
    for_each_flow(|response_type, contents, mode, carrier| {
        let Some(carrier) = carrier else { return };
        let (found, parameters, _) = answer(&asking_for(response_type, mode));
        assert_eq!(found, carrier, "{response_type} {mode:?}");
        let expected = contents.iter().chain(&["state", "iss"]).map(|it| (*it).to_owned());
        assert_eq!(names(&parameters), expected.collect(), "{response_type} {mode:?}");
        assert_eq!(parameters.get("state"), Some(STATE));
        assert_eq!(parameters.get("iss"), Some(ISSUER));
    });
}

#[test]
fn core_3_2_2_6_the_exact_parameters_of_each_error_in_the_mode_of_the_success() {
    for_each_flow(|response_type, _, mode, carrier| {
        let Some(carrier) = carrier else { return };
        let pending = pending(&asking_for(response_type, mode)).unwrap();
        let refusal = op().respond(pending, Decision::Denied, at(10)).unwrap_err();
        let Refusal::ToClient(refusal) = refusal else { panic!("a page") };
        let (found, parameters) = carried(&refusal.into_response(), &redirect_uri()).unwrap();
        assert_eq!(found, carrier, "{response_type} {mode:?}");
        let expected = ["error", "error_description", "state", "iss"].map(str::to_owned);
        assert_eq!(names(&parameters), expected.into_iter().collect());
        assert_eq!(parameters.get("error"), Some("access_denied"));
    });
}

#[test]
fn attack_092_no_token_in_a_query() {
    for_each_flow(|response_type, _, mode, carrier| {
        if carrier.is_some() {
            return;
        }
        let refusal = pending(&asking_for(response_type, mode)).unwrap_err();
        let error = ResponseModeError::TokenInQuery { response_type: response_type.clone() };
        assert_eq!(refusal.reason(), &AuthorizeError::ResponseMode(error));
        let Refusal::ToClient(refusal) = refusal else { panic!("a page") };
        // Multiple Response Types §5: an error of such a request returns in the fragment.
        let (found, parameters) = carried(&refusal.into_response(), &redirect_uri()).unwrap();
        assert_eq!(found, Carrier::Fragment);
        assert_eq!(parameters.get("error"), Some("invalid_request"));
    });
}

#[test]
fn each_code_and_access_token_has_a_record_of_the_same_grant() {
    for (response_type, contents) in &CONTENTS {
        let (_, parameters, records) = answer(&asking_for(response_type, None));
        let code = parameters.get("code").map(|it| AuthorizationCode::new(it.to_owned()));
        let token = parameters.get("access_token").map(|it| AccessToken::new(it.to_owned()));
        assert_eq!(
            records.code.as_ref().map(|record| record.fingerprint.clone()),
            code.map(|code| code.fingerprint(&CRYPTO)),
        );
        assert_eq!(
            records.access.as_ref().map(|record| record.fingerprint.clone()),
            token.map(|token| token.fingerprint(&CRYPTO)),
        );
        let has_records = contents.contains(&"code") || contents.contains(&"access_token");
        assert_eq!(records.is_empty(), !has_records, "{response_type}");
        for grant in
            records.code.iter().map(|it| &it.grant).chain(records.access.iter().map(|it| &it.grant))
        {
            assert_eq!(grant, &records.grant.id);
        }
        assert_eq!(records.grant.subject, "alice");
        assert_eq!(records.grant.issuer, issuer());
        assert_eq!(records.grant.client_id, web().client_id);
        assert_eq!(records.grant.granted, alice().auth_time());
    }
}

/// Validates the ID Token that came through the browser as a relying party does.
pub(crate) fn front_id_token(parameters: &Parameters) -> IdToken {
    let token = EncodedJwt::parse(parameters.get("id_token").unwrap().to_owned()).unwrap();
    let nonce = Nonce::new(NONCE.to_owned());
    let code = parameters.get("code").map(|it| AuthorizationCode::new(it.to_owned()));
    let access = parameters.get("access_token").map(|it| AccessToken::new(it.to_owned()));
    let state = State::parse(STATE.to_owned()).unwrap();
    // From this endpoint, `c_hash` and `at_hash` are required.
    let mut expected = ExpectedIdToken::login(NonceExpectation::Sent(&nonce))
        .state(&state)
        .received_from(ReceivedFrom::AuthorizationEndpoint);
    if let Some(code) = &code {
        expected = expected.code(code);
    }
    if let Some(access) = &access {
        expected = expected.access_token(access);
    }
    IdTokenValidator::new(issuer(), web().client_id)
        .validate(&token, &verification_keys(&op()), &expected, &CRYPTO, at(10))
        .unwrap()
}

#[test]
fn attack_068_at_hash_and_c_hash_are_of_what_came_with_the_id_token() {
    for (response_type, contents) in &CONTENTS {
        if !response_type.includes("id_token") {
            continue;
        }
        let (_, parameters, _) = answer(&asking_for(response_type, None));
        let token = front_id_token(&parameters);
        assert_eq!(token.at_hash.is_some(), contents.contains(&"access_token"));
        assert_eq!(token.c_hash.is_some(), contents.contains(&"code"));
        assert_eq!(token.sub, "alice");
    }
}

#[test]
fn fapi_1_advanced_5_2_2_1_an_id_token_from_the_browser_has_the_hash_of_the_state() {
    for response_type in CONTENTS.map(|(it, _)| it).iter().filter(|it| it.includes("id_token")) {
        let (_, parameters, _) = answer(&asking_for(response_type, None));
        assert!(front_id_token(&parameters).s_hash.is_some(), "{response_type}");
        let (_, parameters, _) = answer(&asking_for(response_type, None).without("state"));
        assert_eq!(front_id_token(&parameters).s_hash, None, "{response_type}");
    }
}

#[test]
fn core_3_3_3_6_both_id_tokens_of_a_hybrid_login_agree() {
    let form = asking_for(&ResponseType::CODE_ID_TOKEN_TOKEN, None);
    let (_, parameters, records) = answer(&form);
    let front = front_id_token(&parameters);
    let code = presented_code(&op(), &redeeming(parameters.get("code").unwrap()), &client());
    let found = SingleUse::fresh(records.code.unwrap());
    let issued = op().redeem(code.unwrap(), found, Object::new(), at(11)).unwrap();
    assert_eq!(issued.records().access.grant, records.grant.id);
    let nonce = Nonce::new(NONCE.to_owned());
    let expected = ExpectedIdToken::login(NonceExpectation::Sent(&nonce));
    let back = id_token(&json(&sent(issued)), &expected, at(11));
    assert_eq!((&front.iss, &front.sub, &front.aud), (&back.iss, &back.sub, &back.aud));
    assert_eq!((front.auth_time, &front.acr), (back.auth_time, &back.acr));
    assert_eq!((&front.amr, &front.nonce), (&back.amr, &back.nonce));
}

#[test]
fn core_5_4_without_an_access_token_the_id_token_has_the_claims_of_the_scope() {
    let known = Object::parse(br#"{"email":"alice@op.example","name":"Alice"}"#).unwrap();
    let consent = || Consent::new(alice(), scope("openid email"));
    for (response_type, has_email) in
        [(ResponseType::ID_TOKEN, true), (ResponseType::ID_TOKEN_TOKEN, false)]
    {
        let pending = pending(&asking_for(&response_type, None)).unwrap();
        let released = pending.release(&consent(), &known).id_token;
        let decision = Decision::Consented(consent().id_token_claims(released));
        let issued = op().respond(pending, decision, at(10)).unwrap();
        let (_, parameters) = carried(&sent(issued), &redirect_uri()).unwrap();
        let token = front_id_token(&parameters);
        assert_eq!(token.extra.contains("email"), has_email, "{response_type}");
        assert!(!token.extra.contains("name"), "{response_type}");
    }
}

#[test]
fn core_3_2_2_1_a_nonce_is_required_for_an_id_token_through_the_browser() {
    for (response_type, _) in &CONTENTS {
        let outcome = pending(&asking_for(response_type, None).without("nonce"));
        if response_type.includes("id_token") {
            let error = AuthorizeError::NonceRequired(response_type.clone());
            assert_eq!(outcome.unwrap_err().reason(), &error);
        } else {
            assert!(outcome.is_ok(), "{response_type}");
        }
    }
}

#[test]
fn rfc9700_2_1_2_only_the_code_flow_is_on_unless_the_policy_says_so() {
    for (response_type, _) in CONTENTS.iter().filter(|(it, _)| *it != ResponseType::CODE) {
        let request = asking_for(response_type, None).get();
        let refusal = authorize_as(&provider(), Some(&client()), &request).unwrap_err();
        let error = AuthorizeError::UnsupportedResponseType(response_type.clone());
        assert_eq!(refusal.reason(), &error);
        // The client has to be registered for the response type, too.
        let refusal = authorize_as(&op(), Some(&web()), &request).unwrap_err();
        let error = AuthorizeError::UnregisteredResponseType(response_type.clone());
        assert_eq!(refusal.reason(), &error);
    }
    // Core §3: the response type `none` cannot be combined.
    let refusal = pending(&asking().set("response_type", "code none")).unwrap_err();
    assert_eq!(refusal.reason().code(), "authorize.unsupported_response_type");
}

#[test]
fn registration_2_tokens_from_the_authorization_endpoint_need_the_grant_type_implicit() {
    let mut client = client();
    client.grant_types.retain(|grant_type| *grant_type != GrantType::IMPLICIT);
    let request = asking_for(&ResponseType::CODE_ID_TOKEN, None).get();
    let refusal = authorize_as(&op(), Some(&client), &request).unwrap_err();
    let error = AuthorizeError::UnregisteredGrantType(GrantType::IMPLICIT);
    assert_eq!(refusal.reason(), &error);
    assert!(authorize_as(&op(), Some(&client), &asking().get()).is_ok());
}

#[test]
fn a_client_gets_only_the_response_modes_that_it_registered() {
    let mut client = client();
    client.response_modes = Some(vec![ResponseMode::FORM_POST]);
    let ask = |mode| {
        let form = asking_for(&ResponseType::CODE, mode);
        authorize_as(&op(), Some(&client), &form.get())
    };
    assert!(ask(Some("form_post")).is_ok());
    for mode in [None, Some("query")] {
        let error = AuthorizeError::UnregisteredResponseMode(ResponseMode::QUERY);
        let refusal = ask(mode).unwrap_err();
        assert_eq!(refusal.reason(), &error);
        assert_redirect(refusal, &error, "unauthorized_client");
    }
}

#[test]
fn core_3_2_2_1_the_implicit_flow_needs_https() {
    let mut client = client();
    let insecure = danger::http_redirect_uri("http://client.example/cb").unwrap();
    client.redirect_uris.push(insecure.clone());
    let ask = |response_type| {
        let form = asking_for(&response_type, None).set("redirect_uri", insecure.as_str());
        authorize_as(&op(), Some(&client), &form.get())
    };
    for response_type in [ResponseType::ID_TOKEN, ResponseType::ID_TOKEN_TOKEN] {
        let error = AuthorizeError::UnencryptedRedirectUri(insecure.clone());
        assert_eq!(ask(response_type).unwrap_err().reason(), &error);
    }
    assert!(ask(ResponseType::CODE).is_ok());
}

#[test]
fn core_11_offline_access_is_ignored_without_a_code() {
    for (response_type, _) in &CONTENTS {
        let pending = pending(&asking_for(response_type, None)).unwrap();
        let has_code = response_type.includes("code");
        assert_eq!(pending.scope().contains("offline_access"), has_code, "{response_type}");
    }
}

#[test]
fn rfc7636_4_3_a_challenge_is_needed_only_for_a_code() {
    let op = provider_with(|policy| {
        policy.response_types = ResponseType::ALL.to_vec();
        policy.pkce = Pkce::Required;
    });
    for (response_type, _) in &CONTENTS {
        let form = asking_for(response_type, None)
            .without("code_challenge")
            .without("code_challenge_method");
        let outcome = authorize_as(&op, Some(&client()), &form.get());
        assert_eq!(outcome.is_err(), response_type.includes("code"), "{response_type}");
    }
}

#[test]
fn a_stored_request_keeps_its_response_type_and_mode() {
    for_each_flow(|response_type, _, mode, carrier| {
        if carrier.is_none() {
            return;
        }
        let pending = pending(&asking_for(response_type, mode)).unwrap();
        let stored = serde_json::to_string(&pending).unwrap();
        let read: PendingAuthorization = serde_json::from_str(&stored).unwrap();
        assert_eq!(read, pending);
        assert_eq!(read.response_type(), response_type);
        assert_eq!(read.response_mode(), pending.response_mode());
    });
}

#[test]
fn the_metadata_lists_what_the_policy_allows() {
    let op = provider_with(|policy| {
        policy.response_types = vec![ResponseType::CODE, ResponseType::ID_TOKEN];
        policy.response_modes = vec![ResponseMode::QUERY, ResponseMode::FRAGMENT];
    });
    let metadata = op.metadata();
    assert_eq!(metadata.response_types_supported, [ResponseType::CODE, ResponseType::ID_TOKEN]);
    assert_eq!(metadata.response_modes_supported, ["query", "fragment"]);
    let grant_types =
        [GrantType::AUTHORIZATION_CODE, GrantType::IMPLICIT, GrantType::REFRESH_TOKEN];
    assert_eq!(metadata.grant_types_supported, grant_types);
}

#[test]
fn a_policy_that_cannot_answer_is_refused() {
    use ProviderConfigurationError as Error;
    type Change = fn(&mut ProviderPolicy);
    let other = || ResponseType::new("token").unwrap();
    let cases: [(Change, Error); 4] = [
        (|policy| policy.response_types.clear(), Error::NoResponseTypes),
        (
            |policy| policy.response_types.push(ResponseType::new("token").unwrap()),
            Error::UnsupportedResponseType(other()),
        ),
        (
            |policy| policy.response_modes.push(ResponseMode::new("web_message").unwrap()),
            Error::UnsupportedResponseMode(ResponseMode::new("web_message").unwrap()),
        ),
        (
            |policy| policy.response_modes = vec![ResponseMode::FORM_POST],
            Error::NoDefaultMode { response_type: ResponseType::CODE, mode: ResponseMode::QUERY },
        ),
    ];
    for (change, expected) in cases {
        let mut policy = policy();
        change(&mut policy);
        let keys = vec![id_token_key(&op_key())];
        let endpoints = symbolon_test_support::metadata::provider_endpoints();
        let built = Provider::new(issuer(), endpoints, keys, policy, CRYPTO);
        assert_eq!(built.unwrap_err(), expected);
    }
}
