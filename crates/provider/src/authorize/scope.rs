//! The part of the requested scope that a client is allowed to have.

use symbolon_oauth::{GrantType, Scope};

use super::request_rules::Asked;

/// Returns the part of the requested scope that this client is allowed to have.
///
/// Scope values that the provider does not know are ignored (Core §3.1.2.1). `offline_access` is
/// ignored where no refresh token could be issued for it (Core §11).
pub(super) fn allowed(asked: &Asked<'_>) -> Scope {
    let policy = asked.provider.policy();
    let mut scope = Scope::new();
    for token in asked.request.oauth.scope.iter().flat_map(Scope::iter) {
        let registered = asked.client.scope.as_ref().is_none_or(|scope| scope.contains(token));
        let supported = policy.scopes.contains(token);
        let usable = token != "offline_access"
            // Core §11: a response without a code gives no refresh token.
            || (policy.refresh_tokens
                && asked.request.oauth.response_type.includes("code")
                && asked.client.grant_types.contains(&GrantType::REFRESH_TOKEN));
        // `openid` makes the request an OpenID Connect request. Every client is allowed to request
        // it.
        if token == "openid" || (registered && supported && usable) {
            // Each value of a scope is a valid scope token, so this insertion succeeds.
            let _ = scope.insert(token);
        }
    }
    scope
}
