//! Tests of the backend through its public interface.
#![cfg(test)]

mod deterministic;
mod seam;
