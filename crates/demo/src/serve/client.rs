//! The settings of the app as a client of its provider.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use symbolon::jose::SignatureAlgorithm;
use symbolon::oauth::{AssertionAudience, ClientSecret};
use symbolon::relying_party::{ClientAuthentication, ClientConfiguration};
use symbolon::ring::CRYPTO;

use crate::app_key::AppKey;
use crate::start_error::ClientError;

/// The arguments about the app as a client of its provider.
#[derive(Args, Debug)]
#[command(next_help_heading = "The app as a client")]
pub(super) struct Client {
    /// How the app authenticates at the provider [default: client_secret_basic]
    #[arg(long, value_name = "METHOD")]
    client_authentication: Option<Method>,
    /// The key of the app for private_key_jwt and signed requests: a file with a private JWK that names its `alg`
    #[arg(long, value_name = "FILE")]
    client_key: Option<PathBuf>,
    /// The audience of the app's assertions for private_key_jwt [default: issuer]
    #[arg(long, value_name = "AUDIENCE")]
    assertion_audience: Option<Audience>,
    /// An algorithm with which the provider may sign ID Tokens; can be given several times [default: the signature algorithms that it announces]
    #[arg(long, value_name = "ALG", value_parser = algorithm)]
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

impl Client {
    /// Reads the key of the app. `None` if the command line names no key.
    pub(super) fn key(&self) -> Result<Option<AppKey>, ClientError> {
        self.client_key.as_deref().map(AppKey::from_file).transpose()
    }

    /// Returns how the app authenticates, with this secret or this key.
    pub(super) fn authentication(
        &self,
        secret: Option<ClientSecret>,
        key: Option<&AppKey>,
    ) -> Result<ClientAuthentication, ClientError> {
        let secret = || secret.ok_or(ClientError::NoSecret);
        Ok(match self.client_authentication.unwrap_or(Method::ClientSecretBasic) {
            Method::ClientSecretBasic => ClientAuthentication::ClientSecretBasic(secret()?),
            Method::ClientSecretPost => ClientAuthentication::ClientSecretPost(secret()?),
            Method::PrivateKeyJwt => {
                let key = key.ok_or(ClientError::NoKey)?;
                ClientAuthentication::PrivateKeyJwt(key.signing.clone())
            }
            Method::None => ClientAuthentication::None,
        })
    }

    /// Adds the other settings to the client.
    pub(super) fn configure(&self, mut client: ClientConfiguration) -> ClientConfiguration {
        if !self.id_token_algorithm.is_empty() {
            client.policy.id_token_algorithms = Some(self.id_token_algorithm.clone());
        }
        client.policy.assertion_audience = match self.assertion_audience {
            Some(Audience::TokenEndpoint) => AssertionAudience::TokenEndpoint,
            Some(Audience::Issuer) | None => AssertionAudience::Issuer,
        };
        client
    }
}
