//! `oidcc-client-test-invalid-sig-rs256`: the signature of the ID Token is wrong.

use super::scripted::{Script, refused};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.signed = |token| {
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let other = if signature.starts_with('A') { 'B' } else { 'A' };
        format!("{signed}.{other}{}", signature.split_at(1).1)
    };
    refused(&script, "jws.signature");
}

#[test]
fn invalid_sig_rs256() {
    every(module);
}
