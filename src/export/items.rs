//! What is asked.

use super::dataset::{Column, column};
use super::{Dataset, Value, View};
use crate::checklist::{Addressee, Checklist, Item, ItemKind, ItemSeverity, Required, Section};
use crate::conclusion::report::RoundResults;
use crate::inspection::Round;

pub(super) struct ItemRow<'a> {
    round: &'a Round,
    checklist: &'a Checklist,
    section: &'a Section,
    number: String,
    item: &'a Item,
}

pub(super) fn columns<'a>() -> Vec<Column<ItemRow<'a>>> {
    vec![
        column("round", |row| Value::text(&row.round.id)),
        column("checklist", |row| Value::text(&row.checklist.id)),
        column("edition", |row| Value::text(&row.checklist.edition)),
        column("checklist_title", |row| Value::text(&row.checklist.title)),
        column("field", |row| Value::word("conclusion.field", row.checklist.field.as_str())),
        column("section", |row| Value::text(&row.section.id)),
        column("section_title", |row| Value::text(&row.section.title)),
        column("number", |row| Value::text(&row.number)),
        column("item", |row| Value::text(&row.item.id)),
        column("ask", |row| Value::text(&row.item.ask)),
        column("kind", |row| kind(&row.item.kind)),
        column("counted_in", |row| counted_in(&row.item.kind)),
        column("required", |row| Value::Flag(row.item.required == Required::Yes)),
        column("full_points", |row| Value::number(row.item.points.map(|points| points.full))),
        column("partial_points", |row| Value::number(row.item.points.map(|points| points.partial))),
        column("severity", |row| severity(row.item.severity)),
        column("basis", |row| Value::text(basis(row.checklist, row.item))),
        column("addressee", |row| addressee(row.item.says.to)),
        column("within_days", |row| Value::number(row.item.within_days.map(f64::from))),
    ]
}

pub(super) fn items(results: &RoundResults) -> Dataset {
    let overview = &results.overview;
    let mut rows = Vec::new();
    for checklist in overview.checklists() {
        for (section_number, section) in (1..).zip(&checklist.sections) {
            rows.extend((1..).zip(&section.items).map(|(number, item)| ItemRow {
                round: overview.round(),
                checklist,
                section,
                number: format!("{section_number}.{number}"),
                item,
            }));
        }
    }
    Dataset::new(&overview.round().id, View::Items, &columns(), rows)
}

pub(super) fn kind(kind: &ItemKind) -> Value {
    let code = match kind {
        ItemKind::Verdict => "verdict",
        ItemKind::Number { .. } => "number",
        ItemKind::Text => "text",
        ItemKind::Date => "date",
        ItemKind::Choice { .. } => "choice",
        ItemKind::Rate { .. } => "rate",
        ItemKind::Register(_) => "register",
        ItemKind::Survey(_) => "survey",
    };
    Value::word("cli.item_kind", code)
}

pub(super) fn counted_in(kind: &ItemKind) -> Value {
    match kind {
        ItemKind::Number { unit, .. } => Value::maybe(unit.as_ref()),
        _ => Value::Nothing,
    }
}

pub(super) fn severity(severity: ItemSeverity) -> Value {
    let code = match severity {
        ItemSeverity::Minor => "minor",
        ItemSeverity::Major => "major",
        ItemSeverity::Critical => "critical",
    };
    Value::word("export.severity", code)
}

pub(super) fn addressee(to: Addressee) -> Value {
    let code = match to {
        Addressee::Unit => "unit",
        Addressee::Agency => "agency",
        Addressee::Superior => "superior",
    };
    Value::word("export.addressee", code)
}

/// `Nghị định số 63/2010/NĐ-CP, Điều 17; …`.
fn basis(checklist: &Checklist, item: &Item) -> String {
    let cited = item.basis.iter().filter_map(|reference| {
        let short = &checklist.basis(&reference.basis)?.short;
        Some(match &reference.article {
            Some(article) => {
                format!("{short}, {}", rust_i18n::t!("conclusion.article", locale = "vi", article = article))
            }
            None => short.clone(),
        })
    });
    cited.collect::<Vec<_>>().join("; ")
}
