//! Tokens that others made, read in every form on every backend; and made again, as far as what they
//! were made from is printed with them.
#![cfg(test)]

mod cookbook_jwe;
mod cookbook_jws;
mod decrypt;
mod keys;
mod latchset;
mod ml_dsa;
#[path = "../../../../crates/jose/tests/suite/scripted.rs"]
mod scripted;
mod spec_embedded;
mod verify;
