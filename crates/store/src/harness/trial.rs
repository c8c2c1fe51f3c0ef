//! What the check of a promise works with: handles of the store, and fresh records.

use core::time::Duration;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{from_value, json};
use symbolon_jose::crypto::RandomError;
use symbolon_jose::{Crypto, Fingerprint, SecretString};
use symbolon_oauth::obligation::{GrantId, ReplayKey};
use symbolon_oauth::{ClientId, Issuer};
use symbolon_provider::{
    ClientDocumentRecord, ClientRegistration, CodeRecord, EndedRegistration, FetchedRequestObject,
    InitialAccessTokenRecord, NewRegistration, PushedRequestRecord, RefreshTokenRecord,
    RegisteredClient, ReplacedRegistration, SignedIn, SpentRecord, TokenRecords,
};

use super::broken::Failure;
use super::engine::Templates;
use super::promise::{Promise, Times};
use super::registration_records::RegistrationRecords;
use super::times::{date, end, now};
use super::together::{Spawn, together};

/// In how many places a function is dropped. A function that waits less often is not dropped.
const WAITS: usize = 12;

/// What the check of a promise works with.
#[derive(Debug)]
pub(super) struct Trial<S> {
    pub(super) issuer: Issuer,
    pub(super) other_issuer: Issuer,
    /// Handles on the records of the issuer, as several copies of a server have them.
    pub(super) copies: Vec<Arc<S>>,
    /// A handle on the records of the other issuer.
    pub(super) other: Arc<S>,
    /// Handles on the records of others: the other issuer, and another client of a relying party.
    pub(super) strangers: Vec<Arc<S>>,
    pub(super) settings: Settings,
    pub(super) templates: Templates,
    pub(super) turn: AtomicUsize,
}

/// The settings of a run.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) crypto: Crypto,
    pub(super) rounds: usize,
    pub(super) takers: usize,
    pub(super) only: Option<String>,
    pub(super) spawn: Option<Spawn>,
}

impl<S> Trial<S> {
    /// Returns a handle of the store, each time another copy.
    pub(super) fn store(&self) -> Arc<S> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let turn = turn.checked_rem(self.copies.len()).unwrap_or_default();
        self.copies.get(turn).unwrap_or(&self.other).clone()
    }

    pub(super) fn includes(&self, promise: &Promise) -> bool {
        self.settings.only.as_deref().is_none_or(|only| only == promise.id)
    }

    pub(super) fn rounds_of(&self, times: Times) -> usize {
        match times {
            Times::Once => 1,
            Times::EachRound => self.settings.rounds,
        }
    }

    /// Returns after how many waits a function is dropped in this round.
    pub(super) fn waits(&self, round: usize) -> usize {
        round.checked_rem(WAITS).unwrap_or_default()
    }

    /// Runs a future for each taker at the same time.
    pub(super) async fn together<T, F>(
        &self,
        futures: impl IntoIterator<Item = F>,
    ) -> Result<Vec<T>, Failure>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        together(futures, self.settings.spawn.as_ref()).await
    }

    pub(super) fn text(&self) -> Result<SecretString, RandomError> {
        SecretString::random(&self.settings.crypto)
    }

    pub(super) fn fingerprint(&self) -> Result<Fingerprint, RandomError> {
        Ok(self.text()?.fingerprint(&self.settings.crypto))
    }

    /// Returns a new client.
    pub(super) fn client(&self) -> Result<RegisteredClient, Failure> {
        let mut client = self.templates.client.clone();
        client.client_id = ClientId::new(self.text()?.expose())?;
        Ok(client)
    }

    /// Returns the records of a new login of a new user at a new client.
    pub(super) fn login(&self) -> Result<Login, Failure> {
        let mut code = self.templates.code.clone();
        code.fingerprint = self.fingerprint()?;
        code.issuer = self.issuer.clone();
        code.grant = GrantId::random(&self.settings.crypto)?;
        code.client_id = ClientId::new(self.text()?.expose())?;
        code.signed_in = SignedIn::new(self.text()?.expose(), now());
        code.expires = date(end::CODE);
        Ok(Login { code })
    }

    /// Returns new tokens for the code of a login.
    pub(super) fn tokens(&self, login: &Login) -> Result<TokenRecords, Failure> {
        let spends = SpentRecord::Code(login.code.fingerprint.clone());
        self.renew(self.templates.tokens.clone(), login, spends)
    }

    /// Returns new tokens for a refresh token of a login.
    pub(super) fn refreshed(
        &self,
        login: &Login,
        token: &RefreshTokenRecord,
    ) -> Result<TokenRecords, Failure> {
        let spends = SpentRecord::RefreshToken(token.fingerprint.clone());
        self.renew(self.templates.refreshed.clone(), login, spends)
    }

    fn renew(
        &self,
        mut records: TokenRecords,
        login: &Login,
        spends: SpentRecord,
    ) -> Result<TokenRecords, Failure> {
        let code = &login.code;
        records.spends = spends;
        records.access.fingerprint = self.fingerprint()?;
        records.access.issuer = code.issuer.clone();
        records.access.grant = code.grant.clone();
        records.access.client_id = code.client_id.clone();
        records.access.subject = Some(code.signed_in.subject.clone());
        records.access.expires = date(end::ACCESS_TOKEN);
        if let Some(refresh) = &mut records.refresh {
            refresh.fingerprint = self.fingerprint()?;
            refresh.issuer = code.issuer.clone();
            refresh.grant = code.grant.clone();
            refresh.client_id = code.client_id.clone();
            refresh.signed_in = code.signed_in.clone();
            refresh.expires = date(end::REFRESH_TOKEN);
        }
        Ok(records)
    }

    /// Returns a new pushed request.
    pub(super) fn pushed(&self) -> Result<PushedRequestRecord, Failure> {
        let mut record = self.templates.pushed.clone();
        record.fingerprint = self.fingerprint()?;
        record.issuer = self.issuer.clone();
        record.expires = date(end::PUSHED_REQUEST);
        Ok(record)
    }

    /// Returns a new request object that was fetched.
    pub(super) fn request_object(&self) -> Result<FetchedRequestObject, Failure> {
        let mut record = self.templates.object.clone();
        record.fingerprint = self.fingerprint()?;
        record.issuer = self.issuer.clone();
        record.expires = date(end::REQUEST_OBJECT);
        Ok(record)
    }

    /// Returns the registration of a new client, which uses this initial access token.
    pub(super) fn registration(
        &self,
        spends: Option<&Fingerprint>,
    ) -> Result<NewRegistration, Failure> {
        let client = self.client()?;
        let record = json!({
            "client_id": client.client_id, "issuer": self.issuer.as_str(),
            "token": self.fingerprint()?, "issued_at": date(0), "initial_access_token": spends,
        });
        let registration = ClientRegistration::new(client, from_value(record)?);
        Ok(from_value(json!({ "registration": registration, "spends": spends }))?)
    }

    /// Returns a registration with another token and another name of the client.
    pub(super) fn changed(&self, old: &ClientRegistration) -> Result<ClientRegistration, Failure> {
        let mut new = old.clone();
        new.client = new.client.name(self.text()?.expose());
        new.registration.token = self.fingerprint()?;
        Ok(new)
    }

    /// Returns a new initial access token for this number of clients.
    pub(super) fn initial_access_token(
        &self,
        clients: Option<u32>,
    ) -> Result<InitialAccessTokenRecord, Failure> {
        Ok(from_value(json!({
            "fingerprint": self.fingerprint()?, "issuer": self.issuer.as_str(),
            "terms": { "clients": clients, "hosts": ["client.example"], "trusted": true },
            "expires": date(end::INITIAL_ACCESS_TOKEN),
        }))?)
    }

    /// Returns the record of the document of a new client.
    pub(super) fn client_document(&self) -> Result<ClientDocumentRecord, Failure> {
        let mut client = self.client()?;
        client.client_id = ClientId::new(&format!("https://client.example/{}", client.client_id))?;
        Ok(from_value(json!({
            "client": client, "fetched": date(0), "fresh_until": date(end::CLIENT_DOCUMENT),
            "etag": "\"1\"",
        }))?)
    }

    /// Returns a new replay key.
    pub(super) fn key(&self) -> Result<ReplayKey, Failure> {
        let (id, crypto) = (self.text()?, &self.settings.crypto);
        let name = ["harness", "client", id.expose()];
        Ok(ReplayKey::new(name, &self.issuer, date(end::ACCESS_TOKEN), Duration::ZERO, crypto))
    }
}

impl<S: RegistrationRecords> Trial<S> {
    /// Writes the registration of a new client, and returns it.
    pub(super) async fn registered(&self) -> Result<ClientRegistration, Failure> {
        let new = self.registration(None)?;
        self.store().put_registration(&new).await?;
        Ok(new.registration)
    }
}

/// Returns the records of an update of a client that has presented this token.
pub(super) fn replaced(
    registration: &ClientRegistration,
    replaces: &Fingerprint,
) -> Result<ReplacedRegistration, Failure> {
    Ok(from_value(json!({ "registration": registration, "replaces": replaces }))?)
}

/// Returns the records of a deletion by the client.
pub(super) fn ended(registration: &ClientRegistration) -> Result<EndedRegistration, Failure> {
    let record = &registration.registration;
    Ok(from_value(json!({
        "client_id": record.client_id, "issuer": record.issuer.as_str(), "token": record.token,
    }))?)
}

/// A login, as the provider keeps it.
#[derive(Clone, Debug)]
pub(super) struct Login {
    pub(super) code: CodeRecord,
}

impl Login {
    pub(super) fn subject(&self) -> &str {
        &self.code.signed_in.subject
    }
}
