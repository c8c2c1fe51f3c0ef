//! The relying party and the provider in one process, over their public APIs: with seeded
//! randomness, a clock that the test sets, a store in memory, and a wire that can change every
//! message.
//!
//! The unchanged run logs in, reads UserInfo and refreshes. Then each field of each message is
//! altered, dropped and duplicated, and each message is lost, replayed and reordered. The run has
//! to end with an error, except after the changes in a table, which gives the reason why each is
//! harmless.
//!
//! The tests of `flows` do the same for the authorization response of each response type in each
//! response mode. `callbacks` has the exact error for each change, and says what was sent before
//! it.
//!
//! `guides` has the code of the two implementer's guides in `docs/`, and runs it at the provider.

#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

mod callbacks;
mod edit;
mod flows;
mod guides;
mod harmless;
mod json_edit;
mod leniency;
mod matrix;
mod party;
mod pushed;
mod registration;
mod request_object;
mod run;
mod signed_user_info;
mod third_party;
mod wire;
