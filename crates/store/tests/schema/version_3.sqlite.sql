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
CREATE TABLE symbolon_client_documents (
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    record TEXT NOT NULL,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (client_id, issuer)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_client_documents_end ON symbolon_client_documents (keep_until);
CREATE TABLE symbolon_client_origins (
    issuer TEXT NOT NULL,
    origin TEXT NOT NULL,
    client_id TEXT NOT NULL,
    PRIMARY KEY (origin, issuer, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_client_origins_client ON symbolon_client_origins (client_id, issuer);
CREATE TABLE symbolon_client_registrations (
    issuer TEXT NOT NULL,
    name TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (name, issuer)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE symbolon_initial_access_tokens (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    record TEXT NOT NULL,
    left_over INTEGER,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_initial_access_tokens_end ON symbolon_initial_access_tokens (keep_until);
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
CREATE INDEX symbolon_pending_authorizations_client ON symbolon_pending_authorizations (client_id, issuer);
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
CREATE TABLE symbolon_registrations (
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    token TEXT NOT NULL,
    initial_access_token TEXT,
    record TEXT NOT NULL,
    keep_until INTEGER,
    PRIMARY KEY (client_id, issuer)
) STRICT, WITHOUT ROWID;
CREATE INDEX symbolon_registrations_end ON symbolon_registrations (keep_until);
CREATE INDEX symbolon_registrations_initial ON symbolon_registrations (initial_access_token, issuer);
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
INSERT INTO symbolon_access_tokens VALUES ('https://op.example', 'DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE', 'zP5JWnLecyVypk5jlvLJSMxENyoD7APtzfeROz0A_c0', '{"fingerprint":"DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE","issuer":"https://op.example","grant":"zP5JWnLecyVypk5jlvLJSMxENyoD7APtzfeROz0A_c0","client_id":"client","subject":"alice","scope":"openid","expires":1800000600}', 1800000600);
INSERT INTO symbolon_browser_sessions VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'alice', '{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]}', 1800000000, 1800003600);
INSERT INTO symbolon_client_documents VALUES ('https://op.example', 'https://client.example/metadata', '{"client":{"client_id":"https://client.example/metadata","redirect_uris":["https://client.example/cb"],"response_types":["code"],"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_basic","registered_by":"operator","assertion_audience_token_endpoint":false},"fetched":1800000000,"fresh_until":1800003600,"etag":"W/\"1\""}', 1800090000);
INSERT INTO symbolon_client_origins VALUES ('https://op.example', 'https://client.example', 'client');
INSERT INTO symbolon_client_origins VALUES ('https://op.example', 'https://client.example', 'registered');
INSERT INTO symbolon_client_registrations VALUES ('https://op.example', 'app', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..dTSUWMlbyezE9OBh.lNjSWsjhMZMxCelqtBG0Zm0qoWmweOIbTcuTLzjpOj-Tw96M-OWRVP6-ky4s6mCn6uYo46OtpbeY2SOEgK0KBF88TNH27WMzGKqZ3I7jy7MHZ523RFtukw_Sb14YnhrqZzms6Mq9h3kyxeeYffeGP_oWL4Vr0pj_GYGbX6nWtJD8cdlHtRCHQnQjKQB8xIAOqOiLCSea26kRZN4ryKUVLn_NzXxmLyshMj-19S6YxTrzZH5OWPhnl1OQ_GWFnVHt7lXAWXGEcWCFL4hXTcgSPWBppvILaI4rgP17iOi3yigCf-nvJVuOd7ByZmR38DphvoTt5h_9t1t845VEsfC5db633XuZfUCwWoenjQaScxu_FqKcrnHxzI5QAoanXRgJSoCIU_sMZongpKPFPdLsoT4QMZ7bmO6DLnC2S2J7NizSqDK8scjKQixN4PYjALJS2JY7_kE.yglco0Um6bmaAPPobCaCeQ');
INSERT INTO symbolon_clients VALUES ('https://op.example', 'client', '{"client_id":"client","redirect_uris":["https://client.example/cb"],"response_types":["code"],"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_basic","registered_by":"operator","assertion_audience_token_endpoint":false}');
INSERT INTO symbolon_clients VALUES ('https://op.example', 'registered', '{"client_id":"registered","redirect_uris":["https://client.example/cb"],"response_types":["code"],"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_basic","registered_by":"operator","assertion_audience_token_endpoint":false}');
INSERT INTO symbolon_codes VALUES ('https://op.example', 'axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM', 'zP5JWnLecyVypk5jlvLJSMxENyoD7APtzfeROz0A_c0', '{"fingerprint":"axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM","issuer":"https://op.example","grant":"zP5JWnLecyVypk5jlvLJSMxENyoD7APtzfeROz0A_c0","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', 1, 1800004200);
INSERT INTO symbolon_codes VALUES ('https://op.example', 'nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8', 'eTN51skbRA1e_yfBgoUmQU_a2mx2UR_uZLava2SPUEI', '{"fingerprint":"nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8","issuer":"https://op.example","grant":"eTN51skbRA1e_yfBgoUmQU_a2mx2UR_uZLava2SPUEI","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', 0, 1800000660);
INSERT INTO symbolon_consents VALUES ('https://op.example', 'alice', 'client', 'openid email', '["name"]');
INSERT INTO symbolon_fetched_request_objects VALUES ('https://op.example', 'TKXH5BXRP-41AQpBdVhi73gUTqpjJE7boNxn05-gZkM', '{"fingerprint":"TKXH5BXRP-41AQpBdVhi73gUTqpjJE7boNxn05-gZkM","issuer":"https://op.example","client_id":"client","request_uri":"https://client.example/request.jwt#hash","content":"e30.e30.AA","expires":1800003600}', 1800003600);
INSERT INTO symbolon_grants VALUES ('https://op.example', 'eTN51skbRA1e_yfBgoUmQU_a2mx2UR_uZLava2SPUEI', 'client', 'alice', 'openid email', 1800000000, 0, 1800000660);
INSERT INTO symbolon_grants VALUES ('https://op.example', 'zP5JWnLecyVypk5jlvLJSMxENyoD7APtzfeROz0A_c0', 'client', 'alice', 'openid email', 1800000000, 0, 1800004200);
INSERT INTO symbolon_initial_access_tokens VALUES ('https://op.example', 'PF47w5bXEKVzN5igPfM-8qQieufLEBjJHDQWhRrFzbw', '{"fingerprint":"PF47w5bXEKVzN5igPfM-8qQieufLEBjJHDQWhRrFzbw","issuer":"https://op.example","terms":{"clients":2,"scopes":"openid","hosts":["client.example"]},"expires":1800000600}', 1, 1800000600);
INSERT INTO symbolon_login_sessions VALUES ('https://op.example', 'client', 'Pzrx7Ou9FBCrQX7A0nu_y100Dhd64Vm1n8hibC39kXU', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..qz-gbNgmI6BNXpWx.LxaqzKjKOovY0lrWQepnhS0zS4rPfV7aI-PEeJCvNlkqruxtgMonMaqfKWChc9j1zVgcPEF1bPd3w9Y8TPYoVJhzHr492ud0iTnKXORtUWyxJ_sPIAfX2zELTmlPO3wG60ljWpzgodIU9owOCzKXCtOPVKh4HcwLf3I7OCDbL6k9RfcS-3QUoHj5yQCYPSlCfecao3JwVmSrBX33C3DUEjzimev5-kbHZ7tK38YI0BVadmK0X7KbDcY09fzBt6qygZUMhKp5UHWH9vcU1-9HludS5uUMPAZ_eorUdNRDGtbYGgL0vcMtZsH9tIMWqSs7L1XwJ5Mx3_C3tUkuLyAB_5kKaIPKFU9iKuXdz51d3BKNKFYobUI3j2Gr94r5RUDgh4by1q3LrL9R1P8AT3V5UniOxU3BOFFt-b0UpeaJfp2IRb-DqAH1hjtbmT0LL0hO08hoiw6McLDi7B9IpGO-MVNM01sm1OXviK9ILZUwxLymJjXKeh1zI1BeBD5pUfvt05EDk08E7ukP4nrdtNBYleY-dNl97GiUgQxtnbRgmSZgyK8z.5M9adqfyQI7VQ51yMh-9mg', 0, 0, 1800003600);
INSERT INTO symbolon_pending_authorizations VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'Bzl9Yz8lpxAZkKdYZK4D1aO5rAfE7WrMvFLL_X18E7Q', 'client', '{"parameters":[["response_type","code"],["client_id","client"],["redirect_uri","https://client.example/cb"],["scope","openid"],["code_challenge","E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],["code_challenge_method","S256"],["nonce","n"]],"issuer":"https://op.example","scope":"openid","client":{"is_public":false,"is_trusted":true},"hinted_subject":null,"received":1800000000000000}', 'alice', 0, 1800000000, 1800000600);
INSERT INTO symbolon_pending_logins VALUES ('https://op.example', 'client', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'e3GGiZBoNQz9czDymCmfJ474OBEdAUVQeixZTOYS55w', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..HxexMoWDIMrLWpvQ.KkJK01Mv0z8RaZKLnzVVhLsqBXkei-3_H-lkuUsaZ0k487B5v6Glx_mxNeatHo_Rk7xdIRXx4vlYDXZfQoREWD_xoVzzNzEAq9me3FiqMavYrqQ1qoVooBrRyAMmUum8tUFBrX2bbp6Rmo660vttTTlPbSPqURbl3ZldbZJyY0F0hJ7MQ9KDA_JwHdWFWaQBfOOL5u6SluhZHO6qCYFyVOr6IzZHdHIv0lx2WoXGTj6rrcl75rSy_xGb1lnBqWapbjZ1lGolTGduLtJKTtIPdHv7Stg1stks6cMauoL_nH9sW2-XrZ1Mj__L6E51j1T0OmJnHHxKBwHKFH94i9IOQAgjCh2I5zeMFUCukUxFvscu2UJG8cAObi-MMSw6ssvNVoRn7dpG4jHegg-WE1x88YhXByliP8YNmi0372mD8Ffiaaog64XOTI36lOqI9hhCilKfz7IvWFPWP7xHgjcTCFOlBufQBkuq5mLTlu1YIYmJrYY8J9n_-f_spaitHDFU8HqXfklAWPTVMyZA145SfRbJGGIfs-xiBmb1BwkFksMsz81rtNQI2zAiSFjKE66tQbnIL2FYezbFP8W58uSkRfY1qLv94K5UtUywHprDZRkuvqe9k2Hk4QSPdIQLIWYzEJF995flLcuB6Y_Yeyina8nKTe5UKVKSY4PDIlK_j_sP7PSbihe51ELuE8z7FZ1rJAYaPMsowhxl1FX3MoZQzSLvJjPouDO4VqTiHe0n-HNvRakEUk6dGcYs85z9J5PwCaUsDRHAw_Eoeprcsg.vPANRtBclYBvWBzhJzh57Q', 1800000000, 1800000600);
INSERT INTO symbolon_pushed_requests VALUES ('https://op.example', 'x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM', '{"fingerprint":"x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM","issuer":"https://op.example","client_id":"client","parameters":[["client_id","client"],["response_type","code"],["resource","a"],["resource","b"]],"is_signed":true,"expires":1800000060}', 1800000060);
INSERT INTO symbolon_refresh_tokens VALUES ('https://op.example', '4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E', 'zP5JWnLecyVypk5jlvLJSMxENyoD7APtzfeROz0A_c0', '{"fingerprint":"4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E","issuer":"https://op.example","grant":"zP5JWnLecyVypk5jlvLJSMxENyoD7APtzfeROz0A_c0","client_id":"client","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"expires":1800003600}', 0, 1800004200);
INSERT INTO symbolon_registrations VALUES ('https://op.example', 'registered', 'LHiawHQDnIcTEsotIhY4EeOG7chGj6vuV3tybhzJn0g', 'PF47w5bXEKVzN5igPfM-8qQieufLEBjJHDQWhRrFzbw', '{"client_id":"registered","issuer":"https://op.example","token":"LHiawHQDnIcTEsotIhY4EeOG7chGj6vuV3tybhzJn0g","issued_at":1800000000,"initial_access_token":"PF47w5bXEKVzN5igPfM-8qQieufLEBjJHDQWhRrFzbw","software_statement":"e30.e30.AA","unused_until":1800003600}', 1800003600);
INSERT INTO symbolon_replay_keys VALUES ('https://op.example', 'WxKIvbhszzPMAVjaGh9AXECV2cAP6drdnFivgv8quuU', 1800000240);
INSERT INTO symbolon_schema VALUES (1);
INSERT INTO symbolon_schema VALUES (2);
INSERT INTO symbolon_schema VALUES (3);
