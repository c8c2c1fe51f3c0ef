//! `oidcc-client-test-userinfo-signed`: UserInfo is a JWT that is signed with RS256.

use symbolon_crypto_ring::CRYPTO;
use symbolon_test_support::keys;

use super::scripted::{Script, accepted};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut script = Script::dynamic(variant);
    script.signed_user_info = Some(|_| {});
    let (_, user_info) = accepted(&script).result.unwrap();
    assert_eq!(user_info.unwrap().claims.email.as_deref(), Some("alice@op.example"));

    script.signed_user_info = Some(|claims| drop(claims.insert("aud", "other")));
    assert_eq!(script.run().result.map(drop), Err("user_info.audience"));

    script.signed_user_info = Some(|_| {});
    script.second_signer = keys::p256("ec-1").signing(&CRYPTO);
    assert_eq!(script.run().result.map(drop), Err("jws.algorithm_not_allowed"));
}

#[test]
fn userinfo_signed() {
    each(4, |it| it.has_access_token() && !it.has("id_token"), module);
}
