//! Rules about an ID Token that came with refreshed tokens: Core §12.2.

use std::collections::BTreeSet;

use super::Verdict::{self, Held, NotApplicable};
use super::{Case, IdTokenError};
use crate::id_token::OriginalAuthentication;
use crate::id_token::expected::Occasion;

pub(super) fn iss(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §12.2: `iss` is the same as in the original ID Token.
    let Some(original) = original(case) else { return Ok(NotApplicable) };
    same("iss", case.members.iss.required()? == original.iss.as_str())
}

pub(super) fn sub(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §12.2: `sub` is the same as in the original ID Token.
    let Some(original) = original(case) else { return Ok(NotApplicable) };
    same("sub", *case.members.sub.required()? == original.sub)
}

pub(super) fn iat(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §12.2: `iat` is when the new ID Token is issued, which is not before the original was.
    let Some(original) = original(case) else { return Ok(NotApplicable) };
    let iat = *case.members.iat.required()?;
    same("iat", original.iat.before(case.policy.leeway) <= iat)
}

pub(super) fn aud(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §12.2: `aud` is the same as in the original ID Token. The order of an array says nothing.
    let Some(original) = original(case) else { return Ok(NotApplicable) };
    let aud: BTreeSet<&String> = case.members.aud.required()?.iter().collect();
    same("aud", aud == original.aud.iter().collect())
}

pub(super) fn auth_time(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let Some(original) = original(case) else { return Ok(NotApplicable) };
    let Some(auth_time) = case.members.auth_time.optional()? else { return Ok(NotApplicable) };
    // §12.2: if present it is the time of the original authentication. Where the original ID Token
    // did not tell that time, it was at the latest when that token was issued.
    let held = match original.auth_time {
        Some(original) => *auth_time == original,
        None => *auth_time <= original.iat.after(case.policy.leeway),
    };
    same("auth_time", held)
}

pub(super) fn azp(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §12.2: `azp` is the same as in the original ID Token, and absent if it was absent there.
    let Some(original) = original(case) else { return Ok(NotApplicable) };
    same("azp", case.members.azp.optional()? == original.azp.as_ref())
}

pub(super) fn nonce(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    // §12.2: a nonce need not be there; if it is, it is the same as in the original ID Token.
    let Some(original) = original(case) else { return Ok(NotApplicable) };
    let Some(nonce) = case.members.nonce.optional()? else { return Ok(Held) };
    same("nonce", original.nonce.as_ref() == Some(nonce))
}

fn original<'a>(case: &Case<'a>) -> Option<&'a OriginalAuthentication> {
    match case.expected.occasion {
        Occasion::Refresh(original) => Some(original),
        _ => None,
    }
}

fn same(claim: &'static str, held: bool) -> Result<Verdict, IdTokenError> {
    if held { Ok(Held) } else { Err(IdTokenError::Refreshed(claim)) }
}
