//! The rules of client metadata that a client and a provider can check without each other, in the
//! order in which they are checked.
//!
//! ```
//! use symbolon_registration::RULES;
//!
//! for rule in RULES {
//!     println!("{}: {}", rule.section(), rule.statement());
//! }
//! ```

mod addresses;
pub(crate) mod algorithms;
mod authentication;
mod choices;
mod ciba;
mod keys;
mod names;
mod redirect_uris;
mod subject;
mod table;
mod types;
mod uri;

use symbolon_jose::rule::{Outcome, Rule};

pub use crate::check::HttpUrls;
use crate::check::{Checked, at_most, each, require};
use crate::{ClientMetadata, ClientMetadataError};

pub use table::RULES;

/// A rule that client metadata must obey.
pub type ClientMetadataRule = Rule<fn(&ClientMetadata, HttpUrls) -> Checked>;

impl ClientMetadata {
    /// Checks that the metadata obeys the [`RULES`].
    ///
    /// Omitted members count with their default. The rules about a provider's features are
    /// separate, because this method does not know the provider.
    ///
    /// # Errors
    /// The error of the first rule that the metadata breaks. Its
    /// [`member`](ClientMetadataError::member) names the member.
    pub fn validate(&self) -> Result<(), ClientMetadataError> {
        self.validate_with(HttpUrls::Refused)
    }

    /// Checks that the metadata obeys the [`RULES`], as [`validate`](Self::validate) does, and
    /// accepts `http` URLs on this machine. Call this method only if the issuer of the provider is
    /// also an `http` URL on this machine.
    ///
    /// # Errors
    /// The errors of [`validate`](Self::validate).
    pub fn validate_on_loopback(&self) -> Result<(), ClientMetadataError> {
        self.validate_with(HttpUrls::OnLoopback)
    }

    fn validate_with(&self, http: HttpUrls) -> Result<(), ClientMetadataError> {
        RULES.iter().try_for_each(|rule| (rule.check())(self, http).map(drop))
    }

    /// Checks every rule and returns its outcome, in the order of the [`RULES`]. Use this method
    /// for a report that shows all faults at once.
    #[must_use]
    pub fn explain(
        &self,
        http: HttpUrls,
    ) -> Vec<(&'static ClientMetadataRule, Outcome<ClientMetadataError>)> {
        RULES.iter().map(|rule| (rule, (rule.check())(self, http).into())).collect()
    }
}
