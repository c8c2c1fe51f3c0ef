//! The sessions of browsers.

use symbolon_oauth::Issuer;
use symbolon_provider::SignedIn;
use symbolon_store::{Error, SignIn, Waiting};
use symbolon_test_support::clock::at;

use crate::support::{fingerprint, issuer, pending, stores};

#[tokio::test]
async fn the_cookie_from_before_the_sign_in_gives_no_access() {
    for (place, store) in stores().await {
        let store = store.provider(&issuer());
        let (old, new, interaction) = (fingerprint(), fingerprint(), fingerprint());
        let alice = SignedIn::new("alice", at(1)).amr("pwd");
        store.put_pending(&old, &interaction, &pending(), at(600)).await.unwrap();
        let sign_in = SignIn {
            before: Some(&old),
            browser: &new,
            interaction: Some(&interaction),
            user: &alice,
            until: at(900),
        };
        store.sign_in(&sign_in).await.unwrap();
        assert_eq!(store.session(&old, at(2)).await.unwrap(), None, "{place}");
        assert_eq!(store.session(&new, at(2)).await.unwrap(), Some(alice.clone()), "{place}");
        assert_eq!(store.session(&new, at(900)).await.unwrap(), None, "{place}: expired");
        let found = store.pending(&new, &interaction, at(2)).await.unwrap();
        assert!(matches!(found, Waiting::Open(_)), "{place}: the request goes on");
        let found = store.pending(&old, &interaction, at(2)).await.unwrap();
        assert!(matches!(found, Waiting::Unknown), "{place}");
        store.extend_session(&new, at(2000), at(900)).await.unwrap();
        assert_eq!(store.session(&new, at(900)).await.unwrap(), None, "{place}: stays expired");
        store.extend_session(&new, at(1000), at(899)).await.unwrap();
        store.extend_session(&new, at(800), at(899)).await.unwrap();
        assert_eq!(store.session(&new, at(950)).await.unwrap(), Some(alice.clone()), "{place}");
        assert_eq!(store.sign_out(&new).await.unwrap(), Some(alice), "{place}");
        assert_eq!(store.sign_out(&new).await.unwrap(), None, "{place}");
        let found = store.pending(&new, &interaction, at(2)).await.unwrap();
        assert!(matches!(found, Waiting::Open(_)), "{place}: the request goes on");
    }
}

#[tokio::test]
async fn a_sign_in_does_not_keep_the_cookie_of_the_session_before() {
    for (place, store) in stores().await {
        let store = store.provider(&issuer());
        let (cookie, request) = (fingerprint(), fingerprint());
        let (alice, bob) = (SignedIn::new("alice", at(1)), SignedIn::new("bob", at(2)));
        let sign_in = |before, user| SignIn {
            before,
            browser: &cookie,
            interaction: None,
            user,
            until: at(900),
        };
        store.sign_in(&sign_in(None, &alice)).await.unwrap();
        store.put_pending(&cookie, &request, &pending(), at(600)).await.unwrap();
        for before in [None, Some(&cookie)] {
            let again = store.sign_in(&sign_in(before, &bob)).await;
            assert!(matches!(again, Err(Error::Exists)), "{place}");
        }
        assert_eq!(store.session(&cookie, at(3)).await.unwrap(), Some(alice), "{place}");
        let found = store.pending(&cookie, &request, at(3)).await.unwrap();
        assert!(matches!(found, Waiting::Open(_)), "{place}: nothing was changed");
    }
}

#[tokio::test]
async fn providers_do_not_see_the_sessions_of_each_other() {
    for (place, store) in stores().await {
        let (browser, interaction) = (fingerprint(), fingerprint());
        let alice = SignedIn::new("alice", at(1));
        let own = store.provider(&issuer());
        own.put_pending(&browser, &interaction, &pending(), at(600)).await.unwrap();
        let sign_in = SignIn {
            before: Some(&browser),
            browser: &browser,
            interaction: None,
            user: &alice,
            until: at(900),
        };
        own.sign_in(&sign_in).await.unwrap();
        let other = store.provider(&Issuer::new("https://other.example").unwrap());
        assert_eq!(other.session(&browser, at(2)).await.unwrap(), None, "{place}");
        assert_eq!(other.sign_out(&browser).await.unwrap(), None, "{place}");
        assert_eq!(other.end_sessions("alice").await.unwrap(), 0, "{place}");
        let found = other.take_pending(&browser, &interaction, at(2)).await.unwrap();
        assert!(matches!(found, Waiting::Unknown), "{place}");
        assert_eq!(own.session(&browser, at(2)).await.unwrap(), Some(alice), "{place}");
    }
}

#[tokio::test]
async fn another_user_takes_over_only_the_request_of_the_sign_in() {
    for (place, store) in stores().await {
        let store = store.provider(&issuer());
        let (first, second, third) = (fingerprint(), fingerprint(), fingerprint());
        let (kept, dropped) = (fingerprint(), fingerprint());
        let (alice, bob) = (SignedIn::new("alice", at(1)), SignedIn::new("bob", at(2)));
        let sign_in = |before, browser, user| SignIn {
            before,
            browser,
            interaction: Some(&kept),
            user,
            until: at(900),
        };
        store.put_pending(&first, &kept, &pending(), at(600)).await.unwrap();
        store.put_pending(&first, &dropped, &pending(), at(600)).await.unwrap();
        store.sign_in(&sign_in(Some(&first), &second, &alice)).await.unwrap();
        let found = store.pending(&second, &dropped, at(2)).await.unwrap();
        assert!(matches!(found, Waiting::Open(_)), "{place}: no other user was signed in");
        store.sign_in(&sign_in(Some(&second), &third, &bob)).await.unwrap();
        let found = store.pending(&third, &dropped, at(2)).await.unwrap();
        assert!(matches!(found, Waiting::Unknown), "{place}");
        let found = store.pending(&third, &kept, at(2)).await.unwrap();
        assert!(matches!(found, Waiting::Open(_)), "{place}");
    }
}

#[tokio::test]
async fn of_nine_requests_in_one_second_the_first_is_removed() {
    for (place, store) in stores().await {
        let store = store.provider(&issuer());
        let (browser, pending) = (fingerprint(), pending());
        let interactions: Vec<_> = (0..9).map(|_| fingerprint()).collect();
        for interaction in &interactions {
            store.put_pending(&browser, interaction, &pending, at(600)).await.unwrap();
        }
        for (number, interaction) in interactions.iter().enumerate() {
            let found = store.pending(&browser, interaction, at(2)).await.unwrap();
            let is_open = matches!(found, Waiting::Open(_));
            assert_eq!(is_open, number > 0, "{place}: the request {number}");
        }
    }
}

#[tokio::test]
async fn of_52_sessions_in_one_second_the_first_two_end() {
    for (place, store) in stores().await {
        let store = store.provider(&issuer());
        let (browsers, user) = ((0..52).map(|_| fingerprint()), SignedIn::new("alice", at(1)));
        let browsers: Vec<_> = browsers.collect();
        for browser in &browsers {
            let (before, interaction, user, until) = (None, None, &user, at(900));
            let sign_in = SignIn { before, browser, interaction, user, until };
            store.sign_in(&sign_in).await.unwrap();
        }
        for (number, browser) in browsers.iter().enumerate() {
            let is_signed_in = store.session(browser, at(2)).await.unwrap().is_some();
            assert_eq!(is_signed_in, number > 1, "{place}: the session {number}");
        }
    }
}

#[tokio::test]
async fn a_user_has_fifty_sessions_and_ends_them_all_at_once() {
    for (place, store) in stores().await {
        let store = store.provider(&issuer());
        let mut browsers = Vec::new();
        for second in 0..55 {
            let (browser, user) = (fingerprint(), SignedIn::new("alice", at(second)));
            let sign_in = SignIn {
                before: None,
                browser: &browser,
                interaction: None,
                user: &user,
                until: at(900),
            };
            store.sign_in(&sign_in).await.unwrap();
            browsers.push(browser);
        }
        let mut left = 0;
        for browser in &browsers {
            left += usize::from(store.session(browser, at(60)).await.unwrap().is_some());
        }
        assert_eq!(left, 50, "{place}");
        let first = store.session(&browsers[0], at(60)).await.unwrap();
        assert_eq!(first, None, "{place}: the oldest session has ended");
        assert_eq!(store.end_sessions("alice").await.unwrap(), 50, "{place}");
        assert_eq!(store.session(&browsers[54], at(60)).await.unwrap(), None, "{place}");
    }
}
