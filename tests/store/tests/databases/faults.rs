//! A database that is slow, silent, gone, and back.

mod calls;
mod registrations;
mod steps;

use std::time::Duration;

use http::StatusCode;
use symbolon_store::{Database, Error, Store};
use symbolon_store_tests::{Credential, Op, member};
use symbolon_test_databases::{Postgres, Proxy};
use tokio::time::{Instant, sleep};

use self::calls::{Called, call_all};
use crate::raw::Raw;

/// How long the store waits for the database in these tests.
const PATIENCE: Duration = Duration::from_millis(700);

/// The time within which every function must return while the database fails. It is longer than
/// `PATIENCE` because the tests run on machines that are busy.
const BOUND: Duration = Duration::from_secs(5);

/// The time within which every function must succeed after the database is back.
const HEALED: Duration = Duration::from_secs(10);

/// A store that reaches PostgreSQL through a proxy.
struct Proxied {
    proxy: Proxy,
    raw: Raw,
    database: Database,
    op: Op,
}

impl Proxied {
    /// Opens the store, and calls every function once, so that connections and statements are ready.
    async fn start(postgres: &Postgres, connections: usize) -> Self {
        Self::open(postgres, connections, PATIENCE).await
    }

    async fn open(postgres: &Postgres, connections: usize, patience: Duration) -> Self {
        let raw = Raw::Postgres(postgres.create_database());
        let proxy = Proxy::start(postgres.address());
        let mut database = proxy.url(&raw.name()).parse().unwrap();
        if let Database::Postgres(options) = &mut database {
            options.patience = patience;
            options.connections = connections;
        }
        let op = Op::new(&Store::migrate(&database).await.unwrap());
        op.register().await;
        let proxied = Self { proxy, raw, database, op };
        proxied.assert_working().await;
        proxied
    }

    async fn assert_working(&self) {
        assert_working(&self.op).await;
    }

    /// Checks that the database fails while it is in this state and works when the state has ended,
    /// and that no function has to be told so.
    async fn assert_bounded(&self, begin: impl FnOnce(&Proxy), end: impl FnOnce(&Proxy)) {
        let unused = Credential::Code(self.op.code().await.unwrap());
        let calls = calls::prepare(&self.op).await.unwrap();
        begin(&self.proxy);
        for called in calls.run(&self.op).await {
            assert_temporary(&called);
        }
        assert_unavailable(&self.op, &unused).await;
        let started = Instant::now();
        let opened = Store::open(&self.database).await.unwrap_err();
        assert!(opened.is_temporary(), "{opened}");
        assert!(started.elapsed() < BOUND, "open: {:?}", started.elapsed());
        end(&self.proxy);
        self.assert_working().await;
        // The code was presented while the database failed, and the client sends it again.
        assert_eq!(self.op.token(&unused).await.status(), StatusCode::OK);
        self.raw.assert_whole().await;
    }
}

/// Checks that every function succeeds soon.
async fn assert_working(op: &Op) {
    let started = Instant::now();
    loop {
        let failed = match call_all(op).await {
            Ok(called) if called.iter().all(|it| it.outcome.is_ok()) => return,
            Ok(called) => format!("{called:?}"),
            Err(error) => error.to_owned(),
        };
        assert!(started.elapsed() < HEALED, "{failed}");
        sleep(Duration::from_millis(20)).await;
    }
}

#[track_caller]
fn assert_temporary(called: &Called) {
    let Called { name, outcome, took } = called;
    assert!(outcome.as_ref().is_err_and(Error::is_temporary), "{name}: {outcome:?}");
    assert!(*took < BOUND, "{name}: {took:?}");
}

/// Checks that the provider answers a token request with the status 503.
async fn assert_unavailable(op: &Op, presented: &Credential) {
    let started = Instant::now();
    let response = op.token(presented).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(member(&response, "error"), "temporarily_unavailable");
    assert!(response.headers().contains_key("retry-after"));
    assert!(started.elapsed() < BOUND, "token: {:?}", started.elapsed());
}

/// Each function waits at its own connection, and none waits for a connection.
const CONNECTIONS: usize = 40;

#[tokio::test]
async fn a_slow_database_is_waited_for() {
    let Some(postgres) = Postgres::shared() else { return };
    let proxied = Proxied::open(postgres, CONNECTIONS, Duration::from_secs(60)).await;
    proxied.proxy.delay(Duration::from_millis(100));
    for called in call_all(&proxied.op).await.unwrap() {
        assert!(called.outcome.is_ok(), "{called:?}");
    }
}

#[tokio::test]
async fn every_function_gives_up_in_time_when_the_database_is_too_slow() {
    let Some(postgres) = Postgres::shared() else { return };
    let proxied = Proxied::start(postgres, CONNECTIONS).await;
    proxied.assert_bounded(|proxy| proxy.delay(2 * PATIENCE), Proxy::heal).await;
}

#[tokio::test]
async fn every_function_gives_up_in_time_when_the_database_does_not_answer() {
    let Some(postgres) = Postgres::shared() else { return };
    let proxied = Proxied::start(postgres, CONNECTIONS).await;
    proxied.assert_bounded(Proxy::hold_answers, Proxy::heal).await;
    proxied.assert_bounded(Proxy::black_hole, Proxy::heal).await;
}

#[tokio::test]
async fn every_function_gives_up_in_time_when_the_database_cannot_be_reached() {
    let Some(postgres) = Postgres::shared() else { return };
    let proxied = Proxied::start(postgres, CONNECTIONS).await;
    proxied.assert_bounded(Proxy::refuse, Proxy::heal).await;
}

/// Few connections: most functions wait for a connection that does not become free.
#[tokio::test]
async fn every_function_gives_up_in_time_when_all_connections_are_used() {
    let Some(postgres) = Postgres::shared() else { return };
    let proxied = Proxied::start(postgres, 2).await;
    proxied.assert_bounded(Proxy::black_hole, Proxy::heal).await;
}

#[tokio::test]
async fn every_function_works_after_the_database_was_stopped_or_has_crashed() {
    let Some(postgres) = Postgres::start() else { return };
    let proxied = Proxied::start(&postgres, CONNECTIONS).await;
    for end in [Postgres::stop, Postgres::crash] {
        proxied.assert_bounded(|_| end(&postgres), |_| postgres.start_again()).await;
    }
}

#[tokio::test]
async fn connections_that_break_are_replaced() {
    let Some(postgres) = Postgres::shared() else { return };
    let proxied = Proxied::start(postgres, CONNECTIONS).await;
    proxied.proxy.close();
    proxied.assert_working().await;
}

/// Another process holds the lock of the file. Functions that only read do not need it.
#[tokio::test]
async fn functions_that_write_give_up_in_time_while_a_sqlite_file_is_locked() {
    let raw = Raw::sqlite("locked");
    let (mut database, op) = crate::prepare(&raw).await;
    if let Database::Sqlite(options) = &mut database {
        options.patience = PATIENCE;
    }
    drop(op);
    let op = Op::new(&Store::open(&database).await.unwrap());
    let unused = Credential::Code(op.code().await.unwrap());
    let calls = calls::prepare(&op).await.unwrap();
    let lock = raw.lock();
    let reads = [
        "provider.access_token",
        "provider.client",
        "provider.client_document",
        "provider.clients_registered_with",
        "provider.consent",
        "provider.consents",
        "provider.find_code",
        "provider.find_refresh_token",
        "provider.grants",
        "provider.has_origin",
        "provider.initial_access_token",
        "provider.knows_browser",
        "provider.pending",
        "provider.registration",
        "provider.request_object",
        "provider.session",
        "relying_party.get",
        "relying_party.session",
    ];
    for called in calls.run(&op).await {
        if reads.contains(&called.name) {
            assert!(called.outcome.is_ok(), "{called:?}");
        } else {
            assert_temporary(&called);
        }
    }
    assert_unavailable(&op, &unused).await;
    drop(lock);
    assert_working(&op).await;
    assert_eq!(op.token(&unused).await.status(), StatusCode::OK);
    raw.assert_whole().await;
}
