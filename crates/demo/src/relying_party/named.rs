//! The providers that users name, at which the app registers itself.

mod arrive;
mod form;
mod metadata;
mod problem;
mod registered;
mod target;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clap::ValueEnum;
use symbolon::jose::{base64url, key};
use symbolon::oauth::{Issuer, RedirectUri, RedirectUriError};
use symbolon::relying_party::{ClientConfiguration, Registration};
use symbolon_store::{ClientRegistrations, Error, RelyingPartyStore, SealKey, Store};
use tokio::sync::Semaphore;

pub(super) use self::form::name_provider;
pub(super) use self::problem::NamedProblem;
use super::party::Party;
use super::shown::At;
use crate::client::AnyHttp;
use crate::secret::AppSecret;

/// The largest number of providers that are kept in memory. The registrations are in the store.
const KEPT: usize = 64;

/// The largest number of providers that are searched for at the same time.
const SEARCHES: usize = 16;

/// Which providers users can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reach {
    // Providers on the internet. Addresses in the network of the app are refused.
    Internet,
    // Providers on the internet, and over http on the machine of the app. With this value, every user
    // can make the app send requests to every port of its machine.
    ThisMachine,
    // Users can name no provider.
    Off,
}

/// The providers that users name.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) reach: Reach,
    pub(super) http: AnyHttp,
    /// The origin of the app.
    origin: String,
    store: Store,
    key: SealKey,
    /// The registrations of the app.
    registrations: ClientRegistrations,
    /// The name of the registrations. It changes with the address and the secret of the app, because
    /// a registration is for one redirect URI and can be read with one secret only.
    name: String,
    parties: Mutex<Vec<Arc<Party>>>,
    searches: Semaphore,
}

impl Named {
    /// Creates an empty list. By default, users of an app on this machine can also name providers on
    /// this machine.
    pub(super) fn new(
        origin: &str,
        (store, secret): (&Store, &AppSecret),
        http: AnyHttp,
    ) -> Result<Self, key::Error> {
        let key = secret.seal_key()?;
        // An `http` redirect URI is on loopback.
        let is_local = origin.starts_with("http:");
        Ok(Self {
            reach: if is_local { Reach::ThisMachine } else { Reach::Internet },
            http,
            origin: origin.to_owned(),
            store: store.clone(),
            registrations: store.client_registrations(&key),
            key,
            name: format!("{origin} {}", secret.name()),
            parties: Mutex::default(),
            searches: Semaphore::new(SEARCHES),
        })
    }

    /// Returns an example of what users can type, or `None` if they can name no provider.
    pub(super) fn example(&self, issuer: &Issuer) -> Option<String> {
        let host = issuer.as_str().split("://").nth(1).unwrap_or_default();
        (self.reach != Reach::Off).then(|| format!("alice@{}", host.trim_end_matches('/')))
    }

    /// Returns the redirect URI at the provider with this issuer.
    fn redirect_uri(&self, issuer: &Issuer) -> Result<RedirectUri, RedirectUriError> {
        let place = base64url::encode(issuer.as_str().as_bytes());
        RedirectUri::new(&format!("{}/callback/{place}", self.origin))
    }

    /// Returns the provider whose redirect URI ends with this text, if the app is registered there.
    pub(super) async fn party_at(&self, place: &str) -> Result<Option<Arc<Party>>, Error> {
        let issuer = base64url::decode(place).ok().and_then(|text| String::from_utf8(text).ok());
        match issuer.and_then(|text| self.issuer(&text)) {
            Some(issuer) => self.party(&issuer).await,
            None => Ok(None),
        }
    }

    /// Returns the provider of a session, if the app is still registered there with the same client
    /// identifier.
    pub(super) async fn party_of(&self, at: &At) -> Result<Option<Arc<Party>>, Error> {
        let party = self.party(&at.issuer).await?;
        Ok(party.filter(|party| *party.client_id() == at.client_id))
    }

    /// Returns the logins and sessions of the app as this client.
    pub(super) fn records_at(&self, at: &At) -> RelyingPartyStore {
        self.store.relying_party(&at.issuer, &at.client_id, &self.key)
    }

    /// Returns the provider with this issuer, if the app is registered there.
    async fn party(&self, issuer: &Issuer) -> Result<Option<Arc<Party>>, Error> {
        let known = self.parties().iter().find(|party| party.issuer == *issuer).cloned();
        if known.is_some() || self.reach == Reach::Off {
            return Ok(known);
        }
        let kept = self.registrations.get(issuer, &self.name).await?;
        let party = kept.and_then(|kept| {
            let client = ClientConfiguration::registered(&kept.registration, None).ok()?;
            self.client_of(&kept.registration, client).ok()
        });
        Ok(party.map(|party| self.keep(party)))
    }

    /// Returns the provider at which the app has this registration.
    fn client_of(
        &self,
        registration: &Registration,
        client: ClientConfiguration,
    ) -> Result<Party, NamedProblem> {
        let issuer = registration.issuer.clone();
        let at = At { issuer: issuer.clone(), client_id: client.client_id.clone() };
        let (redirect_uri, http) = (self.redirect_uri(&issuer)?, self.http.of(&issuer)?);
        let scope = registration.metadata().scope.clone();
        Ok(Party::new(issuer, client, redirect_uri, self.records_at(&at), http).named(scope))
    }

    /// Keeps a provider in memory, instead of an earlier value for the same issuer.
    fn keep(&self, party: Party) -> Arc<Party> {
        let party = Arc::new(party);
        let mut parties = self.parties();
        parties.retain(|other| other.issuer != party.issuer);
        if parties.len() >= KEPT {
            parties.remove(0);
        }
        parties.push(party.clone());
        party
    }

    /// Removes the registration of the app at a provider, unless it was replaced in the meantime.
    pub(super) async fn forget(&self, party: &Party) -> Result<(), Error> {
        self.drop(&party.issuer);
        let kept = self.registrations.get(&party.issuer, &self.name).await?;
        if let Some(kept) = kept.filter(|it| it.registration.client_id() == party.client_id()) {
            self.registrations.delete(&kept).await?;
        }
        Ok(())
    }

    /// Removes a provider from memory.
    fn drop(&self, issuer: &Issuer) {
        self.parties().retain(|party| party.issuer != *issuer);
    }

    /// Reads an issuer, if users can name it.
    fn issuer(&self, text: &str) -> Option<Issuer> {
        match self.reach {
            Reach::Internet => Issuer::new(text).ok(),
            Reach::ThisMachine => Issuer::on_loopback(text).ok(),
            Reach::Off => None,
        }
    }

    fn parties(&self) -> MutexGuard<'_, Vec<Arc<Party>>> {
        self.parties.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
