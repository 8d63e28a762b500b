//! The laws of meeting: whatever happens to laptops and packs, and in whatever order.
//!
//! A machine makes up histories: laptops record, pack, merge, take merges back, go back to backups, are copied, revoked
//! and accepted; packs are lost, doubled, reordered, outdated, cut and altered; clocks are years off. After every step
//!
//! - a laptop counts exactly what it recorded and took in, without what it set aside: nothing recorded disappears;
//! - its heads, and so its conflicts, are those that anybody works out from that set alone;
//! - laptops that count the same set show the same;
//! - what was refused changed nothing, and a merge taken back leaves what would be there without it.
//!
//! `KIEMTRA_LAWS=3000 cargo test --test laws` runs more seeds, `KIEMTRA_LAWS=1702..1703` one that failed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod hostile;
mod laptop;
mod machine;
mod model;
mod team;

use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use proptest::test_runner::{Config, RngSeed, TestRunner};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

use machine::Histories;
use team::Team;

/// Seeds of a plain `cargo test`.
const SEEDS: u64 = 120;

/// The seeds to run, as the environment says: how many, or a range.
#[expect(clippy::disallowed_methods, reason = "how much is tested is said from outside")]
fn seeds() -> Range<u64> {
    let Ok(said) = std::env::var("KIEMTRA_LAWS") else { return 0..SEEDS };
    match said.split_once("..") {
        Some((from, to)) => from.parse().unwrap()..to.parse().unwrap(),
        None => 0..said.parse().unwrap(),
    }
}

/// Runs the history of one seed; what went wrong, with the shortest history that shows it.
fn run(seed: u64) -> Result<(), String> {
    let config = Config {
        cases: 1,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 300,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config.clone());
    let histories = Histories::sequential_strategy(1..30_usize);
    let outcome = runner.run(&histories, |(state, steps, seen)| {
        Team::test_sequential(config.clone(), state, steps, seen);
        Ok(())
    });
    outcome.map_err(|error| format!("seed {seed} (KIEMTRA_LAWS={seed}..{}): {error}", seed + 1))
}

#[test]
fn whatever_happens_to_laptops_and_packs_the_laws_hold() {
    let seeds = seeds();
    let (next, failed) = (AtomicU64::new(seeds.start), Mutex::new(None));
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while failed.lock().unwrap().is_none() {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if !seeds.contains(&seed) {
                        break;
                    }
                    if let Err(error) = run(seed) {
                        *failed.lock().unwrap() = Some(error);
                    }
                }
            });
        }
    });
    if let Some(error) = failed.into_inner().unwrap() {
        panic!("{error}");
    }
}
