//! The state that the pages of the app share.

use std::sync::Arc;

use symbolon::discovery::KeyCachePolicy;
use symbolon::jose::{SigningKey, key};
use symbolon::oauth::{Issuer, RedirectUri};
use symbolon::relying_party::ClientConfiguration;
use symbolon_store::Store;

use super::choice::Choice;
use super::hosted::Hosted;
use super::named::{Named, NamedProblem, Reach};
use super::party::{KnownProvider, Party};
use super::problem::Problem;
use super::shown::PageKey;
use crate::client::{AnyHttp, Http};
use crate::cookie::Cookie;
use crate::log::Log;
use crate::secret::AppSecret;
use crate::transcript::{Role, Wire};

/// The path of `initiate_login_uri`, at which a third party starts a login.
pub(crate) const INITIATE: &str = "/start";

/// The app: a client of the provider that the command line names, and of the providers that users
/// name.
#[derive(Debug)]
pub(crate) struct App {
    /// The provider that the command line names.
    pub(super) main: Arc<Party>,
    /// The providers that users name.
    pub(super) named: Named,
    /// The origin of the app's pages.
    pub(super) origin: String,
    /// Whether the provider is the demo's own. If so, the start page shows its users and their passwords.
    pub(super) own_provider: bool,
    /// How a user signs in who makes no choice on the start page.
    pub(super) choice: Choice,
    /// The key that signs request objects, if the provider knows its public half.
    pub(super) request_key: Option<SigningKey>,
    /// The request objects that the app hosts.
    pub(super) hosted: Hosted,
    pub(super) log: Log,
    /// How often the keys of a provider are fetched.
    pub(super) key_policy: KeyCachePolicy,
    pub(super) page_key: PageKey,
    /// The cookie of a browser in which a login has begun. It ties the login to the browser: see
    /// [`PendingLogin`](symbolon::relying_party::PendingLogin).
    pub(super) login_cookie: Cookie,
    /// The cookie of a browser in which a login with the response mode `form_post` has begun.
    pub(super) posted_login_cookie: Cookie,
    /// The cookie that ties the form in which a user names a provider to the browser.
    pub(super) form_cookie: Cookie,
    /// The cookie of a session. Each sign-in sets a new value.
    pub(super) session_cookie: Cookie,
    /// The cookie with what the page of a signed-in user shows.
    pub(super) page_cookie: Cookie,
}

impl App {
    /// Creates the app, which signs its users in at this issuer.
    pub(crate) fn new(
        issuer: Issuer,
        client: ClientConfiguration,
        redirect_uri: RedirectUri,
        http: Http,
        (store, secret): (&Store, &AppSecret),
    ) -> Result<Self, key::Error> {
        // The redirect URI is an address of the app.
        let origin = redirect_uri.as_str().trim_end_matches("/callback").to_owned();
        let secure = redirect_uri.as_str().starts_with("https:");
        let records = store.relying_party(&issuer, &client.client_id, &secret.seal_key()?);
        let named = Named::new(&origin, (store, secret), AnyHttp::new(http.clone()))?;
        Ok(Self {
            main: Arc::new(Party::new(issuer, client, redirect_uri, records, http)),
            named,
            hosted: Hosted::new(&origin),
            origin,
            own_provider: false,
            choice: Choice::default(),
            request_key: None,
            log: Log::new(Role::RelyingParty),
            key_policy: KeyCachePolicy::default(),
            page_key: secret.page_key()?,
            login_cookie: Cookie::new("symbolon_demo_app", secure),
            posted_login_cookie: Cookie::for_posts("symbolon_demo_app_posted", secure),
            form_cookie: Cookie::new("symbolon_demo_app_form", secure),
            session_cookie: Cookie::new("symbolon_demo_app_session", secure),
            page_cookie: Cookie::new("symbolon_demo_app_page", secure),
        })
    }

    /// Shows the users of the demo's own provider on the start page.
    pub(crate) fn at_own_provider(mut self) -> Self {
        self.own_provider = true;
        self
    }

    /// Sets how a user signs in who makes no choice on the start page.
    pub(crate) fn choice(mut self, choice: Choice) -> Self {
        self.choice = choice;
        self
    }

    /// Sets the key that signs request objects.
    pub(crate) fn request_key(mut self, key: SigningKey) -> Self {
        self.request_key = Some(key);
        self
    }

    /// Sets the shortest time between two fetches of the provider's keys.
    pub(crate) fn cool_down(mut self, cool_down: std::time::Duration) -> Self {
        self.key_policy.cool_down = cool_down;
        self
    }

    /// Prints no log.
    pub(crate) fn silent(mut self) -> Self {
        self.log = self.log.silent();
        self
    }

    /// Sets which providers users can name.
    pub(crate) fn reach(mut self, reach: Reach) -> Self {
        self.named.reach = reach;
        self
    }

    /// Shows the messages to the providers that users name on this wire.
    pub(crate) fn watched(mut self, wire: Wire) -> Self {
        self.named.http = self.named.http.watched(wire);
        self
    }

    /// Returns a provider, whose metadata is fetched if it is not known.
    pub(super) async fn known<'a>(&self, party: &'a Party) -> Result<&'a KnownProvider, Problem> {
        party.provider(&self.key_policy).await
    }

    /// Returns the problem of a request to a provider. If the provider has forgotten the registration
    /// of the app, the store forgets it, too, so that the next login registers the app again.
    pub(super) async fn forget(&self, party: &Party, problem: Problem) -> Problem {
        if !party.is_named || !problem.is_unknown_client() {
            return problem;
        }
        self.log.refusal(problem.code(), problem.chain());
        if let Err(error) = self.log.store(self.named.forget(party).await) {
            return error.into();
        }
        let error = Box::new(NamedProblem::Forgotten(party.issuer.clone()));
        Problem::Named { typed: party.issuer.to_string(), error }
    }
}
