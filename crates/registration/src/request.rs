//! The request with which a client registers itself.

use http::{Method, Request, header};
use symbolon_discovery::Endpoint;
use symbolon_jose::json::document::Value;
use symbolon_jose::{Excerpt, Object};
use symbolon_oauth::bearer::{self, BearerError};
use symbolon_oauth::{AccessToken, EncodedJwt};

use crate::request_error::RegistrationRequestError;
use crate::{ClientMetadata, ClientMetadataError, body, limits};

/// A request to the registration endpoint, in which a client sends its metadata.
///
/// [Registration §3.1](https://openid.net/specs/openid-connect-registration-1_0.html#RegistrationRequest),
/// [RFC 7591 §3.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.1).
///
/// ```
/// use symbolon_discovery::Endpoint;
/// use symbolon_oauth::RedirectUri;
/// use symbolon_registration::{ClientMetadata, RegistrationRequest};
///
/// let metadata = ClientMetadata::new(vec![RedirectUri::new("https://wiki.example/callback")?]);
/// let endpoint = Endpoint::new("https://op.example/register")?;
/// let request = RegistrationRequest::new(metadata.clone()).into_http(&endpoint)?;
/// assert_eq!(request.method(), "POST");
/// assert_eq!(RegistrationRequest::from_http(&request)?.metadata, metadata);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RegistrationRequest {
    /// The metadata that the client asks for. When a request is read, only the syntax of the
    /// metadata is checked: call [`ClientMetadata::validate`].
    pub metadata: ClientMetadata,
    /// The software statement: a JWT in which another party vouches for values of the metadata
    /// ([RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591#section-2.3)). It is not verified.
    pub software_statement: Option<EncodedJwt>,
    /// The initial access token, which shows that the client is allowed to register
    /// ([RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591#section-3)).
    pub initial_access_token: Option<AccessToken>,
}

impl RegistrationRequest {
    /// Creates a request with this metadata, without a token and without a software statement.
    #[must_use]
    pub fn new(metadata: ClientMetadata) -> Self {
        Self { metadata, software_statement: None, initial_access_token: None }
    }

    /// Sets the initial access token.
    #[must_use]
    pub fn initial_access_token(mut self, token: AccessToken) -> Self {
        self.initial_access_token = Some(token);
        self
    }

    /// Sets the software statement.
    #[must_use]
    pub fn software_statement(mut self, statement: EncodedJwt) -> Self {
        self.software_statement = Some(statement);
        self
    }

    /// Reads a request that the registration endpoint received.
    ///
    /// The size of the body is checked before the body is parsed: at most 64 KiB.
    ///
    /// # Errors
    /// [`RegistrationRequestError`] when the method, the content type, the size or the token is not
    /// allowed, when the metadata cannot be read, or when the request has a member that only the
    /// server chooses. [`to_http`](RegistrationRequestError::to_http) builds the response.
    pub fn from_http<B: AsRef<[u8]>>(
        request: &Request<B>,
    ) -> Result<Self, RegistrationRequestError> {
        if request.method() != Method::POST {
            let found = Excerpt::new(request.method().as_str());
            return Err(RegistrationRequestError::Method { found, allowed: "POST" });
        }
        let mut object = object_of(request)?;
        let initial_access_token = bearer::token_from_http(request)?;
        // RFC 7591 §6: a client does not choose its identifier, its secret and its tokens.
        refuse_members(&mut object, &SERVER_MEMBERS)?;
        let software_statement = take_statement(&mut object)?;
        let metadata = ClientMetadata::from_object(object)?;
        Ok(Self { metadata, software_statement, initial_access_token })
    }

    /// Builds the HTTP request to the registration endpoint.
    ///
    /// # Errors
    /// [`BearerError`] when the initial access token contains characters that are not allowed.
    pub fn into_http(self, endpoint: &Endpoint) -> Result<Request<Vec<u8>>, BearerError> {
        let mut object = self.metadata.to_object();
        for name in SERVER_MEMBERS.iter().chain(&[STATEMENT]) {
            object.remove(name);
        }
        object.insert_some(STATEMENT, self.software_statement.as_ref().map(EncodedJwt::expose));
        let mut request = json_request(Method::POST, endpoint, &object);
        if let Some(token) = &self.initial_access_token {
            bearer::authorize(&mut request, token)?;
        }
        Ok(request)
    }
}

/// The name of the member with the software statement.
pub(crate) const STATEMENT: &str = "software_statement";

/// The members of responses that a registration request must not have.
pub(crate) const SERVER_MEMBERS: [&str; 6] = [
    "client_id",
    "client_secret",
    "client_secret_expires_at",
    "client_id_issued_at",
    "registration_access_token",
    "registration_client_uri",
];

/// Reads the JSON body of a request. Its size is checked before it is parsed.
pub(crate) fn object_of<B: AsRef<[u8]>>(
    request: &Request<B>,
) -> Result<Object, RegistrationRequestError> {
    let (body, most) = (request.body().as_ref(), limits::DOCUMENT.token);
    if body.len() > most {
        return Err(RegistrationRequestError::TooLarge { found: body.len(), most });
    }
    if let Some(found) = body::other_content_type(request.headers()) {
        return Err(RegistrationRequestError::ContentType { found });
    }
    let object = Object::parse_document(body, &limits::DOCUMENT);
    Ok(object.map_err(ClientMetadataError::Json)?)
}

/// Refuses members of a request that only the server chooses. `null` counts as absent.
pub(crate) fn refuse_members(
    object: &mut Object,
    members: &[&'static str],
) -> Result<(), RegistrationRequestError> {
    for name in members {
        match object.remove(name) {
            None | Some(Value::Null) => {}
            Some(_) => return Err(RegistrationRequestError::ServerMember(name)),
        }
    }
    Ok(())
}

/// Removes the software statement from a request.
pub(crate) fn take_statement(
    object: &mut Object,
) -> Result<Option<EncodedJwt>, RegistrationRequestError> {
    match object.remove(STATEMENT) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => {
            let statement = EncodedJwt::parse(text);
            statement.map(Some).map_err(|_| RegistrationRequestError::SoftwareStatement)
        }
        Some(_) => Err(RegistrationRequestError::SoftwareStatement),
    }
}

/// Creates a request with a JSON body.
pub(crate) fn json_request(method: Method, uri: &Endpoint, object: &Object) -> Request<Vec<u8>> {
    let mut request = Request::new(object.to_json().into_bytes());
    *request.method_mut() = method;
    *request.uri_mut() = uri.uri().clone();
    request.headers_mut().insert(header::CONTENT_TYPE, body::content_type());
    accept_json(&mut request);
    request
}

/// States that the answer is expected as JSON.
pub(crate) fn accept_json(request: &mut Request<Vec<u8>>) {
    request.headers_mut().insert(header::ACCEPT, body::content_type());
}
