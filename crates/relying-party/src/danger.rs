//! Functions that switch off a protection of the login. Some of the functions
//! change a policy: use them only if no login succeeds with the provider without them.
//!
//! ```
//! use symbolon_relying_party::{RelyingPartyPolicy, danger};
//!
//! // LinkedIn returns no nonce, and refuses a code verifier beside a client secret.
//! let policy = danger::send_no_nonce(RelyingPartyPolicy::default());
//! let policy = danger::send_no_pkce(policy);
//! ```

use crate::{LoginRequest, RelyingPartyPolicy, ThirdPartyLogin};

/// Removes the `nonce` from authentication requests, and accepts ID Tokens without `nonce`.
///
/// Needed for a provider that does not copy the `nonce` into its ID Tokens, such as LinkedIn. An ID
/// Token that contains a `nonce` is refused, because it answers another request.
///
/// A login whose response type includes `id_token` cannot begin with this policy: the `nonce` is
/// required if the ID Token comes through the browser.
///
/// **What an attacker gains:** your program does not notice an ID Token from another login of the
/// same user. With the response types `code` and `code token`, ID Tokens come from the token
/// endpoint only, so the attacker would have to inject a stolen code. PKCE still prevents this
/// attack, unless [`send_no_pkce`] switches PKCE off, too
/// ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)). `state` is still sent
/// and compared.
#[must_use]
pub fn send_no_nonce(policy: RelyingPartyPolicy) -> RelyingPartyPolicy {
    RelyingPartyPolicy { sends_nonce: false, ..policy }
}

/// Removes PKCE: authentication requests have no challenge, and token requests have no code
/// verifier.
///
/// Needed for a provider that refuses a token request with both a code verifier and a client
/// secret, such as LinkedIn. [`RelyingParty::new`](crate::RelyingParty::new) refuses this policy
/// for a public client, because a public client has no other protection of its codes
/// ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).
///
/// **What an attacker gains:** an attacker can begin a login, and inject the stolen code of a user
/// into it. The `nonce` still prevents that, unless [`send_no_nonce`] switches the `nonce` off too.
/// Without both, the attacker is signed in as the user whose code was stolen.
#[must_use]
pub fn send_no_pkce(policy: RelyingPartyPolicy) -> RelyingPartyPolicy {
    RelyingPartyPolicy { sends_pkce: false, ..policy }
}

/// Accepts a login with `prompt=login` without a proof that the user has authenticated again. The
/// authentication requests then do not ask for `auth_time`.
///
/// Needed for a provider that never sends `auth_time`, or that sends the time of an older
/// authentication although the user has authenticated again.
///
/// **What an attacker gains:** a person at the user's unlocked device can remove `prompt=login`
/// from the request, because the request passes through the browser. This person then signs in
/// without the password that your program asked for.
#[must_use]
pub fn accept_any_auth_time(policy: RelyingPartyPolicy) -> RelyingPartyPolicy {
    RelyingPartyPolicy { checks_prompt_login: false, ..policy }
}

/// Returns the `target_link_uri` of a login that a third party starts, without a check of its origin.
///
/// Needed for a program that redirects to addresses which no list of origins contains, and that
/// checks the address itself.
/// [`ThirdPartyLogin::target`] returns the address if it has one of the origins of your program.
///
/// **What an attacker gains:** if your program redirects to this address, every link to your program
/// can lead to a page of the attacker. The user has just signed in at your program, and can take that
/// page for a page of yours
/// ([RFC 9700 §4.11.1](https://www.rfc-editor.org/rfc/rfc9700#section-4.11.1)).
#[must_use]
pub fn unchecked_target_link_uri(request: &ThirdPartyLogin) -> Option<&str> {
    request.unchecked_target()
}

/// Sends the parameters of a login in a request object without a signature (`alg` is `none`), for a
/// client that registered the `request_object_signing_alg` `none`
/// ([Core §6.1](https://openid.net/specs/openid-connect-core-1_0.html#RequestObject)).
///
/// Needed only for a provider that demands a request object and has no key of the client. The object
/// is not encrypted.
///
/// **What an attacker gains:** an attacker who can change the URL in the browser can change every
/// parameter, as in a login without a request object. At a provider that accepts such objects from
/// the client, anyone can begin a login in the name of the client.
pub fn send_unsigned_request_object(login: LoginRequest) -> LoginRequest {
    login.unsigned_request_object()
}
