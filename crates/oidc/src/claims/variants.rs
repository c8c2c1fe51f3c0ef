//! A reader for standard claims in the forms that real providers send.

mod date;

use serde_json::Value;
use symbolon_jose::{NumericDate, Object};
use symbolon_oauth::PageUrl;

use super::Address;

/// A reader for standard claims in the forms that real providers send, such as a boolean as a
/// string.
///
/// [Core §5.1](https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims) requires other
/// types for these claims, so [`StandardClaims::odd`](super::StandardClaims::odd) lists them. This
/// reader also reads claims of the right type.
///
/// Get this reader from [`UserInfo::variants`](crate::UserInfo::variants) or
/// [`IdTokenClaims::variants`](crate::IdTokenClaims::variants).
///
/// ```
/// use symbolon_jose::Object;
/// use symbolon_oidc::UserInfo;
///
/// let body = br#"{"sub":"1","email_verified":"true","updated_at":"2024-01-01T00:00:00.000Z"}"#;
/// let user_info = UserInfo::from_object(Object::parse(body)?, "1")?;
/// assert_eq!(user_info.claims.email_verified, None);
/// let variants = user_info.variants();
/// assert_eq!(variants.email_verified(), Some(true));
/// assert_eq!(variants.updated_at().map(|date| date.seconds()), Some(1_704_067_200));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Variants {
    claims: Object,
}

impl Variants {
    /// Creates a reader for the claims in this object.
    pub(crate) fn new(claims: Object) -> Self {
        Self { claims }
    }

    /// Returns `email_verified`, if it is a boolean, or if it is the string `true` or the string
    /// `false` in upper or lower case. Apple, Amazon Cognito and LinkedIn send strings.
    ///
    /// Returns `None` if the claim has another form. Do not treat `None` as verified.
    #[must_use]
    pub fn email_verified(&self) -> Option<bool> {
        boolean(self.claims.get("email_verified")?)
    }

    /// Returns `phone_number_verified`, in the forms of [`email_verified`](Self::email_verified).
    #[must_use]
    pub fn phone_number_verified(&self) -> Option<bool> {
        boolean(self.claims.get("phone_number_verified")?)
    }

    /// Returns `updated_at`, if it is a number or a string with digits, or a date in the format of
    /// ISO 8601, such as `2024-01-01T00:00:00.000Z` or `2024-01-01`. Auth0 sends such a date, and
    /// Keycloak a string with digits.
    ///
    /// A number that would be a date after the year 9999 is read as milliseconds, which WSO2 sends.
    /// A date without an offset is read as UTC.
    #[must_use]
    pub fn updated_at(&self) -> Option<NumericDate> {
        date::read(self.claims.get("updated_at")?)
    }

    /// Returns `locale`, if it is a string, or an object with the members `language` and `country`,
    /// which LinkedIn sends. The object is converted to a language tag, such as `en-US`.
    #[must_use]
    pub fn locale(&self) -> Option<String> {
        match self.claims.get("locale")? {
            Value::String(tag) => Some(tag.clone()),
            Value::Object(parts) => {
                let part = |name| parts.get(name).and_then(Value::as_str);
                let language = part("language")?;
                Some(match part("country") {
                    Some(country) => format!("{language}-{country}"),
                    None => language.to_owned(),
                })
            }
            _ => None,
        }
    }

    /// Returns `picture`, if it is an `http` or `https` URL, or an object with the member `url`, or
    /// an object whose member `data` has the member `url`, which Facebook sends. URLs with other
    /// schemes, such as `javascript:`, are never returned.
    #[must_use]
    pub fn picture(&self) -> Option<PageUrl> {
        let picture = self.claims.get("picture")?;
        let url = |value: &Value| PageUrl::new(value.as_str()?).ok();
        let members = ["/url", "/data/url"].into_iter().filter_map(|path| picture.pointer(path));
        std::iter::once(picture).chain(members).find_map(url)
    }

    /// Returns `address`, if it is an object or a string. A string becomes
    /// [`Address::formatted`]. A member that is a number, such as a postal code, becomes a string.
    #[must_use]
    pub fn address(&self) -> Option<Address> {
        let mut address = Address::new();
        let claim = self.claims.get("address")?;
        if let Value::String(formatted) = claim {
            address.formatted = Some(formatted.clone());
            return Some(address);
        }
        let mut members = Self::new(Object::from_value(claim.clone()).ok()?);
        for (name, field) in [
            ("formatted", &mut address.formatted),
            ("street_address", &mut address.street_address),
            ("locality", &mut address.locality),
            ("region", &mut address.region),
            ("postal_code", &mut address.postal_code),
            ("country", &mut address.country),
        ] {
            *field = members.text(name);
            if field.is_some() {
                members.claims.remove(name);
            }
        }
        address.extra = members.claims;
        Some(address)
    }

    /// Returns the claim `name` as text, if it is a string, a number, or an array with exactly one
    /// string. For example, a directory that stores several email addresses sends `email` as an
    /// array, and a `phone_number` can be a number.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        match self.claims.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Array(texts) => match texts.as_slice() {
                [Value::String(text)] => Some(text.clone()),
                _ => None,
            },
            _ => None,
        }
    }
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}
