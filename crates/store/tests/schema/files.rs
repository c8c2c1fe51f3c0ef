//! SQLite files that cannot be used.

use std::fs;

use symbolon_oauth::{ClientId, Issuer, RedirectUri};
use symbolon_provider::RegisteredClient;
use symbolon_store::{Database, Error, OpenError, SqliteOptions, Store};

use crate::support::Folder;

fn client() -> RegisteredClient {
    let redirect_uri = RedirectUri::new("https://client.example/cb").unwrap();
    RegisteredClient::new(ClientId::new("c").unwrap(), vec![redirect_uri])
}

async fn assert_refused(database: &Database) {
    let opened = Store::migrate(database).await;
    let Err(OpenError::Failed(error)) = opened else { panic!("{opened:?}") };
    assert!(!error.is_temporary(), "{error}");
    assert_eq!(error.code(), "store.refused");
}

#[tokio::test]
async fn a_file_that_is_not_a_database_is_refused_and_not_changed() {
    let folder = Folder::new();
    fs::write(folder.file(), "no database\n".repeat(1_000)).unwrap();
    let before = folder.files();
    assert_refused(&folder.database()).await;
    assert!(folder.files() == before);
}

#[tokio::test]
async fn a_folder_and_a_file_in_a_missing_folder_are_refused() {
    let folder = Folder::new();
    fs::create_dir(folder.file()).unwrap();
    assert_refused(&folder.database()).await;
    let missing = folder.file().join("missing").join("records.db");
    assert_refused(&Database::Sqlite(SqliteOptions::new(missing))).await;
}

#[tokio::test]
async fn a_name_that_looks_like_a_uri_is_the_name_of_a_file() {
    let folder = Folder::new();
    let file = folder.file().with_file_name("a?mode=memory#%20.db");
    let database = Database::Sqlite(SqliteOptions::new(&file));
    drop(Store::migrate(&database).await.unwrap());
    assert!(file.exists());
    Store::open(&database).await.unwrap();
}

/// What is written into a file that was deleted is lost after the next start.
#[cfg(unix)]
#[tokio::test]
async fn nothing_is_written_into_a_file_that_was_deleted_or_replaced() {
    let folder = Folder::new();
    let store = Store::migrate(&folder.database()).await.unwrap();
    let store = store.provider(&Issuer::new("https://op.example").unwrap());
    store.put_client(&client()).await.unwrap();
    let aside = folder.file().with_extension("aside");
    fs::rename(folder.file(), &aside).unwrap();
    for replaced in [false, true] {
        if replaced {
            fs::write(folder.file(), "").unwrap();
        }
        let put = store.put_client(&client()).await;
        let Err(error @ Error::Refused(_)) = put else { panic!("{put:?}") };
        assert!(error.to_string().contains("was deleted, renamed or replaced"), "{error}");
    }
    fs::rename(aside, folder.file()).unwrap();
    store.put_client(&client()).await.unwrap();
}
