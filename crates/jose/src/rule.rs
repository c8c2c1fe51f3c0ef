//! Rules of a specification as data: what each rule says, where it is written, and its check.
//!
//! A list of checks is a `static` table of [`Rule`]s. The table is used in three ways: validation
//! stops at the first rule that fails, an explanation checks every rule, and documentation and
//! tests read the statements.
//!
//! ```
//! use symbolon_jose::rule::{Rule, Section, Verdict};
//!
//! type Check = fn(&str) -> Result<Verdict, &'static str>;
//!
//! fn not_empty(state: &str) -> Result<Verdict, &'static str> {
//!     if state.is_empty() { Err("the state is empty") } else { Ok(Verdict::Held) }
//! }
//!
//! static RULES: &[Rule<Check>] = &[Rule::new(
//!     "state",
//!     Section::new("RFC 6749 §A.5", "https://www.rfc-editor.org/rfc/rfc6749#appendix-A.5"),
//!     "`state` has at least one character",
//!     not_empty,
//! )];
//!
//! assert_eq!(RULES[0].section(), "RFC 6749 §A.5");
//! assert_eq!((RULES[0].check())("af0ifjsldkj"), Ok(Verdict::Held));
//! ```

use std::fmt;

/// A requirement of a specification, together with the check that enforces it.
///
/// `C` is the type of the check: a function pointer, or an enum of function pointers.
#[derive(Clone, Copy, Debug)]
pub struct Rule<C> {
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: C,
}

impl<C> Rule<C> {
    /// Creates a rule. `id` is its short name, `section` is the section that states it, `statement`
    /// is the requirement as an English sentence, and `check` is the check that enforces it.
    pub const fn new(
        id: &'static str,
        section: Section,
        statement: &'static str,
        check: C,
    ) -> Self {
        Self { id, section, statement, check }
    }

    /// Returns the short stable name of the rule, such as `"exp"`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Returns the name of the section that states the rule, such as `"Core §3.1.3.7 (9)"`.
    #[must_use]
    pub const fn section(&self) -> &'static str {
        self.section.name
    }

    /// Returns the URL of the section that states the rule.
    #[must_use]
    pub const fn link(&self) -> &'static str {
        self.section.link
    }

    /// Returns the rule as an English sentence, such as "`state` has at least one character".
    #[must_use]
    pub const fn statement(&self) -> &'static str {
        self.statement
    }

    /// Returns the check of the rule. Its type `C` determines how to call it.
    #[must_use]
    pub const fn check(&self) -> &C {
        &self.check
    }
}

/// A section of a specification: its name and its URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    name: &'static str,
    link: &'static str,
}

impl Section {
    /// Creates a section from its name, such as `"RFC 7519 §4.1.5"`, and its URL.
    #[must_use]
    pub const fn new(name: &'static str, link: &'static str) -> Self {
        Self { name, link }
    }

    /// Returns the name of the section, such as `"RFC 7519 §4.1.5"`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the URL of the section.
    #[must_use]
    pub const fn link(&self) -> &'static str {
        self.link
    }
}

/// Creates a [`Section`](crate::rule::Section) of an RFC from its number and the section's number.
///
/// ```
/// use symbolon_jose::rfc;
/// use symbolon_jose::rule::Section;
///
/// const NBF: Section = rfc!("7519", "4.1.5");
/// assert_eq!(NBF, Section::new("RFC 7519 §4.1.5", "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5"));
/// ```
#[macro_export]
macro_rules! rfc {
    ($number:literal, $section:literal) => {
        $crate::rule::Section::new(
            concat!("RFC ", $number, " §", $section),
            concat!("https://www.rfc-editor.org/rfc/rfc", $number, "#section-", $section),
        )
    };
}

/// The result of a check that found no error. If the rule is broken, the check returns an error
/// instead of this value. This enum is deliberately exhaustive, because a report has to show each
/// result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The rule holds.
    Held,
    /// The rule does not apply to what was checked, for example because an optional value is
    /// absent.
    NotApplicable,
    /// The rule was not checked, because the value to check is not available after an earlier
    /// failure.
    NotChecked,
}

/// The result of checking one rule.
///
/// `Display` prints one or two words: `held`, `failed`, `not applicable`, `not checked`. This enum
/// is deliberately exhaustive, because a report has to show each result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<E> {
    /// The rule holds.
    Held,
    /// The rule is broken. The contained error says why.
    Failed(E),
    /// The rule does not apply to what was checked, for example because an optional value is
    /// absent.
    NotApplicable,
    /// The rule was not checked, because the value to check is not available after an earlier
    /// failure.
    NotChecked,
}

impl<E> From<Result<Verdict, E>> for Outcome<E> {
    fn from(answer: Result<Verdict, E>) -> Self {
        match answer {
            Ok(Verdict::Held) => Self::Held,
            Ok(Verdict::NotApplicable) => Self::NotApplicable,
            Ok(Verdict::NotChecked) => Self::NotChecked,
            Err(error) => Self::Failed(error),
        }
    }
}

impl<E> fmt::Display for Outcome<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Held => "held",
            Self::Failed(_) => "failed",
            Self::NotApplicable => "not applicable",
            Self::NotChecked => "not checked",
        })
    }
}
