//! The way from what a user typed to a provider at which the app is registered.

use std::sync::Arc;

use http::StatusCode;
use symbolon::discovery::Identify;
use symbolon::oauth::Issuer;
use symbolon::registration::{ClientMetadataError, Difference};
use symbolon::relying_party::{
    ClientConfiguration, DiscoverRelyingPartyError, DriveError, FoundProvider, ReadRegistration,
    RegisterError, RegisteredError, Registration, RelyingParty, Unregister, drive,
};
use symbolon::ring::CRYPTO;
use symbolon_store::KeptRegistration;

use super::metadata::Wish;
use super::target::Target;
use super::{Named, NamedProblem, metadata};
use crate::relying_party::app::App;
use crate::relying_party::party::Party;
use crate::system::clock;

/// How often the search begins again, because another copy of the app changed the registration at
/// the same time.
const ATTEMPTS: usize = 3;

/// A provider that a user named.
pub(super) struct Found {
    pub(super) party: Arc<Party>,
    /// Whether the provider had forgotten an earlier registration of the app.
    pub(super) is_replaced: bool,
    /// What the provider changed since the last login, or in a new registration.
    pub(super) differences: Vec<Difference>,
}

/// What the store and the provider know of the app.
enum Known {
    /// The provider still has the registration. It changed these members since the last login.
    Kept(Box<(KeptRegistration, ClientConfiguration)>, Vec<Difference>),
    /// The app has no registration.
    Nothing,
    /// The provider has forgotten the registration, and the store has no registration any more.
    Forgotten,
}

impl Found {
    /// Returns whether the user should read about the registration before the login.
    pub(super) fn has_news(&self) -> bool {
        self.is_replaced || !self.differences.is_empty()
    }
}

impl App {
    /// Finds the provider that a user named, and registers the app there unless it is registered.
    pub(super) async fn arrive(&self, target: Target) -> Result<Found, NamedProblem> {
        let searches = &self.named.searches;
        let _place = searches.try_acquire().map_err(|_| NamedProblem::Busy)?;
        let issuer = match target {
            Target::Issuer(issuer) => issuer,
            Target::User(identifier) => {
                let resource = identifier.resource().as_str().to_owned();
                let flow = Identify::new(identifier);
                let issuer = drive(flow, |request| self.named.http.send(request), clock).await?;
                self.log.decision("named.webfinger", format_args!("{resource} is of {issuer}"));
                issuer
            }
        };
        let mut is_replaced = false;
        for _ in 0..ATTEMPTS {
            let found = match self.known_at(&issuer).await? {
                Known::Kept(known, differences) => {
                    let (kept, client) = *known;
                    Some((self.use_kept(&kept, client).await?, differences))
                }
                Known::Nothing => self.register_at(&issuer).await?,
                Known::Forgotten => {
                    is_replaced = true;
                    self.register_at(&issuer).await?
                }
            };
            if let Some((party, differences)) = found {
                let party = self.named.keep(party);
                return Ok(Found { party, is_replaced, differences });
            }
        }
        Err(NamedProblem::Busy)
    }

    /// Returns what the store and the provider know of the app at this issuer.
    async fn known_at(&self, issuer: &Issuer) -> Result<Known, NamedProblem> {
        let registrations = &self.named.registrations;
        let kept = self.log.store(registrations.get(issuer, &self.named.name).await)?;
        let Some(kept) = kept else { return Ok(Known::Nothing) };
        let before = kept.registration.differences();
        let Some(kept) = self.read_again(kept).await? else {
            self.log.decision("named.forgotten", format_args!("the app is unknown at {issuer}"));
            return Ok(Known::Forgotten);
        };
        match ClientConfiguration::registered(&kept.registration, None) {
            Ok(client) => {
                let now = kept.registration.differences();
                let new = if now == before { Vec::new() } else { now };
                Ok(Known::Kept(Box::new((kept, client)), new))
            }
            Err(error) => {
                self.log.store(registrations.delete(&kept).await)?;
                Err(self.refuse(kept.registration, error).await)
            }
        }
    }

    /// Reads a kept registration at its provider. Returns `None` if the provider has forgotten it, or
    /// if its secret has expired; the store then has it no longer.
    async fn read_again(
        &self,
        kept: KeptRegistration,
    ) -> Result<Option<KeptRegistration>, NamedProblem> {
        let Named { registrations, http, name, .. } = &self.named;
        let issuer = &kept.registration.issuer;
        let read = match ReadRegistration::new(&kept.registration) {
            Ok(flow) => Some(drive(flow, |request| http.send(request), clock).await),
            // The provider has no URL at which the registration can be read.
            Err(_) => None,
        };
        let kept = match read {
            // RFC 7592 §2.1: 401 means that the client or the token is unknown.
            Some(Err(DriveError::Flow(error)))
                if error.status() == Some(StatusCode::UNAUTHORIZED) =>
            {
                if self.log.store(registrations.delete(&kept).await)? {
                    self.named.drop(issuer);
                    return Ok(None);
                }
                self.log.store(registrations.get(issuer, name).await)?
            }
            Some(Ok(read)) if read != kept.registration => {
                self.log.store(registrations.replace(&kept, &read).await)?;
                self.log.store(registrations.get(issuer, name).await)?
            }
            // Not every provider lets clients read their registrations.
            _ => Some(kept),
        };
        match kept {
            Some(kept) if kept.registration.is_secret_expired(clock()) => {
                self.log.store(registrations.delete(&kept).await)?;
                self.named.drop(&kept.registration.issuer);
                Ok(None)
            }
            kept => Ok(kept),
        }
    }

    /// Fetches the metadata and the keys of a provider at which the app is registered.
    async fn use_kept(
        &self,
        kept: &KeptRegistration,
        client: ClientConfiguration,
    ) -> Result<Party, NamedProblem> {
        let registration = &kept.registration;
        let issuer = &registration.issuer;
        let flow = RelyingParty::at(issuer.clone(), &CRYPTO).client(issuer.clone(), client.clone());
        let found = drive(flow, |request| self.named.http.send(request), clock).await?;
        let about = format_args!("client {} at {issuer}", registration.client_id());
        self.log.decision("named.registration_kept", about);
        let party = self.named.client_of(registration, client)?;
        Ok(party.found(found, &self.key_policy))
    }

    /// Registers the app at a provider. Returns `None` if another copy of the app has registered itself
    /// at the same time.
    async fn register_at(
        &self,
        issuer: &Issuer,
    ) -> Result<Option<(Party, Vec<Difference>)>, NamedProblem> {
        let found = self.ask(issuer).await?;
        let FoundProvider { registration: Some(registration), .. } = &found else {
            return Err(NamedProblem::Busy);
        };
        let registration = registration.clone();
        let named = &self.named;
        let kept = named.registrations.put_new(issuer, &named.name, &registration).await;
        if self.log.store(kept)?.registration.client_id() != registration.client_id() {
            self.unregister(registration).await;
            return Ok(None);
        }
        let about = format_args!("client {} at {issuer}", registration.client_id());
        self.log.decision("named.registered", about);
        let client = ClientConfiguration::registered(&registration, None)?;
        let party = named.client_of(&registration, client)?.found(found, &self.key_policy);
        Ok(Some((party, registration.differences())))
    }

    /// Fetches the metadata and the keys of a provider, and registers the app there: with refresh
    /// tokens, or without if the provider does not offer them.
    async fn ask(&self, issuer: &Issuer) -> Result<FoundProvider, NamedProblem> {
        let redirect_uri = self.named.redirect_uri(issuer)?;
        for wish in [Wish::Refresh, Wish::Login] {
            let asked = metadata::of_app(&redirect_uri, wish)?;
            let flow = RelyingParty::at(issuer.clone(), &CRYPTO).register(asked);
            let error = match drive(flow, |request| self.named.http.send(request), clock).await {
                Ok(found) => return Ok(found),
                Err(DriveError::Flow(error)) => error,
                Err(error) => return Err(error.into()),
            };
            match error {
                DiscoverRelyingPartyError::Registered { error, registration, .. } => {
                    return Err(self.refuse(*registration, error).await);
                }
                // Nothing was sent to the registration endpoint.
                DiscoverRelyingPartyError::Register(RegisterError::Metadata(
                    ClientMetadataError::NotOffered { .. },
                )) if wish == Wish::Refresh => {}
                error => return Err(error.into()),
            }
        }
        Err(NamedProblem::Busy)
    }

    /// Deletes a registration that the app cannot use, and returns the problem with it.
    async fn refuse(&self, registration: Registration, error: RegisteredError) -> NamedProblem {
        self.named.drop(&registration.issuer);
        let is_deleted = self.unregister(registration).await;
        NamedProblem::Registered { error, is_deleted }
    }

    /// Deletes a registration at its provider. Returns whether the provider confirmed it.
    async fn unregister(&self, registration: Registration) -> bool {
        let Ok(flow) = Unregister::new(registration) else { return false };
        drive(flow, |request| self.named.http.send(request), clock).await.is_ok()
    }
}
