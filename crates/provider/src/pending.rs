use core::time::Duration;

use serde::{Deserialize, Serialize};
use symbolon_jose::NumericDate;
use symbolon_oauth::{
    AuthorizationError, ClientId, ErrorResponse, Parameters, RedirectUri, Scope, State,
};
use symbolon_oidc::{AuthenticationRequest, AuthenticationRequestError, Display, Prompts};
use time::OffsetDateTime;

use crate::moment::Moment;
use crate::{AuthorizeError, Provider, RedirectRefusal, Refusal};

/// An authorization request that passed every check and waits for its user.
///
/// It serialises, for the time the user spends on the provider's pages: keep it where the browser
/// cannot change it, under a name that is bound to the browser. Reading it back is trusting the
/// place it was kept in; [`Provider::authorize`] is the only other way to one. Take it out of the
/// session when it is answered, so that it is answered once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "Stored", try_from = "Stored")]
pub struct PendingAuthorization {
    request: AuthenticationRequest,
    redirect_uri: RedirectUri,
    scope: Scope,
    hinted_subject: Option<String>,
    received: Moment,
}

impl PendingAuthorization {
    pub(crate) fn new(
        request: AuthenticationRequest,
        redirect_uri: RedirectUri,
        scope: Scope,
        hinted_subject: Option<String>,
        received: OffsetDateTime,
    ) -> Self {
        let received = received.into();
        Self { request, redirect_uri, scope, hinted_subject, received }
    }

    /// The client that asks.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.request.oauth.client_id
    }

    /// What the client asks for and may have, for the consent page.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// `prompt`.
    #[must_use]
    pub fn prompts(&self) -> &Prompts {
        &self.request.prompt
    }

    /// `max_age`.
    #[must_use]
    pub fn max_age(&self) -> Option<Duration> {
        self.request.max_age
    }

    /// `acr_values`: the authentication context classes asked for, best first.
    #[must_use]
    pub fn acr_values(&self) -> &[String] {
        &self.request.acr_values
    }

    /// `login_hint`: what the user might type, for the sign-in page to fill in.
    #[must_use]
    pub fn login_hint(&self) -> Option<&str> {
        self.request.login_hint.as_deref()
    }

    /// `display`.
    #[must_use]
    pub fn display(&self) -> Option<&Display> {
        self.request.display.as_ref()
    }

    /// `ui_locales`: languages for the pages, best first.
    #[must_use]
    pub fn ui_locales(&self) -> &[String] {
        &self.request.ui_locales
    }

    /// `claims_locales`: languages for the claims, best first.
    #[must_use]
    pub fn claims_locales(&self) -> &[String] {
        &self.request.claims_locales
    }

    /// The user that `id_token_hint` names, if there was one.
    #[must_use]
    pub fn hinted_subject(&self) -> Option<&str> {
        self.hinted_subject.as_deref()
    }

    /// When the request came.
    #[must_use]
    pub fn received(&self) -> NumericDate {
        self.received.into()
    }

    pub(crate) fn moment(&self) -> Moment {
        self.received
    }

    /// Parameters that nobody here knows.
    #[must_use]
    pub fn extra(&self) -> &Parameters {
        &self.request.oauth.extra
    }

    pub(crate) fn redirect_uri(&self) -> &RedirectUri {
        &self.redirect_uri
    }

    pub(crate) fn request(&self) -> &AuthenticationRequest {
        &self.request
    }

    pub(crate) fn refuse(&self, reason: AuthorizeError, provider: &Provider) -> Refusal {
        let state = self.request.oauth.state.clone();
        redirect(&self.redirect_uri, state, reason, provider)
    }
}

/// The error response, back to where the client wants it
/// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
pub(crate) fn redirect(
    redirect_uri: &RedirectUri,
    state: Option<State>,
    reason: AuthorizeError,
    provider: &Provider,
) -> Refusal {
    let mut response = AuthorizationError::new(ErrorResponse::from(&reason));
    response.state = state;
    // RFC 9207 §2: in error responses too.
    response.iss = Some(provider.issuer().as_str().to_owned());
    let location = redirect_uri.append(&response.to_parameters());
    Refusal::Redirect(RedirectRefusal::new(reason, location))
}

#[derive(Serialize, Deserialize)]
struct Stored {
    /// Names and values: what was read within [`Parameters::MAX_LENGTH`] may be longer when it is
    /// encoded again.
    parameters: Vec<(String, String)>,
    scope: Scope,
    hinted_subject: Option<String>,
    received: Moment,
}

impl From<PendingAuthorization> for Stored {
    fn from(pending: PendingAuthorization) -> Self {
        Self {
            parameters: (pending.request.to_parameters().iter())
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            scope: pending.scope,
            hinted_subject: pending.hinted_subject,
            received: pending.received,
        }
    }
}

/// What was stored is not what was kept.
#[derive(Debug, thiserror::Error)]
enum StoredError {
    #[error(transparent)]
    Request(#[from] AuthenticationRequestError),
    #[error("no redirect URI")]
    RedirectUri,
}

impl TryFrom<Stored> for PendingAuthorization {
    type Error = StoredError;

    fn try_from(stored: Stored) -> Result<Self, StoredError> {
        let mut parameters = Parameters::new();
        for (name, value) in &stored.parameters {
            parameters.push(name, value);
        }
        let request = AuthenticationRequest::from_parameters(parameters)?;
        let redirect_uri = request.oauth.redirect_uri.clone().ok_or(StoredError::RedirectUri)?;
        Ok(Self {
            request,
            redirect_uri,
            scope: stored.scope,
            hinted_subject: stored.hinted_subject,
            received: stored.received,
        })
    }
}
