//! The authentication request, being put together.

use core::time::Duration;

use symbolon_jose::crypto::RandomError;
use symbolon_oauth::{
    AuthorizationRequest, CodeVerifier, EncodedJwt, RedirectUri, ResponseType, Scope, State,
    SyntaxError,
};
use symbolon_oidc::authentication_request::PromptError;
use symbolon_oidc::{AuthenticationRequest, AuthenticationRequestError, Display, Nonce, Prompt};
use time::OffsetDateTime;
use url::Url;

use crate::{PendingLogin, RelyingParty};

impl RelyingParty {
    /// A login whose answer comes to this address, one of those that the client registered
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    pub fn login(&self, redirect_uri: &RedirectUri) -> LoginRequest {
        let oauth = AuthorizationRequest::new(ResponseType::CODE, self.client_id().clone());
        LoginRequest { rp: self.clone(), request: request(oauth, redirect_uri) }
    }
}

/// An authentication request that is being put together
/// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
///
/// `openid` is in its scope, `state` and `nonce` are fresh, and there always is an `S256`
/// challenge ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)), whether
/// or not the provider's metadata speaks of it: none of these can be left out.
#[derive(Clone, Debug)]
#[must_use = "a login begins with `begin`"]
pub struct LoginRequest {
    rp: RelyingParty,
    /// The request, or the first thing that was wrong with a parameter.
    request: Result<AuthenticationRequest, LoginRequestError>,
}

impl LoginRequest {
    /// `scope`: values besides `openid`, with spaces between.
    pub fn scope(self, values: &str) -> Self {
        self.change(|request| {
            let scope = request.oauth.scope.get_or_insert_default();
            for value in Scope::parse(values)?.iter() {
                scope.insert(value)?;
            }
            Ok(())
        })
    }

    /// `max_age`: how long ago the end-user may have authenticated, in whole seconds. The ID Token
    /// then has to say when that was, and is refused if it was longer ago and before this request.
    pub fn max_age(self, max_age: Duration) -> Self {
        self.change(|request| {
            request.max_age = Some(Duration::from_secs(max_age.as_secs()));
            Ok(())
        })
    }

    /// `prompt`: whether the end-user is asked again. Call it once for each value.
    pub fn prompt(self, prompt: Prompt) -> Self {
        self.change(|request| Ok(request.prompt.insert(prompt)?))
    }

    /// `acr_values`: authentication context classes, best first, with spaces between.
    ///
    /// What is asked for is required: an ID Token whose `acr` is none of them is refused, though
    /// the provider may send one
    /// ([Core §5.5.1.1](https://openid.net/specs/openid-connect-core-1_0.html#acrSemantics)).
    pub fn acr_values(self, values: &str) -> Self {
        self.change(|request| {
            request.acr_values = words(values);
            Ok(())
        })
    }

    /// `login_hint`: what the end-user might type to sign in.
    pub fn login_hint(self, hint: &str) -> Self {
        self.change(|request| {
            request.login_hint = Some(hint.to_owned());
            Ok(())
        })
    }

    /// `id_token_hint`: an earlier ID Token of the end-user who is expected.
    pub fn id_token_hint(self, id_token: &EncodedJwt) -> Self {
        self.change(|request| {
            request.id_token_hint = Some(id_token.clone());
            Ok(())
        })
    }

    /// `display`: what kind of page to show.
    pub fn display(self, display: Display) -> Self {
        self.change(|request| {
            request.display = Some(display);
            Ok(())
        })
    }

    /// `ui_locales`: language tags for pages, best first, with spaces between.
    pub fn ui_locales(self, tags: &str) -> Self {
        self.change(|request| {
            request.ui_locales = words(tags);
            Ok(())
        })
    }

    /// `claims_locales`: language tags for claims, best first, with spaces between
    /// ([Core §5.2](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsLanguagesAndScripts)).
    pub fn claims_locales(self, tags: &str) -> Self {
        self.change(|request| {
            request.claims_locales = words(tags);
            Ok(())
        })
    }

    /// Any other parameter, such as `claims` or `resource`. One that this request defines is left
    /// out: it can add to the request and change nothing.
    pub fn parameter(self, name: &str, value: &str) -> Self {
        self.change(|request| {
            request.oauth.extra.push(name, value);
            Ok(())
        })
    }

    /// Draws `state`, `nonce` and the code verifier. Send the browser to the URL, and keep the
    /// other half for when it comes back.
    ///
    /// # Errors
    /// [`LoginRequestError`]: a parameter, or no randomness to be had.
    pub fn begin(self, now: OffsetDateTime) -> Result<(Url, PendingLogin), LoginRequestError> {
        let mut request = self.request?;
        let crypto = self.rp.crypto();
        let state = State::random(crypto)?;
        let nonce = Nonce::random(crypto)?;
        let code_verifier = CodeVerifier::random(crypto)?;
        request.oauth.state = Some(state.clone());
        request.nonce = Some(nonce.clone());
        request.oauth.code_challenge = Some(code_verifier.challenge(crypto));
        let pending = PendingLogin::new(&self.rp, &request, state, nonce, code_verifier, now)
            .ok_or(AuthenticationRequestError::MissingRedirectUri)?;
        Ok((request.into_url(self.rp.provider().authorization_endpoint.url()), pending))
    }

    fn change(
        self,
        change: impl FnOnce(&mut AuthenticationRequest) -> Result<(), LoginRequestError>,
    ) -> Self {
        let request = self.request.and_then(|mut request| {
            change(&mut request)?;
            Ok(request)
        });
        Self { rp: self.rp, request }
    }
}

/// The least that a request says.
fn request(
    mut oauth: AuthorizationRequest,
    redirect_uri: &RedirectUri,
) -> Result<AuthenticationRequest, LoginRequestError> {
    oauth.redirect_uri = Some(redirect_uri.clone());
    // Core §3.1.2.1: an OpenID Connect request has the scope value `openid`.
    oauth.scope = Some(Scope::parse("openid")?);
    Ok(AuthenticationRequest::new(oauth)?)
}

fn words(text: &str) -> Vec<String> {
    text.split_ascii_whitespace().map(str::to_owned).collect()
}

/// Why a login cannot begin: a parameter of yours, or the environment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoginRequestError {
    /// A scope value has a character that it may not have
    /// ([RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)).
    #[error(transparent)]
    Scope(#[from] SyntaxError),
    /// `prompt` has `none` and another value
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error(transparent)]
    Prompt(#[from] PromptError),
    /// The parameters together are no authentication request
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error(transparent)]
    Request(#[from] AuthenticationRequestError),
    /// There is no randomness for `state`, `nonce` and the code verifier
    /// ([RFC 6749 §10.10](https://www.rfc-editor.org/rfc/rfc6749#section-10.10)).
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl LoginRequestError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Scope(error) => error.code(),
            Self::Prompt(error) => error.code(),
            Self::Request(error) => error.code(),
            Self::Random(error) => error.code(),
        }
    }
}
