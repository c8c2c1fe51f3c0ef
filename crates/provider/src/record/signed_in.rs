//! A user who signed in at the provider.

use serde::{Deserialize, Serialize};
use symbolon_jose::NumericDate;
use time::OffsetDateTime;

use super::UnixMicros;

/// A user who is signed in at the provider, with the time and the methods of the authentication.
///
/// ```
/// use symbolon_provider::SignedIn;
///
/// # let now = time::OffsetDateTime::UNIX_EPOCH;
/// // After the user has typed a password and a code from an app:
/// let user = SignedIn::new("248289761001", now).amr("pwd").amr("otp");
/// assert_eq!(user.auth_time(), now.into());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SignedIn {
    /// `sub`: the user's identifier, 1 to 255 ASCII characters. You must never give the same
    /// identifier to two users
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
    pub subject: String,
    authenticated: UnixMicros,
    /// `acr`: the name of the authentication context class, such as a level of assurance, that the
    /// authentication satisfied. If it is `None`, the ID Token has no `acr`.
    pub acr: Option<String>,
    /// `amr`: the methods by which the user authenticated, such as `pwd`. If the list is empty, the
    /// ID Token has no `amr` ([RFC 8176](https://www.rfc-editor.org/rfc/rfc8176)).
    pub amr: Vec<String>,
}

impl SignedIn {
    /// Creates the record of the user with the identifier `subject`, who authenticated at
    /// `auth_time`.
    #[must_use]
    pub fn new(subject: &str, auth_time: OffsetDateTime) -> Self {
        Self {
            subject: subject.to_owned(),
            authenticated: auth_time.into(),
            acr: None,
            amr: Vec::new(),
        }
    }

    /// Returns `auth_time`: when the user authenticated.
    #[must_use]
    pub fn auth_time(&self) -> NumericDate {
        self.authenticated.into()
    }

    pub(crate) fn authenticated(&self) -> UnixMicros {
        self.authenticated
    }

    /// Sets `acr`: the name of the authentication context class, such as a level of assurance, that
    /// the authentication satisfied.
    #[must_use]
    pub fn acr(mut self, acr: &str) -> Self {
        self.acr = Some(acr.to_owned());
        self
    }

    /// Adds a method by which the user authenticated, such as `pwd`, to `amr`.
    #[must_use]
    pub fn amr(mut self, method: &str) -> Self {
        self.amr.push(method.to_owned());
        self
    }
}
