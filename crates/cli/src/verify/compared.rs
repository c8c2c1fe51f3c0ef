//! What the token is compared with: what the command line says, else the token's own claims.

use symbolon::jose::{Object, base64url};
use symbolon::oauth::{ClientId, Issuer, IssuerError, danger};
use symbolon::oidc::Nonce;

use super::arguments::Arguments;
use super::error::Error;

/// What the validator is told to expect.
pub(super) struct Compared {
    pub(super) issuer: Issuer,
    pub(super) audience: ClientId,
    pub(super) nonce: Option<Nonce>,
    pub(super) transport: Transport,
    /// The rules that compare the token with itself and so cannot fail, each with the option that
    /// gives them something to compare.
    idle: Vec<(&'static str, &'static str)>,
}

/// Whether the issuer is an https URL.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Transport {
    Https,
    /// The issuer is an http URL, which `--allow-http-issuer` accepts.
    HttpAllowed,
    Http,
    /// The token has no `iss`, so there is no URL to check.
    Unknown,
}

/// Reads `--issuer`, which may be an http URL only with `--allow-http-issuer`.
pub(super) fn issuer(arguments: &Arguments) -> Result<Option<Issuer>, Error> {
    let Some(issuer) = &arguments.issuer else { return Ok(None) };
    let issuer = danger::http_issuer(issuer).map_err(Error::Issuer)?;
    if issuer.is_https() || arguments.allow_http_issuer {
        Ok(Some(issuer))
    } else {
        Err(Error::HttpIssuer)
    }
}

impl Compared {
    /// Decides what a token is compared with.
    pub(super) fn new(
        arguments: &Arguments,
        issuer: Option<Issuer>,
        token: &str,
    ) -> Result<Self, Error> {
        let claims = unverified_claims(token);
        let mut idle = Vec::new();

        let issuer = match issuer {
            Some(issuer) => issuer,
            None => {
                idle.push(("iss", "--issuer"));
                own_issuer(&claims).map_err(Error::Issuer)?
            }
        };
        let audience = match &arguments.audience {
            Some(audience) => ClientId::new(audience)?,
            None => {
                let rules = ["aud", "aud.trusted", "azp"];
                idle.extend(rules.map(|rule| (rule, "--audience")));
                let own = text(&claims, "azp").or_else(|| first_audience(&claims));
                ClientId::new(own.unwrap_or_default()).or_else(|_| ClientId::new("invalid"))?
            }
        };
        let nonce = match &arguments.nonce {
            Some(nonce) => Some(nonce.as_str()),
            None => {
                idle.push(("nonce", "--nonce"));
                text(&claims, "nonce")
            }
        };
        let transport = match (issuer.is_https(), arguments.allow_http_issuer) {
            _ if text(&claims, "iss").is_none() => Transport::Unknown,
            (true, _) => Transport::Https,
            (false, true) => Transport::HttpAllowed,
            (false, false) => Transport::Http,
        };
        let nonce = nonce.map(|nonce| Nonce::new(nonce.to_owned()));
        Ok(Self { issuer, audience, nonce, transport, idle })
    }

    /// Returns the option without which this rule compares the token with itself.
    pub(super) fn idle(&self, rule: &str) -> Option<&'static str> {
        self.idle.iter().find(|(idle, _)| *idle == rule).map(|(_, option)| *option)
    }
}

/// Returns the issuer that the token names; for a claim that cannot be an issuer, one that differs
/// from it, so that the rules report it.
fn own_issuer(claims: &Object) -> Result<Issuer, IssuerError> {
    let own = danger::http_issuer(text(claims, "iss").unwrap_or_default());
    own.or_else(|_| Issuer::new("https://issuer.invalid"))
}

/// Reads the claims of a token that is not verified yet. They are empty when they cannot be read;
/// the rules report why.
fn unverified_claims(token: &str) -> Object {
    let payload = token.split('.').nth(1).and_then(|payload| base64url::decode(payload).ok());
    payload.and_then(|payload| Object::parse(&payload).ok()).unwrap_or_default()
}

fn text<'a>(claims: &'a Object, name: &str) -> Option<&'a str> {
    claims.get(name)?.as_str()
}

fn first_audience(claims: &Object) -> Option<&str> {
    let audience = claims.get("aud")?;
    audience.as_str().or_else(|| audience.as_array()?.first()?.as_str())
}
