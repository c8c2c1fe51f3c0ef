//! Tokens that one backend makes and the other reads.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

mod encryption;
mod nested;
mod pairs;
mod signatures;
mod tampered;
