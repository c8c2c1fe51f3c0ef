//! The two servers, each on a loopback port.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use symbolon::discovery::Endpoint;
use symbolon::oauth::{
    ClientAuthenticationMethod, ClientId, Issuer, IssuerError, RedirectUri, RedirectUriError,
    ResponseType,
};
use symbolon::provider::{Provider, RegisteredClient};
use symbolon::relying_party::{ClientAuthentication, ClientConfiguration};
use symbolon::ring::CRYPTO;
use symbolon_store::{ProviderStore, Store};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::app_key::AppKey;
use crate::client::Http;
use crate::log::Log;
use crate::provider::Op;
use crate::relying_party::{App, INITIATE, request_uris};
use crate::server::Server;
use crate::start_error::StartError;
use crate::system::clock;
use crate::transcript::Role;
use crate::users::Users;

/// A port on which a server will listen. Connections wait until the server runs.
#[derive(Debug)]
pub(crate) struct Port {
    listener: TcpListener,
    /// The URL of the port, without a slash at the end.
    pub(crate) origin: String,
}

/// How often records that have expired are deleted.
const TURN: Duration = Duration::from_secs(60);

/// The pause between two batches.
const PAUSE: Duration = Duration::from_millis(5);

/// The running servers. They stop when this value is dropped.
#[derive(Debug, Default)]
pub(crate) struct Servers(JoinSet<()>);

impl Port {
    /// Listens on this port of loopback, or on any free port for 0.
    pub(crate) async fn open(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        Ok(Self { listener, origin })
    }

    /// Returns the issuer of a provider on this port. Its host is `localhost`, and the host of an
    /// app is `127.0.0.1`: browsers send the cookies of a host to all its ports
    /// ([RFC 6265 §8.5](https://www.rfc-editor.org/rfc/rfc6265#section-8.5)), and would send the
    /// cookies of the provider to the app.
    pub(crate) fn issuer(&self) -> Result<Issuer, IssuerError> {
        Issuer::on_loopback(&self.origin.replace("127.0.0.1", "localhost"))
    }

    /// Returns the redirect URI of an app on this port.
    pub(crate) fn redirect_uri(&self) -> Result<RedirectUri, RedirectUriError> {
        RedirectUri::new(&format!("{}/callback", self.origin))
    }
}

impl Servers {
    /// Serves the provider with this engine and these records.
    pub(crate) fn provider(
        &mut self,
        port: Port,
        engine: Provider,
        store: ProviderStore,
        (log, http): (Log, Http),
    ) -> Result<(), StartError> {
        let op = Op::new(engine, store, Users::load()?, (log, http));
        self.serve(port, Server::new(crate::provider::router(op), crate::provider::UNREAD));
        Ok(())
    }

    /// Serves the app.
    pub(crate) fn app(&mut self, port: Port, app: App) -> Arc<App> {
        let app = Arc::new(app);
        let router = crate::relying_party::router(app.clone());
        self.serve(port, Server::new(router, crate::relying_party::UNREAD));
        app
    }

    /// Deletes records that have expired, from now on.
    pub(crate) fn sweep(&mut self, store: Store) {
        self.0.spawn(sweep(store));
    }

    fn serve(&mut self, port: Port, server: Server) {
        self.0.spawn(server.run(port.listener));
    }
}

/// Deletes records that have expired, in small batches with pauses, so that logins go on.
async fn sweep(store: Store) {
    let log = Log::new(Role::Provider);
    loop {
        let swept = log.store(store.sweep(clock()).await);
        sleep(if swept.is_ok_and(|swept| swept.more) { PAUSE } else { TURN }).await;
    }
}

/// Registers the app at the demo's own provider. Returns what the provider and the app know of it.
pub(crate) fn register(
    redirect_uri: &RedirectUri,
    authentication: ClientAuthentication,
    key: &AppKey,
) -> Result<(RegisteredClient, ClientConfiguration), StartError> {
    let id = ClientId::new("demo-app")?;
    let origin = redirect_uri.as_str().trim_end_matches("/callback");
    let mut client = RegisteredClient::new(id.clone(), vec![redirect_uri.clone()])
        .name("Demo App")
        .initiate_login_uri(Endpoint::on_loopback(&format!("{origin}{INITIATE}"))?)
        .response_types(ResponseType::ALL.to_vec())
        .refresh_tokens()
        .jwks(key.public.clone());
    client.request_uris = request_uris(origin)?;
    let theirs = match &authentication {
        ClientAuthentication::ClientSecretBasic(secret) => client.secret(secret, &CRYPTO),
        ClientAuthentication::ClientSecretPost(secret) => {
            let mut client = client.secret(secret, &CRYPTO);
            client.token_endpoint_auth_method = ClientAuthenticationMethod::CLIENT_SECRET_POST;
            client
        }
        ClientAuthentication::PrivateKeyJwt(_) => client.private_key_jwt(key.public.clone()),
        _ => client.public(),
    };
    Ok((theirs, ClientConfiguration::new(id, authentication)))
}
