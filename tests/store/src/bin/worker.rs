//! A process that logs users in until it is killed: `worker DATABASE TASKS`.
//!
//! It writes each step to standard output: when a client presents something, and when the provider
//! has answered. It ends by itself only when a step fails, with the reason on standard error.

#![expect(clippy::unwrap_used, reason = "a step that fails ends the process")]

use std::env;
use std::io::{self, Write};

use symbolon_store::{Database, Store};
use symbolon_store_tests::{Credential, Event, Op, member};
use tokio::task::JoinSet;

#[tokio::main]
#[expect(clippy::disallowed_methods, reason = "the test names the database")]
async fn main() {
    let mut arguments = env::args().skip(1);
    let database: Database = arguments.next().unwrap().parse().unwrap();
    let tasks: usize = arguments.next().unwrap().parse().unwrap();
    let op = Op::new(&Store::open(&database).await.unwrap());
    let mut logins = JoinSet::new();
    for _ in 0..tasks {
        logins.spawn(log_in(op.clone()));
    }
    // A task ends only when it panics. Then the whole process ends.
    logins.join_next().await.unwrap().unwrap();
}

/// Logs in again and again, and uses the tokens of each login less or more often.
async fn log_in(op: Op) {
    for exchanges in [0, 1, 2, 3].into_iter().cycle() {
        let interaction = op.show().await.unwrap();
        report(&Event::Shown(interaction.clone()));
        if exchanges == 0 {
            // A user who looks at the page for longer than the process lives.
            report(&Event::Shown(op.show().await.unwrap()));
        }
        report(&Event::Decided(interaction.clone()));
        let code = op.decide(&interaction).await.unwrap().unwrap();
        report(&Event::Code { interaction, code: code.clone() });
        let mut credential = Credential::Code(code);
        for _ in 0..exchanges {
            report(&Event::Presented(credential.clone()));
            let response = op.token(&credential).await;
            assert_eq!(response.status(), 200, "{}", String::from_utf8_lossy(response.body()));
            let access_token = member(&response, "access_token");
            let refresh_token = member(&response, "refresh_token");
            let next = Credential::RefreshToken(refresh_token.clone());
            report(&Event::Answered { presented: credential, access_token, refresh_token });
            credential = next;
        }
    }
}

/// Writes a line in one piece.
fn report(event: &Event) {
    let line = format!("{}\n", event.line());
    let mut output = io::stdout().lock();
    output.write_all(line.as_bytes()).unwrap();
    output.flush().unwrap();
}
