//! The claims of an ID Token as plain data.

use symbolon_jose::{NumericDate, Object};
use symbolon_oauth::{ClientId, Issuer};

use crate::Nonce;
use crate::claims::{StandardClaims, Variants};

/// The claims of an ID Token
/// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
///
/// A provider fills in the claims and [signs](Self::sign) them. A relying party reads the claims
/// from an [`IdToken`](super::IdToken), which exists only after the token was validated.
///
/// ```
/// use symbolon_oauth::{ClientId, Issuer};
/// use symbolon_oidc::IdTokenClaims;
///
/// let (issuer, client_id) = (Issuer::new("https://op.example")?, ClientId::new("s6BhdRkqt3")?);
/// let now = time::OffsetDateTime::UNIX_EPOCH;
/// let expires = now + time::Duration::minutes(10);
/// let mut claims = IdTokenClaims::new(&issuer, "alice", &client_id, now.into(), expires.into());
/// claims.acr = Some("urn:example:gold".to_owned());
/// claims.extra.insert("groups", vec!["staff"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// ```
/// use core::time::Duration;
/// use symbolon_jose::NumericDate;
/// use symbolon_oauth::{ClientId, Issuer};
/// use symbolon_oidc::IdTokenClaims;
/// # let now = NumericDate::from_seconds(1_800_000_000).unwrap();
///
/// let (issuer, client) = (Issuer::new("https://op.example")?, ClientId::new("s6BhdRkqt3")?);
/// let expires = now.after(Duration::from_secs(600));
/// let mut claims = IdTokenClaims::new(&issuer, "248289761001", &client, now, expires);
/// claims.extra.insert("email", "jane@example.com");
/// # assert_eq!(claims.sub, "248289761001");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IdTokenClaims {
    /// `iss`: the issuer identifier, which is the URL of the provider that signs the token. If the
    /// validator accepts several spellings of one issuer, this field contains the issuer of the
    /// validator. If the validator accepts an [`IssuerTemplate`](super::IssuerTemplate), this field
    /// contains the issuer of the tenant.
    pub iss: Issuer,
    /// `sub`: the user's identifier at the issuer, 1 to 255 ASCII characters. The issuer never
    /// gives one identifier to two users.
    pub sub: String,
    /// `aud`: the identifiers of the clients for which the token is intended. The list has at least
    /// one entry.
    pub aud: Vec<String>,
    /// `exp`: the time at which the token expires. From this time on, the client must refuse the
    /// token.
    pub exp: NumericDate,
    /// `iat`: the time at which the token was issued.
    pub iat: NumericDate,
    /// `auth_time`: the time at which the user authenticated. `None` means that the claim is
    /// absent.
    pub auth_time: Option<NumericDate>,
    /// `nonce`: the nonce of the authentication request, copied without a change.
    pub nonce: Option<Nonce>,
    /// `acr`: the authentication context class, which is a name for the kind of authentication that
    /// the user completed.
    pub acr: Option<String>,
    /// `amr`: the methods of authentication, such as `pwd` for a password.
    /// [RFC 8176](https://www.rfc-editor.org/rfc/rfc8176) defines the names. The list is empty if
    /// the claim is absent.
    pub amr: Vec<String>,
    /// `azp`: the identifier of the client to which the token was issued.
    pub azp: Option<String>,
    /// `at_hash`: the hash of the access token that was issued together with the ID Token. To compute
    /// it yourself, call [`hash::at_hash`](crate::hash::at_hash);
    /// [`sign_for`](Self::sign_for) computes it for you.
    pub at_hash: Option<String>,
    /// `c_hash`: the hash of the authorization code that was issued together with the ID Token. To
    /// compute it yourself, call [`hash::c_hash`](crate::hash::c_hash);
    /// [`sign_for`](Self::sign_for) computes it for you.
    pub c_hash: Option<String>,
    /// `s_hash`: the hash of the `state` that the authorization response contains beside the ID
    /// Token ([FAPI 1.0 Advanced §5.1.1](https://openid.net/specs/openid-financial-api-part-2-1_0.html#id-token-as-detached-signature)).
    /// To compute it yourself, call [`hash::s_hash`](crate::hash::s_hash);
    /// [`sign_for`](Self::sign_for) computes it for you.
    pub s_hash: Option<String>,
    /// `nbf`: the time before which the token must not be accepted
    /// ([RFC 7519 §4.1.5](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5)).
    pub nbf: Option<NumericDate>,
    /// `jti`: the identifier of the token
    /// ([RFC 7519 §4.1.7](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.7)).
    pub jti: Option<String>,
    /// The claims that have no field in this struct, such as the claims about the user, which
    /// [`standard_claims`](Self::standard_claims) reads. Signing fails if `extra` contains a claim
    /// that has a field in this struct.
    pub extra: Object,
}

impl IdTokenClaims {
    /// Creates the claims that every ID Token has, with `client_id` as the only audience. All
    /// optional claims are absent.
    #[must_use]
    pub fn new(
        issuer: &Issuer,
        subject: &str,
        client_id: &ClientId,
        issued_at: NumericDate,
        expires: NumericDate,
    ) -> Self {
        Self {
            iss: issuer.clone(),
            sub: subject.to_owned(),
            aud: vec![client_id.as_str().to_owned()],
            exp: expires,
            iat: issued_at,
            auth_time: None,
            nonce: None,
            acr: None,
            amr: Vec::new(),
            azp: None,
            at_hash: None,
            c_hash: None,
            s_hash: None,
            nbf: None,
            jti: None,
            extra: Object::new(),
        }
    }

    /// Reads the standard claims about the user, such as `email`, from `extra`
    /// ([Core §5.1](https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims)).
    /// [`StandardClaims::odd`] lists the claims that do not have the type that Core §5.1 requires.
    #[must_use]
    pub fn standard_claims(&self) -> StandardClaims {
        StandardClaims::take_from(&mut self.extra.clone())
    }

    /// Returns a reader for the standard claims in `extra` that have a form in which real providers
    /// send them, such as `email_verified` as a string.
    #[must_use]
    pub fn variants(&self) -> Variants {
        Variants::new(self.extra.clone())
    }
}
