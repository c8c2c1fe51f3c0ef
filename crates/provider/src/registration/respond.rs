//! The responses of the registration endpoint and the client configuration endpoint.

use symbolon_discovery::Endpoint;
use symbolon_oauth::{AccessToken, ClientId, ClientSecret};
use symbolon_registration::{ClientInformation, RegistrationAccess};

use super::RegistrationError;
use crate::{ClientRegistration, Provider};

impl Provider {
    /// Returns the content of a response about a registration: the registered metadata, the URL of
    /// the registration, and the token for this URL.
    ///
    /// `new_secret` is a secret that was issued now. Otherwise the response contains the secret only
    /// if the record contains its text.
    pub(super) fn client_information(
        &self,
        stored: &ClientRegistration,
        token: AccessToken,
        new_secret: Option<ClientSecret>,
    ) -> Result<ClientInformation, RegistrationError> {
        let ClientRegistration { client, registration } = stored;
        let uri = self.configuration_uri(&client.client_id)?;
        let mut information = ClientInformation::new(client.client_id.clone(), client.metadata());
        let kept = client.client_secret.as_ref().map(|shared| shared.secret().clone());
        information.client_secret = new_secret.or(kept);
        information.client_secret_expires_at = client.client_secret_expires;
        information.client_id_issued_at = Some(registration.issued_at);
        information.access = Some(RegistrationAccess::new(uri, token));
        information.software_statement.clone_from(&registration.software_statement);
        Ok(information)
    }

    /// Returns `registration_client_uri`: the registration endpoint, with the client in the query
    /// ([Registration §4.1](https://openid.net/specs/openid-connect-registration-1_0.html#AccessingClientReadEndpoint)).
    fn configuration_uri(&self, client_id: &ClientId) -> Result<Endpoint, RegistrationError> {
        let endpoint = self.endpoints().registration.as_ref();
        let mut url = endpoint.ok_or(RegistrationError::Disabled)?.url().clone();
        url.query_pairs_mut().append_pair("client_id", client_id.as_str());
        // The query does not change whether the URL is the URL of an endpoint.
        Endpoint::on_loopback(url.as_str()).map_err(|_| RegistrationError::Disabled)
    }
}
