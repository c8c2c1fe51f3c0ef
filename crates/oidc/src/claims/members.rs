//! The standard claims as the members of a JSON object, without a copy of their values.

use serde::{Serialize, Serializer};
use serde_json::Value;
use symbolon_jose::NumericDate;
use symbolon_oauth::PageUrl;

use super::{Address, Localized, LocalizedPage, StandardClaims};

/// The value of a standard claim.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MemberValue<'a> {
    Text(&'a str),
    Flag(bool),
    Date(NumericDate),
    Address(&'a Address),
}

/// A function that receives the name, the language tag and the value of a claim.
type Put<'a, 'p> = dyn FnMut(&'static str, Option<&'a str>, MemberValue<'a>) + 'p;

impl StandardClaims {
    /// Calls `put` for each value of each claim, in the order of the member names.
    #[rustfmt::skip]
    pub(crate) fn each<'a>(&'a self, put: &mut Put<'a, '_>) {
        one(put, "address", self.address.as_ref().map(MemberValue::Address));
        text(put, "birthdate", self.birthdate.as_deref());
        text(put, "email", self.email.as_deref());
        one(put, "email_verified", self.email_verified.map(MemberValue::Flag));
        localized(put, "family_name", &self.family_name);
        text(put, "gender", self.gender.as_deref());
        localized(put, "given_name", &self.given_name);
        text(put, "locale", self.locale.as_deref());
        localized(put, "middle_name", &self.middle_name);
        localized(put, "name", &self.name);
        localized(put, "nickname", &self.nickname);
        text(put, "phone_number", self.phone_number.as_deref());
        one(put, "phone_number_verified", self.phone_number_verified.map(MemberValue::Flag));
        page(put, "picture", &self.picture);
        localized(put, "preferred_username", &self.preferred_username);
        page(put, "profile", &self.profile);
        one(put, "updated_at", self.updated_at.map(MemberValue::Date));
        page(put, "website", &self.website);
        text(put, "zoneinfo", self.zoneinfo.as_deref());
    }
}

fn one<'a>(put: &mut Put<'a, '_>, name: &'static str, value: Option<MemberValue<'a>>) {
    if let Some(value) = value {
        put(name, None, value);
    }
}

fn text<'a>(put: &mut Put<'a, '_>, name: &'static str, value: Option<&'a str>) {
    one(put, name, value.map(MemberValue::Text));
}

fn localized<'a>(put: &mut Put<'a, '_>, name: &'static str, claim: &'a Localized) {
    text(put, name, claim.default.as_deref());
    for (tag, value) in &claim.by_language {
        put(name, Some(tag), MemberValue::Text(value));
    }
}

fn page<'a>(put: &mut Put<'a, '_>, name: &'static str, claim: &'a LocalizedPage) {
    text(put, name, claim.default.as_ref().map(PageUrl::as_str));
    for (tag, url) in &claim.by_language {
        put(name, Some(tag), MemberValue::Text(url.as_str()));
    }
}

impl From<MemberValue<'_>> for Value {
    fn from(value: MemberValue<'_>) -> Self {
        match value {
            MemberValue::Text(text) => text.into(),
            MemberValue::Flag(flag) => flag.into(),
            MemberValue::Date(date) => date.into(),
            MemberValue::Address(address) => address.to_object().into(),
        }
    }
}

impl Serialize for MemberValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Date(date) => date.serialize(serializer),
            Self::Address(address) => address.serialize_members(serializer),
        }
    }
}
