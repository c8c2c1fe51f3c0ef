//! Tests of the backend through its public interface.
#![cfg(test)]

mod agreement;
mod ciphers;
mod key_pairs;
mod keys;
mod rsa;
mod seam;
mod signatures;
