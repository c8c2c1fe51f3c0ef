//! The code of `docs/guide-basic-client.md` and `docs/guide-implicit-client.md`. It compiles here,
//! and the tests run it at the provider.

mod basic;
mod implicit;
mod page;
mod yours;

use std::cell::RefCell;
use std::rc::Rc;

use http::{Method, Request, Response, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::ResponseType;
use symbolon_provider::Refusal;
use symbolon_test_support::carried::{Carrier, carried};
use symbolon_test_support::clock::now;
use symbolon_test_support::names::{REDIRECT_URI, redirect_uri};
use symbolon_test_support::random;

use self::yours::Http;
use crate::party::Op;

/// A browser, and the provider to which the app sends the browser.
struct Browser {
    op: Rc<RefCell<Op>>,
}

impl Browser {
    fn new() -> Self {
        let crypto = random::seeded(1, &CRYPTO);
        Self { op: Rc::new(RefCell::new(Op::with(crypto, "alice", ResponseType::ALL.to_vec()))) }
    }

    /// Returns the HTTP client of the app.
    fn http(&self) -> Http {
        Http::new(Rc::clone(&self.op))
    }

    /// Follows the redirect of the app to the provider, where the user agrees if the provider shows
    /// a page. Returns the requests that the app receives: with a fragment, the browser first asks
    /// for the page at the redirect URI, and the page then posts the fragment.
    fn follow(&self, sent: &Response<Vec<u8>>) -> Vec<Request<Vec<u8>>> {
        let answer = self.op.borrow_mut().grant(&location(sent), now());
        let response = answer.unwrap_or_else(to_client);
        arriving(sent, &response)
    }

    /// Follows the redirect of the app to the provider, where the user does not agree.
    fn refuse(&self, sent: &Response<Vec<u8>>) -> Vec<Request<Vec<u8>>> {
        let refusal = self.op.borrow_mut().deny(&location(sent), now());
        arriving(sent, &to_client(refusal))
    }
}

fn to_client(refusal: Refusal) -> Response<Vec<u8>> {
    match refusal {
        Refusal::ToClient(refusal) => refusal.into_response(),
        other => panic!("the provider refused with {other:?}"),
    }
}

fn location(response: &Response<Vec<u8>>) -> String {
    response.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

/// Returns the requests of a browser that has the cookie of the app's response.
fn arriving(sent: &Response<Vec<u8>>, response: &Response<Vec<u8>>) -> Vec<Request<Vec<u8>>> {
    let cookie = sent.headers()[header::SET_COOKIE].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap();
    let request = || Request::builder().header(header::COOKIE, cookie);
    let (carrier, parameters) = carried(response, &redirect_uri()).unwrap();
    let encoded = parameters.encode();
    if carrier == Carrier::Query {
        let uri = format!("{REDIRECT_URI}?{encoded}");
        return vec![request().uri(uri).body(Vec::new()).unwrap()];
    }
    let page = request().uri(REDIRECT_URI).body(Vec::new()).unwrap();
    let form = request().method(Method::POST).uri(REDIRECT_URI);
    let form = form.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    vec![page, form.body(encoded.into_bytes()).unwrap()]
}
