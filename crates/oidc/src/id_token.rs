//! The ID Token: who signed in, where, when and for whom, issued and validated by one table of rules.
//!
//! [`IdTokenClaims`] is what a provider says; [`IdToken`] is what a relying party may believe,
//! and only [`IdTokenValidator::validate`] makes one. [`rules::RULES`] is the whole of the law:
//! validating, explaining and issuing all walk the same table.

mod claims;
mod error;
mod expected;
mod explain;
mod issue;
mod members;
mod policy;
mod presented;
pub mod rules;
mod validator;

pub use claims::{IdTokenClaims, OriginalAuthentication};
pub use error::IdTokenError;
pub use expected::{ExpectedIdToken, NonceExpectation, ReceivedFrom};
pub use explain::{Explanation, Finding};
pub use issue::IssueError;
pub use policy::{IdTokenPolicy, PolicyError};
pub use symbolon_jose::rule::Outcome;
pub use validator::{IdToken, IdTokenValidator};
