//! For each promise, a store that breaks it. The harness must name this promise.

mod browser;
mod client_registration;
mod party;
mod provider;
mod registration;
mod world;

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Secret;
use symbolon_oauth::{ClientId, Issuer};
use symbolon_store::harness::{
    BROWSER_PROMISES, Broken, CLIENT_REGISTRATION_PROMISES, Harness, PROVIDER_PROMISES, Promise,
    REGISTRATION_PROMISES, RELYING_PARTY_PROMISES, Report,
};

use self::client_registration::{RegistrationMutant, RegistrationWorld};
use self::party::{PartyMutant, PartyWorld};
use self::provider::Mutant;
use self::world::World;

fn harness() -> Harness {
    Harness::new(&CRYPTO).rounds(3).takers(2)
}

/// Runs the harness over a store that breaks this promise.
async fn run(fault: &'static str) -> Result<Report, Broken> {
    let world = World::new();
    harness().run(async |issuer| Mutant::new(&world, issuer, fault)).await
}

async fn run_browsers(fault: &'static str) -> Result<Report, Broken> {
    let world = World::new();
    harness().run_browsers(async |issuer| Mutant::new(&world, issuer, fault)).await
}

async fn run_registrations(fault: &'static str) -> Result<Report, Broken> {
    let world = World::new();
    harness().run_registrations(async |issuer| Mutant::new(&world, issuer, fault)).await
}

async fn run_relying_party(fault: &'static str) -> Result<Report, Broken> {
    let world = PartyWorld::new();
    let make =
        async |issuer: &Issuer, client: &ClientId| PartyMutant::new(&world, issuer, client, fault);
    harness().run_relying_party(make).await
}

async fn run_client_registrations(fault: &'static str) -> Result<Report, Broken> {
    let world = RegistrationWorld::new();
    let make = async |key: &Secret| RegistrationMutant::new(&world, key, fault);
    harness().run_client_registrations(make).await
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
            "code.second_use_crash",
            "code.race_revokes",
            "tokens.crash",
            "refresh_token.crash",
            "refresh_token.second_use",
            "refresh_token.second_use_crash",
            "refresh_token.race_revokes",
            "grant.revoked",
            "grant.outlives_tokens",
        ],
        // An authorization response contains a code and an access token.
        "code.kept" | "tokens.kept" => vec!["authorization.kept"],
        // Without its claims, no consent is kept as it was written.
        "consent.exact" => vec!["consent.adds", "consent.withdrawn", "consent.issuer"],
        "code.void" => vec!["authorization.void"],
        "code.written_once" => vec!["authorization.written_once"],
        "code.crash" => vec!["authorization.crash"],
        // These stores keep the access token of a response in another place, or not at all.
        "authorization.kept" => {
            vec!["authorization.written_once", "authorization.issuer", "authorization.crash"]
        }
        "authorization.void" => vec!["authorization.written_once", "authorization.issuer"],
        "authorization.crash" => {
            vec!["authorization.void", "authorization.written_once", "authorization.issuer"]
        }
        // Both store another request object than the last.
        "request_object.kept" => vec!["request_object.replaced"],
        "request_object.until_expiry" => vec!["request_object.replaced"],
        "client_document.until_expiry" => vec!["client_document.replaced"],
        "pushed_request.crash" => vec!["pushed_request.one_winner"],
        _ => vec![],
    }
}

#[tokio::test]
async fn each_promise_of_a_provider_has_a_store_that_breaks_it() {
    each_is_noticed(PROVIDER_PROMISES, run).await;
}

#[tokio::test]
async fn each_promise_about_browsers_has_a_store_that_breaks_it() {
    each_is_noticed(BROWSER_PROMISES, run_browsers).await;
}

#[tokio::test]
async fn each_promise_about_registrations_has_a_store_that_breaks_it() {
    each_is_noticed(REGISTRATION_PROMISES, run_registrations).await;
}

#[tokio::test]
async fn each_promise_of_a_relying_party_has_a_store_that_breaks_it() {
    each_is_noticed(RELYING_PARTY_PROMISES, run_relying_party).await;
}

#[tokio::test]
async fn each_promise_about_client_registrations_has_a_store_that_breaks_it() {
    each_is_noticed(CLIENT_REGISTRATION_PROMISES, run_client_registrations).await;
}

async fn each_is_noticed(
    promises: &[Promise],
    run: impl AsyncFn(&'static str) -> Result<Report, Broken>,
) {
    let mut wrong = Vec::new();
    for promise in promises {
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
    let reports = [
        run("").await,
        run_browsers("").await,
        run_registrations("").await,
        run_relying_party("").await,
        run_client_registrations("").await,
    ];
    let promises = [
        PROVIDER_PROMISES,
        BROWSER_PROMISES,
        REGISTRATION_PROMISES,
        RELYING_PARTY_PROMISES,
        CLIENT_REGISTRATION_PROMISES,
    ];
    for (report, promises) in reports.into_iter().zip(promises) {
        let report = report.unwrap_or_else(|broken| panic!("{broken}"));
        assert_eq!(report.promises.len(), promises.len());
    }
}
