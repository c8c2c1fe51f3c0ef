//! The channel binding of a connection: the proof of the password is valid only for the certificate
//! of this server.

use rustls::SupportedCipherSuite;
use rustls::crypto::ring::cipher_suite::{TLS13_AES_128_GCM_SHA256, TLS13_AES_256_GCM_SHA384};
use tokio_postgres::tls::ChannelBinding;
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::der::oid::db::rfc5912::{
    ECDSA_WITH_SHA_256, ECDSA_WITH_SHA_384, SHA_256_WITH_RSA_ENCRYPTION,
    SHA_384_WITH_RSA_ENCRYPTION,
};

/// Returns the channel binding `tls-server-end-point`: the hash of the server's certificate.
///
/// [RFC 5929 §4.1](https://www.rfc-editor.org/rfc/rfc5929#section-4.1)
pub(super) fn channel_binding(certificate: &[u8]) -> ChannelBinding {
    hash(certificate).map_or_else(ChannelBinding::none, ChannelBinding::tls_server_end_point)
}

fn hash(certificate: &[u8]) -> Option<Vec<u8>> {
    // §4.1: the hash function is the hash function of the certificate's signature. For all other
    // signature algorithms, this function returns no hash, and PostgreSQL accepts SCRAM without
    // channel binding.
    let suite = match Certificate::from_der(certificate).ok()?.signature_algorithm().oid {
        ECDSA_WITH_SHA_256 | SHA_256_WITH_RSA_ENCRYPTION => TLS13_AES_128_GCM_SHA256,
        ECDSA_WITH_SHA_384 | SHA_384_WITH_RSA_ENCRYPTION => TLS13_AES_256_GCM_SHA384,
        _ => return None,
    };
    // The hash function comes from a cipher suite of TLS 1.3, so no second cryptography crate is
    // needed.
    let SupportedCipherSuite::Tls13(suite) = suite else { return None };
    Some(suite.common.hash_provider.hash(certificate).as_ref().to_vec())
}
