//! The store on every database.

#![cfg(test)]

mod answer;
mod pages;
mod relying_party;
mod sessions;
mod support;
mod tasks;
mod tokens;
