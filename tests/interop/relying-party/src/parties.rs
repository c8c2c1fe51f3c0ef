//! The relying parties, and what they answer.

use core::time::Duration;
use std::io;

use http::Request as HttpRequest;
use serde_json::{Value, json};
use symbolon::jose::{EncryptionKey, SignatureAlgorithm, SigningKey};
use symbolon::oauth::{ResponseMode, ResponseType};
use symbolon::oidc::{ClaimsRequest, Prompt};
use symbolon::relying_party::{
    Callback, FoundProvider, FromBrowser, LoginError, LoginRequest, PendingLogin, PushLoginError,
    RelyingParty, Session,
};
use symbolon::ring::CRYPTO;
use symbolon::time::OffsetDateTime;
use symbolon::{Discover, Issuer, KeyCache, RedirectUri, drive_blocking};
use url::Url;

use crate::client;
use crate::refusal::Refusal;
use crate::registration;
use crate::request::{self, Request, Way};
use crate::wire::Wire;

/// The relying parties of a test.
#[derive(Debug)]
pub(crate) struct Parties {
    wire: Wire,
    parties: Vec<Party>,
}

#[derive(Debug)]
struct Party {
    rp: RelyingParty,
    keys: KeyCache,
    signing: Option<SigningKey>,
    encryption: Option<EncryptionKey>,
}

impl Parties {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self { wire: Wire::new()?, parties: Vec::new() })
    }

    /// Answers a request with `ok` or `error`. `sent` lists the HTTP requests that were sent.
    ///
    /// The answer to a malformed request is `invalid`, so that a test does not mistake it for a
    /// refusal.
    pub(crate) fn answer(&mut self, line: &str) -> Value {
        let answer = match serde_json::from_str(line) {
            Ok(request) => self.run(request),
            Err(error) => return json!({ "invalid": error.to_string() }),
        };
        let sent = self.wire.take_sent();
        match answer {
            Ok(value) => json!({ "ok": value, "sent": sent }),
            Err(Refusal { code, text, provider_said }) => {
                json!({ "error": code, "text": text, "provider_said": provider_said, "sent": sent })
            }
        }
    }

    fn run(&mut self, request: Request) -> Result<Value, Refusal> {
        match request {
            Request::Register { issuer, client } => self.register(&issuer, &client),
            Request::Begin { party, login } => {
                let (party, wire) = self.party(party)?;
                party.begin(&login, wire)
            }
            Request::Finish { party, pending, callback } => {
                let (party, wire) = self.party(party)?;
                party.finish(pending, &callback, wire)
            }
            Request::UserInfo { party, session } => {
                let (party, wire) = self.party(party)?;
                party.user_info(&session, wire)
            }
            Request::Refresh { party, session } => {
                let (party, wire) = self.party(party)?;
                party.refresh(&session, wire)
            }
            Request::RegisterItself { issuer, metadata, initial_access_token, signing_key } => {
                let key = client::signing_key(signing_key.as_ref())?;
                let token = initial_access_token;
                let found = registration::register(&issuer, metadata, token, key, &self.wire)?;
                Ok(self.found(found))
            }
            Request::Resume { registration, signing_key } => {
                let key = client::signing_key(signing_key.as_ref())?;
                let found = registration::resume(&registration, key, &self.wire)?;
                Ok(self.found(found))
            }
            Request::Read { registration } => registration::read(&registration, &self.wire),
            Request::Update { registration, changes } => {
                registration::update(&registration, &changes, &self.wire)
            }
            Request::Unregister { registration } => {
                registration::unregister(*registration, &self.wire)
            }
        }
    }

    /// Keeps a relying party. Returns its number, and its registration if it has just registered.
    fn found(&mut self, found: FoundProvider) -> Value {
        let number = self.parties.len();
        let FoundProvider { rp, keys, registration, .. } = found;
        self.parties.push(Party { rp, keys, signing: None, encryption: None });
        json!({ "party": number, "registered": registration.as_ref().map(registration::told) })
    }

    fn party(&mut self, number: usize) -> Result<(&mut Party, &Wire), Refusal> {
        let party = self.parties.get_mut(number).ok_or_else(|| Refusal::value("party"))?;
        Ok((party, &self.wire))
    }

    fn register(&mut self, issuer: &str, client: &request::Client) -> Result<Value, Refusal> {
        let issuer = Issuer::on_loopback(issuer).map_err(|_| Refusal::value("issuer"))?;
        let discovered = drive_blocking(Discover::new(issuer), |it| self.wire.send(it), clock);
        let metadata = discovered.map_err(|error| {
            Refusal::of_drive(&error, |error| Refusal::new(error.code(), error))
        })?;
        let rp = RelyingParty::new(metadata, client::configuration(client)?, &CRYPTO);
        let rp = rp.map_err(|error| Refusal::new(error.code(), &error))?;
        let keys = rp.key_cache();
        let number = self.parties.len();
        let (signing, encryption) =
            (client::signing_key(client.signing_key.as_ref())?, client::encryption_key(client)?);
        self.parties.push(Party { rp, keys, signing, encryption });
        Ok(json!(number))
    }
}

impl Party {
    fn begin(&self, login: &request::Login, wire: &Wire) -> Result<Value, Refusal> {
        let request = self.request(login)?;
        let (url, pending) = match login.request {
            Way::Pushed | Way::PushedSigned => {
                let pushed = drive_blocking(request.push(), |it| wire.send(it), clock);
                pushed.map_err(|error| Refusal::of_drive(&error, of_push))?
            }
            _ => {
                let begun = request.begin(clock());
                begun.map_err(|error| Refusal::new(error.code(), &error))?
            }
        };
        Ok(json!({ "url": url.as_str(), "pending": pending }))
    }

    fn request(&self, login: &request::Login) -> Result<LoginRequest, Refusal> {
        let redirect_uri = RedirectUri::new(&login.redirect_uri);
        let redirect_uri = redirect_uri.map_err(|_| Refusal::value("redirect_uri"))?;
        let response_type = ResponseType::new(&login.response_type);
        let response_type = response_type.map_err(|_| Refusal::value("response_type"))?;
        let mut request = self.rp.login(&redirect_uri).scope(&login.scope);
        request = request.response_type(response_type);
        if let Some(mode) = &login.response_mode {
            let mode = ResponseMode::new(mode).map_err(|_| Refusal::value("response_mode"))?;
            request = request.response_mode(mode);
        }
        if let Some(name) = &login.prompt {
            let known = [Prompt::NONE, Prompt::LOGIN, Prompt::CONSENT, Prompt::CREATE];
            let prompt = known.into_iter().find(|prompt| prompt.as_str() == name);
            request = request.prompt(prompt.ok_or_else(|| Refusal::value("prompt"))?);
        }
        if let Some(claims) = &login.claims {
            let claims = ClaimsRequest::parse(claims).map_err(|_| Refusal::value("claims"))?;
            request = request.claims(claims);
        }
        if let Some(values) = &login.acr_values {
            request = request.acr_values(values);
        }
        if let Some(seconds) = login.max_age {
            request = request.max_age(Duration::from_secs(seconds));
        }
        match login.request {
            Way::Plain | Way::Pushed => Ok(request),
            Way::Secret => Ok(request.request_object_with_secret(SignatureAlgorithm::Hs256)),
            Way::Signed | Way::PushedSigned => Ok(request.request_object(self.signing_key()?)),
            Way::Encrypted => {
                let theirs = self.encryption.clone();
                let theirs = theirs.ok_or_else(|| Refusal::value("encryption_key"))?;
                Ok(request.request_object(self.signing_key()?).encrypt_request_object(theirs))
            }
        }
    }

    fn signing_key(&self) -> Result<SigningKey, Refusal> {
        self.signing.clone().ok_or_else(|| Refusal::value("signing_key"))
    }

    fn finish(
        &mut self,
        pending: PendingLogin,
        callback: &request::Callback,
        wire: &Wire,
    ) -> Result<Value, Refusal> {
        let callback = self.callback(callback)?;
        if *pending.response_type() == ResponseType::NONE {
            let flow = self.rp.finish_without_tokens(pending, callback, &mut self.keys);
            let flow = flow.map_err(|error| of_callback(&error))?;
            let done = drive_blocking(flow, |it| wire.send(it), clock);
            let done = done.map_err(|error| Refusal::of_drive(&error, of_login))?;
            return Ok(json!({ "requested_scope": done.requested_scope.to_string() }));
        }
        let flow = self.rp.finish(pending, callback, &mut self.keys);
        let flow = flow.map_err(|error| of_callback(&error))?;
        let login = drive_blocking(flow, |it| wire.send(it), clock);
        let login = login.map_err(|error| Refusal::of_drive(&error, of_login))?;
        Ok(json!({
            "sub": login.id_token.sub,
            "id_token": login.id_token.encoded().expose(),
            "session": login.session,
            "from_browser": login.from_browser.as_ref().map(from_browser),
        }))
    }

    /// Reads what arrived at the redirect URI. A server receives a query or a form, and a native
    /// app receives a fragment.
    fn callback(&self, callback: &request::Callback) -> Result<Callback, Refusal> {
        let url = Url::parse(&callback.url).map_err(|_| Refusal::value("url"))?;
        let read = if url.fragment().is_some() {
            self.rp.callback_from_uri(url.as_str())
        } else {
            let request = match &callback.form {
                Some(form) => HttpRequest::post(url.as_str())
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(form.clone().into_bytes()),
                None => HttpRequest::get(url.as_str()).body(Vec::new()),
            };
            self.rp.callback_from_http(&request.map_err(|_| Refusal::value("url"))?)
        };
        read.map_err(|error| Refusal::new(error.code(), &error))
    }

    fn user_info(&self, session: &Session, wire: &Wire) -> Result<Value, Refusal> {
        let flow = self.rp.user_info(session);
        let flow = flow.map_err(|error| Refusal::new(error.code(), &error))?;
        let claims = drive_blocking(flow, |it| wire.send(it), clock).map_err(|error| {
            Refusal::of_drive(&error, |error| Refusal::new(error.code(), error))
        })?;
        Ok(json!(claims.to_object()))
    }

    fn refresh(&mut self, session: &Session, wire: &Wire) -> Result<Value, Refusal> {
        let flow = self.rp.refresh(session, &mut self.keys);
        let flow = flow.map_err(|error| Refusal::new(error.code(), &error))?;
        let refreshed = drive_blocking(flow, |it| wire.send(it), clock).map_err(|error| {
            Refusal::of_drive(&error, |error| Refusal::new(error.code(), error))
        })?;
        Ok(json!({ "session": refreshed.session }))
    }
}

fn from_browser(tokens: &FromBrowser) -> Value {
    json!({
        "id_token": tokens.id_token.as_ref().map(|it| it.encoded().expose().to_owned()),
        "access_token": tokens.access_token.as_ref().map(|it| it.expose().to_owned()),
        "scope": tokens.scope.to_string(),
    })
}

fn of_callback(error: &symbolon::relying_party::CallbackError) -> Refusal {
    Refusal::new(error.code(), error).said(error.refusal().map(|no| no.error.to_string()))
}

fn of_login(error: &LoginError) -> Refusal {
    Refusal::new(error.code(), error).said(error.refusal().map(|no| no.error.to_string()))
}

fn of_push(error: &PushLoginError) -> Refusal {
    Refusal::new(error.code(), error).said(error.refusal().map(|no| no.error.to_string()))
}

/// Returns the current time.
pub(crate) fn clock() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}
