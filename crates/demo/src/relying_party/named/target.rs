//! The text in which a user names a provider.

use symbolon::discovery::Identifier;
use symbolon::oauth::Issuer;

use super::{Named, NamedProblem, Reach};

/// What a user typed.
#[derive(Debug)]
pub(super) enum Target {
    /// The identifier of the user, such as `alice@example.com`.
    User(Identifier),
    /// The issuer of a provider.
    Issuer(Issuer),
}

impl Named {
    /// Reads what a user typed: a text with the scheme of a URL is an issuer, and every other text is
    /// an identifier.
    pub(super) fn target(&self, typed: &str) -> Result<Target, NamedProblem> {
        let scheme = typed.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        let is_url = matches!(scheme.as_deref(), Some("https" | "http"));
        Ok(match self.reach {
            Reach::Off => return Err(NamedProblem::Off),
            Reach::Internet if is_url => Target::Issuer(Issuer::new(typed)?),
            Reach::ThisMachine if is_url => Target::Issuer(Issuer::on_loopback(typed)?),
            Reach::Internet => Target::User(Identifier::new(typed)?),
            Reach::ThisMachine => Target::User(Identifier::on_loopback(typed)?),
        })
    }
}
