//! `symbolon-demo`, with each of its stores and each library of cryptography.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::database::Database;
use super::{Contestant, Process, REDIRECT_URI, Site, free_port};
use crate::Failure;
use crate::arguments::Arguments;
use crate::browser::User;

const LIBRARIES: [&str; 2] = ["ring", "aws-lc"];

/// The stores of the demo.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Store {
    Memory,
    Sqlite,
    Postgres,
}

/// Starts the demo with each store and each library that the arguments select. A server of PostgreSQL
/// comes with it, and ends when it is dropped.
pub(super) fn start_all(
    arguments: &Arguments,
) -> Result<(Vec<Contestant>, Option<Database>), Failure> {
    let help = Command::new(&arguments.demo).args(["serve", "--help"]).output()?;
    let has_stores = String::from_utf8(help.stdout)?.contains("--store");
    let selected = |store: Store, library| arguments.selects(&name(store, library));
    let wants_postgres = LIBRARIES.iter().any(|library| selected(Store::Postgres, library));
    let postgres = if has_stores && wants_postgres { Database::start()? } else { None };
    let mut all = Vec::new();
    for store in [Store::Memory, Store::Sqlite, Store::Postgres] {
        for library in LIBRARIES.into_iter().filter(|library| selected(store, library)) {
            let database = match (store, &postgres) {
                (Store::Memory, _) => has_stores.then(|| "memory".to_owned()),
                (Store::Sqlite, _) if has_stores => {
                    Some(format!("sqlite:{}/{library}.db", folder()?.display()))
                }
                (Store::Postgres, Some(postgres)) => Some(postgres.create()),
                _ => continue,
            };
            let (process, site) = start(arguments, library, database.as_deref())?;
            let helper = postgres.as_ref().filter(|_| store == Store::Postgres);
            let process = process.helped_by(helper.map(|helper| helper.process));
            all.push(Contestant::new(name(store, library), process, site));
        }
    }
    Ok((all, postgres))
}

fn name(store: Store, library: &str) -> String {
    format!("demo {} {library}", store.name())
}

fn start(
    arguments: &Arguments,
    library: &str,
    database: Option<&str>,
) -> Result<(Process, Site), Failure> {
    let (port, app) = (free_port()?, free_port()?.to_string());
    let clients = folder()?.join("clients.json");
    fs::write(&clients, clients_file())?;
    let (program, port_text) = (arguments.demo.to_string_lossy(), port.to_string());
    let clients = clients.to_string_lossy();
    let secret = folder()?.join("secret");
    let secret = secret.to_string_lossy();
    let mut options = vec!["serve", "--provider-port", &port_text, "--relying-party-port", &app];
    options.extend(["--clients", &clients, "--crypto", library]);
    if let Some(database) = database {
        options.extend(["--store", database, "--secret-file", &secret]);
    }
    let process = Process::start(&program, &options, &[], port)?;
    Ok((process, site(port)))
}

fn site(port: u16) -> Site {
    let password = "correct horse battery staple".to_owned();
    Site {
        port,
        authorize: "/authorize",
        token: "/token",
        user_info: "/userinfo",
        scope: "openid profile email offline_access",
        client_id: "speed",
        client_secret: "secret-of-the-benchmark",
        user: User { name: "alice".to_owned(), password },
    }
}

fn clients_file() -> String {
    let client = serde_json::json!({
        "client_id": "speed",
        "client_secret": "secret-of-the-benchmark",
        "client_name": "Speed",
        "redirect_uris": [REDIRECT_URI],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "client_secret_basic",
    });
    serde_json::Value::Array(vec![client]).to_string()
}

/// Removes the files of this run.
pub fn clean_up() -> Result<(), Failure> {
    Ok(fs::remove_dir_all(folder()?)?)
}

/// Returns the folder for the files of this run.
fn folder() -> Result<PathBuf, Failure> {
    let folder = std::env::temp_dir().join(format!("symbolon-speed-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

impl Store {
    fn name(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}
