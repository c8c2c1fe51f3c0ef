//! A login whose request is pushed to the provider before the browser goes there.

use std::mem;

use http::{HeaderValue, Method, Request, Response, header};
use symbolon_oauth::flow::{Flow, OutOfTurn, Step};
use symbolon_oauth::pushed::{PushedAuthorizationResponse, RequestUri};
use symbolon_oauth::{Parameters, endpoint_uri};
use time::OffsetDateTime;
use url::Url;

use super::{LoginRequest, PendingLogin, PushLoginError};
use crate::{RelyingParty, tokens};

impl LoginRequest {
    /// Returns the flow that pushes the login: it sends the parameters to the provider, and then
    /// returns the URL to which you redirect the browser
    /// ([RFC 9126](https://www.rfc-editor.org/rfc/rfc9126)). Store the [`PendingLogin`] until the
    /// callback arrives. From then on, the login is the same as a login that
    /// [`begin`](Self::begin) has started.
    ///
    /// The client authenticates as at the token endpoint. The URL contains only `client_id` and a
    /// reference, so the parameters can be neither read nor changed in the browser. The reference
    /// expires after a short time, often a minute, and can be used once: run the flow only
    /// while you answer a request of the browser, and redirect the browser at once. With
    /// [`request_object`](Self::request_object), the provider receives the signed object.
    ///
    /// ```
    /// # use symbolon_oauth::RedirectUri;
    /// # use symbolon_relying_party::{PendingLogin, RelyingParty, drive};
    /// # use time::OffsetDateTime;
    /// # async fn send(_: http::Request<Vec<u8>>) -> std::io::Result<http::Response<Vec<u8>>> {
    /// #     Err(std::io::Error::other("no network"))
    /// # }
    /// async fn begin(
    ///     rp: &RelyingParty, redirect_uri: &RedirectUri,
    /// ) -> Result<(url::Url, PendingLogin), Box<dyn std::error::Error>> {
    ///     let login = rp.login(redirect_uri).scope("email").push();
    ///     Ok(drive(login, send, OffsetDateTime::now_utc).await?)
    /// }
    /// ```
    pub fn push(self) -> PushFlow {
        PushFlow(Stage::Begin(Box::new(self)))
    }
}

/// The flow that pushes the request of a login, created by [`LoginRequest::push`]. The result is the
/// URL to which you redirect the browser, and the login that waits for the callback.
#[derive(Debug)]
#[must_use = "nothing is sent until the flow is driven"]
pub struct PushFlow(Stage);

#[derive(Debug)]
enum Stage {
    Begin(Box<LoginRequest>),
    Sent(Box<(RelyingParty, PendingLogin)>),
    Over,
}

impl Flow for PushFlow {
    type Output = (Url, PendingLogin);
    type Error = PushLoginError;

    fn start(&mut self, now: OffsetDateTime) -> Result<Step<Self::Output>, PushLoginError> {
        let Stage::Begin(login) = mem::replace(&mut self.0, Stage::Over) else {
            return Err(OutOfTurn.into());
        };
        let (rp, keys) = (login.rp.clone(), login.object.clone());
        let (request, pending) = login.prepare(now)?;
        let parameters = match keys.object(&rp, &request, now)? {
            None => request.to_parameters(),
            // RFC 9126 §3: all parameters of the authorization request are in the object.
            Some(object) => {
                let mut parameters = Parameters::new();
                parameters.push("request", object.expose());
                parameters
            }
        };
        let request = post(&rp, parameters, now)?;
        self.0 = Stage::Sent(Box::new((rp, pending)));
        Ok(Step::Send(request))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        _: OffsetDateTime,
    ) -> Result<Step<Self::Output>, PushLoginError> {
        let Stage::Sent(sent) = mem::replace(&mut self.0, Stage::Over) else {
            return Err(OutOfTurn.into());
        };
        let (rp, pending) = *sent;
        let pushed = PushedAuthorizationResponse::from_http(&response)?;
        Ok(Step::Done((url(&rp, &pushed.request_uri), pending)))
    }
}

/// Builds the request that pushes these parameters.
fn post(
    rp: &RelyingParty,
    mut parameters: Parameters,
    now: OffsetDateTime,
) -> Result<Request<Vec<u8>>, PushLoginError> {
    let provider = rp.provider();
    let endpoint = provider.pushed_authorization_request_endpoint.as_ref();
    let endpoint = endpoint.ok_or(PushLoginError::NoEndpoint)?;
    // RFC 9126 §2: the provider accepts its token endpoint as the audience of an assertion.
    let audience = provider.token_endpoint.as_ref().unwrap_or(endpoint);
    let credentials = tokens::credentials(rp, audience, now)?;
    let mut request = Request::new(Vec::new());
    *request.method_mut() = Method::POST;
    *request.uri_mut() = endpoint_uri(endpoint.url())?;
    // RFC 9126 §2.1: `client_id` is a required parameter, also beside the header of Basic.
    parameters.push("client_id", rp.client_id().as_str());
    credentials.put(request.headers_mut(), &mut parameters);
    let headers = request.headers_mut();
    let form = HeaderValue::from_static("application/x-www-form-urlencoded");
    headers.insert(header::CONTENT_TYPE, form);
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    *request.body_mut() = parameters.encode().into_bytes();
    Ok(rp.limited(request))
}

/// Builds the URL to which the browser is sent (RFC 9126 §4).
fn url(rp: &RelyingParty, request_uri: &RequestUri) -> Url {
    let mut parameters = Parameters::new();
    parameters.push("client_id", rp.client_id().as_str());
    parameters.push("request_uri", request_uri.expose());
    let mut url = rp.provider().authorization_endpoint.url().clone();
    // RFC 6749 §3.1: the query of the endpoint is retained.
    let parameters = parameters.encode();
    let query = match url.query() {
        None | Some("") => parameters,
        Some(query) => format!("{query}&{parameters}"),
    };
    url.set_query(Some(&query));
    url.set_fragment(None);
    url
}
