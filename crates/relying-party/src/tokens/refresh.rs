//! The refresh: fresh tokens for a user who signed in before.

use http::Response;
use symbolon_jose::Object;
use symbolon_oauth::flow::{Flow, Step};
use symbolon_oauth::{AuthorizationGrant, ErrorResponse, RefreshToken, RefreshTokenGrant, Scope};
use symbolon_oidc::{ExpectedIdToken, IdToken, IdTokenError};
use time::OffsetDateTime;

use super::{Exchange, ExchangeError, Issued, Session};
use crate::{ProviderKeys, RelyingParty};

impl RelyingParty {
    /// Exchanges the session's refresh token for fresh tokens
    /// ([Core §12.1](https://openid.net/specs/openid-connect-core-1_0.html#RefreshingAccessToken)).
    ///
    /// A provider may rotate refresh tokens, and may treat a second use of a token as theft. Do not
    /// refresh one session twice at the same time, and store the new session at once. A server that
    /// drops a request when its browser goes away must not drop the refresh with it: between the
    /// provider's answer and your store, the old token is spent and the new token is not stored
    /// yet. Run the refresh and the storing in a task of their own.
    ///
    /// # Errors
    /// [`RefreshError::NoRefreshToken`] when the session has no refresh token, and
    /// [`RefreshError::OtherProvider`] when the session is of another provider or client.
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

/// The result of a refresh. Returned only by a [`RefreshFlow`] that ended well.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Refreshed {
    /// The session that replaces the old one: with the new access token, and with the new refresh
    /// token if the provider issued one.
    pub session: Session,
    /// The new ID Token, if the provider issued one. It is about the original authentication.
    pub id_token: Option<IdToken>,
    /// Members of the token response that have no field of their own.
    pub extra: Object,
}

/// The flow that refreshes a [`Session`]: a token request and, if the key of a new ID Token is not
/// in the cache, one fetch of the provider's keys.
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
            access_token: Some(tokens.access_token),
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

/// Why a refresh gave no fresh tokens.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RefreshError {
    /// The provider issued no refresh token, so the user has to sign in again
    /// ([Core §11](https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess)).
    #[error("the session has no refresh token")]
    NoRefreshToken,
    /// The session is of another provider, or of another client
    /// ([RFC 6749 §10.4](https://www.rfc-editor.org/rfc/rfc6749#section-10.4)).
    #[error("the session is of another provider or client")]
    OtherProvider,
    /// The exchange failed. `invalid_grant` from the token endpoint is the end of the session
    /// ([Core §12.3](https://openid.net/specs/openid-connect-core-1_0.html#RefreshErrorResponse)).
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// The scope goes beyond what was granted
    /// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
    #[error("the refreshed scope `{found}` goes beyond the granted scope `{granted}`")]
    ScopeWidened {
        /// The scope in the response.
        found: Scope,
        /// The scope that the user granted.
        granted: Scope,
    },
}

impl From<IdTokenError> for RefreshError {
    fn from(error: IdTokenError) -> Self {
        Self::Exchange(error.into())
    }
}

impl RefreshError {
    /// Returns a stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRefreshToken => "refresh.no_refresh_token",
            Self::OtherProvider => "refresh.other_provider",
            Self::Exchange(error) => error.code(),
            Self::ScopeWidened { .. } => "refresh.scope_widened",
        }
    }

    /// Returns the provider's error response, if the provider refused.
    #[must_use]
    pub fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Exchange(error) => error.refusal(),
            _ => None,
        }
    }
}
