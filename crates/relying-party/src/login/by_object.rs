//! Logins whose parameters are in a request object.

use symbolon_jose::{EncryptionKey, Secret, SignatureAlgorithm, SigningKey};
use symbolon_oauth::EncodedJwt;
use symbolon_oauth::request_object::RequestObjectUri;
use time::OffsetDateTime;
use url::Url;

use super::request_object::{self, Signing};
use super::{LoginRequest, LoginRequestError, PendingLogin};

impl LoginRequest {
    /// Sends the parameters in a request object that this key signs, so that a parameter
    /// that is changed in the browser has no effect
    /// ([RFC 9101 §5.1](https://www.rfc-editor.org/rfc/rfc9101#section-5.1)).
    ///
    /// The provider must know the public key, for example from the client's `jwks`. The URL then
    /// contains only `client_id`, `response_type`, `scope=openid` and the object. The object is
    /// valid for five minutes: call [`begin`](Self::begin) only while you answer a
    /// request of the browser.
    ///
    /// [`begin`](Self::begin) fails if the provider's metadata does not say that the provider
    /// supports the parameter `request` and the algorithm of the key.
    ///
    /// ```
    /// # use symbolon_jose::SigningKey;
    /// # use symbolon_oauth::RedirectUri;
    /// # use symbolon_relying_party::{LoginRequest, RelyingParty};
    /// fn signed(rp: &RelyingParty, redirect_uri: &RedirectUri, key: SigningKey) -> LoginRequest {
    ///     rp.login(redirect_uri).scope("email").request_object(key)
    /// }
    /// ```
    pub fn request_object(mut self, key: SigningKey) -> Self {
        self.object.signing = Some(Signing::Key(key));
        self
    }

    /// Sends the parameters in a request object, as [`request_object`](Self::request_object) does,
    /// and signs it with the client secret. `algorithm` is `HS256`, `HS384` or `HS512`
    /// ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)).
    ///
    /// [`begin`](Self::begin) fails if the client has no secret, or if the secret is too short for
    /// the algorithm.
    pub fn request_object_with_secret(self, algorithm: SignatureAlgorithm) -> Self {
        let key = self.rp.client().authentication.secret().map(|secret| {
            let secret = Secret::new(secret.expose().as_bytes().to_vec());
            SigningKey::from_secret(&secret, algorithm, self.rp.crypto())
        });
        match key {
            Some(Ok(key)) => self.request_object(key),
            Some(Err(error)) => self.change(|_| Err(error.into())),
            None => self.change(|_| Err(LoginRequestError::NoClientSecret)),
        }
    }

    /// Encrypts the signed request object for the provider, so that only the provider can read
    /// the parameters ([RFC 9101 §4](https://www.rfc-editor.org/rfc/rfc9101#section-4)).
    ///
    /// Call [`request_object`](Self::request_object), too. `key` is a key of the provider's JWK Set
    /// with the `use` `enc`: see
    /// [`PublicJwkSet::encryption_key`](symbolon_jose::jwk::PublicJwkSet::encryption_key).
    ///
    /// [`begin`](Self::begin) fails if the request object is not signed, or if the provider's
    /// metadata lists other algorithms for encryption.
    ///
    /// ```
    /// # use symbolon_jose::jwk::{EncryptionKeyError, PublicJwkSet};
    /// # use symbolon_jose::{ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, SigningKey};
    /// # use symbolon_oauth::RedirectUri;
    /// # use symbolon_relying_party::{LoginRequest, RelyingParty};
    /// fn encrypted(
    ///     rp: &RelyingParty, redirect_uri: &RedirectUri, key: SigningKey, provider: &PublicJwkSet,
    ///     crypto: &Crypto,
    /// ) -> Result<LoginRequest, EncryptionKeyError> {
    ///     let (alg, enc) = (KeyManagementAlgorithm::EcdhEs, ContentEncryptionAlgorithm::A256Gcm);
    ///     let theirs = provider.encryption_key(None, alg, enc, crypto)?;
    ///     Ok(rp.login(redirect_uri).request_object(key).encrypt_request_object(theirs))
    /// }
    /// ```
    pub fn encrypt_request_object(mut self, key: EncryptionKey) -> Self {
        self.object.encryption = Some(key);
        self
    }

    /// Removes the signature from the request object, for `danger::send_unsigned_request_object`.
    pub(crate) fn unsigned_request_object(mut self) -> Self {
        self.object.signing = Some(Signing::Unsigned);
        self
    }

    /// Begins the login as [`begin`](Self::begin) does, with a URL that contains only the address of
    /// the request object. Returns the URL, the login to store, and the request object.
    ///
    /// Serve the request object at `uri` with
    /// [`hosted::to_http`](symbolon_oauth::request_object::hosted::to_http), until the callback
    /// arrives or the object expires after five minutes. Use a `uri` with a random part, and
    /// another `uri` for each login, because the provider is allowed to cache the object. The provider
    /// must allow the `uri`, for example because the client registered it in its `request_uris`. The
    /// URL has the hash of the object as the fragment of `uri`
    /// ([Core §6.2](https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter)).
    ///
    /// # Errors
    /// The errors of [`begin`](Self::begin), [`LoginRequestError::NoRequestObjectKey`] when
    /// [`request_object`](Self::request_object) was not called, [`LoginRequestError::NoRequestUri`]
    /// when the provider does not support `request_uri`, [`LoginRequestError::RequestUriTooLong`] when
    /// the URI with the hash has more than 512 characters, and
    /// [`LoginRequestError::HostedObject`] when the object is too long.
    ///
    /// ```
    /// # use symbolon_jose::SigningKey;
    /// # use symbolon_oauth::request_object::{RequestObjectUri, hosted};
    /// # use symbolon_oauth::{RedirectUri, SyntaxError};
    /// # use symbolon_relying_party::{LoginRequestError, PendingLogin, RelyingParty};
    /// # fn example(rp: RelyingParty, redirect_uri: RedirectUri, key: SigningKey, uri: RequestObjectUri,
    /// #     now: time::OffsetDateTime) -> Result<(), LoginRequestError> {
    /// let login = rp.login(&redirect_uri).request_object(key);
    /// let (url, pending, object) = login.begin_by_reference(&uri, now)?;
    /// let response = hosted::to_http(&object); // for GET requests to `uri`
    /// # Ok(()) }
    /// ```
    pub fn begin_by_reference(
        self,
        uri: &RequestObjectUri,
        now: OffsetDateTime,
    ) -> Result<(Url, PendingLogin, EncodedJwt), LoginRequestError> {
        let (rp, keys) = (self.rp.clone(), self.object.clone());
        let (request, pending) = self.prepare(now)?;
        let (url, object) = request_object::by_reference(&rp, request, &keys, uri, now)?;
        Ok((url, pending, object))
    }
}
