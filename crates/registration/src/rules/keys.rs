//! Rules about the client's keys.

use symbolon_jose::Excerpt;
use symbolon_jose::json::document::Value;
use symbolon_jose::jwk::{self, KeyUse, PublicJwk};
use symbolon_jose::key::DropReason;
use symbolon_jose::rule::Verdict;

use super::{Checked, HttpUrls, at_most, each, require};
use crate::limits::MOST_KEYS;
use crate::{ClientMetadata, ClientMetadataError};

/// Registration §2: a client states either its keys or their URL.
pub(super) fn one_source(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    match (&metadata.jwks, &metadata.jwks_uri) {
        (Some(_), Some(_)) => {
            let because = "`jwks_uri` is stated too, and a client states only one of them";
            Err(ClientMetadataError::Excluded { member: "jwks", because })
        }
        (None, None) => Ok(Verdict::NotApplicable),
        _ => Ok(Verdict::Held),
    }
}

/// Registration §2: a JWK Set of a client has no private and no symmetric key.
pub(super) fn public_only(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let Some(jwks) = &metadata.jwks else { return Ok(Verdict::NotApplicable) };
    for dropped in jwks.dropped() {
        let DropReason::Jwk(error) = dropped.reason else { continue };
        if matches!(error, jwk::Error::PrivateMember(_) | jwk::Error::SymmetricKey) {
            let found = Excerpt::new(dropped.kid.as_deref().unwrap_or("a key without `kid`"));
            return Err(ClientMetadataError::Value { member: "jwks", found, error: error.into() });
        }
    }
    Ok(Verdict::Held)
}

/// RFC 7591 §2: the set has keys that can be used.
pub(super) fn usable(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    each(&metadata.jwks, |jwks| {
        let keys = jwks.keys().len();
        at_most("jwks", keys.saturating_add(jwks.dropped().len()), MOST_KEYS)?;
        let expected = "a JWK Set with at least one key that this library supports";
        require(keys > 0, "jwks", "no such key", expected)
    })
}

/// Registration §2: if the set has keys for both purposes, each key states its purpose.
pub(super) fn stated_use(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let Some(jwks) = &metadata.jwks else { return Ok(Verdict::NotApplicable) };
    let has = |key_use: KeyUse| jwks.keys().iter().any(|key| key.key_use() == Some(&key_use));
    if !(has(KeyUse::Signature) && has(KeyUse::Encryption)) {
        return Ok(Verdict::NotApplicable);
    }
    each(jwks.keys(), |key| {
        let expected = "`use` in each key, because the set has keys for signatures and encryption";
        require(key.key_use().is_some(), "jwks", name(key), expected)
    })
}

/// RFC 7517 §4.5: a `kid` names one key.
pub(super) fn distinct_names(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let keys = metadata.jwks.as_ref().map_or(&[][..], |jwks| jwks.keys());
    each(keys.iter().enumerate().filter(|(_, key)| key.kid().is_some()), |(index, key)| {
        let same = |other: &&PublicJwk| {
            other.kid() == key.kid()
                && other.key_use() == key.key_use()
                && key_type(other) == key_type(key)
                && other.to_object() != key.to_object()
        };
        let expected = "a different `kid` for each key of the same type and use";
        require(!keys.iter().take(index).any(|other| same(&other)), "jwks", name(key), expected)
    })
}

/// Checks that the client has registered keys, or the URL of its keys.
pub(super) fn has_keys(
    metadata: &ClientMetadata,
    because: &'static str,
) -> Result<(), ClientMetadataError> {
    if metadata.jwks.is_some() || metadata.jwks_uri.is_some() {
        return Ok(());
    }
    Err(ClientMetadataError::Needed { member: "jwks_uri", because })
}

/// Returns the type of a key, such as `EC`.
fn key_type(key: &PublicJwk) -> Option<Value> {
    key.to_object().remove("kty")
}

/// Returns the name of a key for an error message.
fn name(key: &PublicJwk) -> &str {
    key.kid().unwrap_or("a key without `kid`")
}
