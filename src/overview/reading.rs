//! Reading and judging units, several at once where there are many.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::edition::Editions;
use super::kept::Step;
use super::unit::UnitOverview;
use crate::inspection::{InspectionError, Store};
use crate::journal::JournalError;

/// From so many units on it is worth opening further connections.
const MANY: usize = 12;
/// Most units read at once: beyond, the disk and the processor's cache are what they wait for.
const AT_ONCE: usize = 4;

/// Reads every unit that is missing in `units`, which are those of the round of `editions` in its order. `watch` hears
/// of each and may stop the reading; what is read by then stays.
pub(super) fn read(
    store: &Store,
    editions: &Editions,
    units: &mut [Option<Arc<UnitOverview>>],
    step: &mut Step,
    watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
) -> Result<(), InspectionError> {
    let missing: Vec<usize> = (0..units.len()).filter(|&place| units[place].is_none()).collect();
    let readers = readers(store, missing.len());
    let round = &editions.open.round;
    if readers.len() < 2 {
        for place in missing {
            go_on(*step, watch)?;
            units[place] = Some(Arc::new(UnitOverview::load(store, editions, &round.units[place])?));
            step.done += 1;
        }
        return Ok(());
    }
    go_on(*step, watch)?;
    let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (tell, told) = mpsc::channel();
    thread::scope(|scope| {
        for reader in readers {
            let (tell, next, stopped, missing) = (tell.clone(), &next, &stopped, &missing);
            scope.spawn(move || {
                while !stopped.load(Ordering::Relaxed) {
                    let Some(&place) = missing.get(next.fetch_add(1, Ordering::Relaxed)) else { return };
                    let unit = UnitOverview::load(&reader, editions, &round.units[place]);
                    if tell.send((place, unit)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(tell);
        let mut done = Ok(());
        // To the end, so that what others were just reading is kept too.
        for (place, unit) in told {
            let kept = unit.map(|unit| {
                units[place] = Some(Arc::new(unit));
                step.done += 1;
            });
            let went_on = kept.and_then(|()| if step.done < step.of { go_on(*step, watch) } else { Ok(()) });
            if done.is_ok() && went_on.is_err() {
                stopped.store(true, Ordering::Relaxed);
                done = went_on;
            }
        }
        done
    })
}

fn go_on(step: Step, watch: &mut dyn FnMut(Step) -> ControlFlow<()>) -> Result<(), InspectionError> {
    match watch(step) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(JournalError::Cancelled.into()),
    }
}

/// A connection per thread for `units` units; none where one is as good, or where no further one can be had.
fn readers(store: &Store, units: usize) -> Vec<Store> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(AT_ONCE);
    if units < MANY || threads < 2 {
        return Vec::new();
    }
    (0..threads).map_while(|_| store.reader().ok()).collect()
}
