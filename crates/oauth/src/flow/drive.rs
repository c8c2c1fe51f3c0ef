//! The loop that runs a flow to its end.

use http::{Request, Response};
use thiserror::Error;
use time::OffsetDateTime;

use super::{Flow, Step};

/// The reason why [`drive`] or [`drive_blocking`] failed: `F` is the error of the [`Flow`], and `S`
/// is the error of the function that sends the requests.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum DriveError<F, S> {
    /// The flow failed, for example because a response was a refusal or broke a rule.
    #[error(transparent)]
    Flow(F),
    /// A request could not be sent, or no response arrived, and the flow needs the response to
    /// continue.
    #[error("the request could not be sent, or no response arrived")]
    Send(#[source] S),
}

impl<F, S> DriveError<F, S> {
    /// Returns a stable name for logs and metrics: `"drive.flow"` or `"drive.send"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Flow(_) => "drive.flow",
            Self::Send(_) => "drive.send",
        }
    }
}

/// Runs a flow to its end with an asynchronous function that sends requests.
///
/// `send` sends a request and returns a future of the response. It must not follow redirects, and
/// should limit how long it waits for a response and how many bytes it reads. It must obey the
/// [`FetchLimits`](crate::obligation::FetchLimits) in the extensions of a request. `clock` returns
/// the current time; it is called at the start and for each response. The future of `drive` is
/// `Send` if `flow`, `send`, the futures of `send`, and `clock` are `Send`.
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
/// let result = drive(Fetch, http_send, || OffsetDateTime::UNIX_EPOCH).await;
/// assert_eq!(result.unwrap(), b"hello");
/// # }
/// # let mut task = std::task::Context::from_waker(std::task::Waker::noop());
/// # assert!(Box::pin(example()).as_mut().poll(&mut task).is_ready());
/// ```
///
/// # Errors
/// [`DriveError::Flow`] when the flow fails, and [`DriveError::Send`] when `send` fails and the
/// flow needs the response to continue (see [`Flow::unanswered`]).
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
    // No `Step` lives across an await, so the future is `Send` also if the result of the flow is
    // not.
    let mut request = match flow.start(clock()).map_err(DriveError::Flow)? {
        Step::Send(request) => request,
        Step::Done(result) => return Ok(result),
    };
    loop {
        let answer = send(request).await;
        request = match answered(&mut flow, answer, clock())? {
            Step::Send(request) => request,
            Step::Done(result) => return Ok(result),
        };
    }
}

/// Runs a flow to its end with a function that sends a request and waits for its response.
///
/// `send` and `clock` must do the same as in [`drive`], except that `send` returns the response
/// instead of a future.
///
/// # Errors
/// [`DriveError::Flow`] when the flow fails, and [`DriveError::Send`] when `send` fails and the
/// flow needs the response to continue (see [`Flow::unanswered`]).
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
            Step::Done(result) => return Ok(result),
        };
        step = answered(&mut flow, send(request), clock())?;
    }
}

/// Passes the response to the flow, or tells the flow that there is no response.
fn answered<F: Flow, E>(
    flow: &mut F,
    answer: Result<Response<Vec<u8>>, E>,
    now: OffsetDateTime,
) -> Result<Step<F::Output>, DriveError<F::Error, E>> {
    match answer {
        Ok(response) => flow.receive(response, now).map_err(DriveError::Flow),
        Err(error) => {
            flow.unanswered(now).map_err(DriveError::Flow)?.ok_or(DriveError::Send(error))
        }
    }
}
