//! The databases of the store when processes are killed, when the database fails, and when many
//! requests use one record at once.

#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "a test that counts too far fails")]

mod faults;
mod kills;
mod raw;
mod second_use;
mod takers;

use std::env;
use std::num::NonZeroU32;

use raw::Raw;
use symbolon_store::{Database, Store};
use symbolon_store_tests::Op;

/// Returns how often a test repeats its check: the number in this environment variable, or else
/// this number.
#[expect(clippy::disallowed_methods, reason = "a variable asks for a longer test")]
fn repetitions(variable: &str, otherwise: u32) -> u32 {
    match env::var(variable) {
        Ok(number) => number.parse::<NonZeroU32>().unwrap().get(),
        Err(_) => otherwise,
    }
}

/// Creates the tables of a database, and registers the client of all logins.
async fn prepare(raw: &Raw) -> (Database, Op) {
    let database: Database = raw.name().parse().unwrap();
    let op = Op::new(&Store::migrate(&database).await.unwrap());
    op.register().await;
    (database, op)
}
