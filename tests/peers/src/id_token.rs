//! The token that every library reads and writes: an ID Token with nine claims.

use serde::{Deserialize, Serialize};

pub const ISSUER: &str = "https://login.example.com/realms/acme";
pub const CLIENT: &str = "s6BhdRkqt3.apps.example.com";
pub const SUBJECT: &str = "248289761001-5f0c7a4e-1b7d";
pub const NONCE: &str = "n-0S6_WzA2Mj9dKbX8fQvRtYhLpGcEuZaWiNoTsUq1k";

/// 2023-11-14. The time is fixed, so that the token is the same in every run.
const ISSUED: i64 = 1_700_000_000;
/// 2100-01-01.
const EXPIRES: i64 = 4_102_444_800;

/// The claims as a type, for libraries that read claims into a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdToken {
    pub iss: String,
    pub sub: String,
    pub aud: String,
    pub exp: i64,
    pub iat: i64,
    pub nonce: String,
    pub auth_time: i64,
    pub at_hash: String,
    pub azp: String,
}

impl IdToken {
    /// Returns the token that every library must accept.
    pub fn expected() -> Self {
        Self {
            iss: ISSUER.into(),
            sub: SUBJECT.into(),
            aud: CLIENT.into(),
            exp: EXPIRES,
            iat: ISSUED,
            nonce: NONCE.into(),
            auth_time: ISSUED - 30,
            at_hash: "77QmUPtjPfzWtF2AnpK9RQ".into(),
            azp: CLIENT.into(),
        }
    }

    /// Returns tokens with one wrong claim each, with the name of that claim. Every library must
    /// refuse all of them.
    pub fn unexpected() -> Vec<(&'static str, Self)> {
        let other = |change: fn(&mut Self)| {
            let mut token = Self::expected();
            change(&mut token);
            token
        };
        vec![
            ("iss", other(|token| token.iss = "https://login.example.com/realms/other".into())),
            ("sub", other(|token| token.sub = "another-subject".into())),
            ("aud", other(|token| token.aud = "another-client".into())),
            ("exp", other(|token| token.exp = ISSUED + 300)),
            ("iat", other(|token| token.iat = EXPIRES - 300)),
            ("nonce", other(|token| token.nonce = "another login".into())),
            ("azp", other(|token| token.azp = "another-client".into())),
        ]
    }

    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers are JSON")
    }
}
