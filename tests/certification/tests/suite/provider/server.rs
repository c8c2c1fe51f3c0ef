//! `oidcc-server`: the happy flow.

use std::collections::BTreeMap;

use super::claims::about_user;
use super::login::Suite;
use crate::variants::{Variant, every};

/// Returns the Shannon entropy of a text in bits.
fn entropy(text: &str) -> f64 {
    let mut counts: BTreeMap<char, f64> = BTreeMap::new();
    for character in text.chars() {
        *counts.entry(character).or_default() += 1.0;
    }
    let length: f64 = counts.values().sum();
    counts.values().map(|count| -count * (count / length).log2()).sum()
}

fn module(variant: Variant) {
    let mut suite = Suite::new(variant.clone());
    let request = suite.request();
    let parameters = suite.visit(&request);
    let tokens = suite.finish(&parameters, &request);

    if let Some(code) = parameters.get("code") {
        assert!(code.len() * 6 >= 128, "{} characters", code.len());
        assert!(entropy(code) > 96.0);
    }
    if let Some(claims) = &tokens.from_browser {
        assert_eq!(claims["c_hash"].is_string(), variant.has("code"), "{variant:?}");
        assert_eq!(claims["at_hash"].is_string(), variant.has("token"), "{variant:?}");
    }
    if variant.has("token") {
        assert!(parameters.get("expires_in").unwrap().parse::<u64>().unwrap() > 0);
    }
    if let Some(response) = &tokens.response {
        assert!(response["expires_in"].as_u64().unwrap() > 0);
    }
    // The request asks for no claim about the user.
    for claims in tokens.from_browser.iter().chain(&tokens.from_endpoint) {
        assert_eq!(about_user(claims), [""; 0], "{variant:?}");
    }
    assert_eq!(tokens.user_info.is_some(), variant.has_access_token());
}

#[test]
fn server() {
    every(module);
}
