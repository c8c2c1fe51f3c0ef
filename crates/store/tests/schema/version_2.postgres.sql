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

INSERT INTO symbolon_access_tokens VALUES ('https://op.example', 'DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE', 'rZdkoRJeRVEXNw1-qWT3gkN_-Sg1Fyw6jZ4lEscZHgM', '{"fingerprint":"DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE","issuer":"https://op.example","grant":"rZdkoRJeRVEXNw1-qWT3gkN_-Sg1Fyw6jZ4lEscZHgM","client_id":"client","subject":"alice","scope":"openid","expires":1800000600}', '1800000600');
INSERT INTO symbolon_browser_sessions VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'alice', '{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]}', '1800000000', '1800003600');
INSERT INTO symbolon_client_origins VALUES ('https://op.example', 'https://client.example', 'client');
INSERT INTO symbolon_clients VALUES ('https://op.example', 'client', '{"client_id":"client","redirect_uris":["https://client.example/cb"],"response_types":["code"],"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_basic","registered_by":"operator","assertion_audience_token_endpoint":false}');
INSERT INTO symbolon_codes VALUES ('https://op.example', 'axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM', 'rZdkoRJeRVEXNw1-qWT3gkN_-Sg1Fyw6jZ4lEscZHgM', '{"fingerprint":"axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM","issuer":"https://op.example","grant":"rZdkoRJeRVEXNw1-qWT3gkN_-Sg1Fyw6jZ4lEscZHgM","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', '1', '1800004200');
INSERT INTO symbolon_codes VALUES ('https://op.example', 'nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8', '8papKQtLpEBNXvYHrIBORPKpSefJ0cm6qHd68k3gttQ', '{"fingerprint":"nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8","issuer":"https://op.example","grant":"8papKQtLpEBNXvYHrIBORPKpSefJ0cm6qHd68k3gttQ","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', '0', '1800000660');
INSERT INTO symbolon_consents VALUES ('https://op.example', 'alice', 'client', 'openid email');
INSERT INTO symbolon_grants VALUES ('https://op.example', '8papKQtLpEBNXvYHrIBORPKpSefJ0cm6qHd68k3gttQ', 'client', 'alice', 'openid email', '1800000000', '0', '1800000660');
INSERT INTO symbolon_grants VALUES ('https://op.example', 'rZdkoRJeRVEXNw1-qWT3gkN_-Sg1Fyw6jZ4lEscZHgM', 'client', 'alice', 'openid email', '1800000000', '0', '1800004200');
INSERT INTO symbolon_login_sessions VALUES ('https://op.example', 'client', 'Pzrx7Ou9FBCrQX7A0nu_y100Dhd64Vm1n8hibC39kXU', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..tu1QXhZ5KCrfEKIo.i4PMDiJmIafnnnsVAJD2Hp0vQQjo-d6b4-kU6cg5gpcnMe0zURPhD8bLP5RC9rlQ-jYMxFKxVutIVEjZ5SuWgRT9N0lw3oPO_-lprsfsXLMFBAjnYp8nSc60NY_SSOVY4X4sUan2Y0WnjtItEIgDhKvFsLdeIxFFWwN16PJ3KC1gRlaa971lGblmVlkDjM3VIF7IJxzHuRWLOOEMOUsDVNFerf6PEph2Qb6kGObC69-fmgnjBEVD1VdKEtc40r-6lVoHAOnUzufXplH_NXVtuPLnFVaRqS2llXwYW3g0c67nrGYRd1zIWOqSrdXyCNe85joavC7VcTlJCzaZBYatanEeCyL1kaQhwSLq9j5Gj64MDOg4Dty6JwktT8ZhYFsF8ak7nd7AqyWC8C2a9yiUBeZ36tax_gu7M0IdJUj5A5epP7SBg7LKCYoMJSYuNpWFdEGy822_g4rQxWiz65Ojz9MTj5ZnnTqpLqsmyjecSjf_rheLmMHAxTGk4Ku3rhg3Nzyf890V4Tt-VA5VALc3faMt06CaPZmU7rRLpFKS5qfMBTic.x7nGVwfII96BKPV7RUfwGw', '0', '0', '1800003600');
INSERT INTO symbolon_pending_authorizations VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'Bzl9Yz8lpxAZkKdYZK4D1aO5rAfE7WrMvFLL_X18E7Q', 'client', '{"parameters":[["response_type","code"],["client_id","client"],["redirect_uri","https://client.example/cb"],["scope","openid"],["code_challenge","E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],["code_challenge_method","S256"],["nonce","n"]],"issuer":"https://op.example","scope":"openid","client":{"is_public":false,"is_trusted":true},"hinted_subject":null,"received":1800000000000000}', 'alice', '0', '1800000000', '1800000600');
INSERT INTO symbolon_pending_logins VALUES ('https://op.example', 'client', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'e3GGiZBoNQz9czDymCmfJ474OBEdAUVQeixZTOYS55w', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..FazdcQl8XFr4gmE5.xKuCg2dehBBgQeAXgQgbCfBaUEO17QwOL7SGu74jWQJ0eY63OMkUYqr4K30whK3ooYHXGKt0TDxTl1m-ee1eCf2zTslXO2cBlLPrJrO20H7QxtGUqBammcvPfB4L4Oi2bDFxI1ddtH0Ao9GYJPVKjCtHrLeEzPkWLNV9Vkkwov0zz0aGu6Hlrhs-iomdAcGPgQj-WwZ5Y_Xes0zJ_-GW577RL-JLLD0n2M0kcWdTPRVISsy6DzHSE2dNZjbDnP_wAlIFvnUTkyIt-NxEND7nLV76dE4AKaoFblTSEh-Rbu6SdBZ9EKLDylvMHYWO1Rs21Q-OUjorJ95e7HZgbncbTJp62PKSAmcWohVDJdw4lzpsgJsmbBF8U9RoMzjwX9W4Nu5nTRhdhXH45ffxklt_Kc-vOkWw3dB3kDwZ4YkPvaInnM_7v2DS8G_qeDTPHUiGcpbt2X2N_ZzyXQLhX0ryL__BTQgPFzxau2s2z6CjggDGgxon1zhW0dsv45RnaBs21Z_mSLmVDPD6dPdSkaKl39VnFvirPAWHzYYYyWUOhpw5niM0L91hzx2pWAubS2RinAQaPozt08yRrIjB4fnO8zsDBkxMsMOp82Tnk3_l1oJ1iccyraU7BJHoBjyb1M00Z67QbMWfVOYOAa_sY7N_eylEpvNKxbYYa1ejP8TNGFYgdPpy_Q1XuKMo_uQB4dbapv7sMQcVJmYgmPq0FljvLHHuRKu4ky15AETh6wDsqJis150BXoIPkdiwZpA1czHiYFMCVo6nWHeycsBNug.t3rZgRfhUWecsqvCSyo7VQ', '1800000000', '1800000600');
INSERT INTO symbolon_pushed_requests VALUES ('https://op.example', 'x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM', '{"fingerprint":"x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM","issuer":"https://op.example","client_id":"client","parameters":[["client_id","client"],["response_type","code"],["resource","a"],["resource","b"]],"is_signed":true,"expires":1800000060}', '1800000060');
INSERT INTO symbolon_refresh_tokens VALUES ('https://op.example', '4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E', 'rZdkoRJeRVEXNw1-qWT3gkN_-Sg1Fyw6jZ4lEscZHgM', '{"fingerprint":"4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E","issuer":"https://op.example","grant":"rZdkoRJeRVEXNw1-qWT3gkN_-Sg1Fyw6jZ4lEscZHgM","client_id":"client","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"expires":1800003600}', '0', '1800004200');
INSERT INTO symbolon_replay_keys VALUES ('https://op.example', 'WxKIvbhszzPMAVjaGh9AXECV2cAP6drdnFivgv8quuU', '1800000240');
INSERT INTO symbolon_schema VALUES ('1');
INSERT INTO symbolon_schema VALUES ('2');
