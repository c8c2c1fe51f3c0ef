//! The table of the registration endpoint's rules.

use symbolon_jose::rfc;
use symbolon_jose::rule::{Rule, Section};

use super::RegistrationError;
use super::access::{self, Access};
use super::documents::{self, Fetched};
use super::error::Checked;
use super::policy_rules::{self, Asked};
use super::statement_rules::{self, Stated};

/// The function that checks a registration against one of the [`REGISTRATION_RULES`]. Only this crate
/// can call it.
#[derive(Clone, Copy, Debug)]
pub struct RegistrationCheck(Check);

/// What a rule looks at. The order of the variants is the order in which rules are checked.
#[derive(Clone, Copy, Debug)]
enum Check {
    /// The initial access token.
    Access(fn(&Access<'_>) -> Checked),
    /// The software statement, before it is verified.
    Statement(fn(&Stated<'_>) -> Checked),
    /// The metadata that remains after all rules of the specifications.
    Client(fn(&Asked<'_>) -> Checked),
    /// A document at an address in the metadata.
    Document(fn(&Fetched<'_>) -> Checked),
}

/// Checks the rules of the initial access token.
pub(super) fn check_access(access: &Access<'_>) -> Result<(), RegistrationError> {
    REGISTRATION_RULES.iter().try_for_each(|rule| match rule.check().0 {
        Check::Access(check) => check(access).map(drop),
        _ => Ok(()),
    })
}

/// Checks the rules of the software statement.
pub(super) fn check_statement(stated: &Stated<'_>) -> Result<(), RegistrationError> {
    REGISTRATION_RULES.iter().try_for_each(|rule| match rule.check().0 {
        Check::Statement(check) => check(stated).map(drop),
        _ => Ok(()),
    })
}

/// Checks the rules of the policy about the metadata.
pub(super) fn check_client(asked: &Asked<'_>) -> Result<(), RegistrationError> {
    REGISTRATION_RULES.iter().try_for_each(|rule| match rule.check().0 {
        Check::Client(check) => check(asked).map(drop),
        _ => Ok(()),
    })
}

/// Checks the rules of a document that was fetched.
pub(super) fn check_document(fetched: &Fetched<'_>) -> Result<(), RegistrationError> {
    REGISTRATION_RULES.iter().try_for_each(|rule| match rule.check().0 {
        Check::Document(check) => check(fetched).map(drop),
        _ => Ok(()),
    })
}

const fn access(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Access<'_>) -> Checked,
) -> Rule<RegistrationCheck> {
    Rule::new(id, section, statement, RegistrationCheck(Check::Access(check)))
}

const fn software(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Stated<'_>) -> Checked,
) -> Rule<RegistrationCheck> {
    Rule::new(id, section, statement, RegistrationCheck(Check::Statement(check)))
}

const fn client(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Asked<'_>) -> Checked,
) -> Rule<RegistrationCheck> {
    Rule::new(id, section, statement, RegistrationCheck(Check::Client(check)))
}

const fn document(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Fetched<'_>) -> Checked,
) -> Rule<RegistrationCheck> {
    Rule::new(id, section, statement, RegistrationCheck(Check::Document(check)))
}

macro_rules! registration {
    ($section:literal, $anchor:literal) => {
        Section::new(
            concat!("Registration ", $section),
            concat!("https://openid.net/specs/openid-connect-registration-1_0.html#", $anchor),
        )
    };
}

const TOKEN: Section = rfc!("7591", "3");
const POLICY: Section = rfc!("7591", "5");
const METADATA: Section = registration!("§2", "ClientMetadata");
const CORE_10_1: Section =
    Section::new("Core §10.1", "https://openid.net/specs/openid-connect-core-1_0.html#Signing");
const CIBA_4: Section = Section::new(
    "CIBA §4",
    "https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#registration",
);

/// The rules of this provider that a registration must obey, in the order in which they are checked.
///
/// The rules of the specifications about client metadata are
/// [`symbolon_registration::RULES`], those about the provider's features are
/// [`symbolon_registration::OFFER_RULES`], and those about software statements are
/// [`symbolon_registration::software_statement::RULES`]. They are checked after the rules of the
/// initial access token, and before the rules of the policy.
#[rustfmt::skip]
pub static REGISTRATION_RULES: &[Rule<RegistrationCheck>] = &[
    access("token", TOKEN, "the request has an initial access token, or everyone is allowed to register clients", access::present),
    access("token.known", TOKEN, "the initial access token is known", access::known),
    access("token.issuer", TOKEN, "this provider issued the initial access token", access::issuer),
    access("token.expires", TOKEN, "the initial access token has not expired", access::expiry),
    access("token.clients", TOKEN, "the initial access token allows another client", access::uses),
    software("software_statement", rfc!("7591", "2.3"), "the request has a software statement if the policy requires a statement", statement_rules::present),
    software("software_statement.issuer", rfc!("7591", "3.2.2"), "the policy trusts the issuer of the software statement", statement_rules::trusted),
    client("client_secret", CORE_10_1, "no algorithm needs the text of the client secret, or the policy keeps the text", policy_rules::secret_in_clear),
    client("grant_types", POLICY, "the policy and the initial access token allow each grant type", policy_rules::grant_types),
    client("response_types", POLICY, "the policy allows each response type", policy_rules::response_types),
    client("token_endpoint_auth_method", POLICY, "the policy allows the authentication method", policy_rules::method),
    client("token_endpoint_auth_method.none", POLICY, "the client is confidential, or the policy allows public clients", policy_rules::public_clients),
    client("algorithms", POLICY, "the policy allows each algorithm", policy_rules::algorithms),
    client("redirect_uris", POLICY, "the policy and the initial access token allow the host of each redirect URI", policy_rules::hosts),
    client("pages", registration!("§9.1", "Impersonation"), "each page of the client is on the host of a redirect URI, or the policy accepts other hosts", policy_rules::pages),
    client("logo_uri.language", METADATA, "`logo_uri` has no language tag if the policy checks the logo, because one logo is fetched", policy_rules::one_logo),
    client("scope", rfc!("7591", "2"), "the policy and the initial access token allow a value of `scope`, if it is stated", policy_rules::scope),
    document("sector_identifier_uri", registration!("§5", "SectorIdentifierValidation"), "the document at `sector_identifier_uri` is a JSON array that contains every redirect URI", documents::sector),
    document("sector_identifier_uri.backchannel", CIBA_4, "the document at `sector_identifier_uri` contains the `jwks_uri` of a client with pairwise subjects and backchannel authentication, or its notification endpoint", documents::backchannel),
    document("jwks_uri", METADATA, "the document at `jwks_uri` is a JWK Set that obeys the rules of `jwks`", documents::keys),
    document("logo_uri", METADATA, "the document at `logo_uri` is an image", documents::logo),
];
