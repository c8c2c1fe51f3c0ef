//! Rules about parameters that would change how all other parameters are read. They are checked
//! before the other parameters are read.

use symbolon_jose::rule::Verdict::{self, Held};
use symbolon_oauth::Parameters;

use super::AuthorizeError;

pub(super) fn request(parameters: &Parameters) -> Result<Verdict, AuthorizeError> {
    // Core §6.1: a provider without request objects answers `request_not_supported`.
    absent(parameters, "request", AuthorizeError::RequestNotSupported)
}

pub(super) fn request_uri(parameters: &Parameters) -> Result<Verdict, AuthorizeError> {
    // Core §6.2: a provider without `request_uri` answers `request_uri_not_supported`. The parameters
    // of a request object do not contain `request_uri`.
    absent(parameters, "request_uri", AuthorizeError::RequestUriNotSupported)
}

pub(super) fn registration(parameters: &Parameters) -> Result<Verdict, AuthorizeError> {
    // Core §7.2.1: a provider without `registration` answers `registration_not_supported`.
    absent(parameters, "registration", AuthorizeError::RegistrationNotSupported)
}

fn absent(
    parameters: &Parameters,
    name: &str,
    error: AuthorizeError,
) -> Result<Verdict, AuthorizeError> {
    if parameters.contains(name) { Err(error) } else { Ok(Held) }
}
