//! A store that a user of this crate writes over a database that this crate does not know, and the harness
//! over it.

#![cfg(test)]

mod map;
mod store;

use symbolon_crypto_ring::CRYPTO;
use symbolon_store::harness::Harness;

use self::map::Map;
use self::store::OwnStore;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keeps_all_promises() {
    let map = Map::default();
    let harness = Harness::new(&CRYPTO).rounds(10).takers(32).spawn(|task| {
        tokio::spawn(task);
    });
    let outcome = harness.run(async |issuer| OwnStore::new(&map, issuer)).await;
    outcome.unwrap_or_else(|broken| panic!("{broken}"));
}
