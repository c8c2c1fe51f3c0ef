//! JWTs that are only encrypted, with a key that sender and recipient share.

use time::OffsetDateTime;

use super::claims::Claims;
use super::error::Error;
use super::expected::Expected;
use super::nested::check_replicas;
use crate::jws::is_same_type;
use crate::{DecryptionKeys, KeyManagementAlgorithm, jwe};

/// A JWT that was encrypted with a shared key, and that has the expected type and claims. Returned
/// only by [`Expected::verify_encrypted_with_shared_key`].
///
/// Every party that has the shared key could have written the token, including the recipient.
#[derive(Clone, Debug)]
pub struct SharedKeyJwt {
    header: jwe::Header,
    claims: Claims,
    algorithm: KeyManagementAlgorithm,
}

impl SharedKeyJwt {
    /// Returns the authenticated header.
    #[must_use]
    pub fn header(&self) -> &jwe::Header {
        &self.header
    }

    /// Returns the authenticated claims.
    #[must_use]
    pub fn claims(&self) -> &Claims {
        &self.claims
    }

    /// Returns the authenticated claims, and discards the rest of the JWT.
    #[must_use]
    pub fn into_claims(self) -> Claims {
        self.claims
    }

    /// Returns the key management algorithm of the key that decrypted the token.
    #[must_use]
    pub fn algorithm(&self) -> KeyManagementAlgorithm {
        self.algorithm
    }
}

impl Expected<'_> {
    /// Decrypts a token in the compact form that is **not signed**, and checks its type and claims in
    /// the same way as [`verify`](Self::verify). `now` is the current time.
    ///
    /// The key must be shared: `dir`, AES key wrap, AES-GCM key encryption or PBES2. Only a party
    /// that has the shared key could have written the token
    /// ([RFC 7519 §7.2](https://www.rfc-editor.org/rfc/rfc7519#section-7.2)).
    ///
    /// Each party that can decrypt such a token can also write such a token. So use a separate key
    /// for each sender. If both parties send tokens with the same key, expect an issuer and an
    /// audience: otherwise, an attacker can send a token back to the party that wrote it.
    ///
    /// ```
    /// use symbolon_crypto_ring::CRYPTO;
    /// use symbolon_jose::jwe::Jwe;
    /// use symbolon_jose::jwt::{Claims, Expected, ExpectedAudience, ExpectedIssuer, ExpectedTyp};
    /// use symbolon_jose::{
    ///     ContentEncryptionAlgorithm as Enc, DecryptionKey, EncryptionKey,
    ///     KeyManagementAlgorithm as Alg, Secret,
    /// };
    /// # let now = time::OffsetDateTime::UNIX_EPOCH;
    ///
    /// let secret = Secret::new(vec![7; 32]);
    /// let claims = Claims::new().issuer("us").audience("us").expires(now + time::Duration::MINUTE);
    /// let key = EncryptionKey::from_secret(&secret, Alg::Dir, Enc::A256Gcm, &CRYPTO)?;
    /// let token = Jwe::new(claims.to_object().to_json().into_bytes()).typ("JWT").encrypt(&key)?;
    ///
    /// let keys = DecryptionKey::from_secret(&secret, Alg::Dir, &[Enc::A256Gcm], &CRYPTO)?.into();
    /// let (issuer, audience) = (ExpectedIssuer::Exactly("us"), ExpectedAudience::Contains("us"));
    /// let expected = Expected::new(ExpectedTyp::Exactly("JWT"), issuer, audience);
    /// let jwt = expected.verify_encrypted_with_shared_key(&token, &keys, now)?;
    /// assert_eq!(jwt.claims().iss.as_deref(), Some("us"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// - [`Error::Jwe`] if the token is not a compact JWE, or cannot be decrypted;
    /// - [`Error::NotAuthenticated`] if the token is encrypted with a public key;
    /// - [`Error::Nested`] if the token contains a signed token: see
    ///   [`verify_encrypted`](Self::verify_encrypted);
    /// - [`Error::Replica`] if the header contains a copy of `iss`, `sub` or `aud` that differs from
    ///   the claim;
    /// - the errors of [`verify`](Self::verify) for the type and the claims.
    pub fn verify_encrypted_with_shared_key(
        &self,
        token: &str,
        keys: &DecryptionKeys,
        now: OffsetDateTime,
    ) -> Result<SharedKeyJwt, Error> {
        let jwe = self.jwe_reader().compact(token)?;
        // RFC 7519 §5.2: `cty` is present if and only if the content is another JWT.
        if jwe.header().cty().is_some_and(|cty| is_same_type(cty, "JWT")) {
            return Err(Error::Nested);
        }
        // RFC 8725 §3.2: a token that anyone could have written proves nothing. It is enough to
        // check the `alg` of the header, because a key decrypts only tokens with the algorithm of
        // the key.
        let algorithm = jwe.header().algorithm()?;
        if !algorithm.is_shared_key() {
            return Err(Error::NotAuthenticated(algorithm));
        }
        let jwe = jwe.decrypt(keys)?;
        let claims = Claims::parse(jwe.plaintext(), &self.limits)?;
        self.check(jwe.header().typ(), &claims, now.into())?;
        check_replicas(jwe.header(), &claims)?;
        Ok(SharedKeyJwt { header: jwe.header().clone(), claims, algorithm: jwe.algorithm() })
    }
}
