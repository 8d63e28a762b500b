//! The rows of the form: what is typed, what is chosen, and both as one draft.

use rust_i18n::t;

use crate::checklist::{Item, ItemKind};
use crate::inspection::{Agreement, Answer, FigureSource};
use crate::tui::screens::inspection::source_name;
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::vietnamese::number::format_plain;

/// A row of the form.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) value: Given,
}

/// How a row is given.
#[derive(Debug)]
pub(super) enum Given {
    /// By typing.
    Typed(TextField),
    /// With ← →: nothing, or one of several.
    Chosen { among: Vec<String>, chosen: Option<usize> },
}

fn typed(name: &'static str, text: Option<String>) -> Row {
    Row { name, value: Given::Typed(TextField::new(&text.unwrap_or_default(), accepts(name))) }
}

pub(super) fn rows_of(item: &Item, answer: &Answer) -> Vec<Row> {
    let mut rows = Vec::new();
    if matches!(item.kind, ItemKind::Number { .. }) {
        rows.push(typed("reported", answer.reported.map(format_plain)));
        let chosen = answer.source.and_then(|source| FigureSource::ALL.iter().position(|known| *known == source));
        let among = FigureSource::ALL.map(source_name).to_vec();
        rows.push(Row { name: "source", value: Given::Chosen { among, chosen } });
    }
    if matches!(item.kind, ItemKind::Rate { .. }) {
        rows.push(typed("quoted", answer.quoted.map(|said| said.to_string())));
    }
    if item.points.is_some() {
        rows.push(typed("self_points", answer.self_points.map(format_plain)));
        rows.push(typed("points_reason", answer.points_reason.clone()));
    }
    let explanation = answer.explanation.as_ref();
    let among = vec![t!("screen_fields.agrees").into_owned(), t!("screen_fields.disagrees").into_owned()];
    let chosen = explanation.map(|explanation| usize::from(explanation.agrees == Agreement::Disagrees));
    rows.push(Row { name: "agreement", value: Given::Chosen { among, chosen } });
    rows.push(typed("explanation", explanation.map(|explanation| explanation.text.clone())));
    rows.push(typed("note", answer.note.clone()));
    rows
}

/// What is typed in the row called `name`.
pub(super) fn text(rows: &[Row], name: &str) -> Option<String> {
    rows.iter().find(|row| row.name == name).and_then(|row| match &row.value {
        Given::Typed(field) => Some(field.text().trim().to_owned()).filter(|text| !text.is_empty()),
        Given::Chosen { .. } => None,
    })
}

/// What is chosen in the row called `name`.
pub(super) fn chosen(rows: &[Row], name: &str) -> Option<usize> {
    rows.iter().find(|row| row.name == name).and_then(|row| match &row.value {
        Given::Chosen { chosen, .. } => *chosen,
        Given::Typed(_) => None,
    })
}

/// All rows as the text of one draft: a line each, `name=value`.
pub(super) fn as_draft(rows: &[Row]) -> String {
    let line = |row: &Row| match &row.value {
        Given::Typed(field) => format!("{}={}", row.name, field.text()),
        Given::Chosen { chosen, .. } => format!("{}={}", row.name, chosen.map_or(0, |at| at + 1)),
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Fills the rows from such a text.
pub(super) fn restore(rows: &mut [Row], draft: &str) {
    for (name, value) in draft.lines().filter_map(|line| line.split_once('=')) {
        let Some(row) = rows.iter_mut().find(|row| row.name == name) else { continue };
        match &mut row.value {
            Given::Typed(field) => *field = TextField::new(value, accepts(name)),
            Given::Chosen { among, chosen } => {
                let at = value.parse::<usize>().ok().and_then(|at| at.checked_sub(1));
                *chosen = at.filter(|at| *at < among.len());
            }
        }
    }
}

fn accepts(name: &str) -> Accepts {
    if matches!(name, "reported" | "quoted" | "self_points") { Accepts::Number } else { Accepts::Text }
}
