//! `oidcc-idtoken-signature`: without a registered algorithm, ID Tokens are signed with RS256 and
//! name their key.

use symbolon_jose::jws::CompactJws;

use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant);
    let request = suite.request();
    let tokens = suite.login(&request);
    let token = CompactJws::parse(&tokens.id_token).unwrap();
    assert_eq!(token.header().alg(), "RS256");
    assert_eq!(token.header().kid(), Some("op-rsa"));
}

#[test]
fn idtoken_signature() {
    every(module);
}
