use std::time::Duration;

use symbolon_jose::crypto::RandomError;
use symbolon_jose::jws::{Jws, SignError, UnsignedJws};
use symbolon_jose::jwt::Claims;
use symbolon_jose::{Crypto, NumericDate, SecretString, SignatureAlgorithm, SigningKey};
use thiserror::Error;
use time::OffsetDateTime;

use super::TYP;
use crate::{ClientId, EncodedJwt, Issuer};

/// An assertion that a client makes about itself, to one authorization server, for one request.
///
/// Its audience is the issuer alone. It takes no endpoint on purpose: a malicious server that
/// publishes another one's endpoint as its own would get an assertion that is good there.
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
    issuer: Issuer,
    lifetime: Duration,
}

impl ClientAssertion {
    /// An assertion of this client to this authorization server, good for one minute.
    pub fn new(client_id: &ClientId, issuer: &Issuer) -> ClientAssertion {
        ClientAssertion {
            client_id: client_id.clone(),
            issuer: issuer.clone(),
            lifetime: Duration::from_secs(60),
        }
    }

    /// How long the assertion is good for, in whole seconds.
    pub fn lifetime(mut self, lifetime: Duration) -> ClientAssertion {
        self.lifetime = lifetime;
        self
    }

    /// The claims alone. Whoever signs them states the `typ` [`TYP`], as [`sign`](Self::sign) and
    /// [`unsigned`](Self::unsigned) do.
    ///
    /// # Errors
    /// [`RandomError`] when there is no randomness for the `jti`.
    pub fn claims(&self, crypto: &Crypto, now: OffsetDateTime) -> Result<Claims, RandomError> {
        let now = NumericDate::from(now);
        let mut claims = Claims::new();
        // RFC 7523 §3 (1), (2) B: issuer and subject are the client.
        claims.iss = Some(self.client_id.as_str().to_owned());
        claims.sub = Some(self.client_id.as_str().to_owned());
        // rfc7523bis, on RFC 7523 §3 (3): the issuer identifier, and no other audience.
        claims.aud = vec![self.issuer.as_str().to_owned()];
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
    /// The key is a shared secret, or the backend fails.
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

    /// The assertion for a signer elsewhere, a key management service or a smart card: sign what
    /// [`signing_input`](UnsignedJws::signing_input) gives, and attach the signature.
    ///
    /// # Errors
    /// The algorithm is that of a shared secret, there is no randomness for the `jti`, or the `kid`
    /// cannot be written.
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

/// Core §9: private_key_jwt is signed with a private key.
fn check_algorithm(algorithm: SignatureAlgorithm) -> Result<(), SignClientAssertionError> {
    if algorithm.is_mac() { Err(SignClientAssertionError::SharedSecret) } else { Ok(()) }
}

/// Why a client assertion cannot be signed.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignClientAssertionError {
    /// The key is a secret that the server has too, so it makes no `private_key_jwt`:
    /// [OpenID Connect Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication).
    #[error("a client assertion is signed with a private key")]
    SharedSecret,
    /// The backend has no randomness for the `jti`.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The backend cannot sign.
    #[error(transparent)]
    Sign(#[from] SignError),
}

impl SignClientAssertionError {
    /// A stable name, such as `"client_assertion.shared_secret"`.
    pub fn code(&self) -> &'static str {
        match self {
            SignClientAssertionError::SharedSecret => "client_assertion.shared_secret",
            SignClientAssertionError::Random(error) => error.code(),
            SignClientAssertionError::Sign(error) => error.code(),
        }
    }
}
