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

/// The largest number of URIs in `redirect_uris`, `post_logout_redirect_uris` and `request_uris`.
pub(crate) const MOST_URIS: usize = 50;
/// The length of the longest request URI
/// ([Core §6.2](https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter)).
pub(crate) const LONGEST_REQUEST_URI: usize = 512;
/// The largest number of keys in `jwks`.
pub(crate) const MOST_KEYS: usize = 50;
/// The largest number of language tags of one member.
pub(crate) const MOST_LANGUAGES: usize = 50;
/// The length of the longest `client_name`, in characters.
pub(crate) const LONGEST_NAME: usize = 200;
/// The largest number of contacts.
pub(crate) const MOST_CONTACTS: usize = 20;
/// The length of the longest contact, in characters.
pub(crate) const LONGEST_CONTACT: usize = 254;
