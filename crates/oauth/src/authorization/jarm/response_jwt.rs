//! The JWT in which a provider sends an authorization response.

use core::time::Duration;

use symbolon_jose::jwt::{self, Claims};
use symbolon_jose::{EncryptionKey, Excerpt, NumericDate, SigningKey};
use time::OffsetDateTime;

use crate::{ClientId, Issuer, Parameters, UndeliverableResponse};

/// The parties, the expiry and the keys of the JWT in which a provider sends an authorization
/// response.
///
/// [JARM §2.1](https://openid.net/specs/oauth-v2-jarm.html#name-the-jwt-response-document),
/// [§2.2](https://openid.net/specs/oauth-v2-jarm.html#name-signing-and-encryption). Pass it to
/// [`ReturnPath::jwt`](crate::ReturnPath::jwt). Create a new value for each response, because the
/// JWT expires ten minutes after the time that you pass.
///
/// ```
/// use symbolon_jose::SigningKey;
/// use symbolon_oauth::jarm::ResponseJwt;
/// use symbolon_oauth::{
///     ClientId, Issuer, RedirectUri, ResponseMode, ResponseModeError, ResponseType, ReturnPath,
/// };
///
/// # fn path(now: time::OffsetDateTime, redirect_uri: RedirectUri, issuer: &Issuer,
/// #     client_id: &ClientId, key: SigningKey) -> Result<ReturnPath, ResponseModeError> {
/// let jwt = ResponseJwt::new(issuer, client_id, key, now);
/// let path = ReturnPath::new(redirect_uri, &ResponseType::CODE, Some(&ResponseMode::JWT))?;
/// Ok(path.issuer(issuer).jwt(jwt))
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ResponseJwt {
    issuer: Issuer,
    client_id: ClientId,
    expires: NumericDate,
    signing: SigningKey,
    encryption: Option<EncryptionKey>,
}

impl ResponseJwt {
    /// How long the JWT is valid: ten minutes, the longest time that
    /// [JARM §2.1](https://openid.net/specs/oauth-v2-jarm.html#name-the-jwt-response-document)
    /// recommends.
    pub const LIFETIME: Duration = Duration::from_secs(600);

    /// Creates a JWT that this issuer signs for this client at the time `now`.
    pub fn new(
        issuer: &Issuer,
        client_id: &ClientId,
        key: SigningKey,
        now: OffsetDateTime,
    ) -> Self {
        Self {
            issuer: issuer.clone(),
            client_id: client_id.clone(),
            expires: NumericDate::from(now).after(Self::LIFETIME),
            signing: key,
            encryption: None,
        }
    }

    /// Sets the key with which the signed JWT is encrypted for the client.
    pub fn encrypt(mut self, key: EncryptionKey) -> Self {
        self.encryption = Some(key);
        self
    }

    /// Returns whether the signed JWT is encrypted.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.encryption.is_some()
    }

    /// Signs the parameters of a response, and encrypts the result if there is a key.
    pub(in crate::authorization) fn write(
        &self,
        parameters: &Parameters,
    ) -> Result<String, UndeliverableResponse> {
        // JARM §2.2: the JWT is signed, or signed and then encrypted.
        let signed = self.claims(parameters)?.sign("JWT", &self.signing)?;
        match &self.encryption {
            None => Ok(signed),
            Some(key) => Ok(jwt::encrypt(&signed, key)?),
        }
    }

    fn claims(&self, parameters: &Parameters) -> Result<Claims, UndeliverableResponse> {
        let mut claims =
            Claims::new().issuer(self.issuer.as_str()).audience(self.client_id.as_str());
        claims.exp = Some(self.expires);
        // RFC 9207 §2.4: the claim `iss` takes the place of the parameter.
        for (name, value) in parameters.iter().filter(|(name, _)| *name != "iss") {
            if RESERVED.contains(&name) || claims.extra.contains(name) {
                return Err(UndeliverableResponse::Parameter { name: Excerpt::new(name) });
            }
            // JARM §2.1: numerical values are numbers, all other values are strings.
            match value.parse::<u64>() {
                Ok(seconds) if name == "expires_in" => claims.extra.insert(name, seconds),
                _ => claims.extra.insert(name, value),
            };
        }
        Ok(claims)
    }
}

/// The names of the claims of RFC 7519 §4.1, except `iss`. A parameter with one of these names
/// cannot be in the JWT, because the claim has another meaning.
pub(super) const RESERVED: [&str; 6] = ["sub", "aud", "exp", "nbf", "iat", "jti"];

/// Two values are equal if they have the same issuer, client and expiry, and keys with the same
/// `kid` and algorithm. The secret parts of the keys are not compared.
impl PartialEq for ResponseJwt {
    fn eq(&self, other: &Self) -> bool {
        fn encryption(jwt: &ResponseJwt) -> Option<impl PartialEq> {
            let key = jwt.encryption.as_ref()?;
            Some((key.kid(), key.algorithm(), key.content_encryption()))
        }
        self.issuer == other.issuer
            && self.client_id == other.client_id
            && self.expires == other.expires
            && (self.signing.kid(), self.signing.algorithm())
                == (other.signing.kid(), other.signing.algorithm())
            && encryption(self) == encryption(other)
    }
}
