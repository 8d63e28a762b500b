//! Laptops of one team, for tests: each records by itself, then what one holds goes into another.

use std::ops::ControlFlow;

use crate::assessment::OpenRound;
use crate::inspection::{RoundId, Store, TextFile, UnitId, read_answers, read_round};
use crate::journal::{Admission, Chain, Clock, Holdings, Incoming, JournalError, MergeMode, StoredRevision};

use super::Words;

const CHECKLIST: &str = r#"
id = "thu"
edition = "1"
title = "Niêm yết thủ tục hành chính"
field = "tthc"
[[section]]
id = "bang"
title = "Bảng niêm yết"
[[section.item]]
id = "dia-chi"
kind = "verdict"
ask = "Địa chỉ tiếp nhận phản ánh, kiến nghị"
[[section.item]]
id = "de-thay"
kind = "verdict"
ask = "Bảng đặt nơi dễ thấy, dễ đọc"
[[section.item]]
id = "tong"
kind = "number"
ask = "Tổng số thủ tục"
max = 1000
[[section.item]]
id = "hinh-thuc"
kind = "choice"
ask = "Hình thức niêm yết"
choices = ["bảng", "sổ"]
[[section.item]]
id = "mau"
kind = "register"
ask = "Thủ tục kiểm tra xác suất"
required = false
columns = [{ id = "ten", title = "Tên thủ tục", kind = "text" }, { id = "dung", title = "Đúng", kind = "yes-no" }]
[[section.item]]
id = "phieu"
kind = "survey"
ask = "Phiếu khảo sát"
required = false
questions = [{ id = "thai-do", ask = "Thái độ", scale = "level-5" }]
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
[[member]]
id = "tv-2"
name = "Thành viên 2"
[[member]]
id = "tv-3"
name = "Thành viên 3"
[[unit]]
id = "mau-a"
name = "UBND xã Mẫu A"
kind = "xa"
[[unit]]
id = "mau-b"
name = "UBND phường Mẫu B"
kind = "phuong"
"#;

/// Laptops that all know the round; the first is the lead's.
pub(crate) struct Laptops {
    pub(crate) homes: Vec<tempfile::TempDir>,
}

pub(crate) fn round_id() -> RoundId {
    RoundId::new("2025-dot-1").unwrap()
}

pub(crate) fn unit_id() -> UnitId {
    UnitId::new("mau-a").unwrap()
}

impl Laptops {
    /// So many; the first adds the round, the others get it from there.
    pub(crate) fn new(count: usize) -> Self {
        rust_i18n::set_locale("vi");
        let homes = (0..count).map(|_| tempfile::tempdir().unwrap()).collect();
        let laptops = Self { homes };
        for home in &laptops.homes {
            std::fs::create_dir_all(home.path().join("checklists")).unwrap();
            std::fs::write(home.path().join("checklists/thu.toml"), CHECKLIST).unwrap();
        }
        let round = read_round(&file(ROUND), "2025-10-19".parse().unwrap()).unwrap();
        laptops.store(0).add_round(&round, None).unwrap();
        for other in 1..count {
            laptops.merge(other, 0);
        }
        laptops
    }

    /// Opens one of them; each is a quarter of an hour later than the one before.
    pub(crate) fn store(&self, laptop: usize) -> Store {
        let now = format!("2025-10-19T09:{:02}:00+07:00", 15 * laptop);
        Store::open(self.homes[laptop].path(), Clock::Fixed(now.parse().unwrap())).unwrap()
    }

    /// Records answers at unit `mau-a`, as in a file.
    pub(crate) fn record(&self, laptop: usize, member: &str, answers: &str) {
        let text = format!("round = \"2025-dot-1\"\nunit = \"mau-a\"\nmember = \"{member}\"\n{answers}");
        let file = file(&text);
        self.store(laptop).record_file(&file, &read_answers(&file).unwrap()).unwrap();
    }

    /// Everything that `from` holds of the round goes into `into`.
    pub(crate) fn merge(&self, into: usize, from: usize) {
        let mut stored: Vec<StoredRevision> = Vec::new();
        self.store(from)
            .journal()
            .stored("2025-dot-1", &mut |bytes| stored.push(StoredRevision::new(bytes.to_vec())))
            .unwrap();
        let mut feed =
            |each: &mut dyn FnMut(&StoredRevision) -> Result<(), JournalError>| stored.iter().try_for_each(each);
        let incoming = Incoming {
            chain: Chain::Round("2025-dot-1".into()),
            sender: None,
            digest: String::new(),
            about: serde_json::Value::Null,
            revisions: &mut feed,
            judge: &mut |_| Admission::Take,
            holdings: Holdings::default(),
            tips: Vec::new(),
            go_on: &mut |_| ControlFlow::Continue(()),
        };
        let mut store = self.store(into);
        let done = |_: &crate::journal::Journal, _: usize| Ok::<_, JournalError>(());
        store.journal_mut().merge(vec![incoming], MergeMode::Keep, done).unwrap();
    }

    /// Two people judge one item differently on the second and third laptop; the first, the lead's, holds both.
    pub(crate) fn apart() -> Self {
        let laptops = Self::new(3);
        laptops.record(1, "tv-2", "[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\nremark = \"Chưa có số điện thoại.\"");
        laptops.record(2, "tv-3", "[answer.\"thu/dia-chi\"]\nverdict = \"pass\"\nremark = \"Đã niêm yết đủ 4 kênh.\"");
        laptops.merge(0, 1);
        laptops.merge(0, 2);
        laptops
    }
}

/// Names in Vietnamese.
pub(crate) fn words(open: &OpenRound) -> Words<'_> {
    Words::of(&open.round, &open.editions, "vi")
}

fn file(text: &str) -> TextFile {
    TextFile::from_bytes("tep.toml", text.as_bytes()).unwrap()
}
