//! `oidcc-client-test-idtoken-sig-rs256`: an ID Token that is signed with RS256.

use symbolon_jose::SignatureAlgorithm;

use super::scripted::{Script, accepted};
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let (login, _) = accepted(&Script::new(variant)).result.unwrap();
    assert_eq!(login.id_token.algorithm(), SignatureAlgorithm::Rs256);
}

#[test]
fn idtoken_sig_rs256() {
    every(module);
}
