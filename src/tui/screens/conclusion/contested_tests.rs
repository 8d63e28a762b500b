//! Two laptops edited one passage: what the editor shows of it, and how it is decided.

use super::tests::{editor, to};
use crate::exchange::conflict::fixture::Laptops;
use crate::inspection::PassageEdit;
use crate::tui::screens::test_home::{open_unit, round_id, unit_id};
use crate::tui::testing::Stage;
use crate::tui::work::{Office, PaperChoice, Request, World};

/// Both members put their words behind the same passage; the lead takes in what both sent.
fn differing() -> Laptops {
    let laptops = Laptops::new(3);
    laptops.record(0, "tv-1", "[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\nremark = \"Chưa có số điện thoại\"\n");
    for other in [1, 2] {
        laptops.merge(other, 0);
    }
    for other in [1, 2] {
        let mut stage = stage(&laptops, other);
        to(&mut stage, "a) Nội dung");
        stage.press("Enter").type_text(&format!(" Ý kiến thứ {other}")).press("Enter");
    }
    laptops.merge(0, 1);
    laptops.merge(0, 2);
    laptops
}

fn stage(laptops: &Laptops, laptop: usize) -> Stage<World, Office> {
    let member = format!("tv-{}", laptop + 1);
    let mut office = Office::new(laptops.store(laptop), Some(member)).without_unsent();
    open_unit(&mut office);
    Stage::new(editor(), office)
}

/// Laptops without a name are called by their ids, which are different every time.
fn without_ids(picture: &str) -> String {
    let mut parts = picture.split("máy ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_id = part.len() > 8 && part.as_bytes()[..8].iter().all(u8::is_ascii_hexdigit);
        text += "máy ";
        text += if is_id { "<máy này>" } else { "" };
        text += if is_id { &part[8..] } else { part };
    }
    text
}

fn edits(laptops: &Laptops) -> Vec<PassageEdit> {
    let edits = laptops.store(0).passages(&round_id(), &unit_id()).unwrap();
    edits.iter().map(|(_, edit)| edit.clone()).collect()
}

fn notice(laptops: &Laptops) -> String {
    let mut office = Office::new(laptops.store(0), None);
    let request = Request::Compose(round_id(), unit_id(), PaperChoice::Notice);
    match crate::tui::screen::Executor::execute(&mut office, &request) {
        Ok(crate::tui::work::Outcome::Paper { text, .. }) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        other => panic!("{other:?}"),
    }
}

#[test]
fn both_texts_are_shown_with_whose_they_are_and_when_they_were_written() {
    let laptops = differing();
    let mut stage = stage(&laptops, 0);
    assert!(stage.line(0).contains("1 đoạn cần xem"), "{}", stage.picture());
    stage.press("Ctrl+L");
    insta::assert_snapshot!("contested_80", without_ids(&stage.picture()));
    let wide = stage.resize(120, 40).picture();
    for said in
        ["Ý kiến 1 về câu chữ: Thành viên 2", "Ý kiến thứ 1", "Ý kiến 2 về câu chữ: Thành viên 3", "Ý kiến thứ 2"]
    {
        assert!(wide.contains(said), "{said}: {wide}");
    }
    stage.sweep();
}

#[test]
fn one_opinion_is_chosen_with_a_reason() {
    let laptops = differing();
    let mut stage = stage(&laptops, 0);
    stage.press("Ctrl+L Enter");
    assert!(stage.line(0).contains("Ý kiến khác nhau"), "{}", stage.picture());
    stage.press("1").type_text("Theo biên bản").press("Enter Esc");
    assert!(!stage.line(0).contains("cần xem"), "{}", stage.picture());
    let said = edits(&laptops)[0].wording.settled().unwrap().text.clone();
    assert!(said.ends_with("Ý kiến thứ 1"), "{said}");
    assert!(notice(&laptops).contains(&said), "{}", notice(&laptops));
}

#[test]
fn a_third_wording_can_be_written_instead() {
    let laptops = differing();
    let drafted = edits(&laptops)[0].clone();
    let mut stage = stage(&laptops, 0);
    stage.press("Ctrl+L Enter");
    stage.press("Enter");
    let picture = stage.picture();
    assert!(!picture.contains("Thành viên 2: Nội dung"), "nobody's name gets into the notice: {picture}");
    stage.type_text(&"\u{8}".repeat(400)).type_text("Chưa niêm yết số điện thoại\n\n");
    stage.press("Enter").type_text("Đã trao đổi với hai đồng chí").press("Enter Esc");
    assert!(!stage.line(0).contains("cần xem"), "{}", stage.picture());
    let edit = edits(&laptops)[0].clone();
    assert_ne!(edit, drafted);
    let wording = edit.wording.settled().unwrap();
    assert_eq!(wording.text, "Chưa niêm yết số điện thoại");
    assert!(wording.drafted.contains("chưa đạt"), "what the draft said is kept: {wording:?}");
    assert!(notice(&laptops).contains("a) Chưa niêm yết số điện thoại"), "{}", notice(&laptops));
}
