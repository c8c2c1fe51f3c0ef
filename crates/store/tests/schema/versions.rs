//! The versions of the schema.

use symbolon_store::{OpenError, Store};
use tokio::task::JoinSet;

use crate::support::{Folder, Place};

#[tokio::test]
async fn an_empty_database_is_not_opened_and_not_changed() {
    for place in Place::all() {
        let opened = Store::open(&place.database()).await;
        assert!(
            matches!(opened, Err(OpenError::OldSchema { found: 0, expected: 3 })),
            "{place:?}: {opened:?}"
        );
        if let Place::Sqlite(folder) = &place {
            assert_eq!(folder.files(), []);
        }
    }
}

#[tokio::test]
async fn a_database_of_the_current_version_is_opened_and_migrated_again() {
    for place in Place::all() {
        Store::migrate(&place.database()).await.unwrap();
        Store::open(&place.database()).await.unwrap();
        Store::migrate(&place.database()).await.unwrap();
    }
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    for place in Place::all() {
        Store::migrate(&place.database()).await.unwrap();
        place.run("INSERT INTO symbolon_schema (version) VALUES (1000)").await;
        for opened in
            [Store::open(&place.database()).await, Store::migrate(&place.database()).await]
        {
            assert!(
                matches!(opened, Err(OpenError::NewerSchema { found: 1000, expected: 3 })),
                "{place:?}: {opened:?}"
            );
        }
    }
}

/// Opens a file of a newer version, and checks that no byte in its folder was changed.
async fn assert_untouched(folder: &Folder) {
    let before = folder.files();
    for opened in [Store::open(&folder.database()).await, Store::migrate(&folder.database()).await]
    {
        assert!(matches!(opened, Err(OpenError::NewerSchema { .. })), "{opened:?}");
    }
    assert!(folder.files() == before, "{:?}", folder.files().iter().map(|it| &it.0));
}

#[tokio::test]
async fn a_sqlite_file_of_a_newer_schema_is_left_as_it_was() {
    for mode in ["WAL", "DELETE"] {
        let folder = Folder::new();
        let other = rusqlite::Connection::open(folder.file()).unwrap();
        other.pragma_update(None, "journal_mode", mode).unwrap();
        let newer = "CREATE TABLE symbolon_schema (version INTEGER);
                     INSERT INTO symbolon_schema VALUES (1000)";
        other.execute_batch(newer).unwrap();
        drop(other);
        assert_untouched(&folder).await;
    }
}

/// The process with the newer version still runs, so the version is in the file `-wal` only.
#[tokio::test]
async fn a_sqlite_file_that_a_newer_process_uses_is_left_as_it_was() {
    let folder = Folder::new();
    let other = rusqlite::Connection::open(folder.file()).unwrap();
    other.pragma_update(None, "journal_mode", "WAL").unwrap();
    other.execute_batch("CREATE TABLE symbolon_schema (version INTEGER)").unwrap();
    other.execute_batch("INSERT INTO symbolon_schema VALUES (1000)").unwrap();
    let contents = |folder: &Folder| -> Vec<_> {
        // The file `-shm` has the locks of the processes.
        folder.files().into_iter().filter(|(name, _)| !name.ends_with("records.db-shm")).collect()
    };
    let before = contents(&folder);
    for opened in [Store::open(&folder.database()).await, Store::migrate(&folder.database()).await]
    {
        assert!(matches!(opened, Err(OpenError::NewerSchema { .. })), "{opened:?}");
    }
    assert!(contents(&folder) == before);
}

#[tokio::test]
async fn processes_that_migrate_at_once_all_succeed() {
    for _ in 0..8 {
        for place in Place::all() {
            let mut stores = JoinSet::new();
            for _ in 0..8 {
                let database = place.database();
                stores.spawn(async move { Store::migrate(&database).await });
            }
            while let Some(store) = stores.join_next().await {
                store.unwrap().unwrap_or_else(|error| panic!("{place:?}: {error}"));
            }
        }
    }
}
