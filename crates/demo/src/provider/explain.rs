//! The pages that explain the errors of the provider.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderMap;
use http::header::ALLOW;
use symbolon::provider::{AuthorizeError, Refusal};

use super::failure::Failure;
use super::op::Op;
use super::pages::{self, ErrorPage};
use crate::http::respond;

/// Writes each error to the log, and shows the page about it. The page says whether a user is
/// signed in in this browser.
pub(super) async fn explain(State(op): State<Arc<Op>>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Failure>() {
        Some(failure) => op.explain(&headers, failure, response).await,
        None => response,
    }
}

impl Op {
    async fn explain(&self, headers: &HeaderMap, failure: Failure, response: Response) -> Response {
        self.log.refusal(failure.code(), failure.reason());
        let username = self.name_for_page(headers, &failure).await;
        let signed_in = username.is_some();
        let page_with = |heading, sentence: String, advice, way_back| {
            let username = username.as_deref().unwrap_or_default();
            let code = failure.code();
            let page = ErrorPage { heading, sentence: &sentence, advice, code, username, way_back };
            let mut page = pages::error(failure.status(), &page);
            // RFC 9110 §15.5.6: the methods that the address supports.
            if let Some(allowed) = response.headers().get(ALLOW) {
                page.headers_mut().insert(ALLOW, allowed.clone());
            }
            page
        };
        let page = |heading, sentence, advice| page_with(heading, sentence, advice, None);
        match &failure {
            Failure::Refused(refusal) => match refusal.as_ref() {
                Refusal::ToClient(refusal) => respond(refusal.as_ref().clone().into_response()),
                // RFC 9700 §4.11.2: the page shows the address before the browser goes there.
                Refusal::AfterPage(refusal) => page_with(
                    "You cannot sign in",
                    refusal.sentence().to_owned(),
                    "The app registered itself, and this service does not know whose it is.",
                    refusal.way_back().ok().map(|it| it.to_html(refusal.redirect_uri().as_str())),
                ),
                Refusal::ToUser(refusal) => {
                    let sentence = refusal.sentence().to_owned();
                    if let AuthorizeError::StoreFailed(_) = refusal.reason() {
                        return page(
                            "This service is not available",
                            sentence,
                            "Please try again later.",
                        );
                    }
                    page("This link is not safe", sentence, unsafe_link(signed_in))
                }
            },
            Failure::Answered { client } => page(
                "You have answered this page",
                format!("{client} has your answer. Nothing more has to be done here."),
                "To go on, go back to the app. To sign in there again, start from the app.",
            ),
            other => {
                let (heading, sentence, advice) = other.in_words(signed_in);
                page(heading, sentence.to_owned(), advice)
            }
        }
    }

    /// Returns the name of the signed-in user. If the store has failed, it is not asked again.
    async fn name_for_page(&self, headers: &HeaderMap, failure: &Failure) -> Option<String> {
        if failure.is_of_store() { None } else { self.username(headers).await }
    }
}

fn unsafe_link(signed_in: bool) -> &'static str {
    if signed_in {
        "No data about you was sent. Go back to the site you came from and try again there. If it happens \
         again, tell the operator of that site."
    } else {
        "You were not signed in, and no data about you was sent. Go back to the site you came from and try \
         again there. If it happens again, tell the operator of that site."
    }
}
