//! The demonstration rounds, side by side.

use std::ops::ControlFlow;

use super::*;
use crate::inspection::{RoundId, Store};
use crate::journal::Clock;

fn demo() -> (tempfile::TempDir, Store) {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(home.path(), Clock::System).unwrap();
    crate::demo::load(&mut store).unwrap();
    (home, store)
}

fn id(round: &str) -> RoundId {
    RoundId::new(round).unwrap()
}

#[test]
fn kept_overviews_are_those_read_anew() {
    let (_home, store) = demo();
    let mut kept = Overviews::default();
    let mut heard = 0;
    let rounds = kept
        .all(&store, &mut |_| {
            heard += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(heard, rounds.iter().map(|round| round.units.len()).sum::<usize>());
    for round in &rounds {
        let anew = RoundOverview::of(&store, &round.round().id).unwrap();
        assert_eq!(anew.totals(), round.totals());
        assert_eq!(anew.points(), round.points());
        assert_eq!(anew.shortcomings, round.shortcomings);
    }
    assert_eq!(kept.unread(&store, &id("2025-dot-1")).unwrap(), 0);
}
