//! The records in memory: what is void after a revocation, and what is remembered for how long.

use std::time::Duration;

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{NumericDate, Object};
use symbolon_oauth::{AuthorizationCode, Scope};
use symbolon_provider::{
    CodeRecord, Consent, Decision, FirstUse, PendingAuthorization, Presented, ReplayKey, SignedIn,
    SingleUse, SpentRecord, Stored, TokenRecords, TokenRequest,
};
use symbolon_test_support::at_once::at_once;
use symbolon_test_support::names;

use crate::op::{Good as _, Op, Outcome, now};

/// Removes everything that has expired.
fn clean(op: &Op) -> Outcome {
    while at_once(op.all.sweep(now()))?.more {}
    Ok(())
}

fn code(op: &Op, pending: PendingAuthorization) -> Outcome<CodeRecord> {
    let scope = Scope::parse("openid offline_access")?;
    let decision = Decision::Consented(Consent::new(SignedIn::new("alice", now()), scope));
    Ok(op
        .engine
        .respond(pending, decision, now())
        .good()?
        .records()
        .code
        .clone()
        .ok_or("no code")?)
}

/// Returns the records of tokens for a code.
fn tokens(op: &Op, record: CodeRecord) -> Outcome<TokenRecords> {
    let code = AuthorizationCode::random(&CRYPTO)?;
    let form = format!(
        "grant_type=authorization_code&code={}&code_verifier={}&client_id={}&client_secret={}&\
         redirect_uri=https%3A%2F%2Fclient.example%2Fcb",
        code.expose(),
        names::CODE_VERIFIER,
        names::CLIENT_ID,
        names::CLIENT_SECRET
    );
    let request = http::Request::post("/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)?;
    let request = TokenRequest::from_http(&request)?;
    let client = at_once(op.store.client(request.client_id()))?;
    let client =
        op.engine.authenticate(&request, client.as_ref(), now()).map_err(|it| it.code())?;
    let client = client.accept(FirstUse::Confirmed)?;
    let presented = op.engine.presented(request, client).map_err(|it| it.code())?;
    let Presented::Code(presented) = presented else { return Err("no code".into()) };
    let mut record = record;
    let known = core::mem::replace(&mut record.fingerprint, code.fingerprint(&CRYPTO));
    let issued = op.engine.redeem(presented, SingleUse::fresh(record), Object::new(), now());
    let mut records = issued.map_err(|it| it.code())?.records().clone();
    records.spends = SpentRecord::Code(known);
    Ok(records)
}

#[test]
fn attack_091_nothing_of_a_revoked_grant_is_valid_or_becomes_valid() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let record = code(&op, op.pending()?)?;
    let before = tokens(&op, record.clone())?;
    let mut after = tokens(&op, record.clone())?;
    let refresh = before.refresh.clone().ok_or("no refresh token")?;
    after.spends = SpentRecord::RefreshToken(refresh.fingerprint);
    assert_eq!(at_once(op.store.put_authorization(&record.clone().into()))?, Stored::Confirmed);
    assert_eq!(at_once(op.store.put_tokens(&before))?, Stored::Confirmed);
    assert_eq!(at_once(op.store.revoke_grant(&record.grant))?, Stored::Confirmed);
    assert_eq!(at_once(op.store.put_tokens(&after))?, Stored::GrantRevoked);
    let unused = code(&op, op.pending()?)?;
    assert_eq!(at_once(op.store.put_authorization(&unused.clone().into()))?, Stored::Confirmed);
    assert_eq!(at_once(op.store.revoke_grant(&unused.grant))?, Stored::Confirmed);
    assert_eq!(at_once(op.store.find_code(&unused.fingerprint))?, SingleUse::Unknown);
    for TokenRecords { access, refresh, .. } in [before, after] {
        assert_eq!(at_once(op.store.access_token(&access.fingerprint))?, None);
        let refresh = refresh.ok_or("no refresh token")?;
        assert_eq!(at_once(op.store.find_refresh_token(&refresh.fingerprint))?, SingleUse::Unknown);
    }
    Ok(())
}

#[test]
fn attack_090_a_used_code_is_remembered_as_long_as_a_token_of_its_grant_is_valid() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let mut record = code(&op, op.pending()?)?;
    let tokens = tokens(&op, record.clone())?;
    record.expires = now().into();
    assert_eq!(at_once(op.store.put_authorization(&record.clone().into()))?, Stored::Confirmed);
    assert!(matches!(at_once(op.store.find_code(&record.fingerprint))?, SingleUse::Fresh(_)));
    assert_eq!(at_once(op.store.put_tokens(&tokens))?, Stored::Confirmed);
    clean(&op)?;
    assert_eq!(at_once(op.store.find_code(&record.fingerprint))?, SingleUse::Spent(record.grant));
    Ok(())
}

/// A token request found the code just before it expired. Another request revokes the grant before the
/// first has stored its tokens.
#[test]
fn attack_090_a_revocation_is_remembered_until_tokens_of_an_earlier_request_arrive() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let mut record = code(&op, op.pending()?)?;
    let tokens = tokens(&op, record.clone())?;
    record.expires = now().into();
    assert_eq!(at_once(op.store.put_authorization(&record.clone().into()))?, Stored::Confirmed);
    assert!(matches!(at_once(op.store.find_code(&record.fingerprint))?, SingleUse::Fresh(_)));
    assert_eq!(at_once(op.store.revoke_grant(&record.grant))?, Stored::Confirmed);
    clean(&op)?;
    assert_eq!(at_once(op.store.put_tokens(&tokens))?, Stored::GrantRevoked);
    Ok(())
}

#[test]
fn attack_085_a_replay_key_is_remembered_until_it_expires() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let key = |id, expires| {
        let name = ["client_assertion", "client", id];
        ReplayKey::new(name, &names::issuer(), expires, Duration::ZERO, &CRYPTO)
    };
    let past = NumericDate::from(now());
    let (old, young) = (key("old", past), key("young", past.after(Duration::from_secs(60))));
    let first_use = |key| at_once(op.store.first_use(core::slice::from_ref(key)));
    for key in [&old, &young] {
        assert_eq!(first_use(key)?, FirstUse::Confirmed);
    }
    assert_eq!(first_use(&young)?, FirstUse::Replayed);
    assert_eq!(
        at_once(op.store.first_use(&[key("new", past), young.clone()]))?,
        FirstUse::Replayed
    );
    clean(&op)?;
    assert_eq!(at_once(op.store.first_use(&[young]))?, FirstUse::Replayed);
    assert_eq!(at_once(op.store.first_use(&[old]))?, FirstUse::Confirmed, "it takes no memory");
    Ok(())
}

/// Two requests found the code before one of them has stored its tokens.
#[test]
fn attack_090_of_two_requests_that_found_the_code_one_gets_tokens_and_the_grant_is_revoked()
-> Outcome {
    let op = Op::new(names::ISSUER)?;
    let record = code(&op, op.pending()?)?;
    let (first, second) = (tokens(&op, record.clone())?, tokens(&op, record.clone())?);
    assert_eq!(at_once(op.store.put_authorization(&record.clone().into()))?, Stored::Confirmed);
    assert_eq!(at_once(op.store.put_tokens(&first))?, Stored::Confirmed);
    assert!(at_once(op.store.access_token(&first.access.fingerprint))?.is_some());
    assert_eq!(at_once(op.store.put_tokens(&second))?, Stored::GrantRevoked);
    for records in [first, second] {
        assert_eq!(at_once(op.store.access_token(&records.access.fingerprint))?, None);
    }
    Ok(())
}
