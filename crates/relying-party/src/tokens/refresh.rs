//! The refresh: new tokens for a user who signed in before.

use http::Response;
use symbolon_jose::{Object, VerificationKeys};
use symbolon_oauth::flow::{Flow, OutOfTurn, Step};
use symbolon_oauth::{AuthorizationGrant, RefreshToken, RefreshTokenGrant, Scope};
use symbolon_oidc::id_token::ChangedClaim;
use symbolon_oidc::{ExpectedIdToken, IdToken, IdTokenError};
use time::OffsetDateTime;

use super::{Exchange, ExchangeError, Received, RefreshError, Session, Tokens};
use crate::{ProviderKeys, RelyingParty};

impl RelyingParty {
    /// Starts a refresh: returns the flow that exchanges the session's refresh token for new tokens
    /// ([Core §12.1](https://openid.net/specs/openid-connect-core-1_0.html#RefreshingAccessToken)).
    ///
    /// Many providers replace the refresh token in each refresh, and treat a second use of the old
    /// token as theft. So never refresh one session twice at the same time, and store the new
    /// session at once. Store it also if the refresh fails and the error has a session:
    /// [`RefreshError::into_session`].
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
    /// The difference between the new scope and the scope that was granted at the login. `None` if
    /// the two are equal.
    pub scope_change: Option<ScopeChange>,
    /// The members of the token response for which this library has no field.
    pub extra: Object,
}

/// The difference between the scope after a refresh and the scope that was granted at the login
/// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
///
/// A refresh asks for the granted scope. Some providers answer with renamed scope values, or with
/// values that an administrator has allowed since the login. If your program decides by scope
/// values, read them from [`Session::scope`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScopeChange {
    /// The scope values that were not granted at the login.
    pub added: Scope,
    /// The scope values that were granted at the login and that the new access token does not have.
    pub removed: Scope,
}

impl ScopeChange {
    fn between(granted: &Scope, found: &Scope) -> Option<Self> {
        let added = without(found, granted);
        let removed = without(granted, found);
        (!added.is_empty() || !removed.is_empty()).then_some(Self { added, removed })
    }
}

/// Returns the scope values of `scope` that are not in `other`.
fn without(scope: &Scope, other: &Scope) -> Scope {
    let mut rest = Scope::new();
    for value in scope.iter().filter(|value| !other.contains(value)) {
        // The value is well formed, because it comes from a scope.
        let _ = rest.insert(value);
    }
    rest
}

/// The flow that refreshes a [`Session`].
///
/// If the key cache has no fresh keys, the flow fetches the provider's keys first, before it spends
/// the refresh token. Then it sends the token request. If the cache does not have the key that
/// verifies the new ID Token, the flow fetches the keys once more.
///
/// If the flow fails after the provider has issued new tokens, the error contains the new tokens:
/// call [`RefreshError::into_session`]. If you run the flow without [`drive`](crate::drive) and a
/// request gets no response, call [`unanswered`](Flow::unanswered).
#[derive(Debug)]
#[must_use = "nothing is sent until the flow is driven"]
pub struct RefreshFlow<K> {
    session: Session,
    refresh_token: RefreshToken,
    exchange: Exchange<K>,
}

impl<K: ProviderKeys> RefreshFlow<K> {
    fn step(
        &mut self,
        step: Step<VerificationKeys>,
        now: OffsetDateTime,
    ) -> Result<Step<Refreshed>, ExchangeError> {
        match step {
            Step::Send(request) => Ok(Step::Send(request)),
            Step::Done(keys) => self.refreshed(&keys, now).map(Step::Done),
        }
    }

    fn refreshed(
        &mut self,
        keys: &VerificationKeys,
        now: OffsetDateTime,
    ) -> Result<Refreshed, ExchangeError> {
        // Core §12.2: the ID Token of a refresh must be about the original authentication.
        let expected = ExpectedIdToken::refresh(&self.session.authentication);
        let id_token = self.exchange.validate(keys, expected, now)?;
        let Received::Tokens(tokens) = self.exchange.take_received() else {
            return Err(OutOfTurn.into());
        };
        let session = self.session_with(&tokens);
        let scope_change = ScopeChange::between(&session.granted_scope, &session.scope);
        Ok(Refreshed { session, id_token, scope_change, extra: tokens.response.extra })
    }

    /// Returns the session with the tokens of a response, and with the authentication of the login.
    fn session_with(&self, tokens: &Tokens) -> Session {
        let old = &self.session;
        let response = &tokens.response;
        let new_refresh_token = response.refresh_token.clone();
        Session {
            access_token: response.access_token.clone(),
            expires_at: tokens.expires_at(),
            // RFC 6749 §6: a new refresh token replaces the old one.
            refresh_token: new_refresh_token.or_else(|| Some(self.refresh_token.clone())),
            // RFC 6749 §6: if the response has no `scope`, the whole granted scope applies.
            scope: response.scope.clone().unwrap_or_else(|| old.granted_scope.clone()),
            ..old.clone()
        }
    }

    /// Adds the session with the new tokens to an error, if the provider has issued tokens.
    fn failed(&mut self, error: ExchangeError) -> RefreshError {
        let session = match self.exchange.take_received() {
            Received::Nothing => return RefreshError::Exchange(error),
            Received::RefreshToken(token) => {
                Session { refresh_token: Some(token), ..self.session.clone() }
            }
            // Core §12.2: the access token of another user must not act for the user of the session.
            Received::Tokens(tokens) if is_about_other_user(&error) => {
                Session { access_token: None, expires_at: None, ..self.session_with(&tokens) }
            }
            Received::Tokens(tokens) => self.session_with(&tokens),
        };
        RefreshError::TokensIssued { error, session: Box::new(session) }
    }
}

/// Returns whether the ID Token names a user other than the user of the original ID Token.
fn is_about_other_user(error: &ExchangeError) -> bool {
    use ChangedClaim::{Issuer, Subject};
    matches!(error, ExchangeError::IdToken(IdTokenError::Refreshed(Subject | Issuer { .. })))
}

impl<K: ProviderKeys> Flow for RefreshFlow<K> {
    type Output = Refreshed;
    type Error = RefreshError;

    fn start(&mut self, now: OffsetDateTime) -> Result<Step<Refreshed>, RefreshError> {
        // RFC 6749 §6: a request without `scope` asks for the whole granted scope.
        let grant = RefreshTokenGrant::new(self.refresh_token.clone());
        let grant = AuthorizationGrant::RefreshToken(grant);
        Ok(Step::Send(self.exchange.start_with_keys(grant, now)?))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<Refreshed>, RefreshError> {
        let step = self.exchange.receive(&response, now);
        step.and_then(|step| self.step(step, now)).map_err(|error| self.failed(error))
    }

    fn unanswered(&mut self, now: OffsetDateTime) -> Result<Option<Step<Refreshed>>, RefreshError> {
        match self.exchange.unanswered(now) {
            Ok(None) => Ok(None),
            Ok(Some(step)) => self.step(step, now).map(Some).map_err(|error| self.failed(error)),
            Err(error) => Err(self.failed(error)),
        }
    }
}
