//! How much input is read before it is refused.

/// The bounds that every parser of this crate works under.
///
/// Each bound is checked before the work it bounds, so refused input costs neither memory nor time
/// in proportion to its size. [`Limits::DEFAULT`] is what the short functions use; the `_within`
/// ones take another value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The bytes of a whole token or JSON document.
    pub token: usize,
    /// The bytes of a decoded JOSE header.
    pub header: usize,
    /// How deep JSON arrays and objects may nest.
    pub json_depth: usize,
    /// The members of one JSON object, and the elements of one JSON array.
    pub json_members: usize,
    /// The members and elements of a whole JSON document: each takes far more memory than text.
    pub json_values: usize,
    /// The keys of a JWK Set.
    pub keys: usize,
}

impl Limits {
    /// 1 MiB tokens, 16 KiB headers, 32 levels, 1 024 members in one object and 16 384 in all, 1 000
    /// keys: an order of magnitude above what providers send, and far below what hurts.
    pub const DEFAULT: Self = Self {
        token: 1 << 20,
        header: 16 << 10,
        json_depth: 32,
        json_members: 1024,
        json_values: 16 << 10,
        keys: 1000,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
