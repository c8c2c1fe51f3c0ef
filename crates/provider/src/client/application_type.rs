//! The serialised form of `application_type`, which is text.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use symbolon_registration::ApplicationType;

pub(super) fn serialize<S: Serializer>(
    application_type: &Option<ApplicationType>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    application_type.as_ref().map(ApplicationType::as_str).serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<ApplicationType>, D::Error> {
    let name = Option::<String>::deserialize(deserializer)?;
    Ok(name.as_deref().map(ApplicationType::new))
}
