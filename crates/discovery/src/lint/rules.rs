//! The rules by which a document is checked, in the order in which their findings are reported.

mod advice;
mod consistency;
mod names;
mod reading;
mod resource;
mod rule;
mod sections;
mod table;

use symbolon_jose::rule::Section;

use super::finding::Severity;
use crate::metadata::{PUBLICATION_RULES, RULES};
use rule::{Check, Profiles};

pub use rule::LintRule;
pub(super) use table::{ISSUER_MISMATCH, RESOURCE_MISMATCH};

/// Returns all rules of all profiles, in the order in which [`lint`](super::lint) checks them.
///
/// ```
/// for rule in symbolon_discovery::lint::rules() {
///     println!("{}: {}", rule.section(), rule.statement());
/// }
/// ```
pub fn rules() -> impl Iterator<Item = LintRule> {
    let of_metadata = RULES.iter().filter(|rule| !table::CHECKED_BY_READING.contains(&rule.id()));
    let of_metadata = of_metadata.map(|rule| {
        let section = Section::new(rule.section(), rule.link());
        of_table(rule.id(), section, rule.statement(), Check::Metadata(*rule.check()))
    });
    let of_publication = PUBLICATION_RULES.iter().map(|rule| {
        let section = Section::new(rule.section(), rule.link());
        of_table(rule.id(), section, rule.statement(), Check::Publication(*rule.check()))
    });
    let tables = table::READING.iter().copied().chain(of_metadata).chain(of_publication);
    let rest = [table::CONSISTENCY, table::ADVICE, table::RESOURCE].into_iter().flatten();
    tables.chain(rest.copied())
}

/// Creates a rule of the tables of metadata.
fn of_table(id: &'static str, section: Section, statement: &'static str, check: Check) -> LintRule {
    let is_openid = table::FOR_OPENID_ONLY.contains(&id);
    let profiles = if is_openid { Profiles::OpenId } else { Profiles::All };
    LintRule { id, section, statement, severity: Severity::Broken, profiles, check }
}
