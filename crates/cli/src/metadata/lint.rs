//! `symbolon metadata lint`: what a document breaks, and what is unwise.

use std::io::Write;

use anstyle::Style;
use clap::Args;
use symbolon::discovery::lint::{
    LintFinding, Severity, lint as check, lint_keys, lint_of_issuer, lint_of_resource,
};

use super::error::Error;
use super::profile::Profile;
use super::source::{self, Document, Subject};
use crate::printable::printable;
use crate::terminal::{BAD, BOLD, DIM, GOOD};

/// Printed below the options.
const EXIT_STATUS: &str = "\
Exit status:
  0  the document breaks no rule
  1  the document breaks a rule
  2  nothing was checked: an argument is wrong, or the document cannot be read";

/// The arguments of `symbolon metadata lint`.
#[derive(Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct Arguments {
    /// A file, - for standard input, the http(s) URL of a document, or an issuer such as
    /// https://op.example, or a resource. A URL with /.well-known/ in its path, or with .json at its
    /// end, is that of a document
    document: String,
    /// The kind of server that publishes the document
    #[arg(long, value_enum, default_value_t = Profile::Openid)]
    profile: Profile,
}

/// Prints what is found, and returns whether the document breaks no rule.
pub(super) fn lint(arguments: &Arguments) -> Result<bool, Error> {
    let document = source::read(&arguments.document, arguments.profile)?;
    let profile = arguments.profile.lint_profile();
    let findings = match &document.subject {
        Some(Subject::Issuer(issuer)) => lint_of_issuer(&document.object, &profile, issuer),
        Some(Subject::Resource(resource)) => lint_of_resource(&document.object, resource),
        None => check(&document.object, &profile),
    };
    let mut lines: Vec<Line> = content_type(&document, arguments.profile).into_iter().collect();
    lines.extend(findings.into_iter().map(Line::of));
    lines.extend(keys(&document));
    // The order of the rules stays within each severity.
    lines.sort_by_key(|line| line.severity);
    let count = |severity| lines.iter().filter(|line| line.severity == severity).count();
    let (broken, unwise) = (count(Severity::Broken), count(Severity::Unwise));
    let notes = count(Severity::Note);

    let mut out = anstream::stdout().lock();
    writeln!(out, "{BOLD}Metadata{BOLD:#} {}", printable(&document.source))?;
    if !lines.is_empty() {
        writeln!(out)?;
    }
    for line in &lines {
        line.print(&mut out)?;
    }
    let style = if broken == 0 { GOOD } else { BAD };
    let notes = if notes == 1 { "1 note".to_owned() } else { format!("{notes} notes") };
    writeln!(out, "\n{style}{broken} broken{style:#}, {unwise} unwise, {notes}")?;
    Ok(broken == 0)
}

/// A line of the report.
struct Line {
    severity: Severity,
    section: String,
    found: String,
}

/// Checks the keys of a document that was fetched.
fn keys(document: &Document) -> Vec<Line> {
    match source::fetch_keys(document) {
        None => Vec::new(),
        Some(Ok(set)) => lint_keys(&set).into_iter().map(Line::of).collect(),
        Some(Err(error)) => {
            let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
            let found = format!("`jwks_uri`: {error}{}", cause.unwrap_or_default());
            vec![Line { severity: Severity::Broken, section: "Discovery §3".to_owned(), found }]
        }
    }
}

impl Line {
    fn of(finding: LintFinding) -> Self {
        let section = finding.section.to_owned();
        Self { severity: finding.severity, section, found: finding.found }
    }

    fn print(&self, out: &mut impl Write) -> std::io::Result<()> {
        let (style, mark) = match self.severity {
            Severity::Broken => (BAD, "BROKEN"),
            Severity::Unwise => (BOLD, "unwise"),
            Severity::Note => (Style::new(), "note  "),
        };
        let Self { section, found, .. } = self;
        writeln!(out, "{style}{mark}{style:#}  {DIM}{section:<22}{DIM:#} {}", printable(found))
    }
}

/// Discovery §4.2, RFC 9728 §3.2: the response is JSON, and says so.
fn content_type(document: &Document, profile: Profile) -> Option<Line> {
    let found = document.wrong_type.as_ref()?;
    let is_resource = profile.well_known().is_none();
    let section = if is_resource { "RFC 9728 §3.2" } else { "Discovery §4.2" };
    Some(Line {
        severity: Severity::Broken,
        section: section.to_owned(),
        found: format!("the Content-Type of the response is {found}; expected application/json"),
    })
}
