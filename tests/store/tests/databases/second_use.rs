//! A code that is used twice at PostgreSQL: the second use is noticed and answered in one
//! transaction.

use symbolon_oauth::obligation::Stored;
use symbolon_store_tests::Credential;

use crate::prepare;
use crate::raw::Raw;

/// Writes down in which transaction a statement has looked for rows to change, also if it found
/// none. A transaction that is rolled back leaves no line.
const LOG: &str = "
    CREATE TABLE log (transaction TEXT NOT NULL, table_name TEXT NOT NULL);
    CREATE FUNCTION log_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO log VALUES (txid_current()::text, TG_TABLE_NAME);
        RETURN NULL;
    END $$;
    CREATE TRIGGER log_change AFTER UPDATE ON symbolon_codes
        FOR EACH STATEMENT EXECUTE FUNCTION log_change();
    CREATE TRIGGER log_change AFTER UPDATE ON symbolon_refresh_tokens
        FOR EACH STATEMENT EXECUTE FUNCTION log_change();
    CREATE TRIGGER log_change AFTER UPDATE ON symbolon_grants
        FOR EACH STATEMENT EXECUTE FUNCTION log_change();";

/// Returns the tables of each transaction.
const TRANSACTIONS: &str = "
    SELECT string_agg(table_name, ' ' ORDER BY table_name) FROM log GROUP BY transaction";

#[tokio::test]
async fn the_transaction_that_notices_a_second_use_revokes_the_grant() {
    let Some(raw) = Raw::postgres() else { return };
    let (_, op) = prepare(&raw).await;
    let code = Credential::Code(op.code().await.unwrap());
    let [first, second] = [&code, &code].map(|code| op.issue_tokens(code));
    let (first, second) = (first.await.unwrap(), second.await.unwrap());
    assert_eq!(op.store().put_tokens(first.records()).await.unwrap(), Stored::Confirmed);
    let token = first.records().refresh.as_ref().unwrap().fingerprint.clone();
    raw.run(LOG).await;

    assert_eq!(op.store().put_tokens(second.records()).await.unwrap(), Stored::GrantRevoked);
    let both = "symbolon_codes symbolon_grants";
    assert_eq!(raw.column(TRANSACTIONS).await, [both]);
    let found = op.store().access_token(&first.records().access.fingerprint).await.unwrap();
    assert_eq!(found, None);

    // The refresh token is not spent, but its grant is revoked: nothing is written.
    let mut late = first.records().clone();
    late.spends = symbolon_provider::SpentRecord::RefreshToken(token);
    late.access.fingerprint = second.records().access.fingerprint.clone();
    late.refresh = None;
    assert_eq!(op.store().put_tokens(&late).await.unwrap(), Stored::GrantRevoked);
    assert_eq!(raw.column(TRANSACTIONS).await, [both], "the second transaction is undone");
}
