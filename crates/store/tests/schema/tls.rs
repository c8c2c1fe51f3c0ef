//! Connections with PostgreSQL that are encrypted, and those that are refused because they would not
//! be secure.

use std::fs;
use std::path::Path;

use symbolon_oauth::{ClientId, Issuer};
use symbolon_store::{Database, Error, OpenError, PostgresOptions, Store, TlsError, TrustedRoots};
use symbolon_test_databases::Postgres;

use crate::support::{Folder, Place};

const HOST: &str = "db.example";

/// The other connections of this database that are encrypted with TLS 1.3.
const ENCRYPTED: &str = "
    SELECT COUNT(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND ssl AND version = 'TLSv1.3'";

/// The other connections of this database.
const ALL: &str = "
    SELECT COUNT(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

/// Returns the address of the database `postgres`, at a host whose name leads to this server.
fn address(server: &Postgres, host: &str, parameters: &str) -> String {
    let (ip, port) = (server.address().ip(), server.address().port());
    format!("postgres://symbolon:hunter2@{host}:{port}/postgres?hostaddr={ip}&{parameters}")
}

fn with_root(server: &Postgres, host: &str) -> String {
    let root = server.authority();
    address(server, host, &format!("sslmode=require&sslrootcert={}", root.display()))
}

async fn migrate(address: &str) -> Result<Store, OpenError> {
    Store::migrate(&address.parse().unwrap()).await
}

/// Returns the reason why the connection is refused. Checks that another try cannot succeed, and that
/// the error does not contain the password.
async fn refused(address: &str) -> TlsError {
    let error = migrate(address).await.unwrap_err();
    let (shown, is_temporary) = (format!("{error} {error:?}"), error.is_temporary());
    assert!(!shown.contains("hunter2") && !is_temporary, "{shown}");
    assert_eq!(error.code(), "store.tls");
    let OpenError::Failed(Error::Tls(reason)) = error else { panic!("{error:?}") };
    reason
}

#[tokio::test]
async fn with_the_authority_of_the_server_the_connection_is_encrypted() {
    let Some(server) = Postgres::start_with_tls(HOST) else { return };
    let place = Place::Postgres(server.url("postgres"));
    let store = migrate(&with_root(&server, HOST)).await.unwrap();
    let (encrypted, all) = (place.number(ENCRYPTED).await, place.number(ALL).await);
    assert!(encrypted == 1 && all == 1, "{encrypted} of {all} connections are encrypted");
    let store = store.provider(&Issuer::new("https://op.example").unwrap());
    assert_eq!(store.client(&ClientId::new("c").unwrap()).await.unwrap(), None);
}

/// The server accepts the password only from the peer that sees the same certificate (RFC 5929 §4.1).
#[tokio::test]
async fn the_password_is_bound_to_the_certificate() {
    let Some(server) = Postgres::start_with_tls(HOST) else { return };
    let place = Place::Postgres(server.url("postgres"));
    place.run("CREATE ROLE scram LOGIN SUPERUSER PASSWORD 'hunter2'").await;
    let bound = with_root(&server, HOST) + "&channel_binding=require";
    let bound = bound.replacen("symbolon", "scram", 1);
    migrate(&bound).await.unwrap();
    let wrong = migrate(&bound.replace("hunter2", "hunter3")).await.unwrap_err();
    let shown = format!("{wrong} {wrong:?}");
    assert!(!shown.contains("hunter3") && !wrong.is_temporary(), "{shown}");
}

#[tokio::test]
async fn the_authority_can_be_a_pem_text() {
    let Some(server) = Postgres::start_with_tls(HOST) else { return };
    let mut options = PostgresOptions::new(&address(&server, HOST, "sslmode=require")).unwrap();
    options.roots = TrustedRoots::Pem(fs::read_to_string(server.authority()).unwrap());
    Store::migrate(&Database::Postgres(options)).await.unwrap();
}

#[tokio::test]
async fn a_certificate_of_another_authority_is_refused() {
    let Some(server) = Postgres::start_with_tls(HOST) else { return };
    // The other authority has the same name as the authority of the server, but another key.
    for host in ["other.example", HOST] {
        let Some(other) = Postgres::start_with_tls(host) else { return };
        let root = format!("sslmode=require&sslrootcert={}", other.authority().display());
        let reason = refused(&address(&server, HOST, &root)).await;
        assert!(matches!(reason, TlsError::Untrusted), "{host}: {reason:?}");
    }
}

#[tokio::test]
async fn a_certificate_for_another_host_is_refused() {
    let Some(server) = Postgres::start_with_tls(HOST) else { return };
    for host in ["localhost", "other.example", "127.0.0.1"] {
        let reason = refused(&with_root(&server, host)).await;
        assert!(matches!(reason, TlsError::OtherHost(_)), "{reason:?}");
        let shown = reason.to_string();
        assert!(shown.contains(host) && shown.contains(HOST), "{shown}");
    }
}

#[tokio::test]
async fn a_server_without_tls_is_refused() {
    let Some(server) = Postgres::shared() else { return };
    let Some(other) = Postgres::start_with_tls(HOST) else { return };
    let root = format!("sslmode=require&sslrootcert={}", other.authority().display());
    let reason = refused(&address(server, "localhost", &root)).await;
    assert!(matches!(reason, TlsError::NotOffered), "{reason:?}");
    assert!(reason.to_string().contains("sslmode=disable"), "{reason}");
}

/// The pool opens connections again with the same settings.
#[tokio::test]
async fn a_lost_connection_is_replaced_by_an_encrypted_connection() {
    let Some(server) = Postgres::start_with_tls(HOST) else { return };
    let place = Place::Postgres(server.url("postgres"));
    let store = migrate(&with_root(&server, HOST)).await.unwrap();
    let store = store.provider(&Issuer::new("https://op.example").unwrap());
    for end in [Postgres::stop, Postgres::crash] {
        end(&server);
        let error = store.client(&ClientId::new("c").unwrap()).await.unwrap_err();
        assert!(error.is_temporary(), "{error:?}");
        server.start_again();
        assert_eq!(store.client(&ClientId::new("c").unwrap()).await.unwrap(), None);
        assert_eq!(place.number(ENCRYPTED).await, place.number(ALL).await);
    }
}

/// Returns the text of the error for a file with root certificates.
async fn refused_roots(file: &Path) -> String {
    let address = format!("postgres://h/d?sslmode=require&sslrootcert={}", file.display());
    let error = migrate(&address).await.unwrap_err();
    assert!(matches!(error, OpenError::Roots(_)), "{error:?}");
    assert!(!error.is_temporary() && error.code() == "store.roots");
    error.to_string()
}

#[tokio::test]
async fn the_error_names_the_file_whose_certificates_cannot_be_used() {
    let folder = Folder::new();
    let file = folder.file();
    let name = file.display().to_string();
    let shown = refused_roots(&file).await;
    assert!(shown.contains(&name) && shown.contains("cannot be read"), "{shown}");
    let key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
    let cases = [
        ("", "contains no certificate"),
        (key, "contains no certificate"),
        ("-----BEGIN CERTIFICATE-----\nc2VjcmV0\n", "not in the PEM format"),
        ("-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n", "cannot be used"),
    ];
    for (content, expected) in cases {
        fs::write(&file, content).unwrap();
        let shown = refused_roots(&file).await;
        assert!(shown.contains(&name) && shown.contains(expected), "{shown}");
        assert!(!shown.contains("c2VjcmV0"), "{shown}");
    }
}
