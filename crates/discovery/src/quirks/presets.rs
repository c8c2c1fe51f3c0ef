//! The quirks of known providers: one function for each provider.
//!
//! ```
//! use symbolon_discovery::quirks::{Quirks, presets};
//!
//! let quirks: Quirks = presets::google();
//! ```

use super::Quirks;

/// Returns the quirks of Google: none.
#[must_use]
pub fn google() -> Quirks {
    Quirks::default()
}
