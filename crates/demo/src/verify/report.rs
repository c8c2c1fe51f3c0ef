//! What each rule said, one line for each.

use std::io::{self, Write};

use anstyle::Style;
use symbolon::jose::SignatureAlgorithm;
use symbolon::jose::jws::CompactJws;
use symbolon::oidc::Explanation;
use symbolon::oidc::id_token::{Finding, Outcome};
use time::OffsetDateTime;

use super::compared::{Compared, Transport};
use crate::terminal::{BAD, BOLD, DIM, GOOD, Styled, WARNING};

pub(super) fn print(
    token: &str,
    now: OffsetDateTime,
    compared: &Compared,
    explanation: &Explanation,
) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    writeln!(out, "{} at {}\n", Styled(BOLD, "ID Token"), now.truncate_to_second())?;
    transport(&mut out, compared.transport)?;
    for finding in explanation.findings() {
        print_finding(&mut out, finding, compared)?;
    }
    if is_mac(token) {
        writeln!(
            out,
            "\nThe header names a MAC. Its key is the client's secret, which no JWK Set holds,"
        )?;
        writeln!(out, "so that such a token cannot be verified here.")?;
    }
    let failed =
        explanation.findings().iter().filter(|it| matches!(it.outcome, Outcome::Failed(_)));
    let failed = failed.count().saturating_add(usize::from(!compared.transport.is_accepted()));
    match failed {
        0 => writeln!(out, "\n{}", Styled(GOOD, "Every rule that was asked held.")),
        1 => writeln!(out, "\n{}", Styled(BAD, "One rule did not hold.")),
        _ => writeln!(out, "\n{}", Styled(BAD, format_args!("{failed} rules did not hold."))),
    }
}

fn transport(out: &mut impl Write, transport: Transport) -> io::Result<()> {
    let (style, mark, note) = match transport {
        Transport::Https => (GOOD, "held", ""),
        Transport::HttpAllowed => (WARNING, "not asked", ": --allow-http-issuer"),
        Transport::Http => (BAD, "failed", ": it is an http URL; --allow-http-issuer takes it"),
    };
    line(out, style, mark, "the issuer is an https URL", "Core §2", note)
}

fn print_finding(out: &mut impl Write, finding: &Finding, compared: &Compared) -> io::Result<()> {
    let rule = finding.rule;
    let (style, mark, note) = match (finding.outcome, compared.idle(rule.id())) {
        (Outcome::Held, Some(option)) => (WARNING, "not asked", format!(": no {option}")),
        (Outcome::Held, None) => (GOOD, "held", String::new()),
        (Outcome::Failed(error), _) => (BAD, "failed", format!(": {error}")),
        (Outcome::NotReached, _) => (DIM, "not reached", String::new()),
        (_, _) => (DIM, "not asked", String::new()),
    };
    line(out, style, mark, rule.statement(), rule.section(), &note)
}

fn line(
    out: &mut impl Write,
    style: Style,
    mark: &str,
    statement: &str,
    section: &str,
    note: &str,
) -> io::Result<()> {
    let mark = format!("{mark:<11}");
    writeln!(
        out,
        "{}  {statement} {}{note}",
        Styled(style, mark),
        Styled(DIM, format_args!("[{section}]"))
    )
}

fn is_mac(token: &str) -> bool {
    let algorithm = CompactJws::parse(token).map(|jws| jws.header().alg().parse());
    matches!(algorithm, Ok(Ok(algorithm)) if SignatureAlgorithm::is_mac(algorithm))
}
