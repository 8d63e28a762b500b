//! Many units at once: what stands at each of them, one answer recorded at several, a finding said of another unit.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::office::{Office, refused, saving};
use super::request::{Definition, Outcome};
use crate::assessment::{Answered, ChecklistAssessment, ItemState, Transferred, transfer};
use crate::checklist::{Checklist, Item, ItemKind, Verdict};
use crate::inspection::{Answer, AnswerField, ItemKey, RoundId, UnitId, UnitRecord, find_unit};
use crate::tui::screen::{EffectKind, Failure};
use crate::vietnamese::date::format_date;

/// What is asked about many units.
#[derive(Debug, Clone)]
pub enum GridRequest {
    /// What stands at one unit → [`GridOutcome::Unit`].
    Unit(RoundId, UnitId),
    /// The same item at several units, as one action → [`Outcome::Changed`].
    Record {
        /// The edition the item is asked in.
        checklist: Arc<Checklist>,
        /// Which item.
        item: Box<Item>,
        /// What, at which units.
        over: Vec<UnitRecord>,
    },
    /// What one unit's remark says of others → [`GridOutcome::Copies`].
    Copy {
        /// The round.
        round: RoundId,
        /// Whose finding.
        from: UnitId,
        /// Which item.
        key: ItemKey,
        /// Of whom it is to be said.
        to: Vec<UnitId>,
    },
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum GridOutcome {
    /// What stands at one unit.
    Unit(RoundId, Box<UnitColumn>),
    /// A finding, said of other units. Nothing is recorded yet.
    Copies(Vec<FindingCopy>),
}

/// What stands at one unit.
#[derive(Debug, Clone)]
pub struct UnitColumn {
    /// Which unit.
    pub unit: UnitId,
    /// What is asked there, by item.
    pub cells: BTreeMap<ItemKey, GridCell>,
}

/// One answer as a grid shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct GridCell {
    /// Whether there is an answer.
    pub answered: Answered,
    /// The verdict, a person's or computed.
    pub verdict: Option<Verdict>,
    /// The value.
    pub value: CellValue,
    /// The remark for the papers; `None` also where opinions differ.
    pub remark: Option<String>,
    /// Fields with different opinions nobody has settled.
    pub conflicts: Vec<AnswerField>,
}

/// The value of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum CellValue {
    /// None, or a verdict alone.
    Nothing,
    /// A figure.
    Figure(f64),
    /// A share, 0..1.
    Share(f64),
    /// Text, day or choice.
    Words(String),
    /// Rows or forms without a share yet.
    Entries(usize),
}

/// A unit's finding said of another one.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingCopy {
    /// Of whom.
    pub unit: UnitId,
    /// The verdict of the first unit, where a person chose it.
    pub verdict: Option<Verdict>,
    /// The remark with this unit's figures.
    pub remark: Transferred,
}

impl GridRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::Unit(..) | Self::Copy { .. } => EffectKind::Read,
            Self::Record { .. } => EffectKind::Write,
        }
    }
}

impl Office {
    pub(super) fn grid(&mut self, request: &GridRequest) -> Result<Outcome, Failure> {
        match request {
            GridRequest::Unit(round, unit) => {
                let column = self.column(round, unit)?;
                Ok(Outcome::Grid(GridOutcome::Unit(round.clone(), Box::new(column))))
            }
            GridRequest::Record { checklist, item, over } => self.record_over_units(checklist, item, over),
            GridRequest::Copy { round, from, key, to } => self.copies(round, from, key, to),
        }
    }

    fn column(&mut self, round: &RoundId, unit: &UnitId) -> Result<UnitColumn, Failure> {
        let open = self.opened(round)?;
        let unit = find_unit(&open.round, unit.as_str()).map_err(refused)?;
        let answers = self.store().answers(round, &unit.id).map_err(refused)?;
        let judged = open.assess(unit, &answers);
        let nothing = Answer::default();
        let cells = judged.checklists().iter().flat_map(|judged| {
            let checklist = judged.checklist().id.clone();
            judged.items().filter(|(_, state)| state.is_asked()).map(move |(item, state)| {
                (ItemKey { checklist: checklist.clone(), item: item.id.clone() }, item, state)
            })
        });
        let cells = cells.map(|(key, item, state)| {
            let answer = answers.at(&key).unwrap_or(&nothing);
            let cell = cell(item, state, answer);
            (key, cell)
        });
        Ok(UnitColumn { unit: unit.id.clone(), cells: cells.collect() })
    }

    fn record_over_units(
        &mut self,
        checklist: &Checklist,
        item: &Item,
        over: &[UnitRecord],
    ) -> Result<Outcome, Failure> {
        self.store_mut().record_over_units(checklist, item, over).map_err(saving)?;
        let key = super::UnitWork::key(checklist, item);
        let round = over.first().map(|record| record.recorder.round.clone());
        let Some(round) = round else {
            return Err(Failure::Refused(rust_i18n::t!("screen_grid.nobody").into_owned()));
        };
        let touched = over.iter().map(|record| self.touched(&round, &record.recorder.unit, &key));
        let touched = touched.collect::<Result<Vec<_>, _>>()?;
        Ok(Outcome::Changed { round, touched, definition: Definition::Same, cleared: None, reversal: None })
    }

    fn copies(&mut self, round: &RoundId, from: &UnitId, key: &ItemKey, to: &[UnitId]) -> Result<Outcome, Failure> {
        let (source, answer) = self.judged_item(round, from, key)?;
        let item = source.checklist().item(key.item.as_str()).cloned();
        let remark = answer.remark.unwrap_or_default();
        let mut copies = Vec::with_capacity(to.len());
        for unit in to {
            let (there, _) = self.judged_item(round, unit, key)?;
            let remark = match &item {
                Some(item) if !remark.is_empty() => transfer(&remark, item, &source, &there),
                _ => Transferred::default(),
            };
            copies.push(FindingCopy { unit: unit.clone(), verdict: answer.verdict, remark });
        }
        Ok(Outcome::Grid(GridOutcome::Copies(copies)))
    }

    fn judged_item(
        &mut self,
        round: &RoundId,
        unit: &UnitId,
        key: &ItemKey,
    ) -> Result<(ChecklistAssessment, Answer), Failure> {
        let open = self.opened(round)?;
        let unit = find_unit(&open.round, unit.as_str()).map_err(refused)?;
        let answers = self.store().answers(round, &unit.id).map_err(refused)?;
        let judged = open.assess(unit, &answers);
        let not_asked = || Failure::Refused(rust_i18n::t!("screen_grid.not_asked", unit = unit.name).into_owned());
        let checklist = judged.checklist(&key.checklist).ok_or_else(not_asked)?.clone();
        Ok((checklist, answers.at(key).cloned().unwrap_or_default()))
    }
}

fn cell(item: &Item, state: &ItemState, answer: &Answer) -> GridCell {
    let words = || match &item.kind {
        ItemKind::Date => answer.date.map(format_date),
        _ => answer.text.clone().or_else(|| answer.choice.clone()),
    };
    let value = match (&item.kind, state.value) {
        (ItemKind::Number { .. }, Some(value)) => CellValue::Figure(value),
        (ItemKind::Rate { .. } | ItemKind::Register(_) | ItemKind::Survey(_), Some(value)) => CellValue::Share(value),
        (ItemKind::Register(_) | ItemKind::Survey(_), None) => match answer.rows.len() + answer.forms.len() {
            0 => CellValue::Nothing,
            entries => CellValue::Entries(entries),
        },
        (ItemKind::Text | ItemKind::Date | ItemKind::Choice { .. }, _) => {
            words().map_or(CellValue::Nothing, CellValue::Words)
        }
        _ => CellValue::Nothing,
    };
    GridCell {
        answered: state.answered,
        verdict: state.verdict,
        value,
        remark: answer.remark.clone(),
        conflicts: answer.conflicts.iter().copied().collect(),
    }
}
