//! An authorization request that passed every rule and waits for the user.

use core::time::Duration;

use serde::{Deserialize, Serialize};
use symbolon_jose::{NumericDate, SignatureAlgorithm};
use symbolon_oauth::{
    ClientId, Issuer, Parameters, RedirectUri, ResponseMode, ResponseModeError, ResponseType,
    ReturnPath, Scope,
};
use symbolon_oidc::{
    AuthenticationRequest, AuthenticationRequestError, ClaimsRequest, Display, Prompt, Prompts,
};
use symbolon_registration::ApplicationType;
use time::OffsetDateTime;
use url::Url;

use super::response_jwt::ResponseJwtTraits;
use super::{AuthorizeError, ClientPages, Refusal, RefusalToClient, RefusalToUser};
use crate::record::UnixMicros;
use crate::{Provider, ProviderPolicy, RegisteredClient};

/// An authorization request that passed the provider's checks and waits for the user.
///
/// Serialise and store the value while the user is on the provider's pages. Store it where the
/// browser cannot change it, under a key that is tied to the browser, for example by a cookie. A
/// person who can change the stored value can change the client, the redirect URI and the scope to
/// which the user consents. Only [`Provider::authorize`](crate::Provider::authorize) creates new
/// values. Remove the value from your store when you answer the request, so that the request is
/// answered only once.
///
/// ```
/// use symbolon_provider::PendingAuthorization;
///
/// /// Returns a sentence for the consent page.
/// fn sentence(pending: &PendingAuthorization, client: &str) -> String {
///     let to = pending.redirect_host().unwrap_or("an app on this device".to_owned());
///     format!("{client} asks for {}. You then go to {to}.", pending.scope())
/// }
/// # fn store(pending: &PendingAuthorization) -> serde_json::Result<String> {
/// // For the store of your sessions:
/// let stored = serde_json::to_string(pending)?;
/// # Ok(stored)
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "Stored", try_from = "Stored")]
pub struct PendingAuthorization {
    /// The request without its `claims`.
    request: AuthenticationRequest,
    pub(super) claims: ClaimsRequest,
    issuer: Issuer,
    /// The path without the JWT, which is prepared when the provider answers.
    path: ReturnPath,
    scope: Scope,
    pub(super) client: ClientTraits,
    hinted_subject: Option<String>,
    received: UnixMicros,
}

/// The properties of the client's registration that the provider needs when it answers the request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ClientTraits {
    /// Whether the client has no credentials.
    pub(super) is_public: bool,
    /// Whether the provider trusts the client's redirect URIs.
    pub(super) is_trusted: bool,
    /// The algorithm with which the client's ID Tokens are signed, if the client registered one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id_token_signed_response_alg: Option<SignatureAlgorithm>,
    /// The algorithm with which UserInfo responses are signed, if the client registered an
    /// algorithm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) userinfo_signed_response_alg: Option<SignatureAlgorithm>,
    /// The keys of the JWT in which the response is sent, if the response mode requires a JWT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) response_jwt: Option<ResponseJwtTraits>,
    /// Whether the client runs on the user's device, by its registration.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub(super) is_native: bool,
    /// The name and the pages of the client, for the consent page.
    #[serde(default, skip_serializing_if = "ClientPages::is_empty")]
    pub(super) pages: ClientPages,
}

impl ClientTraits {
    /// Reads the registration of the client.
    pub(super) fn new(
        client: &RegisteredClient,
        policy: &ProviderPolicy,
        response_jwt: Option<ResponseJwtTraits>,
    ) -> Self {
        Self {
            is_public: client.is_public(),
            is_trusted: client.is_trusted(policy),
            id_token_signed_response_alg: client.id_token_signed_response_alg,
            userinfo_signed_response_alg: client.userinfo_signed_response_alg,
            response_jwt,
            is_native: client.application_type == Some(ApplicationType::NATIVE),
            pages: ClientPages::default(),
        }
    }

    /// Returns the path for an answer that the provider sends now.
    pub(super) fn path(
        &self,
        provider: &Provider,
        path: &ReturnPath,
        client_id: &ClientId,
        now: OffsetDateTime,
    ) -> Result<ReturnPath, AuthorizeError> {
        let path = path.clone();
        match self.response_jwt.as_ref().filter(|_| path.response_mode().is_jwt()) {
            None => Ok(path),
            Some(traits) => traits
                .response_jwt(provider, client_id, now)
                .map(|jwt| path.jwt(jwt))
                .map_err(AuthorizeError::ResponseJwt),
        }
    }
}

impl PendingAuthorization {
    pub(super) fn new(
        mut request: AuthenticationRequest,
        answer: Answer,
        scope: Scope,
        client: ClientTraits,
        hinted_subject: Option<String>,
        received: OffsetDateTime,
    ) -> Self {
        let Answer { issuer, path } = answer;
        let claims = request.claims.take().unwrap_or_default();
        Self {
            request,
            claims,
            issuer,
            path,
            scope,
            client,
            hinted_subject,
            received: received.into(),
        }
    }

    /// Returns the response type of the request, which says what the response contains.
    #[must_use]
    pub fn response_type(&self) -> &ResponseType {
        &self.request.oauth.response_type
    }

    /// Returns the response mode in which the response is sent, also if the request contains no
    /// `response_mode`.
    #[must_use]
    pub fn response_mode(&self) -> &ResponseMode {
        self.path.response_mode()
    }

    /// Returns the identifier of the client that sent the request.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.request.oauth.client_id
    }

    /// Returns the redirect URI to which the response will be sent. The consent page can show it.
    /// See also [`redirect_host`](Self::redirect_host).
    #[must_use]
    pub fn redirect_uri(&self) -> &RedirectUri {
        self.path.redirect_uri()
    }

    /// Returns the host to which the browser goes after the user's decision. Show this host on the
    /// consent page. An international name is in its ASCII form, such as `xn--80ak6aa92e.com`, so
    /// that it cannot look like another name. Returns `None` if the response goes to an app on the
    /// user's device, because the redirect URI is on loopback or has a private-use scheme.
    #[must_use]
    pub fn redirect_host(&self) -> Option<String> {
        let url = Url::parse(self.redirect_uri().as_str()).ok()?;
        let is_website = !self.redirect_uri().is_loopback() && url.scheme().starts_with("http");
        url.host_str().filter(|_| is_website).map(str::to_owned)
    }

    /// Returns the name and the web pages of the client, in the language of the request. Show them on
    /// the consent page.
    #[must_use]
    pub fn client_pages(&self) -> &ClientPages {
        &self.client.pages
    }

    /// Returns the host that identifies the client. Show this host beside the name of the client,
    /// because every client can choose every name.
    ///
    /// If `client_id` is an `https` URL, the result is its host, which the client controls
    /// ([Client ID Metadata Document](https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/)).
    /// Otherwise the result is [`redirect_host`](Self::redirect_host), which is `None` if the response
    /// goes to an app on the user's device. An international name is in its ASCII form.
    #[must_use]
    pub fn client_host(&self) -> Option<String> {
        let url = Url::parse(self.client_id().as_str()).ok().filter(|it| it.scheme() == "https");
        match url.as_ref().and_then(Url::host_str) {
            Some(host) => Some(host.to_owned()),
            None => self.redirect_host(),
        }
    }

    /// Returns whether the provider trusts the redirect URI. `false` means that the client
    /// registered itself, and that the operator of the provider has not checked the client. Tell
    /// the user so on the sign-in page and on the consent page
    /// ([RFC 9700 §4.11.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.11.2)).
    #[must_use]
    pub fn trusts_redirect_uri(&self) -> bool {
        self.client.is_trusted
    }

    /// Returns whether the provider accepts the user's consent to an earlier request of this
    /// client. `false` means that the user has to consent each time, because any app on the device
    /// could have sent the request: the client is registered with the `application_type` `native`, or
    /// the client is public and its redirect URI is not an `https` URL
    /// ([RFC 8252 §8.6](https://www.rfc-editor.org/rfc/rfc8252#section-8.6)).
    #[must_use]
    pub fn accepts_earlier_consent(&self) -> bool {
        // RFC 8252 §8.6: an https redirect URI can prove the identity of a web application. Whether
        // the user's device gives an https URI to the right app, the provider cannot know.
        let is_proved =
            !self.client.is_public || self.redirect_uri().as_str().starts_with("https:");
        is_proved && !self.client.is_native
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
    /// than this. If the request has no `max_age`, the result is the `default_max_age` of the client.
    /// `None` if the client set no limit.
    #[must_use]
    pub fn max_age(&self) -> Option<Duration> {
        self.request.max_age
    }

    /// Returns `acr_values`: the authentication context classes that the client asks for, the
    /// preferred class first. If the request has no `acr_values`, and does not ask for the claim `acr`
    /// in the ID Token, the result is the `default_acr_values` of the client.
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

    pub(super) fn id_token_signed_response_alg(&self) -> Option<SignatureAlgorithm> {
        self.client.id_token_signed_response_alg
    }

    pub(super) fn userinfo_signed_response_alg(&self) -> Option<SignatureAlgorithm> {
        self.client.userinfo_signed_response_alg
    }

    /// Returns the return path for an answer that the provider sends now.
    pub(super) fn return_path(
        &self,
        provider: &Provider,
        now: OffsetDateTime,
    ) -> Result<ReturnPath, RefusalToUser> {
        self.client.path(provider, &self.path, self.client_id(), now).map_err(RefusalToUser::new)
    }

    pub(super) fn request(&self) -> &AuthenticationRequest {
        &self.request
    }

    /// Refuses the request at a point at which the user may not have seen a page yet.
    ///
    /// If the error has to be sent in a JWT for which the provider has no key, the user sees it.
    pub(super) fn refuse(
        &self,
        provider: &Provider,
        reason: AuthorizeError,
        now: OffsetDateTime,
    ) -> Refusal {
        let path = match self.return_path(provider, now) {
            Ok(path) => path,
            Err(refusal) => return refusal.into(),
        };
        let refusal = RefusalToClient::new(reason, path, self.client_id().clone());
        // RFC 9700 §4.11.2: the provider may redirect the error of a valid request with
        // `prompt=none` at once. A pending request has passed all rules.
        let redirects = self.client.is_trusted || self.prompts().contains(&Prompt::NONE);
        Refusal::by_trust(refusal, redirects)
    }
}

/// The issuer that answers a request, and the path on which the answer returns to the client.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) issuer: Issuer,
    pub(super) path: ReturnPath,
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
    client: ClientTraits,
    hinted_subject: Option<String>,
    received: UnixMicros,
}

impl From<PendingAuthorization> for Stored {
    fn from(mut pending: PendingAuthorization) -> Self {
        pending.request.claims = Some(pending.claims).filter(|claims| !claims.is_empty());
        Self {
            parameters: (pending.request.to_parameters().iter())
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            issuer: pending.issuer,
            scope: pending.scope,
            client: pending.client,
            hinted_subject: pending.hinted_subject,
            received: pending.received,
        }
    }
}

impl TryFrom<Stored> for PendingAuthorization {
    type Error = StoredError;

    fn try_from(stored: Stored) -> Result<Self, StoredError> {
        let mut parameters = Parameters::new();
        for (name, value) in &stored.parameters {
            parameters.push(name, value);
        }
        let mut request = AuthenticationRequest::from_parameters(parameters)?;
        let claims = request.claims.take().unwrap_or_default();
        let path = return_path(&request, &stored.issuer)?;
        Ok(Self {
            request,
            claims,
            issuer: stored.issuer,
            path,
            scope: stored.scope,
            client: stored.client,
            hinted_subject: stored.hinted_subject,
            received: stored.received,
        })
    }
}

/// The reason why a stored request cannot be read.
#[derive(Debug, thiserror::Error)]
enum StoredError {
    #[error(transparent)]
    Request(#[from] AuthenticationRequestError),
    #[error(transparent)]
    ResponseMode(#[from] ResponseModeError),
}

/// Builds the return path of a stored request again, from the parameters that were checked.
fn return_path(
    request: &AuthenticationRequest,
    issuer: &Issuer,
) -> Result<ReturnPath, StoredError> {
    let oauth = &request.oauth;
    let redirect_uri =
        oauth.redirect_uri.clone().ok_or(AuthenticationRequestError::MissingRedirectUri)?;
    let path = ReturnPath::new(redirect_uri, &oauth.response_type, oauth.response_mode.as_ref())?;
    Ok(super::return_path::complete(path, oauth.state.clone(), issuer))
}
