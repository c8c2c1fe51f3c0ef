//! For each promise, a store that breaks it. The harness must name this promise.

mod provider;
mod world;

use symbolon_crypto_ring::CRYPTO;
use symbolon_store::harness::{Broken, Harness, PROVIDER_PROMISES, Report};

use self::provider::Mutant;
use self::world::World;

/// Runs the harness over a store that breaks this promise.
async fn run(fault: &'static str) -> Result<Report, Broken> {
    let world = World::new();
    let check = Harness::new(&CRYPTO).rounds(3).takers(2);
    check.run(async |issuer| Mutant::new(&world, issuer, fault)).await
}

/// Returns the promises that a store breaks which breaks this promise.
fn broken_with(id: &str) -> Vec<&str> {
    match id {
        // A refresh token or access token that is valid after a revocation is noticed wherever a
        // grant is revoked.
        "refresh_token.void" | "access_token.void" => vec![
            "client.delete_revokes",
            "code.written_once",
            "code.void",
            "code.second_use",
            "code.race_revokes",
            "tokens.crash",
            "refresh_token.crash",
            "refresh_token.second_use",
            "refresh_token.race_revokes",
            "grant.revoked",
            "grant.outlives_tokens",
        ],
        _ => vec![],
    }
}

#[tokio::test]
async fn each_promise_has_a_store_that_breaks_it() {
    let mut wrong = Vec::new();
    for promise in PROVIDER_PROMISES {
        let found = run(promise.id).await.map_or_else(names, |_| Vec::new());
        let allowed = broken_with(promise.id);
        let is_exact = found.iter().all(|id| *id == promise.id || allowed.contains(id));
        if !is_exact || !found.contains(&promise.id) {
            wrong.push(format!("a store that breaks {}: found {found:?}", promise.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn names(broken: Broken) -> Vec<&'static str> {
    broken.promises.iter().map(|broken| broken.promise.id).collect()
}

#[tokio::test]
async fn a_store_without_a_fault_keeps_all_promises() {
    let report = run("").await.unwrap_or_else(|broken| panic!("{broken}"));
    assert_eq!(report.promises.len(), PROVIDER_PROMISES.len());
}
