//! What came or went since some moment: which records must be read again by whoever keeps what he made of them.

use std::collections::BTreeSet;

use rusqlite::OptionalExtension;

use super::Journal;
use super::connection::Access;
use super::error::JournalError;
use super::keep;
use super::names::{RecordKey, RevisionId};
use super::revision::Revision;

/// More records than this are not told one by one: reading everything again costs no more.
const MOST_TOLD: usize = 50_000;

/// A moment of this journal, whichever connection looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    generation: i64,
    arrival: i64,
    merges: i64,
    undone: i64,
}

/// What is not as it was at a [`Mark`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// Nothing changed.
    Nothing,
    /// These records, and only these, may stand otherwise now.
    Records(BTreeSet<RecordKey>),
    /// Anything may: a merge was taken back, a backup restored, or too much came at once.
    Everything,
}

impl Journal {
    /// The present moment. Take it before reading what is to be kept: what comes in between is then told again.
    pub fn mark(&self) -> Result<Mark, JournalError> {
        let generation = keep::generation(&self.connection)?;
        let latest = "SELECT max(arrival) FROM revision";
        let arrival: Option<i64> = self.connection.prepare_cached(latest)?.query_row([], |row| row.get(0))?;
        let mut mark = Mark { generation, arrival: arrival.unwrap_or(0), merges: 0, undone: 0 };
        // Nothing is merged into what cannot be written, and an older journal has no merges.
        if self.access != Access::ReadOnlyMedium {
            let sql = "SELECT max(number), count(undone) FROM merge";
            let merges = self
                .connection
                .prepare_cached(sql)?
                .query_row([], |row| Ok((row.get::<_, Option<i64>>(0)?.unwrap_or(0), row.get::<_, i64>(1)?)));
            (mark.merges, mark.undone) = merges.optional()?.unwrap_or_default();
        }
        Ok(mark)
    }

    /// What may stand otherwise than at `mark`. Costs what came since.
    pub fn moved_since(&self, mark: &Mark) -> Result<Moved, JournalError> {
        let now = self.mark()?;
        if now == *mark {
            return Ok(Moved::Nothing);
        }
        if now.generation != mark.generation || now.undone != mark.undone || now.arrival < mark.arrival {
            return Ok(Moved::Everything);
        }
        let came = usize::try_from(now.arrival - mark.arrival).unwrap_or(usize::MAX);
        if came > MOST_TOLD {
            return Ok(Moved::Everything);
        }
        let mut records = BTreeSet::new();
        self.records_of("SELECT id, bytes FROM revision WHERE arrival > ?1", mark.arrival, &mut records)?;
        if now.merges != mark.merges {
            let revived = "SELECT revision.id, revision.bytes FROM revived CROSS JOIN revision USING (arrival)
                           WHERE revived.merge > ?1";
            self.records_of(revived, mark.merges, &mut records)?;
        }
        Ok(if records.is_empty() { Moved::Nothing } else { Moved::Records(records) })
    }

    fn records_of(&self, sql: &str, after: i64, records: &mut BTreeSet<RecordKey>) -> Result<(), JournalError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([after])?;
        while let Some(row) = rows.next()? {
            let id = RevisionId::from_column(row.get(0)?);
            let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            records.insert(Revision::read_as(id, bytes)?.record);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{merge, open, record};
    use super::*;

    #[test]
    fn what_was_written_since_is_told_by_record_whoever_wrote_it() {
        let (home_a, home_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut a, mut b) = (open(home_a.path()), open(home_b.path()));
        record(&mut a, "i1", "pass");
        let mark = a.mark().unwrap();
        assert_eq!(a.moved_since(&mark).unwrap(), Moved::Nothing);
        record(&mut a, "i2", "fail");
        record(&mut b, "i3", "fail");
        merge(&mut a, &b);
        let Moved::Records(records) = a.moved_since(&mark).unwrap() else { panic!("records") };
        let ends: Vec<&str> = records.iter().filter_map(|record| record.as_str().rsplit('/').next()).collect();
        assert!(ends.contains(&"i2") && ends.contains(&"i3") && !ends.contains(&"i1"), "{ends:?}");
        assert_eq!(a.moved_since(&a.mark().unwrap()).unwrap(), Moved::Nothing);
    }

    #[test]
    fn another_connection_sees_the_same_moment() {
        let home = tempfile::tempdir().unwrap();
        let mut writer = open(home.path());
        let reader = open(home.path());
        record(&mut writer, "i1", "pass");
        let mark = writer.mark().unwrap();
        assert_eq!(reader.moved_since(&mark).unwrap(), Moved::Nothing);
        record(&mut writer, "i1", "fail");
        assert!(matches!(reader.moved_since(&mark).unwrap(), Moved::Records(records) if records.len() == 1));
    }
}
