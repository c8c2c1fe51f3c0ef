//! From the code to the end-user: token request, keys, validation.

use http::Response;
use symbolon_jose::Object;
use symbolon_oauth::flow::{Flow, Step};
use symbolon_oauth::{AuthorizationCode, AuthorizationGrant, CodeGrant, ErrorResponse};
use symbolon_oidc::{ExpectedIdToken, IdToken, IdTokenError, NonceExpectation};
use time::OffsetDateTime;

use crate::exchange::{Exchange, ExchangeError, Issued};
use crate::{KeysError, PendingLogin, ProviderKeys, RelyingParty, Session, TokenEndpointError};

/// An end-user who signed in, and the tokens that came with it
/// ([Core §3.1.3.3](https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse)).
///
/// Only a [`LoginFlow`] that went through makes one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Login {
    /// Who signed in, where and when, according to the provider.
    pub id_token: IdToken,
    /// The tokens, to be kept for as long as the end-user stays.
    pub session: Session,
    /// Members of the token response that are not defined here.
    pub extra: Object,
}

/// The exchange that turns a code into a [`Login`]: a token request and, if the ID Token's key is
/// not at hand, one fetch of the provider's keys.
///
/// Made by [`RelyingParty::finish`]. Run it with [`drive`](crate::drive) or
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

    /// Core §3.1.3.7: what the request asked for, the ID Token has to say.
    fn expected(&self) -> ExpectedIdToken<'_> {
        let expected = ExpectedIdToken::login(NonceExpectation::Sent(&self.pending.nonce))
            .acr_values(&self.pending.acr_values)
            .code(&self.code);
        match self.pending.max_age {
            Some(max_age) => expected.max_age(max_age).requested_at(self.pending.begun),
            None => expected,
        }
    }

    fn login(&self, issued: Issued, now: OffsetDateTime) -> Result<Login, LoginError> {
        // Core §3.1.3.5 (2), (3): every rule of the ID Token, and those about what came with it.
        let id_token = issued.validate(self.exchange.rp(), self.expected(), now)?;
        // Core §3.1.3.3: an ID Token is part of the answer.
        let id_token = id_token.ok_or(LoginError::MissingIdToken)?;
        let expires_at = issued.tokens.expires_at();
        let tokens = issued.tokens.response;
        // RFC 6749 §5.1: what was asked for, if nothing is said of it.
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
        // Core §3.1.3.1, RFC 7636 §4.5: the code, with what proves that it was asked for here.
        let mut grant = CodeGrant::new(self.code.clone());
        grant.redirect_uri = Some(self.pending.redirect_uri.as_str().to_owned());
        grant.code_verifier = Some(self.pending.code_verifier.clone());
        Ok(Step::Send(self.exchange.start(AuthorizationGrant::Code(grant), now)?))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<Login>, LoginError> {
        match self.exchange.receive(&response, now)? {
            Step::Send(request) => Ok(Step::Send(request)),
            Step::Done(issued) => self.login(issued, now).map(Step::Done),
        }
    }
}

/// Why nobody signed in.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LoginError {
    /// The token endpoint gave no tokens, or none that can be used
    /// ([Core §3.1.3.4](https://openid.net/specs/openid-connect-core-1_0.html#TokenErrorResponse)).
    #[error(transparent)]
    TokenEndpoint(#[from] TokenEndpointError),
    /// There is no ID Token among the tokens
    /// ([Core §3.1.3.3](https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse)).
    #[error("the token response has no ID Token")]
    MissingIdToken,
    /// The ID Token breaks a rule
    /// ([Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error(transparent)]
    IdToken(#[from] IdTokenError),
    /// There are no keys to verify the ID Token with
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The flow was started twice, or given a response that it did not ask for. A mistake of
    /// whoever drives it.
    #[error("the flow is not waiting for this")]
    OutOfTurn,
}

impl From<ExchangeError> for LoginError {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::TokenEndpoint(error) => error.into(),
            ExchangeError::IdToken(error) => error.into(),
            ExchangeError::Keys(error) => error.into(),
            ExchangeError::OutOfTurn => Self::OutOfTurn,
        }
    }
}

impl LoginError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TokenEndpoint(error) => error.code(),
            Self::MissingIdToken => "login.missing_id_token",
            Self::IdToken(error) => error.code(),
            Self::Keys(error) => error.code(),
            Self::OutOfTurn => "login.out_of_turn",
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
