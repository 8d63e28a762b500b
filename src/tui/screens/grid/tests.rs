//! The grid over a real store: many units, one undoable step.

use super::*;
use crate::inspection::{RoundId, UnitAnswers};
use crate::tui::screens::test_home::{TestHome, key, round_id, unit_id};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

const OTHER: &str = "mau-b";

fn grid(home: &TestHome) -> Stage<World, Office> {
    home.stage(|work| {
        let unit = work.unit.id.clone();
        UnitGrid::new(work.open.clone(), work.member.clone()).at(&unit, Some(&key("dia-chi")))
    })
}

fn answers(home: &TestHome, unit: &str) -> UnitAnswers {
    home.store().answers(&round_id(), &UnitId::new(unit).unwrap()).unwrap()
}

fn remark(home: &TestHome, unit: &str) -> String {
    answers(home, unit).get("thu", "dia-chi").and_then(|answer| answer.remark.clone()).unwrap_or_default()
}

fn verdict(home: &TestHome, unit: &str) -> Option<Verdict> {
    answers(home, unit).get("thu", "dia-chi").and_then(|answer| answer.verdict)
}

fn actions(home: &TestHome) -> usize {
    let mut actions = std::collections::BTreeSet::new();
    home.store()
        .journal()
        .log(round_id().as_str(), &mut |revision| _ = actions.insert(revision.action.to_string()))
        .unwrap();
    actions.len()
}

#[test]
fn every_unit_stands_beside_the_others() {
    let home = TestHome::new();
    home.record("[answer.\"thu/tong\"]\nnumber = 155\n[answer.\"thu/da-lam\"]\nnumber = 143\n[answer.\"thu/dia-chi\"]\nverdict = \"fail\"");
    let mut stage = grid(&home);
    insta::assert_snapshot!(stage.picture(), @r#"
 Nội dung × đơn vị                                                 Thành viên 1
 Bảng niêm yết  Niêm yết thủ tục hành chính                       UBND xã Mẫu A
────────────────────────────────────────────────────────────────────────────────
        Nội dung                                                Mẫu A     Mẫu B
   1.1  Tổng số thủ tục tiếp nhận                                 155         …
   1.2  Số thủ tục đã niêm yết                                  143 √         …
   1.3  Tỷ lệ thủ tục được niêm yết                          92,26% ~         …
   1.4  Điểm chấm                                                   …         …
 > 2.1  Địa chỉ tiếp nhận phản ánh, kiến nghị của cá nhân…          ×         …
   2.2  Bảng đặt nơi dễ thấy, dễ đọc                                …         …
   2.3  Có số điện thoại đường dây nóng                             …         ·
   2.4  Hình thức niêm yết                                          …         …
   2.5  Ngày cập nhật gần nhất                                      …         …
   2.6  Ghi nhận khác                                               …         …
   3.1  Thủ tục kiểm tra xác suất                                   …         …
   3.2  Phiếu khảo sát                                              …         …




────────────────────────────────────────────────────────────────────────────────
 2.1 Địa chỉ tiếp nhận phản ánh, kiến nghị của cá nh…
 1 đạt   2 một phần   3 chưa đạt   4 không áp dụng
 Enter xem nội dung này ở mọi đơn vị   ? trợ giúp
"#);
    stage.resize(60, 16);
    insta::assert_snapshot!(stage.picture(), @r#"
 Nội dung × đơn vị                             Thành viên 1
 Bảng niêm yết  Niêm yết thủ tục hành chính   UBND xã Mẫu A
────────────────────────────────────────────────────────────
        Nội dung                            Mẫu A     Mẫu B
   1.1  Tổng số thủ tục tiếp nhận             155         …
   1.2  Số thủ tục đã niêm yết              143 √         …
   1.3  Tỷ lệ thủ tục được niêm yết      92,26% ~         …
   1.4  Điểm chấm                               …         …
 > 2.1  Địa chỉ tiếp nhận phản ánh, k…          ×         …
   2.2  Bảng đặt nơi dễ thấy, dễ đọc            …         …
   2.3  Có số điện thoại đường dây nó…          …         ·
   2.4  Hình thức niêm yết                      …         …
   2.5  Ngày cập nhật gần nhất                  …         …
────────────────────────────────────────────────────────────
 2.1 Địa chỉ tiếp nhận phản ánh, kiến nghị của cá nh…
 1 đạt   2 một phần   3 chưa đạt   ? trợ giúp
"#);
    stage.sweep();
}

#[test]
fn a_digit_records_at_the_unit_of_the_cell() {
    let home = TestHome::new();
    grid(&home).press("Right 1");
    assert_eq!((verdict(&home, "mau-a"), verdict(&home, OTHER)), (None, Some(Verdict::Pass)));
}

#[test]
fn one_verdict_over_the_chosen_units_is_asked_and_is_one_step() {
    let home = TestHome::new();
    home.record("[answer.\"thu/dia-chi\"]\nverdict = \"pass\"");
    let before = actions(&home);
    let mut stage = grid(&home);
    stage.press("Enter Ctrl+A 3");
    assert_eq!(verdict(&home, OTHER), None, "nothing before it was asked");
    insta::assert_snapshot!(stage.picture(), @r#"
 Nội dung × đơn vị › 2.1 ở các đơn vị                              Thành viên 1
 Địa chỉ tiếp nhận phản ánh, kiến nghị của c… 1/2 đơn vị đã có kết quả · chọn 2
────────────────────────────────────────────────────────────────────────────────
 > [x] UBND xã Mẫu A           ĐẠT √             → CHƯA ĐẠT
   [x] UBND xã Mẫu B           …                 → CHƯA ĐẠT










── Ghi CHƯA ĐẠT cho 2 đơn vị ───────────────────────────────────────────────────
 Ghi ở 2 đơn vị (1 đang có kết quả khác), bỏ qua 0 đơn vị.



────────────────────────────────────────────────────────────────────────────────

 Enter ghi tất cả một lần   Esc thôi, không ghi   Ctrl+P mọi lệnh   ? trợ giúp
"#);
    stage.press("Enter");
    assert_eq!((verdict(&home, "mau-a"), verdict(&home, OTHER)), (Some(Verdict::Fail), Some(Verdict::Fail)));
    assert_eq!(actions(&home), before + 1);
    stage.press("Ctrl+Z");
    assert_eq!((verdict(&home, "mau-a"), verdict(&home, OTHER)), (Some(Verdict::Pass), None));
}

#[test]
fn a_remark_is_appended_or_takes_the_place_of_what_is_there() {
    let home = TestHome::new();
    home.record("[answer.\"thu/dia-chi\"]\nremark = \"Bảng cũ\"");
    let mut stage = grid(&home);
    stage.press("Enter Ctrl+A Ctrl+K").type_text("Thiếu số điện thoại").press("Enter");
    assert_eq!(remark(&home, OTHER), "");
    insta::assert_snapshot!(stage.picture(), @r#"
 Nội dung × đơn vị › 2.1 ở các đơn vị                              Thành viên 1
 Địa chỉ tiếp nhận phản ánh, kiến nghị của c… 0/2 đơn vị đã có kết quả · chọn 2
────────────────────────────────────────────────────────────────────────────────
 > [x] UBND xã Mẫu A           …                 → Bảng cũ; Thiếu số điện thoại
   [x] UBND xã Mẫu B           …                 → Thiếu số điện thoại










── Nhận xét cho 2 đơn vị ───────────────────────────────────────────────────────
 Ghi ở 2 đơn vị (0 đang có kết quả khác), bỏ qua 0 đơn vị.

 Thêm vào sau nhận xét đã có (Tab: thay nhận xét đã có)

────────────────────────────────────────────────────────────────────────────────
 UBND xã Mẫu A: Bảng cũ
 Enter ghi tất cả một lần   Tab thêm vào / thay   Esc thôi, không ghi
 Ctrl+P mọi lệnh   ? trợ giúp
"#);
    stage.press("Enter");
    assert_eq!(remark(&home, "mau-a"), "Bảng cũ; Thiếu số điện thoại");
    assert_eq!(remark(&home, OTHER), "Thiếu số điện thoại");
    stage.press("Ctrl+A Ctrl+K").type_text("Đã gỡ").press("Tab Enter Enter");
    assert_eq!((remark(&home, "mau-a").as_str(), remark(&home, OTHER).as_str()), ("Đã gỡ", "Đã gỡ"));
}

#[test]
fn a_finding_is_copied_with_the_other_units_own_figures() {
    let home = TestHome::new();
    home.record("[answer.\"thu/tong\"]\nnumber = 155\n[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\nremark = \"Bảng có 155 thủ tục, thiếu địa chỉ\"");
    let mut stage = grid(&home);
    // The other unit has not given the figure: nothing is copied with a wrong one.
    stage.press("Enter Down Space Up + Enter");
    assert_eq!(verdict(&home, OTHER), None);
    assert!(stage.picture().contains("chưa có số liệu"), "{}", stage.picture());
    let other = crate::inspection::Recorder {
        round: RoundId::new("2025-dot-1").unwrap(),
        unit: UnitId::new(OTHER).unwrap(),
        member: "tv-1".to_owned(),
        reason: None,
    };
    let mut store = home.store();
    let open = OpenRound::open(&store, "2025-dot-1").unwrap();
    let checklist = open.editions[0].checklist.clone();
    let tong = checklist.item("tong").unwrap().clone();
    store.record(&other, &checklist, &tong, &[FieldChange::Number(Some(1140.0))]).unwrap();
    drop(store);
    let mut stage = grid(&home);
    stage.press("Enter Down Space Up +");
    insta::assert_snapshot!(stage.picture(), @r#"
 Nội dung × đơn vị › 2.1 ở các đơn vị                              Thành viên 1
 Địa chỉ tiếp nhận phản ánh, kiến nghị của c… 1/2 đơn vị đã có kết quả · chọn 1
────────────────────────────────────────────────────────────────────────────────
 > [ ] UBND xã Mẫu A           CHƯA ĐẠT ×        Bảng có 155 thủ tục, thiếu địa…
   [x] UBND xã Mẫu B           …                 → CHƯA ĐẠT · Bảng có 1.140 thủ…










── Chép kết quả và nhận xét sang 1 đơn vị ──────────────────────────────────────
 Ghi ở 1 đơn vị (0 đang có kết quả khác), bỏ qua 0 đơn vị.

 Thêm vào sau nhận xét đã có (Tab: thay nhận xét đã có)

────────────────────────────────────────────────────────────────────────────────
 UBND xã Mẫu A: Bảng có 155 thủ tục, thiếu địa chỉ
 Enter ghi tất cả một lần   Tab thêm vào / thay   Esc thôi, không ghi
 Ctrl+P mọi lệnh   ? trợ giúp
"#);
    stage.press("Enter");
    assert_eq!(verdict(&home, OTHER), Some(Verdict::Fail));
    assert_eq!(remark(&home, OTHER), "Bảng có 1.140 thủ tục, thiếu địa chỉ");
}

#[test]
fn a_value_is_filled_in_at_the_chosen_units() {
    let home = TestHome::new();
    let mut stage = home.stage(|work| {
        let unit = work.unit.id.clone();
        UnitGrid::new(work.open.clone(), work.member.clone()).at(&unit, Some(&key("ngay")))
    });
    stage.press("Enter Ctrl+A Enter").type_text("31/2/25").press("Enter");
    assert!(answers(&home, OTHER).get("thu", "ngay").is_none(), "no such day");
    stage.press("Backspace Backspace Backspace Backspace Backspace Backspace Backspace");
    stage.type_text("5/1/25").press("Enter Enter");
    for unit in ["mau-a", OTHER] {
        let day = answers(&home, unit).get("thu", "ngay").and_then(|answer| answer.date);
        assert_eq!(day, "2025-01-05".parse().ok(), "{unit}");
    }
}

#[test]
fn enter_opens_the_unit_at_the_item_and_esc_leads_back() {
    let home = TestHome::new();
    let mut stage = grid(&home);
    stage.press("Enter Down Enter");
    assert!(stage.picture().contains("UBND xã Mẫu B"), "{}", stage.picture());
    stage.press("1 Esc");
    assert_eq!(verdict(&home, OTHER), Some(Verdict::Pass));
    assert!(stage.picture().contains("1/2 đơn vị đã có kết quả"), "{}", stage.picture());
    assert_eq!(unit_id().as_str(), "mau-a");
}
