//! The credentials that a client presents to the token endpoint and to similar endpoints.

mod basic;
mod error;
mod refusal;
#[cfg(test)]
mod tests;

use http::{HeaderMap, Response, header};

use crate::client::assertion;
use crate::{
    ClientAuthenticationMethod, ClientId, ClientSecret, EncodedJwt, ErrorCode, ErrorResponse,
    Parameters,
};

pub use error::ClientCredentialsError;
pub use refusal::ClientCredentialsRefusal;

/// The credentials that a client presents: its identifier, and its proof for exactly one
/// authentication method.
///
/// [RFC 6749 §2.3](https://www.rfc-editor.org/rfc/rfc6749#section-2.3),
/// [OpenID Connect Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication).
/// The credentials are not verified yet. If they contain a secret, the server must compare it with
/// the secret in the client's registration. If they contain an assertion, the server must verify it
/// with [`assertion::ExpectedAssertion`]. The server must always compare [`method`](Self::method)
/// with the method in the registration.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientCredentials {
    /// `none`: the client is public. It sends its identifier without a proof.
    None {
        /// The parameter `client_id`.
        client_id: ClientId,
    },
    /// `client_secret_basic`: the client sends its identifier and its secret in the `Authorization`
    /// header.
    Basic {
        /// The user name in the header.
        client_id: ClientId,
        /// The password in the header.
        client_secret: ClientSecret,
    },
    /// `client_secret_post`: the client sends its identifier and its secret in the body.
    Post {
        /// The parameter `client_id`.
        client_id: ClientId,
        /// The parameter `client_secret`.
        client_secret: ClientSecret,
    },
    /// `private_key_jwt`: the client sends a JWT that it has signed with its private key.
    PrivateKeyJwt {
        /// The unverified `sub` of the assertion, which is equal to the parameter `client_id` if
        /// the client sent this parameter too.
        client_id: ClientId,
        /// The parameter `client_assertion`.
        assertion: EncodedJwt,
    },
}

impl ClientCredentials {
    /// The parameters that authenticate a client.
    pub(crate) const PARAMETERS: [&'static str; 4] =
        ["client_id", "client_secret", "client_assertion", "client_assertion_type"];

    /// The value of `client_assertion_type` for an assertion that is a JWT
    /// ([RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523#section-2.2)).
    pub const JWT_BEARER: &'static str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// Reads the credentials from the headers and parameters of a request, and removes the
    /// parameters that belong to the credentials from `parameters`.
    ///
    /// # Errors
    /// [`ClientCredentialsRefusal`] when the credentials are missing or malformed, or when the
    /// request uses more than one authentication method. Answer the request with
    /// [`ClientCredentialsRefusal::into_http`].
    pub fn take(
        headers: &HeaderMap,
        parameters: &mut Parameters,
    ) -> Result<Self, ClientCredentialsRefusal> {
        Self::read(headers, parameters).map_err(|reason| {
            let by_header = headers.contains_key(header::AUTHORIZATION);
            ClientCredentialsRefusal::new(reason, by_header)
        })
    }

    fn read(
        headers: &HeaderMap,
        parameters: &mut Parameters,
    ) -> Result<Self, ClientCredentialsError> {
        let basic = basic::from_headers(headers)?;
        let secret = parameters.take("client_secret");
        let assertion = take_assertion(parameters)?;
        // RFC 7521 §4.2.1: an assertion beside another mechanism is invalid_client.
        if assertion.is_some() && (basic.is_some() || secret.is_some()) {
            return Err(ClientCredentialsError::AssertionAndMore);
        }
        // RFC 6749 §2.3: one authentication method in a request.
        if basic.is_some() && secret.is_some() {
            return Err(ClientCredentialsError::SeveralMethods);
        }
        let parameter = parameters
            .take("client_id")
            .map(|text| ClientId::new(&text).map_err(|_| ClientCredentialsError::ClientId))
            .transpose()?;

        let credentials = if let Some((client_id, client_secret)) = basic {
            Self::Basic { client_id, client_secret }
        } else if let Some(assertion) = assertion {
            let client_id = assertion::unverified_subject(&assertion)
                .ok_or(ClientCredentialsError::Assertion)?;
            Self::PrivateKeyJwt { client_id, assertion }
        } else {
            let client_id = parameter.clone().ok_or(ClientCredentialsError::Missing)?;
            match secret.map(ClientSecret::parse) {
                Some(Ok(client_secret)) => Self::Post { client_id, client_secret },
                Some(Err(_)) => return Err(ClientCredentialsError::Secret),
                None => Self::None { client_id },
            }
        };
        // RFC 7521 §4.2: client_id, if present, is the client of the assertion. The same holds for
        // the user name of Basic, because a request has one client.
        match parameter {
            Some(parameter) if parameter != *credentials.client_id() => {
                let credentials = credentials.client_id().clone();
                Err(ClientCredentialsError::Mismatch { parameter, credentials })
            }
            _ => Ok(credentials),
        }
    }

    /// Adds the credentials to the headers or the parameters of a request, before it is sent.
    pub fn put(&self, headers: &mut HeaderMap, parameters: &mut Parameters) {
        match self {
            Self::None { client_id } => {
                parameters.push("client_id", client_id.as_str());
            }
            Self::Basic { client_id, client_secret } => {
                headers.extend(
                    basic::header_value(client_id, client_secret)
                        .map(|value| (header::AUTHORIZATION, value)),
                );
            }
            Self::Post { client_id, client_secret } => {
                parameters.push("client_id", client_id.as_str());
                parameters.push("client_secret", client_secret.expose());
            }
            Self::PrivateKeyJwt { client_id, assertion } => {
                parameters.push("client_id", client_id.as_str());
                parameters.push("client_assertion_type", Self::JWT_BEARER);
                parameters.push("client_assertion", assertion.expose());
            }
        }
    }

    /// Returns the identifier that the client claims to have. Use it to look up the client's
    /// registration.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        match self {
            Self::None { client_id }
            | Self::Basic { client_id, .. }
            | Self::Post { client_id, .. }
            | Self::PrivateKeyJwt { client_id, .. } => client_id,
        }
    }

    /// Returns the authentication method that the client used. Compare it with the method in the
    /// client's registration.
    #[must_use]
    pub fn method(&self) -> ClientAuthenticationMethod {
        match self {
            Self::None { .. } => ClientAuthenticationMethod::NONE,
            Self::Basic { .. } => ClientAuthenticationMethod::CLIENT_SECRET_BASIC,
            Self::Post { .. } => ClientAuthenticationMethod::CLIENT_SECRET_POST,
            Self::PrivateKeyJwt { .. } => ClientAuthenticationMethod::PRIVATE_KEY_JWT,
        }
    }

    /// Builds the HTTP response for credentials that fail verification: the error `invalid_client`.
    ///
    /// If the client sent an `Authorization` header, the response has the status 401 and a
    /// `WWW-Authenticate` header
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)). Otherwise its status
    /// is 400.
    #[must_use]
    pub fn refuse(&self) -> Response<Vec<u8>> {
        // `take` refuses an `Authorization` header beside every other method.
        let by_header = matches!(self, Self::Basic { .. });
        refusal::answer(ErrorResponse::new(ErrorCode::INVALID_CLIENT), by_header)
    }
}

fn take_assertion(
    parameters: &mut Parameters,
) -> Result<Option<EncodedJwt>, ClientCredentialsError> {
    match (parameters.take("client_assertion_type"), parameters.take("client_assertion")) {
        (None, None) => Ok(None),
        // RFC 7523 §2.2: the type of a JWT, together with the JWT.
        (Some(kind), Some(assertion)) if kind == ClientCredentials::JWT_BEARER => {
            EncodedJwt::parse(assertion).map(Some).map_err(|_| ClientCredentialsError::Assertion)
        }
        _ => Err(ClientCredentialsError::AssertionType),
    }
}
