//! The conclusion notice.

use chrono::Datelike;

use super::addressing::{self, Tone};
use super::citation::Citations;
use super::finding::{self, Finding, union};
use super::requirement::{self, Demand};
use super::wording::{count, fixed};
use super::{Inspected, NoticeBasis, annex, opening, phrase, unit_opinion, wording};
use crate::assessment::Totals;
use crate::checklist::{CauseKind, Field, Verdict};
use crate::inspection::{NoticeTitle, Recurrence, RecurrenceContent};
use crate::paper::{
    Block, Document, IssueDate, Letterhead, PaperKind, Paragraph, PlaceDate, Properties, Section, SectionTitle, Source,
};
use crate::vietnamese::date::format_date_cited;
use crate::vietnamese::number::{format_number, format_percent};

/// Left free for the pen where the letterhead names no place.
const PLACE_GAP: &str = "…………";

pub(super) fn compose(inspected: &Inspected<'_>, basis: &NoticeBasis) -> Document {
    let letterhead = &inspected.round.letterhead;
    let findings = finding::by_field(inspected);
    let demands: Vec<Demand> =
        findings.iter().filter(|finding| finding.is_shortcoming()).map(|of| Demand::of(of, basis.date)).collect();
    let subject = addressing::subject(inspected);
    let verb = Tone::towards(&letterhead.agency, inspected.unit).verb();
    let (title, closing) = match letterhead.title {
        NoticeTitle::Conclusion => (
            fixed!("abstract_conclusion", subject = subject),
            fixed!("closing_conclusion", subject = subject, verb = verb),
        ),
        NoticeTitle::Result => {
            (fixed!("abstract_result", subject = subject), fixed!("closing_result", subject = subject, verb = verb))
        }
    };
    let place = phrase::clause(&letterhead.place);
    let date = basis.date.map_or(IssueDate::Open { year: basis.now.year() }, IssueDate::Known);
    Document {
        kind: PaperKind::Notice,
        letterhead: Letterhead {
            parent: letterhead.parent.as_deref().map(phrase::clause).filter(|parent| !parent.is_empty()),
            agency: addressing::agency(inspected),
        },
        number: basis.number,
        notation: addressing::notation(letterhead, PaperKind::Notice),
        place_date: Some(PlaceDate { place: if place.is_empty() { PLACE_GAP.to_owned() } else { place }, date }),
        abstract_text: title.clone(),
        addressed_to: Vec::new(),
        bases: Vec::new(),
        body: body(inspected, &findings, &demands),
        closing: closing.into(),
        recipients: Some(addressing::recipients(inspected)),
        signatures: vec![addressing::signer(letterhead)],
        annexes: annex::of_notice(inspected, &findings, &demands),
        status: basis.status,
        requirements: demands.iter().map(Demand::data).collect(),
        properties: Properties {
            title: fixed!(
                "file_title",
                kind = crate::paper::lettering::type_name(PaperKind::Notice),
                subject = phrase::lower_first(&title)
            ),
            author: addressing::agency(inspected),
            subject: phrase::clause(&inspected.round.title),
            created: basis.now,
        },
    }
}

fn body(inspected: &Inspected<'_>, findings: &[Finding<'_>], demands: &[Demand]) -> Vec<Section> {
    let opening = opening::paragraphs(inspected).into_iter().map(Block::Plain).collect();
    let numbered = |title: String, blocks| Section { title: SectionTitle::Numbered(title), blocks };
    let mut sections = vec![
        Section { title: SectionTitle::Untitled, blocks: opening },
        numbered(fixed!("results"), or_nothing(strengths(inspected, findings), || no_strength(inspected, findings))),
        numbered(fixed!("shortcomings"), or_nothing(shortcomings(inspected, findings), || no_shortcoming(findings))),
        Section { title: SectionTitle::Untitled, blocks: vec![Block::Plain(general_assessment(inspected, findings))] },
    ];
    let causes = causes(findings);
    if !causes.is_empty() {
        sections.push(numbered(fixed!("causes"), causes));
    }
    let kept_up = findings.iter().any(|finding| finding.state.verdict == Some(Verdict::Pass));
    let requirements = requirement::blocks(inspected, demands, kept_up.then(|| fixed!("keep_up")));
    sections.push(numbered(fixed!("requirements"), or_nothing(requirements, || fixed!("nothing"))));
    let opinions = unit_opinion::blocks(findings);
    if !opinions.is_empty() {
        sections.push(numbered(fixed!("opinions"), opinions));
    }
    sections
}

/// `blocks`, or where there are none a sentence that claims no more than was looked at.
fn or_nothing(blocks: Vec<Block>, nothing: impl FnOnce() -> String) -> Vec<Block> {
    if blocks.is_empty() { vec![Block::Plain(nothing().into())] } else { blocks }
}

/// What to say where no strength is to be told: passes without a sentence of their own are at least counted.
fn no_strength(inspected: &Inspected<'_>, findings: &[Finding<'_>]) -> String {
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

/// Under a numbered title per field that has any, what `say` makes of each finding.
fn under_fields<'a>(
    inspected: &Inspected<'_>,
    findings: &[Finding<'a>],
    mut say: impl FnMut(&Finding<'a>) -> Option<Block>,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    for field in Field::ALL {
        let of_field = findings.iter().filter(|finding| finding.checklist().field == field);
        let said: Vec<Block> = of_field.filter_map(&mut say).collect();
        if !said.is_empty() {
            blocks.push(Block::Heading(wording::field(field, inspected.round.period).into()));
            blocks.extend(said);
        }
    }
    blocks
}

/// What passes and has something to say: the checklist's sentence, or a remark.
fn strengths(inspected: &Inspected<'_>, findings: &[Finding<'_>]) -> Vec<Block> {
    under_fields(inspected, findings, |finding| {
        let strength = finding.item.says.strength.as_ref();
        let remark = finding.remark();
        if finding.state.verdict != Some(Verdict::Pass) || (strength.is_none() && remark.is_empty()) {
            return None;
        }
        let text = phrase::joined([phrase::sentence(&finding.says(strength)), remark]);
        Some(Block::Dash(Paragraph::new(text, finding.sources(strength))))
    })
}

fn shortcomings(inspected: &Inspected<'_>, findings: &[Finding<'_>]) -> Vec<Block> {
    let mut citations = Citations::default();
    under_fields(inspected, findings, |finding| {
        finding.is_shortcoming().then(|| Block::Lettered(shortcoming(finding, &mut citations)))
    })
}

/// A shortcoming with its quantity, its basis and the remark on it.
pub(super) fn shortcoming(finding: &Finding<'_>, citations: &mut Citations) -> Paragraph {
    let sentence = finding.item.says.shortcoming.as_ref();
    let said = citations.with_basis(&finding.says(sentence), finding.checklist(), &finding.item.basis);
    let remark = finding.remark();
    // People often type what the checklist says anyway: once is enough.
    let remark = if said.starts_with(remark.trim_end_matches('.')) { String::new() } else { remark };
    let mut sources = finding.sources(sentence);
    let recurrence = finding.recurrence();
    sources.extend(recurrence.map(|recurrence| Source(recurrence.revision.to_string())));
    Paragraph::new(phrase::joined([said, remark, recurrence.map(recurs).unwrap_or_default()]), sources)
}

/// That the shortcoming was raised before, citing the earlier notice; where its number is not known, that visit.
fn recurs(recurrence: &Recurrence) -> String {
    let RecurrenceContent { title, notice, visit, .. } = &recurrence.content;
    let round = phrase::clause(title);
    match (notice, visit) {
        (Some(notice), _) => {
            let number = phrase::clause(&notice.number);
            fixed!("recurs_notice", number = number, date = format_date_cited(notice.date))
        }
        (None, Some(day)) => fixed!("recurs_visit", date = format_date_cited(*day), round = round),
        (None, None) => fixed!("recurs_round", round = round),
    }
}

/// How many items came to which verdict, and the points.
fn general_assessment(inspected: &Inspected<'_>, findings: &[Finding<'_>]) -> Paragraph {
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

/// Causes of the shortcomings, each once, objective ones first.
fn causes(findings: &[Finding<'_>]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (kind, title) in [(CauseKind::Objective, fixed!("objective")), (CauseKind::Subjective, fixed!("subjective"))] {
        let mut said: Vec<Paragraph> = Vec::new();
        for finding in findings.iter().filter(|finding| finding.is_shortcoming()) {
            let Some(cause) = finding.item.says.cause.as_ref().filter(|cause| cause.kind == kind) else { continue };
            // A cause that misses a figure is left out: there is nothing plain to say in its place.
            let Ok(text) = cause.text.render(finding.judged.inputs()) else { continue };
            let text = phrase::sentence(&text);
            let sources = finding.sources(Some(&cause.text));
            match said.iter_mut().find(|known| known.text == text) {
                Some(known) => known.sources = union([std::mem::take(&mut known.sources), sources]),
                None if text.is_empty() => {}
                None => said.push(Paragraph::new(text, sources)),
            }
        }
        if !said.is_empty() {
            blocks.push(Block::Heading(title.into()));
            blocks.extend(said.into_iter().map(Block::Dash));
        }
    }
    blocks
}
