//! Rules about subject identifiers and sectors.

use std::collections::BTreeSet;

use symbolon_jose::rule::Verdict;
use symbolon_oauth::GrantType;

use super::uri::web_url;
use super::{Checked, HttpUrls, each, require};
use crate::{ClientMetadata, ClientMetadataError};

/// Core §8: there are two types of subject identifiers.
pub(super) fn known(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    each(&metadata.subject_type, |it| {
        let holds = matches!(it.as_str(), "public" | "pairwise");
        require(holds, "subject_type", it, "`public` or `pairwise`")
    })
}

/// Core §8.1: a pairwise identifier is computed for one host.
pub(super) fn sector(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let is_pairwise = metadata.subject_type.as_deref() == Some("pairwise");
    if !is_pairwise || metadata.redirect_uris.is_empty() {
        return Ok(Verdict::NotApplicable);
    }
    // A redirect URI without a host counts as another host. Otherwise a client with a private-use
    // scheme could add the redirect URI of a website, and learn the identifiers of its sector.
    let host = |uri| web_url(uri).and_then(|url| url.host_str().map(str::to_owned));
    let hosts: BTreeSet<Option<String>> = metadata.redirect_uris.iter().map(host).collect();
    let has_one_host = hosts.len() == 1 && !hosts.contains(&None);
    if has_one_host || metadata.sector_identifier_uri.is_some() {
        return Ok(Verdict::Held);
    }
    let because =
        "`subject_type` is `pairwise`, and the redirect URIs do not have exactly one host";
    Err(ClientMetadataError::Needed { member: "sector_identifier_uri", because })
}

/// CIBA §4: the host of `jwks_uri` takes the place of the host of a redirect URI.
pub(super) fn backchannel(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let uses_ciba = metadata.effective_grant_types().contains(&GrantType::CIBA);
    let polls =
        matches!(metadata.backchannel_token_delivery_mode.as_deref(), Some("poll" | "ping"));
    if !uses_ciba || !polls || metadata.subject_type.as_deref() != Some("pairwise") {
        return Ok(Verdict::NotApplicable);
    }
    if metadata.jwks_uri.is_some() {
        return Ok(Verdict::Held);
    }
    let because = "`subject_type` is `pairwise`, and the delivery mode is `poll` or `ping`";
    Err(ClientMetadataError::Needed { member: "jwks_uri", because })
}
