//! What a round came to, to be taken away: the report with its annex, and views for other programs.

mod export;
mod report;
mod target;
#[cfg(test)]
mod tests;

use rust_i18n::t;

pub use export::Export;
pub use report::RoundReport;

use crate::assessment::OpenRound;
use crate::export::View;
use crate::tui::action::{Action, Offer};
use crate::tui::screen::Effect;
use crate::tui::work::World;

/// What can be taken away of `open`.
pub(super) fn offers(open: &OpenRound) -> [Offer; 2] {
    [Action::RoundReport, Action::Export].map(|action| {
        if open.round.units.is_empty() { Offer::off(action, t!("screen_results.no_units")) } else { Offer::on(action) }
    })
}

/// Opens the screen of `action`, if it is one of [`offers`]; `view` is what is seen now.
pub(super) fn open(action: Action, open: &OpenRound, view: View) -> Option<Vec<Effect<World>>> {
    let round = &open.round;
    match action {
        Action::RoundReport => Some(vec![Effect::push(RoundReport::new(round.id.clone()))]),
        Action::Export => Some(vec![Effect::push(Export::new(round.id.clone(), view))]),
        _ => None,
    }
}
