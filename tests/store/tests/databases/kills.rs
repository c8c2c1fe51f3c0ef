//! A process is killed with SIGKILL between and inside the steps of logins.
//!
//! `SYMBOLON_KILLS=200` kills as many processes on each database.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use http::StatusCode;
use symbolon_oauth::obligation::SingleUse;
use symbolon_store::{Store, Waiting};
use symbolon_store_tests::{Credential, Event, Op, member};

use crate::raw::Raw;
use crate::{prepare, repetitions};

#[tokio::test]
async fn a_login_is_whole_and_usable_once_after_a_process_on_sqlite_was_killed() {
    kill_often(Raw::sqlite("kills")).await;
}

#[tokio::test]
async fn a_login_is_whole_and_usable_once_after_a_process_on_postgresql_was_killed() {
    let Some(raw) = Raw::postgres() else { return };
    kill_often(raw).await;
}

/// Kills one process after the other on the same database, and checks what each of them reported.
async fn kill_often(raw: Raw) {
    let (database, op) = prepare(&raw).await;
    drop(op);
    let mut seen = Outcomes::default();
    for round in 0..repetitions("SYMBOLON_KILLS", 20) {
        let events = killed_worker(&raw.name(), round);
        raw.wait_until_alone().await;
        raw.assert_whole().await;
        // Opened anew, so that SQLite has to recover what the process has left.
        let op = Op::new(&Store::open(&database).await.unwrap());
        check(&op, &events, &mut seen).await;
        raw.assert_whole().await;
    }
    println!("{seen:?}");
    assert!(seen.answered > 0 && seen.unused > 0 && seen.shown > 0, "{seen:?}");
}

/// How many steps of each kind were checked.
#[derive(Debug, Default)]
struct Outcomes {
    /// Pages that were shown and not answered.
    shown: usize,
    /// Codes and tokens that a client had received and not used.
    unused: usize,
    /// Token requests that were answered.
    answered: usize,
    /// Token requests that were not answered, and whose tokens were not stored.
    undone: usize,
    /// Token requests that were not answered, but whose tokens were stored.
    done: usize,
}

/// Runs a process that logs users in, kills it, and returns what it reported.
#[expect(clippy::disallowed_methods, reason = "the test is about processes and moments")]
fn killed_worker(database: &str, round: u32) -> Vec<Event> {
    // In half of the rounds, several logins are under way at once.
    let tasks = if round.is_multiple_of(2) { "1" } else { "4" };
    let mut process = Command::new(env!("CARGO_BIN_EXE_worker"))
        .args([database, tasks])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
    // Moments after steps, and inside them: a step takes a few milliseconds at most.
    let count = round.wrapping_mul(31) % 97;
    let pause = Duration::from_micros(u64::from(round.wrapping_mul(577) % 4001));
    let mut reported: Vec<String> = lines.by_ref().take(count as usize).collect();
    thread::sleep(pause);
    process.kill().unwrap();
    reported.extend(lines);
    let status = process.wait().unwrap();
    assert_eq!(status.signal(), Some(9), "a step has failed: {status}");
    let mut events: Vec<_> = reported.iter().map(|line| Event::of_line(line)).collect();
    // The process may have been killed while it wrote the last line.
    events.pop_if(|last| last.is_none());
    events.into_iter().map(Option::unwrap).collect()
}

/// Checks that everything that was answered is usable, and usable once.
async fn check(op: &Op, events: &[Event], seen: &mut Outcomes) {
    let (mut shown, mut decided) = (BTreeSet::new(), BTreeSet::new());
    let (mut unused, mut unanswered, mut used) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for event in events {
        match event.clone() {
            Event::Shown(interaction) => assert!(shown.insert(interaction)),
            Event::Decided(interaction) => {
                assert!(shown.remove(&interaction));
                assert!(decided.insert(interaction));
            }
            Event::Code { interaction, code } => {
                assert!(decided.remove(&interaction));
                assert!(matches!(op.waiting(&interaction).await, Waiting::Answered(_)));
                assert!(unused.insert(Credential::Code(code)));
            }
            Event::Presented(credential) => {
                assert!(unused.remove(&credential));
                assert!(unanswered.insert(credential));
            }
            Event::Answered { presented, access_token, refresh_token } => {
                assert!(op.accepts(&access_token).await, "a login that was answered is lost");
                assert!(unanswered.remove(&presented));
                assert!(used.insert(presented));
                assert!(unused.insert(Credential::RefreshToken(refresh_token)));
            }
        }
    }
    for interaction in &shown {
        seen.shown += 1;
        assert!(op.decide(interaction).await.unwrap().is_some(), "a page that was shown is lost");
        assert!(op.decide(interaction).await.unwrap().is_none(), "a page is answered twice");
    }
    for interaction in &decided {
        // The user sees an error, and answers the page again. If the request was taken, the page
        // says so, and the user starts anew at the client.
        let again = op.decide(interaction).await.unwrap();
        assert!(again.is_some() || matches!(op.waiting(interaction).await, Waiting::Answered(_)));
    }
    for credential in &used {
        seen.answered += 1;
        assert!(matches!(op.find(credential).await, SingleUse::Spent(_)), "usable twice");
    }
    for credential in &unanswered {
        // The client sends its request again. If the tokens were stored, the provider cannot
        // distinguish the client from a thief, and the user has to log in again.
        match op.find(credential).await {
            SingleUse::Fresh(_) => {
                seen.undone += 1;
                assert_usable_once(op, credential).await;
            }
            SingleUse::Spent(_) => {
                seen.done += 1;
                assert_refused(op, credential).await;
            }
            SingleUse::Unknown => panic!("a login that was answered is lost"),
        }
    }
    for credential in &unused {
        seen.unused += 1;
        assert_usable_once(op, credential).await;
    }
    for credential in &used {
        assert_refused(op, credential).await;
    }
}

/// Checks that a code or refresh token yields tokens, and that its second use makes them void.
async fn assert_usable_once(op: &Op, credential: &Credential) {
    let response = op.token(credential).await;
    assert_eq!(response.status(), StatusCode::OK, "a login that was answered is lost");
    let access_token = member(&response, "access_token");
    assert!(op.accepts(&access_token).await);
    assert_refused(op, credential).await;
    assert!(!op.accepts(&access_token).await);
    let next = Credential::RefreshToken(member(&response, "refresh_token"));
    assert_refused(op, &next).await;
}

async fn assert_refused(op: &Op, credential: &Credential) {
    let response = op.token(credential).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(member(&response, "error"), "invalid_grant");
}
