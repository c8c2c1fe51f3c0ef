//! Another provider to sign in at, instead of the demo's own.

use clap::Args;
use symbolon::oauth::{ClientId, ClientSecret, Issuer};
use symbolon::relying_party::ClientConfiguration;
use symbolon_store::Store;

use super::client::Client;
use crate::client::Http;
use crate::relying_party::{App, Choice};
use crate::secret::AppSecret;
use crate::servers::Port;
use crate::start_error::{ClientError, StartError};

/// The arguments about another provider.
#[derive(Args, Debug)]
#[group(conflicts_with_all = ["issuer", "clients", "require_pkce", "optional_pkce"])]
#[command(next_help_heading = "Another provider")]
pub(super) struct Foreign {
    /// Signs in at the provider with this issuer, instead of the demo's own
    #[arg(long, value_name = "ISSUER", required = false, requires = "client_id")]
    provider: String,
    /// The client identifier of the app at that provider
    #[arg(long, value_name = "ID", required = false, requires = "provider")]
    client_id: String,
    /// The client secret of the app at that provider
    #[arg(long, value_name = "SECRET", requires = "provider")]
    client_secret: Option<String>,
}

impl Foreign {
    /// Returns the app as a client of this provider.
    pub(super) fn app(
        &self,
        port: &Port,
        (settings, choice): (&Client, &Choice),
        records: (&Store, &AppSecret),
    ) -> Result<App, StartError> {
        let issuer = Issuer::on_loopback(&self.provider)?;
        let key = settings.key()?;
        if choice.is_signed() && key.is_none() {
            return Err(ClientError::NoRequestKey.into());
        }
        let secret = self.client_secret.clone().map(ClientSecret::new);
        let authentication = settings.authentication(secret, key.as_ref())?;
        let client = ClientConfiguration::new(ClientId::new(&self.client_id)?, authentication);
        let mut client = settings.configure(client);
        if let Some(flow) = &choice.flow {
            client = client.response_types(vec![flow.clone()]);
        }
        let http = Http::new(&issuer)?;
        let app = App::new(issuer, client, port.redirect_uri()?, http, records)?;
        Ok(match key {
            Some(key) => app.request_key(key.signing),
            None => app,
        })
    }
}
