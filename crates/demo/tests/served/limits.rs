//! The limits on the resources that one client can occupy.

use std::time::Duration;

use http::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

use crate::support::{Demo, Outcome};

/// The connections of a server that are open at the same time.
const CONNECTIONS: usize = 256;

#[tokio::test]
async fn five_hundred_half_requests_do_not_keep_an_honest_client_waiting() -> Outcome {
    let demo = Demo::start()?;
    let app = Url::parse(&demo.app)?;
    let address = (app.host_str().unwrap_or_default(), app.port().unwrap_or_default());
    let mut idle = Vec::new();
    for _ in 0..500 {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n").await?;
        idle.push(stream);
    }
    let answer = timeout(Duration::from_secs(1), demo.get(&demo.app)).await??;
    assert_eq!(answer.status(), StatusCode::OK);
    // The connections that waited longest have made room for the others.
    for mut stream in idle.drain(..500 - CONNECTIONS) {
        let read = timeout(Duration::from_secs(1), stream.read(&mut [0])).await;
        assert!(matches!(read, Ok(Ok(0) | Err(_))), "the connection is open");
    }
    Ok(())
}
