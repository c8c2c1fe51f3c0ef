//! The rules that a protected resource obeys when it publishes its metadata.

use symbolon_jose::json::document::Member;
use symbolon_jose::rule::{Rule, Verdict};
use symbolon_jose::{Excerpt, rfc};

use super::{ResourceError, ResourceMetadata};
use crate::MetadataError;

/// A rule that a protected resource obeys when it publishes its metadata.
pub type ResourceRule = Rule<fn(&ResourceMetadata) -> Result<Verdict, ResourceError>>;

/// The rules that a protected resource obeys when it publishes its metadata, in the order in which
/// they are checked.
#[rustfmt::skip]
pub static RULES: &[ResourceRule] = &[
    Rule::new("authorization_servers", rfc!("8414", "2"), "every authorization server has an `https` URL as its issuer", servers),
    Rule::new("jwks_uri", rfc!("9728", "2"), "`jwks_uri` is an `https` URL", jwks_uri),
    Rule::new("resource_signing_alg_values_supported", rfc!("9728", "2"), "`resource_signing_alg_values_supported` does not contain `none`", signatures),
    Rule::new("dpop_signing_alg_values_supported", rfc!("9449", "4.2"), "`dpop_signing_alg_values_supported` contains neither `none` nor a symmetric algorithm", dpop),
    Rule::new("extra", rfc!("9728", "2"), "`extra` contains no member that has a field of its own", extra),
];

impl ResourceMetadata {
    /// Checks that the metadata obeys the [`RULES`]. [`to_http`](Self::to_http) calls this method,
    /// so you need not call it before `to_http`.
    ///
    /// # Errors
    /// The error of the first rule that the metadata breaks: [`ResourceError::Algorithm`] when a
    /// list contains a forbidden algorithm, [`ResourceError::Metadata`] when an address has the
    /// scheme `http`, or `extra` contains a member that has a field.
    pub fn validate(&self) -> Result<(), ResourceError> {
        RULES.iter().try_for_each(|rule| (rule.check())(self).map(drop))
    }
}

fn servers(metadata: &ResourceMetadata) -> Result<Verdict, ResourceError> {
    let mut servers = metadata.authorization_servers.iter();
    match servers.find(|issuer| !metadata.resource.allows_issuer(issuer)) {
        Some(issuer) => Err(unprotected("authorization_servers", issuer.as_str())),
        None if metadata.authorization_servers.is_empty() => Ok(Verdict::NotApplicable),
        None => Ok(Verdict::Held),
    }
}

fn jwks_uri(metadata: &ResourceMetadata) -> Result<Verdict, ResourceError> {
    match &metadata.jwks_uri {
        None => Ok(Verdict::NotApplicable),
        Some(uri) if metadata.resource.allows(uri) => Ok(Verdict::Held),
        Some(uri) => Err(unprotected("jwks_uri", uri.as_str())),
    }
}

fn unprotected(member: &'static str, found: &str) -> ResourceError {
    MetadataError::unprotected(member, found).into()
}

fn signatures(metadata: &ResourceMetadata) -> Result<Verdict, ResourceError> {
    let member = "resource_signing_alg_values_supported";
    algorithms(member, &metadata.resource_signing_alg_values_supported, |name| name == "none")
}

fn dpop(metadata: &ResourceMetadata) -> Result<Verdict, ResourceError> {
    let is_forbidden = |name: &str| name == "none" || name.starts_with("HS");
    let member = "dpop_signing_alg_values_supported";
    algorithms(member, &metadata.dpop_signing_alg_values_supported, is_forbidden)
}

fn algorithms(
    member: &'static str,
    names: &[String],
    is_forbidden: impl Fn(&str) -> bool,
) -> Result<Verdict, ResourceError> {
    match names.iter().find(|name| is_forbidden(name)) {
        Some(found) => Err(ResourceError::Algorithm { member, found: Excerpt::new(found) }),
        None if names.is_empty() => Ok(Verdict::NotApplicable),
        None => Ok(Verdict::Held),
    }
}

fn extra(metadata: &ResourceMetadata) -> Result<Verdict, ResourceError> {
    // RFC 9728 §2.1: a tagged name is the same member in another language.
    let of_field = |member: &&Member| {
        let mut names = metadata.extra.names();
        names.any(|name| name.split_once('#').map_or(name, |(name, _)| name) == member.name())
    };
    match ResourceMetadata::MEMBERS.iter().find(of_field) {
        Some(member) => Err(MetadataError::Registered(member.name()).into()),
        None => Ok(Verdict::Held),
    }
}
