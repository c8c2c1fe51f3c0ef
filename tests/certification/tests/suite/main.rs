//! The modules of the OpenID certification suite, each in a file that has its name. `README.md`
//! lists all modules, and the plans that contain them.
//!
//! `provider` plays the modules for providers against our provider, and `relying_party` plays the
//! modules for relying parties against our relying party. Nothing opens a socket.

#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

mod provider;
mod readme;
mod relying_party;
mod variants;
