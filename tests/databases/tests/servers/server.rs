//! The server of a test.

use std::panic::catch_unwind;
use std::path::PathBuf;

use symbolon_test_databases::Postgres;
use tokio::net::TcpStream;

use crate::{connect, text};

#[tokio::test]
async fn a_query_is_answered() {
    let Some(postgres) = Postgres::shared() else { return };
    let connected = connect(&postgres.create_database()).await.unwrap();
    assert_eq!(text(&connected.client, "SELECT current_user::text").await.unwrap(), "symbolon");
}

#[tokio::test]
async fn each_database_is_empty() {
    let Some(postgres) = Postgres::shared() else { return };
    let (first, second) = (postgres.create_database(), postgres.create_database());
    for url in [first, second] {
        let connected = connect(&url).await.unwrap();
        connected.client.batch_execute("CREATE TABLE t (c BIGINT)").await.unwrap();
    }
}

#[tokio::test]
async fn the_settings_are_those_of_tests() {
    let Some(postgres) = Postgres::shared() else { return };
    let client = connect(&postgres.url("postgres")).await.unwrap().client;
    let settings = [
        ("fsync", "off"),
        ("listen_addresses", "127.0.0.1"),
        ("unix_socket_directories", ""),
        ("max_connections", "200"),
        ("lc_messages", "C"),
        ("server_encoding", "UTF8"),
    ];
    for (name, value) in settings {
        assert_eq!(text(&client, &format!("SHOW {name}")).await.unwrap(), value, "{name}");
    }
    let collation = "SELECT datcollate::text FROM pg_database WHERE datname = 'postgres'";
    assert_eq!(text(&client, collation).await.unwrap(), "C");
}

#[tokio::test]
async fn a_durable_server_waits_for_the_disk() {
    let Some(postgres) = Postgres::start_durable() else { return };
    let client = connect(&postgres.url("postgres")).await.unwrap().client;
    assert_eq!(text(&client, "SHOW fsync").await.unwrap(), "on");
}

#[tokio::test]
async fn data_is_kept_when_the_server_stops_or_crashes() {
    let Some(postgres) = Postgres::start() else { return };
    let url = postgres.create_database();
    let client = connect(&url).await.unwrap().client;
    client.batch_execute("CREATE TABLE t (c TEXT); INSERT INTO t VALUES ('kept')").await.unwrap();
    for end in [Postgres::stop, Postgres::crash] {
        let connected = connect(&url).await.unwrap();
        end(&postgres);
        assert!(connect(&url).await.is_err());
        assert!(connected.task.await.unwrap().is_err());
        postgres.start_again();
        let client = connect(&url).await.unwrap().client;
        assert_eq!(text(&client, "SELECT c FROM t").await.unwrap(), "kept");
    }
}

#[tokio::test]
async fn the_server_and_its_folder_are_gone_after_drop() {
    let Some(postgres) = Postgres::start() else { return };
    let (address, folder) = (postgres.address(), postgres.folder().to_path_buf());
    assert!(folder.join("data").is_dir());
    // A connection that is open does not hold the server.
    let connected = connect(&postgres.url("postgres")).await.unwrap();
    drop(postgres);
    assert!(connected.task.await.unwrap().is_err());
    assert!(TcpStream::connect(address).await.is_err());
    assert!(!folder.exists());
}

#[test]
fn a_stopped_server_leaves_no_folder() {
    let Some(postgres) = Postgres::start() else { return };
    let folder = postgres.folder().to_path_buf();
    postgres.stop();
    drop(postgres);
    assert!(!folder.exists());
}

#[test]
fn the_server_ends_when_a_test_panics() {
    let Some(postgres) = Postgres::start() else { return };
    let folder = postgres.folder().to_path_buf();
    assert!(folder.exists());
    let panicked = catch_unwind(move || {
        let _ends_here = postgres;
        panic!("this panic belongs to the test");
    });
    assert!(panicked.is_err());
    assert!(!folder.exists());
}

#[test]
fn several_servers_run_at_once() {
    let Some(first) = Postgres::start() else { return };
    let Some(second) = Postgres::start() else { return };
    assert_ne!(first.address(), second.address());
    assert_ne!(first.folder(), &PathBuf::from(second.folder()));
}
