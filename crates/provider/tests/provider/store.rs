//! Concurrent use of a code and of a refresh token, with a store that threads share (attacks 90 and
//! 91), and the store's answers after a grant was revoked.

use std::sync::Barrier;

use http::Response;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Object;
use symbolon_oauth::AccessToken;
use symbolon_provider::{
    Presented, SingleUse, SpentRecord, Stored, TokenRecords, TokenRefusal, Unstored,
};
use symbolon_store::ProviderStore;
use symbolon_test_support::at_once::at_once;

use crate::common::*;

/// Returns whether the store has a record of this access token.
fn holds(store: &ProviderStore, token: &str) -> bool {
    at_once(store.access_token(&AccessToken::new(token.to_owned()).fingerprint(&CRYPTO)))
        .unwrap()
        .is_some()
}

/// Makes the tokens for a token request as the README does. They are not stored yet.
fn issue(store: &ProviderStore, form: &Form) -> Result<Unstored<TokenRecords>, TokenRefusal> {
    let op = provider();
    match presented_to(&op, form, &web())? {
        Presented::Code(code) => {
            let found = at_once(store.find_code(code.fingerprint())).unwrap();
            op.redeem(code, found, Object::new(), at(11))
        }
        Presented::RefreshToken(token) => {
            let found = at_once(store.find_refresh_token(token.fingerprint())).unwrap();
            op.refresh(token, found, Object::new(), at(11))
        }
        other => Err(other.refuse()),
    }
}

/// Answers a token request as the README does, and returns the response or the refusal.
fn answer(store: &ProviderStore, form: &Form) -> Result<Response<Vec<u8>>, TokenRefusal> {
    let issued = issue(store, form).inspect_err(|refusal| {
        if let Some(grant) = refusal.grant_to_revoke() {
            assert_eq!(at_once(store.revoke_grant(grant)).unwrap(), Stored::Confirmed);
        }
    })?;
    let stored = at_once(store.put_tokens(issued.records())).unwrap();
    Ok(issued.into_response(stored))
}

/// Returns the access token of a response, or `None` if another request was first or the grant was
/// revoked while the token was made.
fn access_token(response: &Response<Vec<u8>>) -> Option<String> {
    let access_token = json(response)["access_token"].as_str().map(str::to_owned);
    if access_token.is_none() {
        assert_eq!(response.status(), 400);
        assert_eq!(json(response)["error"], "invalid_grant");
    }
    access_token
}

/// Sends the same request from eight threads at once, and returns all answers.
fn race(store: &ProviderStore, form: &Form) -> Vec<Result<Response<Vec<u8>>, TokenRefusal>> {
    const RUNNERS: usize = 8;
    let start = Barrier::new(RUNNERS);
    std::thread::scope(|threads| {
        let run = || {
            start.wait();
            answer(store, form)
        };
        let runners: Vec<_> = (0..RUNNERS).map(|_| threads.spawn(run)).collect();
        runners.into_iter().map(|runner| runner.join().unwrap()).collect()
    })
}

/// Checks that exactly one request got tokens, and that the store no longer has its access token,
/// because the other requests revoked the grant. Each of the others found the record before it was
/// used and came too late to store its tokens, or is refused with the error `seen_twice`.
#[track_caller]
fn assert_one_winner(
    store: &ProviderStore,
    answers: Vec<Result<Response<Vec<u8>>, TokenRefusal>>,
    seen_twice: &str,
) {
    let mut codes = Vec::new();
    for answer in answers {
        codes.push(match answer {
            Ok(response) => match access_token(&response) {
                Some(token) => {
                    assert!(!holds(store, &token));
                    "won"
                }
                None => "late",
            },
            Err(refusal) => refusal.code(),
        });
    }
    assert_eq!(codes.iter().filter(|code| **code == "won").count(), 1, "{codes:?}");
    assert!(codes.iter().all(|code| ["won", "late", seen_twice].contains(code)), "{codes:?}");
}

#[test]
fn attack_090_code_replay_race() {
    for _ in 0..20 {
        let store = empty_store();
        let (code, record) = code_for(&asking());
        assert_eq!(
            at_once(store.put_authorization(&record.clone().into())).unwrap(),
            Stored::Confirmed
        );
        assert_one_winner(&store, race(&store, &redeeming(&code)), "token.spent_code");
    }
}

#[test]
fn attack_091_refresh_rotation_race() {
    for _ in 0..20 {
        let store = empty_store();
        let issued = stored_tokens(&store);
        let first = json(&sent(issued));
        let form = refreshing(first["refresh_token"].as_str().unwrap());
        let answers = race(&store, &form);
        assert_one_winner(&store, answers, "token.spent_refresh_token");
        assert!(!holds(&store, first["access_token"].as_str().unwrap()), "the family");
    }
}

#[test]
fn attack_090_tokens_stored_after_the_revocation_are_not_sent() {
    let store = empty_store();
    let (code, record) = code_for(&asking());
    assert_eq!(
        at_once(store.put_authorization(&record.clone().into())).unwrap(),
        Stored::Confirmed
    );
    let form = redeeming(&code);
    let slow = issue(&store, &form).unwrap();
    // A request of a thief arrives after the code was found and before the tokens are stored.
    let thief = form.set("code_verifier", &"a".repeat(43));
    assert_eq!(answer(&store, &thief).unwrap_err().code(), "pkce.mismatch");
    let storing = at_once(store.put_tokens(slow.records())).unwrap();
    assert_eq!(storing, Stored::GrantRevoked);
    let response = slow.into_response(storing);
    assert_eq!(access_token(&response), None);
}

#[test]
fn rfc6749_4_1_2_a_second_use_of_a_code_revokes_its_tokens() {
    let store = empty_store();
    let (code, record) = code_for(&asking());
    assert_eq!(
        at_once(store.put_authorization(&record.clone().into())).unwrap(),
        Stored::Confirmed
    );
    let form = redeeming(&code);
    let first = json(&answer(&store, &form).unwrap());
    let token = first["access_token"].as_str().unwrap();
    assert!(holds(&store, token));
    assert!(answer(&store, &form).is_err());
    assert!(!holds(&store, token));
    // The refresh token of the revoked grant is no longer known.
    let form = refreshing(first["refresh_token"].as_str().unwrap());
    let refusal = answer(&store, &form).unwrap_err();
    assert_eq!(refusal.code(), "token.unknown_grant");
}

#[test]
fn attack_091_reuse_of_an_old_refresh_token_revokes_its_successors() {
    let store = empty_store();
    let first = json(&sent(stored_tokens(&store)));
    let old = refreshing(first["refresh_token"].as_str().unwrap());
    let second = json(&answer(&store, &old).unwrap());
    assert!(holds(&store, second["access_token"].as_str().unwrap()));
    let refusal = answer(&store, &old).unwrap_err();
    assert_eq!(refusal.code(), "token.spent_refresh_token");
    assert!(!holds(&store, second["access_token"].as_str().unwrap()));
}

#[test]
fn rfc9700_4_14_2_a_spent_refresh_token_of_a_revoked_grant_stays_spent() {
    let store = empty_store();
    let issued = stored_tokens(&store);
    let refresh = issued.records().refresh.clone().unwrap();
    let form = refreshing(json(&sent(issued))["refresh_token"].as_str().unwrap());
    let fresh = at_once(store.find_refresh_token(&refresh.fingerprint)).unwrap();
    assert_eq!(fresh, SingleUse::Fresh(Box::new(refresh.clone())));
    assert_eq!(answer(&store, &form).unwrap().status(), 200);
    assert_eq!(at_once(store.revoke_grant(&refresh.grant)).unwrap(), Stored::Confirmed);
    let again = at_once(store.find_refresh_token(&refresh.fingerprint)).unwrap();
    assert_eq!(again, SingleUse::Spent(refresh.grant));
}

#[test]
fn rfc9700_4_14_2_an_unused_refresh_token_of_a_revoked_grant_is_unknown() {
    let store = empty_store();
    let issued = stored_tokens(&store);
    let refresh = issued.records().refresh.clone().unwrap();
    assert_eq!(at_once(store.revoke_grant(&refresh.grant)).unwrap(), Stored::Confirmed);
    let found = at_once(store.find_refresh_token(&refresh.fingerprint)).unwrap();
    assert_eq!(found, SingleUse::Unknown);
}

/// Checks that the second of two requests, which found the same record, stores nothing, and that
/// the tokens of the first are void afterwards.
#[track_caller]
fn assert_the_first_of_two_gets_tokens(store: &ProviderStore, form: &Form) {
    let [first, second] = [(); 2].map(|()| issue(store, form).unwrap());
    assert_eq!(first.records().spends, second.records().spends);
    let grant = first.records().access.grant.clone();
    assert_eq!(at_once(store.put_tokens(first.records())).unwrap(), Stored::Confirmed);
    let token = access_token(&first.into_response(Stored::Confirmed)).unwrap();
    assert!(holds(store, &token));
    assert_eq!(second.records().access.grant, grant);
    let stored = at_once(store.put_tokens(second.records())).unwrap();
    assert_eq!(stored, Stored::GrantRevoked);
    assert_eq!(access_token(&second.into_response(stored)), None);
    assert!(!holds(store, &token), "the grant is revoked");
}

#[test]
fn attack_090_of_two_requests_that_found_the_code_exactly_one_gets_tokens() {
    let store = empty_store();
    let (code, record) = code_for(&asking());
    assert_eq!(
        at_once(store.put_authorization(&record.clone().into())).unwrap(),
        Stored::Confirmed
    );
    assert_the_first_of_two_gets_tokens(&store, &redeeming(&code));
}

#[test]
fn attack_091_of_two_requests_that_found_the_refresh_token_exactly_one_gets_tokens() {
    let store = empty_store();
    let first = json(&sent(stored_tokens(&store)));
    let form = refreshing(first["refresh_token"].as_str().unwrap());
    assert_the_first_of_two_gets_tokens(&store, &form);
}

/// The database fails when the tokens are stored. The client sends the same request again.
#[test]
fn a_request_whose_tokens_could_not_be_stored_can_be_sent_again() {
    let store = empty_store();
    let (code, record) = code_for(&asking());
    assert_eq!(
        at_once(store.put_authorization(&record.clone().into())).unwrap(),
        Stored::Confirmed
    );
    let form = redeeming(&code);
    let failed = issue(&store, &form).unwrap();
    assert_eq!(failed.into_response(Stored::Failed).status(), 503);
    let first = json(&answer(&store, &form).unwrap());

    let form = refreshing(first["refresh_token"].as_str().unwrap());
    let failed = issue(&store, &form).unwrap();
    assert_eq!(failed.into_response(Stored::Failed).status(), 503);
    let second = json(&answer(&store, &form).unwrap());
    assert!(holds(&store, first["access_token"].as_str().unwrap()));
    assert!(holds(&store, second["access_token"].as_str().unwrap()));
}

#[test]
fn rfc6749_6_a_refresh_that_is_refused_for_its_scope_leaves_the_token_usable() {
    let store = empty_store();
    let first = json(&sent(stored_tokens(&store)));
    let form = refreshing(first["refresh_token"].as_str().unwrap());
    let wide = refreshing(first["refresh_token"].as_str().unwrap()).set("scope", "openid profile");
    let refusal = answer(&store, &wide).unwrap_err();
    assert_eq!((refusal.code(), refusal.grant_to_revoke()), ("token.scope", None));
    let second = json(&answer(&store, &form).unwrap());
    assert!(holds(&store, second["access_token"].as_str().unwrap()));
}

#[test]
fn attack_089_a_code_that_was_refused_for_its_verifier_or_redirect_uri_is_void() {
    for (name, value) in
        [("code_verifier", "a".repeat(43)), ("redirect_uri", "https://client.example/x".into())]
    {
        let store = empty_store();
        let (code, record) = code_for(&asking());
        assert_eq!(
            at_once(store.put_authorization(&record.clone().into())).unwrap(),
            Stored::Confirmed
        );
        let refusal = answer(&store, &redeeming(&code).set(name, &value)).unwrap_err();
        assert_eq!(refusal.grant_to_revoke(), Some(&record.grant), "{name}");
        let refusal = answer(&store, &redeeming(&code)).unwrap_err();
        assert_eq!(refusal.code(), "token.unknown_grant", "{name}");
    }
}

#[test]
fn attack_089_a_code_that_was_refused_because_of_its_client_is_void() {
    let store = empty_store();
    let (code, record) = code_for(&asking());
    assert_eq!(
        at_once(store.put_authorization(&record.clone().into())).unwrap(),
        Stored::Confirmed
    );
    let mut thief = web();
    thief.client_id = symbolon_oauth::ClientId::new("thief").unwrap();
    let presented = presented_code(&provider(), &redeeming(&code), &thief).unwrap();
    let found = at_once(store.find_code(presented.fingerprint())).unwrap();
    let refusal = provider().redeem(presented, found, Object::new(), at(11)).unwrap_err();
    assert_eq!(refusal.code(), "token.other_client");
    assert_eq!(
        at_once(store.revoke_grant(refusal.grant_to_revoke().unwrap())).unwrap(),
        Stored::Confirmed
    );
    let refusal = answer(&store, &redeeming(&code)).unwrap_err();
    assert_eq!(refusal.code(), "token.unknown_grant");
}

/// The record says which code or refresh token the request used up.
#[test]
fn token_records_name_what_they_spend() {
    let store = empty_store();
    let (code, record) = code_for(&asking());
    assert_eq!(
        at_once(store.put_authorization(&record.clone().into())).unwrap(),
        Stored::Confirmed
    );
    let issued = issue(&store, &redeeming(&code)).unwrap();
    assert_eq!(issued.records().spends, SpentRecord::Code(record.fingerprint));
    assert_eq!(at_once(store.put_tokens(issued.records())).unwrap(), Stored::Confirmed);
    let token = issued.records().refresh.clone().unwrap();
    let first = json(&sent(issued));
    let form = refreshing(first["refresh_token"].as_str().unwrap());
    let issued = issue(&store, &form).unwrap();
    assert_eq!(issued.records().spends, SpentRecord::RefreshToken(token.fingerprint));
}
