//! Two laptops and a stick: packs written on one screen and taken in on the other.

use std::path::{Path, PathBuf};

use super::*;
use crate::exchange::identity::{Revocation, SixWords};
use crate::inspection::{Store, TextFile, read_answers, read_round};
use crate::journal::{Clock, DeviceId};
use crate::tui::screen::Screen;
use crate::tui::screens::inspection::Inspection;
use crate::tui::screens::rounds::Rounds;
use crate::tui::screens::test_home::{TestHome, key, open_unit, round_id};
use crate::tui::screens::units::Units;
use crate::tui::testing::Stage;
use crate::tui::work::{Office, Sticks};

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
role = "member"
[[unit]]
id = "mau-a"
name = "UBND xã Mẫu A"
kind = "xa"
[[unit]]
id = "mau-b"
name = "UBND xã Mẫu B"
kind = "xa"
"#;

type Desk = Stage<World, Office>;

/// A lead's laptop, a member's that knows nothing yet, and a stick.
struct Team {
    lead: TestHome,
    member: tempfile::TempDir,
    stick: tempfile::TempDir,
}

impl Team {
    fn new() -> Self {
        let lead = TestHome::new();
        let file = TextFile::from_bytes("dot.toml", ROUND.as_bytes()).unwrap();
        let mut store = lead.store();
        store.add_round(&read_round(&file, "2025-10-19".parse().unwrap()).unwrap(), None).unwrap();
        store.name_this_device("dell-02").unwrap();
        store.choose_acting(&round_id(), &crate::inspection::MemberId::new("tv-1").unwrap()).unwrap();
        let team = Self { lead, member: tempfile::tempdir().unwrap(), stick: tempfile::tempdir().unwrap() };
        team.member_store().name_this_device("hp-07").unwrap();
        team
    }

    /// The same, with the order handed over and both laptops accepted.
    fn acquainted() -> Self {
        let team = Self::new();
        let (mut lead, mut member) = (team.lead.store(), team.member_store());
        let order = team.pack(&lead, "order.ktra", crate::exchange::pack::Purpose::WorkOrder);
        member.see_device(&card(&lead)).unwrap();
        member.accept_device(lead.journal().device()).unwrap();
        lead.see_device(&card(&member)).unwrap();
        lead.accept_device(member.journal().device()).unwrap();
        take_in(&mut member, &order);
        std::fs::remove_file(order).unwrap();
        team.sweep_receipts();
        team
    }

    fn sweep_receipts(&self) {
        for entry in std::fs::read_dir(self.stick.path()).unwrap().flatten() {
            if entry.path().extension().is_some_and(|ending| ending == "receipt") {
                std::fs::remove_file(entry.path()).unwrap();
            }
        }
    }

    fn member_store(&self) -> Store {
        let now = "2025-10-19T10:15:00+07:00".parse().unwrap();
        Store::open(self.member.path(), Clock::Fixed(now)).unwrap()
    }

    fn office(&self, store: Store) -> Office {
        Office::new(store, None).without_unsent().with_sticks(Sticks::Given(vec![self.stick.path().to_owned()]))
    }

    fn lead_desk(&self, screen: impl Screen<World> + 'static) -> Desk {
        Stage::new(screen, self.office(self.lead.store()))
    }

    fn member_desk(&self, screen: impl Screen<World> + 'static) -> Desk {
        Stage::new(screen, self.office(self.member_store()))
    }

    fn pack(&self, store: &Store, name: &str, purpose: crate::exchange::pack::Purpose) -> PathBuf {
        use crate::exchange::packing::{Files, PackOrder, Readers};
        let readers = match purpose {
            crate::exchange::pack::Purpose::WorkOrder => Readers::Everybody,
            _ => Readers::Known,
        };
        let order = PackOrder { purpose, readers, files: Files::Unreceipted };
        let path = self.stick.path().join(name);
        let round = store.round("2025-dot-1").unwrap();
        store.pack(&round, &order, &path, &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
        path
    }

    /// What the member recorded and packed.
    fn member_pack(&self, name: &str, answers: &str) -> PathBuf {
        let mut store = self.member_store();
        record(&mut store, "tv-2", answers);
        self.pack(&store, name, crate::exchange::pack::Purpose::Full)
    }

    fn packs_on_stick(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.stick.path()).unwrap().flatten().map(|entry| entry.path());
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "ktra")).collect()
    }

    /// A picture without what is another each time.
    fn still(&self, picture: &str) -> String {
        let mut text = picture.to_owned();
        for (store, mark) in [(self.lead.store(), "tiên"), (self.member_store(), "hai")] {
            let words = SixWords::of(&store.journal().device_keys()).to_string();
            for columns in [78, 58] {
                for line in spoken::lines(&words, columns) {
                    text = text.replace(line.trim_end(), &format!("   <sáu từ máy {mark}>"));
                }
            }
            text = text.replace(&words, &format!("<sáu từ máy {mark}>"));
        }
        // Paths and sizes are others each time.
        let stick = self.stick.path().display().to_string();
        let still = |line: &str| match (line.split_once(&stick), line.contains(" KB")) {
            (Some((before, _)), _) => format!("{before}<USB>"),
            (None, true) => "<cỡ tệp>".to_owned(),
            (None, false) => line.to_owned(),
        };
        text.lines().map(still).collect::<Vec<_>>().join("\n")
    }
}

fn card(store: &Store) -> crate::exchange::identity::DeviceCard {
    let this = store.this_device().unwrap();
    crate::exchange::identity::DeviceCard { keys: this.keys, name: this.name, member: None }
}

fn record(store: &mut Store, member: &str, answers: &str) {
    let text = format!("round = \"2025-dot-1\"\nunit = \"mau-a\"\nmember = \"{member}\"\n{answers}");
    let file = TextFile::from_bytes("tra-loi.toml", text.as_bytes()).unwrap();
    store.record_file(&file, &read_answers(&file).unwrap()).unwrap();
}

fn take_in(store: &mut Store, file: &Path) {
    use crate::exchange::merging::{BadFiles, MergeOrder, NewDevices};
    let order = MergeOrder {
        files: vec![file.to_owned()],
        passphrase: None,
        new_devices: NewDevices::Wait,
        bad_files: BadFiles::LeftOut,
        mode: crate::journal::MergeMode::Keep,
    };
    let report = store.merge_packs(&order, &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    assert!(report.refused().is_none() && report.waits() == 0, "{report:?}");
}

/// The screen's text without its line ends.
fn said(desk: &Desk) -> String {
    desk.picture().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn call(desk: &mut Desk, name: &str) {
    desk.press("Ctrl+P").type_text(name).press("Enter");
}

#[test]
fn a_fresh_laptop_takes_in_a_work_order_compares_words_and_asks_who_works_there() {
    let team = Team::new();
    let mut lead = team.lead_desk(SendPack::new(round_id()));
    insta::assert_snapshot!("send_80x24", team.still(&lead.picture()));
    lead.press("Right Right");
    insta::assert_snapshot!("send_order_60x16", team.still(&lead.resize(60, 16).picture()));
    lead.resize(80, 24).press("Enter").finish_job();
    insta::assert_snapshot!("sent_80x24", team.still(&lead.picture()));
    assert_eq!(team.packs_on_stick(), [team.stick.path().join("2025-dot-1-dell-02-20251019-0942.ktra")]);

    let mut member = team.member_desk(Rounds::new());
    member.press("Down Down Enter");
    assert!(member.line(0).contains("Chọn gói dữ liệu"), "{}", member.picture());
    member.press("Enter").finish_job();
    insta::assert_snapshot!("merge_new_device_80x24", team.still(&member.picture()));
    insta::assert_snapshot!("merge_new_device_60x16", team.still(&member.resize(60, 16).picture()));
    member.resize(80, 24).press("Enter");
    insta::assert_snapshot!("compare_80x24", team.still(&member.picture()));
    insta::assert_snapshot!("compare_60x16", team.still(&member.resize(60, 16).picture()));
    member.resize(80, 24).press("Enter");
    assert!(said(&member).contains("Hãy gõ KHỚP"), "{}", member.picture());
    member.type_text("khớp").press("Enter").finish_job();
    assert!(said(&member).contains("gộp được"), "{}", member.picture());
    member.press("Enter").finish_job();
    insta::assert_snapshot!("merged_order_80x24", team.still(&member.picture()));
    member.press("Enter");
    assert!(said(&member).contains("Kiểm tra cải cách hành chính"), "{}", member.picture());
    member.press("Enter");
    assert!(said(&member).contains("Chọn người đang làm việc"), "{}", member.picture());
    member.press("Down Enter");
    assert!(said(&member).contains("UBND xã Mẫu A"), "{}", member.picture());
}

#[test]
fn a_member_s_pack_is_looked_at_then_merged_with_three_keys_and_the_open_unit_shows_it() {
    let team = Team::acquainted();
    record(&mut team.lead.store(), "tv-1", "[answer.\"thu/dia-chi\"]\nverdict = \"pass\"");
    team.member_pack("tv2.ktra", "[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\n[answer.\"thu/tong\"]\nnumber = 155");
    let mut office = team.office(team.lead.store());
    let work = open_unit(&mut office);
    let mut desk = Stage::new(Inspection::new(work).at(&key("tong")), office);
    assert!(!said(&desk).contains("155"), "{}", desk.picture());
    call(&mut desk, "gop du lieu");
    desk.press("Enter").finish_job();
    insta::assert_snapshot!("preview_80x24", team.still(&desk.picture()));
    insta::assert_snapshot!("preview_60x16", team.still(&desk.resize(60, 16).picture()));
    insta::assert_snapshot!("preview_120x40", team.still(&desk.resize(120, 40).picture()));
    desk.press("Tab");
    insta::assert_snapshot!("places_80x24", team.still(&desk.resize(80, 24).picture()));
    desk.press("Esc");
    assert!(team.lead.answer("tong").number.is_none(), "a look changed something");
    desk.press("Enter").finish_job();
    assert!(said(&desk).contains("ý kiến khác nhau"), "{}", desk.picture());
    assert_eq!(team.lead.answer("tong").number, Some(155.0));
    desk.press("Enter");
    assert!(desk.line(1).contains("dia-chi") || said(&desk).contains("Lý do"), "{}", desk.picture());
    desk.press("Esc Esc");
    assert!(said(&desk).contains("155"), "the open unit was not read again: {}", desk.picture());
    assert!(said(&desk).contains("2.1") || said(&desk).contains("Tổng số"), "{}", desk.picture());
}

#[test]
fn a_pack_of_another_round_is_said_to_be_one() {
    let team = Team::acquainted();
    team.member_pack("tv2.ktra", "[answer.\"thu/tong\"]\nnumber = 7");
    let mut desk = team.lead_desk(MergePacks::new(Some(RoundId::new("khac").unwrap())));
    desk.press("Enter").finish_job();
    assert!(said(&desk).contains("không phải đợt đang mở"), "{}", desk.picture());
}

#[test]
fn several_packs_are_merged_together_and_damaged_ones_are_put_aside_with_the_reason() {
    let team = Team::acquainted();
    let good = team.member_pack("b.ktra", "[answer.\"thu/tong\"]\nnumber = 7");
    let bytes = std::fs::read(&good).unwrap();
    std::fs::write(team.stick.path().join("a.ktra"), &bytes[..bytes.len() - 40]).unwrap();
    let mut desk = team.lead_desk(MergePacks::new(None));
    desk.press("Ctrl+A Enter").finish_job();
    let picture = desk.picture();
    assert!(picture.contains("hỏng, để riêng") && picture.contains("gộp được"), "{picture}");
    desk.press("Enter").finish_job();
    assert_eq!(team.lead.answer("tong").number, Some(7.0));
    desk.press("Enter");
    drop(desk);
    let mut desk = team.lead_desk(MergePacks::new(None));
    desk.press("Down");
    insta::assert_snapshot!("put_aside_80x24", desk.picture());
    desk.press("Delete").type_text("xóa").press("Enter");
    assert!(!said(&desk).contains("a.ktra"), "{}", desk.picture());
    assert!(team.stick.path().join("a.ktra").exists(), "the user's own file is never deleted");
}

#[test]
fn six_words_lock_a_pack_and_wrong_ones_are_asked_for_again() {
    let team = Team::acquainted();
    let mut lead = team.lead_desk(SendPack::new(round_id()));
    lead.press("Down Right Down");
    // The proposed words are replaced by some that are easy to type here.
    for _ in 0..60 {
        lead.press("Backspace");
    }
    lead.type_text("mèo bàn đèn").press("Enter").finish_job();
    assert!(said(&lead).contains("1 mèo"), "{}", lead.picture());
    let mut member = team.member_desk(MergePacks::new(None));
    member.press("Enter").finish_job();
    assert!(said(&member).contains("khóa bằng sáu từ"), "{}", member.picture());
    member.press("Enter").type_text("meo ban den xa").press("Enter").finish_job();
    assert!(said(&member).contains("không mở được gói này"), "{}", member.picture());
    member.press("Enter").type_text("meo ban den").press("Enter").finish_job();
    assert!(said(&member).contains("không có gì mới") || said(&member).contains("gộp được"), "{}", member.picture());
}

#[test]
fn nobody_accepted_is_said_with_what_to_do_and_the_way_to_the_devices() {
    let team = Team::new();
    let mut desk = team.lead_desk(SendPack::new(round_id()));
    assert!(said(&desk).contains("chưa chấp nhận máy nào"), "{}", desk.picture());
    desk.press("Enter");
    assert!(desk.line(0).contains("Các máy"), "{}", desk.picture());
    desk.press("Esc Down Right Right");
    assert!(said(&desk).contains("KHÔNG mã hóa"), "{}", desk.picture());
    desk.sweep();
}

#[test]
fn a_stick_pulled_before_writing_is_said_plainly_and_one_goes_on() {
    let team = Team::acquainted();
    let mut desk = team.lead_desk(SendPack::new(round_id()));
    std::fs::remove_dir_all(team.stick.path()).unwrap();
    desk.press("Enter").finish_job();
    assert!(said(&desk).contains("Không ghi được"), "{}", desk.picture());
    std::fs::create_dir_all(team.stick.path()).unwrap();
    desk.press("Enter").finish_job();
    assert!(said(&desk).contains("Có thể rút USB"), "{}", desk.picture());
}

#[test]
fn a_file_that_is_there_is_written_over_only_when_asked_twice() {
    let team = Team::acquainted();
    let path = team.stick.path().join("2025-dot-1-dell-02-20251019-0942.ktra");
    std::fs::write(&path, b"before").unwrap();
    let mut desk = team.lead_desk(SendPack::new(round_id()));
    desk.press("Enter").finish_job();
    assert_eq!(std::fs::read(&path).unwrap(), b"before");
    assert!(said(&desk).contains("ghi đè"), "{}", desk.picture());
    desk.press("Enter").finish_job();
    assert_ne!(std::fs::read(&path).unwrap(), b"before");
}

#[test]
fn saying_that_one_has_finished_goes_with_the_pack() {
    let team = Team::acquainted();
    let mut desk = team.lead_desk(SendPack::new(round_id()));
    desk.press("Right");
    assert!(said(&desk).contains("Thành viên 1 báo đã ghi xong"), "{}", desk.picture());
    desk.press("Enter").finish_job();
    let finished = team.lead.store().finished(&round_id()).unwrap();
    assert_eq!(finished.keys().map(ToString::to_string).collect::<Vec<_>>(), ["tv-1"]);
}

#[test]
fn a_merge_is_taken_back_with_a_word_revived_by_merging_again_and_refused_in_words() {
    let team = Team::acquainted();
    let pack = team.member_pack("tv2.ktra", "[answer.\"thu/tong\"]\nnumber = 7");
    take_in(&mut team.lead.store(), &pack);
    let mut desk = team.lead_desk(Merges::new());
    insta::assert_snapshot!("merges_80x24", desk.picture());
    insta::assert_snapshot!("merges_60x16", desk.resize(60, 16).picture());
    desk.resize(80, 24).press("Enter");
    insta::assert_snapshot!("unmerge_80x24", desk.picture());
    desk.press("Enter");
    assert_eq!(team.lead.answer("tong").number, Some(7.0), "no key alone takes a merge back");
    desk.type_text("bỏ gộp").press("Enter");
    assert!(said(&desk).contains("đã bỏ"), "{}", desk.picture());
    assert_eq!(team.lead.answer("tong").number, None);
    desk.sweep();
    drop(desk);
    let mut desk = team.lead_desk(MergePacks::new(None));
    desk.press("Enter").finish_job();
    desk.press("Enter").finish_job();
    assert_eq!(team.lead.answer("tong").number, Some(7.0), "merging the file again revives it");
    record(&mut team.lead.store(), "tv-1", "[answer.\"thu/tong\"]\nnumber = 8");
    let mut desk = team.lead_desk(Merges::new());
    desk.press("Enter").type_text("bỏ gộp").press("Enter");
    let said = said(&desk);
    assert!(said.contains("UBND xã Mẫu A, 1.1 Tổng số") && said.contains("Thành viên 1, lúc 09:42"), "{said}");
    assert_eq!(team.lead.answer("tong").number, Some(8.0));
}

#[test]
fn the_devices_show_this_laptop_s_words_and_what_the_others_are() {
    let team = Team::acquainted();
    let mut desk = team.lead_desk(Devices::new());
    insta::assert_snapshot!("devices_80x24", team.still(&desk.picture()));
    desk.press("Ctrl+U").type_text(" phòng họp").press("Enter");
    assert!(said(&desk).contains("dell-02 phòng họp"), "{}", desk.picture());
    call(&mut desk, "thu hoi");
    desk.type_text("thu").press("Enter");
    let member = team.member_store().journal().device().clone();
    let is_known = |store: &Store, id: &DeviceId| store.known_device(id).unwrap().unwrap().is_known();
    assert!(is_known(&team.lead.store(), &member), "half a word revokes nothing");
    desk.type_text(" hồi").press("Enter");
    assert!(!is_known(&team.lead.store(), &member));
    assert!(said(&desk).contains("đã thu hồi"), "{}", desk.picture());
    desk.press("Enter").type_text("khớp").press("Enter");
    assert!(is_known(&team.lead.store(), &member), "{}", desk.picture());
    desk.sweep();
}

#[test]
fn a_pack_of_an_unknown_device_waits_and_is_looked_at_again_once_it_is_accepted() {
    let team = Team::acquainted();
    team.member_pack("tv2.ktra", "[answer.\"thu/tong\"]\nnumber = 7");
    let member = team.member_store().journal().device().clone();
    let mut lead = team.lead.store();
    lead.revoke_device(&member, &Revocation::Now).unwrap();
    drop(lead);
    let mut desk = team.lead_desk(MergePacks::new(None));
    desk.press("Enter").finish_job();
    assert!(said(&desk).contains("máy đã thu hồi"), "{}", desk.picture());
    drop(desk);
    let mut desk = team.lead_desk(Units::new(
        std::sync::Arc::new(crate::assessment::OpenRound::open(&team.lead.store(), "2025-dot-1").unwrap()),
        None,
    ));
    call(&mut desk, "sau tu cua may");
    desk.press("Enter").type_text("khớp").press("Enter");
    assert!(said(&desk).contains("đã chấp nhận"), "{}", desk.picture());
}

#[test]
fn merging_from_the_first_screen_to_the_end_takes_few_keys() {
    let team = Team::acquainted();
    team.member_pack("tv2.ktra", "[answer.\"thu/tong\"]\nnumber = 7");
    let mut desk = team.lead_desk(Rounds::new());
    // The palette's name for it, then: take the newest pack on the stick, merge, close.
    call(&mut desk, "gop du");
    desk.press("Enter").finish_job();
    desk.press("Enter").finish_job();
    assert!(said(&desk).contains("Đã gộp"), "{}", desk.picture());
    desk.sweep();
    assert_eq!(team.lead.answer("tong").number, Some(7.0));
}
