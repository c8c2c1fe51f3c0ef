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

INSERT INTO symbolon_access_tokens VALUES ('https://op.example', 'DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE', 'nBzQYGfPjjZ8zenR6HR1foT1kUzW276MY8eELTG2omI', '{"fingerprint":"DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE","issuer":"https://op.example","grant":"nBzQYGfPjjZ8zenR6HR1foT1kUzW276MY8eELTG2omI","client_id":"client","subject":"alice","scope":"openid","expires":1800000600}', '1800000600');
INSERT INTO symbolon_browser_sessions VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'alice', '{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]}', '1800000000', '1800003600');
INSERT INTO symbolon_client_origins VALUES ('https://op.example', 'https://client.example', 'client');
INSERT INTO symbolon_clients VALUES ('https://op.example', 'client', '{"client_id":"client","redirect_uris":["https://client.example/cb"],"response_types":["code"],"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_basic","registered_by":"operator","assertion_audience_token_endpoint":false}');
INSERT INTO symbolon_codes VALUES ('https://op.example', 'axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM', 'nBzQYGfPjjZ8zenR6HR1foT1kUzW276MY8eELTG2omI', '{"fingerprint":"axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM","issuer":"https://op.example","grant":"nBzQYGfPjjZ8zenR6HR1foT1kUzW276MY8eELTG2omI","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', '1', '1800004200');
INSERT INTO symbolon_codes VALUES ('https://op.example', 'nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8', 't1QKGl2NHdMWQWS3nuyBPbtBuI3rop_Hm06ZGmvV-3U', '{"fingerprint":"nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8","issuer":"https://op.example","grant":"t1QKGl2NHdMWQWS3nuyBPbtBuI3rop_Hm06ZGmvV-3U","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', '0', '1800000660');
INSERT INTO symbolon_consents VALUES ('https://op.example', 'alice', 'client', 'openid email', '["name"]');
INSERT INTO symbolon_fetched_request_objects VALUES ('https://op.example', 'TKXH5BXRP-41AQpBdVhi73gUTqpjJE7boNxn05-gZkM', '{"fingerprint":"TKXH5BXRP-41AQpBdVhi73gUTqpjJE7boNxn05-gZkM","issuer":"https://op.example","client_id":"client","request_uri":"https://client.example/request.jwt#hash","content":"e30.e30.AA","expires":1800003600}', '1800003600');
INSERT INTO symbolon_grants VALUES ('https://op.example', 'nBzQYGfPjjZ8zenR6HR1foT1kUzW276MY8eELTG2omI', 'client', 'alice', 'openid email', '1800000000', '0', '1800004200');
INSERT INTO symbolon_grants VALUES ('https://op.example', 't1QKGl2NHdMWQWS3nuyBPbtBuI3rop_Hm06ZGmvV-3U', 'client', 'alice', 'openid email', '1800000000', '0', '1800000660');
INSERT INTO symbolon_login_sessions VALUES ('https://op.example', 'client', 'Pzrx7Ou9FBCrQX7A0nu_y100Dhd64Vm1n8hibC39kXU', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..HoQ8gwYB-Jy0QIYT.skaVlUS4vb_jrkbUaT2YkpklZHQRXfrZc0JNIEg-0pQ_xKjRDOUNhtsjQifzKGzfxzJ-RT0lcdua-PsOEQaKyg0anVxpQz5z1tXehK-0grQzuLUE0TvK_paYUq8ap8oMb8keC60qGvp4cQOXjRKb4qgDujpS44OSYsJ1LY6O9BCITiTorVbJDfwt56rIHNfHVEki1NHJlN2e02eVCRfNP4K1XKUj73lZurYPsB_OpdJeZ_8iLVzAvlGhbthwwTzXaFujOGNYSL6gEc58oXqxpy48NkO_z_lf1_BeppAf_GvjURGhVV4l5ZuE2-rj9lI3fR4p3zCVaDe8M-FKtZocLWhC6mlxMW1vo4ALe3KzEawyvCiSV2MOR9jRgut26LOO1ui4N1_tG3p6Qv-4vvWthMaLGoScL9ciT40GKUeHkrDJqbI5_p-CiWJs2BcFCfsINK4OxqUTlx7udgb_xv6HEKqCUqt_DE_V7_8uejiglyXZq0kwCj_yzGE5HXs3IR-TckRlqmeJQGuVTxMadrKTcrL2sudP5VU0jBesH6be_A3XV_Wf.uBwJJudKOg5EOUjQl-pWCA', '0', '0', '1800003600');
INSERT INTO symbolon_pending_authorizations VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'Bzl9Yz8lpxAZkKdYZK4D1aO5rAfE7WrMvFLL_X18E7Q', 'client', '{"parameters":[["response_type","code"],["client_id","client"],["redirect_uri","https://client.example/cb"],["scope","openid"],["code_challenge","E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],["code_challenge_method","S256"],["nonce","n"]],"issuer":"https://op.example","scope":"openid","client":{"is_public":false,"is_trusted":true},"hinted_subject":null,"received":1800000000000000}', 'alice', '0', '1800000000', '1800000600');
INSERT INTO symbolon_pending_logins VALUES ('https://op.example', 'client', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'e3GGiZBoNQz9czDymCmfJ474OBEdAUVQeixZTOYS55w', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..x8JKgoDQciXP4ALv.MmUXHed9k8yHvhpu-iL2fDLot8kjCfjqxLCgDf8-0goiFeoUTaniOoDeJ4KDFhrUhhqNW10VQ54TwCFovmbL-1_wNuiwRYngUyD2xz6LLvBM6ttkP26gEJiIbzRcvFbKojCsOQ0Vl3Yis415_GPRey1U9fXIgzmpCUHuxKRRAqh2JxATVf3V8NodqtdVuAP6ydyW0zIteeqAp1b3X0XDMjdgHxeWS2M5QDGpVUTCd-q39gp4toHJw9_nONhvvILOng5ExTMRKTDHf5xB8I5q3rRUlMFW7M1x3CZPeEvgbAQyJ5f_-2LZPL5g347jkJsNu7WDY7tra3MrJEViCHL1TdaCKm8XKzTOxU4hN5-QMsOw-unuXsSNOMQ8oWtSUrZNJj4SMcvMGQrt9pdfPQBiJ-Tau8ChrVU12vBvMBzos0K4rRxkRGN_eXbrnR4qkIy9S6MJOcEZuf3KiEKWLJwx4ovTGnYCpBh_ncEHJrGF5SfWW1gGPV23UXLvt8T-nLS6FgOGxNrBG1rzGi6wsIq9x2H6cu-zeMUYYHUxy_-DGUXbt4YhtiagoxSArrjq_WKqnPKIxUlTMzyG8v6QNI6hqoBimV2yGXi8MYqH96J5dJplYWMU5J7J87VpfuL3Qn15iV1thwSM4hEGGjx9wgkOYzIax5_C7BocFtUJ7hTR5cTXgWWrUAq0U5HapMBp9UvqbfIxieGim8S42iMFmQMyH_kDsfcTeIob-dZlFNKrdboAIn9yYplb7FesTFFFRkoMwF5HJY6eWglKK6aoJQ.s6j5Ui_hxTqyvI4McXz-Zg', '1800000000', '1800000600');
INSERT INTO symbolon_pushed_requests VALUES ('https://op.example', 'x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM', '{"fingerprint":"x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM","issuer":"https://op.example","client_id":"client","parameters":[["client_id","client"],["response_type","code"],["resource","a"],["resource","b"]],"is_signed":true,"expires":1800000060}', '1800000060');
INSERT INTO symbolon_refresh_tokens VALUES ('https://op.example', '4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E', 'nBzQYGfPjjZ8zenR6HR1foT1kUzW276MY8eELTG2omI', '{"fingerprint":"4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E","issuer":"https://op.example","grant":"nBzQYGfPjjZ8zenR6HR1foT1kUzW276MY8eELTG2omI","client_id":"client","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"expires":1800003600}', '0', '1800004200');
INSERT INTO symbolon_replay_keys VALUES ('https://op.example', 'WxKIvbhszzPMAVjaGh9AXECV2cAP6drdnFivgv8quuU', '1800000240');
INSERT INTO symbolon_schema VALUES ('1');
INSERT INTO symbolon_schema VALUES ('2');
