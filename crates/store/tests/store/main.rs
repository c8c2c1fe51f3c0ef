//! The store on every database.

#![cfg(test)]

mod support;
mod tasks;
mod tokens;
