//! The whole sequence of the token endpoint.

use http::{Request, StatusCode, header};
use serde_json::Value;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Object;
use symbolon_oauth::client::assertion::{ClientAssertion, TYP};
use symbolon_oauth::{AccessToken, ClientCredentials, Issuer, Parameters};
use symbolon_provider::{
    Consent, Decision, IdTokenKey, Provider, ProviderPolicy, ReceivedRequest, RegisteredClient,
    SignedIn, StoreFailed, TokenRequest,
};
use symbolon_store::{Database, Error, ProviderStore, SqliteOptions, Store, TokenAnswer};
use symbolon_test_support::clock::at;
use symbolon_test_support::names::{
    CLIENT_ID, CLIENT_SECRET, CODE_CHALLENGE, CODE_VERIFIER, NONCE, STATE, issuer,
};
use symbolon_test_support::{clients, keys, metadata};

use crate::support::{file, stores};

pub(crate) fn provider() -> Provider {
    let pair = keys::p256("op-1").restricted();
    let keys = vec![IdTokenKey::new(&pair.jwk, pair.algorithm, &CRYPTO).unwrap()];
    let (endpoints, policy) = (metadata::provider_endpoints(), ProviderPolicy::default());
    Provider::new(issuer(), endpoints, keys, policy, CRYPTO).unwrap()
}

/// Returns the client that sends its secret in the body.
fn app() -> RegisteredClient {
    clients::secret_in_body(CLIENT_ID, &CRYPTO)
}

/// Lets alice allow the client access. Returns the body of the token request with the code.
async fn code(store: &ProviderStore, client: &RegisteredClient) -> String {
    code_for(store, client, "").await
}

/// Lets alice allow the client access and all claims for which these further parameters of its
/// request ask. Returns the body of the token request with the code.
async fn code_for(store: &ProviderStore, client: &RegisteredClient, further: &str) -> String {
    let redirect_uri = client.redirect_uris[0].as_str();
    let query = format!(
        "response_type=code&client_id={}&redirect_uri={redirect_uri}&scope=openid+offline_access\
         &prompt=consent&state={STATE}&nonce={NONCE}&code_challenge={CODE_CHALLENGE}\
         &code_challenge_method=S256{further}",
        client.client_id
    );
    let request = Request::get(format!("/authorize?{query}")).body("").unwrap();
    let request = ReceivedRequest::from_http(&request).unwrap();
    let pending = provider().authorize(request, Some(client), at(0)).unwrap();
    let consent = Consent::new(SignedIn::new("alice", at(5)), pending.scope().clone());
    let consent = consent.claims(pending.claims_beyond_scope());
    let issued = provider().respond(pending, Decision::Consented(consent), at(10)).unwrap();
    let stored = store.put_authorization(issued.records()).await.unwrap();
    let response = issued.into_response(stored);
    let location = response.headers()[header::LOCATION].to_str().unwrap();
    let mut answer = Parameters::parse(location.split_once('?').unwrap().1).unwrap();
    let code = answer.take("code").unwrap();
    format!(
        "grant_type=authorization_code&code={}&code_verifier={CODE_VERIFIER}\
         &redirect_uri={redirect_uri}",
        &*code
    )
}

/// Answers a token request of [`app`].
async fn answer(store: &ProviderStore, body: &str) -> TokenAnswer {
    let secret = format!("client_id={CLIENT_ID}&client_secret={CLIENT_SECRET}");
    answer_form(store, &format!("{body}&{secret}")).await
}

async fn answer_form(store: &ProviderStore, form: &str) -> TokenAnswer {
    store.answer_token_request(&provider(), request(form), at(11)).await
}

fn request(form: &str) -> TokenRequest {
    let request = Request::post("/token")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(form)
        .unwrap();
    TokenRequest::from_http(&request).unwrap()
}

/// Answers a token request of [`app`] with claims about the user. Returns whether the claims were
/// read.
async fn answer_about(
    store: &ProviderStore,
    body: &str,
    known: Result<Object, StoreFailed>,
) -> (TokenAnswer, bool) {
    let form = format!("{body}&client_id={CLIENT_ID}&client_secret={CLIENT_SECRET}");
    let mut asked = None;
    let known = async |sub: String| {
        asked = Some(sub);
        known
    };
    let answer = store.answer_token_request_about(&provider(), request(&form), at(11), known).await;
    if let Some(sub) = &asked {
        assert_eq!(sub, "alice");
    }
    (answer, asked.is_some())
}

/// Returns the claims of the ID Token in an answer.
#[track_caller]
fn id_token(answer: &TokenAnswer) -> Value {
    let token = tokens(answer)["id_token"].as_str().unwrap().to_owned();
    let claims = symbolon_jose::base64url::decode(token.split('.').nth(1).unwrap()).unwrap();
    serde_json::from_slice(&claims).unwrap()
}

fn refreshing(tokens: &Value) -> String {
    format!("grant_type=refresh_token&refresh_token={}", tokens["refresh_token"].as_str().unwrap())
}

/// Returns the JSON of an answer with tokens.
#[track_caller]
fn tokens(answer: &TokenAnswer) -> Value {
    assert!(answer.error.is_none(), "{answer:?}");
    assert_eq!((answer.response.status(), answer.refused), (StatusCode::OK, None));
    serde_json::from_slice(answer.response.body()).unwrap()
}

/// Checks that a request was refused because of the client, not because the database failed.
#[track_caller]
fn assert_refused(answer: &TokenAnswer, code: &str) {
    assert!(answer.error.is_none(), "{answer:?}");
    assert_eq!(answer.refused, Some(code));
    assert_eq!(answer.response.status(), StatusCode::BAD_REQUEST);
}

/// Checks that the client is told to try again, and that the log gets the error.
#[track_caller]
fn assert_failed(answer: &TokenAnswer, code: &str) {
    assert_eq!(answer.error.as_ref().map(Error::code), Some(code), "{answer:?}");
    assert_eq!(answer.response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.response.headers().contains_key(header::RETRY_AFTER));
}

/// Returns whether the access token of a response is valid.
async fn is_valid(store: &ProviderStore, tokens: &Value) -> bool {
    let token = AccessToken::new(tokens["access_token"].as_str().unwrap().to_owned());
    store.access_token(&token.fingerprint(&CRYPTO)).await.unwrap().is_some()
}

#[tokio::test]
async fn rfc6749_4_1_3_a_code_is_exchanged_for_tokens_that_can_be_refreshed() {
    for (_, store) in stores().await {
        let store = store.provider(&issuer());
        store.put_client(&app()).await.unwrap();
        let answered = answer(&store, &code(&store, &app()).await).await;
        let bytes = format!("{:?}", answered.response.body());
        assert!(!format!("{answered:?}").contains(&bytes), "tokens in a log");
        let first = tokens(&answered);
        assert!(is_valid(&store, &first).await);
        let second = tokens(&answer(&store, &refreshing(&first)).await);
        assert!(is_valid(&store, &second).await);
        let third = tokens(&answer(&store, &refreshing(&second)).await);
        assert!(is_valid(&store, &third).await);
    }
}

#[tokio::test]
async fn rfc6749_4_1_2_a_second_use_of_a_code_revokes_its_tokens() {
    for (_, store) in stores().await {
        let store = store.provider(&issuer());
        store.put_client(&app()).await.unwrap();
        let body = code(&store, &app()).await;
        let first = tokens(&answer(&store, &body).await);
        assert!(is_valid(&store, &first).await);
        assert_refused(&answer(&store, &body).await, "token.spent_code");
        assert!(!is_valid(&store, &first).await);
        assert_refused(&answer(&store, &refreshing(&first)).await, "token.unknown_grant");
    }
}

#[tokio::test]
async fn rfc9700_4_14_2_a_second_use_of_a_refresh_token_revokes_its_successors() {
    for (_, store) in stores().await {
        let store = store.provider(&issuer());
        store.put_client(&app()).await.unwrap();
        let first = tokens(&answer(&store, &code(&store, &app()).await).await);
        let second = tokens(&answer(&store, &refreshing(&first)).await);
        assert_refused(&answer(&store, &refreshing(&first)).await, "token.spent_refresh_token");
        assert!(!is_valid(&store, &second).await);
        assert_refused(&answer(&store, &refreshing(&second)).await, "token.unknown_grant");
    }
}

#[tokio::test]
async fn rfc7636_4_6_a_wrong_verifier_makes_the_code_void() {
    let store = Store::memory().provider(&issuer());
    store.put_client(&app()).await.unwrap();
    let body = code(&store, &app()).await;
    let thief = body.replace(CODE_VERIFIER, &"a".repeat(43));
    assert_refused(&answer(&store, &thief).await, "pkce.mismatch");
    assert_refused(&answer(&store, &body).await, "token.unknown_grant");
}

#[tokio::test]
async fn an_unknown_client_is_refused() {
    let store = Store::memory().provider(&issuer());
    assert_refused(&answer(&store, &code(&store, &app()).await).await, "token.unknown_client");
}

#[tokio::test]
async fn attack_085_a_client_assertion_is_accepted_once() {
    for (_, store) in stores().await {
        let store = store.provider(&issuer());
        let key = keys::ed25519("ed-1");
        let client = clients::signing(CLIENT_ID, &key);
        store.put_client(&client).await.unwrap();
        let assertion = ClientAssertion::new(&client.client_id, &issuer());
        let claims = assertion.claims(&CRYPTO, at(11)).unwrap();
        let assertion = claims.sign(TYP, &key.signing(&CRYPTO)).unwrap();
        let body = format!(
            "{}&client_id={CLIENT_ID}&client_assertion_type={}&client_assertion={assertion}",
            code(&store, &client).await,
            ClientCredentials::JWT_BEARER
        );
        tokens(&answer_form(&store, &body).await);
        let again = answer_form(&store, &body).await;
        assert_eq!((again.refused, again.error.is_none()), (Some("token.replayed"), true));
    }
}

/// The program passes a provider and the records of another provider.
#[tokio::test]
async fn attack_089_a_store_of_another_issuer_answers_no_request() {
    let store = Store::memory();
    let (own, other) =
        (store.provider(&issuer()), store.provider(&Issuer::new("https://other.example").unwrap()));
    own.put_client(&app()).await.unwrap();
    other.put_client(&app()).await.unwrap();
    let body = code(&own, &app()).await;
    assert_failed(&answer(&other, &body).await, "store.other_issuer");
    tokens(&answer(&own, &body).await);
}

/// If the database fails while the client is looked up or while the tokens are written, the client
/// sends the same request again later.
#[tokio::test]
async fn a_request_that_meets_a_failing_database_can_be_sent_again() {
    let path = file();
    let database = Database::Sqlite(SqliteOptions::new(&path));
    let store = Store::migrate(&database).await.unwrap().provider(&issuer());
    store.put_client(&app()).await.unwrap();
    let body = code(&store, &app()).await;
    let raw = rusqlite::Connection::open(&path).unwrap();
    for table in ["symbolon_clients", "symbolon_codes", "symbolon_access_tokens"] {
        let rename = |from: &str, to: &str| {
            raw.execute(&format!("ALTER TABLE {from} RENAME TO {to}"), []).unwrap();
        };
        rename(table, "away");
        let failed = answer(&store, &body).await;
        assert_failed(&failed, "store.refused");
        assert_eq!(failed.refused, Some("store_failed"), "{table}");
        rename("away", table);
    }
    let first = tokens(&answer(&store, &body).await);
    // If the revocation fails, the client that presents the code again is not told that it is void.
    raw.execute("ALTER TABLE symbolon_grants RENAME COLUMN revoked TO away", []).unwrap();
    assert_failed(&answer(&store, &body).await, "store.refused");
    raw.execute("ALTER TABLE symbolon_grants RENAME COLUMN away TO revoked", []).unwrap();
    assert!(is_valid(&store, &first).await);
    assert_refused(&answer(&store, &body).await, "token.spent_code");
    assert!(!is_valid(&store, &first).await);
}

/// Core §5.5: the ID Token contains the claims for which the client asked there, and to which the
/// user consented, also after a refresh.
#[tokio::test]
async fn core_5_5_the_id_token_contains_the_claims_that_the_client_asked_for_in_it() {
    let asking = "&claims=%7B%22id_token%22:%7B%22email%22:null,%22groups%22:null%7D%7D";
    let known = || {
        let mut known = Object::new();
        known.insert("email", "alice@op.example");
        known.insert("name", "Alice");
        known
    };
    for (name, store) in stores().await {
        let store = store.provider(&issuer());
        store.put_client(&app()).await.unwrap();
        let body = code_for(&store, &app(), asking).await;
        let (failed, _) = answer_about(&store, &body, Err(StoreFailed)).await;
        assert_eq!(failed.response.status(), StatusCode::SERVICE_UNAVAILABLE, "{name}");
        assert_eq!(failed.refused, Some("store_failed"), "{name}");
        let (first, _) = answer_about(&store, &body, Ok(known())).await;
        let body = refreshing(&tokens(&first));
        let (second, _) = answer_about(&store, &body, Ok(known())).await;
        for answer in [first, second] {
            let claims = id_token(&answer);
            assert_eq!(claims["email"], "alice@op.example", "{name}");
            assert_eq!(
                (&claims["name"], &claims["groups"]),
                (&Value::Null, &Value::Null),
                "{name}"
            );
        }
        // If the client asks for nothing in the ID Token, the claims are not read.
        let body = code(&store, &app()).await;
        let (answer, was_read) = answer_about(&store, &body, Ok(known())).await;
        assert_eq!((id_token(&answer)["email"].as_str(), was_read), (None, false), "{name}");
    }
}
