//! `oidcc-3rd_party-init-login-nohttps`: an `initiate_login_uri` without `https` cannot be registered.

use super::login::Suite;
use crate::variants::{Variant, registered};

fn module(variant: Variant) {
    let suite = Suite::new(variant);
    for uri in ["http://client.example/start", "http://127.0.0.1/start"] {
        let error = suite.refused_registration(|metadata| {
            metadata["initiate_login_uri"] = uri.into();
        });
        assert_eq!(error, "invalid_client_metadata", "{uri}");
    }
}

#[test]
fn third_party_init_login_nohttps() {
    registered(12, |_| true, module);
}
