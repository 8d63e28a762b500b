//! Every figure that the records of a unit hold, and which of them a number in a sentence is.

use std::collections::BTreeSet;

use super::super::super::finding::Finding;
use super::super::super::{figure, phrase};
use super::super::number::{Number, Sign};
use super::naming::is_small;
use super::{FigureOrigin, FigureRole};
use crate::checklist::expression::{Reference, Sentence};
use crate::checklist::{Item, ItemKind};
use crate::inspection::{Answer, ItemKey};
use crate::vietnamese::number::{format_number, format_percent, percent_of, round_half_away, same};

/// A figure of an answer.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub finding: Finding<'a>,
    pub role: FigureRole,
    pub value: f64,
    pub unit: Unit,
}

/// How a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// As it is.
    Plain,
    /// As a percentage: the value is a share, 1 is 100%.
    Share,
}

/// The figures of a unit.
pub(super) struct Records<'a> {
    findings: &'a [Finding<'a>],
    all: Vec<Known<'a>>,
}

impl<'a> Records<'a> {
    /// All that `findings` hold.
    pub fn of(findings: &'a [Finding<'a>]) -> Self {
        Self { findings, all: findings.iter().flat_map(|finding| of_finding(*finding)).collect() }
    }

    pub fn findings(&self) -> &'a [Finding<'a>] {
        self.findings
    }

    pub fn all(&self) -> &[Known<'a>] {
        &self.all
    }

    /// The figures of `items`, and of whatever their sentences, formulas and rules look at.
    pub fn related(&self, items: &[ItemKey]) -> Vec<Known<'a>> {
        let mut keys: BTreeSet<ItemKey> = BTreeSet::new();
        for finding in self.findings.iter().filter(|finding| items.contains(&finding.item_key())) {
            let checklist = finding.checklist();
            let mut seen: BTreeSet<String> = BTreeSet::new();
            let mut open: Vec<String> = vec![finding.item.id.variable()];
            open.extend(spoken_of(finding).map(|reference| reference.variable().to_owned()));
            while let Some(variable) = open.pop() {
                let Some(item) = checklist.items().find(|item| item.id.variable() == variable) else { continue };
                if seen.insert(variable) {
                    keys.insert(ItemKey { checklist: checklist.id.clone(), item: item.id.clone() });
                    open.extend(computed_from(item).map(|reference| reference.variable().to_owned()));
                }
            }
        }
        self.all.iter().filter(|known| keys.contains(&known.finding.item_key())).copied().collect()
    }
}

/// What the sentences about an item, and the rules over it, look at.
fn spoken_of<'f>(finding: &'f Finding<'_>) -> impl Iterator<Item = &'f Reference> {
    let says = &finding.item.says;
    let cause = says.cause.as_ref().map(|cause| &cause.text);
    let sentences = [says.shortcoming.as_ref(), says.strength.as_ref(), says.requirement.as_ref(), cause];
    let rules = finding.judged.rules_of(finding.item.id.as_str()).flat_map(|(rule, _)| rule.check.references());
    sentences.into_iter().flatten().flat_map(Sentence::references).chain(rules)
}

fn computed_from(item: &Item) -> impl Iterator<Item = &Reference> {
    let formula = match &item.kind {
        ItemKind::Rate { formula, .. } => formula.references(),
        _ => &[],
    };
    formula.iter()
}

fn of_finding(finding: Finding<'_>) -> Vec<Known<'_>> {
    let state = finding.state;
    let known = |role, value, unit| Known { finding, role, value, unit };
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let count = |count: usize| known(FigureRole::Counted, count as f64, Unit::Plain);
    let mut all = Vec::new();
    if let Some(value) = state.value {
        match &finding.item.kind {
            ItemKind::Number { .. } => all.push(known(FigureRole::Found, value, Unit::Plain)),
            ItemKind::Register(_) | ItemKind::Survey(_) => all.push(known(FigureRole::Computed, value, Unit::Share)),
            _ => {
                all.push(known(FigureRole::Computed, value, Unit::Share));
                all.push(known(FigureRole::Computed, value, Unit::Plain));
            }
        }
    }
    if let Some(reported) = finding.answer.and_then(|answer| answer.reported) {
        all.push(known(FigureRole::Reported, reported, Unit::Plain));
    }
    if let Some(quoted) = state.quoted {
        all.push(known(FigureRole::Reported, quoted.said.value() / 100.0, Unit::Share));
    }
    if let Some(register) = &state.register {
        let wrong = register.judged.saturating_sub(register.ok);
        all.extend([register.rows.len(), register.ok, register.judged, wrong, register.late].map(count));
    }
    if let Some(survey) = &state.survey {
        all.extend([survey.forms, survey.invalid].map(count));
        for tally in survey.questions.iter().chain([&survey.pooled]) {
            all.extend([tally.valid, tally.satisfied, tally.valid.saturating_sub(tally.satisfied)].map(count));
            all.extend(tally.index().map(|index| known(FigureRole::Computed, index, Unit::Share)));
        }
        let alarms = survey.alarms.iter().map(|alarm| known(FigureRole::Computed, alarm.unsatisfied, Unit::Share));
        all.extend(alarms);
    }
    if let Some(points) = state.points {
        let mut points_of = vec![points.verified, points.full];
        points_of.extend(points.own);
        all.extend(points_of.into_iter().map(|value| known(FigureRole::Points, value, Unit::Plain)));
    }
    all
}

impl Known<'_> {
    /// Whether `number` is this figure, rounded as it is written.
    pub fn is(&self, number: &Number<'_>) -> bool {
        match (self.unit, number.sign) {
            (Unit::Share, Sign::Percent) => is_share(self.value, number),
            (Unit::Share, Sign::None) => number.digits > 0 && is_share(self.value, number),
            (Unit::Plain, Sign::None) => {
                same(self.value, number.value)
                    || number.digits > 0 && same(round_half_away(self.value, number.digits), number.value)
            }
            (Unit::Plain, Sign::Percent) => self.counts_percent() && same(self.value, number.value),
        }
    }

    fn counts_percent(&self) -> bool {
        matches!(&self.finding.item.kind, ItemKind::Number { unit: Some(unit), .. } if unit.trim() == "%")
    }

    /// As printed.
    pub fn shown(&self) -> String {
        match self.unit {
            Unit::Share => format_percent(self.value),
            Unit::Plain => format_number(round_half_away(self.value, 2)),
        }
    }

    /// As what a figure is made from.
    pub fn origin(&self) -> FigureOrigin {
        origin(&self.finding, self.role, self.shown())
    }
}

/// "100%" is said of all alone.
fn is_share(share: f64, number: &Number<'_>) -> bool {
    let percent = round_half_away(share * 100.0, number.digits);
    same(percent, number.value) && (!same(number.value, 100.0) || same(share, 1.0))
}

/// The figures `related` to its sentence that `number` is as it stands.
pub(super) fn direct<'a>(number: &Number<'_>, related: &[Known<'a>]) -> Vec<Known<'a>> {
    of_one_value(related.iter().filter(|known| known.is(number)))
}

/// The figures that `number` is where it is none as it stands: the difference, sum or share of two of those `related` to
/// its sentence; else, where it tells anything, of any answer.
pub(super) fn trace<'a>(number: &Number<'_>, related: &[Known<'a>], all: &[Known<'a>]) -> Vec<Known<'a>> {
    let derived = derived(number, related);
    if !derived.is_empty() {
        return derived;
    }
    if is_small(number) {
        return Vec::new();
    }
    of_one_value(all.iter().filter(|known| known.role != FigureRole::Points && known.is(number)))
}

/// Each item once.
fn of_one_value<'k, 'a: 'k>(found: impl Iterator<Item = &'k Known<'a>>) -> Vec<Known<'a>> {
    let mut seen = BTreeSet::new();
    found.filter(|known| seen.insert(known.finding.item_key())).copied().collect()
}

/// The two figures whose difference, sum or share `number` is.
pub(super) fn derived<'a>(number: &Number<'_>, related: &[Known<'a>]) -> Vec<Known<'a>> {
    let plain: Vec<&Known<'a>> =
        related.iter().filter(|known| known.unit == Unit::Plain && known.role != FigureRole::Points).collect();
    // What is missing to all of it.
    let rest = |known: &&Known<'a>| known.unit == Unit::Share && is_share(1.0 - known.value, number);
    if let Some(known) = related.iter().find(rest).filter(|_| number.sign == Sign::Percent) {
        return vec![*known];
    }
    for a in &plain {
        for b in &plain {
            let is = match number.sign {
                Sign::Percent => is_percent_of(a.value, b.value, number),
                Sign::None => same(a.value - b.value, number.value) || same(a.value + b.value, number.value),
            };
            if is && !std::ptr::eq(*a, *b) {
                return vec![**a, **b];
            }
        }
    }
    Vec::new()
}

/// Whether `number` is the percentage that `part` is of `whole`, rounded as it is written.
pub(super) fn is_percent_of(part: f64, whole: f64, number: &Number<'_>) -> bool {
    let right = percent_of(part, whole, number.digits);
    right.is_some_and(|right| same(right, number.value)) && (!same(number.value, 100.0) || same(part, whole))
}

/// An item that was counted for its verdict.
pub(super) fn judged(finding: &Finding<'_>) -> FigureOrigin {
    let verdict = finding.state.verdict.map(super::super::super::wording::verdict).unwrap_or_default();
    let shown = match figure::of_item(finding.checklist(), finding.item, finding.state) {
        Some(value) => phrase::joined([verdict, format!("({value})")]),
        None => verdict,
    };
    origin(finding, FigureRole::Judged, shown)
}

/// An item in whose remark a figure was typed.
pub(super) fn remarked(finding: &Finding<'_>) -> FigureOrigin {
    origin(finding, FigureRole::Remarked, format!("“{}”", finding.remark().trim_end_matches('.')))
}

/// An item whose points were added up: `1/2`.
pub(super) fn points(finding: &Finding<'_>) -> FigureOrigin {
    let shown = finding.state.points.map_or_else(String::new, |points| {
        format!("{}/{}", format_number(points.verified), format_number(points.full))
    });
    origin(finding, FigureRole::Points, shown)
}

fn origin(finding: &Finding<'_>, role: FigureRole, shown: String) -> FigureOrigin {
    let answer = finding.answer;
    FigureOrigin {
        item: finding.item_key(),
        ask: finding.ask(),
        role,
        shown,
        members: answer.map(|of| of.members.iter().cloned().collect()).unwrap_or_default(),
        revisions: answer.map(Answer::all_revisions).unwrap_or_default(),
        evidence: answer.map(|of| of.evidence.clone()).unwrap_or_default(),
    }
}
