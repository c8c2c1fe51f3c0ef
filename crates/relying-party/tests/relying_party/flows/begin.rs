//! The authentication requests with each response type.

use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::{ResponseMode, ResponseType};
use symbolon_relying_party::{
    LoginRequestError, RelyingParty, RelyingPartyConfigurationError, RelyingPartyPolicy, danger,
};

use super::trip::{ALL, party, provider};
use crate::parties::{client, now, parameters, redirect_uri};

fn response_type(text: &str) -> ResponseType {
    ResponseType::new(text).unwrap()
}

/// Returns the error of a login with this response type, if it cannot begin.
fn refused(rp: &RelyingParty, asked: &str) -> Option<LoginRequestError> {
    rp.login(&redirect_uri()).response_type(response_type(asked)).begin(now()).err()
}

#[test]
fn core_3_every_response_type_is_sent() {
    for asked in ALL {
        let login = party().login(&redirect_uri()).response_type(response_type(asked));
        let (url, pending) = login.begin(now()).unwrap();
        let sent = parameters(&url);
        assert_eq!(sent.get("response_type"), Some(asked));
        assert_eq!(*pending.response_type(), response_type(asked));
        // Core §3.2.2.1, §3.3.2.1: `nonce` is required if the ID Token comes through the browser.
        assert!(sent.contains("nonce"), "{asked}");
        // Multiple Response Types §2.1: the default mode is not sent.
        assert_eq!(sent.get("response_mode"), None, "{asked}");
        assert_eq!(pending.response_mode(), Some(&response_type(asked).default_mode()));
        // RFC 7636 §4.3: the challenge protects a code.
        assert_eq!(sent.contains("code_challenge"), asked.contains("code"), "{asked}");
        let stored = serde_json::to_value(&pending).unwrap();
        assert_eq!(stored["code_verifier"].is_string(), asked.contains("code"), "{asked}");
        assert_eq!(stored["response_type"], asked);
    }
}

#[test]
fn rfc6749_3_1_1_the_order_of_the_names_does_not_matter() {
    for asked in ["id_token code", "token id_token code", "token id_token"] {
        assert_eq!(refused(&party(), asked), None, "{asked}");
    }
}

#[test]
fn core_3_other_response_types_cannot_begin_a_login() {
    for asked in ["token", "code none", "id_token none", "device", "code id_token x"] {
        let error = refused(&party(), asked).unwrap();
        assert_eq!(error, LoginRequestError::ResponseType(response_type(asked)));
        assert_eq!(error.code(), "login.response_type");
    }
}

#[test]
fn discovery_3_a_response_type_that_the_provider_does_not_list() {
    let mut metadata = provider();
    metadata.response_types_supported = vec![ResponseType::CODE];
    let rp = RelyingParty::new(metadata.clone(), client(), &CRYPTO).unwrap();
    let error = refused(&rp, "code id_token").unwrap();
    let advertised = vec![ResponseType::CODE];
    let asked = response_type("code id_token");
    assert_eq!(error, LoginRequestError::UnsupportedResponseType { asked, advertised });
    assert!(error.to_string().ends_with("its metadata lists `code`"), "{error}");
    assert_eq!(error.code(), "login.unsupported_response_type");

    metadata.response_types_supported = Vec::new();
    let rp = RelyingParty::new(metadata, client(), &CRYPTO).unwrap();
    assert_eq!(refused(&rp, "code id_token"), None);
}

#[test]
fn discovery_3_a_provider_with_the_implicit_flow_only() {
    let mut metadata = provider();
    metadata.token_endpoint = None;
    let types = || vec![response_type("id_token"), response_type("id_token token")];
    let client = client().response_types(types());
    let rp = RelyingParty::new(metadata.clone(), client.clone(), &CRYPTO).unwrap();
    assert_eq!(refused(&rp, "id_token"), None);
    for asked in ["code", "code token"] {
        let error = refused(&rp, asked).unwrap();
        assert_eq!(error, LoginRequestError::NoTokenEndpoint(response_type(asked)));
        assert_eq!(error.code(), "login.no_token_endpoint");
    }

    metadata.response_types_supported = vec![response_type("id_token")];
    let error = RelyingParty::new(metadata, client, &CRYPTO).unwrap_err();
    let expected = RelyingPartyConfigurationError::UnsupportedResponseType {
        registered: response_type("id_token token"),
        advertised: vec![response_type("id_token")],
    };
    assert_eq!(error, expected);
    assert_eq!(error.code(), "configuration.unsupported_response_type");
}

#[test]
fn core_3_2_2_1_an_id_token_in_the_browser_needs_a_nonce() {
    let client = client().policy(danger::send_no_nonce(RelyingPartyPolicy::default()));
    let rp = RelyingParty::new(provider(), client, &CRYPTO).unwrap();
    for asked in ALL {
        let expected = asked.contains("id_token");
        let expected = expected.then(|| LoginRequestError::NoNonce(response_type(asked)));
        assert_eq!(refused(&rp, asked), expected, "{asked}");
    }
    assert_eq!(LoginRequestError::NoNonce(ResponseType::CODE).code(), "login.no_nonce");
}

#[test]
fn multiple_response_types_5_tokens_are_not_asked_for_in_the_query() {
    for asked in ALL {
        let login = party().login(&redirect_uri()).response_type(response_type(asked));
        let error = login.response_mode(ResponseMode::QUERY).begin(now()).err();
        let has_token = asked.contains("token");
        let expected = has_token.then(|| LoginRequestError::TokensInQuery(response_type(asked)));
        assert_eq!(error, expected, "{asked}");
    }
    let error = LoginRequestError::TokensInQuery(ResponseType::CODE);
    assert_eq!(error.code(), "login.tokens_in_query");
}
