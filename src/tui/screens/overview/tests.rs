use crate::inspection::RoundId;
use crate::overview::fixture::{Home, number, verdict};
use crate::tui::screens::rounds::Rounds;
use crate::tui::testing::Stage;
use crate::tui::work::{Office, World};

const UNITS: [[&str; 3]; 4] = [
    ["dong-bang", "UBND xã Đồng Bằng", "xa"],
    ["dong-hai", "UBND xã Đông Hải", "xa"],
    ["an-khe", "UBND xã An Khê", "xa"],
    ["so-noi-vu", "Sở Nội vụ", "so"],
];

/// Three communes, of which one is not begun, and a sở; and the year before.
fn home() -> (Home, RoundId) {
    let mut home = Home::new();
    let before = home.round("dot-2024", 2024, &UNITS[..2]);
    home.record(&before, "dong-hai", &(number("tong", 90.0) + &number("da", 45.0)));
    let round = home.round("dot-2025", 2025, &UNITS);
    let whole = number("tong", 120.0) + &number("da", 120.0) + &verdict("de-thay", "pass");
    home.record(&round, "dong-bang", &(whole.clone() + &verdict("duong-day", "fail") + &verdict("so-khac", "na")));
    let own = "[answer.\"thu/duong-day\"]\nverdict = \"partial\"\nself_points = 4\npoints_reason = \"Số máy đã đổi\"\n";
    home.record(&round, "dong-hai", &(number("tong", 10.0) + &number("da", 5.0) + &verdict("de-thay", "fail") + own));
    home.record(&round, "so-noi-vu", &(whole + &verdict("duong-day", "pass")));
    home.record(&round, "so-noi-vu", "[answer.\"so/ke-hoach\"]\nverdict = \"pass\"\n");
    (home, round)
}

/// The dashboard, from the units of the round of 2025 by its name.
fn dashboard(home: &Home) -> Stage<World, Office> {
    let mut stage = Stage::new(Rounds::new(), Office::new(home.another(), None).without_unsent());
    stage.press("Enter");
    stage.press("Ctrl+P").type_text("bang tong hop").press("Enter").finish_job();
    stage
}

#[test]
fn the_heat_map_shows_units_by_checklists_as_word_and_share_at_every_size() {
    let (home, _) = home();
    let mut stage = dashboard(&home);
    insta::assert_snapshot!(stage.picture(), @r"
 kiemtra › Đợt dot-2025 › Bảng tổng hợp kết quả                      Thành viên
 1/6 Đơn vị × phiếu                   tỷ lệ đạt: CAO ≥90% VỪA ≥70%  * còn thiếu
────────────────────────────────────────────────────────────────────────────────
                            Cả đơn vị  Phiếu thử  Phiếu của
                                                  sở
 > UBND xã Đồng Bằng       [THẤP  67% ]THẤP  67%  –
   UBND xã Đông Hải         THẤP   0%  THẤP   0%  –
   UBND xã An Khê           chưa có …  chưa có …  –
   Sở Nội vụ                CAO  100%  CAO  100%  CAO  100%






── UBND xã Đồng Bằng ───────────────────────────────────────────────────────────
 Đạt 2/3 nội dung đã đánh giá (66,67%): một phần 0, chưa đạt 1. Không áp dụng
 1, chưa đánh giá 0.
 Điểm thẩm định 6/10 điểm chuẩn (60%).
 Đã đánh giá 3/3 nội dung tính điểm.
────────────────────────────────────────────────────────────────────────────────

 Enter điểm của đơn vị   Tab sang «Tồn tại phổ biến»   Esc quay lại
 Ctrl+P mọi lệnh   ? trợ giúp
");
    stage.press("Right Right");
    insta::assert_snapshot!(stage.resize(120, 40).picture(), @r"
 kiemtra › Đợt dot-2025 › Bảng tổng hợp kết quả                                                              Thành viên
 1/6 Đơn vị × phiếu                                                           tỷ lệ đạt: CAO ≥90% VỪA ≥70%  * còn thiếu
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
                                      Cả đơn vị  Phiếu thử  Phiếu của
                                                            sở
 > UBND xã Đồng Bằng                  THẤP  67%  THẤP  67% [–         ]
   UBND xã Đông Hải                   THẤP   0%  THẤP   0%  –
   UBND xã An Khê                     chưa có …  chưa có …  –
   Sở Nội vụ                          CAO  100%  CAO  100%  CAO  100%



















── UBND xã Đồng Bằng · Phiếu của sở ────────────────────────────────────────────────────────────────────────────────────
 Phiếu này không dành cho loại đơn vị này nên không hỏi.






────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

 Tab sang «Tồn tại phổ biến»   Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
");
    insta::assert_snapshot!(stage.resize(60, 16).picture(), @r"
 kiemtra › Đợt dot-2025 › Bảng tổng hợp kết quả  Thành viên
 1/6 Đơn vị × ph… tỷ lệ đạt: CAO ≥90% VỪA ≥70%  * còn thiếu
────────────────────────────────────────────────────────────
                      Cả đơn vị  Phiếu thử  Phiếu của
                                            sở
 > UBND xã Đồng Bằng  THẤP  67%  THẤP  67% [–         ]
   UBND xã Đông Hải   THẤP   0%  THẤP   0%  –
   UBND xã An Khê     chưa có …  chưa có …  –
   Sở Nội vụ          CAO  100%  CAO  100%  CAO  100%

── UBND xã Đồng Bằng · Phiếu của sở ────────────────────────
 Phiếu này không dành cho loại đơn vị này nên không hỏi.

────────────────────────────────────────────────────────────

 Tab sang «Tồn tại phổ biến»   Esc quay lại   ? trợ giúp
");
    stage.sweep();
}

#[test]
fn many_checklists_scroll_sideways_beside_the_units() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = crate::inspection::Store::open(folder.path(), crate::journal::Clock::System).unwrap();
    crate::demo::load(&mut store).unwrap();
    let mut stage = Stage::new(Rounds::new(), Office::new(store, Some("thanh-vien-1".into())).without_unsent());
    stage.press("Enter Ctrl+P").type_text("bang tong hop").press("Enter").finish_job();
    let first = stage.line(3);
    assert!(first.contains("Cả đơn vị") && first.contains('›'), "{}", stage.picture());
    stage.press(&"Right ".repeat(20));
    let last = stage.line(3);
    assert!(last.contains("Cả đơn vị") && !last.contains('›') && last != first, "{}", stage.picture());
    assert!(stage.line(5).contains("UBND xã Mẫu A") && stage.line(5).contains('['), "{}", stage.picture());
    stage.press(&"Left ".repeat(20));
    assert_eq!(stage.line(3), first);
}

#[test]
fn enter_goes_down_from_the_map_to_the_checklist_and_the_item_in_five_keys() {
    let (home, _) = home();
    let mut stage = dashboard(&home);
    stage.press("Down Right Enter");
    insta::assert_snapshot!(stage.picture(), @r"
 kiemtra › Đợt dot-2025 › Bảng tổng hợp kết quả › Phiếu thử          Thành viên
 Điểm của UBND xã Đông Hải                          chuẩn · tự chấm · thẩm định
────────────────────────────────────────────────────────────────────────────────
   Nội dung                           Đánh giá         Chuẩn  Tự chấm Thẩm định
 > Cả phiếu                           30%                 10        –         3
   1. Số liệu                         50%                  2        –         1
     1.1 Tổng số thủ tục              10                   –        –         –
     1.2 Số thủ tục đã niêm yết       5                    –        –         –
     1.3 Tỷ lệ niêm yết               MỘT PHẦN ~           2        –         1
     1.4 Điểm đánh giá của công dân                        –        –         –
   2. Bảng niêm yết                   25%                  8        –         2
     2.1 Bảng dễ thấy                 CHƯA ĐẠT ×           4        –         0
     2.2 Có số đường dây nóng         MỘT PHẦN ~           4        4         2
     2.3 Có số khác                   không hỏi            –        –         –

── Cả phiếu ────────────────────────────────────────────────────────────────────
 Điểm thẩm định 3/10 điểm chuẩn (30%).
 Đã đánh giá 3/3 nội dung tính điểm.
 Đơn vị tự chấm 4 điểm ở 1/3 nội dung.
 Không tính 1 nội dung (1 điểm).
────────────────────────────────────────────────────────────────────────────────

 Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
");
    stage.press("Down Down Down Down Down Down Down");
    insta::assert_snapshot!(stage.picture(), @r"
 kiemtra › Đợt dot-2025 › Bảng tổng hợp kết quả › Phiếu thử          Thành viên
 Điểm của UBND xã Đông Hải                          chuẩn · tự chấm · thẩm định
────────────────────────────────────────────────────────────────────────────────
   Nội dung                           Đánh giá         Chuẩn  Tự chấm Thẩm định
   Cả phiếu                           30%                 10        –         3
   1. Số liệu                         50%                  2        –         1
     1.1 Tổng số thủ tục              10                   –        –         –
     1.2 Số thủ tục đã niêm yết       5                    –        –         –
     1.3 Tỷ lệ niêm yết               MỘT PHẦN ~           2        –         1
     1.4 Điểm đánh giá của công dân                        –        –         –
   2. Bảng niêm yết                   25%                  8        –         2
 >   2.1 Bảng dễ thấy                 CHƯA ĐẠT ×           4        –         0
     2.2 Có số đường dây nóng         MỘT PHẦN ~           4        4         2
     2.3 Có số khác                   không hỏi            –        –         –

── 2.1 Bảng dễ thấy ────────────────────────────────────────────────────────────
 Bảng dễ thấy



────────────────────────────────────────────────────────────────────────────────

 Enter mở phiếu tại đơn vị   Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
");
    stage.press("Enter");
    assert!(stage.picture().contains(" > 2.1 "), "{}", stage.picture());
    stage.press("1 Esc Esc");
    // Back on the map, what was recorded meanwhile counts.
    assert!(stage.line(6).contains("THẤP  33%"), "{}", stage.picture());
}

#[test]
fn points_of_a_unit_by_field_and_checklist_tell_differences_and_what_is_left_out() {
    let (home, _) = home();
    let mut stage = dashboard(&home);
    stage.press("Down Enter");
    insta::assert_snapshot!(stage.picture(), @r"
 kiemtra › Đợt dot-2025 › Bảng tổng hợp kết quả › UBND xã Đông Hải   Thành viên
 Điểm của UBND xã Đông Hải                          chuẩn · tự chấm · thẩm định
────────────────────────────────────────────────────────────────────────────────
   Nội dung                           Đánh giá         Chuẩn  Tự chấm Thẩm định
 > Cả đơn vị                          30%                 10        –         3
   Cải cách thủ tục hành chính        30%                 10        –         3
     Phiếu thử                        30%                 10        –         3








── Cả đơn vị ───────────────────────────────────────────────────────────────────
 Điểm thẩm định 3/10 điểm chuẩn (30%).
 Đã đánh giá 3/3 nội dung tính điểm.
 Đơn vị tự chấm 4 điểm ở 1/3 nội dung.
 Không tính 1 nội dung (1 điểm).
────────────────────────────────────────────────────────────────────────────────

 Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
");
    stage.sweep();
    stage.press("Down Down Enter End");
    let picture = stage.picture();
    assert!(picture.contains("chưa rõ có hỏi không") || picture.contains("không hỏi"), "{picture}");
    stage.press("Up");
    let picture = stage.picture();
    assert!(picture.contains("Lý do: Số máy đã đổi") && picture.contains("chênh -2"), "{picture}");
}

#[test]
fn bars_of_shortcomings_lead_to_the_units_concerned() {
    let (home, _) = home();
    let mut stage = dashboard(&home);
    stage.press("Tab");
    insta::assert_snapshot!(stage.picture(), @r"
 kiemtra › Đợt dot-2025 › Bảng tổng hợp kết quả                      Thành viên
 2/6 Tồn tại phổ biến                              số đơn vị / số được đánh giá
────────────────────────────────────────────────────────────────────────────────
 > 2.2  Có số đường dây nóng                              ████████░░░░     2/3
   2.1  Bảng dễ thấy                                      ████░░░░░░░░     1/3
   1.3  Tỷ lệ niêm yết                                    ████░░░░░░░░     1/3









── Phiếu thử · 2.2 ─────────────────────────────────────────────────────────────
 Có số đường dây nóng
 2 trong 3 đơn vị được đánh giá (66,67%): chưa đạt 1, một phần 1.
 UBND xã Đồng Bằng, UBND xã Đông Hải

────────────────────────────────────────────────────────────────────────────────

 Enter các đơn vị   Tab sang «Tiến độ»   Esc quay lại   Ctrl+P mọi lệnh
 ? trợ giúp
");
    stage.press("Enter");
    insta::assert_snapshot!(stage.picture(), @r"
 kiemtra › Đợt dot-2025 › Bảng tổng hợp kết quả › 2.2: các đơn vị    Thành viên
 Có số đường dây nóng                                                  2 đơn vị
────────────────────────────────────────────────────────────────────────────────
 > UBND xã Đồng Bằng                                        CHƯA ĐẠT ×
   UBND xã Đông Hải                                         MỘT PHẦN ~










── UBND xã Đồng Bằng ───────────────────────────────────────────────────────────
 Nội dung “Có số đường dây nóng”: chưa đạt.
 Yêu cầu: Khắc phục tồn tại, hạn chế về nội dung “Có số đường dây nóng”.


────────────────────────────────────────────────────────────────────────────────

 Enter mở phiếu tại đơn vị   Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
");
    stage.sweep();
    stage.press("Down Enter");
    assert!(stage.picture().contains("UBND xã Đông Hải"), "{}", stage.picture());
}

#[test]
fn progress_ranking_and_what_counts_nowhere_stand_side_by_side() {
    let (home, _) = home();
    let mut stage = dashboard(&home);
    stage.press("Tab Tab");
    insta::assert_snapshot!(stage.picture(), @r"
 kiemtra › Đợt dot-2025 › Bảng tổng hợp kết quả                      Thành viên
 3/6 Tiến độ                                                   3/4 đơn vị đã đủ
────────────────────────────────────────────────────────────────────────────────
   Đơn vị                  Tiến độ                Đã ghi
 > UBND xã Đồng Bằng       ██████████░░   86 %       6/7  đã đủ
   UBND xã Đông Hải        ██████████░░   83 %       5/6  đã đủ
   UBND xã An Khê          ░░░░░░░░░░░░    0 %       0/6  còn 5 bắt buộc
   Sở Nội vụ               ██████████░░   86 %       6/7  đã đủ







── UBND xã Đồng Bằng ───────────────────────────────────────────────────────────
 Đã ghi 6/7 nội dung đang hỏi; còn 0 nội dung bắt buộc chưa ghi.
 Lỗi: 0. Lưu ý: 1. Ý kiến khác nhau: 0.


────────────────────────────────────────────────────────────────────────────────

 Enter mở phiếu tại đơn vị   Tab sang «Xếp hạng»   Esc quay lại
 Ctrl+P mọi lệnh   ? trợ giúp
");
    stage.sweep();
    stage.press("Tab");
    insta::assert_snapshot!(stage.picture(), @r"
 kiemtra › Đợt dot-2025 › Bảng tổng hợp kết quả                      Thành viên
 4/6 Xếp hạng                            theo tỷ lệ điểm thẩm định / điểm chuẩn
────────────────────────────────────────────────────────────────────────────────
   Hạng  Đơn vị             Tỷ lệ điểm              Thẩm định  Tự chấm
 >    1  Sở Nội vụ          ████████████    100%        11/11        –
      2  UBND xã Đồng Bằng  ███████░░░░░     60%         6/10        –
      3  UBND xã Đông Hải   ███░░░░░░░░░     30%         3/10        –
      –  UBND xã An Khê     ░░░░░░░░░░░░       –         0/10        –  chưa đủ







── Sở Nội vụ ───────────────────────────────────────────────────────────────────
 Điểm thẩm định 11/11 điểm chuẩn (100%).
 Đã đánh giá 4/4 nội dung tính điểm.
 Đơn vị không tự chấm điểm.
 Không tính 1 nội dung (1 điểm).
────────────────────────────────────────────────────────────────────────────────

 Enter điểm của đơn vị   Tab sang «Không tính điểm»   Esc quay lại
 Ctrl+P mọi lệnh   ? trợ giúp
");
    stage.sweep();
    stage.press("Tab");
    insta::assert_snapshot!(stage.picture(), @r"
 kiemtra › Đợt dot-2025 › Bảng tổng hợp kết quả                      Thành viên
 5/6 Không tính điểm                       không tính vào điểm chuẩn, và vì sao
────────────────────────────────────────────────────────────────────────────────
 > 2.3  Có số khác                     không áp dụng             1 đ   1 đơn vị
   2.3  Có số khác                     không hỏi                 1 đ   2 đơn vị
   2.3  Có số khác                     chưa rõ có hỏi không      1 đ   1 đơn vị
        Phiếu của sở                   khác loại đơn vị                3 đơn vị








── Phiếu thử · 2.3 ─────────────────────────────────────────────────────────────
 Có số khác
 Không tính 1 điểm: không áp dụng.
 UBND xã Đồng Bằng

────────────────────────────────────────────────────────────────────────────────

 Enter các đơn vị   Tab sang «Qua các năm»   Esc quay lại   Ctrl+P mọi lệnh
 ? trợ giúp
");
    stage.sweep();
}

#[test]
fn the_yearly_table_leaves_years_without_figures_blank_and_says_of_how_many_units() {
    let (home, _) = home();
    let mut stage = dashboard(&home);
    stage.press("Shift+Tab").finish_job();
    stage.press("End");
    insta::assert_snapshot!(stage.picture(), @r"
 kiemtra › Đợt dot-2025 › Bảng tổng hợp kết quả                      Thành viên
 6/6 Qua các năm                            * chưa đủ đơn vị   ← → xem năm khác
────────────────────────────────────────────────────────────────────────────────
   Cấp    Chỉ tiêu                                            2024        2025
   xã     Số đơn vị được kiểm tra                               2           3
   tỉnh   Tỷ lệ nội dung đạt trên số đã đánh giá                         100%
   xã     Tỷ lệ nội dung đạt trên số đã đánh giá               0%*     33,33%*
   tỉnh   Tỷ lệ điểm thẩm định trên điểm chuẩn                           100%
   xã     Tỷ lệ điểm thẩm định trên điểm chuẩn                            45%*
   tỉnh   Tổng số thủ tục (thủ tục)                                       120
   xã     Tổng số thủ tục (thủ tục)                            90*        130*
   tỉnh   Số thủ tục đã niêm yết (thủ tục)                                120
   xã     Số thủ tục đã niêm yết (thủ tục)                     45*        125*
   tỉnh   Tỷ lệ niêm yết                                                 100%
 > xã     Tỷ lệ niêm yết                                      50%*     96,15%*
── xã · Tỷ lệ niêm yết ─────────────────────────────────────────────────────────
 2025: 96,15%, tức 125/130, gộp của 2/3 đơn vị (dot-2025: 01/01/2025 –
 31/12/2025)
 2024: 50%, tức 45/90, gộp của 1/2 đơn vị (dot-2024: 01/01/2024 – 31/12/2024)

────────────────────────────────────────────────────────────────────────────────

 Enter các đơn vị   Tab sang «Đơn vị × phiếu»   Esc quay lại   Ctrl+P mọi lệnh
 ? trợ giúp
");
    insta::assert_snapshot!(stage.resize(60, 16).picture(), @r"
 kiemtra › Đợt dot-2025 › Bảng tổng hợp kết quả  Thành viên
 6/6 Qua các năm        * chưa đủ đơn vị   ← → xem năm khác
────────────────────────────────────────────────────────────
   Cấp    Chỉ tiêu                        2024        2025
   tỉnh   Tổng số thủ tục (thủ tụ…                    120
   xã     Tổng số thủ tục (thủ tụ…         90*        130*
   tỉnh   Số thủ tục đã niêm yết…                     120
   xã     Số thủ tục đã niêm yết…          45*        125*
   tỉnh   Tỷ lệ niêm yết                             100%
 > xã     Tỷ lệ niêm yết                  50%*     96,15%*
── xã · Tỷ lệ niêm yết ─────────────────────────────────────
 2025: 96,15%, tức 125/130, gộp của 2/3 đơn vị (dot-2025:
 01/01/2025 – 31/12/2025)
────────────────────────────────────────────────────────────

 Enter các đơn vị   Tab sang «Đơn vị × phiếu»   ? trợ giúp
");
    stage.resize(80, 24).sweep();
    stage.press("Home Down Down Down Enter");
    insta::assert_snapshot!(stage.picture(), @r"
 kiemtra › Đợt dot-2025 › Bảng tổng hợp kết quả › xã                 Thành viên
 Tỷ lệ nội dung đạt trên số đã đánh giá
────────────────────────────────────────────────────────────────────────────────
 > 2025  UBND xã Đồng Bằng                          66,67%             2/3
   2025  UBND xã Đông Hải                               0%             0/3
   2024  UBND xã Đông Hải                               0%             0/1














────────────────────────────────────────────────────────────────────────────────

 Enter mở phiếu tại đơn vị   Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
");
    stage.sweep();
}

#[test]
fn a_long_reading_can_be_stopped_and_taken_up_again() {
    let (home, _) = home();
    let mut stage = Stage::new(Rounds::new(), Office::new(home.another(), None).without_unsent());
    stage.press("Enter Ctrl+P").type_text("bang tong hop").press("Enter");
    assert!(stage.picture().contains("Đang tổng hợp"), "{}", stage.picture());
    stage.press("Ctrl+X").finish_job();
    // The job may have been faster than the key.
    if stage.picture().contains("Chưa tổng hợp xong") {
        stage.press("Enter");
        // What is left of a few units is read at once, more of them by another job.
        if stage.picture().contains("Đang tổng hợp") {
            stage.finish_job();
        }
    }
    assert!(stage.picture().contains("UBND xã Đồng Bằng"), "{}", stage.picture());
}
