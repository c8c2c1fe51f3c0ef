//! A provider whose records are in a database, and what a process reports that is killed while it
//! logs users in.

#![expect(
    clippy::unwrap_used,
    reason = "a value that cannot be built fails the test that asks for it"
)]

mod event;
mod op;
pub mod rp;

pub use self::event::{Credential, Event};
pub use self::op::{Op, client, code_of, member};
