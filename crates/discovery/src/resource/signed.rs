//! The `signed_metadata` of a protected resource.

use symbolon_jose::jws::SignError;
use symbolon_jose::{SigningKey, VerificationKeys};
use symbolon_oauth::Issuer;
use time::OffsetDateTime;

use super::ResourceMetadata;
use super::metadata::RESOURCE;
use crate::metadata::SignedMetadataError;
use crate::metadata::signed::jwt;

impl ResourceMetadata {
    /// Returns the issuer of [`signed_metadata`](Self::signed_metadata), or `None` if the document
    /// has no JWT with an issuer. The issuer is **not verified**: use it only to choose, from the
    /// parties that your program trusts, the keys for [`verify_signed`](Self::verify_signed).
    #[must_use]
    pub fn signed_by(&self) -> Option<String> {
        jwt::signer(self.signed_metadata.as_deref())
    }

    /// Verifies [`signed_metadata`](Self::signed_metadata), and returns the metadata with the
    /// signed values in place of the plain values
    /// ([RFC 9728 §2.2](https://www.rfc-editor.org/rfc/rfc9728#section-2.2)). `signer` is the party
    /// that vouches for the values, and `keys` are the keys of this party alone.
    ///
    /// The rules are those of
    /// [`ProviderMetadata::verify_signed`](crate::ProviderMetadata::verify_signed). If the signer
    /// is not the resource, the JWT must contain the member `resource`.
    ///
    /// # Errors
    /// The errors of
    /// [`ProviderMetadata::verify_signed`](crate::ProviderMetadata::verify_signed).
    pub fn verify_signed(
        &self,
        signer: &Issuer,
        keys: &VerificationKeys,
        now: OffsetDateTime,
    ) -> Result<Self, SignedMetadataError> {
        let identity = (RESOURCE.name(), self.resource.as_str());
        let signed_metadata = self.signed_metadata.as_deref();
        let signed = jwt::verify(signed_metadata, identity, signer, keys, now)?;
        let mut object = self.to_object();
        jwt::replace(&mut object, &signed);
        object.remove(RESOURCE.name());
        let mut verified = Self::from_members(object, &self.resource)?;
        verified.keep_left_out(self, &signed);
        Ok(verified)
    }

    /// Returns the metadata with a [`signed_metadata`](Self::signed_metadata) that contains every
    /// member, signed by `signer` with its key.
    ///
    /// The JWT does not expire. Sign the metadata again after each change.
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
        let mut metadata = self.clone();
        metadata.signed_metadata = Some(signed);
        Ok(metadata)
    }
}
