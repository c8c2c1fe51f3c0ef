//! The requests with which a client reads, updates and deletes its registration.

use http::{Method, Request};
use symbolon_discovery::Endpoint;
use symbolon_jose::json::document::Value;
use symbolon_jose::{Excerpt, Object};
use symbolon_oauth::bearer::{self, BearerError};
use symbolon_oauth::{AccessToken, ClientId, ClientSecret, EncodedJwt};
use url::form_urlencoded;

use crate::ClientMetadata;
use crate::request::{
    STATEMENT, accept_json, json_request, object_of, refuse_members, take_statement,
};
use crate::request_error::RegistrationRequestError;

/// A request to the client configuration endpoint: a client reads, updates or deletes its
/// registration.
///
/// [RFC 7592 §2](https://www.rfc-editor.org/rfc/rfc7592#section-2),
/// [Registration §4](https://openid.net/specs/openid-connect-registration-1_0.html#ClientConfigurationEndpoint).
/// When a server reads a request, it takes the client from the parameter `client_id` of the URL, as
/// in the example of Registration §4.1. A client uses the URL of the response to its registration
/// unchanged.
///
/// ```
/// use symbolon_discovery::Endpoint;
/// use symbolon_oauth::{AccessToken, ClientId};
/// use symbolon_registration::{ConfigurationRequest, Operation};
///
/// let client_id = ClientId::new("s6BhdRkqt3")?;
/// let token = AccessToken::new("this.is.an.access.token".to_owned());
/// let request = ConfigurationRequest::new(client_id, token, Operation::Read);
/// let uri = Endpoint::new("https://op.example/register?client_id=s6BhdRkqt3")?;
/// let sent = request.clone().into_http(&uri)?;
/// assert_eq!(sent.method(), "GET");
/// assert_eq!(ConfigurationRequest::from_http(&sent)?, request);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConfigurationRequest {
    /// The client. When a request is read, this is the client of the URL. It is not authenticated:
    /// compare [`token`](Self::token) with the token of the client.
    pub client_id: ClientId,
    /// The registration access token.
    pub token: AccessToken,
    /// What the client asks for.
    pub operation: Operation,
}

/// What a client asks of the client configuration endpoint. This enum is deliberately exhaustive,
/// because a server has to decide about each operation.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// The client reads its registration
    /// ([RFC 7592 §2.1](https://www.rfc-editor.org/rfc/rfc7592#section-2.1)).
    Read,
    /// The client replaces its metadata
    /// ([RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592#section-2.2)).
    Update(Box<ClientUpdate>),
    /// The client deletes its registration
    /// ([RFC 7592 §2.3](https://www.rfc-editor.org/rfc/rfc7592#section-2.3)).
    Delete,
}

/// The content of an update. It replaces all metadata of the client: a member that is absent here is
/// deleted ([RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592#section-2.2)).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ClientUpdate {
    /// The new metadata. When a request is read, only its syntax is checked.
    pub metadata: ClientMetadata,
    /// The current secret, if the client states it. A server compares it with the secret of the
    /// client, and never takes it as a new secret.
    pub client_secret: Option<ClientSecret>,
    /// The software statement. It is not verified.
    pub software_statement: Option<EncodedJwt>,
}

impl ClientUpdate {
    /// Creates an update with this metadata.
    #[must_use]
    pub fn new(metadata: ClientMetadata) -> Self {
        Self { metadata, client_secret: None, software_statement: None }
    }
}

/// The methods that the configuration endpoint accepts.
const METHODS: &str = "GET, PUT, DELETE";

/// The members that an update must not have (RFC 7592 §2.2).
const FORBIDDEN: [&str; 4] = [
    "registration_access_token",
    "registration_client_uri",
    "client_secret_expires_at",
    "client_id_issued_at",
];

impl ConfigurationRequest {
    /// Creates a request of this client.
    #[must_use]
    pub fn new(client_id: ClientId, token: AccessToken, operation: Operation) -> Self {
        Self { client_id, token, operation }
    }

    /// Reads a request that the client configuration endpoint received.
    ///
    /// # Errors
    /// [`RegistrationRequestError`] when the method, the URL or the token is not allowed, when the
    /// content of an update cannot be read, when it names another client, or when it has a member
    /// that only the server chooses. [`to_http`](RegistrationRequestError::to_http) builds the
    /// response.
    pub fn from_http<B: AsRef<[u8]>>(
        request: &Request<B>,
    ) -> Result<Self, RegistrationRequestError> {
        let method = request.method();
        if ![Method::GET, Method::PUT, Method::DELETE].contains(method) {
            let found = Excerpt::new(method.as_str());
            return Err(RegistrationRequestError::Method { found, allowed: METHODS });
        }
        let client_id = client_of(request.uri().query().unwrap_or_default())
            .ok_or(RegistrationRequestError::UrlClientId)?;
        let update = if *method == Method::PUT { Some(object_of(request)?) } else { None };
        let token = bearer::token_from_http(request)?.ok_or(RegistrationRequestError::NoToken)?;
        let operation = match update {
            Some(object) => Operation::Update(Box::new(read_update(object, &client_id)?)),
            None if *method == Method::GET => Operation::Read,
            None => Operation::Delete,
        };
        Ok(Self { client_id, token, operation })
    }

    /// Builds the HTTP request. `uri` is `registration_client_uri` of the response to the
    /// registration, which is used unchanged.
    ///
    /// # Errors
    /// [`BearerError`] when the registration access token contains characters that are not allowed.
    pub fn into_http(self, uri: &Endpoint) -> Result<Request<Vec<u8>>, BearerError> {
        let mut request = match &self.operation {
            Operation::Read => empty_request(Method::GET, uri),
            Operation::Delete => empty_request(Method::DELETE, uri),
            Operation::Update(update) => {
                json_request(Method::PUT, uri, &written(update, &self.client_id))
            }
        };
        bearer::authorize(&mut request, &self.token)?;
        Ok(request)
    }
}

fn empty_request(method: Method, uri: &Endpoint) -> Request<Vec<u8>> {
    let mut request = Request::new(Vec::new());
    *request.method_mut() = method;
    *request.uri_mut() = uri.uri().clone();
    accept_json(&mut request);
    request
}

/// Returns the client of the URL, if the query has exactly one valid `client_id`.
fn client_of(query: &str) -> Option<ClientId> {
    let mut values = form_urlencoded::parse(query.as_bytes());
    let values: Vec<_> = values.by_ref().filter(|(name, _)| name == "client_id").collect();
    match &values[..] {
        [(_, value)] => ClientId::new(value).ok(),
        _ => None,
    }
}

fn read_update(
    mut object: Object,
    client_id: &ClientId,
) -> Result<ClientUpdate, RegistrationRequestError> {
    refuse_members(&mut object, &FORBIDDEN)?;
    // RFC 7592 §2.2: the update names the client to which the token belongs.
    let named = object.remove("client_id");
    if named.as_ref().and_then(Value::as_str) != Some(client_id.as_str()) {
        return Err(RegistrationRequestError::BodyClientId);
    }
    let client_secret = match object.remove("client_secret") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => {
            let secret = ClientSecret::parse(text);
            Some(secret.map_err(|_| RegistrationRequestError::ClientSecret)?)
        }
        Some(_) => return Err(RegistrationRequestError::ClientSecret),
    };
    let software_statement = take_statement(&mut object)?;
    let metadata = ClientMetadata::from_object(object)?;
    Ok(ClientUpdate { metadata, client_secret, software_statement })
}

fn written(update: &ClientUpdate, client_id: &ClientId) -> Object {
    let mut object = update.metadata.to_object();
    for name in FORBIDDEN.iter().chain(&["client_secret", STATEMENT]) {
        object.remove(name);
    }
    object.insert("client_id", client_id.as_str());
    object.insert_some("client_secret", update.client_secret.as_ref().map(ClientSecret::expose));
    object.insert_some(STATEMENT, update.software_statement.as_ref().map(EncodedJwt::expose));
    object
}
