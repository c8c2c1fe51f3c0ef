-- The tables of the store, in the part of SQL that SQLite and PostgreSQL share.
-- Times are seconds since 1970; flags are 0 or 1; records are JSON.

CREATE TABLE symbolon_schema (
    version BIGINT NOT NULL PRIMARY KEY
);

CREATE TABLE symbolon_clients (
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (issuer, client_id)
);
CREATE TABLE symbolon_client_origins (
    issuer TEXT NOT NULL,
    origin TEXT NOT NULL,
    client_id TEXT NOT NULL,
    PRIMARY KEY (issuer, origin, client_id)
);
CREATE INDEX symbolon_client_origins_client ON symbolon_client_origins (issuer, client_id);

CREATE TABLE symbolon_grants (
    issuer TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    scope TEXT NOT NULL,
    granted BIGINT NOT NULL,
    revoked BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (issuer, grant_id)
);
CREATE INDEX symbolon_grants_subject ON symbolon_grants (issuer, subject);
CREATE INDEX symbolon_grants_client ON symbolon_grants (issuer, client_id);
CREATE INDEX symbolon_grants_end ON symbolon_grants (keep_until);

CREATE TABLE symbolon_codes (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    record TEXT NOT NULL,
    spent BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (issuer, fingerprint)
);
CREATE INDEX symbolon_codes_end ON symbolon_codes (keep_until);

CREATE TABLE symbolon_refresh_tokens (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    record TEXT NOT NULL,
    spent BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (issuer, fingerprint)
);
CREATE INDEX symbolon_refresh_tokens_end ON symbolon_refresh_tokens (keep_until);

CREATE TABLE symbolon_access_tokens (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    record TEXT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (issuer, fingerprint)
);
CREATE INDEX symbolon_access_tokens_end ON symbolon_access_tokens (keep_until);

CREATE TABLE symbolon_replay_keys (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (issuer, fingerprint)
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
    PRIMARY KEY (issuer, browser, interaction)
);
CREATE INDEX symbolon_pending_authorizations_end ON symbolon_pending_authorizations (keep_until);

CREATE TABLE symbolon_browser_sessions (
    issuer TEXT NOT NULL,
    browser TEXT NOT NULL,
    subject TEXT NOT NULL,
    record TEXT NOT NULL,
    begun BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (issuer, browser)
);
CREATE INDEX symbolon_browser_sessions_subject ON symbolon_browser_sessions (issuer, subject, begun);
CREATE INDEX symbolon_browser_sessions_end ON symbolon_browser_sessions (keep_until);

CREATE TABLE symbolon_consents (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    client_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    PRIMARY KEY (issuer, subject, client_id)
);
CREATE INDEX symbolon_consents_client ON symbolon_consents (issuer, client_id);

CREATE TABLE symbolon_pending_logins (
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    browser TEXT NOT NULL,
    state TEXT NOT NULL,
    record TEXT NOT NULL,
    begun BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (issuer, client_id, browser, state)
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
    PRIMARY KEY (issuer, client_id, session)
);
CREATE INDEX symbolon_login_sessions_end ON symbolon_login_sessions (keep_until);
