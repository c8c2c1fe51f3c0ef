//! What a sender does with responses that a careless client would follow, keep or tell.

#![expect(
    clippy::disallowed_methods,
    reason = "these tests have a server on loopback, with a thread of its own"
)]

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use http::{Request, Response, StatusCode};
use symbolon_oauth::obligation::{AddressFrom, Fetch};
use symbolon_reqwest::{BlockingSender, SendError, Sender};

type Outcome = Result<Response<Vec<u8>>, SendError>;

/// Starts a server that gives this answer to one request and returns the request's first line.
fn serve(answer: Vec<u8>) -> std::io::Result<(SocketAddr, JoinHandle<std::io::Result<String>>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept()?;
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
        for line in lines {
            if line?.is_empty() {
                break;
            }
        }
        // A client that has read enough closes the connection before everything is written.
        let _ = stream.write_all(&answer);
        Ok(first)
    });
    Ok((address, server))
}

/// Returns `GET /a?code=secret` for this address, with the default limits of a fetch.
fn fetch(address: SocketAddr) -> Result<Fetch, http::Error> {
    let request = Request::get(format!("http://{address}/a?code=secret")).body(Vec::new())?;
    Ok(Fetch::new(request, AddressFrom::Configuration))
}

/// Sends `GET /a?code=secret` to this address, without limits in the request.
fn get(address: SocketAddr) -> Result<Outcome, Box<dyn Error>> {
    send(fetch(address)?.request)
}

/// Sends this request.
fn send(request: Request<Vec<u8>>) -> Result<Outcome, Box<dyn Error>> {
    // Another test may have installed it before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let sender = Sender::new(|| reqwest::Client::builder().no_proxy().tls_certs_only([]))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(sender.send(request)))
}

/// Sends this request with the blocking sender.
fn send_blocking(request: Request<Vec<u8>>) -> Result<Outcome, Box<dyn Error>> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let settings = || reqwest::blocking::Client::builder().no_proxy().tls_certs_only([]);
    Ok(BlockingSender::new(settings)?.send(request))
}

#[test]
fn a_response_comes_back_whole() -> Result<(), Box<dyn Error>> {
    let answer = "HTTP/1.1 404 Not Found\r\nx-a: 1\r\nx-a: 2\r\ncontent-length: 5\r\n\r\nhello";
    let (address, server) = serve(answer.into())?;
    let response = get(address)??;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(response.headers().get_all("x-a").iter().count(), 2);
    assert_eq!(response.body(), b"hello");
    assert_eq!(server.join().map_err(|_| "the server panicked")??, "GET /a?code=secret HTTP/1.1");
    Ok(())
}

#[test]
fn a_redirect_is_a_response_and_is_not_followed() -> Result<(), Box<dyn Error>> {
    let answer = "HTTP/1.1 302 Found\r\nlocation: /b\r\ncontent-length: 0\r\n\r\n";
    let (address, _server) = serve(answer.into())?;
    // A second request would find no server, and be an error.
    let response = get(address)??;
    assert_eq!(response.status(), StatusCode::FOUND);
    assert_eq!(response.headers().get("location").ok_or("no location")?, "/b");
    Ok(())
}

#[test]
fn a_body_has_at_most_the_limit() -> Result<(), Box<dyn Error>> {
    for (length, fits) in [(Sender::MAX_BODY, true), (Sender::MAX_BODY + 1, false)] {
        let mut answer =
            format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n").into_bytes();
        answer.resize(answer.len() + length, b'a');
        let (address, _server) = serve(answer)?;
        match get(address)? {
            Ok(response) => assert!(fits && response.body().len() == length),
            Err(error) => assert!(!fits && error.code() == "send.too_large", "{error}"),
        }
    }
    Ok(())
}

#[test]
fn a_smaller_limit_of_the_request_applies_to_the_body() -> Result<(), Box<dyn Error>> {
    let most = Sender::MAX_BODY;
    for (length, max_body, exceeded) in [
        (5, 5, None),
        (5, 4, Some(4)),
        (most, usize::MAX, None),
        (most + 1, usize::MAX, Some(most)),
    ] {
        let mut answer =
            format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n").into_bytes();
        answer.resize(answer.len() + length, b'a');
        let (address, _server) = serve(answer)?;
        let mut fetch = fetch(address)?;
        fetch.max_body = max_body;
        match (send(fetch.into_request())?, exceeded) {
            (Ok(response), None) => assert_eq!(response.body().len(), length),
            (Err(SendError::TooLarge { limit }), Some(exceeded)) => assert_eq!(limit, exceeded),
            (outcome, _) => return Err(format!("{length} of {max_body}: {outcome:?}").into()),
        }
    }
    Ok(())
}

#[test]
fn a_smaller_limit_of_the_request_applies_to_the_time() -> Result<(), Box<dyn Error>> {
    // The server accepts no connection, so no response ever arrives.
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut fetch = fetch(listener.local_addr()?)?;
    fetch.timeout = Duration::from_millis(50);
    let start = Instant::now();
    let Err(error) = send(fetch.into_request())? else {
        return Err("a silent server answered".into());
    };
    assert_eq!(error.code(), "send.exchange");
    assert!(start.elapsed() < Sender::TIMEOUT, "{:?}", start.elapsed());
    Ok(())
}

/// Checks that the sender refuses `http://{host}:{port}/` before it connects, if a stranger or a
/// provider's metadata named it.
fn refuses(host: &str, listener: &TcpListener) -> Result<(), Box<dyn Error>> {
    let url = format!("http://{host}:{}/", listener.local_addr()?.port());
    let request = Request::get(&url).body(Vec::new())?;
    let fetch = Fetch::new(request, AddressFrom::Stranger);
    for outcome in [send(fetch.clone().into_request())?, send_blocking(fetch.into_request())?] {
        let Err(error) = outcome else { return Err(format!("{url} answered").into()) };
        assert!(matches!(error, SendError::ForbiddenAddress(_)), "{url}: {error:?}");
        assert_eq!(error.code(), "send.stranger_address");
    }
    assert!(listener.accept().is_err(), "the sender connected to {url}");
    Ok(())
}

#[test]
fn attack_105_an_address_on_this_machine_that_a_stranger_named_is_not_asked()
-> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    // reqwest reads URLs like a browser, so all these spellings are addresses.
    for host in ["127.0.0.1", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]", "0", "localhost"] {
        refuses(host, &listener).map_err(|error| format!("{host}: {error}"))?;
    }
    Ok(())
}

#[test]
fn an_address_of_the_configuration_is_asked_wherever_it_is() -> Result<(), Box<dyn Error>> {
    let (address, _server) = serve("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".into())?;
    assert_eq!(send(fetch(address)?.into_request())??.status(), StatusCode::OK);
    Ok(())
}

#[test]
fn the_blocking_sender_has_the_same_limits() -> Result<(), Box<dyn Error>> {
    let (address, _server) = serve("HTTP/1.1 302 Found\r\nlocation: /b\r\n\r\n".into())?;
    assert_eq!(send_blocking(fetch(address)?.request)??.status(), StatusCode::FOUND);

    for (max_body, fits) in [(5, true), (4, false)] {
        let answer = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
        let (address, _server) = serve(answer.into())?;
        let mut fetch = fetch(address)?;
        fetch.max_body = max_body;
        match send_blocking(fetch.into_request())? {
            Ok(response) => assert!(fits && response.body() == b"hello"),
            Err(error) => assert!(!fits && error.code() == "send.too_large", "{error}"),
        }
    }
    Ok(())
}

/// Starts a server that sends one byte of a body every 20 milliseconds, and never ends it.
fn serve_slowly() -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        let (mut stream, _) = listener.accept()?;
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
        loop {
            stream.write_all(b"a")?;
            thread::sleep(Duration::from_millis(20));
        }
        #[expect(unreachable_code, reason = "says which error ends the loop")]
        std::io::Result::Ok(())
    });
    Ok(address)
}

#[test]
fn a_body_that_arrives_byte_by_byte_does_not_prolong_the_time() -> Result<(), Box<dyn Error>> {
    for send in [send, send_blocking] {
        let mut fetch = fetch(serve_slowly()?)?;
        fetch.timeout = Duration::from_millis(200);
        let start = Instant::now();
        let Err(error) = send(fetch.into_request())? else { return Err("it ended".into()) };
        assert_eq!(error.code(), "send.exchange");
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    }
    Ok(())
}

#[test]
fn an_error_does_not_tell_the_url() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    drop(listener);
    let Err(error) = get(address)? else { return Err("a closed port answered".into()) };
    assert_eq!(error.code(), "send.exchange");
    let mut told = format!("{error:?}");
    let mut source: Option<&dyn Error> = Some(&error);
    while let Some(error) = source {
        told.push_str(&error.to_string());
        source = error.source();
    }
    assert!(!told.contains("secret"), "{told}");
    Ok(())
}
