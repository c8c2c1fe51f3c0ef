//! Clients as a provider has registered them. All of them read ID Tokens signed with ES256.

use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::{Crypto, SignatureAlgorithm};
use symbolon_oauth::{ClientAuthenticationMethod, ClientId, RedirectUri};
use symbolon_provider::RegisteredClient;

use crate::keys::KeyPair;
use crate::names::{REDIRECT_URI, client_secret};

/// Returns a web application that sends its secret with Basic authentication and may have refresh
/// tokens.
#[must_use]
pub fn web(client_id: &str, crypto: &Crypto) -> RegisteredClient {
    client(client_id, REDIRECT_URI).secret(&client_secret(), crypto).refresh_tokens()
}

/// Returns the same application as [`web`], which sends its secret in the body instead.
#[must_use]
pub fn secret_in_body(client_id: &str, crypto: &Crypto) -> RegisteredClient {
    let mut client = web(client_id, crypto);
    client.token_endpoint_auth_method = ClientAuthenticationMethod::CLIENT_SECRET_POST;
    client
}

/// Returns an application on a user's device: it has no credentials, listens on loopback and may
/// have refresh tokens.
#[must_use]
pub fn native(client_id: &str) -> RegisteredClient {
    client(client_id, "http://127.0.0.1/cb").public().refresh_tokens()
}

/// Returns a web application that authenticates with assertions signed by this key.
#[must_use]
pub fn signing(client_id: &str, key: &KeyPair) -> RegisteredClient {
    let keys = PublicJwkSet::new(vec![key.public()]);
    client(client_id, "https://signer.example/cb").private_key_jwt(keys)
}

fn client(client_id: &str, redirect_uri: &str) -> RegisteredClient {
    let redirect_uri = RedirectUri::new(redirect_uri).unwrap();
    let mut client = RegisteredClient::new(ClientId::new(client_id).unwrap(), vec![redirect_uri]);
    client.id_token_signed_response_alg = Some(SignatureAlgorithm::Es256);
    client
}
