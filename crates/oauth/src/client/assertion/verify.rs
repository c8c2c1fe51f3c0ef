use std::time::Duration;

use symbolon_jose::jws::CompactJws;
use symbolon_jose::jwt::{self, Claims, ExpectedAudience, ExpectedTyp, Jwt};
use symbolon_jose::{Crypto, Fingerprint, NumericDate, SignatureAlgorithm, VerificationKeys};
use thiserror::Error;
use time::OffsetDateTime;

use super::TYP;
use crate::obligation::{ReplayKey, Unreplayed};
use crate::{ClientId, EncodedJwt, ErrorCode, ErrorResponse, Issuer};

/// What the assertion of a client must say to be accepted by an authorization server.
///
/// Required always: issuer and subject are the client, the audience is this server and nobody else,
/// `exp` is ahead but not far, `jti` is there, and a key of the client has signed. What is left is
/// whether the `jti` is new, which the [`Unreplayed`] asks.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[must_use]
pub struct ExpectedAssertion {
    /// The client whose keys are given to [`verify`](Self::verify).
    pub client_id: ClientId,
    /// This authorization server.
    pub issuer: Issuer,
    /// Also accepted as the sole audience: the token endpoint's URL, for clients older than
    /// [rfc7523bis](https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/). `None` by
    /// default: with it, an assertion that a malicious server got a client to sign is good here.
    pub token_endpoint: Option<String>,
    /// Whether `typ` must be there. `false` by default, as rfc7523bis recommends, since the
    /// audience is what protects. A `typ` of another kind of token is never accepted, nor, without
    /// one, a claim that only other kinds have.
    pub explicit_type: bool,
    /// How far ahead `exp` may be; one hour by default. It is how long a `jti` must be remembered.
    pub max_lifetime: Duration,
    /// How far the two clocks may be apart; one minute by default.
    pub leeway: Duration,
}

impl ExpectedAssertion {
    /// Expects an assertion of this client to this authorization server.
    pub fn new(client_id: &ClientId, issuer: &Issuer) -> ExpectedAssertion {
        ExpectedAssertion {
            client_id: client_id.clone(),
            issuer: issuer.clone(),
            token_endpoint: None,
            explicit_type: false,
            max_lifetime: Duration::from_secs(60 * 60),
            leeway: Duration::from_secs(60),
        }
    }

    /// Verifies an assertion with the keys of the client, and leaves open only whether it was used
    /// before.
    ///
    /// # Errors
    /// See [`ClientAssertionError`].
    pub fn verify(
        &self,
        assertion: &EncodedJwt,
        keys: &VerificationKeys,
        crypto: &Crypto,
        now: OffsetDateTime,
    ) -> Result<Unreplayed<VerifiedClientAssertion>, ClientAssertionError> {
        let jwt = jwt::Expected::new(
            self.typ(assertion)?,
            // RFC 7523 §3 (1), (2) B: issuer and subject are the client.
            jwt::ExpectedIssuer::Exactly(self.client_id.as_str()),
            ExpectedAudience::NotChecked,
        )
        .subject(jwt::ExpectedSubject::Exactly(self.client_id.as_str()))
        .leeway(self.leeway)
        .verify(assertion.expose(), keys, now)?;
        check_kind(&jwt)?;
        // Core §9: private_key_jwt is signed with a private key.
        if jwt.algorithm().is_mac() {
            return Err(ClientAssertionError::SharedSecret);
        }
        self.check_audience(jwt.claims())?;
        let expires = self.check_lifetime(jwt.claims(), now.into())?;
        let algorithm = jwt.algorithm();
        // Core §9: jti is required.
        let jti = jwt.into_claims().jti.filter(|jti| !jti.is_empty());
        let jti = jti.ok_or(ClientAssertionError::Jwt(jwt::Error::Missing("jti")))?;
        let key = self.replay_key(&jti, expires, crypto);
        let client_id = self.client_id.clone();
        let verified = VerifiedClientAssertion { client_id, jti, expires, algorithm };
        Ok(Unreplayed::new(verified, vec![key]))
    }

    /// rfc7523bis: explicitly typed, or, from clients that do not know of it, not typed at all.
    fn typ(&self, assertion: &EncodedJwt) -> Result<ExpectedTyp<'static>, jwt::Error> {
        let is_typed = CompactJws::parse(assertion.expose())?.header().is_type(TYP);
        Ok(if is_typed || self.explicit_type {
            ExpectedTyp::Exactly(TYP)
        } else {
            ExpectedTyp::Untyped
        })
    }

    fn check_audience(&self, claims: &Claims) -> Result<(), ClientAssertionError> {
        // rfc7523bis, on RFC 7523 §3 (3): this server's issuer identifier is the sole audience. An
        // array that holds nothing else says the same as the string.
        let [audience] = claims.aud.as_slice() else { return Err(ClientAssertionError::Audience) };
        // RFC 3986 §6.2.1: compared as strings, character by character.
        if audience == self.issuer.as_str() || Some(audience) == self.token_endpoint.as_ref() {
            return Ok(());
        }
        Err(ClientAssertionError::Audience)
    }

    fn check_lifetime(
        &self,
        claims: &Claims,
        now: NumericDate,
    ) -> Result<NumericDate, ClientAssertionError> {
        let expires = claims.exp.ok_or(ClientAssertionError::Jwt(jwt::Error::Missing("exp")))?;
        // RFC 7523 §3 (4): exp may be refused when it is unreasonably far ahead.
        if expires > now.after(self.max_lifetime).after(self.leeway) {
            return Err(ClientAssertionError::Lifetime);
        }
        Ok(expires)
    }

    /// RFC 7523 §3 (7): remembered as long as the assertion would be accepted. The `jti` is the
    /// client's own, so two clients may use the same; neither has a line break in front of it.
    fn replay_key(&self, jti: &str, expires: NumericDate, crypto: &Crypto) -> ReplayKey {
        let name = format!("client_assertion\n{}\n{jti}", self.client_id);
        ReplayKey::new(Fingerprint::of(name.as_bytes(), crypto), expires.after(self.leeway))
    }
}

/// RFC 8725 §3.12: what does not say of which kind it is must not say what only another kind does.
fn check_kind(jwt: &Jwt) -> Result<(), jwt::Error> {
    let of_another_kind = OF_OTHER_KINDS.iter().any(|name| jwt.claims().extra.contains(name));
    if of_another_kind && !jwt.header().is_type(TYP) { Err(jwt::Error::Type) } else { Ok(()) }
}

/// What no client says to authenticate, and what the same key may have signed for another purpose:
/// an ID Token (Core §2, §3.3.2.11), a security event or logout token (RFC 8417 §4.3), a request
/// object (RFC 9101 §10.8).
const OF_OTHER_KINDS: [&str; 6] =
    ["auth_time", "nonce", "at_hash", "c_hash", "events", "response_type"];

/// An assertion that a client's key has signed for this server, and that nobody used before.
///
/// Intentionally without a public constructor:
///
/// ```compile_fail,E0451
/// use symbolon_oauth::client::assertion::VerifiedClientAssertion;
/// fn forge(other: VerifiedClientAssertion) -> VerifiedClientAssertion {
///     VerifiedClientAssertion { jti: "forged".to_owned(), ..other }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedClientAssertion {
    client_id: ClientId,
    jti: String,
    expires: NumericDate,
    algorithm: SignatureAlgorithm,
}

impl VerifiedClientAssertion {
    /// The client that is authenticated.
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// `jti`: the assertion's own name.
    pub fn jti(&self) -> &str {
        &self.jti
    }

    /// `exp`: when the assertion ends.
    pub fn expires(&self) -> NumericDate {
        self.expires
    }

    /// The algorithm it was signed with.
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }
}

/// Why a client assertion is not accepted.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientAssertionError {
    /// Not a JWT of this client that is in its time:
    /// [RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3).
    #[error(transparent)]
    Jwt(#[from] jwt::Error),
    /// The audience is not this server alone:
    /// [RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3), item 3, as rfc7523bis has
    /// it.
    #[error("the assertion is not for this issuer alone")]
    Audience,
    /// `exp` is further ahead than allowed:
    /// [RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3), item 4.
    #[error("the assertion lives too long")]
    Lifetime,
    /// Authenticated with a shared secret, which is another method:
    /// [OpenID Connect Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication).
    #[error("the assertion is not signed with a private key")]
    SharedSecret,
}

impl ClientAssertionError {
    /// A stable name, such as `"client_assertion.audience"`.
    pub fn code(&self) -> &'static str {
        match self {
            ClientAssertionError::Jwt(error) => error.code(),
            ClientAssertionError::Audience => "client_assertion.audience",
            ClientAssertionError::Lifetime => "client_assertion.lifetime",
            ClientAssertionError::SharedSecret => "client_assertion.shared_secret",
        }
    }
}

impl From<ClientAssertionError> for ErrorResponse {
    /// RFC 7523 §3.2: whatever the reason, `invalid_client`.
    fn from(error: ClientAssertionError) -> ErrorResponse {
        ErrorResponse::new(ErrorCode::INVALID_CLIENT).description(&error.to_string())
    }
}
