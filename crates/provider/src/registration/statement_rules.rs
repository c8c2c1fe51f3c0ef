//! The rules of the policy about the software statement of a registration.

use symbolon_jose::Excerpt;
use symbolon_jose::rule::Verdict;
use symbolon_registration::software_statement::UnverifiedSoftwareStatement;

use super::RegistrationError;
use super::error::Checked;
use crate::{RegistrationPolicy, SoftwareIssuer};

/// The software statement of a request, before it is verified.
pub(super) struct Stated<'a> {
    pub(super) policy: &'a RegistrationPolicy,
    pub(super) statement: Option<&'a UnverifiedSoftwareStatement>,
}

/// RFC 7591 §2.3: a provider can require a statement.
pub(super) fn present(stated: &Stated<'_>) -> Checked {
    match stated.statement {
        Some(_) => Ok(Verdict::Held),
        None if stated.policy.requires_software_statement => {
            Err(RegistrationError::NoSoftwareStatement)
        }
        None => Ok(Verdict::NotApplicable),
    }
}

/// RFC 7591 §3.2.2: the provider trusts the issuer.
pub(super) fn trusted(stated: &Stated<'_>) -> Checked {
    let Some(statement) = stated.statement else { return Ok(Verdict::NotApplicable) };
    match issuer_of(stated.policy, statement) {
        Some(_) => Ok(Verdict::Held),
        None => {
            let issuer = Excerpt::new(statement.issuer());
            Err(RegistrationError::UnapprovedStatement { issuer })
        }
    }
}

/// Returns the trusted party that has the issuer of this statement.
pub(super) fn issuer_of<'a>(
    policy: &'a RegistrationPolicy,
    statement: &UnverifiedSoftwareStatement,
) -> Option<&'a SoftwareIssuer> {
    policy.software_issuers.iter().find(|it| it.issuer == statement.issuer())
}
