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

use symbolon_jose::{Crypto, NumericDate, SignatureAlgorithm};

use super::expected::Expected;
use super::members::Members;
use super::presented::Presented;
use super::{IdTokenError, IdTokenPolicy};

/// One rule: a sentence of the specification that an ID Token keeps or breaks.
#[derive(Debug)]
pub struct Rule {
    id: &'static str,
    section: &'static str,
    link: &'static str,
    statement: &'static str,
    check: Check,
}

/// What a rule is asked about.
#[derive(Debug)]
enum Check {
    /// The token as it was received: its form, header and signature.
    Token(fn(&Presented) -> Result<Verdict, IdTokenError>),
    /// The claims in it.
    Claims(fn(&Case<'_>) -> Result<Verdict, IdTokenError>),
}

/// What a rule that was not broken says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Held,
    /// The rule speaks of something that is absent, or that nobody expected.
    NotAsked,
    /// An earlier rule was broken in a way that leaves nothing to ask this one about.
    Unreadable,
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
    pub(super) expected: &'a Expected<'a>,
    pub(super) crypto: &'a Crypto,
    pub(super) now: NumericDate,
}

impl Rule {
    /// A short stable name: `"exp"`.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// Where the rule is written: `"Core §3.1.3.7 (9)"`.
    #[must_use]
    pub fn section(&self) -> &'static str {
        self.section
    }

    /// The same place as a URL.
    #[must_use]
    pub fn link(&self) -> &'static str {
        self.link
    }

    /// What holds when the rule does, for people to read.
    #[must_use]
    pub fn statement(&self) -> &'static str {
        self.statement
    }

    /// Asks the rule about a token and the claims that could be read from it.
    pub(super) fn ask(
        &self,
        token: &Presented,
        claims: Option<&Case<'_>>,
    ) -> Result<Verdict, IdTokenError> {
        match self.check {
            Check::Token(check) => check(token),
            Check::Claims(check) => claims.map_or(Ok(Verdict::Unreadable), check),
        }
    }

    /// Asks the rule about claims that are about to become a token.
    pub(super) fn ask_before_signing(&self, claims: &Case<'_>) -> Result<Verdict, IdTokenError> {
        match self.check {
            Check::Token(_) => Ok(Verdict::NotAsked),
            Check::Claims(check) => check(claims),
        }
    }

    const fn token(
        id: &'static str,
        (section, link): (&'static str, &'static str),
        statement: &'static str,
        check: fn(&Presented) -> Result<Verdict, IdTokenError>,
    ) -> Self {
        Self { id, section, link, statement, check: Check::Token(check) }
    }

    const fn claims(
        id: &'static str,
        (section, link): (&'static str, &'static str),
        statement: &'static str,
        check: fn(&Case<'_>) -> Result<Verdict, IdTokenError>,
    ) -> Self {
        Self { id, section, link, statement, check: Check::Claims(check) }
    }
}

/// A section with its link, e.g. `core!("§2", "IDToken")`.
macro_rules! core {
    ($section:literal, $anchor:literal) => {
        (
            concat!("Core ", $section),
            concat!("https://openid.net/specs/openid-connect-core-1_0.html#", $anchor),
        )
    };
}
macro_rules! rfc {
    ($number:literal, $section:literal) => {
        (
            concat!("RFC ", $number, " §", $section),
            concat!("https://www.rfc-editor.org/rfc/rfc", $number, "#section-", $section),
        )
    };
}

/// Every rule of the ID Token.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    Rule::token("encryption", core!("§3.1.3.7 (1)", "IDTokenValidation"), "the token is not, or no longer, encrypted", envelope::encryption),
    Rule::token("format", core!("§2", "IDToken"), "the token is a JWS in compact form", envelope::format),
    Rule::token("typ", rfc!("8725", "3.11"), "the header names no other type of token", envelope::typ),
    Rule::token("signature", core!("§3.1.3.7 (6)-(8)", "IDTokenValidation"), "a key of the issuer verifies the signature, by its own algorithm", envelope::signature),
    Rule::token("claims", rfc!("7519", "7.2"), "the claims are one JSON object, every name once", envelope::claims),
    Rule::claims("kind", rfc!("8725", "3.12"), "no claim is one that only another kind of token has", identity::kind),
    Rule::claims("iss", core!("§3.1.3.7 (2)", "IDTokenValidation"), "`iss` is exactly the issuer", identity::iss),
    Rule::claims("sub", core!("§2", "IDToken"), "`sub` is 1 to 255 ASCII characters", identity::sub),
    Rule::claims("aud", core!("§3.1.3.7 (3)", "IDTokenValidation"), "`aud` names the client", audience::contains_client),
    Rule::claims("aud.trusted", core!("§3.1.3.7 (3)", "IDTokenValidation"), "`aud` names nobody else who is not trusted", audience::others_trusted),
    Rule::claims("aud.mac", core!("§3.1.3.7 (8)", "IDTokenValidation"), "a token with a MAC has one audience", audience::one_for_mac),
    Rule::claims("azp.present", core!("§3.1.3.7 (4)", "IDTokenValidation"), "a token for several audiences says in `azp` to whom it was issued", audience::azp_for_several),
    Rule::claims("azp", core!("§3.1.3.7 (5)", "IDTokenValidation"), "`azp` is the client", audience::azp),
    Rule::claims("exp", core!("§3.1.3.7 (9)", "IDTokenValidation"), "now is before `exp`", times::exp),
    Rule::claims("nbf", rfc!("7519", "4.1.5"), "now is not before `nbf`", times::nbf),
    Rule::claims("iat", core!("§2", "IDToken"), "`iat` is not in the future", times::iat),
    Rule::claims("iat.age", core!("§3.1.3.7 (10)", "IDTokenValidation"), "`iat` is not too long ago", times::iat_age),
    Rule::claims("nonce", core!("§3.1.3.7 (11)", "IDTokenValidation"), "`nonce` is the one that was sent, or absent if none was", authentication::nonce),
    Rule::claims("acr", core!("§3.1.3.7 (12)", "IDTokenValidation"), "`acr` is one of those asked for", authentication::acr),
    Rule::claims("amr", core!("§2", "IDToken"), "`amr` is an array of strings", authentication::amr),
    Rule::claims("auth_time.present", core!("§2", "IDToken"), "`auth_time` is there when it was asked for", authentication::auth_time_present),
    Rule::claims("auth_time", core!("§2", "IDToken"), "`auth_time` is not in the future", authentication::auth_time),
    Rule::claims("auth_time.max_age", core!("§3.1.3.7 (13)", "IDTokenValidation"), "`auth_time` is not longer ago than `max_age`", authentication::max_age),
    Rule::claims("at_hash", core!("§3.1.3.8", "CodeFlowTokenValidation"), "`at_hash` is of the access token", hashes::at_hash),
    Rule::claims("c_hash", core!("§3.3.2.10", "CodeValidation"), "`c_hash` is of the authorization code", hashes::c_hash),
    Rule::claims("jti", rfc!("7519", "4.1.7"), "`jti` is a string", identity::jti),
    Rule::claims("refreshed.iss", core!("§12.2", "RefreshTokenResponse"), "`iss` is that of the original authentication", refreshed::iss),
    Rule::claims("refreshed.sub", core!("§12.2", "RefreshTokenResponse"), "`sub` is that of the original authentication", refreshed::sub),
    Rule::claims("refreshed.iat", core!("§12.2", "RefreshTokenResponse"), "`iat` is not before that of the original ID Token", refreshed::iat),
    Rule::claims("refreshed.aud", core!("§12.2", "RefreshTokenResponse"), "`aud` is that of the original authentication", refreshed::aud),
    Rule::claims("refreshed.auth_time", core!("§12.2", "RefreshTokenResponse"), "`auth_time` is that of the original authentication", refreshed::auth_time),
    Rule::claims("refreshed.azp", core!("§12.2", "RefreshTokenResponse"), "`azp` is that of the original authentication", refreshed::azp),
    Rule::claims("refreshed.nonce", core!("§12.2", "RefreshTokenResponse"), "`nonce` is absent or that of the original authentication", refreshed::nonce),
];
