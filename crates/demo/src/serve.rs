//! `symbolon-demo serve`: runs both servers until the program is stopped.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use symbolon::oauth::{ClientId, ClientSecret, Issuer};
use symbolon::provider::{Pkce, ProviderPolicy};
use symbolon::relying_party::{ClientAuthentication, ClientConfiguration};
use url::Url;

use crate::client::Http;
use crate::log::Log;
use crate::provider::read_clients;
use crate::relying_party::App;
use crate::servers::{Port, Servers, StartError, register};
use crate::system;
use crate::transcript::Role;

/// The arguments of `symbolon-demo serve`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The port of the provider; 0 takes any free port
    #[arg(long, value_name = "PORT", default_value_t = 9400)]
    provider_port: u16,
    /// The port of the relying party; 0 takes any free port
    #[arg(long, value_name = "PORT", default_value_t = 9401)]
    relying_party_port: u16,
    /// The provider's issuer, if browsers reach the provider at another address than its port
    #[arg(long, value_name = "URL")]
    issuer: Option<String>,
    /// Further clients of the provider: a JSON array of client metadata
    #[arg(long, value_name = "FILE")]
    clients: Option<PathBuf>,
    /// Allows clients with credentials to omit PKCE, as older clients and the client of the Basic
    /// certification plan of OpenID Connect do
    #[arg(long)]
    optional_pkce: bool,
    #[command(flatten)]
    foreign: Option<Foreign>,
}

/// Another provider to sign in at, instead of the demo's own.
#[derive(Args, Debug)]
#[group(conflicts_with_all = ["issuer", "clients", "optional_pkce"])]
struct Foreign {
    /// Signs in at the provider with this issuer, instead of the demo's own
    #[arg(long, value_name = "ISSUER", required = false)]
    provider: String,
    /// The client identifier of the relying party at that provider
    #[arg(long, required = false)]
    client_id: String,
    /// The client secret of the relying party at that provider, for client_secret_basic
    #[arg(long, required = false)]
    client_secret: String,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<(), StartError> {
    let mut servers = Servers::default();
    let port = Port::open(arguments.relying_party_port).await?;
    let home = port.origin.clone();
    let app = match &arguments.foreign {
        Some(foreign) => foreign.app(&port)?,
        None => own_provider(arguments, &port, &mut servers).await?,
    };
    servers.app(port, app);

    writeln!(anstream::stdout(), "Open {home}/")?;
    Ok(system::stop_signal().await?)
}

/// Serves the demo's own provider, and returns the app, which is one of its clients.
async fn own_provider(
    arguments: &Arguments,
    app_port: &Port,
    servers: &mut Servers,
) -> Result<App, StartError> {
    let port = Port::open(arguments.provider_port).await?;
    let issuer = match &arguments.issuer {
        Some(issuer) => at_root(Issuer::on_loopback(issuer)?)?,
        None => port.issuer()?,
    };
    let redirect_uri = app_port.redirect_uri()?;
    let (theirs, ours) = register(&redirect_uri)?;
    let mut clients = vec![theirs];
    if let Some(file) = &arguments.clients {
        clients.extend(read_clients(file)?);
    }
    let mut policy = ProviderPolicy::default();
    if arguments.optional_pkce {
        policy.pkce = Pkce::RequiredOfPublicClients;
    }
    servers.provider(port, &issuer, clients, policy, Log::new(Role::Provider))?;
    let http = Http::new(&issuer)?;
    Ok(App::new(issuer, ours, redirect_uri, http).at_own_provider())
}

/// Refuses an issuer with a path: the pages of the provider link to each other by absolute paths.
fn at_root(issuer: Issuer) -> Result<Issuer, StartError> {
    let url = Url::parse(issuer.as_str()).map_err(|_| StartError::IssuerPath)?;
    if url.path() == "/" { Ok(issuer) } else { Err(StartError::IssuerPath) }
}

impl Foreign {
    /// Returns the app as a client of this provider.
    fn app(&self, port: &Port) -> Result<App, StartError> {
        let issuer = Issuer::on_loopback(&self.provider)?;
        let secret = ClientSecret::new(self.client_secret.clone());
        let client = ClientConfiguration::new(
            ClientId::new(&self.client_id)?,
            ClientAuthentication::ClientSecretBasic(secret),
        );
        let http = Http::new(&issuer)?;
        Ok(App::new(issuer, client, port.redirect_uri()?, http))
    }
}
