//! Exchanges of several requests and responses, as state machines without a socket or a clock.
//!
//! ```
//! use symbolon_oauth::flow::{DriveError, Flow, drive_blocking};
//! use time::OffsetDateTime;
//!
//! type Sent = std::io::Result<http::Response<Vec<u8>>>;
//!
//! fn run<F: Flow>(
//!     flow: F, send: impl FnMut(http::Request<Vec<u8>>) -> Sent, now: impl FnMut() -> OffsetDateTime,
//! ) -> Result<F::Output, DriveError<F::Error, std::io::Error>> {
//!     drive_blocking(flow, send, now)
//! }
//! ```

mod drive;
mod out_of_turn;
#[cfg(test)]
mod tests;

use std::fmt;

use http::{Request, Response, Uri};
use time::OffsetDateTime;

pub use drive::{DriveError, drive, drive_blocking};
pub use out_of_turn::OutOfTurn;

/// The next step of a [`Flow`]: a request to be sent, or the result.
///
/// A request can contain codes and credentials, so `Debug` prints its method and its address
/// without the query.
///
/// This enum is deliberately exhaustive, because a program that drives flows must handle every
/// step.
///
/// ```
/// use symbolon_oauth::flow::Step;
///
/// fn describe<T>(step: &Step<T>) -> String {
///     match step {
///         Step::Send(request) => format!("send the request to {:?}", request.uri().host()),
///         Step::Done(_) => "the flow is complete".to_owned(),
///     }
/// }
/// ```
#[expect(
    clippy::large_enum_variant,
    reason = "a request is moved a few times around an exchange over the network"
)]
#[must_use = "a flow makes no progress until its request is sent"]
pub enum Step<T> {
    /// Send this request and pass the response to [`Flow::receive`].
    ///
    /// Do not follow redirects, because the server at the new address would receive the codes and
    /// credentials of the request.
    ///
    /// If the extensions of the request contain [`FetchLimits`](crate::obligation::FetchLimits),
    /// obey these limits. Their field `address` says which party chose the address. If another
    /// party chose the address, check the URI and every IP address to which its host name resolves:
    /// see [`address`](crate::obligation::address). If the extensions contain no `FetchLimits`, the
    /// address comes from the configuration of your program.
    Send(Request<Vec<u8>>),
    /// The flow is complete. The value is its result.
    Done(T),
}

impl<T> Step<T> {
    /// Converts the result in [`Done`](Self::Done) with the function `change`, and leaves
    /// [`Send`](Self::Send) unchanged.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Step<U> {
        match self {
            Self::Send(request) => Step::Send(request),
            Self::Done(result) => Step::Done(change(result)),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Step<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send(request) => f
                .debug_struct("Send")
                .field("method", request.method())
                .field("uri", &format_args!("{}", Address(request.uri())))
                .finish_non_exhaustive(),
            Self::Done(result) => f.debug_tuple("Done").field(result).finish(),
        }
    }
}

/// Prints a URI without user information and query, which can contain secrets.
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

/// A state machine that produces requests, processes their responses, and ends with one result or
/// an error.
///
/// Call [`start`](Flow::start) once. After each [`Step::Send`], send the request and pass the
/// response to [`receive`](Flow::receive). If no response arrives, call
/// [`unanswered`](Flow::unanswered). The flow ends with [`Step::Done`] or with an error. [`drive`]
/// and [`drive_blocking`] run this loop.
///
/// A flow produces a limited number of requests, even if a server sends hostile responses.
///
/// ```
/// use symbolon_oauth::flow::{Flow, Step};
/// use time::OffsetDateTime;
///
/// fn run<F: Flow>(
///     flow: &mut F, send: impl Fn(http::Request<Vec<u8>>) -> http::Response<Vec<u8>>,
///     now: impl Fn() -> OffsetDateTime,
/// ) -> Result<F::Output, F::Error> {
///     let mut step = flow.start(now())?;
///     loop {
///         match step {
///             Step::Send(request) => step = flow.receive(send(request), now())?,
///             Step::Done(output) => return Ok(output),
///         }
///     }
/// }
/// ```
pub trait Flow {
    /// The value that the flow returns when it has finished successfully.
    type Output;
    /// The type of the error if the flow fails, for example because a response breaks a rule. This
    /// error does not report that a request could not be sent.
    type Error;

    /// Starts the flow and returns its first step. `now` is the current time.
    ///
    /// # Errors
    /// Returns the flow's [`Error`](Flow::Error) when the flow cannot begin.
    fn start(&mut self, now: OffsetDateTime) -> Result<Step<Self::Output>, Self::Error>;

    /// Processes the response to the last request and returns the next step. `now` is the time at
    /// which the response arrived.
    ///
    /// # Errors
    /// Returns the flow's [`Error`](Flow::Error) when the response is a refusal or breaks a rule.
    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<Self::Output>, Self::Error>;

    /// Processes the failure of the last request: the request could not be sent, or no response
    /// arrived. Returns the next step, or `None` if the flow needs the response to continue. `now`
    /// is the current time.
    ///
    /// If a flow has already received a value that must not be lost, such as a new refresh token,
    /// this method returns the value in the next step or in the error. The default implementation
    /// returns `None`.
    ///
    /// # Errors
    /// The flow's [`Error`](Flow::Error) when the flow ends with an error that contains more
    /// information than the failure of the request. For example, the error contains a new refresh
    /// token.
    fn unanswered(
        &mut self,
        now: OffsetDateTime,
    ) -> Result<Option<Step<Self::Output>>, Self::Error> {
        let _ = now;
        Ok(None)
    }
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

    fn unanswered(&mut self, now: OffsetDateTime) -> Result<Option<Step<F::Output>>, F::Error> {
        (**self).unanswered(now)
    }
}
