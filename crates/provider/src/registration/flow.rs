//! Registrations that wait for documents at addresses in the metadata.

use http::Response;
use symbolon_oauth::flow::{Flow, OutOfTurn, Step};
use symbolon_oauth::obligation::Unstored;
use time::OffsetDateTime;

use super::fetches::Fetches;
use super::{RegistrationError, RegistrationRefusal};
use crate::{NewRegistration, ReplacedRegistration};

/// A registration that waits for the documents at addresses in the metadata, such as
/// `sector_identifier_uri`
/// ([Registration §5](https://openid.net/specs/openid-connect-registration-1_0.html#SectorIdentifierValidation)).
///
/// Returned by [`Provider::register`](crate::Provider::register). Drive it with
/// [`drive`](symbolon_oauth::flow::drive) or [`drive_blocking`](symbolon_oauth::flow::drive_blocking).
/// A registration without such documents sends no request. A registration sends at most three
/// requests. The client chose their addresses, so their
/// [`FetchLimits`](symbolon_oauth::obligation::FetchLimits) say
/// [`Stranger`](symbolon_oauth::obligation::AddressFrom::Stranger). If a request gets no response, the
/// registration is refused.
#[derive(Debug)]
#[must_use = "drive the flow to its end, and write its records to the store"]
pub struct RegisterFlow(pub(super) Waiting<NewRegistration>);

/// An update of a registration that waits for the documents at addresses in the metadata, as
/// [`RegisterFlow`] does ([RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592#section-2.2)).
///
/// Returned by [`Provider::configure`](crate::Provider::configure).
#[derive(Debug)]
#[must_use = "drive the flow to its end, and write its records to the store"]
pub struct UpdateFlow(pub(super) Waiting<ReplacedRegistration>);

/// Records that are returned when every document is checked.
#[derive(Debug)]
pub(super) struct Waiting<T> {
    fetches: Fetches,
    /// `None` after the end of the flow.
    records: Option<Unstored<T>>,
}

impl<T> Waiting<T> {
    pub(super) fn new(fetches: Fetches, records: Unstored<T>) -> Self {
        Self { fetches, records: Some(records) }
    }

    fn next(&mut self) -> Result<Step<Unstored<T>>, RegistrationError> {
        if self.records.is_none() {
            return Err(OutOfTurn.into());
        }
        match self.fetches.next()? {
            Some(request) => Ok(Step::Send(request)),
            None => Ok(Step::Done(self.records.take().ok_or(OutOfTurn)?)),
        }
    }

    fn receive(
        &mut self,
        response: &Response<Vec<u8>>,
    ) -> Result<Step<Unstored<T>>, RegistrationError> {
        if let Err(error) = self.fetches.receive(response) {
            self.records = None;
            return Err(error);
        }
        self.next()
    }

    fn unanswered(&mut self) -> RegistrationError {
        self.records = None;
        self.fetches.unanswered()
    }
}

macro_rules! flow {
    ($flow:ident, $records:ident) => {
        impl Flow for $flow {
            type Output = Unstored<$records>;
            type Error = RegistrationRefusal;

            fn start(
                &mut self,
                _: OffsetDateTime,
            ) -> Result<Step<Self::Output>, RegistrationRefusal> {
                Ok(self.0.next()?)
            }

            fn receive(
                &mut self,
                response: Response<Vec<u8>>,
                _: OffsetDateTime,
            ) -> Result<Step<Self::Output>, RegistrationRefusal> {
                Ok(self.0.receive(&response)?)
            }

            fn unanswered(
                &mut self,
                _: OffsetDateTime,
            ) -> Result<Option<Step<Self::Output>>, RegistrationRefusal> {
                Err(self.0.unanswered().into())
            }
        }
    };
}

flow!(RegisterFlow, NewRegistration);
flow!(UpdateFlow, ReplacedRegistration);
