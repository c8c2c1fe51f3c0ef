//! The exchange of an authorization code for tokens.

use symbolon_jose::rule::{Rule, Section, Verdict};
use symbolon_jose::{NumericDate, Object, rfc};
use symbolon_oauth::obligation::{SingleUse, Unstored};
use symbolon_oauth::{GrantType, pkce};
use time::OffsetDateTime;

use super::issue::Issue;
use super::{PresentedCode, TokenError, TokenRefusal};
use crate::{CodeRecord, Provider, SpentRecord, TokenRecords};

/// The function that checks an authorization code against one of the [`CODE_RULES`]. Only this
/// crate can call it.
#[derive(Clone, Copy, Debug)]
pub struct CodeCheck(fn(&Case<'_>) -> Result<Verdict, TokenError>);

/// A code with its record, at the time of the exchange.
#[derive(Debug)]
struct Case<'a> {
    provider: &'a Provider,
    presented: &'a PresentedCode,
    record: &'a CodeRecord,
    now: NumericDate,
}

const fn rule(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Case<'_>) -> Result<Verdict, TokenError>,
) -> Rule<CodeCheck> {
    Rule::new(id, section, statement, CodeCheck(check))
}

/// All rules that a token request with an authorization code must obey, in the order in which they
/// are checked.
#[rustfmt::skip]
pub static CODE_RULES: &[Rule<CodeCheck>] = &[
    rule("issuer", rfc!("9700", "4.4.2"), "this provider issued the code", issuer),
    rule("fingerprint", rfc!("6749", "4.1.3"), "the record is of the presented code", fingerprint),
    rule("expires", rfc!("6749", "4.1.2"), "the code has not expired", expires),
    rule("client", rfc!("6749", "4.1.3"), "the code was issued to this client", client),
    rule("redirect_uri", rfc!("6749", "4.1.3"), "`redirect_uri` is that of the authorization request", redirect_uri),
    rule("code_verifier", rfc!("7636", "4.6"), "`code_verifier` matches the challenge, and is absent if there was none", code_verifier),
];

impl Provider {
    /// Exchanges an authorization code for tokens
    /// ([Core §3.1.3.2](https://openid.net/specs/openid-connect-core-1_0.html#TokenRequestValidation)).
    ///
    /// `found` is what your store knows about the code: use [`PresentedCode::fingerprint`] to find
    /// its record, and do not mark the code as used (see [`CodeRecord`]). `extra` contains
    /// additional claims for the ID Token, and must not contain the claims that the provider sets,
    /// such as `iss` and `nonce`. Pass the claims for which the client asked by name:
    /// [`CodeRecord::release`] computes them. `extra` is usually empty, because clients get claims
    /// such as `email` from the UserInfo endpoint.
    ///
    /// Write the [`records`](Unstored::records) of the result to your store, which marks the code
    /// as used in the same operation (see [`TokenRecords`]). Then send the response that
    /// [`into_response`](Unstored::into_response) returns.
    ///
    /// # Errors
    /// [`TokenRefusal`] when the code is unknown, was used before or breaks one of the
    /// [`CODE_RULES`](crate::CODE_RULES), or when the ID Token cannot be signed. If
    /// [`TokenRefusal::grant_to_revoke`] returns a grant, revoke this grant in your store before
    /// you send the response: the code is void then. After every other error, the code is not used
    /// up. For example, the client can try again with the same code when the ID Token could not be
    /// signed.
    pub fn redeem(
        &self,
        presented: PresentedCode,
        found: SingleUse<CodeRecord>,
        extra: Object,
        now: OffsetDateTime,
    ) -> Result<Unstored<TokenRecords>, TokenRefusal> {
        let record = self.check_code(&presented, found, now.into())?;
        let refresh = self.policy().refresh_tokens
            && record.scope.contains("offline_access")
            && presented.client.grant_types.contains(&GrantType::REFRESH_TOKEN);
        let issue = Issue {
            provider: self,
            client: &presented.client,
            grant: &record.grant,
            spends: SpentRecord::Code(presented.fingerprint().clone()),
            signed_in: &record.signed_in,
            scope: &record.scope,
            claims: &record.claims,
            claims_locales: &record.claims_locales,
            nonce: record.nonce.as_ref(),
            extra,
            now: now.into(),
        };
        let refresh = refresh.then(|| {
            let expires = NumericDate::from(now).after(self.policy().refresh_lifetime);
            (record.scope.clone(), expires)
        });
        Ok(issue.tokens(refresh)?)
    }

    fn check_code(
        &self,
        presented: &PresentedCode,
        found: SingleUse<CodeRecord>,
        now: NumericDate,
    ) -> Result<CodeRecord, TokenError> {
        // The client must have authenticated at this provider.
        TokenError::check_issuer(&presented.issuer, self.issuer())?;
        let record = match found {
            SingleUse::Fresh(record) => *record,
            // RFC 6749 §4.1.2: the code was used twice, so its grant is revoked.
            SingleUse::Spent(grant) => return Err(TokenError::SpentCode(grant)),
            SingleUse::Unknown => return Err(TokenError::UnknownGrant),
        };
        let case = Case { provider: self, presented, record: &record, now };
        CODE_RULES.iter().try_for_each(|rule| (rule.check().0)(&case).map(drop))?;
        Ok(record)
    }
}

fn issuer(case: &Case<'_>) -> Result<Verdict, TokenError> {
    // RFC 9700 §4.4.2: an attacker can make a client send a code to a provider that did not issue
    // it. If several providers share a store, this provider finds the record of the code.
    TokenError::check_issuer(&case.record.issuer, case.provider.issuer())
}

fn fingerprint(case: &Case<'_>) -> Result<Verdict, TokenError> {
    // The store may have returned the record of another code: the code counts as unknown then.
    if case.record.fingerprint == *case.presented.fingerprint() {
        Ok(Verdict::Held)
    } else {
        Err(TokenError::UnknownGrant)
    }
}

fn expires(case: &Case<'_>) -> Result<Verdict, TokenError> {
    // RFC 6749 §4.1.2: a code expires.
    if case.now < case.record.expires { Ok(Verdict::Held) } else { Err(TokenError::Expired) }
}

fn client(case: &Case<'_>) -> Result<Verdict, TokenError> {
    // RFC 6749 §4.1.3: the code was issued to this client.
    if case.record.client_id == case.presented.client.client_id {
        Ok(Verdict::Held)
    } else {
        Err(TokenError::OtherClient(case.record.grant.clone()))
    }
}

fn redirect_uri(case: &Case<'_>) -> Result<Verdict, TokenError> {
    // RFC 6749 §4.1.3: `redirect_uri` is identical to that of the authorization request.
    let presented = case.presented.grant.redirect_uri.as_deref();
    if presented == Some(case.record.redirect_uri.as_str()) {
        Ok(Verdict::Held)
    } else {
        Err(TokenError::RedirectUri(case.record.grant.clone()))
    }
}

fn code_verifier(case: &Case<'_>) -> Result<Verdict, TokenError> {
    // RFC 7636 §4.6: the verifier matches the challenge. RFC 9700 §4.8.2: without a challenge, a
    // verifier is refused.
    let challenge = case.record.code_challenge.as_ref();
    let verifier = case.presented.grant.code_verifier.as_ref();
    pkce::verify(challenge, verifier, case.provider.crypto())
        .map_err(|error| TokenError::Pkce(error, case.record.grant.clone()))?;
    Ok(if challenge.is_some() { Verdict::Held } else { Verdict::NotApplicable })
}
