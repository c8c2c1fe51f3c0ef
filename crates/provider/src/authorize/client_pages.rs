//! The name and the web pages of a client, for the consent page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use symbolon_oauth::PageUrl;

use crate::RegisteredClient;

/// The name and the web pages of a client, in the language of the request, for the consent page
/// ([Registration §2.1](https://openid.net/specs/openid-connect-registration-1_0.html#LanguagesAndScripts)).
///
/// For each member, the provider chooses the value in the first language of `ui_locales` for which
/// the client has registered a value. A request for `de-AT` also finds `de`. If no language fits,
/// the provider chooses the value without a language.
///
/// If the client registered itself, these values are its own claims, which the operator of the
/// provider has not checked. Show
/// [`PendingAuthorization::client_host`](crate::PendingAuthorization::client_host) beside the name
/// ([RFC 7591 §5](https://www.rfc-editor.org/rfc/rfc7591#section-5)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ClientPages {
    /// `client_name`: the name of the client. If it is `None`, show the identifier of the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `client_uri`: the URL of the client's home page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_uri: Option<PageUrl>,
    /// `logo_uri`: the URL of the client's logo. If your page loads it, the server at this URL learns
    /// that a user is signing in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_uri: Option<PageUrl>,
    /// `policy_uri`: the URL of a page that says how the client uses the user's data. The
    /// specification requires that you show this link to the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_uri: Option<PageUrl>,
    /// `tos_uri`: the URL of the client's terms of service. The specification requires that you
    /// show this link to the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tos_uri: Option<PageUrl>,
}

impl ClientPages {
    /// Selects the values of a client in one of these languages, the preferred language first.
    pub(super) fn new(client: &RegisteredClient, locales: &[String]) -> Self {
        macro_rules! choose {
            ($member:ident) => {
                choose(&client.$member.default, &client.$member.by_language, locales)
            };
        }
        Self {
            name: choose!(client_name),
            client_uri: choose!(client_uri),
            logo_uri: choose!(logo_uri),
            policy_uri: choose!(policy_uri),
            tos_uri: choose!(tos_uri),
        }
    }

    /// Returns whether the client has registered no name and no page.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Selects the value in the first language that is known
/// ([RFC 4647 §3.4](https://www.rfc-editor.org/rfc/rfc4647#section-3.4)).
fn choose<T: Clone>(
    default: &Option<T>,
    by_language: &BTreeMap<String, T>,
    locales: &[String],
) -> Option<T> {
    for locale in locales {
        let mut range = locale.as_str();
        loop {
            let known = by_language.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(range));
            if let Some((_, value)) = known {
                return Some(value.clone());
            }
            // RFC 4647 §3.4: the last subtag is removed, and a single letter before it too.
            let Some((shorter, _)) = range.rsplit_once('-') else { break };
            range = match shorter.rsplit_once('-') {
                Some((shortest, letter)) if letter.len() == 1 => shortest,
                _ => shorter,
            };
        }
    }
    default.clone().or_else(|| by_language.values().next().cloned())
}
