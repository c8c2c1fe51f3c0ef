//! The exchange of a refresh token: attack 91 and Core §12.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Object;
use symbolon_oauth::{ClientId, GrantType, RefreshToken};
use symbolon_oidc::ExpectedIdToken;
use symbolon_provider::{
    Provider, RefreshTokenRecord, RegisteredClient, SingleUse, TokenError, TokenRecords,
    TokenRefusal, Unstored,
};

use crate::common::*;

const DAY: i64 = 24 * 3600;

/// A refresh token, its record, and a token request with it. A test changes them before it
/// refreshes.
struct Refreshing {
    provider: Provider,
    form: Form,
    client: RegisteredClient,
    record: RefreshTokenRecord,
    second: i64,
}

impl Refreshing {
    fn new() -> Self {
        let issued = tokens();
        let record = issued.records().refresh.clone().unwrap();
        let response = json(&sent(issued));
        let form = refreshing(response["refresh_token"].as_str().unwrap());
        Self { provider: provider(), form, client: web(), record, second: 1000 }
    }

    fn refresh_as(
        &self,
        token: SingleUse<RefreshTokenRecord>,
    ) -> Result<Unstored<TokenRecords>, TokenRefusal> {
        let presented = presented_refresh_token(&self.provider, &self.form, &self.client)?;
        self.provider.refresh(presented, token, Object::new(), at(self.second))
    }

    fn refresh(&self) -> Result<Unstored<TokenRecords>, TokenRefusal> {
        self.refresh_as(SingleUse::fresh(self.record.clone()))
    }

    #[track_caller]
    fn assert_refused(&self, reason: &TokenError, error: &str) {
        let refusal = self.refresh().unwrap_err();
        assert_eq!(*refusal.reason(), *reason);
        assert_refused(refusal, 400, error);
    }
}

#[test]
fn rfc6749_6_a_refresh_gives_new_tokens_of_the_same_grant() {
    let refreshing = Refreshing::new();
    let issued = refreshing.refresh().unwrap();
    let records = issued.records().clone();
    let response = json(&sent(issued));
    let successor = RefreshToken::new(response["refresh_token"].as_str().unwrap().to_owned());
    let record = records.refresh.unwrap();
    assert_eq!(record.fingerprint, successor.fingerprint(&CRYPTO));
    assert_ne!(record.fingerprint, refreshing.record.fingerprint);
    assert_eq!(record.grant, refreshing.record.grant);
    assert_eq!(records.access.grant, refreshing.record.grant);
    assert_eq!(record.signed_in, refreshing.record.signed_in);
    assert_eq!(record.scope, refreshing.record.scope);
    // RFC 9700 §4.14.2: the successor expires when its predecessor would have.
    assert_eq!(record.expires, refreshing.record.expires);
    assert_eq!(record.expires, at(11 + 30 * DAY).into());
}

#[test]
fn core_12_2_the_refreshed_id_token() {
    let issued = tokens();
    let record = issued.records().refresh.clone().unwrap();
    let response = json(&sent(issued));
    let nonce = symbolon_oidc::Nonce::new(NONCE.to_owned());
    let login = ExpectedIdToken::login(symbolon_oidc::NonceExpectation::Sent(&nonce));
    let original = id_token(&response, &login, at(11));

    let mut refreshed = Refreshing::new();
    refreshed.form = refreshing(response["refresh_token"].as_str().unwrap());
    refreshed.record = record;
    let response = json(&sent(refreshed.refresh().unwrap()));
    let access = response["access_token"].as_str().unwrap().to_owned();
    let access = symbolon_oauth::AccessToken::new(access);
    let original = original.original_authentication();
    let expected = ExpectedIdToken::refresh(&original).access_token(&access).auth_time();
    let token = id_token(&response, &expected, at(1000));
    assert_eq!(token.nonce, None);
    assert_eq!(token.iat, at(1000).into(), "when the new one was issued");
    assert_eq!(token.auth_time, Some(at(5).into()), "when the user authenticated");
    assert!(token.at_hash.is_some());
    assert_eq!(token.acr.as_deref(), Some("urn:example:bronze"));
    assert_eq!(token.amr, ["pwd"]);
}

#[test]
fn the_store_is_asked_by_fingerprint() {
    let refreshing = Refreshing::new();
    let presented = presented_refresh_token(&provider(), &refreshing.form, &web()).unwrap();
    assert_eq!(*presented.fingerprint(), refreshing.record.fingerprint);
}

#[test]
fn discovery_3_a_provider_without_refresh_tokens() {
    let mut refreshing = Refreshing::new();
    refreshing.provider = provider_with(|policy| policy.refresh_tokens = false);
    let error = TokenError::UnsupportedGrantType(GrantType::REFRESH_TOKEN);
    refreshing.assert_refused(&error, "unsupported_grant_type");
}

#[test]
fn rfc6749_5_2_a_client_that_is_not_registered_for_refresh_tokens() {
    let mut refreshing = Refreshing::new();
    refreshing.client.grant_types = vec![GrantType::AUTHORIZATION_CODE];
    let error = TokenError::UnauthorizedClient(GrantType::REFRESH_TOKEN);
    refreshing.assert_refused(&error, "unauthorized_client");
}

#[test]
fn attack_091_a_second_use_of_a_refresh_token_revokes_its_grant() {
    let refreshing = Refreshing::new();
    let grant = refreshing.record.grant.clone();
    let refusal = refreshing.refresh_as(SingleUse::Spent(grant.clone())).unwrap_err();
    assert_eq!(refusal.reason(), &TokenError::SpentRefreshToken(grant.clone()));
    assert_eq!(refusal.grant_to_revoke(), Some(&grant));
    assert_refused(refusal, 400, "invalid_grant");
}

#[test]
fn attack_091_a_refresh_token_of_another_client_revokes_its_grant() {
    let mut refreshing = Refreshing::new();
    refreshing.client.client_id = ClientId::new("thief").unwrap();
    let grant = refreshing.record.grant.clone();
    assert_eq!(refreshing.refresh().unwrap_err().grant_to_revoke(), Some(&grant));
    refreshing.assert_refused(&TokenError::OtherClient(grant), "invalid_grant");
}

#[test]
fn attack_091_scope_widening() {
    let mut refreshing = Refreshing::new();
    refreshing.form = refreshing.form.set("scope", "openid email profile");
    refreshing.assert_refused(&TokenError::Scope, "invalid_scope");
}

#[test]
fn rfc6749_6_a_narrower_scope_applies_to_this_access_token_only() {
    let mut refreshing = Refreshing::new();
    refreshing.form = refreshing.form.set("scope", "openid");
    let issued = refreshing.refresh().unwrap();
    assert_eq!(issued.records().access.scope, scope("openid"));
    let successor = issued.records().refresh.clone().unwrap();
    assert_eq!(successor.scope, refreshing.record.scope, "identical to its predecessor's");
    let response = json(&sent(issued));
    assert_eq!(response["scope"], "openid");
}

#[test]
fn rfc6749_6_without_scope_in_the_request_the_scope_is_unchanged() {
    let refreshing = Refreshing::new();
    let issued = refreshing.refresh().unwrap();
    assert_eq!(issued.records().access.scope, refreshing.record.scope);
}

#[test]
fn rfc6749_5_2_an_unknown_refresh_token() {
    let refusal = Refreshing::new().refresh_as(SingleUse::Unknown).unwrap_err();
    assert_eq!(refusal.reason(), &TokenError::UnknownGrant);
    assert_refused(refusal, 400, "invalid_grant");
}

#[test]
fn a_record_of_another_refresh_token_is_treated_as_unknown() {
    let mut refreshing = Refreshing::new();
    refreshing.record = Refreshing::new().record;
    refreshing.assert_refused(&TokenError::UnknownGrant, "invalid_grant");
}

#[test]
fn rfc6749_6_a_refresh_token_expires() {
    let mut refreshing = Refreshing::new();
    refreshing.second = 11 + 30 * DAY - 1;
    assert!(refreshing.refresh().is_ok());
    refreshing.second = 11 + 30 * DAY;
    refreshing.assert_refused(&TokenError::Expired, "invalid_grant");
}
