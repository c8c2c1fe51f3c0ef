//! The serialised form of a [`RedirectUri`] in the records of a program.
//!
//! Use it with `#[serde(with = "symbolon_oauth::stored_redirect_uri")]` on a field that contains a
//! redirect URI which was accepted earlier. It also reads a redirect URI from
//! [`danger::http_redirect_uri`](crate::danger::http_redirect_uri) or
//! [`RedirectUri::private_scheme_without_period`], which `RedirectUri` itself does not read.
//!
//! Do not use it for a document that another party wrote, such as a registration request.
//!
//! ```
//! use serde::{Deserialize, Serialize};
//! use symbolon_oauth::{RedirectUri, danger};
//!
//! #[derive(Serialize, Deserialize)]
//! struct Record {
//!     #[serde(with = "symbolon_oauth::stored_redirect_uri")]
//!     redirect_uri: RedirectUri,
//! }
//!
//! let record = Record { redirect_uri: danger::http_redirect_uri("http://app.lan/cb")? };
//! let stored = serde_json::to_string(&record)?;
//! let record: Record = serde_json::from_str(&stored)?;
//! assert_eq!(record.redirect_uri.as_str(), "http://app.lan/cb");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::RedirectUri;

/// Serializes the text of the redirect URI, unchanged.
///
/// # Errors
/// Returns the serializer's error.
pub fn serialize<S: Serializer>(uri: &RedirectUri, serializer: S) -> Result<S::Ok, S::Error> {
    uri.serialize(serializer)
}

/// Deserializes a redirect URI from a text that `RedirectUri::new` or one of the two other
/// functions accepts.
///
/// # Errors
/// Returns the deserializer's error, or an error with the text of
/// [`RedirectUriError`](crate::RedirectUriError) if the text is not accepted as a redirect URI.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RedirectUri, D::Error> {
    RedirectUri::stored(&String::deserialize(deserializer)?).map_err(de::Error::custom)
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use crate::{RedirectUri, danger};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(transparent)]
    struct Stored(#[serde(with = "crate::stored_redirect_uri")] RedirectUri);

    #[test]
    fn every_redirect_uri_that_can_be_created_is_read_back_from_a_record() {
        for uri in [
            RedirectUri::new("https://client.example/cb").unwrap(),
            RedirectUri::new("com.example.app:/cb").unwrap(),
            danger::http_redirect_uri("http://app.lan/cb").unwrap(),
            RedirectUri::private_scheme_without_period("msauth://auth").unwrap(),
        ] {
            let stored = serde_json::to_string(&Stored(uri.clone())).unwrap();
            assert_eq!(serde_json::from_str::<Stored>(&stored).unwrap(), Stored(uri));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["javascript:alert(1)", "data:,x", "ftp://a.example", "http:/cb", "/cb"] {
            assert!(serde_json::from_str::<Stored>(&format!("\"{text}\"")).is_err(), "{text}");
        }
        for text in ["http://app.lan/cb", "msauth://auth"] {
            assert!(serde_json::from_str::<RedirectUri>(&format!("\"{text}\"")).is_err());
        }
    }
}
