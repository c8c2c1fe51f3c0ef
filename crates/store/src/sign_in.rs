//! A sign-in, as a provider's store writes it.

use symbolon_jose::Fingerprint;
use symbolon_provider::SignedIn;
use time::OffsetDateTime;

/// A user who has just signed in in a browser. Pass it to
/// [`ProviderStore::sign_in`](crate::ProviderStore::sign_in).
#[derive(Clone, Copy, Debug)]
pub struct SignIn<'a> {
    /// The fingerprint of the cookie that the browser had before. `None` if the browser had no
    /// cookie.
    pub before: Option<&'a Fingerprint>,
    /// The fingerprint of a fresh random cookie, which the browser gets now.
    pub browser: &'a Fingerprint,
    /// The request for which the user signed in, as in
    /// [`put_pending`](crate::ProviderStore::put_pending). `None` if the user signed in for no
    /// request.
    pub interaction: Option<&'a Fingerprint>,
    /// The user.
    pub user: &'a SignedIn,
    /// When the session ends, unless the browser uses it.
    pub until: OffsetDateTime,
}
