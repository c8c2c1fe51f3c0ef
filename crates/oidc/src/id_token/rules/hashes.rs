//! Rules about what the token came with.

use subtle::ConstantTimeEq as _;

use super::Verdict::{self, Held, NotApplicable, NotChecked};
use super::{Case, IdTokenError};
use crate::hash;
use crate::id_token::expected::ReceivedFrom;
use crate::id_token::members::Member;

pub(super) fn at_hash(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let Some(token) = case.expected.access_token else { return unasked(&case.members.at_hash) };
    match case.members.at_hash.optional()? {
        // §3.1.3.8, §3.2.2.9 (3): it matches the left half of the access token's hash.
        Some(claimed) => {
            let Some(algorithm) = case.algorithm else { return Ok(NotChecked) };
            let actual = hash::at_hash(algorithm, token, case.crypto)?;
            if same(claimed, &actual) { Ok(Held) } else { Err(IdTokenError::AtHash) }
        }
        // §3.3.2.11: required beside an access token from the authorization endpoint; §3.1.3.6:
        // optional from the token endpoint.
        None if case.expected.received_from == ReceivedFrom::AuthorizationEndpoint => {
            Err(IdTokenError::AtHashMissing)
        }
        None => Ok(NotApplicable),
    }
}

pub(super) fn c_hash(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let Some(code) = case.expected.code else { return unasked(&case.members.c_hash) };
    match case.members.c_hash.optional()? {
        // §3.3.2.10 (3): it matches the left half of the code's hash if present.
        Some(claimed) => {
            let Some(algorithm) = case.algorithm else { return Ok(NotChecked) };
            let actual = hash::c_hash(algorithm, code, case.crypto)?;
            if same(claimed, &actual) { Ok(Held) } else { Err(IdTokenError::CHash) }
        }
        // §3.3.2.11: required beside a code from the authorization endpoint.
        None if case.expected.received_from == ReceivedFrom::AuthorizationEndpoint => {
            Err(IdTokenError::CHashMissing)
        }
        None => Ok(NotApplicable),
    }
}

/// There is nothing to compare with, but the claim still has to be a string.
fn unasked(member: &Member<String>) -> Result<Verdict, IdTokenError> {
    member.optional().map(|_| NotApplicable)
}

fn same(claimed: &str, actual: &str) -> bool {
    claimed.as_bytes().ct_eq(actual.as_bytes()).into()
}
