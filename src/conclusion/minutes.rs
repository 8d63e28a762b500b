//! The minutes, made to be completed by hand where nothing is recorded: hours, place, those present for the
//! unit, its proposals and commitments, number of copies.

use chrono::{Datelike, NaiveDateTime, Timelike};

use super::addressing;
use super::annex::{self, column, entry, ordinal_column};
use super::citation::Citations;
use super::finding::{self, Finding};
use super::wording::{self, fixed, role, verdict};
use super::{Inspected, MinutesBasis, figure, later, opening, phrase, present, unit_opinion};
use crate::assessment::Answered;
use crate::inspection::{Agreement, Answer, EvidenceContent, Explanation, Role, VisitField};
use crate::paper::{
    Alignment, Block, Document, Letterhead, PaperKind, Paragraph, Properties, Recipients, Section, SectionTitle,
    Signature, Source, Table,
};
use crate::vietnamese::date::{format_date_cited, format_date_long};

pub(super) fn compose(inspected: &Inspected<'_>, basis: &MinutesBasis) -> Document {
    let round = inspected.round;
    let findings = finding::by_field(inspected);
    let agency = addressing::named_agency(inspected);
    let team = match &round.decision {
        Some(decision) => fixed!("minutes.letterhead_decision", number = phrase::clause(&decision.number)),
        None => fixed!("minutes.letterhead"),
    };
    let subject = addressing::subject(inspected);
    Document {
        kind: PaperKind::Minutes,
        letterhead: Letterhead { parent: agency.clone(), agency: team },
        number: None,
        notation: fixed!("minutes.notation"),
        place_date: None,
        abstract_text: phrase::capitalised(&subject),
        addressed_to: Vec::new(),
        bases: Vec::new(),
        body: body(inspected, &findings, basis),
        closing: closing(inspected),
        recipients: Some(Recipients {
            lines: vec![addressing::unit(inspected), fixed!("team_members")],
            filing: fixed!("minutes.filing"),
        }),
        signatures: signatures(inspected),
        annexes: annex::of_minutes(inspected, &findings).into_iter().chain(later::annex(inspected)).collect(),
        status: basis.status,
        requirements: Vec::new(),
        properties: Properties {
            title: fixed!(
                "file_title",
                kind = crate::paper::lettering::type_name(PaperKind::Minutes),
                subject = subject
            ),
            author: agency.unwrap_or_default(),
            subject: phrase::clause(&round.title),
            created: basis.now,
        },
    }
}

fn body(inspected: &Inspected<'_>, findings: &[Finding<'_>], basis: &MinutesBasis) -> Vec<Section> {
    let numbered = |title: String, blocks| Section { title: SectionTitle::Numbered(title), blocks };
    let or = |blocks: Vec<Block>, nothing: String| {
        if blocks.is_empty() { vec![Block::Plain(nothing.into())] } else { blocks }
    };
    vec![
        Section { title: SectionTitle::Untitled, blocks: opening(inspected, basis) },
        numbered(fixed!("minutes.those_present"), present::blocks(inspected)),
        numbered(fixed!("minutes.content"), content(inspected, findings)),
        numbered(fixed!("shortcomings"), or(shortcomings(findings), super::notice::no_shortcoming(findings))),
        numbered(fixed!("minutes.documents"), or(documents(findings), fixed!("nothing"))),
        numbered(fixed!("minutes.unit_opinion"), unit_opinion(inspected, findings)),
    ]
}

fn opening(inspected: &Inspected<'_>, basis: &MinutesBasis) -> Vec<Block> {
    let visit = inspected.visit;
    let date = match visit.started.map(|started| started.date()).or(inspected.unit.visit) {
        Some(day) => format_date_long(day),
        None => fixed!("minutes.open_date", year = basis.now.year()),
    };
    let place = visit.place.as_deref().map(phrase::clause).filter(|place| !place.is_empty());
    let met = fixed!(
        "minutes.opening",
        time = time(visit.started),
        date = date,
        place = place.unwrap_or_else(|| fixed!("minutes.place_blank")),
        subject = addressing::subject(inspected)
    );
    let met = Paragraph::new(met, visited(inspected, &[VisitField::Started, VisitField::Place]));
    let orders = opening::orders(inspected.round);
    let order = (!orders.is_empty()).then(|| fixed!("carrying_out", documents = phrase::listed(&orders)));
    let order = order.map(|order| phrase::sentence(&order).into());
    order.into_iter().chain([met]).map(Block::Plain).collect()
}

/// `08 giờ 05 phút`, or blanks for the pen.
fn time(at: Option<NaiveDateTime>) -> String {
    match at {
        Some(at) => fixed!("minutes.time", hour = format!("{:02}", at.hour()), minute = format!("{:02}", at.minute())),
        None => fixed!("minutes.time_blank"),
    }
}

/// Revisions that fields of the visit rest on.
fn visited(inspected: &Inspected<'_>, fields: &[VisitField]) -> Vec<Source> {
    let revisions = fields.iter().filter_map(|field| inspected.visit.revisions.get(field)).flatten();
    revisions.map(|id| Source(id.to_string())).collect()
}

/// A table per checklist of which anything is recorded, in the order of the fields.
fn content(inspected: &Inspected<'_>, findings: &[Finding<'_>]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for group in findings.chunk_by(|a, b| a.checklist().id == b.checklist().id) {
        let recorded: Vec<Finding<'_>> = group.iter().filter(|finding| is_recorded(finding)).copied().collect();
        let Some(first) = recorded.first() else { continue };
        blocks.push(Block::Heading(phrase::clause(&first.checklist().title).into()));
        blocks.push(Block::Table(table(&recorded)));
        blocks.extend(annex::broken_rules(inspected, first.judged).into_iter().map(Block::Dash));
    }
    if blocks.is_empty() { vec![Block::Plain(fixed!("minutes.no_content").into())] } else { blocks }
}

/// Whether the table of its checklist has a row for it.
pub(super) fn is_recorded(finding: &Finding<'_>) -> bool {
    finding.state.answered != Answered::No || finding.answer.is_some_and(|answer| answer.remark.is_some())
}

fn table(findings: &[Finding<'_>]) -> Table {
    let mut table = Table::new(vec![
        ordinal_column(),
        column(fixed!("column.item"), Alignment::Left, 44),
        column(fixed!("column.result"), Alignment::Left, 24),
        column(fixed!("column.remark"), Alignment::Left, 26),
    ]);
    for (index, finding) in findings.iter().enumerate() {
        let judged = finding.state.verdict.map(verdict).unwrap_or_default();
        let result = [figure::result(finding), judged].into_iter().filter(|part| !part.is_empty());
        let result = phrase::capitalised(&result.collect::<Vec<_>>().join("; "));
        let cells = vec![(index + 1).to_string(), finding.ask(), result, finding.remark()];
        table.push(entry(cells, finding.sources(None)));
    }
    table
}

/// Each shortcoming, and under it what the unit says to it, or a blank to write it down.
fn shortcomings(findings: &[Finding<'_>]) -> Vec<Block> {
    let mut citations = Citations::default();
    let mut blocks = Vec::new();
    for finding in findings.iter().filter(|finding| finding.is_shortcoming()) {
        blocks.push(Block::Numbered(super::notice::shortcoming(finding, &mut citations)));
        blocks.push(Block::Dash(explanation(finding.answer)));
    }
    blocks
}

fn explanation(answer: Option<&Answer>) -> Paragraph {
    let explained = answer.and_then(|answer| Some((answer, answer.explanation.as_ref()?)));
    match explained {
        Some((answer, explanation)) => Paragraph::new(stance(explanation), finding::sources_of(answer)),
        None => fixed!("minutes.explanation_blank").into(),
    }
}

/// Whether the unit agrees, and its words.
pub(super) fn stance(explanation: &Explanation) -> String {
    let stance = match explanation.agrees {
        Agreement::Agrees => fixed!("minutes.explanation_agrees"),
        Agreement::Disagrees => fixed!("minutes.explanation_disagrees"),
    };
    phrase::joined([stance, unit_opinion::words(explanation)])
}

/// Evidence, each piece once.
fn documents(findings: &[Finding<'_>]) -> Vec<Block> {
    let mut listed: Vec<Paragraph> = Vec::new();
    for piece in findings.iter().filter_map(|finding| finding.answer).flat_map(|answer| &answer.evidence) {
        let (text, source) = (evidence(&piece.content), Source(piece.revision.to_string()));
        match listed.iter_mut().find(|known| known.text == text) {
            Some(known) => known.sources.push(source),
            None if text.is_empty() => {}
            None => listed.push(Paragraph::new(text, vec![source])),
        }
    }
    listed.into_iter().map(Block::Dash).collect()
}

/// `Văn bản số 12/QĐ-UBND ngày 20/01/2022: bảng niêm yết.`
pub(super) fn evidence(content: &EvidenceContent) -> String {
    let document = content.document.as_deref().map(phrase::clause).filter(|number| !number.is_empty());
    let document = document.map(|number| match content.date {
        Some(date) => fixed!("minutes.document_dated", number = number, date = format_date_cited(date)),
        None => fixed!("minutes.document", number = number),
    });
    let file = content.file.as_deref().map(|name| fixed!("minutes.file", name = name.trim()));
    let what: Vec<String> = document.into_iter().chain(file).collect();
    let about = phrase::clause(&content.about);
    phrase::sentence(&match (what.is_empty(), about.is_empty()) {
        (true, _) => about,
        (_, true) => what.join(", "),
        (false, false) => format!("{}: {about}", what.join(", ")),
    })
}

/// Explanations of what is no shortcoming, then what the unit proposes and promises, and why it does not sign; blanks
/// for what is not recorded.
fn unit_opinion(inspected: &Inspected<'_>, findings: &[Finding<'_>]) -> Vec<Block> {
    let others: Vec<Finding<'_>> = findings.iter().filter(|finding| !finding.is_shortcoming()).copied().collect();
    let mut blocks = unit_opinion::blocks(&others);
    let visit = inspected.visit;
    let said = |text: &Option<String>| text.as_deref().map(phrase::sentences).filter(|text| !text.is_empty());
    let mut plain = |text: String, field| {
        blocks.push(Block::Plain(Paragraph::new(text, visited(inspected, &[field]))));
    };
    if let Some(text) = said(&visit.proposals) {
        plain(fixed!("minutes.proposals", text = text), VisitField::Proposals);
    } else {
        plain(fixed!("minutes.proposals_blank"), VisitField::Proposals);
        plain(fixed!("minutes.line"), VisitField::Proposals);
    }
    if let Some(text) = said(&visit.commitments) {
        plain(fixed!("minutes.commitments", text = text), VisitField::Commitments);
    } else {
        plain(fixed!("minutes.commitments_blank"), VisitField::Commitments);
        plain(fixed!("minutes.line"), VisitField::Commitments);
    }
    match said(&visit.refusal) {
        Some(reason) => {
            let witness = visit.witness.as_deref().map(phrase::sentence).filter(|name| !name.is_empty());
            let witness = witness.unwrap_or_else(|| fixed!("minutes.witness_blank"));
            let text = fixed!("minutes.refusal", reason = reason, witness = witness);
            let sources = visited(inspected, &[VisitField::Refusal, VisitField::Witness]);
            blocks.push(Block::Plain(Paragraph::new(text, sources)));
        }
        None => plain(fixed!("minutes.refusal_blank"), VisitField::Refusal),
    }
    blocks
}

/// When it ended, that it was read out, who signs, how many copies.
fn closing(inspected: &Inspected<'_>) -> Paragraph {
    let visit = inspected.visit;
    let date = visit.ended.map_or_else(|| fixed!("minutes.date_blank"), |ended| format_date_long(ended.date()));
    let pad = inspected.round.letterhead.pad_counts;
    let copies = |number: Option<u32>| match number.and_then(|number| usize::try_from(number).ok()) {
        Some(number) => wording::count(number, pad),
        None => fixed!("minutes.count_blank"),
    };
    let of_team = visit.copies.zip(visit.unit_copies).map(|(all, unit)| all.saturating_sub(unit));
    let read = match &visit.refusal {
        Some(_) => fixed!("minutes.closing_refused"),
        None => fixed!("minutes.closing_agreed"),
    };
    let text = fixed!(
        "minutes.closing",
        time = time(visit.ended),
        date = date,
        read = read,
        copies = copies(visit.copies),
        unit = copies(visit.unit_copies),
        team = copies(of_team)
    );
    Paragraph::new(text, visited(inspected, &[VisitField::Ended, VisitField::Copies, VisitField::UnitCopies]))
}

fn signatures(inspected: &Inspected<'_>) -> Vec<Signature> {
    let signature =
        |post: String, name: Option<String>, note: String| Signature { authority: None, post, name, note: Some(note) };
    let name_of = |wanted: Role| {
        inspected.round.members.iter().find(|member| member.role == wanted).and_then(addressing::own_name)
    };
    vec![
        signature(fixed!("minutes.unit_representative"), None, fixed!("minutes.sign_seal_note")),
        signature(role(Role::Secretary), name_of(Role::Secretary), fixed!("minutes.sign_note")),
        signature(role(Role::Lead), name_of(Role::Lead), fixed!("minutes.sign_note")),
    ]
}
