//! Records as the engine of a relying party makes them.

use core::error::Error;

use serde_json::json;
use symbolon_discovery::ProviderMetadata;
use symbolon_jose::Crypto;
use symbolon_oauth::{ClientId, Issuer, RedirectUri};
use symbolon_relying_party::{
    ClientAuthentication, ClientConfiguration, LoginRequestError, PendingLogin, RelyingParty,
    Session,
};
use time::OffsetDateTime;

/// A relying party.
#[derive(Clone, Debug)]
pub(super) struct Party {
    relying_party: RelyingParty,
    redirect_uri: RedirectUri,
}

impl Party {
    pub(super) fn new(
        issuer: &Issuer,
        client_id: &ClientId,
        crypto: &Crypto,
    ) -> Result<Self, Box<dyn Error>> {
        let at = |path: &str| format!("{issuer}/{path}");
        let metadata = json!({
            "issuer": issuer.as_str(), "authorization_endpoint": at("authorize"),
            "token_endpoint": at("token"), "jwks_uri": at("jwks"),
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        });
        let metadata = ProviderMetadata::parse(metadata.to_string().as_bytes(), issuer)?;
        let client = ClientConfiguration::new(client_id.clone(), ClientAuthentication::None);
        let relying_party = RelyingParty::new(metadata, client, crypto)?;
        let redirect_uri = RedirectUri::new("https://client.example/callback")?;
        Ok(Self { relying_party, redirect_uri })
    }

    /// Begins a login.
    pub(super) fn begin(&self, now: OffsetDateTime) -> Result<PendingLogin, LoginRequestError> {
        self.relying_party.login(&self.redirect_uri).begin(now).map(|(_, pending)| pending)
    }

    /// Returns a session with this access token.
    pub(super) fn session(&self, access_token: &str) -> Result<Session, serde_json::Error> {
        let client_id = self.relying_party.client_id().as_str();
        serde_json::from_value(json!({
            "authentication": {
                "iss": self.relying_party.issuer().as_str(), "sub": "alice", "aud": [client_id],
                "iat": 0,
            },
            "client_id": client_id, "access_token": access_token, "expires_at": null,
            "refresh_token": "a-refresh-token", "scope": "openid", "granted_scope": "openid",
        }))
    }
}
