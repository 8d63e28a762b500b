//! Small rounds of several years in one home.

use std::collections::BTreeMap;

use crate::inspection::{RoundId, Store, TextFile, UnitId, read_answers, read_round};
use crate::journal::Clock;

/// Figures, a rate, verdicts with points, an item asked only sometimes.
const CHECKLIST: &str = r#"
id = "thu"
edition = "1"
title = "Phiếu thử"
field = "tthc"
[[section]]
id = "so-lieu"
title = "Số liệu"
item = [
  { id = "tong", kind = "number", ask = "Tổng số thủ tục", unit = "thủ tục" },
  { id = "da", kind = "number", ask = "Số thủ tục đã niêm yết", unit = "thủ tục" },
  { id = "ty-le", kind = "rate", ask = "Tỷ lệ niêm yết", formula = "da / tong", pass_from = 1.0, partial_from = 0.5, points = 2 },
  { id = "diem", kind = "number", ask = "Điểm đánh giá của công dân", decimals = 1, required = false },
]
[[section]]
id = "bang"
title = "Bảng niêm yết"
item = [
  { id = "de-thay", kind = "verdict", ask = "Bảng dễ thấy", points = 4, severity = "major", says = { strength = "Bảng dễ thấy", shortcoming = "Bảng khó thấy", requirement = "Chuyển bảng", cause = { text = "Trụ sở chật", kind = "objective" } } },
  { id = "duong-day", kind = "verdict", ask = "Có số đường dây nóng", points = 4 },
  { id = "so-khac", kind = "verdict", ask = "Có số khác", when = "duong_day == 'fail'", points = 1 },
]
[[rule]]
id = "khong-qua"
check = "da <= tong"
message = "{{ da }} nhiều hơn {{ tong }}"
severity = "error"
"#;

/// Only sở are asked this.
const OTHER: &str = r#"
id = "so"
edition = "1"
title = "Phiếu của sở"
field = "chi-dao"
applies_to = ["so"]
[[section]]
id = "mot"
title = "Mục một"
item = [{ id = "ke-hoach", kind = "verdict", ask = "Ban hành kế hoạch", points = 1 }]
"#;

/// A home with both checklists, removed when it is dropped.
pub struct Home {
    folder: tempfile::TempDir,
    pub store: Store,
}

impl Home {
    pub fn new() -> Self {
        rust_i18n::set_locale("vi");
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("checklists")).unwrap();
        std::fs::write(folder.path().join("checklists/thu.toml"), CHECKLIST).unwrap();
        std::fs::write(folder.path().join("checklists/so.toml"), OTHER).unwrap();
        let store = Self::open(&folder);
        let reports = store.checklist_reports();
        assert!(reports.iter().all(|report| report.problems.is_empty()), "{reports:?}");
        Self { folder, store }
    }

    /// Another program on the same home.
    pub fn another(&self) -> Store {
        Self::open(&self.folder)
    }

    fn open(folder: &tempfile::TempDir) -> Store {
        let now = "2025-10-19T09:42:00+07:00".parse().unwrap();
        Store::open(folder.path(), Clock::Fixed(now)).unwrap()
    }

    /// Adds a round that inspects the year; units as `id`, name, kind.
    pub fn round(&mut self, id: &str, year: i32, units: &[[&str; 3]]) -> RoundId {
        let units: BTreeMap<usize, String> = units
            .iter()
            .enumerate()
            .map(|(place, [id, name, kind])| {
                (place, format!("[[unit]]\nid = \"{id}\"\nname = \"{name}\"\nkind = \"{kind}\"\n"))
            })
            .collect();
        let units: String = units.into_values().collect();
        let text = format!(
            "id = \"{id}\"\ntitle = \"Đợt {id}\"\nperiod = {{ from = {year}-01-01, to = {year}-12-31 }}\n\
             checklists = [\"thu\", \"so\"]\n[[member]]\nid = \"tv\"\nname = \"Thành viên\"\nrole = \"lead\"\n{units}"
        );
        let round = read_round(&file(&text), "2025-10-19".parse().unwrap()).unwrap();
        self.store.add_round(&round, None).unwrap();
        round.id
    }

    /// Records answers: `[answer."thu/tong"]` and so on.
    pub fn record(&mut self, round: &RoundId, unit: &str, answers: &str) {
        record(&mut self.store, round, unit, answers);
    }
}

/// The same through any store.
pub fn record(store: &mut Store, round: &RoundId, unit: &str, answers: &str) {
    let text = format!("round = \"{round}\"\nunit = \"{unit}\"\nmember = \"tv\"\n{answers}");
    let file = file(&text);
    store.record_file(&file, &read_answers(&file).unwrap()).unwrap();
}

/// An answer in figures.
pub fn number(item: &str, value: f64) -> String {
    format!("[answer.\"thu/{item}\"]\nnumber = {value}\n")
}

/// A verdict.
pub fn verdict(item: &str, word: &str) -> String {
    format!("[answer.\"thu/{item}\"]\nverdict = \"{word}\"\n")
}

pub fn unit(id: &str) -> UnitId {
    UnitId::new(id).unwrap()
}

fn file(text: &str) -> TextFile {
    TextFile::from_bytes("tep.toml", text.as_bytes()).unwrap()
}
