//! What is kept while somebody is at a provider. The state is in the address, a second secret in
//! a cookie of the browser; here stand only fingerprints of both. Nonce and PKCE secret are made
//! of the state and the installation's key, so that they stand nowhere.

use kernel::{Lang, id::AccountId};
use ledger::{Ledger, StoreError, Write};
use oidc::{Flow, Offer};

use super::{Errand, PATIENCE, ProviderError};
use crate::{service::Accounts, store};

/// The secrets of a flow.
pub(super) struct Kept {
    state: String,
    nonce: String,
    verifier: String,
    print: String,
}

impl Kept {
    /// Those of a state.
    pub fn of(ledger: &Ledger, state: &str) -> Self {
        let vault = ledger.vault();
        let of = |purpose: &str| vault.blind(purpose, state);
        Self {
            state: state.to_owned(),
            nonce: of("oidc_nonce"),
            verifier: format!("{}{}", of("oidc_verifier_1"), of("oidc_verifier_2")),
            print: of("oidc_state"),
        }
    }

    pub fn flow(&self) -> Flow<'_> {
        Flow { state: &self.state, nonce: &self.nonce, verifier: &self.verifier }
    }
}

impl Accounts {
    pub(super) async fn keep_errand(
        &self,
        kept: &Kept,
        tie: &str,
        offer: &Offer,
        errand: Errand,
        (back, lang): (&str, Lang),
    ) -> Result<(), StoreError> {
        let ledger = self.ledger();
        let account = errand.account().map(|it| it.to_string());
        let args = vec![
            kept.print.as_str().into(),
            ledger.vault().blind("oidc_tie", tie).into(),
            offer.id.as_str().into(),
            errand.word().into(),
            account.as_deref().into(),
            back.into(),
            lang.tag().into(),
            (ledger.clock().now() + PATIENCE).into(),
        ];
        ledger.housekeep(vec![Write::new(&store::NEW_ERRAND, args)]).await
    }

    /// The flow of a state, in the browser that began it; it is gone afterwards.
    pub(super) async fn take_errand(
        &self,
        kept: &Kept,
        tie: &str,
        provider: &str,
    ) -> Result<(Errand, String, Lang), ProviderError> {
        let ledger = self.ledger();
        let tie = ledger.vault().blind("oidc_tie", tie);
        let args = [kept.print.as_str().into(), tie.as_str().into(), provider.into()];
        let rows = ledger.rows(&store::ERRAND, &args).await?;
        let row = rows.first().ok_or(ProviderError::NoFlow)?;
        let account: Option<AccountId> = match row.text_or_null(1)? {
            Some(text) => Some(text.parse().map_err(|_| ProviderError::NoFlow)?),
            None => None,
        };
        let errand = match (row.text(0)?, account) {
            ("enter", None) => Errand::Enter,
            ("raise", Some(account)) => Errand::Raise(account),
            ("bind", Some(account)) => Errand::Bind(account),
            _ => return Err(ProviderError::NoFlow),
        };
        let lang = Lang::parse(row.text(3)?).unwrap_or_default();
        let (back, expires) = (row.text(2)?.to_owned(), row.instant(4)?);
        let now = ledger.clock().now();
        // Of two that come back at once, one finds the row still there.
        let taken = Write::new(&store::END_ERRAND, vec![kept.print.as_str().into()]);
        let is_mine = ledger.housekeep_one(taken).await? == 1;
        // The demonstration's clock may be moved back: what began in the future is over.
        let is_alive = now < expires && expires - PATIENCE <= now;
        if is_mine && is_alive { Ok((errand, back, lang)) } else { Err(ProviderError::NoFlow) }
    }

    /// Whether a notice of a provider is seen for the first time.
    pub(super) async fn is_first(&self, provider: &str, id: &str) -> Result<bool, StoreError> {
        let ledger = self.ledger();
        let print = ledger.vault().blind("oidc_notice", &format!("{provider}\n{id}"));
        // A notice is believed for eleven minutes at most.
        let until = ledger.clock().now() + PATIENCE + PATIENCE;
        let args = vec![print.into(), provider.into(), until.into()];
        Ok(ledger.housekeep_one(Write::new(&store::NEW_NOTICE, args)).await? == 1)
    }
}
