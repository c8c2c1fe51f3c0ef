//! The rules of the ID Token, in the order in which they are asked.
//!
//! One small function for each, and one table. [`validate`] stops at the first that does not hold,
//! [`explain`] asks them all, and [`sign`] asks those about the claims before it signs them.
//!
//! [`validate`]: super::IdTokenValidator::validate
//! [`explain`]: super::IdTokenValidator::explain
//! [`sign`]: super::IdTokenClaims::sign

mod audience;
mod authentication;
mod envelope;
mod hashes;
mod identity;
mod refreshed;
mod times;

use symbolon_jose::rule::Rule;
use symbolon_jose::rule::Section;
pub(super) use symbolon_jose::rule::Verdict;
use symbolon_jose::{Crypto, NumericDate, SignatureAlgorithm, rfc};

use super::expected::ExpectedIdToken;
use super::members::Members;
use super::presented::Presented;
use super::{IdTokenError, IdTokenPolicy};

/// A rule of the ID Token. What it is asked about follows from its [`Check`].
pub type IdTokenRule = Rule<Check>;

/// The check of an ID Token rule: over the received token, or over the claims in it.
#[derive(Clone, Copy, Debug)]
pub struct Check(Subject);

#[derive(Clone, Copy, Debug)]
enum Subject {
    /// The token as it was received: its form, header and signature.
    Token(fn(&Presented) -> Result<Verdict, IdTokenError>),
    /// The claims in the token.
    Claims(fn(&Case<'_>) -> Result<Verdict, IdTokenError>),
}

/// Everything that a rule about the claims may look at.
#[derive(Debug)]
pub(super) struct Case<'a> {
    pub(super) members: &'a Members,
    /// The algorithm of the signature; `None` when the header names none that is known.
    pub(super) algorithm: Option<SignatureAlgorithm>,
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) policy: &'a IdTokenPolicy,
    pub(super) expected: &'a ExpectedIdToken<'a>,
    pub(super) crypto: &'a Crypto,
    pub(super) now: NumericDate,
}

impl Check {
    /// Checks a received token and the claims that could be read from it.
    pub(super) fn ask(
        self,
        token: &Presented,
        claims: Option<&Case<'_>>,
    ) -> Result<Verdict, IdTokenError> {
        match self.0 {
            Subject::Token(check) => check(token),
            Subject::Claims(check) => claims.map_or(Ok(Verdict::NotChecked), check),
        }
    }

    /// Checks claims that are about to be signed.
    pub(super) fn ask_before_signing(self, claims: &Case<'_>) -> Result<Verdict, IdTokenError> {
        match self.0 {
            Subject::Token(_) => Ok(Verdict::NotApplicable),
            Subject::Claims(check) => check(claims),
        }
    }
}

/// Creates a rule about the received token.
const fn token(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Presented) -> Result<Verdict, IdTokenError>,
) -> IdTokenRule {
    Rule::new(id, section, statement, Check(Subject::Token(check)))
}

/// Creates a rule about the claims.
const fn claims(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Case<'_>) -> Result<Verdict, IdTokenError>,
) -> IdTokenRule {
    Rule::new(id, section, statement, Check(Subject::Claims(check)))
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

/// Every rule of the ID Token.
#[rustfmt::skip]
pub static RULES: &[IdTokenRule] = &[
    token("encryption", core!("§3.1.3.7 (1)", "IDTokenValidation"), "the token is not, or no longer, encrypted", envelope::encryption),
    token("format", core!("§2", "IDToken"), "the token is a JWS in compact form", envelope::format),
    token("typ", rfc!("8725", "3.11"), "the header names no other type of token", envelope::typ),
    token("signature", core!("§3.1.3.7 (6)-(8)", "IDTokenValidation"), "a key of the issuer verifies the signature, by its own algorithm", envelope::signature),
    token("claims", rfc!("7519", "7.2"), "the claims are one JSON object, every name once", envelope::claims),
    claims("kind", rfc!("8725", "3.12"), "no claim is one that only another kind of token has", identity::kind),
    claims("iss", core!("§3.1.3.7 (2)", "IDTokenValidation"), "`iss` is exactly the issuer", identity::iss),
    claims("sub", core!("§2", "IDToken"), "`sub` is 1 to 255 ASCII characters", identity::sub),
    claims("aud", core!("§3.1.3.7 (3)", "IDTokenValidation"), "`aud` names the client", audience::contains_client),
    claims("aud.trusted", core!("§3.1.3.7 (3)", "IDTokenValidation"), "`aud` names nobody else who is not trusted", audience::others_trusted),
    claims("aud.mac", core!("§3.1.3.7 (8)", "IDTokenValidation"), "a token with a MAC has one audience", audience::one_for_mac),
    claims("azp.present", core!("§3.1.3.7 (4)", "IDTokenValidation"), "a token for several audiences says in `azp` to whom it was issued", audience::azp_for_several),
    claims("azp", core!("§3.1.3.7 (5)", "IDTokenValidation"), "`azp` is the client", audience::azp),
    claims("exp", core!("§3.1.3.7 (9)", "IDTokenValidation"), "now is before `exp`", times::exp),
    claims("nbf", rfc!("7519", "4.1.5"), "now is not before `nbf`", times::nbf),
    claims("iat", core!("§2", "IDToken"), "`iat` is not in the future", times::iat),
    claims("iat.age", core!("§3.1.3.7 (10)", "IDTokenValidation"), "`iat` is not too long ago", times::iat_age),
    claims("nonce", core!("§3.1.3.7 (11)", "IDTokenValidation"), "`nonce` is the one that was sent, or absent if none was", authentication::nonce),
    claims("acr", core!("§3.1.3.7 (12)", "IDTokenValidation"), "`acr` is one of those asked for", authentication::acr),
    claims("amr", core!("§2", "IDToken"), "`amr` is an array of strings", authentication::amr),
    claims("auth_time.present", core!("§2", "IDToken"), "`auth_time` is there when it was asked for", authentication::auth_time_present),
    claims("auth_time", core!("§2", "IDToken"), "`auth_time` is not in the future", authentication::auth_time),
    claims("auth_time.max_age", core!("§3.1.3.7 (13)", "IDTokenValidation"), "`auth_time` is not longer ago than `max_age`", authentication::max_age),
    claims("at_hash", core!("§3.1.3.8", "CodeFlowTokenValidation"), "`at_hash` is of the access token", hashes::at_hash),
    claims("c_hash", core!("§3.3.2.10", "CodeValidation"), "`c_hash` is of the authorization code", hashes::c_hash),
    claims("jti", rfc!("7519", "4.1.7"), "`jti` is a string", identity::jti),
    claims("refreshed.iss", core!("§12.2", "RefreshTokenResponse"), "`iss` is that of the original authentication", refreshed::iss),
    claims("refreshed.sub", core!("§12.2", "RefreshTokenResponse"), "`sub` is that of the original authentication", refreshed::sub),
    claims("refreshed.iat", core!("§12.2", "RefreshTokenResponse"), "`iat` is not before that of the original ID Token", refreshed::iat),
    claims("refreshed.aud", core!("§12.2", "RefreshTokenResponse"), "`aud` is that of the original authentication", refreshed::aud),
    claims("refreshed.auth_time", core!("§12.2", "RefreshTokenResponse"), "`auth_time` is that of the original authentication", refreshed::auth_time),
    claims("refreshed.azp", core!("§12.2", "RefreshTokenResponse"), "`azp` is that of the original authentication", refreshed::azp),
    claims("refreshed.nonce", core!("§12.2", "RefreshTokenResponse"), "`nonce` is absent or that of the original authentication", refreshed::nonce),
];
