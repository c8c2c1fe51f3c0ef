//! The refresh: new tokens for a user who signed in before.

use http::Response;
use symbolon_jose::Object;
use symbolon_oauth::flow::{Flow, Step};
use symbolon_oauth::{AuthorizationGrant, ErrorResponse, RefreshToken, RefreshTokenGrant, Scope};
use symbolon_oidc::{ExpectedIdToken, IdToken, IdTokenError};
use time::OffsetDateTime;

use super::{Exchange, ExchangeError, Issued, Session};
use crate::{ProviderKeys, RelyingParty};

impl RelyingParty {
    /// Starts a refresh: returns the flow that exchanges the session's refresh token for new tokens
    /// ([Core §12.1](https://openid.net/specs/openid-connect-core-1_0.html#RefreshingAccessToken)).
    ///
    /// Many providers replace the refresh token in each refresh, and treat a second use of the old
    /// token as theft. So never refresh one session twice at the same time, and store the new
    /// session at once.
    ///
    /// Run the refresh and the storing of the new session in a separate task. Otherwise your server
    /// could cancel them when the browser disconnects. The provider would then have replaced the
    /// old token, but you would not have stored the new token.
    ///
    /// # Errors
    /// [`RefreshError::NoRefreshToken`] when the session has no refresh token, and
    /// [`RefreshError::OtherProvider`] when the session's tokens were issued by another provider or
    /// to another client.
    pub fn refresh<K: ProviderKeys>(
        &self,
        session: &Session,
        keys: K,
    ) -> Result<RefreshFlow<K>, RefreshError> {
        // RFC 6749 §10.4: a refresh token goes to the server that issued it, from the client it
        // was issued to.
        if !session.is_of(self) {
            return Err(RefreshError::OtherProvider);
        }
        let refresh_token = session.refresh_token.clone().ok_or(RefreshError::NoRefreshToken)?;
        let exchange = Exchange::new(self.clone(), keys);
        Ok(RefreshFlow { session: session.clone(), refresh_token, exchange })
    }
}

/// The result of a refresh. Returned only by a [`RefreshFlow`] that succeeded.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Refreshed {
    /// The session with the new tokens. Replace the old session in your store with it. The new
    /// session contains the old refresh token if the provider issued no new refresh token.
    pub session: Session,
    /// The new ID Token, or `None` if the provider issued no ID Token. The claims in the new ID
    /// Token describe the original authentication of the user, not the refresh.
    pub id_token: Option<IdToken>,
    /// The members of the token response for which this library has no field.
    pub extra: Object,
}

/// The flow that refreshes a [`Session`].
///
/// It sends a token request. If the key cache does not have the key that verifies the new ID Token,
/// it also fetches the provider's keys once.
#[derive(Debug)]
#[must_use = "nothing is sent until the flow is driven"]
pub struct RefreshFlow<K> {
    session: Session,
    refresh_token: RefreshToken,
    exchange: Exchange<K>,
}

impl<K: ProviderKeys> RefreshFlow<K> {
    fn refreshed(&self, issued: Issued, now: OffsetDateTime) -> Result<Refreshed, RefreshError> {
        let old = &self.session;
        // Core §12.2: an ID Token obeys every rule, and is about the original authentication.
        let expected = ExpectedIdToken::refresh(&old.authentication);
        let id_token = issued.validate(self.exchange.rp(), expected, now)?;
        let expires_at = issued.tokens.expires_at();
        let tokens = issued.tokens.response;
        // RFC 6749 §6: the scope contains nothing beyond what was granted. Without `scope` in the
        // response, it is the whole granted scope.
        let scope = tokens.scope.unwrap_or_else(|| old.granted_scope.clone());
        if !scope.is_subset_of(&old.granted_scope) {
            let granted = old.granted_scope.clone();
            return Err(RefreshError::ScopeWidened { found: scope, granted });
        }
        let session = Session {
            authentication: old.authentication.clone(),
            client_id: old.client_id.clone(),
            access_token: tokens.access_token,
            expires_at,
            // RFC 6749 §6: a new refresh token replaces the old one.
            refresh_token: tokens.refresh_token.or_else(|| Some(self.refresh_token.clone())),
            scope,
            granted_scope: old.granted_scope.clone(),
        };
        Ok(Refreshed { session, id_token, extra: tokens.extra })
    }
}

impl<K: ProviderKeys> Flow for RefreshFlow<K> {
    type Output = Refreshed;
    type Error = RefreshError;

    fn start(&mut self, now: OffsetDateTime) -> Result<Step<Refreshed>, RefreshError> {
        // RFC 6749 §6: a request without `scope` asks for the whole granted scope.
        let grant = RefreshTokenGrant::new(self.refresh_token.clone());
        Ok(Step::Send(self.exchange.start(AuthorizationGrant::RefreshToken(grant), now)?))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<Refreshed>, RefreshError> {
        match self.exchange.receive(&response, now)? {
            Step::Send(request) => Ok(Step::Send(request)),
            Step::Done(issued) => self.refreshed(issued, now).map(Step::Done),
        }
    }
}

/// The reason why a refresh returned no new tokens.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RefreshError {
    /// The session has no refresh token, so the user has to sign in again
    /// ([Core §11](https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess)).
    #[error("the session has no refresh token")]
    NoRefreshToken,
    /// The session's tokens were issued by another provider, or to another client
    /// ([RFC 6749 §10.4](https://www.rfc-editor.org/rfc/rfc6749#section-10.4)).
    #[error("the tokens of the session were issued by another provider or to another client")]
    OtherProvider,
    /// The refresh token could not be exchanged for usable tokens. If the provider's error code is
    /// `invalid_grant`, the refresh token is no longer valid, and the user has to sign in again
    /// ([Core §12.3](https://openid.net/specs/openid-connect-core-1_0.html#RefreshErrorResponse)).
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// The token response contains scope values that were not granted at the login
    /// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
    #[error("the refreshed scope `{found}` goes beyond the granted scope `{granted}`")]
    ScopeWidened {
        /// The scope in the response.
        found: Scope,
        /// The scope that was granted at the login.
        granted: Scope,
    },
}

impl From<IdTokenError> for RefreshError {
    fn from(error: IdTokenError) -> Self {
        Self::Exchange(error.into())
    }
}

impl RefreshError {
    /// Returns a stable name for logs and metrics, such as `"refresh.no_refresh_token"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRefreshToken => "refresh.no_refresh_token",
            Self::OtherProvider => "refresh.other_provider",
            Self::Exchange(error) => error.code(),
            Self::ScopeWidened { .. } => "refresh.scope_widened",
        }
    }

    /// Returns the provider's error response. `None` if the provider did not refuse the token
    /// request.
    #[must_use]
    pub fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Exchange(error) => error.refusal(),
            _ => None,
        }
    }
}
