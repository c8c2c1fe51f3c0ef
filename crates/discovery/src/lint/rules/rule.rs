//! A rule, and what it finds.

use symbolon_jose::rule::{Section, Verdict};

use crate::ProviderMetadata;
use crate::lint::document::Document;
use crate::lint::finding::{LintFinding, Severity};
use crate::lint::profile::LintProfile;
use crate::metadata::{MetadataError, PublicationError};

/// A rule by which [`lint`](crate::lint::lint) checks a metadata document.
#[derive(Clone, Copy, Debug)]
pub struct LintRule {
    pub(super) id: &'static str,
    pub(super) section: Section,
    pub(super) statement: &'static str,
    pub(super) severity: Severity,
    pub(super) profiles: Profiles,
    pub(super) check: Check,
}

/// The profiles to which a rule applies. `All` stands for every kind of provider and server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profiles {
    All,
    OpenId,
    Dynamic,
    OAuth,
    Resource,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Check {
    /// Looks at the document.
    Document(fn(&Document<'_>) -> Vec<Found>),
    /// One of the [`RULES`](crate::metadata::RULES) of metadata.
    Metadata(fn(&ProviderMetadata) -> Result<Verdict, MetadataError>),
    /// One of the [`PUBLICATION_RULES`](crate::metadata::PUBLICATION_RULES).
    Publication(fn(&ProviderMetadata) -> Result<Verdict, PublicationError>),
}

/// A member that does not obey a rule, and a sentence about it.
pub(super) struct Found {
    pub(super) member: String,
    pub(super) found: String,
}

impl Found {
    pub(super) fn new(member: impl Into<String>, found: impl Into<String>) -> Self {
        Self { member: member.into(), found: found.into() }
    }
}

impl LintRule {
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
            Profiles::All => *profile != LintProfile::ProtectedResource,
            Profiles::OpenId => profile.is_openid(),
            Profiles::OAuth => *profile == LintProfile::AuthorizationServer,
            Profiles::Resource => *profile == LintProfile::ProtectedResource,
            Profiles::Dynamic => *profile == LintProfile::DynamicOpenIdProvider,
        }
    }

    /// Returns the findings of the rule.
    pub(crate) fn findings(&self, document: &Document<'_>) -> Vec<LintFinding> {
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
    pub(crate) fn finding(&self, member: &str, found: String) -> LintFinding {
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
