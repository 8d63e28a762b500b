use std::collections::BTreeMap;

use proptest::prelude::*;
use rusqlite::types::Value as Column;
use serde_json::{Value, json};

use super::super::fixture::{
    UNIT, because, key, log, looked, member, open, record, round, set, stored, values, verdict,
};
use super::super::{Journal, Reached, Revision};
use super::*;

/// What `from` holds, taken in by `into` as a pack would be.
fn bring(into: &mut Journal, from: &Journal, mode: MergeMode) -> Brought {
    let bytes = stored(from);
    let (sender, holdings, tips) =
        (from.device().clone(), from.holdings(&round()).unwrap(), from.tips(&round()).unwrap());
    feed(into, &bytes, Some(&sender), &holdings, &tips, mode).unwrap()
}

/// What one pack brought, and as which merge.
#[derive(Debug)]
struct Brought {
    id: Option<MergeId>,
    new: usize,
    known: usize,
}

fn feed(
    into: &mut Journal,
    bytes: &[Vec<u8>],
    sender: Option<&DeviceId>,
    holdings: &Holdings,
    tips: &[SignedTip],
    mode: MergeMode,
) -> Result<Brought, JournalError> {
    let stored: Vec<StoredRevision> = bytes.iter().cloned().map(StoredRevision::new).collect();
    let mut all = |each: &mut dyn FnMut(&StoredRevision) -> Result<(), JournalError>| stored.iter().try_for_each(each);
    let (mut take, mut on) = (|_: Arriving<'_>| Admission::Take, on);
    let incoming = Incoming {
        sender: sender.cloned(),
        about: json!({"file": "x.ktra"}),
        holdings: holdings.clone(),
        tips: tips.to_vec(),
        ..incoming(&mut all, &mut take, &mut on)
    };
    let outcome = into.merge(vec![incoming], mode, |_, _| Ok::<_, JournalError>(()))?;
    let (merged, ()) = outcome.packs[0];
    Ok(Brought { id: outcome.id, new: merged.new, known: merged.known })
}

fn incoming<'a>(
    revisions: &'a mut Feed<'a>,
    judge: &'a mut dyn FnMut(Arriving<'_>) -> Admission,
    go_on: &'a mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Incoming<'a> {
    Incoming {
        chain: round(),
        sender: None,
        digest: "d".into(),
        about: Value::Null,
        revisions,
        judge,
        holdings: Holdings::default(),
        tips: Vec::new(),
        go_on,
    }
}

fn on(_: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Everything that depends on the set of revisions: with the same set it is the same on every laptop.
fn state(journal: &Journal) -> BTreeMap<String, Vec<Vec<Column>>> {
    let read = |sql: &str| {
        let mut statement = journal.connection.prepare(sql).unwrap();
        let count = statement.column_count();
        let rows = statement.query_map([], |row| (0..count).map(|at| row.get(at)).collect()).unwrap();
        rows.collect::<Result<Vec<Vec<Column>>, _>>().unwrap()
    };
    let counted = "(SELECT * FROM revision WHERE arrival NOT IN (SELECT arrival FROM aside))";
    let heads = "SELECT record, field, id FROM head JOIN revision USING (arrival) ORDER BY record, field, id";
    BTreeMap::from([
        ("heads".into(), read(heads)),
        ("awaited".into(), read("SELECT * FROM awaited ORDER BY parent, record, field")),
        ("revisions".into(), read(&format!("SELECT id, bytes FROM {counted} ORDER BY id"))),
    ])
}

fn two() -> (tempfile::TempDir, tempfile::TempDir, Journal, Journal) {
    let (home_a, home_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, b) = (open(home_a.path()), open(home_b.path()));
    (home_a, home_b, a, b)
}

#[test]
fn a_trial_tells_what_would_come_and_leaves_everything() {
    let (_a, _b, mut a, mut b) = two();
    record(&mut a, "i1", "pass");
    record(&mut b, "i2", "fail");
    let before = state(&b);
    let tried = bring(&mut b, &a, MergeMode::Trial);
    assert_eq!((tried.id, tried.new, tried.known), (None, 1, 0));
    assert_eq!(state(&b), before);
    assert!(b.merges().unwrap().is_empty() && b.receipts(&round()).unwrap().is_empty());
    let kept = bring(&mut b, &a, MergeMode::Keep);
    assert_eq!((kept.id.map(|id| id.to_string()).as_deref(), kept.new), (Some("m1"), 1));
    let again = bring(&mut b, &a, MergeMode::Keep);
    assert_eq!((again.id, again.new, again.known), (None, 0, 1));
    assert_eq!(b.brought_by(&log(&a)[0].id).unwrap(), kept.id);
    let own = log(&b).into_iter().find(|each| each.device == *b.device()).unwrap();
    assert_eq!(b.brought_by(&own.id).unwrap(), None);
    assert_eq!(b.merge_of("d").unwrap().map(|entry| entry.id), kept.id);
    assert_eq!(b.verify().unwrap().damages, []);
}

#[test]
fn an_error_from_inside_or_a_revision_of_another_round_leaves_everything() {
    let (_a, _b, mut a, mut b) = two();
    record(&mut a, "i1", "pass");
    let before = state(&b);
    let foreign = String::from_utf8(stored(&a).remove(0)).unwrap().replace("r1", "r2").into_bytes();
    let none = Holdings::default();
    for bytes in [vec![stored(&a).remove(0), foreign], vec![stored(&a).remove(0), b"{}".to_vec()]] {
        assert!(feed(&mut b, &bytes, None, &none, &[], MergeMode::Keep).is_err());
        assert_eq!(state(&b), before);
    }
    let bytes = stored(&a);
    let stored: Vec<StoredRevision> = bytes.iter().cloned().map(StoredRevision::new).collect();
    let mut all = |each: &mut dyn FnMut(&StoredRevision) -> Result<(), JournalError>| stored.iter().try_for_each(each);
    let (mut take, mut on) = (|_: Arriving<'_>| Admission::Take, on);
    let refused = b.merge(vec![incoming(&mut all, &mut take, &mut on)], MergeMode::Keep, |inside, _| {
        assert_eq!(verdict(inside, "i1"), json!("pass"), "what would come is seen from inside");
        Err::<(), _>(JournalError::Cancelled)
    });
    assert!(refused.is_err());
    assert_eq!(state(&b), before);
}

#[test]
fn a_stop_half_way_leaves_everything() {
    let (_a, _b, mut a, mut b) = two();
    for number in 0..1_500 {
        record(&mut a, "i1", number);
    }
    let (bytes, before) = (stored(&a), state(&b));
    let stored: Vec<StoredRevision> = bytes.iter().cloned().map(StoredRevision::new).collect();
    let mut all = |each: &mut dyn FnMut(&StoredRevision) -> Result<(), JournalError>| stored.iter().try_for_each(each);
    let (mut take, mut stop) = (|_: Arriving<'_>| Admission::Take, |_| ControlFlow::Break(()));
    let pack = incoming(&mut all, &mut take, &mut stop);
    let stopped = b.merge(vec![pack], MergeMode::Keep, |_, _| Ok::<_, JournalError>(()));
    assert!(matches!(stopped, Err(JournalError::Cancelled)), "{stopped:?}");
    assert_eq!(state(&b), before);
}

#[test]
fn what_was_taken_back_has_no_heads_is_not_sent_and_comes_again_with_its_file() {
    let (_a, _b, mut a, mut b) = two();
    record(&mut b, "i1", "pass");
    bring(&mut a, &b, MergeMode::Keep);
    record(&mut a, "i1", "fail");
    record(&mut a, "i2", "fail");
    let before = state(&b);
    let id = bring(&mut b, &a, MergeMode::Keep).id.unwrap();
    let after = state(&b);
    assert_eq!(verdict(&b, "i1"), json!("fail"));

    let unmerged = b.unmerge(id).unwrap();
    assert_eq!((unmerged.revisions, unmerged.records.len()), (3, 3), "two answers and what the laptop had seen");
    assert_eq!(state(&b), before);
    assert_eq!(stored(&b).len(), 1);
    assert!(b.receipts(&round()).unwrap().is_empty());
    assert!(matches!(b.unmerge(id), Err(JournalError::MergeUndone { .. })));
    assert_eq!(b.merge_of("d").unwrap(), None);
    assert_eq!(b.verify().unwrap().damages, []);

    let again = bring(&mut b, &a, MergeMode::Keep);
    assert_eq!((again.new, again.known), (3, 1));
    assert_eq!(state(&b), after);
    assert_eq!(b.brought_by(&log(&a).pop().unwrap().id).unwrap(), again.id);
    b.unmerge(again.id.unwrap()).unwrap();
    assert_eq!(state(&b), before);
    assert_eq!(b.verify().unwrap().damages, []);
}

#[test]
fn what_later_work_builds_on_is_not_taken_back() {
    let (_a, _b, mut a, mut b) = two();
    record(&mut a, "i1", "pass");
    let id = bring(&mut b, &a, MergeMode::Keep).id.unwrap();
    record(&mut b, "i1", "fail");
    let before = state(&b);
    let refused = b.unmerge(id);
    assert!(matches!(&refused, Err(JournalError::BuiltUpon { head }) if head.record == key("i1")), "{refused:?}");
    assert_eq!(state(&b), before);
    assert!(matches!(b.unmerge(MergeId(9)), Err(JournalError::MergeUnknown { .. })));
}

#[test]
fn a_child_of_what_was_set_aside_waits_for_it() {
    let (_a, _b, mut a, mut b) = two();
    record(&mut a, "i1", "pass");
    let first = stored(&a);
    let id = bring(&mut b, &a, MergeMode::Keep).id.unwrap();
    b.unmerge(id).unwrap();
    record(&mut a, "i1", "fail");
    let second: Vec<_> = stored(&a).into_iter().filter(|bytes| !first.contains(bytes)).collect();
    let none = Holdings::default();
    feed(&mut b, &second, None, &none, &[], MergeMode::Keep).unwrap();
    assert_eq!(verdict(&b, "i1"), json!("fail"));
    assert_eq!(b.history(&key("i1")).unwrap().len(), 1, "what was set aside is no history");
    assert_eq!(b.verify().unwrap().damages, []);
    feed(&mut b, &first, None, &none, &[], MergeMode::Keep).unwrap();
    assert_eq!(state(&b), state(&a));
    assert_eq!(b.verify().unwrap().damages, []);
}

#[test]
fn what_is_held_back_waits_outside() {
    let (_a, _b, mut a, mut b) = two();
    record(&mut a, "i1", "pass");
    record(&mut a, "i1", "fail");
    let stored: Vec<StoredRevision> = stored(&a).into_iter().map(StoredRevision::new).collect();
    let mut all = |each: &mut dyn FnMut(&StoredRevision) -> Result<(), JournalError>| stored.iter().try_for_each(each);
    let mut judge = |arriving: Arriving<'_>| match arriving {
        Arriving::New(Revision { sequence: 2.., .. }) => Admission::HoldBack,
        _ => Admission::Take,
    };
    let mut on = on;
    let pack = incoming(&mut all, &mut judge, &mut on);
    let outcome = b.merge(vec![pack], MergeMode::Keep, |_, _| Ok::<_, JournalError>(())).unwrap();
    let (merged, ()) = outcome.packs[0];
    assert_eq!((merged.new, merged.held_back), (1, 1));
    assert_eq!(verdict(&b, "i1"), json!("pass"));
}

#[test]
fn the_next_write_tells_what_the_laptop_had_seen_and_undo_passes_it_by() {
    let (_a, _b, mut a, mut b) = two();
    record(&mut a, "i1", "pass");
    record(&mut b, "i2", "pass");
    bring(&mut b, &a, MergeMode::Keep);
    assert_eq!(stored(&b).len(), 2, "merging alone writes nothing");
    record(&mut b, "i3", "pass");
    record(&mut b, "i4", "pass");
    let own: Vec<_> = log(&b).into_iter().filter(|each| each.device == *b.device()).collect();
    let kinds: Vec<_> = own.iter().map(|each| each.record.kind()).collect();
    assert_eq!(kinds, ["answer", "seen", "answer", "answer"]);
    assert_eq!(own[1].member, None);

    let head = |journal: &Journal, item: &str| journal.heads_of(&key(item)).unwrap().remove(0);
    let of_a = head(&b, "i1");
    assert_eq!(b.saw(&head(&b, "i2"), &of_a).unwrap(), Reached::No, "written before the merge");
    assert_eq!(b.saw(&head(&b, "i3"), &of_a).unwrap(), Reached::Yes);
    assert_eq!(b.saw(&of_a, &head(&b, "i2")).unwrap(), Reached::No);
    assert_eq!(b.saw(&head(&b, "i4"), &head(&b, "i2")).unwrap(), Reached::Yes, "on one laptop");
    bring(&mut a, &b, MergeMode::Keep);
    assert_eq!(a.saw(&head(&a, "i3"), &of_a).unwrap(), Reached::Yes, "known everywhere alike");

    for left in ["i4", "i3", "i2"] {
        assert_eq!(b.undo(&round(), &member("a"), "").unwrap().records, [key(left)]);
    }
    assert!(matches!(b.undo(&round(), &member("a"), ""), Err(JournalError::NothingToUndo)));
    assert_eq!(b.redo(&round(), &member("a"), UNIT).unwrap().records, [key("i2")]);
    assert_eq!(b.verify().unwrap().flags, []);
}

#[test]
fn unsent_is_what_nobody_else_is_known_to_hold() {
    let (_a, _b, mut a, mut b) = two();
    record(&mut a, "i1", "pass");
    a.write(&round(), &member("a"), &[set("i2", "verdict", "fail"), set("i2", "remark", "Thiếu")]).unwrap();
    assert_eq!(a.unsent(&round()).unwrap(), 2, "records, not fields");
    bring(&mut b, &a, MergeMode::Keep);
    assert_eq!(b.unsent(&round()).unwrap(), 0, "the sender holds what it sent");
    assert_eq!(a.unsent(&round()).unwrap(), 2);
    a.receipt_put(&round(), b.device(), &b.holdings(&round()).unwrap()).unwrap();
    assert_eq!(a.unsent(&round()).unwrap(), 0);
    record(&mut a, "i2", "pass");
    assert_eq!(a.unsent(&round()).unwrap(), 1);
    record(&mut b, "i3", "pass");
    assert_eq!(b.unsent(&round()).unwrap(), 1, "what the laptop had seen is no record of anybody");
    bring(&mut a, &b, MergeMode::Keep);
    assert_eq!((a.unsent(&round()).unwrap(), b.unsent(&round()).unwrap()), (1, 1));
    let own: Holdings = serde_json::from_value(json!({ a.device().as_str(): [[1, 99]] })).unwrap();
    a.receipt_put(&round(), &a.device().clone(), &own).unwrap();
    assert_eq!(a.unsent(&round()).unwrap(), 1, "a laptop's own word about itself sends nothing");
}

#[test]
fn holdings_name_what_is_missing() {
    let (_a, _b, mut a, mut b) = two();
    for number in 0..6 {
        record(&mut a, "i1", number);
    }
    let part: Vec<_> =
        stored(&a).into_iter().enumerate().filter(|(at, _)| ![2, 3].contains(at)).map(|(_, b)| b).collect();
    feed(&mut b, &part, Some(a.device()), &Holdings::default(), &a.tips(&round()).unwrap(), MergeMode::Keep).unwrap();
    let held = b.holdings(&round()).unwrap();
    let text = serde_json::to_value(&held).unwrap();
    assert_eq!(text, json!({ a.device().as_str(): [[1, 2], [5, 6]] }));
    assert_eq!(held.gaps(a.device(), 8), [Span { first: 3, last: 4 }, Span { first: 7, last: 8 }]);
    assert_eq!(held.count(), 4);
    assert_eq!(serde_json::from_value::<Holdings>(text).unwrap(), held);
    assert_eq!(b.named_tips(&round()).unwrap(), a.tips(&round()).unwrap());
    assert_eq!(b.tips(&round()).unwrap()[0].sequence, 6);
}

#[test]
fn a_signature_under_a_tip_is_kept_and_passed_on() {
    let (_a, _b, mut a, mut b) = two();
    record(&mut a, "i1", "pass");
    let mut tips = a.tips(&round()).unwrap();
    assert_eq!(tips[0].signature, None);
    tips[0].signature = Some([7; 64]);
    feed(&mut b, &stored(&a), Some(a.device()), &Holdings::default(), &tips, MergeMode::Keep).unwrap();
    assert_eq!(b.tips(&round()).unwrap(), tips);
    let text = serde_json::to_string(&tips).unwrap();
    assert_eq!(serde_json::from_str::<Vec<SignedTip>>(&text).unwrap(), tips);
}

#[test]
fn a_conflict_settled_on_what_came_is_not_torn_apart() {
    let (_a, _b, mut a, mut b) = two();
    record(&mut a, "i1", "pass");
    record(&mut b, "i1", "fail");
    let id = bring(&mut b, &a, MergeMode::Keep).id.unwrap();
    let heads = b.heads_of(&key("i1")).unwrap();
    b.write(&round(), &because("b", "đã xem"), &[looked(set("i1", "verdict", "fail"), &heads)]).unwrap();
    assert!(matches!(b.unmerge(id), Err(JournalError::BuiltUpon { .. })));
    assert_eq!(values(&b, "i1"), [("verdict".to_owned(), json!("fail"))]);
}

/// What one of three laptops does next.
#[derive(Debug, Clone)]
enum Step {
    Answer { laptop: usize, item: usize, value: u8 },
    Undo { laptop: usize },
    Meet { from: usize, to: usize, most: usize },
    Unmerge { laptop: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let (laptop, item) = (|| 0..3_usize, || 0..2_usize);
    prop_oneof![
        4 => (laptop(), item(), 0..3_u8).prop_map(|(laptop, item, value)| Step::Answer { laptop, item, value }),
        1 => laptop().prop_map(|laptop| Step::Undo { laptop }),
        3 => (laptop(), laptop(), 1..30_usize).prop_map(|(from, to, most)| Step::Meet { from, to, most }),
        2 => laptop().prop_map(|laptop| Step::Unmerge { laptop }),
    ]
}

proptest! {
    // Each case opens a handful of journals on disk.
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn taking_a_merge_back_leaves_what_would_be_there_without_it(steps in prop::collection::vec(step(), 1..30)) {
        let homes: Vec<_> = (0..3).map(|_| tempfile::tempdir().unwrap()).collect();
        let mut laptops: Vec<_> = homes.iter().map(|home| open(home.path())).collect();
        for step in &steps {
            match *step {
                Step::Answer { laptop, item, value } => {
                    let change = set(&format!("i{item}"), "verdict", value);
                    let _ = laptops[laptop].write(&round(), &member("a"), &[change]);
                }
                Step::Undo { laptop } => _ = laptops[laptop].undo(&round(), &member("a"), UNIT),
                Step::Meet { from, to, most } => {
                    // A pack cut short by somebody older: any part of what is there.
                    let bytes: Vec<_> = stored(&laptops[from]).into_iter().rev().take(most).collect();
                    feed(&mut laptops[to], &bytes, None, &Holdings::default(), &[], MergeMode::Keep).unwrap();
                }
                Step::Unmerge { laptop } => {
                    let latest = laptops[laptop].merges().unwrap().into_iter().rfind(|entry| entry.undone.is_none());
                    if let Some(entry) = latest {
                        let before = state(&laptops[laptop]);
                        if laptops[laptop].unmerge(entry.id).is_err() {
                            prop_assert_eq!(&state(&laptops[laptop]), &before);
                        }
                    }
                }
            }
            for laptop in &laptops {
                // What stands is what anybody makes of the same set, whatever was set aside meanwhile.
                let home = tempfile::tempdir().unwrap();
                let mut fresh = open(home.path());
                fresh.import(stored(laptop)).unwrap();
                prop_assert_eq!(state(laptop), state(&fresh));
            }
        }
        for laptop in &laptops {
            prop_assert_eq!(laptop.verify().unwrap().damages, []);
        }
    }
}
