//! What a check finds in a document.

use std::fmt;

/// A rule that a metadata document does not obey, with the place.
///
/// `Display` prints the severity, a sentence, and the section of the specification.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LintFinding {
    /// The stable name of the rule, such as `"issuer"`: see [`LintRule::id`](super::LintRule::id).
    pub rule: &'static str,
    /// The name of the section that states the rule, such as `"Discovery §3"`.
    pub section: &'static str,
    /// The URL of the section.
    pub link: &'static str,
    /// The name of the member that has to be changed, as it is in the document. The document may lack
    /// the member. An unknown name can have characters that control a terminal.
    pub member: String,
    /// How bad the finding is.
    pub severity: Severity,
    /// A sentence that says what was found, and what was expected. A value of the document is
    /// shortened and has no characters that control a terminal.
    pub found: String,
}

/// How bad a finding is. The worst severity comes first. This enum is deliberately exhaustive,
/// because a report has to show each severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The document breaks a rule of a specification. Some clients refuse the document, or cannot
    /// use a part of it.
    Broken,
    /// The document breaks no rule, but what it says is less safe than it could be, or misleads
    /// clients.
    Unwise,
    /// The document is correct. The author should check whether it says what was meant.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Broken => "broken",
            Self::Unwise => "unwise",
            Self::Note => "note",
        })
    }
}

impl fmt::Display for LintFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.severity, self.found, self.section)
    }
}
