//! What is printed of a token that was explained.

use std::io::{self, Write};

use symbolon::jose::SignatureAlgorithm;
use symbolon::jose::jws::CompactJws;
use symbolon::jose::key::DroppedKey;
use symbolon::oidc::Explanation;
use time::OffsetDateTime;

use super::compared::{Compared, Transport};
use crate::explain::{self, Answer, Line};
use crate::terminal::{BAD, BOLD, GOOD, Styled, timestamp};

/// Prints every rule and what it said. Answers whether none failed.
pub(super) fn print<'a>(
    token: &str,
    now: OffsetDateTime,
    compared: &Compared,
    explanation: &Explanation,
    left_out: impl Iterator<Item = &'a DroppedKey>,
) -> io::Result<bool> {
    let idle = |rule: &str| compared.idle(rule).map(|option| format!("there is no {option}"));
    let mut lines = vec![https(compared.transport)];
    lines.extend(explain::lines(explanation, idle));

    let mut out = anstream::stdout().lock();
    writeln!(out, "{} at {}\n", Styled(BOLD, "ID Token"), timestamp(now))?;
    explain::print(&mut out, &lines)?;
    if is_mac(token) {
        writeln!(
            out,
            "\nThe header names a MAC. Its key is the client's secret, which no JWK Set holds:"
        )?;
        writeln!(out, "such a token cannot be verified here.")?;
    }
    for DroppedKey { index, kid, reason, .. } in left_out {
        let kid = kid.as_deref().unwrap_or("without kid");
        writeln!(out, "\nKey {index} of the set ({kid:?}) was left out: {reason}")?;
    }
    let count = |answer| lines.iter().filter(|line| line.answer == answer).count();
    let (held, failed) = (count(Answer::Held), count(Answer::Failed));
    let style = if failed == 0 { GOOD } else { BAD };
    writeln!(out, "\n{}", Styled(style, format_args!("{held} rules held, {failed} failed")))?;
    Ok(failed == 0)
}

/// Core §2, `iss`: an https URL. The validator is given an issuer that was accepted before.
fn https(transport: Transport) -> Line {
    let (answer, note) = match transport {
        Transport::Https => (Answer::Held, None),
        Transport::HttpAllowed => (Answer::NotAsked, Some("--allow-http-issuer")),
        Transport::Http => (Answer::Failed, Some("it is not; --allow-http-issuer takes http")),
    };
    let note = note.map(str::to_owned);
    Line { statement: "the issuer is an https URL", section: "Core §2", answer, note }
}

fn is_mac(token: &str) -> bool {
    let algorithm = CompactJws::parse(token).map(|jws| jws.header().alg().parse());
    matches!(algorithm, Ok(Ok(algorithm)) if SignatureAlgorithm::is_mac(algorithm))
}
