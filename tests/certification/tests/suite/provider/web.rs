//! The web server of the suite, from which the provider fetches documents.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use http::{Request, Response, header};
use serde_json::Value;

/// The documents that the suite hosts, by address. Clones share the documents.
#[derive(Clone, Default)]
pub(crate) struct Web(Arc<Mutex<BTreeMap<String, Response<Vec<u8>>>>>);

impl Web {
    /// Hosts a response at an address. The provider fetches the address without its fragment.
    pub(crate) fn host(&self, address: &str, response: Response<Vec<u8>>) {
        let address = address.split('#').next().unwrap().to_owned();
        self.0.lock().unwrap().insert(address, response);
    }

    pub(crate) fn host_json(&self, address: &str, document: &Value) {
        let response = Response::builder().header(header::CONTENT_TYPE, "application/json");
        self.host(address, response.body(document.to_string().into_bytes()).unwrap());
    }

    /// Removes every document.
    pub(crate) fn clear(&self) {
        self.0.lock().unwrap().clear();
    }

    /// Answers a request of the provider.
    pub(super) fn answer(&self, request: &Request<Vec<u8>>) -> Result<Response<Vec<u8>>, NotFound> {
        let documents = self.0.lock().unwrap();
        documents.get(&request.uri().to_string()).cloned().ok_or(NotFound)
    }
}

/// Nothing is hosted at an address.
#[derive(Debug)]
pub(super) struct NotFound;
