//! Rules about the hashes of the access token, the code and the `state` that came with the token.

use subtle::ConstantTimeEq as _;
use symbolon_jose::rule::Verdict::{self, Held, NotApplicable, NotChecked};

use super::check::Case;
use crate::id_token::{IdTokenError, ReceivedFrom, hash};

pub(super) fn at_hash(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let Some(token) = case.expected.access_token else {
        return Ok(NotApplicable);
    };
    match case.members.at_hash.optional()? {
        // §3.1.3.8, §3.2.2.9 (3): `at_hash` is the left half of the access token's hash.
        Some(claimed) => {
            let Some(algorithm) = case.algorithm else { return Ok(NotChecked) };
            let actual = hash::at_hash(algorithm, token, case.crypto)?;
            if same(claimed, &actual) { Ok(Held) } else { Err(IdTokenError::AtHash) }
        }
        // §3.3.2.11: required if the access token came from the authorization endpoint. §3.1.3.6:
        // optional if it came from the token endpoint.
        None if case.expected.received_from == ReceivedFrom::AuthorizationEndpoint => {
            Err(IdTokenError::AtHashMissing)
        }
        None => Ok(NotApplicable),
    }
}

pub(super) fn c_hash(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let Some(code) = case.expected.code else { return Ok(NotApplicable) };
    match case.members.c_hash.optional()? {
        // §3.3.2.10 (3): if present, `c_hash` is the left half of the code's hash.
        Some(claimed) => {
            let Some(algorithm) = case.algorithm else { return Ok(NotChecked) };
            let actual = hash::c_hash(algorithm, code, case.crypto)?;
            if same(claimed, &actual) { Ok(Held) } else { Err(IdTokenError::CHash) }
        }
        // §3.3.2.11: required if the code came from the authorization endpoint.
        None if case.expected.received_from == ReceivedFrom::AuthorizationEndpoint => {
            Err(IdTokenError::CHashMissing)
        }
        None => Ok(NotApplicable),
    }
}

pub(super) fn s_hash(case: &Case<'_>) -> Result<Verdict, IdTokenError> {
    let Some(state) = case.expected.state else { return Ok(NotApplicable) };
    // FAPI 1.0 Advanced §5.2.3.1 (4): `s_hash` is the left half of the hash of `state`. Core does
    // not define the claim, so it is optional. From the token endpoint, it protects nothing, so a
    // value of another type counts as absent.
    let through_browser = case.expected.received_from == ReceivedFrom::AuthorizationEndpoint;
    let claimed = case.members.s_hash.optional_if(through_browser)?;
    let Some(claimed) = claimed else { return Ok(NotApplicable) };
    let Some(algorithm) = case.algorithm else { return Ok(NotChecked) };
    let actual = hash::s_hash(algorithm, state, case.crypto)?;
    if same(claimed, &actual) { Ok(Held) } else { Err(IdTokenError::SHash) }
}

fn same(claimed: &str, actual: &str) -> bool {
    claimed.as_bytes().ct_eq(actual.as_bytes()).into()
}
