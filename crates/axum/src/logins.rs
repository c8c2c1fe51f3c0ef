//! The logins of a relying party, from the link to the signed-in user.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use http::{HeaderMap, Method};
use symbolon_discovery::KeyCache;
use symbolon_oauth::{RedirectUri, fragment_page};
use symbolon_oidc::{StandardClaims, UserInfo};
use symbolon_relying_party::{
    Callback, FetchUserInfoError, Login, LoginRequest, MalformedCallback, OwnOrigins, RelyingParty,
    Session, ThirdPartyLogin, drive,
};
use url::Url;

use crate::clock::now;
use crate::whole::whole;
use crate::{Answer, CookieKey, LoginCookies, Problem, SetCookie, User};

/// The logins of a relying party: its settings, the provider's keys, and the cookies of the
/// browsers.
///
/// [`routes`](Self::routes) serves the whole login. To do more at the callback, such as to create
/// an account, write the two handlers with [`begin`](Self::begin) and [`finish`](Self::finish).
/// A clone is cheap and shares the keys.
///
/// ```
/// use axum::{extract::State, http::HeaderMap, response::{IntoResponse, Redirect, Response}};
/// use symbolon_axum::{LoginCallback, Logins, Problem};
/// # async fn send(_: http::Request<Vec<u8>>) -> std::io::Result<http::Response<Vec<u8>>> {
/// #     Err(std::io::Error::other("no network"))
/// # }
/// # struct Account { number: u32 }
/// # fn account(_: &str, _: &str, _: Option<String>) -> Account { Account { number: 1 } }
///
/// async fn login(
///     State(logins): State<Logins>, headers: HeaderMap,
/// ) -> Result<Response, Problem> {
///     logins.begin(&headers, logins.request().scope("email"))
/// }
///
/// async fn callback(
///     State(logins): State<Logins>, headers: HeaderMap, LoginCallback(callback): LoginCallback,
/// ) -> Result<Response, Problem> {
///     let done = logins.finish(&headers, callback, send).await?;
///     let info = logins.user_info(&done.login.session, send).await?;
///     let (issuer, user) = (done.login.session.iss().as_str(), done.login.session.sub());
///     let account = account(issuer, user, info.claims.email); // in your database
///     let cookie = logins.cookies().sign_in(&account.number)?; // later: `cookies().user(&headers)`
///     Ok((done.forget, cookie, Redirect::to("/")).into_response())
/// }
/// # let _: axum::Router<Logins> = axum::Router::new()
/// #     .route("/login", axum::routing::get(login))
/// #     .route("/callback", axum::routing::get(callback));
/// ```
#[derive(Clone, Debug)]
pub struct Logins {
    inner: Arc<Inner>,
    /// Whether the routes push the requests of logins.
    pushes: bool,
}

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
    /// The address of your program to which the browser should go, if the login began with
    /// [`return_to`](LoginRequest::return_to). It is `None` for most logins.
    pub return_to: Option<String>,
}

impl Logins {
    /// Creates the logins of a relying party. The provider sends users back to `redirect_uri`, and
    /// `key` encrypts the cookies.
    #[must_use]
    pub fn new(rp: RelyingParty, redirect_uri: RedirectUri, key: CookieKey) -> Self {
        let cookies = LoginCookies::new(key, &redirect_uri);
        let pushes = rp.provider().require_pushed_authorization_requests == Some(true);
        let inner = Inner { keys: Mutex::new(rp.key_cache()), rp, redirect_uri, cookies };
        Self { inner: Arc::new(inner), pushes }
    }

    /// Makes the [`routes`](Self::routes) push the requests of logins to the provider
    /// ([RFC 9126](https://www.rfc-editor.org/rfc/rfc9126)). They also do so without this call if the
    /// provider's metadata says that the provider accepts only pushed requests.
    #[must_use]
    pub fn push_requests(mut self) -> Self {
        self.pushes = true;
        self
    }

    /// Returns the relying party.
    #[must_use]
    pub fn relying_party(&self) -> &RelyingParty {
        &self.inner.rp
    }

    /// Returns the keys of the provider that were fetched so far. Pass them to
    /// [`RelyingParty::refresh`] too.
    #[must_use]
    pub fn keys(&self) -> &Mutex<KeyCache> {
        &self.inner.keys
    }

    /// Returns the cookies.
    #[must_use]
    pub fn cookies(&self) -> &LoginCookies {
        &self.inner.cookies
    }

    /// Starts a login request. Add parameters to the request, such as the scope, and pass it to
    /// [`begin`](Self::begin).
    pub fn request(&self) -> LoginRequest {
        self.inner.rp.login(&self.inner.redirect_uri)
    }

    /// Starts the login that a third party asked for
    /// ([Core §4](https://openid.net/specs/openid-connect-core-1_0.html#ThirdPartyInitiatedLogin)). Add
    /// the scope to the result, and pass it to [`begin`](Self::begin). After the login, the browser can
    /// go to the `target_link_uri` of the request, if that address has the origin of the redirect URI.
    ///
    /// ```
    /// # use axum::{extract::State, http::HeaderMap, response::Response};
    /// # use symbolon_axum::{Logins, Message, Problem};
    /// # use symbolon_relying_party::ThirdPartyLogin;
    /// async fn start(
    ///     State(logins): State<Logins>, headers: HeaderMap, Message(request): Message<ThirdPartyLogin>,
    /// ) -> Result<Response, Problem> {
    ///     logins.begin(&headers, logins.third_party(&request)?.scope("email"))
    /// }
    /// # let _: axum::Router<Logins> = axum::Router::new()
    /// #     .route("/start", axum::routing::get(start).post(start));
    /// ```
    ///
    /// # Errors
    /// [`Problem`] with the status 400 when `iss` is not the issuer of the provider, or when
    /// `target_link_uri` has another origin than the redirect URI.
    pub fn third_party(&self, request: &ThirdPartyLogin) -> Result<LoginRequest, Problem> {
        let redirect_uri = &self.inner.redirect_uri;
        let own = OwnOrigins::of(redirect_uri);
        Ok(self.inner.rp.third_party_login(request, redirect_uri, &own)?)
    }

    /// Builds the redirect to the provider, with the pending login in a cookie. `headers` are the
    /// headers of the request: logins that this browser has begun in other tabs stay possible.
    ///
    /// # Errors
    /// [`Problem`] with the status 500 when a parameter is malformed, when the source of randomness
    /// fails, or when the login does not fit into a cookie.
    pub fn begin(&self, headers: &HeaderMap, request: LoginRequest) -> Result<Response, Problem> {
        self.inner.cookies.begin(headers, request.begin(now())?)
    }

    /// Sends the request of a login to the provider by a push, and builds the redirect to the
    /// provider with the pending login in a cookie. `headers` are the headers of the request, as for
    /// [`begin`](Self::begin). `send` sends the request to the provider, as for [`drive`].
    ///
    /// # Errors
    /// [`Problem`] with the status 500 when a parameter is malformed, when the source of randomness
    /// fails, or when the login does not fit into a cookie, and with the status 502 when the
    /// provider does not accept the pushed request.
    pub async fn push<S, F, E>(
        &self,
        headers: &HeaderMap,
        request: LoginRequest,
        send: S,
    ) -> Result<Response, Problem>
    where
        S: FnMut(http::Request<Vec<u8>>) -> F,
        F: Future<Output = Result<http::Response<Vec<u8>>, E>>,
    {
        let begun = drive(request.push(), send, now).await?;
        self.inner.cookies.begin(headers, begun)
    }

    /// Reads the authorization response at the redirect URI: see
    /// [`LoginCallback`](crate::LoginCallback), which calls this function.
    ///
    /// # Errors
    /// [`Problem`] with the page of [`fragment_page`](symbolon_oauth::fragment_page()) when the
    /// response is in the fragment, and with the status 400 when the response cannot be read.
    pub fn callback(&self, request: &http::Request<Vec<u8>>) -> Result<Callback, Problem> {
        let callback = self.inner.rp.callback_from_http(request);
        let has_no_state = matches!(callback, Err(MalformedCallback::MissingState { error: None }));
        let is_get = request.method() == Method::GET;
        if is_get && has_no_state && self.inner.cookies.waits_for_fragment(request.headers()) {
            return Err(Problem::new("axum.fragment_page", Answer(fragment_page())));
        }
        Ok(callback?)
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
        let taken = self.inner.cookies.take(headers, &callback)?;
        let return_to = taken.pending.return_to().map(str::to_owned);
        let flow = self.inner.rp.finish(taken.pending, callback, &self.inner.keys)?;
        let login = drive(flow, send, now).await?;
        Ok(FinishedLogin { login, forget: taken.forget, return_to })
    }

    /// Fetches the claims about the user of a session from the UserInfo endpoint, and verifies their
    /// signature if the client registered a `userinfo_signed_response_alg`. `send` sends the request,
    /// as for [`drive`].
    ///
    /// # Errors
    /// [`Problem`] with the status 502 when the provider has no UserInfo endpoint, or when its
    /// response cannot be used.
    pub async fn user_info<S, F, E>(&self, session: &Session, send: S) -> Result<UserInfo, Problem>
    where
        S: FnMut(http::Request<Vec<u8>>) -> F,
        F: Future<Output = Result<http::Response<Vec<u8>>, E>>,
    {
        let rp = &self.inner.rp;
        Ok(match rp.user_info(session) {
            Err(FetchUserInfoError::SignedResponse) => {
                drive(rp.signed_user_info(session, &self.inner.keys)?, send, now).await?
            }
            flow => drive(flow?, send, now).await?,
        })
    }

    /// Returns the user who signed in with [`routes`](Self::routes) in the browser that sent these
    /// headers, or `None` if no user is signed in.
    #[must_use]
    pub fn user(&self, headers: &HeaderMap) -> Option<User> {
        self.inner.cookies.user(headers)
    }

    /// Creates the routes of a relying party that asks for this scope, with the code flow: see
    /// [`routes_for`](Self::routes_for).
    pub fn routes<R, S, F, E>(&self, scope: &'static str, send: S) -> Router<R>
    where
        R: Clone + Send + Sync + 'static,
        S: Fn(http::Request<Vec<u8>>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<http::Response<Vec<u8>>, E>> + Send + 'static,
        E: Send + 'static,
    {
        self.routes_for(move |request| request.scope(scope), send)
    }

    /// Creates the routes of a relying party:
    ///
    /// - `GET /login` sends the browser to the provider. The request is pushed to the provider first
    ///   if [`push_requests`](Self::push_requests) was called. `parameters` adds parameters to the request,
    ///   such as the scope, the response type and the response mode. The response type must not be
    ///   `none`, because such a response signs no user in.
    /// - `GET` and `POST` at the path of the redirect URI sign the user in, and redirect to `/`, or to
    ///   the address that the login began with ([`return_to`](LoginRequest::return_to)). From then on,
    ///   [`user`](Self::user) returns the user. The name and the email address come from the UserInfo
    ///   endpoint, or from the ID Token if the provider has no UserInfo endpoint.
    /// - `POST /logout` signs the user out of this site, but not out of the provider, and redirects
    ///   to `/`.
    ///
    /// `send` sends the requests to the provider, as for [`drive`].
    ///
    /// ```
    /// use symbolon_axum::Logins;
    /// use symbolon_oauth::ResponseMode;
    /// # type Sent = std::future::Ready<std::io::Result<http::Response<Vec<u8>>>>;
    ///
    /// fn routes(
    ///     logins: &Logins, send: impl Fn(http::Request<Vec<u8>>) -> Sent + Clone + Send + Sync + 'static,
    /// ) -> axum::Router {
    ///     let mode = ResponseMode::FORM_POST;
    ///     logins.routes_for(move |login| login.scope("email").response_mode(mode.clone()), send)
    /// }
    /// ```
    pub fn routes_for<R, P, S, F, E>(&self, parameters: P, send: S) -> Router<R>
    where
        R: Clone + Send + Sync + 'static,
        P: Fn(LoginRequest) -> LoginRequest + Clone + Send + Sync + 'static,
        S: Fn(http::Request<Vec<u8>>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<http::Response<Vec<u8>>, E>> + Send + 'static,
        E: Send + 'static,
    {
        let path = Url::parse(self.inner.redirect_uri.as_str());
        let path = path.map_or_else(|_| "/callback".to_owned(), |url| url.path().to_owned());
        let (begun, finished, ended) = (self.clone(), self.clone(), self.clone());
        let pushing = send.clone();
        let login = async move |headers: HeaderMap| match parameters(begun.request()) {
            request if begun.pushes => begun.push(&headers, request, pushing).await,
            request => begun.begin(&headers, request),
        };
        let callback = async move |headers: HeaderMap, request: Request| {
            let callback = finished.callback(&whole(request).await?)?;
            finished.sign_in(&headers, callback, send).await
        };
        let logout = async move |headers: HeaderMap| ended.sign_out(&headers);
        let routes = Router::new().route("/login", get(login)).route("/logout", post(logout));
        routes.route(&path, get(callback.clone()).post(callback))
    }

    async fn sign_in<S, F, E>(
        &self,
        headers: &HeaderMap,
        callback: Callback,
        mut send: S,
    ) -> Result<Response, Problem>
    where
        S: FnMut(http::Request<Vec<u8>>) -> F,
        F: Future<Output = Result<http::Response<Vec<u8>>, E>>,
    {
        let finished = self.finish(headers, callback, &mut send).await?;
        let FinishedLogin { login, forget, return_to } = finished;
        let claims = self.claims(&login, send).await?;
        let user = User::new(login.session.iss(), login.session.sub(), claims);
        let next = Redirect::to(return_to.as_deref().unwrap_or("/"));
        Ok((forget, self.inner.cookies.sign_in(&user)?, next).into_response())
    }

    /// Returns the claims about the user. Claims of UserInfo are never mixed with those of the ID
    /// Token.
    async fn claims<S, F, E>(&self, login: &Login, send: S) -> Result<StandardClaims, Problem>
    where
        S: FnMut(http::Request<Vec<u8>>) -> F,
        F: Future<Output = Result<http::Response<Vec<u8>>, E>>,
    {
        let endpoint = &self.inner.rp.provider().userinfo_endpoint;
        if endpoint.is_none() || login.session.access_token.is_none() {
            return Ok(login.id_token.standard_claims());
        }
        Ok(self.user_info(&login.session, send).await?.claims)
    }

    /// A form of another site comes without the cookie (`SameSite=Lax`), and signs no user out.
    fn sign_out(&self, headers: &HeaderMap) -> Response {
        let cookie = self.user(headers).and_then(|_| self.inner.cookies.sign_out());
        (cookie, Redirect::to("/")).into_response()
    }
}
