//! Rules about redirect URIs, after a login and after a logout.

use symbolon_jose::Excerpt;
use symbolon_jose::rule::Verdict;
use symbolon_oauth::{GrantType, RedirectUri};

use super::uri::{is_on_loopback, is_private_use, scheme, web_url};
use super::{Checked, HttpUrls, at_most, each, require};
use crate::limits::MOST_URIS;
use crate::metadata::ApplicationType;
use crate::{ClientMetadata, ClientMetadataError};

const LOGIN: &str = "redirect_uris";
const LOGOUT: &str = "post_logout_redirect_uris";

pub(super) fn present(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    if metadata.effective_response_types().is_empty() {
        return Ok(Verdict::NotApplicable);
    }
    if metadata.redirect_uris.is_empty() {
        let because = "the client uses a response type";
        return Err(ClientMetadataError::Needed { member: LOGIN, because });
    }
    Ok(Verdict::Held)
}

pub(super) fn number(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    at_most(LOGIN, metadata.redirect_uris.len(), MOST_URIS)?;
    at_most(LOGOUT, metadata.post_logout_redirect_uris.len(), MOST_URIS)?;
    Ok(Verdict::Held)
}

pub(super) fn syntax(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    each(&metadata.redirect_uris, |uri| check_syntax(LOGIN, uri))
}

pub(super) fn logout_syntax(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    each(&metadata.post_logout_redirect_uris, |uri| check_syntax(LOGOUT, uri))
}

/// RP-Initiated Logout §3.1: `http` is for confidential clients.
pub(super) fn logout_http(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    if !metadata.is_public() {
        return Ok(Verdict::NotApplicable);
    }
    each(&metadata.post_logout_redirect_uris, |uri| {
        let expected = "a URI without the scheme `http`, because the client does not authenticate";
        require(scheme(uri) != "http", LOGOUT, uri.as_str(), expected)
    })
}

/// Checks a URI again, because a program can create URIs with `danger::http_redirect_uri` and
/// `RedirectUri::private_scheme_without_period`.
fn check_syntax(member: &'static str, uri: &RedirectUri) -> Result<(), ClientMetadataError> {
    let found = || Excerpt::new(uri.as_str());
    RedirectUri::new(uri.as_str()).map(drop).map_err(|error| ClientMetadataError::Value {
        member,
        found: found(),
        error: error.into(),
    })
}

/// RFC 9700 §2.1: a provider compares the whole text, so an asterisk would not match anything. A
/// provider that reads it as a pattern would send codes to other addresses.
pub(super) fn no_pattern(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let uris = [(LOGIN, &metadata.redirect_uris), (LOGOUT, &metadata.post_logout_redirect_uris)];
    let uris = uris.into_iter().flat_map(|(member, list)| list.iter().map(move |it| (member, it)));
    each(uris, |(member, uri)| {
        let expected = "a URI without `*`, because redirect URIs are not patterns";
        require(!uri.as_str().contains('*'), member, uri.as_str(), expected)
    })
}

pub(super) fn implicit_web(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let is_implicit = metadata.effective_grant_types().contains(&GrantType::IMPLICIT);
    if !is_implicit || metadata.effective_application_type() != ApplicationType::WEB {
        return Ok(Verdict::NotApplicable);
    }
    each(&metadata.redirect_uris, |uri| {
        let is_remote = |url: url::Url| url.scheme() == "https" && !is_on_loopback(&url);
        let expected = "an `https` URL on another machine, because the client has the application \
                        type `web` and the grant type `implicit`";
        require(web_url(uri).is_some_and(is_remote), LOGIN, uri.as_str(), expected)
    })
}

pub(super) fn web(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    if metadata.effective_application_type() != ApplicationType::WEB {
        return Ok(Verdict::NotApplicable);
    }
    each(&metadata.redirect_uris, |uri| {
        let expected = "a URL; register the client with the application type `native` to use a \
                        private-use scheme";
        require(!is_private_use(uri), LOGIN, uri.as_str(), expected)
    })
}

pub(super) fn native(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    if metadata.effective_application_type() != ApplicationType::NATIVE {
        return Ok(Verdict::NotApplicable);
    }
    each(&metadata.redirect_uris, |uri| {
        let is_local = |url: url::Url| url.scheme() == "https" && is_on_loopback(&url);
        let expected = "a private-use scheme, `http` on this machine, or an `https` URL that the \
                        app has claimed";
        require(!web_url(uri).is_some_and(is_local), LOGIN, uri.as_str(), expected)
    })
}
