//! The relying parties of one program, protected against the mix-up attack.

use symbolon_oauth::{Issuer, RedirectUri};

use crate::login::Arrival;
use crate::{
    Callback, CallbackError, LoginFlow, LoginRequest, PendingLogin, ProviderKeys, RelyingParty,
    Session, WithoutTokensFlow,
};

/// The relying parties of a program that signs users in at several providers, with one redirect URI
/// for each provider
/// ([RFC 9700 §4.4](https://www.rfc-editor.org/rfc/rfc9700#section-4.4)).
///
/// If a program has several providers, a malicious provider could trick the program into sending it
/// the code of another provider. This is the mix-up attack. The program can notice the attack in
/// two ways: the response names its sender (`iss`), or the response arrives at the redirect URI of
/// another provider. [`new`](Self::new) accepts only relying parties for which one of these ways
/// works, and [`finish`](Self::finish) checks each response.
///
/// ```
/// # use symbolon_discovery::KeyCache;
/// # use symbolon_oauth::{Issuer, RedirectUri};
/// # use symbolon_relying_party::{Callback, PendingLogin, RelyingParties, RelyingParty};
/// # fn example(
/// #     google: RelyingParty, okta: RelyingParty, issuer: Issuer, now: time::OffsetDateTime,
/// #     take_pending: fn(&str) -> PendingLogin, mut keys_of: impl FnMut(&Issuer) -> KeyCache,
/// #     request: http::Request<Vec<u8>>,
/// # ) -> Result<(), Box<dyn std::error::Error>> {
/// let providers = RelyingParties::new(vec![
///     (google, RedirectUri::new("https://client.example/cb/google")?),
///     (okta, RedirectUri::new("https://client.example/cb/okta")?),
/// ])?;
///
/// let login = providers.login(&issuer).ok_or("no such provider")?;
/// let (url, pending) = login.scope("email").begin(now)?;
/// // ... the browser comes back:
/// let callback = Callback::from_http(&request)?;
/// let pending = take_pending(callback.state().expose());
/// let keys = keys_of(pending.issuer());
/// let flow = providers.finish(pending, callback, keys)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct RelyingParties {
    parties: Vec<(RelyingParty, RedirectUri)>,
}

impl RelyingParties {
    /// Collects relying parties, each with the redirect URI that is registered at its provider.
    ///
    /// Two providers can share a redirect URI only if both must send `iss`. A provider must send
    /// `iss` if its metadata promises `iss`, or if
    /// [`RelyingPartyPolicy::iss_parameter`](crate::RelyingPartyPolicy::iss_parameter) requires
    /// `iss`. In all other cases, the redirect URIs must differ in the path, or in the value of a
    /// parameter of the query. A different host is not enough, because a server behind a proxy does
    /// not know which host the browser requested.
    ///
    /// # Errors
    /// [`RelyingPartiesError::SameIssuer`] when two relying parties are for the same provider, and
    /// [`RelyingPartiesError::MixUp`] when a response of one provider could be taken for a response
    /// of another provider.
    pub fn new(parties: Vec<(RelyingParty, RedirectUri)>) -> Result<Self, RelyingPartiesError> {
        let mut all = Self { parties: Vec::new() };
        parties.into_iter().try_for_each(|(rp, redirect_uri)| all.add(rp, redirect_uri))?;
        Ok(all)
    }

    /// Adds a relying party, such as that of a provider which a user named, with the redirect URI
    /// that is registered at its provider. After an error, the collection is unchanged.
    ///
    /// # Errors
    /// The errors of [`new`](Self::new).
    pub fn add(
        &mut self,
        rp: RelyingParty,
        redirect_uri: RedirectUri,
    ) -> Result<(), RelyingPartiesError> {
        for (other, other_uri) in &self.parties {
            if other.issuer() == rp.issuer() {
                return Err(RelyingPartiesError::SameIssuer { issuer: rp.issuer().clone() });
            }
            // RFC 9700 §4.4.2: both providers send `iss`, or their redirect URIs are distinct.
            let named = other.requires_iss() && rp.requires_iss();
            if !named && !Arrival::are_distinct(other_uri, &redirect_uri) {
                return Err(RelyingPartiesError::MixUp {
                    first: Box::new((other.issuer().clone(), other_uri.clone())),
                    second: Box::new((rp.issuer().clone(), redirect_uri)),
                });
            }
        }
        self.parties.push((rp, redirect_uri));
        Ok(())
    }

    /// Removes the relying party for the provider with this issuer, and returns it. Logins that have
    /// begun at this provider can then not be finished.
    pub fn remove(&mut self, issuer: &Issuer) -> Option<RelyingParty> {
        let position = self.parties.iter().position(|(rp, _)| rp.issuer() == issuer)?;
        Some(self.parties.remove(position).0)
    }

    /// Returns the relying party for the provider with this issuer. Call
    /// [`refresh`](RelyingParty::refresh) and [`user_info`](RelyingParty::user_info) on it.
    #[must_use]
    pub fn get(&self, issuer: &Issuer) -> Option<&RelyingParty> {
        self.find(issuer).map(|(rp, _)| rp)
    }

    /// Returns the relying party to which the tokens of a session were issued.
    #[must_use]
    pub fn of(&self, session: &Session) -> Option<&RelyingParty> {
        self.parties.iter().map(|(rp, _)| rp).find(|rp| session.is_of(rp))
    }

    /// Starts a login at the provider with this issuer, with the redirect URI of that provider.
    /// `None` if there is no relying party for this issuer.
    #[must_use]
    pub fn login(&self, issuer: &Issuer) -> Option<LoginRequest> {
        self.find(issuer).map(|(rp, redirect_uri)| rp.login(redirect_uri))
    }

    /// Starts a login at the provider whose issuer is this text.
    pub(crate) fn login_at(&self, iss: &str) -> Option<LoginRequest> {
        let mut parties = self.parties.iter();
        let (rp, redirect_uri) = parties.find(|(rp, _)| rp.issuer().as_str() == iss)?;
        Some(rp.login(redirect_uri))
    }

    /// Checks a callback against its pending login, as [`RelyingParty::finish`] does, with the
    /// relying party that began the login. Pass the key cache of the provider whose issuer is
    /// [`PendingLogin::issuer`].
    ///
    /// # Errors
    /// [`CallbackError::UnknownProvider`] when there is no relying party for the issuer of the
    /// login. [`CallbackError::OtherRedirectUri`] when the login began with another redirect URI
    /// than the redirect URI that [`new`](Self::new) received for the provider. The errors of
    /// [`RelyingParty::finish`].
    pub fn finish<K: ProviderKeys>(
        &self,
        pending: PendingLogin,
        callback: Callback,
        keys: K,
    ) -> Result<LoginFlow<K>, CallbackError> {
        self.party_of(&pending)?.finish(pending, callback, keys)
    }

    /// Checks a callback against its pending login, if the login has the response type `none`.
    /// Calls [`RelyingParty::finish_without_tokens`] of the relying party that began the login.
    ///
    /// # Errors
    /// [`CallbackError::UnknownProvider`] and [`CallbackError::OtherRedirectUri`] as in
    /// [`finish`](Self::finish), and the errors of [`RelyingParty::finish_without_tokens`].
    pub fn finish_without_tokens<K: ProviderKeys>(
        &self,
        pending: PendingLogin,
        callback: Callback,
        keys: K,
    ) -> Result<WithoutTokensFlow<K>, CallbackError> {
        self.party_of(&pending)?.finish_without_tokens(pending, callback, keys)
    }

    /// Returns the relying party that began a login.
    fn party_of(&self, pending: &PendingLogin) -> Result<&RelyingParty, CallbackError> {
        let Some((rp, redirect_uri)) = self.find(&pending.issuer) else {
            return Err(CallbackError::UnknownProvider { found: Box::new(pending.issuer.clone()) });
        };
        // RFC 9700 §4.4.2.2: each provider has its own redirect URI, which `new` has compared with
        // the redirect URIs of the other providers.
        if !pending.redirect_uri.matches(redirect_uri) {
            return Err(CallbackError::OtherRedirectUri {
                found: Box::new(pending.redirect_uri.clone()),
                expected: Box::new(redirect_uri.clone()),
            });
        }
        Ok(rp)
    }

    fn find(&self, issuer: &Issuer) -> Option<&(RelyingParty, RedirectUri)> {
        self.parties.iter().find(|(rp, _)| rp.issuer() == issuer)
    }
}

/// The reason why [`RelyingParties::new`] refuses a list of relying parties.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RelyingPartiesError {
    /// Two relying parties are for the same provider, so the issuer of a login does not tell to
    /// which relying party the login belongs
    /// ([RFC 9700 §4.4.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.4.2)).
    #[error("two relying parties are for the provider {issuer}; pass only one for each provider")]
    SameIssuer {
        /// The issuer of the provider.
        issuer: Issuer,
    },
    /// A response of one provider could be taken for a response of the other provider
    /// ([RFC 9700 §4.4.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.4.2)).
    #[error(
        "a response of {} at {} could be taken for a response of {} at {}, because not both \
         providers must send `iss` and the redirect URIs have the same path; use a redirect URI \
         with another path for each provider, or `IssParameter::Required`",
        .first.0, .first.1, .second.0, .second.1,
    )]
    MixUp {
        /// The issuer of the first provider, and the redirect URI for this provider.
        first: Box<(Issuer, RedirectUri)>,
        /// The issuer of the second provider, and the redirect URI for this provider.
        second: Box<(Issuer, RedirectUri)>,
    },
}

impl RelyingPartiesError {
    /// Returns a stable name for logs and metrics, such as `"relying_parties.mix_up"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::SameIssuer { .. } => "relying_parties.same_issuer",
            Self::MixUp { .. } => "relying_parties.mix_up",
        }
    }
}
