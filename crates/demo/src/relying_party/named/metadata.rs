//! The client metadata with which the app registers itself.

use symbolon::jose::json::document::StatedList;
use symbolon::oauth::{GrantType, RedirectUri, ResponseType, Scope, SyntaxError};
use symbolon::oidc::Localized;
use symbolon::registration::{ApplicationType, ClientMetadata};

use crate::relying_party::login::SCOPE;

/// What the app asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Logins, and tokens that can be refreshed.
    Refresh,
    /// Logins only, for a provider that offers no refresh tokens.
    Login,
}

/// Returns the metadata of the app, as a client with this redirect URI.
pub(super) fn of_app(
    redirect_uri: &RedirectUri,
    wish: Wish,
) -> Result<ClientMetadata, SyntaxError> {
    let is_local = redirect_uri.as_str().starts_with("http:");
    let mut metadata = ClientMetadata::new(vec![redirect_uri.clone()]);
    metadata.client_name = Localized::new("Demo App");
    // Registration §2: a web application has https redirect URIs. An app on the user's own machine
    // registers as `native`.
    let application = if is_local { ApplicationType::NATIVE } else { ApplicationType::WEB };
    metadata.application_type = Some(application);
    metadata.response_types = Some(StatedList(vec![ResponseType::CODE]));
    let (grants, scope) = match wish {
        Wish::Refresh => (
            vec![GrantType::AUTHORIZATION_CODE, GrantType::REFRESH_TOKEN],
            format!("openid {SCOPE}"),
        ),
        Wish::Login => (vec![GrantType::AUTHORIZATION_CODE], "openid profile email".to_owned()),
    };
    metadata.grant_types = Some(StatedList(grants));
    metadata.scope = Some(Scope::parse(&scope)?);
    // `RelyingParty::at` states the authentication method and the algorithms that the provider offers.
    Ok(metadata)
}
