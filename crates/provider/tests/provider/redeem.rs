//! The exchange of a code for tokens: attacks 87 and 89, and one test for each check.

use symbolon_jose::crypto::RandomError;
use symbolon_jose::{Object, SignatureAlgorithm, jwt};
use symbolon_oauth::client::assertion::ClientAssertionError;
use symbolon_oauth::pkce::PkceError;
use symbolon_oauth::{ClientAuthenticationMethod, ErrorCode, ErrorResponse, GrantType};
use symbolon_oidc::IssueError;
use symbolon_provider::{
    CodeRecord, Pkce, Provider, RegisteredClient, SingleUse, Stored, TokenError, TokenRecords,
    TokenRefusal, TokenRequest, Unstored,
};

use crate::common::*;

/// A code, its record, and a token request with it. A test changes them before it redeems the code.
struct Redemption {
    provider: Provider,
    form: Form,
    client: RegisteredClient,
    record: CodeRecord,
    second: i64,
}

impl Redemption {
    fn new() -> Self {
        let (code, record) = code_for(&asking());
        Self { provider: provider(), form: redeeming(&code), client: web(), record, second: 11 }
    }

    fn form(mut self, change: impl FnOnce(Form) -> Form) -> Self {
        self.form = change(self.form);
        self
    }

    fn redeem_as(
        &self,
        code: SingleUse<CodeRecord>,
    ) -> Result<Unstored<TokenRecords>, TokenRefusal> {
        let presented = presented_code(&self.provider, &self.form, &self.client)?;
        self.provider.redeem(presented, code, Object::new(), at(self.second))
    }

    fn redeem(&self) -> Result<Unstored<TokenRecords>, TokenRefusal> {
        self.redeem_as(SingleUse::fresh(self.record.clone()))
    }

    #[track_caller]
    fn assert_refused(&self, reason: &TokenError, error: &str) {
        let refusal = self.redeem().unwrap_err();
        assert_eq!(*refusal.reason(), *reason);
        assert_eq!(refusal.code(), reason.code());
        assert_refused(refusal, 400, error);
    }

    /// Checks that the code is refused for this reason and that its grant has to be revoked.
    #[track_caller]
    fn assert_revoked(&self, reason: &TokenError) {
        assert_eq!(self.redeem().unwrap_err().grant_to_revoke(), Some(&self.record.grant));
        self.assert_refused(reason, "invalid_grant");
    }
}

#[test]
fn core_3_1_3_3_a_valid_code_is_redeemed() {
    assert!(Redemption::new().redeem().is_ok());
}

#[test]
fn the_store_is_asked_by_fingerprint() {
    let redemption = Redemption::new();
    let presented = presented_code(&provider(), &redemption.form, &web()).unwrap();
    assert_eq!(*presented.fingerprint(), redemption.record.fingerprint);
}

#[test]
fn rfc6749_5_2_an_unsupported_grant_type() {
    for grant_type in ["client_credentials", "password", "urn:ietf:params:oauth:grant-type:x"] {
        let redemption = Redemption::new().form(|form| form.set("grant_type", grant_type));
        let error = TokenError::UnsupportedGrantType(GrantType::new(grant_type).unwrap());
        redemption.assert_refused(&error, "unsupported_grant_type");
    }
}

#[test]
fn rfc6749_5_2_a_client_that_is_not_registered_for_codes() {
    let mut redemption = Redemption::new();
    redemption.client.grant_types = vec![GrantType::REFRESH_TOKEN];
    let error = TokenError::UnauthorizedClient(GrantType::AUTHORIZATION_CODE);
    redemption.assert_refused(&error, "unauthorized_client");
}

#[test]
fn rfc6749_4_1_2_a_spent_code_revokes_its_grant() {
    let redemption = Redemption::new();
    let grant = redemption.record.grant.clone();
    let refusal = redemption.redeem_as(SingleUse::Spent(grant.clone())).unwrap_err();
    assert_eq!(refusal.reason(), &TokenError::SpentCode(grant.clone()));
    assert_eq!(refusal.grant_to_revoke(), Some(&grant));
    assert_refused(refusal, 400, "invalid_grant");
}

#[test]
fn rfc6749_5_2_an_unknown_code() {
    let refusal = Redemption::new().redeem_as(SingleUse::Unknown).unwrap_err();
    assert_eq!(refusal.reason(), &TokenError::UnknownGrant);
    assert_eq!(refusal.grant_to_revoke(), None);
    assert_refused(refusal, 400, "invalid_grant");
}

#[test]
fn a_record_of_another_code_is_treated_as_unknown() {
    let mut redemption = Redemption::new();
    redemption.record = code_for(&asking()).1;
    redemption.assert_refused(&TokenError::UnknownGrant, "invalid_grant");
}

#[test]
fn rfc6749_4_1_2_a_code_expires() {
    let mut redemption = Redemption::new();
    redemption.second = 69;
    assert!(redemption.redeem().is_ok());
    redemption.second = 70;
    redemption.assert_refused(&TokenError::Expired, "invalid_grant");
}

#[test]
fn attack_089_a_code_of_another_client() {
    let mut redemption = Redemption::new();
    redemption.client.client_id = symbolon_oauth::ClientId::new("thief").unwrap();
    redemption.assert_revoked(&TokenError::OtherClient(redemption.record.grant.clone()));
}

#[test]
fn attack_089_another_redirect_uri_or_a_missing_one() {
    for change in ["https://client.example/cb2", "https://client.example/cb?x=1", ""] {
        let redemption = Redemption::new().form(|form| form.set("redirect_uri", change));
        redemption.assert_revoked(&TokenError::RedirectUri(redemption.record.grant.clone()));
    }
}

#[test]
fn attack_089_a_code_of_another_login() {
    // An attacker put the code of a victim into another login of the same client: the verifier is
    // that of the attacker's login.
    let redemption = Redemption::new().form(|form| form.set("code_verifier", &"a".repeat(43)));
    let grant = redemption.record.grant.clone();
    redemption.assert_revoked(&TokenError::Pkce(PkceError::Mismatch, grant));
}

#[test]
fn attack_087_a_challenge_and_no_verifier() {
    let redemption = Redemption::new().form(|form| form.without("code_verifier"));
    let grant = redemption.record.grant.clone();
    redemption.assert_revoked(&TokenError::Pkce(PkceError::MissingVerifier, grant));
}

#[test]
fn attack_087_no_challenge_and_a_verifier() {
    let mut redemption = Redemption::new();
    redemption.provider = provider_with(|policy| policy.pkce = Pkce::RequiredOfPublicClients);
    let asked = asking().without("code_challenge").without("code_challenge_method");
    let pending = authorize_as(&redemption.provider, Some(&web()), &asked.get()).unwrap();
    let issued = redemption.provider.respond(pending, yes(alice()), at(10)).unwrap();
    redemption.record = issued.records().code.clone().unwrap();
    let code = response_of(&sent(issued)).get("code").unwrap().to_owned();
    redemption.form = redeeming(&code);
    let grant = redemption.record.grant.clone();
    redemption.assert_revoked(&TokenError::Pkce(PkceError::UnexpectedVerifier, grant));
    redemption.form = redemption.form.without("code_verifier");
    assert!(redemption.redeem().is_ok());
}

#[test]
fn attack_087_a_verifier_with_a_wrong_length() {
    for length in [42, 129] {
        let form = redeeming("c").set("code_verifier", &"a".repeat(length));
        let error = TokenRequest::from_http(&form.basic("web", SECRET)).unwrap_err();
        assert_refused(error.into(), 400, "invalid_grant");
    }
}

#[test]
fn core_11_a_refresh_token_needs_offline_access_and_a_client_registered_for_it() {
    let has_refresh_token =
        |redemption: &Redemption| redemption.redeem().unwrap().records().refresh.is_some();
    let mut redemption = Redemption::new();
    assert!(has_refresh_token(&redemption));
    redemption.client.grant_types = vec![GrantType::AUTHORIZATION_CODE];
    assert!(!has_refresh_token(&redemption));

    let mut redemption = Redemption::new();
    redemption.record.scope = scope("openid email");
    assert!(!has_refresh_token(&redemption));

    let mut redemption = Redemption::new();
    redemption.provider = provider_with(|policy| policy.refresh_tokens = false);
    assert!(!has_refresh_token(&redemption));
}

#[test]
fn a_client_with_an_algorithm_without_a_key() {
    let mut redemption = Redemption::new();
    redemption.client.id_token_signed_response_alg = Some(SignatureAlgorithm::Rs256);
    let refusal = redemption.redeem().unwrap_err();
    assert_eq!(refusal.reason(), &TokenError::NoSigningKey(no_rs256()));
    assert_refused(refusal, 500, ErrorCode::SERVER_ERROR.as_str());
}

#[test]
fn without_randomness_there_are_no_tokens() {
    let mut redemption = Redemption::new();
    redemption.provider = provider_without_randomness();
    let refusal = redemption.redeem().unwrap_err();
    assert_eq!(refusal.code(), "random");
    assert_refused(refusal, 500, "server_error");
}

#[test]
fn core_2_extra_claims_cannot_replace_registered_claims() {
    let redemption = Redemption::new();
    let presented = presented_code(&provider(), &redemption.form, &web()).unwrap();
    let mut extra = Object::new();
    extra.insert("sub", "mallory");
    let found = SingleUse::fresh(redemption.record.clone());
    let refusal = provider().redeem(presented, found, extra, at(11)).unwrap_err();
    assert_eq!(refusal.code(), "id_token.registered_claim");
    assert_refused(refusal, 500, "server_error");
}

#[test]
fn attack_090_tokens_of_a_revoked_grant_are_not_sent() {
    let issued = Redemption::new().redeem().unwrap();
    let response = issued.into_response(Stored::GrantRevoked);
    assert_eq!(response.status(), 400);
    assert_eq!(json(&response), serde_json::json!({ "error": "invalid_grant" }));
    assert_eq!(response.headers()["cache-control"], "no-store");
}

#[test]
fn reasons_have_stable_names() {
    let grant = code_for(&asking()).1.grant;
    let method = ClientAuthenticationMethod::NONE;
    for (reason, name) in [
        (unknown("web"), "token.unknown_client"),
        (
            TokenError::AuthenticationMethod { found: method.clone(), registered: method },
            "token.authentication_method",
        ),
        (TokenError::Secret, "token.secret"),
        (TokenError::NoKeys, "token.no_keys"),
        (TokenError::Replayed, "token.replayed"),
        (TokenError::UnauthorizedClient(GrantType::REFRESH_TOKEN), "token.unauthorized_client"),
        (
            TokenError::UnsupportedGrantType(GrantType::REFRESH_TOKEN),
            "token.unsupported_grant_type",
        ),
        (TokenError::UnknownGrant, "token.unknown_grant"),
        (TokenError::SpentCode(grant.clone()), "token.spent_code"),
        (TokenError::SpentRefreshToken(grant.clone()), "token.spent_refresh_token"),
        (TokenError::Revoked, "token.revoked"),
        (TokenError::Expired, "token.expired"),
        (TokenError::OtherClient(grant.clone()), "token.other_client"),
        (TokenError::RedirectUri(grant.clone()), "token.redirect_uri"),
        (TokenError::Pkce(PkceError::Mismatch, grant), "pkce.mismatch"),
        (TokenError::Scope, "token.scope"),
        (TokenError::NoSigningKey(no_rs256()), "token.no_signing_key"),
    ] {
        assert_eq!(reason.code(), name);
    }
}

#[test]
fn rfc6749_5_2_each_reason_has_its_error_code() {
    let grant = code_for(&asking()).1.grant;
    let unread = TokenRequest::from_http(&redeeming("c").post("/token")).unwrap_err();
    let method = ClientAuthenticationMethod::NONE;
    let assertion = ClientAssertionError::Jwt(jwt::Error::Missing("jti"));
    for (reason, error) in [
        (TokenError::Request(unread), ErrorCode::INVALID_CLIENT),
        (unknown("web"), ErrorCode::INVALID_CLIENT),
        (
            TokenError::AuthenticationMethod { found: method.clone(), registered: method },
            ErrorCode::INVALID_CLIENT,
        ),
        (TokenError::Secret, ErrorCode::INVALID_CLIENT),
        (TokenError::NoKeys, ErrorCode::INVALID_CLIENT),
        (TokenError::Assertion(assertion), ErrorCode::INVALID_CLIENT),
        (TokenError::Replayed, ErrorCode::INVALID_CLIENT),
        (TokenError::UnauthorizedClient(GrantType::REFRESH_TOKEN), ErrorCode::UNAUTHORIZED_CLIENT),
        (
            TokenError::UnsupportedGrantType(GrantType::REFRESH_TOKEN),
            ErrorCode::UNSUPPORTED_GRANT_TYPE,
        ),
        (TokenError::UnknownGrant, ErrorCode::INVALID_GRANT),
        (TokenError::SpentCode(grant.clone()), ErrorCode::INVALID_GRANT),
        (TokenError::SpentRefreshToken(grant.clone()), ErrorCode::INVALID_GRANT),
        (TokenError::Revoked, ErrorCode::INVALID_GRANT),
        (TokenError::Expired, ErrorCode::INVALID_GRANT),
        (TokenError::OtherClient(grant.clone()), ErrorCode::INVALID_GRANT),
        (TokenError::RedirectUri(grant.clone()), ErrorCode::INVALID_GRANT),
        (TokenError::Pkce(PkceError::Mismatch, grant), ErrorCode::INVALID_GRANT),
        (TokenError::Scope, ErrorCode::INVALID_SCOPE),
        (TokenError::NoSigningKey(no_rs256()), ErrorCode::SERVER_ERROR),
        (TokenError::IdToken(IssueError::Registered("sub")), ErrorCode::SERVER_ERROR),
        (TokenError::Random(RandomError), ErrorCode::SERVER_ERROR),
    ] {
        assert_eq!(ErrorResponse::from(&reason).error, error, "{reason:?}");
    }
}
