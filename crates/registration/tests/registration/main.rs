//! Tests of client metadata: its members, defaults, rules, and what a provider offers.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
mod defaults;
mod members;
mod offer;
mod rules;
