//! The sections of the specifications that state the rules.

use symbolon_jose::rfc;
use symbolon_jose::rule::Section;

pub(super) const DISCOVERY_3: Section = Section::new(
    "Discovery §3",
    "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata",
);
pub(super) const DISCOVERY_4_2: Section = Section::new(
    "Discovery §4.2",
    "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse",
);
pub(super) const DISCOVERY_4_3: Section = Section::new(
    "Discovery §4.3",
    "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation",
);
pub(super) const CORE_15_2: Section =
    Section::new("Core §15.2", "https://openid.net/specs/openid-connect-core-1_0.html#DynamicMTI");
pub(super) const CORE_8: Section =
    Section::new("Core §8", "https://openid.net/specs/openid-connect-core-1_0.html#SubjectIDTypes");
pub(super) const CORE_11: Section =
    Section::new("Core §11", "https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess");
pub(super) const JARM_4: Section = Section::new(
    "JARM §4",
    "https://openid.net/specs/oauth-v2-jarm.html#name-authorization-server-metada",
);
pub(super) const RFC_6750_2_3: Section = rfc!("6750", "2.3");
pub(super) const RFC_7591_2_1: Section = rfc!("7591", "2.1");
pub(super) const RFC_8414_2: Section = rfc!("8414", "2");
pub(super) const RFC_8628_4: Section = rfc!("8628", "4");
pub(super) const RFC_8707_2: Section = rfc!("8707", "2");
pub(super) const RFC_8725_3_2: Section = rfc!("8725", "3.2");
pub(super) const RFC_9101_10_5: Section = rfc!("9101", "10.5");
pub(super) const RFC_9126_5: Section = rfc!("9126", "5");
pub(super) const RFC_9207_3: Section = rfc!("9207", "3");
pub(super) const RFC_9449_4_2: Section = rfc!("9449", "4.2");
pub(super) const RFC_9700_2_1_1: Section = rfc!("9700", "2.1.1");
pub(super) const RFC_9700_2_1_2: Section = rfc!("9700", "2.1.2");
pub(super) const RFC_9700_2_4: Section = rfc!("9700", "2.4");
pub(super) const RFC_9728_1_2: Section = rfc!("9728", "1.2");
pub(super) const RFC_9728_2: Section = rfc!("9728", "2");
pub(super) const RFC_9728_2_1: Section = rfc!("9728", "2.1");
pub(super) const RFC_9728_3_2: Section = rfc!("9728", "3.2");
pub(super) const RFC_9728_3_3: Section = rfc!("9728", "3.3");
