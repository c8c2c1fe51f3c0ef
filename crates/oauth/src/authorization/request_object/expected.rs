//! What an authorization server expects of a request object.

use std::time::Duration;

use symbolon_jose::SignatureAlgorithm;

use crate::{ClientId, Issuer};

/// What an authorization server expects of a request object.
///
/// [`RULES`](super::RULES) lists the checks. The signature must be from a key of the client.
///
/// ```
/// use symbolon_jose::SignatureAlgorithm;
/// use symbolon_oauth::request_object::ExpectedRequestObject;
/// use symbolon_oauth::{ClientId, Issuer};
///
/// let client_id = ClientId::new("s6BhdRkqt3")?;
/// let mut expected = ExpectedRequestObject::new(&client_id, &Issuer::new("https://op.example")?);
/// expected.algorithm = Some(SignatureAlgorithm::Es256);
/// assert!(!expected.requires_claims && !expected.explicit_type);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
#[must_use]
pub struct ExpectedRequestObject {
    /// The identifier of the client that sent the request. Pass the keys of this client to
    /// [`verify`](super::UnverifiedRequestObject::verify).
    pub client_id: ClientId,
    /// The issuer identifier of this authorization server, which `aud` must contain.
    pub issuer: Issuer,
    /// The client's registered `request_object_signing_alg`. `None`, the default, means that the
    /// client registered no algorithm: the keys alone determine which algorithms are accepted.
    pub algorithm: Option<SignatureAlgorithm>,
    /// Whether `iss`, `aud` and `exp` must be present. `false` by default. If they are present, they
    /// are always checked.
    ///
    /// [RFC 9101 §4](https://www.rfc-editor.org/rfc/rfc9101#section-4) only recommends `iss` and
    /// `aud`, and does not mention `exp`. Set this field to `true` if all your clients send these
    /// claims: an object without `exp` can be sent again at any later time, and an object without
    /// `aud` can be sent to every server at which the client has this key and this `client_id`.
    pub requires_claims: bool,
    /// Whether a request object without the `typ` `oauth-authz-req+jwt` is refused. `false` by
    /// default, because many clients sign request objects without a type
    /// ([RFC 9101 §10.8](https://www.rfc-editor.org/rfc/rfc9101#section-10.8)). A request object
    /// with the `typ` of another kind of token is always refused.
    pub explicit_type: bool,
    /// The longest time by which the clocks of the client and the server are allowed to differ. The
    /// default is one minute.
    pub leeway: Duration,
}

impl ExpectedRequestObject {
    /// Describes the request object that an authorization server expects: it must come from the
    /// client `client_id` and be intended for the server whose issuer is `issuer`.
    pub fn new(client_id: &ClientId, issuer: &Issuer) -> Self {
        Self {
            client_id: client_id.clone(),
            issuer: issuer.clone(),
            algorithm: None,
            requires_claims: false,
            explicit_type: false,
            leeway: Duration::from_secs(60),
        }
    }
}
