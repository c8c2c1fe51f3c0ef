//! The state that the pages of the app share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use symbolon::discovery::{Discover, KeyCache, KeyCachePolicy};
use symbolon::jose::{SigningKey, key};
use symbolon::oauth::{Issuer, RedirectUri};
use symbolon::relying_party::{ClientConfiguration, RelyingParty, drive};
use symbolon::ring::CRYPTO;
use symbolon_store::{RelyingPartyStore, Store};
use time::{Duration, OffsetDateTime};
use tokio::sync::OnceCell;

use super::choice::Choice;
use super::hosted::Hosted;
use super::others::Others;
use super::problem::Problem;
use super::shown::PageKey;
use crate::client::Http;
use crate::cookie::Cookie;
use crate::log::Log;
use crate::secret::AppSecret;
use crate::system::clock;
use crate::transcript::Role;

/// How long a failed discovery is reported to every visitor before the app tries again.
const COOL_DOWN: Duration = Duration::seconds(5);

/// The path of `initiate_login_uri`, at which a third party starts a login.
pub(crate) const INITIATE: &str = "/start";

/// The app, as one client of one provider.
#[derive(Debug)]
pub(crate) struct App {
    pub(super) issuer: Issuer,
    pub(super) client: ClientConfiguration,
    pub(super) redirect_uri: RedirectUri,
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
    pub(super) http: Http,
    pub(super) log: Log,
    /// How often the provider's keys are fetched.
    key_policy: KeyCachePolicy,
    pub(super) provider: OnceCell<KnownProvider>,
    /// Why the last discovery failed, and the time until which it is not tried again.
    unknown: Mutex<Option<(Arc<Problem>, OffsetDateTime)>>,
    /// The logins that have begun, and the sessions of signed-in users.
    pub(super) records: RelyingPartyStore,
    pub(super) page_key: PageKey,
    /// The cookie of a browser in which a login has begun. It ties the login to the browser: see
    /// [`PendingLogin`](symbolon::relying_party::PendingLogin).
    pub(super) login_cookie: Cookie,
    /// The cookie of a browser in which a login with the response mode `form_post` has begun.
    pub(super) posted_login_cookie: Cookie,
    /// The cookie of a session. Each sign-in sets a new value.
    pub(super) session_cookie: Cookie,
    /// The cookie with what the page of a signed-in user shows.
    pub(super) page_cookie: Cookie,
    /// The cookie that ties the form in which a user names a provider to the browser.
    pub(super) form_cookie: Cookie,
    /// The cookie with the place of the provider that the user has chosen.
    pub(super) provider_cookie: Cookie,
    /// The providers that users have named. `None` if users cannot name a provider.
    pub(super) others: Option<Others>,
    /// The place of this provider, if a user has named it.
    pub(super) place: Option<String>,
    /// What the provider has changed in the registration for which the app asked.
    pub(super) differences: Vec<String>,
}

/// The provider, whose metadata is known.
#[derive(Debug)]
pub(super) struct KnownProvider {
    pub(super) rp: RelyingParty,
    pub(super) keys: Arc<Mutex<KeyCache>>,
    /// The app as a client of the provider.
    pub(super) client: ClientConfiguration,
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
        Ok(Self {
            issuer,
            client,
            redirect_uri,
            hosted: Hosted::new(&origin),
            origin,
            own_provider: false,
            choice: Choice::default(),
            request_key: None,
            http,
            log: Log::new(Role::RelyingParty),
            key_policy: KeyCachePolicy::default(),
            provider: OnceCell::new(),
            unknown: Mutex::default(),
            records,
            page_key: secret.page_key()?,
            login_cookie: Cookie::new("symbolon_demo_app", secure),
            posted_login_cookie: Cookie::for_posts("symbolon_demo_app_posted", secure),
            session_cookie: Cookie::new("symbolon_demo_app_session", secure),
            page_cookie: Cookie::new("symbolon_demo_app_page", secure),
            form_cookie: Cookie::new("symbolon_demo_app_form", secure),
            provider_cookie: Cookie::new("symbolon_demo_app_provider", secure),
            others: None,
            place: None,
            differences: Vec::new(),
        })
    }

    /// Shows the users of the demo's own provider on the start page.
    pub(crate) fn at_own_provider(mut self) -> Self {
        self.own_provider = true;
        self
    }

    /// Lets users name other providers, at which the app registers itself.
    pub(crate) fn other_providers(
        mut self,
        (store, secret): (&Store, &AppSecret),
        http: Http,
    ) -> Result<Self, key::Error> {
        self.others = Some(Others::new(store, secret, http)?);
        Ok(self)
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

    /// Returns the provider. Its metadata is fetched before the first login. If that fails, every login
    /// that waits for it fails too, and a login after [`COOL_DOWN`] tries again.
    pub(super) async fn provider(&self) -> Result<&KnownProvider, Problem> {
        self.provider
            .get_or_try_init(|| async {
                if let Some(problem) = self.recent_failure() {
                    return Err(Problem::NoProvider(problem));
                }
                self.discover().await.map_err(|problem| {
                    let problem = Arc::new(problem);
                    let until = clock().saturating_add(COOL_DOWN);
                    *self.unknown() = Some((problem.clone(), until));
                    Problem::NoProvider(problem)
                })
            })
            .await
    }

    /// Fetches the metadata of the provider.
    async fn discover(&self) -> Result<KnownProvider, Problem> {
        let discover = Discover::new(self.issuer.clone());
        let metadata = drive(discover, |request| self.http.send(request), clock).await?;
        let rp = RelyingParty::new(metadata, self.client.clone(), &CRYPTO)?;
        let keys = Arc::new(Mutex::new(rp.key_cache().policy(self.key_policy.clone())));
        Ok(KnownProvider { rp, keys, client: self.client.clone() })
    }

    /// Returns why discovery failed, if that was less than [`COOL_DOWN`] ago.
    fn recent_failure(&self) -> Option<Arc<Problem>> {
        let now = clock();
        let failure = self.unknown();
        failure.as_ref().filter(|(_, until)| now < *until).map(|(problem, _)| problem.clone())
    }

    fn unknown(&self) -> MutexGuard<'_, Option<(Arc<Problem>, OffsetDateTime)>> {
        self.unknown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
