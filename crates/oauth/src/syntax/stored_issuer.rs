//! The serialised form of an [`Issuer`] in the records of a program.
//!
//! Use it with `#[serde(with = "symbolon_oauth::stored_issuer")]` on a field that contains an
//! issuer which was accepted earlier. It also reads an issuer from
//! [`danger::http_issuer`](crate::danger::http_issuer), which `Issuer` itself does not read.
//!
//! Compare the field with an issuer that you know; do not learn an issuer from it. Someone who can
//! write the record can put an `http` issuer into it.
//!
//! ```
//! use serde::{Deserialize, Serialize};
//! use symbolon_oauth::Issuer;
//!
//! #[derive(Serialize, Deserialize)]
//! struct Record {
//!     #[serde(with = "symbolon_oauth::stored_issuer")]
//!     issuer: Issuer,
//! }
//! let stored = serde_json::to_string(&Record { issuer: Issuer::new("https://op.example")? })?;
//! assert_eq!(stored, r#"{"issuer":"https://op.example"}"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::Issuer;

/// Serializes the text of the issuer, unchanged.
///
/// # Errors
/// Returns the serializer's error.
pub fn serialize<S: Serializer>(issuer: &Issuer, serializer: S) -> Result<S::Ok, S::Error> {
    issuer.serialize(serializer)
}

/// Deserializes an issuer that uses `https`, or `http` on any host.
///
/// # Errors
/// Returns the deserializer's error, or an error with the text of
/// [`IssuerError`](crate::IssuerError) if the text is not accepted as an issuer.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Issuer, D::Error> {
    Issuer::on_any_host(&String::deserialize(deserializer)?).map_err(de::Error::custom)
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use crate::{Issuer, danger};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(transparent)]
    struct Stored(#[serde(with = "crate::stored_issuer")] Issuer);

    #[test]
    fn an_http_issuer_is_read_back_from_a_record() {
        let issuer = Stored(danger::http_issuer("http://op.internal").unwrap());
        let stored = serde_json::to_string(&issuer).unwrap();
        assert_eq!(stored, "\"http://op.internal\"");
        assert_eq!(serde_json::from_str::<Stored>(&stored).unwrap(), issuer);
        assert!(serde_json::from_str::<Stored>("\"ftp://op.internal\"").is_err());
    }
}
