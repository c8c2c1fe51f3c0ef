-- Pushed authorization requests (RFC 9126). A row is deleted when its request is used.

CREATE TABLE symbolon_pushed_requests (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    record TEXT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
);
CREATE INDEX symbolon_pushed_requests_end ON symbolon_pushed_requests (keep_until);

-- Request objects that were fetched from the `request_uri` of a client (Core §6.2).

CREATE TABLE symbolon_fetched_request_objects (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    record TEXT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
);
CREATE INDEX symbolon_fetched_request_objects_end ON symbolon_fetched_request_objects (keep_until);

-- The claims beyond the scope to which a user consented: a JSON array of their names.

ALTER TABLE symbolon_consents ADD COLUMN claims TEXT NOT NULL DEFAULT '[]';
