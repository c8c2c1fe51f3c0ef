//! The form in which a user names a provider, and what follows: the search for the provider, and the
//! registration of the app there.

use std::sync::{Arc, Mutex};

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse as _, Redirect, Response};
use http::HeaderMap;
use serde::Deserialize;
use symbolon::discovery::{Identifier, Identify};
use symbolon::jose::json::document::StatedList;
use symbolon::jose::{Fingerprint, SecretString};
use symbolon::oauth::{GrantType, Issuer, RedirectUri};
use symbolon::oidc::Localized;
use symbolon::registration::ClientMetadata;
use symbolon::relying_party::{ClientConfiguration, Registration, RelyingParty, Unregister, drive};
use symbolon::ring::CRYPTO;
use symbolon_store::KeptRegistration;

use super::app::{App, KnownProvider};
use super::others::Others;
use super::problem::Problem;
use crate::system::clock;

/// The name of the registrations of this app in the store.
const NAME: &str = "demo-app";

/// The number of characters of a place.
const PLACE: usize = 22;

/// The form on the start page.
#[derive(Deserialize)]
pub(super) struct ProviderForm {
    token: String,
    identifier: String,
}

/// Answers `POST /provider`: finds the provider of the user, registers the app there unless it is
/// registered, and starts a login.
pub(super) async fn choose(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    form: Result<Form<ProviderForm>, FormRejection>,
) -> Result<Response, Problem> {
    app.refuse_other_sites(&headers)?;
    let Form(form) = form.map_err(|_| Problem::UnknownChoice)?;
    // Discovery §2: the form is protected against cross-site request forgery.
    let browser = app.form_cookie.browser(&headers);
    let token = SecretString::new(form.token);
    let is_ours = |key: &Fingerprint| SecretString::new(key.as_str().to_owned()) == token;
    if !browser.is_some_and(|browser| is_ours(browser.key())) {
        return Err(Problem::OtherSite);
    }
    let identifier = form.identifier.trim().to_owned();
    if identifier.is_empty() {
        let mut response = Redirect::to("/").into_response();
        app.provider_cookie.remove(&mut response);
        return Ok(response);
    }
    let main = app.clone();
    // When the browser closes the connection, this function is cancelled. A registration must not be
    // cancelled before it is stored, because the secret cannot be read again.
    let found = tokio::spawn(async move { main.other_provider(&identifier).await });
    let other = found.await.map_err(|_| Problem::Interrupted)??;
    let mut response = Redirect::to("/login").into_response();
    app.provider_cookie.set(&mut response, other.place.as_deref().unwrap_or_default());
    Ok(response)
}

impl App {
    /// Returns the app as a client of the provider that this text names.
    async fn other_provider(&self, text: &str) -> Result<Arc<Self>, Problem> {
        let others = self.others.as_ref().ok_or(Problem::UnknownChoice)?;
        let issuer = self.issuer_of(text, others).await?;
        let place: String = Fingerprint::of(issuer.as_str().as_bytes(), &CRYPTO)
            .as_str()
            .chars()
            .take(PLACE)
            .collect();
        if let Some(known) = others.get(&place) {
            return Ok(known);
        }
        // RFC 9700 §2.1: each provider has another redirect URI, so that a response of one
        // provider is never taken for that of another.
        let redirect_uri = RedirectUri::new(&format!("{}/callback/{place}", self.origin))
            .map_err(|_| Problem::UnknownChoice)?;
        let (known, registration) = self.register_at(&issuer, &redirect_uri, others).await?;
        let client = registration.client_id();
        self.log.decision("app.registered", format_args!("client {client} at {issuer}"));
        let differences = registration.differences().iter().map(ToString::to_string).collect();
        let place = (place, issuer, redirect_uri);
        others.put(self, place, known, differences).map_err(|_| Problem::UnknownChoice)
    }

    /// Returns the issuer that a user named. A URL is that of an issuer, and everything else is the
    /// identifier of the user, such as `alice@example.com`.
    async fn issuer_of(&self, text: &str, others: &Others) -> Result<Issuer, Problem> {
        // On a developer's machine, providers on the same machine can be named.
        let is_local = self.origin.starts_with("http://");
        if text.starts_with("https://") || text.starts_with("http://") {
            let issuer = if is_local { Issuer::on_loopback(text) } else { Issuer::new(text) };
            return Ok(issuer?);
        }
        let identifier =
            if is_local { Identifier::on_loopback(text) } else { Identifier::new(text) };
        let identify = Identify::new(identifier?);
        Ok(drive(identify, |request| others.http.send(request), clock).await?)
    }

    /// Fetches the metadata of a provider, and registers the app there, unless the store has a
    /// registration that can be used.
    async fn register_at(
        &self,
        issuer: &Issuer,
        redirect_uri: &RedirectUri,
        others: &Others,
    ) -> Result<(KnownProvider, Registration), Problem> {
        let kept = self.log.store(others.registrations.get(issuer, NAME).await)?;
        let kept = self.usable(kept, others).await?;
        let flow = RelyingParty::at(issuer.clone(), &CRYPTO);
        let flow = match &kept {
            Some((_, client)) => flow.client(issuer.clone(), client.clone()),
            None => flow.register(metadata(redirect_uri)),
        };
        let found = drive(flow, |request| others.http.send(request), clock).await?;
        let registration = match (found.registration, kept) {
            (Some(new), _) => self.keep(new, others).await?,
            (None, Some((kept, _))) => kept.registration,
            (None, None) => return Err(Problem::Exchange),
        };
        // Another copy of the app may have written its registration first.
        let client = ClientConfiguration::registered(&registration, None)?;
        let rp = RelyingParty::new(found.rp.provider().clone(), client.clone(), &CRYPTO)?;
        let keys = Arc::new(Mutex::new(found.keys));
        Ok((KnownProvider { rp, keys, client }, registration))
    }

    /// Writes a new registration, and returns the registration to use.
    async fn keep(&self, new: Registration, others: &Others) -> Result<Registration, Problem> {
        let written = others.registrations.put_new(&new.issuer, NAME, &new).await;
        let kept = self.log.store(written)?.registration;
        if kept.client_id() != new.client_id()
            && let Ok(unregister) = Unregister::new(new)
        {
            // Another request has registered the app at the same time, and came first. If the second
            // client cannot be deleted, no user is harmed.
            let _ = drive(unregister, |request| others.http.send(request), clock).await;
        }
        Ok(kept)
    }

    /// Returns a registration with its settings. Removes a registration that cannot be used, for
    /// example because its secret has expired.
    async fn usable(
        &self,
        kept: Option<KeptRegistration>,
        others: &Others,
    ) -> Result<Option<(KeptRegistration, ClientConfiguration)>, Problem> {
        let Some(kept) = kept else { return Ok(None) };
        let client = ClientConfiguration::registered(&kept.registration, None);
        match client.ok().filter(|_| !kept.registration.is_secret_expired(clock())) {
            Some(client) => Ok(Some((kept, client))),
            None => {
                self.log.store(others.registrations.delete(&kept).await)?;
                Ok(None)
            }
        }
    }
}

/// Returns what the app asks for when it registers itself.
fn metadata(redirect_uri: &RedirectUri) -> ClientMetadata {
    let mut metadata = ClientMetadata::new(vec![redirect_uri.clone()]);
    metadata.client_name = Localized::new("Demo App").language("de", "Vorführ-App");
    let grants = vec![GrantType::AUTHORIZATION_CODE, GrantType::REFRESH_TOKEN];
    metadata.grant_types = Some(StatedList(grants));
    metadata
}
