//! PostgreSQL, through a pool of connections.

mod connection;
mod end_point;
mod failure;
mod roots;
mod tls;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, PoolError, RecyclingMethod, Runtime};
use tokio::time::{sleep, timeout};
use tokio_postgres::NoTls;
use tokio_postgres::config::SslMode;

use self::connection::Connection;
use self::failure::{failure, is_conflict, is_lost};
use self::tls::Tls;
use super::{Row, Step, Written};
use crate::database::PostgresOptions;
use crate::error::{Cause, Error, Inner, RootsError};

/// How often a transaction is tried that the database refuses because of another transaction that
/// runs at the same time.
const TRIES: u32 = 6;

/// How long to wait before the second try. Before each further try, the wait doubles.
const FIRST_WAIT: Duration = Duration::from_millis(4);

/// A PostgreSQL database.
#[derive(Clone, Debug)]
pub(crate) struct Postgres {
    pool: Pool,
    patience: Duration,
}

impl Postgres {
    /// Reads the root certificates, if TLS is used, and creates the pool. A connection is opened when
    /// the first statement needs it.
    pub(crate) fn new(options: &PostgresOptions) -> Result<Self, RootsError> {
        let PostgresOptions { config, roots, connections, patience } = options.clone();
        let mut config = *config;
        // The server ends a statement and a transaction whose client has given up, so that its locks
        // do not stay.
        let millis = patience.as_millis();
        let limits = format!(
            "{} -c statement_timeout={millis} -c idle_in_transaction_session_timeout={millis}",
            config.get_options().unwrap_or_default()
        );
        config.options(limits.trim_start());
        config.connect_timeout(patience);
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = if config.get_ssl_mode() == SslMode::Disable {
            Manager::from_config(config, NoTls, recycling)
        } else {
            let tls = Tls(Arc::new(roots::settings(&roots)?));
            Manager::from_config(config, tls, recycling)
        };
        let pool = Pool::builder(manager)
            .max_size(connections)
            .timeouts(deadpool_postgres::Timeouts {
                wait: Some(patience),
                create: Some(patience),
                recycle: Some(patience),
            })
            .runtime(Runtime::Tokio1);
        // `build` fails only if there are timeouts without a runtime.
        let pool = pool.build().unwrap_or_else(|never| unreachable!("{never}"));
        Ok(Self { pool, patience })
    }

    pub(crate) async fn read(&self, step: Step) -> Result<Vec<Row>, Error> {
        self.again(|| async {
            match self.read_once(&step).await {
                // The connection broke while it was in the pool. A read can be sent again.
                Err(error) if is_lost(&error) => self.read_once(&step).await,
                outcome => outcome,
            }
        })
        .await
    }

    async fn read_once(&self, step: &Step) -> Result<Vec<Row>, Error> {
        let mut connection = self.connection().await?;
        let (_, rows) = connection.query(step).await.map_err(failure)?;
        connection.give_back();
        Ok(rows)
    }

    pub(crate) async fn write(&self, steps: Vec<Step>) -> Result<Written, Error> {
        self.again(|| async {
            let mut connection = self.connection().await?;
            let written = connection.transaction(&steps).await.map_err(failure)?;
            connection.give_back();
            Ok(written)
        })
        .await
    }

    /// Runs statements without values, such as those of a migration, in one transaction.
    pub(crate) async fn script(&self, sql: &str) -> Result<(), Error> {
        self.in_time(async {
            let mut connection = self.connection().await?;
            connection.script(sql).await.map_err(failure)?;
            connection.give_back();
            Ok(())
        })
        .await
    }

    async fn connection(&self) -> Result<Connection, Error> {
        self.pool.get().await.map(Connection::new).map_err(no_connection)
    }

    /// Tries until the database does not refuse because of another transaction. A database that
    /// serialises transactions refuses one of two transactions that touch the same rows.
    // Not `AsyncFn`: the compiler cannot prove that its futures are `Send`, and then no function of the
    // store could be called in a task.
    async fn again<T, F: Future<Output = Result<T, Error>>>(
        &self,
        attempt: impl Fn() -> F,
    ) -> Result<T, Error> {
        let mut wait = FIRST_WAIT;
        let attempts = async {
            for _ in 1..TRIES {
                match attempt().await {
                    Err(error) if is_conflict(&error) => sleep(wait).await,
                    outcome => return outcome,
                }
                wait = wait.saturating_mul(2);
            }
            attempt().await
        };
        self.in_time(attempts).await
    }

    async fn in_time<T>(
        &self,
        attempt: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        match timeout(self.patience, attempt).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Error::Unavailable(Cause(Inner::Timeout(self.patience)))),
        }
    }
}

fn no_connection(error: PoolError) -> Error {
    match error {
        PoolError::Backend(error) => failure(error),
        error => Error::Unavailable(Cause(error.into())),
    }
}
