//! A browser with its client: what they do at a server.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use url::Url;
use url::form_urlencoded::Serializer;

use super::{REDIRECT_URI, Site};
use crate::Failure;
use crate::browser::Browser;
use crate::check::{self, Tokens};
use crate::http::Connection;
use crate::operation::Operation;

/// The example of [RFC 7636, Appendix B](https://www.rfc-editor.org/rfc/rfc7636#appendix-B).
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A browser in which a user is signed in, and the client that the user signs in to.
#[derive(Debug)]
pub struct Visitor {
    site: Site,
    connection: Connection,
    browser: Browser,
    tokens: Option<Tokens>,
    /// The logins until now, which make each `state` and `nonce` a new one.
    logins: u64,
    /// The field `Authorization` of token requests, as a whole line.
    authorization: String,
}

impl Visitor {
    pub(super) fn new(site: Site) -> Result<Self, Failure> {
        let credentials = format!("{}:{}", site.client_id, site.client_secret);
        let authorization =
            format!("Authorization: Basic {}\r\n", BASE64_STANDARD.encode(credentials));
        let connection = Connection::open(&site.host(), site.port)?;
        let browser = Browser::default();
        Ok(Self { site, connection, browser, tokens: None, logins: 0, authorization })
    }

    /// Opens a new connection, because the server closes one that is idle, and logs in if asked to,
    /// so that there are tokens that have not expired.
    pub fn prepare(&mut self, log_in: bool) -> Result<(), Failure> {
        self.connection = Connection::open(&self.site.host(), self.site.port)?;
        if log_in { self.log_in() } else { Ok(()) }
    }

    /// Runs an operation, and checks its answers.
    pub fn run(&mut self, operation: Operation) -> Result<(), Failure> {
        match operation {
            Operation::Discovery => self.discover(),
            Operation::UserInfo => self.user_info(),
            Operation::Refresh => self.refresh(),
            Operation::Login => self.log_in(),
        }
    }

    fn discover(&mut self) -> Result<(), Failure> {
        let response = self.connection.get("/.well-known/openid-configuration", "")?;
        let issuer = self.site.issuer();
        // Only the text is searched: reading the JSON would cost more than serving it.
        let has =
            |text: &str| response.body.windows(text.len()).any(|part| part == text.as_bytes());
        if response.status != 200 || !has(&issuer) || !has("\"token_endpoint\"") {
            return Err("the answer is not the metadata".into());
        }
        Ok(())
    }

    fn user_info(&mut self) -> Result<(), Failure> {
        let tokens = self.tokens.as_ref().ok_or("no tokens")?;
        let authorization = format!("Authorization: Bearer {}\r\n", tokens.access);
        let response = self.connection.get(self.site.user_info, &authorization)?;
        let claims = check::json(&response)?;
        check::text(&claims, "email")?;
        check::text(&claims, "sub").map(drop)
    }

    fn refresh(&mut self) -> Result<(), Failure> {
        let before = self.tokens.take().ok_or("no tokens")?.refresh;
        let body = form(&[("grant_type", "refresh_token"), ("refresh_token", &before)]);
        let response = self.connection.post(self.site.token, &self.authorization, &body)?;
        let tokens = check::tokens(&response)?;
        if tokens.refresh == before {
            return Err("the refresh token was not rotated".into());
        }
        self.tokens = Some(tokens);
        Ok(())
    }

    /// Sends the authorization request, answers the pages of the server, and exchanges the code.
    fn log_in(&mut self) -> Result<(), Failure> {
        self.logins += 1;
        let state = format!("state-of-login-{}", self.logins);
        let request = form(&[
            ("response_type", "code"),
            ("client_id", self.site.client_id),
            ("redirect_uri", REDIRECT_URI),
            ("scope", self.site.scope),
            ("state", &state),
            ("nonce", &state),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        let address = format!("{}{}?{request}", self.site.issuer(), self.site.authorize);
        let Self { site, connection, browser, .. } = self;
        let callback = browser.sign_in(connection, &address, &site.user, REDIRECT_URI)?;
        let code = code(&callback, &state)?;
        let body = form(&[
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", REDIRECT_URI),
            ("code_verifier", VERIFIER),
        ]);
        let response = self.connection.post(self.site.token, &self.authorization, &body)?;
        self.tokens = Some(check::tokens(&response)?);
        Ok(())
    }
}

impl Site {
    fn host(&self) -> String {
        format!("localhost:{}", self.port)
    }

    fn issuer(&self) -> String {
        format!("http://localhost:{}", self.port)
    }
}

fn form(pairs: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Returns the code of a callback with the right `state`.
fn code(callback: &str, state: &str) -> Result<String, Failure> {
    let url = Url::parse(callback)?;
    let value = |name: &str| {
        let pair = url.query_pairs().find(|(found, _)| found == name);
        pair.map(|(_, value)| value.into_owned())
    };
    if value("state").as_deref() != Some(state) {
        return Err("the callback has another state".into());
    }
    value("code").ok_or_else(|| format!("the callback has no code: {callback}").into())
}
