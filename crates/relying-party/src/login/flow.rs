//! The rest of a login after its callback: the ID Token of the callback, the exchange of the code,
//! and the ID Token of the token response.

use std::mem;

use http::Response;
use symbolon_discovery::keys::{KeySearch, KeySearchError, SearchStep};
use symbolon_jose::{Excerpt, Object, VerificationKeys};
use symbolon_oauth::flow::{Flow, OutOfTurn, Step};
use symbolon_oauth::jarm::UnverifiedResponse;
use symbolon_oauth::{AuthorizationCode, AuthorizationGrant, AuthorizationResponse, CodeGrant};
use symbolon_oidc::IdToken;
use time::OffsetDateTime;

use super::arrived::{self, Arrived};
use super::without_tokens::of_jwt;
use super::{FromBrowser, LoginError, PendingLogin, agreement};
use crate::tokens::{Exchange, ExchangeError, Received, Tokens};
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
    /// The validated ID Token, which states who signed in, at which provider and when. It is the ID
    /// Token of the token response. If the response type does not include `code`, it is the ID Token
    /// that came through the browser.
    pub id_token: IdToken,
    /// The tokens of the login. Store them with the user's session. If the response type includes
    /// `code`, these are the tokens of the token response. With `id_token token`, the access token
    /// came through the browser. With `id_token`, there is no access token.
    pub session: Session,
    /// The members of the token response for which this library has no field. Empty if the response
    /// type does not include `code`.
    pub extra: Object,
    /// The tokens that came through the browser. `None` with the response type `code`.
    pub from_browser: Option<FromBrowser>,
}

/// The flow that ends with a [`Login`].
///
/// If the response is in a JWT, the flow first verifies the JWT. If the callback has an ID Token,
/// the flow then validates it. Then it sends the code, if the callback has a code. If the key cache
/// does not have the key that verifies the JWT or an ID Token, the flow fetches the provider's
/// keys, at most once for the JWT and once for each ID Token. With the response types `id_token`
/// and `id_token token`, the flow sends no other request.
///
/// Returned by [`RelyingParty::finish`]. Run it with [`drive`](crate::drive) or
/// [`drive_blocking`](crate::drive_blocking).
#[derive(Debug)]
#[must_use = "nothing is sent until the flow is driven"]
pub struct LoginFlow<K> {
    pending: PendingLogin,
    stage: Stage,
    exchange: Exchange<K>,
}

#[derive(Debug)]
enum Stage {
    Begin(Arrived),
    /// The keys are being fetched for the JWT in which the response is.
    ResponseKeys(Box<KeySearch>, Box<UnverifiedResponse>),
    /// The keys are being fetched for the ID Token in the callback.
    Keys(Box<KeySearch>, Box<AuthorizationResponse>),
    /// The code was sent.
    Exchange(Box<(AuthorizationCode, Option<FromBrowser>)>),
    Over,
}

impl<K: ProviderKeys> LoginFlow<K> {
    pub(crate) fn new(rp: RelyingParty, pending: PendingLogin, arrived: Arrived, keys: K) -> Self {
        Self { pending, stage: Stage::Begin(arrived), exchange: Exchange::new(rp, keys) }
    }

    /// Verifies the JWT in which the response is, and continues with the response.
    fn verify(
        &mut self,
        jwt: &UnverifiedResponse,
        keys: &VerificationKeys,
        now: OffsetDateTime,
    ) -> Result<Step<Login>, LoginError> {
        let response = arrived::verify(self.exchange.rp(), &self.pending, jwt, keys, now)?;
        self.continue_with(Box::new(response), now)
    }

    /// Searches for the keys that verify the ID Token in the callback, if it has an ID Token.
    fn continue_with(
        &mut self,
        response: Box<AuthorizationResponse>,
        now: OffsetDateTime,
    ) -> Result<Step<Login>, LoginError> {
        let Some(id_token) = &response.id_token else {
            return self.proceed(*response, &VerificationKeys::default(), now);
        };
        let search = self.exchange.search(RelyingParty::id_token_keys, id_token, now);
        match search.map_err(of_id_token)? {
            SearchStep::Keys(keys) => self.proceed(*response, &keys, now),
            SearchStep::Fetch { fetch, search } => {
                self.stage = Stage::Keys(search, response);
                Ok(Step::Send(fetch.into_request()))
            }
        }
    }

    /// Validates what came through the browser, then sends the code. If there is no code, the login
    /// is complete.
    fn proceed(
        &mut self,
        response: AuthorizationResponse,
        keys: &VerificationKeys,
        now: OffsetDateTime,
    ) -> Result<Step<Login>, LoginError> {
        let rp = self.exchange.rp();
        let from_browser = FromBrowser::validate(rp, &self.pending, &response, keys, now);
        let from_browser = from_browser.map_err(LoginError::CallbackIdToken)?;
        let Some(code) = response.code else {
            let login = self.login_without_code(from_browser);
            return login.map(Step::Done);
        };
        // Core §3.1.3.1, RFC 7636 §4.5: the code, and the verifier of the challenge.
        let mut grant = CodeGrant::new(code.clone());
        grant.redirect_uri = Some(self.pending.redirect_uri.as_str().to_owned());
        grant.code_verifier = self.pending.code_verifier.clone();
        self.stage = Stage::Exchange(Box::new((code, from_browser)));
        Ok(Step::Send(self.exchange.start(AuthorizationGrant::Code(grant), now)?))
    }

    /// Builds the login from the tokens that came through the browser.
    fn login_without_code(&self, from_browser: Option<FromBrowser>) -> Result<Login, LoginError> {
        let from_browser = from_browser.ok_or(LoginError::MissingIdToken)?;
        let id_token = from_browser.id_token.clone().ok_or(LoginError::MissingIdToken)?;
        let session = Session {
            authentication: id_token.original_authentication(),
            client_id: self.exchange.rp().client_id().clone(),
            access_token: from_browser.access_token.clone(),
            expires_at: from_browser.expires_at,
            refresh_token: None,
            granted_scope: from_browser.scope.clone(),
            scope: from_browser.scope.clone(),
        };
        Ok(Login { id_token, session, extra: Object::new(), from_browser: Some(from_browser) })
    }

    fn login(&mut self, keys: &VerificationKeys, now: OffsetDateTime) -> Result<Login, LoginError> {
        let Stage::Exchange(sent) = mem::replace(&mut self.stage, Stage::Over) else {
            return Err(ExchangeError::from(OutOfTurn).into());
        };
        let (code, from_browser) = *sent;
        // Core §3.1.3.5 (2), (3): every rule of the ID Token, and of the tokens that came with it.
        let expected = self.pending.expected().code(&code);
        let id_token = self.exchange.validate(keys, expected, now)?;
        // Core §3.1.3.3: the response contains an ID Token.
        let id_token = id_token.ok_or(LoginError::MissingIdToken)?;
        // Core §3.3.3.6: both ID Tokens are about the same authentication of the same user.
        let of_browser = from_browser.as_ref().and_then(|it| it.id_token.as_ref());
        let differing = &self.exchange.rp().client().quirks.differing_claims;
        let difference = of_browser.and_then(|it| agreement::difference(it, &id_token, differing));
        if let Some(claim) = difference {
            return Err(LoginError::IdTokensDiffer { claim: Excerpt::new(&claim) });
        }
        let Received::Tokens(tokens) = self.exchange.take_received() else {
            return Err(LoginError::MissingIdToken);
        };
        let (session, extra) = self.session(*tokens, &id_token);
        Ok(Login { id_token, session, extra, from_browser })
    }

    /// Returns the session with the tokens of a token response, and the other members of the
    /// response.
    fn session(&self, tokens: Tokens, id_token: &IdToken) -> (Session, Object) {
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
        (session, tokens.extra)
    }
}

impl<K: ProviderKeys> Flow for LoginFlow<K> {
    type Output = Login;
    type Error = LoginError;

    fn start(&mut self, now: OffsetDateTime) -> Result<Step<Login>, LoginError> {
        let jwt = match mem::replace(&mut self.stage, Stage::Over) {
            Stage::Begin(Arrived::Response(response)) => return self.continue_with(response, now),
            Stage::Begin(Arrived::Jwt(jwt)) => jwt,
            _ => return Err(ExchangeError::from(OutOfTurn).into()),
        };
        let search = self.exchange.search(RelyingParty::response_keys, jwt.signed_jwt(), now);
        match search.map_err(of_jwt)? {
            SearchStep::Keys(keys) => self.verify(&jwt, &keys, now),
            SearchStep::Fetch { fetch, search } => {
                self.stage = Stage::ResponseKeys(search, jwt);
                Ok(Step::Send(fetch.into_request()))
            }
        }
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<Login>, LoginError> {
        match mem::replace(&mut self.stage, Stage::Over) {
            Stage::ResponseKeys(search, jwt) => {
                let keys = search.receive(&response, self.exchange.keys(), now);
                self.verify(&jwt, &keys.map_err(of_jwt)?, now)
            }
            Stage::Keys(search, arrived) => {
                let keys = search.receive(&response, self.exchange.keys(), now);
                self.proceed(*arrived, &keys.map_err(of_id_token)?, now)
            }
            stage => {
                self.stage = stage;
                match self.exchange.receive(&response, now)? {
                    Step::Send(request) => Ok(Step::Send(request)),
                    Step::Done(keys) => self.login(&keys, now).map(Step::Done),
                }
            }
        }
    }

    fn unanswered(&mut self, now: OffsetDateTime) -> Result<Option<Step<Login>>, LoginError> {
        let stage = match mem::replace(&mut self.stage, Stage::Over) {
            Stage::ResponseKeys(search, jwt) => {
                return match search.fail(self.exchange.keys(), now) {
                    Ok(keys) => self.verify(&jwt, &keys, now).map(Some),
                    Err(_) => Ok(None),
                };
            }
            Stage::Keys(search, arrived) => {
                return match search.fail(self.exchange.keys(), now) {
                    Ok(keys) => self.proceed(*arrived, &keys, now).map(Some),
                    Err(_) => Ok(None),
                };
            }
            stage => stage,
        };
        self.stage = stage;
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

/// Converts the error of a search for the keys that verify the ID Token in the callback.
fn of_id_token(error: KeySearchError) -> LoginError {
    match error {
        KeySearchError::Jws(error) => LoginError::CallbackIdToken(error.into()),
        KeySearchError::Keys(error) => LoginError::Exchange(error.into()),
    }
}
