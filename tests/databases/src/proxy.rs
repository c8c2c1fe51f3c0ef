//! A TCP proxy that a test makes slow, silent or unreachable.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc as answers;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::{runtime, select, time};

use crate::port;

/// A proxy on 127.0.0.1 between clients and a server.
///
/// It starts as if it were not there. Each method that changes it returns when the change is made.
/// The proxy ends with the value, and closes its connections then. It runs in a separate thread, so
/// it goes on while the test blocks.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    /// Commands to the thread. It is `None` only while the value is dropped.
    commands: Option<mpsc::UnboundedSender<(Command, answers::Sender<()>)>>,
    thread: Option<JoinHandle<()>>,
}

/// What a test tells the proxy.
#[derive(Clone, Debug)]
enum Command {
    Pass(Passage),
    Close,
    Refuse,
}

/// What happens to the bytes of a connection. No byte is lost: what is held goes on later.
#[derive(Clone, Debug)]
enum Passage {
    Free,
    Delayed(Duration),
    /// Requests pass, and this number of answers.
    Answers(Arc<AtomicU32>, Afterwards),
    Closed,
}

/// What happens when the answers that may pass have passed.
#[derive(Clone, Copy, Debug)]
enum Afterwards {
    Hold,
    Close,
}

/// Where bytes go.
#[derive(Clone, Copy, Debug)]
enum Direction {
    ToServer,
    ToClient,
}

impl Proxy {
    /// Starts a proxy on a free port that connects its clients with this address.
    ///
    /// # Panics
    /// Panics when the proxy cannot listen.
    #[expect(clippy::disallowed_methods, reason = "the proxy runs while the test blocks")]
    #[must_use]
    pub fn start(target: SocketAddr) -> Self {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port::free()));
        let (commands, received) = mpsc::unbounded_channel();
        let thread = thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            let served = runtime.map(|it| it.block_on(serve(address, target, received)));
            if let Err(error) | Ok(Err(error)) = served {
                panic!("the proxy on {address} has ended: {error}");
            }
        });
        let proxy = Self { address, commands: Some(commands), thread: Some(thread) };
        proxy.heal();
        proxy
    }

    /// Returns the address that the proxy listens on. It does not change.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the URL of a server with the address of the proxy in its place.
    ///
    /// # Panics
    /// Panics when the URL has no `://`.
    #[must_use]
    pub fn url(&self, of_server: &str) -> String {
        let Some((scheme, rest)) = of_server.split_once("://") else {
            panic!("{of_server} is not a URL");
        };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let user = authority.rsplit_once('@').map(|(user, _)| format!("{user}@"));
        format!("{scheme}://{}{}/{path}", user.unwrap_or_default(), self.address)
    }

    /// Holds each answer back for this time. An answer of more than 64 KiB counts as several.
    pub fn delay(&self, each: Duration) {
        self.run(Command::Pass(Passage::Delayed(each)));
    }

    /// Lets requests reach the server, but no answer reach a client: a client does not learn whether
    /// its transaction was committed.
    pub fn hold_answers(&self) {
        self.hold_answers_after(0);
    }

    /// Lets this number of answers reach the clients, and then holds them as
    /// [`hold_answers`](Self::hold_answers) does. With 0, 1, 2 and so on, a test makes an operation
    /// fail at each of its steps.
    pub fn hold_answers_after(&self, answers: u32) {
        self.count(answers, Afterwards::Hold);
    }

    /// Lets this number of answers reach the clients. A connection with a further answer is closed,
    /// as when the server ends after it has done what a client asked for.
    pub fn close_after(&self, answers: u32) {
        self.count(answers, Afterwards::Close);
    }

    /// Lets nothing pass in either direction. Connections stay open and new ones are accepted, as
    /// with a network that loses every packet.
    pub fn black_hole(&self) {
        self.run(Command::Pass(Passage::Closed));
    }

    /// Closes all connections. New ones are accepted.
    pub fn close(&self) {
        self.run(Command::Close);
    }

    /// Closes all connections and refuses new ones, as with a server that has ended.
    pub fn refuse(&self) {
        self.run(Command::Refuse);
    }

    /// Goes back to passing everything at once, including what was held until now.
    pub fn heal(&self) {
        self.run(Command::Pass(Passage::Free));
    }

    fn count(&self, answers: u32, afterwards: Afterwards) {
        let answers = Arc::new(AtomicU32::new(answers));
        self.run(Command::Pass(Passage::Answers(answers, afterwards)));
    }

    fn run(&self, command: Command) {
        let (answer, answered) = answers::channel();
        let sent = self.commands.as_ref().map(|to| to.send((command, answer)));
        let done = sent.is_some_and(|it| it.is_ok()) && answered.recv().is_ok();
        assert!(done, "the proxy on {} has ended", self.address);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        drop(self.commands.take());
        let ended = self.thread.take().map(JoinHandle::join);
        // The thread has reported why it panicked. A second panic would abort the test program.
        assert!(thread::panicking() || !matches!(ended, Some(Err(_))), "the proxy has panicked");
    }
}

/// Accepts clients and obeys commands, until the sender of commands is dropped.
async fn serve(
    address: SocketAddr,
    target: SocketAddr,
    mut commands: mpsc::UnboundedReceiver<(Command, answers::Sender<()>)>,
) -> io::Result<()> {
    let (passage, watched) = watch::channel(Passage::Free);
    let mut listener = None;
    let mut connections = JoinSet::new();
    loop {
        select! {
            command = commands.recv() => {
                let Some((command, answer)) = command else { return Ok(()) };
                match command {
                    Command::Pass(new) => {
                        passage.send_replace(new);
                        if listener.is_none() {
                            listener = Some(TcpListener::bind(address).await?);
                        }
                    }
                    Command::Close => connections.shutdown().await,
                    Command::Refuse => {
                        listener = None;
                        connections.shutdown().await;
                    }
                }
                // A test that panics does not wait for the answer.
                _ = answer.send(());
            }
            client = accepted(listener.as_ref()) => {
                connections.spawn(connect(client?, target, watched.clone()));
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Waits for a client. Without a listener, it waits for ever.
async fn accepted(listener: Option<&TcpListener>) -> io::Result<TcpStream> {
    match listener {
        Some(listener) => Ok(listener.accept().await?.0),
        None => std::future::pending().await,
    }
}

/// Connects a client with the server. If the server refuses, the connection of the client is closed.
async fn connect(client: TcpStream, target: SocketAddr, passage: watch::Receiver<Passage>) {
    let Ok(server) = TcpStream::connect(target).await else { return };
    _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    // After an error, both connections are closed.
    _ = tokio::try_join!(
        pass(from_client, to_server, Direction::ToServer, passage.clone()),
        pass(from_server, to_client, Direction::ToClient, passage),
    );
}

/// Passes bytes on until their source has ended, and then its end.
async fn pass(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    direction: Direction,
    mut passage: watch::Receiver<Passage>,
) -> io::Result<()> {
    let mut buffer = vec![0; 65_536];
    loop {
        let count = from.read(&mut buffer).await?;
        opened(direction, &mut passage).await?;
        let Some(read @ [_, ..]) = buffer.get(..count) else { return to.shutdown().await };
        to.write_all(read).await?;
    }
}

/// Waits until bytes may pass in this direction. Returns an error when the connection has to be
/// closed.
async fn opened(direction: Direction, passage: &mut watch::Receiver<Passage>) -> io::Result<()> {
    loop {
        let now = passage.borrow_and_update().clone();
        let delay = match (now, direction) {
            (Passage::Free, _)
            | (Passage::Delayed(_) | Passage::Answers(..), Direction::ToServer) => return Ok(()),
            (Passage::Delayed(delay), Direction::ToClient) => delay,
            (Passage::Answers(left, afterwards), Direction::ToClient) => {
                let one_less = |left: u32| left.checked_sub(1);
                match (
                    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less),
                    afterwards,
                ) {
                    (Ok(_), _) => return Ok(()),
                    (Err(_), Afterwards::Hold) => Duration::MAX,
                    (Err(_), Afterwards::Close) => {
                        return Err(io::ErrorKind::ConnectionReset.into());
                    }
                }
            }
            (Passage::Closed, _) => Duration::MAX,
        };
        select! {
            () = time::sleep(delay) => return Ok(()),
            // The proxy ends when the sender is dropped, and all connections with it.
            _ = passage.changed() => {}
        }
    }
}
