//! The beginning of a login, with each way in which its request travels.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use symbolon::oauth::request_object::hosted;
use symbolon::relying_party::{
    DriveError, LoginRequest, LoginRequestError, PendingLogin, PushLoginError, drive,
};
use url::Url;

use super::app::App;
use super::choice::{Choice, RequestWay};
use super::party::Party;
use super::problem::{self, Problem};
use crate::http::respond;
use crate::system::clock;

/// Answers `GET /request-objects/{place}`.
pub(super) async fn request_object(
    State(app): State<Arc<App>>,
    place: Result<Path<usize>, PathRejection>,
) -> Response {
    match place.ok().and_then(|Path(place)| app.hosted.get(place)) {
        Some(object) => respond(hosted::to_http(&object)),
        None => problem::not_found().await,
    }
}

impl App {
    /// Adds the choice to the request, and begins the login. Returns the address to which the
    /// browser goes. `refused` creates the problem of a login that cannot begin.
    pub(super) async fn begin(
        &self,
        party: &Party,
        request: LoginRequest,
        choice: &Choice,
        refused: fn(LoginRequestError) -> Problem,
    ) -> Result<(Url, PendingLogin), Problem> {
        let mut request = choice.apply(request);
        if choice.is_signed() {
            let key = self.request_key.as_ref().ok_or(Problem::UnknownChoice)?;
            request = request.request_object(key.clone());
        }
        match choice.way() {
            RequestWay::Plain | RequestWay::Signed => request.begin(clock()).map_err(refused),
            RequestWay::Pushed => {
                let pushed = drive(request.push(), |request| party.http.send(request), clock).await;
                pushed.map_err(|error| match error {
                    DriveError::Flow(PushLoginError::Request(error)) => refused(error),
                    other => other.into(),
                })
            }
            RequestWay::ByReference => {
                let (place, uri) = self.hosted.next().ok_or(Problem::UnknownChoice)?;
                let begun = request.begin_by_reference(&uri, clock());
                let (url, pending, object) = begun.map_err(refused)?;
                self.hosted.put(place, object);
                Ok((url, pending))
            }
        }
    }
}
