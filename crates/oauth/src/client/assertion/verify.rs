//! Verifying a client assertion.

use symbolon_jose::jws::CompactJws;
use symbolon_jose::jwt::{
    self, ExpectedAudience, ExpectedIssuer, ExpectedSubject, ExpectedTyp, Jwt,
};
use symbolon_jose::{Crypto, NumericDate, SignatureAlgorithm, VerificationKeys};
use time::OffsetDateTime;

use super::TYP;
use super::error::ClientAssertionError;
use super::expected::ExpectedAssertion;
use super::rules::{self, Case, RULES};
use crate::obligation::{ReplayKey, Unreplayed};
use crate::{ClientId, EncodedJwt};

impl ExpectedAssertion {
    /// Verifies an assertion with the keys of the client.
    ///
    /// The result gives access to the verified assertion after your store has confirmed that the
    /// assertion was not used before.
    ///
    /// # Errors
    /// [`ClientAssertionError`] for the first rule that the assertion breaks: a rule for every JWT,
    /// or a rule of [`RULES`](super::RULES).
    pub fn verify(
        &self,
        assertion: &EncodedJwt,
        keys: &VerificationKeys,
        crypto: &Crypto,
        now: OffsetDateTime,
    ) -> Result<Unreplayed<VerifiedClientAssertion>, ClientAssertionError> {
        let jwt = self.verify_jwt(assertion, keys, now)?;
        let case = Case { jwt: &jwt, expected: self, now: now.into() };
        for rule in RULES {
            rule.check().ask(&case)?;
        }
        let verified = VerifiedClientAssertion {
            client_id: self.client_id.clone(),
            jti: rules::jti(jwt.claims())?.to_owned(),
            expires: rules::exp(jwt.claims())?,
            algorithm: jwt.algorithm(),
        };
        let key = self.replay_key(&verified, crypto);
        Ok(Unreplayed::new(verified, vec![key]))
    }

    /// Verifies what every JWT must fulfil, except the audience, for which assertions have a
    /// stricter rule.
    fn verify_jwt(
        &self,
        assertion: &EncodedJwt,
        keys: &VerificationKeys,
        now: OffsetDateTime,
    ) -> Result<Jwt, jwt::Error> {
        let client_id = self.client_id.as_str();
        // RFC 7523 §3 (1), (2) B: issuer and subject are the client.
        jwt::Expected::new(
            self.typ(assertion)?,
            ExpectedIssuer::Exactly(client_id),
            ExpectedAudience::NotChecked,
        )
        .subject(ExpectedSubject::Exactly(client_id))
        .leeway(self.limits.leeway())
        .verify(assertion.expose(), keys, now)
    }

    /// Returns the `typ` to expect. Clients that do not know rfc7523bis leave it out.
    fn typ(&self, assertion: &EncodedJwt) -> Result<ExpectedTyp<'static>, jwt::Error> {
        let is_typed = CompactJws::parse(assertion.expose())?.header().is_type(TYP);
        Ok(if is_typed || self.explicit_type {
            ExpectedTyp::Exactly(TYP)
        } else {
            ExpectedTyp::Untyped
        })
    }

    /// Returns the key under which the assertion is remembered as long as it would be accepted (RFC
    /// 7523 §3 (7)).
    ///
    /// Each client chooses its own `jti`, so two clients can use the same `jti`. Neither a client
    /// identifier nor an issuer can contain a line break, so the keys of two clients are never the
    /// same.
    fn replay_key(&self, verified: &VerifiedClientAssertion, crypto: &Crypto) -> ReplayKey {
        let name = ["client_assertion", self.client_id.as_str(), &verified.jti];
        let leeway = self.limits.leeway();
        let last_accepted = verified.expires.after(leeway);
        ReplayKey::new(name, &self.issuer, last_accepted, leeway, crypto)
    }
}

/// A client assertion that a key of the client has signed for this server.
///
/// This type intentionally has no public constructor:
///
/// ```compile_fail,E0451
/// use symbolon_oauth::client::assertion::VerifiedClientAssertion;
/// fn forge(other: VerifiedClientAssertion) -> VerifiedClientAssertion {
///     VerifiedClientAssertion { jti: "forged".to_owned(), ..other }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedClientAssertion {
    client_id: ClientId,
    jti: String,
    expires: NumericDate,
    algorithm: SignatureAlgorithm,
}

impl VerifiedClientAssertion {
    /// Returns the identifier of the client that is authenticated.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// Returns `jti`, the identifier of the assertion.
    #[must_use]
    pub fn jti(&self) -> &str {
        &self.jti
    }

    /// Returns `exp`, the time at which the assertion expires.
    #[must_use]
    pub fn expires(&self) -> NumericDate {
        self.expires
    }

    /// Returns the algorithm of the signature.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }
}
