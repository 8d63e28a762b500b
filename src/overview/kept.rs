//! What was read of rounds, kept while it stands: only units whose records changed are read again.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::edition::Editions;
use super::reading;
use super::round::RoundOverview;
use super::trend::{Trends, UnreadableRound};
use super::unit::UnitOverview;
use crate::assessment::OpenRound;
use crate::inspection::{InspectionError, RecordPlace, RoundId, RoundSummary, Store, UnitId};
use crate::journal::{Mark, Moved, RecordKey};

/// How far the reading is, in units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Step {
    /// Units read.
    pub done: usize,
    /// Units to read.
    pub of: usize,
}

/// All rounds of a home, as far as they can be read.
#[derive(Debug, Clone, Default)]
pub struct AllRounds {
    /// Those that can, in the order of their list.
    pub rounds: Vec<Arc<RoundOverview>>,
    /// Those that cannot: they must not keep the others from being seen, and must be told.
    pub unreadable: Vec<UnreadableRound>,
}

/// Overviews of rounds, kept between two looks. Of one home: handed another store it would mix them up.
#[derive(Debug, Default)]
pub struct Overviews {
    mark: Mark,
    rounds: BTreeMap<RoundId, Kept>,
    trends: Option<Arc<Trends>>,
}

/// A round as far as it is read.
#[derive(Debug)]
struct Kept {
    editions: Editions,
    /// Its units in its order; none where one must be read (again).
    units: Vec<Option<Arc<UnitOverview>>>,
    /// All of them put together.
    whole: Option<Arc<RoundOverview>>,
}

impl Overviews {
    /// How many units must be read before [`Self::round`] can answer: 0 where it answers at once.
    pub fn unread(&mut self, store: &Store, round: &RoundId) -> Result<usize, InspectionError> {
        self.follow(store)?;
        self.open(store, round)?;
        Ok(self.rounds.get(round).map_or(0, Kept::unread))
    }

    /// The overview of `round`, reading what is not kept. `watch` hears of each unit and may stop the reading
    /// ([`crate::journal::JournalError::Cancelled`]); what is read by then stays kept.
    pub fn round(
        &mut self,
        store: &Store,
        round: &RoundId,
        watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
    ) -> Result<Arc<RoundOverview>, InspectionError> {
        self.follow(store)?;
        self.open(store, round)?;
        let mut step = Step { done: 0, of: self.rounds.get(round).map_or(0, Kept::unread) };
        self.read(store, round, &mut step, watch)
    }

    /// The overviews of all rounds of this home.
    pub fn all(
        &mut self,
        store: &Store,
        watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
    ) -> Result<AllRounds, InspectionError> {
        self.follow(store)?;
        let mut all = AllRounds::default();
        let mut readable = Vec::new();
        for summary in store.rounds()? {
            match self.open(store, &summary.id) {
                Ok(()) => readable.push(summary),
                Err(error) => all.unreadable.push(unreadable(summary, error)?),
            }
        }
        let unread = readable.iter().filter_map(|round| self.rounds.get(&round.id)).map(Kept::unread).sum();
        let mut step = Step { done: 0, of: unread };
        for summary in readable {
            match self.read(store, &summary.id, &mut step, watch) {
                Ok(round) => all.rounds.push(round),
                Err(error) => all.unreadable.push(unreadable(summary, error)?),
            }
        }
        Ok(all)
    }

    /// Figures and rates over the years of all rounds of this home.
    pub fn trends(
        &mut self,
        store: &Store,
        watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
    ) -> Result<Arc<Trends>, InspectionError> {
        let AllRounds { rounds, unreadable } = self.all(store, watch)?;
        // Whether a round can be read may change without any record: its checklist may be a file.
        let known = self.trends.take().filter(|trends| trends.unreadable == unreadable);
        let trends = known.unwrap_or_else(|| Arc::new(Trends { unreadable, ..Trends::of(&rounds) }));
        self.trends = Some(trends.clone());
        Ok(trends)
    }

    /// Lets go of what changed since the last look.
    fn follow(&mut self, store: &Store) -> Result<(), InspectionError> {
        let mark = store.journal().mark()?;
        match store.journal().moved_since(&self.mark)? {
            Moved::Nothing => {}
            Moved::Everything => self.rounds.clear(),
            Moved::Records(records) => {
                for record in &records {
                    self.let_go(record);
                }
                // The text of an edition is no record: it may have come with others.
                self.rounds.retain(|_, kept| kept.editions.open.missing.is_empty());
            }
        }
        if mark != self.mark {
            self.trends = None;
        }
        self.mark = mark;
        Ok(())
    }

    fn let_go(&mut self, record: &RecordKey) {
        let Some(round) = record.as_str().split('/').nth(1).and_then(|round| RoundId::new(round).ok()) else { return };
        let Some(kept) = self.rounds.get_mut(&round) else { return };
        match RecordPlace::of(record, &kept.editions.open.round.units) {
            RecordPlace::Definition => _ = self.rounds.remove(&round),
            RecordPlace::Item(unit, _) | RecordPlace::Unit(unit) => kept.let_go(&unit),
            RecordPlace::Round => {}
        }
    }

    fn open(&mut self, store: &Store, round: &RoundId) -> Result<(), InspectionError> {
        if !self.rounds.contains_key(round) {
            let open = Arc::new(OpenRound::open(store, round.as_str())?);
            let units = vec![None; open.round.units.len()];
            self.rounds.insert(round.clone(), Kept { editions: Editions::of(open), units, whole: None });
        }
        Ok(())
    }

    fn read(
        &mut self,
        store: &Store,
        round: &RoundId,
        step: &mut Step,
        watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
    ) -> Result<Arc<RoundOverview>, InspectionError> {
        self.open(store, round)?;
        match self.rounds.get_mut(round) {
            Some(kept) => kept.read(store, step, watch),
            None => Ok(Arc::new(RoundOverview::of(store, round)?)),
        }
    }
}

/// The round that `error` is about; what is wrong with the whole home, or was stopped, goes on.
fn unreadable(summary: RoundSummary, error: InspectionError) -> Result<UnreadableRound, InspectionError> {
    match error {
        InspectionError::Journal(error) => Err(error.into()),
        error => Ok(UnreadableRound { id: summary.id, title: summary.title, why: error.to_string() }),
    }
}

impl Kept {
    fn unread(&self) -> usize {
        self.units.iter().filter(|unit| unit.is_none()).count()
    }

    fn let_go(&mut self, unit: &UnitId) {
        if let Some(place) = self.editions.open.round.units.iter().position(|other| other.id == *unit) {
            self.units[place] = None;
            self.whole = None;
        }
    }

    fn read(
        &mut self,
        store: &Store,
        step: &mut Step,
        watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
    ) -> Result<Arc<RoundOverview>, InspectionError> {
        if let Some(whole) = &self.whole {
            return Ok(whole.clone());
        }
        reading::read(store, &self.editions, &mut self.units, step, watch)?;
        let units = self.units.iter().flatten().cloned().collect();
        let whole = Arc::new(RoundOverview::put_together(self.editions.clone(), units));
        self.whole = Some(whole.clone());
        Ok(whole)
    }
}
