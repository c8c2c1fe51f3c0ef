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

/// The stored form of an [`Issuer`], for `#[serde(with = "symbolon_oauth::danger::any_http_issuer")]`:
/// takes what [`http_issuer`] takes, which [`Issuer`] itself does not.
///
/// Whoever can write what is read through it names an `http` issuer of their own. So it is for a
/// field that is compared with an issuer you know, and never one to learn an issuer from.
pub mod any_http_issuer {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    use crate::Issuer;

    /// The issuer as it was written.
    ///
    /// # Errors
    /// The serializer's.
    pub fn serialize<S: Serializer>(issuer: &Issuer, serializer: S) -> Result<S::Ok, S::Error> {
        issuer.serialize(serializer)
    }

    /// An issuer over `https`, or over `http` on any host.
    ///
    /// # Errors
    /// The deserializer's, and those of [`http_issuer`](super::http_issuer).
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Issuer, D::Error> {
        super::http_issuer(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(transparent)]
    struct Stored(#[serde(with = "any_http_issuer")] Issuer);

    #[test]
    fn an_http_issuer_comes_back_where_that_is_said() {
        let issuer = Stored(http_issuer("http://op.internal").unwrap());
        let stored = serde_json::to_string(&issuer).unwrap();
        assert_eq!(stored, "\"http://op.internal\"");
        assert_eq!(serde_json::from_str::<Stored>(&stored).unwrap(), issuer);
        assert!(serde_json::from_str::<Stored>("\"ftp://op.internal\"").is_err());
    }

    #[test]
    fn http_is_all_that_is_let_through() {
        assert!(http_issuer("http://op.internal:8080/tenant").is_ok());
        assert_eq!(http_issuer("ftp://op.internal"), Err(IssuerError::Scheme));
        assert_eq!(http_issuer("http://op.internal?x"), Err(IssuerError::Query));
    }
}
