//! The errors of making and reading tokens.

use std::fmt;

/// The error of an operation, as the stable name that its `code()` returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal(pub &'static str);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Converts the errors of the operations.
macro_rules! refusals {
    ($($error:path),* $(,)?) => {
        $(impl From<$error> for Refusal {
            fn from(error: $error) -> Self {
                Self(error.code())
            }
        })*
    };
}

refusals!(
    symbolon_jose::jwe::EncryptError,
    symbolon_jose::jwe::Error,
    symbolon_jose::jwk::Error,
    symbolon_jose::jwk::GenerateError,
    symbolon_jose::jws::Error,
    symbolon_jose::jws::SignError,
    symbolon_jose::jwt::Error,
    symbolon_jose::jwt::NestError,
    symbolon_jose::key::Error,
);
