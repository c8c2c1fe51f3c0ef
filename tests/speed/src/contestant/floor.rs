//! A server that answers every request with one document: the least that a request costs.

use std::net::Ipv4Addr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::{Contestant, Process, Site, free_port};
use crate::Failure;
use crate::browser::User;

pub const NAME: &str = "floor";

/// The argument with which this program is the server.
pub const ARGUMENT: &str = "--floor";

/// Starts this program again, as the server.
pub(super) fn start() -> Result<Contestant, Failure> {
    let (program, port) = (std::env::current_exe()?, free_port()?);
    let options = [ARGUMENT, &port.to_string()];
    let process = Process::start(&program.to_string_lossy(), &options, &[], port)?;
    let user = User { name: String::new(), password: String::new() };
    let site = Site {
        port,
        authorize: "",
        token: "",
        user_info: "",
        scope: "",
        client_id: "",
        client_secret: "",
        user,
    };
    Ok(Contestant::new(NAME.to_owned(), process, site))
}

/// Answers each request at this port, without reading it.
pub fn serve(port: u16) -> Result<(), Failure> {
    // About as long as the metadata of the other servers.
    let body = format!(
        r#"{{"issuer":"http://localhost:{port}","token_endpoint":"{}"}}"#,
        "a".repeat(2_000)
    );
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
    let answer: &'static str = format!("{head}{body}").leak();
    tokio::runtime::Builder::new_current_thread().enable_io().build()?.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        loop {
            let (stream, _) = listener.accept().await?;
            tokio::spawn(answer_all(stream, answer));
        }
    })
}

async fn answer_all(mut stream: TcpStream, answer: &'static str) {
    // A request fits into one packet, so that each read is one request.
    let mut request = [0; 4096];
    while stream.read(&mut request).await.is_ok_and(|length| length > 0) {
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}
