//! How it came about: the revisions of a record, and the log of a round.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Journal;
use super::error::JournalError;
use super::heads::Head;
use super::keep;
use super::names::{RecordKey, RevisionId};
use super::revision::Revision;

impl Journal {
    /// Every revision of `record`, parents before children; where neither comes first, by time claimed and id.
    pub fn history(&self, record: &RecordKey) -> Result<Vec<Revision>, JournalError> {
        self.trace(self.heads_of(record)?)
    }

    /// The same of several records and of whatever lies below them (`a/b` and `a/b/c`), in one order. Costs what is
    /// returned.
    pub fn history_with_entries(&self, records: &[RecordKey]) -> Result<Vec<Revision>, JournalError> {
        let mut heads = Vec::new();
        for record in records {
            heads.extend(self.heads_of(record)?);
            heads.extend(self.heads_under(&format!("{record}/"))?);
        }
        self.trace(heads)
    }

    fn trace(&self, heads: Vec<Head>) -> Result<Vec<Revision>, JournalError> {
        // Each revision here is a head or has a child here, so walking back from the heads meets them all.
        let mut waiting: Vec<(RevisionId, RecordKey)> =
            heads.into_iter().map(|head| (head.revision, head.record)).collect();
        let mut found: HashMap<RevisionId, Revision> = HashMap::new();
        while let Some((id, record)) = waiting.pop() {
            if found.contains_key(&id) {
                continue;
            }
            if let Some(bytes) = keep::bytes_of(&self.connection, &id)? {
                let revision = Revision::read_as(id, &bytes)?;
                if revision.record == record {
                    waiting.extend(revision.parents.iter().map(|parent| (*parent, record.clone())));
                    found.insert(id, revision);
                }
            }
        }
        Ok(in_causal_order(found))
    }

    /// Every revision of a round in the order it arrived on this laptop, one at a time.
    pub fn log(&self, round: &str, each: &mut dyn FnMut(Revision)) -> Result<(), JournalError> {
        self.each_stored(round, |id, bytes| {
            each(Revision::read_as(id, bytes)?);
            Ok(())
        })
    }

    /// Every revision of a round by arrival: its id and its exact bytes.
    pub(super) fn each_stored(
        &self,
        round: &str,
        mut each: impl FnMut(RevisionId, &[u8]) -> Result<(), JournalError>,
    ) -> Result<(), JournalError> {
        // The index orders by device and number, which spares every save the pages of a second one; rowids are small
        // enough to be sorted here.
        let sql = "SELECT arrival FROM revision INDEXED BY revision_chain
                   WHERE chain = ?1 AND arrival NOT IN (SELECT arrival FROM aside)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut arrivals = statement.query_map([round], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        arrivals.sort_unstable();
        let mut statement = self.connection.prepare_cached("SELECT id, bytes FROM revision WHERE arrival = ?1")?;
        for arrival in arrivals {
            let mut rows = statement.query([arrival])?;
            while let Some(row) = rows.next()? {
                let id = RevisionId::from_column(row.get(0)?);
                each(id, row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
            }
        }
        Ok(())
    }
}

/// Orders by parents and by each device's own numbering; ties by time claimed, then device, number and id.
fn in_causal_order(mut found: HashMap<RevisionId, Revision>) -> Vec<Revision> {
    let mut before: HashMap<RevisionId, BTreeSet<RevisionId>> = HashMap::new();
    let mut chains: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for revision in found.values() {
        let known = revision.parents.iter().copied().filter(|parent| found.contains_key(parent));
        before.entry(revision.id).or_default().extend(known);
        let chain = chains.entry((&revision.chain, &revision.device)).or_default();
        chain.push((revision.sequence, revision.id));
    }
    for chain in chains.values_mut() {
        chain.sort_unstable();
        for pair in chain.windows(2).filter(|pair| pair[0].0 < pair[1].0) {
            before.entry(pair[1].1).or_default().insert(pair[0].1);
        }
    }
    let mut after: HashMap<RevisionId, Vec<RevisionId>> = HashMap::new();
    for (later, earlier) in &before {
        for each in earlier {
            after.entry(*each).or_default().push(*later);
        }
    }
    let rank = |revision: &Revision| (revision.made_at, revision.device.clone(), revision.sequence, revision.id);
    let mut held: BTreeSet<_> = found.values().map(rank).collect();
    let mut ready: BTreeSet<_> = found.values().filter(|each| before[&each.id].is_empty()).map(rank).collect();
    let mut order = Vec::with_capacity(found.len());
    // A device that numbered against its own parents leaves a circle: then the oldest claim goes first.
    while let Some(next) = ready.pop_first().or_else(|| held.first().cloned()) {
        held.remove(&next);
        let Some(revision) = found.remove(&next.3) else { continue };
        for later in after.get(&revision.id).into_iter().flatten() {
            if let Some(earlier) = before.get_mut(later)
                && earlier.remove(&revision.id)
                && earlier.is_empty()
                && let Some(free) = found.get(later)
            {
                ready.insert(rank(free));
            }
        }
        order.push(revision);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::super::Change;
    use super::super::fixture::{because, key, looked, member, merge, open, record, round, set};
    use super::*;

    #[test]
    fn parents_come_before_children_whatever_the_clocks_claim() {
        let (home_a, home_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let early = chrono::DateTime::parse_from_rfc3339("2001-01-01T00:00:00+07:00").unwrap();
        let mut a = open(home_a.path());
        let mut b = Journal::open(home_b.path(), super::super::Clock::Fixed(early)).unwrap();
        record(&mut a, "i1", "pass");
        merge(&mut b, &a);
        record(&mut b, "i1", "fail");
        a.write(&round(), &member("a"), &[set("i1", "remark", "ghi chú"), set("i1", "verdict", "partial")]).unwrap();
        merge(&mut a, &b);
        let mut heads = a.heads_of(&key("i1")).unwrap();
        heads.retain(|head| head.field.as_str() == "verdict");
        a.write(&round(), &because("a", "xem lại"), &[looked(set("i1", "verdict", "fail"), &heads)]).unwrap();

        let history = a.history(&key("i1")).unwrap();
        assert_eq!(history.len(), 5);
        let place = |id| history.iter().position(|each| each.id == id);
        for each in &history {
            assert!(each.parents.iter().all(|parent| place(*parent) < place(each.id)));
        }
        assert_eq!(history[1].made_at, early, "what claims to be older than its parent still follows it");
        assert!(a.history(&key("i2")).unwrap().is_empty());
        a.write(&round(), &member("a"), &[set("i2", "verdict", "pass")]).unwrap();
        a.write(&round(), &member("a"), &[set("i10", "verdict", "pass")]).unwrap();
        let below = RecordKey::new(format!("{}/e1", key("i2"))).unwrap();
        let entry = Change { record: below.clone(), ..set("i2", "content", "x") };
        a.write(&round(), &member("a"), &[entry]).unwrap();
        let both = a.history_with_entries(&[key("i1"), key("i2")]).unwrap();
        assert_eq!(both.len(), 7);
        assert_eq!((&both[5].record, &both[6].record), (&key("i2"), &below), "one order, and no i10");
    }
}
