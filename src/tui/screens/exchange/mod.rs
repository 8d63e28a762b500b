//! Bringing laptops together: sending packs, taking them in, the merges so far, the devices.

pub mod compare;
pub mod devices;
pub mod merge;
pub mod merges;
pub mod send;
mod spoken;

use rust_i18n::t;

use self::devices::Devices;
use self::merge::MergePacks;
use self::merges::Merges;
use self::send::SendPack;
use crate::inspection::RoundId;
use crate::tui::action::{Action, Offer};
use crate::tui::screen::Effect;
use crate::tui::work::World;

/// What screens below offer of this.
pub(super) fn offers(round: Option<&RoundId>) -> Vec<Offer> {
    let send = match round {
        Some(_) => Offer::on(Action::SendPack),
        None => Offer::off(Action::SendPack, t!("screen_rounds.none")),
    };
    let rest = [Action::MergePacks, Action::Merges, Action::Devices];
    [send].into_iter().chain(rest.map(Offer::on)).collect()
}

/// Opens the screen of one of [`offers`]; `round` is the one shown.
pub(super) fn act(action: Action, round: Option<&RoundId>) -> Option<Vec<Effect<World>>> {
    Some(vec![match (action, round) {
        (Action::SendPack, Some(round)) => Effect::push(SendPack::new(round.clone())),
        (Action::MergePacks, round) => Effect::push(MergePacks::new(round.cloned())),
        (Action::Merges, _) => Effect::push(Merges::new()),
        (Action::Devices, _) => Effect::push(Devices::new()),
        _ => return None,
    }])
}

#[cfg(test)]
mod tests;
