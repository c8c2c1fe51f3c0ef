//! The clients of the suite: an operator registered them, or they register themselves.

use http::{Request, Response, StatusCode, header};
use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jwk::PrivateJwk;
use symbolon_jose::{SignatureAlgorithm, SigningKey};
use symbolon_oauth::flow::drive_blocking;
use symbolon_oauth::{ClientAuthenticationMethod, ResponseType};
use symbolon_provider::{Configured, RegistrationRefusal};
use symbolon_registration::{ConfigurationRequest, RegistrationRequest};
use symbolon_test_support::at_once::at_once;
use symbolon_test_support::keys;
use symbolon_test_support::names::{CLIENT_SECRET, REDIRECT_URI};
use time::OffsetDateTime;

use super::login::{self, Suite};
use super::under_test::{CLIENT_KEY, Op};
use crate::variants::Client;

/// A client of the suite, with its credentials.
#[derive(Clone, Debug)]
pub(crate) struct SuiteClient {
    pub(crate) id: String,
    /// The secret, unless the client authenticates with its key.
    pub(crate) secret: Option<String>,
    /// The response to the registration, if the client registered itself.
    pub(crate) information: Value,
}

impl Client {
    /// Returns the name of the client's key. A client that registers itself has one key without a name.
    pub(crate) fn kid(self) -> Option<&'static str> {
        (self == Self::Operator).then_some(CLIENT_KEY)
    }
}

impl SuiteClient {
    /// Returns a client that the operator registered under this name.
    pub(super) fn of_operator(name: &str) -> Self {
        let secret = Some(CLIENT_SECRET.to_owned());
        Self { id: name.to_owned(), secret, information: Value::Null }
    }

    /// Checks a response to a registration as every module does, and returns the client.
    #[track_caller]
    fn registered(response: &Response<Vec<u8>>) -> Self {
        let body = String::from_utf8_lossy(response.body());
        assert_eq!(response.status(), StatusCode::CREATED, "{body}");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        let information = login::json(response);
        let id = information["client_id"].as_str().unwrap().to_owned();
        let secret = information["client_secret"].as_str().map(str::to_owned);
        // Registration §3.2: required if the response has a secret.
        assert!(secret.is_none() || information["client_secret_expires_at"].is_u64());
        let uri = information["registration_client_uri"].as_str().unwrap();
        assert!(uri.starts_with("https://"), "{uri}");
        assert!(information["registration_access_token"].is_string());
        Self { id, secret, information }
    }

    /// Builds a request to the client configuration endpoint.
    pub(crate) fn manage(&self, method: &str) -> Request<Vec<u8>> {
        let token = self.information["registration_access_token"].as_str().unwrap();
        Request::builder()
            .method(method)
            .uri(self.information["registration_client_uri"].as_str().unwrap())
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Vec::new())
            .unwrap()
    }
}

/// Returns the metadata that the suite registers in each module for this response type.
pub(crate) fn metadata(response_type: &ResponseType) -> Value {
    let mut grant_types = Vec::new();
    if response_type.includes("code") {
        grant_types.push("authorization_code");
    }
    if response_type.returns_tokens() {
        grant_types.push("implicit");
    }
    json!({
        "client_name": "The suite",
        "grant_types": grant_types,
        "jwks": jwks(None),
        "token_endpoint_auth_method": "client_secret_basic",
        "response_types": [response_type.as_str()],
        "redirect_uris": [REDIRECT_URI],
        "contacts": ["suite@client.example"],
    })
}

/// Returns the JWK Set with the key of the suite, which may have a name.
pub(crate) fn jwks(kid: Option<&str>) -> Value {
    let key = keys::rsa(kid.unwrap_or_default()).restricted().public();
    let mut key = serde_json::to_value(key).unwrap();
    if kid.is_none() {
        key.as_object_mut().unwrap().remove("kid");
    }
    json!({ "keys": [key] })
}

/// Returns the key with which the suite signs, which may have a name.
pub(crate) fn signing_key(kid: Option<&str>) -> SigningKey {
    match kid {
        Some(kid) => keys::rsa(kid).signing(&CRYPTO),
        None => {
            let jwk = PrivateJwk::parse(keys::RSA.as_bytes()).unwrap();
            SigningKey::from_jwk(&jwk, SignatureAlgorithm::Rs256, &CRYPTO).unwrap()
        }
    }
}

impl Op {
    /// Answers at the registration endpoint.
    pub(crate) fn register(&self, metadata: &Value, now: OffsetDateTime) -> Response<Vec<u8>> {
        let endpoint = self.provider.metadata().registration_endpoint.as_ref().unwrap();
        let request = Request::post(endpoint.as_str())
            .header(header::CONTENT_TYPE, "application/json")
            .body(metadata.to_string().into_bytes());
        self.registered(&request.unwrap(), now).unwrap_or_else(RegistrationRefusal::into_response)
    }

    fn registered(
        &self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Response<Vec<u8>>, RegistrationRefusal> {
        let request = RegistrationRequest::from_http(request)?;
        let flow = self.provider.register(request, None, now)?;
        let new = drive_blocking(flow, |request| self.web.answer(&request), || now)?;
        let stored = at_once(self.store.put_registration(new.records())).unwrap();
        Ok(new.into_response(stored))
    }

    /// Answers at the client configuration endpoint.
    pub(crate) fn configure(
        &self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Response<Vec<u8>> {
        self.configured(request, now).unwrap_or_else(RegistrationRefusal::into_response)
    }

    fn configured(
        &self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Response<Vec<u8>>, RegistrationRefusal> {
        let request = ConfigurationRequest::from_http(request)?;
        let found = at_once(self.store.registration(&request.client_id)).unwrap();
        Ok(match self.provider.configure(request, found, now)? {
            Configured::Read(response) => response,
            Configured::Delete(end) => {
                let stored = at_once(self.store.delete_registration(end.records())).unwrap();
                end.into_response(stored)
            }
            Configured::Update(_) => panic!("the suite updates no registration"),
        })
    }
}

impl Suite {
    /// Returns another client. `name` is its name at the operator. A client that registers itself
    /// sends the usual metadata with these changes.
    #[track_caller]
    pub(crate) fn another(&mut self, name: &str, change: impl FnOnce(&mut Value)) -> SuiteClient {
        if !self.variant.is_registered() {
            return SuiteClient::of_operator(name);
        }
        let mut metadata = metadata(&self.variant.response_type);
        change(&mut metadata);
        let method = metadata["token_endpoint_auth_method"].as_str().unwrap();
        let method = ClientAuthenticationMethod::new(method).unwrap();
        let offered = &self.op.provider.metadata().token_endpoint_auth_methods_supported;
        assert!(offered.contains(&method), "{method}");
        let response = self.op.register(&metadata, self.browser.now);
        let client = SuiteClient::registered(&response);
        self.registered.push(client.clone());
        client
    }

    /// Sends a registration with these changes, and returns the code of the error with which the
    /// provider refuses it.
    #[track_caller]
    pub(crate) fn refused_registration(&self, change: impl FnOnce(&mut Value)) -> String {
        let mut metadata = metadata(&self.variant.response_type);
        change(&mut metadata);
        let response = self.op.register(&metadata, self.browser.now);
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        let body = login::json(&response);
        assert_eq!(body.get("client_id"), None);
        body["error"].as_str().unwrap().to_owned()
    }

    /// Deletes the clients that registered themselves, as the suite does at the end of a module. The
    /// provider does not know them any more then.
    fn unregister(&self) {
        for client in &self.registered {
            let deleted = self.op.configure(&client.manage("DELETE"), self.browser.now);
            assert_eq!(deleted.status(), StatusCode::NO_CONTENT);
            let read = self.op.configure(&client.manage("GET"), self.browser.now);
            assert_eq!(read.status(), StatusCode::UNAUTHORIZED);
        }
    }
}

/// The end of a module.
impl Drop for Suite {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.unregister();
        }
    }
}
