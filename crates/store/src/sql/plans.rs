//! The plans of all statements: each finds its rows by a primary key or by an index.

#![expect(clippy::disallowed_methods, reason = "these tests read the statements in the source")]

mod postgres;
mod source;
mod sqlite;

use std::collections::BTreeSet;

/// The number of rows in each table. With fewer rows, PostgreSQL likes to read the whole table.
const ROWS: i64 = 20_000;

/// Each statement and the indexes with which it finds its rows. A primary key is the index with the
/// name of the table and the ending `_pkey`. A statement that only inserts has no index here.
const PLANS: &[(&str, &[&str])] = &[
    ("ACCESS_TOKEN", &["symbolon_access_tokens_pkey", "symbolon_grants_pkey"]),
    ("CHANGE_CLIENT", &["symbolon_clients_pkey"]),
    ("CHANGE_CONSENT", &["symbolon_consents_pkey"]),
    ("CLIENT", &["symbolon_clients_pkey"]),
    ("CLIENT_DOCUMENT", &["symbolon_client_documents_pkey"]),
    ("CLIENT_REGISTRATION", &["symbolon_client_registrations_pkey"]),
    ("CONSENT", &["symbolon_consents_pkey"]),
    ("CONSENTS", &["symbolon_consents_pkey"]),
    ("DELETE", &["symbolon_clients_pkey"]),
    ("DELETE_CLIENT_REGISTRATION", &["symbolon_client_registrations_pkey"]),
    ("DELETE_LOGIN_SESSION", &["symbolon_login_sessions_pkey"]),
    ("DELETE_REGISTRATION", &["symbolon_registrations_pkey"]),
    ("END_REGISTRATION", &["symbolon_registrations_pkey"]),
    ("END_SESSIONS", &["symbolon_browser_sessions_subject"]),
    ("EXTEND_SESSION", &["symbolon_browser_sessions_pkey"]),
    ("FIND_CODE", &["symbolon_codes_pkey", "symbolon_grants_pkey"]),
    ("FIND_REFRESH_TOKEN", &["symbolon_grants_pkey", "symbolon_refresh_tokens_pkey"]),
    ("FIRST_USE", &[]),
    ("FORGET_CONSENTS", &["symbolon_consents_client"]),
    ("FORGET_ORIGINS", &["symbolon_client_origins_client"]),
    ("FORGET_PENDING", &["symbolon_pending_authorizations_client"]),
    (
        "FORGET_REQUESTS",
        &["symbolon_browser_sessions_pkey", "symbolon_pending_authorizations_pkey"],
    ),
    ("FORGET_UNUSED", &["symbolon_registrations_pkey"]),
    ("GRANTS", &["symbolon_grants_subject"]),
    ("HAS_ORIGIN", &["symbolon_client_origins_pkey"]),
    ("INITIAL_ACCESS_TOKEN", &["symbolon_initial_access_tokens_pkey"]),
    ("KEEP_GRANT", &["symbolon_grants_pkey"]),
    ("KNOWS_BROWSER", &["symbolon_browser_sessions_pkey", "symbolon_pending_authorizations_pkey"]),
    ("LIMIT_LOGINS", &["symbolon_pending_logins_pkey"]),
    ("LIMIT_PENDING", &["symbolon_pending_authorizations_pkey"]),
    ("LIMIT_SESSIONS", &["symbolon_browser_sessions_pkey", "symbolon_browser_sessions_subject"]),
    ("LOGIN_SESSION", &["symbolon_login_sessions_pkey"]),
    ("MOVE_REQUESTS", &["symbolon_pending_authorizations_pkey"]),
    ("PENDING", &["symbolon_pending_authorizations_pkey"]),
    ("PUT", &[]),
    ("PUT_ACCESS_TOKEN", &[]),
    ("PUT_CLIENT_DOCUMENT", &[]),
    ("PUT_CLIENT_REGISTRATION", &[]),
    ("PUT_CODE", &[]),
    ("PUT_CONSENT", &[]),
    ("PUT_GRANT", &[]),
    ("PUT_INITIAL_ACCESS_TOKEN", &[]),
    ("PUT_LOGIN", &["symbolon_pending_logins_pkey"]),
    ("PUT_LOGIN_SESSION", &[]),
    ("PUT_NEW_CLIENT", &[]),
    ("PUT_ORIGIN", &[]),
    ("PUT_PENDING", &["symbolon_pending_authorizations_pkey"]),
    ("PUT_PUSHED_REQUEST", &[]),
    ("PUT_REFRESH_TOKEN", &[]),
    ("PUT_REGISTRATION", &[]),
    ("PUT_REQUEST_OBJECT", &[]),
    ("PUT_SESSION", &["symbolon_browser_sessions_subject"]),
    ("REGISTERED_WITH", &["symbolon_registrations_initial"]),
    ("REGISTRATION", &["symbolon_clients_pkey", "symbolon_registrations_pkey"]),
    ("REPLACE_CLIENT_REGISTRATION", &["symbolon_client_registrations_pkey"]),
    ("REPLACE_REGISTRATION", &["symbolon_registrations_pkey"]),
    ("REPLACE_SESSION", &["symbolon_login_sessions_pkey"]),
    ("REQUEST_OBJECT", &["symbolon_fetched_request_objects_pkey"]),
    ("REVOKE", &["symbolon_grants_client"]),
    ("REVOKE_GRANT", &["symbolon_grants_pkey"]),
    ("REVOKE_INITIAL_ACCESS_TOKEN", &["symbolon_initial_access_tokens_pkey"]),
    ("REVOKE_OF_USER", &["symbolon_grants_subject"]),
    ("SESSION", &["symbolon_browser_sessions_pkey"]),
    ("SHOW_PENDING", &["symbolon_pending_authorizations_pkey"]),
    ("SIGN_OUT", &["symbolon_browser_sessions_pkey"]),
    ("SPEND_CODE", &["symbolon_codes_pkey"]),
    ("SPEND_REFRESH_TOKEN", &["symbolon_refresh_tokens_pkey"]),
    ("START_REFRESH", &["symbolon_login_sessions_pkey"]),
    ("TAKE_LOGIN", &["symbolon_pending_logins_pkey"]),
    ("TAKE_PENDING", &["symbolon_pending_authorizations_pkey"]),
    ("TAKE_PUSHED_REQUEST", &["symbolon_pushed_requests_pkey"]),
    ("TAKE_SHOWN", &["symbolon_pending_authorizations_pkey"]),
    ("UNUSED_REGISTRATIONS", &["symbolon_registrations_end"]),
    ("USE_INITIAL_ACCESS_TOKEN", &["symbolon_initial_access_tokens_pkey"]),
    ("USE_REGISTRATION", &["symbolon_registrations_pkey"]),
    ("WITHDRAW_CONSENT", &["symbolon_consents_pkey"]),
    (
        "sweep symbolon_access_tokens",
        &["symbolon_access_tokens_end", "symbolon_access_tokens_pkey"],
    ),
    (
        "sweep symbolon_browser_sessions",
        &["symbolon_browser_sessions_end", "symbolon_browser_sessions_pkey"],
    ),
    (
        "sweep symbolon_client_documents",
        &["symbolon_client_documents_end", "symbolon_client_documents_pkey"],
    ),
    ("sweep symbolon_codes", &["symbolon_codes_end", "symbolon_codes_pkey"]),
    (
        "sweep symbolon_fetched_request_objects",
        &["symbolon_fetched_request_objects_end", "symbolon_fetched_request_objects_pkey"],
    ),
    ("sweep symbolon_grants", &["symbolon_grants_end", "symbolon_grants_pkey"]),
    (
        "sweep symbolon_initial_access_tokens",
        &["symbolon_initial_access_tokens_end", "symbolon_initial_access_tokens_pkey"],
    ),
    (
        "sweep symbolon_login_sessions",
        &["symbolon_login_sessions_end", "symbolon_login_sessions_pkey"],
    ),
    (
        "sweep symbolon_pending_authorizations",
        &["symbolon_pending_authorizations_end", "symbolon_pending_authorizations_pkey"],
    ),
    (
        "sweep symbolon_pending_logins",
        &["symbolon_pending_logins_end", "symbolon_pending_logins_pkey"],
    ),
    (
        "sweep symbolon_pushed_requests",
        &["symbolon_pushed_requests_end", "symbolon_pushed_requests_pkey"],
    ),
    (
        "sweep symbolon_refresh_tokens",
        &["symbolon_refresh_tokens_end", "symbolon_refresh_tokens_pkey"],
    ),
    ("sweep symbolon_replay_keys", &["symbolon_replay_keys_end", "symbolon_replay_keys_pkey"]),
];

/// The statements that read the version of the schema, which is one row.
const OF_THE_SCHEMA: [&str; 3] =
    ["POSTGRES_SCHEMA_TABLE", "SQLITE_SCHEMA_TABLE", "VERSION_OF_SCHEMA"];

/// Returns the statements with their plans. A new statement needs a line in [`PLANS`].
fn statements() -> Vec<(String, String, BTreeSet<String>)> {
    let statements = source::statements();
    let planned: BTreeSet<_> = PLANS.iter().map(|(name, _)| *name).collect();
    let names: BTreeSet<_> = statements.iter().map(|(name, _)| name.as_str()).collect();
    let differing: Vec<_> = planned.symmetric_difference(&names).collect();
    assert!(differing.is_empty(), "statements without a plan, or plans without one: {differing:?}");
    let plans = PLANS.iter().map(|(_, indexes)| indexes.iter().map(|it| (*it).to_owned()));
    statements
        .into_iter()
        .zip(plans)
        .map(|((name, sql), plan)| (name, sql, plan.collect()))
        .collect()
}

/// Returns the statements that fill every table: most rows belong to one issuer, and each user,
/// browser and client has a few rows.
fn filling(series: &str) -> Vec<String> {
    // The first table has the versions of the schema.
    let tables =
        super::schema::MIGRATIONS.iter().flat_map(|sql| sql.split("CREATE TABLE ").skip(1));
    let tables = tables.skip(1);
    let fill = |table: &str| {
        let (name, columns) = table.split_once(" (\n").unwrap();
        let columns = columns.split("PRIMARY KEY").next().unwrap().lines();
        let columns = columns.filter_map(|line| line.trim().split_once(' '));
        // A later version of the schema may add columns with a default.
        let names: Vec<_> = columns.clone().map(|(column, _)| column).collect();
        let names = names.join(", ");
        let values = columns.map(|(column, of)| match (column, of.contains("TEXT")) {
            ("issuer", _) => "'https://op.example'".to_owned(),
            ("client_id", _) => "'client_id-' || (i % 500)".to_owned(),
            ("subject" | "browser", _) => format!("'{column}-' || (i % 4000)"),
            (_, true) => format!("'{column}-' || i"),
            (_, false) => "i".to_owned(),
        });
        let values = values.collect::<Vec<_>>().join(", ");
        format!(
            "INSERT INTO {name} ({names}) SELECT {values} FROM {series} WHERE TRUE \
             ON CONFLICT DO NOTHING"
        )
    };
    tables.map(fill).collect()
}

/// Returns whether all parameters of a statement are numbered. A `?` in a text would be changed for
/// PostgreSQL.
fn is_numbered(sql: &str) -> bool {
    sql.split('?').skip(1).all(|after| after.starts_with(|it: char| it.is_ascii_digit()))
}

#[test]
fn every_statement_has_a_plan_and_numbered_parameters() {
    for (name, sql, _) in statements() {
        assert!(is_numbered(&sql), "{name}");
        let is_of_issuer = sql.contains("issuer = ?1") || sql.contains("VALUES (?1");
        let is_sweep = name.starts_with("sweep ") || name == "UNUSED_REGISTRATIONS";
        assert!(is_of_issuer || is_sweep, "{name} reads rows of all issuers");
    }
}
