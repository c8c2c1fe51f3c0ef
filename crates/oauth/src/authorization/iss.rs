//! `iss` in authorization responses: [RFC 9207](https://www.rfc-editor.org/rfc/rfc9207).
//!
//! A client that uses several authorization servers must not send the code of one server to another
//! server. This mistake is called the mix-up attack
//! ([RFC 9700 §4.4](https://www.rfc-editor.org/rfc/rfc9700#section-4.4)).
//!
//! ```
//! use symbolon_oauth::Issuer;
//! use symbolon_oauth::iss::{Expectation, verify};
//!
//! let issuer = Issuer::new("https://op.example")?;
//! assert!(verify(Some("https://op.example"), &issuer, Expectation::Required).is_ok());
//! assert!(verify(Some("https://other.example"), &issuer, Expectation::IfPresent).is_err());
//! # Ok::<(), symbolon_oauth::IssuerError>(())
//! ```

use symbolon_jose::Excerpt;

use crate::Issuer;

/// Whether an authorization response must contain `iss`.
///
/// This enum is deliberately exhaustive, because
/// [RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4) has only these two cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// The response must contain `iss`. Use this variant if
    /// `authorization_response_iss_parameter_supported` is `true` in the server's metadata, or if
    /// the client accepts only responses with `iss`.
    Required,
    /// A response without `iss` is accepted. Use this variant if the server's metadata does not
    /// promise that responses contain `iss`. If `iss` is present, it must be the issuer identifier
    /// of the server to which the request was sent.
    IfPresent,
}

/// Compares the `iss` of an authorization response with the issuer identifier of the server to
/// which the request was sent.
///
/// Call this function for every authorization response, also for an error response. Call it before
/// the client uses the response, for example before it sends the authorization code to a token
/// endpoint. [RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4).
///
/// ```
/// use symbolon_oauth::{Issuer, iss};
/// let issuer = Issuer::new("https://honest.example").unwrap();
/// assert!(iss::verify(Some("https://honest.example"), &issuer, iss::Expectation::Required).is_ok());
/// assert!(iss::verify(Some("https://evil.example"), &issuer, iss::Expectation::IfPresent).is_err());
/// ```
///
/// # Errors
/// [`IssError::Mismatch`] when `iss` differs from `issuer`, and [`IssError::Missing`] when `iss` is
/// absent although `expectation` is [`Expectation::Required`].
pub fn verify(
    iss: Option<&str>,
    issuer: &Issuer,
    expectation: Expectation,
) -> Result<(), IssError> {
    match (iss, expectation) {
        // RFC 9207 §2.4: simple string comparison, and rejected if it differs.
        (Some(iss), _) if iss == issuer.as_str() => Ok(()),
        (Some(iss), _) => {
            Err(IssError::Mismatch { found: Excerpt::new(iss), expected: issuer.clone() })
        }
        // RFC 9207 §2.4: rejected without iss if the server is known to send it.
        (None, Expectation::Required) => Err(IssError::Missing { expected: issuer.clone() }),
        (None, Expectation::IfPresent) => Ok(()),
    }
}

/// The reason why the `iss` of an authorization response is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssError {
    /// The response does not contain `iss`, although it is required
    /// ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4)).
    #[error("the authorization response has no `iss`; expected {expected}")]
    Missing {
        /// The issuer identifier of the server to which the request was sent.
        expected: Issuer,
    },
    /// The `iss` of the response is not the issuer identifier of the server to which the request
    /// was sent ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4)).
    #[error("the authorization response has the `iss` {found}; expected {expected}")]
    Mismatch {
        /// The `iss` of the response.
        found: Excerpt,
        /// The issuer identifier of the server to which the request was sent.
        expected: Issuer,
    },
}

impl IssError {
    /// Returns a stable name for logs and metrics, such as `"iss.mismatch"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "iss.missing",
            Self::Mismatch { .. } => "iss.mismatch",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attack_078_mix_up() {
        let asked = Issuer::new("https://as1.example").unwrap();
        let mismatch =
            |found| Err(IssError::Mismatch { found: Excerpt::new(found), expected: asked.clone() });
        let missing = Err(IssError::Missing { expected: asked.clone() });
        for (iss, expectation, expected) in [
            (Some("https://as1.example"), Expectation::Required, Ok(())),
            (Some("https://as1.example"), Expectation::IfPresent, Ok(())),
            (Some("https://as2.example"), Expectation::Required, mismatch("https://as2.example")),
            (Some("https://as2.example"), Expectation::IfPresent, mismatch("https://as2.example")),
            (
                Some("https://as1.example/"),
                Expectation::IfPresent,
                mismatch("https://as1.example/"),
            ),
            (Some("https://AS1.example"), Expectation::IfPresent, mismatch("https://AS1.example")),
            (None, Expectation::Required, missing),
            (None, Expectation::IfPresent, Ok(())),
        ] {
            assert_eq!(verify(iss, &asked, expectation), expected, "{iss:?} {expectation:?}");
        }
    }
}
