//! The most important rule for each message, among those that its receiver checks.

use http::header::COOKIE;
use http::{Method, Request};
use symbolon::oauth::Parameters;

use super::role::Role;
use super::role::Role::{Provider, RelyingParty};

/// A rule of a specification, in our words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) statement: &'static str,
    pub(super) section: &'static str,
}

/// Stands for the path of a request to the callback without parameters: they are in the fragment.
const FRAGMENT: &str = "/callback#";

/// Stands for the path of a request to the callback whose parameters are in a JWT.
const IN_JWT: &str = "/callback?response";

/// Stands for the path of an authorization request whose parameters are in a request object.
const REQUEST_OBJECT: &str = "/authorize?request";

/// Stands for the path of an authorization request whose parameters are in a request object that
/// the app hosts.
const REFERENCE: &str = "/authorize?request_uri";

/// Stands for the path of an authorization request whose parameters the app pushed.
const PUSHED: &str = "/authorize?pushed";

/// Stands for the addresses at which the app hosts request objects.
const HOSTED: &str = "/request-objects";

/// Stands for the path of the start page, before the browser has a cookie.
const START: &str = "/#start";

/// Stands for the redirect URIs at the providers that users named.
const NAMED: &str = "/callback/";

#[rustfmt::skip]
const REQUESTS: &[(Role, &str, &str, &str)] = &[
    (RelyingParty, "/login", "an unknown session cookie is not used: the browser gets a new session", "RFC 6265 §8.4"),
    (RelyingParty, "/provider", "the form was shown to this browser", "Discovery §2"),
    (Provider, "/.well-known/webfinger", "`resource` is the normalised identifier, and its host is that of the address", "Discovery §2.1.2, §2.2"),
    (Provider, "/register", "everyone may register, the metadata breaks no rule, and the provider offers what it asks for", "Registration §3.1, RFC 7591 §5"),
    (Provider, "/.well-known/openid-configuration", "the address is the issuer followed by the well-known path", "Discovery §4"),
    (Provider, "/authorize", "`redirect_uri` equals a registered one; only the port of a loopback address may differ", "Core §3.1.2.1, RFC 8252 §7.3"),
    (Provider, REQUEST_OBJECT, "the app signed the request object for this provider, and only the parameters in the object count", "RFC 9101 §6.2, §6.3"),
    (Provider, REFERENCE, "the app registered `request_uri`, and only the parameters in the object there count", "RFC 9101 §6.1, §6.3"),
    (RelyingParty, HOSTED, "the app hosts a request object at this address", "RFC 9101 §5.2"),
    (Provider, "/par", "the client's credentials are right, and the parameters are those of a request that the provider accepts", "RFC 9126 §2.1"),
    (Provider, PUSHED, "the app pushed this request a moment ago, and it was not used before", "RFC 9126 §4"),
    (Provider, "/interaction", "the cookie names the session in which this request waits for the user", "RFC 6265 §8.4"),
    (Provider, "/sign-in", "the form was shown to this browser, and the password matches its hash", "Core §3.1.2.3"),
    (Provider, "/sign-up", "the form was shown to this browser, and no account has the user name", "Prompt Create §4"),
    (Provider, "/consent", "the form was shown to this browser, and the user agrees", "Core §3.1.2.4"),
    (RelyingParty, "/callback", "`state` belongs to a login of this browser, and `iss` is the provider of that login", "RFC 9207 §2.4"),
    (RelyingParty, IN_JWT, "`response` is a JWT of the provider for this app, and `state` belongs to a login of this browser", "JARM §2.4"),
    (RelyingParty, FRAGMENT, "the answer is in the fragment, which the browser does not send", "RFC 9110 §7.1"),
    (Provider, "/token", "the client's secret is right, the code is unused and was issued to it, and `code_verifier` matches", "Core §3.1.3.2, RFC 7636 §4.6"),
    (Provider, "/jwks", "the address is the `jwks_uri` of the metadata", "Discovery §3"),
    (Provider, "/userinfo", "the access token is known, has not expired, is not revoked, and has the scope `openid`", "Core §5.3.1"),
    (RelyingParty, START, "the browser has no session, so the app shows its start page", "RFC 6265 §8.4"),
    (RelyingParty, NAMED, "the address is the redirect URI of this provider only; `state` and `iss` belong to a login of this browser there", "RFC 9700 §4.4.2"),
    (RelyingParty, "/", "the cookie names a session that began with this login", "RFC 6265 §8.4"),
    (RelyingParty, "/userinfo", "the cookie names a session that began with this login", "RFC 6265 §8.4"),
];

#[rustfmt::skip]
const RESPONSES: &[(Role, &str, &str, &str)] = &[
    (Provider, "/.well-known/webfinger", "the link with the type of OpenID names an issuer, without a query and a fragment", "Discovery §2"),
    (Provider, "/register", "no value protects the app less than it asked for, and the redirect URIs are unchanged", "RFC 7591 §3.2.1"),
    (Provider, "/.well-known/openid-configuration", "`issuer` equals the issuer that was asked, byte for byte", "Discovery §4.3"),
    (RelyingParty, "/login", "`state`, `nonce` and, for a code, `code_challenge` are new, and tied to this browser", "RFC 9700 §2.1.1"),
    (RelyingParty, HOSTED, "the app signed the request object for this provider", "RFC 9101 §6.2"),
    (Provider, "/par", "the provider keeps the parameters under a new `request_uri`, which can be used once", "RFC 9126 §2.2"),
    (Provider, "/authorize", "no user is signed in in this browser, so the user has to sign in", "Core §3.1.2.3"),
    (Provider, "/interaction", "the page cannot be shown in a frame of another site", "RFC 9700 §4.16"),
    (Provider, "/sign-in", "Back and Reload do not send the password again", "RFC 9110 §15.4.4"),
    (Provider, "/sign-up", "Back and Reload do not send the password again", "RFC 9110 §15.4.4"),
    (Provider, "/consent", "the answer goes only to the registered address, with the `state` of the request", "Core §3.1.2.5"),
    (Provider, "/token", "the token type is Bearer, and there is an ID Token", "Core §3.1.3.3"),
    (Provider, "/jwks", "a JWT is accepted only if one of these keys verifies it, and its other rules hold (those of the ID Token are listed below)", "Core §3.1.3.7"),
    (RelyingParty, "/callback", "no code and no token stays in the address bar or the history", "RFC 9700 §4.3.1"),
    (RelyingParty, NAMED, "no code and no token stays in the address bar or the history", "RFC 9700 §4.3.1"),
    (RelyingParty, FRAGMENT, "the page removes the fragment from the address bar, then posts its parameters", "Core §3.2.2.5"),
    (Provider, "/userinfo", "`sub` equals that of the ID Token", "Core §5.3.2"),
    (RelyingParty, "/userinfo", "reloading the page does not send the form again", "RFC 9110 §15.4.4"),
    (RelyingParty, START, "the form has a token that belongs to the cookie of this browser", "Discovery §2"),
    (RelyingParty, "/provider", "`state`, `nonce` and `code_challenge` are new, and `redirect_uri` is the address for this provider only", "RFC 9700 §2.1.1, §4.4.2"),
    (RelyingParty, "/", "the page about the user is not cached", "RFC 9111 §5.2.2.5"),
];

/// Returns the path under which the tables list the rules for a request.
pub(super) fn path(request: &Request<Vec<u8>>) -> &str {
    let uri = request.uri();
    let body = str::from_utf8(request.body()).unwrap_or_default();
    let query = uri.query().unwrap_or(body);
    let parameters = Parameters::parse(query).unwrap_or_default();
    let has = |name| parameters.contains(name);
    let is_pushed = parameters.get("request_uri").is_some_and(|uri| uri.starts_with("urn:"));
    let path = uri.path();
    // Each provider that a user has named has its own callback.
    match if path.starts_with(NAMED) { "/callback" } else { path } {
        "/callback" if request.method() == Method::GET && uri.query().is_none() => FRAGMENT,
        "/callback" if has("response") => IN_JWT,
        "/callback" if path.starts_with(NAMED) => NAMED,
        "/" if !request.headers().contains_key(COOKIE) => START,
        "/authorize" if has("request") => REQUEST_OBJECT,
        "/authorize" if is_pushed => PUSHED,
        "/authorize" if has("request_uri") => REFERENCE,
        path if path.starts_with(HOSTED) => HOSTED,
        path => path,
    }
}

/// Returns the rule for a request to this path, which its receiver checks.
pub(super) fn of_request(receiver: Role, path: &str) -> Option<Rule> {
    find(REQUESTS, receiver, path)
}

/// Returns the rule for the response of `sender` to a request to this path.
pub(super) fn of_response(sender: Role, path: &str) -> Option<Rule> {
    // What comes back does not depend on the way in which the parameters came.
    let path = path.split_once('?').map_or(path, |(path, _)| path);
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
