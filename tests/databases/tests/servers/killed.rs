//! A server ends soon after the test process was killed.

use std::env;
use std::io::{self, BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use symbolon_test_databases::Postgres;
use tokio::net::TcpStream;
use tokio::time;

#[test]
#[ignore = "the other test runs it"]
fn a_process_with_a_server() {
    let postgres = Postgres::start().unwrap();
    println!("\nserver {} {}", postgres.address(), postgres.folder().display());
    // The other test kills the process while it waits here.
    io::stdin().read_line(&mut String::new()).unwrap();
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the test runs its own program and kills it")]
async fn the_server_ends_when_its_process_is_killed() {
    let Some(_installed) = Postgres::shared() else { return };
    let mut process = Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "killed::a_process_with_a_server", "--nocapture"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let line = lines.find_map(|line| Some(line.unwrap().strip_prefix("server ")?.to_owned()));
    let line = line.unwrap();
    let (address, folder) = line.split_once(' ').unwrap();
    let address: SocketAddr = address.parse().unwrap();
    assert!(TcpStream::connect(address).await.is_ok());
    process.kill().unwrap();
    process.wait().unwrap();
    let gone = async {
        while Path::new(folder).exists() || TcpStream::connect(address).await.is_ok() {
            time::sleep(Duration::from_millis(10)).await;
        }
    };
    time::timeout(Duration::from_secs(30), gone).await.unwrap();
}
