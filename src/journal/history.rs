//! How it came about: the revisions of a record, and the log of a round.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Journal;
use super::error::JournalError;
use super::keep;
use super::names::{RecordKey, RevisionId};
use super::revision::Revision;

/// Id and bytes of a chain's revisions by arrival. Sorting the small rowids first spares sorting the bytes, and an
/// index by arrival beside the one by sequence would cost every save a page.
pub(super) const ROUND: &str = "SELECT id, bytes FROM
     (SELECT arrival FROM revision INDEXED BY revision_chain WHERE chain = ?1 ORDER BY arrival)
     CROSS JOIN revision USING (arrival)";

impl Journal {
    /// Every revision of `record`, parents before children; where neither comes first, by time claimed and id.
    pub fn history(&self, record: &RecordKey) -> Result<Vec<Revision>, JournalError> {
        // Each revision here is a head or has a child here, so walking back from the heads meets them all.
        let mut waiting: Vec<RevisionId> = self.heads_of(record)?.into_iter().map(|head| head.revision).collect();
        let mut found: HashMap<RevisionId, Revision> = HashMap::new();
        while let Some(id) = waiting.pop() {
            if found.contains_key(&id) {
                continue;
            }
            if let Some(bytes) = keep::bytes_of(&self.connection, &id)? {
                let revision = Revision::read_as(id, &bytes)?;
                if revision.record == *record {
                    waiting.extend(&revision.parents);
                    found.insert(id, revision);
                }
            }
        }
        Ok(in_causal_order(found))
    }

    /// Every revision of a round in the order it arrived on this laptop, one at a time.
    pub fn log(&self, round: &str, each: &mut dyn FnMut(Revision)) -> Result<(), JournalError> {
        let mut statement = self.connection.prepare_cached(ROUND)?;
        let mut rows = statement.query([round])?;
        while let Some(row) = rows.next()? {
            let id = RevisionId::from_column(row.get(0)?);
            each(Revision::read_as(id, row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?);
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
