//! `symbolon-demo`: one login over real HTTP, with every message of it in order.

mod browser;

use std::io::{self, Write};

use symbolon::jose::Object;
use thiserror::Error;

use self::browser::{Browser, BrowserError};
use crate::client::Http;
use crate::explain;
use crate::relying_party::{App, SignedIn, listed};
use crate::servers::{Port, Servers, StartError, register};
use crate::terminal::{BOLD, DIM, Styled};
use crate::transcript::{Role, Transcript, shorten};

const ALICE: [(&str, &str); 3] =
    [("username", "alice"), ("password", "correct horse battery staple"), ("action", "sign-in")];

#[derive(Debug, Error)]
pub(crate) enum LoginError {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Browser(#[from] BrowserError),
    #[error("the pages went by, and nobody is signed in")]
    NotSignedIn,
    #[error("standard output cannot be written")]
    Output(#[from] io::Error),
}

pub(crate) async fn run() -> Result<(), LoginError> {
    let provider_port = Port::open(0).await.map_err(StartError::from)?;
    let app_port = Port::open(0).await.map_err(StartError::from)?;
    let issuer = provider_port.issuer().map_err(StartError::from)?;
    let home = app_port.origin.clone();

    let redirect_uri = app_port.redirect_uri().map_err(StartError::from)?;
    let (theirs, ours) = register(&redirect_uri)?;
    let http = Http::new(&issuer).map_err(StartError::from)?;
    let transcript = Transcript::new(issuer.as_str());
    let app_http = http.watched(transcript.wire(Role::RelyingParty));
    let app = App::new(issuer.clone(), ours, redirect_uri, app_http);

    let mut servers = Servers::default();
    servers.provider(provider_port, &issuer, vec![theirs])?;
    let app = servers.app(app_port, app);

    writeln!(anstream::stdout(), "The provider is {issuer}, the relying party {home}.")?;
    let mut browser = Browser::new(http.watched(transcript.wire(Role::Browser)));
    let sign_in = browser.open(&format!("{home}/login")).await?;
    let consent = browser.submit(&sign_in, "/sign-in", &ALICE).await?;
    let signed_in = browser.submit(&consent, "/consent", &[("action", "allow")]).await?;
    browser.submit(&signed_in, "/userinfo", &[]).await?;
    transcript.end();

    let headers = browser.headers().map_err(BrowserError::from)?;
    let (_, signed_in) = app.signed_in(&headers).ok_or(LoginError::NotSignedIn)?;
    Ok(report(&app, &signed_in)?)
}

/// Who is signed in, and why that is believed.
fn report(app: &App, signed_in: &SignedIn) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    if let Some(explanation) = app.explain(signed_in) {
        writeln!(out, "\n{}", Styled(BOLD, "The ID Token, rule by rule"))?;
        let mut lines = explain::lines(&explanation, |_| None);
        // The others are about what this token does not say, and nobody asked for.
        lines.retain(|line| line.answer != explain::Answer::NotAsked);
        explain::print(&mut out, &lines)?;
    }
    print_claims(&mut out, "Claims of the ID Token", &signed_in.claims())?;
    if let Some(user_info) = &signed_in.user_info {
        print_claims(&mut out, "Claims from UserInfo", &user_info.to_object())?;
    }
    Ok(())
}

fn print_claims(out: &mut impl Write, title: &str, claims: &Object) -> io::Result<()> {
    writeln!(out, "\n{}", Styled(BOLD, title))?;
    for (name, value) in listed(claims) {
        let value = shorten(&name, &value);
        writeln!(out, "  {}  {value}", Styled(DIM, format_args!("{name:<22}")))?;
    }
    Ok(())
}
