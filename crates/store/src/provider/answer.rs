//! The token endpoint: the calls of the engine and of the store in their order.

use core::fmt;
use core::future::ready;

use http::Response;
use symbolon_jose::Object;
use symbolon_oauth::obligation::{SingleUse, Stored};
use symbolon_provider::{Presented, Provider, StoreFailed, TokenError, TokenRefusal, TokenRequest};
use time::OffsetDateTime;

use super::scope::ProviderStore;
use crate::error::Error;

/// The answer to a token request, from [`ProviderStore::answer_token_request`].
///
/// `Debug` does not print the body of the response, which contains the tokens.
#[non_exhaustive]
pub struct TokenAnswer {
    /// The response to send.
    pub response: Response<Vec<u8>>,
    /// The stable name of the reason why the client gets no tokens, such as `"token.spent_code"`, for
    /// logs and metrics. `None` if the response contains tokens.
    pub refused: Option<&'static str>,
    /// The error of the database if the database failed. Write it to your log: the response does not
    /// contain it.
    pub error: Option<Error>,
}

/// The reason why a request is not answered with tokens yet.
enum Failure {
    Refused(TokenRefusal),
    Store(Error),
}

impl ProviderStore {
    /// Answers a token request: authenticates the client, finds the code or refresh token, and writes
    /// the tokens. Revokes the grant if the code or refresh token was used before or was presented by
    /// another client.
    ///
    /// If the database fails, the response has the status 503 and the header `Retry-After`, and the
    /// client can send the same request again.
    ///
    /// Many servers drop the future of a request when the client closes the connection. Run this
    /// function in a separate task then, for example with `tokio::spawn`: a thief could otherwise
    /// prevent the revocation of a stolen grant.
    ///
    /// The ID Token contains no claims about the user, such as `email`: clients fetch them from the
    /// UserInfo endpoint. If clients may ask for claims in the ID Token, with the parameter `claims`,
    /// use [`answer_token_request_about`](Self::answer_token_request_about). If you need different
    /// steps, write the sequence yourself: the
    /// [documentation of `symbolon-provider`](symbolon_provider#the-token-endpoint) shows it.
    ///
    /// ```
    /// use symbolon_provider::{Provider, TokenRequest};
    /// use symbolon_store::ProviderStore;
    /// use time::OffsetDateTime;
    ///
    /// async fn token(
    ///     provider: &Provider, store: &ProviderStore, request: TokenRequest, now: OffsetDateTime,
    /// ) -> http::Response<Vec<u8>> {
    ///     let answer = store.answer_token_request(provider, request, now).await;
    ///     if let Some(error) = answer.error {
    ///         eprintln!("{}: {error}", error.code());
    ///     } else if let Some(code) = answer.refused {
    ///         eprintln!("the token request was refused: {code}");
    ///     }
    ///     answer.response
    /// }
    /// ```
    pub async fn answer_token_request(
        &self,
        provider: &Provider,
        request: TokenRequest,
        now: OffsetDateTime,
    ) -> TokenAnswer {
        self.answer_token_request_about(provider, request, now, |_| ready(Ok(Object::new()))).await
    }

    /// Answers a token request as [`answer_token_request`](Self::answer_token_request) does, and puts
    /// claims about the user into the ID Token: the claims that the client requested for the ID Token
    /// by name, if the user consented to them
    /// ([Core §5.5](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter)).
    ///
    /// `known` returns all claims that your program knows about the user with this `sub`. The
    /// function releases only the claims to which the user consented. It calls `known` only if the
    /// client asked for claims in the ID Token. If `known` fails, the response has the status 503,
    /// and the client can send the same request again.
    ///
    /// ```
    /// use symbolon_jose::Object;
    /// use symbolon_provider::{Provider, StoreFailed, TokenRequest};
    /// use symbolon_store::ProviderStore;
    /// use time::OffsetDateTime;
    ///
    /// async fn token(
    ///     provider: &Provider, store: &ProviderStore, request: TokenRequest, now: OffsetDateTime,
    /// ) -> http::Response<Vec<u8>> {
    ///     store.answer_token_request_about(provider, request, now, claims).await.response
    /// }
    ///
    /// /// Reads the claims from the database of your users.
    /// async fn claims(sub: String) -> Result<Object, StoreFailed> {
    ///     let mut claims = Object::new();
    ///     claims.insert("email", format!("{sub}@op.example"));
    ///     Ok(claims)
    /// }
    /// ```
    pub async fn answer_token_request_about<K, F>(
        &self,
        provider: &Provider,
        request: TokenRequest,
        now: OffsetDateTime,
        known: K,
    ) -> TokenAnswer
    where
        K: FnOnce(String) -> F,
        F: Future<Output = Result<Object, StoreFailed>>,
    {
        match self.issue(provider, request, now, known).await {
            Ok(answer) => answer,
            Err(Failure::Refused(refusal)) => self.refuse(refusal).await,
            Err(Failure::Store(error)) => {
                let refusal = TokenRefusal::from(StoreFailed);
                let refused = Some(refusal.code());
                let response = refusal.into_response(Stored::Confirmed);
                TokenAnswer { response, refused, error: Some(error) }
            }
        }
    }

    async fn issue<K, F>(
        &self,
        provider: &Provider,
        request: TokenRequest,
        now: OffsetDateTime,
        known: K,
    ) -> Result<TokenAnswer, Failure>
    where
        K: FnOnce(String) -> F,
        F: Future<Output = Result<Object, StoreFailed>>,
    {
        self.check_issuer(provider.issuer())?;
        let client = self.known_client(provider, request.client_id(), now).await?;
        let load = |client, keys: &_| provider.load_keys_for_token(&request, client, keys);
        let client = self.with_keys(client, load, now).await;
        let client = provider.authenticate(&request, client.as_ref(), now)?;
        let first_use = self.first_use(client.keys()).await?;
        let client = client.accept(first_use).map_err(TokenRefusal::from)?;
        let issued = match provider.presented(request, client)? {
            Presented::Code(code) => {
                let found = self.find_code(code.fingerprint()).await?;
                let claims = match &found {
                    SingleUse::Fresh(it) if !it.claims.id_token.is_empty() => {
                        it.release(&known(it.signed_in.subject.clone()).await?).id_token
                    }
                    _ => Object::new(),
                };
                provider.redeem(code, found, claims, now)?
            }
            Presented::RefreshToken(token) => {
                let found = self.find_refresh_token(token.fingerprint()).await?;
                let claims = match &found {
                    SingleUse::Fresh(it) if !it.claims.id_token.is_empty() => {
                        it.release(&known(it.signed_in.subject.clone()).await?).id_token
                    }
                    _ => Object::new(),
                };
                provider.refresh(token, found, claims, now)?
            }
            other => return Err(other.refuse().into()),
        };
        let (stored, error) = outcome(self.put_tokens(issued.records()).await);
        let refused = match stored {
            Stored::Confirmed => None,
            Stored::GrantRevoked => Some(TokenError::Revoked.code()),
            Stored::Failed => Some(TokenRefusal::from(StoreFailed).code()),
        };
        Ok(TokenAnswer { response: issued.into_response(stored), refused, error })
    }

    /// Revokes the grant that a refusal names, and returns the response of the refusal.
    async fn refuse(&self, refusal: TokenRefusal) -> TokenAnswer {
        let (stored, error) = match refusal.grant_to_revoke() {
            Some(grant) => outcome(self.revoke_grant(grant).await),
            None => (Stored::Confirmed, None),
        };
        let refused = Some(refusal.code());
        TokenAnswer { response: refusal.into_response(stored), refused, error }
    }
}

/// Separates the answer for the engine from the error for the log.
fn outcome(result: Result<Stored, Error>) -> (Stored, Option<Error>) {
    match result {
        Ok(stored) => (stored, None),
        Err(error) => (Stored::Failed, Some(error)),
    }
}

impl fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenAnswer")
            .field("status", &self.response.status())
            .field("refused", &self.refused)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl From<TokenRefusal> for Failure {
    fn from(refusal: TokenRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreFailed> for Failure {
    fn from(error: StoreFailed) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}
