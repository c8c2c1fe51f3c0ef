//! The authentication request: an authorization request whose scope contains `openid`.
//!
//! ```
//! use symbolon_oauth::{AuthorizationRequest, ClientId, RedirectUri, ResponseType};
//! use symbolon_oidc::{AuthenticationRequest, Nonce};
//!
//! let mut oauth = AuthorizationRequest::new(ResponseType::CODE, ClientId::new("s6BhdRkqt3")?);
//! oauth.redirect_uri = Some(RedirectUri::new("https://client.example/cb")?);
//! oauth.scope = Some("openid email".parse()?);
//! let mut request = AuthenticationRequest::new(oauth)?;
//! request.nonce = Some(Nonce::new("n-0S6_WzA2Mj".into()));
//! let url = request.into_url(&"https://op.example/authorize".parse()?);
//! assert!(url.as_str().contains("scope=openid"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod display;
mod error;
mod nonce;
mod prompt;

use core::time::Duration;

use http::Request;
use symbolon_oauth::{AuthorizationRequest, EncodedJwt, Parameters};
use url::Url;

use crate::ClaimsRequest;

pub use display::Display;
pub use error::AuthenticationRequestError;
pub use nonce::Nonce;
pub use prompt::{Prompt, PromptError, Prompts};

/// An OpenID Connect authentication request: an authorization request whose scope contains `openid`
/// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
///
/// ```
/// use symbolon_oauth::Parameters;
/// use symbolon_oidc::AuthenticationRequest;
///
/// let parameters = Parameters::parse(
///     "response_type=code&scope=openid%20email&client_id=s6BhdRkqt3&nonce=n-0S6_WzA2Mj\
///      &redirect_uri=https%3A%2F%2Fclient.example.org%2Fcb&max_age=300",
/// )?;
/// let request = AuthenticationRequest::from_parameters(parameters)?;
/// assert_eq!(request.max_age.map(|age| age.as_secs()), Some(300));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AuthenticationRequest {
    /// The parameters that OAuth 2.0 defines. `oauth.extra` contains the additional parameters:
    /// those for which `AuthenticationRequest` and [`AuthorizationRequest`] have no field.
    pub oauth: AuthorizationRequest,
    /// `nonce`: the value that the provider must copy into the ID Token.
    pub nonce: Option<Nonce>,
    /// `display`: the kind of page to show to the user.
    pub display: Option<Display>,
    /// `prompt`: the pages that the provider must show to the user, or `none` to forbid all pages.
    /// Empty if the parameter is absent.
    pub prompt: Prompts,
    /// `max_age`: the client accepts the user's last authentication only if it is not older than
    /// this. Only whole seconds are sent. Zero means that the user must authenticate again, as with
    /// `prompt=login`.
    pub max_age: Option<Duration>,
    /// `ui_locales`: the languages in which the user wants to see the provider's pages, as language
    /// tags in the order of preference.
    pub ui_locales: Vec<String>,
    /// `claims_locales`: the languages in which the client wants to receive claims, as language
    /// tags in the order of preference
    /// ([Core §5.2](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsLanguagesAndScripts)).
    pub claims_locales: Vec<String>,
    /// `id_token_hint`: an ID Token that the provider issued earlier to the user whom the client
    /// expects. The token is not verified yet: validate it with
    /// [`ExpectedIdToken::hint`](crate::ExpectedIdToken::hint).
    pub id_token_hint: Option<EncodedJwt>,
    /// `login_hint`: the name that the user might enter to log in, such as an email address.
    pub login_hint: Option<String>,
    /// `acr_values`: the authentication context classes (names for kinds of authentication) that
    /// the client requests, in the order of preference.
    pub acr_values: Vec<String>,
    /// `claims`: the claims that the client asks for by name. `None` if the parameter is absent.
    pub claims: Option<ClaimsRequest>,
}

impl AuthenticationRequest {
    /// Creates an authentication request from an authorization request. Every parameter in
    /// `oauth.extra` that has a field in `AuthenticationRequest` is moved to that field.
    ///
    /// # Errors
    /// [`AuthenticationRequestError`] if the scope does not contain `openid`, if there is no
    /// redirect URI, or if `display`, `prompt`, `max_age`, `id_token_hint` or `claims` is malformed.
    pub fn new(mut oauth: AuthorizationRequest) -> Result<Self, AuthenticationRequestError> {
        use AuthenticationRequestError as Error;
        // §3.1.2.2 (2): `scope` is present and contains `openid`.
        if !oauth.scope.as_ref().is_some_and(|scope| scope.contains("openid")) {
            return Err(Error::NotOpenId);
        }
        // §3.1.2.1: `redirect_uri` is required, even if the client registered only one.
        if oauth.redirect_uri.is_none() {
            return Err(Error::MissingRedirectUri);
        }
        let parameters = &mut oauth.extra;
        let id_token_hint = parameters.take("id_token_hint").map(EncodedJwt::parse).transpose();
        let (display, claims) = (parameters.take("display"), parameters.take("claims"));
        Ok(Self {
            nonce: parameters.take("nonce").map(Nonce::new),
            display: display.map(|text| Display::new(&text).ok_or(Error::Display)).transpose()?,
            prompt: match parameters.take("prompt") {
                Some(text) => text.parse().map_err(Error::Prompt)?,
                None => Prompts::new(),
            },
            max_age: parameters.take("max_age").map(|text| seconds(&text)).transpose()?,
            ui_locales: words(parameters.take("ui_locales")),
            claims_locales: words(parameters.take("claims_locales")),
            id_token_hint: id_token_hint.map_err(|_| Error::IdTokenHint)?,
            login_hint: parameters.take("login_hint"),
            acr_values: words(parameters.take("acr_values")),
            claims: claims
                .map(|text| ClaimsRequest::parse(&text))
                .transpose()
                .map_err(Error::Claims)?,
            oauth,
        })
    }

    /// Reads an authentication request from the query of a GET request or from the form in a POST
    /// request.
    ///
    /// # Errors
    /// [`AuthenticationRequestError`] if the request is not a valid authorization request, or if
    /// [`new`](Self::new) refuses it.
    pub fn from_http<B: AsRef<[u8]>>(
        request: &Request<B>,
    ) -> Result<Self, AuthenticationRequestError> {
        let oauth = AuthorizationRequest::from_http(request);
        Self::new(oauth.map_err(AuthenticationRequestError::Authorization)?)
    }

    /// Reads an authentication request from the parameters of a query or a form.
    ///
    /// # Errors
    /// [`AuthenticationRequestError`] if the parameters are not a valid authorization request, or
    /// if [`new`](Self::new) refuses the request.
    pub fn from_parameters(parameters: Parameters) -> Result<Self, AuthenticationRequestError> {
        let oauth = AuthorizationRequest::from_parameters(parameters);
        Self::new(oauth.map_err(AuthenticationRequestError::Authorization)?)
    }

    /// Returns the parameters of the request, for a query or a form.
    #[must_use]
    pub fn to_parameters(&self) -> Parameters {
        self.clone().into_authorization_request().to_parameters()
    }

    /// Builds the URL to which the client sends the browser: the authorization endpoint with the
    /// parameters in its query.
    #[must_use]
    pub fn into_url(self, endpoint: &Url) -> Url {
        self.into_authorization_request().into_url(endpoint)
    }

    /// Moves the values of all fields of `AuthenticationRequest` into `oauth.extra`.
    fn into_authorization_request(self) -> AuthorizationRequest {
        let max_age = self.max_age.map(|max_age| max_age.as_secs().to_string());
        let prompt = self.prompt.to_string();
        let claims = self.claims.as_ref().map(ClaimsRequest::to_json);
        // §14: the delimiter is one space. `Parameters::push` leaves an empty parameter out.
        let lists = [&self.ui_locales, &self.claims_locales, &self.acr_values];
        let [ui_locales, claims_locales, acr_values] = lists.map(|list| list.join(" "));
        let mut oauth = self.oauth;
        for (name, value) in [
            ("nonce", self.nonce.as_ref().map_or("", Nonce::expose)),
            ("display", self.display.as_ref().map_or("", Display::as_str)),
            ("prompt", prompt.as_str()),
            ("max_age", max_age.as_deref().unwrap_or_default()),
            ("ui_locales", ui_locales.as_str()),
            ("claims_locales", claims_locales.as_str()),
            ("id_token_hint", self.id_token_hint.as_ref().map_or("", EncodedJwt::expose)),
            ("login_hint", self.login_hint.as_deref().unwrap_or_default()),
            ("acr_values", acr_values.as_str()),
            ("claims", claims.as_deref().unwrap_or_default()),
        ] {
            oauth.extra.push(name, value);
        }
        oauth
    }
}

fn seconds(text: &str) -> Result<Duration, AuthenticationRequestError> {
    // §3.1.2.1, max_age: a number of seconds, written as digits without a sign.
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = if digits { text.parse().ok() } else { None };
    seconds.map(Duration::from_secs).ok_or(AuthenticationRequestError::MaxAge)
}

/// Splits a list of preferences. §3.1.2.1: an unknown preference is not an error, so an empty word
/// is skipped.
fn words(text: Option<String>) -> Vec<String> {
    let text = text.unwrap_or_default();
    text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
