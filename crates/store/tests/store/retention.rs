//! How long rows are kept.

use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{NumericDate, SecretString};
use symbolon_oauth::obligation::{FirstUse, ReplayKey, Stored};
use symbolon_test_support::clock::at;

use crate::support::{code, issuer, stores, tokens};

/// The time for which a row is kept after its code or refresh token has expired.
const IN_FLIGHT: i64 = 600;

#[tokio::test]
async fn an_unused_code_and_its_grant_are_kept_until_ten_minutes_after_the_code_expires() {
    for (name, store) in stores().await {
        store.provider(&issuer()).put_authorization(&code().into()).await.unwrap();
        let swept = store.sweep(at(60 + IN_FLIGHT - 1)).await.unwrap();
        assert_eq!(swept.deleted, 0, "{name}");
        let swept = store.sweep(at(60 + IN_FLIGHT)).await.unwrap();
        assert_eq!(swept.deleted, 2, "{name}");
    }
}

/// A second use of the code must revoke the grant as long as a token is valid.
#[tokio::test]
async fn a_used_code_and_its_grant_are_kept_as_long_as_the_tokens() {
    for (name, store) in stores().await {
        let provider = store.provider(&issuer());
        let code = code();
        provider.put_authorization(&code.clone().into()).await.unwrap();
        let tokens = tokens(&code);
        assert_eq!(provider.put_tokens(&tokens).await.unwrap(), Stored::Confirmed, "{name}");
        for (now, deleted, rows) in [
            (599, 0, "all rows are kept while the access token is valid"),
            (600, 1, "the access token"),
            (3600 + IN_FLIGHT - 1, 0, "the code, the refresh token and the grant are kept"),
            (3600 + IN_FLIGHT, 3, "the code, the refresh token and the grant"),
        ] {
            let swept = store.sweep(at(now)).await.unwrap();
            assert_eq!(swept.deleted, deleted, "{name}: {rows}");
        }
    }
}

#[tokio::test]
async fn a_replay_key_is_kept_until_no_server_accepts_its_value() {
    let key: ReplayKey = serde_json::from_value(json!({
        "fingerprint": SecretString::random(&CRYPTO).unwrap().fingerprint(&CRYPTO),
        "issuer": issuer().as_str(), "expires": NumericDate::from(at(240)),
    }))
    .unwrap();
    for (name, store) in stores().await {
        let provider = store.provider(&issuer());
        let keys = std::slice::from_ref(&key);
        assert_eq!(provider.first_use(keys).await.unwrap(), FirstUse::Confirmed, "{name}");
        assert_eq!(store.sweep(at(239)).await.unwrap().deleted, 0, "{name}");
        assert_eq!(provider.first_use(keys).await.unwrap(), FirstUse::Replayed, "{name}");
        assert_eq!(store.sweep(at(240)).await.unwrap().deleted, 1, "{name}");
    }
}
