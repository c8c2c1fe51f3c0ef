//! `oidcc-registration-sector-uri`: the document at `sector_identifier_uri` contains the redirect URI.
//! The provider does not list `pairwise`, which ends the module as skipped. A client with the subject
//! type `public` can have a sector, too, and its document is checked.

use serde_json::{Value, json};
use symbolon_test_support::names::REDIRECT_URI;

use super::login::Suite;
use super::under_test::Op;
use crate::variants::{Variant, registered};

/// The address of the document.
pub(super) const SECTOR: &str = "https://suite.example/redirect_uris.json";

/// Registers the address of the document.
pub(super) fn registers_sector(metadata: &mut Value) {
    metadata["sector_identifier_uri"] = SECTOR.into();
}

fn module(variant: Variant) {
    let op = Op::new(variant.client);
    op.web.host_json(SECTOR, &json!([REDIRECT_URI]));
    let mut suite = Suite::at(op, variant, registers_sector);
    assert_eq!(suite.client.information["sector_identifier_uri"], SECTOR);
    assert_eq!(suite.op.provider.metadata().subject_types_supported, ["public"]);
    let request = suite.request();
    suite.login(&request);

    let error = suite.refused_registration(|metadata| {
        registers_sector(metadata);
        metadata["subject_type"] = "pairwise".into();
    });
    assert_eq!(error, "invalid_client_metadata");
}

#[test]
fn registration_sector_uri() {
    registered(12, |_| true, module);
}
