//! Memory and the databases give the same answers to the same calls.
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

mod browsers;
mod logins;
mod registrations;
mod tokens;

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::atomic::{AtomicU32, Ordering};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Fingerprint, Secret};
use symbolon_oauth::{ClientId, Issuer};
use symbolon_provider::PendingAuthorization;
use symbolon_store::{
    Error, KeptRegistration, Lease, ProviderStore, RelyingPartyStore, SealKey, Store,
};
use symbolon_test_support::clock::at;

use crate::support::{pending, stores};

/// How many sequences of calls are tried in each test.
const CASES: u32 = 64;

/// A call of the store. The numbers choose the function and its arguments from a few values.
#[derive(Clone, Copy, Debug)]
struct Call {
    function: u8,
    a: u8,
    b: u8,
    c: u8,
    /// Which of two issuers.
    issuer: u8,
    /// Seconds after the beginning of the test.
    time: i64,
}

prop_compose! {
    fn call(functions: Vec<u8>)(
        function in prop::sample::select(functions), a in 0..4_u8, b in 0..4_u8, c in 0..4_u8,
        issuer in prop::sample::select(&[0_u8, 0, 0, 1][..]), time in 0..6_i64,
    ) -> Call {
        Call { function, a, b, c, issuer, time: time * 10 }
    }
}

/// A store, as the calls of one case use it: its issuers are those of this case.
struct Subject {
    store: Store,
    issuers: [Issuer; 2],
    pending: PendingAuthorization,
    /// The leases that were given out.
    leases: HashMap<u8, Lease>,
    /// The registrations of relying parties that were read.
    kept: Vec<KeptRegistration>,
    /// The number of calls before this call.
    calls: u16,
    /// The number of requests that wait for browsers.
    pages: u8,
    is_swept: bool,
}

impl Subject {
    fn issuer(&self, call: &Call) -> &Issuer {
        &self.issuers[usize::from(call.issuer)]
    }

    fn provider(&self, call: &Call) -> ProviderStore {
        self.store.provider(self.issuer(call))
    }

    fn relying_party(&self, call: &Call) -> RelyingPartyStore {
        let key = SealKey::new(&Secret::new(vec![1; 32]), &CRYPTO).unwrap();
        self.store.relying_party(self.issuer(call), &client(call.c % 2), &key)
    }

    /// Returns the name of a value that is used once. Such a value is new after a sweep, because a
    /// store may have forgotten the old values or not.
    fn once(&self, kind: &str, number: u8) -> Fingerprint {
        if self.is_swept {
            fingerprint(kind, &format!("new-{}", self.calls))
        } else {
            fingerprint(kind, &number.to_string())
        }
    }

    /// Makes a call. Returns the answer as text.
    async fn answer(&mut self, call: &Call) -> String {
        self.calls += 1;
        match call.function {
            0..=17 | 44..=47 => tokens::answer(self, call).await,
            18..=31 => browsers::answer(self, call).await,
            32..=42 => logins::answer(self, call).await,
            48..=59 => registrations::answer(self, call).await,
            _ => {
                self.is_swept = true;
                let now = at(call.time + if call.a == 0 { 600 } else { 0 });
                while self.store.sweep(now).await.unwrap().more {}
                String::new()
            }
        }
    }
}

/// Returns the fingerprint of a value.
fn fingerprint(kind: &str, value: &str) -> Fingerprint {
    Fingerprint::of(format!("{kind} {value}").as_bytes(), &CRYPTO)
}

fn numbered(kind: &str, number: u8) -> Fingerprint {
    fingerprint(kind, &number.to_string())
}

fn client(number: u8) -> ClientId {
    ClientId::new(["client-a", "Client-b", "client.c", "client-A"][usize::from(number)]).unwrap()
}

fn user(number: u8) -> &'static str {
    ["alice", "bob"][usize::from(number % 2)]
}

fn text<T: Debug>(answer: Result<T, Error>) -> String {
    answer.map_or_else(|error| error.code().to_owned(), |answer| format!("{answer:?}"))
}

async fn check(stores: &[(&'static str, Store)], pending: &PendingAuthorization, calls: &[Call]) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let case = NEXT.fetch_add(1, Ordering::Relaxed);
    let issuers = [0, 1].map(|it| Issuer::new(&format!("https://op-{case}-{it}.example")).unwrap());
    let mut subjects: Vec<_> = stores
        .iter()
        .map(|(name, store)| {
            let (store, pending, issuers) = (store.clone(), pending.clone(), issuers.clone());
            let subject = Subject {
                store,
                issuers,
                pending,
                leases: HashMap::new(),
                kept: Vec::new(),
                calls: 0,
                pages: 0,
                is_swept: false,
            };
            (*name, subject)
        })
        .collect();
    for (number, call) in calls.iter().enumerate() {
        let mut answers = Vec::new();
        for (name, subject) in &mut subjects {
            answers.push((*name, subject.answer(call).await));
        }
        let (_, expected) = answers.first().unwrap();
        let are_alike = answers.iter().all(|(_, answer)| answer == expected);
        assert!(are_alike, "call {number}, {call:?}: {answers:#?}");
    }
}

/// The functions for registrations, and others that change clients or grants.
const OF_REGISTRATIONS: &[u8] =
    &[0, 2, 15, 16, 17, 43, 48, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59];

#[test]
fn the_same_calls_have_the_same_answers_in_memory_and_in_databases() {
    assert_alike((0..48).collect());
}

#[test]
fn the_same_calls_about_registrations_have_the_same_answers() {
    assert_alike(OF_REGISTRATIONS.to_vec());
}

fn assert_alike(functions: Vec<u8>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (stores, pending) = (runtime.block_on(stores()), pending());
    // The same sequences in each run: a failure can be repeated.
    let config = ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(11),
        ..ProptestConfig::with_cases(CASES)
    };
    proptest!(config, |(calls in prop::collection::vec(call(functions.clone()), 1..80))| {
        runtime.block_on(check(&stores, &pending, &calls));
    });
}
