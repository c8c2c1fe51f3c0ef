//! The example server of zitadel's Go library. It has no sessions, so each login signs in by its form.

use std::path::Path;

use super::{Contestant, Process, REDIRECT_URI, Site, free_port};
use crate::Failure;
use crate::browser::User;

pub(super) const NAME: &str = "zitadel";

pub(super) fn start(program: &Path) -> Result<Contestant, Failure> {
    let port = free_port()?;
    let variables = [("PORT", &*port.to_string()), ("REDIRECT_URI", REDIRECT_URI)];
    let process = Process::start(&program.to_string_lossy(), &[], &variables, port)?;
    let site = Site {
        port,
        authorize: "/auth",
        token: "/oauth/token",
        user_info: "/userinfo",
        scope: "openid profile email offline_access",
        client_id: "web",
        client_secret: "secret",
        // The first user of the example.
        user: User { name: "test-user@localhost".to_owned(), password: "verysecure".to_owned() },
    };
    Ok(Contestant::new(NAME.to_owned(), process, site))
}
