//! Exchanges of more than one message, as machines that somebody else feeds.

use std::fmt;

use http::{Request, Response, Uri};
use thiserror::Error;
use time::OffsetDateTime;

/// What a [`Flow`] asks for next.
///
/// A request carries codes and credentials, so `Debug` prints its method and its address without
/// the query.
#[expect(
    clippy::large_enum_variant,
    reason = "a request is moved a few times around an exchange over the network"
)]
#[must_use = "a flow makes no progress until its request is sent"]
pub enum Step<T> {
    /// Send this request and hand the answer to [`Flow::receive`].
    ///
    /// Redirects must not be followed: a flow judges the answer of the address it named, and a
    /// client that follows would carry codes and credentials to one it did not.
    Send(Request<Vec<u8>>),
    /// The exchange is over, and this is what came of it.
    Done(T),
}

impl<T> Step<T> {
    /// The same step, with the outcome changed: for flows made of other flows.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Step<U> {
        match self {
            Step::Send(request) => Step::Send(request),
            Step::Done(outcome) => Step::Done(change(outcome)),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Step<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Send(request) => f
                .debug_struct("Send")
                .field("method", request.method())
                .field("uri", &format_args!("{}", Address(request.uri())))
                .finish_non_exhaustive(),
            Step::Done(outcome) => f.debug_tuple("Done").field(outcome).finish(),
        }
    }
}

/// A URI as far as it holds no secret: without user information and query.
struct Address<'a>(&'a Uri);

impl fmt::Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(scheme), Some(host)) = (self.0.scheme(), self.0.host()) {
            write!(f, "{scheme}://{host}")?;
        }
        if let Some(port) = self.0.port() {
            write!(f, ":{port}")?;
        }
        f.write_str(self.0.path())
    }
}

/// An exchange of requests and responses with one outcome, without a socket or a clock.
///
/// Call [`start`](Flow::start) once. As long as the answer is [`Step::Send`], send the request and
/// give the response to [`receive`](Flow::receive). An error ends the flow, and so does
/// [`Step::Done`]. [`drive`] and [`drive_blocking`] are that loop.
///
/// A flow sends finitely many requests, whatever it is answered.
pub trait Flow {
    /// What the exchange is for.
    type Output;
    /// Why it can fail, the sending apart.
    type Error;

    /// What to do first.
    ///
    /// # Errors
    /// The flow cannot begin.
    fn start(&mut self, now: OffsetDateTime) -> Result<Step<Self::Output>, Self::Error>;

    /// Takes the response to the request last sent, which arrived at `now`.
    ///
    /// # Errors
    /// The response is a refusal, or breaks a rule.
    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<Self::Output>, Self::Error>;
}

impl<F: Flow + ?Sized> Flow for &mut F {
    type Output = F::Output;
    type Error = F::Error;

    fn start(&mut self, now: OffsetDateTime) -> Result<Step<F::Output>, F::Error> {
        (**self).start(now)
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<F::Output>, F::Error> {
        (**self).receive(response, now)
    }
}

/// Why a driven [`Flow`] has no outcome: `F` is the flow's error, `S` the sender's.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum DriveError<F, S> {
    /// The flow failed: the peer said no, or broke a rule.
    #[error(transparent)]
    Flow(F),
    /// A request could not be sent, or no response came.
    #[error("the request got no response")]
    Send(#[source] S),
}

impl<F, S> DriveError<F, S> {
    /// A stable name: `"drive.flow"` or `"drive.send"`.
    pub fn code(&self) -> &'static str {
        match self {
            DriveError::Flow(_) => "drive.flow",
            DriveError::Send(_) => "drive.send",
        }
    }
}

/// Runs a flow to its end with a sender that returns futures.
///
/// `send` must not follow redirects and should bound the time and the size of an answer; `clock`
/// tells the time before the start and at each response. The future is `Send` when the flow, the
/// sender, its futures and the clock are.
///
/// ```
/// # use std::convert::Infallible;
/// # use symbolon_oauth::flow::{Flow, Step, drive};
/// # use time::OffsetDateTime;
/// # struct Fetch;
/// # impl Flow for Fetch {
/// #     type Output = Vec<u8>;
/// #     type Error = Infallible;
/// #     fn start(&mut self, _: OffsetDateTime) -> Result<Step<Vec<u8>>, Infallible> {
/// #         Ok(Step::Send(http::Request::new(Vec::new())))
/// #     }
/// #     fn receive(
/// #         &mut self, answer: http::Response<Vec<u8>>, _: OffsetDateTime,
/// #     ) -> Result<Step<Vec<u8>>, Infallible> {
/// #         Ok(Step::Done(answer.into_body()))
/// #     }
/// # }
/// # async fn http_send(_: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, Infallible> {
/// #     Ok(http::Response::new(b"hello".to_vec()))
/// # }
/// # async fn example() {
/// let outcome = drive(Fetch, http_send, || OffsetDateTime::UNIX_EPOCH).await;
/// assert_eq!(outcome.unwrap(), b"hello");
/// # }
/// # let mut task = std::task::Context::from_waker(std::task::Waker::noop());
/// # assert!(Box::pin(example()).as_mut().poll(&mut task).is_ready());
/// ```
///
/// # Errors
/// [`DriveError::Flow`] as the flow says, [`DriveError::Send`] as `send` says.
pub async fn drive<F, S, Fut, C, E>(
    mut flow: F,
    mut send: S,
    mut clock: C,
) -> Result<F::Output, DriveError<F::Error, E>>
where
    F: Flow,
    S: FnMut(Request<Vec<u8>>) -> Fut,
    Fut: Future<Output = Result<Response<Vec<u8>>, E>>,
    C: FnMut() -> OffsetDateTime,
{
    // No `Step` lives across an await, so an output that is not `Send` does not stop the future
    // from being so.
    let mut request = match flow.start(clock()).map_err(DriveError::Flow)? {
        Step::Send(request) => request,
        Step::Done(outcome) => return Ok(outcome),
    };
    loop {
        let response = send(request).await.map_err(DriveError::Send)?;
        request = match flow.receive(response, clock()).map_err(DriveError::Flow)? {
            Step::Send(request) => request,
            Step::Done(outcome) => return Ok(outcome),
        };
    }
}

/// Runs a flow to its end with a sender that blocks.
///
/// The same contract as [`drive`].
///
/// # Errors
/// [`DriveError::Flow`] as the flow says, [`DriveError::Send`] as `send` says.
pub fn drive_blocking<F, S, C, E>(
    mut flow: F,
    mut send: S,
    mut clock: C,
) -> Result<F::Output, DriveError<F::Error, E>>
where
    F: Flow,
    S: FnMut(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, E>,
    C: FnMut() -> OffsetDateTime,
{
    let mut step = flow.start(clock()).map_err(DriveError::Flow)?;
    loop {
        let request = match step {
            Step::Send(request) => request,
            Step::Done(outcome) => return Ok(outcome),
        };
        let response = send(request).map_err(DriveError::Send)?;
        step = flow.receive(response, clock()).map_err(DriveError::Flow)?;
    }
}

#[cfg(test)]
mod tests {
    use std::{
        convert::Infallible,
        future::{Ready, ready},
        pin::pin,
        rc::Rc,
        task::{Context, Poll, Waker},
    };

    use super::*;

    /// Asks `questions` times, then is done with everything it was told.
    struct Ask {
        questions: usize,
        heard: Vec<(Vec<u8>, OffsetDateTime)>,
    }

    #[derive(Debug, PartialEq)]
    struct Silence;

    impl Ask {
        fn new(questions: usize) -> Ask {
            Ask { questions, heard: Vec::new() }
        }

        fn next(&mut self) -> Step<Vec<(Vec<u8>, OffsetDateTime)>> {
            match self.questions.checked_sub(1) {
                Some(left) => {
                    self.questions = left;
                    Step::Send(Request::new(left.to_string().into_bytes()))
                }
                None => Step::Done(std::mem::take(&mut self.heard)),
            }
        }
    }

    impl Flow for Ask {
        type Output = Vec<(Vec<u8>, OffsetDateTime)>;
        type Error = Silence;

        fn start(&mut self, _now: OffsetDateTime) -> Result<Step<Self::Output>, Silence> {
            Ok(self.next())
        }

        fn receive(
            &mut self,
            response: Response<Vec<u8>>,
            now: OffsetDateTime,
        ) -> Result<Step<Self::Output>, Silence> {
            if response.body().is_empty() {
                return Err(Silence);
            }
            self.heard.push((response.into_body(), now));
            Ok(self.next())
        }
    }

    fn clock() -> impl FnMut() -> OffsetDateTime {
        let mut seconds = 0..;
        move || at(seconds.next().unwrap())
    }

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).unwrap()
    }

    fn echo(request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Infallible> {
        Ok(Response::new(request.into_body()))
    }

    fn finish<T>(future: impl Future<Output = T>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("nothing here waits"),
        }
    }

    #[test]
    fn each_response_reaches_the_flow_with_the_time_it_came() {
        let expected = vec![(b"1".to_vec(), at(1)), (b"0".to_vec(), at(2))];
        assert_eq!(drive_blocking(Ask::new(2), echo, clock()), Ok(expected.clone()));
        assert_eq!(finish(drive(Ask::new(2), |r| ready(echo(r)), clock())), Ok(expected));
    }

    #[test]
    fn a_flow_that_is_done_at_once_sends_nothing() {
        let never = |_| -> Result<Response<Vec<u8>>, Infallible> { panic!("nothing to send") };
        assert_eq!(drive_blocking(Ask::new(0), never, clock()), Ok(Vec::new()));
        assert_eq!(finish(drive(Ask::new(0), |r| ready(never(r)), clock())), Ok(Vec::new()));
    }

    #[test]
    fn the_flows_error_and_the_senders_stay_apart() {
        let silent = |_| Ok::<_, Infallible>(Response::new(Vec::new()));
        assert_eq!(drive_blocking(Ask::new(1), silent, clock()), Err(DriveError::Flow(Silence)));
        assert_eq!(
            finish(drive(Ask::new(1), |r| ready(silent(r)), clock())),
            Err(DriveError::Flow(Silence))
        );

        let unreachable = |_| Err("unreachable");
        let failed = drive_blocking(Ask::new(1), unreachable, clock());
        assert_eq!(failed, Err(DriveError::Send("unreachable")));
        assert_eq!(
            finish(drive(Ask::new(1), |r| ready(unreachable(r)), clock())),
            Err(DriveError::Send("unreachable"))
        );
    }

    #[test]
    fn a_borrowed_flow_can_be_looked_at_afterwards() {
        let mut flow = Ask::new(2);
        let silent = |_| Ok::<_, Infallible>(Response::new(Vec::new()));
        assert_eq!(drive_blocking(&mut flow, silent, clock()), Err(DriveError::Flow(Silence)));
        assert_eq!(flow.questions, 1);
    }

    #[test]
    fn map_changes_the_outcome_only() {
        assert!(matches!(Step::Done(1).map(|n| n + 1), Step::Done(2)));
        let step: Step<u8> = Step::Send(Request::new(b"body".to_vec()));
        assert!(matches!(step.map(u16::from), Step::Send(r) if r.body() == b"body"));
    }

    #[test]
    fn attack_126_debug_prints_where_a_request_goes_and_not_what_it_carries() {
        let request = Request::post("https://user:s3cret@op.example:8443/token?code=s3cret")
            .header("authorization", "Basic s3cret")
            .body(b"client_secret=s3cret".to_vec());
        let step: Step<u8> = Step::Send(request.unwrap());
        let printed = "Send { method: POST, uri: https://op.example:8443/token, .. }";
        assert_eq!(format!("{step:?}"), printed);
        assert_eq!(format!("{:?}", Step::Done(1)), "Done(1)");
    }

    /// Its outcome is not `Send`, though the flow is.
    struct Local;

    impl Flow for Local {
        type Output = Rc<()>;
        type Error = Infallible;

        fn start(&mut self, _now: OffsetDateTime) -> Result<Step<Rc<()>>, Infallible> {
            Ok(Step::Done(Rc::new(())))
        }

        fn receive(
            &mut self,
            _response: Response<Vec<u8>>,
            _now: OffsetDateTime,
        ) -> Result<Step<Rc<()>>, Infallible> {
            Ok(Step::Done(Rc::new(())))
        }
    }

    #[test]
    fn the_future_is_send_when_its_parts_are() {
        fn assert_send<T: Send>(value: T) -> T {
            value
        }
        type Answer = Ready<Result<Response<Vec<u8>>, Infallible>>;
        let send = |request| -> Answer { ready(echo(request)) };
        assert!(finish(assert_send(drive(Ask::new(1), send, clock()))).is_ok());
        assert!(finish(assert_send(drive(Local, send, clock()))).is_ok());
    }
}
