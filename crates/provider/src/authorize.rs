//! The authorization endpoint: [RFC 6749 §4.1.1], [Core §3.1.2.2].
//!
//! An ordered list of small checks, one rule each. The first ones must end in a page, for as long
//! as it is not known where the error may be sent; all others end in a redirect.
//!
//! [RFC 6749 §4.1.1]: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
//! [Core §3.1.2.2]: https://openid.net/specs/openid-connect-core-1_0.html#AuthRequestValidation

mod error;
mod hint;
mod read;
mod return_address;
mod rules;

use http::Request;
use symbolon_oauth::{ClientId, Parameters, ReturnAddress};
use symbolon_oidc::{AuthenticationRequest, AuthenticationRequestError};
use time::OffsetDateTime;

use crate::{Client, PageRefusal, PendingAuthorization, Provider, Refusal, pending};

pub use error::AuthorizeError;

/// An authorization request as it came: nothing of it is checked but that it names a client.
#[derive(Clone, Debug)]
pub struct AuthorizationRequest {
    parameters: Parameters,
    address: ReturnAddress,
}

impl AuthorizationRequest {
    /// Reads a GET query or a POST form
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    ///
    /// # Errors
    /// [`PageRefusal`] for parameters that are malformed or there twice, and for a client or
    /// redirect URI that is malformed or absent.
    pub fn from_http<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Self, PageRefusal> {
        let parameters = Parameters::from_http(request)
            .map_err(|error| PageRefusal::new(AuthorizeError::Parameters(error)))?;
        // RFC 6749 §4.1.2.1: a missing or invalid client or redirect URI is told to the user alone.
        let address = ReturnAddress::of(&parameters).map_err(|error| {
            PageRefusal::new(AuthorizeError::Request(AuthenticationRequestError::Authorization(
                error,
            )))
        })?;
        Ok(Self { parameters, address })
    }

    /// The client that the request says it is from, to look up.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.address.client_id
    }
}

impl Provider {
    /// Checks an authorization request of this client, which is what the database has under
    /// [`AuthorizationRequest::client_id`].
    ///
    /// # Errors
    /// [`Refusal`]: already the right redirect, or a page.
    pub fn authorize(
        &self,
        request: AuthorizationRequest,
        client: Option<&Client>,
        now: OffsetDateTime,
    ) -> Result<PendingAuthorization, Refusal> {
        let AuthorizationRequest { parameters, address } = request;
        let (client, redirect_uri) = return_address::check(&address, client)?;
        let state = address.state.clone();
        let refuse = |reason| pending::redirect(redirect_uri, state.clone(), reason, self);

        for check in read::CHECKS {
            check(&parameters).map_err(refuse)?;
        }
        let mut request = AuthenticationRequest::from_parameters(parameters)
            .map_err(|error| refuse(AuthorizeError::Request(error)))?;
        let asked = rules::Asked { provider: self, client, request: &request };
        for check in rules::CHECKS {
            check(&asked).map_err(refuse)?;
        }
        let scope = rules::scope(&asked);
        // What it says is read here; the token itself has no business in a session store.
        let hint = request.id_token_hint.take();
        let hinted =
            hint.map(|hint| hint::subject(&hint, self, client, now).map_err(refuse)).transpose()?;
        Ok(PendingAuthorization::new(request, redirect_uri.clone(), scope, hinted, now))
    }
}
