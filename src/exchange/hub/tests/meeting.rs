//! Who gets what, and when it is enough.

use proptest::prelude::*;

use super::super::*;
use super::toy::{ToyLaptop, ToyPlace, all_meet, file_hash};

#[test]
fn laptops_that_sync_in_turn_hold_the_same_and_then_put_nothing_more() {
    let place = ToyPlace::default();
    let mut team = ToyLaptop::team(3);
    team[0].record(5);
    team[1].record(2);
    team[2].attach(1);
    for _ in 0..3 {
        for laptop in &mut team {
            laptop.meet(&place);
        }
    }
    assert_eq!(team[0].holds.count(), 7);
    assert!(team.iter().all(|laptop| laptop.holds == team[0].holds && laptop.files.contains_key(&file_hash(1))));
    let keys = place.keys();
    for laptop in &mut team {
        let synced = laptop.meet(&place);
        assert_eq!((synced.sent.objects, synced.merged.len()), (0, 0));
    }
    assert_eq!(place.keys(), keys);
}

#[test]
fn what_one_has_put_for_all_nobody_puts_again() {
    let place = ToyPlace::default();
    let mut team = ToyLaptop::team(3);
    team[0].record(5);
    assert_eq!(team[0].meet(&place).sent.revisions, 5);
    for number in [1, 2] {
        let synced = team[number].meet(&place);
        assert_eq!((synced.merged[0].new, synced.sent.revisions), (5, 0), "only a receipt is put");
        assert_eq!(synced.sent.objects, 1);
    }
}

#[test]
fn a_laptop_that_took_something_says_so_and_its_writer_hears_it() {
    let place = ToyPlace::default();
    let mut team = ToyLaptop::team(2);
    team[0].record(4);
    team[0].meet(&place);
    team[1].meet(&place);
    team[0].meet(&place);
    let reader = team[0].readers().unwrap().remove(0);
    assert_eq!((reader.device, reader.holds), (team[1].device.clone(), team[0].holds.clone()));
}

#[test]
fn with_nobody_accepted_nothing_is_put() {
    let place = ToyPlace::default();
    let mut alone = ToyLaptop::new(1);
    alone.record(3);
    assert_eq!(alone.meet(&place).sent.audience, Audience::Nobody);
    assert_eq!(place.keys(), Vec::<String>::new());
}

#[test]
fn a_laptop_accepted_late_gets_everything_once() {
    let place = ToyPlace::default();
    let mut team = ToyLaptop::team(3);
    team[0].record(5);
    team[1].attach(7);
    let late = team.pop().unwrap().device;
    for laptop in &mut team {
        laptop.accepted.remove(&late);
    }
    for _ in 0..2 {
        all_meet(&mut team, &place);
    }
    let mut late_laptop = ToyLaptop::new(3);
    late_laptop.accepted = team.iter().map(|laptop| laptop.device.clone()).collect();
    let synced = late_laptop.meet(&place);
    assert!(synced.locked > 0 && late_laptop.holds.is_empty(), "what lies there was sealed before it was accepted");

    for laptop in &mut team {
        laptop.accepted.insert(late.clone());
    }
    assert_eq!((team[0].meet(&place).sent.revisions, team[1].meet(&place).sent.revisions), (5, 0));
    late_laptop.meet(&place);
    assert_eq!(late_laptop.holds, team[0].holds);
    assert!(late_laptop.files.contains_key(&file_hash(7)));
    assert_eq!(late_laptop.meet(&place).locked, 0, "what is sealed for others is not fetched again");
}

#[test]
fn what_waits_is_taken_once_its_device_is_accepted() {
    let place = ToyPlace::default();
    let mut team = ToyLaptop::team(2);
    team[0].record(3);
    team[0].meet(&place);
    let writer = team[0].device.clone();
    team[1].accepted.clear();
    assert_eq!(team[1].meet(&place).waiting.len(), 1);
    assert_eq!(team[1].meet(&place).waiting.len(), 0, "told once");
    team[1].accepted.insert(writer);
    team[1].meet(&place);
    assert_eq!(team[1].holds, team[0].holds);
}

#[test]
fn an_unaccepted_device_cannot_keep_others_from_putting() {
    let place = ToyPlace::default();
    let mut team = ToyLaptop::team(2);
    team[0].record(3);
    // Claims to hold, and to have put, the same revisions.
    let mut stranger = ToyLaptop::new(9);
    stranger.accepted = team.iter().map(|laptop| laptop.device.clone()).collect();
    stranger.holds = team[0].holds.clone();
    stranger.meet(&place);
    assert_eq!(team[0].meet(&place).sent.revisions, 3);
    team[1].meet(&place);
    assert_eq!(team[1].holds, team[0].holds);
}

#[test]
fn a_forgotten_memory_costs_fetching_and_puts_nothing_twice() {
    let place = ToyPlace::default();
    let mut team = ToyLaptop::team(2);
    team[0].record(3);
    team[0].attach(2);
    all_meet(&mut team, &place);
    team[0].meet(&place);
    team[0].forget_places();
    let synced = team[0].meet(&place);
    assert_eq!((synced.sent.revisions, synced.sent.attachments), (0, 0));
}

#[test]
fn many_revisions_go_in_several_objects() {
    let place = ToyPlace::default();
    let mut team = ToyLaptop::team(2);
    team[0].holds = Extent::of([(team[0].device.clone(), [1, 45_000])]);
    assert_eq!(team[0].meet(&place).sent.objects, 3);
    team[1].meet(&place);
    assert_eq!(team[1].holds.count(), 45_000);
}

#[derive(Debug, Clone)]
enum Deed {
    Record(usize),
    Attach(usize, u8),
    Sync(usize),
    Accept(usize, usize),
    Forget(usize),
    Stale(usize),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        3 => (0..4_usize).prop_map(Deed::Record),
        1 => (0..4_usize, 0..5_u8).prop_map(|(laptop, file)| Deed::Attach(laptop, file)),
        4 => (0..4_usize).prop_map(Deed::Sync),
        3 => (0..4_usize, 0..4_usize).prop_map(|(laptop, other)| Deed::Accept(laptop, other)),
        1 => (0..4_usize).prop_map(Deed::Forget),
        1 => (0..4_usize).prop_map(Deed::Stale),
    ];
    proptest::collection::vec(deed, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever happened before: once all know each other and the listing is true, three rounds of syncing make them
    /// equal, and a fourth puts nothing.
    #[test]
    fn laptops_always_become_equal(deeds in deeds()) {
        let place = ToyPlace::default();
        let mut team: Vec<ToyLaptop> = (1..=4).map(ToyLaptop::new).collect();
        for deed in deeds {
            match deed {
                Deed::Record(laptop) => team[laptop].record(1),
                Deed::Attach(laptop, file) => team[laptop].attach(file),
                Deed::Sync(laptop) => drop(team[laptop].meet(&place)),
                Deed::Accept(laptop, other) if laptop != other => {
                    let other = team[other].device.clone();
                    team[laptop].accepted.insert(other);
                }
                Deed::Accept(..) => {}
                Deed::Forget(laptop) => drop(std::fs::remove_dir_all(team[laptop].home.path().join("hub"))),
                Deed::Stale(puts) => place.stale_by(puts),
            }
        }
        place.stale_by(0);
        let devices: Vec<_> = team.iter().map(|laptop| laptop.device.clone()).collect();
        for laptop in &mut team {
            laptop.accepted = devices.iter().filter(|device| **device != laptop.device).cloned().collect();
        }
        for _ in 0..3 {
            all_meet(&mut team, &place);
        }
        for laptop in &team {
            prop_assert_eq!(&laptop.holds, &team[0].holds);
            prop_assert!(laptop.files.keys().eq(team[0].files.keys()));
        }
        let keys = place.keys();
        all_meet(&mut team, &place);
        prop_assert_eq!(place.keys(), keys);
    }
}
