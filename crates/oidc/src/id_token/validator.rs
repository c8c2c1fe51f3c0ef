//! Validation by the relying party.

use std::ops::Deref;

use serde::de::DeserializeOwned;
use symbolon_jose::{Crypto, NumericDate, SignatureAlgorithm, VerificationKeys, json};
use symbolon_oauth::{ClientId, EncodedJwt, Issuer};
use time::OffsetDateTime;

use super::explain::Explanation;
use super::presented::Presented;
use super::rules::{Case, RULES};
use super::{
    ExpectedIdToken, IdTokenClaims, IdTokenError, IdTokenPolicy, OriginalAuthentication,
    PolicyError,
};

/// Validates the ID Tokens of one issuer for one client
/// ([Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
///
/// Which algorithms are allowed was decided when the keys were prepared.
#[derive(Clone, Debug)]
pub struct IdTokenValidator {
    issuer: Issuer,
    client_id: ClientId,
    policy: IdTokenPolicy,
}

impl IdTokenValidator {
    /// For this issuer and this client, under the default policy.
    #[must_use]
    pub fn new(issuer: Issuer, client_id: ClientId) -> Self {
        Self { issuer, client_id, policy: IdTokenPolicy::default() }
    }

    /// Under this policy instead.
    ///
    /// # Errors
    /// [`PolicyError`] when it would switch a check off.
    pub fn policy(mut self, policy: IdTokenPolicy) -> Result<Self, PolicyError> {
        policy.check()?;
        self.policy = policy;
        Ok(self)
    }

    /// The one issuer whose ID Tokens are taken.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// The client they have to be for.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// Applies every rule, and stops at the first that does not hold.
    ///
    /// A nonce is good for one login: forget it, together with what else was kept for the login,
    /// before calling this.
    ///
    /// # Errors
    /// [`IdTokenError`], one for each rule. [`UnknownKid`](symbolon_jose::key::SelectError) inside
    /// means that the issuer's key set may have changed.
    pub fn validate(
        &self,
        token: &EncodedJwt,
        keys: &VerificationKeys,
        expected: &ExpectedIdToken<'_>,
        crypto: &Crypto,
        now: OffsetDateTime,
    ) -> Result<IdToken, IdTokenError> {
        let presented = Presented::verify(token, keys);
        let case = self.case(&presented, expected, crypto, now);
        for rule in RULES {
            rule.check().ask(&presented, case.as_ref())?;
        }
        let (members, algorithm) = presented.into_verified()?;
        let claims = members.into_claims(&self.issuer)?;
        Ok(IdToken { claims, algorithm, encoded: token.clone() })
    }

    /// Applies every rule, whatever the others said, for people to read.
    ///
    /// The very rules of [`validate`](Self::validate), but they are also asked about claims whose
    /// signature does not verify. Nothing of the token is in the answer.
    #[must_use]
    pub fn explain(
        &self,
        token: &EncodedJwt,
        keys: &VerificationKeys,
        expected: &ExpectedIdToken<'_>,
        crypto: &Crypto,
        now: OffsetDateTime,
    ) -> Explanation {
        let presented = Presented::inspect(token, keys);
        let case = self.case(&presented, expected, crypto, now);
        Explanation::new(
            RULES.iter().map(|rule| (rule, rule.check().ask(&presented, case.as_ref()))),
        )
    }

    fn case<'a>(
        &'a self,
        presented: &'a Presented,
        expected: &'a ExpectedIdToken<'a>,
        crypto: &'a Crypto,
        now: OffsetDateTime,
    ) -> Option<Case<'a>> {
        let (members, algorithm) = presented.members()?;
        Some(Case {
            members,
            algorithm,
            issuer: self.issuer.as_str(),
            client_id: self.client_id.as_str(),
            policy: &self.policy,
            expected,
            crypto,
            now: NumericDate::from(now),
        })
    }
}

/// An ID Token that was validated, and nothing else is one
/// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
///
/// Its claims are those that were verified: the text is never parsed again. Intentionally without a
/// constructor: see [`IdTokenValidator::validate`].
///
/// ```compile_fail
/// use symbolon_oidc::{IdToken, IdTokenClaims};
///
/// fn forge(claims: IdTokenClaims) -> IdToken {
///     IdToken::from(claims)
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct IdToken {
    claims: IdTokenClaims,
    algorithm: SignatureAlgorithm,
    encoded: EncodedJwt,
}

impl IdToken {
    /// The claims that have no field of their own, as a type of the caller's.
    ///
    /// # Errors
    /// [`json::Error`] when they do not have that shape.
    pub fn extra<T: DeserializeOwned>(&self) -> Result<T, json::Error> {
        self.claims.extra.read()
    }

    /// All claims.
    #[must_use]
    pub fn claims(&self) -> &IdTokenClaims {
        &self.claims
    }

    /// The algorithm of the signature that was verified.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// The token as it was received, to be sent back as `id_token_hint`.
    #[must_use]
    pub fn encoded(&self) -> &EncodedJwt {
        &self.encoded
    }

    /// What the ID Tokens of later refreshes are to be held against.
    #[must_use]
    pub fn original_authentication(&self) -> OriginalAuthentication {
        OriginalAuthentication::from(&self.claims)
    }
}

impl Deref for IdToken {
    type Target = IdTokenClaims;

    fn deref(&self) -> &IdTokenClaims {
        &self.claims
    }
}
