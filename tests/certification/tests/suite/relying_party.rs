//! The modules for relying parties. The suite plays the provider.

mod client_secret_basic;
mod client_test;
mod form_post_error;
mod idtoken_sig_none;
mod idtoken_sig_rs256;
mod invalid_athash;
mod invalid_aud;
mod invalid_chash;
mod invalid_iss;
mod invalid_sig_es256;
mod invalid_sig_rs256;
mod kid_absent_multiple_jwks;
mod kid_absent_single_jwks;
mod missing_athash;
mod missing_chash;
mod missing_iat;
mod missing_sub;
mod nonce_invalid;
mod nonce_unless_code_flow;
mod scope_userinfo_claims;
mod scripted;
mod userinfo_bearer_header;
mod userinfo_invalid_sub;
