//! The store on every database.

#![cfg(test)]

mod pages;
mod sessions;
mod support;
mod tasks;
mod tokens;
