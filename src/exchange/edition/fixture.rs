//! Two laptops of a team whose checklists are not the same edition.

use crate::checklist::ItemId;
use crate::inspection::{Answer, ItemKey, Recorder, Round, RoundId, Store, TextFile, UnitId, read_answers, read_round};
use crate::journal::Clock;

/// Edition 1.
pub const FIRST: &str = r#"
id = "thu"
edition = "1"
title = "Phiếu thử"
field = "tthc"
effective = { from = 2024-01-01 }
[[section]]
id = "mot"
title = "Mục một"
[[section.item]]
id = "tong"
kind = "number"
ask = "Tổng số thủ tục"
[[section.item]]
id = "da-lam"
kind = "number"
ask = "Số thủ tục đã niêm yết"
unit = "thủ tục"
[[section.item]]
id = "muc"
kind = "number"
ask = "Mức độ"
[[section.item]]
id = "dia-chi"
kind = "verdict"
ask = "Niêm yết địa chỉ"
points = 1
[[section.item]]
id = "cu"
kind = "text"
ask = "Ghi nhận cũ"
[[section.item]]
id = "mau"
kind = "register"
ask = "Kiểm tra xác suất"
at_least = 5
columns = [{ id = "ten", title = "Tên", kind = "text", required = true }, { id = "dung", title = "Đúng", kind = "yes-no" }]
row_ok = "dung"
"#;

/// Edition 2: other words for `da-lam`, another kind for `muc`, other points for `dia-chi`, more rows for `mau`; `cu` is
/// gone, `moi` is new. Only `tong` is what it was.
pub fn second() -> String {
    FIRST
        .replace("edition = \"1\"", "edition = \"2\"")
        .replace("from = 2024-01-01", "from = 2025-01-01")
        .replace("Số thủ tục đã niêm yết", "Số thủ tục đã niêm yết công khai")
        .replace(
            "kind = \"number\"\nask = \"Mức độ\"",
            "kind = \"rate\"\nask = \"Mức độ\"\nformula = \"da_lam / tong\"\npass_from = 0.9",
        )
        .replace("points = 1", "points = 2")
        .replace(
            "id = \"cu\"\nkind = \"text\"\nask = \"Ghi nhận cũ\"",
            "id = \"moi\"\nkind = \"verdict\"\nask = \"Mới\"",
        )
        .replace("at_least = 5", "at_least = 6")
}

const ROUND: &str = r#"
id = "dot-1"
title = "Đợt 1"
period = { from = 2025-01-01, to = 2025-06-30 }
checklists = ["thu"]
[[member]]
id = "lan"
name = "Lan"
role = "lead"
[[member]]
id = "hung"
name = "Hùng"
[[unit]]
id = "a"
name = "Xã A"
kind = "xa"
[[unit]]
id = "b"
name = "Xã B"
kind = "xa"
"#;

/// A laptop with one round, its home removed when it is dropped.
pub struct Laptop {
    /// Its home.
    pub folder: tempfile::TempDir,
    /// What is recorded there.
    pub store: Store,
}

impl Laptop {
    /// With this checklist at hand and the round added by itself.
    pub fn with_round(checklist: &str) -> Self {
        let mut laptop = Self::with_file(checklist);
        let round = read_round(&file(ROUND), "2025-10-19".parse().unwrap()).unwrap();
        laptop.store.add_round(&round, Some("lan")).unwrap();
        laptop
    }

    /// With this checklist at hand alone.
    pub fn with_file(checklist: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("checklists")).unwrap();
        std::fs::write(folder.path().join("checklists/thu.toml"), checklist).unwrap();
        Self { store: open(folder.path()), folder }
    }

    /// With nothing at hand.
    pub fn bare() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { store: open(folder.path()), folder }
    }

    /// Opens its home once more, as a screen beside it would.
    pub fn open_again(&self) -> Store {
        open(self.folder.path())
    }

    /// Puts another checklist into the user's folder.
    pub fn change_file(&mut self, checklist: &str) {
        std::fs::write(self.folder.path().join("checklists/thu.toml"), checklist).unwrap();
        self.store = open(self.folder.path());
    }

    /// Records `said` (TOML) as `member`'s answer to an item at a unit.
    pub fn answer(&mut self, member: &str, unit: &str, item: &str, said: &str) {
        let text =
            format!("round = \"dot-1\"\nunit = \"{unit}\"\nmember = \"{member}\"\n[answer.\"thu/{item}\"]\n{said}");
        let file = file(&text);
        self.store.record_file(&file, &read_answers(&file).unwrap()).unwrap();
    }

    /// Takes in every revision that `other` holds of the round.
    pub fn take_records(&mut self, other: &Self) {
        let mut stored = Vec::new();
        other.store.journal().stored("dot-1", &mut |bytes| stored.push(bytes.to_vec())).unwrap();
        self.store.journal_mut().import(stored).unwrap();
    }

    /// Takes in every edition's text that `other` keeps.
    pub fn take_texts(&mut self, other: &Self) {
        for kept in other.store.journal().editions().unwrap() {
            let text = other.store.journal().edition(&kept.hash).unwrap().unwrap();
            self.store.journal_mut().edition_put(&kept.hash, &kept.checklist, &kept.edition, &text).unwrap();
        }
    }

    /// Takes in both.
    pub fn meet(&mut self, other: &Self) {
        self.take_records(other);
        self.take_texts(other);
    }

    /// The round as it stands here.
    pub fn round(&self) -> Round {
        self.store.round("dot-1").unwrap()
    }

    /// Everything recorded of an item at a unit.
    pub fn read(&self, unit: &str, item: &str) -> Answer {
        let answers = self.store.answers(&round_id(), &UnitId::new(unit).unwrap()).unwrap();
        answers.get("thu", item).cloned().unwrap_or_default()
    }

    /// How many revisions it holds of the round.
    pub fn revisions(&self) -> usize {
        let mut count = 0;
        self.store.journal().log("dot-1", &mut |_| count += 1).unwrap();
        count
    }

    /// Takes the last action back.
    pub fn undo(&mut self) {
        self.store.undo(&round_id(), "lan", None).unwrap();
    }

    /// Signs the minutes of a unit, whatever is open.
    pub fn sign(&mut self, unit: &str) {
        let recorder = Recorder { reason: Some("ký thử".into()), ..recorder(unit) };
        crate::conclusion::sign(&mut self.store, &recorder).unwrap();
    }
}

/// The lead at a unit.
pub fn recorder(unit: &str) -> Recorder {
    Recorder { round: round_id(), unit: UnitId::new(unit).unwrap(), member: "lan".into(), reason: None }
}

/// The round's id.
pub fn round_id() -> RoundId {
    RoundId::new("dot-1").unwrap()
}

/// Key of an item.
pub fn key(item: &str) -> ItemKey {
    ItemKey { checklist: "thu".parse().unwrap(), item: ItemId::new(item).unwrap() }
}

fn open(folder: &std::path::Path) -> Store {
    rust_i18n::set_locale("vi");
    Store::open(folder, Clock::Fixed("2025-10-19T09:42:00+07:00".parse().unwrap())).unwrap()
}

fn file(text: &str) -> TextFile {
    TextFile::from_bytes("tep.toml", text.as_bytes()).unwrap()
}
