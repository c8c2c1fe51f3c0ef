//! `oidc-provider` from npm, with an unbounded map as its adapter.

use super::{Contestant, Process, REDIRECT_URI, REFERENCE, Site, free_port};
use crate::Failure;
use crate::arguments::Arguments;
use crate::browser::User;

pub(super) fn start(arguments: &Arguments) -> Result<Contestant, Failure> {
    let port = free_port()?;
    let script = arguments.servers.join("oidc-provider.mjs");
    let options = [&*script.to_string_lossy(), &port.to_string(), REDIRECT_URI];
    let process = Process::start("node", &options, &[("NODE_ENV", "production")], port)?;
    let site = Site {
        port,
        authorize: "/auth",
        token: "/token",
        user_info: "/me",
        scope: "openid profile email",
        client_id: "speed",
        client_secret: "secret-of-the-benchmark",
        user: User { name: "248289761001".to_owned(), password: "anything".to_owned() },
    };
    Ok(Contestant::new(REFERENCE.to_owned(), process, site))
}
