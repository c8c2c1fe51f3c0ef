//! Issuing ID Tokens: claims are signed only if the relying party would accept them.

use core::time::Duration;

use symbolon_jose::jws::{Jws, SignError};
use symbolon_jose::{Crypto, Object, SigningKey};
use symbolon_oauth::EncodedJwt;

use super::hash::{self, UnknownHash};
use super::members::{Members, REGISTERED};
use super::rules::{Case, RULES};
use super::{
    ExpectedIdToken, IdTokenClaims, IdTokenError, IdTokenPolicy, IdTokenQuirks, NonceExpectation,
};

/// The reason why claims cannot be signed as an ID Token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssueError {
    /// The relying party would refuse the ID Token for this reason
    /// ([Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the relying party would refuse the ID Token: {0}")]
    Refused(#[from] IdTokenError),
    /// [`IdTokenClaims::extra`] contains the claim with this name, for which [`IdTokenClaims`] has
    /// a field. Set that field instead
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
    #[error("`extra` contains `{0}`; set the field of `IdTokenClaims` with that name instead")]
    Registered(&'static str),
    /// The key cannot create the signature
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
    #[error(transparent)]
    Sign(#[from] SignError),
}

impl IssueError {
    /// Returns the stable name of the error, such as `"id_token.registered_claim"`. For
    /// [`Refused`](Self::Refused), the result is the name of the [`IdTokenError`] in the variant.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(error) => error.code(),
            Self::Registered(_) => "id_token.registered_claim",
            Self::Sign(error) => error.code(),
        }
    }
}

impl From<UnknownHash> for IssueError {
    fn from(error: UnknownHash) -> Self {
        Self::Refused(error.into())
    }
}

impl IdTokenClaims {
    /// Signs the claims as an ID Token for a login. Before the call, set [`nonce`](Self::nonce) to
    /// the nonce of the authentication request, or to `None` if the request contained no nonce
    /// ([Core §3.1.3.6](https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken)).
    ///
    /// ```
    /// use symbolon_crypto_ring::CRYPTO;
    /// # use symbolon_jose::{NumericDate, Secret, SignatureAlgorithm, SigningKey};
    /// # use symbolon_oauth::{ClientId, Issuer};
    /// # use symbolon_oidc::{IdTokenClaims, Nonce};
    /// # let secret = Secret::new(b"a client secret of at least 32 bytes".to_vec());
    /// # let key = SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?;
    /// # let now = time::OffsetDateTime::UNIX_EPOCH;
    /// let issuer = Issuer::new("https://op.example")?;
    /// let client_id = ClientId::new("s6BhdRkqt3")?;
    /// let expires = now + time::Duration::minutes(10);
    /// let mut claims =
    ///     IdTokenClaims::new(&issuer, "alice", &client_id, now.into(), expires.into());
    /// claims.nonce = Some(Nonce::new("n-0S6_WzA2Mj".into()));
    /// let id_token = claims.sign(&key, &CRYPTO)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`IssueError`] if the relying party would refuse the ID Token, if `extra` contains a claim
    /// that has a field in [`IdTokenClaims`], or if the key cannot sign.
    pub fn sign(&self, key: &SigningKey, crypto: &Crypto) -> Result<EncodedJwt, IssueError> {
        let nonce = self.nonce.as_ref().map_or(NonceExpectation::NotSent, NonceExpectation::Sent);
        self.sign_for(&ExpectedIdToken::login(nonce), key, crypto)
    }

    /// Signs the claims as an ID Token for a login or a refresh, if a relying party that expects
    /// the values in `expected` would accept the ID Token.
    ///
    /// If `at_hash` is `None` and `expected` contains an access token, the signed claims contain
    /// the hash of that access token. If `c_hash` is `None` and `expected` contains an
    /// authorization code, the signed claims contain the hash of that code. If `s_hash` is `None`
    /// and `expected` contains a `state`, the signed claims contain the hash of that `state`. The
    /// claims must then obey the [`RULES`] about claims; for this check, the current time is `iat` and the leeway is
    /// zero. If `expected` contains a `max_age` or
    /// [`authenticated_since`](ExpectedIdToken::authenticated_since), `auth_time` must be present.
    /// This method does not check the age of `auth_time`, because the client can redeem the code
    /// much later. The provider must check the age when it answers the authentication request.
    ///
    /// # Errors
    /// [`IssueError`] if the relying party would refuse the ID Token, if `extra` contains a claim
    /// that has a field in [`IdTokenClaims`], or if the key cannot sign.
    pub fn sign_for(
        &self,
        expected: &ExpectedIdToken<'_>,
        key: &SigningKey,
        crypto: &Crypto,
    ) -> Result<EncodedJwt, IssueError> {
        if let Some(name) = REGISTERED.iter().find(|name| self.extra.contains(name)) {
            return Err(IssueError::Registered(name));
        }
        let claims = Object::from(&self.with_hashes(expected, key, crypto)?);
        self.check_rules(&claims, expected, key, crypto)?;
        // RFC 7519 §5.1: `typ` is "JWT".
        let token = Jws::new(claims.to_json().into_bytes()).typ("JWT").sign(key)?;
        Ok(EncodedJwt::new(token))
    }

    /// Returns the claims with `at_hash`, `c_hash` and `s_hash` filled in.
    fn with_hashes(
        &self,
        expected: &ExpectedIdToken<'_>,
        key: &SigningKey,
        crypto: &Crypto,
    ) -> Result<Self, UnknownHash> {
        let mut claims = self.clone();
        if let (None, Some(token)) = (&self.at_hash, expected.access_token) {
            claims.at_hash = Some(hash::at_hash(key.algorithm(), token, crypto)?);
        }
        if let (None, Some(code)) = (&self.c_hash, expected.code) {
            claims.c_hash = Some(hash::c_hash(key.algorithm(), code, crypto)?);
        }
        if let (None, Some(state)) = (&self.s_hash, expected.state) {
            claims.s_hash = Some(hash::s_hash(key.algorithm(), state, crypto)?);
        }
        Ok(claims)
    }

    /// Checks the rules as the relying party will, over the members that it will read.
    fn check_rules(
        &self,
        claims: &Object,
        expected: &ExpectedIdToken<'_>,
        key: &SigningKey,
        crypto: &Crypto,
    ) -> Result<(), IdTokenError> {
        let mut expected = expected.clone();
        expected.auth_time = expected.requires_auth_time();
        (expected.max_age, expected.authenticated_since) = (None, None);
        let policy = IdTokenPolicy {
            leeway: Duration::ZERO,
            trusted_audiences: self.aud.clone(),
            ..IdTokenPolicy::default()
        };
        let case = Case {
            members: &Members::read(claims.clone()),
            algorithm: Some(key.algorithm()),
            issuer: &self.iss,
            client_id: self.azp.as_ref().or(self.aud.first()).map_or("", String::as_str),
            policy: &policy,
            quirks: &IdTokenQuirks::default(),
            expected: &expected,
            crypto,
            now: self.iat,
        };
        RULES.iter().try_for_each(|rule| rule.check().ask_before_signing(&case).map(|_| ()))
    }
}
