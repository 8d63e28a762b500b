//! The lines of the list.

use std::sync::Arc;

use rust_i18n::t;

use crate::assessment::OpenRound;
use crate::checklist::Checklist;
use crate::exchange::edition::{Carrying, ChangedItem, ChecklistReview, EditionReview, GoneItem};
use crate::inspection::Pin;
use crate::tui::theme::Role;

/// What can be selected.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    /// The edition that is asked.
    Asked(Arc<Checklist>),
    /// Another that a laptop chose.
    Pin {
        /// What is recorded.
        pin: Pin,
        /// The edition, where its text is here.
        edition: Option<Arc<Checklist>>,
    },
    /// Another edition at hand.
    Newer(Arc<Checklist>),
    /// An item that is asked in other words.
    Changed(Box<ChangedItem>),
    /// An item that is asked no more.
    Gone(Box<GoneItem>),
}

/// One line.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// What it is; a heading is nothing.
    pub(super) entry: Option<Entry>,
    /// At the left.
    pub(super) text: String,
    /// At the right edge.
    pub(super) right: String,
    /// How it is meant.
    pub(super) role: Role,
}

impl Row {
    fn heading(text: impl Into<String>, role: Role) -> Self {
        Self { entry: None, text: text.into(), right: String::new(), role }
    }

    fn of(entry: Entry, text: impl Into<String>, right: impl Into<String>) -> Self {
        Self { entry: Some(entry), text: text.into(), right: right.into(), role: Role::Text }
    }
}

/// Everything that there is to tell; a checklist of which nothing is to be told is left out.
pub(super) fn rows(open: &OpenRound, review: &EditionReview) -> Vec<Row> {
    review.checklists.iter().flat_map(|checklist| of_checklist(open, checklist)).collect()
}

fn of_checklist(open: &OpenRound, review: &ChecklistReview) -> Vec<Row> {
    let editions = editions(open, review);
    let mut rows = Vec::new();
    if editions.is_empty() && review.changed.is_empty() && review.gone.is_empty() {
        return rows;
    }
    let in_round = open.round.checklists.contains(&review.id);
    let title = review.title();
    rows.push(match (&review.asked, review.pins.len()) {
        (None, _) if !in_round => Row::heading(t!("screen_editions.not_in_round", title = title), Role::Title),
        (None, _) => Row::heading(t!("screen_editions.missing", title = title), Role::Error),
        (Some(_), 2..) => Row::heading(t!("screen_editions.contested", title = title), Role::Error),
        _ => Row::heading(title, Role::Title),
    });
    rows.extend(editions);
    if !review.changed.is_empty() {
        rows.push(Row::heading(t!("screen_editions.changed"), Role::Dim));
        rows.extend(review.changed.iter().map(|item| {
            let units = t!("screen_editions.units", count = item.answers.len());
            let cannot = item.answers.iter().all(|old| old.carrying != Carrying::Holds);
            let right = if cannot { t!("screen_editions.cannot", units = units) } else { units };
            Row::of(Entry::Changed(Box::new(item.clone())), &item.now.ask, right)
        }));
    }
    if !review.gone.is_empty() {
        // Without the text every item would be here: they are not gone, only without words.
        let heading = if review.asked.is_some() { "screen_editions.gone" } else { "screen_editions.without_words" };
        rows.push(Row::heading(t!(heading), Role::Dim));
        rows.extend(review.gone.iter().map(|item| {
            let ask = item.then.as_ref().map_or_else(|| item.key.item.to_string(), |then| then.ask.clone());
            let units = t!("screen_editions.units", count = item.answers.len());
            Row::of(Entry::Gone(Box::new(item.clone())), ask, units)
        }));
    }
    rows
}

/// The editions, where there is a choice or something is wrong.
fn editions(open: &OpenRound, review: &ChecklistReview) -> Vec<Row> {
    let mut rows = Vec::new();
    let is_plain = review.pins.len() < 2 && review.newer.is_none();
    if is_plain && review.asked.is_some() {
        return rows;
    }
    let by = |pin: &Pin| open.recorded_by(std::slice::from_ref(pin));
    if let (Some(asked), true) = (&review.asked, review.pins.is_empty()) {
        rows.push(Row::of(Entry::Asked(asked.clone()), asked_name(asked), ""));
    }
    for (place, pin) in review.pins.iter().enumerate() {
        rows.push(match (&pin.checklist, &review.asked) {
            // Where several are pinned, also the one that is asked has to be chosen once.
            (Some(edition), Some(_)) if place == 0 => {
                let entry = if review.pins.len() > 1 {
                    Entry::Pin { pin: pin.clone(), edition: Some(edition.clone()) }
                } else {
                    Entry::Asked(edition.clone())
                };
                Row::of(entry, asked_name(edition), by(pin))
            }
            (Some(edition), _) => {
                let entry = Entry::Pin { pin: pin.clone(), edition: Some(edition.clone()) };
                Row::of(entry, t!("screen_editions.edition", edition = edition.edition), by(pin))
            }
            (None, _) => {
                let hash: String = pin.hash.0.chars().take(8).collect();
                let text = t!("screen_editions.edition_without_text", hash = hash);
                Row::of(Entry::Pin { pin: pin.clone(), edition: None }, text, by(pin))
            }
        });
    }
    if let Some(newer) = &review.newer {
        let right = t!("screen_editions.at_hand");
        let text = t!("screen_editions.edition", edition = newer.edition);
        rows.push(Row::of(Entry::Newer(newer.clone()), text, right));
    }
    rows
}

fn asked_name(asked: &Checklist) -> String {
    t!("screen_editions.edition_asked", edition = asked.edition).into_owned()
}
