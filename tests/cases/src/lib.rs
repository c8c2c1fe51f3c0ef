//! What the tests of inputs from the field share: the case files, and a provider that answers
//! with what a test tells it to answer. The tests are in `tests/`.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a value that cannot be built fails the test that asks for it"
)]

mod case;
mod failure;
mod login;
mod provider;
mod shape;

pub use case::{Case, case, names};
pub use failure::Failure;
pub use login::{come_back, refresh, sign_in, user_info};
pub use provider::{Exact, FieldProvider, client};
pub use shape::Shape;
