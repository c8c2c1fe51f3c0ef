//! The harness over the stores of this crate.

#![cfg(test)]

mod stores;
