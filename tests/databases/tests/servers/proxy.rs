//! The proxy between a client and the server.

use std::time::Duration;

use symbolon_test_databases::{Postgres, Proxy};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_postgres::Client;

use crate::{Connected, connect, text};

/// Longer than an answer takes that nothing holds back.
const LONG: Duration = Duration::from_millis(300);

/// Starts a proxy, and returns the URL of a new database through it.
fn start(postgres: &Postgres) -> (Proxy, String) {
    let proxy = Proxy::start(postgres.address());
    let url = proxy.url(&postgres.create_database());
    (proxy, url)
}

async fn answers(client: &Client) -> bool {
    text(client, "SELECT 'answer'").await.is_ok_and(|answer| answer == "answer")
}

#[tokio::test]
async fn the_url_names_the_proxy_in_place_of_the_server() {
    let Some(postgres) = Postgres::shared() else { return };
    let proxy = Proxy::start(postgres.address());
    let expected = format!("postgres://symbolon@{}/a", proxy.address());
    assert_eq!(proxy.url(&postgres.url("a")), expected);
    assert_eq!(proxy.url("http://127.0.0.1:1"), format!("http://{}/", proxy.address()));
}

#[tokio::test]
async fn a_query_passes() {
    let Some(postgres) = Postgres::shared() else { return };
    let (_proxy, url) = start(postgres);
    assert!(answers(&connect(&url).await.unwrap().client).await);
}

#[tokio::test]
async fn a_large_answer_passes_unchanged() {
    let Some(postgres) = Postgres::shared() else { return };
    let (_proxy, url) = start(postgres);
    let client = connect(&url).await.unwrap().client;
    let answer = text(&client, "SELECT repeat('0123456789', 100000)").await.unwrap();
    assert!(answer == "0123456789".repeat(100_000));
}

#[tokio::test]
async fn each_answer_is_delayed_until_the_proxy_heals() {
    let Some(postgres) = Postgres::shared() else { return };
    let (proxy, url) = start(postgres);
    let client = connect(&url).await.unwrap().client;
    proxy.delay(LONG);
    let asked = Instant::now();
    assert!(client.simple_query("SELECT 1").await.is_ok());
    assert!(asked.elapsed() >= LONG);
    proxy.delay(Duration::from_secs(3600));
    let (answer, ()) = tokio::join!(client.simple_query("SELECT 2"), async { proxy.heal() });
    assert!(answer.is_ok());
}

#[tokio::test]
async fn a_request_reaches_the_server_whose_answers_are_held() {
    let Some(postgres) = Postgres::shared() else { return };
    let (proxy, url) = start(postgres);
    let client = connect(&url).await.unwrap().client;
    proxy.hold_answers();
    let created = client.batch_execute("CREATE TABLE t (c BIGINT)");
    assert!(timeout(LONG, created).await.is_err());
    // The table exists, although the client did not learn so.
    proxy.refuse();
    proxy.heal();
    let client = connect(&url).await.unwrap().client;
    assert!(client.batch_execute("INSERT INTO t VALUES (1)").await.is_ok());
}

#[tokio::test]
async fn answers_can_be_held_after_the_first() {
    let Some(postgres) = Postgres::shared() else { return };
    let (proxy, url) = start(postgres);
    let client = connect(&url).await.unwrap().client;
    proxy.hold_answers_after(1);
    assert!(client.simple_query("SELECT 1").await.is_ok());
    assert!(timeout(LONG, client.simple_query("SELECT 2")).await.is_err());
}

#[tokio::test]
async fn a_connection_can_be_closed_in_place_of_its_second_answer() {
    let Some(postgres) = Postgres::shared() else { return };
    let (proxy, url) = start(postgres);
    let Connected { client, task } = connect(&url).await.unwrap();
    proxy.close_after(1);
    assert!(client.simple_query("SELECT 1").await.is_ok());
    assert!(client.batch_execute("CREATE TABLE t (c BIGINT)").await.is_err());
    assert!(task.await.unwrap().is_err());
    // The server has done what the client asked for.
    proxy.heal();
    let client = connect(&url).await.unwrap().client;
    assert!(client.batch_execute("INSERT INTO t VALUES (1)").await.is_ok());
}

#[tokio::test]
async fn a_black_hole_swallows_requests_and_connections() {
    let Some(postgres) = Postgres::shared() else { return };
    let (proxy, url) = start(postgres);
    let client = connect(&url).await.unwrap().client;
    proxy.black_hole();
    let created = client.batch_execute("CREATE TABLE t (c BIGINT)");
    assert!(timeout(LONG, created).await.is_err());
    assert!(TcpStream::connect(proxy.address()).await.is_ok());
    assert!(timeout(LONG, connect(&url)).await.is_err());
    // The request did not reach the server, and does not when the connection is gone.
    proxy.refuse();
    proxy.heal();
    let client = connect(&url).await.unwrap().client;
    assert!(client.batch_execute("SELECT * FROM t").await.is_err());
}

#[tokio::test]
async fn what_a_black_hole_holds_arrives_when_the_proxy_heals() {
    let Some(postgres) = Postgres::shared() else { return };
    let (proxy, url) = start(postgres);
    let client = connect(&url).await.unwrap().client;
    proxy.black_hole();
    let answer = answers(&client);
    tokio::pin!(answer);
    assert!(timeout(LONG, &mut answer).await.is_err());
    proxy.heal();
    assert!(answer.await);
}

#[tokio::test]
async fn a_refusing_proxy_cuts_all_connections_and_takes_no_new_ones() {
    let Some(postgres) = Postgres::shared() else { return };
    let (proxy, url) = start(postgres);
    let Connected { client, task } = connect(&url).await.unwrap();
    proxy.refuse();
    assert!(task.await.unwrap().is_err());
    assert!(!answers(&client).await);
    assert!(TcpStream::connect(proxy.address()).await.is_err());
    proxy.heal();
    assert!(answers(&connect(&url).await.unwrap().client).await);
}

#[tokio::test]
async fn connections_that_were_closed_can_be_made_again_at_once() {
    let Some(postgres) = Postgres::shared() else { return };
    let (proxy, url) = start(postgres);
    let Connected { client: _client, task } = connect(&url).await.unwrap();
    proxy.close();
    assert!(task.await.unwrap().is_err());
    assert!(answers(&connect(&url).await.unwrap().client).await);
}

#[tokio::test]
async fn a_client_is_disconnected_while_the_server_is_stopped() {
    let Some(postgres) = Postgres::start() else { return };
    let (_proxy, url) = start(&postgres);
    postgres.stop();
    assert!(connect(&url).await.is_err());
    postgres.start_again();
    assert!(answers(&connect(&url).await.unwrap().client).await);
}

#[tokio::test]
async fn the_proxy_is_gone_after_drop() {
    let Some(postgres) = Postgres::shared() else { return };
    let (proxy, url) = start(postgres);
    let Connected { client: _client, task } = connect(&url).await.unwrap();
    let address = proxy.address();
    drop(proxy);
    assert!(task.await.unwrap().is_err());
    assert!(TcpStream::connect(address).await.is_err());
}
