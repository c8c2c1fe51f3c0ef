//! A browser without a screen: it keeps cookies, follows redirects, submits forms, and does what the
//! scripts of the response modes do.

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
        self.go(Method::GET, address, None).await
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
        let origin = page.address.origin().ascii_serialization();
        self.go(Method::POST, address, Some(Form { origin, body: fields.encode() })).await
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
        mut form: Option<Form>,
    ) -> Result<Page, BrowserError> {
        for _ in 0..REDIRECTS {
            let response = self.send(method, &address, form).await?;
            self.keep_cookies(&address, response.headers());
            let location = response.headers().get(LOCATION).and_then(|it| it.to_str().ok());
            if let Some(location) = location {
                address = address.join(location).map_err(|_| BrowserError::Address)?;
                // RFC 9110 §15.4.4: a browser follows "See Other" with GET.
                (method, form) = (Method::GET, None);
                continue;
            }
            if !response.status().is_success() {
                return Err(BrowserError::Status(response.status()));
            }
            let html = String::from_utf8_lossy(response.body()).into_owned();
            let page = Page { address, html };
            let Some((action, fields)) = page.scripted_form()? else { return Ok(page) };
            (method, address, form) = (Method::POST, action, Some(fields));
        }
        Err(BrowserError::Redirects)
    }

    async fn send(
        &self,
        method: Method,
        address: &Url,
        form: Option<Form>,
    ) -> Result<Response<Vec<u8>>, BrowserError> {
        let (origin, body) = form.map(|form| (form.origin, form.body)).unzip();
        let mut request = Request::new(body.unwrap_or_default().into_bytes());
        *request.uri_mut() = address.as_str().parse().map_err(|_| BrowserError::Address)?;
        *request.headers_mut() = self.headers(address.as_str())?;
        if let Some(origin) = origin {
            let form = HeaderValue::from_static("application/x-www-form-urlencoded");
            request.headers_mut().insert(CONTENT_TYPE, form);
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

/// A form that is posted.
#[derive(Debug)]
struct Form {
    /// The value of the header field `Origin`.
    origin: String,
    /// The encoded fields.
    body: String,
}

impl Page {
    /// Returns whether the page has a form with this action.
    pub(super) fn has_form(&self, action: &str) -> bool {
        self.hidden_fields(action).is_some()
    }

    /// Returns the form that the script of the page posts, with its address.
    fn scripted_form(&self) -> Result<Option<(Url, Form)>, BrowserError> {
        if self.html.contains("<script>const fragment = location.hash") {
            // The script removes the fragment from the address, and posts its parameters there.
            let mut address = self.address.clone();
            address.set_fragment(None);
            let body = self.address.fragment().unwrap_or_default().to_owned();
            let origin = address.origin().ascii_serialization();
            return Ok(Some((address, Form { origin, body })));
        }
        let Some((_, script)) = self.html.split_once("<script>") else { return Ok(None) };
        if !script.contains("submit.call(document.forms[0])") {
            return Ok(None);
        }
        let action = self.html.split_once("<form ").and_then(|(_, form)| attribute(form, "action"));
        let action = action.ok_or(BrowserError::Address)?;
        let fields = self.hidden_fields(action).ok_or(BrowserError::Address)?;
        let address = self.address.join(action).map_err(|_| BrowserError::Address)?;
        // Fetch: the page has the referrer policy `no-referrer`, so its origin is not sent.
        Ok(Some((address, Form { origin: "null".to_owned(), body: fields.encode() })))
    }

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
