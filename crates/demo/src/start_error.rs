//! The reasons why the demo cannot start.

use std::io;

use symbolon::discovery::EndpointError;
use symbolon::jose::crypto::RandomError;
use symbolon::jose::{jwk, key};
use symbolon::oauth::request_object::RequestObjectUriError;
use symbolon::oauth::{IssuerError, RedirectUriError, SyntaxError};
use symbolon_reqwest::SendError;
use symbolon_store::OpenError;
use thiserror::Error;

use crate::provider::{ClientsError, SettingsError};
use crate::secret::SecretError;
use crate::users::UsersError;

/// The reason why the servers cannot start.
#[derive(Debug, Error)]
pub(crate) enum StartError {
    #[error("a server cannot listen on its port")]
    Listen(#[from] io::Error),
    #[error("the issuer is not an https URL, nor an http URL on loopback")]
    Issuer(#[from] IssuerError),
    #[error(
        "the issuer has a path; pass an issuer without a path, because the demo's provider is at \
         the root of its host"
    )]
    IssuerPath,
    #[error("the value of --client-id is not a client identifier")]
    ClientId(#[from] SyntaxError),
    #[error("the redirect URI cannot be used")]
    RedirectUri(#[from] RedirectUriError),
    #[error("the address at which the app starts logins cannot be used")]
    InitiateLoginUri(#[from] EndpointError),
    #[error("the addresses of the app's request objects cannot be used")]
    RequestUri(#[from] RequestObjectUriError),
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error(transparent)]
    Clients(#[from] ClientsError),
    #[error(transparent)]
    Users(#[from] UsersError),
    #[error(transparent)]
    Provider(#[from] SettingsError),
    #[error(transparent)]
    Http(#[from] SendError),
    #[error("the store cannot be opened")]
    Open(#[from] OpenError),
    #[error("the store has failed")]
    Store(#[from] symbolon_store::Error),
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error("the keys of the app cannot be used")]
    Key(#[from] key::Error),
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// The reason why the app cannot be the client that the arguments describe.
#[derive(Debug, Error)]
pub(crate) enum ClientError {
    #[error("the method needs --client-secret")]
    NoSecret,
    #[error("the method private_key_jwt needs --client-key")]
    NoKey,
    #[error("--request signed needs --client-key at another provider")]
    NoRequestKey,
    #[error("the file with the key of the client cannot be read")]
    File(#[source] io::Error),
    #[error("the key of the client is not a private JWK")]
    Jwk(#[source] jwk::Error),
    #[error("the key of the client names no signature algorithm in its `alg`")]
    NoAlgorithm,
    #[error("the key of the client cannot sign with the algorithm in its `alg`")]
    Key(#[source] key::Error),
}
