//! The settings of TLS: the certificate authorities that are trusted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::database::TrustedRoots;
use crate::error::RootsError;

/// The name of the protocol inside of TLS
/// ([ALPN](https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL)). If the
/// server has a trusted certificate but speaks another protocol, it can refuse the connection.
const PROTOCOL: &[u8] = b"postgresql";

/// Returns the settings of a client that verifies the certificate and the host name of the server.
pub(super) fn settings(roots: &TrustedRoots) -> Result<ClientConfig, RootsError> {
    // TLS 1.2 and 1.3.
    let versions = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions();
    // The provider has cipher suites for both versions.
    let builder = versions.unwrap_or_else(|never| unreachable!("{never}"));
    let builder = match roots {
        TrustedRoots::System => builder.with_platform_verifier().map_err(RootsError::System)?,
        TrustedRoots::File(file) => builder.with_root_certificates(from_file(file)?),
        TrustedRoots::Pem(text) => builder.with_root_certificates(from_text(text)?),
    };
    let mut settings = builder.with_no_client_auth();
    settings.alpn_protocols = vec![PROTOCOL.to_vec()];
    Ok(settings)
}

fn from_file(file: &Path) -> Result<RootCertStore, RootsError> {
    let certificates = CertificateDer::pem_file_iter(file);
    let certificates = certificates.and_then(Iterator::collect);
    store(Some(file.to_owned()), certificates)
}

fn from_text(text: &str) -> Result<RootCertStore, RootsError> {
    store(None, CertificateDer::pem_slice_iter(text.as_bytes()).collect())
}

fn store(
    file: Option<PathBuf>,
    certificates: Result<Vec<CertificateDer<'static>>, pem::Error>,
) -> Result<RootCertStore, RootsError> {
    let certificates = match (certificates, &file) {
        (Ok(certificates), _) => certificates,
        (Err(pem::Error::Io(error)), Some(file)) => {
            return Err(RootsError::Unreadable { file: file.clone(), error });
        }
        // The error of the parser can contain a line of the file.
        (Err(_), _) => return Err(RootsError::NotPem { file }),
    };
    if certificates.is_empty() {
        return Err(RootsError::Empty { file });
    }
    let mut store = RootCertStore::empty();
    for certificate in certificates {
        if let Err(error) = store.add(certificate) {
            return Err(RootsError::Certificate { file, error });
        }
    }
    Ok(store)
}
