//! The members of provider metadata that are known by name only.

use symbolon_jose::rule::Section;

const IDA: Section = Section::new(
    "Identity Assurance §8",
    "https://openid.net/specs/openid-connect-4-identity-assurance-1_0.html#section-8",
);
const IDA_ATTACHMENTS: Section = Section::new(
    "Identity Assurance Attachments §8",
    "https://openid.net/specs/openid-connect-4-ida-attachments-1_0.html#section-8",
);
const FEDERATION_PROVIDER: Section = Section::new(
    "Federation §5.1.3",
    "https://openid.net/specs/openid-federation-1_0.html#section-5.1.3",
);
const FEDERATION_KEYS: Section = Section::new(
    "Federation §5.2.1",
    "https://openid.net/specs/openid-federation-1_0.html#section-5.2.1",
);
const FEDERATION_NAMES: Section = Section::new(
    "Federation §5.2.2",
    "https://openid.net/specs/openid-federation-1_0.html#section-5.2.2",
);
const NATIVE_SSO: Section = Section::new(
    "Native SSO §5",
    "https://openid.net/specs/openid-connect-native-sso-1_0.html#section-5",
);
const GRANT_MANAGEMENT: Section = Section::new(
    "Grant Management §7.1",
    "https://openid.net/specs/oauth-v2-grant-management.html#section-7.1",
);
const SELECTIVE_ABORT: Section = Section::new(
    "Advanced Syntax for Claims §7.3",
    "https://openid.net/specs/openid-connect-advanced-syntax-for-claims-1_0.html#section-7.3",
);
const TRANSFORMED_CLAIMS: Section = Section::new(
    "Advanced Syntax for Claims §8.6",
    "https://openid.net/specs/openid-connect-advanced-syntax-for-claims-1_0.html#section-8.6",
);
const OPENID4VCI: Section = Section::new(
    "OpenID4VCI §12.3",
    "https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html#section-12.3",
);
const OPENID4VP: Section = Section::new(
    "OpenID4VP §10.1",
    "https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-10.1",
);
const SIOP: Section = Section::new(
    "SIOPv2 §6.1",
    "https://openid.net/specs/openid-connect-self-issued-v2-1_0.html#section-6.1",
);
const CHALLENGES: Section = Section::new(
    "Attestation-Based Client Authentication §6.1",
    "https://datatracker.ietf.org/doc/draft-ietf-oauth-attestation-based-client-auth/",
);
const ATTESTATION: Section = Section::new(
    "Attestation-Based Client Authentication §8",
    "https://datatracker.ietf.org/doc/draft-ietf-oauth-attestation-based-client-auth/",
);
const STATUS_LIST: Section = Section::new(
    "Token Status List §9.1",
    "https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/",
);
const TOKEN_BINDING: Section = Section::new(
    "Token Bound Authentication §5",
    "https://openid.net/specs/openid-connect-token-bound-authentication-1_0.html",
);

/// The members of provider metadata that specifications define and that have no field in
/// [`ProviderMetadata`](super::ProviderMetadata), each with the section that defines it.
///
/// These members are in [`extra`](super::ProviderMetadata::extra), and this library does not check
/// their values. The list tells them apart from members with a misspelt name.
///
/// ```
/// use symbolon_discovery::metadata::KNOWN_ELSEWHERE;
///
/// let (_, section) = KNOWN_ELSEWHERE.iter().find(|(name, _)| *name == "native_sso_supported").unwrap();
/// assert_eq!(section.name(), "Native SSO §5");
/// ```
pub static KNOWN_ELSEWHERE: &[(&str, Section)] = &[
    ("trust_frameworks_supported", IDA),
    ("claims_in_verified_claims_supported", IDA),
    ("evidence_supported", IDA),
    ("documents_supported", IDA),
    ("documents_methods_supported", IDA),
    ("documents_check_methods_supported", IDA),
    ("electronic_records_supported", IDA),
    ("attachments_supported", IDA_ATTACHMENTS),
    ("digest_algorithms_supported", IDA_ATTACHMENTS),
    ("client_registration_types_supported", FEDERATION_PROVIDER),
    ("federation_registration_endpoint", FEDERATION_PROVIDER),
    ("signed_jwks_uri", FEDERATION_KEYS),
    ("jwks", FEDERATION_KEYS),
    ("organization_name", FEDERATION_NAMES),
    ("display_name", FEDERATION_NAMES),
    ("description", FEDERATION_NAMES),
    ("keywords", FEDERATION_NAMES),
    ("contacts", FEDERATION_NAMES),
    ("logo_uri", FEDERATION_NAMES),
    ("policy_uri", FEDERATION_NAMES),
    ("information_uri", FEDERATION_NAMES),
    ("organization_uri", FEDERATION_NAMES),
    ("native_sso_supported", NATIVE_SSO),
    ("grant_management_actions_supported", GRANT_MANAGEMENT),
    ("grant_management_endpoint", GRANT_MANAGEMENT),
    ("grant_management_action_required", GRANT_MANAGEMENT),
    ("selective_abort_omit_supported", SELECTIVE_ABORT),
    ("selective_abort_omit_schema_supported", SELECTIVE_ABORT),
    ("transformed_claims_functions_supported", TRANSFORMED_CLAIMS),
    ("transformed_claims_predefined", TRANSFORMED_CLAIMS),
    ("transformed_claims_max_depth", TRANSFORMED_CLAIMS),
    ("transformed_claims_max_count", TRANSFORMED_CLAIMS),
    ("pre-authorized_grant_anonymous_access_supported", OPENID4VCI),
    ("vp_formats_supported", OPENID4VP),
    ("client_id_prefixes_supported", OPENID4VP),
    ("subject_syntax_types_supported", SIOP),
    ("id_token_types_supported", SIOP),
    ("challenge_endpoint", CHALLENGES),
    ("client_attestation_signing_alg_values_supported", ATTESTATION),
    ("client_attestation_pop_signing_alg_values_supported", ATTESTATION),
    ("client_attestation_pop_methods_supported", ATTESTATION),
    ("status_list_aggregation_endpoint", STATUS_LIST),
    ("id_token_token_binding_cnf_values_supported", TOKEN_BINDING),
];
