//! The error that the page of a signed-in user shows.

/// The message about an error that the page of a signed-in user shows once.
#[derive(Clone, Debug)]
pub(super) struct Alert {
    pub(super) heading: &'static str,
    pub(super) sentence: &'static str,
    pub(super) code: &'static str,
}
