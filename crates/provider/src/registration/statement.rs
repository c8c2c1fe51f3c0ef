//! The software statement of a registration.

use symbolon_oauth::EncodedJwt;
use symbolon_registration::software_statement::{
    ExpectedSoftwareStatement, SoftwareStatement, UnverifiedSoftwareStatement,
};
use time::OffsetDateTime;

use super::RegistrationError;
use super::rules::check_statement;
use super::statement_rules::{Stated, issuer_of};
use crate::{Provider, RegistrationPolicy};

/// Verifies the software statement of a request.
pub(super) fn verify(
    provider: &Provider,
    policy: &RegistrationPolicy,
    statement: Option<&EncodedJwt>,
    now: OffsetDateTime,
) -> Result<Option<SoftwareStatement>, RegistrationError> {
    let statement = statement.map(UnverifiedSoftwareStatement::parse).transpose()?;
    check_statement(&Stated { policy, statement: statement.as_ref() })?;
    let Some(statement) = statement else { return Ok(None) };
    // The rules have found the issuer.
    let Some(issuer) = issuer_of(policy, &statement) else { return Ok(None) };
    let mut expected = ExpectedSoftwareStatement::new(&issuer.issuer, provider.issuer().clone());
    expected.leeway = provider.policy().leeway;
    expected.max_age = issuer.max_age;
    Ok(Some(statement.verify(&issuer.keys, &expected, now)?))
}
