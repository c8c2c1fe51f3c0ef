//! What a token is held against: the command line's word where there is one, else its own.

use symbolon::jose::{Object, base64url};
use symbolon::oauth::{ClientId, Issuer, danger};
use symbolon::oidc::Nonce;

use super::{Arguments, Error};

pub(super) struct Compared {
    pub(super) issuer: Issuer,
    pub(super) audience: ClientId,
    pub(super) nonce: Option<Nonce>,
    pub(super) transport: Transport,
    /// The rules that cannot fail because the token was held against itself, each with the option
    /// that would make it mean something.
    pub(super) idle: Vec<(&'static str, &'static str)>,
}

/// Whether the issuer is an https URL.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Transport {
    Https,
    /// It is not, and that was asked for.
    HttpAllowed,
    Http,
}

impl Compared {
    pub(super) fn new(arguments: &Arguments, token: &str) -> Result<Self, Error> {
        let claims = unverified_claims(token);
        let mut idle = Vec::new();

        let issuer = match &arguments.issuer {
            Some(issuer) if arguments.allow_http_issuer => danger::http_issuer(issuer)?,
            Some(issuer) => Issuer::new(issuer)?,
            None => {
                idle.push(("iss", "--issuer"));
                // The rules find out what is wrong with a token whose claim is no issuer.
                let own = danger::http_issuer(text(&claims, "iss").unwrap_or_default());
                own.or_else(|_| Issuer::new("https://issuer.invalid"))?
            }
        };
        let audience = match &arguments.audience {
            Some(audience) => ClientId::new(audience)?,
            None => {
                idle.extend([("aud", "--audience"), ("azp", "--audience")]);
                let own = text(&claims, "azp").or_else(|| first_audience(&claims));
                ClientId::new(own.unwrap_or_default()).or_else(|_| ClientId::new("nobody"))?
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
            (true, _) => Transport::Https,
            (false, true) => Transport::HttpAllowed,
            (false, false) => Transport::Http,
        };
        let nonce = nonce.map(|nonce| Nonce::new(nonce.to_owned()));
        Ok(Self { issuer, audience, nonce, transport, idle })
    }

    /// The option without which this rule compares the token with itself.
    pub(super) fn idle(&self, rule: &str) -> Option<&'static str> {
        self.idle.iter().find(|(idle, _)| *idle == rule).map(|(_, option)| *option)
    }
}

/// What the token says of itself, for want of anything better to hold it against. Empty when
/// nothing can be read; the rules say why.
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
