//! A provider's store that breaks one promise.

use std::sync::Arc;

use symbolon_jose::Fingerprint;
use symbolon_oauth::obligation::{FirstUse, GrantId, ReplayKey, SingleUse, Stored};
use symbolon_oauth::{ClientId, EncodedJwt, Issuer, Parameters, Scope};
use symbolon_provider::cors::Origin;
use symbolon_provider::{
    AccessTokenRecord, AuthorizationRecords, CodeRecord, FetchedRequestObject, PushedRequestRecord,
    RefreshTokenRecord, RegisteredClient, SpentRecord, TokenRecords,
};
use symbolon_store::harness::ProviderRecords;
use symbolon_store::{Error, ProviderStore};
use time::OffsetDateTime;
use tokio::task::yield_now;

use super::registration::put_back;
use super::world::{Extra, Used, World};

/// A handle of a store in memory that breaks the promise with the ID `fault`.
#[derive(Debug)]
pub(crate) struct Mutant {
    pub(crate) store: ProviderStore,
    pub(crate) world: Arc<World>,
    pub(crate) fault: &'static str,
}

impl Mutant {
    pub(crate) fn new(world: &Arc<World>, issuer: &Issuer, fault: &'static str) -> Self {
        world.extra().issuers.push(issuer.clone());
        Self { store: world.store.provider(issuer), world: world.clone(), fault }
    }

    pub(crate) fn breaks(&self, id: &str) -> bool {
        self.fault == id
    }

    /// Returns the records of all issuers.
    pub(crate) fn everywhere(&self) -> Vec<ProviderStore> {
        let issuers = self.world.extra().issuers.clone();
        issuers.iter().map(|issuer| self.world.store.provider(issuer)).collect()
    }

    /// Takes a pushed request. `pushed` has the requests that were written and not taken.
    async fn take_faulty_pushed_request(
        &self,
        request_uri: &Fingerprint,
    ) -> Result<Option<PushedRequestRecord>, Error> {
        let written = self.world.extra().pushed.get(request_uri).cloned();
        let written = written.filter(|it| it.issuer == *self.store.issuer());
        if self.breaks("pushed_request.one_winner") && written.is_some() {
            yield_now().await;
        }
        let mut found = self.store.take_pushed_request(request_uri).await?;
        // A server that stops here leaves the request in `pushed` for all later callers.
        let stays = self.breaks("pushed_request.crash") && found.is_none() || written.is_none();
        if self.breaks("pushed_request.one_winner") {
            found = found.or(written.clone());
        }
        if self.breaks("pushed_request.crash") && written.is_some() {
            yield_now().await;
            found = found.or(written.clone());
        }
        if self.breaks("pushed_request.issuer") {
            for store in self.everywhere() {
                found = found.or(store.take_pushed_request(request_uri).await?);
            }
        }
        let mut extra = self.world.extra();
        // A store that forgets that a request was taken gives it to the fourth caller.
        let finds = extra.finds.entry(request_uri.clone()).or_default();
        *finds = finds.saturating_add(1);
        if self.breaks("pushed_request.taken_once") && *finds == 4 {
            found = extra.taken.get(request_uri).cloned();
        }
        if !stays {
            extra.pushed.remove(request_uri);
        }
        if let Some(found) = &mut found {
            extra.taken.insert(request_uri.clone(), found.clone());
            if self.breaks("pushed_request.kept") {
                found.parameters = Parameters::new();
            }
        }
        let is_forgotten = self.breaks("pushed_request.until_expiry") && written.is_none();
        Ok(found.filter(|_| !is_forgotten))
    }

    /// Whether the store writes tokens for a code, or for a refresh token, with this fault.
    fn breaks_for(&self, spends: &SpentRecord, promise: &str) -> bool {
        match spends {
            SpentRecord::Code(_) => self.fault == format!("code.{promise}"),
            SpentRecord::RefreshToken(_) => self.fault == format!("refresh_token.{promise}"),
            _ => false,
        }
    }

    async fn state(&self, spends: &SpentRecord) -> Result<State, Error> {
        Ok(match spends {
            SpentRecord::Code(code) => state(&self.store.find_code(code).await?),
            SpentRecord::RefreshToken(token) => state(&self.store.find_refresh_token(token).await?),
            _ => State::Unknown,
        })
    }

    /// Counts how many times a record was found. A store that marks records gives up at the fifth.
    fn is_worn_out(&self, fingerprint: &Fingerprint) -> bool {
        let mut extra = self.world.extra();
        let finds = extra.finds.entry(fingerprint.clone()).or_default();
        *finds = finds.saturating_add(1);
        *finds > 4
    }

    async fn put_faulty_tokens(&self, records: &TokenRecords) -> Result<Stored, Error> {
        let spends = &records.spends;
        let before = self.state(spends).await?;
        let access = || (records.access.fingerprint.clone(), records.access.clone());
        if self.breaks_for(spends, "second_use") && before == State::Spent {
            return Ok(Stored::GrantRevoked);
        }
        if self.breaks_for(spends, "second_use_crash") && before == State::Spent {
            return self.put_second_tokens(records).await;
        }
        let (SpentRecord::Code(code) | SpentRecord::RefreshToken(code)) = spends else {
            return self.store.put_tokens(records).await;
        };
        let is_new = !self.world.extra().codes.contains_key(code);
        if self.breaks("code.missing") && matches!(spends, SpentRecord::Code(_)) && is_new {
            self.world.extra().access_tokens.extend([access()]);
            return Ok(Stored::Confirmed);
        }
        let writes_half = match spends {
            SpentRecord::Code(_) => self.breaks("tokens.crash"),
            _ => self.breaks("refresh_token.crash"),
        };
        if writes_half && before == State::Fresh {
            self.world.extra().access_tokens.extend([access()]);
            yield_now().await;
            self.world.extra().access_tokens.remove(&records.access.fingerprint);
            return self.store.put_tokens(records).await;
        }
        self.put_late_tokens(records, before).await
    }

    /// Revokes the refresh token of a grant, and the access token a moment later.
    async fn put_second_tokens(&self, records: &TokenRecords) -> Result<Stored, Error> {
        let latest = self.world.extra().latest.get(&records.access.grant).cloned();
        let Some(latest) = latest else { return self.store.put_tokens(records).await };
        let key = latest.fingerprint.clone();
        self.world.extra().access_tokens.insert(key.clone(), latest);
        let stored = self.store.put_tokens(records).await?;
        yield_now().await;
        self.world.extra().access_tokens.remove(&key);
        Ok(stored)
    }

    /// Writes tokens, and lets other requests go first after it has looked at the code.
    async fn put_late_tokens(
        &self,
        records: &TokenRecords,
        before: State,
    ) -> Result<Stored, Error> {
        let spends = &records.spends;
        let looks_first = ["one_winner", "race_revokes"].map(|id| self.breaks_for(spends, id));
        if before == State::Fresh && (looks_first.contains(&true) || self.breaks("grant.revoked")) {
            yield_now().await;
        }
        let meanwhile = self.state(spends).await?;
        if self.breaks_for(spends, "race_revokes") && (before, meanwhile) == SPENT_MEANWHILE {
            return Ok(Stored::GrantRevoked);
        }
        let stored = self.store.put_tokens(records).await?;
        if self.breaks_for(spends, "one_winner") && (before, meanwhile) == SPENT_MEANWHILE {
            return Ok(Stored::Confirmed);
        }
        let revoked_meanwhile = (before, meanwhile) == (State::Fresh, State::Unknown);
        if self.breaks("grant.revoked") && revoked_meanwhile {
            let access = records.access.clone();
            self.world.extra().access_tokens.insert(access.fingerprint.clone(), access);
            return Ok(Stored::Confirmed);
        }
        Ok(stored)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Fresh,
    Spent,
    Unknown,
}

const SPENT_MEANWHILE: (State, State) = (State::Fresh, State::Spent);

fn state<R>(found: &SingleUse<R>) -> State {
    match found {
        SingleUse::Fresh(_) => State::Fresh,
        SingleUse::Spent(_) => State::Spent,
        SingleUse::Unknown => State::Unknown,
    }
}

/// Returns what a broken store says about a record that a good store knows as revoked.
fn revived<R>(found: SingleUse<R>, written: Option<R>) -> SingleUse<R> {
    match (found, written) {
        (SingleUse::Unknown, Some(record)) => SingleUse::fresh(record),
        (found, _) => found,
    }
}

fn spent_and_revoked<R>(found: &SingleUse<R>, extra: &Extra) -> bool {
    matches!(found, SingleUse::Spent(grant) if extra.revoked.contains(grant))
}

impl ProviderRecords for Mutant {
    type Error = Error;

    async fn put_client(&self, client: &RegisteredClient) -> Result<(), Error> {
        self.store.put_client(client).await
    }

    async fn client(&self, id: &ClientId) -> Result<Option<RegisteredClient>, Error> {
        if self.breaks("client.issuer") {
            for store in self.everywhere() {
                if let Some(client) = store.client(id).await? {
                    return Ok(Some(client));
                }
            }
        }
        let mut client = self.store.client(id).await?;
        if self.breaks("client.kept") {
            client.iter_mut().for_each(|client| client.client_name = Default::default());
        }
        // A client without redirect URIs was deleted with this fault.
        let is_gone = |client: &RegisteredClient| client.redirect_uris.is_empty();
        Ok(client.filter(|client| !(self.breaks("client.delete_revokes") && is_gone(client))))
    }

    async fn delete_client(&self, id: &ClientId) -> Result<bool, Error> {
        let Some(mut client) = self.store.client(id).await? else { return Ok(false) };
        let was_deleted = client.redirect_uris.is_empty();
        client.redirect_uris.clear();
        if self.breaks("client.delete_revokes") {
            self.store.put_client(&client).await?;
            return Ok(!was_deleted);
        }
        let registration = self.store.registration(id).await?;
        let deleted = self.store.delete_client(id).await?;
        if self.breaks("registration.deleted") {
            put_back(&self.store, registration).await?;
        }
        if self.breaks("pending_authorization.deleted_client") {
            self.put_back_requests(id).await?;
        }
        if self.breaks("consent.deleted_client") {
            let consents = self.world.extra().consents.clone();
            for (subject, _, consent) in consents.iter().filter(|(_, client, _)| client == id) {
                self.store.put_consent(subject, id, consent).await?;
            }
        }
        if self.breaks("client.deleted") {
            self.store.put_client(&client).await?;
        }
        Ok(deleted)
    }

    async fn has_origin(&self, origin: &Origin) -> Result<bool, Error> {
        let found = self.store.has_origin(origin).await?;
        let mut extra = self.world.extra();
        if found {
            extra.origins.insert(origin.as_str().to_owned());
        }
        let keeps = self.breaks("client.origins") || self.breaks("registration.origins");
        Ok(found || keeps && extra.origins.contains(origin.as_str()))
    }

    async fn put_authorization(&self, records: &AuthorizationRecords) -> Result<Stored, Error> {
        let mut records = records.clone();
        if self.breaks("authorization.void") {
            let access = records.access.iter().map(|it| (it.fingerprint.clone(), it.clone()));
            self.world.extra().access_tokens.extend(access);
        }
        if self.breaks("authorization.kept") {
            records.access = None;
        }
        if let Some(access) =
            records.access.as_mut().filter(|_| self.breaks("authorization.issuer"))
        {
            access.issuer = self.store.issuer().clone();
        }
        if let Some(access) = records.access.take_if(|_| self.breaks("authorization.crash")) {
            let stored = self.store.put_authorization(&records).await?;
            yield_now().await;
            let key = access.fingerprint.clone();
            self.world.extra().access_tokens.insert(key, access);
            return Ok(stored);
        }
        let records = &records;
        let Some(record) = &records.code else {
            return self.store.put_authorization(records).await;
        };
        let key = record.fingerprint.clone();
        if self.breaks("code.crash") {
            self.world.extra().fresh_codes.insert(key.clone(), record.clone());
            yield_now().await;
            self.world.extra().fresh_codes.remove(&key);
        }
        let stored = self.store.put_authorization(records).await;
        let mut extra = self.world.extra();
        match &stored {
            Ok(_) => drop(extra.codes.insert(key, record.clone())),
            Err(Error::Exists) if self.breaks("code.written_once") => {
                extra.fresh_codes.insert(key, record.clone());
            }
            Err(Error::Exists) if self.breaks("authorization.written_once") => {
                let access = records.access.iter().map(|it| (it.fingerprint.clone(), it.clone()));
                extra.access_tokens.extend(access);
            }
            Err(_) => {}
        }
        stored
    }

    async fn find_code(&self, code: &Fingerprint) -> Result<SingleUse<CodeRecord>, Error> {
        let found = self.store.find_code(code).await?;
        if self.breaks("code.issuer") && found == SingleUse::Unknown {
            for store in self.everywhere() {
                if let SingleUse::Fresh(code) = store.find_code(code).await? {
                    return Ok(SingleUse::Fresh(code));
                }
            }
        }
        let is_worn_out = self.breaks("code.unmarked") && self.is_worn_out(code);
        let extra = self.world.extra();
        let written = extra.codes.get(code).filter(|it| it.issuer == *self.store.issuer());
        if let Some(code) = extra.fresh_codes.get(code) {
            return Ok(SingleUse::fresh(code.clone()));
        }
        if self.breaks("code.spent") && spent_and_revoked(&found, &extra) {
            return Ok(SingleUse::Unknown);
        }
        if self.breaks("grant.outlives_tokens") && extra.swept_codes.contains(code) {
            return Ok(SingleUse::Unknown);
        }
        Ok(match found {
            SingleUse::Fresh(code) if is_worn_out => SingleUse::Spent(code.grant.clone()),
            SingleUse::Fresh(mut code) if self.breaks("code.kept") => {
                code.nonce = None;
                SingleUse::Fresh(code)
            }
            found if self.breaks("code.void") => revived(found, written.cloned()),
            found => found,
        })
    }

    async fn find_refresh_token(
        &self,
        token: &Fingerprint,
    ) -> Result<SingleUse<RefreshTokenRecord>, Error> {
        let found = self.store.find_refresh_token(token).await?;
        let is_worn_out = self.breaks("refresh_token.unmarked") && self.is_worn_out(token);
        let extra = self.world.extra();
        let written = extra.refresh_tokens.get(token);
        let written = written.filter(|it| it.issuer == *self.store.issuer());
        if self.breaks("refresh_token.spent") && spent_and_revoked(&found, &extra) {
            return Ok(SingleUse::Unknown);
        }
        Ok(match found {
            SingleUse::Fresh(token) if is_worn_out => SingleUse::Spent(token.grant.clone()),
            found if self.breaks("refresh_token.void") => revived(found, written.cloned()),
            found => found,
        })
    }

    async fn put_tokens(&self, records: &TokenRecords) -> Result<Stored, Error> {
        let stored = self.put_faulty_tokens(records).await?;
        let mut extra = self.world.extra();
        if stored == Stored::GrantRevoked {
            extra.revoked.insert(records.access.grant.clone());
            return Ok(stored);
        }
        let access = records.access.clone();
        extra.latest.insert(access.grant.clone(), access.clone());
        if self.breaks("access_token.void") {
            extra.access_tokens.insert(access.fingerprint.clone(), access);
        }
        if let Some(token) = &records.refresh {
            extra.refresh_tokens.insert(token.fingerprint.clone(), token.clone());
        }
        Ok(stored)
    }

    async fn access_token(&self, token: &Fingerprint) -> Result<Option<AccessTokenRecord>, Error> {
        let mut found = self.store.access_token(token).await?;
        if self.breaks("tokens.issuer") {
            for store in self.everywhere() {
                found = found.or(store.access_token(token).await?);
            }
        }
        let extra = self.world.extra();
        let written = extra.access_tokens.get(token);
        found = found.or(written.filter(|it| it.issuer == *self.store.issuer()).cloned());
        if self.breaks("sweep.keeps") {
            found = found.filter(|token| token.expires.seconds() > extra.swept.saturating_add(600));
        }
        if self.breaks("tokens.kept") {
            found.iter_mut().for_each(|token| token.scope = Scope::new());
        }
        Ok(found)
    }

    async fn revoke_grant(&self, grant: &GrantId) -> Result<Stored, Error> {
        self.world.extra().revoked.insert(grant.clone());
        if self.breaks("grant.issuer") {
            for store in self.everywhere() {
                store.revoke_grant(grant).await?;
            }
        }
        self.store.revoke_grant(grant).await
    }

    async fn grants(&self, subject: &str) -> Result<Vec<GrantId>, Error> {
        if self.breaks("grant.listed") {
            let extra = self.world.extra();
            let codes = extra.codes.values().filter(|code| code.issuer == *self.store.issuer());
            let codes = codes.filter(|code| code.signed_in.subject == subject);
            return Ok(codes.map(|code| code.grant.clone()).collect());
        }
        ProviderRecords::grants(&self.store, subject).await
    }

    async fn first_use(&self, keys: &[ReplayKey]) -> Result<FirstUse, Error> {
        let Used { here: used_here, anywhere: used_anywhere } = self.world.extra().used(keys);
        if self.world.extra().forgets(keys) {
            return Ok(FirstUse::Confirmed);
        }
        let first_use = match self.fault {
            "replay_key.issuer" if used_anywhere => FirstUse::Replayed,
            "replay_key.twice" if keys.len() == 2 && keys[0] == keys[1] => {
                self.store.first_use(&keys[..1]).await?
            }
            "replay_key.crash" if keys.len() > 1 && !used_here => {
                self.store.first_use(&keys[..1]).await?;
                yield_now().await;
                self.store.first_use(&keys[1..]).await?
            }
            "replay_key.one_winner" if keys.len() == 1 && !used_here => {
                yield_now().await;
                let _ = self.store.first_use(keys).await?;
                FirstUse::Confirmed
            }
            "replay_key.overlap" if keys.len() > 1 && keys[0] != keys[1] && !used_here => {
                yield_now().await;
                let _ = self.store.first_use(keys).await?;
                FirstUse::Confirmed
            }
            _ => self.store.first_use(keys).await?,
        };
        if self.breaks("replay_key.all_or_none") && first_use == FirstUse::Replayed {
            for key in keys {
                self.store.first_use(std::slice::from_ref(key)).await?;
            }
        }
        if first_use == FirstUse::Confirmed {
            self.world.extra().used_keys.extend_from_slice(keys);
        }
        Ok(first_use)
    }

    async fn put_pushed_request(&self, record: &PushedRequestRecord) -> Result<Stored, Error> {
        let stored = self.store.put_pushed_request(record).await?;
        self.world.extra().pushed.insert(record.fingerprint.clone(), record.clone());
        Ok(stored)
    }

    async fn take_pushed_request(
        &self,
        request_uri: &Fingerprint,
    ) -> Result<Option<PushedRequestRecord>, Error> {
        self.take_faulty_pushed_request(request_uri).await
    }

    async fn put_request_object(&self, record: &FetchedRequestObject) -> Result<(), Error> {
        let is_known = self.store.request_object(&record.fingerprint).await?.is_some();
        if self.breaks("request_object.replaced") && is_known {
            return Ok(());
        }
        self.store.put_request_object(record).await?;
        self.world.extra().objects.insert(record.fingerprint.clone(), record.clone());
        Ok(())
    }

    async fn request_object(
        &self,
        request_uri: &Fingerprint,
    ) -> Result<Option<FetchedRequestObject>, Error> {
        let mut found = self.store.request_object(request_uri).await?;
        let written = self.world.extra().objects.get(request_uri).cloned();
        if self.breaks("request_object.issuer") {
            found = found.or(written.clone());
        }
        if let Some(found) = found.as_mut().filter(|_| self.breaks("request_object.kept")) {
            found.content = EncodedJwt::new(String::new());
        }
        let is_forgotten = self.breaks("request_object.until_expiry") && written.is_none();
        Ok(found.filter(|_| !is_forgotten))
    }

    async fn sweep(&self, now: OffsetDateTime) -> Result<(), Error> {
        self.world.extra().sweep(now, self.breaks("replay_key.until_expiry"));
        if self.breaks("pushed_request.until_expiry") {
            let mut extra = self.world.extra();
            let soon = now.unix_timestamp().saturating_add(600);
            extra.pushed.retain(|_, record| record.expires.seconds() >= soon);
        }
        if self.breaks("request_object.until_expiry") {
            let soon = now.unix_timestamp().saturating_add(600);
            self.world.extra().objects.retain(|_, record| record.expires.seconds() >= soon);
        }
        self.sweep_registrations(now).await?;
        ProviderRecords::sweep(&self.store, now).await
    }
}
