//! The way of an error to the user: a page about it, or an alert on the user's page.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::Method;

use super::app::{App, INITIATE};
use super::problem::Problem;

/// Writes each error to the log, and shows a message about it. If a signed-in user pressed a button
/// on the app's page, the message is on the app's page. Otherwise, it is on an error page.
pub(super) async fn explain(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    // The page of a provider or the app's own page in front of the callback also posts a form, and so
    // does a third party that starts a login.
    let path = request.uri().path();
    let of_others = path.starts_with("/callback") || path == INITIATE;
    let is_button = request.method() == Method::POST && !of_others;
    let headers = request.headers().clone();
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Arc<Problem>>() else {
        return response;
    };
    app.log.refusal(problem.code(), problem.chain());
    if problem.is_of_store() {
        // The store would have to be asked who is signed in.
        return problem.page(false, None);
    }
    let signed_in = app.signed_in(&headers).await.ok().flatten();
    match signed_in {
        Some(mut user) if is_button && !matches!(*problem, Problem::OtherSite) => {
            let mut response = Redirect::to("/").into_response();
            user.shown.alert = Some(problem.alert());
            app.show(&user.browser, &user.shown, &mut response);
            response
        }
        signed_in => {
            let form = app.form_cookie.browser(&headers);
            let token = form.as_ref().map(|browser| browser.key().as_str());
            problem.page(signed_in.is_some(), token)
        }
    }
}
