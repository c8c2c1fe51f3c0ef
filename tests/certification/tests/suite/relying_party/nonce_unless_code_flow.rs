//! `oidcc-client-test-nonce-unless-code-flow`: each request has a fresh `nonce`, which needs no
//! encoding.

use super::scripted::{Script, accepted};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let script = Script::new(variant);
    let nonces = [accepted(&script), accepted(&script)]
        .map(|ended| ended.request.get("nonce").unwrap().to_owned());
    assert_ne!(nonces[0], nonces[1]);
    for nonce in nonces {
        let is_url_safe = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
        assert!((1..=43).contains(&nonce.len()) && nonce.chars().all(is_url_safe), "{nonce}");
    }
}

#[test]
fn nonce_unless_code_flow() {
    every(module);
}
