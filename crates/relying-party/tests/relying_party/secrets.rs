//! Stored values are read back unchanged, and `Debug` shows no secret.

use core::time::Duration;

use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::{RedirectUri, danger};
use symbolon_relying_party::{Flow, PendingLogin, RelyingParty, Session, Step};

use crate::attempt::{Attempt, signed_in};
use crate::parties::{SECRET, arriving, begin, callback, client, metadata, now, redirect_uri, rp};

#[test]
fn a_stored_login_is_read_back_and_can_be_finished() {
    let rp = rp();
    let login = rp.login(&redirect_uri()).max_age(Duration::from_secs(300)).acr_values("a b");
    let (_, pending) = login.begin(now()).unwrap();
    let stored = serde_json::to_string(&pending).unwrap();
    let again: PendingLogin = serde_json::from_str(&stored).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), stored);
    assert_eq!(again.state(), pending.state());
    let arrived = callback(&pending);
    let mut flow = rp.finish(again, arrived, rp.key_cache()).unwrap();
    assert!(matches!(flow.start(now()), Ok(Step::Send(_))));
}

#[test]
fn a_stored_login_keeps_a_redirect_uri_that_was_accepted_by_name() {
    for uri in [
        danger::http_redirect_uri("http://app.lan/cb").unwrap(),
        RedirectUri::private_scheme_without_period("msauth://com.example.app/cb").unwrap(),
    ] {
        let (_, pending) = rp().login(&uri).begin(now()).unwrap();
        let stored = serde_json::to_string(&pending).unwrap();
        let again: PendingLogin = serde_json::from_str(&stored).unwrap();
        assert_eq!(serde_json::to_string(&again).unwrap(), stored);
    }
}

#[test]
fn a_stored_session_is_read_back() {
    let (session, _) = signed_in();
    let stored = serde_json::to_string(&session).unwrap();
    assert_eq!(serde_json::from_str::<Session>(&stored).unwrap(), session);

    let (mut session, _) = signed_in();
    session.refresh_token = None;
    let stored = serde_json::to_string(&session).unwrap();
    assert_eq!(serde_json::from_str::<Session>(&stored).unwrap(), session);
}

#[test]
fn a_login_at_an_http_issuer_is_read_back() {
    let mut metadata = metadata();
    metadata.issuer = danger::http_issuer("http://op.internal").unwrap();
    let rp = RelyingParty::new(metadata, client(), &CRYPTO).unwrap();
    let (_, pending) = begin(&rp);
    let stored = serde_json::to_string(&pending).unwrap();
    let again: PendingLogin = serde_json::from_str(&stored).unwrap();
    assert_eq!(again.issuer(), rp.issuer());

    let (mut session, _) = signed_in();
    session.authentication.iss = rp.issuer().clone();
    let stored = serde_json::to_string(&session).unwrap();
    assert_eq!(serde_json::from_str::<Session>(&stored).unwrap(), session);
}

#[test]
fn a_damaged_login_is_refused_when_it_is_read() {
    let (_, pending) = begin(&rp());
    let stored = serde_json::to_value(&pending).unwrap();
    for (name, value) in [("code_verifier", "short"), ("issuer", "ftp://op"), ("state", "")] {
        let mut damaged = stored.clone();
        damaged[name] = value.into();
        assert!(serde_json::from_value::<PendingLogin>(damaged).is_err(), "{name}");
    }
}

#[test]
fn a_damaged_session_is_refused_when_it_is_read() {
    let (session, _) = signed_in();
    let stored = serde_json::to_value(&session).unwrap();
    for name in ["access_token", "refresh_token"] {
        let mut damaged = stored.clone();
        damaged[name] = "a\r\nb".into();
        assert!(serde_json::from_value::<Session>(damaged).is_err(), "{name}");
    }
}

#[test]
fn attack_126_a_pending_login_is_not_printed() {
    let rp = rp();
    let (parameters, pending) = begin(&rp);
    let stored = serde_json::to_value(&pending).unwrap();
    let mut printed = format!("{pending:?}");
    let arrived = callback(&pending);
    printed += &format!("{arrived:?}");
    let mut flow = rp.finish(pending, arrived, rp.key_cache()).unwrap();
    printed += &format!("{flow:?}");
    assert!(flow.start(now()).is_ok());
    printed += &format!("{flow:?}");

    for name in ["state", "nonce", "code_verifier"] {
        let secret = stored[name].as_str().unwrap();
        assert!(!printed.contains(secret), "{name}: {printed}");
    }
    assert!(!printed.contains("SplxlOBeZQQYbYS6WxSbIA"), "the code: {printed}");
    assert!(!printed.contains(SECRET), "the client secret: {printed}");
    assert!(!printed.contains(parameters.get("nonce").unwrap()));
}

#[test]
fn attack_126_tokens_are_not_printed() {
    let login = Attempt::new().run().result.unwrap();
    let rp = rp();
    let printed = format!(
        "{login:?} {:?} {:?}",
        rp.refresh(&login.session, rp.key_cache()).unwrap(),
        rp.user_info(&login.session).unwrap(),
    );
    for secret in ["SlAV32hkKG", "8xLOxBtZp8", SECRET, login.id_token.encoded().expose()] {
        assert!(!printed.contains(secret), "{secret}: {printed}");
    }
}

#[test]
fn attack_126_errors_do_not_quote_secrets() {
    let rp = rp();
    let (_, pending) = begin(&rp);
    let callback = arriving("code=a&state=se%09cret");
    let error = symbolon_relying_party::Callback::from_http(&callback).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("cret"));

    let callback =
        symbolon_relying_party::Callback::from_http(&arriving("code=s3cret&state=guess"));
    let error = rp.finish(pending, callback.unwrap(), rp.key_cache()).unwrap_err();
    let printed = format!("{error} {error:?}");
    assert!(!printed.contains("s3cret") && !printed.contains("guess"), "{printed}");

    let outcome = Attempt::new().body(|body| {
        body.insert("access_token", "s3cr\u{e9}t");
    });
    let error = outcome.run().result.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("s3cr"));
}
