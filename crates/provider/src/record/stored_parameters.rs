//! The form in which a record contains parameters: a list of names and values, in their order.

use serde::{Deserialize, Deserializer, Serializer};
use symbolon_oauth::Parameters;

pub(super) fn serialize<S: Serializer>(
    parameters: &Parameters,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(parameters.iter())
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Parameters, D::Error> {
    let pairs = Vec::<(String, String)>::deserialize(deserializer)?;
    let mut parameters = Parameters::new();
    pairs.iter().for_each(|(name, value)| parameters.push(name, value));
    Ok(parameters)
}
