//! The rules that metadata obeys.

use symbolon_oauth::ClientAuthenticationMethod;

use super::{MetadataError, ProviderMetadata, PublicationError};

impl ProviderMetadata {
    /// The rules without which metadata is of no use or of no safety. Reading applies them, and so
    /// does publishing.
    ///
    /// # Errors
    /// [`MetadataError`]: the first rule broken.
    pub fn validate(&self) -> Result<(), MetadataError> {
        // §3: the URL of every endpoint uses the `https` scheme.
        for (member, endpoint) in self.endpoints() {
            self.check_scheme(member, endpoint)?;
        }
        // §3: `response_types_supported` is required. §4.2: a list without elements is no list.
        if self.response_types_supported.is_empty() {
            return Err(MetadataError::Missing("response_types_supported"));
        }
        // §3: `token_endpoint` is required unless only the implicit flow is used.
        if self.token_endpoint.is_none() && self.uses_codes() {
            return Err(MetadataError::Missing("token_endpoint"));
        }
        // §3: `subject_types_supported` is required.
        if self.subject_types_supported.is_empty() {
            return Err(MetadataError::Missing("subject_types_supported"));
        }
        // §3: `id_token_signing_alg_values_supported` is required.
        if self.id_token_signing_alg_values_supported.is_empty() {
            return Err(MetadataError::Missing("id_token_signing_alg_values_supported"));
        }
        // §3: other members may be used, which these are not; `extra` would be a second place for one.
        match Self::MEMBERS.iter().find(|member| self.extra.contains(member.name())) {
            Some(member) => Err(MetadataError::Registered(member.name())),
            None => Ok(()),
        }
    }

    /// The further sentences that bind a provider, none of which a relying party relies on.
    ///
    /// A provider that signs with ES256 or EdDSA alone does not pass, knowingly.
    ///
    /// # Errors
    /// [`PublicationError`]: the first rule broken.
    pub fn validate_for_publication(&self) -> Result<(), PublicationError> {
        self.validate()?;
        // §3: the server supports the `openid` scope value.
        if !self.scopes_supported.is_empty()
            && !self.scopes_supported.iter().any(|scope| scope == "openid")
        {
            return Err(PublicationError::OpenIdScope);
        }
        // §3: the algorithm `RS256` is included.
        if !self.id_token_signing_alg_values_supported.iter().any(|alg| alg == "RS256") {
            return Err(PublicationError::Rs256);
        }
        check_assertions(
            "token_endpoint_auth_signing_alg_values_supported",
            self.token_endpoint_auth_methods_supported.iter().map(method),
            &self.token_endpoint_auth_signing_alg_values_supported,
        )?;
        check_assertions(
            "revocation_endpoint_auth_signing_alg_values_supported",
            self.revocation_endpoint_auth_methods_supported.iter().map(method),
            &self.revocation_endpoint_auth_signing_alg_values_supported,
        )?;
        check_assertions(
            "introspection_endpoint_auth_signing_alg_values_supported",
            self.introspection_endpoint_auth_methods_supported.iter().map(String::as_str),
            &self.introspection_endpoint_auth_signing_alg_values_supported,
        )
    }

    /// Whether some response type yields a code.
    fn uses_codes(&self) -> bool {
        self.response_types_supported.iter().any(|kind| kind.names().any(|name| name == "code"))
    }
}

fn method(method: &ClientAuthenticationMethod) -> &str {
    method.as_str()
}

fn check_assertions<'a>(
    member: &'static str,
    mut methods: impl Iterator<Item = &'a str>,
    algorithms: &[String],
) -> Result<(), PublicationError> {
    // §3 and RFC 8414 §2: the value `none` is not used.
    if algorithms.iter().any(|alg| alg == "none") {
        return Err(PublicationError::UnsignedAssertions(member));
    }
    // RFC 8414 §2: the member is present when either of these methods is.
    let assertions =
        methods.any(|method| matches!(method, "private_key_jwt" | "client_secret_jwt"));
    if assertions && algorithms.is_empty() {
        return Err(PublicationError::AssertionAlgorithms(member));
    }
    Ok(())
}
