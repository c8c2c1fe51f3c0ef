//! Who may register clients at the provider.

use std::io::Write;
use std::time::Duration;

use clap::{Args, ValueEnum};
use symbolon::oauth::Issuer;
use symbolon::provider::{InitialAccessTokenTerms, Provider, RegistrationPolicy};
use symbolon_store::ProviderStore;

use crate::start_error::StartError;
use crate::system::clock;

/// How long an initial access token is valid.
const TOKEN_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a client is kept that registered itself and that no user has used.
const UNUSED: Duration = Duration::from_secs(24 * 60 * 60);

/// The arguments about clients that register themselves.
#[derive(Args, Debug)]
#[command(next_help_heading = "Clients that register themselves")]
pub(super) struct Registration {
    /// Who may register clients at the provider [default: open if the provider is on this machine, otherwise off]
    #[arg(long, value_name = "WHO")]
    registration: Option<Access>,
    /// Prints an initial access token at the start, with which clients can be registered for one day
    #[arg(long)]
    initial_access_token: bool,
}

/// Who may register clients: everyone, everyone with an initial access token, or no client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Access {
    Open,
    Token,
    Off,
}

impl Registration {
    fn access(&self, issuer: &Issuer) -> Access {
        // Everyone who reaches a provider with open registration can fill its database.
        let default = if issuer.is_on_loopback() { Access::Open } else { Access::Off };
        self.registration.unwrap_or(default)
    }

    /// Returns the settings of the provider with this issuer.
    pub(super) fn policy(&self, issuer: &Issuer) -> Option<RegistrationPolicy> {
        let mut policy = match self.access(issuer) {
            Access::Open => RegistrationPolicy::open(),
            Access::Token => RegistrationPolicy::by_token(),
            Access::Off => return None,
        };
        policy.unused_lifetime = Some(UNUSED);
        Some(policy)
    }

    /// Creates an initial access token and prints it, if the arguments ask for a token.
    pub(super) async fn print_token(
        &self,
        engine: &Provider,
        store: &ProviderStore,
    ) -> Result<(), StartError> {
        let access = self.access(engine.issuer());
        let is_asked = self.initial_access_token || access == Access::Token;
        if !is_asked || access == Access::Off {
            return Ok(());
        }
        let terms = InitialAccessTokenTerms::default();
        let (token, record) = engine.initial_access_token(terms, TOKEN_LIFETIME, clock())?;
        store.put_initial_access_token(&record).await?;
        Ok(writeln!(anstream::stdout(), "Initial access token: {}", token.expose())?)
    }
}
