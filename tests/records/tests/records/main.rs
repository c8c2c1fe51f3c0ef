//! The page "Your records in SQL": its statements are read from the page and run in SQLite, by a
//! provider that logs users in.

#![cfg(test)]

mod page;
mod provider;
mod rules;
mod store;
