//! `oidcc-claims-essential`: the parameter `claims` asks for the essential claim `name`.

use super::claims::about_user;
use super::login::Suite;
use crate::variants::{Variant, every};

fn module(variant: Variant) {
    let mut suite = Suite::new(variant.clone());
    let place = if variant.has_access_token() { "userinfo" } else { "id_token" };
    let claims = format!(r#"{{"{place}":{{"name":{{"essential":true}}}}}}"#);
    let request = suite.request().set("claims", &claims);
    let tokens = suite.login(&request);
    assert_eq!(about_user(tokens.about_user()), ["name"], "{variant:?}");
}

#[test]
fn claims_essential() {
    every(module);
}
