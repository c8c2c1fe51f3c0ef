//! Protections of a login that are switched off, for a provider with which no login would succeed.
//!
//! ```
//! use symbolon_relying_party::{RelyingPartyPolicy, danger};
//!
//! // LinkedIn returns no nonce, and refuses a code verifier beside a client secret.
//! let policy = danger::send_no_nonce(RelyingPartyPolicy::default());
//! let policy = danger::send_no_pkce(policy);
//! ```

use crate::RelyingPartyPolicy;

/// Sends no `nonce` in authentication requests, and accepts ID Tokens without `nonce`.
///
/// Needed for a provider that does not copy the `nonce` into its ID Tokens, such as LinkedIn. An ID
/// Token that contains a `nonce` is refused, because it answers another request.
///
/// **What an attacker gains:** an ID Token of another login of the same user is not recognised. The
/// code flow receives ID Tokens from the token endpoint alone, so the attacker would have to inject
/// a stolen code. PKCE still prevents that, unless [`send_no_pkce`] switches it off too
/// ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)). `state` is still sent
/// and compared.
#[must_use]
pub fn send_no_nonce(policy: RelyingPartyPolicy) -> RelyingPartyPolicy {
    RelyingPartyPolicy { sends_nonce: false, ..policy }
}

/// Sends no PKCE challenge in authentication requests, and no code verifier in token requests.
///
/// Needed for a provider that refuses a code verifier beside a client secret, such as LinkedIn.
/// [`RelyingParty::new`](crate::RelyingParty::new) refuses this policy for a public client, because
/// a public client has no other protection of its codes
/// ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).
///
/// **What an attacker gains:** a stolen code can be injected into a login that the attacker began
/// in his own browser. The `nonce` still prevents that, unless [`send_no_nonce`] switches it off
/// too: then the attacker is signed in as the user whose code he stole.
#[must_use]
pub fn send_no_pkce(policy: RelyingPartyPolicy) -> RelyingPartyPolicy {
    RelyingPartyPolicy { sends_pkce: false, ..policy }
}

/// Sends `prompt=login` without asking for `auth_time`, and accepts an ID Token that does not prove
/// a new authentication.
///
/// Needed for a provider that never sends `auth_time`, or that sends the time of an older
/// authentication although the user has authenticated again.
///
/// **What an attacker gains:** the attacker can remove `prompt=login` from the request, because the
/// request passes through the browser. A person at the user's unlocked device then signs in without
/// the password that your program asked for.
#[must_use]
pub fn accept_any_auth_time(policy: RelyingPartyPolicy) -> RelyingPartyPolicy {
    RelyingPartyPolicy { checks_prompt_login: false, ..policy }
}
