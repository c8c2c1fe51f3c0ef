//! Functions that switch a check off. The docs of each function say what an attacker gains.
//!
//! ```
//! use symbolon_oauth::{Issuer, danger};
//!
//! assert!(Issuer::new("http://op.internal:8080").is_err());
//! assert!(danger::http_issuer("http://op.internal:8080").is_ok());
//! ```

use crate::{Issuer, IssuerError};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_scheme_http_is_accepted_in_addition() {
        let code = |text| http_issuer(text).map_err(|error| error.code()).map(|_| ());
        assert_eq!(code("http://op.internal:8080/tenant"), Ok(()));
        assert_eq!(code("ftp://op.internal"), Err("issuer.scheme"));
        assert_eq!(code("http://op.internal?x"), Err("issuer.query"));
    }
}
