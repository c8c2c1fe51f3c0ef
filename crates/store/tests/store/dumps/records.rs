//! The records of the dumps.

use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Fingerprint, NumericDate, Secret};
use symbolon_oauth::obligation::{FirstUse, GrantId, ReplayKey, SingleUse, Stored};
use symbolon_oauth::{ClientId, RedirectUri, State};
use symbolon_provider::cors::Origin;
use symbolon_provider::{
    ClientDocumentRecord, CodeRecord, EarlierConsent, FetchedRequestObject,
    InitialAccessTokenRecord, NewRegistration, PushedRequestRecord, RegisteredClient, SignedIn,
    TokenRecords,
};
use symbolon_relying_party::{PendingLogin, Registration, Session};
use symbolon_store::{
    ClientRegistrations, Refresh, RelyingPartyStore, SealKey, SignIn, Store, Waiting,
};
use symbolon_test_support::clock::at;

use super::CURRENT;
use crate::relying_party::login;
use crate::support::{client_id, issuer, pending};

/// The `state` of the login that waits.
const STATE: &str = "state-of-the-dump";

/// Returns the consent of alice. The version 1 of the schema has no column for claims.
fn consent(version: u32) -> EarlierConsent {
    let claims = if version >= 2 { vec!["name".to_owned()] } else { Vec::new() };
    EarlierConsent::new("openid email".parse().unwrap()).claims(claims)
}

/// Returns the fingerprint of a value that has this name in the dumps.
fn named(name: &str) -> Fingerprint {
    Fingerprint::of(name.as_bytes(), &CRYPTO)
}

fn key() -> SealKey {
    SealKey::new(&Secret::new(vec![7; 32]), &CRYPTO).unwrap()
}

fn relying_party(store: &Store) -> RelyingPartyStore {
    store.relying_party(&issuer(), &client_id(), &key())
}

fn registrations(store: &Store) -> ClientRegistrations {
    store.client_registrations(&key())
}

fn redirect_uri() -> RedirectUri {
    RedirectUri::new("https://client.example/cb").unwrap()
}

fn code(name: &str, grant: &GrantId) -> CodeRecord {
    serde_json::from_value(json!({
        "fingerprint": named(name), "issuer": issuer().as_str(), "grant": grant,
        "client_id": "client", "redirect_uri": redirect_uri().as_str(), "scope": "openid email",
        "signed_in": SignedIn::new("alice", at(0)), "nonce": "n", "code_challenge": null,
        "expires": NumericDate::from(at(60)),
    }))
    .unwrap()
}

fn tokens(code: &CodeRecord) -> TokenRecords {
    serde_json::from_value(json!({
        "spends": {"code": code.fingerprint},
        "access": {
            "fingerprint": named("access token"), "issuer": issuer().as_str(),
            "grant": code.grant, "client_id": "client", "subject": "alice", "scope": "openid",
            "expires": NumericDate::from(at(600)),
        },
        "refresh": {
            "fingerprint": named("refresh token"), "issuer": issuer().as_str(),
            "grant": code.grant, "client_id": "client", "scope": "openid email",
            "signed_in": code.signed_in, "expires": NumericDate::from(at(3600)),
        },
    }))
    .unwrap()
}

fn pushed_request() -> PushedRequestRecord {
    serde_json::from_value(json!({
        "fingerprint": named("request_uri"), "issuer": issuer().as_str(), "client_id": "client",
        "parameters": [["client_id", "client"], ["response_type", "code"], ["resource", "a"], ["resource", "b"]],
        "is_signed": true, "expires": NumericDate::from(at(60)),
    }))
    .unwrap()
}

fn request_object() -> FetchedRequestObject {
    serde_json::from_value(json!({
        "fingerprint": named("hosted"), "issuer": issuer().as_str(), "client_id": "client",
        "request_uri": "https://client.example/request.jwt#hash", "content": "e30.e30.AA",
        "expires": NumericDate::from(at(3600)),
    }))
    .unwrap()
}

fn initial_access_token() -> InitialAccessTokenRecord {
    serde_json::from_value(json!({
        "fingerprint": named("initial access token"), "issuer": issuer().as_str(),
        "terms": {"clients": 2, "scopes": "openid", "hosts": ["client.example"]},
        "expires": NumericDate::from(at(600)),
    }))
    .unwrap()
}

/// Returns the registration of a client with the initial access token.
fn new_registration() -> NewRegistration {
    serde_json::from_value(json!({
        "registration": {
            "client": RegisteredClient::new(ClientId::new("registered").unwrap(), vec![redirect_uri()]),
            "registration": {
                "client_id": "registered", "issuer": issuer().as_str(),
                "token": named("registration access token"), "issued_at": NumericDate::from(at(0)),
                "initial_access_token": named("initial access token"),
                "software_statement": "e30.e30.AA", "unused_until": NumericDate::from(at(3600)),
            },
        },
        "spends": named("initial access token"),
    }))
    .unwrap()
}

fn client_document() -> ClientDocumentRecord {
    let id = ClientId::new("https://client.example/metadata").unwrap();
    serde_json::from_value(json!({
        "client": RegisteredClient::new(id, vec![redirect_uri()]),
        "fetched": NumericDate::from(at(0)), "fresh_until": NumericDate::from(at(3600)),
        "etag": "W/\"1\"",
    }))
    .unwrap()
}

/// Returns the registration of a relying party at the provider.
fn registration() -> Registration {
    serde_json::from_value(json!({
        "issuer": issuer().as_str(), "address": "stranger",
        "information": {
            "client_id": "registered", "client_secret": "secret-of-the-dump",
            "client_secret_expires_at": 0, "redirect_uris": [redirect_uri().as_str()],
        },
        "asked": {"redirect_uris": [redirect_uri().as_str()]},
    }))
    .unwrap()
}

fn replay_key() -> ReplayKey {
    serde_json::from_value(json!({
        "fingerprint": named("jti"), "issuer": issuer().as_str(),
        "expires": NumericDate::from(at(240)),
    }))
    .unwrap()
}

fn session() -> Session {
    serde_json::from_value(json!({
        "authentication": {"iss": issuer().as_str(), "sub": "alice", "aud": ["client"], "iat": 0},
        "client_id": "client", "access_token": "access-token-of-the-dump", "expires_at": null,
        "refresh_token": "refresh-token-of-the-dump", "scope": "openid", "granted_scope": "openid",
    }))
    .unwrap()
}

/// Writes a record into every table.
pub(super) async fn put_all(store: &Store) {
    let op = store.provider(&issuer());
    op.put_client(&RegisteredClient::new(client_id(), vec![redirect_uri()])).await.unwrap();
    let grant = || GrantId::random(&CRYPTO).unwrap();
    op.put_authorization(&code("unused code", &grant()).into()).await.unwrap();
    let used = code("used code", &grant());
    op.put_authorization(&used.clone().into()).await.unwrap();
    assert_eq!(op.put_tokens(&tokens(&used)).await.unwrap(), Stored::Confirmed);
    assert_eq!(op.first_use(&[replay_key()]).await.unwrap(), FirstUse::Confirmed);
    assert_eq!(op.put_pushed_request(&pushed_request()).await.unwrap(), Stored::Confirmed);
    op.put_request_object(&request_object()).await.unwrap();
    op.put_initial_access_token(&initial_access_token()).await.unwrap();
    assert_eq!(op.put_registration(&new_registration()).await.unwrap(), Stored::Confirmed);
    op.put_client_document(&client_document()).await.unwrap();
    registrations(store).put_new(&issuer(), "app", &registration()).await.unwrap();
    let (browser, form) = (named("browser"), named("form"));
    op.put_pending(&browser, &form, &pending(), at(600)).await.unwrap();
    assert!(op.show_pending(&browser, &form, "alice", at(1)).await.unwrap());
    let user = SignedIn::new("alice", at(0));
    let sign_in =
        SignIn { before: None, browser: &browser, interaction: None, user: &user, until: at(3600) };
    op.sign_in(&sign_in).await.unwrap();
    op.put_consent("alice", &client_id(), &consent(CURRENT)).await.unwrap();
    let rp = relying_party(store);
    let mut login = serde_json::to_value(login().0).unwrap();
    login["state"] = STATE.into();
    let login: PendingLogin = serde_json::from_value(login).unwrap();
    rp.put_login(&named("browser"), &login, at(600)).await.unwrap();
    rp.put_session(&named("session"), &session(), at(3600)).await.unwrap();
}

/// Reads every record that the dump of a version has, and checks its content.
pub(super) async fn assert_all(store: &Store, version: u32) {
    let op = store.provider(&issuer());
    let client = op.client(&client_id()).await.unwrap().unwrap();
    assert_eq!(client.redirect_uris, [redirect_uri()]);
    assert!(op.has_origin(&Origin::of(&redirect_uri()).unwrap()).await.unwrap());
    let SingleUse::Fresh(unused) = op.find_code(&named("unused code")).await.unwrap() else {
        panic!("the unused code is not fresh")
    };
    assert_eq!(*unused, code("unused code", &unused.grant));
    let SingleUse::Spent(grant) = op.find_code(&named("used code")).await.unwrap() else {
        panic!("the used code is not spent")
    };
    let tokens = tokens(&code("used code", &grant));
    let access = op.access_token(&named("access token")).await.unwrap();
    assert_eq!(access, Some(tokens.access));
    let refresh = op.find_refresh_token(&named("refresh token")).await.unwrap();
    assert_eq!(refresh, SingleUse::fresh(tokens.refresh.unwrap()));
    let grants = op.grants("alice").await.unwrap();
    assert_eq!(grants.len(), 2);
    assert!(grants.iter().all(|grant| grant.scope.to_string() == "openid email"), "{grants:?}");
    assert_eq!(op.first_use(&[replay_key()]).await.unwrap(), FirstUse::Replayed);
    let pushed = op.take_pushed_request(&named("request_uri")).await.unwrap();
    assert_eq!(pushed, (version >= 2).then(pushed_request));
    let object = op.request_object(&named("hosted")).await.unwrap();
    assert_eq!(object, (version >= 2).then(request_object));
    assert_registrations(store, version).await;
    let user = op.session(&named("browser"), at(1)).await.unwrap().unwrap();
    assert_eq!(user.subject, "alice");
    assert_eq!(op.consent("alice", &client_id()).await.unwrap(), consent(version));
    let shown = op.take_shown(&named("browser"), &named("form"), "alice", at(1)).await.unwrap();
    assert!(matches!(shown, Waiting::Open(open) if *open == pending()));
    assert_relying_party(&relying_party(store)).await;
}

async fn assert_registrations(store: &Store, version: u32) {
    let op = store.provider(&issuer());
    let new = new_registration();
    let id = &new.registration.client.client_id;
    let has = version >= 3;
    let found = op.registration(id).await.unwrap();
    assert_eq!(found, has.then_some(new.registration.clone()));
    let token = op.initial_access_token(&named("initial access token")).await.unwrap();
    assert_eq!(token, has.then(initial_access_token));
    let registered = op.clients_registered_with(&named("initial access token")).await.unwrap();
    assert_eq!(registered, if has { vec![id.clone()] } else { Vec::new() });
    let document = client_document();
    let found = op.client_document(&document.client.client_id).await.unwrap();
    assert_eq!(found, has.then_some(document));
    let found = registrations(store).get(&issuer(), "app").await.unwrap();
    assert_eq!(found.map(|it| it.registration), has.then(registration));
    // The records of an older version can be used with the new tables.
    let mut again = new;
    again.registration.client.client_id = ClientId::new("registered later").unwrap();
    again.spends = again.spends.filter(|_| has);
    assert_eq!(op.put_registration(&again).await.unwrap(), Stored::Confirmed);
}

async fn assert_relying_party(rp: &RelyingPartyStore) {
    let state = State::parse(STATE.to_owned()).unwrap();
    let login = rp.take_login(&named("browser"), &state, at(1)).await.unwrap().unwrap();
    assert!(*login.state() == state);
    let refresh = rp.start_refresh(&named("session"), at(1)).await.unwrap();
    let Refresh::Yours(_, found) = refresh else { panic!("{refresh:?}") };
    assert!(serde_json::to_value(found).unwrap() == serde_json::to_value(session()).unwrap());
}
