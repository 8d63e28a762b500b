//! Places that break off, forget, lie and fill up.

use std::ops::ControlFlow;

use super::super::*;
use super::toy::{Fault, ToyLaptop, ToyPlace, all_meet, file_hash, round};

fn team() -> Vec<ToyLaptop> {
    let mut team = ToyLaptop::team(2);
    team[0].record(3);
    team[0].attach(1);
    team[1].record(2);
    team
}

/// Both sync three times, and hold the same.
fn settle(team: &mut [ToyLaptop], place: &ToyPlace) {
    for _ in 0..3 {
        all_meet(team, place);
    }
    assert_eq!(team[0].holds, team[1].holds);
    assert_eq!(team[0].holds.count(), 5);
    assert!(team.iter().all(|laptop| laptop.files.contains_key(&file_hash(1))));
}

#[test]
fn breaking_off_at_any_call_in_any_way_loses_nothing() {
    for fault in [Fault::Before, Fault::After, Fault::Half] {
        let mut happened = 0;
        for call in 0..60 {
            let place = ToyPlace::default();
            let mut team = team();
            place.fail_at(call, fault);
            for number in [0, 1, 0] {
                // What it held before, it still holds.
                let held = team[number].holds.clone();
                team[number].sync(&place);
                assert!(held.minus(&team[number].holds).is_empty());
            }
            happened += usize::from(place.calm());
            settle(&mut team, &place);
        }
        assert!(
            (15..60).contains(&happened),
            "{fault:?}: every call of three meetings was hit, and no more: {happened}"
        );
    }
}

#[test]
fn stopping_at_any_step_loses_nothing_and_is_no_failure() {
    let mut stopped = 0;
    for step in 0..80 {
        let place = ToyPlace::default();
        let mut team = team();
        let mut steps = 0;
        for number in [0, 1] {
            let synced = team[number].sync_watched(&place, &mut |_| {
                steps += 1;
                if steps > step { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            if let Some(error) = &synced.stopped {
                assert!(error.is_stop(), "{error}");
                stopped += 1;
            }
        }
        settle(&mut team, &place);
    }
    assert!(stopped > 20);
}

#[test]
fn stale_listings_delay_and_do_no_harm() {
    let place = ToyPlace::default();
    let mut team = team();
    place.stale_by(1);
    team[0].meet(&place);
    team[1].meet(&place);
    assert_eq!(team[0].meet(&place).sent.revisions, 0, "what was put is remembered although the listing lacks it");
    place.stale_by(0);
    settle(&mut team, &place);
}

#[test]
fn a_listed_object_that_cannot_be_had_yet_is_later() {
    let place = ToyPlace::default();
    let mut team = team();
    team[0].meet(&place);
    let keys = place.keys();
    let bytes = place.bytes(&keys[0]);
    // Listed with nothing behind it: as a store that shows names before bytes.
    place.put_foreign(&keys[0], b"");
    let synced = team[1].meet(&place);
    assert_eq!(synced.passed.len(), 1);
    place.put_foreign(&keys[0], &bytes);
    assert_eq!(team[1].meet(&place).passed.len(), 0);
    settle(&mut team, &place);
}

#[test]
fn a_half_put_is_not_delivered_and_is_put_again() {
    let place = ToyPlace::default();
    let mut team = team();
    // list, then the first put.
    place.fail_at(1, Fault::Half);
    let synced = team[0].sync(&place);
    assert!(matches!(synced.stopped, Some(SyncError::Place(PlaceError::Unverified(_)))), "{:?}", synced.stopped);
    assert_eq!(synced.sent.objects, 0);
    place.calm();
    let half = place.keys();
    let synced = team[1].meet(&place);
    assert_eq!(synced.passed.iter().map(|passed| &passed.key).collect::<Vec<_>>(), half.iter().collect::<Vec<_>>());
    settle(&mut team, &place);
}

#[test]
fn an_object_that_was_torn_later_has_its_revisions_put_again() {
    let place = ToyPlace::default();
    let mut team = team();
    team[0].meet(&place);
    for key in place.keys() {
        let bytes = place.bytes(&key);
        place.put_foreign(&key, &bytes[..bytes.len() - 1]);
    }
    assert_eq!(team[0].meet(&place).sent.revisions, 3);
    settle(&mut team, &place);
}

#[test]
fn a_place_that_was_emptied_is_filled_again() {
    let place = ToyPlace::default();
    let mut team = team();
    team[0].meet(&place);
    place.empty();
    assert_eq!(team[0].meet(&place).sent.revisions, 0, "one listing may be stale");
    assert_eq!(team[0].meet(&place).sent.revisions, 3);
    settle(&mut team, &place);
}

#[test]
fn foreign_files_are_named_and_disturb_nothing() {
    let place = ToyPlace::default();
    let mut team = team();
    let folder = format!("{}{}", prefix(&round()), team[0].device);
    let foreign = [
        format!("{}ghi-chu.txt", prefix(&round())),
        format!("{folder}/anh.jpg"),
        format!("{folder}/{}.sync-conflict-20251101-080000-ABC.seg", "0".repeat(64)),
        format!("{folder}/.abc.part"),
    ];
    for key in &foreign {
        place.put_foreign(key, b"x");
    }
    // Of our shape, right hash, and no object of ours.
    let name = ObjectName {
        kind: ObjectKind::Segment,
        round: round(),
        device: team[0].device.clone(),
        hash: ObjectHash::of(b"rubbish"),
    };
    place.put_foreign(&name.to_string(), b"rubbish");
    let synced = team[1].meet(&place);
    let mut named: Vec<String> = synced.passed.into_iter().map(|passed| passed.key).collect();
    let mut expected = foreign.to_vec();
    expected.push(name.to_string());
    named.sort();
    expected.sort();
    assert_eq!(named, expected);
    assert_eq!(team[1].meet(&place).passed.len(), foreign.len(), "what is wrong in itself is named once");
    settle(&mut team, &place);
}

#[test]
fn a_full_place_still_gives_what_it_has() {
    let place = ToyPlace::default();
    let mut team = team();
    team[0].meet(&place);
    place.leave_room(Some(10));
    let synced = team[1].sync(&place);
    assert!(matches!(synced.stopped, Some(SyncError::Place(PlaceError::Full(_)))), "{:?}", synced.stopped);
    assert_eq!((synced.merged.len(), team[1].holds.count()), (2, 5));
    place.leave_room(None);
    settle(&mut team, &place);
}

#[test]
fn an_absurd_size_is_not_fetched() {
    struct Huge(ToyPlace);
    impl Place for Huge {
        fn title(&self) -> String {
            self.0.title()
        }
        fn list(&self, prefix: &str, after: Option<&Cursor>) -> Result<Page, PlaceError> {
            let mut page = self.0.list(prefix, after)?;
            page.entries.iter_mut().for_each(|entry| entry.size = MAX_OBJECT + 1);
            // And a listing that never ends.
            page.next = Some(Cursor("again".to_owned()));
            Ok(page)
        }
        fn get(&self, _: &ObjectName, _: u64, _: &mut std::fs::File, _: &mut Moved<'_>) -> Result<u64, PlaceError> {
            panic!("fetched");
        }
        fn put(&self, _: &ObjectName, _: &std::path::Path, _: &mut Moved<'_>) -> Result<(), PlaceError> {
            Err(PlaceError::Full(self.title()))
        }
    }
    let mut team = team();
    let place = ToyPlace::default();
    team[0].meet(&place);
    let synced = team[1].sync(&Huge(place));
    assert_eq!(synced.passed.len(), 2);
}
