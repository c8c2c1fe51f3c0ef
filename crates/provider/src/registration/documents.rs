//! The rules of the documents at addresses in the metadata.

use http::{Response, StatusCode, header};
use symbolon_discovery::DocumentError;
use symbolon_discovery::jwk_set::{self, JwkSetError};
use symbolon_jose::Excerpt;
use symbolon_jose::rule::Verdict;
use symbolon_registration::{ClientMetadata, HttpUrls, RULES, SectorDocument};

use super::RegistrationError;
use super::error::Checked;

/// A response from an address in the metadata.
pub(super) struct Fetched<'a> {
    /// The member with the address.
    pub(super) member: &'static str,
    pub(super) response: &'a Response<Vec<u8>>,
    pub(super) metadata: &'a ClientMetadata,
}

pub(super) const SECTOR: &str = "sector_identifier_uri";
pub(super) const KEYS: &str = "jwks_uri";
pub(super) const LOGO: &str = "logo_uri";

/// The largest accepted size of a JWK Set, in bytes.
pub(super) const MAX_KEYS: usize = 64 * 1024;
/// The largest accepted size of a logo, in bytes.
pub(super) const MAX_LOGO: usize = 256 * 1024;

/// Registration §5: the document contains every redirect URI.
pub(super) fn sector(fetched: &Fetched<'_>) -> Checked {
    if fetched.member != SECTOR {
        return Ok(Verdict::NotApplicable);
    }
    SectorDocument::from_http(fetched.response)?.contains_all(fetched.metadata)?;
    Ok(Verdict::Held)
}

/// CIBA §4: the document contains the address from which the client's sector is known.
pub(super) fn backchannel(fetched: &Fetched<'_>) -> Checked {
    let metadata = fetched.metadata;
    let is_pairwise = metadata.subject_type.as_deref() == Some("pairwise");
    let Some(mode) = &metadata.backchannel_token_delivery_mode else {
        return Ok(Verdict::NotApplicable);
    };
    if fetched.member != SECTOR || !is_pairwise {
        return Ok(Verdict::NotApplicable);
    }
    let (member, address) = match mode.as_str() {
        "push" => (
            "backchannel_client_notification_endpoint",
            &metadata.backchannel_client_notification_endpoint,
        ),
        _ => (KEYS, &metadata.jwks_uri),
    };
    let document = SectorDocument::from_http(fetched.response)?;
    match address {
        Some(address) if document.contains(address) => Ok(Verdict::Held),
        _ => Err(RegistrationError::SectorAddress(member)),
    }
}

/// RFC 7591 §2: the document is a JWK Set. It obeys the rules of `jwks`.
pub(super) fn keys(fetched: &Fetched<'_>) -> Checked {
    if fetched.member != KEYS {
        return Ok(Verdict::NotApplicable);
    }
    let found = fetched.response.body().len();
    if found > MAX_KEYS {
        let error = DocumentError::TooLarge { found, limit: MAX_KEYS };
        return Err(RegistrationError::Keys(JwkSetError::Document(error)));
    }
    let keys = jwk_set::from_http(fetched.response).map_err(RegistrationError::Keys)?;
    let mut metadata = fetched.metadata.clone();
    metadata.jwks_uri = None;
    metadata.jwks = Some(keys);
    let is_of_keys = |id: &str| {
        id.starts_with("jwks.")
            || ["private_key_jwt", "self_signed_tls_client_auth", "encryption.keys"].contains(&id)
    };
    for rule in RULES.iter().filter(|rule| is_of_keys(rule.id())) {
        // No rule of keys looks at the scheme of a URL.
        (rule.check())(&metadata, HttpUrls::OnLoopback).map_err(RegistrationError::KeyRules)?;
    }
    Ok(Verdict::Held)
}

/// Registration §2: the document is an image.
pub(super) fn logo(fetched: &Fetched<'_>) -> Checked {
    if fetched.member != LOGO {
        return Ok(Verdict::NotApplicable);
    }
    let response = fetched.response;
    let types = response.headers().get_all(header::CONTENT_TYPE).iter();
    let types: Vec<_> = types.map(|it| String::from_utf8_lossy(it.as_bytes())).collect();
    let found = types.join(", ");
    let essence = found.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    // Not SVG, which can contain scripts.
    let is_image = ["image/png", "image/jpeg", "image/gif", "image/webp"].contains(&&*essence);
    let is_small = response.body().len() <= MAX_LOGO;
    if response.status() == StatusCode::OK && is_image && is_small {
        return Ok(Verdict::Held);
    }
    let (status, found) = (response.status().as_u16(), Excerpt::new(&found));
    Err(RegistrationError::Logo { status, found })
}
