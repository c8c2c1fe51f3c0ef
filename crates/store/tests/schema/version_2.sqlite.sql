CREATE TABLE symbolon_access_tokens (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    record TEXT NOT NULL,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_access_tokens_end ON symbolon_access_tokens (keep_until);
CREATE TABLE symbolon_browser_sessions (
    issuer TEXT NOT NULL,
    browser TEXT NOT NULL,
    subject TEXT NOT NULL,
    record TEXT NOT NULL,
    begun INTEGER NOT NULL,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (browser, issuer)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_browser_sessions_end ON symbolon_browser_sessions (keep_until);
CREATE INDEX symbolon_browser_sessions_subject ON symbolon_browser_sessions (subject, issuer, begun);
CREATE TABLE symbolon_client_origins (
    issuer TEXT NOT NULL,
    origin TEXT NOT NULL,
    client_id TEXT NOT NULL,
    PRIMARY KEY (origin, issuer, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_client_origins_client ON symbolon_client_origins (client_id, issuer);
CREATE TABLE symbolon_clients (
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (client_id, issuer)
) STRICT, WITHOUT ROWID;
CREATE TABLE symbolon_codes (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    record TEXT NOT NULL,
    spent INTEGER NOT NULL,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_codes_end ON symbolon_codes (keep_until);
CREATE TABLE symbolon_consents (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    client_id TEXT NOT NULL,
    scope TEXT NOT NULL, claims TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (subject, issuer, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_consents_client ON symbolon_consents (client_id, issuer);
CREATE TABLE symbolon_fetched_request_objects (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    record TEXT NOT NULL,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_fetched_request_objects_end ON symbolon_fetched_request_objects (keep_until);
CREATE TABLE symbolon_grants (
    issuer TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    scope TEXT NOT NULL,
    granted INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (grant_id, issuer)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_grants_client ON symbolon_grants (client_id, issuer);
CREATE INDEX symbolon_grants_end ON symbolon_grants (keep_until);
CREATE INDEX symbolon_grants_subject ON symbolon_grants (subject, issuer, client_id);
CREATE TABLE symbolon_login_sessions (
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    session TEXT NOT NULL,
    record TEXT NOT NULL,
    version INTEGER NOT NULL,
    refresh_until INTEGER NOT NULL,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (session, issuer, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_login_sessions_end ON symbolon_login_sessions (keep_until);
CREATE TABLE symbolon_pending_authorizations (
    issuer TEXT NOT NULL,
    browser TEXT NOT NULL,
    interaction TEXT NOT NULL,
    client_id TEXT NOT NULL,
    record TEXT NOT NULL,
    shown_to TEXT,
    answered INTEGER NOT NULL,
    arrived INTEGER NOT NULL,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (browser, issuer, interaction)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_pending_authorizations_end ON symbolon_pending_authorizations (keep_until);
CREATE TABLE symbolon_pending_logins (
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    browser TEXT NOT NULL,
    state TEXT NOT NULL,
    record TEXT NOT NULL,
    begun INTEGER NOT NULL,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (browser, issuer, client_id, state)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_pending_logins_end ON symbolon_pending_logins (keep_until);
CREATE TABLE symbolon_pushed_requests (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    record TEXT NOT NULL,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_pushed_requests_end ON symbolon_pushed_requests (keep_until);
CREATE TABLE symbolon_refresh_tokens (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    record TEXT NOT NULL,
    spent INTEGER NOT NULL,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_refresh_tokens_end ON symbolon_refresh_tokens (keep_until);
CREATE TABLE symbolon_replay_keys (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_replay_keys_end ON symbolon_replay_keys (keep_until);
CREATE TABLE symbolon_schema (
    version INTEGER NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO symbolon_access_tokens VALUES ('https://op.example', 'DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE', 'ynpdFPVV5Fq1eEAk8sF3FIQMGg0nNq607XvsQoq55ts', '{"fingerprint":"DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE","issuer":"https://op.example","grant":"ynpdFPVV5Fq1eEAk8sF3FIQMGg0nNq607XvsQoq55ts","client_id":"client","subject":"alice","scope":"openid","expires":1800000600}', 1800000600);
INSERT INTO symbolon_browser_sessions VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'alice', '{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]}', 1800000000, 1800003600);
INSERT INTO symbolon_client_origins VALUES ('https://op.example', 'https://client.example', 'client');
INSERT INTO symbolon_clients VALUES ('https://op.example', 'client', '{"client_id":"client","redirect_uris":["https://client.example/cb"],"response_types":["code"],"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_basic","registered_by":"operator","assertion_audience_token_endpoint":false}');
INSERT INTO symbolon_codes VALUES ('https://op.example', 'axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM', 'ynpdFPVV5Fq1eEAk8sF3FIQMGg0nNq607XvsQoq55ts', '{"fingerprint":"axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM","issuer":"https://op.example","grant":"ynpdFPVV5Fq1eEAk8sF3FIQMGg0nNq607XvsQoq55ts","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', 1, 1800004200);
INSERT INTO symbolon_codes VALUES ('https://op.example', 'nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8', 'TqpmSXZy_Gp-n_-RzAtjx62i80k8HQy7hNGpuOdmIfo', '{"fingerprint":"nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8","issuer":"https://op.example","grant":"TqpmSXZy_Gp-n_-RzAtjx62i80k8HQy7hNGpuOdmIfo","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', 0, 1800000660);
INSERT INTO symbolon_consents VALUES ('https://op.example', 'alice', 'client', 'openid email', '["name"]');
INSERT INTO symbolon_fetched_request_objects VALUES ('https://op.example', 'TKXH5BXRP-41AQpBdVhi73gUTqpjJE7boNxn05-gZkM', '{"fingerprint":"TKXH5BXRP-41AQpBdVhi73gUTqpjJE7boNxn05-gZkM","issuer":"https://op.example","client_id":"client","request_uri":"https://client.example/request.jwt#hash","content":"e30.e30.AA","expires":1800003600}', 1800003600);
INSERT INTO symbolon_grants VALUES ('https://op.example', 'TqpmSXZy_Gp-n_-RzAtjx62i80k8HQy7hNGpuOdmIfo', 'client', 'alice', 'openid email', 1800000000, 0, 1800000660);
INSERT INTO symbolon_grants VALUES ('https://op.example', 'ynpdFPVV5Fq1eEAk8sF3FIQMGg0nNq607XvsQoq55ts', 'client', 'alice', 'openid email', 1800000000, 0, 1800004200);
INSERT INTO symbolon_login_sessions VALUES ('https://op.example', 'client', 'Pzrx7Ou9FBCrQX7A0nu_y100Dhd64Vm1n8hibC39kXU', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..B0llndxAv9d_XQb9.sdvpcQo4uGq9Uvu6rtlq3NVL8MYOsMsY_Dvp3KLHWEdUOIyFc2hhU4rwTe2oSg9P1gbYB_xAv2NDtCa5aNjX_lmSj0XwkNWozoo3yKXw5RrTgEIb4VIaVQyaFXH6URkKe8dXSoVIURhn7M3obwGqL5dNGqzWdSY0h6dY6PAyFF6ZjFLDQb5cGoQvoZOwWq7Vz_77_BstbjXpOwj_aZMpRjddilfWykmRgP8RsuVi9sT7tXoTZMGmbU5YGC3j3jKmuIbam5XVMrjIO942-YKFAaC53VYylNO_hGp5jocvr9w83x_ZSnqCLyyIWACEAmR05R_IDuByTOxo4r0VWiqd0MbjmXSdgsYbfPWoo-zsOXl98g3uLsmCl7yUhFHQvuQr2maObsn4VsQgMxuiVovlV-E9r5LxT9dsSniX8dP3vF70t3bWAwUj71RuS-j49QNi5VKuqFrzmm5yCUodHV_E5ainQUbe7DFRwtqbpOLb7suYYx1REDfMfS1vLeoM4m6KyUkuJYNHsppyTfwACj7p6fZWBD_Xsx-UM8e2jm3_8_amytLk.6L4mf5LmWmk8EN-dZs0t6Q', 0, 0, 1800003600);
INSERT INTO symbolon_pending_authorizations VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'Bzl9Yz8lpxAZkKdYZK4D1aO5rAfE7WrMvFLL_X18E7Q', 'client', '{"parameters":[["response_type","code"],["client_id","client"],["redirect_uri","https://client.example/cb"],["scope","openid"],["code_challenge","E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],["code_challenge_method","S256"],["nonce","n"]],"issuer":"https://op.example","scope":"openid","client":{"is_public":false,"is_trusted":true},"hinted_subject":null,"received":1800000000000000}', 'alice', 0, 1800000000, 1800000600);
INSERT INTO symbolon_pending_logins VALUES ('https://op.example', 'client', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'e3GGiZBoNQz9czDymCmfJ474OBEdAUVQeixZTOYS55w', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..n1XdLiwegEqy8Rzn.mt8f5bQjQeaHd8bI-RdCIAnVzZIOsdYWde8ltC5dchL_YhAuObTymHnKiNnZGw2tzKv0FB7sm5IQEooE_RAqu19-IbHAoZ1jyUr1YKaM7ZCot6VlLHSm_4CZW4RgLkaiNDMSvy6Y0Nds0VAQrkCIdJkfyJtM0wwjg9J_QHS_KoA1C1vr5Nt7fCm4GAa6bmqdca40gSJg0iqL_BhBiXrHqXUZjMxKdkbXNAHKJYGe-hegl4Ztam36CA_JA14pKNku1ds67kdMDZ67wjjCwaKY0JeezBzAjlBGvVBFWZNKVWAXoNTMuGSzFmCbSMzDAOuOB55agk1LjNvT2O9RgZi4ibDanzIQf1lvgAaDAofLtbOeYFSR11uf2_ehMQKK4p3ar13RgZvcU6gUN3NMVb1sjCEM6xD3nTITPacUW_8alEQ5xjKnZaBAGhT8hal_jce79wyhbSnYT30PFn3gQtIzWdB-XTi353RNBBxDCI0sXFq_eMGuDWGj6VXTfq8BbOUCNja1astZrkx_djBuutlQU6kM1xc2jYb7jqIlqmmgXMmNflxsO6C-8YiqsXu8eC8t24Vx-IG6jsmR1sL_QUAbHnAShKNxY3PDv8SarYWydnekWhbCKBfieAeyBKLg-odKelubLJi0Zbkan1iGpI32u-CD7M_NR0sghrgivoyDzEUqoKgP2EjjLwT3vu1T7uRpmjekILoWW98aXlHL9oMeIwDKeR5fQR-VXzXCA4_CIvYTFOHapWR2P73fbnqby-jvp0y2zTxqKwVQJQ9hFg.adgNT5tJVy8EU_m0ftB1gw', 1800000000, 1800000600);
INSERT INTO symbolon_pushed_requests VALUES ('https://op.example', 'x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM', '{"fingerprint":"x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM","issuer":"https://op.example","client_id":"client","parameters":[["client_id","client"],["response_type","code"],["resource","a"],["resource","b"]],"is_signed":true,"expires":1800000060}', 1800000060);
INSERT INTO symbolon_refresh_tokens VALUES ('https://op.example', '4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E', 'ynpdFPVV5Fq1eEAk8sF3FIQMGg0nNq607XvsQoq55ts', '{"fingerprint":"4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E","issuer":"https://op.example","grant":"ynpdFPVV5Fq1eEAk8sF3FIQMGg0nNq607XvsQoq55ts","client_id":"client","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"expires":1800003600}', 0, 1800004200);
INSERT INTO symbolon_replay_keys VALUES ('https://op.example', 'WxKIvbhszzPMAVjaGh9AXECV2cAP6drdnFivgv8quuU', 1800000240);
INSERT INTO symbolon_schema VALUES (1);
INSERT INTO symbolon_schema VALUES (2);
