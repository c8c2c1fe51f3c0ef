//! `oidcc-client-test-idtoken-sig-none`: the ID Token has no signature. The client did not register
//! `none`, so it refuses the token, which ends the module as skipped.

use symbolon_jose::base64url;

use super::scripted::{Script, refused};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut script = Script::dynamic(variant);
    script.signed = |token| {
        let payload = token.split('.').nth(1).unwrap().to_owned();
        format!("{}.{payload}.", base64url::encode(br#"{"alg":"none"}"#))
    };
    refused(&script, "jws.not_signed");
}

#[test]
fn idtoken_sig_none() {
    every(module);
}
