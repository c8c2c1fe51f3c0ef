//! The standard claims.

use serde_json::Value;
use symbolon_jose::{MemberError, NumericDate, Object};
use symbolon_oauth::Scope;

use super::{Address, Localized, scope_claims};

/// The standard claims about an end-user, `sub` apart
/// ([Core §5.1](https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims)).
///
/// None is unique or for ever: only `iss` and `sub` together identify an end-user
/// ([Core §5.7](https://openid.net/specs/openid-connect-core-1_0.html#ClaimStability)).
///
/// ```
/// use symbolon_jose::Object;
/// use symbolon_oidc::StandardClaims;
///
/// let mut members = Object::parse(br#"{"name":"Jane Doe","email_verified":true,"team":"blue"}"#)?;
/// let claims = StandardClaims::take_from(&mut members)?;
/// assert_eq!(claims.name.default.as_deref(), Some("Jane Doe"));
/// assert_eq!(claims.email_verified, Some(true));
/// assert!(members.contains("team"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct StandardClaims {
    /// `name`: the full name, to be shown.
    pub name: Localized,
    /// `given_name`: one or more, separated by spaces.
    pub given_name: Localized,
    /// `family_name`: one or more, separated by spaces.
    pub family_name: Localized,
    /// `middle_name`: one or more, separated by spaces.
    pub middle_name: Localized,
    /// `nickname`: a casual name.
    pub nickname: Localized,
    /// `preferred_username`: any text, and not unique.
    pub preferred_username: Localized,
    /// `profile`: the URL of a page about the end-user.
    pub profile: Localized,
    /// `picture`: the URL of an image of the end-user.
    pub picture: Localized,
    /// `website`: the URL of the end-user's own page.
    pub website: Localized,
    /// `email`: the preferred address, not unique.
    pub email: Option<String>,
    /// `email_verified`: whether the provider saw to it that the address was the end-user's.
    pub email_verified: Option<bool>,
    /// `gender`: `female`, `male` or another word.
    pub gender: Option<String>,
    /// `birthdate`: `YYYY-MM-DD`, where the year may be `0000`, or `YYYY`.
    pub birthdate: Option<String>,
    /// `zoneinfo`: a name of the time zone database.
    pub zoneinfo: Option<String>,
    /// `locale`: a language tag.
    pub locale: Option<String>,
    /// `phone_number`: preferably as E.164 writes it.
    pub phone_number: Option<String>,
    /// `phone_number_verified`: whether the provider saw to it that the number was the end-user's.
    pub phone_number_verified: Option<bool>,
    /// `address`.
    pub address: Option<Address>,
    /// `updated_at`: when any of this last changed.
    pub updated_at: Option<NumericDate>,
}

impl StandardClaims {
    /// No claims at all.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the standard claims out of an object and leaves the others in.
    ///
    /// # Errors
    /// [`MemberError`] when a claim has another type than it is given in Core §5.1. A `null` is
    /// taken as the claim's not being there.
    pub fn take_from(object: &mut Object) -> Result<Self, MemberError> {
        for name in NAMES {
            // Core §5.3.2: a claim that is not returned is to be omitted rather than null.
            if object.get(name) == Some(&Value::Null) {
                object.remove(name);
            }
        }
        let mut localized = |name| Localized::take_from(object, name);
        Ok(Self {
            name: localized("name")?,
            given_name: localized("given_name")?,
            family_name: localized("family_name")?,
            middle_name: localized("middle_name")?,
            nickname: localized("nickname")?,
            preferred_username: localized("preferred_username")?,
            profile: localized("profile")?,
            picture: localized("picture")?,
            website: localized("website")?,
            email: object.take_string("email")?,
            email_verified: object.take_bool("email_verified")?,
            gender: object.take_string("gender")?,
            birthdate: object.take_string("birthdate")?,
            zoneinfo: object.take_string("zoneinfo")?,
            locale: object.take_string("locale")?,
            phone_number: object.take_string("phone_number")?,
            phone_number_verified: object.take_bool("phone_number_verified")?,
            address: object.take_object("address")?.map(Address::from_object).transpose()?,
            updated_at: object.take_date("updated_at")?,
        })
    }

    /// The claims as members of an object.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = Object::new();
        self.name.put_into(&mut object, "name");
        self.given_name.put_into(&mut object, "given_name");
        self.family_name.put_into(&mut object, "family_name");
        self.middle_name.put_into(&mut object, "middle_name");
        self.nickname.put_into(&mut object, "nickname");
        self.preferred_username.put_into(&mut object, "preferred_username");
        self.profile.put_into(&mut object, "profile");
        self.picture.put_into(&mut object, "picture");
        self.website.put_into(&mut object, "website");
        object.insert_some("email", self.email.as_deref());
        object.insert_some("email_verified", self.email_verified);
        object.insert_some("gender", self.gender.as_deref());
        object.insert_some("birthdate", self.birthdate.as_deref());
        object.insert_some("zoneinfo", self.zoneinfo.as_deref());
        object.insert_some("locale", self.locale.as_deref());
        object.insert_some("phone_number", self.phone_number.as_deref());
        object.insert_some("phone_number_verified", self.phone_number_verified);
        object.insert_some("address", self.address.as_ref().map(Address::to_object));
        object.insert_some("updated_at", self.updated_at);
        object
    }

    /// Those of the claims that this scope asks for: what a UserInfo endpoint may answer to an
    /// access token of that scope
    /// ([Core §5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims)).
    #[must_use]
    pub fn within(&self, scope: &Scope) -> Self {
        let asked = scope_claims(scope);
        // Members print by this type itself, so reading them back cannot fail.
        let mut object = Object::new();
        for (member, value) in self.to_object().iter() {
            let claim = member.split_once('#').map_or(member, |(claim, _)| claim);
            if asked.contains(&claim) {
                object.insert(member, value.clone());
            }
        }
        Self::take_from(&mut object).unwrap_or_default()
    }
}

const NAMES: [&str; 19] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "email_verified",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_number_verified",
    "address",
    "updated_at",
];
