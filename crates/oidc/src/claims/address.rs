//! `address`: the user's postal address.

use serde::Serializer;
use serde_json::Value;
use symbolon_jose::Object;

use super::{Reader, merged};

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
    /// The members of the address that have no field in this struct, and the members that have a
    /// field but are not a string.
    pub extra: Object,
}

impl Address {
    /// Creates an empty address.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn take_from(reader: &mut Reader<'_>) -> Option<Self> {
        let mut object =
            reader.take("address", "an object", |value| Object::from_value(value.clone()).ok())?;
        let mut members = Reader { object: &mut object, odd: &mut *reader.odd, prefix: "address." };
        Some(Self {
            formatted: members.text("formatted"),
            street_address: members.text("street_address"),
            locality: members.text("locality"),
            region: members.text("region"),
            postal_code: members.text("postal_code"),
            country: members.text("country"),
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

    /// Writes the address as a JSON object. A part that is an empty string is left out.
    pub(super) fn serialize_members<S: Serializer>(
        &self,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let parts = [
            ("country", self.country.as_deref()),
            ("formatted", self.formatted.as_deref()),
            ("locality", self.locality.as_deref()),
            ("postal_code", self.postal_code.as_deref()),
            ("region", self.region.as_deref()),
            ("street_address", self.street_address.as_deref()),
        ];
        // Core §5.3.2: a claim without a value is omitted.
        let known: Vec<(&str, &str)> = parts
            .iter()
            .filter_map(|(name, text)| Some((*name, text.filter(|text| !text.is_empty())?)))
            .collect();
        let is_written = |(name, value): &(&str, &Value)| {
            let part = parts.iter().find(|(part, _)| part == name);
            // A part that has a field and is absent there can be in `extra` with another type.
            part.is_none_or(|(_, text)| text.is_none() && !value.is_null() && *value != "")
        };
        merged::serialize(serializer, &known, self.extra.iter().filter(is_written))
    }
}
