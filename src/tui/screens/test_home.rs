//! A home in a temporary folder with a small round, for the tests of the screens: keys go in, and what the journal
//! kept comes out.

use crate::checklist::{ChecklistId, ItemId};
use crate::inspection::{Answer, ItemKey, RoundId, Store, TextFile, UnitAnswers, UnitId, read_answers, read_round};
use crate::journal::Clock;
use crate::tui::screen::{Executor, Screen};
use crate::tui::testing::Stage;
use crate::tui::work::{Office, Outcome, Request, UnitWork, World};

/// One of every kind of item, a rule, a rate and an item that is asked only sometimes.
pub const CHECKLIST: &str = r#"
id = "thu"
edition = "1"
title = "Niêm yết thủ tục hành chính"
field = "tthc"
[[basis]]
id = "nd20"
short = "Nghị định số 20/2008/NĐ-CP"
cite = "Nghị định số 20/2008/NĐ-CP ngày 14/02/2008 của Chính phủ"
[[section]]
id = "so-lieu"
title = "Số liệu"
[[section.item]]
id = "tong"
kind = "number"
ask = "Tổng số thủ tục tiếp nhận"
unit = "thủ tục"
[[section.item]]
id = "da-lam"
kind = "number"
ask = "Số thủ tục đã niêm yết"
unit = "thủ tục"
points = 1
pass_from = 1
[[section.item]]
id = "ty-le"
kind = "rate"
ask = "Tỷ lệ thủ tục được niêm yết"
formula = "da_lam / tong"
pass_from = 1.0
partial_from = 0.9
points = 2
[[section.item]]
id = "diem"
kind = "number"
ask = "Điểm chấm"
decimals = 1
max = 100
[[section]]
id = "bang"
title = "Bảng niêm yết"
[[section.item]]
id = "dia-chi"
kind = "verdict"
ask = "Địa chỉ tiếp nhận phản ánh, kiến nghị của cá nhân, tổ chức được niêm yết công khai"
basis = ["nd20:13"]
says = { shortcoming = "Chưa niêm yết địa chỉ tiếp nhận phản ánh, kiến nghị", requirement = "Niêm yết địa chỉ", cause = { text = "Chưa phân công người theo dõi", kind = "subjective" } }
[[section.item]]
id = "de-thay"
kind = "verdict"
ask = "Bảng đặt nơi dễ thấy, dễ đọc"
[[section.item]]
id = "dien-thoai"
kind = "verdict"
ask = "Có số điện thoại đường dây nóng"
when = "dia_chi == 'fail'"
[[section.item]]
id = "hinh-thuc"
kind = "choice"
ask = "Hình thức niêm yết"
choices = ["bảng", "màn hình", "sổ"]
[[section.item]]
id = "ngay"
kind = "date"
ask = "Ngày cập nhật gần nhất"
[[section.item]]
id = "ghi"
kind = "text"
ask = "Ghi nhận khác"
required = false
[[section]]
id = "mau"
title = "Kiểm tra xác suất"
[[section.item]]
id = "xac-suat"
kind = "register"
ask = "Thủ tục kiểm tra xác suất"
at_least = 5
columns = [{ id = "ten", title = "Tên", kind = "text", required = true }, { id = "dung", title = "Đúng", kind = "yes-no" }]
row_ok = "dung"
[[section.item]]
id = "phieu"
kind = "survey"
ask = "Phiếu khảo sát"
questions = [{ id = "thai-do", ask = "Thái độ", scale = "level-5" }]
[[rule]]
id = "khong-qua"
check = "da_lam <= tong"
message = "Đã niêm yết {{ da_lam }} nhiều hơn tiếp nhận {{ tong }}"
severity = "error"
"#;

const ROUND: &str = r#"
id = "2025-dot-1"
title = "Kiểm tra cải cách hành chính"
period = { from = 2025-01-01, to = 2025-06-30 }
checklists = ["thu"]
[[member]]
id = "tv-1"
name = "Thành viên 1"
role = "lead"
[[unit]]
id = "mau-a"
name = "UBND xã Mẫu A"
kind = "xa"
[[unit]]
id = "mau-b"
name = "UBND xã Mẫu B"
kind = "xa"
"#;

/// A home with one round, removed when it is dropped.
#[derive(Debug)]
pub struct TestHome {
    folder: tempfile::TempDir,
}

impl TestHome {
    /// With [`CHECKLIST`] alone.
    pub fn new() -> Self {
        Self::with(CHECKLIST)
    }

    /// With this checklist, which must be called `thu`.
    pub fn with(checklist: &str) -> Self {
        rust_i18n::set_locale("vi");
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("checklists")).unwrap();
        std::fs::write(folder.path().join("checklists/thu.toml"), checklist).unwrap();
        let home = Self { folder };
        let mut store = home.store();
        let reports = store.checklist_reports();
        assert!(reports.iter().all(|report| report.problems.is_empty()), "{reports:?}");
        let round = read_round(&file(ROUND), "2025-10-19".parse().unwrap()).unwrap();
        store.add_round(&round, None).unwrap();
        home
    }

    /// With a checklist of these items (TOML).
    pub fn with_items(items: &str) -> Self {
        let head = "id = \"thu\"\nedition = \"1\"\ntitle = \"Phiếu thử\"\nfield = \"tthc\"";
        Self::with(&format!("{head}\n[[section]]\nid = \"mot\"\ntitle = \"Mục một\"\n{items}"))
    }

    /// Opens it, at the same moment every time.
    pub fn store(&self) -> Store {
        let now = "2025-10-19T09:42:00+07:00".parse().unwrap();
        Store::open(self.folder.path(), Clock::Fixed(now)).unwrap()
    }

    /// An office on it.
    pub fn office(&self) -> Office {
        Office::new(self.store(), None).without_unsent()
    }

    /// Records answers as in a file: `[answer."thu/tong"]` and so on, at unit `mau-a`.
    pub fn record(&self, answers: &str) {
        let text = format!("round = \"2025-dot-1\"\nunit = \"mau-a\"\nmember = \"tv-1\"\n{answers}");
        let file = file(&text);
        self.store().record_file(&file, &read_answers(&file).unwrap()).unwrap();
    }

    /// A screen on unit `mau-a`, with an office of its own behind it.
    pub fn stage<S: Screen<World> + 'static>(&self, screen: impl FnOnce(UnitWork) -> S) -> Stage<World, Office> {
        let mut office = self.office();
        let work = open_unit(&mut office);
        Stage::new(screen(work), office)
    }

    /// Texts of the drafts at unit `mau-a`.
    pub fn drafts(&self) -> Vec<String> {
        open_unit(&mut self.office()).drafts.into_iter().map(|draft| draft.text).collect()
    }

    /// Its folder.
    pub fn path(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Everything recorded at unit `mau-a`, read anew.
    pub fn answers(&self) -> UnitAnswers {
        self.store().answers(&round_id(), &unit_id()).unwrap()
    }

    /// What is recorded of an item of the checklist.
    pub fn answer(&self, item: &str) -> Answer {
        self.answers().get("thu", item).cloned().unwrap_or_default()
    }
}

/// Key of an item of the checklist.
pub fn key(item: &str) -> ItemKey {
    ItemKey { checklist: ChecklistId::new("thu").unwrap(), item: ItemId::new(item).unwrap() }
}

/// The round's id.
pub fn round_id() -> RoundId {
    RoundId::new("2025-dot-1").unwrap()
}

/// The first unit's id.
pub fn unit_id() -> UnitId {
    UnitId::new("mau-a").unwrap()
}

/// Opens unit `mau-a`.
pub fn open_unit(office: &mut Office) -> UnitWork {
    match office.execute(&Request::OpenUnit(round_id(), unit_id())) {
        Ok(Outcome::Unit(work)) => *work,
        other => panic!("{other:?}"),
    }
}

fn file(text: &str) -> TextFile {
    TextFile::from_bytes("tep.toml", text.as_bytes()).unwrap()
}
