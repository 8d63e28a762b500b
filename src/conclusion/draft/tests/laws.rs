//! What holds whatever people do to the draft and whatever is recorded.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::checklist::Field;
use crate::conclusion::draft::{Beside, PassageStanding};
use crate::inspection::{Deadline, Part, PassageChange};

/// What may have been recorded, from nothing to everything.
const RECORDED: [&str; 4] = [
    "",
    ANSWERS,
    "[answer.\"niem-yet/tong-tthc\"]\nnumber = 10\n[answer.\"niem-yet/da-niem-yet\"]\nnumber = 9\n[answer.\"chi-dao/tuyen-truyen\"]\nverdict = \"fail\"\n[answer.\"chi-dao/ke-hoach\"]\nverdict = \"fail\"\n",
    "[answer.\"niem-yet/dia-chi-pakn\"]\nverdict = \"fail\"\nexplanation = { agrees = false }\n[answer.\"chinh-quyen-so-thu/duong-truyen\"]\nverdict = \"fail\"\n[answer.\"chinh-quyen-so-thu/iso\"]\nverdict = \"fail\"\n",
];

/// Something a person may do, on passages chosen by their place in the draft.
#[derive(Debug, Clone)]
enum Doing {
    Edit(Index, String),
    LeaveOut(Index),
    Keep(Index),
    Place(Index, Index),
    Join(Index, Index, String),
    Split(Index, Index),
    Own(Index, String),
    Deadline(Index, u32),
    Adopt(Index),
    Restore(Index),
    TakeFigures(Index),
    /// Something else is recorded from now on.
    Record(Index),
}

fn doing() -> impl Strategy<Value = Doing> {
    let which = any::<Index>;
    let text = || "[A-ZĐ][a-zđê]{2,8} [0-9]{1,4} [a-z]{2,6}\\.";
    prop_oneof![
        4 => (which(), text()).prop_map(|(at, text)| Doing::Edit(at, text)),
        2 => which().prop_map(Doing::LeaveOut),
        1 => which().prop_map(Doing::Keep),
        2 => (which(), which()).prop_map(|(at, to)| Doing::Place(at, to)),
        2 => (which(), which(), text()).prop_map(|(at, to, text)| Doing::Join(at, to, text)),
        1 => (which(), which()).prop_map(|(at, to)| Doing::Split(at, to)),
        2 => (which(), text()).prop_map(|(at, text)| Doing::Own(at, text)),
        1 => (which(), 1_u32..90).prop_map(|(at, days)| Doing::Deadline(at, days)),
        1 => which().prop_map(Doing::Adopt),
        1 => which().prop_map(Doing::Restore),
        1 => which().prop_map(Doing::TakeFigures),
        3 => which().prop_map(Doing::Record),
    ]
}

fn act_of(doing: Doing, draft: &Draft) -> Option<DraftAct> {
    let at = |index: Index| index.get(draft.passages()).id.clone();
    Some(match doing {
        Doing::Edit(index, text) => DraftAct::Edit { id: at(index), text },
        Doing::LeaveOut(index) => DraftAct::LeaveOut { id: at(index), reason: "Lý do".to_owned() },
        Doing::Keep(index) => DraftAct::Keep { id: at(index) },
        Doing::Place(index, to) => DraftAct::Place { id: at(index), beside: Beside::After(at(to)) },
        Doing::Join(index, to, text) => DraftAct::Join { ids: vec![at(index), at(to)], text },
        Doing::Split(index, to) => {
            let text = &index.get(draft.passages()).text;
            let places: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
            if places.is_empty() {
                return None;
            }
            DraftAct::Split { id: at(index), at: *to.get(&places) }
        }
        Doing::Own(index, text) => {
            DraftAct::Own { part: *index.get(&Part::ALL), field: Some(Field::Tthc), text, beside: None }
        }
        Doing::Deadline(index, days) => {
            DraftAct::Deadline { id: at(index), deadline: Some(Deadline::WorkingDays(days)) }
        }
        Doing::Adopt(index) => DraftAct::Adopt { id: at(index) },
        Doing::Restore(index) => DraftAct::Restore { id: at(index) },
        Doing::TakeFigures(index) => DraftAct::TakeFigures { id: at(index) },
        Doing::Record(_) => return None,
    })
}

fn keeps_every_word(draft: &Draft, edits: &PassageEdits) -> Result<(), TestCaseError> {
    for (id, edit) in edits.iter() {
        let Some(wording) = edit.wording.settled() else { continue };
        let passage = draft.get(id);
        prop_assert!(passage.is_some(), "{} is lost", id);
        let text = &passage.unwrap().text;
        prop_assert_eq!(text, &wording.text);
    }
    Ok(())
}

fn is_in_order(draft: &Draft) -> Result<(), TestCaseError> {
    let ids: BTreeSet<&PassageId> = draft.passages().iter().map(|passage| &passage.id).collect();
    prop_assert_eq!(ids.len(), draft.passages().len(), "a passage stands twice");
    let parts: Vec<Part> = draft.passages().iter().map(Passage::part).collect();
    prop_assert!(parts.is_sorted());
    Ok(())
}

#[test]
fn whatever_is_done_and_recorded_nothing_is_lost_and_restoring_gives_back_the_draft() {
    let homes: Vec<Home> = RECORDED.into_iter().map(Home::recorded).collect();
    let conclusions: Vec<Conclusion> = homes.iter().map(|home| conclusion(&home.store)).collect();
    let untouched: Vec<Draft> = conclusions.iter().map(|of| drafted_with(of, &PassageEdits::default())).collect();
    let config = ProptestConfig { cases: 24, ..ProptestConfig::default() };
    proptest!(config, |(doings in prop::collection::vec(doing(), 1..14))| {
        let mut recorded = 1;
        let mut edits = PassageEdits::default();
        for (number, doing) in (0..).zip(doings) {
            if let Doing::Record(index) = &doing {
                recorded = index.index(conclusions.len());
                continue;
            }
            let before = drafted_with(&conclusions[recorded], &edits);
            let Some(act) = act_of(doing, &before) else { continue };
            let Ok(changes) = before.changes(&act, &entry(number)) else { continue };
            edits = edits.with(&changes);
            let after = drafted_with(&conclusions[recorded], &edits);
            keeps_every_word(&after, &edits)?;
            is_in_order(&after)?;
            // An act that moves nothing moves nothing else.
            if !matches!(act, DraftAct::Place { .. } | DraftAct::Restore { .. } | DraftAct::Adopt { .. }) {
                let kept = |of: &Draft, other: &Draft| -> Vec<PassageId> {
                    let both = of.passages().iter().filter(|of| other.get(&of.id).is_some_and(|it| it.is_printed() == of.is_printed()));
                    both.map(|passage| passage.id.clone()).collect()
                };
                let stood = |draft: &Draft| draft.passages().iter().map(|of| of.standing.clone()).collect::<Vec<_>>();
                if !stood(&before).contains(&PassageStanding::Orphaned) && !stood(&after).contains(&PassageStanding::Orphaned) {
                    prop_assert_eq!(kept(&before, &after), kept(&after, &before), "{:?}", act);
                }
            }
        }
        // The same edits on whatever was recorded: no word is lost, the order is total, the same each time.
        for (conclusion, untouched) in conclusions.iter().zip(&untouched) {
            let draft = drafted_with(conclusion, &edits);
            keeps_every_word(&draft, &edits)?;
            is_in_order(&draft)?;
            let again = drafted_with(conclusion, &edits);
            prop_assert_eq!(draft.document(), again.document());
            // Taking everything back gives the draft.
            let mut left = edits.clone();
            let all: Vec<PassageId> = edits.iter().map(|(id, _)| id.clone()).collect();
            for id in all {
                if left.get(&id).is_none() {
                    continue;
                }
                let draft = drafted_with(conclusion, &left);
                left = left.with(&draft.changes(&DraftAct::Restore { id }, &entry(0)).unwrap());
            }
            prop_assert!(left.is_empty());
            let restored = drafted_with(conclusion, &left);
            prop_assert_eq!(restored.document(), untouched.document());
        }
    });
}

#[test]
fn leaving_out_and_restoring_is_nothing() {
    let home = Home::recorded(ANSWERS);
    let conclusion = conclusion(&home.store);
    let untouched = drafted_with(&conclusion, &PassageEdits::default());
    for passage in untouched.passages() {
        let out = DraftAct::LeaveOut { id: passage.id.clone(), reason: "Lý do".to_owned() };
        let Ok(changes) = untouched.changes(&out, &entry(0)) else { continue };
        let edits = PassageEdits::default().with(&changes);
        let without = drafted_with(&conclusion, &edits);
        assert_ne!(without.document(), untouched.document(), "{}", passage.id);
        let back = without.changes(&DraftAct::Restore { id: passage.id.clone() }, &entry(0)).unwrap();
        let edits = edits.with(&back);
        assert!(edits.is_empty());
        assert_eq!(drafted_with(&conclusion, &edits).document(), untouched.document());
    }
}

#[test]
fn what_is_recorded_is_read_back_and_previewed_alike() {
    let mut home = Home::recorded(ANSWERS);
    let before = conclusion(&home.store);
    let draft = drafted_with(&before, &PassageEdits::default());
    let each = DraftAct::Join { ids: vec![id(RATE), id(ADDRESS)], text: "Hai việc 95.".to_owned() };
    let changes: Vec<PassageChange> = draft.changes(&each, &entry(0)).unwrap();
    let previewed = drafted_with(&before, &PassageEdits::default().with(&changes));
    act(&mut home, &each);
    assert_eq!(printed(&super::draft(&home)), printed(&previewed));
}
