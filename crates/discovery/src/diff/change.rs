//! One change between two documents.

use std::fmt;

use crate::metadata::shown_name;

/// A change of one member, or of one value of a list.
///
/// `Display` prints a sentence that says what changed, and what this means for clients.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The name of the member. The name of an alias is its place, such as
    /// `mtls_endpoint_aliases.token_endpoint`.
    pub member: String,
    /// What changed.
    pub kind: ChangeKind,
    /// What the change means for clients of the old document.
    pub why: &'static str,
    breaks: bool,
}

/// What changed in a document. The values are as they are shown in a sentence: shortened, and
/// without characters that control a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChangeKind {
    /// The list contains a value that it did not contain.
    ValueAdded(String),
    /// The list no longer contains a value.
    ValueRemoved(String),
    /// The old document does not have the member. The new document states this value.
    Added(String),
    /// The old document states this value. The new document does not have the member.
    Removed(String),
    /// The member has another value.
    Replaced {
        /// The value in the old document, or its default.
        old: String,
        /// The value in the new document, or its default.
        new: String,
    },
}

impl Change {
    pub(super) fn breaking(member: &str, kind: ChangeKind, why: &'static str) -> Self {
        Self { member: member.to_owned(), kind, why, breaks: true }
    }

    pub(super) fn harmless(member: &str, kind: ChangeKind, why: &'static str) -> Self {
        Self { member: member.to_owned(), kind, why, breaks: false }
    }

    /// Returns whether a client that worked with the old document can fail because of the change.
    #[must_use]
    pub fn breaks(&self) -> bool {
        self.breaks
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ", shown_name(&self.member))?;
        match &self.kind {
            ChangeKind::ValueAdded(value) => write!(f, "now contains {value}")?,
            ChangeKind::ValueRemoved(value) => write!(f, "no longer contains {value}")?,
            ChangeKind::Added(value) => write!(f, "is added with the value {value}")?,
            ChangeKind::Removed(value) => write!(f, "is removed; its value was {value}")?,
            ChangeKind::Replaced { old, new } => write!(f, "was {old} and is now {new}")?,
        }
        write!(f, ": {}", self.why)
    }
}
