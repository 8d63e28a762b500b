//! Where opinions meet: fields whose heads differ, and records that several laptops wrote to. Both are asked of the index
//! first, so that a round of many units is looked through without reading what stands there.

use rusqlite::{Connection, OptionalExtension};

use super::Journal;
use super::error::JournalError;
use super::heads::{self, Head};
use super::names::{FieldName, RecordKey};

const SEVERAL_HEADS: &str = "SELECT record, field FROM head WHERE record >= ?1 AND record < ?2
    GROUP BY record, field HAVING COUNT(*) > 1 ORDER BY record, field";

/// A field of a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPlace {
    /// The record.
    pub record: RecordKey,
    /// The field of it.
    pub field: FieldName,
}

impl Journal {
    /// Fields that have several heads, whether these agree or not; `below` as in [`Self::contested`].
    pub fn with_several_heads(&self, below: &str) -> Result<Vec<FieldPlace>, JournalError> {
        let mut places = Vec::new();
        for [from, to] in self.ranges(below)? {
            let mut statement = self.connection.prepare_cached(SEVERAL_HEADS)?;
            let mut rows = statement.query([from, to])?;
            while let Some(row) = rows.next()? {
                let (record, field): (String, String) = (row.get(0)?, row.get(1)?);
                // What cannot be named cannot be settled either.
                if let (Ok(record), Ok(field)) = (RecordKey::new(record), FieldName::new(field)) {
                    places.push(FieldPlace { record, field });
                }
            }
        }
        Ok(places)
    }

    /// The heads of every field whose heads differ in value, ordered by record, field and revision. `below` is what
    /// follows the first part of the records' keys, whatever their kind: `<round>`, or `<round>/<unit>`.
    pub fn contested(&self, below: &str) -> Result<Vec<Head>, JournalError> {
        let mut contested = Vec::new();
        for FieldPlace { record, field } in self.with_several_heads(below)? {
            let heads = heads::of_field(&self.connection, &record, &field)?;
            if !heads::agree(&heads) {
                contested.extend(heads);
            }
        }
        Ok(contested)
    }

    /// Records of which several fields stand as different laptops wrote them, in order; `below` as in
    /// [`Self::contested`].
    pub fn written_by_several(&self, below: &str) -> Result<Vec<RecordKey>, JournalError> {
        let sql = "SELECT head.record FROM head CROSS JOIN revision USING (arrival)
                   WHERE head.record >= ?1 AND head.record < ?2 GROUP BY head.record
                   HAVING COUNT(DISTINCT revision.device) > 1 AND COUNT(DISTINCT head.field) > 1 ORDER BY head.record";
        let mut records = Vec::new();
        for [from, to] in self.ranges(below)? {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([from, to])?;
            while let Some(row) = rows.next()? {
                records.extend(RecordKey::new(row.get::<_, String>(0)?).ok());
            }
        }
        Ok(records)
    }

    /// From where to before where the keys of the records lie: `<kind>/<below>` itself, and what lies below it.
    fn ranges(&self, below: &str) -> Result<Vec<[String; 2]>, JournalError> {
        let mut ranges = Vec::new();
        for kind in kinds(&self.connection)? {
            let record = format!("{kind}/{below}");
            // Keys that go on with `-` lie between the two: another round of a similar name.
            ranges.push([record.clone(), format!("{record}-")]);
            ranges.push([format!("{record}/"), format!("{record}0")]);
        }
        Ok(ranges)
    }
}

/// The kinds of records there are, those of newer programs included: a step through the index for each.
fn kinds(connection: &Connection) -> Result<Vec<String>, JournalError> {
    let sql = "SELECT record FROM head WHERE record >= ?1 ORDER BY record LIMIT 1";
    let mut statement = connection.prepare_cached(sql)?;
    let (mut kinds, mut from) = (Vec::new(), String::new());
    while let Some(record) = statement.query_row([&from], |row| row.get::<_, String>(0)).optional()? {
        let kind = record.split('/').next().unwrap_or_default().to_owned();
        // `0` is the sign behind `/`.
        from = format!("{kind}0");
        kinds.push(kind);
    }
    Ok(kinds)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{key, member, merge, open, record, round, set};
    use super::*;

    #[test]
    fn only_fields_whose_heads_differ_are_contested_whatever_their_kind() {
        let (home_a, home_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut a, mut b) = (open(home_a.path()), open(home_b.path()));
        for item in ["i1", "i2", "i3"] {
            record(&mut a, item, "pass");
            record(&mut b, item, if item == "i1" { "pass" } else { "fail" });
        }
        record(&mut a, "i4", "pass");
        let other = |kind: &str, value: &str| super::super::Change {
            record: RecordKey::new(kind).unwrap(),
            ..set("i1", "content", value)
        };
        for (journal, value) in [(&mut a, "x"), (&mut b, "y")] {
            let lines = [other("round/r1", value), other("later-kind/r1/dong-hai/x", value)];
            journal.write(&round(), &member("a"), &lines).unwrap();
        }
        // Another round of a similar name, and a unit of one.
        for (journal, value) in [(&mut a, "x"), (&mut b, "y")] {
            let chain = super::super::Chain::Round("r1-x".into());
            journal.write(&chain, &member("a"), &[other("round/r1-x", value)]).unwrap();
        }
        let mut bytes = Vec::new();
        b.stored("r1-x", &mut |each| bytes.push(each.to_vec())).unwrap();
        a.import(bytes).unwrap();
        merge(&mut a, &b);
        let records = |below: &str| -> Vec<String> {
            let mut records: Vec<String> =
                a.contested(below).unwrap().into_iter().map(|head| head.record.to_string()).collect();
            records.dedup();
            records
        };
        let (two, three) = (key("i2").to_string(), key("i3").to_string());
        assert_eq!(records("r1"), [two.as_str(), &three, "later-kind/r1/dong-hai/x", "round/r1"]);
        assert_eq!(records("r1/dong-hai"), [two.as_str(), &three, "later-kind/r1/dong-hai/x"]);
        assert_eq!(a.contested("r1").unwrap().len(), 8, "every head of each");
    }

    #[test]
    fn records_that_several_laptops_wrote_different_fields_of() {
        let (home_a, home_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut a, mut b) = (open(home_a.path()), open(home_b.path()));
        record(&mut a, "i1", "pass");
        b.write(&round(), &member("b"), &[set("i1", "remark", "x")]).unwrap();
        record(&mut b, "i2", "pass");
        a.write(&round(), &member("a"), &[set("i2", "verdict", "fail")]).unwrap();
        merge(&mut a, &b);
        assert_eq!(a.written_by_several("r1").unwrap(), [key("i1")], "one field of two is no parallel change");
    }
}
