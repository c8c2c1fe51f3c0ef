//! The limits of time for client assertions.

use std::time::Duration;

use thiserror::Error;

/// The limits of time within which a server accepts a client assertion.
///
/// | limit | default | at most | reason |
/// |---|---|---|---|
/// | `max_lifetime` | one hour | one day | your store must remember each `jti` for this time |
/// | `leeway` | one minute | ten minutes | two clocks that are synchronised differ by less |
///
/// ```
/// use std::time::Duration;
/// use symbolon_oauth::client::assertion::AssertionLimits;
///
/// let strict = AssertionLimits::new(Duration::from_secs(300), Duration::from_secs(10))?;
/// assert_eq!(strict.max_lifetime().as_secs(), 300);
/// assert!(AssertionLimits::new(Duration::MAX, Duration::ZERO).is_err());
/// # Ok::<(), symbolon_oauth::client::assertion::AssertionLimitError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssertionLimits {
    max_lifetime: Duration,
    leeway: Duration,
}

impl AssertionLimits {
    /// The longest lifetime that a server can accept, and that a client can give to an assertion:
    /// one day.
    pub const LONGEST_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

    /// The largest leeway that a server can allow: ten minutes. A leeway is usually a few minutes
    /// at most ([RFC 7519 §4.1.4](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4)).
    pub const LARGEST_LEEWAY: Duration = Duration::from_secs(10 * 60);

    /// Creates limits: the longest accepted time from now until `exp`, and the largest accepted
    /// difference between the clocks of the client and the server.
    ///
    /// # Errors
    /// [`AssertionLimitError`] when `max_lifetime` is longer than
    /// [`LONGEST_LIFETIME`](Self::LONGEST_LIFETIME), or `leeway` is larger than
    /// [`LARGEST_LEEWAY`](Self::LARGEST_LEEWAY).
    pub fn new(max_lifetime: Duration, leeway: Duration) -> Result<Self, AssertionLimitError> {
        check_lifetime(max_lifetime)?;
        if leeway > Self::LARGEST_LEEWAY {
            return Err(AssertionLimitError::Leeway { found: leeway });
        }
        Ok(Self { max_lifetime, leeway })
    }

    /// Returns the longest accepted time from now until `exp`.
    #[must_use]
    pub fn max_lifetime(&self) -> Duration {
        self.max_lifetime
    }

    /// Returns the largest accepted difference between the clocks of the client and the server.
    #[must_use]
    pub fn leeway(&self) -> Duration {
        self.leeway
    }
}

impl Default for AssertionLimits {
    fn default() -> Self {
        Self { max_lifetime: Duration::from_secs(60 * 60), leeway: Duration::from_secs(60) }
    }
}

/// Checks the lifetime of an assertion against the longest lifetime.
pub(super) fn check_lifetime(found: Duration) -> Result<(), AssertionLimitError> {
    if found > AssertionLimits::LONGEST_LIFETIME {
        return Err(AssertionLimitError::Lifetime { found });
    }
    Ok(())
}

/// The reason why a limit of time for client assertions is refused.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum AssertionLimitError {
    /// The lifetime is longer than [`AssertionLimits::LONGEST_LIFETIME`], so a stolen assertion
    /// would be useful for too long
    /// ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3) (4)).
    #[error(
        "the lifetime of assertions is {} seconds; expected at most {}",
        .found.as_secs(), AssertionLimits::LONGEST_LIFETIME.as_secs()
    )]
    Lifetime {
        /// The lifetime that was asked for.
        found: Duration,
    },
    /// The leeway is larger than [`AssertionLimits::LARGEST_LEEWAY`], so expired assertions would
    /// be accepted for too long
    /// ([RFC 7519 §4.1.4](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4)).
    #[error(
        "the leeway is {} seconds; expected at most {}",
        .found.as_secs(), AssertionLimits::LARGEST_LEEWAY.as_secs()
    )]
    Leeway {
        /// The leeway that was asked for.
        found: Duration,
    },
}

impl AssertionLimitError {
    /// Returns a stable name for logs and metrics, such as `"client_assertion.limit_leeway"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Lifetime { .. } => "client_assertion.limit_lifetime",
            Self::Leeway { .. } => "client_assertion.limit_leeway",
        }
    }
}
