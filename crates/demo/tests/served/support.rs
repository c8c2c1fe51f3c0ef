//! A running demo, and a browser for its pages.

use std::error::Error;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use http::StatusCode;
use http::header::{LOCATION, SET_COOKIE};
use reqwest::{Client, RequestBuilder, Response, redirect};
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
        Self::start_with(arguments, Stdio::null())
    }

    /// Starts the demo, whose log [`log`](Self::log) returns.
    pub(crate) fn start_logged() -> Result<Self, Box<dyn Error>> {
        Self::start_with(&["--provider-port", "0"], Stdio::piped())
    }

    pub(crate) fn start_with(arguments: &[&str], stderr: Stdio) -> Result<Self, Box<dyn Error>> {
        let has_port = arguments.contains(&"--relying-party-port");
        let child = Command::new(env!("CARGO_BIN_EXE_symbolon-demo"))
            .arg("serve")
            .args(if has_port { &[][..] } else { &["--relying-party-port", "0"] })
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()?;
        let mut demo = Self::running(child, "Open /")?;
        let stdout = demo.child.stdout.take().ok_or("no standard output")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        demo.app = address(line.trim())?;
        Ok(demo)
    }

    /// Returns a running demo that has printed this line.
    pub(crate) fn running(child: Child, line: &str) -> Result<Self, Box<dyn Error>> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().redirect(redirect::Policy::none()).no_proxy();
        let http = http.tls_certs_only([]).build()?;
        Ok(Self { child, http, app: address(line)? })
    }

    /// Returns the number of the process.
    #[cfg(target_os = "linux")]
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Stops the demo, and returns its log.
    pub(crate) fn log(mut self) -> Result<String, Box<dyn Error>> {
        self.child.kill()?;
        let mut log = String::new();
        self.child.stderr.take().ok_or("no log")?.read_to_string(&mut log)?;
        Ok(log)
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

/// Returns the address in the line that the demo prints when it runs.
fn address(line: &str) -> Result<String, &'static str> {
    let app = line.strip_prefix("Open ").and_then(|home| home.strip_suffix('/'));
    Ok(app.ok_or("no address to open")?.to_owned())
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

/// Writes a file for one test, and returns its path.
pub(crate) fn file(name: &str, content: &str) -> Result<String, Box<dyn Error>> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content)?;
    Ok(path.to_str().ok_or("the path is not text")?.to_owned())
}

/// The fields of the form for alice's password.
pub(crate) const ALICE: [(&str, &str); 3] =
    [("username", "alice"), ("password", "correct horse battery staple"), ("action", "sign-in")];

/// The fields of the form for bob's password.
pub(crate) const BOB: [(&str, &str); 3] =
    [("username", "bob"), ("password", "hunter2 hunter2 hunter2"), ("action", "sign-in")];

/// A browser at one server. It keeps cookies, and follows no redirect by itself.
pub(crate) struct Tab<'a> {
    pub(crate) demo: &'a Demo,
    pub(crate) cookie: String,
    /// The address and the text of the last page.
    pub(crate) address: Url,
    pub(crate) html: String,
}

impl<'a> Tab<'a> {
    /// Opens an address.
    pub(crate) async fn open(demo: &'a Demo, address: Url) -> Result<Self, Box<dyn Error>> {
        let html = String::new();
        let mut tab = Self { demo, cookie: String::new(), address, html };
        let request = tab.demo.http.get(tab.address.clone());
        tab.go(request).await?;
        Ok(tab)
    }

    /// Returns a browser that shows this page.
    pub(crate) fn at(demo: &'a Demo, address: Url, html: &str) -> Self {
        Self { demo, cookie: String::new(), address, html: html.to_owned() }
    }

    /// Opens an address that is relative to the last page. Returns its status.
    pub(crate) async fn visit(&mut self, address: &str) -> Result<StatusCode, Box<dyn Error>> {
        self.address = self.address.join(address)?;
        let request = self.demo.http.get(self.address.clone());
        self.go(request).await
    }

    /// Posts a form with these fields and the interaction of the last page, checks that the answer
    /// is a redirect with status 303, and follows it within the same server.
    pub(crate) async fn post(
        &mut self,
        action: &str,
        fields: &[(&str, &str)],
    ) -> Result<StatusCode, Box<dyn Error>> {
        let answer = self.send(action, fields).await?;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "POST {action}");
        self.keep_cookie(&answer);
        let location = answer.headers().get(LOCATION).ok_or("no redirect")?.to_str()?.to_owned();
        let location = self.address.join(&location)?;
        if location.origin() != self.address.origin() {
            self.address = location;
            return Ok(StatusCode::SEE_OTHER);
        }
        self.visit(location.as_str()).await
    }

    /// Posts a form, and returns the answer.
    pub(crate) async fn send(
        &self,
        action: &str,
        fields: &[(&str, &str)],
    ) -> Result<Response, Box<dyn Error>> {
        let mut body = Url::parse("form:")?;
        body.query_pairs_mut().extend_pairs(fields);
        if let Some(interaction) = self.interaction() {
            body.query_pairs_mut().append_pair("interaction", interaction);
        }
        let request = self.demo.http.post(self.address.join(action)?);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let request = request.header("origin", self.address.origin().ascii_serialization());
        let request = request.header("cookie", &self.cookie);
        Ok(request.body(body.query().unwrap_or_default().to_owned()).send().await?)
    }

    /// Returns the hidden field of the form on the last page.
    pub(crate) fn interaction(&self) -> Option<&str> {
        let (_, rest) = self.html.split_once("name=\"interaction\" value=\"")?;
        rest.split_once('"').map(|(interaction, _)| interaction)
    }

    async fn go(&mut self, request: RequestBuilder) -> Result<StatusCode, Box<dyn Error>> {
        let mut request = request;
        loop {
            let answer = request.header("cookie", &self.cookie).send().await?;
            self.keep_cookie(&answer);
            let Some(location) = answer.headers().get(LOCATION) else {
                let status = answer.status();
                self.html = answer.text().await?;
                return Ok(status);
            };
            let location = self.address.join(location.to_str()?)?;
            let leaves = location.origin() != self.address.origin();
            self.address = location;
            if leaves {
                return Ok(answer.status());
            }
            request = self.demo.http.get(self.address.clone());
        }
    }

    fn keep_cookie(&mut self, answer: &Response) {
        let all = answer.headers().get_all(SET_COOKIE).iter();
        for cookie in all.filter_map(|cookie| cookie.to_str().ok()) {
            let Some((name, _)) = cookie.split_once('=') else { continue };
            let others = self.cookie.split("; ").filter(|it| !it.starts_with(&format!("{name}=")));
            let value = cookie.split(';').next().filter(|_| !cookie.contains("Max-Age=0"));
            let kept: Vec<_> = others.chain(value).filter(|it| !it.is_empty()).collect();
            self.cookie = kept.join("; ");
        }
    }
}
