//! A server calls the store in its tasks.

use symbolon_oauth::obligation::FirstUse;

use crate::support::{code, issuer, stores, tokens};

#[tokio::test]
async fn a_task_that_can_move_between_threads_reads_and_writes() {
    for (name, store) in stores().await {
        let task = tokio::spawn(async move {
            let (store, code) = (store.provider(&issuer()), code());
            store.put_authorization(&code.clone().into()).await.unwrap();
            store.put_tokens(&tokens(&code)).await.unwrap();
            store.first_use(&[]).await.unwrap()
        });
        assert_eq!(task.await.unwrap(), FirstUse::Confirmed, "{name}");
    }
}
