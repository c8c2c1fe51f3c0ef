//! Concurrent use of a code and of a refresh token, with a store that threads share (attacks 90 and
//! 91), and the store's answers after a grant was revoked.

use std::sync::Barrier;

use http::Response;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Object;
use symbolon_oauth::AccessToken;
use symbolon_provider::{Presented, Stored, Taken, TokenRefusal};
use symbolon_test_support::store::Store;

use crate::common::*;

/// Returns whether the store has a record of this access token.
fn holds(store: &Store, token: &str) -> bool {
    store.access_token(&AccessToken::new(token.to_owned()).fingerprint(&CRYPTO)).is_some()
}

/// Answers a token request as the README does, and returns the response or the refusal.
fn answer(store: &Store, form: &Form) -> Result<Response<Vec<u8>>, TokenRefusal> {
    let op = provider();
    let issued = match presented_to(&op, form, &web())? {
        Presented::Code(code) => {
            let taken = store.take_code(code.fingerprint());
            op.redeem(code, taken, Object::new(), at(11))
        }
        Presented::RefreshToken(token) => {
            let taken = store.take_refresh_token(token.fingerprint());
            op.refresh(token, taken, Object::new(), at(11))
        }
        other => Err(other.refuse()),
    };
    let issued = issued.inspect_err(|refusal| {
        if let Some(grant) = refusal.grant_to_revoke() {
            assert_eq!(store.revoke(grant), Stored::Confirmed);
        }
    })?;
    let stored = store.put_tokens(issued.records());
    Ok(issued.into_response(stored))
}

/// Returns the access token of a response, or `None` when the grant was revoked while the token was
/// made.
fn access_token(response: &Response<Vec<u8>>) -> Option<String> {
    let access_token = json(response)["access_token"].as_str().map(str::to_owned);
    if access_token.is_none() {
        assert_eq!(response.status(), 400);
        assert_eq!(json(response)["error"], "invalid_grant");
    }
    access_token
}

/// Sends the same request from eight threads at once, and returns all answers.
fn race(store: &Store, form: &Form) -> Vec<Result<Response<Vec<u8>>, TokenRefusal>> {
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

/// Checks that one request got through, and that the store no longer has its access token, because
/// the other requests revoked the grant. `seen_twice` is the error of the other requests.
#[track_caller]
fn assert_one_winner_at_most(
    store: &Store,
    answers: Vec<Result<Response<Vec<u8>>, TokenRefusal>>,
    seen_twice: &str,
) {
    let mut codes = Vec::new();
    for answer in answers {
        match answer {
            Ok(response) => {
                codes.push("won");
                assert!(access_token(&response).is_none_or(|token| !holds(store, &token)));
            }
            Err(refusal) => codes.push(refusal.code()),
        }
    }
    // The first request gets tokens, or learns when it stores them that the grant was revoked.
    assert_eq!(codes.iter().filter(|code| **code == "won").count(), 1, "{codes:?}");
    assert!(codes.iter().all(|code| ["won", seen_twice].contains(code)), "{codes:?}");
}

#[test]
fn attack_090_code_replay_race() {
    for _ in 0..20 {
        let store = Store::default();
        let (code, record) = code_for(&asking());
        assert_eq!(store.put_code(&record), Stored::Confirmed);
        assert_one_winner_at_most(&store, race(&store, &redeeming(&code)), "token.spent_code");
    }
}

#[test]
fn attack_091_refresh_rotation_race() {
    for _ in 0..20 {
        let store = Store::default();
        let issued = tokens();
        assert_eq!(store.put_tokens(issued.records()), Stored::Confirmed);
        let first = json(&sent(issued));
        let form = refreshing(first["refresh_token"].as_str().unwrap());
        let answers = race(&store, &form);
        assert_one_winner_at_most(&store, answers, "token.spent_refresh_token");
        assert!(!holds(&store, first["access_token"].as_str().unwrap()), "the family");
    }
}

#[test]
fn attack_090_tokens_stored_after_the_revocation_are_not_sent() {
    let store = Store::default();
    let (code, record) = code_for(&asking());
    assert_eq!(store.put_code(&record), Stored::Confirmed);
    let form = redeeming(&code);
    let presented = presented_code(&provider(), &form, &web()).unwrap();
    let taken = store.take_code(&record.fingerprint);
    let slow = provider().redeem(presented, taken, Object::new(), at(11)).unwrap();
    // The second request arrives between taking the code and storing the tokens.
    assert_eq!(answer(&store, &form).unwrap_err().code(), "token.spent_code");
    let storing = store.put_tokens(slow.records());
    assert_eq!(storing, Stored::GrantRevoked);
    let response = slow.into_response(storing);
    assert_eq!(access_token(&response), None);
}

#[test]
fn rfc6749_4_1_2_a_second_use_of_a_code_revokes_its_tokens() {
    let store = Store::default();
    let (code, record) = code_for(&asking());
    assert_eq!(store.put_code(&record), Stored::Confirmed);
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
    let store = Store::default();
    let issued = tokens();
    assert_eq!(store.put_tokens(issued.records()), Stored::Confirmed);
    let first = json(&sent(issued));
    let old = refreshing(first["refresh_token"].as_str().unwrap());
    let second = json(&answer(&store, &old).unwrap());
    assert!(holds(&store, second["access_token"].as_str().unwrap()));
    let refusal = answer(&store, &old).unwrap_err();
    assert_eq!(refusal.code(), "token.spent_refresh_token");
    assert!(!holds(&store, second["access_token"].as_str().unwrap()));
}

#[test]
fn rfc9700_4_14_2_a_spent_refresh_token_of_a_revoked_grant_stays_spent() {
    let store = Store::default();
    let issued = tokens();
    let refresh = issued.records().refresh.clone().unwrap();
    assert_eq!(store.put_tokens(issued.records()), Stored::Confirmed);
    let fresh = store.take_refresh_token(&refresh.fingerprint);
    assert_eq!(fresh, Taken::Fresh(Box::new(refresh.clone())));
    assert_eq!(store.revoke(&refresh.grant), Stored::Confirmed);
    let again = store.take_refresh_token(&refresh.fingerprint);
    assert_eq!(again, Taken::Spent(refresh.grant));
}

#[test]
fn rfc9700_4_14_2_an_unused_refresh_token_of_a_revoked_grant_is_unknown() {
    let store = Store::default();
    let issued = tokens();
    let refresh = issued.records().refresh.clone().unwrap();
    assert_eq!(store.put_tokens(issued.records()), Stored::Confirmed);
    assert_eq!(store.revoke(&refresh.grant), Stored::Confirmed);
    let taken = store.take_refresh_token(&refresh.fingerprint);
    assert_eq!(taken, Taken::Unknown);
}
