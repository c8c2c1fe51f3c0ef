//! Prints every message of a login when it is sent, with the rule that its receiver checks.
//!
//! The messages come from the HTTP client that sends them. What the receiver does next shows whether
//! the rule held: if it sends its own message, the rule held, and if it refuses, the rule failed.

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

/// The messages of a login at one provider.
#[derive(Debug)]
pub(crate) struct Transcript {
    /// The origin of the provider. A message to any other origin goes to the relying party.
    provider: String,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    messages: usize,
    /// The rule of the last message, whose outcome is not known yet.
    open: Option<Rule>,
}

/// Shows the messages of one sender.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    transcript: Arc<Transcript>,
    sender: Role,
}

/// A request that was shown, and whose response will be shown.
pub(crate) struct Answered<'a> {
    transcript: &'a Transcript,
    sender: Role,
    receiver: Role,
    path: String,
}

impl Transcript {
    /// Creates the transcript of a login at the provider with this origin.
    pub(crate) fn new(provider: &str) -> Arc<Self> {
        Arc::new(Self { provider: provider.to_owned(), state: Mutex::default() })
    }

    /// Returns the wire of a sender.
    pub(crate) fn wire(self: &Arc<Self>, sender: Role) -> Wire {
        Wire { transcript: self.clone(), sender }
    }

    /// Ends the transcript: the last message was accepted.
    pub(crate) fn end(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.settle(&mut anstream::stdout().lock(), true);
    }

    /// Returns the role of the party at this address.
    fn receiver(&self, uri: &Uri) -> Role {
        let origin = format!(
            "{}://{}",
            uri.scheme_str().unwrap_or_default(),
            uri.authority().map(|it| it.as_str()).unwrap_or_default()
        );
        if origin == self.provider { Role::Provider } else { Role::RelyingParty }
    }

    /// Prints a message, and keeps its rule until the next message shows whether it held.
    fn say(&self, from: Role, to: Role, said: &message::Said, rule: Option<Rule>) {
        let mut out = anstream::stdout().lock();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.settle(&mut out, !said.refuses);
        state.messages = state.messages.saturating_add(1);
        let number = Styled(DIM, format_args!("{:>2}", state.messages));
        let parties = Styled(BOLD, format!("{from} \u{2192} {to}"));
        // The login goes on when standard output is closed.
        let _ = writeln!(out, "\n{number}  {parties}  {}", said.headline);
        let width = said.fields.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        for (name, value) in &said.fields {
            let _ = writeln!(out, "      {}  {value}", Styled(DIM, format_args!("{name:<width$}")));
        }
        state.open = rule;
    }
}

impl State {
    /// Prints whether the rule of the last message held: its receiver went on, or refused.
    fn settle(&mut self, out: &mut impl Write, held: bool) {
        let Some(rule) = self.open.take() else { return };
        let (style, mark) = if held { (GOOD, "held") } else { (BAD, "FAILED") };
        let section = Styled(DIM, format_args!("[{}]", rule.section));
        let _ = writeln!(out, "    {} {} {section}", Styled(style, mark), rule.statement);
    }
}

impl Wire {
    /// Shows a request.
    pub(crate) fn request(&self, request: &Request<Vec<u8>>) -> Answered<'_> {
        let receiver = self.transcript.receiver(request.uri());
        let path = rules::path(request).to_owned();
        let rule = rules::of_request(receiver, &path);
        self.transcript.say(self.sender, receiver, &message::request(request), rule);
        Answered { transcript: &self.transcript, sender: self.sender, receiver, path }
    }
}

impl Answered<'_> {
    /// Shows the response.
    pub(crate) fn response(&self, response: &Response<Vec<u8>>) {
        let rule = rules::of_response(self.receiver, &self.path);
        let rule = rule.filter(|_| !response.status().is_client_error());
        self.transcript.say(self.receiver, self.sender, &message::response(response), rule);
    }
}
