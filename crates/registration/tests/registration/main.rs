//! Tests of client metadata, of its rules, and of the messages with it.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

mod client_document;
mod common;
mod defaults;
mod difference;
mod members;
mod offer;
mod pages;
mod request;
mod response;
mod rules;
mod secret_use;
mod sector;
mod software_statement;
