//! The effects that the metadata of a client has at the endpoints.

use core::time::Duration;

use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Excerpt, NumericDate, SignatureAlgorithm};
use symbolon_oauth::client::assertion::{ClientAssertion, TYP};
use symbolon_oauth::request_object::RequestObject;
use symbolon_oauth::{
    ClientCredentials, ClientId, ClientSecret, PageUrl, Parameters, RedirectUri, ResponseType,
};
use symbolon_oidc::{ExpectedIdToken, Localized, LocalizedPage, Nonce, NonceExpectation};
use symbolon_provider::{
    AuthorizeError, ClientPages, Interaction, PendingAuthorization, RegisteredClient,
    RequestObjects, SignedIn, TokenError, TokenRequest,
};
use symbolon_registration::ApplicationType;

use crate::common::*;

fn pending_of(client: &RegisteredClient, form: &Form) -> PendingAuthorization {
    authorize_as(&provider(), Some(client), &form.get()).unwrap()
}

fn page(url: &str) -> PageUrl {
    PageUrl::new(url).unwrap()
}

#[test]
fn registration_2_default_max_age_applies_unless_the_request_has_max_age() {
    let mut client = web();
    client.default_max_age = Some(60);
    let shown = |form: &Form, client: &RegisteredClient, second| {
        let user = SignedIn::new("alice", at(second));
        let pending = pending_of(client, form);
        provider().interaction(&pending, Some(&user), &earlier("openid"), at(100)).unwrap()
    };
    assert_eq!(pending_of(&client, &asking()).max_age(), Some(Duration::from_secs(60)));
    // The request came at second 0, and now is second 100: 60 seconds ago is second 40.
    assert_eq!(shown(&asking(), &client, -1), Interaction::SignIn);
    assert!(matches!(shown(&asking(), &web(), -1), Interaction::Consent(_)));
    let longer = asking().set("max_age", "1000");
    assert_eq!(pending_of(&client, &longer).max_age(), Some(Duration::from_secs(1000)));
    assert!(matches!(shown(&longer, &client, -1), Interaction::Consent(_)));
    let silent = asking().set("prompt", "none");
    let user = SignedIn::new("alice", at(-1));
    let pending = pending_of(&client, &silent);
    let refusal = provider().interaction(&pending, Some(&user), &earlier("openid"), at(100));
    assert_redirect(refusal.unwrap_err(), &AuthorizeError::LoginRequired, "login_required");
}

#[test]
fn registration_2_a_stored_request_keeps_the_defaults_of_its_client() {
    let mut client = web();
    client.default_max_age = Some(u64::MAX);
    client.default_acr_values = vec!["gold".to_owned()];
    client.client_name = Localized::new("Wiki");
    client.application_type = Some(ApplicationType::NATIVE);
    let pending = pending_of(&client, &asking());
    let stored = serde_json::to_string(&pending).unwrap();
    let read: PendingAuthorization = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, pending);
    assert_eq!(read.max_age(), Some(Duration::from_secs(u64::MAX)));
    assert_eq!(read.acr_values(), ["gold"]);
}

#[test]
fn registration_2_default_acr_values_are_overridden_by_the_request() {
    let mut client = web();
    client.default_acr_values = vec!["gold".to_owned(), "silver".to_owned()];
    let acr_values = |form: &Form| pending_of(&client, form).acr_values().to_vec();
    assert_eq!(acr_values(&asking()), ["gold", "silver"]);
    assert_eq!(acr_values(&asking().set("acr_values", "bronze")), ["bronze"]);
    for acr in ["null", r#"{"value":"bronze"}"#, r#"{"essential":true,"values":["bronze"]}"#] {
        let claims = format!(r#"{{"id_token":{{"acr":{acr}}}}}"#);
        assert!(acr_values(&asking().set("claims", &claims)).is_empty(), "{acr}");
    }
    let elsewhere = r#"{"userinfo":{"acr":null},"id_token":{"email":null}}"#;
    assert_eq!(acr_values(&asking().set("claims", elsewhere)), ["gold", "silver"]);
    // The values are voluntary: a sign-in with another class is accepted.
    let pending = pending_of(&client, &asking());
    assert!(pending.required_acr().is_empty());
    assert!(provider().respond(pending, yes(alice()), at(10)).is_ok());
}

#[test]
fn registration_2_require_auth_time() {
    let mut client = web().response_types(vec![ResponseType::CODE, ResponseType::CODE_ID_TOKEN]);
    client.require_auth_time = true;
    let both = provider_with(|policy| {
        policy.response_types = vec![ResponseType::CODE, ResponseType::CODE_ID_TOKEN];
    });
    let form = asking().set("response_type", "code id_token");
    let pending = authorize_as(&both, Some(&client), &form.get()).unwrap();
    let response = sent(both.respond(pending, yes(alice()), at(10)).unwrap());
    let text = response_of(&response).get("id_token").unwrap().to_owned();
    let payload = text.split('.').nth(1).unwrap();
    let claims = symbolon_jose::base64url::decode(payload).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["auth_time"], json!(NumericDate::from(at(5)).seconds()));

    let nonce = Nonce::new(NONCE.to_owned());
    let expected = ExpectedIdToken::login(NonceExpectation::Sent(&nonce));
    let from_token_endpoint = id_token(&json(&sent(tokens())), &expected, at(12));
    assert_eq!(from_token_endpoint.claims().auth_time, Some(at(5).into()));
}

#[test]
fn rfc8252_8_6_consent_to_a_native_client_is_not_remembered() {
    let shown = |client: &RegisteredClient| {
        let pending = pending_of(client, &asking());
        let user = SignedIn::new("alice", at(5));
        let consented = earlier("openid email offline_access");
        (
            pending.accepts_earlier_consent(),
            provider().interaction(&pending, Some(&user), &consented, at(10)).unwrap(),
        )
    };
    let mut client = web();
    for application_type in [None, Some(ApplicationType::WEB)] {
        client.application_type = application_type;
        assert!(matches!(shown(&client), (true, Interaction::Nothing(_))));
    }
    client.application_type = Some(ApplicationType::NATIVE);
    assert!(matches!(shown(&client), (false, Interaction::Consent(_))));
}

#[test]
fn registration_2_the_assertion_has_the_registered_algorithm() {
    let client_id = ClientId::new("signer").unwrap();
    let claims = ClientAssertion::new(&client_id, &issuer()).claims(&CRYPTO, at(11)).unwrap();
    let assertion = claims.sign(TYP, &other_key().signing(&CRYPTO)).unwrap();
    let form = redeeming("c")
        .set("client_assertion_type", ClientCredentials::JWT_BEARER)
        .set("client_assertion", &assertion);
    let request = TokenRequest::from_http(&form.post("/token")).unwrap();
    let mut client = signer();
    client.token_endpoint_auth_signing_alg = Some(other_key().algorithm);
    assert!(provider().authenticate(&request, Some(&client), at(11)).is_ok());
    client.token_endpoint_auth_signing_alg = Some(SignatureAlgorithm::Es256);
    let refusal = provider().authenticate(&request, Some(&client), at(11)).unwrap_err();
    let found = Excerpt::new(other_key().algorithm.as_str());
    let expected = SignatureAlgorithm::Es256;
    assert_eq!(*refusal.reason(), TokenError::AssertionAlgorithm { found, expected });
    assert_eq!(refusal.code(), "token.assertion_algorithm");
    assert_refused(refusal, 400, "invalid_client");
}

#[test]
fn registration_3_2_an_expired_secret_is_refused() {
    let authenticate = |secret, expires, second| {
        let mut client = web();
        client.client_secret_expires = expires;
        let request = TokenRequest::from_http(&redeeming("c").basic("web", secret)).unwrap();
        provider().authenticate(&request, Some(&client), at(second)).map(drop)
    };
    let expires = Some(NumericDate::from(at(20)));
    assert!(authenticate(SECRET, None, i64::from(i32::MAX)).is_ok());
    assert!(authenticate(SECRET, expires, 19).is_ok());
    for second in [20, 21] {
        let refusal = authenticate(SECRET, expires, second).unwrap_err();
        let (expired, now) = (at(20).into(), at(second).into());
        assert_eq!(*refusal.reason(), TokenError::SecretExpired { expired, now });
        assert_eq!(refusal.code(), "token.secret_expired");
        assert_refused(refusal, 401, "invalid_client");
    }
    // A party that does not know the secret does not learn that it has expired.
    let refusal = authenticate("wrong", expires, 21).unwrap_err();
    assert_eq!(*refusal.reason(), TokenError::Secret);
}

#[test]
fn registration_3_2_an_expired_secret_signs_no_request_object() {
    let op = provider_with(|policy| {
        let mut settings = RequestObjects::default();
        settings.algorithms.push(SignatureAlgorithm::Hs256);
        policy.request_objects = Some(settings);
    });
    let secret = ClientSecret::new(SECRET.to_owned());
    let mut client = web().shared_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO).unwrap();
    let bytes = symbolon_jose::Secret::new(SECRET.as_bytes().to_vec());
    let key = symbolon_jose::SigningKey::from_secret(&bytes, SignatureAlgorithm::Hs256, &CRYPTO);
    let parameters = Parameters::parse(&asking().encode()).unwrap();
    let object = RequestObject::new(&client.client_id, &issuer(), parameters);
    let object = object.sign(&key.unwrap(), &CRYPTO, at(0)).unwrap();
    let form = Form::of(&[("client_id", "web"), ("request", object.expose())]);
    client.client_secret_expires = Some(at(1).into());
    assert!(authorize_as(&op, Some(&client), &form.get()).is_ok());
    client.client_secret_expires = Some(at(0).into());
    let refusal = authorize_as(&op, Some(&client), &form.get()).unwrap_err();
    assert!(matches!(refusal.reason(), AuthorizeError::RequestObject(_)), "{refusal:?}");
}

#[test]
fn registration_2_1_the_consent_page_gets_the_pages_in_the_language_of_the_request() {
    let mut client = web();
    client.client_name =
        Localized::new("Wiki").language("de", "Notizen").language("ja-Jpan", "ウィキ");
    client.policy_uri = LocalizedPage::new(page("https://wiki.example/privacy"))
        .language("DE-at", page("https://wiki.example/at"));
    client.tos_uri = LocalizedPage::default().language("fr", page("https://wiki.example/fr"));
    let shown = |locales: &str| {
        let pages =
            pending_of(&client, &asking().set("ui_locales", locales)).client_pages().clone();
        (pages.name.unwrap(), pages.policy_uri.unwrap().as_str().to_owned())
    };
    let (default, austrian) = ("https://wiki.example/privacy", "https://wiki.example/at");
    for (locales, name, policy) in [
        ("en", "Wiki", default),
        ("de", "Notizen", default),
        ("de-AT", "Notizen", austrian),
        ("it DE-CH-1996", "Notizen", default),
        ("de-x-formal", "Notizen", default),
        ("ja-Jpan-JP de", "ウィキ", default),
        ("ja", "Wiki", default),
    ] {
        assert_eq!(shown(locales), (name.to_owned(), policy.to_owned()), "{locales}");
    }
    // If no value has a language of the request, any value is returned.
    let pages = pending_of(&client, &asking()).client_pages().clone();
    assert_eq!(pages.tos_uri, Some(page("https://wiki.example/fr")));
    assert_eq!((pages.logo_uri, pages.client_uri), (None, None));
    assert_eq!(*pending_of(&web(), &asking()).client_pages(), ClientPages::default());
    assert!(pending_of(&web(), &asking()).client_pages().is_empty());
}

#[test]
fn cimd_the_host_of_the_client_identifier_is_shown() {
    assert_eq!(pending_of(&web(), &asking()).client_host().as_deref(), Some("client.example"));
    let mut client = web();
    let url = "https://b\u{fc}cher.example/client.json";
    client.client_id = ClientId::new("https://id.example:8443/client.json").unwrap();
    assert!(ClientId::new(url).is_err(), "an identifier is ASCII");
    let form = asking().set("client_id", client.client_id.as_str());
    assert_eq!(pending_of(&client, &form).client_host().as_deref(), Some("id.example"));
    // An app has no host.
    let mut client = app();
    client.redirect_uris = vec![RedirectUri::new("com.example.app:/cb").unwrap()];
    let form = asking().set("client_id", "app").set("redirect_uri", "com.example.app:/cb");
    assert_eq!(pending_of(&client, &form).client_host(), None);
}
