//! A running demo, and what the tests ask of its pages.

use std::error::Error;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use http::StatusCode;
use http::header::LOCATION;
use reqwest::{Client, Response, redirect};
use url::Url;

pub(crate) type Outcome = Result<(), Box<dyn Error>>;

/// A running `symbolon-demo serve`, which stops at the end of the test.
pub(crate) struct Demo {
    child: Child,
    pub(crate) http: Client,
    pub(crate) app: String,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Demo {
    pub(crate) fn start() -> Result<Self, Box<dyn Error>> {
        Self::start_as(&["--provider-port", "0"])
    }

    pub(crate) fn start_as(arguments: &[&str]) -> Result<Self, Box<dyn Error>> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().redirect(redirect::Policy::none()).no_proxy();
        let http = http.tls_certs_only([]).build()?;
        let child = Command::new(env!("CARGO_BIN_EXE_symbolon-demo"))
            .args(["serve", "--relying-party-port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut demo = Self { child, http, app: String::new() };
        let stdout = demo.child.stdout.take().ok_or("no standard output")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        let app = line.trim().strip_prefix("Open ").and_then(|home| home.strip_suffix('/'));
        demo.app = app.ok_or("no address to open")?.to_owned();
        Ok(demo)
    }

    pub(crate) async fn get(&self, url: &str) -> Result<Response, reqwest::Error> {
        self.http.get(url).send().await
    }

    /// Returns the authorization request to which the app redirects a browser.
    pub(crate) async fn authorization_request(&self) -> Result<Url, Box<dyn Error>> {
        let sent_off = self.get(&format!("{}/login", self.app)).await?;
        let location = sent_off.headers().get(LOCATION).ok_or("no redirect")?;
        Ok(location.to_str()?.parse()?)
    }
}

/// Returns the request with one parameter changed or removed.
pub(crate) fn changed(request: &Url, name: &str, value: Option<&str>) -> Url {
    let mut url = request.clone();
    let kept = request.query_pairs().filter(|(other, _)| other != name);
    url.query_pairs_mut().clear().extend_pairs(kept);
    if let Some(value) = value {
        url.query_pairs_mut().append_pair(name, value);
    }
    url
}

/// Checks that the response is an error page with this status and this code, and not a redirect.
pub(crate) async fn is_page(response: Response, status: StatusCode, code: &str) -> Outcome {
    assert_eq!(response.status(), status, "{code}");
    assert_eq!(response.headers().get(LOCATION), None, "{code}");
    let html = response.text().await?;
    assert!(html.contains("<h1 id=\"error\">"), "{html}");
    assert!(html.contains(&format!("<code id=\"error-code\">{code}</code>")), "{html}");
    Ok(())
}
