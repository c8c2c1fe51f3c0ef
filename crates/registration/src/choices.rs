//! Lists from which the provider chooses a value
//! ([RP Metadata Choices](https://openid.net/specs/openid-connect-rp-metadata-choices-1_0.html)).

use symbolon_discovery::ProviderMetadata;
use symbolon_jose::Excerpts;
use symbolon_jose::json::document::TextValue;

use crate::offered::Offer;
use crate::{ClientMetadata, ClientMetadataError};

/// A list of client metadata from which the provider chooses the value of a single-valued member.
///
/// ```
/// use symbolon_registration::CHOICES;
///
/// let choice = CHOICES.iter().find(|it| it.member() == "id_token_signed_response_alg").unwrap();
/// assert_eq!(choice.list(), "id_token_signing_alg_values_supported");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    list: &'static str,
    member: &'static str,
    values: fn(&ClientMetadata) -> &[String],
    clear: fn(&mut ClientMetadata),
    single: fn(&ClientMetadata) -> Option<&str>,
    set: fn(&mut ClientMetadata, &str),
    unset: fn(&mut ClientMetadata),
}

impl Choice {
    /// Returns the name of the list in client metadata. The metadata of a provider has a list with
    /// the same name, which says what the provider supports.
    #[must_use]
    pub const fn list(&self) -> &'static str {
        self.list
    }

    /// Returns the name of the single-valued member, whose value is one of the list.
    #[must_use]
    pub const fn member(&self) -> &'static str {
        self.member
    }

    /// Returns the values of the list.
    #[must_use]
    pub fn values<'a>(&self, metadata: &'a ClientMetadata) -> &'a [String] {
        (self.values)(metadata)
    }

    /// Returns the value of the single-valued member.
    #[must_use]
    pub fn value<'a>(&self, metadata: &'a ClientMetadata) -> Option<&'a str> {
        (self.single)(metadata)
    }
}

/// Creates the entry of one list.
macro_rules! choice {
    ($list:ident, $member:ident) => {
        Choice {
            list: stringify!($list),
            member: stringify!($member),
            values: |metadata| &metadata.$list,
            clear: |metadata| metadata.$list.clear(),
            single: |metadata| metadata.$member.as_ref().map(TextValue::as_text),
            set: |metadata, value| metadata.$member = TextValue::from_text(value).ok(),
            unset: |metadata| metadata.$member = None,
        }
    };
}

/// Every list of RP Metadata Choices, with the member that it stands for.
#[rustfmt::skip]
pub static CHOICES: &[Choice] = &[
    choice!(subject_types_supported, subject_type),
    choice!(id_token_signing_alg_values_supported, id_token_signed_response_alg),
    choice!(id_token_encryption_alg_values_supported, id_token_encrypted_response_alg),
    choice!(id_token_encryption_enc_values_supported, id_token_encrypted_response_enc),
    choice!(userinfo_signing_alg_values_supported, userinfo_signed_response_alg),
    choice!(userinfo_encryption_alg_values_supported, userinfo_encrypted_response_alg),
    choice!(userinfo_encryption_enc_values_supported, userinfo_encrypted_response_enc),
    choice!(request_object_signing_alg_values_supported, request_object_signing_alg),
    choice!(request_object_encryption_alg_values_supported, request_object_encryption_alg),
    choice!(request_object_encryption_enc_values_supported, request_object_encryption_enc),
    choice!(token_endpoint_auth_methods_supported, token_endpoint_auth_method),
    choice!(token_endpoint_auth_signing_alg_values_supported, token_endpoint_auth_signing_alg),
    choice!(backchannel_authentication_request_signing_alg_values_supported, backchannel_authentication_request_signing_alg),
    choice!(authorization_signing_alg_values_supported, authorization_signed_response_alg),
    choice!(authorization_encryption_alg_values_supported, authorization_encrypted_response_alg),
    choice!(authorization_encryption_enc_values_supported, authorization_encrypted_response_enc),
    choice!(introspection_signing_alg_values_supported, introspection_signed_response_alg),
    choice!(introspection_encryption_alg_values_supported, introspection_encrypted_response_alg),
    choice!(introspection_encryption_enc_values_supported, introspection_encrypted_response_enc),
];

impl ClientMetadata {
    /// Selects the value of each member for which the client states a list, and removes the lists
    /// ([RP Metadata Choices §4](https://openid.net/specs/openid-connect-rp-metadata-choices-1_0.html)).
    ///
    /// The provider calls this method before [`fill_defaults`](Self::fill_defaults). If the client
    /// also states a single value, and the provider supports this value, the value is kept.
    /// Otherwise the first value of the list that the provider supports is chosen. A client without
    /// `subject_type` gets the only type that the provider supports, or else `public`.
    ///
    /// ```
    /// # use symbolon_discovery::{Endpoint, ProviderMetadata};
    /// # use symbolon_oauth::Issuer;
    /// # let provider = ProviderMetadata::new(
    /// #     Issuer::new("https://op.example")?,
    /// #     Endpoint::new("https://op.example/authorize")?,
    /// #     Endpoint::new("https://op.example/token")?,
    /// #     Endpoint::new("https://op.example/jwks")?,
    /// #     vec!["ES256".to_owned(), "RS256".to_owned()],
    /// # );
    /// use symbolon_registration::ClientMetadata;
    ///
    /// let mut client = ClientMetadata::parse(
    ///     br#"{"id_token_signing_alg_values_supported":["PS256","ES256","RS256"]}"#,
    /// )?;
    /// client.choose(&provider)?;
    /// assert_eq!(client.id_token_signed_response_alg.as_deref(), Some("ES256"));
    /// assert!(client.id_token_signing_alg_values_supported.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ClientMetadataError::NotOffered`] when the provider supports no value of a list.
    pub fn choose(&mut self, provider: &ProviderMetadata) -> Result<(), ClientMetadataError> {
        let offer = Offer::of(provider);
        for choice in CHOICES {
            choice.choose(self, &offer)?;
        }
        if self.subject_type.is_none()
            && let [only] = &offer.values("subject_types_supported")[..]
        {
            self.subject_type = Some(only.clone());
        }
        Ok(())
    }
}

impl ClientMetadata {
    /// Writes a value beside each list: the stated single value if the provider supports it, or else
    /// the first value of the list that the provider supports. The lists stay.
    ///
    /// A client calls this method before it registers, because a provider without support for lists
    /// reads only the single value
    /// ([RP Metadata Choices §4](https://openid.net/specs/openid-connect-rp-metadata-choices-1_0.html)).
    ///
    /// # Errors
    /// [`ClientMetadataError::NotOffered`] when the provider supports no value of a list.
    pub fn prefer(&mut self, provider: &ProviderMetadata) -> Result<(), ClientMetadataError> {
        let mut chosen = self.clone();
        chosen.choose(provider)?;
        for choice in CHOICES {
            if !choice.values(self).is_empty()
                && let Some(value) = choice.value(&chosen)
            {
                (choice.set)(self, value);
            }
        }
        Ok(())
    }
}

impl Choice {
    /// Returns the choices that the client leaves to the provider: it states the list, and no value.
    pub(crate) fn left_to_provider(metadata: &ClientMetadata) -> Vec<&'static Self> {
        let is_open = |it: &&Self| !it.values(metadata).is_empty() && it.value(metadata).is_none();
        CHOICES.iter().filter(is_open).collect()
    }

    /// Removes the list.
    pub(crate) fn clear(&self, metadata: &mut ClientMetadata) {
        (self.clear)(metadata);
    }

    /// Removes the value of the single-valued member.
    pub(crate) fn unset(&self, metadata: &mut ClientMetadata) {
        (self.unset)(metadata);
    }

    fn choose(
        &self,
        metadata: &mut ClientMetadata,
        offer: &Offer,
    ) -> Result<(), ClientMetadataError> {
        let values = self.values(metadata).to_vec();
        if values.is_empty() {
            return Ok(());
        }
        let offered = offer.values(self.list);
        let single = self.value(metadata).map(str::to_owned);
        let mut preferred = single.into_iter().chain(values.clone());
        let Some(chosen) = preferred.find(|value| offered.contains(value)) else {
            let (found, offered) = (Excerpts::new(&values), Excerpts::new(&offered));
            return Err(ClientMetadataError::NotOffered { member: self.list, found, offered });
        };
        (self.set)(metadata, &chosen);
        (self.clear)(metadata);
        Ok(())
    }
}
