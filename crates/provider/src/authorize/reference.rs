//! What is known about the `request_uri` of a request.

use symbolon_oauth::EncodedJwt;

use super::AuthorizeError;
use crate::PushedRequestRecord;

/// What is known about the `request_uri` of a request.
#[derive(Clone, Debug)]
pub(super) enum Reference {
    /// The request object that the client hosts. It is not verified.
    Object(EncodedJwt),
    /// The record of the request that the client has pushed.
    Pushed(Box<PushedRequestRecord>),
    /// The reason why the request is refused.
    Refused(AuthorizeError),
}
