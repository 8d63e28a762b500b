use super::*;
use crate::checklist::{ChecklistId, Field, ItemId, Verdict};
use crate::inspection::keys::{EntryId, ItemKey};

fn item(checklist: &str, item: &str) -> ItemKey {
    ItemKey { checklist: ChecklistId::new(checklist).unwrap(), item: ItemId::new(item).unwrap() }
}

#[test]
fn ids_print_and_parse_whatever_checklists_are_called() {
    let now = chrono::DateTime::parse_from_rfc3339("2025-10-19T09:00:00+07:00").unwrap();
    for part in Part::ALL {
        for slot in [
            Slot::Fixed(0),
            Slot::Fixed(12),
            Slot::Item(item("niem-yet", "bang-ro")),
            Slot::Item(item("own", "muc-1")),
            Slot::Item(item("fixed", "muc-1")),
            Slot::Item(item("group", "tthc")),
            Slot::Group(Field::Tthc, Verdict::Fail),
            Slot::Own(EntryId::new(now)),
        ] {
            let id = PassageId { part, slot };
            assert_eq!(id.to_string().parse(), Ok(id));
        }
    }
    for wrong in ["", "opening", "nowhere/fixed/1", "opening/fixed/01", "opening/fixed/1x", "a/b/c/d", "for-unit/own/Đ"]
    {
        assert!(wrong.parse::<PassageId>().is_err(), "{wrong}");
    }
}
