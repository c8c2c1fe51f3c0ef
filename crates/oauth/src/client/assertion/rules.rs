//! The rules of a client assertion, in the order in which they are checked.

use symbolon_jose::jwt::{self, Claims, Jwt};
use symbolon_jose::rule::{Rule, Section, Verdict};
use symbolon_jose::{Excerpt, Excerpts, NumericDate, rfc};

use super::TYP;
use super::error::ClientAssertionError;
use super::expected::ExpectedAssertion;

/// A rule that [`ExpectedAssertion::verify`] checks for a client assertion.
pub type ClientAssertionRule = Rule<ClientAssertionCheck>;

/// The function that checks a [`ClientAssertionRule`]. [`ExpectedAssertion::verify`] calls it.
#[derive(Clone, Copy, Debug)]
pub struct ClientAssertionCheck(fn(&Case<'_>) -> Result<Verdict, ClientAssertionError>);

impl ClientAssertionCheck {
    /// Checks the rule for one assertion.
    pub(super) fn ask(self, case: &Case<'_>) -> Result<Verdict, ClientAssertionError> {
        self.0(case)
    }
}

/// The values that a rule can read.
#[derive(Debug)]
pub(super) struct Case<'a> {
    /// The assertion, after the checks that every JWT passes.
    pub(super) jwt: &'a Jwt,
    pub(super) expected: &'a ExpectedAssertion,
    pub(super) now: NumericDate,
}

const fn rule(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Case<'_>) -> Result<Verdict, ClientAssertionError>,
) -> ClientAssertionRule {
    Rule::new(id, section, statement, ClientAssertionCheck(check))
}

const CORE_9: Section = Section::new(
    "Core §9",
    "https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication",
);
const RFC_7523_BIS: Section = Section::new(
    "RFC 7523 §3 (3) as in rfc7523bis",
    "https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/",
);
const RFC_7523_3_4: Section =
    Section::new("RFC 7523 §3 (4)", "https://www.rfc-editor.org/rfc/rfc7523#section-3");

/// The rules that a client assertion must obey in addition to the rules for every JWT.
///
/// [`ExpectedAssertion::verify`] checks these rules in this order. Before them,
/// [`jwt::Expected`](symbolon_jose::jwt::Expected) checks the signature, `typ`, `iss`, `sub`,
/// `exp`, `nbf` and `iat` ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3), items
/// 1, 2, 4 to 6 and 9).
#[rustfmt::skip]
pub static RULES: &[ClientAssertionRule] = &[
    rule("kind", rfc!("8725", "3.12"), "an assertion without its own `typ` has no claim that only other kinds of token have", kind),
    rule("alg", CORE_9, "a private key has made the signature, not a shared secret", alg),
    rule("aud", RFC_7523_BIS, "`aud` is the issuer identifier of this server and nothing else", aud),
    rule("exp.lifetime", RFC_7523_3_4, "`exp` is not too far in the future", lifetime),
    rule("jti", CORE_9, "`jti` is present and not empty", |case| jti(case.jwt.claims()).map(|_| Verdict::Held)),
];

/// Claims that client assertions do not have. They occur in other tokens that the client's key can
/// have signed: the ID Token (Core §2, §3.3.2.11), the security event and the logout token (RFC
/// 8417 §4.3), and the request object (RFC 9101 §10.8).
const OF_OTHER_KINDS: [&str; 6] =
    ["auth_time", "nonce", "at_hash", "c_hash", "events", "response_type"];

fn kind(case: &Case<'_>) -> Result<Verdict, ClientAssertionError> {
    if case.jwt.header().is_type(TYP) {
        return Ok(Verdict::NotApplicable);
    }
    let claims = case.jwt.claims();
    if OF_OTHER_KINDS.iter().any(|name| claims.extra.contains(name)) {
        let found = case.jwt.header().typ().map(Excerpt::new);
        return Err(jwt::Error::Type { found, expected: Some(Excerpt::new(TYP)) }.into());
    }
    Ok(Verdict::Held)
}

fn alg(case: &Case<'_>) -> Result<Verdict, ClientAssertionError> {
    let found = case.jwt.algorithm();
    if found.is_mac() {
        return Err(ClientAssertionError::SharedSecret { found });
    }
    Ok(Verdict::Held)
}

fn aud(case: &Case<'_>) -> Result<Verdict, ClientAssertionError> {
    let Case { jwt, expected, .. } = case;
    // RFC 3986 §6.2.1: compared as strings, character by character. An array with one string means
    // the same as the string.
    match jwt.claims().aud.as_slice() {
        [audience]
            if audience == expected.issuer.as_str()
                || Some(audience) == expected.token_endpoint.as_ref()
                || Some(audience) == expected.pushed_authorization_request_endpoint.as_ref() =>
        {
            Ok(Verdict::Held)
        }
        found => Err(ClientAssertionError::Audience {
            found: Excerpts::new(found),
            expected: expected.issuer.clone(),
        }),
    }
}

fn lifetime(case: &Case<'_>) -> Result<Verdict, ClientAssertionError> {
    let found = exp(case.jwt.claims())?;
    let limits = case.expected.limits;
    let latest = case.now.after(limits.max_lifetime()).after(limits.leeway());
    if found > latest {
        return Err(ClientAssertionError::Lifetime { found, latest });
    }
    Ok(Verdict::Held)
}

/// Returns the `exp` of an assertion.
pub(super) fn exp(claims: &Claims) -> Result<NumericDate, ClientAssertionError> {
    claims.exp.ok_or(ClientAssertionError::Jwt(jwt::Error::Missing("exp")))
}

/// Returns the `jti` of an assertion.
pub(super) fn jti(claims: &Claims) -> Result<&str, ClientAssertionError> {
    let jti = claims.jti.as_deref().filter(|jti| !jti.is_empty());
    jti.ok_or(ClientAssertionError::Jwt(jwt::Error::Missing("jti")))
}
