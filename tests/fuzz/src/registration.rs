//! Client metadata.

use symbolon_jose::rule::Outcome;
use symbolon_jose::{Limits, Object};
use symbolon_registration::{ClientMetadata, HttpUrls};

use crate::Accepted;

/// Reads client metadata. Metadata that is read is printed and read again as the same, also after
/// its defaults are filled in, and filling them in twice changes nothing. The lenient reader reads
/// every object, and reads what the strict reader accepts as the same metadata.
pub(crate) fn client_metadata(data: &[u8]) -> Option<Accepted> {
    let parsed = ClientMetadata::parse(data);
    if let Ok(object) = Object::parse_document(data, &Limits::DEFAULT) {
        let answer = ClientMetadata::from_answer(object);
        match &parsed {
            Ok(metadata) => assert_eq!(&answer, metadata),
            Err(_) => drop(ClientMetadata::from_answer(answer.to_object())),
        }
    }
    let mut metadata = parsed.ok()?;
    let valid = metadata.validate();
    for _ in 0..2 {
        let printed = metadata.to_object();
        let again = ClientMetadata::from_object(printed.clone()).expect("it was read before");
        assert_eq!(again.to_object(), printed);
        metadata.fill_defaults();
    }
    // Filling in the defaults does not change what the rules say, and each error names a member.
    for http in [HttpUrls::Refused, HttpUrls::OnLoopback] {
        for (_, outcome) in metadata.explain(http) {
            if let Outcome::Failed(error) = outcome {
                assert!(error.member().is_some() && error.to_string().is_ascii());
            }
        }
    }
    let filled = metadata.clone();
    metadata.fill_defaults();
    assert_eq!((&metadata, metadata.validate()), (&filled, valid));
    Some(Accepted)
}
