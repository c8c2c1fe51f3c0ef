//! Rules about an ID Token that came from a refresh: Core §12.2.

use std::collections::BTreeSet;

use symbolon_jose::rule::Verdict::{self, Held, NotApplicable};
use symbolon_jose::{Excerpt, Excerpts};

use super::check::Case;
use crate::id_token::expected::Occasion;
use crate::id_token::{ChangedClaim, IdTokenError, OriginalAuthentication, TrustedParties};

pub(super) fn iss(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §12.2: `iss` is the same as in the original ID Token.
    let Some(original) = original(case) else { return Ok(NotApplicable) };
    let iss = case.token_issuer()?;
    held_if(*iss == original.iss, || ChangedClaim::Issuer {
        found: Excerpt::new(iss.as_str()),
        original: original.iss.clone(),
    })
}

pub(super) fn sub(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §12.2: `sub` is the same as in the original ID Token.
    let Some(original) = original(case) else { return Ok(NotApplicable) };
    held_if(*case.members.sub.required()? == original.sub, || ChangedClaim::Subject)
}

pub(super) fn iat(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §12.2: `iat` is the time at which the new ID Token is issued, so not before the original.
    let Some(original) = original(case) else { return Ok(NotApplicable) };
    let iat = *case.members.iat.required()?;
    held_if(original.iat.before(case.policy.leeway) <= iat, || ChangedClaim::IssuedAt {
        found: iat,
        original: original.iat,
    })
}

pub(super) fn aud(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §12.2: `aud` is the same as in the original ID Token. The order of an array has no meaning.
    let Some(original) = original(case) else { return Ok(NotApplicable) };
    let aud = case.members.aud.required()?;
    let (found, kept): (BTreeSet<_>, BTreeSet<_>) =
        (aud.iter().collect(), original.aud.iter().collect());
    held_if(found == kept, || ChangedClaim::Audience {
        found: Excerpts::new(aud),
        original: original.aud.clone(),
    })
}

pub(super) fn auth_time(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let Some(original) = original(case) else { return Ok(NotApplicable) };
    if case.quirks.refreshed_auth_time {
        return Ok(NotApplicable);
    }
    // An `auth_time` that could not be read in the original ID Token is not compared.
    let comparable = original.auth_time.is_some();
    let Some(found) = case.members.auth_time.optional_if(comparable)?.copied() else {
        return Ok(NotApplicable);
    };
    // §12.2: if present, it is the time of the original authentication. If the original ID Token
    // did not contain that time, the user authenticated before that token was issued.
    match original.auth_time {
        Some(original) => held_if(found == original, || ChangedClaim::AuthTime { found, original }),
        None => held_if(found <= original.iat.after(case.policy.leeway), || {
            ChangedClaim::AuthTimeAfterIssue { found, issued: original.iat }
        }),
    }
}

pub(super) fn azp(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §12.2: an extension might require that `azp` stays the same. Only one of the two ID Tokens
    // can have `azp`, because no rule of Core requires this claim.
    if case.policy.trusted_parties == TrustedParties::Any {
        return Ok(NotApplicable);
    }
    let original = original(case).and_then(|original| original.azp.as_ref());
    let (Some(original), Some(azp)) = (original, case.members.azp.optional()?) else {
        return Ok(NotApplicable);
    };
    held_if(azp == original, || ChangedClaim::AuthorizedParty {
        found: Excerpt::new(azp),
        original: Excerpt::new(original),
    })
}

pub(super) fn nonce(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §12.2: `nonce` is optional. If present, it equals the `nonce` of the original ID Token.
    let Some(original) = original(case) else { return Ok(NotApplicable) };
    let nonce = case.members.nonce.optional()?.filter(|nonce| !nonce.expose().is_empty());
    let Some(nonce) = nonce else { return Ok(Held) };
    held_if(original.nonce.as_ref() == Some(nonce), || ChangedClaim::Nonce)
}

fn original<'a>(case: &Case<'a>) -> Option<&'a OriginalAuthentication> {
    match case.expected.occasion {
        Occasion::Refresh(original) => Some(original),
        _ => None,
    }
}

/// Returns `Held`, or the error with the claim that changed.
fn held_if(held: bool, changed: impl FnOnce() -> ChangedClaim) -> Result<Verdict, IdTokenError> {
    if held { Ok(Held) } else { Err(IdTokenError::Refreshed(changed())) }
}
