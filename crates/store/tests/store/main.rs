//! The store on every database.

#![cfg(test)]

mod alike;
mod answer;
mod pages;
mod relying_party;
mod retention;
mod sessions;
mod support;
mod tasks;
mod tokens;
