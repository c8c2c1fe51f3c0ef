//! Client authentication as it is presented to the token endpoint and its like.

mod basic;
mod refusal;
#[cfg(test)]
mod tests;

use http::{HeaderMap, Response, header};

use crate::client::assertion;
use crate::{
    ClientAuthenticationMethod, ClientId, ClientSecret, EncodedJwt, ErrorCode, ErrorResponse,
    Parameters,
};

pub use refusal::{ClientCredentialsError, ClientCredentialsRefusal};

/// Who a client says it is, and what it presents to prove it: exactly one method.
///
/// [RFC 6749 §2.3](https://www.rfc-editor.org/rfc/rfc6749#section-2.3),
/// [OpenID Connect Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication).
/// Nothing is proved yet: a secret is to be compared with the registered one, an assertion to be
/// verified ([`assertion::ExpectedAssertion`]), and the [`method`](Self::method) to be the one the
/// client is registered with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientCredentials {
    /// A public client: it names itself and proves nothing.
    None {
        /// `client_id`.
        client_id: ClientId,
    },
    /// `client_secret_basic`: identifier and secret in the `Authorization` field.
    Basic {
        /// The user name.
        client_id: ClientId,
        /// The password.
        client_secret: ClientSecret,
    },
    /// `client_secret_post`: identifier and secret in the body.
    Post {
        /// `client_id`.
        client_id: ClientId,
        /// `client_secret`.
        client_secret: ClientSecret,
    },
    /// `private_key_jwt`: a JWT signed by the client.
    PrivateKeyJwt {
        /// The `sub` of the assertion, unverified; and `client_id` when that is sent too.
        client_id: ClientId,
        /// `client_assertion`.
        assertion: EncodedJwt,
    },
}

impl ClientCredentials {
    /// The parameters that authenticate a client.
    pub(crate) const PARAMETERS: [&'static str; 4] =
        ["client_id", "client_secret", "client_assertion", "client_assertion_type"];

    /// `client_assertion_type` of a JWT:
    /// [RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523#section-2.2).
    pub const JWT_BEARER: &'static str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// Takes the credentials out of a request that was read into its parameters.
    ///
    /// # Errors
    /// There are none, they are malformed, or there is more than one method. The refusal knows how
    /// to answer this request.
    pub fn take(
        headers: &HeaderMap,
        parameters: &mut Parameters,
    ) -> Result<ClientCredentials, ClientCredentialsRefusal> {
        ClientCredentials::read(headers, parameters).map_err(|reason| {
            let by_field = headers.contains_key(header::AUTHORIZATION);
            ClientCredentialsRefusal::new(reason, by_field)
        })
    }

    fn read(
        headers: &HeaderMap,
        parameters: &mut Parameters,
    ) -> Result<ClientCredentials, ClientCredentialsError> {
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
        let named = parameters
            .take("client_id")
            .map(|text| ClientId::new(&text).map_err(|_| ClientCredentialsError::ClientId))
            .transpose()?;

        let credentials = if let Some((client_id, client_secret)) = basic {
            ClientCredentials::Basic { client_id, client_secret }
        } else if let Some(assertion) = assertion {
            let client_id = assertion::unverified_subject(&assertion)
                .ok_or(ClientCredentialsError::Assertion)?;
            ClientCredentials::PrivateKeyJwt { client_id, assertion }
        } else {
            let client_id = named.clone().ok_or(ClientCredentialsError::Missing)?;
            match secret.map(ClientSecret::parse) {
                Some(Ok(client_secret)) => ClientCredentials::Post { client_id, client_secret },
                Some(Err(_)) => return Err(ClientCredentialsError::Secret),
                None => ClientCredentials::None { client_id },
            }
        };
        // RFC 7521 §4.2: client_id, if present, is the client of the assertion. The same goes for
        // the user name of Basic: a request has one client.
        if named.is_some_and(|named| named != *credentials.client_id()) {
            return Err(ClientCredentialsError::Mismatch);
        }
        Ok(credentials)
    }

    /// Puts the credentials on a request that is to be sent.
    pub fn put(&self, headers: &mut HeaderMap, parameters: &mut Parameters) {
        match self {
            ClientCredentials::None { client_id } => {
                parameters.push("client_id", client_id.as_str());
            }
            ClientCredentials::Basic { client_id, client_secret } => {
                headers.extend(
                    basic::field(client_id, client_secret).map(|v| (header::AUTHORIZATION, v)),
                );
            }
            ClientCredentials::Post { client_id, client_secret } => {
                parameters.push("client_id", client_id.as_str());
                parameters.push("client_secret", client_secret.expose());
            }
            ClientCredentials::PrivateKeyJwt { client_id, assertion } => {
                parameters.push("client_id", client_id.as_str());
                parameters.push("client_assertion_type", ClientCredentials::JWT_BEARER);
                parameters.push("client_assertion", assertion.expose());
            }
        }
    }

    /// The client that this claims to be: whose registration to look up.
    pub fn client_id(&self) -> &ClientId {
        match self {
            ClientCredentials::None { client_id }
            | ClientCredentials::Basic { client_id, .. }
            | ClientCredentials::Post { client_id, .. }
            | ClientCredentials::PrivateKeyJwt { client_id, .. } => client_id,
        }
    }

    /// The name of the method, as registrations and metadata have it.
    pub fn method(&self) -> ClientAuthenticationMethod {
        match self {
            ClientCredentials::None { .. } => ClientAuthenticationMethod::NONE,
            ClientCredentials::Basic { .. } => ClientAuthenticationMethod::CLIENT_SECRET_BASIC,
            ClientCredentials::Post { .. } => ClientAuthenticationMethod::CLIENT_SECRET_POST,
            ClientCredentials::PrivateKeyJwt { .. } => ClientAuthenticationMethod::PRIVATE_KEY_JWT,
        }
    }

    /// The answer to credentials that turned out wrong: `invalid_client`, with a challenge where
    /// the client came with an `Authorization` field.
    pub fn refuse(&self) -> Response<Vec<u8>> {
        // Every other method was refused where there was such a field as well.
        let by_field = matches!(self, ClientCredentials::Basic { .. });
        refusal::answer(ErrorResponse::new(ErrorCode::INVALID_CLIENT), by_field)
    }
}

fn take_assertion(
    parameters: &mut Parameters,
) -> Result<Option<EncodedJwt>, ClientCredentialsError> {
    match (parameters.take("client_assertion_type"), parameters.take("client_assertion")) {
        (None, None) => Ok(None),
        // RFC 7523 §2.2: the type of a JWT, with the JWT.
        (Some(kind), Some(assertion)) if kind == ClientCredentials::JWT_BEARER => {
            EncodedJwt::parse(assertion).map(Some).map_err(|_| ClientCredentialsError::Assertion)
        }
        _ => Err(ClientCredentialsError::AssertionType),
    }
}
