//! Keys into a real journal, and pictures.

use super::*;
use crate::inspection::{Edited, Omission, Part, PassageEdits};
use crate::tui::screens::preview::Preview;
use crate::tui::screens::test_home::{TestHome, round_id, unit_id};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

const ANSWERS: &str = r#"
[answer."thu/tong"]
number = 155
[answer."thu/da-lam"]
number = 143
[answer."thu/dia-chi"]
verdict = "fail"
remark = "Chưa có số điện thoại đường dây nóng"
[answer."thu/de-thay"]
verdict = "pass"
remark = "Bảng đặt ở cửa ra vào, chữ to, đủ ánh sáng"
"#;

/// As the shipped checklists have it: a rate with a sentence of its own.
const RATE: (&str, &str) = (
    "points = 2\n",
    "points = 2\nsays = { shortcoming = \"Mới niêm yết {{ da_lam }}/{{ tong }} thủ tục ({{ ty_le | percent }})\", \
     requirement = \"Niêm yết đủ thủ tục\" }\n",
);

pub(super) fn home() -> TestHome {
    let checklist = crate::tui::screens::test_home::CHECKLIST.replacen(RATE.0, RATE.1, 1);
    let home = TestHome::with(&checklist);
    home.record(ANSWERS);
    home
}

pub(super) fn editor() -> ConclusionEditor {
    ConclusionEditor::new(round_id(), unit_id(), "UBND xã Mẫu A".to_owned())
}

pub(super) fn stage(home: &TestHome) -> Stage<World, Office> {
    let mut office = home.office();
    crate::tui::screens::test_home::open_unit(&mut office);
    Stage::new(editor(), office)
}

/// At the first shortcoming, the rate.
pub(super) fn at_rate(home: &TestHome) -> Stage<World, Office> {
    let mut stage = stage(home);
    to(&mut stage, "Mới niêm yết");
    stage
}

/// Goes down to the passage whose line shows this.
pub(super) fn to(stage: &mut Stage<World, Office>, text: &str) {
    for _ in 0..40 {
        let picture = stage.picture();
        if picture.lines().any(|line| line.starts_with(" > ") && line.contains(text)) {
            return;
        }
        stage.press("Down");
    }
    panic!("{}", stage.picture());
}

fn edits(home: &TestHome) -> PassageEdits {
    home.store().passages(&round_id(), &unit_id()).unwrap()
}

fn texts(home: &TestHome) -> Vec<String> {
    let wording = |edit: &crate::inspection::PassageEdit| edit.wording.settled().map(|wording| wording.text.clone());
    edits(home).iter().filter_map(|(_, edit)| wording(edit)).collect()
}

fn paper(home: &TestHome) -> String {
    let request = Request::Compose(round_id(), unit_id(), crate::tui::work::PaperChoice::Notice);
    match crate::tui::screen::Executor::execute(&mut home.office(), &request) {
        Ok(Outcome::Paper { text, .. }) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn pictures() {
    let home = home();
    let mut stage = at_rate(&home);
    insta::assert_snapshot!("passages_80", stage.picture());
    insta::assert_snapshot!("both_120", stage.resize(120, 40).picture());
    insta::assert_snapshot!("passages_60", stage.resize(60, 16).picture());
    stage.press("Tab");
    insta::assert_snapshot!("paper_80", stage.resize(80, 24).picture());
    stage.press("Tab").sweep();
    stage.press("Enter").type_text(" Đã nhắc.");
    insta::assert_snapshot!("writing_120", stage.resize(120, 40).picture());
    insta::assert_snapshot!("writing_60", stage.resize(60, 16).picture());
    stage.sweep();
}

#[test]
fn enter_edits_a_passage_and_the_paper_follows_while_it_is_typed() {
    let home = home();
    let mut stage = at_rate(&home);
    stage.resize(120, 40).press("Enter").type_text(" Đã nhắc tại chỗ");
    let right: String = stage.picture().lines().filter_map(|line| line.split('│').nth(1)).collect();
    assert!(right.contains("Đã nhắc tại"), "{}", stage.picture());
    assert_eq!(texts(&home), [""; 0], "nothing is recorded before Enter");
    stage.press("Enter");
    assert_eq!(texts(&home).len(), 1);
    assert!(paper(&home).contains("Đã nhắc tại chỗ"), "{}", paper(&home));
    assert!(stage.picture().contains("đã sửa"), "{}", stage.picture());
    stage.press("Ctrl+Z");
    assert!(!paper(&home).contains("Đã nhắc tại chỗ"));
    assert!(!stage.picture().contains("đã sửa"), "{}", stage.picture());
}

#[test]
fn esc_keeps_what_was_typed_and_an_unchanged_text_is_no_edit() {
    let home = home();
    let mut stage = at_rate(&home);
    stage.press("Enter Esc");
    assert!(edits(&home).is_empty());
    stage.press("Enter").type_text("!").press("Esc");
    assert_eq!(texts(&home).len(), 1);
    assert!(stage.picture().contains("Enter sửa"), "{}", stage.picture());
    assert!(home.store().journal().drafts("conclusion/").unwrap().is_empty());
}

#[test]
fn typed_text_survives_a_kill_within_a_second() {
    let home = home();
    let mut stage = at_rate(&home);
    stage.press("Enter").type_text(" Đã nhắc").wait_ms(1000).type_text("…");
    drop(stage);
    let mut stage = self::stage(&home);
    assert!(stage.picture().contains("Đã khôi phục"), "{}", stage.picture());
    stage.type_text(" tại chỗ\n");
    assert!(paper(&home).contains("Đã nhắc tại chỗ"), "{}", paper(&home));
    assert!(home.store().journal().drafts("conclusion/").unwrap().is_empty());
    stage.press("Ctrl+B").type_text("Đoạn mới").wait_ms(1000);
    drop(stage);
    let mut stage = self::stage(&home);
    stage.press("Enter");
    assert!(paper(&home).contains("Đoạn mới"), "{}", paper(&home));
}

#[test]
fn what_was_given_up_does_not_come_back() {
    let home = home();
    let mut stage = at_rate(&home);
    stage.press("Enter").type_text(" Đã nhắc").wait_ms(1000);
    drop(stage);
    let mut stage = self::stage(&home);
    assert!(stage.picture().contains("Đã nhắc"), "{}", stage.picture());
    stage.press("Ctrl+Z Enter");
    assert!(!stage.picture().contains("Đã nhắc"), "{}", stage.picture());
    assert!(home.store().journal().drafts("conclusion/").unwrap().is_empty());
}

#[test]
fn an_emptied_passage_is_not_recorded() {
    let home = home();
    let mut stage = at_rate(&home);
    stage.press("Enter").type_text(&"\u{8}".repeat(200)).press("Enter");
    assert!(edits(&home).is_empty());
    assert!(stage.picture().contains("Delete"), "{}", stage.picture());
}

#[test]
fn a_passage_whose_figures_changed_says_so_and_one_key_takes_the_new_ones() {
    let home = home();
    let mut stage = at_rate(&home);
    stage.press("Enter").type_text("; đã nhắc").press("Enter");
    home.record("[answer.\"thu/da-lam\"]\nnumber = 150\n");
    drop(stage);
    let mut stage = self::stage(&home);
    assert!(stage.line(0).contains("1 đoạn cần xem"), "{}", stage.picture());
    // From the top of the draft: to the passage, and the new figures.
    stage.press("Ctrl+L");
    insta::assert_snapshot!("changed_80", stage.picture());
    stage.press("1");
    let text = paper(&home);
    assert!(text.contains("150/155") && text.contains("; đã nhắc") && !text.contains("143"), "{text}");
    assert!(!stage.line(0).contains("cần xem"), "{}", stage.picture());
}

#[test]
fn a_passage_is_left_out_with_a_reason_and_brought_back() {
    let home = home();
    let mut stage = at_rate(&home);
    stage.press("Delete Enter");
    assert!(stage.picture().contains("Hãy ghi lý do"), "{}", stage.picture());
    assert!(edits(&home).is_empty());
    stage.type_text("Đã khắc phục trong ngày").press("Enter");
    let left_out =
        |edit: &crate::inspection::PassageEdit| matches!(edit.omission, Edited::Settled(Omission::LeftOut { .. }));
    assert_eq!(edits(&home).iter().filter(|(_, edit)| left_out(edit)).count(), 1);
    assert!(!paper(&home).contains("Mới niêm yết"));
    insta::assert_snapshot!("left_out_80", stage.picture());
    stage.press("Enter");
    assert!(paper(&home).contains("Mới niêm yết"));
    assert!(edits(&home).is_empty());
}

#[test]
fn words_that_still_hold_are_confirmed_by_enter() {
    let home = home();
    let mut stage = at_rate(&home);
    stage.press("Enter").type_text(" Đã nhắc").press("Enter");
    home.record("[answer.\"thu/da-lam\"]\nnumber = 150\n");
    drop(stage);
    let mut stage = self::stage(&home);
    stage.press("Ctrl+L Enter");
    assert!(stage.picture().contains("Số liệu nay: Mới niêm yết 150/155"), "{}", stage.picture());
    stage.press("Esc");
    assert!(stage.picture().contains("* đổi"), "Esc says nothing: {}", stage.picture());
    stage.press("Enter Enter");
    assert!(!stage.picture().contains("* đổi"), "{}", stage.picture());
}

#[test]
fn figures_that_cannot_be_taken_by_themselves_are_shown_and_written_by_hand() {
    let home = home();
    let mut stage = at_rate(&home);
    stage.press("Enter").type_text(&"\u{8}".repeat(200)).type_text("Niêm yết chưa đủ").press("Enter");
    home.record("[answer.\"thu/da-lam\"]\nnumber = 150\n");
    drop(stage);
    let mut stage = self::stage(&home);
    stage.press("Ctrl+L 1");
    assert!(stage.picture().contains("Sửa đoạn"), "{}", stage.picture());
    assert!(stage.picture().contains("Số liệu nay: Mới niêm yết 150/155"), "{}", stage.picture());
    stage.type_text(" (150/155)\n");
    assert!(paper(&home).contains("Niêm yết chưa đủ (150/155)"));
}

#[test]
fn what_the_records_no_longer_say_is_kept_for_a_person_to_decide() {
    let home = home();
    let mut stage = at_rate(&home);
    stage.press("Enter").type_text(" Đã nhắc").press("Enter");
    home.record("[answer.\"thu/da-lam\"]\nnumber = 155\n");
    drop(stage);
    let mut stage = self::stage(&home);
    stage.press("Ctrl+L");
    assert!(stage.picture().contains("mất căn cứ"), "{}", stage.picture());
    assert!(!paper(&home).contains("Đã nhắc"));
    stage.press("Enter");
    assert!(paper(&home).contains("Đã nhắc"), "{}", paper(&home));
    stage.press("Ctrl+Z Ctrl+L Delete");
    assert!(edits(&home).is_empty(), "{}", stage.picture());
}

#[test]
fn a_requirement_gets_its_deadline() {
    let home = home();
    let mut stage = stage(&home);
    to(&mut stage, "Niêm yết địa chỉ");
    stage.press("Ctrl+P").type_text("thời hạn").press("Enter").type_text("15").press("Enter");
    assert!(paper(&home).contains("15 ngày làm việc"), "{}", paper(&home));
    stage.press("Ctrl+P").type_text("thời hạn").press("Enter").type_text("31/13/2025").press("Enter");
    assert!(stage.picture().contains("Thời hạn thực hiện"), "a wrong day stays: {}", stage.picture());
}

#[test]
fn a_sentence_of_several_items_is_taken_apart() {
    let item = |id: &str| format!("[[section.item]]\nid = \"{id}\"\nkind = \"verdict\"\nask = \"Nội dung {id}\"\n");
    let home = TestHome::with_items(&(item("mot") + &item("hai") + &item("ba")));
    let fail = |id: &str| format!("[answer.\"thu/{id}\"]\nverdict = \"fail\"\n");
    home.record(&(fail("mot") + &fail("hai") + &fail("ba")));
    let lettered = || paper(&home).lines().filter(|line| line.contains("“Nội dung") && line.contains(") ")).count();
    let before = lettered();
    let mut stage = stage(&home);
    to(&mut stage, "a) ");
    stage.press("Ctrl+P").type_text("tách từng").press("Enter");
    assert!(lettered() > before, "{}\n{}", paper(&home), stage.picture());
}

#[test]
fn left_and_right_go_from_part_to_part() {
    let home = home();
    let mut stage = stage(&home);
    let title = |stage: &Stage<World, Office>| {
        let picture = stage.picture();
        picture.lines().find(|line| line.starts_with("── ")).unwrap_or_default().to_owned()
    };
    stage.press("Right Right Right");
    assert!(title(&stage).contains("Đánh giá chung"), "{}", stage.picture());
    stage.press("Left Left");
    assert!(title(&stage).contains("Kết quả đạt được"), "{}", stage.picture());
}

#[test]
fn passages_move_within_their_part() {
    let home = home();
    let order = || {
        let paper = paper(&home);
        (paper.find("Mới niêm yết"), paper.find("Chưa niêm yết địa chỉ"))
    };
    assert!(order().0 < order().1);
    let mut stage = at_rate(&home);
    stage.press(">");
    assert!(order().0 > order().1, "{}", paper(&home));
    assert!(stage.picture().lines().any(|line| line.starts_with(" > ") && line.contains("Mới niêm yết")));
    stage.press(">");
    assert!(stage.picture().contains("đứng cuối"), "{}", stage.picture());
    stage.press("<");
    assert!(order().0 < order().1);
}

#[test]
fn marked_passages_become_one() {
    let home = home();
    let mut stage = at_rate(&home);
    stage.press("Space Space");
    insta::assert_snapshot!("marked_80", stage.picture());
    stage.press("Enter");
    assert!(stage.picture().contains("Gộp 2 đoạn"), "{}", stage.picture());
    stage.press("Enter");
    let text = paper(&home);
    let lettered = text.lines().filter(|line| line.starts_with("a) ") && line.contains("Mới niêm yết"));
    assert!(lettered.clone().any(|line| line.contains("; chưa niêm yết địa chỉ")), "{text}");
    assert!(stage.picture().contains("đã gộp"), "{}", stage.picture());
    stage.press("Ctrl+Z");
    assert!(edits(&home).is_empty());
}

#[test]
fn one_key_chooses_what_stands_about_a_section() {
    let home = home();
    home.record("[answer.\"thu/de-thay\"]\nverdict = \"fail\"\nremark = \"Bảng đặt khuất sau cửa\"\n");
    let mut stage = at_rate(&home);
    stage.press("Ctrl+A");
    assert!(stage.picture().contains("Mục “Số liệu” chỉ có một đoạn ở phần này"), "{}", stage.picture());
    stage.press("Down Ctrl+A");
    let told = stage.picture();
    assert!(told.contains("Đã chọn 2 đoạn về mục “Bảng niêm yết”") && told.matches("[x]").count() == 2, "{told}");
    stage.press("Ctrl+A");
    assert!(!stage.picture().contains("[x]"), "{}", stage.picture());
    stage.press("Ctrl+A Enter Enter");
    assert!(stage.picture().contains("đã gộp"), "{}", stage.picture());
}

#[test]
fn a_passage_is_split_at_the_cursor() {
    let home = home();
    let mut stage = at_rate(&home);
    stage.press("Down Enter");
    for _ in 0.."đường dây nóng.".chars().count() {
        stage.press("Left");
    }
    stage.press("Ctrl+P").type_text("tách đoạn").press("Enter");
    let own = edits(&home).iter().filter(|(id, _)| id.is_own()).count();
    assert_eq!(own, 1, "{}", stage.picture());
    assert!(
        paper(&home).lines().any(|line| line.ends_with(") Đường dây nóng.") || line.ends_with(") đường dây nóng.")),
        "{}",
        paper(&home)
    );
}

#[test]
fn a_passage_of_ones_own_stands_behind_the_selected_one() {
    let home = home();
    let mut stage = at_rate(&home);
    stage.press("Ctrl+B").type_text("Sổ theo dõi ghi chưa đủ cột").press("Enter");
    let text = paper(&home);
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{text}"));
    assert!(at("Mới niêm yết") < at("Sổ theo dõi") && at("Sổ theo dõi") < at("Chưa niêm yết địa chỉ"), "{text}");
    assert!(
        stage.picture().lines().any(|line| line.starts_with(" > ") && line.contains("Sổ theo dõi")),
        "{}",
        stage.picture()
    );
    // In a part that has none yet.
    to(&mut stage, "chưa có đoạn nào");
    stage.press("Enter").type_text("Đơn vị mới sáp nhập").press("Enter");
    let own: Vec<Part> = edits(&home).iter().map(|(id, _)| id.part).collect();
    assert!(own.contains(&Part::ObjectiveCauses), "{own:?}");
}

#[test]
fn one_key_shows_where_the_figures_come_from_and_enter_goes_there() {
    let home = home();
    let mut stage = at_rate(&home);
    stage.press("=");
    insta::assert_snapshot!("sources_80", stage.picture());
    insta::assert_snapshot!("sources_60", stage.resize(60, 16).picture());
    stage.resize(80, 24).sweep();
    stage.press("Enter");
    assert!(stage.picture().contains("Tổng số thủ tục tiếp nhận"), "{}", stage.picture());
    assert!(stage.line(0).contains("UBND xã Mẫu A"), "{}", stage.picture());
    stage.press("Esc Esc");
    assert!(stage.picture().contains("Enter sửa"), "{}", stage.picture());
}

#[test]
fn a_typed_figure_that_the_records_contradict_is_a_problem() {
    let home = home();
    let mut stage = at_rate(&home);
    stage.press("Enter").type_text(&"\u{8}".repeat(200)).type_text("Mới niêm yết 134/155 thủ tục").press("Enter");
    assert!(stage.line(0).contains("1 đoạn cần xem"), "{}", stage.picture());
    assert!(stage.picture().contains("sai số liệu"), "{}", stage.picture());
    stage.press("Home Ctrl+L");
    insta::assert_snapshot!("contradicted_80", stage.picture());
}

#[test]
fn a_refused_text_goes_on_being_written() {
    let home = home();
    // Nobody acts here, so nothing can be recorded.
    let mut editor = editor();
    let at = Instant::now();
    let mut office = home.office();
    let compose = Request::Conclusion(ConclusionRequest::Compose(round_id(), unit_id()));
    let drafted = crate::tui::screen::Executor::execute(&mut office, &compose).unwrap();
    editor.handle(Event::Outcome(&drafted), at);
    editor.handle(Event::Act(Action::Open), at);
    editor.handle(Event::Text("x"), at);
    let effects = editor.handle(Event::Act(Action::Open), at);
    let [Effect::Run(request)] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(matches!(editor.doing, Doing::Looking));
    editor.handle(Event::Failed(request, &Failure::Refused("không ghi được".into())), at);
    let Doing::Writing(writing) = &editor.doing else { panic!() };
    assert!(writing.text().ends_with('x'));
}

#[test]
fn enter_in_the_preview_of_a_notice_opens_it_and_the_preview_follows() {
    let home = home();
    let mut office = home.office();
    crate::tui::screens::test_home::open_unit(&mut office);
    let mut stage = Stage::new(Preview::new(round_id(), unit_id(), "UBND xã Mẫu A".to_owned()), office);
    stage.press("Enter");
    assert!(stage.line(0).contains("Soạn kết luận"), "{}", stage.picture());
    to(&mut stage, "Mới niêm yết");
    stage.press("Enter").type_text(" Đã nhắc").press("Enter Esc").resize(120, 60);
    assert!(stage.picture().contains("Đã nhắc"), "{}", stage.picture());
}

#[test]
fn the_palette_of_board_and_inspection_opens_it() {
    let home = home();
    let mut stage = home.stage(Inspection::new);
    stage.press("Ctrl+P").type_text("soạn kết luận").press("Enter");
    assert!(stage.line(0).contains("Soạn kết luận"), "{}", stage.picture());
    let mut office = home.office();
    let Ok(Outcome::Round { open, acting }) =
        crate::tui::screen::Executor::execute(&mut office, &Request::OpenRound(round_id()))
    else {
        panic!()
    };
    let mut stage = Stage::new(crate::tui::screens::units::Units::new(open, acting), office);
    stage.press("Ctrl+P").type_text("soạn kết luận").press("Enter");
    assert!(stage.line(0).contains("Soạn kết luận"), "{}", stage.picture());
}
