//! What earlier rounds found at a unit and required of it, and how that stands now.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::finding;
use super::requirement::Demand;
use super::{Conclusion, Inspected, follow_up, phrase};
use crate::assessment::UnitAssessment;
use crate::checklist::Verdict;
use crate::inspection::{
    DocumentReference, InspectionError, ItemKey, RecurrenceContent, Remedy, Round, RoundId, Store, Unit, UnitId,
};
use crate::vietnamese::fold::fold;

/// What an earlier round came to at a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct EarlierRound {
    /// The round.
    pub round: RoundId,
    /// Its title.
    pub title: String,
    /// Last day of the period it inspected.
    pub to: NaiveDate,
    /// Day of the visit.
    pub visit: Option<NaiveDate>,
    /// Its conclusion notice, where number and date are known.
    pub notice: Option<DocumentReference>,
    /// Its shortcomings, in the order of its papers.
    pub findings: Vec<EarlierFinding>,
    /// What it judged, whatever the verdict.
    pub judged: Verdicts,
}

/// Items that a round judged.
pub type Verdicts = BTreeSet<ItemKey>;

/// A shortcoming of an earlier round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierFinding {
    /// Which item.
    pub key: ItemKey,
    /// What was asked.
    pub ask: String,
    /// How it was judged: partial or fail.
    pub verdict: Verdict,
    /// What the papers said of it.
    pub said: String,
    /// What was required.
    pub required: String,
    /// What the unit reported on it, where the notice that was issued required it.
    pub remedy: Option<Remedy>,
}

/// How an earlier shortcoming stands in the present round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It passes now.
    Mended,
    /// It fails again.
    Recurs,
    /// It is not judged yet.
    Unknown,
    /// It is not asked in the present round, or does not apply.
    NotAsked,
}

impl EarlierRound {
    /// What `conclusion`, of an earlier round, came to.
    pub fn of(conclusion: &Conclusion) -> Self {
        let inspected = conclusion.inspected();
        let findings = finding::by_field(&inspected);
        let judged = findings.iter().filter(|finding| finding.state.verdict.is_some());
        let judged = judged.map(finding::Finding::item_key).collect();
        let shortcomings = findings.iter().filter(|finding| finding.is_shortcoming()).map(|finding| EarlierFinding {
            key: finding.item_key(),
            ask: finding.ask(),
            verdict: finding.state.verdict.unwrap_or(Verdict::Fail),
            said: phrase::joined([
                phrase::sentence(&finding.says(finding.item.says.shortcoming.as_ref())),
                finding.remark(),
            ]),
            required: phrase::sentence(&Demand::of(finding, None).text),
            remedy: None,
        });
        Self {
            round: inspected.round.id.clone(),
            title: inspected.round.title.clone(),
            to: inspected.round.period.to,
            visit: inspected.unit.visit.or(inspected.visit.started.map(|started| started.date())),
            notice: None,
            findings: shortcomings.collect(),
            judged,
        }
    }

    /// The same with what became of it: its notice where one was issued, and what the unit reported on each requirement.
    pub fn followed_up(mut self, store: &Store, conclusion: &Conclusion) -> Result<Self, InspectionError> {
        let Inspected { round, unit, .. } = conclusion.inspected();
        let standing = store.issued(&round.id, &unit.id)?;
        self.notice = standing.settled().map(|issued| issued.content.reference());
        for one in follow_up::of_unit(store, round, &unit.id, store.today())? {
            let finding = self.findings.iter_mut().find(|finding| one.requirement.item.as_ref() == Some(&finding.key));
            if let Some(finding) = finding {
                finding.required = phrase::sentence(&one.requirement.text);
                finding.remedy = Some(one.remedy());
            }
        }
        Ok(self)
    }

    /// The year it is called by.
    pub fn year(&self) -> i32 {
        use chrono::Datelike;
        self.visit.unwrap_or(self.to).year()
    }

    /// What the papers cite where `finding` is raised again: the notice only where that required it, since a lead may
    /// have left it out.
    pub fn recurrence(&self, finding: &EarlierFinding) -> RecurrenceContent {
        RecurrenceContent {
            round: self.round.clone(),
            title: self.title.clone(),
            notice: self.notice.clone().filter(|_| finding.remedy.is_some()),
            visit: self.visit,
            required: finding.required.clone(),
            remedy: finding.remedy.clone(),
        }
    }
}

/// The same unit in rounds before `round` that this home holds, the newest first: of the same id, or of the same name
/// written with or without diacritics.
pub fn earlier_units(store: &Store, round: &Round, unit: &Unit) -> Result<Vec<(RoundId, UnitId)>, InspectionError> {
    let name = fold(unit.name.trim());
    let when = |round: &Round, unit: &Unit| unit.visit.unwrap_or(round.period.to);
    let now = when(round, unit);
    let mut found = Vec::new();
    for summary in store.rounds()? {
        if summary.id == round.id {
            continue;
        }
        // A round that cannot be read must not keep this unit from being opened.
        let Ok(other) = store.round(summary.id.as_str()) else { continue };
        let same = other.units.iter().find(|candidate| candidate.id == unit.id);
        let same = same.or_else(|| other.units.iter().find(|candidate| fold(candidate.name.trim()) == name));
        if let Some(same) = same.filter(|same| when(&other, same) < now) {
            found.push((when(&other, same), other.id.clone(), same.id.clone()));
        }
    }
    found.sort_by(|a, b| b.cmp(a));
    Ok(found.into_iter().map(|(_, round, unit)| (round, unit)).collect())
}

/// Shortcomings that no later one of `earlier` (the newest first) has judged again: what stood open when the present
/// round began.
pub fn open_from_before(earlier: &[EarlierRound]) -> Vec<(&EarlierRound, &EarlierFinding)> {
    let mut judged: BTreeSet<&ItemKey> = BTreeSet::new();
    let mut open = Vec::new();
    for round in earlier {
        open.extend(round.findings.iter().filter(|finding| !judged.contains(&finding.key)).map(|of| (round, of)));
        judged.extend(&round.judged);
    }
    open
}

/// How an earlier shortcoming stands now.
pub fn standing(judged: &UnitAssessment, key: &ItemKey) -> Standing {
    let state = judged.checklist(&key.checklist).and_then(|checklist| checklist.state(key.item.as_str()));
    match state {
        Some(state) if state.is_asked() => match state.verdict {
            Some(Verdict::Pass) => Standing::Mended,
            Some(Verdict::Partial | Verdict::Fail) => Standing::Recurs,
            Some(Verdict::Na) => Standing::NotAsked,
            None => Standing::Unknown,
        },
        _ => Standing::NotAsked,
    }
}
