//! What a provider offers, compared with what a client asks for.

use symbolon_discovery::ProviderMetadata;
use symbolon_jose::json::document::TextValue;
use symbolon_jose::rule::{Rule, Section, Verdict};
use symbolon_jose::{Excerpt, Excerpts, rfc};

use crate::check::Checked;
use crate::choices::CHOICES;
use crate::offered::Offer;
use crate::{ClientMetadata, ClientMetadataError};

/// A rule that compares client metadata with what a provider offers.
pub type OfferRule = Rule<fn(&ClientMetadata, &Offer) -> Checked>;

const REGISTRATION_2: Section = Section::new(
    "Registration §2",
    "https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata",
);
const CIBA_4: Section = Section::new(
    "CIBA §4",
    "https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#registration",
);
const FRONT_CHANNEL_3: Section = Section::new(
    "Front-Channel Logout §3",
    "https://openid.net/specs/openid-connect-frontchannel-1_0.html#OPLogout",
);
const BACK_CHANNEL_2_1: Section = Section::new(
    "Back-Channel Logout §2.1",
    "https://openid.net/specs/openid-connect-backchannel-1_0.html#BCSupport",
);
const FAPI_METADATA: Section = Section::new(
    "FAPI 2.0 Message Signing, Client metadata",
    "https://openid.net/specs/fapi-message-signing-2_0.html#name-client-metadata",
);

/// The rules that compare client metadata with what a provider offers, in the order in which they
/// are checked. A rule refuses a value that protects the client or that the client needs. Members
/// of other features are left out by [`ClientMetadata::fit`].
#[rustfmt::skip]
pub static OFFER_RULES: &[OfferRule] = &[
    Rule::new("response_types", REGISTRATION_2, "the provider offers each response type", response_types),
    Rule::new("grant_types", REGISTRATION_2, "the provider offers each grant type", grant_types),
    Rule::new("response_modes", FAPI_METADATA, "the provider offers each response mode", response_modes),
    Rule::new("choices", REGISTRATION_2, "the provider offers each algorithm, the authentication method and the subject type", values),
    Rule::new("require_pushed_authorization_requests", rfc!("9126", "6"), "`require_pushed_authorization_requests` is true only if the provider accepts pushed requests", pushed),
    Rule::new("require_signed_request_object", rfc!("9101", "10.5"), "`require_signed_request_object` is true only if the provider accepts request objects", signed),
    Rule::new("dpop_bound_access_tokens", rfc!("9449", "5.2"), "`dpop_bound_access_tokens` is true only if the provider offers DPoP", dpop),
    Rule::new("tls_client_certificate_bound_access_tokens", rfc!("8705", "3.4"), "`tls_client_certificate_bound_access_tokens` is true only if the provider offers such tokens", mutual_tls),
    Rule::new("frontchannel_logout_session_required", FRONT_CHANNEL_3, "`frontchannel_logout_session_required` is true only if the provider sends sessions", front_channel),
    Rule::new("backchannel_logout_session_required", BACK_CHANNEL_2_1, "`backchannel_logout_session_required` is true only if the provider sends sessions", back_channel),
    Rule::new("backchannel_token_delivery_mode", CIBA_4, "the provider offers the delivery mode", delivery_mode),
];

impl ClientMetadata {
    /// Checks that the provider offers what the metadata asks for. A client calls this method
    /// before it sends a registration request.
    ///
    /// # Errors
    /// [`ClientMetadataError::NotOffered`] with the first member whose value the provider does not
    /// offer, [`ClientMetadataError::Refused`] when a protection is required that the provider does
    /// not offer.
    pub fn check_offer(&self, provider: &ProviderMetadata) -> Result<(), ClientMetadataError> {
        self.check(&Offer::of(provider))
    }

    fn check(&self, offer: &Offer) -> Result<(), ClientMetadataError> {
        OFFER_RULES.iter().try_for_each(|rule| (rule.check())(self, offer).map(drop))
    }

    /// Checks that the provider offers what the metadata asks for, and removes the members of
    /// features that the provider does not offer. Returns the names of the members that changed.
    ///
    /// A provider calls this method after [`choose`](Self::choose) and
    /// [`fill_defaults`](Self::fill_defaults). A member that protects the client is never removed:
    /// if the provider does not offer the protection, the metadata is refused. A member such as
    /// `post_logout_redirect_uris` is removed, and the response to the registration does not
    /// contain it
    /// ([RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591#section-2)).
    ///
    /// # Errors
    /// The errors of [`check_offer`](Self::check_offer).
    pub fn fit(
        &mut self,
        provider: &ProviderMetadata,
    ) -> Result<Vec<&'static str>, ClientMetadataError> {
        let offer = Offer::of(provider);
        self.check(&offer)?;
        let before = self.to_object();
        self.keep_offered(&offer);
        let after = self.to_object();
        let names = Self::MEMBERS.iter().map(|member| member.name());
        Ok(names.filter(|name| before.get(name) != after.get(name)).collect())
    }

    fn keep_offered(&mut self, offer: &Offer) {
        let list = "request_object_encryption_alg_values_supported";
        if self
            .request_object_encryption_alg
            .as_ref()
            .is_some_and(|it| !offer.values(list).contains(it))
        {
            self.request_object_encryption_alg = None;
        }
        let list = "request_object_encryption_enc_values_supported";
        let enc = &self.request_object_encryption_enc;
        if self.request_object_encryption_alg.is_none()
            || enc.as_ref().is_some_and(|it| !offer.values(list).contains(it))
        {
            self.request_object_encryption_alg = None;
            self.request_object_encryption_enc = None;
        }
        let acr = offer.values("acr_values_supported");
        self.default_acr_values.retain(|value| acr.contains(value));
        let details = offer.values("authorization_details_types_supported");
        self.authorization_details_types.retain(|value| details.contains(value));
        if !offer.flag("request_uri_parameter_supported") {
            self.request_uris.clear();
        }
        self.keep_offered_logout(offer);
        if !offer.has("backchannel_authentication_endpoint") {
            self.backchannel_token_delivery_mode = None;
            self.backchannel_client_notification_endpoint = None;
        }
        if !offer.flag("backchannel_user_code_parameter_supported") {
            self.backchannel_user_code_parameter = None;
        }
    }

    fn keep_offered_logout(&mut self, offer: &Offer) {
        if !offer.has("end_session_endpoint") {
            self.post_logout_redirect_uris.clear();
        }
        if !offer.flag("frontchannel_logout_supported") {
            self.frontchannel_logout_uri = None;
            self.frontchannel_logout_session_required = None;
        }
        if !offer.flag("backchannel_logout_supported") {
            self.backchannel_logout_uri = None;
            self.backchannel_logout_session_required = None;
        }
    }
}

fn response_types(metadata: &ClientMetadata, offer: &Offer) -> Checked {
    let asked = metadata.effective_response_types();
    // RFC 6749 §3.1.1: the order of the names has no meaning, and the type sorts them.
    let offered = offer.values("response_types_supported");
    let sorted = offered.iter().filter_map(|text| symbolon_oauth::ResponseType::new(text).ok());
    let sorted: Vec<String> = sorted.map(|it| it.as_str().to_owned()).collect();
    all_offered("response_types", &asked, &sorted)
}

fn grant_types(metadata: &ClientMetadata, offer: &Offer) -> Checked {
    let asked = metadata.effective_grant_types();
    all_offered("grant_types", &asked, &offer.values("grant_types_supported"))
}

fn response_modes(metadata: &ClientMetadata, offer: &Offer) -> Checked {
    match &metadata.response_modes {
        None => Ok(Verdict::NotApplicable),
        Some(asked) => {
            all_offered("response_modes", &asked.0, &offer.values("response_modes_supported"))
        }
    }
}

/// Members whose value is left out, and not refused, if the provider does not offer it: the client
/// is free to send request objects that are not encrypted.
const LEFT_OUT: [&str; 2] = ["request_object_encryption_alg", "request_object_encryption_enc"];

fn values(metadata: &ClientMetadata, offer: &Offer) -> Checked {
    let mut verdict = Verdict::NotApplicable;
    for choice in CHOICES.iter().filter(|choice| !LEFT_OUT.contains(&choice.member())) {
        let Some(value) = choice.value(metadata) else { continue };
        verdict = all_offered(choice.member(), &[value.to_owned()], &offer.values(choice.list()))?;
    }
    Ok(verdict)
}

/// Checks that the provider offers each value.
fn all_offered<T: TextValue>(member: &'static str, asked: &[T], offered: &[String]) -> Checked {
    let missing = asked.iter().map(T::as_text);
    let missing: Vec<String> =
        missing.filter(|value| !offered.iter().any(|it| it == value)).map(str::to_owned).collect();
    if missing.is_empty() {
        return Ok(Verdict::Held);
    }
    let (found, offered) = (Excerpts::new(&missing), Excerpts::new(offered));
    Err(ClientMetadataError::NotOffered { member, found, offered })
}

fn pushed(metadata: &ClientMetadata, offer: &Offer) -> Checked {
    let offered = offer.has("pushed_authorization_request_endpoint");
    let stated = metadata.require_pushed_authorization_requests;
    protection("require_pushed_authorization_requests", stated, offered)
}

fn signed(metadata: &ClientMetadata, offer: &Offer) -> Checked {
    let offered =
        offer.flag("request_parameter_supported") || offer.flag("request_uri_parameter_supported");
    let stated = metadata.require_signed_request_object;
    protection("require_signed_request_object", stated, offered)
}

fn dpop(metadata: &ClientMetadata, offer: &Offer) -> Checked {
    let offered = !offer.values("dpop_signing_alg_values_supported").is_empty();
    protection("dpop_bound_access_tokens", metadata.dpop_bound_access_tokens, offered)
}

fn mutual_tls(metadata: &ClientMetadata, offer: &Offer) -> Checked {
    let member = "tls_client_certificate_bound_access_tokens";
    let stated = metadata.tls_client_certificate_bound_access_tokens;
    protection(member, stated, offer.flag(member))
}

fn front_channel(metadata: &ClientMetadata, offer: &Offer) -> Checked {
    let offered = !offer.flag("frontchannel_logout_supported")
        || offer.flag("frontchannel_logout_session_supported");
    let stated = metadata.frontchannel_logout_session_required;
    protection("frontchannel_logout_session_required", stated, offered)
}

fn back_channel(metadata: &ClientMetadata, offer: &Offer) -> Checked {
    let offered = !offer.flag("backchannel_logout_supported")
        || offer.flag("backchannel_logout_session_supported");
    let stated = metadata.backchannel_logout_session_required;
    protection("backchannel_logout_session_required", stated, offered)
}

/// Refuses a flag that is true if the provider does not offer what it demands.
fn protection(member: &'static str, stated: Option<bool>, offered: bool) -> Checked {
    match (stated, offered) {
        (Some(true), true) => Ok(Verdict::Held),
        (Some(true), false) => Err(ClientMetadataError::Refused {
            member,
            found: Excerpt::new("true"),
            expected: "false, because the provider does not offer this protection",
        }),
        _ => Ok(Verdict::NotApplicable),
    }
}

fn delivery_mode(metadata: &ClientMetadata, offer: &Offer) -> Checked {
    let offered = offer.values("backchannel_token_delivery_modes_supported");
    match &metadata.backchannel_token_delivery_mode {
        Some(mode) if offer.has("backchannel_authentication_endpoint") => {
            let mode = std::slice::from_ref(mode);
            all_offered("backchannel_token_delivery_mode", mode, &offered)
        }
        _ => Ok(Verdict::NotApplicable),
    }
}
