//! Codes and tokens.

use std::task::{Context, Waker};

use symbolon_oauth::Issuer;
use symbolon_oauth::obligation::{SingleUse, Stored};
use symbolon_provider::{AuthorizationRecords, SpentRecord};
use symbolon_store::{Database, Error, SqliteOptions, Store};

use crate::support::{code, file, fingerprint, issuer, stores, tokens};

#[tokio::test]
async fn a_code_is_spent_by_the_tokens_that_replace_it() {
    for (name, store) in stores().await {
        let store = store.provider(&issuer());
        let code = code();
        assert_eq!(
            store.put_authorization(&code.clone().into()).await.unwrap(),
            Stored::Confirmed,
            "{name}"
        );
        let found = store.find_code(&code.fingerprint).await.unwrap();
        assert_eq!(found, SingleUse::fresh(code.clone()), "{name}");
        let (first, second) = (tokens(&code), tokens(&code));
        assert_eq!(store.put_tokens(&first).await.unwrap(), Stored::Confirmed, "{name}");
        let found = store.find_code(&code.fingerprint).await.unwrap();
        assert_eq!(found, SingleUse::Spent(code.grant.clone()), "{name}");
        let access = &first.access;
        let found = store.access_token(&access.fingerprint).await.unwrap();
        assert_eq!(found.as_ref(), Some(access), "{name}");
        let grants = store.grants("alice").await.unwrap();
        assert_eq!(grants.iter().filter(|grant| grant.id == code.grant).count(), 1, "{name}");
        assert_eq!(store.put_tokens(&second).await.unwrap(), Stored::GrantRevoked, "{name}");
        assert_eq!(store.access_token(&access.fingerprint).await.unwrap(), None, "{name}");
        assert_eq!(store.access_token(&second.access.fingerprint).await.unwrap(), None, "{name}");
        let refresh = first.refresh.as_ref().unwrap();
        let found = store.find_refresh_token(&refresh.fingerprint).await.unwrap();
        assert_eq!(found, SingleUse::Unknown, "{name}");
    }
}

#[tokio::test]
async fn a_code_gives_tokens_for_one_grant_only() {
    for (name, store) in stores().await {
        let store = store.provider(&issuer());
        let (code, other) = (code(), code());
        store.put_authorization(&code.clone().into()).await.unwrap();
        store.put_authorization(&other.clone().into()).await.unwrap();
        let mut records = tokens(&code);
        records.spends = tokens(&other).spends;
        assert_eq!(store.put_tokens(&records).await.unwrap(), Stored::GrantRevoked, "{name}");
        let found = store.access_token(&records.access.fingerprint).await.unwrap();
        assert_eq!(found, None, "{name}");
        let found = store.find_code(&other.fingerprint).await.unwrap();
        assert_eq!(found, SingleUse::fresh(other), "{name}: not marked");
        let mut late = tokens(&code);
        late.spends = SpentRecord::RefreshToken(fingerprint());
        assert_eq!(store.put_tokens(&late).await.unwrap(), Stored::GrantRevoked, "{name}");
    }
}

#[tokio::test]
async fn a_token_is_written_once() {
    for (name, store) in stores().await {
        let store = store.provider(&issuer());
        let code = code();
        store.put_authorization(&code.clone().into()).await.unwrap();
        let first = tokens(&code);
        store.put_tokens(&first).await.unwrap();
        let refresh = first.refresh.as_ref().unwrap();
        for is_access in [true, false] {
            let mut second = tokens(&code);
            second.spends = SpentRecord::RefreshToken(refresh.fingerprint.clone());
            if is_access {
                second.access = first.access.clone();
            } else {
                second.refresh = first.refresh.clone();
            }
            let refused = store.put_tokens(&second).await;
            assert!(matches!(refused, Err(Error::Exists)), "{name}");
        }
        let found = store.find_refresh_token(&refresh.fingerprint).await.unwrap();
        assert_eq!(found, SingleUse::fresh(refresh.clone()), "{name}: not marked");
    }
}

/// The first response has only an access token, so that no record of a code refuses the second.
#[tokio::test]
async fn an_access_token_of_an_authorization_response_is_written_once() {
    for (name, store) in stores().await {
        let store = store.provider(&issuer());
        let (code, other) = (code(), code());
        let mut first = AuthorizationRecords::from(code.clone());
        first.code = None;
        first.access = Some(tokens(&code).access);
        store.put_authorization(&first).await.unwrap();
        let mut second = AuthorizationRecords::from(other.clone());
        second.access = first.access.clone();
        let refused = store.put_authorization(&second).await;
        assert!(matches!(refused, Err(Error::Exists)), "{name}: {refused:?}");
        let found = store.find_code(&other.fingerprint).await.unwrap();
        assert_eq!(found, SingleUse::Unknown, "{name}: nothing is written");
        let access = first.access.unwrap();
        let found = store.access_token(&access.fingerprint).await.unwrap();
        assert_eq!(found, Some(access), "{name}: not changed");
    }
}

#[tokio::test]
async fn a_response_with_the_access_token_of_another_issuer_is_not_written() {
    for (name, store) in stores().await {
        let store = store.provider(&issuer());
        let code = code();
        let mut records = AuthorizationRecords::from(code.clone());
        let mut access = tokens(&code).access;
        access.issuer = Issuer::new("https://other.example").unwrap();
        records.access = Some(access);
        let refused = store.put_authorization(&records).await;
        assert!(matches!(refused, Err(Error::OtherIssuer { .. })), "{name}: {refused:?}");
        let found = store.find_code(&code.fingerprint).await.unwrap();
        assert_eq!(found, SingleUse::Unknown, "{name}: nothing is written");
    }
}

/// The server ends a request when its client closes the connection. On PostgreSQL, the transaction
/// is then rolled back, so the second use was never noticed.
#[tokio::test]
async fn a_second_use_that_sqlite_has_noticed_revokes_the_grant_even_if_the_request_has_ended() {
    let database = Database::Sqlite(SqliteOptions::new(file()));
    let store = Store::migrate(&database).await.unwrap().provider(&issuer());
    let (used, other) = (code(), code());
    store.put_authorization(&used.clone().into()).await.unwrap();
    let (first, second) = (tokens(&used), tokens(&used));
    store.put_tokens(&first).await.unwrap();
    let mut request = Box::pin(store.put_tokens(&second));
    // Sends the transaction to the thread that writes, and does not continue with its outcome.
    let _ = request.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    // The thread runs transactions in the order of their arrival, so the first transaction has
    // ended now.
    store.put_authorization(&other.clone().into()).await.unwrap();
    drop(request);
    assert_eq!(store.access_token(&first.access.fingerprint).await.unwrap(), None);
}
