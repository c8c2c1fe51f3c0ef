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
INSERT INTO symbolon_access_tokens VALUES ('https://op.example', 'DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE', 'QonWlrn464_YjbK8g1zWsDZj6_O91js9hg3fgUAiWiM', '{"fingerprint":"DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE","issuer":"https://op.example","grant":"QonWlrn464_YjbK8g1zWsDZj6_O91js9hg3fgUAiWiM","client_id":"client","subject":"alice","scope":"openid","expires":1800000600}', 1800000600);
INSERT INTO symbolon_browser_sessions VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'alice', '{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]}', 1800000000, 1800003600);
INSERT INTO symbolon_client_origins VALUES ('https://op.example', 'https://client.example', 'client');
INSERT INTO symbolon_clients VALUES ('https://op.example', 'client', '{"client_id":"client","redirect_uris":["https://client.example/cb"],"response_types":["code"],"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_basic","registered_by":"operator","assertion_audience_token_endpoint":false}');
INSERT INTO symbolon_codes VALUES ('https://op.example', 'axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM', 'QonWlrn464_YjbK8g1zWsDZj6_O91js9hg3fgUAiWiM', '{"fingerprint":"axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM","issuer":"https://op.example","grant":"QonWlrn464_YjbK8g1zWsDZj6_O91js9hg3fgUAiWiM","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', 1, 1800004200);
INSERT INTO symbolon_codes VALUES ('https://op.example', 'nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8', 'UM3gEJSjLVTHGMLO3MwqLcepCZWf-oJq6z11qrg24jM', '{"fingerprint":"nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8","issuer":"https://op.example","grant":"UM3gEJSjLVTHGMLO3MwqLcepCZWf-oJq6z11qrg24jM","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', 0, 1800000660);
INSERT INTO symbolon_consents VALUES ('https://op.example', 'alice', 'client', 'openid email', '["name"]');
INSERT INTO symbolon_grants VALUES ('https://op.example', 'QonWlrn464_YjbK8g1zWsDZj6_O91js9hg3fgUAiWiM', 'client', 'alice', 'openid email', 1800000000, 0, 1800004200);
INSERT INTO symbolon_grants VALUES ('https://op.example', 'UM3gEJSjLVTHGMLO3MwqLcepCZWf-oJq6z11qrg24jM', 'client', 'alice', 'openid email', 1800000000, 0, 1800000660);
INSERT INTO symbolon_login_sessions VALUES ('https://op.example', 'client', 'Pzrx7Ou9FBCrQX7A0nu_y100Dhd64Vm1n8hibC39kXU', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..4rgCGjf866EJ_hMN.qEi81LNZPKwHq326y4Q7EmOtgEAslFGCCpFIjHLfpLpeE579pDq1EMkoarb8xKsLxLSHVfoFhmrIF5xZGbmGcGCYRro2M0B4r6n6uUIg5WvE3wiheUAMtYhkHRZvWqrMtifAp3JogRCFXcTVg4LgpExEHVfJXdsqD4tVXvwCCN7BRYZmdcgcu8UCt-5uEJ_suUeDxdHfL3erPS7FtGjASzyYDsV0o2xwUtk8I-tNdyVQPKOkgBTAmnh54r8Dol7i_Mo0R5OldwRuHJWbcz9FTU-PhaWKq9TWOiVm2zQgeeBWNwyNHt7WKDh4uB5opPI8oPEAlJauI4upGXUp7sU-e_EJ1iD47spbWukxP0Xtm_UpJYqWVumWO05ClMSlysD0-hc84oyWsZPqkvXS4FhjHTBe34YIAxLcyvhBXzQZVeCB1Xs4fGNNJ6fFsst1MhfkoNw3megwgBTKeV9LDxYzM8ZC9aMbvrsfxFIGV3Jbx6UM3rfFOpU7OmPnfxAOr0O8ZxNCRlq6J6txQAdKWQZPRhMosyPk5f8v2CDzMqgwoohDXxtI.7RGHVUL_PfRcNfR8L1Rlpg', 0, 0, 1800003600);
INSERT INTO symbolon_pending_authorizations VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'Bzl9Yz8lpxAZkKdYZK4D1aO5rAfE7WrMvFLL_X18E7Q', 'client', '{"parameters":[["response_type","code"],["client_id","client"],["redirect_uri","https://client.example/cb"],["scope","openid"],["code_challenge","E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],["code_challenge_method","S256"],["nonce","n"]],"issuer":"https://op.example","scope":"openid","client":{"is_public":false,"is_trusted":true},"hinted_subject":null,"received":1800000000000000}', 'alice', 0, 1800000000, 1800000600);
INSERT INTO symbolon_pending_logins VALUES ('https://op.example', 'client', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'e3GGiZBoNQz9czDymCmfJ474OBEdAUVQeixZTOYS55w', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..DGFmeY7A9mVnNhhk.QIxlEESRkgiKI9dmQId2FE7QGBez4dE0kogmcC9o01iLbypQEPtfacJcrgo9Wg2ok3Z8fONAFNpOSfI6gYyeCINx8L6l4ce3HirYvQIAejQtAh-xzPEs0AiBKl76mjAXjJfg2GbW9m2OVqIjwdhuOLM4BW7wOJQVKc5fqUECBvlmb6R5oq_xa7zEArpYk6ycaBjvqhFtyu_D2kzaMbA3nEyWRzJmuoL-bf1xy8nf3ZYEMfJHvvT-0hxN8tZNQHx4e1SNPPHtoUGdJd7su7KOw6bfYOu51tFN_7YibuOc4f_4DyAm9dseuvKS0Erb0Bwn0IuiifYmmal76LGj_yYWJtrR418pvrO3DoifGM-sevHlYFT3i8UAbaUF5VNTq2R_Kw_RbzIyzgnh0Uw8H2Ib14gfghOn32u-lm52bLybChi9i_pPfxLP0_20pSkYrjVE9oGB8nMI1XYvo81af5bOb7jjYsrGucOeDU1xjej333U-T3clb30FTvwupTaKAZHxgUh1WJzHxjmFGw-aU0ynS3ezQMQO2EF0_EHgIQrrR3XaLws7hCQfQsnY7iRIg9JY5GCGrhUWkFJTpdrRMgzBqxk2SeNx8QGUkLcWMjekOnCzihj3YQCBstZcK5jDJaIH0NJ0UcT1mWb_9x-Uhbo2Guxcqz1YbCgEHG923dwrQN6tLqrmRo8lxrTWYF6rsTmWB8EAaYCQS48hDeNWfe1RhIlB_Jt2K1IqUeQtCa_fRk1vpPl0x3Pvwe6e1ZEZ3EkMCfIA5BxK8fa7NqBcSw._7j-AtVJQ069EuVwkDg6PQ', 1800000000, 1800000600);
INSERT INTO symbolon_pushed_requests VALUES ('https://op.example', 'x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM', '{"fingerprint":"x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM","issuer":"https://op.example","client_id":"client","parameters":[["client_id","client"],["response_type","code"],["resource","a"],["resource","b"]],"is_signed":true,"expires":1800000060}', 1800000060);
INSERT INTO symbolon_refresh_tokens VALUES ('https://op.example', '4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E', 'QonWlrn464_YjbK8g1zWsDZj6_O91js9hg3fgUAiWiM', '{"fingerprint":"4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E","issuer":"https://op.example","grant":"QonWlrn464_YjbK8g1zWsDZj6_O91js9hg3fgUAiWiM","client_id":"client","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"expires":1800003600}', 0, 1800004200);
INSERT INTO symbolon_replay_keys VALUES ('https://op.example', 'WxKIvbhszzPMAVjaGh9AXECV2cAP6drdnFivgv8quuU', 1800000240);
INSERT INTO symbolon_schema VALUES (1);
INSERT INTO symbolon_schema VALUES (2);
