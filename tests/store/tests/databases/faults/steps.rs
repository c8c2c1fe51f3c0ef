//! A connection that fails at each step of an operation.

use http::StatusCode;
use symbolon_oauth::obligation::SingleUse;
use symbolon_store_tests::{Credential, member};
use symbolon_test_databases::{Postgres, Proxy};

use super::Proxied;

/// More attempts than an operation needs.
const MANY: u32 = 100;

#[tokio::test]
async fn tokens_are_stored_whole_or_not_when_an_answer_is_lost() {
    tokens_at_each_step(Proxy::hold_answers_after).await;
}

#[tokio::test]
async fn tokens_are_stored_whole_or_not_when_the_connection_is_closed() {
    tokens_at_each_step(Proxy::close_after).await;
}

#[tokio::test]
async fn a_code_is_stored_with_its_grant_or_not_when_the_connection_is_closed() {
    let Some(postgres) = Postgres::shared() else { return };
    let proxied = Proxied::start(postgres, 1).await;
    for answers in 0..MANY {
        proxied.proxy.close_after(answers);
        let code = proxied.op.code().await;
        proxied.recover().await;
        if let Ok(code) = code {
            let response = proxied.op.token(&Credential::Code(code)).await;
            assert_eq!(response.status(), StatusCode::OK);
            assert!(answers > 3, "a code is stored in one transaction of two statements");
            return;
        }
    }
    panic!("no code is stored");
}

/// Exchanges codes while the connection fails after no answer, after one answer, and so on, until it
/// has failed before the tokens are stored, after it, and not at all.
async fn tokens_at_each_step(fail: fn(&Proxy, u32)) {
    let Some(postgres) = Postgres::shared() else { return };
    // With one connection, the number of answers is nearly always the same.
    let proxied = Proxied::start(postgres, 1).await;
    let op = &proxied.op;
    let (mut stored, mut not_stored, mut answers) = (0, 0, 0_u32);
    for _ in 0..MANY {
        let code = Credential::Code(op.code().await.unwrap());
        fail(&proxied.proxy, answers);
        let response = op.token(&code).await;
        proxied.recover().await;
        match (response.status(), op.find(&code).await) {
            // The client did not learn that it has tokens. Its next request looks like theft.
            (StatusCode::SERVICE_UNAVAILABLE, SingleUse::Spent(_)) => {
                stored += 1;
                let response = op.token(&code).await;
                assert_eq!(member(&response, "error"), "invalid_grant");
            }
            (StatusCode::SERVICE_UNAVAILABLE, SingleUse::Fresh(_)) => {
                not_stored += 1;
                assert_eq!(op.token(&code).await.status(), StatusCode::OK);
            }
            (StatusCode::OK, SingleUse::Spent(_)) => {
                assert!(op.accepts(&member(&response, "access_token")).await);
                if stored > 0 {
                    assert!(not_stored > 5, "{not_stored}");
                    return;
                }
                // Two answers came as one. The answer to COMMIT has to be met again.
                answers = answers.saturating_sub(2);
                continue;
            }
            other => panic!("after {answers} answers: {other:?}"),
        }
        answers += 1;
    }
    panic!("the connection never failed at the answer to COMMIT");
}

impl Proxied {
    /// Closes all connections, checks what is stored, and goes on.
    async fn recover(&self) {
        self.proxy.refuse();
        self.raw.wait_until_alone().await;
        self.raw.assert_whole().await;
        self.proxy.heal();
        self.assert_working().await;
    }
}
