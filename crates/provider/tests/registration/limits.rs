//! Large requests are refused before work and memory are spent on them.

use allocation_counter::{AllocationInfo, measure};
use http::{Method, Request};
use symbolon_provider::*;

use crate::common::*;

/// The most bytes that refusing a request may allocate at a time. It does not grow with the request.
const LITTLE: u64 = 64 * 1024;
/// The most bytes that refusing a request within the limit on its size may allocate in total: a small
/// multiple of this limit, 64 KiB.
const TOTAL: u64 = 1024 * 1024;

/// Returns bodies, each with its name, which are refused because of their size or their form.
fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    let uris = |count: usize| {
        let uris: Vec<String> =
            (0..count).map(|it| format!("\"https://a.example/{it}\"")).collect();
        format!("{{\"redirect_uris\":[{}]}}", uris.join(","))
    };
    let list = |value: &str, count: usize| format!("{{\"a\":[{}0]}}", value.repeat(count));
    let texts = [
        ("10 MB of letters", "a".repeat(10_000_000)),
        ("10 MB of a valid member", format!("{{\"client_name\":\"{}\"}}", "a".repeat(10_000_000))),
        ("10 MB of spaces", " ".repeat(10_000_000)),
        ("100 000 redirect URIs", uris(100_000)),
        ("2 000 redirect URIs", uris(2_000)),
        ("51 redirect URIs", uris(51)),
        ("a depth of 100 000", "[".repeat(100_000)),
        ("a depth of 30 000", format!("{{\"a\":{}", "[".repeat(30_000))),
        ("a depth of 17", format!("{{\"a\":{}{}}}", "[".repeat(17), "]".repeat(17))),
        ("30 000 numbers", list("0,", 30_000)),
        ("10 000 objects", list("{},", 10_000)),
        ("a long name", format!("{{\"client_name\":\"{}\"}}", "a".repeat(60_000))),
    ];
    let members: Vec<String> = (0..4000).map(|it| format!("\"m{it}\":0")).collect();
    let members = ("4 000 members", format!("{{{}}}", members.join(",")));
    let texts = texts.into_iter().chain([members]);
    texts.map(|(name, text)| (name, text.into_bytes())).collect()
}

fn sent(method: Method, uri: &str, token: Option<&str>, body: &[u8]) -> Request<Vec<u8>> {
    let mut request = request(method, uri, token, "");
    request.headers_mut().insert("content-type", "application/json".parse().unwrap());
    *request.body_mut() = body.to_vec();
    request
}

/// Measures the refusal of a request with its response.
fn refused(what: &str, refuse: impl FnOnce() -> RegistrationRefusal) -> AllocationInfo {
    let mut status = 0;
    let taken = measure(|| status = refuse().into_response().status().as_u16());
    assert!(status == 400 || status == 413, "{what}: {status}");
    taken
}

#[test]
fn attack_021_106_a_large_registration_takes_little_memory() {
    let op = op();
    for (what, body) in bodies() {
        let request = sent(Method::POST, REGISTER, None, &body);
        let taken = refused(what, || register_as(&op, &request, None).unwrap_err());
        let most = if body.len() > 64 * 1024 { LITTLE } else { TOTAL };
        assert!(taken.bytes_max <= most, "{what}: {} bytes at a time", taken.bytes_max);
        assert!(taken.bytes_total <= 2 * most, "{what}: {} bytes", taken.bytes_total);
    }
}

#[test]
fn attack_021_106_a_large_update_takes_little_memory() {
    let op = op();
    let client = register(&op, &wiki()).unwrap();
    let uri = client.text("registration_client_uri");
    let token = Some(client.text("registration_access_token"));
    for (what, body) in bodies() {
        let request = sent(Method::PUT, uri, token, &body);
        let stored = client.stored();
        let refuse = || configure(&op, &request, Some(stored), at(1)).unwrap_err();
        let taken = refused(what, refuse);
        let most = if body.len() > 64 * 1024 { LITTLE } else { TOTAL };
        assert!(taken.bytes_max <= most, "{what}: {} bytes at a time", taken.bytes_max);
    }
}

#[test]
fn a_large_request_is_answered_with_413() {
    let request = sent(Method::POST, REGISTER, None, &vec![b' '; 64 * 1024 + 1]);
    let refusal = register_as(&op(), &request, None).unwrap_err();
    assert_eq!(refusal.code(), "registration_request.too_large");
    assert_eq!(refusal.into_response().status(), 413);
}
