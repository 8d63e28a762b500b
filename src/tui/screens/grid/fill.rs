//! One answer about to be recorded at several units: what it is, and what it changes where.

use rust_i18n::t;

use crate::checklist::{Item, ItemKind, Verdict};
use crate::inspection::{AnswerField, FieldChange, UnitId};
use crate::tui::screens::verdict_mark;
use crate::tui::widgets::text_area::TextArea;
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::work::{FindingCopy, GridCell};
use crate::vietnamese::date::parse_date;
use crate::vietnamese::fold::fold;
use crate::vietnamese::number::parse_number;

/// What is to be recorded.
#[derive(Debug)]
pub(super) enum What {
    /// A verdict.
    Verdict(Verdict),
    /// A figure, day, choice or text, being typed.
    Value(TextField),
    /// A remark, being written.
    Remark(TextArea),
    /// The finding of one unit, said of each of the others.
    Copies(Vec<FindingCopy>),
}

/// What becomes of a remark that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The new one follows it.
    Append,
    /// The new one takes its place.
    Replace,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Being typed.
    Writing,
    /// What it changes is shown; one more Enter records it.
    Asking,
}

/// One answer about to be recorded at several units.
#[derive(Debug)]
pub(super) struct Fill {
    pub(super) what: What,
    pub(super) way: Way,
    pub(super) stage: Stage,
    /// At which units.
    pub(super) units: Vec<UnitId>,
    /// Why it cannot be recorded, until it is changed.
    pub(super) error: Option<String>,
}

/// What becomes of one unit's answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Effect {
    /// These changes.
    Changes(Vec<FieldChange>),
    /// Nothing: it is so already.
    Same,
    /// Nothing, and why (translated).
    LeftOut(String),
}

impl Fill {
    pub(super) fn new(what: What, units: Vec<UnitId>) -> Self {
        let stage = match what {
            What::Verdict(_) | What::Copies(_) => Stage::Asking,
            What::Value(_) | What::Remark(_) => Stage::Writing,
        };
        Self { what, way: Way::Append, stage, units, error: None }
    }

    /// A field for the value of `item`; `None` where a person chooses no value.
    pub(super) fn value_field(item: &Item) -> Option<What> {
        let accepts = match item.kind {
            ItemKind::Number { .. } => Accepts::Number,
            ItemKind::Date => Accepts::Date,
            ItemKind::Text | ItemKind::Choice { .. } => Accepts::Text,
            _ => return None,
        };
        Some(What::Value(TextField::new("", accepts)))
    }

    /// Whether a remark is part of it, so that [`Way`] matters.
    pub(super) fn has_remark(&self) -> bool {
        match &self.what {
            What::Remark(_) => true,
            What::Copies(copies) => copies.iter().any(|copy| !copy.remark.text.is_empty()),
            What::Verdict(_) | What::Value(_) => false,
        }
    }

    /// Why what was typed cannot be recorded at all.
    pub(super) fn refusal(&self, item: &Item) -> Option<String> {
        match &self.what {
            What::Value(field) => match read(item, field.text()) {
                Err(why) => Some(why),
                Ok(change) => change.check(item).err().map(|error| error.to_string()),
            },
            What::Remark(area) if area.text().trim().is_empty() => Some(t!("screen_grid.no_text").into_owned()),
            _ => None,
        }
    }

    /// What becomes of the answer of `item` at `unit`, which stands as in `cell`.
    pub(super) fn effect(&self, item: &Item, unit: &UnitId, cell: &GridCell) -> Effect {
        let in_conflict = |field| cell.conflicts.contains(&field);
        let conflict = || Effect::LeftOut(t!("screen_grid.in_conflict").into_owned());
        let verdict = |verdict: Verdict| (cell.verdict != Some(verdict)).then_some(FieldChange::Verdict(Some(verdict)));
        let changes: Vec<FieldChange> = match &self.what {
            What::Verdict(_) if in_conflict(AnswerField::Verdict) => return conflict(),
            What::Verdict(wanted) => verdict(*wanted).into_iter().collect(),
            What::Value(field) => match read(item, field.text()) {
                Ok(change) if in_conflict(change.field()) => return conflict(),
                Ok(change) => vec![change],
                Err(why) => return Effect::LeftOut(why),
            },
            What::Remark(_) if in_conflict(AnswerField::Remark) => return conflict(),
            What::Remark(area) => self.remark(cell, area.text()).into_iter().collect(),
            What::Copies(copies) => {
                let Some(copy) = copies.iter().find(|copy| copy.unit == *unit) else { return Effect::Same };
                if in_conflict(AnswerField::Verdict) || in_conflict(AnswerField::Remark) {
                    return conflict();
                }
                if !copy.remark.missing.is_empty() {
                    let items = copy.remark.missing.join("; ");
                    return Effect::LeftOut(t!("screen_grid.figures_missing", items = items).into_owned());
                }
                let remark = self.remark(cell, &copy.remark.text);
                copy.verdict.and_then(verdict).into_iter().chain(remark).collect()
            }
        };
        if changes.is_empty() { Effect::Same } else { Effect::Changes(changes) }
    }

    /// The remark with `text` in it; `None` where that changes nothing.
    fn remark(&self, cell: &GridCell, text: &str) -> Option<FieldChange> {
        let text = text.trim();
        let former = cell.remark.as_deref().unwrap_or_default().trim();
        let remark = match self.way {
            Way::Append if !former.is_empty() => {
                if former.contains(text) {
                    return None;
                }
                // A remark that was left without its full stop must not run into the next sentence.
                let gap = if former.ends_with(['.', '!', '?', ';', ':', ',']) { " " } else { "; " };
                format!("{former}{gap}{text}")
            }
            _ => text.to_owned(),
        };
        (!text.is_empty() && remark != former).then_some(FieldChange::Remark(Some(remark)))
    }

    /// What will be recorded, in a few words.
    pub(super) fn words(&self) -> String {
        match &self.what {
            What::Verdict(verdict) => verdict_mark::word(*verdict),
            What::Value(field) => field.text().trim().to_owned(),
            What::Remark(_) => t!("screen_grid.the_remark").into_owned(),
            What::Copies(_) => t!("screen_grid.the_finding").into_owned(),
        }
    }

    /// Numbers in copied remarks that stand as they were, because no answer has that value.
    pub(super) fn kept_numbers(&self) -> Vec<String> {
        let What::Copies(copies) = &self.what else { return Vec::new() };
        let mut kept: Vec<String> = copies.iter().flat_map(|copy| copy.remark.kept.clone()).collect();
        kept.sort_unstable();
        kept.dedup();
        kept
    }
}

/// Reads a typed value of `item`.
fn read(item: &Item, typed: &str) -> Result<FieldChange, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(t!("screen_grid.no_text").into_owned());
    }
    match &item.kind {
        ItemKind::Number { decimals, .. } => match parse_number(typed, *decimals) {
            Ok(number) => Ok(FieldChange::Number(Some(number))),
            Err(error) => Err(error.to_string()),
        },
        ItemKind::Date => match parse_date(typed) {
            Ok(day) => Ok(FieldChange::Date(Some(day))),
            Err(error) => Err(error.to_string()),
        },
        ItemKind::Choice { choices, .. } => {
            let numbered = typed.parse::<usize>().ok().and_then(|place| choices.get(place.checked_sub(1)?));
            let named = choices.iter().find(|choice| fold(choice) == fold(typed));
            match named.or(numbered) {
                Some(choice) => Ok(FieldChange::Choice(Some(choice.clone()))),
                None => Err(t!("screen_grid.not_offered", offered = choices.join(", ")).into_owned()),
            }
        }
        _ => Ok(FieldChange::Text(Some(typed.to_owned()))),
    }
}
