//! What came through the browser at a login, for the page of the user.

use serde::{Deserialize, Serialize};
use symbolon::jose::{NumericDate, Object, base64url};
use symbolon::oauth::{ResponseMode, ResponseType};
use symbolon::relying_party::{FromBrowser, Login};

use crate::terminal::timestamp;

/// The way in which a login came back, and what came through the browser. The tokens themselves are
/// left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Arrival {
    /// The response type of the login.
    pub(super) flow: String,
    /// The response mode of the login.
    pub(super) mode: String,
    /// What came through the browser: names and descriptions.
    pub(super) from_browser: Vec<(String, String)>,
}

impl Arrival {
    /// Describes a login with this response type and response mode.
    pub(super) fn new(flow: &ResponseType, mode: &ResponseMode, login: &Login) -> Self {
        let mut from_browser = Vec::new();
        if flow.includes("code") {
            let code = "sent by this app to the token endpoint, and used up";
            from_browser.push(("code".to_owned(), code.to_owned()));
        }
        if let Some(tokens) = &login.from_browser {
            describe(tokens, &mut from_browser);
        }
        Self { flow: flow.to_string(), mode: mode.to_string(), from_browser }
    }

    /// Returns whether the token endpoint was asked. A login that an earlier version stored has no
    /// response type. For such a login, the result is `true`.
    pub(crate) fn has_code(&self) -> bool {
        self.flow.is_empty() || self.flow.split(' ').any(|name| name == "code")
    }
}

/// Describes the tokens that came through the browser.
fn describe(tokens: &FromBrowser, described: &mut Vec<(String, String)>) {
    if let Some(id_token) = &tokens.id_token {
        let claims = part(id_token.encoded().expose(), 1);
        let names: Vec<_> = claims.iter().map(|(name, _)| name).collect();
        let text = format!("validated; contains {}", names.join(", "));
        described.push(("id_token".to_owned(), text));
    }
    if tokens.access_token.is_some() {
        described.push(("access_token".to_owned(), lifetime(tokens.expires_at)));
        described.push(("scope".to_owned(), tokens.scope.to_string()));
    }
}

/// Describes an access token, whose value is not shown.
pub(super) fn lifetime(expires_at: Option<NumericDate>) -> String {
    match expires_at {
        Some(at) => {
            format!("readable only by the provider; expires {}", timestamp(at.datetime()))
        }
        None => "readable only by the provider".to_owned(),
    }
}

/// Returns the header (0) or the claims (1) of an encoded ID Token.
pub(super) fn part(encoded: &str, index: usize) -> Object {
    let json = encoded.split('.').nth(index);
    let json = json.and_then(|part| base64url::decode(part).ok());
    json.and_then(|json| Object::parse(&json).ok()).unwrap_or_default()
}
