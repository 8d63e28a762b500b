//! The editions screen over two laptops that met.

use crate::exchange::edition::fixture::{FIRST, Laptop, second};
use crate::tui::screens::rounds::Rounds;
use crate::tui::testing::Stage;
use crate::tui::work::{Office, World};

/// The lead's laptop, which asks edition 2, after the member's answers under edition 1 came.
fn met() -> Laptop {
    let (mut lead, mut member) = (Laptop::with_round(&second()), Laptop::with_round(FIRST));
    member.answer("hung", "a", "da-lam", "number = 143\nremark = \"Còn thiếu\"");
    member.answer("hung", "b", "da-lam", "number = 150");
    member.answer("hung", "a", "muc", "number = 3");
    member.answer("hung", "b", "cu", "text = \"Sổ cũ\"");
    lead.meet(&member);
    lead
}

fn board(laptop: &Laptop) -> Stage<World, Office> {
    let mut stage = Stage::new(Rounds::new(), Office::new(laptop.open_again(), Some("lan".into())));
    stage.press("Enter");
    stage
}

/// The list, opened from the board.
fn list(laptop: &Laptop) -> Stage<World, Office> {
    let mut stage = board(laptop);
    stage.press("Ctrl+P").type_text("doi chieu").press("Enter").finish_job();
    stage
}

/// Names of laptops are drawn at random.
fn picture(stage: &Stage<World, Office>) -> String {
    let picture = stage.picture();
    let mut shown = String::new();
    let mut rest = picture.as_str();
    while let Some((before, after)) = rest.split_once("(máy ") {
        shown.push_str(before);
        shown.push_str("(máy ########");
        rest = after.trim_start_matches(|letter: char| letter.is_ascii_hexdigit());
    }
    shown + rest
}

#[test]
fn the_board_says_that_laptops_use_different_editions() {
    let stage = board(&met());
    assert!(stage.picture().contains("Các máy dùng bản khác nhau"), "{}", stage.picture());
}

#[test]
fn what_changed_is_listed_once_for_all_units() {
    let mut stage = list(&met());
    insta::assert_snapshot!(picture(&stage), @r#"
 kiemtra › Đợt 1 › Đối chiếu bản phiếu                       Lan · chưa gửi: 10
 2 nội dung đã đổi, 3 câu trả lời cần xem lại
────────────────────────────────────────────────────────────────────────────────
 Phiếu thử: các máy dùng bản khác nhau
 > Bản 2 (đang hỏi)                                          Lan (máy ########)
   Bản 1                                                     Lan (máy ########)
   Nội dung đã đổi
   Số thủ tục đã niêm yết công khai                                    2 đơn vị
   Mức độ                                         không lấy lại được · 1 đơn vị
   Nội dung không còn trong bản phiếu này
   Ghi nhận cũ                                                         1 đơn vị

── Bản 2 ───────────────────────────────────────────────────────────────────────
 Áp dụng cho thời kỳ kiểm tra từ 01/01/2025.






────────────────────────────────────────────────────────────────────────────────

 Enter dùng bản này   Ctrl+Z hoàn tác   Esc quay lại   Ctrl+P mọi lệnh
 ? trợ giúp
"#);
    stage.press("Down Down").resize(120, 40);
    insta::assert_snapshot!(picture(&stage), @r#"
 kiemtra › Đợt 1 › Đối chiếu bản phiếu                                                               Lan · chưa gửi: 10
 2 nội dung đã đổi, 3 câu trả lời cần xem lại
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 Phiếu thử: các máy dùng bản khác nhau
   Bản 2 (đang hỏi)                                                                                  Lan (máy ########)
   Bản 1                                                                                             Lan (máy ########)
   Nội dung đã đổi
 > Số thủ tục đã niêm yết công khai                                                                            2 đơn vị
   Mức độ                                                                                 không lấy lại được · 1 đơn vị
   Nội dung không còn trong bản phiếu này
   Ghi nhận cũ                                                                                                 1 đơn vị









── Trước đây │ Hiện nay ────────────────────────────────────────────────────────────────────────────────────────────────
 Câu hỏi
 Số thủ tục đã niêm yết                                    │ Số thủ tục đã niêm yết công khai
 Xã A (Hùng): 143 thủ tục: Còn thiếu
 Xã B (Hùng): 150 thủ tục











────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

 Enter xem các đơn vị   Ctrl+Z hoàn tác   Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
"#);
    stage.resize(60, 16);
    insta::assert_snapshot!(picture(&stage), @r#"
 kiemtra › Đợt 1 › Đối chiếu bản phiếu   Lan · chưa gửi: 10
 2 nội dung đã đổi, 3 câu trả lời cần xem lại
────────────────────────────────────────────────────────────
 Phiếu thử: các máy dùng bản khác nhau
   Bản 2 (đang hỏi)                      Lan (máy ########)
   Bản 1                                 Lan (máy ########)
   Nội dung đã đổi
 > Số thủ tục đã niêm yết công khai                2 đơn vị
── Trước đây │ Hiện nay ────────────────────────────────────
 Câu hỏi
 Số thủ tục đã niêm yết      │ Số thủ tục đã niêm yết công
                             │ khai
 Xã A (Hùng): 143 thủ tục: Còn thiếu
────────────────────────────────────────────────────────────

 Enter xem các đơn vị   Ctrl+Z hoàn tác   ? trợ giúp
"#);
    stage.sweep();
}

#[test]
fn old_answers_are_taken_over_at_all_units_with_three_keys_and_a_reason() {
    let laptop = met();
    let mut stage = list(&laptop);
    stage.press("Down Down Enter");
    insta::assert_snapshot!(picture(&stage), @r#"
 kiemtra › Đợt 1 › Đối chiếu bản phiếu › da-lam              Lan · chưa gửi: 10
 Số thủ tục đã niêm yết công khai                          2/2 đơn vị được chọn
────────────────────────────────────────────────────────────────────────────────
 Câu hỏi
 Số thủ tục đã niêm yết                │ Số thủ tục đã niêm yết công khai
── Câu trả lời cũ ──────────────────────────────────────────────────────────────
 > [x] Xã A                     143 thủ tục: Còn thiếu                     Hùng
   [x] Xã B                     150 thủ tục                                Hùng












────────────────────────────────────────────────────────────────────────────────
 143 thủ tục: Còn thiếu
 Phím cách chọn đơn vị   Enter lấy lại câu trả lời cũ   Ctrl+A chọn tất cả
 Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
"#);
    stage.press("Enter").type_text("Chỉ đổi câu chữ");
    insta::assert_snapshot!(picture(&stage), @r#"
 kiemtra › Đợt 1 › Đối chiếu bản phiếu › da-lam              Lan · chưa gửi: 10
 Số thủ tục đã niêm yết công khai                          2/2 đơn vị được chọn
────────────────────────────────────────────────────────────────────────────────
 Câu hỏi
 Số thủ tục đã niêm yết                │ Số thủ tục đã niêm yết công khai
── Câu trả lời cũ ──────────────────────────────────────────────────────────────
 > [x] Xã A                     143 thủ tục: Còn thiếu                     Hùng
   [x] Xã B                     150 thủ tục                                Hùng








── Lấy lại câu trả lời cũ ở 2 đơn vị ───────────────────────────────────────────
 Câu trả lời giữ nguyên và được tính theo cách hỏi, cách đánh giá hiện nay.
 Lý do: Chỉ đổi câu chữ

────────────────────────────────────────────────────────────────────────────────

 Enter lấy lại   Esc thôi   Ctrl+P mọi lệnh   F1 trợ giúp
"#);
    stage.press("Enter").finish_job();
    assert!(stage.picture().contains("Đã lấy lại câu trả lời cũ ở 2 đơn vị"), "{}", stage.picture());
    assert!(stage.line(1).contains("1 nội dung đã đổi, 1 câu trả lời"), "{}", stage.picture());
    assert_eq!(laptop.read("b", "da-lam").number, Some(150.0));
    stage.press("Ctrl+Z").finish_job();
    assert!(stage.line(1).contains("2 nội dung đã đổi, 3 câu trả lời"), "{}", stage.picture());
}

#[test]
fn a_unit_can_be_left_out_and_a_signed_one_is_not_chosen_by_itself() {
    let mut laptop = met();
    laptop.sign("b");
    let mut stage = list(&laptop);
    stage.press("Down Down Enter");
    let line = |stage: &Stage<World, Office>, unit: &str| {
        stage.picture().lines().find(|line| line.contains(unit)).unwrap_or_default().to_owned()
    };
    assert!(line(&stage, "Xã A").contains("[x]") && line(&stage, "Xã B").contains("[ ]"), "{}", stage.picture());
    assert!(line(&stage, "Xã B").contains("đã ký"), "{}", stage.picture());
    stage.type_text(" ").press("Enter");
    assert!(stage.picture().contains("Chưa chọn đơn vị nào"), "{}", stage.picture());
    stage.type_text(" ").press("Enter");
    assert!(stage.picture().contains("1 đơn vị đã ký biên bản"), "{}", stage.picture());
    stage.type_text("Sửa").press("Enter").finish_job();
    assert!(stage.picture().contains("ở 1 đơn vị"), "{}", stage.picture());
}

#[test]
fn taking_over_without_a_reason_is_refused_where_it_is_typed() {
    let mut stage = list(&met());
    stage.press("Down Down Enter Enter Enter");
    assert!(stage.picture().contains("Hãy ghi lý do"), "{}", stage.picture());
}

#[test]
fn a_kind_that_changed_says_why_it_cannot_be_taken_over() {
    let mut stage = list(&met());
    stage.press("Down Down Down Enter");
    insta::assert_snapshot!(picture(&stage), @r#"
 kiemtra › Đợt 1 › Đối chiếu bản phiếu › muc                 Lan · chưa gửi: 10
 Mức độ                                                    0/1 đơn vị được chọn
────────────────────────────────────────────────────────────────────────────────
 Loại
 số liệu                               │ tỷ lệ tự tính
 Cách tính
 (không)                               │ da_lam / tong
 Cách đánh giá
 (không)                               │ đạt từ 90%
── Câu trả lời cũ ──────────────────────────────────────────────────────────────
 >  –  Xã A                     3                                          Hùng









────────────────────────────────────────────────────────────────────────────────
 “Mức độ” do chương trình tự tính, không nhập được; hãy nhập các số liệu thành
 phần
 Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
"#);
    stage.press("Enter");
    assert!(stage.picture().contains("hãy trả lời lại ở từng đơn vị"), "{}", stage.picture());
}

#[test]
fn what_is_asked_no_more_is_shown_with_its_answers() {
    let mut stage = list(&met());
    stage.press("End Enter");
    insta::assert_snapshot!(picture(&stage), @r#"
 kiemtra › Đợt 1 › Đối chiếu bản phiếu › cu                  Lan · chưa gửi: 10
 Ghi nhận cũ                                                           1 đơn vị
────────────────────────────────────────────────────────────────────────────────
 Được giữ trong lịch sử, không tính vào kết quả.
── Câu trả lời cũ ──────────────────────────────────────────────────────────────
 > Xã B                     Sổ cũ                                          Hùng














────────────────────────────────────────────────────────────────────────────────
 Sổ cũ
 Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
"#);
}

#[test]
fn a_person_settles_the_edition_with_a_reason() {
    let laptop = met();
    let mut stage = list(&laptop);
    stage.press("Down Enter Enter");
    assert!(stage.picture().contains("Hãy ghi lý do"), "{}", stage.picture());
    stage.type_text("Kế hoạch ghi bản 1").press("Enter").finish_job();
    assert!(stage.picture().contains("dùng bản 1 của phiếu"), "{}", stage.picture());
    assert!(!stage.picture().contains("các máy dùng bản khác nhau"), "{}", stage.picture());
    stage.press("Esc");
    assert!(!stage.picture().contains("Các máy dùng bản khác nhau"), "{}", stage.picture());
}

#[test]
fn without_the_text_the_answers_are_shown_by_id_and_whose_pack_would_bring_it() {
    let mut member = Laptop::with_round(FIRST);
    member.answer("hung", "a", "dia-chi", "verdict = \"fail\"\nremark = \"Chưa có\"");
    let mut bare = Laptop::bare();
    bare.take_records(&member);
    let mut stage = board(&bare);
    assert!(stage.picture().contains("chưa có nội dung phiếu «thu»"), "{}", stage.picture());
    stage.press("Ctrl+P").type_text("doi chieu").press("Enter").finish_job();
    insta::assert_snapshot!(picture(&stage), @r#"
 kiemtra › Đợt 1 › Đối chiếu bản phiếu                        Lan · chưa gửi: 7
 Không có câu trả lời nào cần xem lại
────────────────────────────────────────────────────────────────────────────────
 thu: chưa có nội dung phiếu trên máy này
 > Bản có mã 4bef0411 (chưa có nội dung)                     Lan (máy ########)
   Câu trả lời đã có
   dia-chi                                                             1 đơn vị





── Chưa có nội dung bản phiếu ──────────────────────────────────────────────────
 Bản này được chọn bởi Lan (máy ########). Hãy gộp gói dữ liệu mới từ máy đó,
 hoặc chép tệp phiếu vào thư mục checklists của máy này. Câu trả lời đã có vẫn
 được giữ.




────────────────────────────────────────────────────────────────────────────────

 Ctrl+Z hoàn tác   Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
"#);
    stage.press("Esc Enter");
    assert!(stage.line(0).contains("Xã A"), "the unit opens: {}", stage.picture());
    stage.sweep();
}

#[test]
fn a_file_changed_on_this_laptop_tells_what_would_change_before_it_is_used() {
    let mut laptop = Laptop::with_round(FIRST);
    laptop.answer("lan", "a", "da-lam", "number = 143");
    laptop.change_file(&second());
    let mut stage = board(&laptop);
    stage.press("Ctrl+P").type_text("ban phieu moi").press("Enter").finish_job();
    insta::assert_snapshot!(picture(&stage), @r#"
 kiemtra › Đợt 1 › Đối chiếu bản phiếu                        Lan · chưa gửi: 7
 Không có câu trả lời nào cần xem lại
────────────────────────────────────────────────────────────────────────────────
 Phiếu thử
   Bản 1 (đang hỏi)                                          Lan (máy ########)
 > Bản 2                                                  bản khác trên máy này






── Bản 2 ───────────────────────────────────────────────────────────────────────
 Áp dụng cho thời kỳ kiểm tra từ 01/01/2025.
 So với bản đang hỏi: 4 nội dung khác, 1 nội dung thêm, 1 nội dung bỏ.
 ~ Số thủ tục đã niêm yết công khai
 ~ Mức độ
 ~ Niêm yết địa chỉ
 ~ Kiểm tra xác suất
 + Mới
────────────────────────────────────────────────────────────────────────────────

 Enter dùng bản này   Ctrl+Z hoàn tác   Esc quay lại   Ctrl+P mọi lệnh
 ? trợ giúp
"#);
    stage.press("Enter Enter").finish_job();
    assert!(stage.line(1).contains("1 nội dung đã đổi, 1 câu trả lời"), "{}", stage.picture());
}
