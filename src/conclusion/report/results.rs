//! What a round came to, read once for the report, its annex and the export.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::assessment::Totals;
use crate::checklist::{Checklist, Field};
use crate::conclusion::follow_up::{self, FollowUp};
use crate::inspection::{InspectionError, IssuedContent, IssuedUnit, NoticeStanding, RoundId, Store, UnitId};
use crate::overview::{FieldSum, Overviews, PointSum, RoundOverview, Step, Trends};

/// What a round came to.
#[derive(Debug, Clone)]
pub struct RoundResults {
    /// The round with its units side by side.
    pub overview: Arc<RoundOverview>,
    /// Figures and rates over the years of all rounds of this home.
    pub trends: Arc<Trends>,
    /// The notices that were issued.
    pub notices: Vec<IssuedUnit>,
    /// What they require, and what became of it.
    pub requirements: Vec<FollowUp>,
}

impl RoundResults {
    /// Reads `round` as it stands on `today`; `overviews` keeps what was read. `watch` hears of each unit that is read and may
    /// stop the reading.
    pub fn read(
        store: &Store,
        overviews: &mut Overviews,
        round: &RoundId,
        today: NaiveDate,
        watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
    ) -> Result<Self, InspectionError> {
        let (overview, trends) = (overviews.round(store, round, watch)?, overviews.trends(store, watch)?);
        let notices = store.issued_in(round)?;
        let requirements = follow_up::of_notices(store, round, &notices, today)?;
        Ok(Self { overview, trends, notices, requirements })
    }

    /// The notice of `unit` that counts, where one does.
    pub fn notice(&self, unit: &UnitId) -> Option<&IssuedContent> {
        let issued = self.notices.iter().find(|issued| issued.unit == *unit)?;
        issued.standing.settled().map(|issued| &issued.content)
    }

    /// How many units have a notice that counts.
    pub fn noticed(&self) -> usize {
        self.overview.units.iter().filter(|unit| self.notice(&unit.unit.id).is_some()).count()
    }

    /// Units for which laptops issued different notices.
    pub fn contested_notices(&self) -> impl Iterator<Item = &UnitId> {
        let contested = |issued: &&IssuedUnit| matches!(issued.standing, NoticeStanding::Contested(_));
        self.notices.iter().filter(contested).map(|issued| &issued.unit)
    }

    /// The fields over all units, in the order of the papers.
    pub fn by_field(&self) -> Vec<FieldSum> {
        let mut sums: Vec<FieldSum> = Vec::new();
        for of_unit in self.overview.units.iter().flat_map(|unit| unit.by_field()) {
            match sums.iter_mut().find(|sum| sum.field == of_unit.field) {
                Some(sum) => {
                    sum.totals.add(&of_unit.totals);
                    sum.points.add(&of_unit.points);
                }
                None => sums.push(of_unit),
            }
        }
        let place = |field: Field| Field::ALL.iter().position(|known| *known == field);
        sums.sort_by_key(|sum| place(sum.field));
        sums
    }

    /// A checklist over all units.
    pub fn of_checklist(&self, checklist: &Checklist) -> (Totals, PointSum) {
        let (mut totals, mut points) = (Totals::default(), PointSum::default());
        for cell in self.overview.units.iter().filter_map(|unit| unit.cell(&checklist.id)) {
            totals.add(&cell.totals);
            points.add(&cell.points);
        }
        (totals, points)
    }

    /// The name of `unit`.
    pub fn name(&self, unit: &UnitId) -> String {
        self.overview.unit(unit).map_or_else(|| unit.to_string(), |unit| unit.unit.name.clone())
    }
}
