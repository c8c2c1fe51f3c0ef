//! `oidcc-registration-sector-bad`: the document at `sector_identifier_uri` does not contain the
//! redirect URI. The provider does not list `pairwise`, which ends the module as skipped. The document
//! of a client with the subject type `public` is checked, too.

use serde_json::json;
use symbolon_test_support::names::REDIRECT_URI;

use super::login::Suite;
use super::registration_sector_uri::{SECTOR, registers_sector};
use crate::variants::{Variant, registered};

fn module(variant: Variant) {
    let suite = Suite::new(variant);
    let refused = || suite.refused_registration(registers_sector);
    suite.op.web.host_json(SECTOR, &json!(["https://other.example/cb"]));
    assert_eq!(refused(), "invalid_client_metadata");
    suite.op.web.host_json(SECTOR, &json!({ "redirect_uris": [REDIRECT_URI] }));
    assert_eq!(refused(), "invalid_client_metadata");
    suite.op.web.clear();
    assert_eq!(refused(), "invalid_client_metadata");
}

#[test]
fn registration_sector_bad() {
    registered(12, |_| true, module);
}
