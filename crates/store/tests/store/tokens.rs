//! Codes and tokens.

use symbolon_oauth::obligation::{SingleUse, Stored};

use crate::support::{code, issuer, stores, tokens};

#[tokio::test]
async fn a_code_is_spent_by_the_tokens_that_replace_it() {
    for (name, store) in stores().await {
        let store = store.provider(&issuer());
        let code = code();
        assert_eq!(store.put_code(&code).await.unwrap(), Stored::Confirmed, "{name}");
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
