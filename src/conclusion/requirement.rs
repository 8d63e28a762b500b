//! What is required of whom until when.

use chrono::NaiveDate;

use super::addressing::{self, Tone};
use super::draft::PassageDeadline;
use super::finding::Finding;
use super::wording::{count, fixed};
use super::{Inspected, phrase};
use crate::checklist::Addressee;
use crate::inspection::Part;
use crate::paper::Source;
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
        Self { text, to: says.to, within, due, sources }
    }
}

/// Who asks what of whom, over the requirements of a part; none of a part without requirements.
pub(super) fn introduction(inspected: &Inspected<'_>, part: Part) -> Option<String> {
    let (agency, unit) = (addressing::agency(inspected), addressing::unit(inspected));
    match part {
        Part::ForUnit => {
            let verb = Tone::towards(&agency, inspected.unit).verb();
            Some(fixed!("intro_unit", agency = agency, verb = verb, unit = unit))
        }
        Part::ForAgencies => {
            Some(fixed!("intro_agency", agency = agency, verb = Tone::towards_agencies(&agency).verb()))
        }
        Part::ForSuperiors => Some(fixed!("intro_superior", agency = agency)),
        _ => None,
    }
}

/// A requirement with its deadline, as a sentence; `text` as a person left it where there is no deadline.
pub(super) fn until(inspected: &Inspected<'_>, text: &str, until: PassageDeadline) -> String {
    let words = phrase::clause(text);
    phrase::sentence(&match (until.within, until.due) {
        (Some(days), Some(due)) => {
            let deadline = deadline(inspected, days);
            fixed!("within_dated", text = words, deadline = deadline, due = format_date_cited(due))
        }
        (Some(days), None) => fixed!("within", text = words, deadline = deadline(inspected, days)),
        (None, Some(due)) => fixed!("by_day", text = words, due = format_date_cited(due)),
        (None, None) => return text.to_owned(),
    })
}

/// `15 ngày làm việc`.
pub(super) fn deadline(inspected: &Inspected<'_>, days: u32) -> String {
    let days = usize::try_from(days).unwrap_or(usize::MAX);
    fixed!("working_days", count = count(days, inspected.round.letterhead.pad_counts))
}

/// That the unit report on what it mended, without saying until when.
pub(super) fn report_back(inspected: &Inspected<'_>) -> String {
    phrase::sentence(&fixed!("report_back", agency = addressing::agency(inspected)))
}

/// The report of remediation with its deadline, which is the last of the unit's.
pub(super) fn reported_until(inspected: &Inspected<'_>, text: &str, last: PassageDeadline) -> String {
    let words = phrase::clause(text);
    phrase::sentence(&match (last.within, last.due) {
        (Some(days), Some(due)) => {
            let deadline = deadline(inspected, days);
            fixed!("reported_within_dated", text = words, deadline = deadline, due = format_date_cited(due))
        }
        (Some(days), None) => fixed!("reported_within", text = words, deadline = deadline(inspected, days)),
        (None, Some(due)) => fixed!("reported_by_day", text = words, due = format_date_cited(due)),
        (None, None) => fixed!("reported_after", text = words),
    })
}
