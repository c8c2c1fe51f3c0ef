//! Rules about the kind of the token, its issuer and the user.

use symbolon_jose::Excerpt;
use symbolon_jose::rule::Verdict::{self, Held, NotApplicable};

use super::check::Case;
use crate::id_token::IdTokenError;

/// The longest `sub` that Core §2 allows.
const MAX_SUBJECT: usize = 255;

pub(super) fn kind(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // RFC 8725 §3.12: the rules for different kinds of JWTs exclude each other, and older kinds
    // have no `typ`. RFC 8417 §4.3: `events` belongs to a security event, such as a logout token.
    // RFC 9101 §4: `response_type` belongs to a request object.
    let of_other_kinds = ["events", "response_type"];
    match of_other_kinds.into_iter().find(|name| case.members.has_extra(name)) {
        None => Ok(Held),
        Some(name) => Err(IdTokenError::OtherKind(name)),
    }
}

pub(super) fn iss(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §3.1.3.7 (2): the issuer identifier exactly matches the `iss` claim.
    let iss = case.members.iss.required()?;
    if iss == case.issuer.as_str() {
        return Ok(Held);
    }
    Err(IdTokenError::Issuer { found: Excerpt::new(iss), expected: case.issuer.clone() })
}

pub(super) fn sub(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // Core §2, sub: required, at most 255 ASCII characters. An empty `sub` identifies no user.
    let sub = case.members.sub.required()?;
    if sub.is_empty() || sub.len() > MAX_SUBJECT || !sub.is_ascii() {
        return Err(IdTokenError::Subject { bytes: sub.len() });
    }
    Ok(Held)
}

pub(super) fn jti(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // RFC 7519 §4.1.7: the value is a string.
    Ok(case.members.jti.optional()?.map_or(NotApplicable, |_| Held))
}
