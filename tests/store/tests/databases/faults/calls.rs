//! A call of every function of a provider's store.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Fingerprint, SecretString};
use symbolon_oauth::ClientId;
use symbolon_oauth::obligation::ReplayKey;
use symbolon_provider::cors::Origin;
use symbolon_provider::{
    CodeRecord, EarlierConsent, FetchedRequestObject, PendingAuthorization, PushedRequestRecord,
    RegisteredClient, TokenRecords,
};
use symbolon_relying_party::PendingLogin;
use symbolon_store::{
    ClientRegistrations, Error, Lease, ProviderStore, Refresh, RelyingPartyStore, SignIn, Store,
};
use symbolon_store_tests::{Credential, Op, client, rp};
use symbolon_test_support::clock::{at, date};
use symbolon_test_support::names::issuer;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::registrations::{self, Registrations};

/// The user of all logins.
const USER: &str = "alice";

/// The functions that only call other functions of the store and the engine.
const COMPOSED: &[&str] = &[
    "answer_token_request",
    "answer_token_request_about",
    "answer_push_request",
    "answer_registration",
    "answer_configuration",
    "resolve_pushed_request",
    "resolve_client",
    "load_client_keys",
    "first_step",
    "next_step",
    "sign_in_on_page",
    "consent_on_page",
];

/// What came of the call of a function.
#[derive(Debug)]
pub(super) struct Called {
    pub(super) name: &'static str,
    pub(super) outcome: Result<(), Error>,
    pub(super) took: Duration,
}

/// The arguments of the functions.
pub(super) struct Calls {
    /// A code that is not stored.
    code: CodeRecord,
    /// The tokens for a code that is stored.
    tokens: TokenRecords,
    /// The tokens for another code that is stored, whose grant is revoked.
    revoked: TokenRecords,
    /// A client that comes and goes.
    client: RegisteredClient,
    key: ReplayKey,
    pushed: PushedRequestRecord,
    object: FetchedRequestObject,
    pending: PendingAuthorization,
    /// A browser, and the request for which its user signs in.
    browser: Fingerprint,
    interaction: Fingerprint,
    login: PendingLogin,
    registrations: Registrations,
    lease: Mutex<Option<Lease>>,
}

/// Calls each of these functions in a separate task.
macro_rules! call {
    ($tasks:ident, $arguments:ident, $store:expr, $prefix:literal, |$of:ident|
        $($name:ident($($argument:expr),*)),* $(,)?) => { $({
        let (store, $of) = ($store.clone(), $arguments.clone());
        $tasks.spawn(async move {
            let started = Instant::now();
            let outcome = store.$name($($argument),*).await.map(drop);
            // Some functions have no argument that is prepared.
            drop($of);
            let name = concat!($prefix, stringify!($name));
            Called { name, outcome, took: started.elapsed() }
        });
    })* };
}

/// Makes the arguments, which needs a database that works.
pub(super) async fn prepare(op: &Op) -> Result<Calls, &'static str> {
    let code = op.issue_code(Some(&client())).map_err(|_| "no code")?;
    let id = SecretString::random(&CRYPTO).map_err(|_| "no randomness")?;
    let name = ["client_assertion", "app", id.expose()];
    let pending = op.receive(Some(&client())).map_err(|_| "no request")?;
    let mut client = client();
    client.client_id = ClientId::new("guest").map_err(|_| "no client")?;
    let lease = lease(op, &Fingerprint::of(id.expose().as_bytes(), &CRYPTO)).await?;
    Ok(Calls {
        code: code.records().code.clone().unwrap(),
        tokens: tokens(op).await?,
        revoked: tokens(op).await?,
        client,
        pushed: pushed(&id)?,
        object: object(&id)?,
        key: ReplayKey::new(name, &issuer(), date(60), Duration::from_secs(60), &CRYPTO),
        pending,
        browser: Fingerprint::of(format!("browser {}", id.expose()).as_bytes(), &CRYPTO),
        interaction: id.fingerprint(&CRYPTO),
        login: rp::login(),
        registrations: Registrations::prepare(op, &id).await?,
        lease: Mutex::new(Some(lease)),
    })
}

/// Makes the record of a pushed request.
fn pushed(id: &SecretString) -> Result<PushedRequestRecord, &'static str> {
    let record = serde_json::json!({
        "fingerprint": id.fingerprint(&CRYPTO), "issuer": issuer().as_str(), "client_id": "app",
        "parameters": [["client_id", "app"]], "expires": date(60),
    });
    serde_json::from_value(record).map_err(|_| "no pushed request")
}

/// Makes the record of a request object that was fetched.
fn object(id: &SecretString) -> Result<FetchedRequestObject, &'static str> {
    let record = serde_json::json!({
        "fingerprint": id.fingerprint(&CRYPTO), "issuer": issuer().as_str(), "client_id": "app",
        "request_uri": "https://app.example/request.jwt#hash", "content": "e30.e30.AA",
        "expires": date(60),
    });
    serde_json::from_value(record).map_err(|_| "no request object")
}

/// Makes the tokens for a code that is stored.
async fn tokens(op: &Op) -> Result<TokenRecords, &'static str> {
    let code = Credential::Code(op.code().await.map_err(|_| "the code is not stored")?);
    let issued = op.issue_tokens(&code).await.map_err(|_| "the code is not found")?;
    Ok(issued.records().clone())
}

/// Stores a session of a relying party that this copy may refresh.
async fn lease(op: &Op, id: &Fingerprint) -> Result<Lease, &'static str> {
    let store = rp::store(op.all());
    store.put_session(id, &rp::session("old"), at(60)).await.map_err(|_| "no session")?;
    match store.start_refresh(id, at(0)).await {
        Ok(Refresh::Yours(lease, _)) => Ok(lease),
        _ => Err("no lease"),
    }
}

/// Makes the arguments, and calls every function at once.
pub(super) async fn call_all(op: &Op) -> Result<Vec<Called>, &'static str> {
    Ok(prepare(op).await?.run(op).await)
}

impl Calls {
    /// Calls every function at once.
    pub(super) async fn run(self, op: &Op) -> Vec<Called> {
        let its = Arc::new(self);
        let mut tasks = JoinSet::new();
        call!(tasks, its, op.all(), "", |its| sweep(at(0)));
        of_provider(&mut tasks, &its, op.store());
        of_relying_party(&mut tasks, &its, &rp::store(op.all()));
        of_client(&mut tasks, &its, &registrations::store(op.all()));
        tasks.join_all().await
    }

    /// Returns the right to refresh a session, which is used once.
    fn lease(&self) -> Lease {
        self.lease.lock().unwrap().take().unwrap()
    }
}

fn of_provider(tasks: &mut JoinSet<Called>, its: &Arc<Calls>, store: &ProviderStore) {
    let (now, until) = (at(0), at(60));
    call!(
        tasks,
        its,
        store,
        "provider.",
        |its| put_client(&its.client),
        client(&its.client.client_id),
        delete_client(&its.client.client_id),
        has_origin(&Origin::of(&its.client.redirect_uris[0]).unwrap()),
        put_authorization(&its.code.clone().into()),
        find_code(&its.code.fingerprint),
        find_refresh_token(&its.tokens.refresh.as_ref().unwrap().fingerprint),
        put_tokens(&its.tokens),
        access_token(&its.tokens.access.fingerprint),
        revoke_grant(&its.revoked.access.grant),
        grants(USER),
        first_use(std::slice::from_ref(&its.key)),
        put_initial_access_token(&its.registrations.token),
        initial_access_token(&its.registrations.token.fingerprint),
        revoke_initial_access_token(&its.registrations.token.fingerprint),
        put_registration(&its.registrations.new),
        registration(its.registrations.id()),
        replace_registration(&its.registrations.replaced),
        delete_registration(&its.registrations.ended),
        clients_registered_with(&its.registrations.token.fingerprint),
        put_client_document(&its.registrations.document),
        client_document(&its.registrations.document.client.client_id),
        put_pushed_request(&its.pushed),
        take_pushed_request(&its.pushed.fingerprint),
        put_request_object(&its.object),
        request_object(&its.object.fingerprint),
        put_pending(&its.browser, &its.interaction, &its.pending, until),
        pending(&its.browser, &its.interaction, now),
        show_pending(&its.browser, &its.interaction, USER, now),
        take_pending(&its.browser, &its.interaction, now),
        take_shown(&its.browser, &its.interaction, USER, now),
        sign_in(&SignIn {
            before: None,
            browser: &its.browser,
            interaction: Some(&its.interaction),
            user: &its.code.signed_in,
            until,
        }),
        knows_browser(&its.browser, now),
        session(&its.browser, now),
        extend_session(&its.browser, until, now),
        sign_out(&its.browser),
        end_sessions(USER),
        consent(USER, &its.client.client_id),
        consents(USER),
        put_consent(USER, &its.client.client_id, &EarlierConsent::new(its.code.scope.clone())),
        withdraw_consent(USER, &its.client.client_id),
    );
}

fn of_relying_party(tasks: &mut JoinSet<Called>, its: &Arc<Calls>, store: &RelyingPartyStore) {
    let (now, until) = (at(0), at(60));
    call!(
        tasks,
        its,
        store,
        "relying_party.",
        |its| put_login(&its.browser, &its.login, until),
        take_login(&its.browser, its.login.state(), now),
        put_session(&its.interaction, &rp::session("new"), until),
        session(&its.interaction, now),
        delete_session(&its.interaction),
        start_refresh(&its.interaction, now),
        replace_session(its.lease(), &rp::session("replaced")),
    );
}

fn of_client(tasks: &mut JoinSet<Called>, its: &Arc<Calls>, store: &ClientRegistrations) {
    call!(
        tasks,
        its,
        store,
        "relying_party.",
        |its| get(&issuer(), "app"),
        put_new(&issuer(), "another", &its.registrations.own),
        replace(&its.registrations.kept, &its.registrations.own),
        delete(&its.registrations.kept),
    );
}

#[tokio::test]
async fn every_function_of_the_store_is_called() {
    let op = Op::new(&Store::memory());
    op.register().await;
    let called: BTreeSet<String> =
        call_all(&op).await.unwrap().iter().map(|it| it.name.to_owned()).collect();
    let mut functions = BTreeSet::from(["sweep".to_owned()]);
    for room in ["provider", "relying_party"] {
        functions.extend(functions_of(room).iter().map(|name| format!("{room}.{name}")));
    }
    assert_eq!(called, functions, "add new functions to this file");
}

/// Reads the names of the functions in a folder of the store.
#[expect(clippy::disallowed_methods, reason = "the functions are in files")]
fn functions_of(room: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/store/src").join(room);
    let mut functions = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let names =
            text.split("pub async fn ").skip(1).filter_map(|it| it.split(['(', '<']).next());
        functions.extend(names.filter(|name| !COMPOSED.contains(name)).map(str::to_owned));
    }
    functions
}
