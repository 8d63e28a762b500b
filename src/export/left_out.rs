//! What counts nowhere at some units, and why: items by their reason, then whole checklists, as the dashboard lists them.

use super::dataset::{Column, column};
use super::findings::{ids, names};
use super::{Dataset, Value, View, points};
use crate::checklist::ChecklistId;
use crate::conclusion::report::RoundResults;
use crate::inspection::UnitId;
use crate::overview::{LeftOutItem, RoundOverview, WholeChecklist};

pub(super) struct LeftOutRow<'a> {
    overview: &'a RoundOverview,
    of: Of<'a>,
}

enum Of<'a> {
    Item(&'a LeftOutItem),
    Checklist(&'a WholeChecklist),
}

impl LeftOutRow<'_> {
    fn checklist(&self) -> &ChecklistId {
        match &self.of {
            Of::Item(item) => &item.key.checklist,
            Of::Checklist(WholeChecklist::OtherKind { checklist, .. } | WholeChecklist::NoEdition(checklist)) => {
                checklist
            }
        }
    }

    fn item(&self) -> Option<&LeftOutItem> {
        match &self.of {
            Of::Item(item) => Some(item),
            Of::Checklist(_) => None,
        }
    }

    fn title(&self) -> Value {
        let mut known = self.overview.checklists();
        Value::maybe(known.find(|known| known.id == *self.checklist()).map(|checklist| &checklist.title))
    }

    fn why(&self) -> Value {
        match &self.of {
            Of::Item(item) => points::why(item.why),
            Of::Checklist(WholeChecklist::OtherKind { .. }) => Value::word("export.left_out", "other-kind"),
            Of::Checklist(WholeChecklist::NoEdition(_)) => Value::word("export.left_out", "no-edition"),
        }
    }

    fn units(&self) -> Vec<&UnitId> {
        match &self.of {
            Of::Item(item) => item.units.iter().collect(),
            Of::Checklist(WholeChecklist::OtherKind { units, .. }) => units.iter().collect(),
            Of::Checklist(WholeChecklist::NoEdition(_)) => {
                self.overview.units.iter().map(|unit| &unit.unit.id).collect()
            }
        }
    }
}

pub(super) fn columns<'a>() -> Vec<Column<LeftOutRow<'a>>> {
    vec![
        column("round", |row| Value::text(&row.overview.round().id)),
        column("checklist", |row| Value::text(row.checklist())),
        column("checklist_title", LeftOutRow::title),
        column("number", |row| Value::maybe(row.item().map(|item| &item.number))),
        column("item", |row| Value::maybe(row.item().map(|item| &item.key.item))),
        column("ask", |row| Value::maybe(row.item().map(|item| &item.ask))),
        column("left_out", LeftOutRow::why),
        column("full_points", |row| Value::number(row.item().map(|item| item.full))),
        column("units_concerned", |row| Value::count(row.units().len())),
        column("unit_ids", |row| ids(row.units().into_iter())),
        column("unit_names", |row| names(row.overview, row.units().into_iter())),
    ]
}

pub(super) fn left_out(results: &RoundResults) -> Dataset {
    let overview = results.overview.as_ref();
    let items = overview.left_out.iter().map(Of::Item);
    let rows = items.chain(overview.not_asked.iter().map(Of::Checklist));
    Dataset::new(&overview.round().id, View::LeftOut, &columns(), rows.map(|of| LeftOutRow { overview, of }))
}
