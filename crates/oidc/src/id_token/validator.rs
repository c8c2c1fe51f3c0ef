//! The relying party's validation of ID Tokens.

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

/// Validates the ID Tokens that one issuer issues to one client
/// ([Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
///
/// The keys that a caller passes to [`validate`](Self::validate) determine which signature
/// algorithms are accepted.
#[derive(Clone, Debug)]
pub struct IdTokenValidator {
    issuer: Issuer,
    client_id: ClientId,
    policy: IdTokenPolicy,
}

impl IdTokenValidator {
    /// Creates a validator for this issuer and this client, with the default [`IdTokenPolicy`].
    #[must_use]
    pub fn new(issuer: Issuer, client_id: ClientId) -> Self {
        Self { issuer, client_id, policy: IdTokenPolicy::default() }
    }

    /// Replaces the policy.
    ///
    /// # Errors
    /// [`PolicyError`] if the policy would switch a check off.
    pub fn policy(mut self, policy: IdTokenPolicy) -> Result<Self, PolicyError> {
        policy.check()?;
        self.policy = policy;
        Ok(self)
    }

    /// Returns the issuer whose ID Tokens are accepted.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// Returns the client for which an ID Token must have been issued.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// Validates an ID Token: checks the [`RULES`] in their order and stops at the first failure.
    ///
    /// A nonce may be used for one login only. Remove it from your store, with everything else
    /// that you kept for the login, before you call this.
    ///
    /// # Errors
    /// [`IdTokenError`] with the reason. If it contains
    /// [`UnknownKid`](symbolon_jose::key::SelectError), the issuer may have new keys: fetch them
    /// and validate again.
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

    /// Explains an ID Token: checks all [`RULES`], also after a failure, and returns every outcome.
    ///
    /// The rules are those of [`validate`](Self::validate). Unlike there, the claims are also
    /// checked if the signature does not verify, so do not use them for anything else. The
    /// explanation never contains `sub`, `nonce` or a hash.
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
            issuer: &self.issuer,
            client_id: self.client_id.as_str(),
            policy: &self.policy,
            expected,
            crypto,
            now: NumericDate::from(now),
        })
    }
}

/// An ID Token that was validated
/// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
///
/// Returned only by [`IdTokenValidator::validate`]. Intentionally without a constructor. The claims
/// are the claims whose signature was verified; the token is never parsed a second time.
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
    /// Reads the claims in [`IdTokenClaims::extra`] into a type of the caller.
    ///
    /// # Errors
    /// [`json::Error`] if the claims do not fit the type.
    pub fn extra<T: DeserializeOwned>(&self) -> Result<T, json::Error> {
        self.claims.extra.read()
    }

    /// Returns all claims.
    #[must_use]
    pub fn claims(&self) -> &IdTokenClaims {
        &self.claims
    }

    /// Returns the algorithm of the signature that was verified.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Returns the token as it was received. Send it to the provider as `id_token_hint`.
    #[must_use]
    pub fn encoded(&self) -> &EncodedJwt {
        &self.encoded
    }

    /// Returns the claims that the ID Tokens of later refreshes must repeat. Store them with the
    /// refresh token and pass them to [`ExpectedIdToken::refresh`].
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
