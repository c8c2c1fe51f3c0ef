//! A provider whose every answer is data that a test can change.

use http::{Request, Response, header};
use serde_json::{Map, Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::ClientSecret;
use symbolon_relying_party::{ClientAuthentication, ClientConfiguration};
use symbolon_test_support::clock::NOW;
use symbolon_test_support::keys;
use symbolon_test_support::names::{CLIENT_SECRET, ISSUER, client_id};

/// What a provider publishes, and what it answers during one login or one refresh.
///
/// All of it is valid at first. The texts `<valid>`, `<the one sent>` and `<absent>` stand for the
/// signed ID Token, the nonce of the request, and a member that is left out.
#[derive(Clone, Debug)]
pub struct FieldProvider {
    /// The metadata document.
    pub metadata: Value,
    /// The key set.
    pub jwks: Value,
    /// The header parameters of the ID Token, `alg` included.
    pub header: Value,
    /// The claims of the ID Token.
    pub claims: Value,
    /// The body of the token response.
    pub tokens: Value,
    /// The status of the token response.
    pub status: u16,
    /// The content type of the token response, or `None` if the response has no such header.
    pub content_type: Option<String>,
    /// The body of the UserInfo response.
    pub user_info: Value,
    /// Responses that are sent as they are, in place of those above.
    pub exact: Vec<Exact>,
}

/// A response of one endpoint, byte for byte.
#[derive(Clone, Debug)]
pub struct Exact {
    /// The member of the metadata that names the endpoint, or `metadata` for the metadata itself.
    pub endpoint: &'static str,
    /// The status.
    pub status: u16,
    /// The names and values of the headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Default for FieldProvider {
    fn default() -> Self {
        let key = keys::rsa("k1").public();
        Self {
            metadata: json!({
                "issuer": ISSUER,
                "authorization_endpoint": format!("{ISSUER}/authorize"),
                "token_endpoint": format!("{ISSUER}/token"),
                "jwks_uri": format!("{ISSUER}/jwks"),
                "userinfo_endpoint": format!("{ISSUER}/userinfo"),
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }),
            jwks: json!({"keys": [parsed(&key.to_object().to_json())]}),
            header: json!({"alg": "RS256", "typ": "JWT", "kid": "k1"}),
            claims: json!({
                "iss": ISSUER,
                "sub": "alice",
                "aud": client_id().as_str(),
                "nonce": "<the one sent>",
                "iat": NOW,
                "exp": NOW + 600,
                "auth_time": NOW - 100,
            }),
            tokens: json!({
                "access_token": "at",
                "token_type": "Bearer",
                "refresh_token": "rt",
                "expires_in": 3600,
                "id_token": "<valid>",
            }),
            status: 200,
            content_type: Some("application/json".to_owned()),
            user_info: json!({"sub": "alice"}),
            exact: Vec::new(),
        }
    }
}

impl FieldProvider {
    /// Replaces or adds members of the metadata document.
    #[must_use]
    pub fn metadata(mut self, members: &Value) -> Self {
        merge(&mut self.metadata, members);
        self
    }

    /// Replaces or adds claims of the ID Token.
    #[must_use]
    pub fn claims(mut self, claims: &Value) -> Self {
        merge(&mut self.claims, claims);
        self
    }

    /// Replaces or adds header parameters of the ID Token.
    #[must_use]
    pub fn header(mut self, parameters: &Value) -> Self {
        merge(&mut self.header, parameters);
        self
    }

    /// Replaces the whole body of the token response.
    #[must_use]
    pub fn tokens(mut self, body: &Value) -> Self {
        self.tokens = body.clone();
        self
    }

    /// Lets an endpoint send exactly this response. An empty `content_type` leaves the header out.
    #[must_use]
    pub fn exact(
        mut self,
        endpoint: &'static str,
        status: u16,
        content_type: &str,
        body: &str,
    ) -> Self {
        let content_type = Some(content_type).filter(|text| !text.is_empty());
        let headers =
            content_type.map(|text| ("content-type", text.to_owned())).into_iter().collect();
        self.exact.push(Exact { endpoint, status, headers, body: body.as_bytes().to_vec() });
        self
    }

    /// Answers the request of a flow. `nonce` is that of the authentication request.
    pub(crate) fn answer(
        &self,
        request: &Request<Vec<u8>>,
        nonce: Option<&str>,
    ) -> Response<Vec<u8>> {
        let asked = format!("{}{}", origin(request), request.uri().path());
        if let Some(exact) = self.exact.iter().find(|it| self.metadata[it.endpoint] == asked) {
            return exact.response();
        }
        if asked == self.metadata["jwks_uri"] {
            return response(200, Some("application/json"), &self.jwks);
        }
        if asked == self.metadata["userinfo_endpoint"] {
            return response(200, Some("application/json"), &self.user_info);
        }
        assert_eq!(asked, self.metadata["token_endpoint"], "the flow asked for another address");
        let mut body = self.tokens.clone();
        let id_token = self.id_token(nonce);
        replace(&mut body, "<valid>", Some(&id_token));
        response(self.status, self.content_type.as_deref(), &body)
    }

    /// Returns the document at the well-known address.
    pub(crate) fn document(&self) -> Response<Vec<u8>> {
        if let Some(exact) = self.exact.iter().find(|exact| exact.endpoint == "metadata") {
            return exact.response();
        }
        response(200, Some("application/json"), &self.metadata)
    }

    /// Returns the ID Token for a request with this nonce.
    #[must_use]
    pub fn id_token(&self, nonce: Option<&str>) -> String {
        let mut claims = self.claims.clone();
        replace(&mut claims, "<the one sent>", nonce);
        sign(&self.header, &claims)
    }
}

impl Exact {
    fn response(&self) -> Response<Vec<u8>> {
        let mut response = Response::builder().status(self.status);
        for (name, value) in &self.headers {
            response = response.header(*name, value);
        }
        response.body(self.body.clone()).unwrap()
    }
}

/// Returns the settings of a client that sends its secret by `client_secret_basic`.
#[must_use]
pub fn client() -> ClientConfiguration {
    let secret = ClientSecret::new(CLIENT_SECRET.to_owned());
    ClientConfiguration::new(client_id(), ClientAuthentication::ClientSecretBasic(secret))
}

/// Signs claims with the provider's RSA key under exactly this header.
fn sign(header: &Value, claims: &Value) -> String {
    let encode = |value: &Value| symbolon_jose::base64url::encode(value.to_string().as_bytes());
    let input = format!("{}.{}", encode(header), encode(claims));
    let key = keys::rsa("k1").signing(&CRYPTO);
    let signature = key.sign(input.as_bytes()).unwrap();
    format!("{input}.{}", symbolon_jose::base64url::encode(&signature))
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

fn merge(into: &mut Value, members: &Value) {
    let into = into.as_object_mut().expect("the document is an object");
    for (name, value) in members.as_object().expect("the change is an object") {
        into.insert(name.clone(), value.clone());
    }
    into.retain(|_, value| value != "<absent>");
}

/// Replaces a text that stands for a value. The member is left out when there is no value.
fn replace(object: &mut Value, text: &str, value: Option<&str>) {
    let old = std::mem::take(object.as_object_mut().expect("the document is an object"));
    let new: Map<String, Value> = old
        .into_iter()
        .filter_map(|(name, old)| {
            let stands_for_it = old == text;
            let new = if stands_for_it { value.map(Value::from) } else { Some(old) };
            new.map(|new| (name, new))
        })
        .collect();
    *object = Value::Object(new);
}

fn origin(request: &Request<Vec<u8>>) -> String {
    let uri = request.uri();
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    format!("{}://{authority}", uri.scheme_str().unwrap_or_default())
}

fn response(status: u16, content_type: Option<&str>, body: &Value) -> Response<Vec<u8>> {
    let mut response = Response::builder().status(status);
    if let Some(content_type) = content_type {
        response = response.header(header::CONTENT_TYPE, content_type);
    }
    response.body(body.to_string().into_bytes()).unwrap()
}
