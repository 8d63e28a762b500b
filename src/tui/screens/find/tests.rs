use super::*;
use crate::tui::screen::Executor;
use crate::tui::screens::test_home::{TestHome, open_unit, round_id, unit_id};
use crate::tui::screens::units::Units;
use crate::tui::testing::Stage;
use crate::tui::work::Office;

const RECORDED: &str = r#"
[answer."thu/tong"]
number = 155
[answer."thu/dia-chi"]
verdict = "fail"
remark = "Địa chỉ tiếp nhận chưa ghi số điện thoại đường dây nóng; kiến nghị của ông A chưa được trả lời"
[answer."thu/xac-suat"]
rows = [{ ten = "Chứng thực chữ ký", dung = true }, { ten = "Đăng ký khai sinh", dung = false }]
"#;

/// On the inspection of unit `mau-a`.
fn at_unit(home: &TestHome) -> Stage<World, Office> {
    home.stage(Inspection::new)
}

fn board(home: &TestHome) -> Stage<World, Office> {
    let mut office = home.office();
    match office.execute(&Request::OpenRound(round_id())) {
        Ok(Outcome::Round { open, acting }) => Stage::new(Units::new(open, acting), office),
        other => panic!("{other:?}"),
    }
}

#[test]
fn pictures_at_three_sizes() {
    let home = TestHome::new();
    home.record(RECORDED);
    let mut stage = at_unit(&home);
    stage.press("Ctrl+F");
    insta::assert_snapshot!(stage.resize(60, 16).picture(), @r"
     UBND xã Mẫu A › Tìm trong đợt                 Thành viên 1
    ────────────────────────────────────────────────────────────
     Tìm:
     Gõ vài từ, có dấu hay không dấu; hoặc số của nội dung, ví
     dụ 2.4.








    ────────────────────────────────────────────────────────────

     Esc quay lại   Ctrl+P mọi lệnh   F1 trợ giúp
    ");
    stage.type_text("kien nghi");
    insta::assert_snapshot!(stage.picture(), @r"
     UBND xã Mẫu A › Tìm trong đợt           Thành viên 1 · 1/3
    ────────────────────────────────────────────────────────────
     Tìm: kien nghi
     1 nội dung · 1 mẫu câu · 1 nhận xét
     > nội dung   2.1   …phản ánh, kiến nghị của cá nhân, tổ…
       mẫu câu    2.1   …chỉ tiếp nhận phản ánh, kiến nghị
       nhận xét   2.1   …dây nóng; kiến nghị của ông A chưa…






    ────────────────────────────────────────────────────────────

     Enter đến nơi   Esc quay lại   F1 trợ giúp
    ");
    insta::assert_snapshot!(stage.resize(80, 24).picture(), @r"
     UBND xã Mẫu A › Tìm trong đợt                               Thành viên 1 · 1/3
    ────────────────────────────────────────────────────────────────────────────────
     Tìm: kien nghi
     1 nội dung · 1 mẫu câu · 1 nhận xét
     > nội dung   2.1   Địa chỉ tiếp nhận phản ánh, kiến nghị của c…  UBND xã Mẫu A
       mẫu câu    2.1   …yết địa chỉ tiếp nhận phản ánh, kiến nghị    UBND xã Mẫu A
       nhận xét   2.1   …dây nóng; kiến nghị của ông A chưa được tr…  UBND xã Mẫu A













    ────────────────────────────────────────────────────────────────────────────────

     Enter đến nơi   Esc quay lại   Ctrl+P mọi lệnh   F1 trợ giúp
    ");
    insta::assert_snapshot!(stage.resize(120, 40).picture(), @r"
     UBND xã Mẫu A › Tìm trong đợt                                                                       Thành viên 1 · 1/3
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Tìm: kien nghi
     1 nội dung · 1 mẫu câu · 1 nhận xét
     > nội dung   2.1   Địa chỉ tiếp nhận phản ánh, kiến nghị của cá nhân, tổ chức được niêm yết công khai    UBND xã Mẫu A
       mẫu câu    2.1   Chưa niêm yết địa chỉ tiếp nhận phản ánh, kiến nghị                                   UBND xã Mẫu A
       nhận xét   2.1   Địa chỉ tiếp nhận chưa ghi số điện thoại đường dây nóng; kiến nghị của ông A chưa đ…  UBND xã Mẫu A





























    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

     Enter đến nơi   Esc quay lại   Ctrl+P mọi lệnh   F1 trợ giúp
    ");
    stage.sweep();
    stage.type_text(" xyz");
    insta::assert_snapshot!(stage.resize(60, 16).picture(), @r"
     UBND xã Mẫu A › Tìm trong đợt                 Thành viên 1
    ────────────────────────────────────────────────────────────
     Tìm: kien nghi xyz
     Không thấy “kien nghi xyz” trong đợt này. Hãy thử ít từ
     hơn, một từ khác, hoặc kiểm tra lại chính tả.








    ────────────────────────────────────────────────────────────

     Esc quay lại   Ctrl+P mọi lệnh   F1 trợ giúp
    ");
    stage.sweep();
}

#[test]
fn ctrl_f_and_slash_find_diacritics_free_and_mistyped_and_jump_there() {
    let home = TestHome::new();
    home.record(RECORDED);
    for (keys, typed) in [("Ctrl+F", "phan anh kien nghi"), ("/", "tiep nhan phna anh"), ("/", "2.1")] {
        let mut stage = at_unit(&home);
        stage.press(keys).type_text(typed).press("Enter");
        assert!(stage.picture().contains("> 2.1  Địa chỉ"), "{typed}: {}", stage.picture());
    }
}

#[test]
fn letters_that_come_at_once_are_looked_for_once_and_enter_right_behind_them_opens_the_best() {
    let home = TestHome::new();
    let mut stage = at_unit(&home);
    stage.press("Ctrl+F").burst("duong day nong");
    assert!(stage.picture().contains("2.3   Có số điện thoại"), "{}", stage.picture());
    stage.press("Esc Ctrl+F").burst("bang dat").press("Enter");
    assert!(stage.picture().contains("> 2.2  Bảng đặt nơi dễ thấy"), "{}", stage.picture());
}

#[test]
fn a_row_is_opened_in_its_register() {
    let home = TestHome::new();
    home.record(RECORDED);
    let mut stage = at_unit(&home);
    stage.press("Ctrl+F").type_text("khai sinh").press("Enter");
    let picture = stage.picture();
    assert!(picture.contains(">  2 Đăng ký khai sinh"), "{picture}");
    stage.press("Esc");
    assert!(stage.picture().contains("> 3.1"), "{}", stage.picture());
}

#[test]
fn a_hit_at_another_unit_opens_it_and_esc_leads_back() {
    let home = TestHome::new();
    home.record(RECORDED);
    let mut stage = at_unit(&home);
    stage.press("Ctrl+F").type_text("mau b").press("Enter");
    assert!(stage.line(0).contains("UBND xã Mẫu B"), "{}", stage.picture());
    // From there the remark of the first unit.
    stage.press("Ctrl+F").type_text("duong day nong kien nghi").press("Enter");
    assert!(stage.line(0).contains("UBND xã Mẫu A"), "{}", stage.picture());
    assert!(stage.picture().contains("> 2.1"), "{}", stage.picture());
    stage.press("Esc");
    assert!(stage.picture().contains("Tìm: duong day nong kien nghi"), "{}", stage.picture());
    stage.press("Esc");
    assert!(stage.line(0).contains("UBND xã Mẫu B"), "{}", stage.picture());
    stage.press("Esc");
    assert!(stage.picture().contains("Tìm: mau b"), "{}", stage.picture());
}

#[test]
fn the_board_searches_the_round_too() {
    let home = TestHome::new();
    home.record(RECORDED);
    let mut stage = board(&home);
    stage.press("/").type_text("duong day nong kien nghi").press("Enter");
    assert!(stage.line(0).contains("UBND xã Mẫu A"), "{}", stage.picture());
    assert!(stage.picture().contains("> 2.1"), "{}", stage.picture());
    stage.press("Esc Esc");
    assert!(stage.line(1).contains("2 đơn vị"), "{}", stage.picture());
    // An item is shown at the unit that is selected.
    stage.press("Down /").type_text("de thay").press("Enter");
    assert!(stage.line(0).contains("UBND xã Mẫu B") && stage.picture().contains("> 2.2"), "{}", stage.picture());
}

#[test]
fn what_was_recorded_meanwhile_is_found() {
    let home = TestHome::new();
    let mut stage = at_unit(&home);
    stage.press("Ctrl+F").type_text("bong troc");
    assert!(stage.picture().contains("Không thấy"), "{}", stage.picture());
    stage.press("Esc Down Down Down Down 3").wait_ms(1000);
    stage.press("Tab Tab").type_text("Bảng bong tróc").press("Ctrl+S Esc");
    stage.press("Ctrl+F").type_text("bong troc");
    let picture = stage.picture();
    assert!(!picture.contains("Không thấy"), "{picture}");
}

#[test]
fn an_answer_to_what_was_typed_before_is_dropped() {
    let home = TestHome::new();
    let mut office = home.office();
    let work = open_unit(&mut office);
    let mut find = Find::at_unit(work);
    let now = Instant::now();
    find.handle(Event::Text("bang"), now);
    let hit = Hit {
        kind: crate::search::HitKind::Unit,
        target: Target { unit: unit_id(), item: None, row: None },
        unit: String::new(),
        number: String::new(),
        text: String::new(),
        places: Vec::new(),
    };
    let found = Found { hits: vec![hit], extent: Extent::All };
    let late =
        |typed: &str| Outcome::Found(crate::tui::work::SearchOutcome { typed: typed.to_owned(), found: found.clone() });
    find.handle(Event::Outcome(&late("ban")), now);
    assert!(find.found.hits.is_empty());
    find.handle(Event::Outcome(&late("bang")), now);
    assert_eq!(find.found.hits.len(), 1);
}
