//! `symbolon-demo serve`: runs both servers until the program is stopped.

mod backend;
mod client;
mod foreign;
mod registration;

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use symbolon::oauth::Issuer;
use symbolon::provider::{Pkce, ProviderPolicy};
use symbolon_store::{Database, Store};
use url::Url;

use self::backend::Backend;
use self::client::Client;
use self::foreign::Foreign;
use self::registration::Registration;
use crate::app_key::AppKey;
use crate::client::Http;
use crate::log::Log;
use crate::provider::{engine, read_clients};
use crate::relying_party::{App, Choice, Reach};
use crate::secret::{AppSecret, SecretError};
use crate::servers::{Port, Servers, register};
use crate::start_error::StartError;
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
    /// The app's address, if browsers reach the app at another address than its port
    #[arg(long, value_name = "URL")]
    app_address: Option<String>,
    /// Further clients of the provider: a file with a JSON array of client metadata
    #[arg(long, value_name = "FILE")]
    clients: Option<PathBuf>,
    /// Requires PKCE of every client; by default, clients with credentials may send a nonce instead
    #[arg(long, conflicts_with = "optional_pkce")]
    require_pkce: bool,
    /// Allows clients with credentials to send neither PKCE nor a nonce
    #[arg(long)]
    optional_pkce: bool,
    /// Where both parties keep their records: memory, sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE
    #[arg(long, value_name = "STORE", default_value = "memory")]
    store: Database,
    /// The secret that all copies of the app share; the file is created if it does not exist
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
    /// The shortest time between two fetches of the provider's keys, in seconds
    #[arg(long, value_name = "SECONDS")]
    cool_down: Option<u64>,
    /// Which providers users can name on the start page of the app [default: this-machine if the app is on this machine, otherwise internet]
    #[arg(long, value_name = "WHERE")]
    named_providers: Option<Reach>,
    /// The cryptography with which the provider signs
    #[arg(long, value_name = "LIBRARY", value_enum, default_value_t)]
    crypto: Backend,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    client: Client,
    #[command(flatten)]
    registration: Registration,
    #[command(flatten)]
    foreign: Option<Foreign>,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<(), StartError> {
    let store = Store::migrate(&arguments.store).await?;
    let mut servers = Servers::default();
    let secret = match (&arguments.secret_file, &arguments.store) {
        (Some(file), _) => AppSecret::from_file(file)?,
        (None, Database::Memory) => AppSecret::random()?,
        (None, _) => return Err(SecretError::Missing.into()),
    };
    let mut port = Port::open(arguments.relying_party_port).await?;
    if let Some(address) = &arguments.app_address {
        port.origin = address.trim_end_matches('/').to_owned();
    }
    let home = port.origin.clone();
    let app = match &arguments.foreign {
        Some(foreign) => {
            foreign.app(&port, (&arguments.client, &arguments.choice), (&store, &secret))?
        }
        None => own_provider(arguments, (&store, &secret), &port, &mut servers).await?,
    };
    let app = match arguments.cool_down {
        Some(seconds) => app.cool_down(Duration::from_secs(seconds)),
        None => app,
    };
    let app = match arguments.named_providers {
        Some(reach) => app.reach(reach),
        None => app,
    };
    servers.app(port, app.choice(arguments.choice.clone()));
    servers.sweep(store);

    writeln!(anstream::stdout(), "Open {home}/")?;
    Ok(system::stop_signal().await?)
}

/// Serves the demo's own provider, and returns the app, which is one of its clients.
async fn own_provider(
    arguments: &Arguments,
    (store, secret): (&Store, &AppSecret),
    app_port: &Port,
    servers: &mut Servers,
) -> Result<App, StartError> {
    let port = Port::open(arguments.provider_port).await?;
    let issuer = match &arguments.issuer {
        Some(issuer) => at_root(Issuer::on_loopback(issuer)?)?,
        None => port.issuer()?,
    };
    let redirect_uri = app_port.redirect_uri()?;
    let key = match arguments.client.key()? {
        Some(key) => key,
        None => AppKey::embedded()?,
    };
    let authentication =
        arguments.client.authentication(Some(secret.client_secret()), Some(&key))?;
    let (theirs, ours) = register(&redirect_uri, authentication, &key)?;
    let ours = arguments.client.configure(ours);
    let mut clients = vec![theirs];
    if let Some(file) = &arguments.clients {
        clients.extend(read_clients(file)?);
    }
    let mut policy = ProviderPolicy::default();
    if arguments.require_pkce {
        policy.pkce = Pkce::Required;
    }
    if arguments.optional_pkce {
        policy.pkce = Pkce::RequiredOfPublicClients;
    }
    policy.registration = arguments.registration.policy(&issuer);
    let engine = engine(&issuer, policy, arguments.crypto.crypto())?;
    let records = store.provider(&issuer);
    for client in &clients {
        records.put_client(client).await?;
    }
    arguments.registration.print_token(&engine, &records).await?;
    let to_clients = Http::for_strangers(&issuer)?;
    servers.provider(port, engine, records, (Log::new(Role::Provider), to_clients))?;
    let http = Http::new(&issuer)?;
    let app = App::new(issuer, ours, redirect_uri, http, (store, secret))?;
    Ok(app.request_key(key.signing).at_own_provider())
}

/// Refuses an issuer with a path: the pages of the provider link to each other by absolute paths.
fn at_root(issuer: Issuer) -> Result<Issuer, StartError> {
    let url = Url::parse(issuer.as_str()).map_err(|_| StartError::IssuerPath)?;
    if url.path() == "/" { Ok(issuer) } else { Err(StartError::IssuerPath) }
}
