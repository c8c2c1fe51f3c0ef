//! The HTTP client of the commands.

use std::io;

use symbolon_reqwest::{SendError, Sender};
use tokio::runtime::{Builder, Runtime};

/// Returns the runtime in which a command waits for the network.
pub(crate) fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// Returns the HTTP client for `https` URLs, or for `http` URLs only.
pub(crate) fn sender(is_https: bool) -> Result<Sender, SendError> {
    // This call fails only if the process already has default cryptography, which works as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Sender::new(|| match reqwest::Client::builder() {
        client if is_https => client,
        // On this machine there is no proxy to pass and no certificate to check, and without an
        // installed root certificate the client could not be built.
        client => client.no_proxy().tls_certs_only([]),
    })
}
