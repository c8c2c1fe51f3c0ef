//! Fresh tokens for an end-user who signed in before.

use http::Response;
use symbolon_jose::Object;
use symbolon_oauth::flow::{Flow, Step};
use symbolon_oauth::{AuthorizationGrant, ErrorResponse, RefreshToken, RefreshTokenGrant};
use symbolon_oidc::{ExpectedIdToken, IdToken, IdTokenError};
use time::OffsetDateTime;

use crate::exchange::{Exchange, ExchangeError, Issued};
use crate::{KeysError, ProviderKeys, RelyingParty, Session, TokenEndpointError};

impl RelyingParty {
    /// Trades the session's refresh token for fresh tokens
    /// ([Core §12.1](https://openid.net/specs/openid-connect-core-1_0.html#RefreshingAccessToken)).
    ///
    /// A provider may rotate refresh tokens, and take a second use of one for theft: do not refresh
    /// one session twice at a time, and keep the new session at once. Servers that drop a request
    /// when its browser goes away must not drop this with it: between the provider's answer and your
    /// store, the old token is spent and the new one nowhere. Run both in a task of their own.
    ///
    /// # Errors
    /// [`RefreshError::NoRefreshToken`], [`RefreshError::OtherProvider`].
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

/// What came of a refresh.
///
/// Only a [`RefreshFlow`] that went through makes one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Refreshed {
    /// Takes the place of the session that was refreshed: with the new access token, and the new
    /// refresh token if there is one.
    pub session: Session,
    /// A new ID Token, if the provider issued one. It speaks of the original authentication.
    pub id_token: Option<IdToken>,
    /// Members of the token response that are not defined here.
    pub extra: Object,
}

/// The exchange that makes a [`Session`] fresh: a token request and, if a new ID Token's key is not
/// at hand, one fetch of the provider's keys.
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
        // Core §12.2: if there is an ID Token, it keeps the rules of any, and speaks of the original
        // authentication.
        let expected = ExpectedIdToken::refresh(&old.authentication);
        let id_token = issued.validate(self.exchange.rp(), expected, now)?;
        let expires_at = issued.tokens.expires_at();
        let tokens = issued.tokens.response;
        // RFC 6749 §6: nothing that was not granted in the beginning; all of it, when nothing is
        // said.
        let scope = tokens.scope.unwrap_or_else(|| old.granted_scope.clone());
        if !scope.is_subset_of(&old.granted_scope) {
            return Err(RefreshError::ScopeWidened);
        }
        let session = Session {
            authentication: old.authentication.clone(),
            client_id: old.client_id.clone(),
            access_token: tokens.access_token,
            expires_at,
            // RFC 6749 §6: a new refresh token replaces the old one, which is forgotten.
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
        // RFC 6749 §6: without `scope`, all that was granted.
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

/// Why there are no fresh tokens.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RefreshError {
    /// The provider issued no refresh token: the end-user has to sign in again
    /// ([Core §11](https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess)).
    #[error("the session has no refresh token")]
    NoRefreshToken,
    /// The session is of another provider, or of another client
    /// ([RFC 6749 §10.4](https://www.rfc-editor.org/rfc/rfc6749#section-10.4)).
    #[error("the session is of another provider or client")]
    OtherProvider,
    /// The token endpoint gave no tokens, or none that can be used. `invalid_grant` is the end of
    /// the session
    /// ([Core §12.3](https://openid.net/specs/openid-connect-core-1_0.html#RefreshErrorResponse)).
    #[error(transparent)]
    TokenEndpoint(#[from] TokenEndpointError),
    /// The scope reaches beyond what was granted
    /// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
    #[error("the refreshed scope is wider than what was granted")]
    ScopeWidened,
    /// The new ID Token breaks a rule
    /// ([Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
    #[error(transparent)]
    IdToken(#[from] IdTokenError),
    /// There are no keys to verify the new ID Token with
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The flow was started twice, or given a response that it did not ask for. A mistake of
    /// whoever drives it.
    #[error("the flow is not waiting for this")]
    OutOfTurn,
}

impl From<ExchangeError> for RefreshError {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::TokenEndpoint(error) => error.into(),
            ExchangeError::IdToken(error) => error.into(),
            ExchangeError::Keys(error) => error.into(),
            ExchangeError::OutOfTurn => Self::OutOfTurn,
        }
    }
}

impl RefreshError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRefreshToken => "refresh.no_refresh_token",
            Self::OtherProvider => "refresh.other_provider",
            Self::TokenEndpoint(error) => error.code(),
            Self::ScopeWidened => "refresh.scope_widened",
            Self::IdToken(error) => error.code(),
            Self::Keys(error) => error.code(),
            Self::OutOfTurn => "refresh.out_of_turn",
        }
    }

    /// What the provider said, if it said no.
    #[must_use]
    pub fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::TokenEndpoint(error) => error.refusal(),
            _ => None,
        }
    }
}
