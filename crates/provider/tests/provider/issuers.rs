//! Two providers with one store: a provider refuses codes and tokens of the other provider
//! (RFC 9700 §4.4).

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Object;
use symbolon_oauth::client::assertion::{ClientAssertion, TYP};
use symbolon_oauth::{ClientCredentials, Issuer};
use symbolon_provider::{
    Provider, ProviderEndpoints, Refusal, SingleUse, Stored, TokenError, TokenRequest,
    UserInfoAccessError, UserInfoRequest,
};
use symbolon_store::ProviderStore;
use symbolon_test_support::at_once::at_once;

use crate::common::*;

/// Returns a provider with the same keys, the same policy and another issuer.
fn other_provider() -> Provider {
    let issuer = other_issuer();
    let endpoints = ProviderEndpoints::below(&issuer).unwrap();
    Provider::new(issuer, endpoints, vec![id_token_key(&op_key())], policy(), CRYPTO).unwrap()
}

fn other_issuer() -> Issuer {
    Issuer::new("https://other.example").unwrap()
}

/// Returns a store with a code, and with the tokens of another code, that [`provider`] issued.
fn shared_store() -> (ProviderStore, String, serde_json::Value) {
    let store = empty_store();
    let (code, record) = code_for(&asking());
    assert_eq!(
        at_once(store.put_authorization(&record.clone().into())).unwrap(),
        Stored::Confirmed
    );
    let issued = stored_tokens(&store);
    (store, code, json(&sent(issued)))
}

#[test]
fn attack_089_a_code_of_another_issuer_is_refused() {
    let (store, code, _) = shared_store();
    let other = other_provider();
    let presented = presented_code(&other, &redeeming(&code), &web()).unwrap();
    let found = at_once(store.find_code(presented.fingerprint())).unwrap();
    let refusal = other.redeem(presented, found, Object::new(), at(11)).unwrap_err();
    let (found, expected) = (Box::new(issuer()), Box::new(other_issuer()));
    assert_eq!(*refusal.reason(), TokenError::OtherIssuer { found, expected });
    assert_eq!(refusal.code(), "token.other_issuer");
    assert_eq!(refusal.grant_to_revoke(), None);
    assert_refused(refusal, 400, "invalid_grant");
}

#[test]
fn attack_089_a_refresh_token_of_another_issuer_is_refused() {
    let (store, _, response) = shared_store();
    let other = other_provider();
    let form = refreshing(response["refresh_token"].as_str().unwrap());
    let presented = presented_refresh_token(&other, &form, &web()).unwrap();
    let found = at_once(store.find_refresh_token(presented.fingerprint())).unwrap();
    let refusal = other.refresh(presented, found, Object::new(), at(12)).unwrap_err();
    assert_eq!(refusal.code(), "token.other_issuer");
    assert_refused(refusal, 400, "invalid_grant");
}

#[test]
fn attack_089_an_access_token_of_another_issuer_is_refused() {
    let (store, _, response) = shared_store();
    let other = other_provider();
    let form = Form::of(&[("access_token", response["access_token"].as_str().unwrap())]);
    let request = UserInfoRequest::from_http(&form.post("/userinfo")).unwrap();
    let record = at_once(store.access_token(&other.fingerprint(request.access_token()))).unwrap();
    assert!(provider().user_info(&request, record.clone(), at(12)).is_ok());
    let refusal = other.user_info(&request, record, at(12)).unwrap_err();
    let (found, expected) = (Box::new(issuer()), Box::new(other_issuer()));
    assert_eq!(*refusal.reason(), UserInfoAccessError::OtherIssuer { found, expected });
    assert_eq!(refusal.reason().code(), "user_info.other_issuer");
    let response = refusal.into_response();
    assert_eq!(response.status(), 401);
    assert_eq!(response.headers()["www-authenticate"], "Bearer error=\"invalid_token\"");
}

/// The client authenticated at one provider, but the program passes the client to the other
/// provider.
#[test]
fn attack_089_a_client_that_authenticated_at_another_issuer_is_refused() {
    let (_, code, response) = shared_store();
    let (op, other) = (provider(), other_provider());
    let (request, client) = authenticated(&op, &redeeming(&code), &web());
    let refusal = other.presented(request, client).unwrap_err();
    assert_eq!(refusal.code(), "token.other_issuer");
    assert_refused(refusal, 400, "invalid_grant");
    // The client presented the code at one provider, but the program passes the code to the other
    // provider.
    let presented = presented_code(&op, &redeeming(&code), &web()).unwrap();
    let refusal = other.redeem(presented, SingleUse::Unknown, Object::new(), at(11)).unwrap_err();
    assert_eq!(refusal.code(), "token.other_issuer");
    let form = refreshing(response["refresh_token"].as_str().unwrap());
    let presented = presented_refresh_token(&op, &form, &web()).unwrap();
    let refusal = other.refresh(presented, SingleUse::Unknown, Object::new(), at(11)).unwrap_err();
    assert_eq!(refusal.code(), "token.other_issuer");
}

#[test]
fn attack_089_a_pending_authorization_of_another_issuer_is_refused() {
    let pending = authorize(&asking()).unwrap();
    let refusal = other_provider().respond(pending, yes(alice()), at(10)).unwrap_err();
    assert_eq!(refusal.reason().code(), "authorize.other_issuer");
    assert!(matches!(refusal, Refusal::ToUser(_)));
}

/// If a client uses the same `jti` at both providers, the second use is not a replay. The key in
/// the store names the provider.
#[test]
fn attack_085_a_replay_key_belongs_to_one_issuer() {
    let key_at = |provider: &Provider| {
        let mut claims = ClientAssertion::new(&signer().client_id, provider.issuer())
            .claims(&CRYPTO, at(11))
            .unwrap();
        claims.jti = Some("1".to_owned());
        let form = redeeming("c")
            .set("client_assertion_type", ClientCredentials::JWT_BEARER)
            .set("client_assertion", &claims.sign(TYP, &other_key().signing(&CRYPTO)).unwrap());
        let request = TokenRequest::from_http(&form.post("/token")).unwrap();
        let client = provider.authenticate(&request, Some(&signer()), at(11)).unwrap();
        client.keys()[0].clone()
    };
    let (here, there) = (key_at(&provider()), key_at(&other_provider()));
    assert_eq!((&here.issuer, &there.issuer), (&issuer(), &other_issuer()));
    assert_ne!(here.fingerprint, there.fingerprint);
}
