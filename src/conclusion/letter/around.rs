//! The papers that go out before and between: what each needs, and what refuses it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_i18n::t;
use thiserror::Error;

use super::{LetterBasis, announcement, opinion, outline, programme};
use crate::checklist::Checklist;
use crate::conclusion::addressing::Tone;
use crate::conclusion::numbering::{NumberUse, NumberedPaper, Wanted, split, taken};
use crate::conclusion::{addressing, phrase};
use crate::inspection::{
    InspectionError, Mode, Round, Said, Step, StepChange, StepContent, StepError, Store, Unit, UnitId, Visit,
};
use crate::paper::lettering::document_number;
use crate::paper::{Document, PaperKind};
use crate::vietnamese::date::format_date;
use crate::vietnamese::fold::fold;

/// A paper around an inspection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AroundKind {
    /// Chương trình (lịch) kiểm tra.
    Programme,
    /// Công văn thông báo kiểm tra, with programme and outline.
    Announcement,
    /// Công văn đề nghị báo cáo, with the outline.
    Outline,
    /// Công văn gửi dự thảo thông báo kết luận lấy ý kiến.
    Opinion,
}

impl AroundKind {
    /// All of them, in the order in which they go out.
    pub const ALL: [Self; 4] = [Self::Programme, Self::Announcement, Self::Outline, Self::Opinion];

    /// As on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Programme => "programme",
            Self::Announcement => "announcement",
            Self::Outline => "outline",
            Self::Opinion => "opinion",
        }
    }

    /// What people call it, in the language of the screen.
    pub fn name(self) -> String {
        let key = format!("letter.kind.{}", self.as_str());
        t!(key).into_owned()
    }

    /// Notation behind its number in papers of `round`.
    pub fn notation(self, round: &Round) -> String {
        match self {
            Self::Programme => addressing::notation(&round.letterhead, PaperKind::Programme),
            Self::Announcement | Self::Outline | Self::Opinion => super::notation(round),
        }
    }

    /// The step that is done once it has gone out.
    pub fn step(self) -> Option<Step> {
        match self {
            Self::Announcement => Some(Step::Announcement),
            Self::Opinion => Some(Step::Opinion),
            Self::Programme | Self::Outline => None,
        }
    }

    /// The step whose deadline it sets: until when the unit has to answer.
    fn answered_by(self) -> Option<Step> {
        match self {
            Self::Programme => None,
            Self::Announcement | Self::Outline => Some(Step::SelfReport),
            Self::Opinion => Some(Step::Reply),
        }
    }
}

/// Why a paper was not composed.
#[derive(Debug, Error)]
pub enum LetterError {
    /// A surprise inspection must not leak.
    #[error("{}", t!("letter.surprise", paper = .0.name()))]
    Surprise(AroundKind),
    /// The round has no units yet.
    #[error("{}", t!("letter.no_units", round = .0))]
    NoUnits(String),
    /// The paper goes to one unit alone.
    #[error("{}", t!("letter.unit_missing", paper = .0.name()))]
    UnitMissing(AroundKind),
    /// The unit shall answer before it is asked.
    #[error("{}", t!("letter.due_before_date", due = format_date(*.due), date = format_date(*.date)))]
    DueBeforeDate {
        /// Until when it shall answer.
        due: NaiveDate,
        /// Day of the letter.
        date: NaiveDate,
    },
    /// A deadline on which laptops differ.
    #[error("{}", t!("letter.due_contested", step = .0.name()))]
    DueContested(Step),
    /// The draft of a conclusion before the visit.
    #[error("{}", t!("letter.before_visit", date = format_date(*.date), visit = format_date(*.visit)))]
    BeforeVisit {
        /// Day of the letter.
        date: NaiveDate,
        /// Day of the visit.
        visit: NaiveDate,
    },
    /// 0 is no number.
    #[error("{}", t!("letter.no_number"))]
    NoNumber,
    /// The number is used this year.
    #[error("{0}")]
    NumberUsed(Box<NumberUse>),
    /// That it went out cannot be recorded.
    #[error(transparent)]
    Step(StepError),
    /// The records could not be read.
    #[error(transparent)]
    Inspection(#[from] InspectionError),
}

impl From<StepError> for LetterError {
    fn from(error: StepError) -> Self {
        match error {
            StepError::Inspection(error) => Self::Inspection(error),
            other => Self::Step(other),
        }
    }
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AroundOrder {
    /// Which paper.
    pub kind: AroundKind,
    /// To which unit; none = to all of the round.
    pub unit: Option<UnitId>,
    /// Until when the unit has to answer; none = as recorded with its steps.
    pub due: Option<NaiveDate>,
    /// Number, date, notation.
    pub basis: LetterBasis,
}

/// What the papers are composed from.
pub(super) struct Around<'a> {
    pub round: &'a Round,
    /// The units it is about, the earliest visit first.
    pub units: Vec<&'a Unit>,
    /// What is recorded of their visits.
    pub visits: BTreeMap<&'a UnitId, Visit>,
    /// Checklists of which some unit is asked, as the round asks them.
    pub checklists: Vec<Arc<Checklist>>,
    pub due: Option<NaiveDate>,
    pub basis: &'a LetterBasis,
}

/// The paper, from what is recorded of `round`.
pub fn compose(store: &Store, round: &Round, order: &AroundOrder) -> Result<Document, LetterError> {
    let kind = order.kind;
    if round.mode == Mode::Surprise && kind != AroundKind::Opinion {
        return Err(LetterError::Surprise(kind));
    }
    let mut units: Vec<&Unit> = match &order.unit {
        Some(unit) => vec![crate::inspection::find_unit(round, unit.as_str())?],
        None if kind == AroundKind::Opinion => return Err(LetterError::UnitMissing(kind)),
        None => round.units.iter().collect(),
    };
    if units.is_empty() {
        return Err(LetterError::NoUnits(round.id.to_string()));
    }
    units.sort_by_key(|unit| (unit.visit.is_none(), unit.visit));
    let mut visits = BTreeMap::new();
    for unit in &units {
        visits.insert(&unit.id, store.visit(&round.id, &unit.id)?);
    }
    let checklists = store.editions(round)?.into_iter().map(|edition| edition.checklist);
    let asked = |checklist: &Arc<Checklist>| units.iter().any(|unit| checklist.applies_to(unit.kind));
    let checklists = checklists.filter(asked).collect();
    let due = match order.due {
        Some(due) => Some(due),
        None => recorded_due(store, round, &units, kind)?,
    };
    if let Some((due, date)) = due.zip(order.basis.date).filter(|(due, date)| due < date) {
        return Err(LetterError::DueBeforeDate { due, date });
    }
    let around = Around { round, units, visits, checklists, due, basis: &order.basis };
    let document = match kind {
        AroundKind::Programme => programme::compose(&around),
        AroundKind::Announcement => announcement::compose(&around),
        AroundKind::Outline => outline::compose(&around),
        AroundKind::Opinion => opinion::compose(&around)?,
    };
    refuse_number(store, round, order, &document)?;
    Ok(document)
}

/// Refuses the number of a paper that has its day, where another paper has it.
fn refuse_number(store: &Store, round: &Round, order: &AroundOrder, document: &Document) -> Result<(), LetterError> {
    let Some((number, date)) = order.basis.number.zip(order.basis.date) else { return Ok(()) };
    if number == 0 {
        return Err(LetterError::NoNumber);
    }
    let paper = order.kind.step().map_or(NumberedPaper::Unrecorded, NumberedPaper::Step);
    let notation = document.notation.as_str();
    match taken(store, &Wanted { paper, round: &round.id, number, notation, date })? {
        Some(used) => Err(LetterError::NumberUsed(Box::new(used))),
        None => Ok(()),
    }
}

/// Records that `letter`, which was composed as `order` says, has gone out with its number and day: the step that it
/// takes is done at its units. None where the letter takes no step or is a draft. Durable when this returns.
pub fn record_sent(
    store: &mut Store,
    round: &Round,
    member: &str,
    order: &AroundOrder,
    letter: &Document,
) -> Result<Option<Step>, LetterError> {
    let (Some(step), Some((number, done))) = (order.kind.step(), order.basis.number.zip(order.basis.date)) else {
        return Ok(None);
    };
    let units: Vec<UnitId> = match &order.unit {
        Some(unit) => vec![unit.clone()],
        None => round.units.iter().map(|unit| unit.id.clone()).collect(),
    };
    let parts = [document_number(number), letter.notation.clone()].into_iter().filter(|part| !part.is_empty());
    let number = Some(parts.collect::<Vec<_>>().join("/"));
    let change = StepChange::Done(StepContent { done, number, note: None });
    record_step(store, round, &units, member, step, &change)?;
    Ok(Some(step))
}

/// Records what becomes of a step at units, as [`Store::record_step`]; refused where the number of its document is that of
/// another paper. A unit's reply bears the unit's number.
pub fn record_step(
    store: &mut Store,
    round: &Round,
    units: &[UnitId],
    member: &str,
    step: Step,
    change: &StepChange,
) -> Result<(), LetterError> {
    if let StepChange::Done(StepContent { done, number: Some(line), .. }) = change
        && step != Step::Reply
        && let Some((number, notation)) = split(line)
    {
        let paper = NumberedPaper::Step(step);
        let wanted = Wanted { paper, round: &round.id, number, notation, date: *done };
        if let Some(used) = taken(store, &wanted)? {
            return Err(LetterError::NumberUsed(Box::new(used)));
        }
    }
    store.record_step(round, units, member, step, change)?;
    Ok(())
}

/// Refuses a letter whose going out could not be recorded, before it is written.
pub fn refuse_sending(store: &Store, order: &AroundOrder) -> Result<(), LetterError> {
    let is_recorded = order.kind.step().is_some() && order.basis.number.is_some();
    let today = store.journal().clock().now().date_naive();
    match order.basis.date.filter(|date| is_recorded && *date > today) {
        Some(date) => Err(StepError::InFuture(date).into()),
        None => Ok(()),
    }
}

/// The day until which the units have to answer, where one day is recorded for all of them.
fn recorded_due(
    store: &Store,
    round: &Round,
    units: &[&Unit],
    kind: AroundKind,
) -> Result<Option<NaiveDate>, LetterError> {
    let Some(step) = kind.answered_by() else { return Ok(None) };
    let steps = store.steps(&round.id)?;
    let mut days = Vec::new();
    for unit in units {
        match steps.get(&unit.id).and_then(|steps| steps.get(&step)).map(|record| &record.due) {
            Some(Said::Contested) => return Err(LetterError::DueContested(step)),
            Some(Said::Settled(day)) => days.push(*day),
            Some(Said::Nothing) | None => return Ok(None),
        }
    }
    Ok(days.first().copied().filter(|first| days.iter().all(|day| day == first)))
}

impl Around<'_> {
    /// The verb towards the units: a Sở *đề nghị* unless all of them are its own.
    pub fn verb(&self) -> String {
        let agency = &self.round.letterhead.agency;
        let requires = self.units.iter().all(|unit| Tone::towards(agency, unit) == Tone::Require);
        (if requires { Tone::Require } else { Tone::Ask }).verb()
    }

    /// Behind "Kính gửi:".
    pub fn addressees(&self) -> Vec<String> {
        let mut units: Vec<&Unit> = self.units.clone();
        // As the round has them, not by their visits.
        units.sort_by_key(|unit| self.round.units.iter().position(|known| known.id == unit.id));
        units.into_iter().map(full_name).collect()
    }

    /// The unit as the text calls it: its name, or "các đơn vị".
    pub fn whom(&self) -> String {
        match self.units.as_slice() {
            [one] => phrase::clause(&one.name),
            _ => super::said!("units"),
        }
    }

    /// What the round is about, beginning in lower case: its title where that says so, else `kind`.
    pub fn subject(&self, kind: String) -> String {
        let title = phrase::lower_first(&phrase::clause(&self.round.title));
        let says = ["kiem tra", "phuc tra"].iter().any(|word| fold(&title).starts_with(word));
        if says { title } else { kind }
    }

    /// The agency that writes.
    pub fn agency(&self) -> String {
        addressing::agency_of(self.round)
    }
}

/// `Ủy ban nhân dân xã Mẫu A`, also where the round writes "UBND": a letter does not shorten whom it is addressed to.
pub(super) fn full_name(unit: &Unit) -> String {
    let name = phrase::clause(&unit.name);
    match name.split_once(' ') {
        Some((short, rest)) if fold(short) == "ubnd" => format!("{} {rest}", super::said!("committee")),
        _ => name,
    }
}
