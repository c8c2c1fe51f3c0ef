//! The rules of a request object, in the order in which they are checked.

use symbolon_jose::jwt::{self, Claims};
use symbolon_jose::rule::{Rule, Section, Verdict};
use symbolon_jose::{Excerpt, Excerpts, NumericDate, Object, SignatureAlgorithm, rfc};

use super::TYP;
use super::error::RequestObjectError;
use super::expected::ExpectedRequestObject;

/// A rule that [`UnverifiedRequestObject::verify`](super::UnverifiedRequestObject::verify) checks.
pub type RequestObjectRequirement = Rule<RequestObjectCheck>;

type Checked = Result<Verdict, RequestObjectError>;

/// The function that checks a [`RequestObjectRequirement`].
#[derive(Clone, Copy, Debug)]
pub struct RequestObjectCheck(fn(&Case<'_>) -> Checked);

/// The values that a rule can read.
#[derive(Debug)]
pub(super) struct Case<'a> {
    /// The `typ` of the signed JWT, or of the encrypted JWT if the claims are only encrypted.
    pub(super) typ: &'a Type,
    /// The algorithm of the signature, or `None` if the caller expects no signature.
    pub(super) algorithm: Option<SignatureAlgorithm>,
    pub(super) claims: &'a Claims,
    /// The header of the encrypted JWT around the signed JWT.
    pub(super) outer: Option<&'a Object>,
    pub(super) expected: &'a ExpectedRequestObject,
    pub(super) now: NumericDate,
}

/// The `typ` of a request object.
#[derive(Clone, Debug)]
pub(super) struct Type {
    found: Option<Excerpt>,
    /// Whether the type is the type of request objects.
    is_own: bool,
    /// Whether the type is `JWT`, which every kind of token can have.
    is_jwt: bool,
}

impl Type {
    /// Reads the type. `is_type` compares it with a media type.
    pub(super) fn new(typ: Option<&str>, is_type: impl Fn(&str) -> bool) -> Self {
        Self { found: typ.map(Excerpt::new), is_own: is_type(TYP), is_jwt: is_type("JWT") }
    }
}

/// Checks every rule for a request object.
pub(super) fn check(case: &Case<'_>) -> Result<(), RequestObjectError> {
    RULES.iter().try_for_each(|rule| (rule.check().0)(case).map(|_| ()))
}

const fn rule(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Case<'_>) -> Checked,
) -> RequestObjectRequirement {
    Rule::new(id, section, statement, RequestObjectCheck(check))
}

const REGISTRATION_2: Section = Section::new(
    "Registration §2",
    "https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata",
);

/// The rules that a request object must obey in addition to the signature.
#[rustfmt::skip]
pub static RULES: &[RequestObjectRequirement] = &[
    rule("alg", REGISTRATION_2, "the signature has the algorithm that the client registered", alg),
    rule("typ", rfc!("9101", "10.8"), "`typ` is that of request objects, or says nothing about the kind of token", typ),
    rule("sub", rfc!("9101", "10.8"), "a request object without its own `typ` does not have the client as its `sub`", sub),
    rule("iss", rfc!("9101", "4"), "`iss` is the client", iss),
    rule("aud", rfc!("9101", "4"), "`aud` contains the issuer identifier of this server", aud),
    rule("exp", rfc!("7519", "4.1.4"), "`exp` is in the future", exp),
    rule("nbf", rfc!("7519", "4.1.5"), "`nbf` is not in the future", nbf),
    rule("iat", rfc!("7519", "4.1.6"), "`iat` is not in the future", iat),
    rule("replica", rfc!("7519", "5.3"), "a copy of a claim in the header of the encrypted JWT equals the claim", replica),
    rule("client_id", rfc!("9101", "6.3"), "`client_id` is the client that sent the request", client_id),
    rule("nested", rfc!("9101", "4"), "`request` and `request_uri` are absent", nested),
];

fn alg(case: &Case<'_>) -> Checked {
    match (case.algorithm, case.expected.algorithm) {
        (Some(found), Some(expected)) if found != expected => {
            Err(RequestObjectError::Algorithm { found, expected })
        }
        (Some(_), Some(_)) => Ok(Verdict::Held),
        _ => Ok(Verdict::NotApplicable),
    }
}

fn typ(case: &Case<'_>) -> Checked {
    let Type { found, is_own, is_jwt } = case.typ;
    let says_nothing = found.is_none() || *is_jwt;
    if *is_own || (says_nothing && !case.expected.explicit_type) {
        return Ok(Verdict::Held);
    }
    let (found, expected) = (found.clone(), Some(Excerpt::new(TYP)));
    Err(jwt::Error::Type { found, expected }.into())
}

fn sub(case: &Case<'_>) -> Checked {
    if case.typ.is_own {
        return Ok(Verdict::NotApplicable);
    }
    if case.claims.sub.as_deref() == Some(case.expected.client_id.as_str()) {
        return Err(RequestObjectError::Subject);
    }
    Ok(Verdict::Held)
}

fn iss(case: &Case<'_>) -> Checked {
    let expected = case.expected.client_id.as_str();
    match case.claims.iss.as_deref() {
        Some(found) if found != expected => {
            let (found, expected) = (Excerpt::new(found), Excerpt::new(expected));
            Err(jwt::Error::Issuer { found, expected }.into())
        }
        found => present(case, "iss", found.is_some()),
    }
}

fn aud(case: &Case<'_>) -> Checked {
    let (found, expected) = (&case.claims.aud, case.expected.issuer.as_str());
    if found.is_empty() || found.iter().any(|aud| aud == expected) {
        return present(case, "aud", !found.is_empty());
    }
    let (found, expected) = (Excerpts::new(found), Excerpt::new(expected));
    Err(jwt::Error::Audience { found, expected }.into())
}

fn exp(case: &Case<'_>) -> Checked {
    match case.claims.exp {
        Some(exp) if case.now >= exp.after(case.expected.leeway) => {
            Err(jwt::Error::Expired { exp, now: case.now }.into())
        }
        exp => present(case, "exp", exp.is_some()),
    }
}

/// Checks that a claim is present, if the server requires it.
fn present(case: &Case<'_>, name: &'static str, is_present: bool) -> Checked {
    match is_present {
        true => Ok(Verdict::Held),
        false if case.expected.requires_claims => Err(jwt::Error::Missing(name).into()),
        false => Ok(Verdict::NotApplicable),
    }
}

fn nbf(case: &Case<'_>) -> Checked {
    match case.claims.nbf {
        Some(nbf) if case.now < nbf.before(case.expected.leeway) => {
            Err(jwt::Error::NotYetValid { nbf, now: case.now }.into())
        }
        Some(_) => Ok(Verdict::Held),
        None => Ok(Verdict::NotApplicable),
    }
}

fn iat(case: &Case<'_>) -> Checked {
    match case.claims.iat {
        Some(iat) if case.now < iat.before(case.expected.leeway) => {
            Err(jwt::Error::IssuedInFuture { iat, now: case.now }.into())
        }
        Some(_) => Ok(Verdict::Held),
        None => Ok(Verdict::NotApplicable),
    }
}

fn replica(case: &Case<'_>) -> Checked {
    let Some(outer) = case.outer else { return Ok(Verdict::NotApplicable) };
    let claims = case.claims.to_object();
    for name in ["iss", "sub", "aud"] {
        if outer.contains(name) && outer.get(name) != claims.get(name) {
            return Err(jwt::Error::Replica(name).into());
        }
    }
    Ok(Verdict::Held)
}

fn client_id(case: &Case<'_>) -> Checked {
    let expected = case.expected.client_id.as_str();
    match case.claims.extra.get("client_id") {
        None => Ok(Verdict::NotApplicable),
        Some(found) if found == expected => Ok(Verdict::Held),
        Some(found) => Err(RequestObjectError::ClientId {
            found: Excerpt::new(found.as_str().unwrap_or_default()),
            expected: Excerpt::new(expected),
        }),
    }
}

fn nested(case: &Case<'_>) -> Checked {
    match ["request", "request_uri"].into_iter().find(|name| case.claims.extra.contains(name)) {
        Some(name) => Err(RequestObjectError::Nested { name }),
        None => Ok(Verdict::Held),
    }
}
