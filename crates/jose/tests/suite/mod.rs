//! The rules of JOSE, and the attacks on them that the catalogue numbers. Written once, and run on
//! each backend: whoever includes this module has a `CRYPTO` at its root.

mod attacks_claims;
mod attacks_curves;
mod attacks_json;
mod attacks_key_material;
mod attacks_keys;
mod attacks_robustness;
mod attacks_syntax;
mod attacks_trust;
mod backend;
mod common;
mod danger;
mod generate;
mod jwe_keys;
mod jwe_round_trip;
mod jwk;
mod jwk_kinds;
mod jwk_set;
mod jws_detached;
mod jws_forms;
mod jws_writing;
mod jwt;
mod keys_for_one_token;
mod pkix;
mod pkix_refused;
mod properties;
mod selection;
mod set_lookup;
mod shared_vectors;
mod sign;
mod vectors;
mod x5c;
mod vectors_jws;
