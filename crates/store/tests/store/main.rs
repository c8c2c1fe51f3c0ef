//! The store on every database.

#![cfg(test)]
#![expect(clippy::disallowed_methods, reason = "the dumps of databases are files")]

mod alike;
mod answer;
mod answer_registration;
mod client_keys;
mod dumps;
mod pages;
mod relying_party;
mod retention;
mod sessions;
mod steps;
mod support;
mod tasks;
mod tokens;
