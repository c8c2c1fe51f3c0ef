//! The backend through the types that its users have.
#![cfg(test)]

mod agreement;
mod ciphers;
mod key_pairs;
mod keys;
mod rsa;
mod seam;
mod signatures;
