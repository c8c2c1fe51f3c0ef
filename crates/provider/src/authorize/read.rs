//! Parameters that would change how all others are read, looked at before any other is.

use symbolon_oauth::Parameters;

use super::AuthorizeError;

type Check = fn(&Parameters) -> Result<(), AuthorizeError>;

pub(super) const CHECKS: &[Check] = &[request_object, request_uri, registration, response_mode];

/// Core §6.1: a provider without request objects says `request_not_supported`.
fn request_object(parameters: &Parameters) -> Result<(), AuthorizeError> {
    refuse(parameters, "request", AuthorizeError::RequestNotSupported)
}

/// Core §6.2: a provider without `request_uri` says `request_uri_not_supported`.
fn request_uri(parameters: &Parameters) -> Result<(), AuthorizeError> {
    refuse(parameters, "request_uri", AuthorizeError::RequestUriNotSupported)
}

/// Core §7.2.1: a provider without `registration` says `registration_not_supported`.
fn registration(parameters: &Parameters) -> Result<(), AuthorizeError> {
    refuse(parameters, "registration", AuthorizeError::RegistrationNotSupported)
}

/// Multiple Response Types §2.1: `query`, which is what the code flow has anyway, and no other here.
fn response_mode(parameters: &Parameters) -> Result<(), AuthorizeError> {
    match parameters.get("response_mode") {
        None | Some("query") => Ok(()),
        Some(_) => Err(AuthorizeError::ResponseMode),
    }
}

fn refuse(
    parameters: &Parameters,
    name: &str,
    error: AuthorizeError,
) -> Result<(), AuthorizeError> {
    if parameters.contains(name) { Err(error) } else { Ok(()) }
}
