//! What tests of databases need: a PostgreSQL server that starts and ends with the test, and a proxy
//! before it that is slow, silent or unreachable when the test says so.
//!
//! ```no_run
//! use symbolon_test_databases::{Postgres, Proxy};
//!
//! // Without PostgreSQL the test is skipped, and a line on standard error says so.
//! let Some(postgres) = Postgres::shared() else { return };
//! let database = postgres.create_database();
//! let proxy = Proxy::start(postgres.address());
//! let url = proxy.url(&database);
//! // Open a store with `url`.
//! proxy.refuse();
//! // Now each call answers with a temporary error, until:
//! proxy.heal();
//! ```

#![expect(clippy::panic, reason = "a server that does not do what a test asks for fails that test")]

mod binaries;
mod certificate;
mod port;
mod postgres;
mod proxy;
mod skip;
mod watch;

pub use self::postgres::Postgres;
pub use self::proxy::Proxy;
