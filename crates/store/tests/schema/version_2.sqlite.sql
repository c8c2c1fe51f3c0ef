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
    scope TEXT NOT NULL,
    PRIMARY KEY (subject, issuer, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_consents_client ON symbolon_consents (client_id, issuer);
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
INSERT INTO symbolon_access_tokens VALUES ('https://op.example', 'DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE', 'Cwjl6xnxs9F8G6s9shIBT_ODLZxmfHdXPVLAWCGUvT0', '{"fingerprint":"DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE","issuer":"https://op.example","grant":"Cwjl6xnxs9F8G6s9shIBT_ODLZxmfHdXPVLAWCGUvT0","client_id":"client","subject":"alice","scope":"openid","expires":1800000600}', 1800000600);
INSERT INTO symbolon_browser_sessions VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'alice', '{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]}', 1800000000, 1800003600);
INSERT INTO symbolon_client_origins VALUES ('https://op.example', 'https://client.example', 'client');
INSERT INTO symbolon_clients VALUES ('https://op.example', 'client', '{"client_id":"client","redirect_uris":["https://client.example/cb"],"response_types":["code"],"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_basic","registered_by":"operator","assertion_audience_token_endpoint":false}');
INSERT INTO symbolon_codes VALUES ('https://op.example', 'axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM', 'Cwjl6xnxs9F8G6s9shIBT_ODLZxmfHdXPVLAWCGUvT0', '{"fingerprint":"axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM","issuer":"https://op.example","grant":"Cwjl6xnxs9F8G6s9shIBT_ODLZxmfHdXPVLAWCGUvT0","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', 1, 1800004200);
INSERT INTO symbolon_codes VALUES ('https://op.example', 'nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8', '2dMvwvhKR7q1_qQ3_WvbE_h0HbwCjeuRBnI4EVoyUow', '{"fingerprint":"nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8","issuer":"https://op.example","grant":"2dMvwvhKR7q1_qQ3_WvbE_h0HbwCjeuRBnI4EVoyUow","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', 0, 1800000660);
INSERT INTO symbolon_consents VALUES ('https://op.example', 'alice', 'client', 'openid email');
INSERT INTO symbolon_grants VALUES ('https://op.example', '2dMvwvhKR7q1_qQ3_WvbE_h0HbwCjeuRBnI4EVoyUow', 'client', 'alice', 'openid email', 1800000000, 0, 1800000660);
INSERT INTO symbolon_grants VALUES ('https://op.example', 'Cwjl6xnxs9F8G6s9shIBT_ODLZxmfHdXPVLAWCGUvT0', 'client', 'alice', 'openid email', 1800000000, 0, 1800004200);
INSERT INTO symbolon_login_sessions VALUES ('https://op.example', 'client', 'Pzrx7Ou9FBCrQX7A0nu_y100Dhd64Vm1n8hibC39kXU', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..8VXzfM4d_MNGv3M9.KSouzgSwypQEQBGiWYUxuIfhmx4ZA6Zzmj88nsMduAp8zjohmuq9dtj6vM7RVKGOjeCXsRHCCs66-OwYU9o-yGlCPostlESxxtLfDOWEW4zI01ePd9wNo5l8gH7N1Ux5gbOpzyK33mkYfC1Y4z-z1RQFk7Pq1LGAjYSx_-7T06n3DqKNuoGqHp7zRHJEB6CB8Tzs5I58NDE9lu2ialycEbckFKha6JbNOFSH1oZy060IUdrbrjrnODNc4JfIOrisO2PasI6oEvcAadSbfayFdWmHmQHDROSG72VwF0OVmIM5fKs93NlLctsITH0dpTf-7D1TK2RSvRDLDcoGbm3CekFt06_ZuEKXZLykCJdZJFdkSp6hkXb-nAmNw3VtEQ7077xWWHJxNgaa2Zp7gGSmb7R1VkODMfzwHVtbZaJWQDGqxEr5DoRmTHj_gNYEdrAsLXGDDQMzUjVQUE5w8z-kdy8ARwUE8cOADw2irW4HOZpQkAF4ClKKsMBj0F8z7CVdHJT8xDuGOs-xwzwqhvVglKnnFap88bJ3TdPbw70KL-fVK63X.BSuWHXDpCXV6ac0AFxwS4w', 0, 0, 1800003600);
INSERT INTO symbolon_pending_authorizations VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'Bzl9Yz8lpxAZkKdYZK4D1aO5rAfE7WrMvFLL_X18E7Q', 'client', '{"parameters":[["response_type","code"],["client_id","client"],["redirect_uri","https://client.example/cb"],["scope","openid"],["code_challenge","E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],["code_challenge_method","S256"],["nonce","n"]],"issuer":"https://op.example","scope":"openid","client":{"is_public":false,"is_trusted":true},"hinted_subject":null,"received":1800000000000000}', 'alice', 0, 1800000000, 1800000600);
INSERT INTO symbolon_pending_logins VALUES ('https://op.example', 'client', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'e3GGiZBoNQz9czDymCmfJ474OBEdAUVQeixZTOYS55w', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a75C6AW1WPh5lErY.8Pj3nEc15Avqk1bNQWAdzEb0I1iQvjERATrdjfYXqJ1rWc3swdF_Qa0nUGGdRmtQwBFU92YdipA2tIp24ThdaynlbPkTgg582oa5PDiRxO23n58sJ2jGCzjG0XO-ITayWSUjhi89bArIM9uQ8zdbo5k3rT42JigS5uL1cdjMErMx4ZA65tjD-lSSIrPGCXf3ZDrivlEDbpV614arZULM3dp8ZflzqDsadGiVvPpIUhCAsFWRSEvn-BadnWvclADdmuH5L90H4m6wePwy9Gah1MXElWy4-XycjBqh5jQ1EmkP_51G38IMIQN1xKU07fra3rXIu3SHzo-58wVsM1r1Hoha738N_6_t2gacPZXht3r80UqAOl7eGFCPTqEYxgE9_QraS-qsS55q5fNgCRsOOIuyHC9kwTfMHLMqX5mgN6QAM710EzC_wIV7ZlV5gK0g77NIYfR42LkNKlIcjgcp8VrjrmQGmFYglTCsZMEtJ3jgciV_O5A-wPVDZuwCXDM7jHuVDszJQWCCQaZQsIN9Bk0mZ6rXmTd7KmJAyO7n5VHXqpGZrCglbemK6rMK6XsusWWbveNoKjcL7Zqp0BJOFgtPe93-BwArv0yxcgUWmCaYqfomEN1PEU84JuCjGfUbeem_aS46GZgTyu_eIcOyRCxWDNoi61EdZGCl4HmqqERJgt8vdTmf7SzEusk6unkcfQfKFE-khtvbuGvVUGV39VyyrYDaI_4LGQZPhdMS_9Z8hx4wD6adOKIaCuieM3OVTqDJjz3yc4Siheoeqw.90_lQXE7H4xd02Uc9Sr3Og', 1800000000, 1800000600);
INSERT INTO symbolon_pushed_requests VALUES ('https://op.example', 'x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM', '{"fingerprint":"x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM","issuer":"https://op.example","client_id":"client","parameters":[["client_id","client"],["response_type","code"],["resource","a"],["resource","b"]],"is_signed":true,"expires":1800000060}', 1800000060);
INSERT INTO symbolon_refresh_tokens VALUES ('https://op.example', '4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E', 'Cwjl6xnxs9F8G6s9shIBT_ODLZxmfHdXPVLAWCGUvT0', '{"fingerprint":"4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E","issuer":"https://op.example","grant":"Cwjl6xnxs9F8G6s9shIBT_ODLZxmfHdXPVLAWCGUvT0","client_id":"client","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"expires":1800003600}', 0, 1800004200);
INSERT INTO symbolon_replay_keys VALUES ('https://op.example', 'WxKIvbhszzPMAVjaGh9AXECV2cAP6drdnFivgv8quuU', 1800000240);
INSERT INTO symbolon_schema VALUES (1);
INSERT INTO symbolon_schema VALUES (2);
