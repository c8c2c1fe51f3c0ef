//! The `signed_metadata` of a provider.

mod error;
pub(crate) mod jwt;

use symbolon_jose::jws::SignError;
use symbolon_jose::{SigningKey, VerificationKeys};
use symbolon_oauth::Issuer;
use time::OffsetDateTime;

use super::{ProviderMetadata, members};

pub use error::SignedMetadataError;

impl ProviderMetadata {
    /// Returns the issuer of [`signed_metadata`](Self::signed_metadata), or `None` if the document
    /// has no JWT with an issuer. The issuer is **not verified**: use it only to choose, from the
    /// parties that your program trusts, the keys for [`verify_signed`](Self::verify_signed).
    #[must_use]
    pub fn signed_by(&self) -> Option<String> {
        jwt::signer(self.signed_metadata.as_deref())
    }

    /// Verifies [`signed_metadata`](Self::signed_metadata), and returns the metadata with the
    /// signed values in place of the plain values
    /// ([RFC 8414 §2.1](https://www.rfc-editor.org/rfc/rfc8414#section-2.1)). `signer` is the party
    /// that vouches for the values, and `keys` are the keys of this party alone.
    ///
    /// A member that is not in the JWT keeps its plain value, which only TLS protects. A member that
    /// is in the JWT in one language has no plain values in other languages. If a signed
    /// value cannot be read, the member is left out: the plain value does not take its place.
    ///
    /// Signed metadata need not expire. `exp` is checked if it is present. If the signer is not the
    /// provider, the JWT must contain the `issuer` of the provider.
    ///
    /// ```
    /// # use symbolon_crypto_ring::CRYPTO;
    /// # use symbolon_discovery::{Endpoint, ProviderMetadata};
    /// # use symbolon_oauth::Issuer;
    /// # let now = time::OffsetDateTime::UNIX_EPOCH;
    /// # let pair = symbolon_test_support::keys::p256("1");
    /// # let (key, keys) = (pair.signing(&CRYPTO), pair.verification(&CRYPTO));
    /// # let metadata = ProviderMetadata::new(
    /// #     Issuer::new("https://op.example")?,
    /// #     Endpoint::new("https://op.example/authorize")?,
    /// #     Endpoint::new("https://op.example/token")?,
    /// #     Endpoint::new("https://op.example/jwks")?,
    /// #     vec!["ES256".to_owned()],
    /// # );
    /// let signer = Issuer::new("https://federation.example")?;
    /// let metadata = metadata.sign(&signer, &key, now)?; // the signer does this
    ///
    /// assert_eq!(metadata.signed_by().as_deref(), Some(signer.as_str()));
    /// let verified = metadata.verify_signed(&signer, &keys, now)?;
    /// assert_eq!(verified, metadata);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// - [`SignedMetadataError::Absent`] when the document has no `signed_metadata`.
    /// - [`SignedMetadataError::Jwt`] when the JWT has no valid signature of the keys, has another
    ///   `iss` than `signer`, or has expired, and [`SignedMetadataError::Mac`] when it has a MAC.
    /// - [`SignedMetadataError::Audience`] and [`SignedMetadataError::Subject`] when the JWT was
    ///   issued for another purpose, and [`SignedMetadataError::Nested`] when it contains another
    ///   `signed_metadata`.
    /// - [`SignedMetadataError::OtherIdentity`] and [`SignedMetadataError::NoIdentity`] when the
    ///   JWT is not about this provider.
    /// - [`SignedMetadataError::Metadata`] when a required member cannot be read.
    pub fn verify_signed(
        &self,
        signer: &Issuer,
        keys: &VerificationKeys,
        now: OffsetDateTime,
    ) -> Result<Self, SignedMetadataError> {
        let identity = (members::issuer.name(), self.issuer.as_str());
        let signed_metadata = self.signed_metadata.as_deref();
        let signed = jwt::verify(signed_metadata, identity, signer, keys, now)?;
        let mut object = self.to_object();
        jwt::replace(&mut object, &signed);
        object.insert(members::issuer.name(), self.issuer.as_str());
        let mut verified = Self::from_object(object, &self.issuer)?;
        let plain = self.left_out.iter().filter(|left_out| !signed.contains(left_out.member));
        verified.left_out.splice(0..0, plain.cloned());
        Ok(verified)
    }

    /// Returns the metadata with a [`signed_metadata`](Self::signed_metadata) that contains every
    /// member, signed by `signer` with its key. The signer can be the provider itself.
    ///
    /// The JWT does not expire. Sign the metadata again after each change, because readers use the
    /// signed values instead of the plain values.
    ///
    /// # Errors
    /// [`SignError`] when the cryptography backend fails.
    pub fn sign(
        &self,
        signer: &Issuer,
        key: &SigningKey,
        now: OffsetDateTime,
    ) -> Result<Self, SignError> {
        let signed = jwt::sign(self.to_object(), signer, key, now)?;
        Ok(Self { signed_metadata: Some(signed), ..self.clone() })
    }
}
