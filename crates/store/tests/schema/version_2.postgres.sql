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

-- Pushed authorization requests (RFC 9126). A row is deleted when its request is used.

CREATE TABLE symbolon_pushed_requests (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    record TEXT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
);
CREATE INDEX symbolon_pushed_requests_end ON symbolon_pushed_requests (keep_until);

-- The claims beyond the scope to which a user consented: a JSON array of their names.

ALTER TABLE symbolon_consents ADD COLUMN claims TEXT NOT NULL DEFAULT '[]';

INSERT INTO symbolon_access_tokens VALUES ('https://op.example', 'DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE', 'FmVpW8S8V6LSAfwUd8sJuVygVZhQK-o73SsAxqvb-ZQ', '{"fingerprint":"DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE","issuer":"https://op.example","grant":"FmVpW8S8V6LSAfwUd8sJuVygVZhQK-o73SsAxqvb-ZQ","client_id":"client","subject":"alice","scope":"openid","expires":1800000600}', '1800000600');
INSERT INTO symbolon_browser_sessions VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'alice', '{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]}', '1800000000', '1800003600');
INSERT INTO symbolon_client_origins VALUES ('https://op.example', 'https://client.example', 'client');
INSERT INTO symbolon_clients VALUES ('https://op.example', 'client', '{"client_id":"client","redirect_uris":["https://client.example/cb"],"response_types":["code"],"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_basic","registered_by":"operator","assertion_audience_token_endpoint":false}');
INSERT INTO symbolon_codes VALUES ('https://op.example', 'axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM', 'FmVpW8S8V6LSAfwUd8sJuVygVZhQK-o73SsAxqvb-ZQ', '{"fingerprint":"axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM","issuer":"https://op.example","grant":"FmVpW8S8V6LSAfwUd8sJuVygVZhQK-o73SsAxqvb-ZQ","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', '1', '1800004200');
INSERT INTO symbolon_codes VALUES ('https://op.example', 'nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8', 'NV6GH3v7KhFmXmg7_DPnYvhsAtm_615vmoF3W6oOCwg', '{"fingerprint":"nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8","issuer":"https://op.example","grant":"NV6GH3v7KhFmXmg7_DPnYvhsAtm_615vmoF3W6oOCwg","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', '0', '1800000660');
INSERT INTO symbolon_consents VALUES ('https://op.example', 'alice', 'client', 'openid email', '["name"]');
INSERT INTO symbolon_grants VALUES ('https://op.example', 'FmVpW8S8V6LSAfwUd8sJuVygVZhQK-o73SsAxqvb-ZQ', 'client', 'alice', 'openid email', '1800000000', '0', '1800004200');
INSERT INTO symbolon_grants VALUES ('https://op.example', 'NV6GH3v7KhFmXmg7_DPnYvhsAtm_615vmoF3W6oOCwg', 'client', 'alice', 'openid email', '1800000000', '0', '1800000660');
INSERT INTO symbolon_login_sessions VALUES ('https://op.example', 'client', 'Pzrx7Ou9FBCrQX7A0nu_y100Dhd64Vm1n8hibC39kXU', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AEtkNathloeGfwID.LYH0ZPQz9le6EqzInQm0QRGQCjYoOR9epzqedx9FOFHkJ37K9UjaJKIH5nAwYdZI1_oTJmQnGRooOjSdQA6ix7A3pMs9uqWlzp6Xwsa5Z17LTNrukSTliQF7CvVUI1qT2mXp2ys21m9O6vrZzOH-MkhAddndQvxuY3qXvNd2ovymODV9chB22qpKXGr6FyezFKotxeC_2qDa76rMwoWP1wxh9p_Bl2G1YVZLqaAClUX1_4tN9soyiAERa-ZfNt7H7F1sCcS8nWj6379E7ADqaP7jyOH70BV-o1f8c3bS1iGNaJR3PaPIEo_rf9iROs5wXSuU4wJlWAS5edtfpsjOnYmMDm25O91_aYsdaLPqoOtptZtIbOXzIqriyFTPsmwaZu80UsZu9bdtB6uKMUYE32lKy4vfAB5gvTT2I7H7JItqQnzKauJf0ig_3545tj6Y1vYJCDyqt0NJteXVvUr6oQ2ltMydj_jNTObDmOPM_uCYpNgbqEtpD8MUay_WR2WFAjjQAv_-EIjTD8QIrDJ76WodJ4nqnT84EuM_a3m3wmQoJk0_.NEbzhC9ZRfNBYlqRtEQppg', '0', '0', '1800003600');
INSERT INTO symbolon_pending_authorizations VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'Bzl9Yz8lpxAZkKdYZK4D1aO5rAfE7WrMvFLL_X18E7Q', 'client', '{"parameters":[["response_type","code"],["client_id","client"],["redirect_uri","https://client.example/cb"],["scope","openid"],["code_challenge","E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],["code_challenge_method","S256"],["nonce","n"]],"issuer":"https://op.example","scope":"openid","client":{"is_public":false,"is_trusted":true},"hinted_subject":null,"received":1800000000000000}', 'alice', '0', '1800000000', '1800000600');
INSERT INTO symbolon_pending_logins VALUES ('https://op.example', 'client', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'e3GGiZBoNQz9czDymCmfJ474OBEdAUVQeixZTOYS55w', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..pZsqh6Np2MJ-1Ca-.BZXtaqnH92CreRXfTfh-3WGYekw6m1jEY40mwwX50CeKsF8oNglTwytPtw2j1VmrkjdU6IU2Xl155jWjJUavMBrbz5LJsK5UH63qf0p7JrP7bgwfh5rKPXNsVGW_-S0YDC1yRlD02DTw3FLZ4XQkNwf4mIPhNbIChhorOJXZ5yeslr0GoHtdsIDbb9_OP2lnz3KnNkCFsQqsLoOS6uVW4MCkH5-TWABoan7VxbOUcqWk19x2qL7hvlwHpjGXip9_Uy9CL4c7n99DtJ90Dmc6aAQIwZ3A0-ytbyCahlM5lwxLrdjeRmvZlq5N8f_KcmGWGQKy28VpSjlwWIbwhLgBva1iFR_wJnVPsm_ImixdrL3jxioOJdydbYQayEJpIYkWiqSyNESp6Q37du0bpWzfAZMtXIKzyKSrAivhMcK9h_0MZtAzflLTSYyXifviVNfEN3CUSU19K-cB_2BxAJugBulv0KIP4FT8nx4xotr6qdpID9SJtOHCvIOW_CJMcNtB--hTs9bO7swwvV5bJYvoO5joxbw_tq9dWw0LI4PDcfafD1kl3N7YYtSog3t9wX2tPI1K8KNrRoXA7NNBAEtxRZTcu_rl9zk8k2u8a6l_sisVti88pR4ukjZAsouVXiHKMUyNSPCstNxi-3C7LMf5GfkBLqFISR5ANGz-O0kn1mt50ecFBZqJ4MmITzjCHCqHBfj8cKlJ8JmFZTCVQk-PkwwDA0rq_THM5A9JlznWMEAbiRtwtvB7-GsvUDXGIB4etwhd0nX1D76_io4iew._Um7GNiYUnalA68sM-gWFg', '1800000000', '1800000600');
INSERT INTO symbolon_pushed_requests VALUES ('https://op.example', 'x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM', '{"fingerprint":"x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM","issuer":"https://op.example","client_id":"client","parameters":[["client_id","client"],["response_type","code"],["resource","a"],["resource","b"]],"is_signed":true,"expires":1800000060}', '1800000060');
INSERT INTO symbolon_refresh_tokens VALUES ('https://op.example', '4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E', 'FmVpW8S8V6LSAfwUd8sJuVygVZhQK-o73SsAxqvb-ZQ', '{"fingerprint":"4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E","issuer":"https://op.example","grant":"FmVpW8S8V6LSAfwUd8sJuVygVZhQK-o73SsAxqvb-ZQ","client_id":"client","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"expires":1800003600}', '0', '1800004200');
INSERT INTO symbolon_replay_keys VALUES ('https://op.example', 'WxKIvbhszzPMAVjaGh9AXECV2cAP6drdnFivgv8quuU', '1800000240');
INSERT INTO symbolon_schema VALUES ('1');
INSERT INTO symbolon_schema VALUES ('2');
