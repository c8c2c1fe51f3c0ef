//! The response to a registration: the registered metadata and the credentials of the client.

use http::{HeaderMap, Response, StatusCode};
use symbolon_discovery::quirks::RegistrationQuirks;
use symbolon_discovery::{Endpoint, EndpointError};
use symbolon_jose::json::document::Value;
use symbolon_jose::{Excerpt, MemberError, NumericDate, Object, json};
use symbolon_oauth::bearer::Challenge;
use symbolon_oauth::{
    AccessToken, ClientId, ClientSecret, EncodedJwt, ErrorResponse, Issuer, SyntaxError,
};

use crate::request::STATEMENT;
use crate::{ClientMetadata, body};

/// The response to a registration, a read or an update: the registered metadata of the client, its
/// identifier and its credentials.
///
/// [Registration §3.2](https://openid.net/specs/openid-connect-registration-1_0.html#RegistrationResponse),
/// [RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1). `Debug` does not show
/// the secret and the token. [`to_object`](Self::to_object) contains both: keep the object as safely
/// as a password.
///
/// ```
/// use symbolon_oauth::{ClientId, RedirectUri};
/// use symbolon_registration::{ClientInformation, ClientMetadata};
///
/// let metadata = ClientMetadata::new(vec![RedirectUri::new("https://wiki.example/callback")?]);
/// let information = ClientInformation::new(ClientId::new("s6BhdRkqt3")?, metadata);
/// let response = information.clone().into_http(http::StatusCode::CREATED);
/// assert_eq!(ClientInformation::from_http(&response)?, information);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ClientInformation {
    /// The identifier of the client.
    pub client_id: ClientId,
    /// The secret of the client.
    pub client_secret: Option<ClientSecret>,
    /// The time at which the secret expires. `None` means that the secret does not expire, or that
    /// there is no secret.
    pub client_secret_expires_at: Option<NumericDate>,
    /// The time at which the client was registered.
    pub client_id_issued_at: Option<NumericDate>,
    /// The way to read, update and delete the registration.
    pub access: Option<RegistrationAccess>,
    /// The software statement of the request, unchanged.
    pub software_statement: Option<EncodedJwt>,
    /// The registered metadata of the client. When a response is read, members that cannot be read
    /// are left out: see [`ClientMetadata::unread`].
    pub metadata: ClientMetadata,
}

/// The URL at which a client manages its registration, and the token for it
/// ([RFC 7592 §3](https://www.rfc-editor.org/rfc/rfc7592#section-3)).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RegistrationAccess {
    /// The URL of the client configuration endpoint, `registration_client_uri`. Use it unchanged.
    pub uri: Endpoint,
    /// The registration access token.
    pub token: AccessToken,
}

impl RegistrationAccess {
    /// Creates the access from the URL and the token.
    #[must_use]
    pub fn new(uri: Endpoint, token: AccessToken) -> Self {
        Self { uri, token }
    }
}

/// The longest response that is read, in bytes.
const MAX_BYTES: usize = 256 * 1024;

impl ClientInformation {
    /// Creates the information about a client without credentials.
    #[must_use]
    pub fn new(client_id: ClientId, metadata: ClientMetadata) -> Self {
        Self {
            client_id,
            client_secret: None,
            client_secret_expires_at: None,
            client_id_issued_at: None,
            access: None,
            software_statement: None,
            metadata,
        }
    }

    /// Reads the response to a registration, a read or an update. The status must be 201 or 200.
    ///
    /// # Errors
    /// - [`ClientInformationError::Refused`] when the server answered with an error response.
    /// - [`ClientInformationError::Status`], [`ClientInformationError::ContentType`] and
    ///   [`ClientInformationError::TooLarge`] when the response is not the expected document.
    /// - The errors of [`from_object`](Self::from_object).
    pub fn from_http<B: AsRef<[u8]>>(
        response: &Response<B>,
    ) -> Result<Self, ClientInformationError> {
        Self::from_object(object_of(response)?)
    }

    /// Reads the response of the provider with this issuer, as [`from_http`](Self::from_http) does,
    /// and accepts the quirks of the provider. `registration_client_uri` is allowed to be an `http`
    /// URL only beside an issuer that is also an `http` URL: see [`Endpoint::beside`].
    ///
    /// # Errors
    /// The errors of [`from_http`](Self::from_http), and [`ClientInformationError::ClientUri`] when
    /// `registration_client_uri` is not allowed beside the issuer.
    pub fn from_http_of<B: AsRef<[u8]>>(
        response: &Response<B>,
        issuer: &Issuer,
        quirks: &RegistrationQuirks,
    ) -> Result<Self, ClientInformationError> {
        let beside = |uri: &str| Endpoint::beside(uri, issuer);
        Self::read(object_of(response)?, beside, quirks)
    }

    /// Reads information that your program stored as the object of [`to_object`](Self::to_object).
    /// The issuer is that of the provider.
    ///
    /// # Errors
    /// The errors of [`from_object`](Self::from_object), and [`ClientInformationError::ClientUri`]
    /// when `registration_client_uri` is not allowed beside the issuer.
    pub fn from_object_of(object: Object, issuer: &Issuer) -> Result<Self, ClientInformationError> {
        Self::read(object, |uri| Endpoint::beside(uri, issuer), &RegistrationQuirks::default())
    }

    /// Reads the information from a JSON object.
    ///
    /// # Errors
    /// - [`ClientInformationError::Member`] when a member has the wrong JSON type, and
    ///   [`ClientInformationError::Syntax`] or [`ClientInformationError::ClientUri`] when its value
    ///   is malformed.
    /// - [`ClientInformationError::Missing`] when `client_id` is absent, when
    ///   `client_secret_expires_at` is absent beside a secret, or when only one of
    ///   `registration_client_uri` and `registration_access_token` is present.
    pub fn from_object(object: Object) -> Result<Self, ClientInformationError> {
        Self::read(object, Endpoint::on_loopback, &RegistrationQuirks::default())
    }

    fn read(
        mut object: Object,
        endpoint: impl FnOnce(&str) -> Result<Endpoint, EndpointError>,
        quirks: &RegistrationQuirks,
    ) -> Result<Self, ClientInformationError> {
        // A member without a value stands for an absent member.
        let blank = |value: &Value| value.is_null() || value.as_str() == Some("");
        let blanks: Vec<String> = object
            .iter()
            .filter(|(_, value)| blank(value))
            .map(|(name, _)| name.to_owned())
            .collect();
        for name in blanks {
            object.remove(&name);
        }
        let client_id = object.take_string("client_id")?;
        let client_id = client_id.ok_or(ClientInformationError::Missing("client_id"))?;
        let client_secret = object.take_string("client_secret")?;
        let expires = object.take_date("client_secret_expires_at")?;
        if client_secret.is_some() && expires.is_none() && !quirks.secret_expiry_missing {
            return Err(ClientInformationError::Missing("client_secret_expires_at"));
        }
        let software_statement = object.take_string(STATEMENT)?;
        Ok(Self {
            client_id: ClientId::new(&client_id)?,
            client_secret_expires_at: expires.filter(|it| {
                // Registration §3.2: 0 means that the secret does not expire.
                client_secret.is_some() && it.seconds() != 0
            }),
            client_secret: client_secret.map(ClientSecret::parse).transpose()?,
            client_id_issued_at: object.take_date("client_id_issued_at")?,
            access: take_access(&mut object, endpoint)?,
            software_statement: software_statement.map(EncodedJwt::parse).transpose()?,
            metadata: ClientMetadata::from_answer(object),
        })
    }

    /// Returns the information as a JSON object, **with the secret and the token**.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = self.metadata.to_object();
        for name in crate::request::SERVER_MEMBERS.iter().chain(&[STATEMENT]) {
            object.remove(name);
        }
        object.insert("client_id", self.client_id.as_str());
        if let Some(secret) = &self.client_secret {
            object.insert("client_secret", secret.expose());
            let expires = self.client_secret_expires_at.map_or(0, NumericDate::seconds);
            object.insert("client_secret_expires_at", expires);
        }
        let issued = self.client_id_issued_at.map(NumericDate::seconds);
        object.insert_some("client_id_issued_at", issued);
        if let Some(access) = &self.access {
            object.insert("registration_client_uri", access.uri.as_str());
            object.insert("registration_access_token", access.token.expose());
        }
        object.insert_some(STATEMENT, self.software_statement.as_ref().map(EncodedJwt::expose));
        object
    }

    /// Builds the HTTP response, which no cache keeps. `status` is 201 after a registration, and
    /// 200 after a read or an update.
    #[must_use]
    pub fn into_http(self, status: StatusCode) -> Response<Vec<u8>> {
        body::response(status, &self.to_object())
    }
}

/// Returns the JSON object in a response.
fn object_of<B: AsRef<[u8]>>(response: &Response<B>) -> Result<Object, ClientInformationError> {
    let (status, text) = (response.status(), response.body().as_ref());
    if text.len() > MAX_BYTES {
        let found = text.len();
        return Err(ClientInformationError::TooLarge { found, most: MAX_BYTES });
    }
    // Registration §3.2: 201 after a registration. RFC 7592 §2.1: 200 after a read.
    if !matches!(status, StatusCode::CREATED | StatusCode::OK) {
        return Err(ClientInformationError::of_response(response));
    }
    if let Some(found) = body::other_content_type(response.headers()) {
        return Err(ClientInformationError::ContentType { found });
    }
    Ok(Object::parse_document(text, &symbolon_jose::Limits::DEFAULT)?)
}

/// Registration §3.2: the URL and the token come together.
fn take_access(
    object: &mut Object,
    endpoint: impl FnOnce(&str) -> Result<Endpoint, EndpointError>,
) -> Result<Option<RegistrationAccess>, ClientInformationError> {
    const URI: &str = "registration_client_uri";
    const TOKEN: &str = "registration_access_token";
    match (object.take_string(URI)?, object.take_string(TOKEN)?) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(ClientInformationError::Missing(URI)),
        (Some(_), None) => Err(ClientInformationError::Missing(TOKEN)),
        (Some(uri), Some(token)) => {
            let refused =
                |error| ClientInformationError::ClientUri { found: Excerpt::new(&uri), error };
            let uri = endpoint(&uri).map_err(refused)?;
            Ok(Some(RegistrationAccess { uri, token: AccessToken::parse(token)? }))
        }
    }
}

/// The reason why the response to a registration cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ClientInformationError {
    /// The server refused the request
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2)).
    #[error("the server refused the registration with the status {status}: {}", .error.error)]
    Refused {
        /// The status of the response, such as 400 or 401.
        status: StatusCode,
        /// The error response, with the error code and the description of the server.
        error: Box<ErrorResponse>,
    },
    /// The status is neither 201 nor 200, and the body is not an error response
    /// ([RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1)).
    #[error("the response has the status {0}; expected 201 or 200")]
    Status(StatusCode),
    /// The `Content-Type` is not `application/json`
    /// ([RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1)).
    #[error("the response has the Content-Type {found}; expected application/json")]
    ContentType {
        /// The `Content-Type` headers of the response, with commas between several headers.
        found: Excerpt,
    },
    /// The body has too many bytes.
    #[error("the response has {found} bytes; at most {most} bytes are read")]
    TooLarge {
        /// The number of bytes of the body.
        found: usize,
        /// The largest number of bytes that is read.
        most: usize,
    },
    /// The body is not a JSON object, or a member occurs twice
    /// ([RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1)).
    #[error(transparent)]
    Json(#[from] json::Error),
    /// A member does not have its JSON type
    /// ([RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1)).
    #[error(transparent)]
    Member(#[from] MemberError),
    /// The member with this name is missing
    /// ([Registration §3.2](https://openid.net/specs/openid-connect-registration-1_0.html#RegistrationResponse)).
    #[error("`{0}` is required in this response, and it is missing{way_out}", way_out = way_out(.0))]
    Missing(&'static str),
    /// The identifier, the secret, the token or the software statement is malformed
    /// ([RFC 6749 §A](https://www.rfc-editor.org/rfc/rfc6749#appendix-A)).
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
    /// `registration_client_uri` is not an `https` URL, or an `http` URL on this machine
    /// ([Registration §3.2](https://openid.net/specs/openid-connect-registration-1_0.html#RegistrationResponse)).
    #[error("`registration_client_uri` is {found}, which is not an endpoint: {error}")]
    ClientUri {
        /// The value of the member.
        found: Excerpt,
        /// The reason why the value is not the URL of an endpoint.
        error: EndpointError,
    },
}

/// Returns the error in the `WWW-Authenticate` header, if the header has an error.
fn of_challenge(headers: &HeaderMap) -> Option<ErrorResponse> {
    let challenges = Challenge::from_headers(headers).ok()?;
    let mut errors =
        challenges.into_iter().filter_map(|it| Some((it.error?, it.error_description)));
    let (error, description) = errors.next()?;
    let response = ErrorResponse::new(error);
    Some(match description {
        Some(text) => response.description(&text),
        None => response,
    })
}

/// Names the quirk that accepts a response without this member.
fn way_out(member: &str) -> &'static str {
    if member == "client_secret_expires_at" {
        "; for a provider that never states it, set the quirk `registration.secret_expiry_missing`"
    } else {
        ""
    }
}

impl ClientInformationError {
    /// Returns the error of a response that is not a success: the error response in its body, or the
    /// error in its `WWW-Authenticate` header
    /// ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3)). A response to a deletion is
    /// also read with this method.
    #[must_use]
    pub fn of_response<B: AsRef<[u8]>>(response: &Response<B>) -> Self {
        let status = response.status();
        let error = ErrorResponse::from_http(response).ok();
        match error.or_else(|| of_challenge(response.headers())) {
            Some(error) => Self::Refused { status, error: Box::new(error) },
            None => Self::Status(status),
        }
    }

    /// Returns the stable name of the error, such as `"client_information.missing"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "client_information.refused",
            Self::Status(_) => "client_information.status",
            Self::ContentType { .. } => "client_information.content_type",
            Self::TooLarge { .. } => "client_information.too_large",
            Self::Json(error) => error.code(),
            Self::Member(error) => error.code(),
            Self::Missing(_) => "client_information.missing",
            Self::Syntax(error) => error.code(),
            Self::ClientUri { error, .. } => error.code(),
        }
    }

    /// Returns the server's error response. Returns `None` if the server did not refuse the
    /// request, or if its error response cannot be read.
    #[must_use]
    pub fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Refused { error, .. } => Some(error),
            _ => None,
        }
    }
}
