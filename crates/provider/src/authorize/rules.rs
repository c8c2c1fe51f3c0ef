//! The table of the authorization endpoint's rules.

use symbolon_jose::rfc;
use symbolon_jose::rule::{Rule, Section, Verdict};
use symbolon_oauth::Parameters;

use super::address_rules::{self, Addressed};
use super::request_rules::{self, Asked};
use super::response_jwt::rules as jwt_rules;
use super::{AuthorizeError, parameter_rules};

/// The function that checks a request against one of the [`AUTHORIZATION_RULES`]. Only this crate
/// can call it.
#[derive(Clone, Copy, Debug)]
pub struct AuthorizationCheck(Check);

/// What a rule looks at. The order of the variants is the order in which rules are checked.
#[derive(Clone, Copy, Debug)]
enum Check {
    /// The client and its redirect URI. If a request breaks such a rule, the user sees an error
    /// page.
    Address(fn(&Addressed<'_>) -> Result<Verdict, AuthorizeError>),
    /// Parameters that would change how all other parameters are read.
    Parameters(fn(&Parameters) -> Result<Verdict, AuthorizeError>),
    /// The request that was read, and the client's registration.
    Request(fn(&Asked<'_>) -> Result<Verdict, AuthorizeError>),
}

/// Checks the rules about the client and its redirect URI.
pub(super) fn check_address(addressed: &Addressed<'_>) -> Result<(), AuthorizeError> {
    AUTHORIZATION_RULES.iter().try_for_each(|rule| match rule.check().0 {
        Check::Address(check) => check(addressed).map(drop),
        _ => Ok(()),
    })
}

/// Checks the rules about parameters that would change how all other parameters are read.
pub(super) fn check_parameters(parameters: &Parameters) -> Result<(), AuthorizeError> {
    AUTHORIZATION_RULES.iter().try_for_each(|rule| match rule.check().0 {
        Check::Parameters(check) => check(parameters).map(drop),
        _ => Ok(()),
    })
}

/// Checks the rules about the request that was read.
pub(super) fn check_request(asked: &Asked<'_>) -> Result<(), AuthorizeError> {
    AUTHORIZATION_RULES.iter().try_for_each(|rule| match rule.check().0 {
        Check::Request(check) => check(asked).map(drop),
        _ => Ok(()),
    })
}

const fn address(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Addressed<'_>) -> Result<Verdict, AuthorizeError>,
) -> Rule<AuthorizationCheck> {
    Rule::new(id, section, statement, AuthorizationCheck(Check::Address(check)))
}

const fn parameters(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Parameters) -> Result<Verdict, AuthorizeError>,
) -> Rule<AuthorizationCheck> {
    Rule::new(id, section, statement, AuthorizationCheck(Check::Parameters(check)))
}

const fn request(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Asked<'_>) -> Result<Verdict, AuthorizeError>,
) -> Rule<AuthorizationCheck> {
    Rule::new(id, section, statement, AuthorizationCheck(Check::Request(check)))
}

macro_rules! core {
    ($section:literal, $anchor:literal) => {
        Section::new(
            concat!("Core ", $section),
            concat!("https://openid.net/specs/openid-connect-core-1_0.html#", $anchor),
        )
    };
}
macro_rules! registration {
    ($section:literal, $anchor:literal) => {
        Section::new(
            concat!("Registration ", $section),
            concat!("https://openid.net/specs/openid-connect-registration-1_0.html#", $anchor),
        )
    };
}

const RESPONSE_MODES: Section = Section::new(
    "Multiple Response Types §2.1",
    "https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes",
);

macro_rules! jarm {
    ($section:literal, $anchor:literal) => {
        Section::new(
            concat!("JARM ", $section),
            concat!("https://openid.net/specs/oauth-v2-jarm.html#", $anchor),
        )
    };
}

const PROMPT_CREATE: Section = Section::new(
    "Prompt Create §4.1",
    "https://openid.net/specs/openid-connect-prompt-create-1_0.html#name-authorization-request",
);

/// The rules that an authorization request must obey, in the order in which they are checked.
#[rustfmt::skip]
pub static AUTHORIZATION_RULES: &[Rule<AuthorizationCheck>] = &[
    address("client", rfc!("6749", "4.1.2.1"), "the client is registered", address_rules::client),
    address("redirect_uri.present", core!("§3.1.2.1", "AuthRequest"), "`redirect_uri` is present", address_rules::present),
    address("redirect_uri", core!("§3.1.2.1", "AuthRequest"), "the client has registered exactly this `redirect_uri`", address_rules::registered),
    address("redirect_uri.encrypted", core!("§3.1.2.1", "AuthRequest"), "`redirect_uri` uses `http` only on loopback or for a confidential client", address_rules::encrypted),
    parameters("request", core!("§6.1", "RequestParameter"), "`request` is absent, or the policy allows request objects and the object is valid", parameter_rules::request),
    parameters("request_uri", core!("§6.2", "RequestUriParameter"), "`request_uri` is absent, or `Provider::source` has replaced it by the request object", parameter_rules::request_uri),
    parameters("registration", core!("§7.2.1", "RegistrationParameter"), "`registration` is absent, since it is for self-issued providers", parameter_rules::registration),
    request("pushed", rfc!("9126", "4"), "the client has pushed the request, if the policy or the client's registration requires this", request_rules::pushed),
    request("response_type.supported", rfc!("6749", "3.1.1"), "the provider supports the response type", request_rules::response_type_supported),
    request("response_type.registered", registration!("§2, response_types", "ClientMetadata"), "the client is registered for the response type", request_rules::response_type_registered),
    request("grant_type.registered", registration!("§2, grant_types", "ClientMetadata"), "the client is registered for the grant type of the response type", request_rules::grant_type_registered),
    request("redirect_uri.tokens", core!("§3.2.2.1", "ImplicitAuthRequest"), "`redirect_uri` uses `http` only on loopback if all tokens come through the browser", request_rules::redirect_uri_for_tokens),
    request("response_mode", RESPONSE_MODES, "the response can be sent in the response mode, and the provider supports the mode", request_rules::response_mode),
    request("response_mode.registered", RESPONSE_MODES, "the client is registered for the response mode", request_rules::response_mode_registered),
    request("response_jwt.encryption_key", jarm!("§3", "name-client-metadata"), "the client has a key for its `authorization_encrypted_response_alg` if the response is a JWT", jwt_rules::encryption_key),
    request("response_jwt.signing_key", jarm!("§3", "name-client-metadata"), "the provider has a key for the client's `authorization_signed_response_alg` if the response is a JWT", jwt_rules::signing_key),
    request("response_jwt.encrypted_query", jarm!("§2.3.1", "name-response-mode-queryjwt"), "the response is encrypted if the response mode is `query.jwt` and the response type returns tokens", jwt_rules::encrypted_query),
    request("nonce", core!("§3.2.2.1", "ImplicitAuthRequest"), "`nonce` is present if the ID Token comes through the browser", request_rules::nonce),
    request("code_challenge", rfc!("9700", "2.1.1"), "`code_challenge` is present, or `nonce` where the policy accepts it instead", request_rules::code_challenge),
    request("prompt", PROMPT_CREATE, "the provider supports every value of `prompt`", request_rules::prompt),
    request("claims.userinfo", core!("§5.5", "ClaimsParameter"), "`claims` asks for claims from UserInfo only if the client gets an access token", request_rules::user_info_claims),
    request("key", registration!("§2, id_token_signed_response_alg", "ClientMetadata"), "the provider has a key for the client's ID Token algorithm", request_rules::key),
];
