//! Issuing by the provider: nothing is signed that the relying party would have to refuse.

use core::time::Duration;

use symbolon_jose::jws::{Jws, SignError};
use symbolon_jose::{Crypto, Object, SigningKey};
use symbolon_oauth::EncodedJwt;

use super::members::{Members, REGISTERED};
use super::rules::{Case, RULES};
use super::{ExpectedIdToken, IdTokenClaims, IdTokenError, IdTokenPolicy, NonceExpectation};
use crate::hash::{self, UnknownHash};

/// Why claims were not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssueError {
    /// The relying party would refuse the ID Token, by this rule
    /// ([Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the relying party would refuse it: {0}")]
    Refused(#[from] IdTokenError),
    /// `extra` has a claim that has a field of its own, so that one would hide the other
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
    #[error("`{0}` is among the extra claims")]
    Registered(&'static str),
    /// The key could not sign
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken): ID Tokens are
    /// signed).
    #[error(transparent)]
    Sign(#[from] SignError),
}

impl IssueError {
    /// A stable name of the error; that of the rule, if it was one.
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
    /// Signs the claims as an ID Token
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
    /// [`IssueError`].
    pub fn sign(&self, key: &SigningKey, crypto: &Crypto) -> Result<EncodedJwt, IssueError> {
        let nonce = self.nonce.as_ref().map_or(NonceExpectation::NotSent, NonceExpectation::Sent);
        self.sign_for(&ExpectedIdToken::login(nonce), key, crypto)
    }

    /// Signs the claims as the ID Token that somebody expects who sent this request, or refreshes
    /// that authentication.
    ///
    /// `at_hash` and `c_hash` are filled in for the access token and the code that are expected.
    /// The rules are those of the relying party, asked with its expectations at the time of `iat`
    /// and without leeway. How old the authentication may be is the one thing not asked: that was
    /// decided when the request was answered, and the code took its time since.
    ///
    /// # Errors
    /// [`IssueError`].
    pub fn sign_for(
        &self,
        expected: &ExpectedIdToken<'_>,
        key: &SigningKey,
        crypto: &Crypto,
    ) -> Result<EncodedJwt, IssueError> {
        if let Some(name) = REGISTERED.iter().find(|name| self.extra.contains(name)) {
            return Err(IssueError::Registered(name));
        }
        let claims = Object::from(&self.hashing(expected, key, crypto)?);
        self.ask_rules(&claims, expected, key, crypto)?;
        // RFC 7519 §5.1: "JWT" in `typ` says that this is one.
        let token = Jws::new(claims.to_json().into_bytes()).typ("JWT").sign(key)?;
        Ok(EncodedJwt::new(token))
    }

    fn hashing(
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
        Ok(claims)
    }

    /// Asks the rules as the relying party that the token is for, about what it will read.
    fn ask_rules(
        &self,
        claims: &Object,
        expected: &ExpectedIdToken<'_>,
        key: &SigningKey,
        crypto: &Crypto,
    ) -> Result<(), IdTokenError> {
        let mut expected = expected.clone();
        expected.auth_time |= expected.max_age.take().is_some();
        let policy = IdTokenPolicy {
            leeway: Duration::ZERO,
            max_age_of_iat: None,
            trusted_audiences: self.aud.clone(),
        };
        let case = Case {
            members: &Members::read(claims.clone()),
            algorithm: Some(key.algorithm()),
            issuer: self.iss.as_str(),
            client_id: self.azp.as_ref().or(self.aud.first()).map_or("", String::as_str),
            policy: &policy,
            expected: &expected,
            crypto,
            now: self.iat,
        };
        RULES.iter().try_for_each(|rule| rule.check().ask_before_signing(&case).map(|_| ()))
    }
}
