//! The keys of clients that were fetched, and the function that fetches more keys.

use core::fmt;
use core::pin::Pin;
use std::sync::Arc;

use http::{Request, Response};
use symbolon_provider::ClientKeys;

type Sending = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, NoResponse>> + Send>>;

/// The keys of clients that were fetched, and the function that fetches more keys.
#[derive(Clone)]
pub(super) struct FetchedKeys {
    keys: ClientKeys,
    send: Arc<dyn Fn(Request<Vec<u8>>) -> Sending + Send + Sync>,
}

/// The sender got no response. The reason stays with the sender.
pub(super) struct NoResponse;

impl FetchedKeys {
    pub(super) fn new<S, F, E>(keys: ClientKeys, send: S) -> Self
    where
        S: Fn(Request<Vec<u8>>) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Response<Vec<u8>>, E>> + Send + 'static,
    {
        let send = move |request| -> Sending {
            let sending = send(request);
            Box::pin(async move { sending.await.map_err(|_| NoResponse) })
        };
        Self { keys, send: Arc::new(send) }
    }

    /// Returns the keys that are known.
    pub(super) fn keys(&self) -> &ClientKeys {
        &self.keys
    }

    /// Sends a request for keys or for the metadata of a client.
    pub(super) fn send(&self, request: Request<Vec<u8>>) -> Sending {
        (self.send)(request)
    }
}

impl fmt::Debug for FetchedKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchedKeys").field("keys", &self.keys).finish_non_exhaustive()
    }
}
