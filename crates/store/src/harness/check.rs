//! The run of the harness.

use std::sync::Arc;

use symbolon_jose::{Crypto, Secret, SecretString};
use symbolon_oauth::{ClientId, Issuer};

use super::broken::{Broken, BrokenPromise, Report};
use super::browser::{self, BROWSER_PROMISES};
use super::browser_records::BrowserRecords;
use super::client_registration::{self, CLIENT_REGISTRATION_PROMISES};
use super::client_registration_records::ClientRegistrationRecords;
use super::engine::templates;
use super::party_records::RelyingPartyRecords;
use super::promise::Promise;
use super::provider::{PROVIDER_PROMISES, check_provider};
use super::records::ProviderRecords;
use super::registration::{self, REGISTRATION_PROMISES};
use super::registration_records::RegistrationRecords;
use super::relying_party::{self, RELYING_PARTY_PROMISES};
use super::together::{Spawn, Task};
use super::trial::{Settings, Trial};

/// How many handles the harness asks for, as the copies of a server have them.
const COPIES: usize = 4;

/// Checks every promise of a provider's store with 50 rounds and 64 requests at the same time.
///
/// `make_store` returns a handle on the records of an issuer. The harness calls it several times, and
/// all handles must use the same data. The harness needs randomness, SHA-256 and ES256 of `crypto`.
/// [`Harness`] has settings.
///
/// # Errors
/// [`Broken`] when the store breaks a promise.
pub async fn check<S: ProviderRecords>(
    crypto: &Crypto,
    make_store: impl AsyncFn(&Issuer) -> S,
) -> Result<Report, Broken> {
    Harness::new(crypto).run(make_store).await
}

/// Checks every promise about the browsers and users of a provider, as [`check`] does.
///
/// # Errors
/// [`Broken`] when the store breaks a promise.
pub async fn check_browsers<S: BrowserRecords>(
    crypto: &Crypto,
    make_store: impl AsyncFn(&Issuer) -> S,
) -> Result<Report, Broken> {
    Harness::new(crypto).run_browsers(make_store).await
}

/// Checks every promise about clients that register themselves, as [`check`] does.
///
/// # Errors
/// [`Broken`] when the store breaks a promise.
pub async fn check_registrations<S: RegistrationRecords>(
    crypto: &Crypto,
    make_store: impl AsyncFn(&Issuer) -> S,
) -> Result<Report, Broken> {
    Harness::new(crypto).run_registrations(make_store).await
}

/// Checks every promise of a relying party's store, as [`check`] does.
///
/// # Errors
/// [`Broken`] when the store breaks a promise.
pub async fn check_relying_party<S: RelyingPartyRecords>(
    crypto: &Crypto,
    make_store: impl AsyncFn(&Issuer, &ClientId) -> S,
) -> Result<Report, Broken> {
    Harness::new(crypto).run_relying_party(make_store).await
}

/// Checks every promise of a store of client registrations, as [`check`] does. `make_store` returns a
/// handle whose records are encrypted with this key of 32 bytes.
///
/// # Errors
/// [`Broken`] when the store breaks a promise.
pub async fn check_client_registrations<S: ClientRegistrationRecords>(
    crypto: &Crypto,
    make_store: impl AsyncFn(&Secret) -> S,
) -> Result<Report, Broken> {
    Harness::new(crypto).run_client_registrations(make_store).await
}

/// The settings of a run of the harness.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_store::{Store, harness::Harness};
///
/// # tokio::runtime::Builder::new_multi_thread().build()?.block_on(async {
/// let store = Store::memory();
/// let check = Harness::new(&CRYPTO).rounds(3).spawn(|task| drop(tokio::spawn(task)));
/// let report = check.run(async |issuer| store.provider(issuer)).await?;
/// assert_eq!(report.takers, 64);
/// # Ok::<(), symbolon_store::harness::Broken>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Harness {
    settings: Settings,
}

impl Harness {
    /// Creates a run with 50 rounds and 64 requests at the same time.
    #[must_use]
    pub fn new(crypto: &Crypto) -> Self {
        let settings =
            Settings { crypto: *crypto, rounds: 50, takers: 64, only: None, spawn: None };
        Self { settings }
    }

    /// Sets how many times each promise about requests at the same time, or about a crash, is
    /// checked. The default is 50.
    #[must_use]
    pub fn rounds(mut self, rounds: usize) -> Self {
        self.settings.rounds = rounds.max(1);
        self
    }

    /// Sets how many requests use the same record at the same time. The default is 64, and the least
    /// number is 2.
    #[must_use]
    pub fn takers(mut self, takers: usize) -> Self {
        self.settings.takers = takers.max(2);
        self
    }

    /// Checks only the promise with this ID, for example while you repair your store.
    #[must_use]
    pub fn only(mut self, id: &str) -> Self {
        self.settings.only = Some(id.to_owned());
        self
    }

    /// Sets how requests are started that run at the same time, for example
    /// `|task| drop(tokio::spawn(task))`. By default they take turns in the task of the caller. On a
    /// runtime with several threads, they then run in parallel. A store in memory needs this.
    #[must_use]
    pub fn spawn(mut self, spawn: impl Fn(Task) + Send + Sync + 'static) -> Self {
        self.settings.spawn = Some(Spawn(Arc::new(spawn)));
        self
    }

    /// Checks every promise of [`PROVIDER_PROMISES`]. Returns an error that names all promises that
    /// the store breaks.
    ///
    /// # Errors
    /// [`Broken`] when the store breaks a promise.
    pub async fn run<S: ProviderRecords>(
        &self,
        make_store: impl AsyncFn(&Issuer) -> S,
    ) -> Result<Report, Broken> {
        let trial = self.trial(async |issuer, _| make_store(issuer).await).await?;
        trial.report(PROVIDER_PROMISES, check_provider(&trial).await)
    }

    /// Checks every promise of [`BROWSER_PROMISES`]. Returns an error that names all promises that
    /// the store breaks.
    ///
    /// # Errors
    /// [`Broken`] when the store breaks a promise.
    pub async fn run_browsers<S: BrowserRecords>(
        &self,
        make_store: impl AsyncFn(&Issuer) -> S,
    ) -> Result<Report, Broken> {
        let trial = self.trial(async |issuer, _| make_store(issuer).await).await?;
        trial.report(BROWSER_PROMISES, browser::check_browsers(&trial).await)
    }

    /// Checks every promise of [`REGISTRATION_PROMISES`]. Returns an error that names all promises
    /// that the store breaks.
    ///
    /// # Errors
    /// [`Broken`] when the store breaks a promise.
    pub async fn run_registrations<S: RegistrationRecords>(
        &self,
        make_store: impl AsyncFn(&Issuer) -> S,
    ) -> Result<Report, Broken> {
        let trial = self.trial(async |issuer, _| make_store(issuer).await).await?;
        trial.report(REGISTRATION_PROMISES, registration::check_registrations(&trial).await)
    }

    /// Checks every promise of [`RELYING_PARTY_PROMISES`]. `make_store` returns a handle on the
    /// records of the client with this identifier at the provider with this issuer. Returns an error
    /// that names all promises that the store breaks.
    ///
    /// # Errors
    /// [`Broken`] when the store breaks a promise.
    pub async fn run_relying_party<S: RelyingPartyRecords>(
        &self,
        make_store: impl AsyncFn(&Issuer, &ClientId) -> S,
    ) -> Result<Report, Broken> {
        let mut trial = self.trial(&make_store).await?;
        let other = ClientId::new("another-client").map_err(|error| no_records(&error))?;
        trial.strangers.push(Arc::new(make_store(&trial.issuer, &other).await));
        trial.report(RELYING_PARTY_PROMISES, relying_party::check_relying_party(&trial).await)
    }

    /// Checks every promise of [`CLIENT_REGISTRATION_PROMISES`]. `make_store` returns a handle whose
    /// records are encrypted with this key of 32 bytes. Returns an error that names all promises that
    /// the store breaks.
    ///
    /// # Errors
    /// [`Broken`] when the store breaks a promise.
    pub async fn run_client_registrations<S: ClientRegistrationRecords>(
        &self,
        make_store: impl AsyncFn(&Secret) -> S,
    ) -> Result<Report, Broken> {
        let [key, other] = [1, 2].map(|byte| Secret::new(vec![byte; 32]));
        let mut trial = self.trial(async |_, _| make_store(&key).await).await?;
        trial.strangers = vec![Arc::new(make_store(&other).await)];
        let broken = client_registration::check_client_registrations(&trial).await;
        trial.report(CLIENT_REGISTRATION_PROMISES, broken)
    }

    /// Makes the handles and the records. Each run has new issuers, so that it does not meet the
    /// records of an earlier run.
    async fn trial<S>(
        &self,
        make_store: impl AsyncFn(&Issuer, &ClientId) -> S,
    ) -> Result<Trial<S>, Broken> {
        let (settings, crypto) = (self.settings.clone(), &self.settings.crypto);
        let issuer = || {
            let name = SecretString::random(crypto).map_err(|error| no_records(&error))?;
            let issuer = Issuer::new(&format!("https://op.example/{}", name.expose()));
            issuer.map_err(|error| no_records(&error))
        };
        let (issuer, other_issuer) = (issuer()?, issuer()?);
        let client = ClientId::new("client").map_err(|error| no_records(&error))?;
        let templates = templates(&issuer, &client, crypto).map_err(|error| no_records(&error))?;
        let mut copies = Vec::new();
        for _ in 0..COPIES {
            copies.push(Arc::new(make_store(&issuer, &client).await));
        }
        let other = Arc::new(make_store(&other_issuer, &client).await);
        let (strangers, turn) = (vec![other.clone()], Default::default());
        Ok(Trial { issuer, other_issuer, copies, other, strangers, settings, templates, turn })
    }
}

impl<S> Trial<S> {
    fn report(
        &self,
        promises: &'static [Promise],
        broken: Vec<BrokenPromise>,
    ) -> Result<Report, Broken> {
        if !broken.is_empty() {
            return Err(Broken { promises: broken });
        }
        let Settings { rounds, takers, .. } = self.settings;
        let promises = promises.iter().filter(|promise| self.includes(promise));
        Ok(Report { promises: promises.collect(), rounds, takers })
    }
}

/// Returns the error of a run for which the engines could not make records.
fn no_records(error: &dyn core::fmt::Display) -> Broken {
    let expected = "the cryptography makes random numbers, SHA-256 and ES256";
    let found = error.to_string();
    Broken { promises: vec![BrokenPromise { promise: &RECORDS, round: 0, expected, found }] }
}

/// Not a promise of the store: the harness needs records.
static RECORDS: Promise = Promise {
    id: "harness.records",
    statement: "The engine of a provider makes the records for the harness.",
};
