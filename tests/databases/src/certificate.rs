//! The certificate of a server with TLS, and the authority that issues it.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, Error, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};

/// The file with the certificate of the authority.
pub(crate) const AUTHORITY: &str = "authority.pem";

/// Who must prove a password: with TLS, the role `scram`, if a test creates it.
const RULES: &str = "\
hostssl all scram 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust";

/// A certificate with its key, from a new authority.
#[derive(Debug)]
pub(crate) struct Certificate {
    authority: String,
    certificate: String,
    key: String,
}

impl Certificate {
    /// Creates an authority, and the certificate of a server with this host name.
    pub(crate) fn new(host: &str) -> Self {
        Self::issue(host).unwrap_or_else(|error| panic!("no certificate for {host}: {error}"))
    }

    fn issue(host: &str) -> Result<Self, Error> {
        let mut authority = CertificateParams::default();
        authority.distinguished_name.push(DnType::CommonName, format!("authority of {host}"));
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let authority_key = KeyPair::generate()?;
        let root = authority.self_signed(&authority_key)?;
        let key = KeyPair::generate()?;
        let issuer = Issuer::new(authority, authority_key);
        let certificate = CertificateParams::new([host.to_owned()])?.signed_by(&key, &issuer)?;
        Ok(Self { authority: root.pem(), certificate: certificate.pem(), key: key.serialize_pem() })
    }

    /// Returns the files of the server.
    pub(crate) fn files(&self) -> [(&'static str, &str); 4] {
        [
            ("data/pg_hba.conf", RULES),
            (AUTHORITY, &self.authority),
            ("data/server.crt", &self.certificate),
            ("data/server.key", &self.key),
        ]
    }
}
