//! A comparison of two metadata documents: what the new document changes for the clients of the old
//! document.
//!
//! Use it before you publish a new document. A client may keep a document for a long time, and reads
//! the new document only when it fetches the document again.
//!
//! ```
//! use symbolon_discovery::diff::diff;
//! use symbolon_jose::Object;
//!
//! let old = Object::parse(br#"{"response_types_supported":["code","id_token"]}"#)?;
//! let new = Object::parse(br#"{"response_types_supported":["code"]}"#)?;
//! let changes = diff(&old, &new);
//! assert!(changes[0].breaks());
//! assert_eq!(
//!     changes[0].to_string(),
//!     "`response_types_supported` no longer contains \"id_token\": clients that use the value fail"
//! );
//! # Ok::<(), symbolon_jose::json::Error>(())
//! ```

mod change;
mod members;

use std::collections::BTreeSet;

use symbolon_jose::Object;

pub use change::{Change, ChangeKind};

/// Compares two metadata documents of the same provider, and returns the changes, in the order of
/// the names of the members.
///
/// Omitted members count with their defaults: a document that states `grant_types_supported` as
/// `authorization_code` after a document without the member no longer supports `implicit`. A member
/// that is `null`, `""` or an empty list counts as omitted. The order of a list has no meaning.
#[must_use]
pub fn diff(old: &Object, new: &Object) -> Vec<Change> {
    let names: BTreeSet<&str> = old.names().chain(new.names()).collect();
    names.into_iter().flat_map(|name| members::compare(name, old, new)).collect()
}
