//! Tokens that other implementations made, read in every form on every backend. If a vector prints
//! the values that a token was made from, the token is also made again and compared.
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
