//! `oidcc-client-test-client-secret-basic`: the client authenticates with HTTP Basic, with its name
//! and its secret encoded as in a form.

use http::header::AUTHORIZATION;
use symbolon_jose::base64url;
use symbolon_oauth::Parameters;
use symbolon_test_support::metadata::TOKEN;

use super::scripted::{SECRET, Script, accepted};
use crate::variants::{Variant, each};

/// Decodes one value of a form.
fn decoded(value: &str) -> String {
    Parameters::parse(&format!("value={value}")).unwrap().take("value").unwrap()
}

fn module(variant: Variant) {
    let script = Script::new(variant);
    let ended = accepted(&script);
    let request = ended.request_to(TOKEN);
    let header = request.headers()[AUTHORIZATION].to_str().unwrap();
    let credentials = header.strip_prefix("Basic ").unwrap();
    let credentials = credentials.replace('+', "-").replace('/', "_").replace('=', "");
    let credentials = String::from_utf8(base64url::decode(&credentials).unwrap()).unwrap();
    let (client_id, secret) = credentials.split_once(':').unwrap();
    assert_eq!(decoded(client_id), script.client_id().as_str());
    assert_eq!(decoded(secret), SECRET);
    let body = Parameters::parse(str::from_utf8(request.body()).unwrap()).unwrap();
    assert!(!body.contains("client_secret"));
}

#[test]
fn client_secret_basic() {
    each(8, |variant| variant.has("code"), module);
}
