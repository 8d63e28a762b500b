//! A temporary home with a round for tests of screens: keys go through a real office into a real journal.

use crate::inspection::{Answer, ItemKey, Store, TextFile, read_answers, read_round};
use crate::journal::Clock;
use crate::tui::screen::Executor;
use crate::tui::work::{Office, Outcome, Request, UnitWork};

const ROUND: &str = r#"
id = "2025-dot-1"
title = "Đợt 1"
period = { from = 2025-01-01, to = 2025-12-31 }
checklists = ["thu"]
[letterhead]
agency = "Sở Nội vụ"
notation = "SNV"
place = "Hưng Yên"
[[member]]
id = "tv-1"
name = "Thành viên 1"
role = "lead"
[[unit]]
id = "mau-a"
name = "UBND xã Mẫu A"
kind = "xa"
"#;

/// The folder of a home; gone when dropped.
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    /// A home with the checklist `thu` made of `items` (TOML) and a round of one unit that is asked it.
    pub fn new(items: &str) -> Self {
        let home = Self { folder: tempfile::tempdir().unwrap() };
        let checklist = format!(
            "id = \"thu\"\nedition = \"1\"\ntitle = \"Phiếu thử\"\nfield = \"tthc\"\n[[section]]\nid = \"mot\"\ntitle = \"Mục một\"\n{items}"
        );
        crate::checklist::library::load_text("thu.toml", &checklist).unwrap();
        std::fs::create_dir_all(home.folder.path().join("checklists")).unwrap();
        std::fs::write(home.folder.path().join("checklists/thu.toml"), checklist).unwrap();
        let file = TextFile::from_bytes("round.toml", ROUND.as_bytes()).unwrap();
        let round = read_round(&file, "2025-10-19".parse().unwrap()).unwrap();
        home.store().add_round(&round, None).unwrap();
        home
    }

    /// Its folder.
    pub fn path(&self) -> &std::path::Path {
        self.folder.path()
    }

    fn store(&self) -> Store {
        let now = "2025-10-19T09:00:00+07:00".parse().unwrap();
        Store::open(self.folder.path(), Clock::Fixed(now)).unwrap()
    }

    /// Records answers, written as in a file, before the screen opens.
    pub fn record(&self, answers: &str) {
        let text = format!("round = \"2025-dot-1\"\nunit = \"mau-a\"\nmember = \"tv-1\"\n{answers}");
        let file = TextFile::from_bytes("answers.toml", text.as_bytes()).unwrap();
        let answers = read_answers(&file).unwrap();
        self.store().record_file(&file, &answers).unwrap();
    }

    /// An office on it and the unit, opened by Thành viên 1.
    pub fn open(&self) -> (Office, UnitWork) {
        rust_i18n::set_locale("vi");
        let mut office = Office::new(self.store(), Some("tv-1".to_owned()));
        let (round, unit) = ("2025-dot-1".parse().unwrap(), "mau-a".parse().unwrap());
        match office.execute(&Request::OpenUnit(round, unit)) {
            Ok(Outcome::Unit(work)) => (office, *work),
            other => panic!("{other:?}"),
        }
    }

    /// What is recorded of an item.
    pub fn answer(&self, item: &str) -> Answer {
        let answers = self.store().answers(&"2025-dot-1".parse().unwrap(), &"mau-a".parse().unwrap()).unwrap();
        answers.at(&key(item)).cloned().unwrap_or_default()
    }
}

/// The item called `item`.
pub fn key(item: &str) -> ItemKey {
    ItemKey { checklist: "thu".parse().unwrap(), item: item.parse().unwrap() }
}
