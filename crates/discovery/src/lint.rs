//! A check of a provider's metadata document by its author: which rules the document breaks, and
//! what is unwise.
//!
//! Use it before you publish a document, or to find out why clients refuse it. A relying party does
//! not need it: [`ProviderMetadata::from_http`] checks what a relying party must check.
//!
//! ```
//! use symbolon_discovery::lint::{LintProfile, Severity, lint};
//! use symbolon_jose::Object;
//!
//! let document = Object::parse(br#"{"issuer":"http://op.example"}"#)?;
//! let findings = lint(&document, &LintProfile::OpenIdProvider);
//! assert_eq!(findings[0].member, "issuer");
//! assert_eq!(findings[0].severity, Severity::Broken);
//! for finding in findings {
//!     println!("{finding}");
//! }
//! # Ok::<(), symbolon_jose::json::Error>(())
//! ```

mod document;
mod finding;
mod keys;
mod profile;
mod rules;

use symbolon_jose::{Excerpt, Object};
use symbolon_oauth::Issuer;

#[cfg(doc)]
use crate::ProviderMetadata;
use crate::ResourceIdentifier;
use document::Document;

pub use finding::{LintFinding, Severity};
pub use keys::lint_keys;
pub use profile::LintProfile;
pub use rules::{LintRule, rules};

/// Checks a metadata document by the [`rules`] of a profile, and returns what it finds, in the order
/// of the rules. An empty list means that the document obeys each rule.
///
/// The document is the JSON object as it is published. A document that no relying party could use
/// is checked too.
#[must_use]
pub fn lint(document: &Object, profile: &LintProfile) -> Vec<LintFinding> {
    let document = Document::new(document);
    let mut findings: Vec<LintFinding> = Vec::new();
    for rule in rules().filter(|rule| rule.applies_to(profile)) {
        // If a required member is missing, a rule about its values has nothing to add.
        let member = rule.id().split('.').next().filter(|member| *member != rule.id());
        let is_missing =
            |member| findings.iter().any(|it| it.rule == member && it.severity == Severity::Broken);
        if !member.is_some_and(is_missing) {
            findings.extend(rule.findings(&document));
        }
    }
    findings
}

/// Checks a metadata document as [`lint`] does, and also checks that the document states the issuer
/// whose document it is
/// ([Discovery §4.3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation)).
///
/// Use this function for a document that you fetched from the well-known URL of `issuer`.
#[must_use]
pub fn lint_of_issuer(
    document: &Object,
    profile: &LintProfile,
    issuer: &Issuer,
) -> Vec<LintFinding> {
    let mut findings = lint(document, profile);
    findings.splice(0..0, mismatch(document, "issuer", issuer.as_str(), rules::ISSUER_MISMATCH));
    findings
}

/// Checks the document of a protected resource by the rules of [`LintProfile::ProtectedResource`],
/// as [`lint`] does, and also checks that the document states the resource whose document it is
/// ([RFC 9728 §3.3](https://www.rfc-editor.org/rfc/rfc9728#section-3.3)).
///
/// Use this function for a document that you fetched from the well-known URL of `resource`.
#[must_use]
pub fn lint_of_resource(document: &Object, resource: &ResourceIdentifier) -> Vec<LintFinding> {
    let mut findings = lint(document, &LintProfile::ProtectedResource);
    let resource = resource.as_str();
    findings.splice(0..0, mismatch(document, "resource", resource, rules::RESOURCE_MISMATCH));
    findings
}

/// Returns the finding that a document was published for another party than it states.
fn mismatch(
    document: &Object,
    member: &str,
    expected: &str,
    rule: LintRule,
) -> Option<LintFinding> {
    let stated = document.get(member)?.as_str()?;
    // Discovery §5, RFC 9728 §6: the comparison is code point by code point.
    if stated.is_empty() || stated == expected {
        return None;
    }
    let (stated, expected) = (Excerpt::new(stated), Excerpt::new(expected));
    let found = format!(
        "`{member}` is {stated}, but the document was published for {expected}: clients refuse it"
    );
    Some(rule.finding(member, found))
}
