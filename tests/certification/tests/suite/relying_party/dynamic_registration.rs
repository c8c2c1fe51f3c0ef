//! `oidcc-client-test-dynamic-registration`: the relying party registers its client, and signs a user
//! in as this client.

use symbolon_oauth::{GrantType, ResponseType};
use symbolon_test_support::names::redirect_uri;

use super::dynamic::{metadata, register, signs_in};
use super::scripted::Script;
use crate::variants::{Variant, registered};

fn module(variant: Variant) {
    let script = Script::dynamic(variant.clone());
    let seen = register(&script, metadata(&script));
    let registered = seen.registered.unwrap();
    assert_eq!(registered.redirect_uris, [redirect_uri()]);
    assert_eq!(registered.response_types.unwrap().0, ResponseType::ALL);
    let grant_types = [GrantType::AUTHORIZATION_CODE, GrantType::IMPLICIT];
    assert_eq!(registered.grant_types.unwrap().0, grant_types);

    let found = seen.result.unwrap();
    let registration = found.registration.as_ref().unwrap();
    assert_eq!(registration.client_id(), &script.client_id());
    assert_eq!(registration.differences(), []);
    signs_in(Script::dynamic(variant), found);

    // The provider does not offer this algorithm, so nothing is sent.
    let mut metadata = metadata(&script);
    metadata.id_token_signed_response_alg = Some("PS256".to_owned());
    let seen = register(&script, metadata);
    assert_eq!(seen.result.map(drop), Err("client_metadata.not_offered"));
    assert_eq!(seen.registered, None);
}

#[test]
fn dynamic_registration() {
    registered(12, |_| true, module);
}
