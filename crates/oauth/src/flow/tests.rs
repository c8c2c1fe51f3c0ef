//! Flows that are driven with a sender that returns futures, and with a sender that blocks.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use super::*;

/// A flow that sends `questions` requests; its result is all responses with their times.
struct Ask {
    questions: usize,
    heard: Vec<(Vec<u8>, OffsetDateTime)>,
}

#[derive(Debug, PartialEq)]
struct Silence;

impl Ask {
    fn new(questions: usize) -> Self {
        Self { questions, heard: Vec::new() }
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
        Poll::Pending => panic!("the future waits, although every answer is ready"),
    }
}

#[test]
fn each_response_reaches_the_flow_with_the_time_of_its_arrival() {
    let expected = vec![(b"1".to_vec(), at(1)), (b"0".to_vec(), at(2))];
    assert_eq!(drive_blocking(Ask::new(2), echo, clock()), Ok(expected.clone()));
    assert_eq!(finish(drive(Ask::new(2), |r| ready(echo(r)), clock())), Ok(expected));
}

#[test]
fn a_flow_that_is_done_at_once_sends_nothing() {
    let never = |_| -> Result<Response<Vec<u8>>, Infallible> { panic!("a request was sent") };
    assert_eq!(drive_blocking(Ask::new(0), never, clock()), Ok(Vec::new()));
    assert_eq!(finish(drive(Ask::new(0), |r| ready(never(r)), clock())), Ok(Vec::new()));
}

#[test]
fn the_errors_of_the_flow_and_of_the_sender_are_told_apart() {
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

/// A flow that continues if its first request gets no response, and that ends with an error if its
/// second request gets no response.
struct Stubborn(u8);

impl Flow for Stubborn {
    type Output = u8;
    type Error = Silence;

    fn start(&mut self, _now: OffsetDateTime) -> Result<Step<u8>, Silence> {
        Ok(Step::Send(Request::new(Vec::new())))
    }

    fn receive(
        &mut self,
        _response: Response<Vec<u8>>,
        _now: OffsetDateTime,
    ) -> Result<Step<u8>, Silence> {
        Ok(Step::Done(self.0))
    }

    fn unanswered(&mut self, _now: OffsetDateTime) -> Result<Option<Step<u8>>, Silence> {
        self.0 = self.0.saturating_add(1);
        if self.0 > 1 { Err(Silence) } else { Ok(Some(Step::Send(Request::new(Vec::new())))) }
    }
}

#[test]
fn a_flow_learns_that_a_request_got_no_response() {
    let failing = |failures: u8| {
        let mut left = failures;
        move |request| {
            left = left.wrapping_sub(1);
            if left < failures { Err("unreachable") } else { Ok(echo(request).unwrap()) }
        }
    };
    for (failures, expected) in [(1, Ok(1)), (2, Err(DriveError::Flow(Silence)))] {
        assert_eq!(drive_blocking(Stubborn(0), failing(failures), clock()), expected);
        assert_eq!(drive_blocking(&mut Stubborn(0), failing(failures), clock()), expected);
        let mut send = failing(failures);
        assert_eq!(finish(drive(Stubborn(0), |r| ready(send(r)), clock())), expected);
    }
}

#[test]
fn a_borrowed_flow_can_be_read_after_the_run() {
    let mut flow = Ask::new(2);
    let silent = |_| Ok::<_, Infallible>(Response::new(Vec::new()));
    assert_eq!(drive_blocking(&mut flow, silent, clock()), Err(DriveError::Flow(Silence)));
    assert_eq!(flow.questions, 1);
}

#[test]
fn map_changes_the_result_only() {
    assert!(matches!(Step::Done(1).map(|n| n + 1), Step::Done(2)));
    let step: Step<u8> = Step::Send(Request::new(b"body".to_vec()));
    assert!(matches!(step.map(u16::from), Step::Send(r) if r.body() == b"body"));
}

#[test]
fn attack_126_debug_prints_the_address_of_a_request_and_no_secret() {
    let request = Request::post("https://user:s3cret@op.example:8443/token?code=s3cret")
        .header("authorization", "Basic s3cret")
        .body(b"client_secret=s3cret".to_vec());
    let step: Step<u8> = Step::Send(request.unwrap());
    let printed = "Send { method: POST, uri: https://op.example:8443/token, .. }";
    assert_eq!(format!("{step:?}"), printed);
    assert_eq!(format!("{:?}", Step::Done(1)), "Done(1)");
}

/// A flow that is `Send`, but whose result is not `Send`.
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
