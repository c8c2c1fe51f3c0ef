//! The vectors of Project Wycheproof: one runner for each file format, on every backend.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

mod aes_cbc;
mod aes_gcm;
mod aes_wrap;
mod ecdh;
mod group;
mod hmac;
mod ml_dsa;
mod pbkdf2;
mod rsa_oaep;
mod signature;
mod x25519;
