//! A browser: it keeps the cookies of each site, follows redirects and sends forms.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::LazyLock;

use symbolon::http::header::{COOKIE, LOCATION, SET_COOKIE};
use symbolon::http::{Request, Response};
use symbolon::oauth::Parameters;
use symbolon_reqwest::{BlockingSender, SendError};

pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Sends a request. All tests share the sender and its connections.
pub(crate) fn send(request: Request<Vec<u8>>) -> Outcome<Response<Vec<u8>>> {
    static SENDER: LazyLock<Result<BlockingSender, SendError>> = LazyLock::new(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
        BlockingSender::new(|| reqwest::blocking::Client::builder().no_proxy().tls_certs_only([]))
    });
    Ok(SENDER.as_ref()?.send(request)?)
}

#[derive(Default)]
pub(crate) struct Browser {
    /// The cookies: a site and a name, with the value.
    pub(crate) cookies: BTreeMap<(String, String), String>,
    /// The URL of the page that it shows.
    pub(crate) url: String,
}

impl Browser {
    pub(crate) fn get(&mut self, url: &str) -> Outcome<Response<String>> {
        self.follow(url, None)
    }

    /// Sends a form without fields.
    pub(crate) fn post(&mut self, url: &str) -> Outcome<Response<String>> {
        self.follow(url, Some(String::new()))
    }

    /// Sends the form of a page of the site that the browser shows.
    pub(crate) fn submit(
        &mut self,
        page: &str,
        fields: &[(&str, &str)],
    ) -> Outcome<Response<String>> {
        let mut form = Parameters::new();
        let hidden = between(page, "name=\"form\" value=\"", "\"").ok_or("no hidden field")?;
        form.push("form", hidden);
        fields.iter().for_each(|(name, value)| form.push(name, value));
        let action = between(page, "action=\"", "\"").ok_or("no form")?;
        self.follow(&join(&self.url, action), Some(form.encode()))
    }

    fn follow(&mut self, url: &str, mut form: Option<String>) -> Outcome<Response<String>> {
        self.url = url.to_owned();
        for _ in 0..10 {
            let response = self.exchange(form.take())?;
            match response.headers().get(LOCATION) {
                Some(location) if response.status().is_redirection() => {
                    self.url = join(&self.url, location.to_str()?);
                }
                _ => return Ok(response),
            }
        }
        Err("too many redirects".into())
    }

    fn exchange(&mut self, form: Option<String>) -> Outcome<Response<String>> {
        let site = site(&self.url).to_owned();
        let cookies = self.cookies.iter().filter(|((of, _), _)| *of == site);
        let cookies = cookies.map(|((_, name), value)| format!("{name}={value}"));
        let cookies = cookies.collect::<Vec<_>>().join("; ");
        let request = Request::builder().uri(&self.url).header(COOKIE, cookies);
        let request = match form {
            None => request.body(Vec::new())?,
            Some(form) => request
                .method("POST")
                .header("content-type", "application/x-www-form-urlencoded")
                .body(form.into_bytes())?,
        };
        let response = send(request)?;
        for cookie in response.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str()?;
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            let (name, value) = cookie.split_once('=').ok_or("no cookie")?;
            let value = value.split(';').next().unwrap_or_default();
            self.cookies.insert((site.clone(), name.to_owned()), value.to_owned());
        }
        let (parts, body) = response.into_parts();
        Ok(Response::from_parts(parts, String::from_utf8(body)?))
    }
}

/// Returns the scheme, host and port of a URL.
fn site(url: &str) -> &str {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = host.find(['/', '?']).and_then(|at| host.get(at..)).unwrap_or_default();
    url.strip_suffix(path).unwrap_or(url)
}

fn join(base: &str, reference: &str) -> String {
    match reference.chars().next() {
        Some('/') => format!("{}{reference}", site(base)),
        Some('?') => format!("{}{reference}", base.split('?').next().unwrap_or_default()),
        _ => reference.to_owned(),
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}
