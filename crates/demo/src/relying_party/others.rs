//! The providers that users name, at which the app registers itself.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::FromRequestParts;
use http::HeaderMap;
use http::request::Parts;
use symbolon::jose::key;
use symbolon::oauth::{Issuer, RedirectUri};
use symbolon_store::{ClientRegistrations, Store};
use tokio::sync::OnceCell;

use super::app::{App, KnownProvider};
use crate::client::Http;
use crate::secret::AppSecret;

/// The most providers that the app knows at the same time. Everyone can name providers.
const MOST: usize = 100;

/// The providers that users have named since the app was started.
#[derive(Debug)]
pub(super) struct Others {
    /// The app as a client of each provider, with its place: a part of its redirect URI. The provider
    /// that was named first comes first.
    apps: Mutex<VecDeque<(String, Arc<App>)>>,
    /// The registrations, which outlive the process unless the store is memory.
    pub(super) registrations: ClientRegistrations,
    pub(super) http: Http,
    store: Store,
    secret: AppSecret,
}

/// The app as a client of the provider that the user of this browser has chosen.
pub(super) struct Chosen(pub(super) Arc<App>);

impl Others {
    pub(super) fn new(store: &Store, secret: &AppSecret, http: Http) -> Result<Self, key::Error> {
        Ok(Self {
            apps: Mutex::default(),
            registrations: store.client_registrations(&secret.seal_key()?),
            http,
            store: store.clone(),
            secret: secret.clone(),
        })
    }

    /// Returns the app as a client of the provider at this place.
    pub(super) fn get(&self, place: &str) -> Option<Arc<App>> {
        self.apps().iter().find(|(known, _)| known == place).map(|(_, app)| app.clone())
    }

    /// Adds a provider, and returns the app as its client.
    pub(super) fn put(
        &self,
        main: &App,
        (place, issuer, redirect_uri): (String, Issuer, RedirectUri),
        known: KnownProvider,
        differences: Vec<String>,
    ) -> Result<Arc<App>, key::Error> {
        let (store, secret) = (&self.store, &self.secret);
        let client = known.client.clone();
        let mut app = App::new(issuer, client, redirect_uri, self.http.clone(), (store, secret))?;
        app.origin.clone_from(&main.origin);
        app.log = main.log;
        app.place = Some(place.clone());
        app.provider = OnceCell::new_with(Some(known));
        app.differences = differences;
        let app = Arc::new(app);
        let mut apps = self.apps();
        apps.retain(|(known, _)| *known != place);
        // Logins at the provider that was named first have probably ended.
        if apps.len() >= MOST {
            apps.pop_front();
        }
        apps.push_back((place, app.clone()));
        Ok(app)
    }

    fn apps(&self) -> MutexGuard<'_, VecDeque<(String, Arc<App>)>> {
        self.apps.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Returns the app as a client of the provider that the user of this browser has chosen.
    ///
    /// The cookie with the choice needs no protection: sessions are kept apart for each provider.
    pub(crate) fn chosen(self: &Arc<Self>, headers: &HeaderMap) -> Arc<Self> {
        let place = self.provider_cookie.read(headers);
        let other = self.others.as_ref().zip(place).and_then(|(others, place)| others.get(place));
        other.unwrap_or_else(|| self.clone())
    }
}

impl FromRequestParts<Arc<App>> for Chosen {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &Arc<App>,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self(app.chosen(&parts.headers)))
    }
}
