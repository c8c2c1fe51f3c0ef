//! One row for each way to break a rule: the mutation, and the one error it leads to.

use symbolon_jose::jws;
use symbolon_jose::{MemberError, json};
use symbolon_oidc::{IdTokenClaims, IdTokenError, Issuer, Nonce};

use crate::fixture::{ISSUED, NOW, TRUSTED, at};
use Issuing::{Cannot, Refuses, RefusesAs};
use Mutation::{Claims, Members, Payload, Token};
use Occasion::{Login, Mac, Refresh};

#[derive(Debug)]
pub(crate) struct Row {
    /// The rule that is broken, and for people: how.
    pub(crate) rule: &'static str,
    pub(crate) how: &'static str,
    pub(crate) occasion: Occasion,
    pub(crate) mutation: Mutation,
    pub(crate) error: IdTokenError,
    pub(crate) issuing: Issuing,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Occasion {
    Login,
    /// A login at a provider that signs with the client's secret.
    Mac,
    Refresh,
}

#[derive(Debug)]
pub(crate) enum Mutation {
    /// Of the claims as a provider holds them: driven through issuing, too.
    Claims(fn(&mut IdTokenClaims)),
    /// Of one member, replaced by this JSON text: what no provider of this crate could hold.
    Members(&'static str, &'static str),
    /// Of everything that is signed.
    Payload(&'static str),
    /// Of the signed token.
    Token(fn(&str) -> String),
}

/// What a provider does that is about to issue the same.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Issuing {
    /// It refuses with the same error.
    Refuses,
    /// It refuses by another rule.
    RefusesAs(IdTokenError),
    /// It cannot know, or cannot say it at all.
    Cannot(&'static str),
}

const IN_A_TOKEN: Issuing = Cannot("it is not a matter of claims");
const BY_TYPE: Issuing = Cannot("the claims have no place for it");
const NO_CLOCK: Issuing = Cannot("a provider's own `iat` is its time");

fn row(
    rule: &'static str,
    how: &'static str,
    mutation: Mutation,
    error: IdTokenError,
    issuing: Issuing,
) -> Row {
    Row { rule, how, occasion: Login, mutation, error, issuing }
}

fn refreshed(
    rule: &'static str,
    how: &'static str,
    mutation: fn(&mut IdTokenClaims),
    claim: &'static str,
) -> Row {
    let error = IdTokenError::Refreshed(claim);
    Row { rule, how, occasion: Refresh, mutation: Claims(mutation), error, issuing: Refuses }
}

fn member(name: &'static str, expected: &'static str) -> IdTokenError {
    IdTokenError::Member(MemberError { name, expected })
}

/// Another header in front of the same claims, under a signature that is of neither.
fn header(token: &str, header: &str) -> String {
    let (_, rest) = token.split_once('.').unwrap();
    format!("{}.{rest}", symbolon_jose::base64url::encode(header.as_bytes()))
}

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = token_rows();
    rows.extend(identity_rows());
    rows.extend(time_rows());
    rows.extend(authentication_rows());
    rows.extend(refreshed_rows());
    rows
}

#[rustfmt::skip]
fn token_rows() -> Vec<Row> {
    use IdTokenError as E;
    vec![
        row("encryption", "five parts", Token(|token| format!("{token}.AA.AA")), E::Encrypted, IN_A_TOKEN),
        row("format", "two parts", Token(|token| token.rsplit_once('.').unwrap().0.into()), E::Jws(jws::Error::NotCompact), IN_A_TOKEN),
        row("format", "no signature", Token(|token| format!("{}.", token.rsplit_once('.').unwrap().0)), E::Jws(jws::Error::Empty(jws::Part::Signature)), IN_A_TOKEN),
        row("typ", "an access token", Token(|token| header(token, r#"{"alg":"ES256","typ":"at+jwt"}"#)), E::Type, IN_A_TOKEN),
        row("signature", "of another header", Token(|token| header(token, r#"{"alg":"ES256"}"#)), E::Jws(jws::Error::Signature), IN_A_TOKEN),
        row("signature", "alg none", Token(|token| header(token, r#"{"alg":"none"}"#)), E::Jws(jws::Error::UnsupportedAlgorithm), IN_A_TOKEN),
        row("claims", "an array", Payload("[]"), E::Claims(json::Error::NotAnObject), BY_TYPE),
        row("claims", "a name twice", Payload(r#"{"sub":"a","\u0073ub":"b"}"#), E::Claims(json::Error::DuplicateMember), BY_TYPE),
    ]
}

#[rustfmt::skip]
fn identity_rows() -> Vec<Row> {
    use IdTokenError as E;
    let mac = |issuing| Row { occasion: Mac, ..row("aud.mac", "two audiences", Claims(|_| ()), E::MacAudience, issuing) };
    vec![
        row("kind", "a logout token", Claims(|c| drop(c.extra.insert("events", "urn:example"))), E::Type, Refuses),
        row("kind", "a request object", Claims(|c| drop(c.extra.insert("response_type", "code"))), E::Type, Refuses),
        row("iss", "absent", Members("iss", ""), E::Missing("iss"), BY_TYPE),
        row("iss", "of another type", Members("iss", r#"["https://op.example/tenant"]"#), member("iss", "a string"), BY_TYPE),
        row("iss", "another issuer", Claims(|c| c.iss = Issuer::new("https://op.example").unwrap()), E::Issuer, Cannot("it is the issuer")),
        row("sub", "absent", Members("sub", ""), E::Missing("sub"), BY_TYPE),
        row("sub", "of another type", Members("sub", "248289761001"), member("sub", "a string"), BY_TYPE),
        row("sub", "empty", Claims(|c| c.sub.clear()), E::Subject, Refuses),
        row("sub", "256 characters", Claims(|c| c.sub = "x".repeat(256)), E::Subject, Refuses),
        row("sub", "not ASCII", Claims(|c| c.sub = "Jos\u{e9}".into()), E::Subject, Refuses),
        row("aud", "absent", Members("aud", ""), E::Missing("aud"), BY_TYPE),
        row("aud", "empty", Claims(|c| c.aud.clear()), member("aud", "a string or an array of strings"), Refuses),
        row("aud", "another client", Claims(|c| { c.aud = vec!["other".into()]; c.azp = None; }), E::Audience, Cannot("it issues to whom it likes")),
        row("aud.trusted", "another client as well", Claims(|c| c.aud.push("other".into())), E::UntrustedAudience, Cannot("whom a client trusts is the client's to say")),
        mac(Refuses),
        row("azp.present", "several audiences and no azp", Claims(|c| c.azp = None), E::AuthorizedPartyMissing, Refuses),
        row("azp", "of another type", Members("azp", "{}"), member("azp", "a string"), BY_TYPE),
        row("azp", "another client", Claims(|c| c.azp = Some("other".into())), E::AuthorizedParty, RefusesAs(E::Audience)),
        row("azp", "the other audience", Claims(|c| c.azp = Some(TRUSTED.into())), E::AuthorizedParty, Cannot("that client would take it")),
        row("jti", "of another type", Members("jti", "1"), member("jti", "a string"), BY_TYPE),
    ]
}

#[rustfmt::skip]
fn time_rows() -> Vec<Row> {
    use IdTokenError as E;
    vec![
        row("exp", "absent", Members("exp", ""), E::Missing("exp"), BY_TYPE),
        row("exp", "over, and the leeway too", Claims(|c| c.exp = at(NOW - 60)), E::Expired { exp: at(NOW - 60) }, Refuses),
        row("nbf", "yet to come, beyond the leeway", Claims(|c| c.nbf = Some(at(NOW + 61))), E::NotYetValid { nbf: at(NOW + 61) }, Refuses),
        row("nbf", "of another type", Members("nbf", "\"x\""), member("nbf", "a number of seconds since 1970"), BY_TYPE),
        row("iat", "absent", Members("iat", ""), E::Missing("iat"), BY_TYPE),
        row("iat", "in the future, beyond the leeway", Claims(|c| c.iat = at(NOW + 61)), E::IssuedInFuture { iat: at(NOW + 61) }, NO_CLOCK),
        row("iat.age", "longer ago than allowed", Claims(|c| { c.iat = at(NOW - 261); c.nbf = None; c.auth_time = Some(at(NOW - 300)); }), E::IssuedTooLongAgo { iat: at(NOW - 261) }, NO_CLOCK),
    ]
}

#[rustfmt::skip]
fn authentication_rows() -> Vec<Row> {
    use IdTokenError as E;
    vec![
        row("nonce", "absent", Claims(|c| c.nonce = None), E::NonceMissing, Refuses),
        row("nonce", "of another type", Members("nonce", "{}"), member("nonce", "a string"), BY_TYPE),
        row("nonce", "of another login", Claims(|c| c.nonce = Some(Nonce::new("n-0S6_WzA2Mk".into()))), E::NonceMismatch, Refuses),
        row("acr", "absent", Claims(|c| c.acr = None), E::AcrMissing, Refuses),
        row("acr", "none of those asked for", Claims(|c| c.acr = Some("0".into())), E::Acr, Refuses),
        row("amr", "of another type", Members("amr", "\"pwd\""), member("amr", "an array of strings"), BY_TYPE),
        row("auth_time.present", "absent", Claims(|c| c.auth_time = None), E::AuthTimeMissing, Refuses),
        row("auth_time", "in the future, beyond the leeway", Claims(|c| c.auth_time = Some(at(NOW + 61))), E::AuthTimeInFuture { auth_time: at(NOW + 61) }, Refuses),
        row("auth_time.max_age", "longer ago than max_age", Claims(|c| c.auth_time = Some(at(NOW - 361))), E::AuthenticatedTooLongAgo { auth_time: at(NOW - 361) }, Cannot("it was decided when the request was answered")),
        row("at_hash", "of another access token", Claims(|c| c.at_hash = Some("77QmUPtjPfzWtF2AnpK9RQ".into())), E::AtHash, Refuses),
        row("at_hash", "of another type", Members("at_hash", "0"), member("at_hash", "a string"), BY_TYPE),
        row("c_hash", "of another code", Claims(|c| c.c_hash = Some("LDktKdoQak3Pk0cnXxCltA".into())), E::CHash, Refuses),
        row("c_hash", "of another type", Members("c_hash", "null"), member("c_hash", "a string"), BY_TYPE),
    ]
}

#[rustfmt::skip]
fn refreshed_rows() -> Vec<Row> {
    use IdTokenError as E;
    vec![
        // The client knows its one issuer, so that another one is refused before it is compared.
        Row { occasion: Refresh, ..row("refreshed.iss", "another", Claims(|c| c.iss = Issuer::new("https://op.example").unwrap()), E::Issuer, RefusesAs(E::Refreshed("iss"))) },
        refreshed("refreshed.sub", "another", |c| c.sub = "mallory".into(), "sub"),
        refreshed("refreshed.iat", "before the original", |c| { c.iat = at(ISSUED - 100); c.nbf = None; c.auth_time = None; }, "iat"),
        refreshed("refreshed.aud", "more", |c| c.aud.push(TRUSTED.into()), "aud"),
        refreshed("refreshed.auth_time", "later", |c| c.auth_time = Some(at(ISSUED)), "auth_time"),
        refreshed("refreshed.azp", "absent", |c| c.azp = None, "azp"),
        refreshed("refreshed.nonce", "another", |c| c.nonce = Some(Nonce::new("n".into())), "nonce"),
    ]
}
