//! Checks switched off. Each item says what an attacker gains by its use.

use crate::{Issuer, IssuerError};

/// An issuer over plain `http` on any host.
///
/// Whoever stands between the two parties reads and rewrites everything: metadata, keys, codes
/// and tokens. With the keys replaced, every signature check that follows passes for the
/// attacker. On one machine, use [`Issuer::on_loopback`] instead.
pub fn http_issuer(text: &str) -> Result<Issuer, IssuerError> {
    Issuer::on_any_host(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_is_all_that_is_let_through() {
        assert!(http_issuer("http://op.internal:8080/tenant").is_ok());
        assert_eq!(http_issuer("ftp://op.internal"), Err(IssuerError::Scheme));
        assert_eq!(http_issuer("http://op.internal?x"), Err(IssuerError::Query));
    }
}
