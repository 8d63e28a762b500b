//! The figures: found, reported by the unit, and the difference.

use super::super::finding::{Finding, sources_of_references};
use super::super::wording::fixed;
use super::super::{Inspected, figure, phrase};
use super::{column, entry, ordinal_column, sheet};
use crate::assessment::{Answered, ChecklistAssessment, QuotedFigure, RuleState};
use crate::checklist::{ItemKind, Verdict};
use crate::paper::{Alignment, Annex, Paragraph, Row, Table};
use crate::vietnamese::number::{format_number, round_half_away, same};

pub(super) fn annex(inspected: &Inspected<'_>, findings: &[Finding<'_>]) -> Annex {
    let mut table = Table::new(vec![
        ordinal_column(),
        column(fixed!("column.figure"), Alignment::Left, 52),
        column(fixed!("column.unit"), Alignment::Center, 12),
        column(fixed!("column.found"), Alignment::Right, 11),
        column(fixed!("column.reported"), Alignment::Right, 11),
        column(fixed!("column.difference"), Alignment::Right, 10),
    ]);
    let mut ordinal = 0;
    for group in findings.chunk_by(|a, b| a.checklist().id == b.checklist().id) {
        let rows: Vec<&Finding<'_>> = group.iter().filter(|finding| is_listed(finding)).collect();
        let Some(first) = rows.first() else { continue };
        table.push(Row::Group(phrase::clause(&first.checklist().title)));
        for finding in rows {
            ordinal += 1;
            table.push(row(ordinal, finding));
        }
    }
    let mut annex = sheet(fixed!("annex_figures"), table);
    annex.notes = remarks(findings);
    annex.notes.extend(inspected.judged.checklists().iter().flat_map(|judged| broken_rules(inspected, judged)));
    annex
}

/// Figures and rates of which anything is recorded. What nobody asked for yet is a matter of `check`, not of a paper.
fn is_listed(finding: &Finding<'_>) -> bool {
    match &finding.item.kind {
        ItemKind::Number { .. } => {
            finding.state.answered != Answered::No || finding.answer.is_some_and(|answer| answer.reported.is_some())
        }
        ItemKind::Rate { .. } => !finding.sources(None).is_empty() || finding.state.quoted.is_some(),
        _ => false,
    }
}

fn row(ordinal: usize, finding: &Finding<'_>) -> Row {
    let Finding { item, state, answer, .. } = finding;
    let found = match (state.answered, state.value) {
        (Answered::Conflict, _) => fixed!("in_conflict"),
        (_, Some(value)) => figure::bare(finding.checklist(), item, value),
        (_, None) if item.is_computed() => fixed!("not_computed"),
        (_, None) => fixed!("dash"),
    };
    let reported = answer.and_then(|answer| answer.reported);
    let difference = reported
        .zip(state.value)
        .map(|(reported, value)| if same(value, reported) { format_number(0.0) } else { signed(value - reported) });
    let (reported, difference) = match state.quoted {
        Some(quoted) => (Some(format!("{}%", quoted.said)), points_off(quoted)),
        None => (reported.map(format_number), difference),
    };
    let unit = match &item.kind {
        ItemKind::Number { unit: Some(unit), .. } => phrase::clause(unit),
        _ => String::new(),
    };
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| fixed!("dash"));
    let cells = vec![ordinal.to_string(), finding.ask(), unit, found, or_dash(reported), or_dash(difference)];
    entry(cells, finding.sources(None))
}

/// How many points a quoted percentage is off, to the digits it was quoted with.
fn points_off(quoted: QuotedFigure) -> Option<String> {
    let right = quoted.judged?.right;
    let off = round_half_away(right.value() - quoted.said.value(), right.digits());
    Some(signed(off))
}

/// `+5`, `-12`: found against reported.
fn signed(difference: f64) -> String {
    let text = format_number(difference);
    if difference > 0.0 { format!("+{text}") } else { text }
}

/// Remarks on figures that stand in no sentence of the text: those without a verdict.
fn remarks(findings: &[Finding<'_>]) -> Vec<Paragraph> {
    let silent = findings.iter().filter(|finding| {
        is_listed(finding)
            && matches!(finding.state.verdict, None | Some(Verdict::Na))
            && finding.state.points.is_none()
    });
    silent
        .filter_map(|finding| {
            let remark = finding.remark();
            let text = phrase::joined([format!("{}:", finding.ask()), remark.clone()]);
            (!remark.is_empty()).then(|| Paragraph::new(text, finding.sources(None)))
        })
        .collect()
}

/// Figures that do not add up, in the rule's own words.
pub(in super::super) fn broken_rules(inspected: &Inspected<'_>, judged: &ChecklistAssessment) -> Vec<Paragraph> {
    let broken = judged.rules().filter(|(_, state)| matches!(state, RuleState::Broken(_)));
    broken
        .map(|(rule, _)| {
            let text = match rule.message.render(judged.inputs()) {
                Ok(message) => fixed!("broken_rule", message = phrase::clause(&message)),
                Err(_) => fixed!("broken_rule_plain"),
            };
            let references = rule.check.references().iter().chain(rule.message.references());
            Paragraph::new(text, sources_of_references(inspected, judged, references))
        })
        .collect()
}
