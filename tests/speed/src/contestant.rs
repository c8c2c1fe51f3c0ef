//! The servers that are measured, and the visitors that use them.

mod database;
mod demo;
pub mod floor;
mod oidc_provider;
mod visitor;
mod zitadel;

use std::net::TcpListener;

use crate::Failure;
use crate::arguments::Arguments;
use crate::browser::User;
use crate::operation::Operation;
use crate::process::Process;

pub use self::database::Database;
pub use self::demo::clean_up;
pub use self::visitor::Visitor;

/// The most operations in parallel.
const VISITORS: usize = 16;

/// The address to which the servers redirect. No server listens there.
const REDIRECT_URI: &str = "https://client.example/callback";

/// The provider that the others are compared with.
pub const REFERENCE: &str = "oidc-provider";

/// A running server.
#[derive(Debug)]
pub struct Contestant {
    pub name: String,
    pub process: Process,
    site: Site,
    pub visitors: Vec<Visitor>,
}

/// How to use a server.
#[derive(Clone, Debug)]
struct Site {
    port: u16,
    authorize: &'static str,
    token: &'static str,
    user_info: &'static str,
    scope: &'static str,
    client_id: &'static str,
    client_secret: &'static str,
    user: User,
}

/// Starts the servers that the arguments select, and the database that they need.
pub fn start_all(arguments: &Arguments) -> Result<(Vec<Contestant>, Option<Database>), Failure> {
    let mut all = Vec::new();
    if arguments.selects(floor::NAME) {
        all.push(floor::start()?);
    }
    if arguments.selects(REFERENCE) {
        all.push(oidc_provider::start(arguments)?);
    }
    if let Some(program) = &arguments.zitadel
        && arguments.selects(zitadel::NAME)
    {
        all.push(zitadel::start(program)?);
    }
    let (demos, database) = demo::start_all(arguments)?;
    all.extend(demos);
    Ok((all, database))
}

impl Contestant {
    fn new(name: String, process: Process, site: Site) -> Self {
        Self { name, process, site, visitors: Vec::new() }
    }

    /// Returns whether the server answers this operation.
    pub fn answers(&self, operation: Operation) -> bool {
        self.name != floor::NAME || operation == Operation::Discovery
    }

    /// Signs the user in, in as many browsers as there are operations in parallel.
    pub fn sign_in(&mut self) -> Result<(), Failure> {
        for _ in 0..VISITORS {
            let mut visitor = Visitor::new(self.site.clone())?;
            visitor.prepare(self.answers(Operation::Login))?;
            self.visitors.push(visitor);
        }
        Ok(())
    }
}

/// Returns a port on which no program listens at the moment.
fn free_port() -> Result<u16, Failure> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
