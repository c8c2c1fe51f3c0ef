//! Many rows at once, written by the database itself.

/// Statements that write rows of logins that happened before. `ROWS` stands for a table `rows` with
/// the column `n`, and `END` for the time until which the rows are kept.
const FILL: &[&str] = &[
    "INSERT INTO symbolon_grants (issuer, grant_id, client_id, subject, scope, granted, revoked, keep_until)
     SELECT 'https://op.example', NAME, 's6BhdRkqt3', 'user' || n, 'openid email offline_access', 1790000000, 0, END FROM ROWS",
    "INSERT INTO symbolon_codes (issuer, fingerprint, grant_id, record, spent, keep_until)
     SELECT 'https://op.example', NAME, NAME, RECORD, 1, END FROM ROWS",
    "INSERT INTO symbolon_refresh_tokens (issuer, fingerprint, grant_id, record, spent, keep_until)
     SELECT 'https://op.example', NAME, NAME, RECORD, 0, END FROM ROWS",
    "INSERT INTO symbolon_access_tokens (issuer, fingerprint, grant_id, record, keep_until)
     SELECT 'https://op.example', NAME, NAME, RECORD, END FROM ROWS",
];

/// Returns the statements for this database.
pub(crate) fn statements(rows: usize, keep_until: i64, dialect: &Dialect) -> Vec<String> {
    let record = "{".to_owned() + &"x".repeat(500) + "}";
    FILL.iter()
        .map(|sql| {
            sql.replace("ROWS", &dialect.rows.replace("COUNT", &rows.to_string()))
                .replace("NAME", dialect.name)
                .replace("RECORD", &format!("'{record}'"))
                .replace("END", &keep_until.to_string())
        })
        .collect()
}

/// How a database counts and writes names.
pub(crate) struct Dialect {
    rows: &'static str,
    /// A name of 43 characters that begins at random, as fingerprints do.
    name: &'static str,
}

pub(crate) const SQLITE: Dialect = Dialect {
    rows: "(WITH RECURSIVE rows (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM rows WHERE n < COUNT) SELECT n FROM rows)",
    name: "printf('%016x%027d', (n * 2654435761) % 4294967296 * 65537, n)",
};

pub(crate) const POSTGRES: Dialect = Dialect {
    rows: "generate_series(1, COUNT) AS rows (n)",
    name: "substr(md5(CAST(n AS TEXT)), 1, 16) || lpad(CAST(n AS TEXT), 27, '0')",
};
