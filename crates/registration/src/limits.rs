//! The limits on the size of what another party sends.

use symbolon_jose::Limits;

/// The limits of a JSON document with client metadata: 64 KiB, 16 levels, 256 members in each object
/// or list, 4 096 values.
pub(crate) const DOCUMENT: Limits = Limits {
    token: 64 << 10,
    json_depth: 16,
    json_members: 256,
    json_values: 4096,
    ..Limits::DEFAULT
};
