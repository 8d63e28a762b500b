//! Where the figures of a passage come from, and those a person typed that the records do not bear out.

mod contradiction;
mod known;
mod naming;

pub use contradiction::{Contradiction, ContradictionKind, RecordedFigure};

use std::ops::Range;

use super::super::Inspected;
use super::super::finding::{self, Finding};
use super::super::wording;
use super::number::{Number, Sign};
use super::{Draft, Passage};
use crate::checklist::Verdict;
use crate::inspection::{Evidence, ItemKey, Part, PassageId};
use crate::journal::RevisionId;
use crate::vietnamese::number::same;
use known::{Known, Records};

/// A figure as it stands in a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct TracedFigure {
    /// As printed, with its percent sign.
    pub printed: String,
    /// Where in [`Passage::text`], in bytes.
    pub at: Range<usize>,
    /// What it was made from: one item, or the two whose difference, sum or share it is; several where several items have
    /// that value and nothing tells which is meant; none where no record bears it out.
    pub origins: Vec<FigureOrigin>,
}

/// What a figure was made from.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureOrigin {
    /// The item.
    pub item: ItemKey,
    /// What it asks.
    pub ask: String,
    /// As what it stands there.
    pub role: FigureRole,
    /// Its value as printed.
    pub shown: String,
    /// Members whose word it is.
    pub members: Vec<String>,
    /// Revisions it rests on; [`crate::inspection::Store::voices`] tells who recorded them and when.
    pub revisions: Vec<RevisionId>,
    /// Evidence of the answer.
    pub evidence: Vec<Evidence>,
}

/// As what a figure stands in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureRole {
    /// Found by the team.
    Found,
    /// Computed from others.
    Computed,
    /// Of the unit's own report, or quoted by it.
    Reported,
    /// Counted: rows of a register, forms of a survey.
    Counted,
    /// Points, verified or the unit's own.
    Points,
    /// One of the items that are counted by their verdict.
    Judged,
    /// Said by somebody in the remark, in words of his own.
    Remarked,
}

impl FigureRole {
    /// Word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Computed => "computed",
            Self::Reported => "reported",
            Self::Counted => "counted",
            Self::Points => "points",
            Self::Judged => "judged",
            Self::Remarked => "remarked",
        }
    }
}

impl Draft {
    /// The figures of a passage and where they come from. `inspected` is what the draft was made from. Numbers of documents,
    /// articles, days and years are no figures.
    pub fn figures(&self, inspected: &Inspected<'_>, id: &PassageId) -> Vec<TracedFigure> {
        let Some(passage) = self.get(id) else { return Vec::new() };
        let findings = finding::by_field(inspected);
        let records = Records::of(&findings);
        // A number of the checklist's own words (`đạt từ 90%`), or one that may count anything, has no origin and needs none.
        let as_drafted = passage.text == passage.drafted.text;
        let is_told = |figure: &TracedFigure, number: &Number<'_>| {
            !figure.origins.is_empty() || !(as_drafted || naming::is_small(number))
        };
        let numbers = naming::figures(&passage.text);
        let all = numbers.into_iter().map(|number| (traced(&records, passage, &number), number));
        all.filter(|(figure, number)| is_told(figure, number)).map(|(figure, _)| figure).collect()
    }

    /// Figures that people typed into passages that are printed and that the records do not bear out, in the order of the
    /// paper. `inspected` is what the draft was made from.
    pub fn contradictions(&self, inspected: &Inspected<'_>) -> Vec<Contradiction> {
        contradiction::all(inspected, &self.passages)
    }
}

fn traced(records: &Records<'_>, passage: &Passage, number: &Number<'_>) -> TracedFigure {
    let mut origins = counted(records, passage, number);
    if origins.is_empty() {
        let related = records.related(&passage.items);
        origins = known::direct(number, &related).iter().map(Known::origin).collect();
        if origins.is_empty() {
            origins = remarked(records, passage, number);
        }
        if origins.is_empty() {
            origins = known::trace(number, &related, records.all()).iter().map(Known::origin).collect();
        }
    }
    TracedFigure { printed: passage.text[number.at.clone()].to_owned(), at: number.at.clone(), origins }
}

/// The item in whose remark the number was typed, where the passage prints that remark: what merely happens to be the
/// difference of two recorded figures is not where it comes from.
fn remarked(records: &Records<'_>, passage: &Passage, number: &Number<'_>) -> Vec<FigureOrigin> {
    let said = |finding: &&Finding<'_>| {
        let remark = finding.remark();
        let remark = remark.trim_end_matches('.');
        let at = passage.text.find(remark).filter(|_| !remark.is_empty());
        at.is_some_and(|at| (at..at + remark.len()).contains(&number.at.start))
    };
    let own = records.findings().iter().filter(|finding| passage.items.contains(&finding.item_key()));
    own.filter(said).map(known::remarked).collect()
}

/// The items that a number counts: those of a group, or of one verdict; the points, where it is their sum.
fn counted(records: &Records<'_>, passage: &Passage, number: &Number<'_>) -> Vec<FigureOrigin> {
    let judged = |finding: &&Finding<'_>| finding.state.verdict.is_some();
    let origin = |finding: &Finding<'_>| known::judged(finding);
    let counts = |of: &[&Finding<'_>]| naming::is_count(number, of.len());
    let own: Vec<&Finding<'_>> =
        records.findings().iter().filter(|finding| passage.items.contains(&finding.item_key())).collect();
    if own.len() > 1 && passage.part() == Part::Shortcomings && counts(&own) {
        return own.into_iter().map(origin).collect();
    }
    if passage.part() != Part::Assessment {
        return Vec::new();
    }
    let behind = passage.text[number.at.end..].trim_start();
    let behind = behind.strip_prefix("nội dung ").unwrap_or(behind);
    let named = [Verdict::Partial, Verdict::Fail, Verdict::Na, Verdict::Pass]
        .into_iter()
        .find(|verdict| behind.starts_with(&wording::verdict(*verdict)));
    let is_counted = |finding: &&Finding<'_>| match named {
        Some(verdict) => finding.state.verdict == Some(verdict),
        None => judged(finding) && finding.state.verdict != Some(Verdict::Na),
    };
    let items: Vec<&Finding<'_>> = records.findings().iter().filter(is_counted).collect();
    let is_fixed = !passage.id.is_own();
    if (named.is_some() || is_fixed) && counts(&items) {
        return items.into_iter().map(origin).collect();
    }
    if !(is_fixed && is_of_points(records, number)) {
        return Vec::new();
    }
    let scored = records.findings().iter().filter(|finding| finding.state.points.is_some());
    scored.map(known::points).collect()
}

/// Whether the number is a sum of points, or what share of the full ones was reached.
fn is_of_points(records: &Records<'_>, number: &Number<'_>) -> bool {
    let Some(first) = records.findings().first() else { return false };
    let totals = first.inspected.judged.totals();
    let own = records.findings().iter().filter_map(|finding| finding.state.points?.own);
    let sums = [totals.points, totals.max_points, own.sum()];
    match number.sign {
        Sign::Percent => known::is_percent_of(totals.points, totals.max_points, number),
        Sign::None => sums.iter().any(|sum| same(*sum, number.value)),
    }
}
