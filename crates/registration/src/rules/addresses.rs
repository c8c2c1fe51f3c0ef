//! Rules about the URLs that a provider calls or opens.

use symbolon_discovery::Endpoint;
use symbolon_jose::rule::Verdict;

use super::uri::{is_on_loopback, web_url};
use super::{Checked, HttpUrls, at_most, each, require};
use crate::ClientMetadata;
use crate::limits::{LONGEST_REQUEST_URI, MOST_URIS};

/// Checks that a URL that the provider calls or opens uses `https`.
pub(super) fn secure(member: &'static str, url: Option<&Endpoint>, http: HttpUrls) -> Checked {
    each(url, |url| {
        let allowed = http == HttpUrls::OnLoopback && is_on_loopback(url.url());
        require(url.is_https() || allowed, member, url.as_str(), "an `https` URL")
    })
}

/// Core §6.2, Registration §2: request objects are fetched over TLS.
pub(super) fn request_uris(metadata: &ClientMetadata, http: HttpUrls) -> Checked {
    const MEMBER: &str = "request_uris";
    at_most(MEMBER, metadata.request_uris.len(), MOST_URIS)?;
    each(&metadata.request_uris, |uri| {
        // The type accepts `http` only on this machine.
        let allowed = uri.as_str().starts_with("https:") || http == HttpUrls::OnLoopback;
        require(allowed, MEMBER, uri.as_str(), "an `https` URL")?;
        let fits = uri.as_str().len() <= LONGEST_REQUEST_URI;
        require(fits, MEMBER, uri.as_str(), "a URL with at most 512 characters")
    })
}

/// Back-Channel Logout §2.2, Front-Channel Logout §2: `http` is for confidential clients, and is
/// allowed here only on this machine.
pub(super) fn logout(
    member: &'static str,
    url: Option<&Endpoint>,
    metadata: &ClientMetadata,
) -> Checked {
    each(url, |url| {
        let allowed = !metadata.is_public() && is_on_loopback(url.url());
        let expected = "an `https` URL, or `http` on this machine for a client that authenticates";
        require(url.is_https() || allowed, member, url.as_str(), expected)
    })
}

/// Front-Channel Logout §2: the URL has the scheme, host and port of a redirect URI.
pub(super) fn frontchannel_origin(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let Some(logout) = &metadata.frontchannel_logout_uri else {
        return Ok(Verdict::NotApplicable);
    };
    let mut origins = metadata.redirect_uris.iter().filter_map(web_url).map(|url| url.origin());
    let holds = origins.any(|origin| origin == logout.url().origin());
    let expected = "a URL with the scheme, host and port of a redirect URI";
    require(holds, "frontchannel_logout_uri", logout.as_str(), expected)?;
    Ok(Verdict::Held)
}
