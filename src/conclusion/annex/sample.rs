//! Sampled rows, one annex per register, and satisfaction indexes, one per survey.

use super::super::finding::{Finding, sources_of};
use super::super::wording::{count, fixed, verdict};
use super::super::{Inspected, figure, phrase, privacy};
use super::{column, entry, ordinal_column, sheet};
use crate::assessment::{RaisedAlarm, RegisterResult, RowVerdict, SurveyResult, Tally};
use crate::checklist::{AlarmBy, Column, ColumnKind, ItemKind, Register, Survey, Verdict};
use crate::inspection::{Answer, PadCounts};
use crate::paper::{Alignment, Annex, Paragraph, Row, Source, Table};
use crate::vietnamese::date::format_date;
use crate::vietnamese::fold::fold;
use crate::vietnamese::number::{format_number, format_percent};

pub(super) fn annexes(inspected: &Inspected<'_>, findings: &[Finding<'_>]) -> Vec<Annex> {
    let pad = inspected.round.letterhead.pad_counts;
    findings
        .iter()
        .filter_map(|finding| match &finding.item.kind {
            ItemKind::Register(register) => {
                Some(rows(finding, register, finding.answer?, finding.state.register.as_ref()?, pad))
            }
            ItemKind::Survey(survey) => Some(indexes(finding, survey, finding.state.survey.as_ref()?, pad)),
            _ => None,
        })
        .collect()
}

fn rows(finding: &Finding<'_>, register: &Register, answer: &Answer, result: &RegisterResult, pad: PadCounts) -> Annex {
    let printed: Vec<&Column> = register.columns.iter().filter(|column| privacy::may_print(column)).collect();
    let mut columns = vec![ordinal_column()];
    columns.extend(printed.iter().map(|of| column(phrase::clause(&of.title), alignment(&of.kind), width(&of.kind))));
    if register.row_ok.is_some() {
        columns.push(column(fixed!("column.result"), Alignment::Center, 12));
    }
    let mut table = Table::new(columns);
    for (index, (row, came_to)) in answer.rows.iter().zip(&result.rows).enumerate() {
        let mut cells = vec![(index + 1).to_string()];
        cells.extend(printed.iter().map(|column| row.cells.get(&column.id).map(cell).unwrap_or_default()));
        match &came_to.verdict {
            RowVerdict::Ok => cells.push(phrase::capitalised(&verdict(Verdict::Pass))),
            RowVerdict::NotOk => cells.push(phrase::capitalised(&verdict(Verdict::Fail))),
            RowVerdict::NotJudged(_) => cells.push(fixed!("dash")),
            RowVerdict::NoRule => {}
        }
        table.push(entry(cells, row.revisions.iter().map(|id| Source(id.to_string())).collect()));
    }
    let mut annex = sheet(title(finding, fixed!("annex_rows", item = finding.ask())), table);
    let sampled = count(result.rows.len(), pad);
    let summary = match result.share {
        Some(share) => {
            let (ok, judged) = (count(result.ok, pad), count(result.judged, pad));
            fixed!("rows_summary", rows = sampled, ok = ok, judged = judged, share = format_percent(share))
        }
        None => fixed!("rows_count", rows = sampled),
    };
    annex.notes = notes(finding, vec![summary]);
    annex
}

/// `Kết quả khảo sát …` where the question itself already says what was done, else `otherwise`.
fn title(finding: &Finding<'_>, otherwise: String) -> String {
    let ask = finding.ask();
    let folded = fold(&ask);
    let says_it = ["kiem tra", "khao sat", "diem danh", "phong van"].iter().any(|act| folded.starts_with(act));
    if says_it { fixed!("annex_of_act", act = phrase::lower_first(&ask)) } else { otherwise }
}

fn alignment(kind: &ColumnKind) -> Alignment {
    match kind {
        ColumnKind::Text | ColumnKind::Choice(_) => Alignment::Left,
        ColumnKind::Number => Alignment::Right,
        ColumnKind::Date | ColumnKind::YesNo => Alignment::Center,
    }
}

fn width(kind: &ColumnKind) -> u16 {
    match kind {
        ColumnKind::Text => 24,
        ColumnKind::Choice(_) => 16,
        ColumnKind::Date => 14,
        ColumnKind::Number | ColumnKind::YesNo => 12,
    }
}

fn cell(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Bool(true) => fixed!("yes"),
        serde_json::Value::Bool(false) => fixed!("no"),
        serde_json::Value::Number(number) => number.as_f64().map(format_number).unwrap_or_default(),
        serde_json::Value::String(text) => match text.parse() {
            Ok(day) if text.len() == 10 => format_date(day),
            _ => figure::line(text),
        },
        _ => String::new(),
    }
}

fn indexes(finding: &Finding<'_>, survey: &Survey, result: &SurveyResult, pad: PadCounts) -> Annex {
    let mut table = Table::new(vec![
        ordinal_column(),
        column(fixed!("column.question"), Alignment::Left, 42),
        column(fixed!("column.valid"), Alignment::Right, 12),
        column(fixed!("column.satisfied"), Alignment::Right, 12),
        column(fixed!("column.blank"), Alignment::Right, 12),
        column(fixed!("column.index"), Alignment::Right, 14),
    ]);
    if result.forms > 0 {
        let sources = finding.answer.map(sources_of).unwrap_or_default();
        for (index, (question, tally)) in survey.questions.iter().zip(&result.questions).enumerate() {
            let cells = tally_cells((index + 1).to_string(), phrase::clause(&question.ask), *tally);
            table.push(entry(cells, sources.clone()));
        }
        table.push(Row::Total { cells: tally_cells(String::new(), fixed!("pooled"), result.pooled), sources });
    }
    let mut annex = sheet(title(finding, fixed!("annex_survey", item = finding.ask())), table);
    let (valid, invalid) = (count(result.forms, pad), count(result.invalid, pad));
    let summary = fixed!("forms_summary", valid = valid, invalid = invalid);
    let alarms = result.alarms.iter().filter_map(|raised| alarm(survey, raised, pad));
    annex.notes = notes(finding, [summary].into_iter().chain(alarms).collect());
    annex
}

fn tally_cells(ordinal: String, title: String, tally: Tally) -> Vec<String> {
    let index = tally.index().map_or_else(|| fixed!("dash"), format_percent);
    let counts = [tally.valid, tally.satisfied, tally.blank].map(figure::integer);
    [ordinal, title].into_iter().chain(counts).chain([index]).collect()
}

/// An officer only under a code, a field of work under its name.
fn alarm(survey: &Survey, raised: &RaisedAlarm, pad: PadCounts) -> Option<String> {
    let definition = survey.alarm.as_ref()?;
    let limit = format_percent(definition.unsatisfied_over);
    let (share, answers) = (format_percent(raised.unsatisfied), count(raised.answers, pad));
    let AlarmBy::Detail(detail) = &definition.by else {
        return Some(fixed!("alarm", share = share, answers = answers, limit = limit));
    };
    let about = phrase::clause(raised.about.as_deref()?);
    Some(if !privacy::is_person(detail) {
        fixed!("alarm_about", about = about, share = share, answers = answers, limit = limit)
    } else if privacy::is_code(&about) {
        fixed!("alarm_code", code = about, share = share, answers = answers, limit = limit)
    } else {
        fixed!("alarm_unnamed", share = share, answers = answers, limit = limit)
    })
}

/// What is said over the table; the remark too where no verdict brings it into the text.
fn notes(finding: &Finding<'_>, said: Vec<String>) -> Vec<Paragraph> {
    let sources = finding.answer.map(sources_of).unwrap_or_default();
    let remark = Some(finding.remark()).filter(|_| finding.state.verdict.is_none());
    let said = said.into_iter().chain(remark).filter(|text| !text.is_empty());
    said.map(|text| Paragraph::new(text, sources.clone())).collect()
}
