//! The provider as its users see it: every check broken once, every attack on it by number, and
//! what must hold for all input.

#![cfg(test)]

mod assertion;
mod authenticate;
mod authorize;
mod common;
mod configuration;
mod grant;
mod hint;
mod interaction;
mod issued;
mod properties;
mod records;
mod redeem;
mod redirect_uri;
mod refresh;
mod secrets;
mod store;
mod times;
mod user_info;
