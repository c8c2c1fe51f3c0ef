//! The logins of a relying party, from the link to the signed-in user.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use http::HeaderMap;
use symbolon_discovery::KeyCache;
use symbolon_oauth::RedirectUri;
use symbolon_relying_party::{Callback, Login, LoginRequest, RelyingParty, drive};
use url::Url;

use crate::clock::now;
use crate::{CookieKey, LoginCookies, Message, Problem, SetCookie};

/// The logins of a relying party: its settings, the provider's keys, and the cookies of the
/// browsers.
///
/// [`routes`](Self::routes) serves the whole login. To do more at the callback, such as to create
/// an account, write the two handlers with [`begin`](Self::begin) and [`finish`](Self::finish).
/// A clone is cheap and shares the keys.
#[derive(Clone, Debug)]
pub struct Logins(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    rp: RelyingParty,
    keys: Mutex<KeyCache>,
    redirect_uri: RedirectUri,
    cookies: LoginCookies,
}

/// A login that has succeeded.
#[derive(Debug)]
#[non_exhaustive]
pub struct FinishedLogin {
    /// The user who signed in, with the tokens.
    pub login: Login,
    /// The header that removes the cookie of the login from the browser.
    pub forget: Option<SetCookie>,
}

impl Logins {
    /// Creates the logins of a relying party. The provider sends users back to `redirect_uri`, and
    /// `key` encrypts the cookies.
    #[must_use]
    pub fn new(rp: RelyingParty, redirect_uri: RedirectUri, key: CookieKey) -> Self {
        let cookies = LoginCookies::new(key, &redirect_uri);
        Self(Arc::new(Inner { keys: Mutex::new(rp.key_cache()), rp, redirect_uri, cookies }))
    }

    /// Returns the relying party.
    #[must_use]
    pub fn relying_party(&self) -> &RelyingParty {
        &self.0.rp
    }

    /// Returns the keys of the provider that were fetched so far. Pass them to
    /// [`RelyingParty::refresh`] too.
    #[must_use]
    pub fn keys(&self) -> &Mutex<KeyCache> {
        &self.0.keys
    }

    /// Returns the cookies.
    #[must_use]
    pub fn cookies(&self) -> &LoginCookies {
        &self.0.cookies
    }

    /// Starts a login request. Add parameters to the request, such as the scope, and pass it to
    /// [`begin`](Self::begin).
    pub fn request(&self) -> LoginRequest {
        self.0.rp.login(&self.0.redirect_uri)
    }

    /// Builds the redirect to the provider, with the pending login in a cookie.
    ///
    /// # Errors
    /// [`Problem`] with the status 500 when a parameter is malformed, when the source of randomness
    /// fails, or when the login does not fit into a cookie.
    pub fn begin(&self, request: LoginRequest) -> Result<Response, Problem> {
        self.0.cookies.begin(request.begin(now())?)
    }

    /// Finishes the login to which a callback belongs. `headers` are the headers of the HTTP
    /// request that contained the callback. `send` sends the requests to the provider, as for
    /// [`drive`].
    ///
    /// # Errors
    /// [`Problem`] with the status 400 when the callback does not belong to a login of this
    /// browser, or when the provider refused the login, and with the status 502 when the exchange
    /// with the provider failed.
    pub async fn finish<S, F, E>(
        &self,
        headers: &HeaderMap,
        callback: Callback,
        send: S,
    ) -> Result<FinishedLogin, Problem>
    where
        S: FnMut(http::Request<Vec<u8>>) -> F,
        F: Future<Output = Result<http::Response<Vec<u8>>, E>>,
    {
        let taken = self.0.cookies.take(headers, &callback)?;
        let flow = self.0.rp.finish(taken.pending, callback, &self.0.keys)?;
        let login = drive(flow, send, now).await?;
        Ok(FinishedLogin { login, forget: taken.forget })
    }

    /// Returns the `sub` of the user who signed in with [`routes`](Self::routes) in the browser
    /// that sent these headers.
    #[must_use]
    pub fn user(&self, headers: &HeaderMap) -> Option<String> {
        self.0.cookies.user(headers)
    }

    /// Creates the routes of the login: `GET /login`, which sends the browser to the provider with
    /// this scope, and the path of the redirect URI. A user who has signed in is sent to `/`, and
    /// [`user`](Self::user) returns the `sub`.
    ///
    /// `send` sends the requests to the provider, as for [`drive`].
    pub fn routes<R, S, F, E>(&self, scope: &'static str, send: S) -> Router<R>
    where
        R: Clone + Send + Sync + 'static,
        S: Fn(http::Request<Vec<u8>>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<http::Response<Vec<u8>>, E>> + Send + 'static,
        E: Send + 'static,
    {
        let path = Url::parse(self.0.redirect_uri.as_str());
        let path = path.map_or_else(|_| "/callback".to_owned(), |url| url.path().to_owned());
        let (begun, finished) = (self.clone(), self.clone());
        let login = async move || begun.begin(begun.request().scope(scope));
        let callback = async move |headers: HeaderMap, Message(callback): Message<Callback>| {
            finished.sign_in(&headers, callback, send).await
        };
        Router::new().route("/login", get(login)).route(&path, get(callback))
    }

    async fn sign_in<S, F, E>(
        &self,
        headers: &HeaderMap,
        callback: Callback,
        send: S,
    ) -> Result<Response, Problem>
    where
        S: FnMut(http::Request<Vec<u8>>) -> F,
        F: Future<Output = Result<http::Response<Vec<u8>>, E>>,
    {
        let FinishedLogin { login, forget } = self.finish(headers, callback, send).await?;
        let user = self.0.cookies.sign_in(&login.id_token.sub)?;
        Ok((forget, user, Redirect::to("/")).into_response())
    }
}
