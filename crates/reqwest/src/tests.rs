//! Tests of addresses that other parties chose. So that the tests can run on loopback, their rule
//! allows `127.0.0.1` and forbids every other address.

#![expect(
    clippy::disallowed_methods,
    reason = "these tests have a server on loopback, with a thread of its own"
)]

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use http::{Request, Response, StatusCode};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use symbolon_oauth::obligation::address::{self, AddressError};
use symbolon_oauth::obligation::{AddressFrom, Fetch};

use crate::{BlockingSender, SendError, Sender};

type Outcome = Result<Response<Vec<u8>>, SendError>;

const ALLOWED: Ipv4Addr = Ipv4Addr::LOCALHOST;
const FORBIDDEN: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

fn rule(ip: IpAddr) -> Result<(), AddressError> {
    if ip == ALLOWED { Ok(()) } else { address::check_ip(ip) }
}

/// A resolver with a list of answers. Each question gets the next answer, and after the end of the
/// list the last answer.
struct Answers {
    answers: Vec<Vec<Ipv4Addr>>,
    asked: AtomicUsize,
}

impl Answers {
    fn new(answers: &[&[Ipv4Addr]]) -> Arc<Self> {
        let answers = answers.iter().map(|it| it.to_vec()).collect();
        Arc::new(Self { answers, asked: AtomicUsize::new(0) })
    }
}

impl Resolve for Answers {
    fn resolve(&self, _: Name) -> Resolving {
        let asked = self.asked.fetch_add(1, Ordering::SeqCst);
        let answer = self.answers.get(asked).or(self.answers.last()).cloned().unwrap_or_default();
        let addresses = answer.into_iter().map(|ip| SocketAddr::from((ip, 0)));
        Box::pin(async move { Ok(Box::new(addresses) as Addrs) })
    }
}

/// Starts a server at this address that gives this answer to each request, and counts them.
fn serve(ip: Ipv4Addr, answer: &'static str) -> std::io::Result<(u16, Arc<AtomicUsize>)> {
    let listener = TcpListener::bind((ip, 0))?;
    let port = listener.local_addr()?.port();
    let served = Arc::new(AtomicUsize::new(0));
    let count = served.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream?;
            count.fetch_add(1, Ordering::SeqCst);
            let lines = BufReader::new(stream.try_clone()?).lines();
            lines.map_while(Result::ok).find(String::is_empty);
            let _ = stream.write_all(answer.as_bytes());
        }
        std::io::Result::Ok(())
    });
    Ok((port, served))
}

const HELLO: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello";

/// Returns `GET /` for a host that another party named.
fn request(host: &str, port: u16) -> Result<Request<Vec<u8>>, http::Error> {
    let request = Request::get(format!("http://{host}:{port}/")).body(Vec::new())?;
    Ok(Fetch::new(request, AddressFrom::Stranger).into_request())
}

fn settings() -> reqwest::ClientBuilder {
    // Another test may have installed the cryptography provider before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().tls_certs_only([])
}

fn sender(resolver: &Arc<Answers>) -> Result<Sender, SendError> {
    Sender::by_rule(rule, resolver.clone(), settings)
}

fn send(sender: &Sender, request: Request<Vec<u8>>) -> Result<Outcome, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(sender.send(request)))
}

#[test]
fn a_name_with_an_allowed_address_is_asked() -> Result<(), Box<dyn Error>> {
    let (port, _) = serve(ALLOWED, HELLO)?;
    let answers = Answers::new(&[&[ALLOWED]]);
    let response = send(&sender(&answers)?, request("op.example", port)?)??;
    assert_eq!(response.body(), b"hello");
    Ok(())
}

#[test]
fn a_name_with_a_forbidden_address_is_not_asked() -> Result<(), Box<dyn Error>> {
    let (port, served) = serve(FORBIDDEN, HELLO)?;
    let answers = Answers::new(&[&[FORBIDDEN]]);
    let outcome = send(&sender(&answers)?, request("op.example", port)?)?;
    assert!(matches!(outcome, Err(SendError::ForbiddenAddress(_))), "{outcome:?}");
    assert_eq!(served.load(Ordering::SeqCst), 0);
    Ok(())
}

#[test]
fn of_several_addresses_only_the_allowed_ones_are_asked() -> Result<(), Box<dyn Error>> {
    let (port, _) = serve(ALLOWED, HELLO)?;
    let answers = Answers::new(&[&[FORBIDDEN, ALLOWED]]);
    let response = send(&sender(&answers)?, request("op.example", port)?)??;
    assert_eq!(response.status(), StatusCode::OK);
    Ok(())
}

#[test]
fn the_name_is_resolved_once_so_the_checked_address_is_asked() -> Result<(), Box<dyn Error>> {
    let (port, served) = serve(ALLOWED, HELLO)?;
    let answers = Answers::new(&[&[ALLOWED], &[FORBIDDEN]]);
    let sender = sender(&answers)?;
    let response = send(&sender, request("op.example", port)?)??;
    assert_eq!(response.body(), b"hello");
    assert_eq!(answers.asked.load(Ordering::SeqCst), 1);
    // For a new connection the name is resolved again, and the answer is checked again.
    let again = send(&sender, request("op.example", port)?)?;
    assert!(matches!(again, Err(SendError::ForbiddenAddress(_))), "{again:?}");
    assert_eq!(served.load(Ordering::SeqCst), 1);
    Ok(())
}

#[test]
fn a_redirect_to_a_forbidden_address_is_not_followed() -> Result<(), Box<dyn Error>> {
    let redirect = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.2/\r\ncontent-length: 0\r\n\r\n";
    let (port, _) = serve(ALLOWED, redirect)?;
    let answers = Answers::new(&[&[ALLOWED]]);
    let response = send(&sender(&answers)?, request("op.example", port)?)??;
    assert_eq!(response.status(), StatusCode::FOUND);
    Ok(())
}

#[test]
fn a_proxy_does_not_see_an_address_that_another_party_chose() -> Result<(), Box<dyn Error>> {
    let (port, served) = serve(ALLOWED, HELLO)?;
    let answers = Answers::new(&[&[FORBIDDEN]]);
    let proxy = reqwest::Proxy::all(format!("http://{ALLOWED}:{port}"))?;
    let through_proxy = || settings().proxy(proxy.clone());
    let sender = Sender::by_rule(rule, answers, through_proxy)?;
    let outcome = send(&sender, request("op.example", port)?)?;
    assert!(matches!(outcome, Err(SendError::ForbiddenAddress(_))), "{outcome:?}");
    assert_eq!(served.load(Ordering::SeqCst), 0);
    Ok(())
}

#[test]
fn the_answer_of_an_address_that_the_settings_map_is_dropped() -> Result<(), Box<dyn Error>> {
    let (port, _) = serve(FORBIDDEN, HELLO)?;
    let mapped = || settings().resolve("op.example", (FORBIDDEN, 0).into());
    let sender = Sender::by_rule(rule, Answers::new(&[&[ALLOWED]]), mapped)?;
    let outcome = send(&sender, request("op.example", port)?)?;
    assert!(matches!(outcome, Err(SendError::ForbiddenAddress(_))), "{outcome:?}");
    Ok(())
}

#[test]
fn a_trusted_host_is_asked_wherever_it_is() -> Result<(), Box<dyn Error>> {
    let (port, _) = serve(FORBIDDEN, HELLO)?;
    let sender = sender(&Answers::new(&[&[ALLOWED]]))?.trust_host("127.0.0.2");
    let response = send(&sender, request("127.0.0.2", port)?)??;
    assert_eq!(response.body(), b"hello");
    Ok(())
}

#[test]
fn the_blocking_sender_asks_allowed_addresses_only() -> Result<(), Box<dyn Error>> {
    let settings = || {
        let _ = rustls::crypto::ring::default_provider().install_default();
        reqwest::blocking::Client::builder().no_proxy().tls_certs_only([])
    };
    let (port, served) = serve(ALLOWED, HELLO)?;
    let answers = Answers::new(&[&[ALLOWED], &[FORBIDDEN]]);
    let sender = BlockingSender::by_rule(rule, answers, settings)?;
    assert_eq!(sender.send(request("op.example", port)?)?.body(), b"hello");
    let outcome = sender.send(request("op.example", port)?);
    assert!(matches!(outcome, Err(SendError::ForbiddenAddress(_))), "{outcome:?}");
    let outcome = sender.send(request("127.0.0.2", port)?);
    assert!(matches!(outcome, Err(SendError::ForbiddenAddress(_))), "{outcome:?}");
    assert_eq!(served.load(Ordering::SeqCst), 1);
    Ok(())
}

#[test]
fn the_blocking_sender_uses_no_proxy_and_no_mapped_address_for_other_parties()
-> Result<(), Box<dyn Error>> {
    let settings = || {
        let _ = rustls::crypto::ring::default_provider().install_default();
        reqwest::blocking::Client::builder().no_proxy().tls_certs_only([])
    };
    let (port, served) = serve(ALLOWED, HELLO)?;
    let proxy = reqwest::Proxy::all(format!("http://{ALLOWED}:{port}"))?;
    let through_proxy = || settings().proxy(proxy.clone());
    let sender = BlockingSender::by_rule(rule, Answers::new(&[&[FORBIDDEN]]), through_proxy)?;
    let outcome = sender.send(request("op.example", port)?);
    assert!(matches!(outcome, Err(SendError::ForbiddenAddress(_))), "{outcome:?}");
    assert_eq!(served.load(Ordering::SeqCst), 0);

    let (port, _) = serve(FORBIDDEN, HELLO)?;
    let mapped = || settings().resolve("op.example", (FORBIDDEN, 0).into());
    let sender = BlockingSender::by_rule(rule, Answers::new(&[&[ALLOWED]]), mapped)?;
    let outcome = sender.send(request("op.example", port)?);
    assert!(matches!(outcome, Err(SendError::ForbiddenAddress(_))), "{outcome:?}");
    Ok(())
}

#[test]
fn attack_105_an_address_of_a_provider_is_judged_like_that_of_a_stranger()
-> Result<(), Box<dyn Error>> {
    let (port, served) = serve(FORBIDDEN, HELLO)?;
    let sender = sender(&Answers::new(&[&[FORBIDDEN]]))?;
    for (address, asked) in
        [(AddressFrom::Provider, 0), (AddressFrom::Stranger, 0), (AddressFrom::Configuration, 1)]
    {
        let request = Request::get(format!("http://{FORBIDDEN}:{port}/")).body(Vec::new())?;
        let outcome = send(&sender, Fetch::new(request, address).into_request())?;
        assert_eq!(outcome.is_ok(), asked == 1, "{address:?} {outcome:?}");
        assert_eq!(served.load(Ordering::SeqCst), asked, "{address:?}");
    }
    Ok(())
}

#[test]
fn attack_105_a_name_of_a_local_network_is_not_resolved() -> Result<(), Box<dyn Error>> {
    let answers = Answers::new(&[&[ALLOWED]]);
    let sender = sender(&answers)?;
    for host in ["localhost", "printer.local", "keycloak", "metadata.google.internal."] {
        let outcome = send(&sender, request(host, 80)?)?;
        assert!(matches!(outcome, Err(SendError::ForbiddenAddress(_))), "{host} {outcome:?}");
    }
    assert_eq!(answers.asked.load(Ordering::SeqCst), 0);
    Ok(())
}
