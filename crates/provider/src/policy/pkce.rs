//! Which clients must send a PKCE challenge.

use serde::{Deserialize, Serialize};

/// What a client must send against injected authorization codes: a PKCE challenge, or a `nonce`
/// ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).
///
/// A public client must send a challenge with every variant. A token request for a code that was
/// issued without a challenge must have no `code_verifier`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Pkce {
    /// Every client must send a challenge. The provider then notices an injected code, and issues
    /// no tokens for it.
    Required,
    /// Confidential clients can send a `nonce` instead of a challenge, as OAuth 2.1 allows
    /// ([draft-ietf-oauth-v2-1](https://datatracker.ietf.org/doc/draft-ietf-oauth-v2-1/),
    /// "Authorization Code Injection"). The provider issues tokens for an injected code. Only the
    /// client can notice the attack, by comparing the `nonce` of the ID Token.
    NonceInstead,
    /// Confidential clients can send neither a challenge nor a `nonce`. Nothing then protects such
    /// a client against injected codes: an attacker who has a stolen code can sign in at the client
    /// as the user. Use this variant only for a single client that supports neither.
    RequiredOfPublicClients,
}
