//! The rule that matters most of each message, among those that its receiver enforces.

use super::role::Role;
use super::role::Role::{Provider, RelyingParty};

/// A sentence of a specification, in our words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) statement: &'static str,
    pub(super) section: &'static str,
}

#[rustfmt::skip]
const REQUESTS: &[(Role, &str, &str, &str)] = &[
    (RelyingParty, "/login", "a cookie that names no session is not adopted: this browser gets one of its own", "RFC 6265 §8.4"),
    (Provider, "/.well-known/openid-configuration", "the address is the issuer with the well-known path after it", "Discovery §4"),
    (Provider, "/authorize", "`redirect_uri` is one that the client registered, character for character but for a loopback port", "Core §3.1.2.1, RFC 8252 §7.3"),
    (Provider, "/sign-in", "the form was shown to this very browser, and the password fits its hash", "Core §3.1.2.3"),
    (Provider, "/consent", "the form was shown to this very browser, and the user agrees", "Core §3.1.2.4"),
    (RelyingParty, "/callback", "`state` is one that this browser was sent off with, and `iss` is the provider it was sent to", "RFC 9207 §2.4"),
    (Provider, "/token", "the client knows its secret, the code is unused and its own, and `code_verifier` fits", "Core §3.1.3.2, RFC 7636 §4.6"),
    (Provider, "/jwks", "the keys are asked for where the metadata says that they are", "Discovery §3"),
    (Provider, "/userinfo", "the access token is known, not expired, not revoked, and has the scope `openid`", "Core §5.3.1"),
    (RelyingParty, "/", "the cookie names a session that began with this login", "RFC 6265 §8.4"),
    (RelyingParty, "/userinfo", "the cookie names a session that began with this login", "RFC 6265 §8.4"),
];

#[rustfmt::skip]
const RESPONSES: &[(Role, &str, &str, &str)] = &[
    (Provider, "/.well-known/openid-configuration", "`issuer` is, byte for byte, the issuer that was asked", "Discovery §4.3"),
    (RelyingParty, "/login", "`state`, `nonce` and `code_challenge` are fresh, and tied to this browser", "RFC 9700 §2.1.1"),
    (Provider, "/authorize", "nobody is signed in in this browser, so that the user has to authenticate", "Core §3.1.2.3"),
    (Provider, "/sign-in", "nothing is released before the user agrees to it", "Core §3.1.2.4"),
    (Provider, "/consent", "the code goes to the registered address alone, with the `state` that came", "Core §3.1.2.5"),
    (Provider, "/token", "the token type is Bearer, and there is an ID Token", "Core §3.1.3.3"),
    (Provider, "/jwks", "one of the keys verifies the ID Token, and every other rule of it holds (they follow below)", "Core §3.1.3.7"),
    (RelyingParty, "/callback", "the code leaves the address bar and the history", "RFC 9700 §4.3.1"),
    (Provider, "/userinfo", "`sub` is that of the ID Token", "Core §5.3.2"),
    (RelyingParty, "/userinfo", "a form that was sent is not sent again by loading the page anew", "RFC 9110 §15.4.4"),
    (RelyingParty, "/", "what the page says of a person stays out of every cache", "RFC 9111 §5.2.2.5"),
];

pub(super) fn of_request(receiver: Role, path: &str) -> Option<Rule> {
    find(REQUESTS, receiver, path)
}

/// `sender` is who answers.
pub(super) fn of_response(sender: Role, path: &str) -> Option<Rule> {
    find(RESPONSES, sender, path)
}

fn find(
    table: &[(Role, &str, &'static str, &'static str)],
    party: Role,
    path: &str,
) -> Option<Rule> {
    let (.., statement, section) = table.iter().find(|(of, at, ..)| *of == party && *at == path)?;
    Some(Rule { statement, section })
}
