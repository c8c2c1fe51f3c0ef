-- The tables of the store, in the part of SQL that SQLite and PostgreSQL share.
-- The issuer is never the first column of a key: most rows have the same issuer, and SQLite would find
-- the rows of a user or a client by the issuer alone, which reads all rows.
-- Times are seconds since 1970; flags are 0 or 1; records are JSON.

CREATE TABLE symbolon_schema (
    version BIGINT NOT NULL PRIMARY KEY
);

CREATE TABLE symbolon_clients (
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (client_id, issuer)
);
CREATE TABLE symbolon_client_origins (
    issuer TEXT NOT NULL,
    origin TEXT NOT NULL,
    client_id TEXT NOT NULL,
    PRIMARY KEY (origin, issuer, client_id)
);
CREATE INDEX symbolon_client_origins_client ON symbolon_client_origins (client_id, issuer);

CREATE TABLE symbolon_grants (
    issuer TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    scope TEXT NOT NULL,
    granted BIGINT NOT NULL,
    revoked BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (grant_id, issuer)
);
CREATE INDEX symbolon_grants_subject ON symbolon_grants (subject, issuer, client_id);
CREATE INDEX symbolon_grants_client ON symbolon_grants (client_id, issuer);
CREATE INDEX symbolon_grants_end ON symbolon_grants (keep_until);

CREATE TABLE symbolon_codes (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    record TEXT NOT NULL,
    spent BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
);
CREATE INDEX symbolon_codes_end ON symbolon_codes (keep_until);

CREATE TABLE symbolon_refresh_tokens (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    record TEXT NOT NULL,
    spent BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
);
CREATE INDEX symbolon_refresh_tokens_end ON symbolon_refresh_tokens (keep_until);

CREATE TABLE symbolon_access_tokens (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    record TEXT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
);
CREATE INDEX symbolon_access_tokens_end ON symbolon_access_tokens (keep_until);

CREATE TABLE symbolon_replay_keys (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
);
CREATE INDEX symbolon_replay_keys_end ON symbolon_replay_keys (keep_until);

CREATE TABLE symbolon_pending_authorizations (
    issuer TEXT NOT NULL,
    browser TEXT NOT NULL,
    interaction TEXT NOT NULL,
    client_id TEXT NOT NULL,
    record TEXT NOT NULL,
    shown_to TEXT,
    answered BIGINT NOT NULL,
    arrived BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (browser, issuer, interaction)
);
CREATE INDEX symbolon_pending_authorizations_end ON symbolon_pending_authorizations (keep_until);

CREATE TABLE symbolon_browser_sessions (
    issuer TEXT NOT NULL,
    browser TEXT NOT NULL,
    subject TEXT NOT NULL,
    record TEXT NOT NULL,
    begun BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (browser, issuer)
);
CREATE INDEX symbolon_browser_sessions_subject ON symbolon_browser_sessions (subject, issuer, begun);
CREATE INDEX symbolon_browser_sessions_end ON symbolon_browser_sessions (keep_until);

CREATE TABLE symbolon_consents (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    client_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    PRIMARY KEY (subject, issuer, client_id)
);
CREATE INDEX symbolon_consents_client ON symbolon_consents (client_id, issuer);

CREATE TABLE symbolon_pending_logins (
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    browser TEXT NOT NULL,
    state TEXT NOT NULL,
    record TEXT NOT NULL,
    begun BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (browser, issuer, client_id, state)
);
CREATE INDEX symbolon_pending_logins_end ON symbolon_pending_logins (keep_until);

CREATE TABLE symbolon_login_sessions (
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    session TEXT NOT NULL,
    record TEXT NOT NULL,
    version BIGINT NOT NULL,
    refresh_until BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (session, issuer, client_id)
);
CREATE INDEX symbolon_login_sessions_end ON symbolon_login_sessions (keep_until);
