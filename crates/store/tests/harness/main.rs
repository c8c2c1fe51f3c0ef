//! The harness over the stores of this crate, and over stores that break a promise.

#![cfg(test)]

mod mutants;
mod stores;
