//! The store on every database.

#![cfg(test)]

mod support;
mod tokens;
