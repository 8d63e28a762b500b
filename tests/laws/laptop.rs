//! One laptop: its home, and what must stand there.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, TimeDelta};
use kiemtra::assessment::OpenRound;
use kiemtra::inspection::{MemberId, RoundId, Store, TextFile, read_answers, read_round};
use kiemtra::journal::{Author, Chain, Change, Clock, DeviceId, MergeId, Parents, Revision, RevisionId};

use crate::machine::What;
use crate::model::{Place, Written};

/// The round that everybody inspects.
pub const ROUND: &str = "vong-1";
pub const UNITS: [&str; 2] = ["xa-a", "xa-b"];
pub const MEMBERS: [&str; 3] = ["truong-doan", "hoa", "binh"];

const CHECKLIST: &str = r#"
id = "phieu"
edition = "1"
title = "Phiếu"
field = "tthc"
[[section]]
id = "muc"
title = "Mục"
[[section.item]]
id = "tong"
kind = "number"
ask = "Tổng số"
[[section.item]]
id = "dung"
kind = "number"
ask = "Số đúng"
[[section.item]]
id = "ty-le"
kind = "rate"
ask = "Tỷ lệ"
formula = "dung / tong"
pass_from = 1.0
points = 2
[[section.item]]
id = "cong-khai"
kind = "verdict"
ask = "Công khai"
points = 1
evidence = "on-fail"
[[section.item]]
id = "mau"
kind = "register"
ask = "Mẫu"
required = false
columns = [{ id = "ten", title = "Tên", kind = "text", required = true }]
row_ok = "ten != ''"
pass_from = 1.0
[[section.item]]
id = "khao-sat"
kind = "survey"
ask = "Khảo sát"
required = false
questions = [{ id = "thai-do", ask = "Thái độ", scale = "level-5" }]
pass_from = 0.8
"#;

/// What counts on a laptop.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Counted {
    /// All it recorded and took in, without what it set aside.
    pub ids: BTreeSet<RevisionId>,
    /// The merge that brought a revision, where one did.
    pub by: BTreeMap<RevisionId, MergeId>,
}

pub struct Laptop {
    pub home: PathBuf,
    pub clock: Clock,
    /// Closed while the home is copied.
    store: Option<Store>,
    pub counted: Counted,
    /// Backups of it, with what counted then.
    pub backups: Vec<(PathBuf, Counted)>,
    /// What it shows; made when asked for.
    view: RefCell<Option<String>>,
}

fn start() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2025-10-20T08:00:00+07:00").unwrap()
}

impl Laptop {
    pub fn open(home: PathBuf) -> Self {
        std::fs::create_dir_all(home.join("checklists")).unwrap();
        std::fs::write(home.join("checklists/phieu.toml"), CHECKLIST).unwrap();
        let mut laptop = Self {
            home,
            clock: Clock::Fixed(start()),
            store: None,
            counted: Counted::default(),
            backups: Vec::new(),
            view: RefCell::default(),
        };
        laptop.reopen();
        laptop
    }

    /// A copy in `home` of this laptop's home, which is closed meanwhile.
    pub fn copied(&mut self, home: PathBuf) -> Self {
        self.store = None;
        copy_folder(&self.home, &home);
        self.reopen();
        let (clock, counted) = (self.clock.clone(), self.counted.clone());
        Self { home, clock, store: None, counted, backups: Vec::new(), view: RefCell::default() }
    }

    pub fn reopen(&mut self) {
        self.store = None;
        self.store = Some(Store::open(&self.home, self.clock.clone()).unwrap());
        self.view.take();
    }

    pub fn set_clock(&mut self, hours: i64) {
        self.clock = Clock::Fixed(start() + TimeDelta::hours(hours));
        self.reopen();
    }

    pub fn restore(&mut self, backup: usize) {
        let (file, counted) = self.backups[backup].clone();
        self.store = None;
        drop(kiemtra::journal::Journal::restore(&self.home, &file, self.clock.clone()).unwrap());
        self.counted = counted;
        self.reopen();
    }

    pub fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    pub fn store_mut(&mut self) -> &mut Store {
        self.view.take();
        self.store.as_mut().unwrap()
    }

    pub fn device(&self) -> DeviceId {
        self.store().journal().device().clone()
    }

    pub fn knows_the_round(&self) -> bool {
        self.store().round(ROUND).is_ok()
    }

    pub fn set_up_round(&mut self, title: &str) {
        let members: String =
            MEMBERS.map(|id| format!("[[member]]\nid = \"{id}\"\nname = \"{id}\"\nrole = \"member\"\n")).concat();
        let members = members.replacen("\"member\"", "\"lead\"", 1);
        let units = UNITS.map(|id| format!("[[unit]]\nid = \"{id}\"\nname = \"Xã {id}\"\nkind = \"xa\"\n")).concat();
        let text = format!(
            "id = \"{ROUND}\"\ntitle = \"{title}\"\nperiod = {{ from = 2025-01-01, to = 2025-09-30 }}
             checklists = [\"phieu\"]\n{members}{units}"
        );
        let file = TextFile::from_bytes("round.toml", text.as_bytes()).unwrap();
        let round = read_round(&file, start().date_naive()).unwrap();
        self.store_mut().add_round(&round, Some(MEMBERS[0])).unwrap();
    }

    /// Records an answer; where several opinions stand, that is refused.
    pub fn record(&mut self, member: usize, unit: usize, what: &What) {
        let (item, answer) = match what {
            What::Verdict(value) => {
                ("cong-khai", format!("verdict = \"{}\"", ["pass", "partial", "fail"][usize::from(*value)]))
            }
            What::Remark(value) => ("cong-khai", format!("remark = \"Còn thiếu {value} thủ tục\"")),
            What::Number(value) => ("tong", format!("number = {value}")),
            What::Rows(value) => ("mau", format!("rows = [{{ ten = \"Hàng {value}\" }}, {{ ten = \"Hàng chung\" }}]")),
            What::Forms(value) => ("khao-sat", format!("forms = [[{}], [5]]", value + 1)),
            What::Document(value) => ("cong-khai", format!("evidence = [{{ document = \"{value}/QĐ-UBND\" }}]")),
        };
        let text = format!(
            "round = \"{ROUND}\"\nunit = \"{}\"\nmember = \"{}\"\n[answer.\"phieu/{item}\"]\n{answer}\n",
            UNITS[unit], MEMBERS[member]
        );
        let file = TextFile::from_bytes("answers.toml", text.as_bytes()).unwrap();
        // Refused where the round is not known or different opinions stand: the check that follows sees that nothing
        // changed.
        drop(self.store_mut().record_file(&file, &read_answers(&file).unwrap()));
    }

    /// Decides one of the conflicts, having looked at all opinions.
    pub fn resolve(&mut self, place: &Place, value: u8) {
        let (record, field) = place.clone();
        let heads = self.store().journal().heads_of(&record).unwrap();
        let heads: Vec<_> = heads.into_iter().filter(|head| head.field == field).collect();
        let value = heads[usize::from(value) % heads.len()].value.clone();
        let parents = Parents::Looked(heads.iter().map(|head| head.revision).collect());
        let author = Author { member: Some(MEMBERS[0].to_owned()), reason: Some("Đã xem lại".to_owned()) };
        let change = Change { record, field, value, parents };
        self.store_mut().journal_mut().write(&Chain::Round(ROUND.into()), &author, &[change]).unwrap();
    }

    pub fn finish(&mut self, member: usize) {
        let member = MemberId::new(MEMBERS[member]).unwrap();
        self.store_mut().finish(&round(), &member).unwrap();
    }

    fn log(&self) -> Vec<Revision> {
        let mut all = Vec::new();
        self.store().journal().log(ROUND, &mut |revision| all.push(revision)).unwrap();
        all
    }

    /// Takes over what this laptop itself wrote since; everything else must be as it was.
    #[track_caller]
    pub fn note_own(&mut self, written: &mut Written) {
        let own = self.device();
        for revision in self.log() {
            if self.counted.ids.insert(revision.id) {
                assert_eq!(revision.device, own, "{revision:?} came from nowhere");
                written.add(revision);
            }
        }
        self.check(written);
    }

    /// What counts is what must, and its heads are those of the set.
    #[track_caller]
    pub fn check(&self, written: &Written) {
        let log = self.log();
        let ids: BTreeSet<RevisionId> = log.iter().map(|revision| revision.id).collect();
        assert_eq!(ids.len(), log.len(), "something stands in the log twice");
        let lost: Vec<_> = self.counted.ids.difference(&ids).collect();
        let unasked: Vec<_> = ids.difference(&self.counted.ids).collect();
        assert!(lost.is_empty() && unasked.is_empty(), "lost: {lost:?}, came unasked: {unasked:?}");
        let mut heads: BTreeMap<Place, BTreeSet<RevisionId>> = BTreeMap::new();
        for head in self.store().journal().heads_under("").unwrap() {
            if head.record.chain() == Chain::Round(ROUND.into()) {
                heads.entry((head.record, head.field)).or_default().insert(head.revision);
            }
        }
        assert_eq!(heads, written.heads(&self.counted.ids));
    }

    /// All a person could be shown of the round.
    pub fn view(&self) -> String {
        self.view.borrow_mut().get_or_insert_with(|| shown(self.store())).clone()
    }
}

fn round() -> RoundId {
    RoundId::new(ROUND).unwrap()
}

fn shown(store: &Store) -> String {
    let mut text = String::new();
    let Ok(open) = OpenRound::open(store, ROUND) else { return text };
    let editions: Vec<_> = open.editions.iter().map(|edition| &edition.checklist.hash).collect();
    write!(text, "{:#?}\n{editions:?}\n{:?}\n", open.round, store.finished(&round()).unwrap()).unwrap();
    for unit in &open.round.units {
        let answers = store.answers(&round(), &unit.id).unwrap();
        let judged = open.assess(unit, &answers);
        let totals = serde_json::to_string(&judged.totals()).unwrap();
        let problems = serde_json::to_string(&judged.problems(&open.round, unit, &answers)).unwrap();
        let conflicts = store.open_conflicts(&round(), &unit.id).unwrap();
        let fingerprint = store.fingerprint(&round(), &unit.id).unwrap();
        write!(text, "{answers:#?}\n{totals}\n{problems}\n{conflicts:?}\n{fingerprint:?}\n").unwrap();
    }
    text
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Makes the key of a copied home believe that it never moved, as on a disk cloned as a whole.
pub fn keep_key(home: &Path) {
    let file = home.join("device.key");
    let mut key: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    key["place"]["home"] = home.canonicalize().unwrap().to_string_lossy().into();
    std::fs::write(&file, key.to_string()).unwrap();
}
