//! A call of every function of a provider's store.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Fingerprint, SecretString};
use symbolon_oauth::ClientId;
use symbolon_oauth::obligation::ReplayKey;
use symbolon_provider::cors::Origin;
use symbolon_provider::{CodeRecord, PendingAuthorization, RegisteredClient, TokenRecords};
use symbolon_store::{Error, SignIn, Store};
use symbolon_store_tests::{Credential, Op, client};
use symbolon_test_support::clock::{at, date};
use symbolon_test_support::names::issuer;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// The functions that call other functions of the store, and answer with a response.
const COMPOSED: &[&str] = &["answer_token_request"];

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
    pending: PendingAuthorization,
    /// A browser, and the request for which its user signs in.
    browser: Fingerprint,
    interaction: Fingerprint,
}

/// Calls each of these functions in a separate task.
macro_rules! call {
    ($op:ident, $arguments:expr, |$of:ident| $($name:ident($($argument:expr),*)),* $(,)?) => {{
        let arguments = Arc::new($arguments);
        let mut tasks = JoinSet::new();
        $({
            let (store, $of) = ($op.store().clone(), arguments.clone());
            tasks.spawn(async move {
                let started = Instant::now();
                let outcome = store.$name($($argument),*).await.map(drop);
                Called { name: stringify!($name), outcome, took: started.elapsed() }
            });
        })*
        tasks.join_all().await
    }};
}

/// Makes the arguments, which needs a database that works.
pub(super) async fn prepare(op: &Op) -> Result<Calls, &'static str> {
    let code = op.issue_code(Some(&client())).map_err(|_| "no code")?;
    let id = SecretString::random(&CRYPTO).map_err(|_| "no randomness")?;
    let name = ["client_assertion", "app", id.expose()];
    let pending = op.receive(Some(&client())).map_err(|_| "no request")?;
    let mut client = client();
    client.client_id = ClientId::new("guest").map_err(|_| "no client")?;
    Ok(Calls {
        code: code.records().clone(),
        tokens: tokens(op).await?,
        revoked: tokens(op).await?,
        client,
        key: ReplayKey::new(name, &issuer(), date(60), Duration::from_secs(60), &CRYPTO),
        pending,
        browser: Fingerprint::of(format!("browser {}", id.expose()).as_bytes(), &CRYPTO),
        interaction: id.fingerprint(&CRYPTO),
    })
}

/// Makes the tokens for a code that is stored.
async fn tokens(op: &Op) -> Result<TokenRecords, &'static str> {
    let code = Credential::Code(op.code().await.map_err(|_| "the code is not stored")?);
    let issued = op.issue_tokens(&code).await.map_err(|_| "the code is not found")?;
    Ok(issued.records().clone())
}

/// Makes the arguments, and calls every function at once.
pub(super) async fn call_all(op: &Op) -> Result<Vec<Called>, &'static str> {
    Ok(prepare(op).await?.run(op).await)
}

impl Calls {
    /// Calls every function at once.
    pub(super) async fn run(self, op: &Op) -> Vec<Called> {
        let (now, until) = (at(0), at(60));
        call!(
            op,
            self,
            |its| put_client(&its.client),
            client(&its.client.client_id),
            delete_client(&its.client.client_id),
            has_origin(&Origin::of(&its.client.redirect_uris[0]).unwrap()),
            put_code(&its.code),
            find_code(&its.code.fingerprint),
            find_refresh_token(&its.tokens.refresh.as_ref().unwrap().fingerprint),
            put_tokens(&its.tokens),
            access_token(&its.tokens.access.fingerprint),
            revoke_grant(&its.revoked.access.grant),
            grants(&its.code.signed_in.subject),
            first_use(std::slice::from_ref(&its.key)),
            put_pending(&its.browser, &its.interaction, &its.pending, until),
            pending(&its.browser, &its.interaction, now),
            show_pending(&its.browser, &its.interaction, &its.code.signed_in.subject, now),
            take_pending(&its.browser, &its.interaction, now),
            take_shown(&its.browser, &its.interaction, &its.code.signed_in.subject, now),
            sign_in(&SignIn {
                before: None,
                browser: &its.browser,
                interaction: Some(&its.interaction),
                user: &its.code.signed_in,
                until,
            }),
            session(&its.browser, now),
            extend_session(&its.browser, until, now),
            sign_out(&its.browser),
            end_sessions(&its.code.signed_in.subject),
            consent(&its.code.signed_in.subject, &its.client.client_id),
            consents(&its.code.signed_in.subject),
            put_consent(&its.code.signed_in.subject, &its.client.client_id, &its.code.scope),
            withdraw_consent(&its.code.signed_in.subject, &its.client.client_id),
        )
    }
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the functions are in files")]
async fn every_function_of_the_store_is_called() {
    let op = Op::new(&Store::memory());
    op.register().await;
    let called: BTreeSet<String> =
        call_all(&op).await.unwrap().iter().map(|it| it.name.to_owned()).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/store/src/provider");
    let mut functions = BTreeSet::new();
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let names = text.split("pub async fn ").skip(1).filter_map(|it| it.split('(').next());
        functions
            .extend(names.map(str::to_owned).filter(|name| !COMPOSED.contains(&name.as_str())));
    }
    assert_eq!(called, functions, "add new functions to `Calls::run` in this file");
}
