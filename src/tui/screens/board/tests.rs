use crate::exchange::board::fixture::{ASSIGNED, Laptop};
use crate::exchange::merging::NewDevices;
use crate::exchange::pack::Purpose;
use crate::inspection::Store;
use crate::journal::Clock;
use crate::tui::screens::rounds::Rounds;
use crate::tui::testing::Stage;
use crate::tui::work::{Office, World};

const ALL_OF_THU: &str = "[answer.\"thu/tong\"]\nnumber = 10\n[answer.\"thu/dia-chi\"]\nverdict = \"pass\"\n";

/// The lead's screens.
fn office(lead: &Laptop) -> Office {
    let now = "2025-10-19T17:00:00+07:00".parse().unwrap();
    Office::new(Store::open(&lead.home(), Clock::Fixed(now)).unwrap(), Some("truong".into()))
}

/// The units of the lead's round.
fn units(lead: &Laptop) -> Stage<World, Office> {
    let mut stage = Stage::new(Rounds::new(), office(lead).without_unsent());
    stage.press("Enter");
    stage
}

/// The board, from the units by its name.
fn board(lead: &Laptop) -> Stage<World, Office> {
    let mut stage = units(lead);
    stage.press("Ctrl+P").type_text("bang tap hop").press("Enter").finish_job();
    stage
}

/// A lead who has taken in the pack of one member.
fn lead() -> Laptop {
    let mut lead = Laptop::lead(ASSIGNED);
    let mut binh = Laptop::member(&lead);
    binh.store.name_this_device("máy Bình").unwrap();
    lead.record("mau-a", "truong", "[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\nremark = \"Thiếu\"\n");
    binh.record("mau-a", "binh", ALL_OF_THU);
    binh.finish("binh");
    binh.record("mau-b", "binh", "[answer.\"thu/tong\"]\nnumber = 3\n");
    lead.take(&binh.pack(Purpose::Full));
    lead
}

#[test]
fn the_board_shows_units_by_members_at_every_size() {
    let mut stage = board(&lead());
    insta::assert_snapshot!(stage.picture(), @r"
 kiemtra › Kiểm tra cải cách hành chính › Bảng tập hợp        Nguyễn Thị Trưởng
 0/2 đơn vị đã đủ                                √ xong  ~ sửa lại  … chưa xong
────────────────────────────────────────────────────────────────────────────────
   Đơn vị                   Trưởng  Bình    Thị Chi
 > UBND xã Mẫu A            [1/2]   2/2 √   0/1 …   1 khác ý
   UBND xã Mẫu B            –       1/2 ~   –









── UBND xã Mẫu A · Nguyễn Thị Trưởng ───────────────────────────────────────────
 Đã nhận 1/2 nội dung, ngoài phân công.
 ghi mới nhất 09:42 19/10/2025
 1 nội dung có ý kiến khác nhau, cần thống nhất.
 Niêm yết thủ tục: 1/2, ngoài phân công
────────────────────────────────────────────────────────────────────────────────

 Enter xem từng phiếu   Tab chỉ chỗ còn thiếu   Esc quay lại   Ctrl+P mọi lệnh
 ? trợ giúp
");
    insta::assert_snapshot!(stage.resize(120, 40).picture(), @r"
 kiemtra › Kiểm tra cải cách hành chính › Bảng tập hợp                                                Nguyễn Thị Trưởng
 0/2 đơn vị đã đủ                                                                        √ xong  ~ sửa lại  … chưa xong
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
   Đơn vị                             Thị Trưởng  Văn Bình    Lê Thị Chi
 > UBND xã Mẫu A                      [1/2]       2/2 √       0/1 …       1 khác ý
   UBND xã Mẫu B                      –           1/2 ~       –























── UBND xã Mẫu A · Nguyễn Thị Trưởng ───────────────────────────────────────────────────────────────────────────────────
 Đã nhận 1/2 nội dung, ngoài phân công.
 ghi mới nhất 09:42 19/10/2025
 1 nội dung có ý kiến khác nhau, cần thống nhất.
 Niêm yết thủ tục: 1/2, ngoài phân công


────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

 Enter xem từng phiếu   Tab chỉ chỗ còn thiếu   Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
");
    insta::assert_snapshot!(stage.resize(60, 16).picture(), @r"
 kiemtra › Kiểm tra cải cách hành chính › Bảng tập hợp
 0/2 đơn vị đã đủ            √ xong  ~ sửa lại  … chưa xong
────────────────────────────────────────────────────────────
   Đơn vị               Trưởng  Bình    Thị Chi
 > UBND xã Mẫu A        [1/2]   2/2 √   0/1 …
   UBND xã Mẫu B        –       1/2 ~   –




── UBND xã Mẫu A · Nguyễn Thị Trưởng ───────────────────────
 Đã nhận 1/2 nội dung, ngoài phân công.
 ghi mới nhất 09:42 19/10/2025
────────────────────────────────────────────────────────────

 Enter xem từng phiếu   Tab chỉ chỗ còn thiếu   ? trợ giúp
");
    stage.sweep();
}

#[test]
fn enter_drills_from_a_unit_to_its_checklists_and_into_the_inspection() {
    let mut stage = board(&lead());
    stage.press("Enter Right");
    insta::assert_snapshot!(stage.picture(), @r"
 … › Bảng tập hợp › UBND xã Mẫu A                             Nguyễn Thị Trưởng
 0/2 đơn vị đã đủ                                √ xong  ~ sửa lại  … chưa xong
────────────────────────────────────────────────────────────────────────────────
   Phiếu kiểm tra           Trưởng  Bình    Thị Chi
 > Niêm yết thủ tục         1/2     [2/2 √] –       1 khác ý
   Giải quyết hồ sơ         –       –       0/1 …









── Niêm yết thủ tục · Trần Văn Bình ────────────────────────────────────────────
 Đã nhận 2/2 nội dung, đã báo xong.
 ghi mới nhất 09:42 19/10/2025 · báo xong 09:42 19/10/2025 · gói gần nhất lập
 09:42 19/10/2025
 1 nội dung có ý kiến khác nhau, cần thống nhất.
────────────────────────────────────────────────────────────────────────────────

 Enter mở phiếu   Tab chỉ chỗ còn thiếu   Esc quay lại   Ctrl+P mọi lệnh
 ? trợ giúp
");
    stage.press("Enter");
    assert!(stage.line(0).contains("UBND xã Mẫu A"), "{}", stage.picture());
    stage.press("Esc Esc");
    assert!(stage.picture().contains("Bảng tập hợp"), "{}", stage.picture());
}

#[test]
fn only_what_is_missing_is_shown_when_asked() {
    // Every checklist has somebody who looks at it.
    let at_b = "[[assignment]]\nmember = \"binh\"\nunits = [\"mau-b\"]\nchecklists = [\"ho-so\"]\n";
    let mut lead = Laptop::lead(&format!("{ASSIGNED}{at_b}"));
    lead.at("2025-10-22T08:00:00+07:00");
    lead.record("mau-a", "binh", ALL_OF_THU);
    lead.finish("binh");
    let mut stage = board(&lead);
    assert!(stage.line(1).contains("1/2 đơn vị đã đủ"), "{}", stage.picture());
    stage.press("Tab");
    let picture = stage.picture();
    assert!(picture.contains("UBND xã Mẫu A") && !picture.contains("UBND xã Mẫu B"), "{picture}");
    stage.press("Tab");
    assert!(stage.picture().contains("UBND xã Mẫu B"), "{}", stage.picture());
}

#[test]
fn a_waiting_pack_is_told_with_what_to_do() {
    let mut lead = lead();
    let mut chi = Laptop::member(&lead);
    chi.store.name_this_device("máy Chi").unwrap();
    lead.merge(&chi.pack(Purpose::Full), NewDevices::Wait);
    let mut stage = board(&lead);
    stage.press("End");
    let picture = stage.picture();
    assert!(picture.contains("đang chờ") && picture.contains("máy Chi"), "{picture}");
}

#[test]
fn i_have_finished_is_said_by_name_and_taken_back() {
    let lead = Laptop::lead("");
    let mut stage = units(&lead);
    stage.press("Ctrl+P").type_text("toi da xong").press("Enter");
    assert!(stage.picture().contains("bạn báo đã xong phần việc của mình"), "{}", stage.picture());
    let round = lead.round().id;
    assert_eq!(lead.store.finished(&round).unwrap().len(), 1);
    stage.press("Ctrl+P").type_text("bang tap hop").press("Enter").finish_job();
    stage.press("Ctrl+P").type_text("toi chua xong").press("Enter").finish_job();
    assert_eq!(lead.store.finished(&round).unwrap().len(), 0);
    assert!(stage.picture().contains("Đã rút lời báo xong"), "{}", stage.picture());
}

#[test]
fn line_one_tells_what_is_on_this_laptop_alone() {
    let mut lead = Laptop::lead(ASSIGNED);
    let alone = lead.store.board(&lead.round()).unwrap().unsent;
    let mut stage = Stage::new(Rounds::new(), office(&lead));
    stage.resize(120, 40);
    assert!(!stage.line(0).contains("chưa gửi"), "no round is open: {}", stage.line(0));
    stage.press("Enter");
    assert!(stage.line(0).contains(&format!("chưa gửi: {alone}")), "{}", stage.line(0));
    // A record more, then the same record again.
    stage.press("Enter").type_text("7").press("Enter Up");
    assert!(stage.line(0).contains(&format!("chưa gửi: {}", alone + 1)), "{}", stage.picture());
    stage.type_text("8").press("Enter");
    assert!(stage.line(0).contains(&format!("chưa gửi: {}", alone + 1)), "{}", stage.picture());
    // Another program on this laptop merges a pack of somebody who holds all of it.
    let mut binh = Laptop::member(&lead);
    binh.take(&lead.pack(Purpose::Full));
    lead.take(&binh.pack(Purpose::Full));
    stage.press("Esc");
    stage.wait_ms(500);
    assert!(!stage.line(0).contains("chưa gửi"), "{}", stage.picture());
}

#[test]
fn closing_tells_what_other_laptops_owe_and_asks_for_a_reason() {
    let mut lead = Laptop::lead(ASSIGNED);
    let mut binh = Laptop::member(&lead);
    binh.record("mau-a", "binh", ALL_OF_THU);
    lead.record("mau-a", "truong", "[answer.\"ho-so/dung-han\"]\nverdict = \"pass\"\n");
    lead.take(&binh.pack(Purpose::Full));
    let mut stage = units(&lead);
    stage.type_text("!").press("Shift+Tab");
    let picture = stage.picture();
    assert!(picture.contains("Chưa báo xong: Trần Văn Bình, Lê Thị Chi"), "{picture}");
    stage.press("Down Enter");
    assert!(stage.picture().contains("Ghi lý do vẫn ký"), "{}", stage.picture());
}
