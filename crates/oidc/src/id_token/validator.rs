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
    ExpectedIdToken, IdTokenClaims, IdTokenError, IdTokenPolicy, IdTokenQuirks,
    OriginalAuthentication, PolicyError,
};
use crate::claims::OddClaim;

/// A validator for the ID Tokens that one issuer issues to one client
/// ([Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
///
/// The accepted signature algorithms are the algorithms of the keys that you pass to
/// [`validate`](Self::validate).
///
/// ```
/// use symbolon_oauth::{ClientId, Issuer};
/// use symbolon_oidc::{IdTokenPolicy, IdTokenValidator};
///
/// let mut policy = IdTokenPolicy::default();
/// policy.leeway = core::time::Duration::from_secs(10);
/// let issuer = Issuer::new("https://op.example")?;
/// let validator = IdTokenValidator::new(issuer, ClientId::new("s6BhdRkqt3")?).policy(policy)?;
/// # let _ = validator;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct IdTokenValidator {
    issuer: Issuer,
    client_id: ClientId,
    policy: IdTokenPolicy,
    quirks: IdTokenQuirks,
}

impl IdTokenValidator {
    /// Creates a validator for this issuer and this client, with the default [`IdTokenPolicy`] and
    /// without [`IdTokenQuirks`].
    #[must_use]
    pub fn new(issuer: Issuer, client_id: ClientId) -> Self {
        let (policy, quirks) = (IdTokenPolicy::default(), IdTokenQuirks::default());
        Self { issuer, client_id, policy, quirks }
    }

    /// Sets the policy, which replaces the default policy.
    ///
    /// # Errors
    /// [`PolicyError`] if the leeway of the policy is longer than [`IdTokenPolicy::MAX_LEEWAY`], or
    /// `max_age_of_iat` is longer than [`IdTokenPolicy::MAX_AGE_OF_IAT`].
    pub fn policy(mut self, policy: IdTokenPolicy) -> Result<Self, PolicyError> {
        policy.check()?;
        self.policy = policy;
        Ok(self)
    }

    /// Sets the deviations of the provider that are accepted. By default, no deviation is accepted.
    #[must_use]
    pub fn quirks(mut self, quirks: IdTokenQuirks) -> Self {
        self.quirks = quirks;
        self
    }

    /// Returns the issuer whose ID Tokens are accepted. If the validator has an
    /// [`IssuerTemplate`](super::IssuerTemplate), ID Tokens of the template's issuers are accepted
    /// instead.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// Returns the identifier of the client to which an ID Token must have been issued.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// Validates an ID Token: checks the [`RULES`] in their order and stops at the first failure.
    ///
    /// Use each nonce for one login only: before you call this method, remove the nonce and the
    /// other data of the login from your store.
    ///
    /// # Errors
    /// [`IdTokenError`] for the first rule that the ID Token breaks. If the error contains
    /// [`UnknownKid`](symbolon_jose::key::SelectError), fetch the keys of the issuer again, because
    /// they may have changed, and validate the ID Token again.
    pub fn validate(
        &self,
        token: &EncodedJwt,
        keys: &VerificationKeys,
        expected: &ExpectedIdToken<'_>,
        crypto: &Crypto,
        now: OffsetDateTime,
    ) -> Result<IdToken, IdTokenError> {
        let presented = Presented::verify(token, keys, &self.policy.limits, &self.quirks);
        let case = self.case(&presented, expected, crypto, now);
        for rule in RULES {
            rule.check().ask(&presented, case.as_ref())?;
        }
        // Every rule held, so there are claims, and they name an accepted issuer.
        let issuer = match &case {
            Some(case) => case.token_issuer()?.into_owned(),
            None => self.issuer.clone(),
        };
        let (members, algorithm) = presented.into_verified()?;
        let (claims, odd_claims) = members.into_claims(issuer)?;
        Ok(IdToken { claims, odd_claims, algorithm, encoded: token.clone() })
    }

    /// Checks an ID Token against all [`RULES`], even after a failure, and returns the result of
    /// each rule.
    ///
    /// Use the result for diagnosis only. Unlike [`validate`](Self::validate), this method checks
    /// the claims even if the signature does not verify. The explanation never contains `sub`,
    /// `nonce` or a hash.
    #[must_use]
    pub fn explain(
        &self,
        token: &EncodedJwt,
        keys: &VerificationKeys,
        expected: &ExpectedIdToken<'_>,
        crypto: &Crypto,
        now: OffsetDateTime,
    ) -> Explanation {
        let presented = Presented::inspect(token, keys, &self.policy.limits, &self.quirks);
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
            quirks: &self.quirks,
            expected,
            crypto,
            now: NumericDate::from(now),
        })
    }
}

/// An ID Token that was validated
/// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
///
/// Only [`IdTokenValidator::validate`] returns this type. It intentionally has no constructor, so
/// every value was validated. The claims are read from the bytes whose signature was verified.
///
/// This code does not compile:
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
    odd_claims: Vec<OddClaim>,
    algorithm: SignatureAlgorithm,
    encoded: EncodedJwt,
}

impl IdToken {
    /// Reads the claims in [`IdTokenClaims::extra`] as a type that your program defines.
    ///
    /// # Errors
    /// [`json::Error`] if the claims cannot be deserialised as `T`.
    pub fn extra<T: DeserializeOwned>(&self) -> Result<T, json::Error> {
        self.claims.extra.read()
    }

    /// Returns the claims of the validated ID Token.
    #[must_use]
    pub fn claims(&self) -> &IdTokenClaims {
        &self.claims
    }

    /// Returns the claims of a wrong type that no rule needed, such as a `jti` that is a number.
    /// Their fields in [`IdTokenClaims`] are empty, and [`IdTokenClaims::extra`] contains their
    /// values. The only exception is an `amr` that is a string: the list [`IdTokenClaims::amr`]
    /// contains the string.
    ///
    /// The claims about the user are not in this list: see [`StandardClaims::odd`].
    ///
    /// [`StandardClaims::odd`]: crate::StandardClaims::odd
    #[must_use]
    pub fn odd_claims(&self) -> &[OddClaim] {
        &self.odd_claims
    }

    /// Returns the algorithm of the signature that was verified.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Returns the token as it was received. You can send it to the provider later as
    /// `id_token_hint`.
    #[must_use]
    pub fn encoded(&self) -> &EncodedJwt {
        &self.encoded
    }

    /// Returns the claims with which the ID Tokens of later refreshes are compared. Store them with
    /// the refresh token and pass them to [`ExpectedIdToken::refresh`].
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
