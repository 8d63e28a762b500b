//! What the papers tell of the items of a unit, item by item: for what is written about many units at once.

use super::Inspected;
use super::finding::{self, Finding};
use super::phrase;
use super::requirement::Demand;
use crate::checklist::{Addressee, CauseKind, Verdict};
use crate::inspection::{ItemKey, RecurrenceContent};

/// What the papers tell of an item: a shortcoming, or a strength that somebody remarked on.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Which item.
    pub key: ItemKey,
    /// How it was judged; na never.
    pub verdict: Verdict,
    /// The sentence, with its stop.
    pub said: String,
    /// What somebody remarked; empty where nobody did.
    pub remark: String,
    /// Why it came about, of a shortcoming whose checklist says so.
    pub cause: Option<ToldCause>,
    /// What it requires, of a shortcoming.
    pub requirement: Option<ToldRequirement>,
    /// That it was required to be mended before.
    pub recurrence: Option<Box<RecurrenceContent>>,
}

/// Why a shortcoming came about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToldCause {
    /// Under which head.
    pub kind: CauseKind,
    /// One sentence.
    pub text: String,
}

/// What a shortcoming requires.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToldRequirement {
    /// Whom it addresses.
    pub to: Addressee,
    /// One sentence.
    pub text: String,
    /// Deadline in working days from the issue of the notice.
    pub within_days: Option<u32>,
}

impl Inspected<'_> {
    /// Every shortcoming and every strength with a remark, in the order of the papers.
    pub fn told(&self) -> Vec<Told> {
        finding::by_field(self).iter().filter_map(told).collect()
    }
}

fn told(finding: &Finding<'_>) -> Option<Told> {
    let verdict = finding.state.verdict?;
    let says = &finding.item.says;
    let (sentence, is_told) = match verdict {
        Verdict::Partial | Verdict::Fail => (says.shortcoming.as_ref(), true),
        Verdict::Pass => (says.strength.as_ref(), false),
        Verdict::Na => return None,
    };
    let remark = finding.remark();
    if !is_told && remark.is_empty() {
        return None;
    }
    let said = phrase::sentence(&finding.says(sentence));
    // People often type what the checklist says anyway: once is enough.
    let remark = if said.starts_with(remark.trim_end_matches('.')) { String::new() } else { remark };
    let cause = says.cause.as_ref().filter(|_| is_told).and_then(|cause| {
        let text = phrase::sentence(&cause.text.render(finding.judged.inputs()).ok()?);
        (!text.is_empty()).then_some(ToldCause { kind: cause.kind, text })
    });
    let requirement = is_told.then(|| {
        let demand = Demand::of(finding, None);
        ToldRequirement { to: demand.to, text: phrase::sentence(&demand.text), within_days: demand.within }
    });
    let recurrence = finding.recurrence().map(|recurrence| Box::new(recurrence.content.clone()));
    Some(Told { key: finding.item_key(), verdict, said, remark, cause, requirement, recurrence })
}
