//! The error that the page of a signed-in user tells about.

/// What the page of a signed-in user tells about an error, once.
#[derive(Clone, Debug)]
pub(super) struct Alert {
    pub(super) heading: &'static str,
    pub(super) sentence: &'static str,
    pub(super) code: &'static str,
}
