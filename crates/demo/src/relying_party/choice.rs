//! The way in which a user signs in: the flow, the response mode, how the request travels, the
//! claims to ask for, and the page that the provider shows first.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use symbolon::oauth::{Parameters, ResponseMode, ResponseType};
use symbolon::oidc::{ClaimRequest, Prompt};
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
pub(super) const MODES: [&str; 7] =
    ["query", "fragment", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt"];

/// The values of `prompt` that the app sends.
pub(super) const PROMPTS: [&str; 5] = ["consent", "login", "select_account", "create", "none"];

/// What the text after the name of a claim means.
const ESSENTIAL: &str = "=essential";

/// How users sign in.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Choice {
    /// The flow by which the app signs users in: the response type of its requests [default: code]
    #[arg(long, value_name = "RESPONSE_TYPE", value_parser = flows())]
    pub(crate) flow: Option<ResponseType>,
    /// How the answer comes back through the browser [default: query for code and none, else fragment]
    #[arg(long, value_name = "MODE", value_parser = modes())]
    pub(super) response_mode: Option<ResponseMode>,
    /// How the parameters of the request travel [default: plain]
    #[arg(long, value_name = "WAY")]
    pub(super) request: Option<RequestWay>,
    /// A claim to ask for by name; add =essential if the app needs it; can be given several times
    #[arg(long = "claim", value_name = "NAME[=essential]", value_parser = claim)]
    pub(super) claims: Vec<Claim>,
    /// The value of prompt: which page the provider must show [default: consent]
    #[arg(long, value_name = "PROMPT", value_parser = prompts())]
    pub(super) prompt: Option<Prompt>,
}

/// How the parameters of a request travel to the provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum RequestWay {
    // In the address.
    #[default]
    Plain,
    // In a request object that the app signs (RFC 9101 §5.1).
    Signed,
    // Sent by the app to the provider beforehand (RFC 9126).
    Pushed,
    // In a request object that the app signs and hosts (RFC 9101 §5.2).
    ByReference,
}

/// A claim for which the app asks by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    name: String,
    is_essential: bool,
}

fn flows() -> impl TypedValueParser<Value = ResponseType> {
    PossibleValuesParser::new(FLOWS).try_map(|flow| ResponseType::new(&flow))
}

fn modes() -> impl TypedValueParser<Value = ResponseMode> {
    PossibleValuesParser::new(MODES).try_map(|mode| ResponseMode::new(&mode))
}

fn prompts() -> impl TypedValueParser<Value = Prompt> {
    let refused = "the app does not send this value";
    PossibleValuesParser::new(PROMPTS).try_map(move |name| prompt_of(&name).ok_or(refused))
}

fn prompt_of(name: &str) -> Option<Prompt> {
    let known =
        [Prompt::CONSENT, Prompt::LOGIN, Prompt::SELECT_ACCOUNT, Prompt::CREATE, Prompt::NONE];
    known.into_iter().find(|prompt| prompt.as_str() == name)
}

fn claim(text: &str) -> Result<Claim, &'static str> {
    Claim::parse(text).ok_or("the name of the claim is missing")
}

impl RequestWay {
    /// Returns the name of the way on the command line and on the start page.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Signed => "signed",
            Self::Pushed => "pushed",
            Self::ByReference => "by-reference",
        }
    }

    /// Returns whether the app needs a key for this way.
    pub(super) fn needs_key(self) -> bool {
        matches!(self, Self::Signed | Self::ByReference)
    }

    fn of(name: &str) -> Option<Self> {
        Self::value_variants().iter().copied().find(|way| way.name() == name)
    }
}

impl Claim {
    /// Reads the name of a claim, with `=essential` behind it if the claim is essential.
    fn parse(text: &str) -> Option<Self> {
        let (name, is_essential) = match text.trim().strip_suffix(ESSENTIAL) {
            Some(name) => (name, true),
            None => (text.trim(), false),
        };
        (!name.is_empty()).then(|| Self { name: name.to_owned(), is_essential })
    }

    /// Returns the text from which the claim was read.
    pub(super) fn text(&self) -> String {
        format!("{}{}", self.name, if self.is_essential { ESSENTIAL } else { "" })
    }

    fn request(&self) -> ClaimRequest {
        if self.is_essential { ClaimRequest::essential() } else { ClaimRequest::voluntary() }
    }
}

impl Choice {
    /// Returns how the parameters of the request travel.
    pub(super) fn way(&self) -> RequestWay {
        self.request.unwrap_or_default()
    }

    /// Returns whether the app signs its requests.
    pub(crate) fn is_signed(&self) -> bool {
        self.way().needs_key()
    }

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
        let known = |name| field(name).map(|value| (value, Problem::UnknownChoice));
        let way = known("request").map(|(way, unknown)| RequestWay::of(way).ok_or(unknown));
        let prompt = known("prompt").map(|(prompt, unknown)| prompt_of(prompt).ok_or(unknown));
        let claims = field("claim").map(|names| names.split(' ').filter_map(Claim::parse));
        Ok(Self {
            flow: flow.or_else(|| self.flow.clone()),
            response_mode: mode.or(own_mode),
            request: way.transpose()?.or(self.request),
            claims: claims.map_or_else(|| self.claims.clone(), Iterator::collect),
            prompt: prompt.transpose()?.or_else(|| self.prompt.clone()),
        })
    }

    /// Adds the choice to a login request, except the way in which the request travels.
    pub(super) fn apply(&self, mut login: LoginRequest) -> LoginRequest {
        let flow = self.flow.clone().unwrap_or(ResponseType::CODE);
        // Core §5.4: without an access token, the app cannot ask the UserInfo endpoint.
        let has_access_token = flow.includes("code") || flow.includes("token");
        for claim in &self.claims {
            login = match has_access_token {
                true => login.claim(&claim.name, claim.request()),
                false => login.id_token_claim(&claim.name, claim.request()),
            };
        }
        if let Some(mode) = &self.response_mode {
            login = login.response_mode(mode.clone());
        }
        // Core §11: the user has to agree to offline access.
        let prompt = self.prompt.clone().unwrap_or(Prompt::CONSENT);
        login.prompt(prompt).response_type(flow)
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
    fn the_ways_have_the_names_of_the_command_line() {
        for way in RequestWay::value_variants() {
            let value = way.to_possible_value().unwrap();
            assert_eq!(value.get_name(), way.name());
            assert_eq!(RequestWay::of(way.name()), Some(*way));
        }
    }

    #[test]
    fn the_values_of_prompt_are_known() {
        for name in PROMPTS {
            assert_eq!(prompt_of(name).unwrap().as_str(), name);
        }
        assert_eq!(prompt_of("a"), None);
    }

    #[test]
    fn a_claim_is_essential_if_its_text_says_so() {
        for (text, name, is_essential) in
            [("email", "email", false), ("email=essential", "email", true), ("a=b", "a=b", false)]
        {
            let claim = Claim::parse(text).unwrap();
            assert_eq!((claim.name.as_str(), claim.is_essential), (name, is_essential));
            assert_eq!(claim.text(), text);
        }
        assert_eq!(Claim::parse(" "), None);
        assert_eq!(Claim::parse("=essential"), None);
    }

    #[test]
    fn the_choice_of_a_user_replaces_that_of_the_operator() {
        let own = Choice {
            flow: Some(ResponseType::CODE_TOKEN),
            response_mode: Some(ResponseMode::FORM_POST),
            request: Some(RequestWay::Signed),
            claims: vec![Claim::parse("name").unwrap()],
            prompt: Some(Prompt::LOGIN),
        };
        let same = own.changed_by("flow=&response_mode=&claim=&request=&prompt=").unwrap();
        assert_eq!((&same.flow, &same.response_mode), (&own.flow, &own.response_mode));
        assert_eq!((&same.request, &same.claims), (&own.request, &own.claims));
        assert_eq!(same.prompt, own.prompt);
        let other = "flow=code+id_token&claim=email=essential+phone&request=plain&prompt=create";
        let other = own.changed_by(other).unwrap();
        assert_eq!(other.flow, Some(ResponseType::CODE_ID_TOKEN));
        assert_eq!(other.response_mode, None);
        let claims: Vec<_> = other.claims.iter().map(Claim::text).collect();
        assert_eq!(claims, ["email=essential", "phone"]);
        assert_eq!(other.request, Some(RequestWay::Plain));
        assert_eq!(other.prompt, Some(Prompt::CREATE));
        for malformed in
            ["flow=code&flow=none", "flow=%20", "response_mode=a+b", "request=a", "prompt=a"]
        {
            assert!(
                matches!(own.changed_by(malformed), Err(Problem::UnknownChoice)),
                "{malformed}"
            );
        }
    }
}
