//! The race for a code and for a refresh token, through a store that many threads share: attacks 90
//! and 91. What that store answers after a grant was revoked.

use std::sync::Barrier;

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Object;
use symbolon_oauth::AccessToken;
use symbolon_provider::{
    AuthenticatedClient, Presented, RefreshTokenLookup, Storing, TokenRefusal, TokenRequest,
};
use symbolon_test_support::store::Store;

use crate::common::*;

/// Whether the store answers for this access token.
fn holds(store: &Store, token: &str) -> bool {
    store.access_token(&AccessToken::new(token.to_owned()).fingerprint(&CRYPTO)).is_some()
}

/// The token endpoint, as the README has it.
fn answer(
    store: &Store,
    request: &TokenRequest,
    client: &AuthenticatedClient,
) -> Result<serde_json::Value, TokenRefusal> {
    let op = provider();
    let issued = match op.presented(request)? {
        Presented::Code(code) => {
            op.redeem(request, client, store.take_code(&code), Object::new(), at(11))
        }
        Presented::RefreshToken(token) => {
            op.refresh(request, client, store.take_refresh_token(&token), Object::new(), at(11))
        }
    };
    let issued = issued.inspect_err(|refusal| {
        if let Some(grant) = refusal.revoke() {
            store.revoke(grant);
        }
    })?;
    let storing = store.put_tokens(issued.records());
    Ok(json(&issued.into_response(storing)?))
}

/// The same request from eight places at once, and all the answers.
fn race(store: &Store, form: &Form) -> Vec<Result<serde_json::Value, TokenRefusal>> {
    const RUNNERS: usize = 8;
    let (request, client) = authenticated(form, &web());
    let start = Barrier::new(RUNNERS);
    std::thread::scope(|threads| {
        let run = || {
            start.wait();
            answer(store, &request, &client)
        };
        let runners: Vec<_> = (0..RUNNERS).map(|_| threads.spawn(run)).collect();
        runners.into_iter().map(|runner| runner.join().unwrap()).collect()
    })
}

/// At most one has tokens, and they are worth nothing: the grant was revoked, before or after.
#[track_caller]
fn assert_one_winner_at_most(
    store: &Store,
    answers: Vec<Result<serde_json::Value, TokenRefusal>>,
    seen_twice: &str,
) {
    let mut codes = Vec::new();
    for answer in answers {
        match answer {
            Ok(response) => {
                codes.push("won");
                assert!(!holds(store, response["access_token"].as_str().unwrap()));
            }
            Err(refusal) => codes.push(refusal.code()),
        }
    }
    // Who took it first has tokens, or learns when it stores them that another came.
    let first = |code: &&&str| ["won", "token.revoked"].contains(code);
    assert_eq!(codes.iter().filter(first).count(), 1, "{codes:?}");
    assert!(codes.iter().all(|code| first(&code) || *code == seen_twice), "{codes:?}");
}

#[test]
fn attack_090_code_replay_race() {
    for _ in 0..20 {
        let store = Store::default();
        let (code, record) = code_for(&asking());
        store.put_code(&record);
        assert_one_winner_at_most(&store, race(&store, &redeeming(&code)), "token.spent_code");
    }
}

#[test]
fn attack_091_refresh_rotation_race() {
    for _ in 0..20 {
        let store = Store::default();
        let issued = tokens();
        assert_eq!(store.put_tokens(issued.records()), Storing::Stored);
        let first = json(&issued.into_response(Storing::Stored).unwrap());
        let form = refreshing(first["refresh_token"].as_str().unwrap());
        let answers = race(&store, &form);
        assert_one_winner_at_most(&store, answers, "token.spent_refresh_token");
        assert!(!holds(&store, first["access_token"].as_str().unwrap()), "the family");
    }
}

#[test]
fn attack_090_a_loser_that_stores_late_gets_nothing() {
    let store = Store::default();
    let (code, record) = code_for(&asking());
    store.put_code(&record);
    let (request, client) = authenticated(&redeeming(&code), &web());
    let key = &record.fingerprint;
    let slow =
        provider().redeem(&request, &client, store.take_code(key), Object::new(), at(11)).unwrap();
    // The second request arrives between taking the code and storing the tokens.
    assert_eq!(answer(&store, &request, &client).unwrap_err().code(), "token.spent_code");
    let storing = store.put_tokens(slow.records());
    assert_eq!(storing, Storing::GrantRevoked);
    assert_eq!(slow.into_response(storing).unwrap_err().code(), "token.revoked");
}

#[test]
fn rfc6749_4_1_2_the_second_use_revokes_what_the_first_got() {
    let store = Store::default();
    let (code, record) = code_for(&asking());
    store.put_code(&record);
    let (request, client) = authenticated(&redeeming(&code), &web());
    let first = answer(&store, &request, &client).unwrap();
    let token = first["access_token"].as_str().unwrap();
    assert!(holds(&store, token));
    assert!(answer(&store, &request, &client).is_err());
    assert!(!holds(&store, token));
    // The refresh token of the revoked grant is no longer known.
    let (request, client) =
        authenticated(&refreshing(first["refresh_token"].as_str().unwrap()), &web());
    let refusal = answer(&store, &request, &client).unwrap_err();
    assert_eq!(refusal.code(), "token.unknown_grant");
}

#[test]
fn attack_091_reuse_of_an_old_refresh_token_revokes_its_successors() {
    let store = Store::default();
    let issued = tokens();
    assert_eq!(store.put_tokens(issued.records()), Storing::Stored);
    let first = json(&issued.into_response(Storing::Stored).unwrap());
    let old = refreshing(first["refresh_token"].as_str().unwrap());
    let (request, client) = authenticated(&old, &web());
    let second = answer(&store, &request, &client).unwrap();
    assert!(holds(&store, second["access_token"].as_str().unwrap()));
    let refusal = answer(&store, &request, &client).unwrap_err();
    assert_eq!(refusal.code(), "token.spent_refresh_token");
    assert!(!holds(&store, second["access_token"].as_str().unwrap()));
}

#[test]
fn rfc9700_4_14_2_a_spent_refresh_token_of_a_revoked_grant_stays_spent() {
    let store = Store::default();
    let issued = tokens();
    let refresh = issued.records().refresh.clone().unwrap();
    assert_eq!(store.put_tokens(issued.records()), Storing::Stored);
    let fresh = store.take_refresh_token(&refresh.fingerprint);
    assert_eq!(fresh, RefreshTokenLookup::Fresh(Box::new(refresh.clone())));
    store.revoke(&refresh.grant);
    let again = store.take_refresh_token(&refresh.fingerprint);
    assert_eq!(again, RefreshTokenLookup::Spent(refresh.grant));
}

#[test]
fn rfc9700_4_14_2_an_unused_refresh_token_of_a_revoked_grant_is_unknown() {
    let store = Store::default();
    let issued = tokens();
    let refresh = issued.records().refresh.clone().unwrap();
    assert_eq!(store.put_tokens(issued.records()), Storing::Stored);
    store.revoke(&refresh.grant);
    let taken = store.take_refresh_token(&refresh.fingerprint);
    assert_eq!(taken, RefreshTokenLookup::Unknown);
}
