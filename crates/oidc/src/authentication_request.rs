//! The authentication request: an authorization request that asks who the end-user is.

mod display;
mod error;
mod prompt;

use core::time::Duration;

use http::Request;
use symbolon_oauth::{AuthorizationRequest, EncodedJwt, Parameters};
use url::Url;

use crate::Nonce;

pub use display::Display;
pub use error::AuthenticationRequestError;
pub use prompt::{Prompt, PromptError, Prompts};

/// An authentication request
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
    /// The authorization request that this is, with the parameters that are not defined here in
    /// its `extra`.
    pub oauth: AuthorizationRequest,
    /// `nonce`: what the ID Token has to bring back.
    pub nonce: Option<Nonce>,
    /// `display`: what kind of page to show.
    pub display: Option<Display>,
    /// `prompt`: whether to ask the end-user; empty when nothing is said about it.
    pub prompt: Prompts,
    /// `max_age`: how long ago the end-user may have authenticated, in whole seconds. Zero asks for
    /// a new authentication, as `prompt=login` does.
    pub max_age: Option<Duration>,
    /// `ui_locales`: the language tags preferred for pages, best first.
    pub ui_locales: Vec<String>,
    /// `claims_locales`: the language tags preferred for claims, best first
    /// ([Core §5.2](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsLanguagesAndScripts)).
    pub claims_locales: Vec<String>,
    /// `id_token_hint`: an ID Token of the end-user who is expected; not verified. See
    /// [`ExpectedIdToken::hint`](crate::ExpectedIdToken::hint).
    pub id_token_hint: Option<EncodedJwt>,
    /// `login_hint`: what the end-user might type to log in.
    pub login_hint: Option<String>,
    /// `acr_values`: the authentication context classes asked for, best first.
    pub acr_values: Vec<String>,
}

impl AuthenticationRequest {
    /// The request for authentication that this authorization request becomes by `openid` in its
    /// scope; the parameters defined here are read from its `extra`.
    ///
    /// # Errors
    /// [`AuthenticationRequestError`].
    pub fn new(mut oauth: AuthorizationRequest) -> Result<Self, AuthenticationRequestError> {
        use AuthenticationRequestError as Error;
        // §3.1.2.2 (2): `scope` is present and contains `openid`.
        if !oauth.scope.as_ref().is_some_and(|scope| scope.contains("openid")) {
            return Err(Error::NotOpenId);
        }
        // §3.1.2.1: `redirect_uri` is required, even where a client has but one.
        if oauth.redirect_uri.is_none() {
            return Err(Error::MissingRedirectUri);
        }
        let parameters = &mut oauth.extra;
        let id_token_hint = parameters.take("id_token_hint").map(EncodedJwt::parse).transpose();
        let display = parameters.take("display");
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
            oauth,
        })
    }

    /// Reads a GET query or a POST form.
    ///
    /// # Errors
    /// [`AuthenticationRequestError`].
    pub fn from_http<B: AsRef<[u8]>>(
        request: &Request<B>,
    ) -> Result<Self, AuthenticationRequestError> {
        let oauth = AuthorizationRequest::from_http(request);
        Self::new(oauth.map_err(AuthenticationRequestError::Authorization)?)
    }

    /// Reads the parameters.
    ///
    /// # Errors
    /// [`AuthenticationRequestError`].
    pub fn from_parameters(parameters: Parameters) -> Result<Self, AuthenticationRequestError> {
        let oauth = AuthorizationRequest::from_parameters(parameters);
        Self::new(oauth.map_err(AuthenticationRequestError::Authorization)?)
    }

    /// The parameters, ready for a query or a form.
    #[must_use]
    pub fn to_parameters(&self) -> Parameters {
        self.clone().into_authorization_request().to_parameters()
    }

    /// The URL to send the browser to.
    #[must_use]
    pub fn into_url(self, endpoint: &Url) -> Url {
        self.into_authorization_request().into_url(endpoint)
    }

    /// The same request with every parameter defined here in `extra`.
    fn into_authorization_request(self) -> AuthorizationRequest {
        let max_age = self.max_age.map(|max_age| max_age.as_secs().to_string());
        let prompt = self.prompt.to_string();
        // §14: one space is the delimiter. A parameter without a value is an omitted one.
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
        ] {
            oauth.extra.push(name, value);
        }
        oauth
    }
}

fn seconds(text: &str) -> Result<Duration, AuthenticationRequestError> {
    // §3.1.2.1, max_age: a number of seconds; digits, without a sign.
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = if digits { text.parse().ok() } else { None };
    seconds.map(Duration::from_secs).ok_or(AuthenticationRequestError::MaxAge)
}

/// §3.1.2.1: preferences, of which none is an error; so neither is an empty one.
fn words(text: Option<String>) -> Vec<String> {
    let text = text.unwrap_or_default();
    text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
