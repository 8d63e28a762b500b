//! Looking at a whole round, and at rounds side by side: the one query that the dashboard, the round report, its annex
//! and the export take every number from, so that they agree.
//!
//! [`RoundOverview::of`] reads a round once; [`Overviews`] keeps what it read and reads again only the units whose
//! records changed. Nothing here prints and nothing is rounded: shares come with what they are a share of.

mod alike;
mod cell;
mod edition;
#[cfg(test)]
pub(crate) mod fixture;
mod frequent;
mod heat;
mod kept;
mod points;
mod ranking;
mod reading;
mod round;
#[cfg(test)]
mod tests;
mod trend;
mod unit;

pub use cell::{AskedNow, Cell, ItemStatus, SectionSum, Share, UnitFigure};
pub use frequent::{FrequentCause, FrequentShortcoming, GoodPractice, Recommendation, UnitVerdict};
pub use heat::{Band, HIGH_FROM, Heat, MIDDLE_FROM};
pub use kept::{AllRounds, Overviews, Step};
pub use points::{LeftOut, PointLine, PointSum};
pub use ranking::Ranked;
pub use round::{LeftOutItem, RoundOverview, WholeChecklist};
pub use trend::{Indicator, Level, Put, Trend, TrendUnit, TrendValue, Trends, UnreadableRound, YearColumn, YearRound};
pub use unit::{BrokenCheck, FieldSum, Signed, UnitOverview};
