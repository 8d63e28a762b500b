//! What every screen of a unit says and offers about its signature.

use rust_i18n::t;

use crate::tui::action::{Action, Offer};
use crate::tui::width;
use crate::tui::work::UnitWork;
use crate::vietnamese::date::format_date_short;

/// Columns of a reason in line 1.
const REASON: usize = 24;

/// `đã ký 19/10`, or why it is changed all the same; nothing for a unit that is not signed.
pub(super) fn signed_note(work: &UnitWork) -> Option<String> {
    let signature = work.signature.as_ref()?;
    Some(match &work.amending {
        Some(reason) => t!("screen_later.amending", reason = width::cut(reason, REASON, "…")).into_owned(),
        None => t!("screen_later.signed", date = format_date_short(signature.when.date_naive())).into_owned(),
    })
}

/// To change what is signed, and to see what was changed.
pub(super) fn signed_offers(work: &UnitWork) -> Vec<Offer> {
    let not_signed = || t!("screen_later.not_signed");
    match (&work.signature, &work.amending) {
        (None, _) => {
            vec![Offer::off(Action::Amend, not_signed()), Offer::off(Action::LaterChanges, not_signed())]
        }
        (Some(_), None) => vec![Offer::on(Action::Amend), Offer::on(Action::LaterChanges)],
        (Some(_), Some(_)) => {
            vec![Offer::off(Action::Amend, t!("screen_later.amending_now")), Offer::on(Action::LaterChanges)]
        }
    }
}
