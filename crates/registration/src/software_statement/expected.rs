//! What a provider expects of a software statement.

use std::time::Duration;

use symbolon_oauth::Issuer;

/// What a provider expects of a software statement.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExpectedSoftwareStatement {
    /// The issuer of the statement, which the keys belong to.
    pub statement_issuer: String,
    /// The issuer of the provider. If the statement has an `aud`, the list contains this issuer.
    pub audience: Issuer,
    /// The longest time by which the clocks are allowed to differ.
    pub leeway: Duration,
    /// The longest time since the statement was issued. If it is set, the statement must have
    /// `iat`.
    pub max_age: Option<Duration>,
}

impl ExpectedSoftwareStatement {
    /// Creates the expectation for a statement of this issuer, at the provider with the issuer
    /// `audience`. The clocks are allowed to differ by one minute, and the age is not limited.
    #[must_use]
    pub fn new(statement_issuer: &str, audience: Issuer) -> Self {
        let statement_issuer = statement_issuer.to_owned();
        Self { statement_issuer, audience, leeway: Duration::from_secs(60), max_age: None }
    }
}
