//! An authorization request that passed every rule and waits for the user.

use core::time::Duration;

use serde::{Deserialize, Serialize};
use symbolon_jose::NumericDate;
use symbolon_oauth::{ClientId, Issuer, Parameters, RedirectUri, ReturnPath, Scope};
use symbolon_oidc::{AuthenticationRequest, AuthenticationRequestError, Display, Prompts};
use time::OffsetDateTime;

use super::{AuthorizeError, Refusal, RefusalToClient, RefusalToUser};
use crate::record::UnixMicros;

/// An authorization request that passed the provider's checks and waits for the user.
///
/// Serialise and store the value while the user is on the provider's pages. Store it where the
/// browser cannot change it, under a key that is tied to the browser, for example by a cookie. A
/// person who can change the stored value can change the client, the redirect URI and the scope to
/// which the user consents. Only [`Provider::authorize`](crate::Provider::authorize) creates new
/// values. Remove the value from your store when you answer the request, so that the request is
/// answered only once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "Stored", try_from = "Stored")]
pub struct PendingAuthorization {
    request: AuthenticationRequest,
    issuer: Issuer,
    path: ReturnPath,
    scope: Scope,
    hinted_subject: Option<String>,
    received: UnixMicros,
}

impl PendingAuthorization {
    pub(super) fn new(
        request: AuthenticationRequest,
        issuer: Issuer,
        path: ReturnPath,
        scope: Scope,
        hinted_subject: Option<String>,
        received: OffsetDateTime,
    ) -> Self {
        let received = received.into();
        Self { request, issuer, path, scope, hinted_subject, received }
    }

    /// Returns the identifier of the client that sent the request.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.request.oauth.client_id
    }

    /// Returns the redirect URI to which the response will be sent. The consent page can show it.
    #[must_use]
    pub fn redirect_uri(&self) -> &RedirectUri {
        self.path.redirect_uri()
    }

    /// Returns the requested scope, without the values that the client is not allowed to have. Show
    /// it on the consent page.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Returns `prompt`: the pages that the client wants the user to see. Empty if the request has
    /// no `prompt`.
    #[must_use]
    pub fn prompts(&self) -> &Prompts {
        &self.request.prompt
    }

    /// Returns `max_age`: the client accepts the user's last authentication only if it is not older
    /// than this. `None` if the client set no limit.
    #[must_use]
    pub fn max_age(&self) -> Option<Duration> {
        self.request.max_age
    }

    /// Returns `acr_values`: the authentication context classes that the client asks for, the
    /// preferred class first. Empty if the request has no `acr_values`.
    #[must_use]
    pub fn acr_values(&self) -> &[String] {
        &self.request.acr_values
    }

    /// Returns `login_hint`: the account name or email address that the sign-in page can fill in.
    #[must_use]
    pub fn login_hint(&self) -> Option<&str> {
        self.request.login_hint.as_deref()
    }

    /// Returns `display`: the kind of page that the client wants. `None` means [`Display::PAGE`].
    #[must_use]
    pub fn display(&self) -> Option<&Display> {
        self.request.display.as_ref()
    }

    /// Returns `ui_locales`: the languages that the client wants for the provider's pages, as BCP
    /// 47 tags, the preferred language first. Empty if the client has no preference.
    #[must_use]
    pub fn ui_locales(&self) -> &[String] {
        &self.request.ui_locales
    }

    /// Returns `claims_locales`: the languages in which the client wants the claims, as BCP 47
    /// tags, the preferred language first. Empty if the client has no preference.
    #[must_use]
    pub fn claims_locales(&self) -> &[String] {
        &self.request.claims_locales
    }

    /// Returns the `sub` of the request's `id_token_hint`: the user whom the client expects. `None`
    /// if the request has no hint.
    #[must_use]
    pub fn hinted_subject(&self) -> Option<&str> {
        self.hinted_subject.as_deref()
    }

    /// Returns the time at which the request arrived.
    #[must_use]
    pub fn received(&self) -> NumericDate {
        self.received.into()
    }

    /// Returns the parameters of the request that this library does not know. The provider ignores
    /// them.
    #[must_use]
    pub fn extra(&self) -> &Parameters {
        &self.request.oauth.extra
    }

    pub(super) fn received_at(&self) -> UnixMicros {
        self.received
    }

    /// Returns an error unless this provider received the request. Providers of several issuers may
    /// share a session store.
    pub(super) fn check_issuer(&self, issuer: &Issuer) -> Result<(), RefusalToUser> {
        if self.issuer == *issuer {
            return Ok(());
        }
        let (found, expected) = (Box::new(self.issuer.clone()), Box::new(issuer.clone()));
        Err(RefusalToUser::new(AuthorizeError::OtherIssuer { found, expected }))
    }

    pub(super) fn return_path(&self) -> &ReturnPath {
        &self.path
    }

    pub(super) fn request(&self) -> &AuthenticationRequest {
        &self.request
    }

    pub(super) fn refuse(&self, reason: AuthorizeError) -> Refusal {
        RefusalToClient::new(reason, self.path.clone(), self.client_id().clone()).into()
    }
}

/// The stored form: names and values of the parameters, since a query that was read within
/// [`Parameters::MAX_LENGTH`] may be longer when it is encoded again.
#[derive(Serialize, Deserialize)]
struct Stored {
    parameters: Vec<(String, String)>,
    /// The issuer is compared with that of the provider before the request is answered.
    #[serde(with = "symbolon_oauth::stored_issuer")]
    issuer: Issuer,
    scope: Scope,
    hinted_subject: Option<String>,
    received: UnixMicros,
}

impl From<PendingAuthorization> for Stored {
    fn from(pending: PendingAuthorization) -> Self {
        Self {
            parameters: (pending.request.to_parameters().iter())
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            issuer: pending.issuer,
            scope: pending.scope,
            hinted_subject: pending.hinted_subject,
            received: pending.received,
        }
    }
}

impl TryFrom<Stored> for PendingAuthorization {
    type Error = AuthenticationRequestError;

    fn try_from(stored: Stored) -> Result<Self, AuthenticationRequestError> {
        let mut parameters = Parameters::new();
        for (name, value) in &stored.parameters {
            parameters.push(name, value);
        }
        let request = AuthenticationRequest::from_parameters(parameters)?;
        let path = return_path(&request, &stored.issuer)?;
        Ok(Self {
            request,
            issuer: stored.issuer,
            path,
            scope: stored.scope,
            hinted_subject: stored.hinted_subject,
            received: stored.received,
        })
    }
}

/// Builds the return path of a stored request again, from the parameters that were checked.
fn return_path(
    request: &AuthenticationRequest,
    issuer: &Issuer,
) -> Result<ReturnPath, AuthenticationRequestError> {
    let redirect_uri =
        request.oauth.redirect_uri.clone().ok_or(AuthenticationRequestError::MissingRedirectUri)?;
    Ok(ReturnPath::query(redirect_uri).state(request.oauth.state.clone()).issuer(issuer))
}
