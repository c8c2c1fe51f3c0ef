//! What is printed of a token that was held to the rules.

use std::io::{self, Write};

use symbolon::jose::jws::CompactJws;
use symbolon::jose::key::DroppedKey;
use symbolon::jose::{SignatureAlgorithm, VerificationKeys};
use symbolon::oidc::Explanation;
use time::OffsetDateTime;

use super::compared::{Compared, Transport};
use super::rules::{self, Answer, Line};
use super::with::With;
use crate::decode;
use crate::keys::Keys;
use crate::kind::Kind;
use crate::printable::printable;
use crate::show::rfc3339;
use crate::terminal::{BAD, BOLD, GOOD};

/// A token, and what it was verified with.
pub(super) struct Report<'a> {
    pub(super) token: &'a str,
    pub(super) at: OffsetDateTime,
    pub(super) with: &'a With,
    pub(super) compared: &'a Compared,
    pub(super) keys: &'a VerificationKeys,
}

impl Report<'_> {
    /// Prints the token, then every rule and what it says. Returns whether no rule failed.
    pub(super) fn print(&self, explanation: &Explanation) -> io::Result<bool> {
        let kind = Kind::of(self.token);
        let mut lines = vec![https(self.compared.transport)];
        lines.extend(rules::lines(explanation, |rule| self.compared.idle(rule)));
        if kind == Some(Kind::Opaque) {
            // An opaque token has no header and no claims, so no rule about them can hold.
            lines.iter_mut().for_each(Line::idle_unless_failed);
        }

        let mut out = anstream::stdout().lock();
        self.print_head(&mut out, kind.as_ref())?;
        decode::print_compact(&mut out, self.token)?;
        writeln!(out, "\n{BOLD}Rules{BOLD:#}")?;
        rules::print(&mut out, &lines)?;
        self.print_reasons(&mut out)?;

        let count = |answer| lines.iter().filter(|line| line.answer == answer).count();
        let (held, failed) = (count(Answer::Held), count(Answer::Failed));
        let style = if failed == 0 { GOOD } else { BAD };
        writeln!(out, "\n{style}{held} rules held, {failed} failed{style:#}")?;
        Ok(failed == 0)
    }

    fn print_head(&self, out: &mut impl Write, kind: Option<&Kind>) -> io::Result<()> {
        let seconds = self.at.unix_timestamp();
        let date = rfc3339(self.at).map(|date| format!(" ({date})")).unwrap_or_default();
        let title = if kind.is_some() { "Token   " } else { "ID Token" };
        writeln!(out, "{BOLD}{title}{BOLD:#} at {seconds}{date}")?;
        match self.with {
            With::PublicKeys(Keys { set, source }) => {
                let keys = set.keys();
                writeln!(out, "{BOLD}Keys{BOLD:#}     {} from {}", keys.len(), printable(source))?;
                for kid in keys.iter().filter_map(|key| key.kid()) {
                    writeln!(out, "         kid {}", printable(&format!("{kid:?}")))?;
                }
            }
            With::Secret(secret) => {
                let source = printable(&secret.source);
                writeln!(out, "{BOLD}Secret{BOLD:#}   from {source}, for a MAC")?;
            }
        }
        match kind {
            Some(kind) => writeln!(
                out,
                "\n{BAD}{}{BAD:#}\nThe rules below are those of an ID Token.",
                printable(&kind.in_words())
            ),
            None => Ok(()),
        }
    }

    /// Explains the result of the signature check. If the check failed, prints the reasons that are
    /// not a fault of the token, such as a missing secret.
    fn print_reasons(&self, out: &mut impl Write) -> io::Result<()> {
        match (algorithm(self.token).map(SignatureAlgorithm::is_mac), self.with) {
            (Some(true), With::Secret(_)) => writeln!(
                out,
                "\nThe token is signed with a MAC. Its key is the client's secret, so everyone who has the\n\
                 secret can have made the token: the issuer, and the client itself."
            )?,
            (Some(true), With::PublicKeys(_)) => writeln!(
                out,
                "\nThe token is signed with a MAC. Its key is the client's secret, which is not in a JWK Set. Give\n\
                 the secret with --secret-file or --secret-env."
            )?,
            (Some(false), With::Secret(_)) => writeln!(
                out,
                "\nThe `alg` in the header is not a MAC. To verify the token with the issuer's public keys, give\n\
                 --keys or --issuer, and leave out the secret."
            )?,
            _ => {}
        }
        let set = match self.with {
            With::PublicKeys(keys) => keys.set.dropped(),
            With::Secret(_) => &[],
        };
        for DroppedKey { index, kid, reason, .. } in set.iter().chain(self.keys.dropped()) {
            let kid = match kid {
                Some(kid) => printable(&format!("kid {kid:?}")),
                None => "no kid".to_owned(),
            };
            writeln!(
                out,
                "\nKey {index} of the set ({kid}) was not used: {}",
                printable(&reason.to_string())
            )?;
        }
        Ok(())
    }
}

/// Core §2, `iss`: an https URL. The validator takes any issuer that it is given.
fn https(transport: Transport) -> Line {
    let (answer, note) = match transport {
        Transport::Https => (Answer::Held, None),
        Transport::HttpAllowed => (Answer::Idle, Some("--allow-http-issuer was given")),
        Transport::Http => {
            (Answer::Failed, Some("the URL is http; --allow-http-issuer accepts it"))
        }
        Transport::Unknown => (Answer::Idle, Some("the token names no issuer")),
    };
    let note = note.map(str::to_owned);
    Line { statement: "the issuer is an https URL", section: "Core §2", answer, note }
}

fn algorithm(token: &str) -> Option<SignatureAlgorithm> {
    CompactJws::parse(token).ok()?.header().alg().parse().ok()
}
