//! The schema: its versions, rows that another program has changed, and files that are not usable.

#![cfg(test)]
#![expect(clippy::disallowed_methods, reason = "these tests look at files and make their own")]

mod connections;
mod damaged;
mod errors;
mod files;
mod page;
mod support;
mod tls;
mod versions;
