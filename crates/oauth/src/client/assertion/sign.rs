//! Creating and signing a client assertion.

use std::time::Duration;

use symbolon_jose::crypto::RandomError;
use symbolon_jose::jws::{Jws, SignError, UnsignedJws};
use symbolon_jose::jwt::Claims;
use symbolon_jose::{Crypto, NumericDate, SecretString, SignatureAlgorithm, SigningKey};
use thiserror::Error;
use time::OffsetDateTime;

use super::{AssertionLimitError, TYP, limits};
use crate::{ClientId, EncodedJwt, Issuer};

/// An unsigned client assertion, with which a client authenticates one request to one authorization
/// server.
///
/// By default, the audience is the issuer identifier of the server. For a server that accepts only
/// the URL of its token endpoint, use
/// [`audience_token_endpoint`](Self::audience_token_endpoint).
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::{SignatureAlgorithm, SigningKey, jwk::PrivateJwk};
/// use symbolon_oauth::{ClientId, Issuer, client::assertion::ClientAssertion};
///
/// # let now = time::OffsetDateTime::UNIX_EPOCH;
/// # let jwk = PrivateJwk::parse(br#"{"kty":"OKP","crv":"Ed25519",
/// #     "d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
/// #     "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#)?;
/// let key = SigningKey::from_jwk(&jwk, SignatureAlgorithm::EdDsa, &CRYPTO)?;
/// let client_id = ClientId::new("s6BhdRkqt3")?;
/// let issuer = Issuer::new("https://op.example")?;
/// let assertion = ClientAssertion::new(&client_id, &issuer).sign(&key, &CRYPTO, now)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ClientAssertion {
    client_id: ClientId,
    audience: String,
    lifetime: Duration,
}

impl ClientAssertion {
    /// Creates an assertion of this client for this authorization server, valid for one minute.
    pub fn new(client_id: &ClientId, issuer: &Issuer) -> Self {
        Self {
            client_id: client_id.clone(),
            audience: issuer.as_str().to_owned(),
            lifetime: Duration::from_secs(60),
        }
    }

    /// Sets the audience to the URL of the server's token endpoint, instead of the issuer.
    /// [`AssertionAudience::TokenEndpoint`](crate::AssertionAudience::TokenEndpoint) says which
    /// servers need this, and what it costs.
    pub fn audience_token_endpoint(mut self, token_endpoint: &str) -> Self {
        token_endpoint.clone_into(&mut self.audience);
        self
    }

    /// Sets how long the assertion is valid. A fraction of a second is ignored.
    ///
    /// # Errors
    /// [`AssertionLimitError::Lifetime`] when the lifetime is longer than one day.
    pub fn lifetime(mut self, lifetime: Duration) -> Result<Self, AssertionLimitError> {
        limits::check_lifetime(lifetime)?;
        self.lifetime = lifetime;
        Ok(self)
    }

    /// Builds the claims without signing them.
    ///
    /// If you sign the claims yourself, set the header parameter `typ` to [`TYP`].
    /// [`sign`](Self::sign) and [`unsigned`](Self::unsigned) do this for you.
    ///
    /// # Errors
    /// [`RandomError`] when the source of randomness for the `jti` fails.
    pub fn claims(&self, crypto: &Crypto, now: OffsetDateTime) -> Result<Claims, RandomError> {
        let now = NumericDate::from(now);
        let mut claims = Claims::new();
        // RFC 7523 §3 (1), (2) B: issuer and subject are the client.
        claims.iss = Some(self.client_id.as_str().to_owned());
        claims.sub = Some(self.client_id.as_str().to_owned());
        // RFC 7523 §3 (3) as in rfc7523bis: the assertion has exactly one audience.
        claims.aud = vec![self.audience.clone()];
        // RFC 7523 §3 (4), (6).
        claims.exp = Some(now.after(self.lifetime));
        claims.iat = Some(now);
        // Core §9: jti is required, and used once.
        claims.jti = Some(SecretString::random(crypto)?.expose().to_owned());
        Ok(claims)
    }

    /// Signs the assertion with the client's private key.
    ///
    /// # Errors
    /// [`SignClientAssertionError`] when the key is a shared secret, when the source of randomness
    /// for the `jti` fails, or when the cryptography backend cannot sign.
    pub fn sign(
        &self,
        key: &SigningKey,
        crypto: &Crypto,
        now: OffsetDateTime,
    ) -> Result<EncodedJwt, SignClientAssertionError> {
        check_algorithm(key.algorithm())?;
        // rfc7523bis: the explicit type is required of clients.
        Ok(EncodedJwt::new(self.claims(crypto, now)?.sign(TYP, key)?))
    }

    /// Builds the assertion for a remote signer, such as a key management service or a smart card.
    ///
    /// Let the signer sign [`signing_input`](UnsignedJws::signing_input), then attach the signature
    /// with [`UnsignedJws::attach`].
    ///
    /// # Errors
    /// [`SignClientAssertionError`] when `algorithm` uses a shared secret, when the source of
    /// randomness for the `jti` fails, or when the header of the JWT is not valid with this `kid`.
    pub fn unsigned(
        &self,
        algorithm: SignatureAlgorithm,
        kid: Option<&str>,
        crypto: &Crypto,
        now: OffsetDateTime,
    ) -> Result<UnsignedJws, SignClientAssertionError> {
        check_algorithm(algorithm)?;
        let claims = self.claims(crypto, now)?.to_object().to_json();
        // rfc7523bis: the explicit type is required of clients.
        Ok(Jws::new(claims.into_bytes()).typ(TYP).unsigned(algorithm, kid)?)
    }
}

/// Checks Core §9: a private key signs a `private_key_jwt`.
fn check_algorithm(found: SignatureAlgorithm) -> Result<(), SignClientAssertionError> {
    if found.is_mac() { Err(SignClientAssertionError::SharedSecret { found }) } else { Ok(()) }
}

/// The reason why a client assertion cannot be signed.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignClientAssertionError {
    /// The key is a secret that the client shares with the server. This library signs client
    /// assertions only with a private key (`private_key_jwt`), so use a private key
    /// ([OpenID Connect Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
    #[error(
        "a client assertion cannot be signed with the algorithm {found} of a shared secret; use a \
         private key"
    )]
    SharedSecret {
        /// The algorithm of the key.
        found: SignatureAlgorithm,
    },
    /// The source of randomness for the `jti` failed.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The cryptography backend cannot sign, or the header of the JWT is not valid.
    #[error(transparent)]
    Sign(#[from] SignError),
}

impl SignClientAssertionError {
    /// Returns a stable name for logs and metrics, such as `"client_assertion.shared_secret"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::SharedSecret { .. } => "client_assertion.shared_secret",
            Self::Random(error) => error.code(),
            Self::Sign(error) => error.code(),
        }
    }
}
