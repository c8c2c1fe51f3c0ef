//! Rows that another program has changed.

use symbolon_jose::Fingerprint;
use symbolon_oauth::{ClientId, Issuer};
use symbolon_store::{Error, Store};

use crate::support::Place;

/// A fingerprint of a test.
const FINGERPRINT: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaA";

/// The rows of a grant and of a code, each with a value that the store never writes.
const GRANT: &str = "INSERT INTO symbolon_grants VALUES ('https://op.example', 'g', 'c', 'alice', ";
const CODE: &str = "INSERT INTO symbolon_codes VALUES ('https://op.example', ";

#[tokio::test]
async fn a_row_that_cannot_be_read_is_an_error() {
    let code: Fingerprint = serde_json::from_value(FINGERPRINT.into()).unwrap();
    for place in Place::all() {
        let store = Store::migrate(&place.database()).await.unwrap();
        let store = store.provider(&Issuer::new("https://op.example").unwrap());
        for record in ["", "{}", "no JSON", "[1", r#"{"client_id": 1}"#] {
            place
                .run(&format!(
                    "DELETE FROM symbolon_clients;
                     INSERT INTO symbolon_clients VALUES ('https://op.example', 'c', '{record}')"
                ))
                .await;
            let client = store.client(&ClientId::new("c").unwrap()).await;
            let damaged = Err(Error::Damaged { table: "symbolon_clients" });
            assert_eq!(format!("{client:?}"), format!("{:?}", damaged as Result<(), _>));
        }
        for (scope, granted) in [("a\tb", "1"), ("openid", "-99999999999999")] {
            let grant = format!("DELETE FROM symbolon_grants; {GRANT}'{scope}', {granted}, 0, 9)");
            place.run(&grant).await;
            let grants = store.grants("alice").await;
            assert!(
                matches!(grants, Err(Error::Damaged { table: "symbolon_grants" })),
                "{scope} {granted}: {grants:?}"
            );
        }
        // An unused code without a record, and a used code without a grant.
        place.run(&format!("{CODE}'{FINGERPRINT}', 'g', 'null', 0, 9)")).await;
        let found = store.find_code(&code).await;
        assert!(matches!(found, Err(Error::Damaged { table: "symbolon_codes" })), "{found:?}");
    }
}
