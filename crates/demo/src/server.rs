//! The HTTP server of both parties: hyper, with limits on the resources that one client can occupy.

mod connections;

use std::net::IpAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, Request, StatusCode, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use self::connections::{Connections, Place};

/// The limits on the resources of a server that one client can occupy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The most connections that are open at the same time.
    pub(crate) connections: usize,
    /// The most bytes of the request line and the header fields together.
    pub(crate) head_bytes: usize,
    /// The time in which the request line and the header fields must arrive. The time that a
    /// connection is idle before the request counts, too.
    pub(crate) head_time: Duration,
    /// The most bytes of a body.
    pub(crate) body_bytes: usize,
    /// The time in which a body must arrive.
    pub(crate) body_time: Duration,
    /// How long a connection may serve requests. After that, the connection may finish its current
    /// request, for the same time again at most.
    pub(crate) connection_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // Two servers and their own requests fit into the 1024 files that a process usually may
            // open.
            connections: 256,
            head_bytes: 16 * 1024,
            head_time: Duration::from_secs(10),
            // The limit of the crates for parameters.
            body_bytes: 64 * 1024,
            body_time: Duration::from_secs(10),
            connection_time: Duration::from_secs(300),
        }
    }
}

/// The pages of a server for a request that does not arrive completely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pages {
    /// The body is longer than the limit.
    pub(crate) too_long: fn() -> Response,
    /// The body did not arrive in time.
    pub(crate) too_slow: fn() -> Response,
}

/// The address of the client that sent a request, as an extension of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// A server, which answers with the routes of a router.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    router: Router,
    pages: Pages,
    limits: Limits,
}

/// The reason why the body of a request cannot be read.
enum Unread {
    TooLong,
    /// The client closed the connection, or its body is not HTTP.
    Broken,
}

impl Server {
    /// Creates a server with the default limits.
    pub(crate) fn new(router: Router, pages: Pages) -> Self {
        Self { router, pages, limits: Limits::default() }
    }

    /// Answers the clients of a port until the returned future is dropped.
    pub(crate) async fn run(self, listener: TcpListener) {
        let connections = Connections::new(self.limits.connections);
        let mut tasks = JoinSet::new();
        loop {
            let Ok((stream, address)) = listener.accept().await else {
                // The process has too many open files, for example. The next attempt can succeed.
                sleep(Duration::from_millis(50)).await;
                continue;
            };
            while tasks.try_join_next().is_some() {}
            let place = connections.enter().await;
            tasks.spawn(self.clone().serve(stream, address.ip(), place));
        }
    }

    /// Answers the requests of one connection.
    async fn serve(
        self,
        stream: impl AsyncRead + AsyncWrite + Unpin,
        address: IpAddr,
        place: Place,
    ) {
        let limits = self.limits;
        let service = service_fn(|request| self.answer(request, Peer(address), &place));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head_time)
            .max_buf_size(limits.head_bytes)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        let served = async {
            // An error of a connection concerns this connection only, and its client has gone.
            if timeout(limits.connection_time, connection.as_mut()).await.is_err() {
                connection.as_mut().graceful_shutdown();
                let _ = timeout(limits.connection_time, connection).await;
            }
        };
        tokio::select! {
            () = served => {}
            () = place.given_away() => {}
        }
    }

    /// Answers one request. The place of the connection can be given to another connection until
    /// the whole request has arrived, and again while the connection waits for its next request.
    async fn answer(
        &self,
        request: Request<Incoming>,
        peer: Peer,
        place: &Place,
    ) -> http::Result<Response> {
        let (mut parts, body) = request.into_parts();
        let body = match timeout(self.limits.body_time, self.read(body)).await {
            Ok(Ok(body)) => body,
            Ok(Err(Unread::TooLong)) => return Ok(closing((self.pages.too_long)())),
            Err(_) => return Ok(closing((self.pages.too_slow)())),
            Ok(Err(Unread::Broken)) => {
                return Ok(closing(StatusCode::BAD_REQUEST.into_response()));
            }
        };
        parts.extensions.insert(peer);
        let _busy = place.busy();
        let router = TowerToHyperService::new(self.router.clone());
        let request = Request::from_parts(parts, Body::from(body));
        Ok(router.call(request).await.unwrap_or_else(|never| match never {}))
    }

    async fn read(&self, body: Incoming) -> Result<Bytes, Unread> {
        let body = Limited::new(body, self.limits.body_bytes).collect().await;
        match body {
            Ok(body) => Ok(body.to_bytes()),
            Err(error) if error.is::<LengthLimitError>() => Err(Unread::TooLong),
            Err(_) => Err(Unread::Broken),
        }
    }
}

/// Closes the connection after a response, because the rest of the request is not read.
fn closing(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

#[cfg(test)]
mod tests {
    use axum::routing::post;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
    use tokio::time::Instant;

    use super::*;

    const HEAD: &str = "POST / HTTP/1.1\r\nhost: a\r\n";

    /// The time that the server takes for an answer of `POST /slow`.
    const SLOW: Duration = Duration::from_secs(3);

    /// Starts a server with these limits that answers `POST /` with the body of the request.
    /// Returns a function that opens a connection.
    fn server(limits: Limits) -> impl AsyncFn() -> DuplexStream {
        let slow = async |body: Bytes| {
            sleep(SLOW).await;
            body
        };
        let router = Router::new().route("/", post(|body: Bytes| async { body }));
        let router = router.route("/slow", post(slow));
        let pages = Pages {
            too_long: || StatusCode::PAYLOAD_TOO_LARGE.into_response(),
            too_slow: || StatusCode::REQUEST_TIMEOUT.into_response(),
        };
        let server = Server { router, pages, limits };
        let connections = Connections::new(limits.connections);
        async move || {
            let (ours, theirs) = duplex(1024 * 1024);
            let place = connections.enter().await;
            tokio::spawn(server.clone().serve(theirs, IpAddr::V4([127, 0, 0, 1].into()), place));
            ours
        }
    }

    /// Sends a text, and returns everything that the server answers until it closes the connection.
    async fn tell(mut stream: DuplexStream, text: &str) -> String {
        // The server can close the connection before it has read everything.
        let _ = stream.write_all(text.as_bytes()).await;
        rest(stream).await
    }

    async fn rest(mut stream: DuplexStream) -> String {
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer).await;
        answer
    }

    // The clock of these tests stands still, and jumps to the next timer when every task waits.

    #[tokio::test(start_paused = true)]
    async fn a_head_that_does_not_arrive_in_time_ends_the_connection() {
        let (open, limits) = (server(Limits::default()), Limits::default());
        for sent in ["", "POST", HEAD] {
            let begin = Instant::now();
            tell(open().await, sent).await;
            assert!(begin.elapsed() <= limits.head_time + Duration::from_secs(1), "{sent}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_idle_connection_ends() {
        let (open, limits) = (server(Limits::default()), Limits::default());
        let begin = Instant::now();
        let answer = tell(open().await, &format!("{HEAD}content-length: 2\r\n\r\nok")).await;
        assert!(answer.ends_with("\r\n\r\nok"), "{answer}");
        assert!(begin.elapsed() <= limits.head_time + Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_arrive_in_time_is_refused() {
        let (open, limits) = (server(Limits::default()), Limits::default());
        let begin = Instant::now();
        let answer = tell(open().await, &format!("{HEAD}content-length: 2\r\n\r\no")).await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(begin.elapsed() <= limits.body_time + Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_head_or_a_body_that_is_too_long_is_refused() {
        let open = server(Limits::default());
        let long = "a".repeat(17 * 1024);
        let answer = tell(open().await, &format!("{HEAD}x: {long}\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
        let long = "a".repeat(64 * 1024 + 1);
        let length = long.len();
        let whole = format!("{HEAD}content-length: {length}\r\n\r\n{long}");
        let answer = tell(open().await, &whole).await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
        let chunked = format!("{HEAD}transfer-encoding: chunked\r\n\r\n{length:x}\r\n{long}\r\n");
        let answer = tell(open().await, &chunked).await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_does_not_live_for_ever_by_sending_requests() {
        let (open, limits) = (server(Limits::default()), Limits::default());
        let (begin, mut stream) = (Instant::now(), open().await);
        let request = format!("{HEAD}content-length: 2\r\n\r\nok");
        while stream.write_all(request.as_bytes()).await.is_ok() {
            assert!(begin.elapsed() <= limits.connection_time + limits.head_time);
            sleep(limits.head_time / 2).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_does_not_read_its_answers_loses_its_connection() {
        let (open, limits) = (server(Limits::default()), Limits::default());
        let mut stream = open().await;
        let body = "a".repeat(limits.body_bytes);
        let request = format!("{HEAD}content-length: {}\r\n\r\n{body}", body.len());
        // The answers to these requests do not fit into the buffer of the connection.
        for _ in 0..24 {
            stream.write_all(request.as_bytes()).await.unwrap();
        }
        sleep(limits.connection_time * 2 + Duration::from_secs(1)).await;
        assert!(stream.write_all(b"x").await.is_err(), "the connection is open");
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_whose_request_is_answered_makes_no_room() {
        let open = server(Limits { connections: 1, ..Limits::default() });
        let (begin, mut first) = (Instant::now(), open().await);
        let head = HEAD.replace("POST /", "POST /slow");
        let request = format!("{head}connection: close\r\ncontent-length: 2\r\n\r\nok");
        first.write_all(request.as_bytes()).await.unwrap();
        sleep(Duration::from_secs(1)).await;
        let _second = open().await;
        assert!(begin.elapsed() >= SLOW, "the second client waits");
        assert!(rest(first).await.ends_with("ok"));
    }

    #[tokio::test(start_paused = true)]
    async fn the_connection_that_waited_longest_makes_room() {
        let open = server(Limits { connections: 2, ..Limits::default() });
        let (first, second) = (open().await, open().await);
        let begin = Instant::now();
        let third = open().await;
        assert_eq!(rest(first).await, "", "the first connection ends");
        for stream in [third, second] {
            let request = format!("{HEAD}connection: close\r\ncontent-length: 2\r\n\r\nok");
            assert!(tell(stream, &request).await.ends_with("ok"));
        }
        assert_eq!(begin.elapsed(), Duration::ZERO, "no client had to wait");
    }
}
