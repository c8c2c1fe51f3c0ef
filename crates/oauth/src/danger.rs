//! Functions that switch a check off. The docs of each function say what an attacker gains.
//!
//! ```
//! use symbolon_oauth::{Issuer, danger};
//!
//! assert!(Issuer::new("http://op.internal:8080").is_err());
//! assert!(danger::http_issuer("http://op.internal:8080").is_ok());
//! ```

use symbolon_jose::Crypto;
use time::OffsetDateTime;

use crate::request_object::{
    ExpectedRequestObject, RequestObject, RequestObjectError, SignRequestObjectError,
    UnverifiedRequestObject,
};
use crate::{EncodedJwt, Issuer, IssuerError, Parameters, RedirectUri, RedirectUriError};

/// Creates an issuer from an `https` URL or from an `http` URL, on any host.
///
/// If the issuer uses `http`, an attacker on the network between client and server can read and
/// change all messages: metadata, keys, codes and tokens. If the attacker replaces the server's
/// keys, every signature of the attacker is accepted. For development on one machine, use
/// [`Issuer::on_loopback`] instead.
///
/// # Errors
/// [`IssuerError`] when the text is not an `https` or `http` URL, or has a query, a fragment, a
/// user name or a password.
pub fn http_issuer(text: &str) -> Result<Issuer, IssuerError> {
    Issuer::on_any_host(text)
}

/// Creates a redirect URI that uses `http` on any host, or that [`RedirectUri::new`] accepts.
///
/// An attacker on the network between the browser and the client can read the authorization code in
/// the redirect, and can use the code if the client is public. Therefore, a provider refuses such a
/// URI for a public client, and
/// [Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest) allows it for
/// confidential clients only. Even then, the attacker can change what the client sends to the
/// browser, and can take over the session that the client creates after the sign-in. Use this
/// function only for a program inside a network that you trust.
///
/// # Errors
/// [`RedirectUriError`] in the cases of [`RedirectUri::new`], except for `http` on a host that is
/// not loopback.
pub fn http_redirect_uri(text: &str) -> Result<RedirectUri, RedirectUriError> {
    RedirectUri::on_any_host(text)
}

/// Reads the parameters of a request object that has no signature: its `alg` is `none`, or it is only
/// encrypted.
///
/// **What an attacker gains:** anyone can write such an object in the name of the client, and can
/// choose every parameter. The request object then protects nothing. Use this function only for a
/// client that registered the `request_object_signing_alg` `none`
/// ([Core §6.1](https://openid.net/specs/openid-connect-core-1_0.html#RequestObject)).
///
/// # Errors
/// [`RequestObjectError::Unsecured`] when the request object has a signature. Otherwise, the errors
/// of [`UnverifiedRequestObject::verify`] that are not about the signature.
pub fn unsigned_request_object(
    object: &UnverifiedRequestObject,
    expected: &ExpectedRequestObject,
    now: OffsetDateTime,
) -> Result<Parameters, RequestObjectError> {
    object.unsigned(expected, now)
}

/// Writes a request object without a signature (`alg` is `none`), for a client that registered the
/// `request_object_signing_alg` `none`
/// ([Core §6.1](https://openid.net/specs/openid-connect-core-1_0.html#RequestObject)).
///
/// **What an attacker gains:** an attacker who can change the URL in the browser can change every
/// parameter, as in a request without a request object. At a provider that accepts such objects from
/// the client, anyone can write an object in the name of the client.
///
/// # Errors
/// [`SignRequestObjectError::Parameter`] when a request object cannot contain one of the parameters,
/// and [`SignRequestObjectError::Random`] when the source of randomness for the `jti` fails.
pub fn write_unsigned_request_object(
    object: &RequestObject,
    crypto: &Crypto,
    now: OffsetDateTime,
) -> Result<EncodedJwt, SignRequestObjectError> {
    object.unsigned(crypto, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn core_3_1_2_1_http_is_accepted_on_every_host_and_nothing_else_changes() {
        let uri = http_redirect_uri("http://app.lan/cb").unwrap();
        assert!(uri.is_unencrypted() && !uri.is_loopback());
        assert!(!uri.matches(&http_redirect_uri("http://app.lan:8080/cb").unwrap()));
        let code = |text| http_redirect_uri(text).map_err(|error| error.code()).map(|_| ());
        assert_eq!(code("https://app.lan/cb"), Ok(()));
        assert_eq!(code("http://127.0.0.1:1/cb"), Ok(()));
        assert_eq!(code("http:/cb"), Err("uri.host"));
        assert_eq!(code("http://app.lan@evil.example/cb"), Err("uri.user_info"));
        assert_eq!(code("http://app.lan/cb#x"), Err("uri.fragment"));
        assert_eq!(code("http://app.lan/cb?code=x"), Err("redirect_uri.response_parameter"));
        for text in ["javascript:alert(1)", "ftp://app.lan/cb", "msauth://auth"] {
            assert_eq!(code(text), Err("redirect_uri.scheme"), "{text}");
        }
    }

    #[test]
    fn only_the_scheme_http_is_accepted_in_addition() {
        let code = |text| http_issuer(text).map_err(|error| error.code()).map(|_| ());
        assert_eq!(code("http://op.internal:8080/tenant"), Ok(()));
        assert_eq!(code("ftp://op.internal"), Err("issuer.scheme"));
        assert_eq!(code("http://op.internal?x"), Err("issuer.query"));
    }
}
