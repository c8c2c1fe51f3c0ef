//! The exchange of a refresh token for new tokens.

use symbolon_jose::rule::{Rule, Section, Verdict};
use symbolon_jose::{NumericDate, Object, rfc};
use symbolon_oauth::Scope;
use symbolon_oauth::obligation::{SingleUse, Unstored};
use time::OffsetDateTime;

use super::issue::Issue;
use super::{PresentedRefreshToken, TokenError, TokenRefusal};
use crate::{Provider, RefreshTokenRecord, SpentRecord, TokenRecords};

/// The function that checks a refresh token against one of the [`REFRESH_TOKEN_RULES`]. Only this
/// crate can call it.
#[derive(Clone, Copy, Debug)]
pub struct RefreshTokenCheck(fn(&Case<'_>) -> Result<Verdict, TokenError>);

/// A refresh token with its record, at the time of the exchange.
#[derive(Debug)]
struct Case<'a> {
    provider: &'a Provider,
    presented: &'a PresentedRefreshToken,
    record: &'a RefreshTokenRecord,
    now: NumericDate,
}

const fn rule(
    id: &'static str,
    section: Section,
    statement: &'static str,
    check: fn(&Case<'_>) -> Result<Verdict, TokenError>,
) -> Rule<RefreshTokenCheck> {
    Rule::new(id, section, statement, RefreshTokenCheck(check))
}

/// All rules that a token request with a refresh token must obey, in the order in which they are
/// checked.
#[rustfmt::skip]
pub static REFRESH_TOKEN_RULES: &[Rule<RefreshTokenCheck>] = &[
    rule("issuer", rfc!("6749", "6"), "this provider issued the refresh token", issuer),
    rule("fingerprint", rfc!("6749", "6"), "the record is of the presented refresh token", fingerprint),
    rule("expires", rfc!("6749", "6"), "the refresh token has not expired", expires),
    rule("client", rfc!("6749", "6"), "the refresh token was issued to this client", client),
    rule("scope", rfc!("6749", "6"), "`scope` asks for nothing beyond what was granted", scope),
];

impl Provider {
    /// Exchanges a refresh token for an access token, an ID Token and a new refresh token
    /// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6),
    /// [Core §12](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokens)).
    ///
    /// `found` is what your store knows about the refresh token: use
    /// [`PresentedRefreshToken::fingerprint`] to find its record, and do not mark the token as used
    /// (see [`RefreshTokenRecord`]). `extra` contains additional claims for the ID Token, and must
    /// not contain the claims that the provider sets, such as `iss` and `nonce`. Pass the claims
    /// for which the client asked by name: [`RefreshTokenRecord::release`] computes them.
    ///
    /// Write the [`records`](Unstored::records) of the result to your store, which marks the old
    /// refresh token as used in the same operation (see [`TokenRecords`]). Then send the response
    /// that [`into_response`](Unstored::into_response) returns.
    ///
    /// # Errors
    /// [`TokenRefusal`] when the refresh token is unknown, was used before or breaks one of the
    /// [`REFRESH_TOKEN_RULES`](crate::REFRESH_TOKEN_RULES), or when the ID Token cannot be signed.
    /// If [`TokenRefusal::grant_to_revoke`] returns a grant, revoke this grant in your store before
    /// you send the response: the refresh token is void then. After every other error, the refresh
    /// token is not used up. For example, a client that asked for a scope that is too wide can ask
    /// again with the same token.
    pub fn refresh(
        &self,
        presented: PresentedRefreshToken,
        found: SingleUse<RefreshTokenRecord>,
        extra: Object,
        now: OffsetDateTime,
    ) -> Result<Unstored<TokenRecords>, TokenRefusal> {
        let record = self.check_refresh_token(&presented, found, now.into())?;
        // RFC 6749 §6: if the request has no `scope`, the new access token has the scope of the
        // refresh token.
        let scope = presented.grant.scope.as_ref().unwrap_or(&record.scope);
        let issue = Issue {
            provider: self,
            client: &presented.client,
            grant: &record.grant,
            spends: SpentRecord::RefreshToken(presented.fingerprint().clone()),
            signed_in: &record.signed_in,
            scope,
            claims: &record.claims,
            claims_locales: &record.claims_locales,
            // Core §12.2: a refreshed ID Token has no nonce.
            nonce: None,
            extra,
            now: now.into(),
        };
        // RFC 6749 §6: the new refresh token has the whole scope of the old token, even if this
        // request asked for a part of the scope. RFC 9700 §4.14.2: it expires when the old token
        // would have expired, so that refreshing ends.
        Ok(issue.tokens(Some((record.scope.clone(), record.expires)))?)
    }

    fn check_refresh_token(
        &self,
        presented: &PresentedRefreshToken,
        found: SingleUse<RefreshTokenRecord>,
        now: NumericDate,
    ) -> Result<RefreshTokenRecord, TokenError> {
        // The client must have authenticated at this provider.
        TokenError::check_issuer(&presented.issuer, self.issuer())?;
        let record = match found {
            SingleUse::Fresh(record) => *record,
            // RFC 9700 §4.14.2: the token was used twice, so its grant is revoked.
            SingleUse::Spent(grant) => return Err(TokenError::SpentRefreshToken(grant)),
            SingleUse::Unknown => return Err(TokenError::UnknownGrant),
        };
        let case = Case { provider: self, presented, record: &record, now };
        REFRESH_TOKEN_RULES.iter().try_for_each(|rule| (rule.check().0)(&case).map(drop))?;
        Ok(record)
    }
}

fn issuer(case: &Case<'_>) -> Result<Verdict, TokenError> {
    // RFC 6749 §6: this provider must have issued the token. Several providers can share a store.
    TokenError::check_issuer(&case.record.issuer, case.provider.issuer())
}

fn fingerprint(case: &Case<'_>) -> Result<Verdict, TokenError> {
    // The store may have returned the record of another token: the token counts as unknown then.
    if case.record.fingerprint == *case.presented.fingerprint() {
        Ok(Verdict::Held)
    } else {
        Err(TokenError::UnknownGrant)
    }
}

fn expires(case: &Case<'_>) -> Result<Verdict, TokenError> {
    // RFC 6749 §6: a refresh token that has expired is refused.
    if case.now < case.record.expires { Ok(Verdict::Held) } else { Err(TokenError::Expired) }
}

fn client(case: &Case<'_>) -> Result<Verdict, TokenError> {
    // RFC 6749 §6, RFC 9700 §4.14.2: the token is bound to the client to which it was issued.
    if case.record.client_id == case.presented.client.client_id {
        Ok(Verdict::Held)
    } else {
        Err(TokenError::OtherClient(case.record.grant.clone()))
    }
}

fn scope(case: &Case<'_>) -> Result<Verdict, TokenError> {
    // RFC 6749 §6: the scope contains nothing beyond what was granted.
    let within = |asked: &Scope| asked.is_subset_of(&case.record.scope);
    match &case.presented.grant.scope {
        None => Ok(Verdict::NotApplicable),
        Some(asked) if within(asked) => Ok(Verdict::Held),
        Some(_) => Err(TokenError::Scope),
    }
}
