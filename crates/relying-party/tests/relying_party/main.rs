//! Tests of the relying party with hand-made responses of a provider. Each rule is broken once.

#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "the dates of these tests are small")]

mod asked_for;
mod attempt;
mod callback;
mod claims;
mod client_authentication;
mod configuration;
mod discover;
mod flows;
mod id_token;
mod key_rotation;
mod keys;
mod login_request;
mod mix_up;
mod parties;
mod properties;
mod quirks;
mod refresh;
mod refresh_keeps_tokens;
mod register;
mod request_object;
mod secrets;
mod signed_user_info;
mod third_party_login;
mod token_response;
mod user_info;
