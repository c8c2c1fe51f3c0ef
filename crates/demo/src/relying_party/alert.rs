//! The error that the page of a signed-in user shows.

use serde::{Deserialize, Serialize};

/// The message about an error that the page of a signed-in user shows once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Alert {
    pub(super) heading: String,
    pub(super) sentence: String,
    pub(super) code: String,
}
