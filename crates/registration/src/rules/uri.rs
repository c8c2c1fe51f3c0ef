//! The scheme, the host and the origin of a URI that was accepted before.

use symbolon_oauth::RedirectUri;
use url::Url;

/// Returns the scheme of a redirect URI.
pub(super) fn scheme(uri: &RedirectUri) -> &str {
    uri.as_str().split_once(':').map_or("", |(scheme, _)| scheme)
}

/// Returns whether the scheme of a redirect URI is a private-use scheme.
pub(super) fn is_private_use(uri: &RedirectUri) -> bool {
    !matches!(scheme(uri), "http" | "https")
}

/// Returns the URL of a redirect URI with the scheme `http` or `https`.
pub(super) fn web_url(uri: &RedirectUri) -> Option<Url> {
    if is_private_use(uri) { None } else { Url::parse(uri.as_str()).ok() }
}

/// Returns whether the host of a URL is this machine.
pub(super) fn is_on_loopback(url: &Url) -> bool {
    matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"))
}
