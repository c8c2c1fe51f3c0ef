//! The return path of a request: the redirect URI and the response mode of the answer.

use symbolon_oauth::{
    Issuer, Parameters, RedirectUri, ResponseMode, ResponseType, ReturnPath, State,
};

/// Chooses the return path of a request before the request is read.
///
/// An error is sent in the response mode of the successful answer. If the requested response mode
/// is malformed, not supported or not allowed, an error is sent in the default mode of the response
/// type.
/// `may_use` decides about a mode and the path in this mode.
pub(super) fn of(
    parameters: &Parameters,
    redirect_uri: &RedirectUri,
    may_use: impl Fn(&ResponseMode, &ReturnPath) -> bool,
) -> ReturnPath {
    // RFC 6749 §3.1.1: a request without a response type is answered with an error, in the query.
    let response_type =
        parameters.get("response_type").and_then(|text| ResponseType::new(text).ok());
    let response_type = response_type.unwrap_or(ResponseType::CODE);
    let mode = parameters.get("response_mode").and_then(|text| ResponseMode::new(text).ok());
    let path_in = |mode: Option<&ResponseMode>| {
        ReturnPath::new(redirect_uri.clone(), &response_type, mode).ok()
    };
    let requested = mode.and_then(|mode| path_in(Some(&mode)).filter(|path| may_use(&mode, path)));
    requested.or_else(|| path_in(None)).unwrap_or_else(|| ReturnPath::query(redirect_uri.clone()))
}

/// Adds `state` and `iss`, which every answer has (RFC 6749 §4.1.2, RFC 9207 §2).
pub(super) fn complete(path: ReturnPath, state: Option<State>, issuer: &Issuer) -> ReturnPath {
    path.state(state).issuer(issuer)
}
