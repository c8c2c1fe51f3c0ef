//! The rules that provider metadata obeys, in the order in which they are checked.
//!
//! All [`RULES`] are checked when a provider publishes its metadata. A reader of metadata checks
//! only the rules about the members that the reader needs.
//! [`PUBLICATION_RULES`](publication::PUBLICATION_RULES) are for the provider only.

mod publication;

use symbolon_jose::json::document::Member;
use symbolon_jose::rule::{Rule, Section, Verdict};

use super::endpoints::check_scheme;
use super::{MetadataError, ProviderMetadata, members};

pub use publication::{PUBLICATION_RULES, PublicationRule};

/// A rule that provider metadata must obey.
pub type MetadataRule = Rule<fn(&ProviderMetadata) -> Result<Verdict, MetadataError>>;

/// Discovery §3, which defines the members.
const DISCOVERY_3: Section = Section::new(
    "Discovery §3",
    "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata",
);

/// Creates the rule that a required list has a value.
macro_rules! has_value {
    ($member:ident) => {
        Rule::new(
            stringify!($member),
            DISCOVERY_3,
            concat!("`", stringify!($member), "` has at least one value"),
            |metadata| has_value(members::$member, &metadata.$member),
        )
    };
}

/// The rules that provider metadata must obey. A provider cannot publish metadata that breaks a
/// rule.
#[rustfmt::skip]
pub static RULES: &[MetadataRule] = &[
    Rule::new("endpoints", DISCOVERY_3, "every endpoint is an `https` URL", endpoints),
    has_value!(response_types_supported),
    Rule::new("token_endpoint", DISCOVERY_3, "`token_endpoint` is present if a response type yields a code", token_endpoint),
    has_value!(subject_types_supported),
    has_value!(id_token_signing_alg_values_supported),
    Rule::new("extra", DISCOVERY_3, "`extra` contains no member that has a field of its own", extra),
];

impl ProviderMetadata {
    /// Checks that the metadata is safe to use: every endpoint has an allowed scheme, and `extra`
    /// contains no member that has a field. Call this method for metadata that your program has
    /// built or changed. Metadata from a reader of this crate always passes the check.
    ///
    /// This method accepts metadata without optional members. If a step needs an absent member,
    /// such as `token_endpoint`, the step itself returns an error.
    ///
    /// # Errors
    /// [`MetadataError::Endpoint`] when [`Endpoint::beside`](crate::Endpoint::beside) would refuse
    /// an endpoint, [`MetadataError::Registered`] when `extra` contains a member that has a field.
    pub fn validate_for_use(&self) -> Result<(), MetadataError> {
        endpoints(self)?;
        extra(self).map(drop)
    }

    /// Checks that the metadata obeys the [`RULES`]. [`to_http`](Self::to_http) calls this method,
    /// so you need not call it before `to_http`.
    ///
    /// # Errors
    /// The error of the first rule that the metadata breaks: [`MetadataError::Endpoint`] when
    /// [`Endpoint::beside`](crate::Endpoint::beside) would refuse an endpoint,
    /// [`MetadataError::Missing`] when a required member has no value,
    /// [`MetadataError::Registered`] when `extra` contains a member that has a field.
    pub fn validate(&self) -> Result<(), MetadataError> {
        RULES.iter().try_for_each(|rule| (rule.check())(self).map(drop))
    }
}

fn endpoints(metadata: &ProviderMetadata) -> Result<Verdict, MetadataError> {
    for (member, endpoint) in metadata.endpoints() {
        check_scheme(member, endpoint, &metadata.issuer)?;
    }
    Ok(Verdict::Held)
}

/// Checks a required list. Discovery §4.2: a list without elements counts as absent.
fn has_value<T>(member: Member, list: &[T]) -> Result<Verdict, MetadataError> {
    if list.is_empty() { Err(MetadataError::Missing(member.name())) } else { Ok(Verdict::Held) }
}

fn token_endpoint(metadata: &ProviderMetadata) -> Result<Verdict, MetadataError> {
    let mut response_types = metadata.response_types_supported.iter();
    if !response_types.any(|response_type| response_type.names().any(|name| name == "code")) {
        return Ok(Verdict::NotApplicable);
    }
    match metadata.token_endpoint {
        Some(_) => Ok(Verdict::Held),
        None => Err(MetadataError::Missing(members::token_endpoint.name())),
    }
}

fn extra(metadata: &ProviderMetadata) -> Result<Verdict, MetadataError> {
    let mut names = ProviderMetadata::MEMBERS.iter().map(|member| member.name());
    match names.find(|name| metadata.extra.contains(name)) {
        Some(name) => Err(MetadataError::Registered(name)),
        None => Ok(Verdict::Held),
    }
}
