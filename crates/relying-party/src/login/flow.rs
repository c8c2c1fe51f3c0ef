//! The exchange of a code for an ID Token: token request, keys, validation.

use http::{Response, StatusCode};
use symbolon_jose::{Object, VerificationKeys};
use symbolon_oauth::flow::{Flow, Step};
use symbolon_oauth::{AuthorizationCode, AuthorizationGrant, CodeGrant, ErrorResponse};
use symbolon_oidc::{ExpectedIdToken, IdToken, IdTokenError, NonceExpectation};
use time::OffsetDateTime;

use super::PendingLogin;
use super::pending::SubjectIssuer;
use crate::tokens::{Exchange, ExchangeError, Received};
use crate::{KeysError, ProviderKeys, RelyingParty, Session};

/// A user who signed in, with the tokens of the login
/// ([Core §3.1.3.3](https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse)).
///
/// Returned only by a [`LoginFlow`] that succeeded.
///
/// ```
/// use symbolon_relying_party::Login;
///
/// #[derive(serde::Deserialize)]
/// struct Groups {
///     groups: Vec<String>,
/// }
///
/// fn welcome(login: &Login) -> Result<String, symbolon_jose::json::Error> {
///     let Groups { groups } = login.id_token.extra()?; // claims that only your provider has
///     Ok(format!("{} is a member of {}", login.id_token.sub, groups.join(", ")))
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Login {
    /// The validated ID Token, which states who signed in, at which provider and when.
    pub id_token: IdToken,
    /// The tokens of the login. Store them with the user's session.
    pub session: Session,
    /// The members of the token response for which this library has no field.
    pub extra: Object,
}

/// The flow that exchanges an authorization code for a [`Login`].
///
/// It sends a token request. If the key cache does not have the key that verifies the ID Token, it
/// also fetches the provider's keys once.
///
/// Returned by [`RelyingParty::finish`]. Run it with [`drive`](crate::drive) or
/// [`drive_blocking`](crate::drive_blocking).
#[derive(Debug)]
#[must_use = "nothing is sent until the flow is driven"]
pub struct LoginFlow<K> {
    pending: PendingLogin,
    code: AuthorizationCode,
    exchange: Exchange<K>,
}

impl<K: ProviderKeys> LoginFlow<K> {
    pub(crate) fn new(
        rp: RelyingParty,
        pending: PendingLogin,
        code: AuthorizationCode,
        keys: K,
    ) -> Self {
        Self { pending, code, exchange: Exchange::new(rp, keys) }
    }

    /// Returns what the request asked for and the ID Token therefore has to say (Core §3.1.3.7).
    fn expected(&self) -> ExpectedIdToken<'_> {
        let pending = &self.pending;
        let nonce =
            pending.nonce.as_ref().map_or(NonceExpectation::NotSent, NonceExpectation::Sent);
        let mut expected =
            ExpectedIdToken::login(nonce).acr_values(&pending.acr_values).code(&self.code);
        if let Some(max_age) = pending.max_age {
            expected = expected.max_age(max_age).requested_at(pending.begun);
        }
        // Core §3.1.2.1: if the user does not authenticate again after `prompt=login`, or if the
        // user of `id_token_hint` does not sign in, the provider must return an error. This flow
        // refuses a success response in these cases.
        if pending.is_new_authentication {
            expected = expected.authenticated_since(pending.begun);
        }
        if let Some(subject) = &pending.subject {
            expected = expected.subject(subject);
        }
        match &pending.subject_issuer {
            Some(SubjectIssuer(issuer)) => expected.subject_issuer(issuer),
            None => expected,
        }
    }

    fn login(&mut self, keys: &VerificationKeys, now: OffsetDateTime) -> Result<Login, LoginError> {
        // Core §3.1.3.5 (2), (3): every rule of the ID Token, and of the tokens that came with it.
        let id_token = self.exchange.validate(keys, self.expected(), now)?;
        // Core §3.1.3.3: the response contains an ID Token.
        let id_token = id_token.ok_or(LoginError::MissingIdToken)?;
        let Received::Tokens(tokens) = self.exchange.take_received() else {
            return Err(LoginError::MissingIdToken);
        };
        let expires_at = tokens.expires_at();
        let tokens = tokens.response;
        // RFC 6749 §5.1: without `scope` in the response, it is the requested scope.
        let scope = tokens.scope.unwrap_or_else(|| self.pending.scope.clone());
        let session = Session {
            authentication: id_token.original_authentication(),
            client_id: self.exchange.rp().client_id().clone(),
            access_token: tokens.access_token,
            expires_at,
            refresh_token: tokens.refresh_token,
            granted_scope: scope.clone(),
            scope,
        };
        Ok(Login { id_token, session, extra: tokens.extra })
    }
}

impl<K: ProviderKeys> Flow for LoginFlow<K> {
    type Output = Login;
    type Error = LoginError;

    fn start(&mut self, now: OffsetDateTime) -> Result<Step<Login>, LoginError> {
        // Core §3.1.3.1, RFC 7636 §4.5: the code, and the verifier of the challenge.
        let mut grant = CodeGrant::new(self.code.clone());
        grant.redirect_uri = Some(self.pending.redirect_uri.as_str().to_owned());
        grant.code_verifier = self.pending.code_verifier.clone();
        Ok(Step::Send(self.exchange.start(AuthorizationGrant::Code(grant), now)?))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<Login>, LoginError> {
        match self.exchange.receive(&response, now)? {
            Step::Send(request) => Ok(Step::Send(request)),
            Step::Done(keys) => self.login(&keys, now).map(Step::Done),
        }
    }

    fn unanswered(&mut self, now: OffsetDateTime) -> Result<Option<Step<Login>>, LoginError> {
        match self.exchange.unanswered(now) {
            Ok(Some(Step::Done(keys))) => {
                self.login(&keys, now).map(|login| Some(Step::Done(login)))
            }
            // The user can sign in again, so no tokens are lost. `drive` returns the error of the
            // sender, which says more than this error.
            Err(ExchangeError::Keys(KeysError::NoResponse)) => Ok(None),
            Ok(_) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// The reason why a login failed after the callback was accepted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LoginError {
    /// The code could not be exchanged for tokens, or the ID Token breaks a rule.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// The token response has no ID Token
    /// ([Core §3.1.3.3](https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse)).
    #[error("the token response has no ID Token")]
    MissingIdToken,
}

impl From<IdTokenError> for LoginError {
    fn from(error: IdTokenError) -> Self {
        Self::Exchange(error.into())
    }
}

impl LoginError {
    /// Returns a stable name for logs and metrics, such as `"login.missing_id_token"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Exchange(error) => error.code(),
            Self::MissingIdToken => "login.missing_id_token",
        }
    }

    /// Returns the provider's error response. `None` if the provider did not refuse the token
    /// request.
    #[must_use]
    pub fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Exchange(error) => error.refusal(),
            Self::MissingIdToken => None,
        }
    }

    /// Returns the HTTP status of a token response that reports an error or that has an unexpected
    /// status, such as 503 during an outage. `None` for every other error.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Exchange(error) => error.status(),
            Self::MissingIdToken => None,
        }
    }
}
