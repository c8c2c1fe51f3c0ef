//! What errors and settings show.

use symbolon_oauth::{ClientId, Issuer, RedirectUri};
use symbolon_provider::RegisteredClient;
use symbolon_store::{Database, DatabaseError, Error, Store};

use crate::support::Place;

#[test]
fn the_name_of_a_database_is_read_or_refused() {
    for name in ["", "sqlite:", "sqlite::memory:", "mysql://h/d", "Memory", "records.db"] {
        assert!(matches!(name.parse::<Database>(), Err(DatabaseError::Kind)), "{name}");
    }
    for address in ["postgres://h:port/d", "postgres://h/d?sslmode=perhaps"] {
        assert!(matches!(address.parse::<Database>(), Err(DatabaseError::Address)), "{address}");
    }
}

#[test]
fn a_password_is_not_shown() {
    let database: Database = "postgres://op:hunter2@localhost/op".parse().unwrap();
    assert!(!format!("{database:?}").contains("hunter2"), "{database:?}");
    let malformed = "postgres://op:hunter2@localhost:x/op".parse::<Database>().unwrap_err();
    assert!(!format!("{malformed:?} {malformed}").contains("hunter2"), "{malformed:?}");
}

/// PostgreSQL adds the whole row to some errors, with the name of the user for example.
#[tokio::test]
async fn an_error_does_not_contain_the_record() {
    for place in Place::all() {
        let store = Store::migrate(&place.database()).await.unwrap();
        place.run("DROP TABLE symbolon_clients").await;
        let table = "CREATE TABLE symbolon_clients (issuer TEXT NOT NULL, client_id TEXT NOT NULL,
            record TEXT NOT NULL CHECK (record = ''), PRIMARY KEY (issuer, client_id))";
        place.run(table).await;
        let store = store.provider(&Issuer::new("https://op.example").unwrap());
        let redirect_uri = RedirectUri::new("https://client.example/cb").unwrap();
        let client = RegisteredClient::new(ClientId::new("c").unwrap(), vec![redirect_uri]);
        let Err(error) = store.put_client(&client).await else { panic!("{place:?}") };
        assert!(matches!(error, Error::Refused(_)), "{place:?}: {error:?}");
        assert!(!format!("{error:?} {error}").contains("client.example"), "{error:?}");
    }
}
