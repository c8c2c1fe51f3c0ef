//! The way in which a user signs in: the flow, the response mode, and a claim to ask for.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use symbolon::oauth::{Parameters, ResponseMode, ResponseType};
use symbolon::oidc::ClaimRequest;
use symbolon::relying_party::LoginRequest;

use super::problem::Problem;

/// The flows of OpenID Connect, by their response types.
pub(super) const FLOWS: [&str; 7] = [
    "code",
    "id_token",
    "id_token token",
    "code id_token",
    "code token",
    "code id_token token",
    "none",
];

/// The response modes that the app reads.
pub(super) const MODES: [&str; 3] = ["query", "fragment", "form_post"];

/// How users sign in.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Choice {
    /// The flow by which the app signs users in: the response type of its requests [default: code]
    #[arg(long, value_name = "RESPONSE_TYPE", value_parser = flows())]
    pub(crate) flow: Option<ResponseType>,
    /// How the answer comes back through the browser [default: query for code and none, else fragment]
    #[arg(long, value_name = "MODE", value_parser = modes())]
    pub(super) response_mode: Option<ResponseMode>,
    /// The claim for which the app asks by name.
    #[arg(skip)]
    pub(super) claim: Option<String>,
}

fn flows() -> impl clap::builder::TypedValueParser<Value = ResponseType> {
    PossibleValuesParser::new(FLOWS).try_map(|flow| ResponseType::new(&flow))
}

fn modes() -> impl clap::builder::TypedValueParser<Value = ResponseMode> {
    PossibleValuesParser::new(MODES).try_map(|mode| ResponseMode::new(&mode))
}

impl Choice {
    /// Reads the choice of a user on the start page. If the user left a field empty, the result has
    /// the value of `self`. If the user chose a flow, the response mode of `self` is ignored.
    pub(super) fn changed_by(&self, query: &str) -> Result<Self, Problem> {
        let asked = Parameters::parse(query).map_err(|_| Problem::UnknownChoice)?;
        let field = |name| asked.get(name).filter(|value| !value.is_empty());
        let flow = field("flow").map(ResponseType::new).transpose();
        let flow = flow.map_err(|_| Problem::UnknownChoice)?;
        let mode = field("response_mode").map(ResponseMode::new).transpose();
        let mode = mode.map_err(|_| Problem::UnknownChoice)?;
        let own_mode = self.response_mode.clone().filter(|_| flow.is_none());
        Ok(Self {
            flow: flow.or_else(|| self.flow.clone()),
            response_mode: mode.or(own_mode),
            claim: field("claim").map(str::to_owned).or_else(|| self.claim.clone()),
        })
    }

    /// Adds the choice to a login request.
    pub(super) fn apply(self, mut login: LoginRequest) -> LoginRequest {
        let flow = self.flow.unwrap_or(ResponseType::CODE);
        // Core §5.4: without an access token, the app cannot ask the UserInfo endpoint.
        let has_access_token = flow.includes("code") || flow.includes("token");
        if let Some(claim) = self.claim {
            login = match has_access_token {
                true => login.claim(&claim, ClaimRequest::essential()),
                false => login.id_token_claim(&claim, ClaimRequest::essential()),
            };
        }
        if let Some(mode) = self.response_mode {
            login = login.response_mode(mode);
        }
        login.response_type(flow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flows_are_all_response_types() {
        assert_eq!(FLOWS.map(|flow| ResponseType::new(flow).unwrap()), ResponseType::ALL);
    }

    #[test]
    fn the_choice_of_a_user_replaces_that_of_the_operator() {
        let own = Choice {
            flow: Some(ResponseType::CODE_TOKEN),
            response_mode: Some(ResponseMode::FORM_POST),
            claim: None,
        };
        let same = own.changed_by("flow=&response_mode=&claim=").unwrap();
        assert_eq!((&same.flow, &same.response_mode), (&own.flow, &own.response_mode));
        assert_eq!(same.claim, None);
        let other = own.changed_by("flow=code+id_token&claim=email").unwrap();
        assert_eq!(other.flow, Some(ResponseType::CODE_ID_TOKEN));
        assert_eq!(other.response_mode, None);
        assert_eq!(other.claim.as_deref(), Some("email"));
        for malformed in ["flow=code&flow=none", "flow=%20", "response_mode=a+b"] {
            assert!(
                matches!(own.changed_by(malformed), Err(Problem::UnknownChoice)),
                "{malformed}"
            );
        }
    }
}
