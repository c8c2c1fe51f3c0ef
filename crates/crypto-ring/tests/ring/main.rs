//! The backend through the types that its users have.
#![cfg(test)]

mod deterministic;
mod seam;
