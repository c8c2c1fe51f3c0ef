//! The least work that a reader can do with the same libraries: it verifies the signature, and
//! parses header and claims into structs that serde derives. It compares no claim and checks for no
//! duplicate members.

use std::hint::black_box;
use std::rc::Rc;

use serde::Deserialize;
use symbolon_jose::base64url;

use crate::case::Job;
use crate::id_token::IdToken;
use crate::raw::RawVerify;

/// The header parameters that every token has.
#[derive(Deserialize)]
#[expect(dead_code, reason = "only parsing is timed")]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
}

pub fn reading(verify: &RawVerify, token: &str) -> Job {
    let (verify, token) = (Rc::clone(verify), token.to_owned());
    Box::new(move || {
        let token = black_box(&token);
        let (message, signature) = token.rsplit_once('.').expect("two dots");
        let (header, claims) = message.split_once('.').expect("two dots");
        let [header, claims, signature] =
            [header, claims, signature].map(|part| base64url::decode(part).expect("base64url"));
        assert!(verify(message.as_bytes(), &signature));
        black_box(serde_json::from_slice::<Header>(&header).expect("a header"));
        black_box(serde_json::from_slice::<IdToken>(&claims).expect("claims"));
    })
}
