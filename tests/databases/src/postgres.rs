//! A PostgreSQL server of a test.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use crate::certificate::{AUTHORITY, Certificate};
use crate::watch::Watch;
use crate::{binaries, port, skip};

/// How many ports are tried. Another program can take a port while the server starts.
const ATTEMPTS: usize = 8;

/// A PostgreSQL server on 127.0.0.1 with its data in a temporary folder.
///
/// It accepts 200 connections, trusts each of them as the superuser `symbolon`, and sorts with the
/// locale C. It ends with the value, and also when the test panics or its process is killed. Then
/// its folder is removed.
#[derive(Debug)]
pub struct Postgres {
    watch: Mutex<Watch>,
    port: u16,
    folder: PathBuf,
    databases: Mutex<u32>,
}

impl Postgres {
    /// Starts a server that does not wait for the disk (`fsync=off`), in about a second. Returns
    /// `None` when the test has to be skipped because PostgreSQL is not installed.
    ///
    /// Most tests use [`shared`](Self::shared) instead. A server that a test stops must be its own.
    ///
    /// # Panics
    /// Panics when PostgreSQL is not installed and the environment variable `CI` is `true`, and when
    /// the server does not start.
    #[must_use]
    pub fn start() -> Option<Self> {
        Self::installed(false)
    }

    /// Starts a server that waits for the disk at each commit (`fsync=on`), as a server in production
    /// does. Benchmarks need it. Returns `None` when PostgreSQL is not installed.
    ///
    /// # Panics
    /// Panics as [`start`](Self::start) does.
    #[must_use]
    pub fn start_durable() -> Option<Self> {
        Self::installed(true)
    }

    /// Starts a server that also accepts connections with TLS, and has a certificate for this host.
    /// Only [`authority`](Self::authority) certifies the server. With TLS, the role `scram`, if the
    /// test creates it, must prove its password. Returns `None` when PostgreSQL is not installed.
    ///
    /// # Panics
    /// Panics as [`start`](Self::start) does.
    #[must_use]
    pub fn start_with_tls(host: &str) -> Option<Self> {
        let Some(programs) = binaries::find() else {
            skip::without_postgres();
            return None;
        };
        Some(Self::start_from(&programs, false, Some(&Certificate::new(host))))
    }

    /// Returns the server that all tests of a test program share. The first call starts it. Returns
    /// `None` when the test has to be skipped because PostgreSQL is not installed.
    ///
    /// # Panics
    /// Panics as [`start`](Self::start) does.
    #[must_use]
    pub fn shared() -> Option<&'static Self> {
        static SHARED: LazyLock<Option<Postgres>> =
            LazyLock::new(|| Some(Postgres::start_from(&binaries::find()?, false, None)));
        let shared = SHARED.as_ref();
        if shared.is_none() {
            skip::without_postgres();
        }
        shared
    }

    fn installed(fsync: bool) -> Option<Self> {
        let Some(programs) = binaries::find() else {
            skip::without_postgres();
            return None;
        };
        Some(Self::start_from(&programs, fsync, None))
    }

    fn start_from(programs: &Path, fsync: bool, certificate: Option<&Certificate>) -> Self {
        let mut watch = Watch::start(programs, fsync);
        let folder = watch.folder().to_path_buf();
        assert!(watch.run("init"), "PostgreSQL creates no data: {}", log(&folder));
        for (name, content) in certificate.into_iter().flat_map(Certificate::files) {
            assert!(watch.write(name, content), "{name} cannot be written");
        }
        let started = (0..ATTEMPTS).map(|_| port::free()).find(|port| watch.run(&start(*port)));
        let Some(port) = started else { panic!("PostgreSQL does not start: {}", log(&folder)) };
        Self { watch: Mutex::new(watch), port, folder, databases: Mutex::new(0) }
    }

    /// Returns the address that the server listens on. A server that was stopped keeps it.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }

    /// Returns the URL of a database: `postgres://symbolon@127.0.0.1:PORT/DATABASE`. Every server has
    /// the database `postgres`.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://symbolon@{}/{database}", self.address())
    }

    /// Returns the PEM file with the certificate of the authority that has certified the server. Only
    /// a server with TLS has it.
    #[must_use]
    pub fn authority(&self) -> PathBuf {
        self.folder.join(AUTHORITY)
    }

    /// Creates an empty database with a new name, and returns its URL.
    ///
    /// # Panics
    /// Panics when the server is stopped.
    #[must_use]
    pub fn create_database(&self) -> String {
        let number = {
            let mut created = self.databases.lock().unwrap_or_else(PoisonError::into_inner);
            *created = created.saturating_add(1);
            *created
        };
        let name = format!("test_{number}");
        self.run(&format!("create {} {name}", self.port));
        self.url(&name)
    }

    /// Stops the server and returns when it is gone. Transactions that have not ended are rolled
    /// back, and clients are told so.
    ///
    /// # Panics
    /// Panics when the server is stopped already.
    pub fn stop(&self) {
        self.run("stop");
    }

    /// Ends the server as a crash would: clients see only that the connection is closed. The next
    /// [`start_again`](Self::start_again) restores all transactions that were committed.
    ///
    /// # Panics
    /// Panics as [`stop`](Self::stop) does.
    pub fn crash(&self) {
        self.run("crash");
    }

    /// Starts a stopped server with its data on the same port, and returns when it answers.
    ///
    /// # Panics
    /// Panics when the server runs already, or does not start within a minute.
    pub fn start_again(&self) {
        self.run(&start(self.port));
    }

    /// Returns the folder of the server: `data` has the data, `log` has what the server reported.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn run(&self, command: &str) {
        let done = self.watch().run(command);
        assert!(done, "PostgreSQL does not {command}: {}", log(&self.folder));
    }

    /// A test that panicked leaves the server as it was, and others can go on.
    fn watch(&self) -> MutexGuard<'_, Watch> {
        self.watch.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn start(port: u16) -> String {
    format!("start {port}")
}

/// Returns the end of what the server and its programs reported.
#[expect(clippy::disallowed_methods, reason = "the log is a file")]
fn log(folder: &Path) -> String {
    let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
    let lines: Vec<&str> = log.lines().rev().take(20).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join("\n")
}
