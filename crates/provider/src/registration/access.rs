//! The rules of the initial access token.

use symbolon_jose::rule::Verdict;
use symbolon_oauth::AccessToken;
use time::OffsetDateTime;

use super::RegistrationError;
use super::error::Checked;
use crate::{InitialAccessTokenRecord, Provider, RegistrationAccessRule, RegistrationPolicy};

/// The token of a request, and the record of the token in the store.
pub(super) struct Access<'a> {
    pub(super) provider: &'a Provider,
    pub(super) policy: &'a RegistrationPolicy,
    pub(super) token: Option<&'a AccessToken>,
    pub(super) record: Option<&'a InitialAccessTokenRecord>,
    pub(super) now: OffsetDateTime,
}

/// RFC 7591 §3: the policy decides whether the request needs a token.
pub(super) fn present(access: &Access<'_>) -> Checked {
    match (access.token, access.policy.access) {
        (Some(_), _) => Ok(Verdict::Held),
        (None, RegistrationAccessRule::Open) => Ok(Verdict::NotApplicable),
        (None, _) => Err(RegistrationError::NoInitialAccessToken),
    }
}

/// RFC 6750 §3.1: a token that is presented must be valid, even if the policy requires no token.
pub(super) fn known(access: &Access<'_>) -> Checked {
    let Some(token) = access.token else { return Ok(Verdict::NotApplicable) };
    let record = access.record.ok_or(RegistrationError::UnknownInitialAccessToken)?;
    if record.fingerprint == token.fingerprint(access.provider.crypto()) {
        Ok(Verdict::Held)
    } else {
        Err(RegistrationError::UnknownInitialAccessToken)
    }
}

pub(super) fn issuer(access: &Access<'_>) -> Checked {
    let (Some(record), expected) = (access.presented(), access.provider.issuer()) else {
        return Ok(Verdict::NotApplicable);
    };
    if record.issuer == *expected {
        return Ok(Verdict::Held);
    }
    let (found, expected) = (Box::new(record.issuer.clone()), Box::new(expected.clone()));
    Err(RegistrationError::OtherIssuer { found, expected })
}

pub(super) fn expiry(access: &Access<'_>) -> Checked {
    match access.presented() {
        None => Ok(Verdict::NotApplicable),
        Some(record) if record.expires > access.now.into() => Ok(Verdict::Held),
        Some(_) => Err(RegistrationError::ExpiredInitialAccessToken),
    }
}

pub(super) fn uses(access: &Access<'_>) -> Checked {
    match access.presented() {
        None => Ok(Verdict::NotApplicable),
        Some(record) if record.terms.clients == Some(0) => {
            Err(RegistrationError::UsedInitialAccessToken)
        }
        Some(_) => Ok(Verdict::Held),
    }
}

impl<'a> Access<'a> {
    /// Returns the record of the token that the request has.
    pub(super) fn presented(&self) -> Option<&'a InitialAccessTokenRecord> {
        self.token.and(self.record)
    }
}
