//! The rules by which a document is checked, in the order in which their findings are reported.

mod advice;
mod consistency;
mod names;
mod reading;
mod sections;
mod table;

use symbolon_jose::rule::{Section, Verdict};

use super::document::Document;
use super::{LintFinding, LintProfile, Severity};
use crate::ProviderMetadata;
use crate::metadata::{MetadataError, PUBLICATION_RULES, PublicationError, RULES};

pub(super) use table::ISSUER_MISMATCH;

/// A rule by which [`lint`](super::lint) checks a metadata document.
#[derive(Clone, Copy, Debug)]
pub struct LintRule {
    id: &'static str,
    section: Section,
    statement: &'static str,
    severity: Severity,
    profiles: Profiles,
    check: Check,
}

/// The profiles to which a rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Profiles {
    All,
    OpenId,
    Dynamic,
    OAuth,
}

#[derive(Clone, Copy, Debug)]
enum Check {
    /// Looks at the document.
    Document(fn(&Document<'_>) -> Vec<Found>),
    /// One of the [`RULES`] of metadata.
    Metadata(fn(&ProviderMetadata) -> Result<Verdict, MetadataError>),
    /// One of the [`PUBLICATION_RULES`].
    Publication(fn(&ProviderMetadata) -> Result<Verdict, PublicationError>),
}

/// A member that does not obey a rule, and a sentence about it.
struct Found {
    member: String,
    found: String,
}

impl Found {
    fn new(member: impl Into<String>, found: impl Into<String>) -> Self {
        Self { member: member.into(), found: found.into() }
    }
}

/// Returns all rules of all profiles, in the order in which [`lint`](super::lint) checks them.
///
/// ```
/// for rule in symbolon_discovery::lint::rules() {
///     println!("{}: {}", rule.section(), rule.statement());
/// }
/// ```
pub fn rules() -> impl Iterator<Item = LintRule> {
    let of_metadata = RULES.iter().filter(|rule| !table::CHECKED_BY_READING.contains(&rule.id()));
    let of_metadata = of_metadata.map(|rule| {
        let section = Section::new(rule.section(), rule.link());
        LintRule::new(rule.id(), section, rule.statement(), Check::Metadata(*rule.check()))
    });
    let of_publication = PUBLICATION_RULES.iter().map(|rule| {
        let section = Section::new(rule.section(), rule.link());
        LintRule::new(rule.id(), section, rule.statement(), Check::Publication(*rule.check()))
    });
    let tables = table::READING.iter().copied().chain(of_metadata).chain(of_publication);
    tables.chain(table::CONSISTENCY.iter().copied()).chain(table::ADVICE.iter().copied())
}

impl LintRule {
    /// Creates a rule of the tables of metadata.
    fn new(id: &'static str, section: Section, statement: &'static str, check: Check) -> Self {
        let is_openid = table::FOR_OPENID_ONLY.contains(&id);
        let profiles = if is_openid { Profiles::OpenId } else { Profiles::All };
        Self { id, section, statement, severity: Severity::Broken, profiles, check }
    }

    /// Returns the stable name of the rule, such as `"issuer"`.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// Returns the name of the section that states the rule, such as `"Discovery §3"`.
    #[must_use]
    pub fn section(&self) -> &'static str {
        self.section.name()
    }

    /// Returns the URL of the section that states the rule.
    #[must_use]
    pub fn link(&self) -> &'static str {
        self.section.link()
    }

    /// Returns the rule as an English sentence.
    #[must_use]
    pub fn statement(&self) -> &'static str {
        self.statement
    }

    /// Returns how bad it is if a document does not obey the rule.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Returns whether the rule applies to the documents of this kind of server.
    #[must_use]
    pub fn applies_to(&self, profile: &LintProfile) -> bool {
        match self.profiles {
            Profiles::All => true,
            Profiles::OpenId => profile.is_openid(),
            Profiles::OAuth => !profile.is_openid(),
            Profiles::Dynamic => *profile == LintProfile::DynamicOpenIdProvider,
        }
    }

    /// Returns the findings of the rule.
    pub(super) fn findings(&self, document: &Document<'_>) -> Vec<LintFinding> {
        let found = match self.check {
            Check::Document(check) => check(document),
            Check::Metadata(check) => self.of_metadata(document, check),
            Check::Publication(check) => self.of_metadata(document, check),
        };
        found.into_iter().map(|it| self.finding(&it.member, it.found)).collect()
    }

    /// Applies a check of metadata that a relying party could read.
    fn of_metadata<E: std::fmt::Display>(
        &self,
        document: &Document<'_>,
        check: fn(&ProviderMetadata) -> Result<Verdict, E>,
    ) -> Vec<Found> {
        let error = document.metadata.as_ref().and_then(|metadata| check(metadata).err());
        // The name of such a rule begins with the name of its member.
        let member = self.id.split('.').next().unwrap_or(self.id);
        error.map(|error| Found::new(member, error.to_string())).into_iter().collect()
    }

    /// Creates a finding of the rule.
    pub(super) fn finding(&self, member: &str, found: String) -> LintFinding {
        LintFinding {
            rule: self.id,
            section: self.section(),
            link: self.link(),
            member: member.to_owned(),
            severity: self.severity,
            found,
        }
    }
}
