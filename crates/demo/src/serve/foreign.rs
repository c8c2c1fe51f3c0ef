//! Another provider to sign in at, instead of the demo's own.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use symbolon::jose::jwk::PrivateJwk;
use symbolon::jose::{SignatureAlgorithm, SigningKey};
use symbolon::oauth::{AssertionAudience, ClientId, ClientSecret, Issuer};
use symbolon::relying_party::{ClientAuthentication, ClientConfiguration};
use symbolon::ring::CRYPTO;
use symbolon_store::Store;

use crate::client::Http;
use crate::relying_party::{App, Choice};
use crate::secret::AppSecret;
use crate::servers::Port;
use crate::start_error::{ClientError, StartError};
use crate::system::read_file;

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
    /// How the app authenticates at that provider [default: client_secret_basic]
    #[arg(long, value_name = "METHOD", requires = "provider")]
    client_authentication: Option<Method>,
    /// The key of the app for private_key_jwt: a file with a private JWK that names its `alg`
    #[arg(long, value_name = "FILE", requires = "provider")]
    client_key: Option<PathBuf>,
    /// The audience of the app's assertions for private_key_jwt [default: issuer]
    #[arg(long, value_name = "AUDIENCE", requires = "provider")]
    assertion_audience: Option<Audience>,
    /// An algorithm with which that provider may sign ID Tokens; can be given several times
    /// [default: the signature algorithms that it announces]
    #[arg(long, value_name = "ALG", requires = "provider", value_parser = algorithm)]
    id_token_algorithm: Vec<SignatureAlgorithm>,
}

/// `token_endpoint_auth_method`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Method {
    ClientSecretBasic,
    ClientSecretPost,
    PrivateKeyJwt,
    None,
}

/// The audience of an assertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Audience {
    Issuer,
    TokenEndpoint,
}

fn algorithm(name: &str) -> Result<SignatureAlgorithm, String> {
    name.parse().map_err(|_| {
        let mut known: Vec<_> = CRYPTO.signature_algorithms().map(|it| it.to_string()).collect();
        known.sort();
        format!("the algorithms are {}", known.join(", "))
    })
}

impl Foreign {
    /// Returns the app as a client of this provider.
    pub(super) fn app(
        &self,
        port: &Port,
        choice: &Choice,
        records: (&Store, &AppSecret),
    ) -> Result<App, StartError> {
        let issuer = Issuer::on_loopback(&self.provider)?;
        let authentication = self.authentication()?;
        let mut client = ClientConfiguration::new(ClientId::new(&self.client_id)?, authentication);
        if !self.id_token_algorithm.is_empty() {
            client.policy.id_token_algorithms = Some(self.id_token_algorithm.clone());
        }
        if let Some(flow) = &choice.flow {
            client = client.response_types(vec![flow.clone()]);
        }
        client.policy.assertion_audience = match self.assertion_audience {
            Some(Audience::TokenEndpoint) => AssertionAudience::TokenEndpoint,
            Some(Audience::Issuer) | None => AssertionAudience::Issuer,
        };
        let http = Http::new(&issuer)?;
        Ok(App::new(issuer, client, port.redirect_uri()?, http, records)?)
    }

    fn authentication(&self) -> Result<ClientAuthentication, ClientError> {
        let secret =
            || self.client_secret.clone().map(ClientSecret::new).ok_or(ClientError::NoSecret);
        Ok(match self.client_authentication.unwrap_or(Method::ClientSecretBasic) {
            Method::ClientSecretBasic => ClientAuthentication::ClientSecretBasic(secret()?),
            Method::ClientSecretPost => ClientAuthentication::ClientSecretPost(secret()?),
            Method::PrivateKeyJwt => {
                let file = self.client_key.as_deref().ok_or(ClientError::NoKey)?;
                ClientAuthentication::PrivateKeyJwt(signing_key(file)?)
            }
            Method::None => ClientAuthentication::None,
        })
    }
}

fn signing_key(file: &Path) -> Result<SigningKey, ClientError> {
    let jwk = PrivateJwk::parse(&read_file(file).map_err(ClientError::File)?);
    let jwk = jwk.map_err(ClientError::Jwk)?;
    let object = jwk.expose();
    let algorithm = object.get("alg").and_then(|alg| alg.as_str()?.parse().ok());
    let algorithm = algorithm.ok_or(ClientError::NoAlgorithm)?;
    SigningKey::from_jwk(&jwk, algorithm, &CRYPTO).map_err(ClientError::Key)
}
