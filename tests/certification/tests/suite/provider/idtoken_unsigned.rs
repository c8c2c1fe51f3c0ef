//! `oidcc-idtoken-unsigned`: the client wants to register `none` for ID Tokens. The provider does not
//! list `none`, which ends the module as skipped, and refuses the registration.

use super::login::Suite;
use crate::variants::{Variant, registered};

fn module(variant: Variant) {
    let suite = Suite::new(variant);
    let metadata = suite.op.provider.metadata();
    assert!(!metadata.id_token_signing_alg_values_supported.contains(&"none".to_owned()));
    let error = suite.refused_registration(|metadata| {
        metadata["id_token_signed_response_alg"] = "none".into();
    });
    assert_eq!(error, "invalid_client_metadata");
}

#[test]
fn idtoken_unsigned() {
    registered(4, |variant| variant.has("code") && !variant.has("id_token"), module);
}
