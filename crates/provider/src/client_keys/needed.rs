//! Which keys of a client a request needs.

use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::jws::CompactJws;
use symbolon_oauth::{ClientAuthenticationMethod, ClientCredentials};

use crate::{Provider, RegisteredClient, authorize};

/// A key that a request needs. The value is its `kid`, or `None` if every key can be the right key.
pub(super) type Needed = Option<String>;

/// Returns the key that verifies the assertion of a client.
pub(super) fn by_credentials(
    provider: &Provider,
    client: &RegisteredClient,
    credentials: &ClientCredentials,
) -> Option<Needed> {
    let ClientCredentials::PrivateKeyJwt { assertion, .. } = credentials else { return None };
    // For a method that is refused anyway, no request is sent.
    let method = ClientAuthenticationMethod::PRIVATE_KEY_JWT;
    let is_accepted = client.token_endpoint_auth_method == method
        && provider.policy().client_authentication_methods.contains(&method);
    is_accepted.then(|| kid(assertion.expose())).flatten()
}

/// Returns the key that verifies a request object.
pub(super) fn by_object(
    provider: &Provider,
    client: &RegisteredClient,
    object: &str,
) -> Option<Needed> {
    kid(authorize::signed_object(provider, client, object)?.expose())
}

/// Returns the key to which the responses of a client are encrypted.
pub(super) fn by_response(client: &RegisteredClient) -> Option<Needed> {
    client.authorization_encrypted_response_alg.map(|_| None)
}

/// Returns the `kid` in the header of a JWS. Returns `None` if the text is not a JWS, or if it has a
/// MAC, whose key is the client secret.
fn kid(jws: &str) -> Option<Needed> {
    let jws = CompactJws::parse(jws).ok()?;
    let algorithm: SignatureAlgorithm = jws.header().alg().parse().ok()?;
    (!algorithm.is_mac()).then(|| jws.header().kid().map(str::to_owned))
}
