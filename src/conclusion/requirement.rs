//! What is required of whom until when.

use chrono::NaiveDate;

use super::addressing::{self, Tone};
use super::finding::{Finding, union};
use super::wording::{count, fixed};
use super::{Inspected, phrase};
use crate::checklist::Addressee;
use crate::paper::{Block, Paragraph, Requirement, Source};
use crate::vietnamese::date::format_date_cited;

/// A requirement that a shortcoming leads to.
pub(super) struct Demand {
    /// What is to be done, without stop.
    pub text: String,
    /// Whom it addresses.
    pub to: Addressee,
    /// Deadline in working days from the issue of the notice; higher levels are set none.
    pub within: Option<u32>,
    /// The day of the deadline, where the day of issue is known.
    pub due: Option<NaiveDate>,
    /// `checklist/item`.
    pub item: String,
    /// What it rests on.
    pub sources: Vec<Source>,
}

impl Demand {
    /// What `finding`, a shortcoming, requires. `issued` is the day from which deadlines count.
    pub fn of(finding: &Finding<'_>, issued: Option<NaiveDate>) -> Self {
        let says = &finding.item.says;
        let filled = says.requirement.as_ref().and_then(|text| text.render(finding.judged.inputs()).ok());
        let filled = filled.map(|text| phrase::capitalised(&phrase::clause(&text))).filter(|text| !text.is_empty());
        let text = filled.unwrap_or_else(|| fixed!("plain_requirement", item = finding.ask()));
        let within = finding.item.within_days.filter(|_| says.to != Addressee::Superior);
        let due = within.zip(issued).map(|(days, issued)| finding.inspected.calendar.add_working_days(issued, days));
        let sources = finding.sources(says.requirement.as_ref());
        Self { text, to: says.to, within, due, item: finding.key(), sources }
    }

    /// As data for programs.
    pub fn data(&self) -> Requirement {
        Requirement { text: self.text.clone(), due: self.due, item: self.item.clone() }
    }
}

/// The blocks of "Yêu cầu, kiến nghị": for the unit, for specialist agencies, for higher levels. `otherwise` is
/// what the unit is asked where no shortcoming leads to anything.
pub(super) fn blocks(inspected: &Inspected<'_>, demands: &[Demand], otherwise: Option<String>) -> Vec<Block> {
    let (agency, unit) = (addressing::agency(inspected), addressing::unit(inspected));
    let tone = Tone::towards(&agency, inspected.unit).verb();
    let of = |to| demands.iter().filter(move |demand| demand.to == to);
    let mut for_unit = merged(inspected, of(Addressee::Unit));
    if for_unit.is_empty() {
        for_unit.extend(otherwise.map(|text| phrase::sentence(&text).into()));
    } else {
        for_unit.push(report_back(inspected, &agency, of(Addressee::Unit)));
    }
    let mut blocks = Vec::new();
    if !for_unit.is_empty() {
        blocks.push(Block::Heading(fixed!("for_unit", unit = unit).into()));
        blocks.push(Block::Plain(fixed!("intro_unit", agency = agency, verb = tone, unit = unit).into()));
        blocks.extend(for_unit.into_iter().map(Block::Lettered));
    }
    let others = [
        (
            Addressee::Agency,
            fixed!("for_agency"),
            fixed!("intro_agency", agency = agency, verb = Tone::towards_agencies(&agency).verb()),
        ),
        (Addressee::Superior, fixed!("for_superior"), fixed!("intro_superior", agency = agency)),
    ];
    for (to, title, intro) in others {
        let paragraphs = merged(inspected, of(to));
        if !paragraphs.is_empty() {
            blocks.extend([Block::Heading(title.into()), Block::Plain(intro.into())]);
            blocks.extend(paragraphs.into_iter().map(Block::Lettered));
        }
    }
    blocks
}

/// One paragraph per requirement; those that several shortcomings share, with the same deadline, stand once.
fn merged<'a>(inspected: &Inspected<'_>, demands: impl Iterator<Item = &'a Demand>) -> Vec<Paragraph> {
    let mut merged: Vec<(&Demand, Vec<Vec<Source>>)> = Vec::new();
    for demand in demands {
        match merged.iter_mut().find(|(first, _)| first.text == demand.text && first.within == demand.within) {
            Some((_, sources)) => sources.push(demand.sources.clone()),
            None => merged.push((demand, vec![demand.sources.clone()])),
        }
    }
    merged
        .into_iter()
        .map(|(demand, sources)| Paragraph::new(with_deadline(inspected, demand), union(sources)))
        .collect()
}

fn with_deadline(inspected: &Inspected<'_>, demand: &Demand) -> String {
    let Some(days) = demand.within else { return phrase::sentence(&demand.text) };
    let deadline = deadline(inspected, days);
    phrase::sentence(&match demand.due {
        Some(due) => fixed!("within_dated", text = demand.text, deadline = deadline, due = format_date_cited(due)),
        None => fixed!("within", text = demand.text, deadline = deadline),
    })
}

/// `15 ngày làm việc`.
pub(super) fn deadline(inspected: &Inspected<'_>, days: u32) -> String {
    let days = usize::try_from(days).unwrap_or(usize::MAX);
    fixed!("working_days", count = count(days, inspected.round.letterhead.pad_counts))
}

/// The report of remediation is due with the last of the unit's deadlines.
fn report_back<'a>(inspected: &Inspected<'_>, agency: &str, demands: impl Iterator<Item = &'a Demand>) -> Paragraph {
    let last = demands.max_by_key(|demand| demand.within);
    let text = match last.and_then(|demand| Some((demand.within?, demand.due))) {
        Some((days, Some(due))) => {
            let deadline = deadline(inspected, days);
            fixed!("report_back_dated", agency = agency, deadline = deadline, due = format_date_cited(due))
        }
        Some((days, None)) => {
            fixed!("report_back_within", agency = agency, deadline = deadline(inspected, days))
        }
        None => fixed!("report_back", agency = agency),
    };
    phrase::sentence(&text).into()
}
