//! Laptops of one team, each a home of its own, for tests of the board.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::exchange::merging::{BadFiles, MergeOrder, NewDevices};
use crate::exchange::pack::Purpose;
use crate::exchange::packing::{Files, PackOrder, Readers};
use crate::inspection::{MemberId, Round, Store, TextFile, UnitId, read_answers, read_round};
use crate::journal::{Clock, MergeMode};

const CHECKLISTS: [(&str, &str); 2] = [
    (
        "thu",
        r#"
id = "thu"
edition = "1"
title = "Niêm yết thủ tục"
field = "tthc"
[[section]]
id = "mot"
title = "Mục một"
[[section.item]]
id = "tong"
kind = "number"
ask = "Tổng số"
[[section.item]]
id = "dia-chi"
kind = "verdict"
ask = "Địa chỉ"
[[section.item]]
id = "dien-thoai"
kind = "verdict"
ask = "Điện thoại"
when = "dia_chi == 'fail'"
[[section.item]]
id = "ghi"
kind = "text"
ask = "Ghi nhận khác"
required = false
"#,
    ),
    (
        "ho-so",
        r#"
id = "ho-so"
edition = "1"
title = "Giải quyết hồ sơ"
field = "tthc"
[[section]]
id = "mot"
title = "Mục một"
[[section.item]]
id = "dung-han"
kind = "verdict"
ask = "Đúng hạn"
"#,
    ),
];

/// The round: a lead, two members, two units. `{assignments}` is filled in.
const ROUND: &str = r#"
id = "2025-dot-1"
title = "Kiểm tra cải cách hành chính"
period = { from = 2025-01-01, to = 2025-06-30 }
checklists = ["thu", "ho-so"]
[[member]]
id = "truong"
name = "Nguyễn Thị Trưởng"
role = "lead"
[[member]]
id = "binh"
name = "Trần Văn Bình"
[[member]]
id = "chi"
name = "Lê Thị Chi"
[[unit]]
id = "mau-a"
name = "UBND xã Mẫu A"
kind = "xa"
visit = 2025-10-19
[[unit]]
id = "mau-b"
name = "UBND xã Mẫu B"
kind = "xa"
visit = 2025-10-21
"#;

/// Who does what, where somebody is assigned.
pub const ASSIGNED: &str = r#"
[[assignment]]
member = "binh"
checklists = ["thu"]
[[assignment]]
member = "chi"
units = ["mau-a"]
checklists = ["ho-so"]
"#;

/// A laptop.
pub struct Laptop {
    folder: tempfile::TempDir,
    pub store: Store,
}

impl Laptop {
    /// A new one with the checklists, and nothing else.
    pub fn new() -> Self {
        rust_i18n::set_locale("vi");
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        std::fs::create_dir_all(home.join("checklists")).unwrap();
        for (id, text) in CHECKLISTS {
            std::fs::write(home.join(format!("checklists/{id}.toml")), text).unwrap();
        }
        let store = at(&home, "2025-10-19T09:42:00+07:00");
        Self { folder, store }
    }

    /// The lead's, with the round.
    pub fn lead(assignments: &str) -> Self {
        let mut laptop = Self::new();
        let file = TextFile::from_bytes("round.toml", format!("{ROUND}{assignments}").as_bytes()).unwrap();
        let round = read_round(&file, "2025-10-19".parse().unwrap()).unwrap();
        laptop.store.add_round(&round, Some("truong")).unwrap();
        laptop
    }

    /// A member's, with the lead's work order taken in.
    pub fn member(lead: &Self) -> Self {
        let mut laptop = Self::new();
        laptop.take(&lead.pack(Purpose::WorkOrder));
        laptop
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The same laptop at another time.
    pub fn at(&mut self, now: &str) {
        self.store = at(&self.home(), now);
    }

    pub fn round(&self) -> Round {
        self.store.round("2025-dot-1").unwrap()
    }

    /// Records answers as in a file.
    pub fn record(&mut self, unit: &str, member: &str, answers: &str) {
        let text = format!("round = \"2025-dot-1\"\nunit = \"{unit}\"\nmember = \"{member}\"\n{answers}");
        let file = TextFile::from_bytes("tep.toml", text.as_bytes()).unwrap();
        self.store.record_file(&file, &read_answers(&file).unwrap()).unwrap();
    }

    pub fn finish(&mut self, member: &str) {
        let round = self.round().id;
        self.store.finish(&round, &MemberId::new(member).unwrap()).unwrap();
    }

    /// A pack that everybody can read.
    pub fn pack(&self, purpose: Purpose) -> PathBuf {
        let order = PackOrder { purpose, readers: Readers::Everybody, files: Files::All };
        let count = std::fs::read_dir(self.folder.path()).unwrap().count();
        let path = self.folder.path().join(format!("goi-{count}.ktra"));
        self.store.pack(&self.round(), &order, &path, &mut |_| ControlFlow::Continue(())).unwrap();
        path
    }

    /// Merges a pack and accepts who sent it.
    pub fn take(&mut self, pack: &Path) {
        self.merge(pack, NewDevices::Accept);
    }

    pub fn merge(&mut self, pack: &Path, new_devices: NewDevices) {
        let order = MergeOrder {
            files: vec![pack.to_owned()],
            passphrase: None,
            new_devices,
            bad_files: BadFiles::LeftOut,
            mode: MergeMode::Keep,
        };
        self.store.merge_packs(&order, &mut |_| ControlFlow::Continue(())).unwrap();
    }
}

fn at(home: &Path, now: &str) -> Store {
    Store::open(home, Clock::Fixed(now.parse().unwrap())).unwrap()
}

pub fn unit(id: &str) -> UnitId {
    UnitId::new(id).unwrap()
}

pub fn member(id: &str) -> MemberId {
    MemberId::new(id).unwrap()
}
