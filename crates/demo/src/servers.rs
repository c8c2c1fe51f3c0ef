//! The two servers, each on a loopback port of its own.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use symbolon::jose::crypto::RandomError;
use symbolon::oauth::{
    ClientId, ClientSecret, Issuer, IssuerError, RedirectUri, RedirectUriError, SyntaxError,
};
use symbolon::provider::ProviderPolicy;
use symbolon::relying_party::ClientAuthentication;
use symbolon::ring::CRYPTO;
use symbolon::{provider, relying_party};
use symbolon_reqwest::SendError;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::provider::{ClientsError, Op, SettingsError, engine};
use crate::relying_party::App;
use crate::users::{Users, UsersError};

/// Why there are no servers.
#[derive(Debug, Error)]
pub(crate) enum StartError {
    #[error("a server cannot listen")]
    Listen(#[from] io::Error),
    #[error("that is no issuer: https, or http on loopback")]
    Issuer(#[from] IssuerError),
    #[error("the issuer has a path, and the demo's provider is at the root of its host")]
    IssuerPath,
    #[error("that is no client identifier")]
    ClientId(#[from] SyntaxError),
    #[error("that is no redirect URI")]
    RedirectUri(#[from] RedirectUriError),
    #[error(transparent)]
    Clients(#[from] ClientsError),
    #[error(transparent)]
    Users(#[from] UsersError),
    #[error(transparent)]
    Provider(#[from] SettingsError),
    #[error(transparent)]
    Http(#[from] SendError),
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// A port that is listened at. Connections wait until somebody serves it.
#[derive(Debug)]
pub(crate) struct Port {
    listener: TcpListener,
    /// Its address, without a slash at the end.
    pub(crate) origin: String,
}

/// Servers run for as long as this is kept.
#[derive(Debug, Default)]
pub(crate) struct Servers(JoinSet<io::Result<()>>);

impl Port {
    /// Listens at this port of loopback; at any free one for 0.
    pub(crate) async fn open(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        Ok(Self { listener, origin })
    }

    pub(crate) fn issuer(&self) -> Result<Issuer, IssuerError> {
        Issuer::on_loopback(&self.origin)
    }

    pub(crate) fn redirect_uri(&self) -> Result<RedirectUri, RedirectUriError> {
        RedirectUri::new(&format!("{}/callback", self.origin))
    }
}

impl Servers {
    /// Serves the provider that has this issuer, with these clients and by this policy.
    pub(crate) fn provider(
        &mut self,
        port: Port,
        issuer: &Issuer,
        clients: Vec<provider::RegisteredClient>,
        policy: ProviderPolicy,
    ) -> Result<(), StartError> {
        let op = Op::new(engine(issuer, policy)?, clients, Users::load()?);
        self.serve(port, crate::provider::router(op));
        Ok(())
    }

    /// Serves the app that signs its users in at this issuer.
    pub(crate) fn app(&mut self, port: Port, app: App) -> Arc<App> {
        let app = Arc::new(app);
        self.serve(port, crate::relying_party::router(app.clone()));
        app
    }

    fn serve(&mut self, port: Port, router: Router) {
        self.0.spawn(async move { axum::serve(port.listener, router).await });
    }
}

/// Registers the app at the demo's own provider: the two halves of one client.
pub(crate) fn register(
    redirect_uri: &RedirectUri,
) -> Result<(provider::RegisteredClient, relying_party::ClientConfiguration), StartError> {
    let id = ClientId::new("demo-app")?;
    let secret = ClientSecret::random(&CRYPTO)?;
    let theirs = provider::RegisteredClient::new(id.clone(), vec![redirect_uri.clone()])
        .name("Demo App")
        .secret(&secret, &CRYPTO)
        .refresh_tokens();
    let ours = relying_party::ClientConfiguration::new(
        id,
        ClientAuthentication::ClientSecretBasic(secret),
    );
    Ok((theirs, ours))
}
