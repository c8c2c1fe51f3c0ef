//! The setting that says which clients must send a PKCE challenge.

use serde::{Deserialize, Serialize};

/// The protection against injected authorization codes that the provider requires of a client: a
/// PKCE challenge, or a `nonce`
/// ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).
///
/// A public client must always send a challenge. If a code was issued without a challenge, the
/// token request for this code must have no `code_verifier`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Pkce {
    /// Every client must send a challenge. The provider then notices an injected code, and issues
    /// no tokens for it.
    Required,
    /// Confidential clients can send a `nonce` instead of a challenge, as OAuth 2.1 allows
    /// ([draft-ietf-oauth-v2-1](https://datatracker.ietf.org/doc/draft-ietf-oauth-v2-1/),
    /// "Authorization Code Injection"). If a client sends only a `nonce`, the provider cannot
    /// notice an injected code. The client must compare the `nonce` of the ID Token.
    NonceInstead,
    /// Confidential clients need not send a challenge or a `nonce`. A client that sends neither is
    /// not protected against injected codes: an attacker who has a stolen code can sign in at the
    /// client as the user. Use this variant only for a single client that supports neither
    /// protection.
    RequiredOfPublicClients,
}
