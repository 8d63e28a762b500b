//! Laws of an import.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::checklist::Library;
use crate::table::serial::Epoch;
use crate::table::{Visibility, column_letters};

fn items(kind: fn(&ItemKind) -> bool) -> Vec<(Arc<crate::checklist::Checklist>, String)> {
    let library = Library::load(None).library;
    let checklists: Vec<_> = library.all().collect();
    checklists
        .into_iter()
        .flat_map(|checklist| {
            let ids: Vec<String> =
                checklist.items().filter(|item| kind(&item.kind)).map(|item| item.id.to_string()).collect();
            ids.into_iter().map(move |id| (checklist.clone(), id))
        })
        .collect()
}

fn sheet(rows: Vec<Vec<Cell>>) -> Sheet {
    let rows = rows.into_iter().zip(1..).map(|(cells, number)| Row { number, cells }).collect();
    Sheet { name: String::new(), visibility: Visibility::Shown, rows, remarks: Vec::new(), epoch: Epoch::Year1900 }
}

#[test]
fn every_shipped_register_and_survey_finds_its_own_titles_in_any_order() {
    for (checklist, id) in items(|kind| matches!(kind, ItemKind::Register(_) | ItemKind::Survey(_))) {
        let target = Target::of(checklist.item(&id).unwrap()).unwrap();
        let slots = target.slots();
        let titles: Vec<Cell> = slots.iter().rev().map(|slot| Cell::text(&slot.title.to_uppercase())).collect();
        let found = target.choices(&sheet(vec![titles])).heading;
        let expected: Vec<_> = (0..slots.len()).rev().map(Some).collect();
        assert_eq!(found.columns, expected, "{id}");
    }
}

#[test]
fn wrong_cells_are_named_by_their_address() {
    rust_i18n::set_locale("vi");
    let (checklist, id) = items(|kind| matches!(kind, ItemKind::Register(register) if register.columns.iter().any(|column| column.id.as_str() == "ngay-hen"))).remove(0);
    let target = Target::of(checklist.item(&id).unwrap()).unwrap();
    let slots = target.slots();
    let titles: Vec<Cell> = slots.iter().map(|slot| Cell::text(&slot.title)).collect();
    let at = slots.iter().position(|slot| slot.title.starts_with("Ngày hẹn")).unwrap();
    let mut row = vec![Cell::Empty; slots.len()];
    row[0] = Cell::text("H1");
    row[at] = Cell::text("31/2/2025");
    let sheet = sheet(vec![titles, row]);
    let mut choices = target.choices(&sheet);
    let prepared = target.prepare(&sheet, &choices, None);
    assert_eq!((prepared.ready.len(), prepared.left_out), (0, 1));
    assert_eq!(prepared.wrong[0].address, format!("{}2", column_letters(at)));
    assert!(prepared.wrong[0].why.contains("31/2/2025"), "{:?}", prepared.wrong);
    choices.wrong = WrongCells::LeaveBlank;
    assert_eq!(target.prepare(&sheet, &choices, None).ready.len(), 1);
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Empty),
        "\\PC{0,8}".prop_map(|text| Cell::text(&text)),
        any::<f64>().prop_map(Cell::Number),
        any::<bool>().prop_map(Cell::Truth),
        (0.0..3e6_f64).prop_filter_map("a moment", |serial| {
            crate::table::serial::moment(serial, Epoch::Year1900).map(Cell::Moment)
        }),
        Just(Cell::Error("#REF!".into())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_row_is_ready_left_out_or_blank_and_nothing_panics(
        rows in prop::collection::vec(prop::collection::vec(any_cell(), 0..12), 0..8), which in any::<prop::sample::Index>()
    ) {
        let all = items(|kind| matches!(kind, ItemKind::Register(_) | ItemKind::Survey(_)));
        let (checklist, id) = &all[which.index(all.len())];
        let target = Target::of(checklist.item(id).unwrap()).unwrap();
        let sheet = sheet(rows);
        let choices = target.choices(&sheet);
        let prepared = target.prepare(&sheet, &choices, None);
        prop_assert!(prepared.ready.len() + prepared.left_out <= sheet.rows.len());
        prop_assert!(prepared.left_out <= prepared.wrong.len());
    }
}
