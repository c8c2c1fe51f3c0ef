//! Creating and signing a request object.

use std::time::Duration;

use symbolon_jose::crypto::RandomError;
use symbolon_jose::jws::SignError;
use symbolon_jose::jwt::{self, Claims, NestError};
use symbolon_jose::{
    Crypto, EncryptionKey, Excerpt, NumericDate, Object, SecretString, SigningKey, base64url,
};
use time::OffsetDateTime;

use super::TYP;
use super::members::members_of;
use crate::{ClientId, EncodedJwt, Issuer, Parameters};

/// An unsigned request object: the parameters of an authorization request, which a client signs for
/// one authorization server.
///
/// [RFC 9101 §4](https://www.rfc-editor.org/rfc/rfc9101#section-4). Send the signed object as the
/// parameter `request`, together with `client_id`.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::SigningKey;
/// use symbolon_oauth::request_object::{RequestObject, SignRequestObjectError};
/// use symbolon_oauth::{AuthorizationRequest, EncodedJwt, Issuer};
///
/// fn object(
///     request: &AuthorizationRequest, provider: &Issuer, key: &SigningKey,
///     now: time::OffsetDateTime,
/// ) -> Result<EncodedJwt, SignRequestObjectError> {
///     let parameters = request.to_parameters();
///     RequestObject::new(&request.client_id, provider, parameters).sign(key, &CRYPTO, now)
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct RequestObject {
    client_id: ClientId,
    issuer: Issuer,
    parameters: Parameters,
    lifetime: Duration,
    encryption: Option<EncryptionKey>,
}

impl RequestObject {
    /// How long a request object is valid by default: five minutes.
    pub const LIFETIME: Duration = Duration::from_secs(300);

    /// Creates a request object of this client for this authorization server.
    pub fn new(client_id: &ClientId, issuer: &Issuer, parameters: Parameters) -> Self {
        Self {
            client_id: client_id.clone(),
            issuer: issuer.clone(),
            parameters,
            lifetime: Self::LIFETIME,
            encryption: None,
        }
    }

    /// Sets how long the request object is valid. A fraction of a second is ignored.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Sets the key of the server with which the signed request object is encrypted.
    pub fn encrypt(mut self, key: EncryptionKey) -> Self {
        self.encryption = Some(key);
        self
    }

    /// Signs the request object, and encrypts the result if [`encrypt`](Self::encrypt) set a key.
    ///
    /// # Errors
    /// - [`SignRequestObjectError::Parameter`] when a request object cannot contain one of the
    ///   parameters;
    /// - [`SignRequestObjectError::Random`], [`Sign`](SignRequestObjectError::Sign) or
    ///   [`Encrypt`](SignRequestObjectError::Encrypt) when the source of randomness for the `jti`
    ///   fails, or when the cryptography backend cannot sign or encrypt.
    pub fn sign(
        &self,
        key: &SigningKey,
        crypto: &Crypto,
        now: OffsetDateTime,
    ) -> Result<EncodedJwt, SignRequestObjectError> {
        // RFC 9101 §10.8: with the explicit type, no recipient takes the object for another kind of
        // token.
        let signed = self.claims(crypto, now)?.sign(TYP, key)?;
        // RFC 9101 §4: signed, then encrypted.
        Ok(EncodedJwt::new(match &self.encryption {
            None => signed,
            Some(key) => jwt::encrypt(&signed, key)?,
        }))
    }

    /// Writes the request object with the `alg` `none`.
    pub(crate) fn unsigned(
        &self,
        crypto: &Crypto,
        now: OffsetDateTime,
    ) -> Result<EncodedJwt, SignRequestObjectError> {
        let mut header = Object::new();
        header.insert("alg", "none");
        header.insert("typ", TYP);
        let claims = self.claims(crypto, now)?.to_object();
        let [header, claims] =
            [header, claims].map(|part| base64url::encode(part.to_json().as_bytes()));
        Ok(EncodedJwt::new(format!("{header}.{claims}.")))
    }

    fn claims(
        &self,
        crypto: &Crypto,
        now: OffsetDateTime,
    ) -> Result<Claims, SignRequestObjectError> {
        let client_id = self.client_id.as_str();
        let parameter = |name| SignRequestObjectError::Parameter { name };
        if self.parameters.get("client_id").is_some_and(|found| found != client_id) {
            return Err(parameter(Excerpt::new("client_id")));
        }
        let now = NumericDate::from(now);
        // RFC 9101 §4: `iss` and `aud`. §10.8: no `sub`.
        let mut claims = Claims::new().issuer(client_id).audience(self.issuer.as_str());
        claims.exp = Some(now.after(self.lifetime));
        claims.iat = Some(now);
        claims.jti = Some(SecretString::random(crypto)?.expose().to_owned());
        claims.extra = members_of(&self.parameters).map_err(parameter)?;
        // RFC 9101 §5: `client_id` is in the object, too.
        claims.extra.insert("client_id", client_id);
        Ok(claims)
    }
}

/// The reason why a request object cannot be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignRequestObjectError {
    /// A request object cannot contain this parameter: it is `request`, `request_uri`, a claim of
    /// JWTs such as `sub`, the `client_id` of another client, or its value is not JSON although
    /// this parameter must be JSON
    /// ([RFC 9101 §4](https://www.rfc-editor.org/rfc/rfc9101#section-4)).
    #[error("a request object cannot contain the parameter {name} with this value")]
    Parameter {
        /// The name of the parameter.
        name: Excerpt,
    },
    /// The source of randomness for the `jti` failed.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The cryptography backend cannot sign.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The signed request object cannot be encrypted.
    #[error(transparent)]
    Encrypt(#[from] NestError),
}

impl SignRequestObjectError {
    /// Returns a stable name for logs and metrics, such as `"request_object.parameter"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parameter { .. } => "request_object.parameter",
            Self::Random(error) => error.code(),
            Self::Sign(error) => error.code(),
            Self::Encrypt(error) => error.code(),
        }
    }
}
