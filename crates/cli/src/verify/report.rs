//! What is printed of a token that was held to the rules.

use std::io::{self, Write};

use symbolon::jose::SignatureAlgorithm;
use symbolon::jose::jws::CompactJws;
use symbolon::jose::key::DroppedKey;
use symbolon::oidc::Explanation;
use time::OffsetDateTime;

use super::compared::{Compared, Transport};
use super::rules::{self, Answer, Line};
use crate::decode;
use crate::keys::Keys;
use crate::printable::printable;
use crate::show::rfc3339;
use crate::terminal::{BAD, BOLD, GOOD};

/// A token, and what it was verified with.
pub(super) struct Report<'a> {
    pub(super) token: &'a str,
    pub(super) at: OffsetDateTime,
    pub(super) source: &'a Keys,
    pub(super) compared: &'a Compared,
    /// The keys of the source that cannot be used.
    pub(super) dropped: Vec<&'a DroppedKey>,
}

impl Report<'_> {
    /// Prints the token, then every rule and what it says. Returns whether no rule failed.
    pub(super) fn print(&self, explanation: &Explanation) -> io::Result<bool> {
        let mut lines = vec![https(self.compared.transport)];
        lines.extend(rules::lines(explanation, |rule| self.compared.idle(rule)));

        let mut out = anstream::stdout().lock();
        self.print_head(&mut out)?;
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

    fn print_head(&self, out: &mut impl Write) -> io::Result<()> {
        let seconds = self.at.unix_timestamp();
        let date = rfc3339(self.at).map(|date| format!(" ({date})")).unwrap_or_default();
        writeln!(out, "{BOLD}ID Token{BOLD:#} at {seconds}{date}")?;
        let keys = self.source.set.keys();
        writeln!(
            out,
            "{BOLD}Keys{BOLD:#}     {} from {}",
            keys.len(),
            printable(&self.source.source)
        )?;
        for kid in keys.iter().filter_map(|key| key.kid()) {
            writeln!(out, "         kid {}", printable(&format!("{kid:?}")))?;
        }
        Ok(())
    }

    /// Prints why a signature can fail that the token is not to blame for.
    fn print_reasons(&self, out: &mut impl Write) -> io::Result<()> {
        if is_mac(self.token) {
            writeln!(
                out,
                "\nThe header names a MAC. Its key is the client's secret, which no JWK Set holds,"
            )?;
            writeln!(out, "so this token cannot be verified here.")?;
        }
        for DroppedKey { index, kid, reason, .. } in &self.dropped {
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
    };
    let note = note.map(str::to_owned);
    Line { statement: "the issuer is an https URL", section: "Core §2", answer, note }
}

fn is_mac(token: &str) -> bool {
    let algorithm = CompactJws::parse(token).map(|jws| jws.header().alg().parse());
    matches!(algorithm, Ok(Ok(algorithm)) if SignatureAlgorithm::is_mac(algorithm))
}
