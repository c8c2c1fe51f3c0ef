//! 64 requests use one record at once, at eight copies of the provider that share a database.
//!
//! `SYMBOLON_ROUNDS=1000` runs as many rounds of each race.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Fingerprint;
use symbolon_oauth::obligation::{FirstUse, ReplayKey, Stored};
use symbolon_store::{Database, Refresh, Store, Waiting};
use symbolon_store_tests::{Credential, Op, client, member, rp};
use symbolon_test_support::clock::{at, date};
use symbolon_test_support::names::issuer;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::raw::Raw;
use crate::{prepare, repetitions};

const COPIES: usize = 8;
const TAKERS: usize = 64;

/// Opens a database as often as there are copies of the provider.
async fn copies(raw: &Raw) -> Vec<Op> {
    let (mut database, op) = prepare(raw).await;
    if let Database::Postgres(options) = &mut database {
        // The server accepts 200 connections, and other tests use it too.
        options.connections = 8;
    }
    let mut copies = vec![op];
    while copies.len() < COPIES {
        copies.push(Op::new(&Store::open(&database).await.unwrap()));
    }
    copies
}

/// Runs every race between these copies.
async fn race(copies: &[Op]) {
    for round in 0..repetitions("SYMBOLON_ROUNDS", 50) {
        // Each round begins at another copy.
        let op = copies.iter().cycle().nth(round as usize).unwrap();
        let code = Credential::Code(op.code().await.unwrap());
        let answer = tokens_for_one_of_many(copies, &code).await;
        assert_void(op, &answer).await;

        let code = Credential::Code(op.code().await.unwrap());
        let answer = Answer::of(op, &code).await.unwrap();
        let next = tokens_for_one_of_many(copies, &answer.refresh_token).await;
        assert_void(op, &next).await;
        assert!(!op.accepts(&answer.access_token).await);

        one_of_many_is_first(copies, round).await;
        one_of_many_answers_a_request(copies, round).await;
        one_of_many_finishes_a_login(copies, round).await;
        one_of_many_refreshes_a_session(copies, round).await;
        nothing_survives_a_revocation(copies, round).await;
        a_revocation_comes_between_find_and_put(copies).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_64_takers_wins_in_memory() {
    let op = Op::new(&Store::memory());
    op.register().await;
    race(&vec![op; COPIES]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_64_takers_wins_on_sqlite() {
    let raw = Raw::sqlite("takers");
    race(&copies(&raw).await).await;
    raw.assert_whole().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_64_takers_wins_on_postgresql() {
    let Some(raw) = Raw::postgres() else { return };
    race(&copies(&raw).await).await;
    raw.assert_whole().await;
}

/// The tokens that a client received.
struct Answer {
    access_token: String,
    refresh_token: Credential,
}

impl Answer {
    /// Presents a code or refresh token. Returns `None` if the provider refuses it.
    async fn of(op: &Op, presented: &Credential) -> Option<Self> {
        let response = op.token(presented).await;
        if response.status() != StatusCode::OK {
            assert_eq!(response.status(), StatusCode::BAD_REQUEST);
            assert_eq!(member(&response, "error"), "invalid_grant");
            return None;
        }
        let access_token = member(&response, "access_token");
        let refresh_token = Credential::RefreshToken(member(&response, "refresh_token"));
        Some(Self { access_token, refresh_token })
    }
}

/// Runs a function 64 times at once, and returns what each returned.
async fn at_once<F, T>(copies: &[Op], function: impl Fn(Op) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let start = Arc::new(Barrier::new(TAKERS));
    let mut takers = JoinSet::new();
    for op in copies.iter().cycle().take(TAKERS) {
        let (start, taker) = (start.clone(), function(op.clone()));
        takers.spawn(async move {
            start.wait().await;
            taker.await
        });
    }
    takers.join_all().await
}

/// All takers present the same credential. Exactly one of them has tokens.
async fn tokens_for_one_of_many(copies: &[Op], presented: &Credential) -> Answer {
    let answers = at_once(copies, |op| {
        let presented = presented.clone();
        async move { Answer::of(&op, &presented).await }
    });
    let mut winners: Vec<_> = answers.await.into_iter().flatten().collect();
    assert_eq!(winners.len(), 1, "takers with tokens");
    winners.remove(0)
}

/// The second use has revoked the grant: the tokens of the first use are void.
async fn assert_void(op: &Op, answer: &Answer) {
    assert!(!op.accepts(&answer.access_token).await);
    assert!(Answer::of(op, &answer.refresh_token).await.is_none());
}

async fn one_of_many_is_first(copies: &[Op], round: u32) {
    let id = round.to_string();
    let name = ["client_assertion", "app", &id];
    let key = ReplayKey::new(name, &issuer(), date(60), Duration::from_secs(60), &CRYPTO);
    let uses = at_once(copies, |op| {
        let key = key.clone();
        async move { op.store().first_use(&[key]).await.unwrap() }
    });
    let first = uses.await.into_iter().filter(|used| *used == FirstUse::Confirmed).count();
    assert_eq!(first, 1, "takers that were the first");
}

/// The user answers a request in several tabs at once.
async fn one_of_many_answers_a_request(copies: &[Op], round: u32) {
    let [op, ..] = copies else { panic!("there are several copies") };
    let fingerprint = |of: &str| Fingerprint::of(format!("{of} {round}").as_bytes(), &CRYPTO);
    let (browser, interaction) = (fingerprint("browser"), fingerprint("interaction"));
    let pending = op.receive(Some(&client())).unwrap();
    op.store().put_pending(&browser, &interaction, &pending, at(60)).await.unwrap();
    // In half of the rounds, the user answers a page that was shown before.
    let is_shown = round.is_multiple_of(2);
    if is_shown {
        assert!(op.store().show_pending(&browser, &interaction, "alice", at(0)).await.unwrap());
    }
    let taken = at_once(copies, |op| {
        let (browser, interaction) = (browser.clone(), interaction.clone());
        async move {
            let store = op.store();
            let taken = if is_shown {
                store.take_shown(&browser, &interaction, "alice", at(0)).await
            } else {
                store.take_pending(&browser, &interaction, at(0)).await
            };
            taken.unwrap()
        }
    });
    let (mut open, mut answered) = (0, 0);
    for waiting in taken.await {
        match waiting {
            Waiting::Open(_) => open += 1,
            Waiting::Answered(_) => answered += 1,
            Waiting::Unknown => panic!("the request is lost"),
        }
    }
    assert_eq!((open, answered), (1, TAKERS - 1));
}

/// The browser comes back to the relying party in several requests at once.
async fn one_of_many_finishes_a_login(copies: &[Op], round: u32) {
    let [op, ..] = copies else { panic!("there are several copies") };
    let browser = Fingerprint::of(format!("login {round}").as_bytes(), &CRYPTO);
    let login = rp::login();
    rp::store(op.all()).put_login(&browser, &login, at(60)).await.unwrap();
    let taken = at_once(copies, |op| {
        let (browser, state) = (browser.clone(), login.state().clone());
        async move { rp::store(op.all()).take_login(&browser, &state, at(0)).await.unwrap() }
    });
    assert_eq!(taken.await.into_iter().flatten().count(), 1, "takers with the login");
}

/// Requests of one session find that its access token has expired. One of them refreshes it.
async fn one_of_many_refreshes_a_session(copies: &[Op], round: u32) {
    let [op, ..] = copies else { panic!("there are several copies") };
    let id = Fingerprint::of(format!("session {round}").as_bytes(), &CRYPTO);
    rp::store(op.all()).put_session(&id, &rp::session("old"), at(60)).await.unwrap();
    let refreshes = at_once(copies, |op| {
        let id = id.clone();
        async move { rp::store(op.all()).start_refresh(&id, at(0)).await.unwrap() }
    });
    let (mut leases, mut busy) = (Vec::new(), 0);
    for refresh in refreshes.await {
        match refresh {
            Refresh::Yours(lease, _) => leases.push(lease),
            Refresh::Busy(_) => busy += 1,
            Refresh::Unknown => panic!("the session is lost"),
        }
    }
    assert_eq!((leases.len(), busy), (1, TAKERS - 1));
    let new = rp::session("new");
    assert!(rp::store(op.all()).replace_session(leases.remove(0), &new).await.unwrap());
}

/// A client exchanges one token after the other while the grant is revoked at another copy. When
/// both have ended, every token is void.
async fn nothing_survives_a_revocation(copies: &[Op], round: u32) {
    let [op, other, ..] = copies else { panic!("there are several copies") };
    let code = Credential::Code(op.code().await.unwrap());
    let grant = op.issue_tokens(&code).await.unwrap().records().access.grant.clone();
    let client = op.clone();
    let exchanges = tokio::spawn(async move {
        let (mut presented, mut answers) = (code, Vec::new());
        while let Some(answer) = Answer::of(&client, &presented).await {
            presented = answer.refresh_token.clone();
            answers.push(answer);
        }
        answers
    });
    // The revocation comes after a different number of exchanges in each round.
    for _ in 0..round % 8 {
        other.find(&Credential::Code("absent".to_owned())).await;
    }
    other.store().revoke_grant(&grant).await.unwrap();
    for answer in exchanges.await.unwrap() {
        assert_void(op, &answer).await;
    }
}

/// A request has found the code, and another copy revokes the grant before the tokens are stored.
async fn a_revocation_comes_between_find_and_put(copies: &[Op]) {
    let [op, other, ..] = copies else { panic!("there are several copies") };
    let code = Credential::Code(op.code().await.unwrap());
    let issued = op.issue_tokens(&code).await.unwrap();
    other.store().revoke_grant(&issued.records().access.grant).await.unwrap();
    assert_eq!(op.store().put_tokens(issued.records()).await.unwrap(), Stored::GrantRevoked);
}
