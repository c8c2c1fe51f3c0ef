//! The check that a member has the length of its curve or algorithm.

use crate::jwk::Error;

/// Checks that the bytes of a member have exactly the expected length.
pub(super) fn check_len(name: &'static str, found: usize, expected: usize) -> Result<(), Error> {
    if found == expected { Ok(()) } else { Err(Error::Length { name, found, expected }) }
}
