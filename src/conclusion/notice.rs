//! Sentences of the conclusion notice; the notice itself is put together in [`super::draft`].

use super::addressing::{self, Tone};
use super::citation::Citations;
use super::finding::{Finding, union};
use super::wording::{count, fixed};
use super::{Inspected, annex, phrase, wording};
use crate::assessment::Totals;
use crate::checklist::Verdict;
use crate::inspection::{NoticeTitle, Recurrence, RecurrenceContent, RequirementState};
use crate::paper::{Paragraph, Source};
use crate::vietnamese::date::format_date_cited;
use crate::vietnamese::number::{format_number, format_percent};

/// The last paragraph.
pub(super) fn closing(inspected: &Inspected<'_>) -> String {
    let letterhead = &inspected.round.letterhead;
    let subject = addressing::subject(inspected);
    let verb = Tone::towards(&letterhead.agency, inspected.unit).verb();
    match letterhead.title {
        NoticeTitle::Conclusion => fixed!("closing_conclusion", subject = subject, verb = verb),
        NoticeTitle::Result => fixed!("closing_result", subject = subject, verb = verb),
    }
}

/// What to say where no strength is to be told: passes without a sentence of their own are at least counted.
pub(super) fn no_strength(inspected: &Inspected<'_>, findings: &[Finding<'_>]) -> String {
    let passes = findings.iter().filter(|finding| finding.state.verdict == Some(Verdict::Pass)).count();
    if passes > 0 {
        fixed!("passes_only", count = count(passes, inspected.round.letterhead.pad_counts))
    } else if is_judged(findings) {
        fixed!("nothing")
    } else {
        fixed!("nothing_judged")
    }
}

/// What to say where no shortcoming is to be told: "Không" only where everything has been judged.
pub(super) fn no_shortcoming(findings: &[Finding<'_>]) -> String {
    if !is_judged(findings) {
        fixed!("nothing_judged")
    } else if findings.iter().any(is_open) {
        fixed!("no_shortcoming_so_far")
    } else {
        fixed!("nothing")
    }
}

fn is_judged(findings: &[Finding<'_>]) -> bool {
    findings.iter().any(|finding| finding.state.verdict.is_some())
}

/// Whether a verdict is still to come.
fn is_open(finding: &Finding<'_>) -> bool {
    finding.item.has_verdict() && finding.state.verdict.is_none()
}

/// A shortcoming with its quantity, its basis and the remark on it.
pub(super) fn shortcoming(finding: &Finding<'_>, citations: &mut Citations) -> Paragraph {
    let says = finding.says(finding.item.says.shortcoming.as_ref());
    Paragraph::new(shortcoming_text(finding, &says, citations), shortcoming_sources(finding))
}

/// Its text, where what the checklist says of it is filled in already.
pub(super) fn shortcoming_text(finding: &Finding<'_>, says: &str, citations: &mut Citations) -> String {
    let said = citations.with_basis(says, finding.checklist(), &finding.item.basis);
    let remark = finding.remark();
    // People often type what the checklist says anyway: once is enough.
    let remark = if said.starts_with(remark.trim_end_matches('.')) { String::new() } else { remark };
    phrase::joined([said, remark, finding.recurrence().map(recurs).unwrap_or_default()])
}

/// What it rests on.
pub(super) fn shortcoming_sources(finding: &Finding<'_>) -> Vec<Source> {
    let mut sources = finding.sources(finding.item.says.shortcoming.as_ref());
    sources.extend(finding.recurrence().map(|recurrence| Source(recurrence.revision.to_string())));
    sources
}

/// That the shortcoming was raised before, citing the earlier notice; where its number is not known, that visit.
fn recurs(recurrence: &Recurrence) -> String {
    let RecurrenceContent { title, notice, visit, remedy, .. } = &recurrence.content;
    let round = phrase::clause(title);
    let report = remedy.as_ref().filter(|remedy| remedy.state != RequirementState::Contested);
    let report = report.and_then(|remedy| remedy.report.as_ref());
    match (notice, visit) {
        (Some(notice), _) => {
            let (number, date) = (phrase::clause(&notice.number), format_date_cited(notice.date));
            match report {
                Some(report) => fixed!(
                    "recurs_reported",
                    number = number,
                    date = date,
                    report = phrase::clause(&report.number),
                    reported = format_date_cited(report.date)
                ),
                None => fixed!("recurs_notice", number = number, date = date),
            }
        }
        (None, Some(day)) => fixed!("recurs_visit", date = format_date_cited(*day), round = round),
        (None, None) => fixed!("recurs_round", round = round),
    }
}

/// How many items came to which verdict, and the points.
pub(super) fn general_assessment(inspected: &Inspected<'_>, findings: &[Finding<'_>]) -> Paragraph {
    let judged = findings.iter().filter(|finding| finding.state.verdict.is_some());
    let sources = union(judged.map(|finding| finding.sources(None)));
    let open = findings.iter().filter(|finding| is_open(finding)).count();
    Paragraph::new(counts(inspected, findings, &inspected.judged.totals(), open), sources)
}

fn counts(inspected: &Inspected<'_>, findings: &[Finding<'_>], totals: &Totals, open: usize) -> String {
    let pad = inspected.round.letterhead.pad_counts;
    let verdicts = [(Verdict::Pass, totals.pass), (Verdict::Partial, totals.partial), (Verdict::Fail, totals.fail)];
    let judged = totals.pass + totals.partial + totals.fail;
    let said = verdicts.into_iter().filter(|(_, number)| *number > 0).map(|(verdict, number)| {
        fixed!("items_verdict", count = count(number, pad), verdict = wording::verdict(verdict))
    });
    let said: Vec<String> = said.collect();
    let mut parts = vec![if judged == 0 {
        fixed!("general_nothing")
    } else {
        fixed!("general", judged = count(judged, pad), counts = said.join(", "))
    }];
    if totals.na > 0 {
        parts.push(fixed!("items_na", count = count(totals.na, pad)));
    }
    if open > 0 {
        parts.push(fixed!("items_open", count = count(open, pad)));
    }
    if judged > 0 && totals.max_points > 0.0 && annex::is_scored(findings) {
        parts.extend(points(findings, totals));
    }
    phrase::joined(parts)
}

fn points(findings: &[Finding<'_>], totals: &Totals) -> Vec<String> {
    let (verified, full) = (format_number(totals.points), format_number(totals.max_points));
    let share = format_percent(totals.points / totals.max_points);
    let scored = || findings.iter().filter_map(|finding| Some((finding.state.verdict, finding.state.points?)));
    let said = if scored().any(|(verdict, _)| verdict.is_none()) {
        fixed!("points_open", verified = verified, full = full, share = share)
    } else {
        fixed!("points", verified = verified, full = full, share = share)
    };
    let counting = || scored().filter(|(verdict, _)| *verdict != Some(Verdict::Na));
    // A sum that misses some items would be no figure of the unit's.
    let own: Option<f64> = counting().map(|(_, points)| points.own).sum();
    let own = own.map(|own| fixed!("points_own", own = format_number(own)));
    [said].into_iter().chain(own).collect()
}
