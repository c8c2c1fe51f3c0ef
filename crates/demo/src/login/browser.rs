//! A browser without a screen: it keeps cookies, follows redirects and submits forms.

use std::collections::BTreeMap;

use http::header::{CONTENT_TYPE, COOKIE, InvalidHeaderValue, LOCATION, ORIGIN, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use symbolon::oauth::Parameters;
use symbolon_reqwest::SendError;
use thiserror::Error;
use url::Url;

use crate::client::Http;

/// The most redirects that are followed in a row.
const REDIRECTS: usize = 10;

#[derive(Debug, Error)]
pub(crate) enum BrowserError {
    #[error(transparent)]
    Http(#[from] SendError),
    #[error("the address of a redirect or a form is not a URL")]
    Address,
    #[error("the cookies do not fit into a header field")]
    Cookies(#[from] InvalidHeaderValue),
    #[error("the page has no form for {0}")]
    NoForm(&'static str),
    #[error("the server answered with status {0}")]
    Status(StatusCode),
    #[error("there are more than {REDIRECTS} redirects in a row")]
    Redirects,
}

#[derive(Debug)]
pub(super) struct Browser {
    http: Http,
    /// The cookies of each host. All ports of a host share its cookies.
    cookies: BTreeMap<String, BTreeMap<String, String>>,
}

/// The page that the browser shows.
#[derive(Debug)]
pub(super) struct Page {
    address: Url,
    html: String,
}

impl Browser {
    pub(super) fn new(http: Http) -> Self {
        Self { http, cookies: BTreeMap::new() }
    }

    /// Opens an address.
    pub(super) async fn open(&mut self, address: &str) -> Result<Page, BrowserError> {
        let address = Url::parse(address).map_err(|_| BrowserError::Address)?;
        self.go(Method::GET, address, String::new()).await
    }

    /// Fills in the form with this action, and submits it with its hidden fields.
    pub(super) async fn submit(
        &mut self,
        page: &Page,
        action: &'static str,
        typed: &[(&str, &str)],
    ) -> Result<Page, BrowserError> {
        let mut fields = page.hidden_fields(action).ok_or(BrowserError::NoForm(action))?;
        typed.iter().for_each(|(name, value)| fields.push(name, value));
        let address = page.address.join(action).map_err(|_| BrowserError::Address)?;
        self.go(Method::POST, address, fields.encode()).await
    }

    /// Returns the header fields with the cookies for this address.
    pub(super) fn headers(&self, address: &str) -> Result<HeaderMap, BrowserError> {
        let mut headers = HeaderMap::new();
        let address = Url::parse(address).map_err(|_| BrowserError::Address)?;
        if let Some(cookies) = self.cookies.get(host(&address)) {
            let cookies = cookies.iter().map(|(name, value)| format!("{name}={value}"));
            let cookies = cookies.collect::<Vec<_>>().join("; ");
            headers.insert(COOKIE, HeaderValue::try_from(cookies)?);
        }
        Ok(headers)
    }

    async fn go(
        &mut self,
        mut method: Method,
        mut address: Url,
        mut body: String,
    ) -> Result<Page, BrowserError> {
        for _ in 0..REDIRECTS {
            let response = self.send(method, &address, body).await?;
            self.keep_cookies(&address, response.headers());
            let location = response.headers().get(LOCATION).and_then(|it| it.to_str().ok());
            if let Some(location) = location {
                address = address.join(location).map_err(|_| BrowserError::Address)?;
                // RFC 9110 §15.4.4: a browser follows "See Other" with GET.
                (method, body) = (Method::GET, String::new());
                continue;
            }
            if !response.status().is_success() {
                return Err(BrowserError::Status(response.status()));
            }
            let html = String::from_utf8_lossy(response.body()).into_owned();
            return Ok(Page { address, html });
        }
        Err(BrowserError::Redirects)
    }

    async fn send(
        &self,
        method: Method,
        address: &Url,
        body: String,
    ) -> Result<Response<Vec<u8>>, BrowserError> {
        let mut request = Request::new(body.into_bytes());
        *request.uri_mut() = address.as_str().parse().map_err(|_| BrowserError::Address)?;
        *request.headers_mut() = self.headers(address.as_str())?;
        if method == Method::POST {
            let form = HeaderValue::from_static("application/x-www-form-urlencoded");
            request.headers_mut().insert(CONTENT_TYPE, form);
            let origin = address.origin().ascii_serialization();
            request.headers_mut().insert(ORIGIN, HeaderValue::try_from(origin)?);
        }
        *request.method_mut() = method;
        Ok(self.http.send(request).await?)
    }

    fn keep_cookies(&mut self, address: &Url, headers: &HeaderMap) {
        let fields = headers.get_all(SET_COOKIE).iter().filter_map(|field| field.to_str().ok());
        let cookies = fields.filter_map(|field| field.split(';').next()?.split_once('='));
        for (name, value) in cookies {
            let kept = self.cookies.entry(host(address).to_owned()).or_default();
            kept.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Page {
    /// Returns the hidden fields of the form with this action. Their values contain no character
    /// that HTML escapes.
    fn hidden_fields(&self, action: &str) -> Option<Parameters> {
        let (_, form) = self.html.split_once(&format!("action=\"{action}\""))?;
        let (form, _) = form.split_once("</form>")?;
        let mut fields = Parameters::new();
        for input in form.split('<').filter(|tag| tag.starts_with("input type=\"hidden\"")) {
            fields.push(attribute(input, "name")?, attribute(input, "value")?);
        }
        Some(fields)
    }
}

fn host(address: &Url) -> &str {
    address.host_str().unwrap_or_default()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = tag.split_once(&format!("{name}=\""))?;
    value.split_once('"').map(|(value, _)| value)
}
