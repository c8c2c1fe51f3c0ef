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
CREATE INDEX symbolon_pending_authorizations_client ON symbolon_pending_authorizations (client_id, issuer);
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

-- The registrations of clients that registered themselves (RFC 7591, RFC 7592). The client of each
-- registration is in symbolon_clients. A registration without `keep_until` does not expire.

CREATE TABLE symbolon_registrations (
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    token TEXT NOT NULL,
    initial_access_token TEXT,
    record TEXT NOT NULL,
    keep_until BIGINT,
    PRIMARY KEY (client_id, issuer)
);
CREATE INDEX symbolon_registrations_initial ON symbolon_registrations (initial_access_token, issuer);
CREATE INDEX symbolon_registrations_end ON symbolon_registrations (keep_until);

-- Initial access tokens (RFC 7591 §3). `left_over` is the number of clients that can still be
-- registered with the token. A token without `left_over` has no limit.

CREATE TABLE symbolon_initial_access_tokens (
    issuer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    record TEXT NOT NULL,
    left_over BIGINT,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (fingerprint, issuer)
);
CREATE INDEX symbolon_initial_access_tokens_end ON symbolon_initial_access_tokens (keep_until);

-- The metadata of clients whose `client_id` is the address of a document.

CREATE TABLE symbolon_client_documents (
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    record TEXT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (client_id, issuer)
);
CREATE INDEX symbolon_client_documents_end ON symbolon_client_documents (keep_until);

-- The registrations of relying parties at providers, encrypted.

CREATE TABLE symbolon_client_registrations (
    issuer TEXT NOT NULL,
    name TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (name, issuer)
);

INSERT INTO symbolon_access_tokens VALUES ('https://op.example', 'DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE', 'TieVqJy8urX12P37K5AVbkDEsLez5tuEWtCoLxYVaSQ', '{"fingerprint":"DD1GlGu_mcghPdf2xkDtZDO9wFalto5-gPVSUxGwyhE","issuer":"https://op.example","grant":"TieVqJy8urX12P37K5AVbkDEsLez5tuEWtCoLxYVaSQ","client_id":"client","subject":"alice","scope":"openid","expires":1800000600}', '1800000600');
INSERT INTO symbolon_browser_sessions VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'alice', '{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]}', '1800000000', '1800003600');
INSERT INTO symbolon_client_documents VALUES ('https://op.example', 'https://client.example/metadata', E'{"client":{"client_id":"https://client.example/metadata","redirect_uris":["https://client.example/cb"],"response_types":["code"],"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_basic","registered_by":"operator","assertion_audience_token_endpoint":false},"fetched":1800000000,"fresh_until":1800003600,"etag":"W/\\"1\\""}', '1800090000');
INSERT INTO symbolon_client_origins VALUES ('https://op.example', 'https://client.example', 'client');
INSERT INTO symbolon_client_origins VALUES ('https://op.example', 'https://client.example', 'registered');
INSERT INTO symbolon_client_registrations VALUES ('https://op.example', 'app', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..ed2Uiv5tOUf6R8Zc.6SVsUhFz_hAxAj3RopZXXlDaLo2iXg7k2h-hxHgMZpOFxrCqgpvwjQo649h19cpiUXmB0gFa_mEfXZXbLWsRkj5TxX2fmx-mMNSl72UlwJLdzcLLczdi-1jQSliVxVyT8MM6o1xzXYSSWP2bMNwdKbUB9Y53FV6saQUu7IoaNjPHsqJA9GniKQodjaUGiP7R9S8TOzSNZk6PU-0YtDNmXLTqBJshm61WNgiQbQcUF_JWe53CSLQ36TrnOBI-noZJSxt1u9NzIKugTFm0EkHUKAyXa8xUCu_C4RN-bRFukffV7SckrNOKV1lRV6b_DneOAMLD0eMTD007bcrJnnDlZlFi5d4QNznUHLnAfe_GH3LGe80_XU-3KpzC_H98u929AvOxOxJ50j8uskYSXL4pO76JgxmuEi8RRcompjGUHgXJPQ-AvAc-BznOPvFXYS5jiK9FbZQ.OTMw0UGBG9CYWbUdwpySjQ');
INSERT INTO symbolon_clients VALUES ('https://op.example', 'client', '{"client_id":"client","redirect_uris":["https://client.example/cb"],"response_types":["code"],"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_basic","registered_by":"operator","assertion_audience_token_endpoint":false}');
INSERT INTO symbolon_clients VALUES ('https://op.example', 'registered', '{"client_id":"registered","redirect_uris":["https://client.example/cb"],"response_types":["code"],"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_basic","registered_by":"operator","assertion_audience_token_endpoint":false}');
INSERT INTO symbolon_codes VALUES ('https://op.example', 'axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM', 'TieVqJy8urX12P37K5AVbkDEsLez5tuEWtCoLxYVaSQ', '{"fingerprint":"axm3Hr-KS7tSn90UTt3TO29CmEeuh2M9GWBX7mmhtwM","issuer":"https://op.example","grant":"TieVqJy8urX12P37K5AVbkDEsLez5tuEWtCoLxYVaSQ","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', '1', '1800004200');
INSERT INTO symbolon_codes VALUES ('https://op.example', 'nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8', 'O5TEG6abpSoccSwR7CylqH7PFcVNjyCfzO6uSUhuqYs', '{"fingerprint":"nO_VuLE83JWLnsK93F8t7EvWQcuegsX2J7ar17OC5k8","issuer":"https://op.example","grant":"O5TEG6abpSoccSwR7CylqH7PFcVNjyCfzO6uSUhuqYs","client_id":"client","redirect_uri":"https://client.example/cb","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"nonce":"n","code_challenge":null,"expires":1800000060}', '0', '1800000660');
INSERT INTO symbolon_consents VALUES ('https://op.example', 'alice', 'client', 'openid email', '["name"]');
INSERT INTO symbolon_fetched_request_objects VALUES ('https://op.example', 'TKXH5BXRP-41AQpBdVhi73gUTqpjJE7boNxn05-gZkM', '{"fingerprint":"TKXH5BXRP-41AQpBdVhi73gUTqpjJE7boNxn05-gZkM","issuer":"https://op.example","client_id":"client","request_uri":"https://client.example/request.jwt#hash","content":"e30.e30.AA","expires":1800003600}', '1800003600');
INSERT INTO symbolon_grants VALUES ('https://op.example', 'O5TEG6abpSoccSwR7CylqH7PFcVNjyCfzO6uSUhuqYs', 'client', 'alice', 'openid email', '1800000000', '0', '1800000660');
INSERT INTO symbolon_grants VALUES ('https://op.example', 'TieVqJy8urX12P37K5AVbkDEsLez5tuEWtCoLxYVaSQ', 'client', 'alice', 'openid email', '1800000000', '0', '1800004200');
INSERT INTO symbolon_initial_access_tokens VALUES ('https://op.example', 'PF47w5bXEKVzN5igPfM-8qQieufLEBjJHDQWhRrFzbw', '{"fingerprint":"PF47w5bXEKVzN5igPfM-8qQieufLEBjJHDQWhRrFzbw","issuer":"https://op.example","terms":{"clients":2,"scopes":"openid","hosts":["client.example"]},"expires":1800000600}', '1', '1800000600');
INSERT INTO symbolon_login_sessions VALUES ('https://op.example', 'client', 'Pzrx7Ou9FBCrQX7A0nu_y100Dhd64Vm1n8hibC39kXU', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..L1cP5kqepYrE5V_S.7rM3qZ0FCbb9kGvB41mad-Yej9s6gc5IUPBqZnlo3mLsaw4LuC9S4qs1gHfG9r5ShDWoeIV95FcbcNoRW824bQ6CwfB8FHjOHvZUXOmGB9S9XJ309WWDiWb0KX-GiUz_ftbEoKXNSifE85vH4VT2n_wpq2jqaEh4fI6zAjn335GbDIx7k2cljGSu636QKp-M_IPiakkFTtjO_SLhO2BUCqXsOUDMGLQ4QGAbGhq3j_sidrhF4-I30wrHwbGyWqEQbKr8GQVjnlrkJUpyzN1WBDy0Mkcg_R2kWcBhp4rA3D7m_BP22G0lT8F6oDSPDE0fPlerNywF1UQYnPtHGTF2SYluYKb-h3n4Mil5IfwiOW1eiAJh8V4USOE1ddqsVRVABILSKfduKXmf6gtHu7EjbkbMLPN8YjJJAAWHfUWwDJ8FgW3lMCldXZMUfyr7LNAhGcUL-67DHVVFq3ovQJUV4Jx7lhg_Estu70jOQywLyGL_B8AjDbpS30Qutq0Yn6lwIrg8LljgpvrRPVi6BHBRQZ7gy6-ePpNTfj3nlSrQ5WZcm7DA._rEW9nvwM6kyYFV8K7z1-g', '0', '0', '1800003600');
INSERT INTO symbolon_pending_authorizations VALUES ('https://op.example', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'Bzl9Yz8lpxAZkKdYZK4D1aO5rAfE7WrMvFLL_X18E7Q', 'client', '{"parameters":[["response_type","code"],["client_id","client"],["redirect_uri","https://client.example/cb"],["scope","openid"],["code_challenge","E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],["code_challenge_method","S256"],["nonce","n"]],"issuer":"https://op.example","scope":"openid","client":{"is_public":false,"is_trusted":true},"hinted_subject":null,"received":1800000000000000}', 'alice', '0', '1800000000', '1800000600');
INSERT INTO symbolon_pending_logins VALUES ('https://op.example', 'client', '1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'e3GGiZBoNQz9czDymCmfJ474OBEdAUVQeixZTOYS55w', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0.._fc6UitTiWoGF9Ek.CCtPCvzeoQEwZmLogkVezjVGR_cGmFqRJFDgwQH8qVheM2NC5oCHYj5A7MxKUEyWqbUsD_ZGRnih2Huvv0o8ujYpg7DuTap7XztNUhdHuVtI3Fli46sutpoCd-KZsImhTyGeRO9Iv0Bar5HeX4MdHXb819o55oI8g6sMHXMrXm328QV3qxNJVCIMn_qGfYMgiTZFwWPaBYyWbJB4wt68yHtZ4gnv-SMgw60HaaFZBQ-8NZzWddgca9LX2wEDBVbggmz_56uqG-3a4ty7IIKHKQhV5qOZ3zyxScWCyhlZaW7SIP17Xtp39EFIpIJnB9qDA4LZHDwG2RMWaqc1zKlQpgZc7KlcuVD1SvXC8ygvK3rGURpkpNI_GKQVWG98Uc7Kfn7GoRAGpYRb_qULSzVUaSu_zPLKpKnlwh4JMM-UnUCbGcW7I5fNjXYVVMp22QwJTH5c7O-svXidMbo1g9y4wSvVJVPFrRVec_rYxxBqT59QLXIHP7x5CdarSoBUGOQcUECAarG24VElRxrsiPsw4cy7hLzOnasQB-G5wpeMiv6X8EP90a-3QgG159GTuxFuMR1n4846grj45wtQpb-3T60cuPOi0UVT_z0DU3y0x7XBdnbSUqDiBkxoTrrlq5gC4d-GRWFbN_3m6lAxEtIQrWDUPgVe4_7YSaHbfA3fvs6DvsAx-AFQIVmGifAr_gPs3-T_Y-K8Cj7m2tnTrELWvVJFUprMsNdGM5RbY8BAQzj9lKrETltcbvz4jq4pKYla6hjnz_bgccEFMdw6ow.BlVD5138m0zFruoig5dFRg', '1800000000', '1800000600');
INSERT INTO symbolon_pushed_requests VALUES ('https://op.example', 'x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM', '{"fingerprint":"x4wRgmFUMpsRBruUbA6vqYrfrSYTEEdSKhyZUhn21AM","issuer":"https://op.example","client_id":"client","parameters":[["client_id","client"],["response_type","code"],["resource","a"],["resource","b"]],"is_signed":true,"expires":1800000060}', '1800000060');
INSERT INTO symbolon_refresh_tokens VALUES ('https://op.example', '4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E', 'TieVqJy8urX12P37K5AVbkDEsLez5tuEWtCoLxYVaSQ', '{"fingerprint":"4PhqEwCHP3j0m0t2gF1U-L0kXMOzgUdJgMB_9BqUL_E","issuer":"https://op.example","grant":"TieVqJy8urX12P37K5AVbkDEsLez5tuEWtCoLxYVaSQ","client_id":"client","scope":"openid email","signed_in":{"subject":"alice","authenticated":1800000000000000,"acr":null,"amr":[]},"expires":1800003600}', '0', '1800004200');
INSERT INTO symbolon_registrations VALUES ('https://op.example', 'registered', 'LHiawHQDnIcTEsotIhY4EeOG7chGj6vuV3tybhzJn0g', 'PF47w5bXEKVzN5igPfM-8qQieufLEBjJHDQWhRrFzbw', '{"client_id":"registered","issuer":"https://op.example","token":"LHiawHQDnIcTEsotIhY4EeOG7chGj6vuV3tybhzJn0g","issued_at":1800000000,"initial_access_token":"PF47w5bXEKVzN5igPfM-8qQieufLEBjJHDQWhRrFzbw","software_statement":"e30.e30.AA","unused_until":1800003600}', '1800003600');
INSERT INTO symbolon_replay_keys VALUES ('https://op.example', 'WxKIvbhszzPMAVjaGh9AXECV2cAP6drdnFivgv8quuU', '1800000240');
INSERT INTO symbolon_schema VALUES ('1');
INSERT INTO symbolon_schema VALUES ('2');
INSERT INTO symbolon_schema VALUES ('3');
