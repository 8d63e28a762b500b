//! What ids in packs and records are called, as far as anybody here knows.

use std::collections::HashMap;

use rust_i18n::t;

use super::merging::{PlaceLine, plain};
use crate::assessment::OpenRound;
use crate::checklist::Checklist;
use crate::exchange::merging::{Place, PlaceCount};
use crate::exchange::pack::Header;
use crate::inspection::{ItemKey, RoundId, place_of, unit_of};
use crate::journal::RecordKey;
use crate::tui::work::office::Office;

/// Names in a round.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The round's title.
    pub(super) title: String,
    units: Vec<(String, String)>,
    members: Vec<(String, String)>,
    items: HashMap<ItemKey, (usize, String)>,
}

/// Where a place stands in the round's order.
pub(super) type Rank = (Option<usize>, Option<usize>);

impl Names {
    /// Of a round on this laptop; nothing where it cannot be opened.
    pub(super) fn of_round(office: &Office, id: &RoundId) -> Self {
        let Ok(open) = OpenRound::open(office.store(), id.as_str()) else { return Self::default() };
        let mut names = Self { title: open.round.title.clone(), ..Self::default() };
        names.units = open.round.units.iter().map(|unit| (unit.id.to_string(), unit.name.clone())).collect();
        names.members = open.round.members.iter().map(|one| (one.id.to_string(), one.name.clone())).collect();
        open.editions.iter().for_each(|edition| names.add_items(&edition.checklist));
        names
    }

    /// Of a pack's round: as it is known here, and what the pack says of the rest.
    pub(super) fn of_pack(office: &Office, id: Option<&RoundId>, header: Option<&Header>) -> Self {
        let mut names = id.map(|id| Self::of_round(office, id)).unwrap_or_default();
        let Some(header) = header else { return names };
        if names.title.is_empty() {
            names.title = plain(&header.title);
        }
        let told = |all: &[(String, String)], id: &str| all.iter().any(|(known, _)| known == id);
        for unit in &header.definition.units {
            if !told(&names.units, &unit.id) {
                names.units.push((unit.id.clone(), plain(&unit.name)));
            }
        }
        for member in &header.definition.members {
            if !told(&names.members, &member.id) {
                names.members.push((member.id.clone(), plain(&member.name)));
            }
        }
        if names.items.is_empty() {
            office.store().library().all().for_each(|checklist| names.add_items(&checklist));
        }
        names
    }

    fn add_items(&mut self, checklist: &Checklist) {
        for (section, position) in checklist.sections.iter().zip(1..) {
            for (item, place) in section.items.iter().zip(1..) {
                let rank = self.items.len();
                let key = ItemKey { checklist: checklist.id.clone(), item: item.id.clone() };
                self.items.entry(key).or_insert_with(|| (rank, format!("{position}.{place} {}", item.ask)));
            }
        }
    }

    pub(super) fn member(&self, id: &str) -> String {
        self.members.iter().find(|(known, _)| known == id).map_or_else(|| plain(id), |(_, name)| name.clone())
    }

    fn unit(&self, id: &str) -> (Option<usize>, String) {
        let place = self.units.iter().position(|(known, _)| known == id);
        (place, place.map_or_else(|| plain(id), |place| self.units[place].1.clone()))
    }

    fn item(&self, key: &ItemKey) -> (Option<usize>, String) {
        self.items.get(key).map_or_else(|| (None, key.to_string()), |(rank, name)| (Some(*rank), name.clone()))
    }

    /// A line for a place, and where it stands.
    pub(super) fn place(&self, place: &Place, count: PlaceCount) -> (Rank, PlaceLine) {
        let unit = place.unit.as_ref().map(|unit| self.unit(unit.as_str()));
        let item = place.item.as_ref().map(|key| self.item(key));
        // What nobody here can place stands last.
        let rank = |known: &Option<(Option<usize>, String)>| known.as_ref().map(|(rank, _)| rank.unwrap_or(usize::MAX));
        let ranks = (rank(&unit), rank(&item));
        (ranks, PlaceLine { unit: unit.map(|(_, name)| name), item: item.map(|(_, name)| name), count })
    }

    /// What a record is about: `UBND xã Mẫu A, 2.4 Địa chỉ …`.
    pub(super) fn record(&self, record: &RecordKey) -> String {
        match place_of(record) {
            Some((unit, item)) => format!("{}, {}", self.unit(unit.as_str()).1, self.item(&item).1),
            None => match unit_of(record) {
                Some(unit) => self.unit(unit.as_str()).1,
                None => t!("screen_exchange.places.round").into_owned(),
            },
        }
    }
}
