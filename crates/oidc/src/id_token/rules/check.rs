//! The check of a rule, and the values that the check can read.

use std::borrow::Cow;

use symbolon_jose::rule::Verdict;
use symbolon_jose::{Crypto, MemberError, NumericDate, SignatureAlgorithm};
use symbolon_oauth::Issuer;

use crate::id_token::members::Members;
use crate::id_token::presented::Presented;
use crate::id_token::{ExpectedIdToken, IdTokenError, IdTokenPolicy, IdTokenQuirks};

/// The function that checks an ID Token against one of the [`RULES`](super::RULES). It examines
/// either the received token or its claims.
#[derive(Clone, Copy, Debug)]
pub struct Check(Subject);

#[derive(Clone, Copy, Debug)]
enum Subject {
    /// The token as it was received: its form, header and signature.
    Token(fn(&Presented) -> Result<Verdict, IdTokenError>),
    /// The claims in the token.
    Claims(fn(&Case<'_>) -> Result<Verdict, IdTokenError>),
}

/// The values that a check of the claims can read.
#[derive(Debug)]
pub(in crate::id_token) struct Case<'a> {
    pub(in crate::id_token) members: &'a Members,
    /// The algorithm in the header. `None` if it is unknown.
    pub(in crate::id_token) algorithm: Option<SignatureAlgorithm>,
    pub(in crate::id_token) issuer: &'a Issuer,
    pub(in crate::id_token) client_id: &'a str,
    pub(in crate::id_token) policy: &'a IdTokenPolicy,
    pub(in crate::id_token) quirks: &'a IdTokenQuirks,
    pub(in crate::id_token) expected: &'a ExpectedIdToken<'a>,
    pub(in crate::id_token) crypto: &'a Crypto,
    pub(in crate::id_token) now: NumericDate,
}

impl<'a> Case<'a> {
    /// Returns the accepted issuer that the token names.
    pub(in crate::id_token) fn token_issuer(&self) -> Result<Cow<'a, Issuer>, IdTokenError> {
        let iss = self.members.iss.required()?;
        // `Members` has no field for `tid`, because only providers with several tenants define this
        // claim.
        let tid = || match self.members.extra("tid") {
            None => Err(IdTokenError::Missing("tid")),
            Some(tid) => match tid.as_str() {
                Some(tid) => Ok(tid),
                None => Err(MemberError { name: "tid", expected: "a string" }.into()),
            },
        };
        self.quirks.issuers.resolve(iss, tid, self.issuer)
    }
}

impl Check {
    /// Creates a check of the received token.
    pub(super) const fn token(check: fn(&Presented) -> Result<Verdict, IdTokenError>) -> Self {
        Self(Subject::Token(check))
    }

    /// Creates a check of the claims.
    pub(super) const fn claims(check: fn(&Case<'_>) -> Result<Verdict, IdTokenError>) -> Self {
        Self(Subject::Claims(check))
    }

    /// Checks a received token and the claims that could be read from it.
    pub(in crate::id_token) fn ask(
        self,
        token: &Presented,
        claims: Option<&Case<'_>>,
    ) -> Result<Verdict, IdTokenError> {
        match self.0 {
            Subject::Token(check) => check(token),
            Subject::Claims(check) => claims.map_or(Ok(Verdict::NotChecked), check),
        }
    }

    /// Checks claims that are about to be signed.
    pub(in crate::id_token) fn ask_before_signing(
        self,
        claims: &Case<'_>,
    ) -> Result<Verdict, IdTokenError> {
        match self.0 {
            Subject::Token(_) => Ok(Verdict::NotApplicable),
            Subject::Claims(check) => check(claims),
        }
    }
}
