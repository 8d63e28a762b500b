//! Whether everything is still as it was written.

use std::collections::HashSet;
use std::path::Path;

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::attachment;
use super::backup::{self, Occasion};
use super::connection::{self, MIGRATIONS};
use super::device::Device;
use super::edition;
use super::error::JournalError;
use super::keep;
use super::names::{DeviceId, FieldName, RecordKey, RevisionId};
use super::report::{ChainFlag, Damage, VerifyReport};
use super::revision::Revision;
use super::{Clock, Journal};
use crate::hexadecimal;

impl Journal {
    /// Checks everything this program can check without packs at hand; changes nothing. Damage is in the report;
    /// an error means that the check itself could not be made.
    pub fn verify(&self) -> Result<VerifyReport, JournalError> {
        let mut report = examine(&self.connection)?;
        attached(&self.connection, &self.home, Some(&self.device.id), &mut report)?;
        Ok(report)
    }

    /// As [`Self::verify`] for a home that [`Self::open`] may refuse: opens the file alone, makes nothing.
    pub fn verify_home(home: &Path, clock: &Clock) -> Result<VerifyReport, JournalError> {
        Self::refuse_lost(home)?;
        if !backup::live_file(home).exists() {
            return Err(JournalError::NotAJournal(backup::live_file(home)));
        }
        let file = backup::live_file(home);
        let opened = connection::open(&file, |old| backup::before(old, home, clock, Occasion::Migration))?;
        let mut report = examine(&opened.connection)?;
        // A home without its own key holds what other laptops recorded.
        let device = Device::load(home)?.map(|device| device.id);
        attached(&opened.connection, home, device.as_ref(), &mut report)?;
        Ok(report)
    }
}

/// Reads every attached file, where the records that name them can be read.
fn attached(
    connection: &Connection,
    home: &Path,
    device: Option<&DeviceId>,
    report: &mut VerifyReport,
) -> Result<(), JournalError> {
    match attachment::examine(connection, home, device, report) {
        Err(
            JournalError::Damaged { detail } | JournalError::Storage { detail } | JournalError::BadRevision { detail },
        ) => {
            report.damage(Damage::Structure(detail));
            Ok(())
        }
        other => other,
    }
}

type Check = fn(&Connection, &mut VerifyReport) -> Result<(), JournalError>;

/// Checks the journal behind `connection`.
pub(super) fn examine(connection: &Connection) -> Result<VerifyReport, JournalError> {
    let mut report = VerifyReport::default();
    for check in [structure as Check, schema, revisions_and_heads, editions_and_drafts, chains] {
        match check(connection, &mut report) {
            // A page that SQLite cannot read ends one check, not the others.
            Err(JournalError::Damaged { detail } | JournalError::Storage { detail }) => {
                report.damage(Damage::Structure(detail));
            }
            other => other?,
        }
    }
    Ok(report)
}

fn structure(connection: &Connection, report: &mut VerifyReport) -> Result<(), JournalError> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let said: String = row.get(0)?;
        if said != "ok" {
            report.damage(Damage::Structure(said));
        }
    }
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        report.damage(Damage::Structure(format!("foreign key: {}", row.get::<_, String>(0)?)));
    }
    Ok(())
}

/// A flipped bit in a trigger or a table's text is seen by nothing else.
fn schema(connection: &Connection, report: &mut VerifyReport) -> Result<(), JournalError> {
    let mut fresh = Connection::open_in_memory()?;
    connection::migrate(&mut fresh, &MIGRATIONS)?;
    let (expected, found) = (schema_of(&fresh)?, schema_of(connection)?);
    for (name, sql) in &expected {
        if !found.iter().any(|(other, text)| other == name && text == sql) {
            report.damage(Damage::Schema(name.clone()));
        }
    }
    for (name, _) in found.iter().filter(|(name, _)| !expected.iter().any(|(other, _)| other == name)) {
        report.damage(Damage::Schema(name.clone()));
    }
    Ok(())
}

fn schema_of(connection: &Connection) -> Result<Vec<(String, String)>, JournalError> {
    let sql = "SELECT name, type || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name";
    let mut statement = connection.prepare(sql)?;
    let all = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(all)
}

/// Recomputes every hash and rebuilds the heads beside. Two passes over the revisions: the first notes what each
/// replaces in its field (16 bytes each), the second knows which are heads.
fn revisions_and_heads(connection: &Connection, report: &mut VerifyReport) -> Result<(), JournalError> {
    let mut replaced: HashSet<[u8; 16]> = HashSet::new();
    let mut statement = connection.prepare(
        "SELECT id, bytes, chain, device, sequence, EXISTS (SELECT 1 FROM aside WHERE aside.arrival = revision.arrival)
             FROM revision NOT INDEXED ORDER BY arrival",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        report.revisions += 1;
        let id: Vec<u8> = row.get(0)?;
        let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        let Ok(revision) = Revision::read(bytes) else {
            report.damage(Damage::Revision(hexadecimal::write(&id)));
            continue;
        };
        if revision.id.as_bytes()[..] != id[..] {
            report.damage(Damage::Revision(hexadecimal::write(&id)));
            continue;
        }
        let columns: (String, String, i64) = (row.get(2)?, row.get(3)?, row.get(4)?);
        if (columns.0.as_str(), columns.1.as_str(), columns.2)
            != (revision.chain.column(), revision.device.as_str(), keep::sequence_column(revision.sequence))
        {
            report.damage(Damage::Columns(revision.id));
        }
        // What was set aside is kept and counts nowhere.
        if row.get::<_, bool>(5)? {
            continue;
        }
        let places = revision.parents.iter().map(|parent| place_in_field(parent, &revision.record, &revision.field));
        replaced.extend(places);
    }
    compare_heads(connection, report, &replaced)
}

fn compare_heads(
    connection: &Connection,
    report: &mut VerifyReport,
    replaced: &HashSet<[u8; 16]>,
) -> Result<(), JournalError> {
    let (mut expected, mut replaced_here) = (0_u64, 0);
    let mut is_kept = connection.prepare("SELECT 1 FROM head WHERE record = ?1 AND field = ?2 AND arrival = ?3")?;
    let mut statement = connection.prepare(
        "SELECT arrival, bytes FROM revision NOT INDEXED WHERE arrival NOT IN (SELECT arrival FROM aside) ORDER BY arrival",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        let Ok(revision) = Revision::read(bytes) else { continue };
        let arrival: i64 = row.get(0)?;
        if replaced.contains(&place_in_field(&revision.id, &revision.record, &revision.field)) {
            replaced_here += 1;
        } else {
            expected += 1;
            if !is_kept.exists((revision.record.as_str(), revision.field.as_str(), arrival))? {
                report.damage(Damage::Heads(format!("{} {}", revision.record, revision.field)));
            }
        }
    }
    report.heads = connection.query_row("SELECT count(*) FROM head", [], |row| row.get::<_, i64>(0))?.unsigned_abs();
    if report.heads != expected {
        report.damage(Damage::Heads(format!("{} ≠ {expected}", report.heads)));
    }
    compare_awaited(connection, report, replaced, replaced.len() - replaced_here)
}

/// The parents awaited must be those that somebody here names and that are not here in that field.
fn compare_awaited(
    connection: &Connection,
    report: &mut VerifyReport,
    replaced: &HashSet<[u8; 16]>,
    expected: usize,
) -> Result<(), JournalError> {
    let mut found = 0;
    let mut statement = connection.prepare("SELECT parent, record, field FROM awaited")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (record, field): (String, String) = (row.get(1)?, row.get(2)?);
        let named = match (RecordKey::new(record.clone()), FieldName::new(field.clone())) {
            (Ok(key), Ok(name)) => {
                replaced.contains(&place_in_field(&RevisionId::from_column(row.get(0)?), &key, &name))
            }
            _ => false,
        };
        found += 1;
        if !named {
            report.damage(Damage::Heads(format!("{record} {field}")));
        }
    }
    if found != expected {
        report.damage(Damage::Heads(format!("{found} ≠ {expected}")));
    }
    Ok(())
}

/// A revision counts as replaced only in the field of the child that names it.
fn place_in_field(id: &RevisionId, record: &RecordKey, field: &FieldName) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update(id.as_bytes());
    hash.update(record.as_str());
    hash.update([0]);
    hash.update(field.as_str());
    let mut place = [0; 16];
    place.copy_from_slice(&hash.finalize()[..16]);
    place
}

fn editions_and_drafts(connection: &Connection, report: &mut VerifyReport) -> Result<(), JournalError> {
    let mut statement = connection.prepare("SELECT hash, text FROM edition")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        report.editions += 1;
        let (hash, text) = (row.get_ref(0)?.as_bytes(), row.get_ref(1)?.as_bytes());
        let (hash, text) = (hash.map_err(rusqlite::Error::from)?, text.map_err(rusqlite::Error::from)?);
        if edition::hash_of(text).as_bytes() != hash {
            report.damage(Damage::Edition(String::from_utf8_lossy(hash).into_owned()));
        }
    }
    report.drafts = connection.query_row("SELECT count(*) FROM draft", [], |row| row.get::<_, i64>(0))?.unsigned_abs();
    Ok(())
}

fn chains(connection: &Connection, report: &mut VerifyReport) -> Result<(), JournalError> {
    let mut statement = connection.prepare(
        "SELECT bytes FROM revision INDEXED BY revision_chain WHERE arrival NOT IN (SELECT arrival FROM aside)
             ORDER BY chain, device, sequence, arrival",
    )?;
    let mut rows = statement.query([])?;
    let mut last: Option<Link> = None;
    while let Some(row) = rows.next()? {
        let bytes = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
        let Ok(revision) = Revision::read(bytes) else { continue };
        let continues =
            last.as_ref().is_some_and(|link| link.chain == revision.chain && link.device == revision.device);
        let link = match last.take().filter(|_| continues) {
            Some(link) => link,
            None => Link {
                chain: revision.chain.clone(),
                device: revision.device.clone(),
                sequence: 0,
                here: Vec::new(),
                before: Vec::new(),
            },
        };
        last = Some(link.follow(&revision, &mut report.flags));
    }
    Ok(())
}

/// How far a chain has been read.
struct Link {
    chain: super::Chain,
    device: DeviceId,
    sequence: u64,
    /// Revisions numbered `sequence`, more than one in a fork.
    here: Vec<RevisionId>,
    /// Revisions numbered one less.
    before: Vec<RevisionId>,
}

impl Link {
    fn follow(mut self, revision: &Revision, flags: &mut Vec<ChainFlag>) -> Self {
        let round = || revision.chain.round().map(str::to_owned);
        let (device, sequence) = (revision.device.clone(), revision.sequence);
        if sequence == self.sequence {
            if self.here.len() == 1 {
                flags.push(ChainFlag::Fork { round: round(), device: device.clone(), sequence });
            }
        } else {
            let next = self.sequence + 1;
            self.before = if sequence == next { std::mem::take(&mut self.here) } else { Vec::new() };
            self.here.clear();
            if sequence > next {
                flags.push(ChainFlag::Gap { round: round(), device: device.clone(), from: next, to: sequence - 1 });
            }
            self.sequence = sequence;
        }
        let follows = match revision.prev {
            Some(prev) => self.before.contains(&prev) || self.before.is_empty() && sequence > 1,
            None => sequence == 1,
        };
        if !follows {
            flags.push(ChainFlag::PrevMismatch { round: round(), device, sequence });
        }
        self.here.push(revision.id);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{clock, member, merge, open, record, round, set, stored};
    use super::super::{DATABASE, Journal};
    use super::*;

    /// A journal with a bit of everything that has a hash.
    fn filled(home: &Path) {
        let other = tempfile::tempdir().unwrap();
        let (mut journal, mut elsewhere) = (open(home), open(other.path()));
        for number in 0..40 {
            let item = format!("i{}", number % 7);
            let remark = format!("Ghi chú số {number} về việc niêm yết");
            let changes = [set(&item, "number", number), set(&item, "remark", remark)];
            journal.write(&round(), &member("a"), &changes).unwrap();
            record(&mut elsewhere, "i3", number);
        }
        merge(&mut journal, &elsewhere);
        let late = stored(&elsewhere).pop().unwrap();
        let text = String::from_utf8(late).unwrap().replace("\"made_at\":\"2025", "\"made_at\":\"2026");
        let unknown = RevisionId::of(b"not arrived").to_string();
        let start = text.find("\"parents\":[\"").unwrap() + 12;
        journal.import([[&text[..start], &unknown, &text[start + 64..]].concat()]).unwrap();
        let text = "id = \"niem-yet\"\n".repeat(50);
        journal.edition_put(&edition::hash_of(text.as_bytes()), "niem-yet", "2025", &text).unwrap();
    }

    /// Everything that a person could miss if it changed.
    fn content(home: &Path) -> Vec<String> {
        let journal = open(home);
        let mut all: Vec<_> = stored(&journal).into_iter().map(|bytes| hexadecimal::write(&bytes)).collect();
        all.extend(journal.heads_under("").unwrap().into_iter().map(|head| format!("{head:?}")));
        for kept in journal.editions().unwrap() {
            all.push(format!("{kept:?} {:?}", journal.edition(&kept.hash).unwrap()));
        }
        all
    }

    #[test]
    fn a_sound_journal_is_found_sound() {
        let home = tempfile::tempdir().unwrap();
        filled(home.path());
        let report = Journal::verify_home(home.path(), &clock()).unwrap();
        assert_eq!(report.damages, []);
        assert_eq!((report.revisions, report.editions), (121, 1));
        assert!(report.summary().contains("121"));
        assert!(Journal::verify_home(&home.path().join("không có"), &clock()).is_err());
    }

    #[test]
    fn flipped_bits_are_found_or_change_nothing() {
        let home = tempfile::tempdir().unwrap();
        filled(home.path());
        let file = home.path().join(DATABASE);
        let whole = std::fs::read(&file).unwrap();
        let expected = content(home.path());
        assert_eq!(std::fs::read(&file).unwrap(), whole);
        let mut found = 0;
        // A fixed spread of places (Knuth's multiplicative hash), every bit of a byte in turn.
        for number in 0..160_usize {
            let at = number.wrapping_mul(2_654_435_761) % whole.len();
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << (number % 8);
            std::fs::write(&file, bytes).unwrap();
            match Journal::verify_home(home.path(), &clock()) {
                Ok(report) if !report.is_damaged() => {
                    assert_eq!(content(home.path()), expected, "bit {} of byte {at}", number % 8);
                }
                Ok(_) => found += 1,
                Err(error) => {
                    assert!(error.is_damage(), "{error:?}");
                    found += 1;
                }
            }
        }
        assert!(found > 40, "{found}");
    }

    #[test]
    fn a_changed_trigger_a_lost_head_and_a_wrong_column_are_found() {
        let spoil = |sql: &str| {
            let home = tempfile::tempdir().unwrap();
            filled(home.path());
            let journal = open(home.path());
            journal.connection.execute_batch(sql).unwrap();
            journal.verify().unwrap().damages
        };
        let unlocked = "DROP TRIGGER revision_never_updated; PRAGMA foreign_keys = OFF; ";
        assert!(matches!(spoil(unlocked).as_slice(), [Damage::Schema(name)] if name == "revision_never_updated"));
        let damages = spoil("DELETE FROM head WHERE field = 'number'");
        assert!(damages.iter().all(|damage| matches!(damage, Damage::Heads(_))) && damages.len() == 8, "{damages:?}");
        let damages = spoil("INSERT INTO head SELECT record, 'khac', arrival FROM head LIMIT 1");
        assert!(matches!(damages.as_slice(), [Damage::Heads(_)]), "{damages:?}");
        let damages = spoil("DELETE FROM awaited");
        assert!(matches!(damages.as_slice(), [Damage::Heads(_)]), "{damages:?}");
        let damages = spoil(&format!("{unlocked} UPDATE revision SET sequence = 99 WHERE arrival = 5"));
        assert!(matches!(damages.as_slice(), [Damage::Schema(_), Damage::Columns(_)]), "{damages:?}");
        let damages = spoil(&format!("{unlocked} UPDATE revision SET id = zeroblob(32) WHERE arrival = 5"));
        assert!(damages.iter().any(|damage| matches!(damage, Damage::Revision(_))), "{damages:?}");
    }
}
