//! The HTTP client, which remembers the path of each request.

use std::cell::RefCell;
use std::io;

use http::{Request, Response};
use symbolon_reqwest::{SendError, Sender};
use tokio::runtime::{Builder, Runtime};

/// An HTTP client that remembers where it sent requests.
#[derive(Debug)]
pub(crate) struct Wire {
    runtime: Runtime,
    sender: Sender,
    sent: RefCell<Vec<String>>,
}

impl Wire {
    pub(crate) fn new() -> io::Result<Self> {
        // TLS uses ring, as the crates do. Installing it a second time changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // All providers are on loopback, without TLS.
        let sender = Sender::new(|| reqwest::Client::builder().no_proxy().tls_certs_only([]));
        let sender = sender.map_err(io::Error::other)?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Self { runtime, sender, sent: RefCell::default() })
    }

    pub(crate) fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, SendError> {
        self.sent.borrow_mut().push(format!("{} {}", request.method(), request.uri().path()));
        self.runtime.block_on(self.sender.send(request))
    }

    /// Returns the method and the path of each request since the last call.
    pub(crate) fn take_sent(&self) -> Vec<String> {
        self.sent.take()
    }
}
