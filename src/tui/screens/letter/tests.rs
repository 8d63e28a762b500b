use super::*;
use crate::conclusion::issue::{IssueOrder, IssueStep, issue};
use crate::inspection::remediation_fixture as follow_up;
use crate::inspection::{Recorder, UnitId};
use crate::tui::screens::requirements::Requirements;
use crate::tui::screens::test_home::{TestHome, round_id, unit_id};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

/// A unit whose notice 05 of 19 October 2025 is issued.
fn issued() -> TestHome {
    let home = TestHome::new();
    home.record("[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\nremark = \"Chưa niêm yết số điện thoại\"");
    let reason = Some("Biên bản ký trên giấy".to_owned());
    let recorder = Recorder { round: round_id(), unit: unit_id(), member: "tv-1".into(), reason };
    let order = IssueOrder { number: 5, date: "2025-10-19".parse().unwrap(), step: IssueStep::First };
    issue(&mut home.store(), &recorder, &order).unwrap();
    home
}

fn correction(home: &TestHome) -> Stage<World, Office> {
    let place = LetterPlace { round: round_id(), unit: Some(unit_id()), kind: LetterKind::Correction };
    Stage::new(LetterScreen::new(place), home.office().with_papers(home.path().to_owned()))
}

/// The slip: where, a wrong word of the notice, the right one.
fn slip(stage: &mut Stage<World, Office>) {
    stage.type_text("mục II").press("Tab").type_text("niêm yết").press("Tab").type_text("công khai").press("Tab");
}

#[test]
fn a_correction_is_found_in_the_notice_looked_at_written_and_recorded() {
    let home = issued();
    let mut stage = correction(&home);
    slip(&mut stage);
    insta::assert_snapshot!(stage.picture().replace(&home.path().display().to_string(), "/kt"), @r#"
 Công văn đính chính
────────────────────────────────────────────────────────────────────────────────
   Chỗ sai      mục II
   Viết sai     niêm yết
   Sửa thành    công khai
 > Số
   Ngày
   Lý do
   Ghi vào tệp  /kt/mau-a-dinh-chinh.docx
── Đính chính Thông báo số 05/TB của UBND xã Mẫu A ─────────────────────────────
 Trong thông báo: … thủ tục hành chính a) Chưa niêm yết địa chỉ tiếp nhận phản
 ánh, …
 Số do văn thư cấp.







────────────────────────────────────────────────────────────────────────────────
 Số do văn thư cấp. Để trống cả số và ngày: bản dự thảo.
 Enter xem trước   Tab dòng sau   Ctrl+B thêm chỗ sai khác
 Ctrl+R xem thông báo   Esc quay lại   Ctrl+P mọi lệnh   F1 trợ giúp
"#);
    stage.type_text("12").press("Tab").type_text("19/10/2025").press("Enter");
    let picture = stage.picture();
    assert!(picture.contains("Số: 12") && picture.contains("Enter ghi ra tệp và ghi nhận đã gửi"), "{picture}");
    stage.sweep();
    stage.press("Enter");
    let file = home.path().join("mau-a-dinh-chinh.docx");
    let letters = home.store().corrections(&round_id(), &unit_id()).unwrap();
    let [letter] = letters.as_slice() else { panic!("{}", stage.picture()) };
    assert_eq!((letter.content.number, letter.content.slips[0].right.as_str()), (12, "công khai"));
    let papers = home.store().frozen_papers(&round_id(), &unit_id(), &letter.content.papers).unwrap();
    assert_eq!(std::fs::read(file).unwrap(), papers.docx, "what was written is what is kept");
}

#[test]
fn what_does_not_stand_in_the_notice_is_said_while_it_is_typed() {
    let home = issued();
    let mut stage = correction(&home);
    stage.type_text("mục II").press("Tab").type_text("không có trong đó");
    assert!(stage.picture().contains("không có những chữ này"), "{}", stage.picture());
    stage.press("Tab").type_text("x").press("Enter");
    assert!(stage.picture().contains("không có những chữ này"), "{}", stage.picture());
    assert!(home.store().corrections(&round_id(), &unit_id()).unwrap().is_empty());
    stage.press("Esc");
    assert!(stage.picture().contains("Esc lần nữa"), "{}", stage.picture());
}

#[test]
fn several_slips_go_into_one_letter() {
    let home = issued();
    let mut stage = correction(&home);
    slip(&mut stage);
    stage.press("Ctrl+B");
    assert!(stage.picture().contains("1. Tại mục II: “niêm yết” sửa thành “công khai”"), "{}", stage.picture());
    stage.type_text("trang 1").press("Tab").type_text("Độc lập").press("Tab").type_text("ĐỘC LẬP").press("Enter");
    let picture = stage.picture();
    assert!(picture.contains("Bản dự thảo"), "{picture}");
    insta::assert_snapshot!(stage.resize(80, 60).picture(), @r#"
 Công văn đính chính                                                    DỰ THẢO
────────────────────────────────────────────────────────────────────────────────
                                    DỰ THẢO

          ĐOÀN KIỂM TRA                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
              -----                        Độc lập - Tự do - Hạnh phúc
                                           ---------------------------
            Số:                         …………, ngày     tháng     năm 2025
     V/v đính chính Thông báo
     số 05/TB ngày 19/10/2025
        của Đoàn kiểm tra

                            Kính gửi: UBND xã Mẫu A

Ngày 19/10/2025, Đoàn kiểm tra ban hành Thông báo số 05/TB kết luận kiểm tra
công tác cải cách hành chính tại UBND xã Mẫu A. Do sai sót trong khâu soạn thảo,
trình bày văn bản, Đoàn kiểm tra đính chính một số nội dung của Thông báo nêu
trên như sau:

1. Tại mục II: đã viết “niêm yết”, nay sửa lại là “công khai”.

2. Tại trang 1: đã viết “Độc lập”, nay sửa lại là “ĐỘC LẬP”.

Các nội dung khác của Thông báo số 05/TB giữ nguyên.

Đoàn kiểm tra thông báo để UBND xã Mẫu A và các cơ quan, đơn vị có liên quan
biết, thực hiện./.

Nơi nhận:                                          THỦ TRƯỞNG CƠ QUAN
- Như trên;
- Thành viên Đoàn kiểm tra;
- Lưu: VT.
























────────────────────────────────────────────────────────────────────────────────
 Bản dự thảo, chưa có số và ngày. Enter ghi ra tệp, Esc sửa lại.
 Enter ghi ra tệp   Esc sửa lại   Ctrl+P mọi lệnh   ? trợ giúp
"#);
}

#[test]
fn a_letter_that_cannot_be_written_is_not_recorded_as_sent() {
    let folder = tempfile::tempdir().unwrap();
    follow_up::issue(&mut follow_up::home(folder.path(), "2025-11-20"), "mau-a");
    // A file stands where the folder should be.
    let nowhere = folder.path().join("giay");
    std::fs::write(&nowhere, b"").unwrap();
    let office = Office::new(follow_up::home(folder.path(), "2025-11-20"), Some("td".to_owned())).without_unsent();
    let mut stage = Stage::new(Requirements::new(None), office.with_papers(nowhere));
    stage.type_text("4").type_text("120").press("Tab").type_text("20/11/2025").press("Enter Enter");
    let picture = stage.picture();
    assert!(!picture.contains("ghi nhận đã gửi, số"), "{picture}");
    let store = follow_up::home(folder.path(), "2025-11-20");
    assert!(store.reminders(&follow_up::round_id(), &follow_up::unit_id("mau-a")).unwrap().is_empty(), "{picture}");
}

#[test]
fn a_reminder_is_a_draft_without_number_and_recorded_as_sent_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let home = |day: &str| follow_up::home(folder.path(), day);
    let (round, unit): (_, UnitId) = (follow_up::round_id(), follow_up::unit_id("mau-a"));
    follow_up::issue(&mut home("2025-11-20"), "mau-a");
    let papers = folder.path().join("giay");
    std::fs::create_dir_all(&papers).unwrap();
    let office = Office::new(home("2025-11-20"), Some("td".to_owned())).without_unsent().with_papers(papers.clone());
    let mut stage = Stage::new(Requirements::new(None), office);
    stage.type_text("4");
    insta::assert_snapshot!(stage.picture().replace(&folder.path().display().to_string(), "/kt"), @r#"
 Yêu cầu, kiến nghị › Công văn đôn đốc
────────────────────────────────────────────────────────────────────────────────
 > Số
   Ngày
   Báo cáo chậm nhất  27/11/2025
   Ghi vào tệp        /kt/giay/mau-a-don-doc.docx
── Đã đôn đốc UBND xã Mẫu A ────────────────────────────────────────────────────
 Chưa có công văn đôn đốc nào.
 Ký hiệu: /SNV. Số do văn thư cấp.











────────────────────────────────────────────────────────────────────────────────
 Số do văn thư cấp. Để trống cả số và ngày: bản dự thảo.
 Enter xem trước   Tab dòng sau   Esc quay lại   Ctrl+P mọi lệnh   F1 trợ giúp
"#);
    stage.resize(60, 16).sweep();
    stage.resize(80, 24).press("Enter Enter");
    assert!(stage.picture().contains("Đã ghi bản dự thảo"), "{}", stage.picture());
    assert!(papers.join("mau-a-don-doc.docx").is_file());
    assert!(home("2025-11-20").reminders(&round, &unit).unwrap().is_empty());
    stage.type_text("4").press("Tab").type_text("20/11/2025").press("Enter");
    assert!(stage.picture().contains("Ghi cả số và ngày"), "{}", stage.picture());
    stage.type_text("120").press("Enter Enter");
    assert!(stage.picture().contains("Ctrl+W để ghi đè"), "{}", stage.picture());
    stage.press("Ctrl+W");
    assert!(stage.picture().contains("ghi nhận đã gửi, số 120"), "{}", stage.picture());
    let sent = home("2025-11-20").reminders(&round, &unit).unwrap();
    assert_eq!(sent[0].content.letter.number, "120/SNV");
    // The notice took 05/TB-SNV, the reminder 120/SNV: one register each.
    stage.type_text("4").type_text("121").press("Tab").type_text("21/11/2025").press("Enter");
    assert!(stage.picture().contains("21/11/2025"), "a day to come is refused: {}", stage.picture());
    assert_eq!(home("2025-11-20").reminders(&round, &unit).unwrap().len(), 1);
}

#[test]
fn a_number_is_given_once_among_all_letters() {
    let home = issued();
    let mut stage = correction(&home);
    slip(&mut stage);
    stage.type_text("12").press("Tab").type_text("19/10/2025").press("Enter Enter");
    let place = LetterPlace { round: round_id(), unit: Some(unit_id()), kind: LetterKind::Around(AroundKind::Outline) };
    let mut stage = Stage::new(LetterScreen::new(place), home.office().with_papers(home.path().to_owned()));
    stage.type_text("12").press("Tab").type_text("18/10/2025").press("Enter");
    let picture = stage.picture();
    assert!(picture.contains("đã dùng cho công văn đính chính gửi UBND xã Mẫu A ngày 19/10/2025"), "{picture}");
}
