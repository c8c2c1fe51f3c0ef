//! The callback: the authorization response that the browser delivers to the redirect URI.

use http::uri::PathAndQuery;
use http::{Method, Request};
use symbolon_jose::DecryptionKeys;
use symbolon_oauth::jarm::{self, UnverifiedResponse};
use symbolon_oauth::{AuthorizationResponse, ErrorCode, Parameters, State};

use super::{Arrival, Carrier, MalformedCallback};
use crate::RelyingParty;

/// The authorization response that arrived at the redirect URI. **Untrusted:** an attacker can
/// forge it, by making the user's browser open a link
/// ([RFC 6749 §10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)).
///
/// Look up the [`PendingLogin`](crate::PendingLogin) under the response's [`state`](Self::state),
/// then call [`finish`](crate::RelyingParty::finish), which checks all parameters. Until then, your
/// program can read only `state`.
///
/// A callback remembers the URI at which it arrived, because a response at the redirect URI of
/// another provider is a sign of an attack
/// ([RFC 9700 §4.4.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.4.2)). `finish` compares
/// this URI with the redirect URI of the login.
///
/// | your program | constructor | parts that `finish` compares |
/// |---|---|---|
/// | a server | [`from_http`](Self::from_http) | path and query |
/// | a server that sees another path than the browser, for example behind a proxy that removes a prefix, or in a nested router | `from_http`, then [`arrived_at`](Self::arrived_at) | path and query, and the host if you pass it |
/// | a native app that the operating system starts with a URI | [`from_uri`](Self::from_uri) | the whole URI |
///
/// ```
/// use symbolon_relying_party::Callback;
///
/// let request = http::Request::get("/cb?code=SplxlOBe&state=af0ifjsldkj").body(Vec::new())?;
/// let callback = Callback::from_http(&request)?;
/// // The proxy in front of this server removes the prefix `/app` from the path:
/// let callback = callback.arrived_at("https://client.example/app/cb")?;
/// // Look up the pending login under this value:
/// assert_eq!(callback.state().expose(), "af0ifjsldkj");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```

#[derive(Clone, Debug)]
pub struct Callback {
    state: State,
    content: Content,
    carrier: Carrier,
    arrival: Arrival,
}

/// The response in a callback.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Parameters(Parameters),
    /// The parameters are in a JWT, which is not verified yet. `iss` is the parameter beside the
    /// JWT, if the provider sent it.
    Jwt {
        response: Box<UnverifiedResponse>,
        iss: Option<String>,
    },
}

impl Callback {
    /// Reads the query of a GET request, or the form of a POST request
    /// ([Form Post Response Mode](https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html)).
    ///
    /// A server does not see the fragment of a URI. If the response is in the fragment, answer the
    /// GET request with [`fragment_page`](symbolon_oauth::fragment_page). Its script posts the
    /// parameters of the fragment to the same path and query, and this POST request is the callback.
    ///
    /// The callback remembers the path and the query of the request's URI. It does not remember
    /// scheme and host, because a server behind a proxy sees the scheme and the host of its
    /// connection to the proxy.
    ///
    /// # Errors
    /// [`MalformedCallback`] when the parameters cannot be read, when `state` is missing or
    /// malformed, or when the response is an encrypted JWT, which
    /// [`RelyingParty::callback_from_http`] reads.
    pub fn from_http<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Self, MalformedCallback> {
        Self::read_http(request, None)
    }

    fn read_http<B: AsRef<[u8]>>(
        request: &Request<B>,
        decryption: Option<&DecryptionKeys>,
    ) -> Result<Self, MalformedCallback> {
        let uri = request.uri().path_and_query().map_or("", PathAndQuery::as_str);
        // RFC 6749 §3.1.2: the redirect URI can have a query.
        let parameters = Parameters::from_http_at(request, &AuthorizationResponse::PARAMETERS)?;
        let is_form = *request.method() == Method::POST;
        let carrier = if is_form { Carrier::Form } else { Carrier::Query };
        Ok(Self { carrier, ..Self::read(uri, parameters, decryption)? })
    }

    /// Reads the query or the fragment of the URI to which the provider redirected the browser, for
    /// example the URI with which the operating system started a native app.
    ///
    /// ```
    /// use symbolon_relying_party::Callback;
    ///
    /// let callback = Callback::from_uri("com.example.app:/cb#id_token=eyJhbGci&state=af0ifjsldkj")?;
    /// assert_eq!(callback.state().expose(), "af0ifjsldkj");
    /// # Ok::<(), symbolon_relying_party::MalformedCallback>(())
    /// ```
    ///
    /// # Errors
    /// [`MalformedCallback`] when the URI or its parameters cannot be read, when `state` is missing
    /// or malformed, when the query and the fragment both contain a response, or when the response
    /// is an encrypted JWT, which [`RelyingParty::callback_from_uri`] reads.
    pub fn from_uri(uri: &str) -> Result<Self, MalformedCallback> {
        Self::read_uri(uri, None)
    }

    fn read_uri(uri: &str, decryption: Option<&DecryptionKeys>) -> Result<Self, MalformedCallback> {
        let (carrier, parameters) = Carrier::read_uri(uri)?;
        Ok(Self { carrier, ..Self::read(uri, parameters, decryption)? })
    }

    /// Reads an authorization response from parameters that your program has already parsed. `uri`
    /// is the URI at which the response arrived: see [`arrived_at`](Self::arrived_at).
    ///
    /// [`finish`](crate::RelyingParty::finish) cannot check in which response mode the parameters
    /// arrived. Check the mode in your program: for example, tokens must not be in a query.
    ///
    /// # Errors
    /// [`MalformedCallback`] when the URI cannot be read, or when `state` is missing or malformed.
    pub fn from_parameters(uri: &str, parameters: Parameters) -> Result<Self, MalformedCallback> {
        Self::read(uri, parameters, None)
    }

    fn read(
        uri: &str,
        parameters: Parameters,
        decryption: Option<&DecryptionKeys>,
    ) -> Result<Self, MalformedCallback> {
        let (carrier, arrival) = (Carrier::Unknown, Arrival::parse(uri));
        let arrival = arrival.ok_or(MalformedCallback::Uri);
        // JARM §2.3: all parameters are in a JWT.
        if let Some(jwt) = jarm::response(&parameters)? {
            let response = match decryption {
                Some(keys) => UnverifiedResponse::decrypt(jwt, keys)?,
                None => UnverifiedResponse::parse(jwt)?,
            };
            let state = response.state().cloned();
            let state = state.ok_or(MalformedCallback::MissingState { error: None })?;
            let iss = parameters.get("iss").map(str::to_owned);
            let content = Content::Jwt { response: Box::new(response), iss };
            return Ok(Self { state, content, carrier, arrival: arrival? });
        }
        // RFC 6749 §4.1.2: `state` is required, because our requests always have a `state`.
        let error = || parameters.get("error").and_then(|code| ErrorCode::new(code).ok());
        let state = parameters.get("state");
        let state = state.ok_or_else(|| MalformedCallback::MissingState { error: error() })?;
        let state = State::parse(state.to_owned()).map_err(MalformedCallback::State)?;
        Ok(Self { state, content: Content::Parameters(parameters), carrier, arrival: arrival? })
    }

    /// Replaces the URI at which the callback arrived with the URI that the browser requested. Call
    /// this method if your program sees another path than the browser.
    ///
    /// The URI can be absolute, such as `https://client.example/app/cb`, or a path, such as
    /// `/app/cb`. If the redirect URI of the login has a query, `uri` must contain the query with
    /// which the response arrived. Take the path from the request, for example from its original
    /// URI before a nested router removed the prefix. Do not take the URI from the pending login:
    /// the comparison would then always succeed.
    ///
    /// # Errors
    /// [`MalformedCallback::Uri`] when the text is neither an absolute URI nor a path.
    pub fn arrived_at(mut self, uri: &str) -> Result<Self, MalformedCallback> {
        self.arrival = Arrival::parse(uri).ok_or(MalformedCallback::Uri)?;
        Ok(self)
    }

    /// Returns `state`. You stored the [`PendingLogin`](crate::PendingLogin) under the same value.
    ///
    /// If the response is in a JWT, its signature is not verified yet. Use the value only to look up
    /// the pending login.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    pub(crate) fn arrival(&self) -> &Arrival {
        &self.arrival
    }

    pub(crate) fn carrier(&self) -> Carrier {
        self.carrier
    }

    pub(crate) fn into_content(self) -> Content {
        self.content
    }
}

impl RelyingParty {
    /// Reads a callback as [`Callback::from_http`] does. If the client registered for encrypted
    /// authorization responses, a response in a JWT is decrypted with
    /// [`authorization_decryption_keys`](crate::ClientConfiguration::authorization_decryption_keys)
    /// ([JARM §2.4](https://openid.net/specs/oauth-v2-jarm.html#name-processing-rules)).
    ///
    /// # Errors
    /// The errors of [`Callback::from_http`], and [`MalformedCallback::Jarm`] when the JWT cannot be
    /// decrypted, or is not encrypted although the client has keys.
    pub fn callback_from_http<B: AsRef<[u8]>>(
        &self,
        request: &Request<B>,
    ) -> Result<Callback, MalformedCallback> {
        Callback::read_http(request, self.client().authorization_decryption_keys.as_ref())
    }

    /// Reads a callback as [`Callback::from_uri`] does, and decrypts a response in a JWT as
    /// [`callback_from_http`](Self::callback_from_http) does.
    ///
    /// # Errors
    /// The errors of [`Callback::from_uri`], and [`MalformedCallback::Jarm`] when the JWT cannot be
    /// decrypted, or is not encrypted although the client has keys.
    pub fn callback_from_uri(&self, uri: &str) -> Result<Callback, MalformedCallback> {
        Callback::read_uri(uri, self.client().authorization_decryption_keys.as_ref())
    }
}
