//! The table of rules.

use symbolon_jose::rfc;
use symbolon_jose::rule::{Rule, Section};

use super::{
    ClientMetadataRule, addresses, algorithms, authentication, choices, ciba, keys, names,
    redirect_uris, subject, types,
};

const REGISTRATION_2: Section = Section::new(
    "Registration §2",
    "https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata",
);
const REGISTRATION_2_1: Section = Section::new(
    "Registration §2.1",
    "https://openid.net/specs/openid-connect-registration-1_0.html#LanguagesAndScripts",
);
const REGISTRATION_5: Section = Section::new(
    "Registration §5",
    "https://openid.net/specs/openid-connect-registration-1_0.html#SectorIdentifierValidation",
);
const CORE_6_2: Section = Section::new(
    "Core §6.2",
    "https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter",
);
const CORE_6_3_2: Section = Section::new(
    "Core §6.3.2",
    "https://openid.net/specs/openid-connect-core-1_0.html#SignedRequestObject",
);
const CORE_8: Section =
    Section::new("Core §8", "https://openid.net/specs/openid-connect-core-1_0.html#SubjectIDTypes");
const CORE_8_1: Section =
    Section::new("Core §8.1", "https://openid.net/specs/openid-connect-core-1_0.html#PairwiseAlg");
const CORE_9: Section = Section::new(
    "Core §9",
    "https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication",
);
const CORE_10_1: Section =
    Section::new("Core §10.1", "https://openid.net/specs/openid-connect-core-1_0.html#Signing");
const CORE_10_2: Section =
    Section::new("Core §10.2", "https://openid.net/specs/openid-connect-core-1_0.html#Encryption");
const JARM_3: Section =
    Section::new("JARM §3", "https://openid.net/specs/oauth-v2-jarm.html#name-client-metadata");
const FAPI_METADATA: Section = Section::new(
    "FAPI 2.0 Message Signing, Client metadata",
    "https://openid.net/specs/fapi-message-signing-2_0.html#name-client-metadata",
);
const CIBA_4: Section = Section::new(
    "CIBA §4",
    "https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#registration",
);
const CIBA_7_1_1: Section = Section::new(
    "CIBA §7.1.1",
    "https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#signed_auth_request",
);
const BACK_CHANNEL_2_2: Section = Section::new(
    "Back-Channel Logout §2.2",
    "https://openid.net/specs/openid-connect-backchannel-1_0.html#BCRegistration",
);
const FRONT_CHANNEL_2: Section = Section::new(
    "Front-Channel Logout §2",
    "https://openid.net/specs/openid-connect-frontchannel-1_0.html#RPLogout",
);
const LOGOUT_3_1: Section = Section::new(
    "RP-Initiated Logout §3.1",
    "https://openid.net/specs/openid-connect-rpinitiated-1_0.html#ClientMetadata",
);
const CHOICES_2: Section = Section::new(
    "RP Metadata Choices §2",
    "https://openid.net/specs/openid-connect-rp-metadata-choices-1_0.html",
);

/// Creates the rule that `enc` is stated only beside `alg`.
macro_rules! pair {
    ($alg:ident, $enc:ident, $section:ident) => {
        Rule::new(
            stringify!($enc),
            $section,
            concat!("`", stringify!($enc), "` is stated only beside `", stringify!($alg), "`"),
            |it, _| {
                let because = concat!("`", stringify!($alg), "` is not stated");
                algorithms::pair(stringify!($enc), it.$alg.as_ref(), it.$enc.as_ref(), because)
            },
        )
    };
}

/// Creates the rule that the URL of a member uses `https`.
macro_rules! secure {
    ($member:ident, $section:ident) => {
        Rule::new(
            concat!(stringify!($member), ".https"),
            $section,
            concat!("`", stringify!($member), "` is an `https` URL"),
            |it, http| addresses::secure(stringify!($member), it.$member.as_ref(), http),
        )
    };
}

/// Creates the rule that a signature algorithm is not `none`.
macro_rules! signed {
    ($member:ident, $section:ident) => {
        Rule::new(
            concat!(stringify!($member), ".none"),
            $section,
            concat!("`", stringify!($member), "` is not `none`"),
            |it, _| algorithms::always_signed(stringify!($member), it.$member.as_ref()),
        )
    };
}

/// Creates the rule that the URL of a logout uses `https`, or `http` on this machine.
macro_rules! logout {
    ($member:ident, $section:ident) => {
        Rule::new(
            concat!(stringify!($member), ".https"),
            $section,
            concat!("`", stringify!($member), "` is an `https` URL, or an `http` URL on this machine if the client is confidential"),
            |it, _| addresses::logout(stringify!($member), it.$member.as_ref(), it),
        )
    };
}

const RFC_7591_2: Section = rfc!("7591", "2");
const RFC_7591_2_1: Section = rfc!("7591", "2.1");
const RFC_7591_5: Section = rfc!("7591", "5");
const RFC_9701_6: Section = rfc!("9701", "6");

/// The rules of client metadata, in the order in which they are checked.
#[rustfmt::skip]
pub static RULES: &[ClientMetadataRule] = &[
    Rule::new("extra", RFC_7591_2, "`extra` contains no member that has a field of its own, and no member of the response to a registration", names::extra),
    Rule::new("redirect_uris", REGISTRATION_2, "`redirect_uris` is present if the client uses a response type", redirect_uris::present),
    Rule::new("redirect_uris.number", RFC_7591_5, "there are at most 50 redirect URIs for logins and at most 50 for logouts", redirect_uris::number),
    Rule::new("redirect_uris.syntax", rfc!("6749", "3.1.2"), "each redirect URI is an absolute URI without a fragment and without a response parameter, with `https`, with `http` on this machine, or with a private-use scheme that has a period", redirect_uris::syntax),
    Rule::new("redirect_uris.pattern", rfc!("9700", "2.1"), "no redirect URI contains `*`", redirect_uris::no_pattern),
    Rule::new("application_type", REGISTRATION_2, "`application_type` is `web` or `native`", types::application_type),
    Rule::new("redirect_uris.implicit", REGISTRATION_2, "the redirect URIs of a web client with the grant type `implicit` are `https` URLs on other machines", redirect_uris::implicit_web),
    Rule::new("redirect_uris.web", REGISTRATION_2, "the redirect URIs of a web client have no private-use scheme", redirect_uris::web),
    Rule::new("redirect_uris.native", REGISTRATION_2, "the redirect URIs of a native client have a private-use scheme, are `http` URLs on this machine, or are claimed `https` URLs", redirect_uris::native),
    Rule::new("grant_types", REGISTRATION_2, "`grant_types` contains the grant types that the response types need", types::grant_types),
    Rule::new("response_types", RFC_7591_2_1, "`response_types` contains a response type for the grant types `authorization_code` and `implicit`", types::response_types),
    Rule::new("response_modes", FAPI_METADATA, "`response_modes`, if stated, has a mode that can carry the response to each response type", types::response_modes),
    Rule::new("client_credentials", rfc!("6749", "4.4"), "a client with the grant type `client_credentials` authenticates", types::client_credentials),
    Rule::new("token_endpoint_auth_method.none", CORE_10_1, "a public client uses no symmetric algorithm", authentication::public_clients),
    Rule::new("token_endpoint_auth_signing_alg", CORE_9, "`token_endpoint_auth_signing_alg` suits the authentication method, and is not `none`", authentication::assertion_algorithm),
    Rule::new("private_key_jwt", CORE_9, "a client with the method `private_key_jwt` registers keys that verify its assertions", authentication::private_key),
    Rule::new("self_signed_tls_client_auth", rfc!("8705", "2.2.2"), "a client with the method `self_signed_tls_client_auth` registers its certificates", authentication::self_signed),
    Rule::new("tls_client_auth", rfc!("8705", "2.1.2"), "a client with the method `tls_client_auth` states exactly one subject of its certificate, and other clients state none", authentication::certificate_subject),
    Rule::new("tls_client_auth_san_ip", rfc!("8705", "2.1.2"), "`tls_client_auth_san_ip` is an IP address", authentication::certificate_address),
    Rule::new("jwks.one_source", REGISTRATION_2, "`jwks` and `jwks_uri` are not stated together", keys::one_source),
    Rule::new("jwks.public", REGISTRATION_2, "`jwks` contains neither private nor symmetric keys", keys::public_only),
    Rule::new("jwks.usable", RFC_7591_2, "`jwks` contains at least one supported key, and at most 50 keys", keys::usable),
    Rule::new("jwks.use", REGISTRATION_2, "each key of `jwks` has `use` if the set has keys for signatures and for encryption", keys::stated_use),
    Rule::new("jwks.kid", rfc!("7517", "4.5"), "different keys of the same type and use in `jwks` have different values of `kid`", keys::distinct_names),
    secure!(jwks_uri, REGISTRATION_2),
    Rule::new("signed_requests", CORE_6_3_2, "a client with an asymmetric algorithm for its requests registers keys that verify them", authentication::signed_requests),
    pair!(id_token_encrypted_response_alg, id_token_encrypted_response_enc, REGISTRATION_2),
    pair!(userinfo_encrypted_response_alg, userinfo_encrypted_response_enc, REGISTRATION_2),
    pair!(request_object_encryption_alg, request_object_encryption_enc, REGISTRATION_2),
    pair!(authorization_encrypted_response_alg, authorization_encrypted_response_enc, JARM_3),
    pair!(introspection_encrypted_response_alg, introspection_encrypted_response_enc, RFC_9701_6),
    Rule::new("id_token_signed_response_alg.none", REGISTRATION_2, "`id_token_signed_response_alg` is `none` only if no ID Token comes through the browser", algorithms::unsigned_id_tokens),
    signed!(authorization_signed_response_alg, JARM_3),
    signed!(introspection_signed_response_alg, RFC_9701_6),
    Rule::new("request_object_signing_alg.none", rfc!("9101", "10.5"), "`request_object_signing_alg` is not `none` if `require_signed_request_object` is true", algorithms::signed_request_objects),
    Rule::new("backchannel_authentication_request_signing_alg", CIBA_7_1_1, "`backchannel_authentication_request_signing_alg` is an asymmetric algorithm", algorithms::backchannel_requests),
    Rule::new("encryption.keys", CORE_10_2, "a client that asks for asymmetric encryption registers a key for it", algorithms::encryption_keys),
    Rule::new("encryption.weak", rfc!("8725", "3.2"), "no algorithm is `RSA1_5` or uses a password", algorithms::weak_encryption),
    Rule::new("subject_type", CORE_8, "`subject_type` is `public` or `pairwise`", subject::known),
    Rule::new("sector_identifier_uri", CORE_8_1, "a client with pairwise subjects states `sector_identifier_uri`, unless its redirect URIs have exactly one host", subject::sector),
    secure!(sector_identifier_uri, REGISTRATION_5),
    Rule::new("subject_type.backchannel", CIBA_4, "a client with pairwise subjects and the delivery mode `poll` or `ping` states `jwks_uri`", subject::backchannel),
    secure!(initiate_login_uri, REGISTRATION_2),
    Rule::new("request_uris", CORE_6_2, "there are at most 50 request URIs, and each is an `https` URL with at most 512 characters", addresses::request_uris),
    Rule::new("post_logout_redirect_uris.syntax", LOGOUT_3_1, "each redirect URI for logouts obeys the rule of redirect URIs for logins", redirect_uris::logout_syntax),
    Rule::new("post_logout_redirect_uris.http", LOGOUT_3_1, "the redirect URIs for logouts of a public client are not `http` URLs", redirect_uris::logout_http),
    logout!(backchannel_logout_uri, BACK_CHANNEL_2_2),
    logout!(frontchannel_logout_uri, FRONT_CHANNEL_2),
    Rule::new("frontchannel_logout_uri.origin", FRONT_CHANNEL_2, "`frontchannel_logout_uri` has the scheme, host and port of a redirect URI", addresses::frontchannel_origin),
    Rule::new("backchannel_token_delivery_mode", CIBA_4, "`backchannel_token_delivery_mode` is `poll`, `ping` or `push`, and it is present with the grant type of CIBA, which `poll` and `ping` need", ciba::delivery_mode),
    Rule::new("backchannel_client_notification_endpoint", CIBA_4, "`backchannel_client_notification_endpoint` is present with the delivery modes `ping` and `push`", ciba::notification),
    secure!(backchannel_client_notification_endpoint, CIBA_4),
    Rule::new("tls_client_certificate_bound_access_tokens", rfc!("8705", "6.4"), "a client with certificate-bound tokens gets no access token through the browser", algorithms::certificate_bound),
    Rule::new("client_name", RFC_7591_5, "`client_name` has at most 200 characters, all of them visible", names::client_name),
    Rule::new("contacts", RFC_7591_2, "there are at most 20 contacts, each with 1 to 254 visible characters", names::contacts),
    Rule::new("languages", REGISTRATION_2_1, "a member has at most 50 language tags, each with the syntax of BCP 47", names::tags),
    Rule::new("languages.distinct", rfc!("7591", "2.2"), "no two language tags of a member differ only in case", names::distinct_tags),
    Rule::new("choices.distinct", CHOICES_2, "a list of choices has distinct, non-empty values", choices::distinct),
    Rule::new("choices.contains", CHOICES_2, "a list of choices contains the value of its single-valued member, if both are stated", choices::contains),
];
