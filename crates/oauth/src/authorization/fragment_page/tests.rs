//! Tests of the fragment page.

use http::StatusCode;

use super::*;

#[test]
fn the_fragment_leaves_the_address_bar_before_the_form_exists() {
    let page = String::from_utf8(fragment_page().into_body()).unwrap();
    let position = |text: &str| page.find(text).unwrap();
    let removed = position("history.replaceState");
    assert!(position("location.hash") < removed);
    assert!(removed < position("createElement") && removed < position("URLSearchParams"));
}

#[test]
fn header_fields_of_the_fragment_page() {
    let response = fragment_page();
    assert_eq!(response.status(), StatusCode::OK);
    let headers = response.headers();
    assert_eq!(headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(headers["referrer-policy"], "same-origin");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    let script = page::source_of(SCRIPT);
    let policy =
        format!("default-src 'none'; script-src {script}; form-action 'self'; base-uri 'none'");
    assert_eq!(headers["content-security-policy"], policy);
}

#[test]
fn the_page_contains_the_script_whose_hash_the_policy_names() {
    let page = String::from_utf8(fragment_page().into_body()).unwrap();
    assert!(page.contains(&format!("<script>{SCRIPT}</script>")));
    assert_eq!(page.matches("<script").count(), 1);
    assert!(page.contains("<noscript>"));
}
