//! A login that a third party starts, for example a page of the provider with links to
//! applications.

mod error;
mod own_origins;

use http::Request;
use symbolon_jose::Excerpt;
use symbolon_oauth::{Parameters, RedirectUri};

use crate::{LoginRequest, RelyingParties, RelyingParty};

pub use error::{MalformedThirdPartyLogin, OwnUrlError, ThirdPartyLoginError};
pub use own_origins::{OwnOrigins, OwnUrl};

/// The request with which a third party starts a login, as it arrives at the login initiation
/// endpoint of your program. **Untrusted:** every website can send a browser there
/// ([Core §4](https://openid.net/specs/openid-connect-core-1_0.html#ThirdPartyInitiatedLogin)).
///
/// Register the address of the endpoint as `initiate_login_uri`. The endpoint accepts GET and POST
/// requests. Pass the request to
/// [`RelyingParty::third_party_login`](RelyingParty::third_party_login), which checks all parameters.
///
/// The login then begins without a click of the user in your program. If a user is already signed in,
/// ask whether to sign in again, because another user can be signed in at the provider.
///
/// ```
/// # use symbolon_oauth::{Parameters, RedirectUri};
/// # use symbolon_relying_party::{OwnOrigins, RelyingParty, ThirdPartyLogin};
/// # fn example(
/// #     rp: RelyingParty, redirect_uri: RedirectUri, request: http::Request<Vec<u8>>,
/// #     now: time::OffsetDateTime,
/// # ) -> Result<(), Box<dyn std::error::Error>> {
/// let own = OwnOrigins::new(&["https://app.example"])?;
///
/// let started = ThirdPartyLogin::from_http(&request)?;
/// let login = rp.third_party_login(&started, &redirect_uri, &own)?;
/// let (url, pending) = login.scope("email").begin(now)?;
/// // After the login: redirect the browser to `pending.return_to()`, which is an address of yours.
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ThirdPartyLogin {
    iss: String,
    login_hint: Option<String>,
    target_link_uri: Option<String>,
}

/// The names of the parameters of a login that a third party starts.
const NAMES: [&str; 3] = ["iss", "login_hint", "target_link_uri"];

impl ThirdPartyLogin {
    /// Reads the query of a GET request, or the form of a POST request. Parameters that this library
    /// does not know are ignored.
    ///
    /// # Errors
    /// [`MalformedThirdPartyLogin::Parameters`] when the parameters cannot be read, when a parameter
    /// is repeated, or when the query of a POST request contains one of the parameters.
    /// [`MalformedThirdPartyLogin::MissingIss`] when `iss` is missing or empty.
    pub fn from_http<B: AsRef<[u8]>>(
        request: &Request<B>,
    ) -> Result<Self, MalformedThirdPartyLogin> {
        // Core §4: GET and POST. The address of the endpoint can have a query.
        Self::from_parameters(Parameters::from_http_at(request, &NAMES)?)
    }

    /// Reads the request from parameters that your program has already parsed.
    ///
    /// # Errors
    /// [`MalformedThirdPartyLogin::MissingIss`] when `iss` is missing.
    pub fn from_parameters(mut parameters: Parameters) -> Result<Self, MalformedThirdPartyLogin> {
        let [iss, login_hint, target_link_uri] = NAMES.map(|name| parameters.take(name));
        // Core §4: `iss` is REQUIRED, the other parameters are OPTIONAL.
        let iss = iss.ok_or(MalformedThirdPartyLogin::MissingIss)?;
        Ok(Self { iss, login_hint, target_link_uri })
    }

    /// Returns `iss`: the issuer of the provider at which the user should sign in. It is not compared
    /// with your providers yet.
    #[must_use]
    pub fn iss(&self) -> &str {
        &self.iss
    }

    /// Returns `login_hint`: a hint for the provider about the user who should sign in.
    #[must_use]
    pub fn login_hint(&self) -> Option<&str> {
        self.login_hint.as_deref()
    }

    /// Returns `target_link_uri`: the address to which the browser should go after the login, if it
    /// is an address of your program. `own` contains the origins of your program. `None` if the
    /// request has no `target_link_uri`.
    ///
    /// An attacker can choose every address of these origins. A GET request to your program must
    /// therefore not change anything, and no address of your program may redirect to an address from
    /// its query.
    ///
    /// # Errors
    /// [`OwnUrlError`] when `target_link_uri` has another origin, or is not an absolute URL that every
    /// browser reads in the same way.
    pub fn target(&self, own: &OwnOrigins) -> Result<Option<OwnUrl>, OwnUrlError> {
        // Core §4: the client MUST verify `target_link_uri`, so that it is no open redirector.
        self.target_link_uri.as_deref().map(|target| own.url(target)).transpose()
    }

    /// Returns `target_link_uri` without a check.
    pub(crate) fn unchecked_target(&self) -> Option<&str> {
        self.target_link_uri.as_deref()
    }

    /// Adds the hint and the checked target to a login.
    fn add_to(
        &self,
        login: LoginRequest,
        own: &OwnOrigins,
    ) -> Result<LoginRequest, ThirdPartyLoginError> {
        let login = match self.target(own)? {
            Some(target) => login.return_to(target),
            None => login,
        };
        Ok(match &self.login_hint {
            Some(hint) => login.login_hint(hint),
            None => login,
        })
    }
}

impl RelyingParty {
    /// Starts the login that a third party asked for: returns a request with its `login_hint`. Add
    /// the scope, then call [`begin`](LoginRequest::begin)
    /// ([Core §4](https://openid.net/specs/openid-connect-core-1_0.html#ThirdPartyInitiatedLogin)).
    ///
    /// `own` contains the origins of your program. The pending login returns the `target_link_uri` of
    /// the request as [`PendingLogin::return_to`](crate::PendingLogin::return_to).
    ///
    /// # Errors
    /// [`ThirdPartyLoginError::OtherProvider`] when `iss` is not the issuer of this provider, and
    /// [`ThirdPartyLoginError::Target`] when `target_link_uri` is not an address of your program.
    pub fn third_party_login(
        &self,
        request: &ThirdPartyLogin,
        redirect_uri: &RedirectUri,
        own: &OwnOrigins,
    ) -> Result<LoginRequest, ThirdPartyLoginError> {
        // Core §4: `iss` is the issuer to which the request is sent. Issuers are compared exactly.
        if request.iss != self.issuer().as_str() {
            return Err(ThirdPartyLoginError::OtherProvider {
                found: Excerpt::new(&request.iss),
                expected: Box::new(self.issuer().clone()),
            });
        }
        request.add_to(self.login(redirect_uri), own)
    }
}

impl RelyingParties {
    /// Starts the login that a third party asked for, at the provider that `iss` names, as
    /// [`RelyingParty::third_party_login`] does.
    ///
    /// # Errors
    /// [`ThirdPartyLoginError::UnknownProvider`] when `iss` is not the issuer of one of the providers,
    /// and [`ThirdPartyLoginError::Target`] when `target_link_uri` is not an address of your program.
    pub fn third_party_login(
        &self,
        request: &ThirdPartyLogin,
        own: &OwnOrigins,
    ) -> Result<LoginRequest, ThirdPartyLoginError> {
        // No request is sent to a provider that the program does not know.
        let login = self.login_at(&request.iss);
        let found = || ThirdPartyLoginError::UnknownProvider { found: Excerpt::new(&request.iss) };
        request.add_to(login.ok_or_else(found)?, own)
    }
}
