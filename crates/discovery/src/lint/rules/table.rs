//! The tables of rules.

use super::rule::{Check, LintRule, Profiles};
use super::sections::*;
use super::{advice, consistency, names, reading, resource};
use crate::lint::finding::Severity;

/// Creates a row of a table.
macro_rules! row {
    ($id:literal, $section:ident, $severity:ident, $profiles:ident, $statement:literal, $check:expr) => {
        LintRule {
            id: $id,
            section: $section,
            statement: $statement,
            severity: Severity::$severity,
            profiles: Profiles::$profiles,
            check: Check::Document($check),
        }
    };
}

/// The rules of [`RULES`](crate::metadata::RULES) that the table [`READING`] replaces, because a
/// document is checked before it is read.
pub(super) const CHECKED_BY_READING: &[&str] = &["endpoints", "extra"];

/// The rules of the tables of metadata that concern OpenID Providers only.
pub(super) const FOR_OPENID_ONLY: &[&str] = &[
    "subject_types_supported",
    "id_token_signing_alg_values_supported",
    "scopes_supported.openid",
    "id_token_signing_alg_values_supported.RS256",
];

/// The rule of [`lint_of_issuer`](crate::lint::lint_of_issuer).
pub(crate) const ISSUER_MISMATCH: LintRule = row!(
    "issuer.mismatch",
    DISCOVERY_4_3,
    Broken,
    All,
    "`issuer` is the issuer for which the document was published",
    |_| Vec::new()
);

/// The rules about single members: a relying party can read them.
#[rustfmt::skip]
pub(super) static READING: &[LintRule] = &[
    ISSUER_MISMATCH,
    row!("issuer", DISCOVERY_3, Broken, All, "`issuer` is an `https` URL with a host and without a query and a fragment", reading::issuer),
    row!("issuer.loopback", DISCOVERY_3, Note, All, "`issuer` does not name this machine", reading::loopback),
    row!("authorization_endpoint", DISCOVERY_3, Broken, OpenId, "`authorization_endpoint` is present and is an `https` URL", |document| reading::required_endpoint(document, "authorization_endpoint")),
    row!("jwks_uri", DISCOVERY_3, Broken, OpenId, "`jwks_uri` is present and is an `https` URL", |document| reading::required_endpoint(document, "jwks_uri")),
    row!("authorization_endpoint.grants", RFC_8414_2, Broken, OAuth, "`authorization_endpoint` is an `https` URL, and is present unless no grant type uses it", reading::authorization_endpoint_of_grants),
    row!("jwks_uri.optional", RFC_8414_2, Broken, OAuth, "`jwks_uri`, if present, is an `https` URL", |document| reading::optional_endpoint(document, "jwks_uri")),
    row!("values", DISCOVERY_3, Broken, All, "every member has the JSON type and the syntax that its specification defines, and every endpoint is an `https` URL", reading::values),
    row!("empty", DISCOVERY_4_2, Broken, All, "a member without a value is omitted", reading::empty),
    row!("repeated", DISCOVERY_3, Note, All, "a list contains each value once", reading::repeated),
    row!("unknown", RFC_8414_2, Note, All, "every member is defined by a specification", names::unknown),
    row!("misspelled", RFC_8414_2, Unwise, All, "no member has almost the name of a member that a specification defines", names::misspelled),
    row!("endpoints.foreign", DISCOVERY_3, Note, All, "every endpoint has the origin of the issuer", reading::foreign),
];

/// The rules about members that concern each other.
#[rustfmt::skip]
pub(super) static CONSISTENCY: &[LintRule] = &[
    row!("response_types_supported.dynamic", DISCOVERY_3, Broken, Dynamic, "`response_types_supported` contains `code`, `id_token` and `id_token token`", consistency::dynamic_response_types),
    row!("grant_types_supported.dynamic", DISCOVERY_3, Broken, Dynamic, "`grant_types_supported` contains `authorization_code` and `implicit`", consistency::dynamic_grant_types),
    row!("registration_endpoint.dynamic", CORE_15_2, Broken, Dynamic, "`registration_endpoint` and `userinfo_endpoint` are present", consistency::dynamic_endpoints),
    row!("grant_types_supported.response_types", RFC_7591_2_1, Unwise, All, "the grant types that the response types use are supported", consistency::grants_of_response_types),
    row!("grant_types_supported.unused", RFC_7591_2_1, Note, All, "`authorization_code` and `implicit` are supported only if a response type uses them", consistency::unused_grants),
    row!("device_authorization_endpoint", RFC_8628_4, Unwise, All, "`device_authorization_endpoint` and its grant type are both present or both absent", consistency::device),
    row!("require_pushed_authorization_requests", RFC_9126_5, Broken, All, "`require_pushed_authorization_requests` is `true` only if `pushed_authorization_request_endpoint` is present", consistency::pushed),
    row!("require_signed_request_object", RFC_9101_10_5, Broken, All, "`require_signed_request_object` is `true` only if an algorithm for request objects is listed", consistency::signed_requests),
    row!("response_modes_supported.jwt", JARM_4, Unwise, All, "a response mode with a JWT is supported only if `authorization_signing_alg_values_supported` is present", consistency::jarm),
    row!("encryption", DISCOVERY_3, Unwise, All, "the two lists of algorithms of an encryption are both present or both absent", consistency::encryption),
    row!("scopes_supported.offline_access", CORE_11, Unwise, OpenId, "`offline_access` is listed only if the grant type `refresh_token` is supported", consistency::offline_access),
    row!("subject_types_supported.values", CORE_8, Unwise, OpenId, "a subject type is `public` or `pairwise`", consistency::subject_types),
];

/// The rules about what a provider should offer.
#[rustfmt::skip]
pub(super) static ADVICE: &[LintRule] = &[
    row!("recommended", DISCOVERY_3, Note, OpenId, "`userinfo_endpoint`, `registration_endpoint`, `scopes_supported` and `claims_supported` are present", advice::recommended),
    row!("id_token_signing_alg_values_supported.none", DISCOVERY_3, Unwise, OpenId, "ID Tokens are signed", advice::unsigned_id_tokens),
    row!("request_object_signing_alg_values_supported.none", DISCOVERY_3, Unwise, All, "request objects are signed", advice::unsigned_request_objects),
    row!("request_object_signing_alg_values_supported.RS256", DISCOVERY_3, Note, OpenId, "`request_object_signing_alg_values_supported`, if present, contains `RS256`", |document| advice::rs256(document, "request_object_signing_alg_values_supported")),
    row!("token_endpoint_auth_signing_alg_values_supported.RS256", DISCOVERY_3, Note, All, "`token_endpoint_auth_signing_alg_values_supported`, if present, contains `RS256`", |document| advice::rs256(document, "token_endpoint_auth_signing_alg_values_supported")),
    row!("request_uri_parameter_supported", DISCOVERY_3, Note, OpenId, "`request_uri_parameter_supported` is stated, because its default is `true`", advice::request_uri),
    row!("require_request_uri_registration", DISCOVERY_3, Unwise, OpenId, "a `request_uri` is registered before the provider fetches it", advice::registered_request_uris),
    row!("code_challenge_methods_supported", RFC_9700_2_1_1, Unwise, All, "`code_challenge_methods_supported` contains `S256`", advice::pkce),
    row!("code_challenge_methods_supported.plain", RFC_9700_2_1_1, Unwise, All, "`code_challenge_methods_supported` does not contain `plain`", advice::plain),
    row!("response_types_supported.token", RFC_9700_2_1_2, Unwise, All, "no response type returns an access token through the browser", advice::tokens_in_the_browser),
    row!("grant_types_supported.password", RFC_9700_2_4, Unwise, All, "the grant type `password` is not supported", advice::password),
    row!("authorization_response_iss_parameter_supported", RFC_9207_3, Unwise, All, "`authorization_response_iss_parameter_supported` is `true`", advice::iss),
    row!("encryption.RSA1_5", RFC_8725_3_2, Unwise, All, "`RSA1_5` is not supported", advice::rsa1_5),
];

/// The rule of [`lint_of_resource`](crate::lint::lint_of_resource).
pub(crate) const RESOURCE_MISMATCH: LintRule = row!(
    "resource.mismatch",
    RFC_9728_3_3,
    Broken,
    Resource,
    "`resource` is the resource for which the document was published",
    |_| Vec::new()
);

/// The rules of the metadata of a protected resource.
#[rustfmt::skip]
pub(super) static RESOURCE: &[LintRule] = &[
    RESOURCE_MISMATCH,
    row!("resource", RFC_9728_1_2, Broken, Resource, "`resource` is an `https` URL with a host and without a fragment", resource::identifier),
    row!("resource.loopback", RFC_9728_1_2, Note, Resource, "`resource` does not name this machine", resource::loopback),
    row!("resource.query", RFC_8707_2, Unwise, Resource, "`resource` has no query", resource::query),
    row!("resource.values", RFC_9728_2, Broken, Resource, "every member has the JSON type and the syntax that RFC 9728 defines, and every address is an `https` URL", resource::values),
    row!("resource.signatures", RFC_9728_2, Broken, Resource, "`resource_signing_alg_values_supported` does not contain `none`", |document| resource::published(document, "resource_signing_alg_values_supported")),
    row!("resource.dpop", RFC_9449_4_2, Broken, Resource, "`dpop_signing_alg_values_supported` contains neither `none` nor a symmetric algorithm", |document| resource::published(document, "dpop_signing_alg_values_supported")),
    row!("resource.empty", RFC_9728_3_2, Broken, Resource, "a member without a value is omitted, except for an empty list of bearer methods", resource::empty),
    row!("resource.unknown", RFC_9728_2, Note, Resource, "every member is defined by a specification", resource::unknown),
    row!("resource.recommended", RFC_9728_2, Note, Resource, "the recommended members are present", resource::recommended),
    row!("resource.languages", RFC_9728_2_1, Note, Resource, "a member with values in several languages also has a value without a language", resource::languages),
    row!("resource.servers", RFC_9728_2, Note, Resource, "`authorization_servers` is present", resource::servers),
    row!("resource.bearer_in_query", RFC_6750_2_3, Unwise, Resource, "`bearer_methods_supported` does not contain `query`", resource::token_in_query),
    row!("resource.dpop_algorithms", RFC_9728_2, Unwise, Resource, "`dpop_signing_alg_values_supported` is present if the resource requires DPoP", resource::dpop),
];
