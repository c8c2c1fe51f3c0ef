//! The rules of a software statement whose signature is valid, in the order in which they are
//! checked.

use symbolon_jose::jwt::Claims;
use symbolon_jose::rule::{Rule, Section, Verdict};
use symbolon_jose::{Excerpt, Excerpts, NumericDate, SignatureAlgorithm, rfc};

use super::error::SoftwareStatementError;
use super::expected::ExpectedSoftwareStatement;
use crate::request::{SERVER_MEMBERS, STATEMENT};

/// A rule that a software statement must obey.
pub type SoftwareStatementRule = Rule<SoftwareStatementCheck>;

type Checked = Result<Verdict, SoftwareStatementError>;

/// The function that checks a [`SoftwareStatementRule`].
#[derive(Clone, Copy, Debug)]
pub struct SoftwareStatementCheck(fn(&Case<'_>) -> Checked);

/// The values that a rule can read.
#[derive(Debug)]
pub(super) struct Case<'a> {
    pub(super) typ: Option<&'a str>,
    /// Whether `typ` is `JWT`.
    pub(super) is_jwt: bool,
    pub(super) algorithm: SignatureAlgorithm,
    pub(super) claims: &'a Claims,
    pub(super) expected: &'a ExpectedSoftwareStatement,
    pub(super) now: NumericDate,
}

/// Checks every rule for a software statement.
pub(super) fn check(case: &Case<'_>) -> Result<(), SoftwareStatementError> {
    RULES.iter().try_for_each(|rule| (rule.check().0)(case).map(drop))
}

const fn rule(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Case<'_>) -> Checked,
) -> SoftwareStatementRule {
    Rule::new(id, section, statement, SoftwareStatementCheck(check))
}

/// The rules of a software statement whose signature is valid.
#[rustfmt::skip]
pub static RULES: &[SoftwareStatementRule] = &[
    rule("alg", rfc!("7591", "2.3"), "the statement is signed with a private key, not with a MAC", algorithm),
    rule("typ", rfc!("8725", "3.11"), "`typ` is absent or `JWT`", typ),
    rule("iss", rfc!("7591", "2.3"), "`iss` is the issuer of the keys", issuer),
    rule("aud", rfc!("7519", "4.1.3"), "`aud`, if present, contains the issuer of the provider", audience),
    rule("exp", rfc!("7519", "4.1.4"), "`exp`, if present, is in the future", expiry),
    rule("nbf", rfc!("7519", "4.1.5"), "`nbf`, if present, is not in the future", not_before),
    rule("iat", rfc!("7519", "4.1.6"), "`iat`, if present, is not in the future", issued),
    rule("age", rfc!("7591", "5"), "the statement is not older than the provider allows", age),
    rule("members", rfc!("7591", "2.3"), "the statement contains no other statement, and no member that the provider chooses", members),
];

fn algorithm(case: &Case<'_>) -> Checked {
    if case.algorithm.is_mac() { Err(SoftwareStatementError::Mac) } else { Ok(Verdict::Held) }
}

fn typ(case: &Case<'_>) -> Checked {
    match case.typ {
        None => Ok(Verdict::NotApplicable),
        Some(_) if case.is_jwt => Ok(Verdict::Held),
        Some(typ) => Err(SoftwareStatementError::Type { found: Excerpt::new(typ) }),
    }
}

fn issuer(case: &Case<'_>) -> Checked {
    let found = case.claims.iss.as_deref().ok_or(SoftwareStatementError::MissingIssuer)?;
    let expected = &case.expected.statement_issuer;
    if found == expected {
        return Ok(Verdict::Held);
    }
    let (found, expected) = (Excerpt::new(found), Excerpt::new(expected));
    Err(SoftwareStatementError::Issuer { found, expected })
}

fn audience(case: &Case<'_>) -> Checked {
    let (found, expected) = (&case.claims.aud, case.expected.audience.as_str());
    if found.is_empty() {
        return Ok(Verdict::NotApplicable);
    }
    if found.iter().any(|audience| audience == expected) {
        return Ok(Verdict::Held);
    }
    let (found, expected) = (Excerpts::new(found), Excerpt::new(expected));
    Err(SoftwareStatementError::Audience { found, expected })
}

fn expiry(case: &Case<'_>) -> Checked {
    match case.claims.exp {
        None => Ok(Verdict::NotApplicable),
        Some(exp) if case.now < exp.after(case.expected.leeway) => Ok(Verdict::Held),
        Some(_) => Err(SoftwareStatementError::Expired),
    }
}

fn not_before(case: &Case<'_>) -> Checked {
    not_in_the_future("nbf", case.claims.nbf, case)
}

fn issued(case: &Case<'_>) -> Checked {
    not_in_the_future("iat", case.claims.iat, case)
}

fn not_in_the_future(name: &'static str, time: Option<NumericDate>, case: &Case<'_>) -> Checked {
    match time {
        None => Ok(Verdict::NotApplicable),
        Some(time) if time.before(case.expected.leeway) <= case.now => Ok(Verdict::Held),
        Some(_) => Err(SoftwareStatementError::Future(name)),
    }
}

fn age(case: &Case<'_>) -> Checked {
    match (case.expected.max_age, case.claims.iat) {
        (None, _) => Ok(Verdict::NotApplicable),
        (Some(most), Some(iat)) if case.now <= iat.after(most).after(case.expected.leeway) => {
            Ok(Verdict::Held)
        }
        (Some(_), _) => Err(SoftwareStatementError::TooOld),
    }
}

fn members(case: &Case<'_>) -> Checked {
    let mut refused = SERVER_MEMBERS.iter().chain(&[STATEMENT]);
    match refused.find(|name| case.claims.extra.contains(name)) {
        Some(name) => Err(SoftwareStatementError::Member(name)),
        None => Ok(Verdict::Held),
    }
}
