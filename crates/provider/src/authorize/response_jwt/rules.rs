//! Rules about responses in a JWT.

use symbolon_jose::rule::Verdict::{self, Held, NotApplicable};
use symbolon_oauth::ReturnPath;

use super::{ResponseJwtError, ResponseJwtTraits};
use crate::authorize::AuthorizeError;
use crate::authorize::request_rules::Asked;

pub(in crate::authorize) fn encryption_key(asked: &Asked<'_>) -> Result<Verdict, AuthorizeError> {
    // JARM §3: the response must be encrypted if the client registered an algorithm for it.
    check(asked, |_, _| Ok(()))
}

pub(in crate::authorize) fn signing_key(asked: &Asked<'_>) -> Result<Verdict, AuthorizeError> {
    // JARM §3: refused here, so that the user does not sign in for a response that cannot be signed.
    check(asked, |traits, _| traits.signing_key(asked.provider).map(drop))
}

pub(in crate::authorize) fn encrypted_query(asked: &Asked<'_>) -> Result<Verdict, AuthorizeError> {
    // JARM §2.3.1: browsers and servers keep the query of a URL in histories and logs.
    check(asked, ResponseJwtTraits::check_encryption)
}

/// Applies a check to the client's registration if the response mode requires a JWT.
fn check(
    asked: &Asked<'_>,
    check: impl Fn(&ResponseJwtTraits, &ReturnPath) -> Result<(), ResponseJwtError>,
) -> Result<Verdict, AuthorizeError> {
    let path = asked.return_path()?;
    if !path.response_mode().is_jwt() {
        return Ok(NotApplicable);
    }
    ResponseJwtTraits::of(asked.client, asked.provider.crypto())
        .and_then(|traits| check(&traits, &path))
        .map(|()| Held)
        .map_err(AuthorizeError::ResponseJwt)
}
