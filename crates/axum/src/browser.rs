//! The data that a provider keeps for each browser: the signed-in user, consents, and waiting
//! requests.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{FromRef, FromRequestParts};
use axum::response::{IntoResponseParts, ResponseParts};
use http::HeaderMap;
use http::request::Parts;
use symbolon_jose::{Crypto, Fingerprint, SecretString};
use symbolon_oauth::{ClientId, Issuer, Scope};
use symbolon_provider::{Decision, Interaction, PendingAuthorization, Provider, SignedIn};
use time::{Duration, OffsetDateTime};

use crate::Problem;
use crate::clock::now;
use crate::cookies::CookieName;

/// How long a browser without a signed-in user is remembered after its last request. The user has
/// this time to answer a page.
const PATIENCE: Duration = Duration::minutes(15);

/// How long a browser with a signed-in user is remembered after its last request.
const IDLE: Duration = Duration::hours(8);

/// The number of requests that can wait in one browser, in several tabs.
const MOST_WAITING: usize = 16;

/// The browsers that visit a provider, each with its signed-in user, consents and waiting requests.
/// They are kept in memory. Each browser has a random name in a cookie.
///
/// Scripts cannot read the cookie (`HttpOnly`), and browsers do not send it with forms of other
/// sites (`SameSite=Lax`). If the issuer is an `https` URL, browsers send it over https only
/// (`Secure`) and accept it from this host only (the prefix `__Host-`). The server keeps only the
/// fingerprint of the name.
///
/// Each page with a form gets a new random value for a hidden field. Only the browser that showed
/// the page can send the form, and only once. Another site cannot forge the form, because it does
/// not know the value.
///
/// A clone is cheap and shares the browsers. All users have to sign in again after a restart. Limit
/// the number of requests from each client address, for example in a proxy: each request that has
/// to wait for a user needs memory for fifteen minutes.
///
/// ```
/// use symbolon_axum::Browsers;
/// # use symbolon_crypto_ring::CRYPTO;
/// # use symbolon_oauth::Issuer;
///
/// let browsers = Browsers::new(&Issuer::new("https://op.example")?, CRYPTO);
/// let new = browsers.browser(&http::HeaderMap::new()).map_err(|problem| problem.code())?;
/// assert_eq!(new.signed_in(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Browsers {
    cookie: CookieName,
    crypto: Crypto,
    table: Arc<Mutex<Table>>,
}

#[derive(Debug, Default)]
struct Table {
    browsers: HashMap<Fingerprint, Known>,
    /// The number of browsers that can still be added before expired browsers are removed.
    until_cleaning: usize,
}

/// The data of one browser.
#[derive(Debug)]
struct Known {
    signed_in: Option<SignedIn>,
    consents: HashMap<ClientId, Scope>,
    waiting: Vec<Waits>,
    expires: OffsetDateTime,
}

/// A request that waits until the user answers a page.
#[derive(Debug)]
struct Waits {
    form: SecretString,
    pending: PendingAuthorization,
    /// The user to whom the consent page was shown, or `None` for a sign-in page.
    shown_to: Option<SignedIn>,
}

/// One browser at a provider.
///
/// This is an extractor for handlers whose state contains [`Browsers`]: derive
/// `axum::extract::FromRef` for the state. If the cookie contains an unknown name, the browser gets
/// a new name, because an attacker could have set the cookie. Return the browser from the handler
/// as a part of the response, which sets its cookie: `(browser, page)`.
#[derive(Debug)]
#[must_use = "return it from the handler as a part of the response"]
pub struct Browser {
    browsers: Browsers,
    name: SecretString,
    is_new: bool,
}

/// The next step of the provider for an authorization request: show a page, or answer the request.
#[expect(clippy::large_enum_variant, reason = "the value is moved once")]
#[derive(Debug)]
#[must_use]
pub enum Next {
    /// Show the sign-in page.
    SignIn {
        /// The value for a hidden field of the form.
        form: String,
    },
    /// Show the consent page.
    Consent {
        /// The value for a hidden field of the form.
        form: String,
        /// The user who is signed in.
        user: SignedIn,
    },
    /// Show no page. Answer the request with this decision.
    Answer(PendingAuthorization, Decision),
}

impl Browsers {
    /// Creates the table of the browsers of a provider, without any browser. If `issuer` is an
    /// `https` URL, browsers send their cookies over https only.
    #[must_use]
    pub fn new(issuer: &Issuer, crypto: Crypto) -> Self {
        let cookie = CookieName::new("provider", issuer.is_https());
        Self { cookie, crypto, table: Arc::default() }
    }

    /// Returns the browser that sent these headers. If the cookie contains an unknown name, the
    /// browser gets a new name, because an attacker could have set the cookie.
    ///
    /// # Errors
    /// [`Problem`] with the status 500 when the source of randomness fails.
    pub fn browser(&self, headers: &HeaderMap) -> Result<Browser, Problem> {
        let known = self.cookie.read(headers).map(|name| {
            let name = SecretString::new(name.to_owned());
            Browser { browsers: self.clone(), name, is_new: false }
        });
        if let Some(known) = known.filter(|browser| browser.read(|_| ()).is_some()) {
            return Ok(known);
        }
        let name = SecretString::random(&self.crypto)?;
        Ok(Browser { browsers: self.clone(), name, is_new: true })
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Browser {
    /// Returns the user who is signed in in this browser.
    #[must_use]
    pub fn signed_in(&self) -> Option<SignedIn> {
        self.read(|known| known.signed_in.clone()).flatten()
    }

    /// Returns the scope to which the signed-in user consented for this client.
    #[must_use]
    pub fn consented(&self, client: &ClientId) -> Scope {
        self.read(|known| known.consents.get(client).cloned()).flatten().unwrap_or_default()
    }

    /// Remembers that the signed-in user consented to this scope for this client.
    ///
    /// # Errors
    /// [`Problem`] with the status 400 when the provider has forgotten the browser.
    pub fn consent(&self, client: &ClientId, scope: &Scope) -> Result<(), Problem> {
        self.change(|known| {
            let consented = known.consents.entry(client.clone()).or_default();
            for token in scope.iter() {
                // The value comes from a scope, so it is well formed and `insert` does not fail.
                let _ = consented.insert(token);
            }
        })
    }

    /// Decides the next step for a request, with [`Provider::interaction`]. If the user has to see
    /// a page, the request waits in this browser until the user sends the form of the page.
    ///
    /// # Errors
    /// [`Problem`] with the response of the refusal when [`Provider::interaction`] refuses the
    /// request, and the errors of [`wait_for_sign_in`](Self::wait_for_sign_in).
    pub fn next(
        &self,
        provider: &Provider,
        pending: PendingAuthorization,
    ) -> Result<Next, Problem> {
        let (user, consented) = (self.signed_in(), self.consented(pending.client_id()));
        Ok(match provider.interaction(&pending, user.as_ref(), &consented, now())? {
            Interaction::SignIn => Next::SignIn { form: self.wait_for_sign_in(pending)? },
            Interaction::Consent(user) => {
                Next::Consent { form: self.wait_for_consent(pending, user.clone())?, user }
            }
            Interaction::Nothing(consent) => Next::Answer(pending, Decision::Consented(consent)),
        })
    }

    /// Keeps a request until the user answers the sign-in page. Returns the value for a hidden
    /// field in the form of the page.
    ///
    /// # Errors
    /// [`Problem`] with the status 500 when the source of randomness fails, and with the status 400
    /// when the provider has forgotten the browser.
    pub fn wait_for_sign_in(&self, pending: PendingAuthorization) -> Result<String, Problem> {
        self.wait(pending, None)
    }

    /// Keeps a request until this user answers the consent page. Returns the value for a hidden
    /// field in the form of the page.
    ///
    /// # Errors
    /// [`Problem`] with the status 500 when the source of randomness fails, and with the status 400
    /// when the provider has forgotten the browser.
    pub fn wait_for_consent(
        &self,
        pending: PendingAuthorization,
        shown_to: SignedIn,
    ) -> Result<String, Problem> {
        self.wait(pending, Some(shown_to))
    }

    /// Removes and returns the request to which the form of a sign-in page belongs. If the password
    /// is wrong, call [`wait_for_sign_in`](Self::wait_for_sign_in) again with the request.
    ///
    /// # Errors
    /// [`Problem`] with the status 400 when no sign-in page with this value waits in this browser.
    pub fn take_sign_in(&self, form: &str) -> Result<PendingAuthorization, Problem> {
        Ok(self.take(form, |waits, _| waits.shown_to.is_none())?.pending)
    }

    /// Removes and returns the request to which the form of a consent page belongs, and the user to
    /// whom the page was shown.
    ///
    /// # Errors
    /// [`Problem`] with the status 400 when no consent page with this value waits in this browser,
    /// or when another user has signed in since the page was shown.
    pub fn take_consent(&self, form: &str) -> Result<(PendingAuthorization, SignedIn), Problem> {
        let is_shown = |waits: &Waits, user: Option<&SignedIn>| {
            user.is_some() && user == waits.shown_to.as_ref()
        };
        let waits = self.take(form, is_shown)?;
        Ok((waits.pending, waits.shown_to.ok_or_else(Problem::gone)?))
    }

    /// Signs a user in. The browser gets a new name, so that an attacker who knew the old name is
    /// not signed in too. If another user was signed in before, the consents of that user are
    /// removed.
    ///
    /// # Errors
    /// [`Problem`] with the status 500 when the source of randomness fails, and with the status 400
    /// when the provider has forgotten the browser.
    pub fn sign_in(&mut self, user: SignedIn) -> Result<(), Problem> {
        let name = SecretString::random(&self.browsers.crypto)?;
        let mut table = self.browsers.table();
        let known = table.browsers.remove(&self.fingerprint()).ok_or_else(Problem::gone)?;
        let same = known.signed_in.as_ref().is_some_and(|it| it.subject == user.subject);
        let consents = if same { known.consents } else { HashMap::new() };
        let expires = now().saturating_add(IDLE);
        let new = Known { signed_in: Some(user), consents, waiting: known.waiting, expires };
        table.browsers.insert(name.fingerprint(&self.browsers.crypto), new);
        drop(table);
        self.name = name;
        Ok(())
    }

    /// Signs the user out, and removes all data of the browser.
    pub fn sign_out(self) {
        self.browsers.table().browsers.remove(&self.fingerprint());
    }

    fn wait(
        &self,
        pending: PendingAuthorization,
        shown_to: Option<SignedIn>,
    ) -> Result<String, Problem> {
        let form = SecretString::random(&self.browsers.crypto)?;
        let field = form.expose().to_owned();
        self.change(|known| {
            if known.waiting.len() >= MOST_WAITING {
                known.waiting.remove(0);
            }
            known.waiting.push(Waits { form, pending, shown_to });
        })?;
        Ok(field)
    }

    fn take(
        &self,
        form: &str,
        fits: impl Fn(&Waits, Option<&SignedIn>) -> bool,
    ) -> Result<Waits, Problem> {
        if self.is_new {
            return Err(Problem::gone());
        }
        let form = SecretString::new(form.to_owned());
        let taken = self.change(|known| {
            let user = known.signed_in.as_ref();
            let found = known.waiting.iter().position(|it| it.form == form && fits(it, user))?;
            Some(known.waiting.remove(found))
        })?;
        taken.ok_or_else(Problem::gone)
    }

    fn fingerprint(&self) -> Fingerprint {
        self.name.fingerprint(&self.browsers.crypto)
    }

    fn read<U>(&self, question: impl FnOnce(&Known) -> U) -> Option<U> {
        let table = self.browsers.table();
        table.browsers.get(&self.fingerprint()).filter(|it| now() < it.expires).map(question)
    }

    /// Changes the data of the browser. If the browser is new, this method adds it to the table. If
    /// the browser was removed in the meantime, it is not added again under its old name.
    fn change<U>(&self, change: impl FnOnce(&mut Known) -> U) -> Result<U, Problem> {
        let now = now();
        let mut table = self.browsers.table();
        if self.is_new && !table.browsers.contains_key(&self.fingerprint()) {
            table.add(self.fingerprint(), now);
        }
        let known = table.browsers.get_mut(&self.fingerprint()).filter(|it| now < it.expires);
        let known = known.ok_or_else(Problem::gone)?;
        let answer = change(known);
        let lifetime = if known.signed_in.is_some() { IDLE } else { PATIENCE };
        known.expires = now.saturating_add(lifetime);
        Ok(answer)
    }
}

impl Table {
    /// Adds a browser. Removes expired browsers only from time to time, so that the average cost of
    /// an addition does not grow with the number of browsers.
    fn add(&mut self, name: Fingerprint, now: OffsetDateTime) {
        match self.until_cleaning.checked_sub(1) {
            Some(fewer) => self.until_cleaning = fewer,
            None => {
                self.browsers.retain(|_, known| now < known.expires);
                self.until_cleaning = self.browsers.len().saturating_add(1000);
            }
        }
        let (consents, waiting) = (HashMap::new(), Vec::new());
        let expires = now.saturating_add(PATIENCE);
        self.browsers.insert(name, Known { signed_in: None, consents, waiting, expires });
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Browser
where
    Browsers: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Browsers::from_ref(state).browser(&parts.headers)
    }
}

impl IntoResponseParts for Browser {
    type Error = Infallible;

    fn into_response_parts(self, parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        match self.browsers.cookie.set(self.name.expose(), IDLE) {
            Some(cookie) => cookie.into_response_parts(parts),
            None => Ok(parts),
        }
    }
}
