//! Issuer identification: [RFC 9207](https://www.rfc-editor.org/rfc/rfc9207).
//!
//! A client that knows several servers must not take one server's code to another: that is the
//! mix-up attack ([RFC 9700 section 4.4](https://www.rfc-editor.org/rfc/rfc9700#section-4.4)).

use crate::Issuer;

/// Whether a response has to name its issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// The server says in its metadata that it names itself
    /// (`authorization_response_iss_parameter_supported`), or policy demands it.
    Required,
    /// The server does not say so. It is still compared when it is there.
    IfPresent,
}

/// Compares the `iss` of an authorization response, an error included, with the issuer the
/// request went to. To be called before anything is sent to a token endpoint.
///
/// [RFC 9207 section 2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4).
///
/// ```
/// use symbolon_oauth::{Issuer, iss};
/// let issuer = Issuer::new("https://honest.example").unwrap();
/// assert!(iss::verify(Some("https://honest.example"), &issuer, iss::Expectation::Required).is_ok());
/// assert!(iss::verify(Some("https://evil.example"), &issuer, iss::Expectation::IfPresent).is_err());
/// ```
pub fn verify(
    iss: Option<&str>,
    issuer: &Issuer,
    expectation: Expectation,
) -> Result<(), IssError> {
    match (iss, expectation) {
        // RFC 9207 §2.4: simple string comparison, and rejected if it differs.
        (Some(iss), _) if iss == issuer.as_str() => Ok(()),
        (Some(_), _) => Err(IssError::Mismatch),
        // RFC 9207 §2.4: rejected without iss if the server is known to send it.
        (None, Expectation::Required) => Err(IssError::Missing),
        (None, Expectation::IfPresent) => Ok(()),
    }
}

/// Why an authorization response is not taken for one of the server that was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssError {
    /// No `iss`, though the server sends it:
    /// [RFC 9207 section 2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4).
    #[error("the authorization response does not name its issuer")]
    Missing,
    /// Another issuer:
    /// [RFC 9207 section 2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4).
    #[error("the authorization response comes from another issuer")]
    Mismatch,
}

impl IssError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            IssError::Missing => "iss.missing",
            IssError::Mismatch => "iss.mismatch",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attack_078_mix_up() {
        let asked = Issuer::new("https://as1.example").unwrap();
        for (iss, expectation, expected) in [
            (Some("https://as1.example"), Expectation::Required, Ok(())),
            (Some("https://as1.example"), Expectation::IfPresent, Ok(())),
            (Some("https://as2.example"), Expectation::Required, Err(IssError::Mismatch)),
            (Some("https://as2.example"), Expectation::IfPresent, Err(IssError::Mismatch)),
            (Some("https://as1.example/"), Expectation::IfPresent, Err(IssError::Mismatch)),
            (Some("https://AS1.example"), Expectation::IfPresent, Err(IssError::Mismatch)),
            (None, Expectation::Required, Err(IssError::Missing)),
            (None, Expectation::IfPresent, Ok(())),
        ] {
            assert_eq!(verify(iss, &asked, expectation), expected, "{iss:?} {expectation:?}");
        }
    }
}
