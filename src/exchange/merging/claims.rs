//! What a pack's header claims, held against signatures.

use std::collections::{HashMap, HashSet};

use rust_i18n::t;

use crate::exchange::identity::{DeviceCard, DeviceKeys, Signed, verify};
use crate::exchange::pack::{CheckedPack, Header};
use crate::journal::{Chain, DeviceId, SignedTip};

/// The sender as it names itself.
pub(super) fn card_of(header: &Header) -> DeviceCard {
    let member = header.sender.members.first().cloned();
    DeviceCard { keys: header.sender.keys.clone(), name: header.sender.name.clone(), member }
}

/// What makes a pack that can be read one that is not taken.
pub(super) fn wrong_inside(pack: &CheckedPack, rounds: &HashSet<Chain>) -> Option<String> {
    if pack.signature == Signed::Invalid {
        return Some(t!("exchange.not_from_sender").into_owned());
    }
    let own = Chain::Round(pack.header.round.clone());
    rounds.iter().any(|chain| *chain != own).then(|| t!("exchange.wrong_round").into_owned())
}

/// The ends of chains as a pack tells them, without signatures that are not right or cannot be checked.
pub(super) fn checked_tips(header: &Header, keys: &HashMap<DeviceId, DeviceKeys>) -> Vec<SignedTip> {
    let checked = |tip: &SignedTip| {
        let message = SignedTip::message(&header.round, tip.sequence, &tip.revision);
        let key = keys.get(&tip.device);
        let signature = tip
            .signature
            .filter(|signature| key.is_some_and(|keys| verify(keys, &message, signature) == Signed::Valid));
        SignedTip { signature, ..tip.clone() }
    };
    header.tips.iter().map(checked).collect()
}

/// Devices whose part of a pack is vouched for by nobody but its sender.
pub(super) fn unsigned(
    header: &Header,
    devices: &HashSet<DeviceId>,
    keys: &HashMap<DeviceId, DeviceKeys>,
    own: &DeviceId,
) -> Vec<DeviceId> {
    let signed: HashSet<DeviceId> =
        checked_tips(header, keys).into_iter().filter(|tip| tip.signature.is_some()).map(|tip| tip.device).collect();
    let vouched = |id: &DeviceId| *id == header.sender.device || id == own || signed.contains(id);
    let mut left: Vec<DeviceId> = devices.iter().filter(|id| !vouched(id)).cloned().collect();
    left.sort();
    left
}
