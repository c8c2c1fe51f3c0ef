//! The default command: one login over real HTTP, with all its messages in order.

mod browser;

use std::io::{self, Write};
use std::sync::Arc;

use symbolon::jose::Object;
use symbolon::jose::rule::Outcome;
use symbolon::oauth::ResponseType;
use symbolon::oidc::id_token::Finding;
use symbolon::provider::{ProviderPolicy, RegistrationPolicy};
use symbolon::relying_party::ClientAuthentication;
use symbolon::ring::CRYPTO;
use symbolon_store::Store;
use thiserror::Error;

use self::browser::{Browser, BrowserError, Page};
use crate::app_key::AppKey;
use crate::client::Http;
use crate::log::Log;
use crate::provider::engine;
use crate::relying_party::{App, Choice, SignedIn, listed};
use crate::secret::AppSecret;
use crate::servers::{Port, Servers, register};
use crate::start_error::StartError;
use crate::terminal::{BAD, BOLD, DIM, GOOD, Styled};
use crate::transcript::{Role, Transcript, shorten};

const ALICE: [(&str, &str); 3] =
    [("username", "alice"), ("password", "correct horse battery staple"), ("action", "sign-in")];

/// A new user, who creates an account.
const CAROL: [(&str, &str); 3] =
    [("username", "carol"), ("name", "Carol Danvers"), ("password", "a password for the demo")];

#[derive(Debug, Error)]
pub(crate) enum LoginError {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Browser(#[from] BrowserError),
    #[error("no user is signed in after the last page")]
    NotSignedIn,
    #[error("standard output cannot be written")]
    Output(#[from] io::Error),
}

/// The servers and the browser of a login.
struct Stage {
    home: String,
    /// The identifier of alice, if the user names the provider.
    identifier: Option<String>,
    app: Arc<App>,
    browser: Browser,
    transcript: Arc<Transcript>,
    _servers: Servers,
}

/// Prints a login. If `registers`, the user names the provider, and the app registers itself there.
pub(crate) async fn run(choice: Choice, registers: bool) -> Result<(), LoginError> {
    let signs_in = choice.flow != Some(ResponseType::NONE);
    let stage = set_up(choice, registers).await?;
    let Stage { home, app, mut browser, transcript, .. } = stage;

    let sign_in = match &stage.identifier {
        Some(identifier) => name_provider(&mut browser, &home, identifier).await?,
        None => browser.open(&format!("{home}/login")).await?,
    };
    let consent = match sign_in.has_form("/sign-up") {
        true => browser.submit(&sign_in, "/sign-up", &CAROL).await?,
        false => browser.submit(&sign_in, "/sign-in", &ALICE).await?,
    };
    let last = browser.submit(&consent, "/consent", &[("action", "allow")]).await?;
    // Core §5.3.1: the UserInfo endpoint needs an access token, which some flows do not return.
    if last.has_form("/userinfo") {
        browser.submit(&last, "/userinfo", &[]).await?;
    }
    transcript.end();
    if !signs_in {
        let no_user =
            "The user allowed the request. The app has no token, so it signed no user in.";
        writeln!(anstream::stdout(), "\n{no_user}")?;
        return Ok(());
    }

    let headers = browser.headers(&home)?;
    let signed_in = app.signed_in(&headers).await.map_err(StartError::from)?;
    let signed_in = signed_in.ok_or(LoginError::NotSignedIn)?;
    Ok(report(&app, &signed_in)?)
}

/// Types an identifier on the start page of the app. Returns the sign-in page of the provider.
async fn name_provider(
    browser: &mut Browser,
    home: &str,
    identifier: &str,
) -> Result<Page, BrowserError> {
    let start = browser.open(&format!("{home}/")).await?;
    let next = browser.submit(&start, "/provider", &[("identifier", identifier)]).await?;
    match next.has_form("/provider") {
        // The page says what the provider changed in the registration.
        true => browser.submit(&next, "/provider", &[]).await,
        false => Ok(next),
    }
}

/// Starts both servers on free ports, and a browser. The transcript shows the messages that they send.
async fn set_up(choice: Choice, registers: bool) -> Result<Stage, StartError> {
    let (provider_port, app_port) = (Port::open(0).await?, Port::open(0).await?);
    let (issuer, home) = (provider_port.issuer()?, app_port.origin.clone());
    let redirect_uri = app_port.redirect_uri()?;
    let (store, secret) = (Store::memory(), AppSecret::random()?);
    let key = AppKey::embedded()?;
    let authentication = ClientAuthentication::ClientSecretBasic(secret.client_secret());
    let (theirs, ours) = register(&redirect_uri, authentication, &key)?;

    let transcript = Transcript::new(issuer.as_str());
    let http = Http::new(&issuer)?;
    let browser = Browser::new(http.watched(transcript.wire(Role::Browser)));
    let app_http = http.watched(transcript.wire(Role::RelyingParty));
    let app = App::new(issuer.clone(), ours, redirect_uri, app_http, (&store, &secret))?;
    let app = app.watched(transcript.wire(Role::RelyingParty));
    let app = app.choice(choice).request_key(key.signing).silent();

    writeln!(anstream::stdout(), "The provider is {issuer}, and the relying party is {home}.")?;
    let mut servers = Servers::default();
    let log = Log::new(Role::Provider).silent();
    let mut policy = ProviderPolicy::default();
    policy.registration = registers.then(RegistrationPolicy::open);
    let engine = engine(&issuer, policy, CRYPTO)?;
    let store = store.provider(&issuer);
    store.put_client(&theirs).await?;
    let to_clients = Http::for_strangers(&issuer)?.watched(transcript.wire(Role::Provider));
    servers.provider(provider_port, engine, store, (log, to_clients))?;
    let app = servers.app(app_port, app);
    let host = issuer.as_str().trim_start_matches("http://");
    let identifier = registers.then(|| format!("alice@{host}"));
    Ok(Stage { home, identifier, app, browser, transcript, _servers: servers })
}

/// Prints the rules that the ID Token was checked against, and the claims about the user.
fn report(app: &App, signed_in: &SignedIn) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    if let Some(explanation) = app.explain(signed_in) {
        writeln!(out, "\n{}", Styled(BOLD, "The ID Token, rule by rule"))?;
        explanation.findings().iter().try_for_each(|finding| print_finding(&mut out, finding))?;
    }
    print_claims(&mut out, "Claims of the ID Token", &signed_in.claims())?;
    if let Some(user_info) = &signed_in.shown.user_info {
        print_claims(&mut out, "Claims from UserInfo", user_info)?;
    }
    Ok(())
}

/// Prints a rule that was checked. The other rules are about claims that this token does not have.
fn print_finding(out: &mut impl Write, finding: &Finding) -> io::Result<()> {
    let (style, mark, reason) = match &finding.outcome {
        Outcome::Held => (GOOD, "held   ", String::new()),
        Outcome::Failed(error) => (BAD, "FAILED ", format!(": {error}")),
        Outcome::NotApplicable | Outcome::NotChecked => return Ok(()),
    };
    let (mark, reason) = (Styled(style, mark), Styled(style, reason));
    let section = Styled(DIM, format_args!("{:<22}", finding.rule.section()));
    writeln!(out, "{mark} {section} {}{reason}", finding.rule.statement())
}

fn print_claims(out: &mut impl Write, title: &str, claims: &Object) -> io::Result<()> {
    writeln!(out, "\n{}", Styled(BOLD, title))?;
    for (name, value) in listed(claims) {
        let value = shorten(&name, &value);
        writeln!(out, "  {}  {value}", Styled(DIM, format_args!("{name:<22}")))?;
    }
    Ok(())
}
