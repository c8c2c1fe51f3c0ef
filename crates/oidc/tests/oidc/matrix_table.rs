//! The ways to break each rule: a change to the valid token, and the error that it causes.

use symbolon_jose::jws;
use symbolon_jose::{Excerpt, Excerpts, MemberError, SignatureAlgorithm, json};
use symbolon_oidc::id_token::ChangedClaim;
use symbolon_oidc::{IdTokenClaims, IdTokenError, Issuer, Nonce};

use crate::fixture::{self, APP, CLIENT, ISSUED, NOW, TRUSTED, at, seconds};
use Issuing::{Cannot, Refuses, RefusesAs};
use Mutation::{Claims, Members, Payload, Token};
use Occasion::{Login, Mac, Refresh};

#[derive(Debug)]
pub(crate) struct Row {
    /// The rule that is broken.
    pub(crate) rule: &'static str,
    /// How the rule is broken, for people.
    pub(crate) how: &'static str,
    pub(crate) occasion: Occasion,
    pub(crate) mutation: Mutation,
    pub(crate) error: IdTokenError,
    pub(crate) issuing: Issuing,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Occasion {
    Login,
    /// A login at a provider that signs with the client secret.
    Mac,
    Refresh,
}

#[derive(Debug)]
pub(crate) enum Mutation {
    /// Changes the claims. The provider is tested with the same change.
    Claims(fn(&mut IdTokenClaims)),
    /// Replaces a member by JSON text that `IdTokenClaims` cannot hold.
    Members(&'static str, &'static str),
    /// Replaces the signed payload.
    Payload(&'static str),
    /// Changes the signed token.
    Token(fn(&str) -> String),
}

/// What a provider does when it is to issue the changed claims.
#[derive(Clone, Debug)]
pub(crate) enum Issuing {
    /// The provider refuses with the same error.
    Refuses,
    /// The provider refuses with another error.
    RefusesAs(IdTokenError),
    /// The provider issues the token, or cannot express the change, for this reason.
    Cannot(&'static str),
}

const IN_A_TOKEN: Issuing = Cannot("the change is not in the claims");
const BY_TYPE: Issuing = Cannot("`IdTokenClaims` cannot hold the value");
const NO_CLOCK: Issuing = Cannot("the provider takes `iat` as the current time");

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
    changed: ChangedClaim,
) -> Row {
    let error = IdTokenError::Refreshed(changed);
    Row { rule, how, occasion: Refresh, mutation: Claims(mutation), error, issuing: Refuses }
}

fn member(name: &'static str, expected: &'static str) -> IdTokenError {
    IdTokenError::Member(MemberError { name, expected })
}

fn issuer() -> Issuer {
    Issuer::new("https://op.example/tenant").unwrap()
}

fn another_issuer() -> IdTokenError {
    IdTokenError::Issuer { found: Excerpt::new("https://op.example"), expected: issuer() }
}

fn excerpts(texts: &[&str]) -> Excerpts {
    Excerpts::new(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
}

fn audience(found: &[&str], client_id: &str) -> IdTokenError {
    IdTokenError::Audience { found: excerpts(found), client_id: client_id.into() }
}

fn authorized_party(found: &str) -> IdTokenError {
    IdTokenError::AuthorizedParty { found: Excerpt::new(found), client_id: CLIENT.into() }
}

fn acr_values() -> Vec<String> {
    fixture::Login::new().acr_values
}

/// Replaces the header of a token and keeps the claims and the signature.
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

/// What an error of a time of another type says that was expected.
const TIME: &str =
    "a number of seconds since 1970 (`IdTokenQuirks::string_times` accepts a string of digits)";

#[rustfmt::skip]
fn token_rows() -> Vec<Row> {
    use IdTokenError as E;
    vec![
        row("encryption", "five parts", Token(|token| format!("{token}.AA.AA")), E::Encrypted, IN_A_TOKEN),
        row("format", "two parts", Token(|token| token.rsplit_once('.').unwrap().0.into()), E::Jws(jws::Error::NotCompact), IN_A_TOKEN),
        row("format", "no signature", Token(|token| format!("{}.", token.rsplit_once('.').unwrap().0)), E::Jws(jws::Error::Empty(jws::Part::Signature)), IN_A_TOKEN),
        row("typ", "an access token", Token(|token| header(token, r#"{"alg":"ES256","typ":"at+jwt"}"#)), E::Type { typ: Excerpt::new("at+jwt") }, IN_A_TOKEN),
        row("signature", "the signature of another header", Token(|token| header(token, r#"{"alg":"ES256"}"#)), E::Jws(jws::Error::Signature), IN_A_TOKEN),
        row("signature", "alg none", Token(|token| header(token, r#"{"alg":"none"}"#)), E::Jws(jws::Error::NotSigned), IN_A_TOKEN),
        row("claims", "an array", Payload("[]"), E::Claims(json::Error::NotAnObject), BY_TYPE),
        row("claims", "a name that occurs twice", Payload(r#"{"sub":"a","\u0073ub":"b"}"#), E::Claims(json::Error::DuplicateMember { line: 1, column: 21 }), BY_TYPE),
    ]
}

#[rustfmt::skip]
fn identity_rows() -> Vec<Row> {
    use IdTokenError as E;
    let mac = |issuing| Row { occasion: Mac, ..row("aud.mac", "two audiences", Claims(|_| ()), E::MacAudience { algorithm: SignatureAlgorithm::Hs256, audiences: 2 }, issuing) };
    vec![
        row("kind", "a logout token", Claims(|c| drop(c.extra.insert("events", "urn:example"))), E::OtherKind("events"), Refuses),
        row("kind", "a request object", Claims(|c| drop(c.extra.insert("response_type", "code"))), E::OtherKind("response_type"), Refuses),
        row("iss", "absent", Members("iss", ""), E::Missing("iss"), BY_TYPE),
        row("iss", "of another type", Members("iss", r#"["https://op.example/tenant"]"#), member("iss", "a string"), BY_TYPE),
        row("iss", "another issuer", Claims(|c| c.iss = Issuer::new("https://op.example").unwrap()), another_issuer(), Cannot("the provider is that issuer")),
        row("sub", "absent", Members("sub", ""), E::Missing("sub"), BY_TYPE),
        row("sub", "of another type", Members("sub", "248289761001"), member("sub", "a string (`IdTokenQuirks::numeric_subject` accepts an integer)"), BY_TYPE),
        row("sub", "empty", Claims(|c| c.sub.clear()), E::Subject { bytes: 0 }, Refuses),
        row("sub", "256 characters", Claims(|c| c.sub = "x".repeat(256)), E::Subject { bytes: 256 }, Refuses),
        row("sub", "not ASCII", Claims(|c| c.sub = "Jos\u{e9}".into()), E::Subject { bytes: 5 }, Refuses),
        row("sub.hint", "another user than that of the hint", Claims(|c| c.sub = "mallory".into()), E::OtherSubject, Refuses),
        row("aud", "absent", Members("aud", ""), E::Missing("aud"), BY_TYPE),
        row("aud", "empty", Claims(|c| c.aud.clear()), member("aud", "a string or an array of strings"), Refuses),
        row("aud", "another client", Claims(|c| { c.aud = vec!["other".into()]; c.azp = None; }), audience(&["other"], CLIENT), Cannot("the provider may issue a token to any client")),
        row("aud.trusted", "another client as well", Claims(|c| c.aud.push("other".into())), E::UntrustedAudience { audience: Excerpt::new("other") }, Cannot("the provider does not know whom the client trusts")),
        mac(Refuses),
        row("azp", "of another type", Members("azp", "{}"), member("azp", "a string"), BY_TYPE),
        row("azp", "another client", Claims(|c| c.azp = Some("other".into())), authorized_party("other"), RefusesAs(audience(&[CLIENT, TRUSTED], "other"))),
        row("azp", "the other audience", Claims(|c| c.azp = Some(TRUSTED.into())), authorized_party(TRUSTED), Cannot("the client in `azp` would accept the token")),
    ]
}

#[rustfmt::skip]
fn time_rows() -> Vec<Row> {
    use IdTokenError as E;
    vec![
        row("exp", "absent", Members("exp", ""), E::Missing("exp"), BY_TYPE),
        row("exp", "passed, and the leeway too", Claims(|c| c.exp = at(NOW - 60)), E::Expired { exp: at(NOW - 60), now: at(NOW) }, Refuses),
        row("nbf", "in the future, beyond the leeway", Claims(|c| c.nbf = Some(at(NOW + 61))), E::NotYetValid { nbf: at(NOW + 61), now: at(NOW) }, Refuses),
        row("nbf", "of another type", Members("nbf", "\"x\""), member("nbf", TIME), BY_TYPE),
        row("iat", "absent", Members("iat", ""), E::Missing("iat"), BY_TYPE),
        row("iat", "in the future, beyond the leeway", Claims(|c| c.iat = at(NOW + 61)), E::IssuedInFuture { iat: at(NOW + 61), now: at(NOW) }, NO_CLOCK),
        row("iat.age", "longer ago than allowed", Claims(|c| { c.iat = at(NOW - 261); c.nbf = None; c.auth_time = Some(at(NOW - 300)); }), E::IssuedTooLongAgo { iat: at(NOW - 261), now: at(NOW), max_age: seconds(200) }, NO_CLOCK),
    ]
}

#[rustfmt::skip]
fn authentication_rows() -> Vec<Row> {
    use IdTokenError as E;
    vec![
        row("nonce", "absent", Claims(|c| c.nonce = None), E::NonceMissing, Refuses),
        row("nonce", "of another type", Members("nonce", "{}"), member("nonce", "a string"), BY_TYPE),
        row("nonce", "of another login", Claims(|c| c.nonce = Some(Nonce::new("n-0S6_WzA2Mk".into()))), E::NonceMismatch, Refuses),
        row("acr", "absent", Claims(|c| c.acr = None), E::AcrMissing { expected: acr_values() }, Refuses),
        row("acr", "a value that was not requested", Claims(|c| c.acr = Some("0".into())), E::Acr { found: Excerpt::new("0"), expected: acr_values() }, Refuses),
        row("auth_time.present", "absent", Claims(|c| c.auth_time = None), E::AuthTimeMissing, Refuses),
        row("auth_time", "in the future, beyond the leeway", Claims(|c| c.auth_time = Some(at(NOW + 61))), E::AuthTimeInFuture { auth_time: at(NOW + 61), now: at(NOW) }, Refuses),
        row("auth_time.max_age", "longer ago than max_age", Claims(|c| c.auth_time = Some(at(NOW - 361))), E::AuthenticatedTooLongAgo { auth_time: at(NOW - 361), now: at(NOW), max_age: seconds(300) }, Cannot("the provider compared it when it answered the request")),
        row("auth_time.since", "before the request", Claims(|c| c.auth_time = Some(at(NOW - 121))), E::AuthenticatedBeforeRequest { auth_time: at(NOW - 121), since: at(NOW - 60) }, Cannot("the provider compared it when it answered the request")),
        row("at_hash", "of another access token", Claims(|c| c.at_hash = Some("77QmUPtjPfzWtF2AnpK9RQ".into())), E::AtHash, Refuses),
        row("at_hash", "of another type", Members("at_hash", "0"), member("at_hash", "a string"), BY_TYPE),
        row("c_hash", "of another code", Claims(|c| c.c_hash = Some("LDktKdoQak3Pk0cnXxCltA".into())), E::CHash, Refuses),
        row("c_hash", "of another type", Members("c_hash", "0"), member("c_hash", "a string"), BY_TYPE),
        row("s_hash", "of another state", Claims(|c| c.s_hash = Some("LDktKdoQak3Pk0cnXxCltA".into())), E::SHash, Refuses),
    ]
}

#[rustfmt::skip]
fn refreshed_rows() -> Vec<Row> {
    use IdTokenError as E;
    vec![
        // The client compares `iss` with its provider before it compares it with the original.
        Row { occasion: Refresh, ..row("refreshed.iss", "another issuer", Claims(|c| c.iss = Issuer::new("https://op.example").unwrap()), another_issuer(), RefusesAs(E::Refreshed(ChangedClaim::Issuer { found: Excerpt::new("https://op.example"), original: issuer() }))) },
        refreshed("refreshed.sub", "another user", |c| c.sub = "mallory".into(), ChangedClaim::Subject),
        refreshed("refreshed.iat", "before the original", |c| { c.iat = at(ISSUED - 100); c.nbf = None; c.auth_time = None; }, ChangedClaim::IssuedAt { found: at(ISSUED - 100), original: at(ISSUED - 20) }),
        refreshed("refreshed.aud", "one more audience", |c| c.aud.push(TRUSTED.into()), ChangedClaim::Audience { found: excerpts(&[CLIENT, TRUSTED]), original: vec![CLIENT.into()] }),
        refreshed("refreshed.auth_time", "later", |c| c.auth_time = Some(at(ISSUED)), ChangedClaim::AuthTime { found: at(ISSUED), original: at(ISSUED - 30) }),
        Row { issuing: RefusesAs(audience(&[CLIENT], APP)), ..refreshed("refreshed.azp", "another trusted party", |c| c.azp = Some(APP.into()), ChangedClaim::AuthorizedParty { found: Excerpt::new(APP), original: Excerpt::new(CLIENT) }) },
        refreshed("refreshed.nonce", "another nonce", |c| c.nonce = Some(Nonce::new("n".into())), ChangedClaim::Nonce),
    ]
}
