-- The registrations of clients that registered themselves (RFC 7591, RFC 7592). The client of each
-- registration is in symbolon_clients. A registration without `keep_until` does not expire.

CREATE TABLE symbolon_registrations (
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    token TEXT NOT NULL,
    initial_access_token TEXT,
    record TEXT NOT NULL,
    keep_until BIGINT,
    PRIMARY KEY (client_id, issuer)
);
CREATE INDEX symbolon_registrations_initial ON symbolon_registrations (initial_access_token, issuer);
CREATE INDEX symbolon_registrations_end ON symbolon_registrations (keep_until);

-- Initial access tokens (RFC 7591 §3). `left_over` is the number of clients that can still be
-- registered with the token. A token without `left_over` has no limit.

CREATE TABLE symbolon_initial_access_tokens (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    record TEXT NOT NULL,
    left_over BIGINT,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
);
CREATE INDEX symbolon_initial_access_tokens_end ON symbolon_initial_access_tokens (keep_until);

-- The metadata of clients whose `client_id` is the address of a document.

CREATE TABLE symbolon_client_documents (
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    record TEXT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (client_id, issuer)
);
CREATE INDEX symbolon_client_documents_end ON symbolon_client_documents (keep_until);

-- The registrations of relying parties at providers, encrypted.

CREATE TABLE symbolon_client_registrations (
    issuer TEXT NOT NULL,
    name TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (name, issuer)
);

-- Finds the requests of a client that is deleted.

CREATE INDEX symbolon_pending_authorizations_client ON symbolon_pending_authorizations (client_id, issuer);
