//! The union with revisions from elsewhere.

use rusqlite::{Transaction, TransactionBehavior, params};

use super::Journal;
use super::error::JournalError;
use super::keep::{self, Arrival};
use super::merge::Holdings;
use super::revision::Sealed;
use super::text_index;

/// What an import brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Revisions that were not here.
    pub new: usize,
    /// Revisions that were.
    pub known: usize,
}

impl Journal {
    /// Adds revisions by their exact stored bytes, in any order, any number of times: the result depends on the set
    /// alone. One that cannot be read refuses all of them.
    pub fn import<B: AsRef<[u8]>>(&mut self, stored: impl IntoIterator<Item = B>) -> Result<Imported, JournalError> {
        self.access.for_writing()?;
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        let mut imported = Imported::default();
        let mut failed = None;
        for bytes in stored {
            match keep::add(&transaction, &Sealed::open(bytes.as_ref())?) {
                Ok(Arrival::New) => imported.new += 1,
                Ok(Arrival::Known) => imported.known += 1,
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
        }
        let ended = match failed {
            Some(error) => {
                drop(transaction);
                Err(error)
            }
            None => transaction.commit(),
        };
        match ended {
            Ok(()) => Ok(imported),
            Err(error) if text_index::is_damaged(&error) => {
                text_index::rebuild(&self.connection)?;
                Err(JournalError::NotSaved { detail: error.to_string() })
            }
            // The bytes are with the caller, and taking them in again does no harm: only the connection is replaced.
            Err(error) => Err(JournalError::NotSaved { detail: self.renew(error)? }),
        }
    }

    /// The exact stored bytes of these revisions of a round, device by device in the order of their numbers; those that
    /// are not here, or were set aside, are left out.
    pub fn stored_of(&self, round: &str, which: &Holdings, each: &mut dyn FnMut(&[u8])) -> Result<(), JournalError> {
        let sql = "SELECT bytes FROM revision INDEXED BY revision_chain
                   WHERE chain = ?1 AND device = ?2 AND sequence BETWEEN ?3 AND ?4
                   AND arrival NOT IN (SELECT arrival FROM aside) ORDER BY sequence";
        let mut statement = self.connection.prepare_cached(sql)?;
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        for (device, spans) in &which.0 {
            for span in spans {
                let mut rows =
                    statement.query(params![round, device.as_str(), number(span.first), number(span.last)])?;
                while let Some(row) = rows.next()? {
                    each(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
                }
            }
        }
        Ok(())
    }

    /// The exact stored bytes of every revision of a round, in the order of arrival: what [`Self::import`] takes.
    pub fn stored(&self, round: &str, each: &mut dyn FnMut(&[u8])) -> Result<(), JournalError> {
        self.each_stored(round, |_, bytes| {
            each(bytes);
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::super::fixture::{
        UNIT, because, clock, key, log, looked, member, merge, open, record, round, set, stored, verdict,
    };
    use super::super::{ChainFlag, Head, Parents, RecordKey};
    use super::*;

    /// What one of three laptops does next.
    #[derive(Debug, Clone)]
    enum Step {
        Answer { laptop: usize, item: usize, value: u8 },
        Settle { laptop: usize, item: usize, value: u8 },
        Undo { laptop: usize },
        Meet { from: usize, to: usize },
    }

    fn step() -> impl Strategy<Value = Step> {
        let (laptop, item) = (|| 0..3_usize, || 0..2_usize);
        prop_oneof![
            4 => (laptop(), item(), 0..3_u8).prop_map(|(laptop, item, value)| Step::Answer { laptop, item, value }),
            1 => (laptop(), item(), 0..3_u8).prop_map(|(laptop, item, value)| Step::Settle { laptop, item, value }),
            1 => laptop().prop_map(|laptop| Step::Undo { laptop }),
            2 => (laptop(), laptop()).prop_map(|(from, to)| Step::Meet { from, to }),
        ]
    }

    fn play(laptops: &mut [Journal], step: &Step) {
        let item = |number: usize| format!("i{number}");
        // Refusals (a conflict, nothing to undo) are part of life; the laws hold for what was written.
        match *step {
            Step::Answer { laptop, item: number, value } => {
                let _ = laptops[laptop].write(&round(), &member("a"), &[set(&item(number), "verdict", value)]);
            }
            Step::Settle { laptop, item: number, value } => {
                let heads = laptops[laptop].heads_of(&key(&item(number))).unwrap();
                let change = looked(set(&item(number), "verdict", value), &heads);
                laptops[laptop].write(&round(), &because("a", "đã xem"), &[change]).unwrap();
            }
            Step::Undo { laptop } => _ = laptops[laptop].undo(&round(), &member("a"), UNIT),
            Step::Meet { from, to } => {
                let bytes = stored(&laptops[from]);
                laptops[to].import(bytes).unwrap();
            }
        }
    }

    fn taken_in(bytes: &[Vec<u8>]) -> (Vec<Head>, Imported) {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open(home.path());
        let imported = journal.import(bytes).unwrap();
        assert_eq!(journal.verify().unwrap().damages, []);
        (journal.heads_under("").unwrap(), imported)
    }

    proptest! {
        // Each case opens a handful of journals on disk.
        #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

        #[test]
        fn the_union_depends_on_the_set_alone(
            steps in prop::collection::vec(step(), 1..25),
            seed in any::<u64>(),
        ) {
            let homes: Vec<_> = (0..3).map(|_| tempfile::tempdir().unwrap()).collect();
            let mut laptops: Vec<_> = homes.iter().map(|home| open(home.path())).collect();
            for step in &steps {
                play(&mut laptops, step);
            }

            // All meet: a←b←c and c←b←a agree, whatever each had seen before (associative, commutative) …
            let sets: Vec<_> = laptops.iter().map(stored).collect();
            let mut all: Vec<_> = sets.concat();
            laptops[0].import(&sets[1]).unwrap();
            laptops[0].import(&sets[2]).unwrap();
            laptops[2].import(&sets[1]).unwrap();
            laptops[2].import(&sets[0]).unwrap();
            let heads = laptops[0].heads_under("").unwrap();
            prop_assert_eq!(&laptops[2].heads_under("").unwrap(), &heads);
            let history = |journal: &Journal| {
                journal.history(&key("i0")).unwrap().iter().map(|each| each.id).collect::<Vec<_>>()
            };
            prop_assert_eq!(history(&laptops[0]), history(&laptops[2]));

            // … as does any order with repetitions (idempotent, children before parents) …
            all.sort_by_key(|bytes| crate::journal::RevisionId::of(&[&seed.to_le_bytes()[..], bytes].concat()));
            prop_assert_eq!(&taken_in(&all).0, &heads);
            let (_, again) = taken_in(&[all.clone(), all.clone()].concat());
            all.sort();
            all.dedup();
            prop_assert_eq!(again.new, all.len());

            // … and nothing vanishes.
            prop_assert_eq!(log(&laptops[0]).len(), all.len());
            prop_assert_eq!(laptops[0].verify().unwrap().damages, []);
        }

        #[test]
        fn what_was_recorded_is_recorded_again_without_a_revision(
            value in prop_oneof![
                any::<f64>().prop_filter("finite", |x| x.is_finite()).prop_map(Value::from),
                any::<i64>().prop_map(Value::from),
                "\\PC{0,40}".prop_map(Value::from),
                any::<bool>().prop_map(Value::from),
                prop::collection::vec(any::<u8>(), 0..4).prop_map(Value::from),
            ],
        ) {
            let home = tempfile::tempdir().unwrap();
            let mut journal = open(home.path());
            let change = [set("i1", "number", value)];
            prop_assert_eq!(journal.write(&round(), &member("a"), &change).unwrap().revisions.len(), 1);
            prop_assert_eq!(journal.write(&round(), &member("a"), &change).unwrap().unchanged, 1);
        }
    }

    #[test]
    fn a_child_may_come_before_its_parent() {
        let (home_a, home_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut a, mut b) = (open(home_a.path()), open(home_b.path()));
        record(&mut a, "i1", "pass");
        record(&mut a, "i1", "fail");
        let bytes = stored(&a);
        b.import(&bytes[1..]).unwrap();
        assert_eq!(verdict(&b, "i1"), Value::from("fail"));
        let gap = b.verify().unwrap();
        assert_eq!(gap.damages, []);
        assert!(matches!(gap.flags.as_slice(), [ChainFlag::Gap { from: 1, to: 1, .. }]), "{:?}", gap.flags);
        b.import(&bytes[..1]).unwrap();
        assert_eq!(verdict(&b, "i1"), Value::from("fail"));
        assert_eq!(b.verify().unwrap().flags, []);
        let history: Vec<_> = b.history(&key("i1")).unwrap().into_iter().map(|each| each.value).collect();
        assert_eq!(history, ["pass", "fail"]);
    }

    #[test]
    fn members_unknown_here_survive() {
        let home = tempfile::tempdir().unwrap();
        let (mut a, other) = (open(home.path()), tempfile::tempdir().unwrap());
        record(&mut a, "i1", "pass");
        let text = String::from_utf8(stored(&a).remove(0)).unwrap();
        let newer = text.replacen('{', r#"{"mood":"vui","#, 1);
        let mut b = open(other.path());
        b.import([&newer]).unwrap();
        assert_eq!(stored(&b), [newer.into_bytes()]);
        assert_eq!(verdict(&b, "i1"), Value::from("pass"));
    }

    #[test]
    fn one_unreadable_revision_refuses_all() {
        let (home_a, home_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut a, mut b) = (open(home_a.path()), open(home_b.path()));
        record(&mut a, "i1", "pass");
        let good = stored(&a).remove(0);
        let text = String::from_utf8(good.clone()).unwrap();
        let bad = [
            "{".to_owned(),
            text.replace("\"pass\"", &format!("\"{}\"", "a".repeat(1 << 20))),
            text.replace("\"round\":\"r1\"", "\"round\":\"r2\""),
            text.replace("\"sequence\":1", "\"sequence\":0"),
            text.replace("\"sequence\":1", "\"sequence\":18446744073709551615"),
            text.replace("answer/", "Answer/"),
        ];
        for bad in bad {
            let refused = b.import([good.as_slice(), bad.as_bytes()]);
            assert!(refused.is_err(), "{bad:.80}");
        }
        assert!(log(&b).is_empty());
    }

    #[test]
    fn a_parent_counts_in_its_own_field_only() {
        let (home_a, home_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut a, mut b) = (open(home_a.path()), open(home_b.path()));
        record(&mut a, "i1", "pass");
        let strange = {
            let seen = a.heads_of(&key("i1")).unwrap().remove(0).revision;
            let own = Parents::Looked(vec![]);
            let change = super::super::Change { parents: own, ..set("i2", "verdict", "fail") };
            a.write(&round(), &member("a"), &[change]).unwrap();
            let text = String::from_utf8(stored(&a).remove(1)).unwrap();
            text.replace("\"parents\":[]", &format!("\"parents\":[\"{seen}\"]"))
        };
        for order in [[stored(&a)[0].clone(), strange.clone().into()], [strange.into(), stored(&a)[0].clone()]] {
            b.import(order).unwrap();
            assert_eq!(verdict(&b, "i1"), Value::from("pass"));
            assert_eq!(b.verify().unwrap().damages, []);
            b = open(tempfile::tempdir().unwrap().keep().as_path());
        }
    }

    #[test]
    fn forks_are_kept_and_flagged() {
        let home = tempfile::tempdir().unwrap();
        let mut a = open(home.path());
        record(&mut a, "i1", "pass");
        let text = String::from_utf8(stored(&a).remove(0)).unwrap();
        a.import([text.replace("\"pass\"", "\"fail\"")]).unwrap();
        let report = a.verify().unwrap();
        assert!(matches!(report.flags.as_slice(), [ChainFlag::Fork { sequence: 1, .. }]), "{:?}", report.flags);
        assert!(!report.is_damaged());
        assert_eq!(log(&a).len(), 2);
    }

    #[test]
    fn merged_chains_go_on_where_they_were() {
        let (home_a, home_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut a, mut b) = (open(home_a.path()), Journal::open(home_b.path(), clock()).unwrap());
        record(&mut a, "i1", "pass");
        merge(&mut b, &a);
        record(&mut b, "i1", "fail");
        merge(&mut a, &b);
        record(&mut a, "i1", "partial");
        assert_eq!(log(&a).iter().map(|each| each.sequence).collect::<Vec<_>>(), [1, 1, 2]);
        assert_eq!(a.verify().unwrap().flags, []);
        assert!(a.heads_of(&RecordKey::new("answer/r1/khac").unwrap()).unwrap().is_empty());
    }
}
