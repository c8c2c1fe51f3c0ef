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

INSERT INTO symbolon_access_tokens VALUES ('https://op.example', 'DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE', 'ExvNYTFj3q6n-8dYpjrtDbjyG4HwU7hjHl9c3nWJgR0', '{"fingerprint":"DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE","issuer":"https://op.example","grant":"ExvNYTFj3q6n-8dYpjrtDbjyG4HwU7hjHl9c3nWJgR0","client_id":"client","subject":"alice","scope":"openid","expires":1800000600}', '1800000600');
INSERT INTO symbolon_browser_sessions VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'alice', '{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]}', '1800000000', '1800003600');
INSERT INTO symbolon_client_origins VALUES ('https://op.example', 'https://client.example', 'client');
INSERT INTO symbolon_clients VALUES ('https://op.example', 'client', '{"client_id":"client","redirect_uris":["https://client.example/cb"],"response_types":["code"],"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_basic","registered_by":"operator","assertion_audience_token_endpoint":false}');
INSERT INTO symbolon_codes VALUES ('https://op.example', 'axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM', 'ExvNYTFj3q6n-8dYpjrtDbjyG4HwU7hjHl9c3nWJgR0', '{"fingerprint":"axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM","issuer":"https://op.example","grant":"ExvNYTFj3q6n-8dYpjrtDbjyG4HwU7hjHl9c3nWJgR0","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', '1', '1800004200');
INSERT INTO symbolon_codes VALUES ('https://op.example', 'nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8', 'Dwezszw1xsYyhGOEltpejueHYrsLsP59anCLvH4u8U8', '{"fingerprint":"nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8","issuer":"https://op.example","grant":"Dwezszw1xsYyhGOEltpejueHYrsLsP59anCLvH4u8U8","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', '0', '1800000660');
INSERT INTO symbolon_consents VALUES ('https://op.example', 'alice', 'client', 'openid email');
INSERT INTO symbolon_grants VALUES ('https://op.example', 'Dwezszw1xsYyhGOEltpejueHYrsLsP59anCLvH4u8U8', 'client', 'alice', 'openid email', '1800000000', '0', '1800000660');
INSERT INTO symbolon_grants VALUES ('https://op.example', 'ExvNYTFj3q6n-8dYpjrtDbjyG4HwU7hjHl9c3nWJgR0', 'client', 'alice', 'openid email', '1800000000', '0', '1800004200');
INSERT INTO symbolon_login_sessions VALUES ('https://op.example', 'client', 'Pzrx7Ou9FBCrQX7A0nu_y100Dhd64Vm1n8hibC39kXU', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..Xf-Z-lN_MWl7R5fq.gUOcozpbk-8vyQzeOjH77MyNpIGvSkTDMTvVS_ufSF1QAZ3JxUCjK5Z1C4XnkJRZsd1lmcF8OODHMOk-MjmRPQrZp5FtjVmd2_UJZnMraPy_1Wpw0zTdinsa_se_OIa3CJgHoHLO0InVQrQctZXeo_29El5UC5Us1ZnvMXCh-JCPawphr1NIkLFqitHJ071AUFIVkhCWFPTGk-u4_8gKzncQlWMmYcKAxilRlq3FVgVlx7IkN5ZqmvUMduk5MGhahVC43BsRx3j-z0BtPk7pY8JgWsuVF9mbGVFZy-pOj0DvfbmtH7xFrFJyJarULAgjwvcf0pp2NrJ4OmQHAFT_kUe3s_MIWn9s-YSNEEgTQGV65Bv_m2-JR_OUP8ASnipo5NNWqatEsuTYcE3jvaQFUxECx8zUOFI0QwLLbisIPxgIrPzpowu5KCF8K9OKDEDuOXE6Q2ihh5Yz8VX-3jchudhPi0XLXXEZM8Diq9Cz3FVHU0QorWn_CLW6gunOu3nzQ2Gi9ANiKTb8LvaYIB9pNbuZxX_lrM8S_VIX5BO8Mhx2-r0E.nJWZmHvwboGBK-jsqfsD6Q', '0', '0', '1800003600');
INSERT INTO symbolon_pending_authorizations VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'Bzl9Yz8lpxAZkKdYZK4D1aO5rAfE7WrMvFLL_X18E7Q', 'client', '{"parameters":[["response_type","code"],["client_id","client"],["redirect_uri","https://client.example/cb"],["scope","openid"],["code_challenge","E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],["code_challenge_method","S256"],["nonce","n"]],"issuer":"https://op.example","scope":"openid","client":{"is_public":false,"is_trusted":true},"hinted_subject":null,"received":1800000000000000}', 'alice', '0', '1800000000', '1800000600');
INSERT INTO symbolon_pending_logins VALUES ('https://op.example', 'client', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'e3GGiZBoNQz9czDymCmfJ474OBEdAUVQeixZTOYS55w', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..oLLpOn92dHzqkHg_.CNJeL7n2uRVvim62Pa4swPfGAlrwvlBtolm34NG5BteRteYrVATTyqbNjbYbGigh5tVx6il8Ec_yCg3Pf0UxsDXdY5Y63WSiiAATNpPNy3XjBx9iRWZe5qol-HlrWnQ6R5mHUMkE93o_pmsI9sqqSXX7OKZ8-o_lj4fj2UnzJuzJhAR3HDKPpdMDogtwon0PsFh5dVIfahd9kRdZxhb-wCf4AlxrczTTRJzaMIwe2reb2cvR8rZ7bjlPH794_3bHwQ5zbVeCdsbta6jJhnj5aUJIR-CG7TvKbt6IXLVQI61Z0cMusmR7YTeQR2O58DHzKqqpaEuoh0z0Scqy0hcLNrv8QdR3LRSNDmEJ7M3iZWw36YBJ1FuOKvs757eXHMijae-VKcVjM2JLI4VLGcvIGjyjbCwZ3Aqz8zjJKxc8zwj6xmanaheiNdUl5yWkkAP-nDjS4b_acf0lGJnKNP4MPG8-3INI8UYdPpYMedNxeFuk7-fE6O2mtRUIjUMbc2n4Ox6S-9DsiN_rg_2n2J7JWP30v5FVaC_haQiweT4mKhaVOiNRl4b8f41r9GL9utWCmeLbpn5Z6-6YmAhxNHZxV4LATrptInaDgHjpvSb9nmctk9jzg16q2Canyu5ge2oDyEXo5mhaolrrgQUQyMKLa8HOdNSzVd6-x_v8QcxaWwT03P8YyAdfyZyJOTohTEerHPI0ozJFye72g1BJHAw.FhN3fFAluki9gqXY6Q5oPg', '1800000000', '1800000600');
INSERT INTO symbolon_refresh_tokens VALUES ('https://op.example', '4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E', 'ExvNYTFj3q6n-8dYpjrtDbjyG4HwU7hjHl9c3nWJgR0', '{"fingerprint":"4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E","issuer":"https://op.example","grant":"ExvNYTFj3q6n-8dYpjrtDbjyG4HwU7hjHl9c3nWJgR0","client_id":"client","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"expires":1800003600}', '0', '1800004200');
INSERT INTO symbolon_replay_keys VALUES ('https://op.example', 'WxKIvbhszzPMAVjaGh9AXECV2cAP6drdnFivgv8quuU', '1800000240');
INSERT INTO symbolon_schema VALUES ('1');
