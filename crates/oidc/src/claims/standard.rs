//! The standard claims about the user.

use symbolon_jose::{NumericDate, Object};
use symbolon_oauth::Scope;

use super::{Address, Localized, LocalizedPage, OddClaim, Reader, scope_claims};

/// The standard claims about a user, except `sub`
/// ([Core §5.1](https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims)).
///
/// Do not use these claims to identify a user: two users can have the same values, and values
/// change. Only `iss` and `sub` together identify a user
/// ([Core §5.7](https://openid.net/specs/openid-connect-core-1_0.html#ClaimStability)).
///
/// ```
/// use symbolon_jose::Object;
/// use symbolon_oidc::StandardClaims;
///
/// let mut members = Object::parse(br#"{"name":"Jane Doe","email_verified":true,"team":"blue"}"#)?;
/// let claims = StandardClaims::take_from(&mut members);
/// assert_eq!(claims.name.default.as_deref(), Some("Jane Doe"));
/// assert_eq!(claims.email_verified, Some(true));
/// assert!(members.contains("team"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct StandardClaims {
    /// `name`: the full name, for display.
    pub name: Localized,
    /// `given_name`: the given names or first names, separated by spaces.
    pub given_name: Localized,
    /// `family_name`: the surnames or last names, separated by spaces.
    pub family_name: Localized,
    /// `middle_name`: the middle names, separated by spaces.
    pub middle_name: Localized,
    /// `nickname`: the casual name, such as Mike for Michael.
    pub nickname: Localized,
    /// `preferred_username`: the short name by which the user wants to be called. It can contain
    /// any characters, and two users can have the same name.
    pub preferred_username: Localized,
    /// `profile`: the URL of the user's profile page.
    pub profile: LocalizedPage,
    /// `picture`: the URL of an image of the user.
    pub picture: LocalizedPage,
    /// `website`: the URL of the user's web page or blog.
    pub website: LocalizedPage,
    /// `email`: the user's preferred email address. Two users can have the same address.
    pub email: Option<String>,
    /// `email_verified`: whether the provider verified that the user controls the email address.
    pub email_verified: Option<bool>,
    /// `gender`: the user's gender: `female`, `male` or any other text.
    pub gender: Option<String>,
    /// `birthdate`: the birthday as `YYYY-MM-DD`, or the year of birth as `YYYY`. In `YYYY-MM-DD`,
    /// the year `0000` means that the provider does not state the year.
    pub birthdate: Option<String>,
    /// `zoneinfo`: the name of the user's time zone, such as `Europe/Paris`.
    pub zoneinfo: Option<String>,
    /// `locale`: the user's language as a language tag, such as `en-US`.
    pub locale: Option<String>,
    /// `phone_number`: the user's preferred telephone number. The format of E.164, such as
    /// `+493012345`, is recommended.
    pub phone_number: Option<String>,
    /// `phone_number_verified`: whether the provider verified that the user controls the telephone
    /// number.
    pub phone_number_verified: Option<bool>,
    /// `address`: the user's preferred postal address.
    pub address: Option<Address>,
    /// `updated_at`: the time at which the information about the user was last changed.
    pub updated_at: Option<NumericDate>,
    /// The claims that do not have the type that Core §5.1 requires, so that their fields are
    /// empty. The object from which the claims were read still contains these claims. To read the
    /// forms that real providers send, use [`Variants`](super::Variants). If your program is the
    /// provider, leave this list empty.
    pub odd: Vec<OddClaim>,
}

impl StandardClaims {
    /// Creates a set of standard claims in which every claim is absent.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Removes the standard claims from a JSON object and returns them. All other members stay in
    /// the object.
    ///
    /// A claim whose value is `null` or an empty string counts as absent
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)). A
    /// claim that does not have the type that Core §5.1 requires stays in the object, and
    /// [`odd`](Self::odd) lists it. The same happens to a `profile`, `picture` or `website` that is
    /// not a [`PageUrl`](symbolon_oauth::PageUrl), such as a `javascript:` URL.
    #[must_use]
    pub fn take_from(object: &mut Object) -> Self {
        let mut odd = Vec::new();
        let mut reader = Reader { object, odd: &mut odd, prefix: "" };
        let mut localized = |name| Localized::take_from(&mut reader, name);
        let claims = Self {
            name: localized("name"),
            given_name: localized("given_name"),
            family_name: localized("family_name"),
            middle_name: localized("middle_name"),
            nickname: localized("nickname"),
            preferred_username: localized("preferred_username"),
            profile: LocalizedPage::take_from(&mut reader, "profile"),
            picture: LocalizedPage::take_from(&mut reader, "picture"),
            website: LocalizedPage::take_from(&mut reader, "website"),
            email: reader.text("email"),
            email_verified: reader.boolean("email_verified"),
            gender: reader.text("gender"),
            birthdate: reader.text("birthdate"),
            zoneinfo: reader.text("zoneinfo"),
            locale: reader.text("locale"),
            phone_number: reader.text("phone_number"),
            phone_number_verified: reader.boolean("phone_number_verified"),
            address: Address::take_from(&mut reader),
            updated_at: reader.date("updated_at"),
            odd: Vec::new(),
        };
        Self { odd, ..claims }
    }

    /// Returns a JSON object with the claims as its members.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = Object::new();
        self.each(&mut |claim, tag, value| {
            match tag {
                Some(tag) => object.insert(&format!("{claim}#{tag}"), value),
                None => object.insert(claim, value),
            };
        });
        object
    }

    /// Returns a copy that contains only the claims that the scope requests. A UserInfo endpoint
    /// returns the claims that the scope of the access token requests
    /// ([Core §5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims)).
    #[must_use]
    pub fn within(&self, scope: &Scope) -> Self {
        let requested = scope_claims(scope);
        let mut object = Object::new();
        for (member, value) in self.to_object().iter() {
            let claim = member.split_once('#').map_or(member, |(claim, _)| claim);
            if requested.contains(&claim) {
                object.insert(member, value.clone());
            }
        }
        Self::take_from(&mut object)
    }
}
