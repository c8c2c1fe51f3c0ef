//! Both engines in one process, over their public APIs alone: a seeded source of randomness, a clock
//! by hand, a store of maps, and a wire on which every message can be tampered with.
//!
//! The untouched run logs in, reads UserInfo and refreshes. Then each field of each message is
//! altered, dropped and duplicated, and each message lost, replayed and put out of order: whatever
//! goes through after that stands in a table, with the reason why it does no harm.

#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

mod edit;
mod harmless;
mod json_edit;
mod matrix;
mod party;
mod run;
mod wire;
