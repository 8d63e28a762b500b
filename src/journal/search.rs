//! Searching what was written.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use rusqlite::OptionalExtension;

use super::Journal;
use super::error::JournalError;
use super::heads::Head;
use super::names::RevisionId;
use super::revision::Revision;
use super::text_index;
use super::vocabulary::Vocabulary;
use crate::vietnamese::sought::{Sought, SoughtWord};

/// Index rows looked at for every hit wanted: a text that was changed often is in the index once for each time.
const LOOKED_AT_PER_HIT: usize = 6;
/// With fewer hits than this, words are taken for mistyped.
const FEW: usize = 6;
/// How long guesses at mistyped words may go on: a keystroke must not be felt.
const PATIENCE: Duration = Duration::from_millis(20);

/// Where to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope<'a> {
    /// The round.
    pub round: &'a str,
    /// The third part of the record keys, a unit's as a rule; `None` = everything of the round.
    pub unit: Option<&'a str>,
}

/// How what was typed is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// As it stands; the last word may go on.
    AsTyped,
    /// Where that finds little, also with words mistyped: those never written, and one of the others.
    Mistyped,
}

impl Journal {
    /// Heads in `scope` whose texts have all the words sought, at most `limit`: first those that have them as
    /// typed, then those where the last one goes on, and where these are few, those where words are near. Within each,
    /// the latest first. The cost depends on what is returned and on how common the words are, not on the store.
    ///
    /// A hit may have the words; whether, where and how close is for [`Sought::find`] over
    /// [`texts_of`](super::texts_of) to say.
    pub fn search(
        &self,
        scope: Scope<'_>,
        sought: &Sought,
        reading: Reading,
        limit: usize,
    ) -> Result<Vec<Head>, JournalError> {
        let began = Instant::now();
        let Ok(mut vocabulary) = self.vocabulary.try_borrow_mut() else { return Ok(Vec::new()) };
        vocabulary.refresh(&self.connection)?;
        let mut hits = Hits { journal: self, limit, seen: HashSet::new(), heads: Vec::new() };
        let place = text_index::scope(scope.round, scope.unit);
        let words = Words { place: &place, sought: without_stub(sought.words()), vocabulary: &vocabulary };
        for query in [words.phrase(), words.as_typed(), words.beginnings()].into_iter().flatten() {
            if hits.heads.len() < limit {
                hits.take(&query)?;
            }
        }
        if reading == Reading::Mistyped && hits.heads.len() < FEW.min(limit) {
            for query in words.mistyped() {
                hits.take(&query)?;
                if hits.heads.len() >= FEW.min(limit) || began.elapsed() > PATIENCE {
                    break;
                }
            }
        }
        Ok(hits.heads)
    }

    /// Makes the index of texts again; for when a search says that it is damaged.
    pub fn rebuild_text_index(&mut self) -> Result<(), JournalError> {
        self.access.for_writing()?;
        text_index::rebuild(&self.connection)
    }
}

/// A last word of one letter, just begun, stands in nearly every text: the words before it are sought.
fn without_stub(words: &[SoughtWord]) -> &[SoughtWord] {
    match words.split_last() {
        Some((last, before)) if !before.is_empty() && last.may_go_on() && last.folded().chars().count() == 1 => before,
        _ => words,
    }
}

struct Hits<'j> {
    journal: &'j Journal,
    limit: usize,
    seen: HashSet<i64>,
    heads: Vec<Head>,
}

impl Hits<'_> {
    fn take(&mut self, query: &str) -> Result<(), JournalError> {
        let connection = &self.journal.connection;
        let sql = "SELECT rowid FROM text_index WHERE text_index MATCH ?1 ORDER BY rowid DESC LIMIT ?2";
        let mut statement = connection.prepare_cached(sql)?;
        let most = i64::try_from(self.limit * LOOKED_AT_PER_HIT).unwrap_or(i64::MAX);
        let mut rows = statement.query((query, most))?;
        while let Some(row) = rows.next()? {
            if self.heads.len() >= self.limit {
                break;
            }
            let arrival: i64 = row.get(0)?;
            if self.seen.insert(arrival) {
                self.heads.extend(self.standing(arrival)?);
            }
        }
        Ok(())
    }

    /// The revision, where nothing has replaced it.
    fn standing(&self, arrival: i64) -> Result<Option<Head>, JournalError> {
        let connection = &self.journal.connection;
        let found = connection
            .prepare_cached("SELECT id, bytes FROM revision WHERE arrival = ?1")?
            .query_row([arrival], |row| Ok((RevisionId::from_column(row.get(0)?), row.get::<_, Vec<u8>>(1)?)))
            .optional()?;
        let Some((id, bytes)) = found else { return Ok(None) };
        let revision = Revision::read_as(id, &bytes)?;
        let stands = connection
            .prepare_cached("SELECT 1 FROM head WHERE record = ?1 AND field = ?2 AND arrival = ?3")?
            .exists((revision.record.as_str(), revision.field.as_str(), arrival))?;
        Ok(stands.then(|| Head::from(revision)))
    }
}

/// What is sought as FTS5 queries; `None` where one could find nothing that the ones before have not found.
struct Words<'a> {
    place: &'a str,
    sought: &'a [SoughtWord],
    vocabulary: &'a Vocabulary,
}

/// A word as FTS5 wants it: folded words have no quotation marks, and unquoted ones would be read as AND, OR, NOT.
fn quoted(word: &str) -> String {
    format!("\"{word}\"")
}

impl Words<'_> {
    fn all(&self, terms: &[String]) -> Option<String> {
        let terms = terms.join(" AND ");
        (!terms.is_empty()).then(|| format!("{} AND {terms}", quoted(self.place)))
    }

    fn are_known(&self) -> bool {
        self.sought.iter().all(|word| self.vocabulary.has(word))
    }

    /// The words side by side.
    fn phrase(&self) -> Option<String> {
        if self.sought.len() < 2 || !self.are_known() {
            return None;
        }
        let words: Vec<&str> = self.sought.iter().map(SoughtWord::folded).collect();
        self.all(&[quoted(&words.join(" "))])
    }

    /// The words anywhere.
    fn as_typed(&self) -> Option<String> {
        if !self.are_known() {
            return None;
        }
        self.all(&self.sought.iter().map(|word| quoted(word.folded())).collect::<Vec<_>>())
    }

    /// The last word goes on.
    fn beginnings(&self) -> Option<String> {
        let (last, before) = self.sought.split_last()?;
        if !last.may_go_on() || !before.iter().all(|word| self.vocabulary.has(word)) {
            return None;
        }
        let mut terms: Vec<String> = before.iter().map(|word| quoted(word.folded())).collect();
        terms.push(any(self.vocabulary.beginnings(last))?);
        self.all(&terms)
    }

    /// Words never written are mistyped; so may be one of the others: first none of them, then each in turn.
    fn mistyped(&self) -> Vec<String> {
        let as_read = |(index, word): (usize, &SoughtWord)| {
            if self.vocabulary.has(word) { Some(quoted(word.folded())) } else { self.alternatives(index, word) }
        };
        let Some(terms) = self.sought.iter().enumerate().map(as_read).collect::<Option<Vec<_>>>() else {
            return Vec::new();
        };
        let mut queries = Vec::new();
        if !self.are_known() {
            queries.extend(self.all(&terms));
        }
        for (index, word) in self.sought.iter().enumerate().filter(|(_, word)| self.vocabulary.has(word)) {
            if let Some(term) = self.alternatives(index, word) {
                let mut terms = terms.clone();
                terms[index] = term;
                queries.extend(self.all(&terms));
            }
        }
        queries
    }

    /// What a word may mean but does not say; beside its neighbour also where it is short.
    fn alternatives(&self, index: usize, word: &SoughtWord) -> Option<String> {
        let is_new = !self.vocabulary.has(word);
        let longer = if word.may_go_on() && is_new { self.vocabulary.beginnings(word) } else { Vec::new() };
        let near = self.vocabulary.near(word);
        let mut phrases: Vec<String> = longer.into_iter().chain(near).map(str::to_owned).collect();
        let beside = [index.checked_sub(1), Some(index + 1)];
        for (side, neighbour) in beside.into_iter().enumerate() {
            let Some(neighbour) = neighbour.and_then(|at| self.sought.get(at)) else { continue };
            if !self.vocabulary.has(neighbour) {
                continue;
            }
            let neighbour = neighbour.folded();
            phrases.extend(self.vocabulary.near_short(word).into_iter().map(|short| match side {
                0 => format!("{neighbour} {short}"),
                _ => format!("{short} {neighbour}"),
            }));
        }
        any(phrases.iter().map(String::as_str).collect())
    }
}

fn any(phrases: Vec<&str>) -> Option<String> {
    let terms: Vec<String> = phrases.into_iter().map(quoted).collect();
    (!terms.is_empty()).then(|| format!("({})", terms.join(" OR ")))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::super::fixture::{clock, member, merge, open, record, round, set};
    use super::super::{Access, Change, DATABASE, backup_folder};
    use super::*;

    const SCOPE: Scope<'static> = Scope { round: "r1", unit: None };

    fn remark(journal: &mut Journal, item: &str, text: &str) {
        journal.write(&round(), &member("a"), &[set(item, "remark", text)]).unwrap();
    }

    fn found(journal: &Journal, typed: &str) -> Vec<String> {
        let heads = journal.search(SCOPE, &Sought::new(typed), Reading::Mistyped, 20).unwrap();
        heads.iter().map(|head| head.value.as_str().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn texts_are_found_as_long_as_they_stand() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        remark(&mut journal, "i1", "Chưa niêm yết số điện thoại");
        remark(&mut journal, "i2", "Đã niêm yết đủ");
        record(&mut journal, "i1", "pass");
        assert_eq!(found(&journal, "niem yet"), ["Đã niêm yết đủ", "Chưa niêm yết số điện thoại"], "the latest first");
        assert_eq!(found(&journal, "dien tho"), ["Chưa niêm yết số điện thoại"]);
        assert_eq!(found(&journal, "đien thaoi"), ["Chưa niêm yết số điện thoại"]);
        assert_eq!(found(&journal, "pass"), Vec::<String>::new());
        remark(&mut journal, "i1", "Đã bổ sung");
        assert_eq!(found(&journal, "dien thoai"), Vec::<String>::new());
        assert_eq!(found(&journal, "bo sung"), ["Đã bổ sung"]);
        journal.undo(&round(), &member("a"), "").unwrap();
        assert_eq!(found(&journal, "dien thoai"), ["Chưa niêm yết số điện thoại"]);
        assert_eq!(journal.verify().unwrap().damages, []);
    }

    #[test]
    fn a_text_changed_many_times_does_not_hide_the_others() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        remark(&mut journal, "i1", "bảng cũ thứ nhất");
        for turn in 0..100 {
            remark(&mut journal, "i2", &format!("bảng cũ lần {turn}"));
        }
        assert_eq!(found(&journal, "bang cu"), ["bảng cũ lần 99", "bảng cũ thứ nhất"]);
    }

    #[test]
    fn a_search_stays_in_its_scope() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        remark(&mut journal, "i1", "bảng");
        let here = |unit| {
            journal.search(Scope { round: "r1", unit }, &Sought::new("bang"), Reading::Mistyped, 9).unwrap().len()
        };
        assert_eq!((here(None), here(Some("dong-hai")), here(Some("dong"))), (1, 1, 0));
        let elsewhere =
            journal.search(Scope { round: "r", unit: None }, &Sought::new("bang"), Reading::Mistyped, 9).unwrap();
        assert_eq!(elsewhere.len(), 0);
        assert_eq!(found(&journal, "AND \"OR\" * - NEAR( bảng"), Vec::<String>::new(), "no words of FTS5");
    }

    #[test]
    fn merged_texts_are_found_whatever_order_they_came_in() {
        let (home_a, home_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut a, mut b) = (open(home_a.path()), open(home_b.path()));
        remark(&mut a, "i1", "bảng thứ nhất");
        remark(&mut a, "i1", "bảng thứ hai");
        let mut stored = super::super::fixture::stored(&a);
        stored.reverse();
        b.import(stored).unwrap();
        assert_eq!(found(&b, "bang thu"), ["bảng thứ hai"]);
        merge(&mut a, &b);
        assert_eq!(found(&a, "bang thu"), ["bảng thứ hai"]);
    }

    /// A journal as the first version of the program left it.
    fn former(home: &std::path::Path) -> i64 {
        let mut journal = open(home);
        let text = "Chưa niêm yết".to_owned();
        let changes: Vec<Change> = (0..50).map(|n| set(&format!("i{n}"), "remark", format!("{text} {n}"))).collect();
        journal.write(&round(), &member("a"), &changes).unwrap();
        drop(journal);
        let file = Connection::open(home.join(DATABASE)).unwrap();
        file.execute_batch(
            "DROP TABLE text_index; DROP TABLE text_word; DROP TABLE text_gap; DROP TABLE aside; DROP TABLE revived;
             DROP TABLE merged_pack; DROP TABLE merge; DROP TABLE receipt; DROP TABLE attachment_receipt; DROP TABLE tip; DROP TABLE unseen; PRAGMA user_version = 1",
        )
        .unwrap();
        file.query_row("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'text%'", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn an_older_journal_is_backed_up_and_gets_its_index() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(former(home.path()), 0);
        let journal = open(home.path());
        assert_eq!(found(&journal, "niem yet 17"), ["Chưa niêm yết 17"]);
        assert_eq!(journal.verify().unwrap().damages, []);
        let backups: Vec<_> = std::fs::read_dir(backup_folder(home.path())).unwrap().collect();
        assert_eq!(backups.len(), 1);
    }

    #[test]
    fn an_index_that_is_missing_or_broken_is_made_again_and_no_answer_is_lost() {
        let home = tempfile::tempdir().unwrap();
        former(home.path());
        drop(open(home.path()));
        let file = Connection::open(home.path().join(DATABASE)).unwrap();
        file.execute_batch("DROP TABLE text_index; DROP TABLE text_gap").unwrap();
        let mut journal = open(home.path());
        assert_eq!(found(&journal, "niem yet 17"), ["Chưa niêm yết 17"]);

        file.execute("UPDATE text_index_data SET block = x'ffffffffffffffffffffffff' WHERE id > 0", []).unwrap();
        let broken = journal.search(SCOPE, &Sought::new("niem yet"), Reading::Mistyped, 9);
        assert!(broken.as_ref().is_err_and(JournalError::is_damage), "{broken:?}");
        remark(&mut journal, "i99", "Bảng mới");
        assert_eq!(found(&journal, "bang moi"), ["Bảng mới"], "the answer was saved, the index made again");
        assert_eq!(found(&journal, "niem yet 17"), ["Chưa niêm yết 17"]);
        file.execute("UPDATE text_index_data SET block = x'ffffffffffffffffffffffff' WHERE id > 0", []).unwrap();
        journal.rebuild_text_index().unwrap();
        assert_eq!(found(&journal, "bang moi"), ["Bảng mới"]);
        assert_eq!(journal.verify().unwrap().damages, []);
    }

    #[test]
    fn a_journal_that_may_only_be_read_is_searched() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        remark(&mut journal, "i1", "bảng");
        drop(journal);
        let file = Connection::open(home.path().join(DATABASE)).unwrap();
        file.pragma_update(None, "user_version", 99).unwrap();
        drop(file);
        let journal = Journal::open(home.path(), clock()).unwrap();
        assert_eq!(journal.access(), Access::NewerProgram(99));
        assert_eq!(found(&journal, "bang"), ["bảng"]);
    }
}
