//! The HTTP client, which remembers the path of each request.

use std::cell::RefCell;

use http::{Request, Response};
use symbolon_reqwest::{BlockingSender, SendError};

/// An HTTP client that remembers where it sent requests.
#[derive(Debug)]
pub(crate) struct Wire {
    sender: BlockingSender,
    sent: RefCell<Vec<String>>,
}

impl Wire {
    pub(crate) fn new() -> Result<Self, SendError> {
        // TLS uses ring, as the crates do. Installing it a second time changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // All providers are on loopback, without TLS.
        let sender = BlockingSender::new(|| {
            reqwest::blocking::Client::builder().no_proxy().tls_certs_only([])
        })?;
        Ok(Self { sender, sent: RefCell::default() })
    }

    pub(crate) fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, SendError> {
        self.sent.borrow_mut().push(format!("{} {}", request.method(), request.uri().path()));
        self.sender.send(request)
    }

    /// Returns the method and the path of each request since the last call.
    pub(crate) fn take_sent(&self) -> Vec<String> {
        self.sent.take()
    }
}
