//! The rules of the ID Token in one table, each with its section, its statement and its check.
//!
//! [`validate`] stops at the first rule that does not hold, [`explain`] checks all rules, and
//! [`sign`] checks the rules about the claims before it signs them.
//!
//! ```
//! use symbolon_oidc::id_token::rules::RULES;
//!
//! for rule in RULES {
//!     println!("{}: {}", rule.section(), rule.statement());
//! }
//! ```
//!
//! [`validate`]: super::IdTokenValidator::validate
//! [`explain`]: super::IdTokenValidator::explain
//! [`sign`]: super::IdTokenClaims::sign

mod audience;
mod authentication;
mod check;
mod envelope;
mod hashes;
mod identity;
mod refreshed;
mod times;

use symbolon_jose::rfc;
use symbolon_jose::rule::{Rule, Section, Verdict};

use super::IdTokenError;
use super::presented::Presented;

pub(super) use check::Case;
pub use check::Check;

/// A rule that an ID Token must obey, together with the section of the specification that contains
/// it and the function that checks it.
pub type IdTokenRule = Rule<Check>;

/// Creates a rule about the received token.
const fn token(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Presented) -> Result<Verdict, IdTokenError>,
) -> IdTokenRule {
    Rule::new(id, section, statement, Check::token(check))
}

/// Creates a rule about the claims.
const fn claims(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Case<'_>) -> Result<Verdict, IdTokenError>,
) -> IdTokenRule {
    Rule::new(id, section, statement, Check::claims(check))
}

/// Creates a section of OpenID Connect Core 1.0, such as `core!("§2", "IDToken")`.
macro_rules! core {
    ($section:literal, $anchor:literal) => {
        Section::new(
            concat!("Core ", $section),
            concat!("https://openid.net/specs/openid-connect-core-1_0.html#", $anchor),
        )
    };
}

/// The rules that an ID Token must obey, in the order in which they are checked.
#[rustfmt::skip]
pub static RULES: &[IdTokenRule] = &[
    token("encryption", core!("§3.1.3.7 (1)", "IDTokenValidation"), "the token is not encrypted", envelope::encryption),
    token("format", core!("§2", "IDToken"), "the token is a JWS in compact form", envelope::format),
    token("typ", rfc!("8725", "3.11"), "`typ` in the header is absent, `JWT` or `application/jwt`", envelope::typ),
    token("signature", core!("§3.1.3.7 (6)-(8)", "IDTokenValidation"), "the signature verifies with a key of the issuer and the algorithm of that key", envelope::signature),
    token("claims", rfc!("7519", "7.2"), "the claims are a JSON object in which each name occurs once", envelope::claims),
    claims("kind", rfc!("8725", "3.12"), "no claim belongs to another kind of token", identity::kind),
    claims("iss", core!("§3.1.3.7 (2)", "IDTokenValidation"), "`iss` is exactly the expected issuer", identity::iss),
    claims("sub", core!("§2", "IDToken"), "`sub` has 1 to 255 characters, all of them ASCII", identity::sub),
    claims("sub.hint", core!("§3.1.2.1", "AuthRequest"), "`iss` and `sub` are the user of the `id_token_hint` or of the claim `sub` in the request", identity::sub_of_hint),
    claims("aud", core!("§3.1.3.7 (3)", "IDTokenValidation"), "`aud` contains the client", audience::contains_client),
    claims("aud.trusted", core!("§3.1.3.7 (3)", "IDTokenValidation"), "the client trusts every other audience in `aud`", audience::others_trusted),
    claims("aud.mac", core!("§3.1.3.7 (8)", "IDTokenValidation"), "a token that is signed with a MAC has one audience", audience::one_for_mac),
    claims("azp", core!("§3.1.3.7 (5)", "IDTokenValidation"), "`azp` is the client or a party that the client trusts", audience::azp),
    claims("exp", core!("§3.1.3.7 (9)", "IDTokenValidation"), "the current time is before `exp`", times::exp),
    claims("nbf", rfc!("7519", "4.1.5"), "the current time is not before `nbf`", times::nbf),
    claims("iat", core!("§2", "IDToken"), "`iat` is not in the future", times::iat),
    claims("iat.age", core!("§3.1.3.7 (10)", "IDTokenValidation"), "`iat` is not longer ago than the client's policy allows", times::iat_age),
    claims("nonce", core!("§3.1.3.7 (11)", "IDTokenValidation"), "`nonce` equals the nonce of the request, or both are absent", authentication::nonce),
    claims("acr", core!("§3.1.3.7 (12)", "IDTokenValidation"), "`acr` is one of the requested values", authentication::acr),
    claims("auth_time.present", core!("§2", "IDToken"), "`auth_time` is present if it was requested", authentication::auth_time_present),
    claims("auth_time", core!("§2", "IDToken"), "`auth_time` is not in the future", authentication::auth_time),
    claims("auth_time.max_age", core!("§3.1.3.7 (13)", "IDTokenValidation"), "`auth_time` is not longer ago than `max_age` allows", authentication::max_age),
    claims("auth_time.since", core!("§3.1.2.1", "AuthRequest"), "`auth_time` is not before the request, if the request contained `prompt=login`", authentication::since_request),
    claims("at_hash", core!("§3.1.3.8", "CodeFlowTokenValidation"), "`at_hash` matches the access token", hashes::at_hash),
    claims("c_hash", core!("§3.3.2.10", "CodeValidation"), "`c_hash` matches the authorization code", hashes::c_hash),
    claims("s_hash", Section::new("FAPI 1.0 Advanced §5.2.3.1", "https://openid.net/specs/openid-financial-api-part-2-1_0.html#id-token-as-detached-signature"), "`s_hash` matches the `state` of the request, if the claim is present", hashes::s_hash),
    claims("refreshed.iss", core!("§12.2", "RefreshTokenResponse"), "`iss` equals the `iss` of the original ID Token", refreshed::iss),
    claims("refreshed.sub", core!("§12.2", "RefreshTokenResponse"), "`sub` equals the `sub` of the original ID Token", refreshed::sub),
    claims("refreshed.iat", core!("§12.2", "RefreshTokenResponse"), "`iat` is not before the `iat` of the original ID Token", refreshed::iat),
    claims("refreshed.aud", core!("§12.2", "RefreshTokenResponse"), "`aud` equals the `aud` of the original ID Token", refreshed::aud),
    claims("refreshed.auth_time", core!("§12.2", "RefreshTokenResponse"), "`auth_time` is the time of the original authentication", refreshed::auth_time),
    claims("refreshed.azp", core!("§12.2", "RefreshTokenResponse"), "`azp` equals the `azp` of the original ID Token, if both are present", refreshed::azp),
    claims("refreshed.nonce", core!("§12.2", "RefreshTokenResponse"), "`nonce` is absent or equals the `nonce` of the original ID Token", refreshed::nonce),
];
