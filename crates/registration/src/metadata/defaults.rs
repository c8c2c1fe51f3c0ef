//! The defaults of omitted members.

use symbolon_jose::json::document::StatedList;

use super::ClientMetadata;
use crate::choices::Choice;

/// The content encryption algorithm if only the key management algorithm is stated
/// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
const DEFAULT_ENC: &str = "A128CBC-HS256";

impl ClientMetadata {
    /// Writes the default of each omitted member into its field
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata),
    /// [RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591#section-2)).
    ///
    /// A default of an optional feature is written only if the metadata uses the feature. For
    /// example, `authorization_signed_response_alg` gets its default only if `response_modes` has a
    /// mode with a JWT, or if the responses are encrypted.
    ///
    /// A member for which the client states a list has no default, because the provider chooses a
    /// value from the list: call [`choose`](Self::choose) first.
    ///
    /// ```
    /// use symbolon_oauth::{ClientAuthenticationMethod, RedirectUri};
    /// use symbolon_registration::ClientMetadata;
    ///
    /// let mut metadata = ClientMetadata::new(vec![RedirectUri::new("https://wiki.example/cb")?]);
    /// metadata.fill_defaults();
    /// let basic = ClientAuthenticationMethod::CLIENT_SECRET_BASIC;
    /// assert_eq!(metadata.token_endpoint_auth_method, Some(basic));
    /// # Ok::<(), symbolon_oauth::RedirectUriError>(())
    /// ```
    pub fn fill_defaults(&mut self) {
        // RP Metadata Choices §2: the default could be a value that is not in the list.
        let left_to_provider = Choice::left_to_provider(self);
        let response_types = self.effective_response_types();
        let grant_types = self.effective_grant_types();
        self.response_types.get_or_insert(StatedList(response_types));
        self.grant_types.get_or_insert(StatedList(grant_types));
        let application_type = self.effective_application_type();
        self.application_type.get_or_insert(application_type);
        let method = self.authentication_method();
        self.token_endpoint_auth_method.get_or_insert(method);
        text(&mut self.subject_type, "public");
        text(&mut self.id_token_signed_response_alg, "RS256");
        self.fill_algorithms();
        self.fill_flags();
        left_to_provider.into_iter().for_each(|choice| choice.unset(self));
    }

    fn fill_algorithms(&mut self) {
        if self.uses_jwt_responses() {
            text(&mut self.authorization_signed_response_alg, "RS256");
        }
        // RFC 9701 §6: RS256 is the default of a client that asks for introspection responses in a
        // JWT. Without another member of the feature, the metadata does not say that it asks.
        if self.introspection_encrypted_response_alg.is_some() {
            text(&mut self.introspection_signed_response_alg, "RS256");
        }
        for (alg, enc) in [
            (&self.id_token_encrypted_response_alg, &mut self.id_token_encrypted_response_enc),
            (&self.userinfo_encrypted_response_alg, &mut self.userinfo_encrypted_response_enc),
            (&self.request_object_encryption_alg, &mut self.request_object_encryption_enc),
            (
                &self.authorization_encrypted_response_alg,
                &mut self.authorization_encrypted_response_enc,
            ),
            (
                &self.introspection_encrypted_response_alg,
                &mut self.introspection_encrypted_response_enc,
            ),
        ] {
            if alg.is_some() {
                text(enc, DEFAULT_ENC);
            }
        }
    }

    fn fill_flags(&mut self) {
        let flags = [
            (true, &mut self.require_auth_time),
            (true, &mut self.require_pushed_authorization_requests),
            (true, &mut self.require_signed_request_object),
            (true, &mut self.dpop_bound_access_tokens),
            (true, &mut self.tls_client_certificate_bound_access_tokens),
            (true, &mut self.use_mtls_endpoint_aliases),
            (
                self.frontchannel_logout_uri.is_some(),
                &mut self.frontchannel_logout_session_required,
            ),
            (self.backchannel_logout_uri.is_some(), &mut self.backchannel_logout_session_required),
            (
                self.backchannel_token_delivery_mode.is_some(),
                &mut self.backchannel_user_code_parameter,
            ),
        ];
        for (is_used, flag) in flags {
            if is_used {
                flag.get_or_insert(false);
            }
        }
    }
}

/// Writes a default into a member that is omitted.
fn text(member: &mut Option<String>, default: &str) {
    member.get_or_insert_with(|| default.to_owned());
}
