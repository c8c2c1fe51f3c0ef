//! `address`: the user's postal address.

use symbolon_jose::{MemberError, Object};

/// The user's postal address
/// ([Core §5.1.1](https://openid.net/specs/openid-connect-core-1_0.html#AddressClaim)).
///
/// A provider returns the whole address in `formatted`, or its parts in the other fields, or both.
/// A line break in a value is `\n` or `\r\n`.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Address {
    /// `formatted`: the whole address, with line breaks, ready to be printed on a mailing label.
    pub formatted: Option<String>,
    /// `street_address`: the street and house number, or the post office box. It can have several
    /// lines.
    pub street_address: Option<String>,
    /// `locality`: the city or town.
    pub locality: Option<String>,
    /// `region`: the state, province or prefecture.
    pub region: Option<String>,
    /// `postal_code`: the postal code or zip code.
    pub postal_code: Option<String>,
    /// `country`: the name of the country.
    pub country: Option<String>,
    /// The members of the address that have no field in this struct.
    pub extra: Object,
}

impl Address {
    /// Creates an empty address.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn from_object(mut object: Object) -> Result<Self, MemberError> {
        Ok(Self {
            formatted: object.take_string("formatted")?,
            street_address: object.take_string("street_address")?,
            locality: object.take_string("locality")?,
            region: object.take_string("region")?,
            postal_code: object.take_string("postal_code")?,
            country: object.take_string("country")?,
            extra: object,
        })
    }

    pub(super) fn to_object(&self) -> Object {
        let mut object = Object::new();
        object.insert_some("formatted", self.formatted.as_deref());
        object.insert_some("street_address", self.street_address.as_deref());
        object.insert_some("locality", self.locality.as_deref());
        object.insert_some("region", self.region.as_deref());
        object.insert_some("postal_code", self.postal_code.as_deref());
        object.insert_some("country", self.country.as_deref());
        object.extend(self.extra.clone());
        object
    }
}
