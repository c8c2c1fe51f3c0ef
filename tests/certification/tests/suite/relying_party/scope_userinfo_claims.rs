//! `oidcc-client-test-scope-userinfo-claims`: the relying party asks for a scope and uses its
//! claims.

use super::scripted::{Script, accepted};
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut script = Script::new(variant);
    script.login = |login| login.scope("email");
    let ended = accepted(&script);
    assert_eq!(ended.request.get("scope"), Some("openid email"));
    let (_, user_info) = ended.result.unwrap();
    assert_eq!(user_info.unwrap().claims.email.as_deref(), Some("alice@op.example"));
}

#[test]
fn scope_userinfo_claims() {
    each(10, Variant::has_access_token, module);
}
