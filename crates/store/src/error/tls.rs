//! The error of a TLS connection with PostgreSQL.

use rustls::CertificateError;
use thiserror::Error;

use super::{Cause, Inner};

/// The reason why no secure connection with PostgreSQL can be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TlsError {
    /// The server does not offer TLS, and the address requires TLS. An address without `sslmode`
    /// requires TLS from a server on another machine.
    #[error(
        "the server does not offer TLS; switch TLS on in PostgreSQL, or use `sslmode=disable` in a \
         network that protects the connection"
    )]
    NotOffered,
    /// The certificate of the server is not signed by an authority in
    /// [`TrustedRoots`](crate::TrustedRoots), or the server cannot prove that it has the private
    /// key of its certificate.
    #[error(
        "the certificate of the server is not signed by a trusted authority; name the file with the \
         certificate of its authority in `sslrootcert`"
    )]
    Untrusted,
    /// The certificate of the server is for a different host than the host of the address.
    #[error("the certificate of the server is for a different host: {0}")]
    OtherHost(Cause),
    /// The certificate of the server has expired, or is not valid yet.
    #[error("the certificate of the server is not valid now: {0}")]
    NotValidNow(Cause),
    /// The handshake failed for another reason, such as a certificate that cannot be used, or no
    /// common version of TLS.
    #[error("the TLS handshake failed: {0}")]
    Handshake(Cause),
}

impl TlsError {
    /// Converts the error of a handshake. It is a function and not a `From` implementation, because
    /// rustls is not part of the public API.
    pub(crate) fn of(error: rustls::Error) -> Self {
        use CertificateError as Invalid;

        let rustls::Error::InvalidCertificate(invalid) = error else {
            return Self::Handshake(Cause(Inner::Handshake(error)));
        };
        match invalid {
            // The signature is wrong if the authority that signed has the name of a trusted
            // authority, but other keys.
            Invalid::UnknownIssuer | Invalid::BadSignature => Self::Untrusted,
            Invalid::NotValidForName | Invalid::NotValidForNameContext { .. } => {
                Self::OtherHost(Cause(Inner::Certificate(invalid)))
            }
            Invalid::Expired
            | Invalid::ExpiredContext { .. }
            | Invalid::NotValidYet
            | Invalid::NotValidYetContext { .. } => {
                Self::NotValidNow(Cause(Inner::Certificate(invalid)))
            }
            invalid => Self::Handshake(Cause(Inner::Certificate(invalid))),
        }
    }
}
