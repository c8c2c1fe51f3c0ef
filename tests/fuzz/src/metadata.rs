//! Provider metadata, resource metadata, their signatures, and the cache of a provider's keys.

use core::time::Duration;

use http::header::{AGE, CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Response};
use symbolon_discovery::diff::diff;
use symbolon_discovery::lint::{self, LintProfile};
use symbolon_discovery::{
    Endpoint, KeyCache, KeyCachePolicy, Lookup, ProviderMetadata, ResourceIdentifier,
    ResourceMetadata, VerifierMetadata,
};
use symbolon_jose::jws::CompactJws;
use symbolon_jose::{Limits, Object};
use symbolon_test_support::metadata::MINIMAL;
use symbolon_test_support::names::issuer;

use crate::{Accepted, first_line, jws, jwt, keys, text};

/// Reads a metadata document. A document that is read is safe to use, and is printed and read again as
/// the same, except for what was left out. If it obeys the rules for a provider, it is published as
/// it was read. What the reader of a provider accepts, the reader of a verifier accepts too.
pub(crate) fn provider_metadata(data: &[u8]) -> Option<Accepted> {
    let issuer = issuer();
    let parsed = ProviderMetadata::parse(data, &issuer);
    if let Ok(document) = Object::parse_document(data, &Limits::DEFAULT) {
        check(&document);
    }
    let response = Response::builder().header(CONTENT_TYPE, "application/json").body(data);
    let response = response.expect("the parts are valid");
    let received = ProviderMetadata::from_http(&response, &issuer);
    assert!(received.is_err() || received.as_ref().ok() == parsed.as_ref().ok());
    let metadata = parsed.ok()?;
    assert_eq!((metadata.validate_for_use(), &metadata.issuer), (Ok(()), &issuer));
    let verifier = VerifierMetadata::parse(data, &issuer).expect("it has an issuer and keys");
    assert_eq!(verifier.jwks_uri, metadata.jwks_uri);
    let printed = metadata.to_object().to_json();
    let again = ProviderMetadata::parse(printed.as_bytes(), &issuer).expect("it was read before");
    assert_eq!((again.to_object(), again.left_out()), (metadata.to_object(), &[][..]));
    assert!(!metadata.left_out().is_empty() || again == metadata);
    let metadata = again;
    let Ok(published) = metadata.to_http(60) else {
        assert!(metadata.validate().is_err());
        return Some(Accepted);
    };
    assert!(
        ProviderMetadata::from_http(&published, &issuer)
            .as_ref()
            .is_ok_and(|again| *again == metadata)
    );
    Some(Accepted)
}

/// Takes the identifier of a resource on a line, and a metadata document. A document that is read is
/// printed and read again as the same, except for what was left out. Every address in it is
/// protected by TLS, or is on this machine beside a resource on this machine.
pub(crate) fn resource_metadata(data: &[u8]) -> Option<Accepted> {
    let (resource, document) = first_line(data);
    let resource = ResourceIdentifier::on_loopback(text(resource)?).ok()?;
    let well_known = resource.well_known_uri().to_string();
    assert!(
        resource.as_str().starts_with(well_known.split_once("/.well-known/").expect("the name").0)
    );
    let metadata = ResourceMetadata::parse(document, &resource).ok()?;
    let local = |text: &str| !resource.is_https() && text.starts_with("http://");
    for issuer in &metadata.authorization_servers {
        assert!(issuer.is_https() || local(issuer.as_str()));
    }
    assert!(metadata.jwks_uri.iter().all(|it| it.is_https() || local(it.as_str())));

    let printed = metadata.to_object().to_json();
    let again = ResourceMetadata::parse(printed.as_bytes(), &resource).expect("it was read before");
    assert_eq!((again.to_object(), again.left_out()), (metadata.to_object(), &[][..]));
    assert!(!metadata.left_out().is_empty() || again == metadata);
    match again.to_http(60) {
        Ok(published) => {
            assert_eq!(ResourceMetadata::from_http(&published, &resource), Ok(again));
        }
        Err(error) => assert_eq!(again.validate(), Err(error)),
    }
    Some(Accepted)
}

/// Verifies signed metadata of a provider and of a resource, which have the same identifier. Metadata
/// that is accepted is safe to use, belongs to the issuer, and has a signature, not a MAC. An input
/// with a wrong signature is tried again with the right one.
pub(crate) fn signed_metadata(data: &[u8]) -> Option<Accepted> {
    let token = text(data)?;
    let accepted = verified(token);
    if let Ok(jws) = CompactJws::parse(token)
        && let Some(forged) = jws::signed(token, jws.header().alg())
    {
        let _ = verified(&forged);
    }
    accepted
}

fn verified(token: &str) -> Option<Accepted> {
    let (issuer, keys, now) = (issuer(), keys::verification(), jwt::now());
    let mut metadata = ProviderMetadata::parse(MINIMAL.as_bytes(), &issuer).expect("it is valid");
    metadata.signed_metadata = Some(token.to_owned());
    let provider = metadata.verify_signed(&issuer, keys, now);
    let resource = ResourceIdentifier::new(issuer.as_str()).expect("the issuer is a URL");
    let mut metadata = ResourceMetadata::new(resource.clone());
    metadata.signed_metadata = Some(token.to_owned());
    let api = metadata.verify_signed(&issuer, keys, now);
    if let Ok(provider) = &provider {
        assert_eq!((provider.validate_for_use(), &provider.issuer), (Ok(()), &issuer));
        assert_eq!(provider.signed_by().as_deref(), Some(issuer.as_str()));
        assert!(!token.is_empty() && provider.signed_metadata.as_deref() == Some(token));
        let jws = CompactJws::parse(token).expect("it was verified");
        assert!(!jws.header().alg().starts_with("HS"), "a MAC was accepted");
    }
    if let Ok(api) = &api {
        assert_eq!(api.resource, resource);
        assert!(api.jwks_uri.iter().all(Endpoint::is_https));
    }
    (provider.is_ok() || api.is_ok()).then_some(Accepted)
}

/// Takes `Cache-Control` on a line, `Age` on a line, and a key set. Whatever the headers say, the
/// cache keeps keys for at most the time in the policy, and fetches at most as often as the policy
/// says.
pub(crate) fn key_cache(data: &[u8]) -> Option<Accepted> {
    let (cache_control, rest) = first_line(data);
    let (age, body) = first_line(rest);
    let mut response = Response::builder().header(CONTENT_TYPE, "application/jwk-set+json");
    for (name, value) in [(CACHE_CONTROL, cache_control), (AGE, age)] {
        if !value.is_empty() {
            response = response.header(name, HeaderValue::from_bytes(value).ok()?);
        }
    }
    let response = response.body(body).expect("the parts are valid");

    let policy = KeyCachePolicy::default();
    let longest = policy.max_lifetime + policy.stale_if_error;
    let later = |by: Duration| jwt::now() + by;
    let jwks_uri = Endpoint::new("https://op.example/jwks").expect("our endpoint is valid");
    let mut cache = KeyCache::new(jwks_uri);
    let Lookup::Fetch { ticket, .. } = cache.keys(None, jwt::now()) else {
        panic!("an empty cache asks for a fetch")
    };
    let received = cache.receive(ticket, &response, jwt::now());
    let Ok(()) = received else {
        assert!(
            matches!(cache.keys(None, jwt::now()), Lookup::Unknown(_)),
            "kept keys from a refused response"
        );
        return None;
    };
    assert!(matches!(cache.keys(None, jwt::now()), Lookup::Have(_)));
    let soon = later(policy.cool_down - Duration::from_secs(1));
    assert!(matches!(cache.keys(None, soon), Lookup::Have(_)), "a fetch before the keys expired");
    // After the longest lifetime the cache asks for a fetch. Until it ends, there are no keys.
    assert!(matches!(cache.keys(None, later(longest)), Lookup::Fetch { .. }));
    assert!(
        matches!(cache.keys(None, later(longest)), Lookup::Unknown(_)),
        "keys kept for too long"
    );
    Some(Accepted)
}

/// Checks a document by every rule, as a metadata document and as a JWK Set, and compares it with
/// itself and with an empty document.
fn check(document: &Object) {
    for profile in [LintProfile::OpenIdProvider, LintProfile::AuthorizationServer] {
        let findings = lint::lint(document, &profile);
        assert!(findings.iter().all(|it| !it.found.chars().any(char::is_control)));
    }
    let keys = lint::lint_keys(document);
    assert!(keys.iter().all(|it| !it.found.chars().any(char::is_control)));
    assert_eq!(diff(document, document), []);
    let added = diff(&Object::new(), document);
    assert!(added.iter().all(|it| !it.to_string().chars().any(char::is_control)));
}
