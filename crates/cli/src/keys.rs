//! The issuer's public keys, from a file or from the issuer itself.

mod fetch;
mod secret;

use std::io;
use std::path::{Path, PathBuf};

use symbolon::jose::jwk::{self, PublicJwk, PublicJwkSet};
use symbolon::jose::{Object, json, pkix};
use symbolon::oauth::Issuer;
use thiserror::Error;

pub(crate) use self::fetch::FetchError;
pub(crate) use self::secret::{SecretError, SecretSource};
use crate::system;

/// A key set, and where it comes from: a path or a URL.
pub(crate) struct Keys {
    pub(crate) set: PublicJwkSet,
    pub(crate) source: String,
}

/// Why a file holds no keys.
#[derive(Debug, Error)]
pub(crate) enum FileError {
    #[error("the file {} with the keys cannot be read", .0.display())]
    File(PathBuf, #[source] io::Error),
    #[error("the file with the keys is neither JSON nor PEM: it has neither {{ nor -----BEGIN")]
    Format,
    #[error("the file with the keys is not a JSON object")]
    Json(#[from] json::Error),
    #[error("the JSON object is neither a JWK Set nor a JWK: it has neither `keys` nor `kty`")]
    NoKeys,
    #[error("the JWK Set cannot be read")]
    Set(#[source] jwk::Error),
    #[error("the JWK cannot be used")]
    Jwk(#[source] jwk::Error),
    #[error("the PEM cannot be used")]
    Pem(#[from] pkix::Error),
}

impl FileError {
    /// Returns what a user can do about the error.
    pub(crate) fn way_out(&self) -> Option<&'static str> {
        match self {
            Self::Jwk(jwk::Error::PrivateMember(_)) => Some(
                "a token is verified with the public key: keep the members kty, crv, x, y, n and e \
                 of the JWK, and leave out the others",
            ),
            Self::Pem(pkix::Error::Unexpected { .. }) => {
                Some("`openssl pkey -in FILE -pubout` prints the public key of a private key")
            }
            Self::Format | Self::Json(_) | Self::NoKeys | Self::Set(_) => Some(
                "--keys takes a JWK Set, which is what the `jwks_uri` of a provider shows, one JWK, \
                 or a public key in PEM",
            ),
            _ => None,
        }
    }
}

impl Keys {
    /// Reads a JWK Set, one JWK, or one public key in PEM. A JSON object with the member `jwks`
    /// stands for the JWK Set in it.
    pub(crate) fn read(path: &Path) -> Result<Self, FileError> {
        let file = system::read_file(path).map_err(|error| FileError::File(path.into(), error))?;
        Ok(Self { set: parse(&file)?, source: path.display().to_string() })
    }

    /// Fetches the issuer's metadata, then the JWK Set at its `jwks_uri`.
    pub(crate) fn fetch(issuer: &Issuer) -> Result<Self, FetchError> {
        let (set, jwks_uri) = fetch::fetch(issuer)?;
        Ok(Self { set, source: jwks_uri })
    }
}

fn parse(file: &[u8]) -> Result<PublicJwkSet, FileError> {
    let text = str::from_utf8(file).map_err(|_| FileError::Format)?;
    if text.contains("-----BEGIN") && !text.trim_start().starts_with('{') {
        return Ok(PublicJwkSet::new(vec![PublicJwk::from_pem(text)?]));
    }
    if !text.trim_start().starts_with(['{', '[', '"']) {
        return Err(FileError::Format);
    }
    let mut object = Object::parse(file)?;
    if let Ok(Some(jwks)) = object.take_object("jwks") {
        object = jwks;
    }
    if object.contains("keys") {
        PublicJwkSet::from_object(object).map_err(FileError::Set)
    } else if object.contains("kty") {
        let jwk = PublicJwk::from_object(object).map_err(FileError::Jwk)?;
        Ok(PublicJwkSet::new(vec![jwk]))
    } else {
        Err(FileError::NoKeys)
    }
}
