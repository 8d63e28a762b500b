//! One checklist at one unit, kept small: what each item came to, its figures and its points.

use std::sync::Arc;

use super::heat::Heat;
use super::points::{LeftOut, PointLine, PointSum};
use crate::assessment::{Answered, Asked, ChecklistAssessment, ItemState, Totals};
use crate::checklist::{Checklist, Item, ItemKind, Section, Verdict};
use crate::inspection::UnitAnswers;

/// Whether an item is asked at the unit now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedNow {
    /// It is.
    Yes,
    /// Its condition does not hold.
    No,
    /// Its condition needs an answer that is not there yet.
    NotYet,
}

/// What an item came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemStatus {
    /// Whether it is asked.
    pub asked: AskedNow,
    /// Whether it is answered, or computed.
    pub answered: Answered,
    /// Its verdict.
    pub verdict: Option<Verdict>,
}

/// What a share is a share of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The part.
    pub part: f64,
    /// The whole; never 0.
    pub whole: f64,
}

/// The figure, rate, share of right rows or index of an item.
#[derive(Debug, Clone, Copy)]
pub struct UnitFigure<'a> {
    /// Which item.
    pub item: &'a Item,
    /// Its value; a rate or share as a fraction of 1.
    pub value: Option<f64>,
    /// Whether the value is a share, and printed as a percentage.
    pub is_share: bool,
    /// What a rate or share is made of, where it is one part of one whole.
    pub share: Option<Share>,
    /// What the unit reported.
    pub reported: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Figure {
    position: usize,
    value: Option<f64>,
    share: Option<Share>,
    reported: Option<f64>,
}

#[derive(Debug, Clone, PartialEq)]
struct OwnPoints {
    position: usize,
    own: Option<f64>,
    reason: Option<Box<str>>,
}

/// Counts of a section.
#[derive(Debug, Clone)]
pub struct SectionSum<'a> {
    /// Which.
    pub section: &'a Section,
    /// What its items came to.
    pub totals: &'a Totals,
    /// Its points.
    pub points: PointSum,
}

/// One checklist at one unit.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The edition that is asked.
    pub checklist: Arc<Checklist>,
    /// What its items came to.
    pub totals: Totals,
    /// Their points.
    pub points: PointSum,
    items: Box<[ItemStatus]>,
    sections: Box<[Totals]>,
    figures: Box<[Figure]>,
    own: Box<[OwnPoints]>,
    shares: Shares,
    pub(super) heat: Heat,
}

impl Cell {
    pub(super) fn of(judged: &ChecklistAssessment, answers: &UnitAnswers, shares: Shares) -> Self {
        let checklist = judged.checklist().clone();
        let status = |(_, state): (&Item, &ItemState)| ItemStatus {
            asked: match state.asked {
                Asked::Yes => AskedNow::Yes,
                Asked::No => AskedNow::No,
                Asked::NotYet(_) => AskedNow::NotYet,
            },
            answered: state.answered,
            verdict: state.verdict,
        };
        let answer = |item: &Item| answers.get(checklist.id.as_str(), item.id.as_str());
        let figure = |(position, (item, state)): (usize, (&Item, &ItemState))| {
            let reported = answer(item).and_then(|answer| answer.reported);
            let figure = Figure { position, value: state.value, share: share(judged, item, state), reported };
            (state.is_asked() && (figure.value.is_some() || reported.is_some())).then_some(figure)
        };
        let own = |(position, (item, _)): (usize, (&Item, &ItemState))| {
            let answer = answer(item)?;
            let reason = answer.points_reason.as_deref().filter(|reason| !reason.trim().is_empty()).map(Box::from);
            let own = answer.self_points;
            (own.is_some() || reason.is_some()).then_some(OwnPoints { position, own, reason })
        };
        let mut cell = Self {
            totals: judged.totals(),
            points: PointSum::default(),
            items: judged.items().map(status).collect(),
            sections: (0..checklist.sections.len()).map(|section| judged.section_totals(section)).collect(),
            figures: judged.items().enumerate().filter_map(figure).collect(),
            own: judged.items().enumerate().filter_map(own).collect(),
            shares,
            heat: Heat::default(),
            checklist,
        };
        cell.points = sum(cell.points());
        cell.heat = Heat::of(&cell);
        cell
    }

    /// Items with what they came to, in the checklist's order.
    pub fn items(&self) -> impl Iterator<Item = (&Item, ItemStatus)> {
        self.checklist.items().zip(self.items.iter().copied())
    }

    /// What the item called `id` came to.
    pub fn status(&self, id: &str) -> Option<ItemStatus> {
        self.items().find(|(item, _)| item.id.as_str() == id).map(|(_, status)| status)
    }

    /// Every figure, rate, share and index that has a value or was reported.
    pub fn figures(&self) -> impl Iterator<Item = UnitFigure<'_>> {
        let mut items = self.checklist.items().enumerate();
        self.figures.iter().filter_map(move |figure| {
            let (_, item) = items.find(|(position, _)| *position == figure.position)?;
            let Figure { value, share, reported, .. } = *figure;
            let is_share = self.shares.at(figure.position);
            Some(UnitFigure { item, value, is_share, share, reported })
        })
    }

    /// Positions of [`Self::figures`] among the checklist's items.
    pub(super) fn figure_positions(&self) -> impl Iterator<Item = usize> {
        self.figures.iter().map(|figure| figure.position)
    }

    /// Points of every item that has any, left out or not, in the checklist's order.
    pub fn points(&self) -> impl Iterator<Item = PointLine<'_>> {
        self.points_within(0..self.items.len())
    }

    /// The sections.
    pub fn sections(&self) -> impl Iterator<Item = SectionSum<'_>> {
        let mut start = 0;
        self.checklist.sections.iter().zip(&self.sections).map(move |(section, totals)| {
            let range = start..start + section.items.len();
            start = range.end;
            SectionSum { section, totals, points: sum(self.points_within(range)) }
        })
    }

    /// Points of the items of one section.
    pub fn section_points(&self, position: usize) -> impl Iterator<Item = PointLine<'_>> {
        let lengths = || self.checklist.sections.iter().map(|section| section.items.len());
        let start: usize = lengths().take(position).sum();
        self.points_within(start..start + lengths().nth(position).unwrap_or(0))
    }

    fn points_within(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = PointLine<'_>> {
        let items = self.checklist.items().zip(&self.items).enumerate();
        items.skip(range.start).take(range.len()).filter_map(|(position, (item, status))| {
            let points = item.points?;
            let left_out = match (status.asked, status.verdict) {
                (AskedNow::No, _) => Some(LeftOut::NotAsked),
                (AskedNow::NotYet, _) => Some(LeftOut::Undetermined),
                (AskedNow::Yes, Some(Verdict::Na)) => Some(LeftOut::Na),
                (AskedNow::Yes, _) => None,
            };
            let verified = match status.verdict {
                Some(Verdict::Pass) => Some(points.full),
                Some(Verdict::Partial) => Some(points.partial),
                Some(Verdict::Fail) => Some(0.0),
                Some(Verdict::Na) | None => None,
            };
            let given = self.own.binary_search_by_key(&position, |own| own.position).ok().map(|at| &self.own[at]);
            Some(PointLine {
                item,
                full: points.full,
                own: given.and_then(|given| given.own),
                verdict: status.verdict,
                verified: verified.filter(|_| left_out.is_none()),
                reason: given.and_then(|given| given.reason.as_deref()),
                left_out,
            })
        })
    }
}

fn sum<'a>(lines: impl Iterator<Item = PointLine<'a>>) -> PointSum {
    let mut sum = PointSum::default();
    lines.for_each(|line| sum.count(&line));
    sum
}

/// Which items of an edition have values that are shares, by position: a rate may be anything that is computed, and
/// only the sentences of the whole checklist tell. Found once per edition and shared by all units.
#[derive(Debug, Clone)]
pub(super) struct Shares(Arc<[bool]>);

impl Shares {
    pub(super) fn of(checklist: &Checklist) -> Self {
        let is_share = |item: &Item| match item.kind {
            ItemKind::Rate { .. } => crate::conclusion::is_share(checklist, item),
            ItemKind::Register(_) | ItemKind::Survey(_) => true,
            _ => false,
        };
        Self(checklist.items().map(is_share).collect())
    }

    pub(super) fn at(&self, position: usize) -> bool {
        self.0.get(position).copied().unwrap_or(false)
    }
}

/// The part and the whole behind a value that is a share.
fn share(judged: &ChecklistAssessment, item: &Item, state: &ItemState) -> Option<Share> {
    #[expect(clippy::cast_precision_loss, reason = "counts of rows and answers are far below 2^52")]
    let counted = |part: usize, whole: usize| Share { part: part as f64, whole: whole as f64 };
    state.value?;
    let share = match &item.kind {
        ItemKind::Rate { formula, .. } => {
            let quotient = formula.quotient()?;
            Share { part: quotient.part.value(judged.inputs())?, whole: quotient.whole.value(judged.inputs())? }
        }
        ItemKind::Register(_) => state.register.as_ref().map(|result| counted(result.ok, result.judged))?,
        ItemKind::Survey(_) => state.survey.as_ref().map(|it| counted(it.pooled.satisfied, it.pooled.valid))?,
        _ => return None,
    };
    (share.whole != 0.0).then_some(share)
}
