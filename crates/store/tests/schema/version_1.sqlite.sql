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
INSERT INTO symbolon_access_tokens VALUES ('https://op.example', 'DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE', 'bL1UyW2_mHJayKzqVsEArjXMNj70L8ck5Ewds8eXY3g', '{"fingerprint":"DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE","issuer":"https://op.example","grant":"bL1UyW2_mHJayKzqVsEArjXMNj70L8ck5Ewds8eXY3g","client_id":"client","subject":"alice","scope":"openid","expires":1800000600}', 1800000600);
INSERT INTO symbolon_browser_sessions VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'alice', '{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]}', 1800000000, 1800003600);
INSERT INTO symbolon_client_origins VALUES ('https://op.example', 'https://client.example', 'client');
INSERT INTO symbolon_clients VALUES ('https://op.example', 'client', '{"client_id":"client","redirect_uris":["https://client.example/cb"],"response_types":["code"],"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_basic","registered_by":"operator","assertion_audience_token_endpoint":false}');
INSERT INTO symbolon_codes VALUES ('https://op.example', 'axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM', 'bL1UyW2_mHJayKzqVsEArjXMNj70L8ck5Ewds8eXY3g', '{"fingerprint":"axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM","issuer":"https://op.example","grant":"bL1UyW2_mHJayKzqVsEArjXMNj70L8ck5Ewds8eXY3g","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', 1, 1800004200);
INSERT INTO symbolon_codes VALUES ('https://op.example', 'nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8', 'qZ2wEGfGM2s2K5veLLUKxrOZOSo0-emG748MSj7EYXY', '{"fingerprint":"nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8","issuer":"https://op.example","grant":"qZ2wEGfGM2s2K5veLLUKxrOZOSo0-emG748MSj7EYXY","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', 0, 1800000660);
INSERT INTO symbolon_consents VALUES ('https://op.example', 'alice', 'client', 'openid email');
INSERT INTO symbolon_grants VALUES ('https://op.example', 'bL1UyW2_mHJayKzqVsEArjXMNj70L8ck5Ewds8eXY3g', 'client', 'alice', 'openid email', 1800000000, 0, 1800004200);
INSERT INTO symbolon_grants VALUES ('https://op.example', 'qZ2wEGfGM2s2K5veLLUKxrOZOSo0-emG748MSj7EYXY', 'client', 'alice', 'openid email', 1800000000, 0, 1800000660);
INSERT INTO symbolon_login_sessions VALUES ('https://op.example', 'client', 'Pzrx7Ou9FBCrQX7A0nu_y100Dhd64Vm1n8hibC39kXU', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..d84UoITpNBIqz-Wo.ES6hOsxN8UgFGh0HgpUX1W2oBvvzlRdp_3dwlT_RnjnWIRPmAjxDj__evgnArCxc5o-JKKwghOqIvFh5udu43L4mCYjhKeTQijSXBj_MRLlSsOoDe0uHfWkdgcY2lTzPKExgBauN5ZdXXjBlrgEnShTCTl0ttTkOHpnoE6xZyrhtU46Iaww9h1TUZmIjB_VycBIrhrVWcse27askg9XlGWioo3huavEw8dN-ERnmvhlY9si6h0xO78XGbTLLQGVLlqtcnKEdGbxfP9dY5gKFUj4WVAS97MQDAlYitbBvuv5E2ztClP0MwvVZ6S1rp1T29TDOJ1TDfvC9aKV3mCxbSq630VOXOk9NjbNyKLiueg9hATkyVFuwIWcIbOEr_7_PjRkXatVCEKhGTdKBdTdIcIZNkape0z_gQXSIicTUxeW7a-SbzzQ7sTdmR8ZV_0i4zhEKE5ig39JClq1of4MaG3RHrQoQIo5kvJYS1Igs6HHpl8Xl3NSEPrxXShXawPm3VUbPmd49YIDfctYJkIJJEkBJwXTFESG7FtlgKuyvf_313Sap.ib3bIwvJhiSQG8W9Nq456g', 0, 0, 1800003600);
INSERT INTO symbolon_pending_authorizations VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'Bzl9Yz8lpxAZkKdYZK4D1aO5rAfE7WrMvFLL_X18E7Q', 'client', '{"parameters":[["response_type","code"],["client_id","client"],["redirect_uri","https://client.example/cb"],["scope","openid"],["code_challenge","E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],["code_challenge_method","S256"],["nonce","n"]],"issuer":"https://op.example","scope":"openid","client":{"is_public":false,"is_trusted":true},"hinted_subject":null,"received":1800000000000000}', 'alice', 0, 1800000000, 1800000600);
INSERT INTO symbolon_pending_logins VALUES ('https://op.example', 'client', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'e3GGiZBoNQz9czDymCmfJ474OBEdAUVQeixZTOYS55w', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..PujJfglMSok4dvpR.J_mSq2LylZVuuFEggnFktA-gI3EXaKSoyKJ59jOEijWugu5vczxmD3baPTwV_td8qYlzDTbOxm3kBVt9PJ5kp8-EhayYhfREIoBIRT3WAPsAu5LLgCKweROzs764AIWirhbQf-Tflrk8IMdNqBGurnoQl8GaJPFozO4VjfehaQJVg3UUtF08J95Q3FPhV2_COUXx1mwsfgqlJDc6T4WTtncDodiJ1Ac2D720x6Vimbu0ya0ZPE_Z4jQz-3jls6WUIDp52T-l5Nd-vWK5aeVDkDOQMPlkeVU2FFfU50pnB-IdxdmshrMHiYQYIvd6g-I84EAZ509ewJPa0Kc7Tbmzbm7S5KzLsW9TjExjkPoqRkBbdd_X9G2pcNCCqr17K3B7t3XsQxNuS5c8gC_7Rx1rItX3wcxXuv0HU5f1LwYNeO0DRgxu_darql_gTWNKvqndtkOfzWncaXOsAbG2aGf1WaueP06RKvMX3N8bvCRu0hvqj_EdxA47FWyuQZQ6gL6gj9gaatJM3Bk439J6xcumM7w45fAqbOoa8Bdnqv-ajqNvoIKdHe47OtXlaEa-LY5BiMricRV3D3YvnYaEwii2fMJ9L0rxAlfuqO3S4Opr4gLxOjFb9dSr8aC7uyGT5IspRjzAiuhbMeIpB1I06bRxPGiMQftg3nMtBfuWzsNaEbt4XvW1JIL8nT4XSNcvBgw8AB3666gvojz5kbCZFv0.VmFp86sQujMGI9V72gagfQ', 1800000000, 1800000600);
INSERT INTO symbolon_refresh_tokens VALUES ('https://op.example', '4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E', 'bL1UyW2_mHJayKzqVsEArjXMNj70L8ck5Ewds8eXY3g', '{"fingerprint":"4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E","issuer":"https://op.example","grant":"bL1UyW2_mHJayKzqVsEArjXMNj70L8ck5Ewds8eXY3g","client_id":"client","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"expires":1800003600}', 0, 1800004200);
INSERT INTO symbolon_replay_keys VALUES ('https://op.example', 'WxKIvbhszzPMAVjaGh9AXECV2cAP6drdnFivgv8quuU', 1800000240);
INSERT INTO symbolon_schema VALUES (1);
