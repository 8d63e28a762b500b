//! Taking back what this device did, and doing it again; both are revisions like any other, so they survive a restart.

use std::collections::HashMap;
use std::ops::ControlFlow;

use rusqlite::Connection;
use serde_json::Value;

use super::Journal;
use super::error::JournalError;
use super::heads;
use super::keep;
use super::merge::seen::SEEN;
use super::names::{ActionId, Chain, DeviceId, RecordKey, RevisionId};
use super::revision::{Reversal, Revision};
use super::write::{Author, Line, done_as};

/// What an undo or redo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The action taken back, or done again.
    pub reversed: ActionId,
    /// The action this was itself done as.
    pub action: ActionId,
    /// The records touched, each once, in the order of their first change.
    pub records: Vec<RecordKey>,
    /// The new revisions.
    pub revisions: Vec<RevisionId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Undo,
    Redo,
}

impl Journal {
    /// Takes back this device's last action not yet undone that touched a record under `prefix`: writes the former
    /// values (`null` where there was none). Refused as a whole where somebody has changed one of its fields since.
    pub fn undo(&mut self, chain: &Chain, author: &Author, prefix: &str) -> Result<Undone, JournalError> {
        self.reverse(Direction::Undo, chain, author, prefix)
    }

    /// Does again what [`Self::undo`] took back last, as long as nothing else was recorded under `prefix` since.
    pub fn redo(&mut self, chain: &Chain, author: &Author, prefix: &str) -> Result<Undone, JournalError> {
        self.reverse(Direction::Redo, chain, author, prefix)
    }

    /// The records that [`Self::undo`] would write to; none where there is nothing to take back.
    pub fn undo_touches(&self, chain: &Chain, prefix: &str) -> Result<Vec<RecordKey>, JournalError> {
        let own = OwnChain { connection: &self.connection, chain, device: &self.device.id };
        own.touched_by(own.last_done(prefix)?)
    }

    /// The records that [`Self::redo`] would write to; none where there is nothing to do again.
    pub fn redo_touches(&self, chain: &Chain, prefix: &str) -> Result<Vec<RecordKey>, JournalError> {
        let own = OwnChain { connection: &self.connection, chain, device: &self.device.id };
        own.touched_by(own.last_undone(prefix)?)
    }

    fn reverse(
        &mut self,
        direction: Direction,
        chain: &Chain,
        author: &Author,
        prefix: &str,
    ) -> Result<Undone, JournalError> {
        let author = author.without_blank();
        self.keep(|connection, journal| {
            let own = OwnChain { connection, chain, device: &journal.device.id };
            let (reversed, reversal) = match direction {
                Direction::Undo => {
                    let action = own.last_done(prefix)?.ok_or(JournalError::NothingToUndo)?;
                    (action.clone(), Reversal::Undoes(action))
                }
                Direction::Redo => {
                    let action = own.last_undone(prefix)?.ok_or(JournalError::NothingToRedo)?;
                    (action.clone(), Reversal::Redoes(action))
                }
            };
            let mut lines = Vec::new();
            let mut records = Vec::new();
            for revision in own.made_by(&reversed)? {
                if !records.contains(&revision.record) {
                    records.push(revision.record.clone());
                }
                lines.push(line(connection, direction, revision)?);
            }
            let (sealed, action) = journal.seal_all(connection, chain, &author, Some(&reversal), lines)?;
            let revisions = done_as(&action, &sealed);
            Ok((sealed, Undone { reversed, action, records, revisions }))
        })
    }
}

/// This device's own revisions in one chain.
struct OwnChain<'a> {
    connection: &'a Connection,
    chain: &'a Chain,
    device: &'a DeviceId,
}

impl OwnChain<'_> {
    /// Newest first, until `each` breaks.
    fn walk_back(&self, mut each: impl FnMut(Revision) -> ControlFlow<()>) -> Result<(), JournalError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, bytes FROM revision WHERE chain = ?1 AND device = ?2 ORDER BY sequence DESC, arrival DESC",
        )?;
        let mut rows = statement.query([self.chain.column(), self.device.as_str()])?;
        while let Some(row) = rows.next()? {
            let id = RevisionId::from_column(row.get(0)?);
            let revision = Revision::read_as(id, row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
            if each(revision).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The last action under `prefix` that stands.
    fn last_done(&self, prefix: &str) -> Result<Option<ActionId>, JournalError> {
        let mut latest: HashMap<ActionId, Direction> = HashMap::new();
        let mut found = None;
        self.walk_back(|revision| {
            // What a device had seen is no act of a person.
            if !revision.record.as_str().starts_with(prefix) || revision.record.kind() == SEEN {
                return ControlFlow::Continue(());
            }
            match revision.reversal {
                Some(Reversal::Undoes(action)) => _ = latest.entry(action).or_insert(Direction::Undo),
                Some(Reversal::Redoes(action)) => _ = latest.entry(action).or_insert(Direction::Redo),
                None if latest.get(&revision.action) != Some(&Direction::Undo) => {
                    found = Some(revision.action);
                    return ControlFlow::Break(());
                }
                None => {}
            }
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    /// The action under `prefix` undone last, unless something else was recorded there after.
    fn last_undone(&self, prefix: &str) -> Result<Option<ActionId>, JournalError> {
        let mut redone: Vec<ActionId> = Vec::new();
        let mut found = None;
        self.walk_back(|revision| {
            // What a device had seen is no act of a person.
            if !revision.record.as_str().starts_with(prefix) || revision.record.kind() == SEEN {
                return ControlFlow::Continue(());
            }
            match revision.reversal {
                Some(Reversal::Redoes(action)) => redone.push(action),
                Some(Reversal::Undoes(action)) if !redone.contains(&action) => {
                    found = Some(action);
                    return ControlFlow::Break(());
                }
                Some(Reversal::Undoes(_)) => {}
                None => return ControlFlow::Break(()),
            }
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    fn touched_by(&self, action: Option<ActionId>) -> Result<Vec<RecordKey>, JournalError> {
        let Some(action) = action else { return Ok(Vec::new()) };
        Ok(self.made_by(&action)?.into_iter().map(|revision| revision.record).collect())
    }

    /// The revisions first made as `action`, in their order. One transaction wrote them, so they stand together.
    fn made_by(&self, action: &ActionId) -> Result<Vec<Revision>, JournalError> {
        let mut made = Vec::new();
        self.walk_back(|revision| {
            if revision.action == *action {
                made.push(revision);
            } else if !made.is_empty() {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })?;
        made.reverse();
        Ok(made)
    }
}

/// The change that reverses `made` in its field.
fn line(connection: &Connection, direction: Direction, made: Revision) -> Result<Line, JournalError> {
    let heads = heads::of_field(connection, &made.record, &made.field)?;
    let changed_since =
        |heads| Err(JournalError::ChangedSince { record: made.record.clone(), field: made.field.clone(), heads });
    let [head] = heads.as_slice() else { return changed_since(heads) };
    let stands = origin(connection, head.revision)?;
    let (expected, value) = match direction {
        Direction::Undo => (vec![made.id], former_value(connection, &made)?),
        Direction::Redo => (former_origin(connection, &made)?, made.value.clone()),
    };
    if stands != expected {
        return changed_since(heads);
    }
    Ok(Line { parents: vec![head.revision], record: made.record, field: made.field, value })
}

/// What the field held before `made`.
fn former_value(connection: &Connection, made: &Revision) -> Result<Value, JournalError> {
    let mut former: Option<Value> = None;
    for parent in &made.parents {
        let value = read(connection, *parent, made)?.value;
        if former.as_ref().is_some_and(|other| *other != value) {
            return Err(JournalError::UndoSettlement { record: made.record.clone(), field: made.field.clone() });
        }
        former = Some(value);
    }
    Ok(former.unwrap_or(Value::Null))
}

/// The revisions whose state `id` stands for: itself, or, where it was made by undo or redo, what that went back to;
/// none where it went back to "never answered".
fn origin(connection: &Connection, id: RevisionId) -> Result<Vec<RevisionId>, JournalError> {
    let Some(revision) = try_read(connection, id)? else { return Ok(vec![id]) };
    match &revision.reversal {
        None => Ok(vec![id]),
        Some(Reversal::Redoes(action)) => {
            Ok(ancestor_by(connection, &revision, action)?.map_or(vec![id], |made| vec![made.id]))
        }
        Some(Reversal::Undoes(action)) => match ancestor_by(connection, &revision, action)? {
            Some(made) => former_origin(connection, &made),
            None => Ok(vec![id]),
        },
    }
}

fn former_origin(connection: &Connection, made: &Revision) -> Result<Vec<RevisionId>, JournalError> {
    match made.parents.as_slice() {
        [parent] => origin(connection, *parent),
        parents => {
            let mut parents = parents.to_vec();
            parents.sort_unstable();
            Ok(parents)
        }
    }
}

/// The revision first made as `action` on the way back from `from`: undo and redo are only written over a sole head,
/// so the way has no forks.
fn ancestor_by(connection: &Connection, from: &Revision, action: &ActionId) -> Result<Option<Revision>, JournalError> {
    let mut at = from.clone();
    while let [parent] = at.parents.as_slice() {
        let Some(before) = try_read(connection, *parent)? else { return Ok(None) };
        if before.record != from.record || before.field != from.field {
            return Ok(None);
        }
        if before.action == *action && before.reversal.is_none() {
            return Ok(Some(before));
        }
        at = before;
    }
    Ok(None)
}

fn try_read(connection: &Connection, id: RevisionId) -> Result<Option<Revision>, JournalError> {
    keep::bytes_of(connection, &id)?.map(|bytes| Revision::read_as(id, &bytes)).transpose()
}

fn read(connection: &Connection, id: RevisionId, child: &Revision) -> Result<Revision, JournalError> {
    try_read(connection, id)?.ok_or_else(|| JournalError::ParentUnknown {
        record: child.record.clone(),
        field: child.field.clone(),
        revision: id,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::fixture::{UNIT, because, key, looked, member, merge, open, record, round, set, verdict};
    use super::*;

    fn undo(journal: &mut Journal) -> Result<Undone, JournalError> {
        journal.undo(&round(), &member("a"), UNIT)
    }

    fn redo(journal: &mut Journal) -> Result<Undone, JournalError> {
        journal.redo(&round(), &member("a"), UNIT)
    }

    #[test]
    fn steps_back_and_forth_over_restarts() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        for value in ["pass", "partial", "fail"] {
            record(&mut journal, "i1", value);
        }
        let step = |act: fn(&mut Journal) -> Result<Undone, JournalError>| {
            let mut journal = open(home.path());
            act(&mut journal).map(|_| verdict(&journal, "i1"))
        };
        drop(journal);
        assert_eq!(step(undo).unwrap(), json!("partial"));
        assert_eq!(step(undo).unwrap(), json!("pass"));
        assert_eq!(step(redo).unwrap(), json!("partial"));
        assert_eq!(step(undo).unwrap(), json!("pass"));
        assert_eq!(step(undo).unwrap(), Value::Null);
        assert!(matches!(step(undo), Err(JournalError::NothingToUndo)));
        for value in ["pass", "partial", "fail"] {
            assert_eq!(step(redo).unwrap(), json!(value));
        }
        assert!(matches!(step(redo), Err(JournalError::NothingToRedo)));
    }

    #[test]
    fn a_new_answer_ends_redoing() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        record(&mut journal, "i1", "pass");
        record(&mut journal, "i1", "fail");
        undo(&mut journal).unwrap();
        record(&mut journal, "i1", "partial");
        assert!(matches!(redo(&mut journal), Err(JournalError::NothingToRedo)));
        undo(&mut journal).unwrap();
        assert_eq!(verdict(&journal, "i1"), json!("pass"));
        undo(&mut journal).unwrap();
        assert_eq!(verdict(&journal, "i1"), Value::Null);
    }

    #[test]
    fn an_action_goes_back_as_a_whole_and_only_where_asked() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        let both = [set("i1", "verdict", "pass"), set("i2", "verdict", "pass")];
        journal.write(&round(), &member("a"), &both).unwrap();
        record(&mut journal, "i3", "pass");
        let undone = journal.undo(&round(), &member("a"), key("i1").as_str()).unwrap();
        assert_eq!(undone.records, [key("i1"), key("i2")]);
        assert_eq!((verdict(&journal, "i2"), verdict(&journal, "i3")), (Value::Null, json!("pass")));
    }

    #[test]
    fn refused_with_the_name_of_who_changed_it_since() {
        let (home_a, home_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut a, mut b) = (open(home_a.path()), open(home_b.path()));
        record(&mut a, "i1", "pass");
        merge(&mut b, &a);
        b.write(&round(), &member("b"), &[set("i1", "verdict", "fail")]).unwrap();
        undo(&mut b).unwrap();
        redo(&mut b).unwrap();
        merge(&mut a, &b);
        let refused = undo(&mut a);
        let Err(JournalError::ChangedSince { heads, .. }) = &refused else { panic!("{refused:?}") };
        assert_eq!(heads[0].value, json!("fail"));
        assert_eq!(verdict(&a, "i1"), json!("fail"));
        assert!(matches!(a.undo(&round(), &member("a"), "answer/r1/khac/"), Err(JournalError::NothingToUndo)));
    }

    #[test]
    fn a_settlement_has_no_single_former_value() {
        let (home_a, home_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut a, mut b) = (open(home_a.path()), open(home_b.path()));
        record(&mut a, "i1", "pass");
        record(&mut b, "i1", "fail");
        merge(&mut a, &b);
        let settle = looked(set("i1", "verdict", "fail"), &a.heads_of(&key("i1")).unwrap());
        a.write(&round(), &because("a", "xem lại"), &[settle]).unwrap();
        assert!(matches!(undo(&mut a), Err(JournalError::UndoSettlement { .. })));
    }
}
