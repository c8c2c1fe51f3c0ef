//! The stores of this crate keep all promises.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Secret, SecretString};
use symbolon_oauth::{ClientId, Issuer};
use symbolon_store::harness::{Broken, Harness, Report};
use symbolon_store::{Database, SealKey, SqliteOptions, Store};
use symbolon_test_databases::Postgres;

/// Returns the settings of a run. The variable `SYMBOLON_ROUNDS` sets the number of rounds.
#[expect(clippy::disallowed_methods, reason = "the number of rounds is a setting of the suite")]
fn harness() -> Harness {
    let rounds = std::env::var("SYMBOLON_ROUNDS").map_or(50, |rounds| rounds.parse().unwrap());
    Harness::new(&CRYPTO).rounds(rounds)
}

/// Runs the harness with requests in parallel. Each copy of the server opens the database.
async fn keeps_all_promises(open: impl AsyncFn() -> Store) {
    let harness = harness().spawn(|task| drop(tokio::spawn(task)));
    let provider = async |issuer: &Issuer| open().await.provider(issuer);
    harness.run(provider).await.unwrap_or_else(broken);
    harness.run_browsers(provider).await.unwrap_or_else(broken);
    harness.run_registrations(provider).await.unwrap_or_else(broken);
    let key = SealKey::new(&Secret::new(vec![7; 32]), &CRYPTO).unwrap();
    let party =
        async |issuer: &Issuer, client: &ClientId| open().await.relying_party(issuer, client, &key);
    harness.run_relying_party(party).await.unwrap_or_else(broken);
    let registrations = async |key: &Secret| {
        open().await.client_registrations(&SealKey::new(key, &CRYPTO).unwrap())
    };
    harness.run_client_registrations(registrations).await.unwrap_or_else(broken);
}

fn broken(broken: Broken) -> Report {
    panic!("{broken}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn memory() {
    let store = Store::memory();
    keeps_all_promises(async || store.clone()).await;
    // The requests take turns in one task, too.
    harness().run(async |issuer| store.provider(issuer)).await.unwrap_or_else(broken);
    let provider = async |issuer: &Issuer| store.provider(issuer);
    harness().run_registrations(provider).await.unwrap_or_else(broken);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sqlite() {
    let name = SecretString::random(&CRYPTO).unwrap();
    let file = std::env::temp_dir().join(format!("symbolon-harness-{}.db", name.expose()));
    let database = Database::Sqlite(SqliteOptions::new(&file));
    Store::migrate(&database).await.unwrap();
    keeps_all_promises(async || Store::open(&database).await.unwrap()).await;
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn postgres() {
    let Some(postgres) = Postgres::shared() else { return };
    let database = postgres.create_database().parse().unwrap();
    Store::migrate(&database).await.unwrap();
    keeps_all_promises(async || Store::open(&database).await.unwrap()).await;
}
