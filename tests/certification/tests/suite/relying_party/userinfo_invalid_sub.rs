//! `oidcc-client-test-userinfo-invalid-sub`: UserInfo about another user.

use super::scripted::Script;
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut script = Script::new(variant.clone());
    script.user_info = |claims| drop(claims.insert("sub", "bob"));
    let ended = script.run();
    assert_eq!(ended.result.map(drop), Err("user_info.subject"), "{variant:?}");
}

#[test]
fn userinfo_invalid_sub() {
    each(10, Variant::has_access_token, module);
}
