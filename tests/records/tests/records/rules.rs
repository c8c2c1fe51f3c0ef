//! The rule of each record, and how long its row is kept.

use http::Response;
use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::SecretString;
use symbolon_oauth::client::assertion::ClientAssertion;
use symbolon_oauth::{AuthorizationCode, ClientCredentials, ClientId, RedirectUri};
use symbolon_provider::{
    CodeRecord, ProviderPolicy, ReceivedRequest, RegisteredClient, SignedIn, SingleUse, Stored,
    TokenRecords,
};
use symbolon_test_support::clock::{at, date};
use symbolon_test_support::names::{ISSUER, REDIRECT_URI, issuer};
use symbolon_test_support::{clients, keys};

use crate::provider::Op;
use crate::store::Store;

const OTHER: &str = "https://other.example";
const DAY: i64 = 24 * 60 * 60;

fn app() -> RegisteredClient {
    let redirect_uri = RedirectUri::new(REDIRECT_URI).unwrap();
    let app = RegisteredClient::new(ClientId::new("app").unwrap(), vec![redirect_uri]);
    app.public().refresh_tokens()
}

/// Returns a provider at which the client `app` is registered.
fn op(store: &Store) -> Op<'_> {
    let op = Op::new(ISSUER, store);
    op.register(&app());
    op
}

fn member(response: &Response<Vec<u8>>, name: &str) -> String {
    let body: Value = serde_json::from_slice(response.body()).unwrap();
    body[name].as_str().unwrap_or_else(|| panic!("no {name} in {body}")).to_owned()
}

/// Finds the record of a code that was not used.
fn found(store: &Store, code: &str) -> CodeRecord {
    let fingerprint = AuthorizationCode::new(code.to_owned()).fingerprint(&CRYPTO);
    match store.find_code(&fingerprint, &issuer()) {
        Ok(SingleUse::Fresh(record)) => *record,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn assert_error(response: &Response<Vec<u8>>, error: &str) {
    assert_eq!(member(response, "error"), error);
}

#[test]
fn a_code_is_exchanged_once_and_its_second_use_revokes_the_grant() {
    let store = Store::new();
    let op = op(&store);
    let code = op.code("app").unwrap();
    let first = op.redeem(&code, at(3));
    let (access, refresh) = (member(&first, "access_token"), member(&first, "refresh_token"));
    assert_eq!(op.user_info(&access, at(4)).status(), 200);
    assert_error(&op.redeem(&code, at(5)), "invalid_grant");
    assert_eq!(op.user_info(&access, at(6)).status(), 401);
    assert_error(&op.refresh(&refresh, at(6)), "invalid_grant");
}

#[test]
fn a_refresh_token_is_exchanged_once_and_its_second_use_revokes_its_successors() {
    let store = Store::new();
    let op = op(&store);
    let first = op.redeem(&op.code("app").unwrap(), at(3));
    let old = member(&first, "refresh_token");
    let second = op.refresh(&old, at(4));
    let third = op.refresh(&member(&second, "refresh_token"), at(5));
    assert_eq!(op.user_info(&member(&third, "access_token"), at(6)).status(), 200);
    assert_error(&op.refresh(&old, at(7)), "invalid_grant");
    assert_eq!(op.user_info(&member(&third, "access_token"), at(8)).status(), 401);
    // Used before the revocation: reported again. Not used before: unknown.
    assert_error(&op.refresh(&old, at(9)), "invalid_grant");
    assert_error(&op.refresh(&member(&third, "refresh_token"), at(9)), "invalid_grant");
}

/// The grant is revoked while the tokens are made. Neither of the two rows is written.
#[test]
fn attack_090_tokens_of_a_revoked_grant_are_not_stored() {
    let store = Store::new();
    let code = found(&store, &op(&store).code("app").unwrap());
    let token = |letter: &str| {
        json!({
            "fingerprint": letter.repeat(42) + "A", "issuer": ISSUER, "grant": code.grant,
            "client_id": "app", "scope": "openid", "expires": date(60),
            "subject": "alice", "signed_in": SignedIn::new("alice", at(0)),
        })
    };
    let records: TokenRecords = serde_json::from_value(json!({
        "spends": { "code": code.fingerprint }, "access": token("a"), "refresh": token("b"),
    }))
    .unwrap();
    let policy = ProviderPolicy::default();
    let revoked = store.revoke(&records.access.grant, &policy, date(0));
    assert_eq!(revoked, Ok(Stored::Confirmed));
    assert_eq!(store.put_tokens(&records, &policy, date(0)), Ok(Stored::GrantRevoked));
    let deleted = store.forget(date(60));
    assert_eq!((deleted["forget_access_tokens"], deleted["forget_refresh_tokens"]), (0, 0));
}

/// The database fails while tokens are stored. The client sends the same request again.
#[test]
fn a_request_whose_tokens_could_not_be_stored_can_be_sent_again() {
    let store = Store::new();
    let op = op(&store);
    let code = op.code("app").unwrap();
    store.break_table("access_tokens");
    assert_error(&op.redeem(&code, at(3)), "temporarily_unavailable");
    store.mend("access_tokens");
    let first = op.redeem(&code, at(4));
    let refresh = member(&first, "refresh_token");
    store.break_table("access_tokens");
    assert_error(&op.refresh(&refresh, at(5)), "temporarily_unavailable");
    store.mend("access_tokens");
    let second = op.refresh(&refresh, at(6));
    assert_eq!(op.user_info(&member(&second, "access_token"), at(7)).status(), 200);
}

/// Two requests have found the code before one of them stores its tokens.
#[test]
fn attack_090_of_two_requests_that_found_the_code_one_gets_tokens_and_the_grant_is_revoked() {
    let store = Store::new();
    let op = op(&store);
    let code = op.code("app").unwrap();
    let policy = ProviderPolicy::default();
    let [first, second] = [(); 2].map(|()| op.redemption(&code, at(3)));
    assert_eq!(store.put_tokens(first.records(), &policy, date(3)), Ok(Stored::Confirmed));
    let stored = store.put_tokens(second.records(), &policy, date(3)).unwrap();
    assert_eq!(stored, Stored::GrantRevoked);
    assert_error(&second.into_response(stored), "invalid_grant");
    let tokens = first.into_response(Stored::Confirmed);
    assert_eq!(op.user_info(&member(&tokens, "access_token"), at(4)).status(), 401);
    assert_error(&op.refresh(&member(&tokens, "refresh_token"), at(4)), "invalid_grant");
    assert_eq!(store.forget(date(3603))["forget_access_tokens"], 1, "of the first request");
}

#[test]
fn attack_089_a_store_for_two_issuers_gives_nothing_of_one_to_the_other() {
    let store = Store::new();
    let (op, other) = (op(&store), Op::new(OTHER, &store));
    other.register(&app());
    let code = op.code("app").unwrap();
    assert_error(&other.redeem(&code, at(3)), "invalid_grant");
    // The code was not used up by the wrong provider.
    let tokens = op.redeem(&code, at(3));
    assert_eq!(other.user_info(&member(&tokens, "access_token"), at(4)).status(), 401);
    assert_error(&other.redeem(&code, at(4)), "invalid_grant");
    assert_error(&other.refresh(&member(&tokens, "refresh_token"), at(4)), "invalid_grant");
    assert_eq!(op.user_info(&member(&tokens, "access_token"), at(5)).status(), 200);
    assert_eq!(op.refresh(&member(&tokens, "refresh_token"), at(5)).status(), 200);
}

#[test]
fn a_client_of_one_issuer_is_unknown_at_the_other() {
    let store = Store::new();
    op(&store);
    let refusal = Op::new(OTHER, &store).code("app").unwrap_err();
    assert_eq!(refusal.reason().code(), "authorize.unknown_client");
}

#[test]
fn attack_085_an_assertion_is_accepted_once() {
    let store = Store::new();
    let op = op(&store);
    let key = keys::ed25519("signer-1");
    op.register(&clients::signing("signer", &key));
    let client_id = ClientId::new("signer").unwrap();
    let assertion = ClientAssertion::new(&client_id, &issuer());
    let assertion = assertion.sign(&key.signing(&CRYPTO), &CRYPTO, at(0)).unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", "c"),
        ("client_assertion_type", ClientCredentials::JWT_BEARER),
        ("client_assertion", assertion.expose()),
    ];
    assert_error(&op.token(&form, at(1)), "invalid_grant");
    assert_error(&op.token(&form, at(1)), "invalid_client");
    // The key outlives the last moment at which the assertion is accepted: 60 + 60.
    assert_eq!(store.forget(date(180))["forget_replay_keys"], 0);
    assert_eq!(store.forget(date(240))["forget_replay_keys"], 1);
}

#[test]
fn a_pending_authorization_is_answered_once_and_by_its_browser() {
    let store = Store::new();
    let op = op(&store);
    let query = "response_type=code&client_id=app&scope=openid&code_challenge_method=S256\
                 &redirect_uri=https%3A%2F%2Fclient.example%2Fcb\
                 &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let request = http::Request::get(format!("/authorize?{query}")).body("").unwrap();
    let request = ReceivedRequest::from_http(&request).unwrap();
    let pending = op.engine.authorize(request, Some(&app()), at(0)).unwrap();
    let random = || SecretString::random(&CRYPTO).unwrap().fingerprint(&CRYPTO);
    let (token, session, other) = (random(), random(), random());
    assert_eq!(store.put_pending(&token, &session, &pending, date(3600)), Ok(1));
    assert_eq!(store.take_pending(&token, &other), Ok(None), "another browser");
    assert_eq!(store.take_pending(&other, &session), Ok(None), "another form");
    assert_eq!(store.take_pending(&token, &session), Ok(Some(pending.clone())));
    assert_eq!(store.take_pending(&token, &session), Ok(None), "a second time");
    assert_eq!(store.put_pending(&token, &session, &pending, date(3600)), Ok(1));
    assert_eq!(store.forget(date(3599))["forget_pending"], 0);
    assert_eq!(store.forget(date(3600))["forget_pending"], 1);
}

/// A row is there as long as a second use has something to revoke, and then it is gone.
#[test]
fn rows_are_kept_as_long_as_they_matter() {
    let store = Store::new();
    let op = op(&store);
    let unused = op.code("app").unwrap();
    let code = op.code("app").unwrap();
    let tokens = op.redeem(&code, at(3));
    let soon = store.forget(date(62));
    assert_eq!(soon["forget_codes"], 1, "the unused code expired at second 62");
    assert_error(&op.redeem(&unused, at(62)), "invalid_grant");
    assert_eq!(store.forget(date(603))["forget_access_tokens"], 1);
    // The used code is still there, so its second use revokes the refresh token.
    assert_error(&op.redeem(&code, at(29 * DAY)), "invalid_grant");
    assert_error(&op.refresh(&member(&tokens, "refresh_token"), at(29 * DAY)), "invalid_grant");
    let nothing = store.forget(date(30 * DAY - 60));
    assert!(nothing.values().all(|deleted| *deleted == 0), "{nothing:?}");
    let later = store.forget(date(31 * DAY));
    assert_eq!((later["forget_codes"], later["forget_refresh_tokens"]), (1, 1));
    assert_eq!(later["forget_revoked_grants"], 0, "revoked on day 29, kept for 30 days");
    assert_eq!(store.forget(date(60 * DAY))["forget_revoked_grants"], 1);
}

#[test]
fn a_failing_database_makes_the_endpoints_unavailable() {
    let store = Store::new();
    let op = op(&store);
    let code = op.code("app").unwrap();
    store.break_down();
    let response = op.redeem(&code, at(3));
    assert_eq!(response.status(), 503);
    assert_error(&response, "temporarily_unavailable");
    assert_eq!(op.user_info("a", at(3)).status(), 503);
    assert_eq!(op.code("app").unwrap_err().reason().code(), "store_failed");
}

/// One run of everything leaves no statement of the page out.
#[test]
fn every_statement_of_the_page_is_used() {
    let store = Store::new();
    let op = op(&store);
    let code = op.code("app").unwrap();
    let tokens = op.redeem(&code, at(3));
    op.user_info(&member(&tokens, "access_token"), at(4));
    for second in [4, 5] {
        op.refresh(&member(&tokens, "refresh_token"), at(second));
    }
    op.redeem(&code, at(6));
    store.forget(date(0));
    // The other tests use these.
    assert_eq!(store.unused(), ["first_use", "put_pending", "take_pending"]);
}
