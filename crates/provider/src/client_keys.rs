//! The keys at the `jwks_uri` of clients.

mod caches;
mod load;
mod needed;

use symbolon_oauth::TokenRequest;

use crate::authorize::ReceivedRequest;
use crate::push::PushedRequest;
use crate::{Provider, RegisteredClient};

pub use caches::ClientKeys;
pub use load::LoadKeys;

impl Provider {
    /// Loads the keys of a client that a token request needs. Call it before
    /// [`authenticate`](Self::authenticate), and pass the result to `authenticate`.
    ///
    /// The flow fetches the keys only if the client has a
    /// [`jwks_uri`](RegisteredClient::jwks_uri), authenticates with an assertion, and `keys` does not
    /// have the key of the assertion. See [`LoadKeys`].
    ///
    /// `client` is the record that your database has under [`TokenRequest::client_id`], or `None` if
    /// there is no record.
    pub fn load_keys_for_token(
        &self,
        request: &TokenRequest,
        client: Option<RegisteredClient>,
        keys: &ClientKeys,
    ) -> LoadKeys {
        let client = client.filter(|it| it.client_id == *request.client_id());
        let needed = client.as_ref().map_or_else(Vec::new, |client| {
            needed::by_credentials(self, client, &request.credentials).into_iter().collect()
        });
        LoadKeys::new(client, needed, keys)
    }

    /// Loads the keys of a client that a pushed authorization request needs: for its assertion, for
    /// its request object, and for encrypted responses. Call it before
    /// [`authenticate_push`](Self::authenticate_push), and pass the result to `authenticate_push`.
    ///
    /// `client` is the record that your database has under [`PushedRequest::client_id`], or `None` if
    /// there is no record.
    pub fn load_keys_for_push(
        &self,
        request: &PushedRequest,
        client: Option<RegisteredClient>,
        keys: &ClientKeys,
    ) -> LoadKeys {
        let client = client.filter(|it| it.client_id == *request.client_id());
        let needed = client.as_ref().map_or_else(Vec::new, |client| {
            let credentials = needed::by_credentials(self, client, request.credentials());
            let object = request.object().and_then(|it| needed::by_object(self, client, it));
            credentials.into_iter().chain(object).chain(needed::by_response(client)).collect()
        });
        LoadKeys::new(client, needed, keys)
    }

    /// Loads the keys of a client that an authorization request needs: for its request object, and
    /// for encrypted responses. Call it before [`authorize`](Self::authorize), and pass the result to
    /// `authorize`. If you call [`source`](Self::source), call it before this method.
    ///
    /// `client` is the record that your database has under [`ReceivedRequest::client_id`], or `None`
    /// if there is no record.
    pub fn load_keys_for_authorization(
        &self,
        request: &ReceivedRequest,
        client: Option<RegisteredClient>,
        keys: &ClientKeys,
    ) -> LoadKeys {
        let client = client.filter(|it| it.client_id == *request.client_id());
        let needed = client.as_ref().map_or_else(Vec::new, |client| {
            let object = request.object().and_then(|it| needed::by_object(self, client, it));
            object.into_iter().chain(needed::by_response(client)).collect()
        });
        LoadKeys::new(client, needed, keys)
    }
}
