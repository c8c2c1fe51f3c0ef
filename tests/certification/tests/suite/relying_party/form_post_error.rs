//! `oidcc-client-test-form-post-error`: the relying party asks for a login without pages, and the
//! provider posts `login_required`.

use std::time::Duration;

use symbolon_oauth::Parameters;
use symbolon_oidc::Prompt;

use super::scripted::Script;
use crate::variants::{Variant, each};

fn module(variant: Variant) {
    let mut script = Script::new(variant.clone());
    script.login = |login| login.prompt(Prompt::NONE).max_age(Duration::ZERO);
    script.response = |_| {
        let mut error = Parameters::new();
        error.push("error", "login_required");
        error
    };
    let ended = script.run();
    assert_eq!(ended.result.as_ref().map(drop), Err(&"callback.refused"), "{variant:?}");
    assert_eq!(ended.request.get("prompt"), Some("none"));
    assert_eq!(ended.request.get("max_age"), Some("0"));
    assert!(ended.sent.is_empty());
}

#[test]
fn form_post_error() {
    each(6, |variant| variant.form_post, module);
}
