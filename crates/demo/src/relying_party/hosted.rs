//! The request objects that the app hosts, for logins whose request travels by reference
//! ([Core §6.2](https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter)).

use std::sync::{Mutex, MutexGuard, PoisonError};

use symbolon::oauth::EncodedJwt;
use symbolon::oauth::request_object::{RequestObjectUri, RequestObjectUriError};

/// The number of request objects that are hosted at the same time. Each has its own address, because
/// the client registers the addresses one by one.
const PLACES: usize = 16;

/// The path of the addresses.
const PATH: &str = "/request-objects";

/// The request objects of the last logins, in the memory of the process.
#[derive(Debug)]
pub(super) struct Hosted {
    uris: Vec<RequestObjectUri>,
    places: Mutex<Places>,
}

#[derive(Debug, Default)]
struct Places {
    objects: [Option<EncodedJwt>; PLACES],
    next: usize,
}

/// Returns the addresses at which the app with this origin hosts request objects. Register them as
/// `request_uris`.
pub(crate) fn request_uris(origin: &str) -> Result<Vec<RequestObjectUri>, RequestObjectUriError> {
    let address = |place| RequestObjectUri::on_loopback(&format!("{origin}{PATH}/{place}"));
    (0..PLACES).map(address).collect()
}

impl Hosted {
    /// Creates an empty list of hosted objects. If `origin` gives no valid addresses, the list stays
    /// empty.
    pub(super) fn new(origin: &str) -> Self {
        Self { uris: request_uris(origin).unwrap_or_default(), places: Mutex::default() }
    }

    /// Returns the next place and its address. The object that was there before is removed.
    pub(super) fn next(&self) -> Option<(usize, RequestObjectUri)> {
        let mut places = self.places();
        let place = places.next;
        places.next = place.saturating_add(1) % PLACES;
        *places.objects.get_mut(place)? = None;
        Some((place, self.uris.get(place)?.clone()))
    }

    /// Hosts an object at this place, until the place is used again.
    pub(super) fn put(&self, place: usize, object: EncodedJwt) {
        if let Some(hosted) = self.places().objects.get_mut(place) {
            *hosted = Some(object);
        }
    }

    /// Returns the object at this place.
    pub(super) fn get(&self, place: usize) -> Option<EncodedJwt> {
        self.places().objects.get(place).cloned().flatten()
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_hosted_until_its_place_is_used_again() {
        let hosted = Hosted::new("http://127.0.0.1:1");
        let object = EncodedJwt::new("e30.e30.e30".to_owned());
        let (first, uri) = hosted.next().unwrap();
        assert_eq!(uri.as_str(), "http://127.0.0.1:1/request-objects/0");
        hosted.put(first, object.clone());
        for _ in 1..PLACES {
            let (place, _) = hosted.next().unwrap();
            assert_ne!(place, first);
            assert_eq!(hosted.get(first), Some(object.clone()));
        }
        assert_eq!(hosted.next().unwrap().0, first);
        assert_eq!(hosted.get(first), None);
        assert_eq!(hosted.get(PLACES), None);
    }
}
