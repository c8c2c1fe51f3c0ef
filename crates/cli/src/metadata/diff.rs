//! `symbolon metadata diff`: what a new document changes for the clients of the old document.

use std::io::Write;

use clap::Args;
use symbolon::discovery::diff::diff as compare;

use super::error::Error;
use super::profile::Profile;
use super::source;
use crate::printable::printable;
use crate::terminal::{BAD, BOLD, DIM, GOOD};

/// Printed below the options.
const EXIT_STATUS: &str = "\
Exit status:
  0  the new document breaks no client of the old document
  1  a client that works with the old document can fail with the new document
  2  nothing was compared: an argument is wrong, or a document cannot be read";

/// The arguments of `symbolon metadata diff`.
#[derive(Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct Arguments {
    /// The document that clients have: a file, - for standard input, a URL or an issuer
    old: String,
    /// The document that replaces it: a file, - for standard input, a URL or an issuer
    new: String,
    /// The kind of server that publishes the documents
    #[arg(long, value_enum, default_value_t = Profile::Openid)]
    profile: Profile,
}

/// Prints the changes, and returns whether no change breaks a client.
pub(super) fn diff(arguments: &Arguments) -> Result<bool, Error> {
    if arguments.old == "-" && arguments.new == "-" {
        return Err(Error::BothOnStandardInput);
    }
    if arguments.profile.well_known().is_none() {
        return Err(Error::Resources);
    }
    let old = source::read(&arguments.old, arguments.profile)?;
    let new = source::read(&arguments.new, arguments.profile)?;
    let mut changes = compare(&old.object, &new.object);
    changes.sort_by_key(|change| !change.breaks());
    let breaking = changes.iter().filter(|change| change.breaks()).count();

    let mut out = anstream::stdout().lock();
    writeln!(out, "{BOLD}Old{BOLD:#} {}", printable(&old.source))?;
    writeln!(out, "{BOLD}New{BOLD:#} {}", printable(&new.source))?;
    if !changes.is_empty() {
        writeln!(out)?;
    }
    for change in &changes {
        let (style, mark) = if change.breaks() { (BAD, "BREAKS") } else { (DIM, "      ") };
        writeln!(out, "{style}{mark}{style:#}  {}", printable(&change.to_string()))?;
    }
    let style = if breaking == 0 { GOOD } else { BAD };
    let total = changes.len();
    let total = if total == 1 { "1 change".to_owned() } else { format!("{total} changes") };
    writeln!(out, "\n{style}{breaking} breaking{style:#} of {total}")?;
    Ok(breaking == 0)
}
