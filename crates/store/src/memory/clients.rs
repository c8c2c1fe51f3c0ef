//! The clients of a provider in memory, with an index of their origins.

use std::collections::{HashMap, HashSet};

use symbolon_oauth::ClientId;
use symbolon_provider::RegisteredClient;
use symbolon_provider::cors::Origin;

use super::index::remove_from;

/// The clients of a provider.
#[derive(Debug, Default)]
pub(crate) struct Clients {
    rows: HashMap<ClientId, RegisteredClient>,
    /// The clients that have a redirect URI with each origin.
    of_origin: HashMap<String, HashSet<ClientId>>,
}

impl Clients {
    /// Adds a client. Replaces the client with the same identifier.
    pub(crate) fn put(&mut self, client: &RegisteredClient) {
        let id = &client.client_id;
        self.remove(id);
        for origin in client.redirect_uris.iter().filter_map(Origin::of) {
            self.of_origin.entry(origin.as_str().to_owned()).or_default().insert(id.clone());
        }
        self.rows.insert(id.clone(), client.clone());
    }

    pub(crate) fn get(&self, id: &ClientId) -> Option<&RegisteredClient> {
        self.rows.get(id)
    }

    /// Returns whether a redirect URI of a client has this origin.
    pub(crate) fn has_origin(&self, origin: &Origin) -> bool {
        self.of_origin.contains_key(origin.as_str())
    }

    /// Removes a client. Returns whether the client existed.
    pub(crate) fn remove(&mut self, id: &ClientId) -> bool {
        let Some(client) = self.rows.remove(id) else { return false };
        for origin in client.redirect_uris.iter().filter_map(Origin::of) {
            remove_from(&mut self.of_origin, origin.as_str(), id);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use symbolon_oauth::RedirectUri;

    use super::*;

    fn origin(of: &str) -> Origin {
        Origin::of(&RedirectUri::new(of).unwrap()).unwrap()
    }

    #[test]
    fn an_origin_is_in_the_index_as_long_as_a_client_has_it() {
        let (first, second) = ("https://app.example/first", "https://app.example/second");
        let client = |id: &str, uris: &[&str]| {
            let uris = uris.iter().map(|uri| RedirectUri::new(uri).unwrap()).collect();
            RegisteredClient::new(ClientId::new(id).unwrap(), uris)
        };
        let mut clients = Clients::default();
        clients.put(&client("a", &[first, second]));
        clients.put(&client("b", &[first]));
        assert!(clients.has_origin(&origin(first)));
        clients.put(&client("a", &["https://other.example/cb"]));
        assert!(clients.has_origin(&origin(first)), "the second client has it");
        assert!(clients.remove(&ClientId::new("b").unwrap()));
        assert!(!clients.has_origin(&origin(first)));
        assert!(clients.has_origin(&origin("https://other.example/")));
        assert!(clients.remove(&ClientId::new("a").unwrap()));
        assert!(!clients.remove(&ClientId::new("a").unwrap()), "it is gone");
        assert!(clients.of_origin.is_empty(), "no origin stays");
    }
}
