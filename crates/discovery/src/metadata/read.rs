//! Reading metadata that was requested for a known issuer.

use std::convert::Infallible;

use symbolon_jose::json::document::{Absent, Member, ReadError, Value};
use symbolon_jose::{Excerpt, Object};
use symbolon_oauth::{Issuer, IssuerError, PageUrlError, SyntaxError};

use super::endpoints::check_scheme;
use super::{LeftOut, MetadataError, ProviderMetadata, members};
use crate::quirks::MetadataQuirks;
use crate::{EndpointError, document};

impl ProviderMetadata {
    /// Reads metadata from JSON text. `issuer` is the issuer for which the metadata was requested.
    ///
    /// # Errors
    /// [`MetadataError::Json`] when the text is not a JSON object, and the errors of
    /// [`from_object`](Self::from_object) when the object is not valid metadata of `issuer`.
    pub fn parse(json: &[u8], issuer: &Issuer) -> Result<Self, MetadataError> {
        Self::parse_with_quirks(json, issuer, &MetadataQuirks::default())
    }

    /// Reads metadata from JSON text, as [`parse`](Self::parse) does, and accepts the quirks of the
    /// provider.
    ///
    /// # Errors
    /// The errors of [`parse`](Self::parse).
    pub fn parse_with_quirks(
        json: &[u8],
        issuer: &Issuer,
        quirks: &MetadataQuirks,
    ) -> Result<Self, MetadataError> {
        let object = Object::parse(document::without_byte_order_mark(json))?;
        Self::from_object_with_quirks(object, issuer, quirks)
    }

    /// Reads metadata from a JSON object. `issuer` is the issuer for which the metadata was
    /// requested.
    ///
    /// A member that is `null` or `""` counts as absent. If an optional member cannot be read, this
    /// method leaves the member out, and [`left_out`](Self::left_out) lists the member. A list that
    /// the specification requires, such as `subject_types_supported`, may be absent here;
    /// [`validate`](Self::validate) reports an absent list.
    ///
    /// If a provider is known to publish faulty metadata, use
    /// [`from_object_with_quirks`](Self::from_object_with_quirks), or correct the object before you
    /// call this method.
    ///
    /// # Errors
    /// - [`MetadataError::IssuerMismatch`] when the issuer in the object is not `issuer`.
    /// - [`MetadataError::Missing`] when the object has no `issuer`, no `authorization_endpoint` or
    ///   no `jwks_uri`. If your program only verifies tokens, use
    ///   [`VerifierMetadata`](crate::VerifierMetadata).
    /// - [`MetadataError::Member`] and [`MetadataError::Endpoint`] when one of these three members
    ///   cannot be read.
    pub fn from_object(object: Object, issuer: &Issuer) -> Result<Self, MetadataError> {
        Self::from_object_with_quirks(object, issuer, &MetadataQuirks::default())
    }

    /// Reads metadata from a JSON object, as [`from_object`](Self::from_object) does, and accepts
    /// the quirks of the provider.
    ///
    /// # Errors
    /// The errors of [`from_object`](Self::from_object).
    pub fn from_object_with_quirks(
        mut object: Object,
        issuer: &Issuer,
        quirks: &MetadataQuirks,
    ) -> Result<Self, MetadataError> {
        take_issuer(&mut object, issuer, quirks)?;
        remove_absent(&mut object, Self::MEMBERS);
        let mut metadata = Self::read_without_refused(issuer, object)?;
        metadata.leave_out_refused_aliases();
        Ok(metadata.complete(quirks))
    }

    /// Adds the values of the quirks that the metadata does not state.
    fn complete(mut self, quirks: &MetadataQuirks) -> Self {
        if self.token_endpoint.is_none() {
            self.token_endpoint.clone_from(&quirks.token_endpoint);
        }
        let stated = &mut self.id_token_signing_alg_values_supported;
        for algorithm in &quirks.id_token_algorithms {
            // An empty list means that the metadata states no algorithms. With the addition, the
            // list would say that the provider supports this algorithm only.
            if !stated.is_empty() && !stated.iter().any(|stated| stated == algorithm.as_str()) {
                stated.push(algorithm.as_str().to_owned());
            }
        }
        self
    }

    /// Reads the members, and leaves out the optional endpoints whose scheme is not allowed.
    fn read_without_refused(issuer: &Issuer, mut object: Object) -> Result<Self, MetadataError> {
        let metadata = Self::read_readable(issuer, object.clone())?;
        let refused = metadata.refused_endpoints()?;
        if refused.is_empty() {
            return Ok(metadata);
        }
        for left_out in &refused {
            object.remove(left_out.member);
        }
        let mut metadata = Self::read_readable(issuer, object)?;
        metadata.left_out.extend(refused);
        Ok(metadata)
    }

    /// Leaves out the aliases whose scheme is not allowed. Clients then use the endpoints that the
    /// aliases replace.
    fn leave_out_refused_aliases(&mut self) {
        let Some(aliases) = &mut self.mtls_endpoint_aliases else { return };
        let member = members::mtls_endpoint_aliases.name();
        for (_, alias) in aliases.iter() {
            if let Err(error) = check_scheme(member, alias, &self.issuer) {
                self.left_out.push(LeftOut::new(member, &alias.as_str().into(), error));
            }
        }
        aliases.retain(|alias| alias.is_allowed_beside(&self.issuer));
    }

    /// Reads the members, and lists the values that cannot be read.
    fn read_readable(issuer: &Issuer, object: Object) -> Result<Self, MetadataError> {
        let mut left_out = Vec::new();
        let metadata = Self::read(issuer.clone(), object, |member, found, error| {
            left_out.push(LeftOut::new(member, found, error));
            Ok(())
        })?;
        Ok(Self { left_out, ..metadata })
    }

    /// Lists the optional endpoints whose scheme is not allowed. The scheme of a required endpoint
    /// is an error.
    fn refused_endpoints(&self) -> Result<Vec<LeftOut>, MetadataError> {
        let mut refused = Vec::new();
        for (member, endpoint) in self.conventional_endpoints() {
            let Err(error) = check_scheme(member, endpoint, &self.issuer) else { continue };
            let mut members = Self::MEMBERS.iter();
            if members.any(|it| it.name() == member && it.absent() == Absent::Refused) {
                return Err(error);
            }
            refused.push(LeftOut::new(member, &endpoint.as_str().into(), error));
        }
        Ok(refused)
    }
}

/// Removes the member `issuer` from a document, and compares it with the issuer for which the
/// document was requested.
pub(super) fn take_issuer(
    object: &mut Object,
    issuer: &Issuer,
    quirks: &MetadataQuirks,
) -> Result<(), MetadataError> {
    let name = members::issuer.name();
    let stated = object.take_string(name)?.ok_or(MetadataError::Missing(name))?;
    // Discovery §4.3: the issuer is identical to the issuer in the URL of the request. §5: the
    // comparison is code point by code point, without normalization.
    let required = quirks.stated_issuer.as_deref().unwrap_or(issuer.as_str());
    if stated == required {
        return Ok(());
    }
    let (expected, found) = (Excerpt::new(required), Excerpt::new(&stated));
    Err(MetadataError::IssuerMismatch { expected, found })
}

/// Removes the members of the table that are `null` or `""`, in every language, and `null` in
/// lists.
///
/// Discovery §4.2 tells the provider to omit a member without a value. Some providers write `null`
/// or an empty string instead.
pub(crate) fn remove_absent(object: &mut Object, members: &[Member]) {
    let is_absent = |value: &Value| value.is_null() || value.as_str() == Some("");
    let is_member = |name: &&str| {
        let name = name.split_once('#').map_or(*name, |(name, _)| name);
        members.iter().any(|member| member.name() == name)
    };
    let names: Vec<String> = object.names().filter(is_member).map(str::to_owned).collect();
    for name in names {
        match object.remove(&name) {
            Some(Value::Array(mut values)) => {
                values.retain(|value| !value.is_null());
                object.insert(&name, values);
            }
            Some(value) if !is_absent(&value) => drop(object.insert(&name, value)),
            _ => {}
        }
    }
}

impl MetadataError {
    /// Creates the error of an address whose scheme is not allowed.
    pub(crate) fn unprotected(member: &'static str, found: &str) -> Self {
        Self::Endpoint { member, found: Excerpt::new(found), error: EndpointError::Scheme }
    }

    /// Converts the error of a member. `refused` takes the member's name, its value, and why the
    /// value is refused.
    fn of_member<E>(
        error: ReadError<E>,
        refused: impl FnOnce(&'static str, Excerpt, E) -> Self,
    ) -> Self {
        match error {
            ReadError::Missing(member) => Self::Missing(member),
            ReadError::Type(error) => Self::Member(error),
            ReadError::Value { member, found, error } => refused(member, found, error),
        }
    }
}

impl From<ReadError<Infallible>> for MetadataError {
    fn from(error: ReadError<Infallible>) -> Self {
        Self::of_member(error, |_, _, never| match never {})
    }
}

impl From<ReadError<EndpointError>> for MetadataError {
    fn from(error: ReadError<EndpointError>) -> Self {
        Self::of_member(error, |member, found, error| Self::Endpoint { member, found, error })
    }
}

impl From<ReadError<PageUrlError>> for MetadataError {
    fn from(error: ReadError<PageUrlError>) -> Self {
        Self::of_member(error, |member, found, error| Self::Page { member, found, error })
    }
}

impl From<ReadError<IssuerError>> for MetadataError {
    fn from(error: ReadError<IssuerError>) -> Self {
        Self::of_member(error, |member, found, error| Self::Issuer { member, found, error })
    }
}

impl From<ReadError<SyntaxError>> for MetadataError {
    fn from(error: ReadError<SyntaxError>) -> Self {
        Self::of_member(error, |member, found, error| Self::Value { member, found, error })
    }
}
