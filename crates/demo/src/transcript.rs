//! Every message of a login, printed as it passes, with the rule that its receiver holds it to.
//!
//! Messages are taken from the HTTP client that sends them. Whether a rule held is seen by what the
//! receiver does next: in a login every message but the last is answered, or followed up, by
//! whoever got it. A refusal means that the rule did not hold.

mod message;
mod role;
mod rules;
mod shorten;

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use http::{Request, Response, Uri};

pub(crate) use self::role::Role;
use self::rules::Rule;
pub(crate) use self::shorten::shorten;
use crate::terminal::{BAD, BOLD, DIM, GOOD, Styled};

/// What was said so far, and by whom.
#[derive(Debug)]
pub(crate) struct Transcript {
    /// Where the provider is; the relying party is anywhere else.
    provider: String,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    messages: usize,
    /// The rule of the last message.
    open: Option<Rule>,
}

/// The wire of one sender.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    transcript: Arc<Transcript>,
    sender: Role,
}

/// A request that is on its way, and whose answer will be shown.
pub(crate) struct Answered<'a> {
    transcript: &'a Transcript,
    sender: Role,
    receiver: Role,
    path: String,
}

impl Transcript {
    /// Of a login at the provider whose addresses begin with this.
    pub(crate) fn new(provider: &str) -> Arc<Self> {
        Arc::new(Self { provider: provider.to_owned(), state: Mutex::default() })
    }

    pub(crate) fn wire(self: &Arc<Self>, sender: Role) -> Wire {
        Wire { transcript: self.clone(), sender }
    }

    /// Nothing comes any more: what was said last was accepted.
    pub(crate) fn end(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.settle(&mut anstream::stdout().lock(), true);
    }

    fn receiver(&self, uri: &Uri) -> Role {
        let origin = format!(
            "{}://{}",
            uri.scheme_str().unwrap_or_default(),
            uri.authority().map(|it| it.as_str()).unwrap_or_default()
        );
        if origin == self.provider { Role::Provider } else { Role::RelyingParty }
    }

    fn say(&self, from: Role, to: Role, said: &message::Said, rule: Option<Rule>) {
        let mut out = anstream::stdout().lock();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.settle(&mut out, !said.refuses);
        state.messages = state.messages.saturating_add(1);
        let number = Styled(DIM, format_args!("{:>2}", state.messages));
        let parties = Styled(BOLD, format!("{from} \u{2192} {to}"));
        // A reader who has gone does not stop the login.
        let _ = writeln!(out, "\n{number}  {parties}  {}", said.headline);
        let width = said.fields.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        for (name, value) in &said.fields {
            let _ = writeln!(out, "      {}  {value}", Styled(DIM, format_args!("{name:<width$}")));
        }
        state.open = rule;
    }
}

impl State {
    /// The receiver of the last message went on, or refused to.
    fn settle(&mut self, out: &mut impl Write, held: bool) {
        let Some(rule) = self.open.take() else { return };
        let (style, mark) = if held { (GOOD, "held") } else { (BAD, "FAILED") };
        let section = Styled(DIM, format_args!("[{}]", rule.section));
        let _ = writeln!(out, "    {} {} {section}", Styled(style, mark), rule.statement);
    }
}

impl Wire {
    pub(crate) fn request(&self, request: &Request<Vec<u8>>) -> Answered<'_> {
        let receiver = self.transcript.receiver(request.uri());
        let path = request.uri().path().to_owned();
        let rule = rules::of_request(receiver, &path);
        self.transcript.say(self.sender, receiver, &message::request(request), rule);
        Answered { transcript: &self.transcript, sender: self.sender, receiver, path }
    }
}

impl Answered<'_> {
    pub(crate) fn response(&self, response: &Response<Vec<u8>>) {
        let rule = rules::of_response(self.receiver, &self.path);
        let rule = rule.filter(|_| !response.status().is_client_error());
        self.transcript.say(self.receiver, self.sender, &message::response(response), rule);
    }
}
