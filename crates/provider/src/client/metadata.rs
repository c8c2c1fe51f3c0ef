//! The conversions between a client's record and client metadata.

use core::mem;
use core::str::FromStr;

use symbolon_discovery::Endpoint;
use symbolon_jose::Excerpt;
use symbolon_jose::json::document::StatedList;
use symbolon_oauth::ClientId;
use symbolon_registration::metadata::ValueError;
use symbolon_registration::{ClientMetadata, ClientMetadataError};

use super::{RegisteredBy, RegisteredClient, RequestObjectAlgorithm, SubjectType};

impl RegisteredClient {
    /// Creates the record of a client that registered itself, from its metadata.
    ///
    /// An omitted member has its default
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    /// Members for which this struct has no field are in [`extra`](Self::extra). The record has no
    /// client secret. Settings that are not client metadata, such as [`pkce`](Self::pkce), have the
    /// values of [`new`](Self::new).
    ///
    /// This function does not check the rules of registration, and does not compare the metadata with
    /// what the provider offers. Call [`ClientMetadata::validate`] and [`ClientMetadata::fit`] before.
    ///
    /// ```
    /// use symbolon_oauth::{ClientId, RedirectUri};
    /// use symbolon_provider::RegisteredClient;
    /// use symbolon_registration::ClientMetadata;
    ///
    /// let mut metadata = ClientMetadata::new(vec![RedirectUri::new("https://wiki.example/cb")?]);
    /// metadata.fill_defaults();
    /// let client = RegisteredClient::from_metadata(ClientId::new("wiki")?, metadata.clone())?;
    /// assert_eq!(client.metadata(), metadata);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// - [`ClientMetadataError::Refused`] when `subject_type` or the name of an algorithm is not known
    ///   to this crate.
    /// - [`ClientMetadataError::Value`] when `jwks_uri`, `sector_identifier_uri` or
    ///   `initiate_login_uri` is an `http` URL on another host than this machine.
    pub fn from_metadata(
        client_id: ClientId,
        mut metadata: ClientMetadata,
    ) -> Result<Self, ClientMetadataError> {
        // The defaults depend on several members, so they are read before any member is taken.
        let response_types = metadata.effective_response_types();
        let grant_types = metadata.effective_grant_types();
        let mut client = Self::new(client_id, mem::take(&mut metadata.redirect_uris));
        client.response_types = response_types;
        client.grant_types = grant_types;
        client.token_endpoint_auth_method = metadata.authentication_method();
        client.registered_by = RegisteredBy::Itself;
        metadata.response_types = None;
        metadata.grant_types = None;
        metadata.token_endpoint_auth_method = None;
        client.take_pages(&mut metadata);
        client.take_algorithms(&mut metadata)?;
        client.take_addresses(&mut metadata)?;
        client.take_rules(&mut metadata)?;
        client.extra = metadata.to_object();
        Ok(client)
    }

    /// Moves the members for people out of the metadata.
    fn take_pages(&mut self, metadata: &mut ClientMetadata) {
        self.client_name = mem::take(&mut metadata.client_name);
        self.client_uri = mem::take(&mut metadata.client_uri);
        self.logo_uri = mem::take(&mut metadata.logo_uri);
        self.policy_uri = mem::take(&mut metadata.policy_uri);
        self.tos_uri = mem::take(&mut metadata.tos_uri);
    }

    /// Moves the members that are algorithms out of the metadata.
    fn take_algorithms(&mut self, m: &mut ClientMetadata) -> Result<(), ClientMetadataError> {
        macro_rules! take {
            ($($member:ident),+) => {
                $(self.$member = algorithm(stringify!($member), m.$member.take())?;)+
            };
        }
        take!(
            token_endpoint_auth_signing_alg,
            id_token_signed_response_alg,
            userinfo_signed_response_alg,
            authorization_signed_response_alg,
            authorization_encrypted_response_alg,
            authorization_encrypted_response_enc,
            request_object_encryption_alg,
            request_object_encryption_enc
        );
        self.request_object_signing_alg = match m.request_object_signing_alg.take() {
            Some(name) if name == "none" => Some(RequestObjectAlgorithm::Unsigned),
            name => {
                algorithm("request_object_signing_alg", name)?.map(RequestObjectAlgorithm::Signed)
            }
        };
        Ok(())
    }

    /// Moves the members with keys and addresses of the client out of the metadata.
    fn take_addresses(&mut self, m: &mut ClientMetadata) -> Result<(), ClientMetadataError> {
        self.jwks = m.jwks.take();
        self.jwks_uri = endpoint("jwks_uri", m.jwks_uri.take())?;
        self.sector_identifier_uri =
            endpoint("sector_identifier_uri", m.sector_identifier_uri.take())?;
        self.initiate_login_uri = endpoint("initiate_login_uri", m.initiate_login_uri.take())?;
        self.request_uris = mem::take(&mut m.request_uris);
        Ok(())
    }

    /// Moves the members that say what the client is allowed to do, and what it requires, out of the
    /// metadata.
    fn take_rules(&mut self, m: &mut ClientMetadata) -> Result<(), ClientMetadataError> {
        self.application_type = m.application_type.take();
        self.subject_type = m.subject_type.take().map(subject_type).transpose()?;
        self.response_modes = m.response_modes.take().map(|modes| modes.0);
        self.scope = m.scope.take();
        self.default_max_age = m.default_max_age.take();
        self.default_acr_values = mem::take(&mut m.default_acr_values);
        self.require_auth_time = m.require_auth_time.take().unwrap_or(false);
        self.require_signed_request_object =
            m.require_signed_request_object.take().unwrap_or(false);
        self.require_pushed_authorization_requests =
            m.require_pushed_authorization_requests.take().unwrap_or(false);
        Ok(())
    }

    /// Returns the metadata of the client, which a registration response contains beside the client's
    /// identifier and credentials. Members with a default are stated if the struct has a field for
    /// them that is always set, such as `response_types` and `require_auth_time`.
    ///
    /// A member of [`extra`](Self::extra) that is not readable as client metadata is left out.
    #[must_use]
    pub fn metadata(&self) -> ClientMetadata {
        let mut metadata = ClientMetadata::from_answer(self.extra.clone());
        metadata.redirect_uris = self.redirect_uris.clone();
        metadata.response_types = Some(StatedList(self.response_types.clone()));
        metadata.grant_types = Some(StatedList(self.grant_types.clone()));
        metadata.token_endpoint_auth_method = Some(self.token_endpoint_auth_method.clone());
        self.put_pages(&mut metadata);
        self.put_algorithms(&mut metadata);
        // Registration §2: `jwks` is absent if there is `jwks_uri`. `LoadKeys` adds keys to records.
        metadata.jwks = self.jwks.clone().filter(|_| self.jwks_uri.is_none());
        metadata.jwks_uri = self.jwks_uri.clone();
        metadata.sector_identifier_uri = self.sector_identifier_uri.clone();
        metadata.initiate_login_uri = self.initiate_login_uri.clone();
        metadata.request_uris = self.request_uris.clone();
        metadata.application_type = self.application_type.clone();
        metadata.subject_type = self.subject_type.map(|it| it.as_str().to_owned());
        metadata.response_modes = self.response_modes.clone().map(StatedList);
        metadata.scope = self.scope.clone();
        metadata.default_max_age = self.default_max_age;
        metadata.default_acr_values = self.default_acr_values.clone();
        metadata.require_auth_time = Some(self.require_auth_time);
        metadata.require_signed_request_object = Some(self.require_signed_request_object);
        metadata.require_pushed_authorization_requests =
            Some(self.require_pushed_authorization_requests);
        metadata
    }

    /// Copies the members for people to the metadata.
    fn put_pages(&self, metadata: &mut ClientMetadata) {
        metadata.client_name = self.client_name.clone();
        // A record that was stored by an earlier version has these pages in `extra`.
        for (page, stored) in [
            (&self.client_uri, &mut metadata.client_uri),
            (&self.logo_uri, &mut metadata.logo_uri),
            (&self.policy_uri, &mut metadata.policy_uri),
            (&self.tos_uri, &mut metadata.tos_uri),
        ] {
            if !page.is_empty() {
                *stored = page.clone();
            }
        }
    }

    /// Copies the members that are algorithms to the metadata.
    fn put_algorithms(&self, m: &mut ClientMetadata) {
        macro_rules! put {
            ($($member:ident),+) => {
                $(m.$member = self.$member.map(|algorithm| algorithm.to_string());)+
            };
        }
        put!(
            token_endpoint_auth_signing_alg,
            id_token_signed_response_alg,
            userinfo_signed_response_alg,
            authorization_signed_response_alg,
            authorization_encrypted_response_alg,
            authorization_encrypted_response_enc,
            request_object_encryption_alg,
            request_object_encryption_enc
        );
        m.request_object_signing_alg = self.request_object_signing_alg.map(|it| match it {
            RequestObjectAlgorithm::Signed(algorithm) => algorithm.to_string(),
            RequestObjectAlgorithm::Unsigned => "none".to_owned(),
        });
    }

    /// Returns the sector of the client: the host for which its pairwise subject identifiers are
    /// computed ([Core §8.1](https://openid.net/specs/openid-connect-core-1_0.html#PairwiseAlg)).
    ///
    /// The sector is the host of [`sector_identifier_uri`](Self::sector_identifier_uri), or else the
    /// host that all redirect URIs have. Returns `None` if the redirect URIs have several
    /// hosts, or if one of them has no host, such as `com.example.app:/cb`.
    #[must_use]
    pub fn sector(&self) -> Option<String> {
        let mut metadata = ClientMetadata::new(self.redirect_uris.clone());
        metadata.sector_identifier_uri = self.sector_identifier_uri.clone();
        metadata.sector()
    }
}

/// Reads the name of an algorithm.
fn algorithm<T: FromStr>(
    member: &'static str,
    name: Option<String>,
) -> Result<Option<T>, ClientMetadataError> {
    let refused = |name: &str| ClientMetadataError::Refused {
        member,
        found: Excerpt::new(name),
        expected: "the name of an algorithm that the provider knows",
    };
    name.map(|name| name.parse().map_err(|_| refused(&name))).transpose()
}

/// Reads the name of a subject type.
fn subject_type(name: String) -> Result<SubjectType, ClientMetadataError> {
    let known = [SubjectType::Public, SubjectType::Pairwise];
    known.into_iter().find(|it| it.as_str() == name).ok_or_else(|| ClientMetadataError::Refused {
        member: "subject_type",
        found: Excerpt::new(&name),
        expected: "`public` or `pairwise`",
    })
}

/// Checks that an address can be stored: only addresses of this machine can have the scheme `http`.
fn endpoint(
    member: &'static str,
    address: Option<Endpoint>,
) -> Result<Option<Endpoint>, ClientMetadataError> {
    let checked = |address: Endpoint| {
        Endpoint::on_loopback(address.as_str()).map_err(|error| ClientMetadataError::Value {
            member,
            found: Excerpt::new(address.as_str()),
            error: ValueError::Endpoint(error),
        })
    };
    address.map(checked).transpose()
}
