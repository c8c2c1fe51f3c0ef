//! What the checks of all rules have in common.

use symbolon_jose::Excerpt;
use symbolon_jose::rule::Verdict;

use crate::ClientMetadataError;

/// The result of checking one rule of client metadata.
pub(crate) type Checked = Result<Verdict, ClientMetadataError>;

/// Whether members that are normally `https` URLs are allowed to be `http` URLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpUrls {
    /// Every URL must use `https`.
    Refused,
    /// An `http` URL is allowed if its host is `127.0.0.1`, `[::1]` or `localhost`. Use this value
    /// only for development, beside a provider whose issuer is an `http` URL on this machine.
    OnLoopback,
}

/// Checks each value. Returns `Held` if each check passes, `NotApplicable` if there is no value, and
/// otherwise the error of the first value that fails.
pub(crate) fn each<T>(
    values: impl IntoIterator<Item = T>,
    check: impl Fn(T) -> Result<(), ClientMetadataError>,
) -> Checked {
    let mut verdict = Verdict::NotApplicable;
    for value in values {
        check(value)?;
        verdict = Verdict::Held;
    }
    Ok(verdict)
}

/// Returns an error that names the member and its value, unless `holds` is `true`.
pub(crate) fn require(
    holds: bool,
    member: &'static str,
    found: &str,
    expected: &'static str,
) -> Result<(), ClientMetadataError> {
    if holds {
        Ok(())
    } else {
        Err(ClientMetadataError::Refused { member, found: Excerpt::new(found), expected })
    }
}

/// Refuses a list that is longer than its limit.
pub(crate) fn at_most(
    member: &'static str,
    found: usize,
    most: usize,
) -> Result<(), ClientMetadataError> {
    if found <= most { Ok(()) } else { Err(ClientMetadataError::TooMany { member, found, most }) }
}
