//! `demo`: the demonstration rounds without a screen.

use crate::place::{Place, outcome, words};

#[test]
fn the_papers_of_every_unit_are_written_and_the_users_data_left_alone() {
    let place = Place::new();
    let said = outcome(place.command(&words("demo --out ra/giay")).env_remove("KIEMTRA_HOME")).printed();
    let files = place.files("ra/giay");
    assert_eq!(said.lines().count(), files.len());
    for name in ["2022-dot-1-an-khe-bien-ban.docx", "2022-dot-1-an-khe-thong-bao.docx"] {
        assert!(files.iter().any(|file| file == name), "{files:?}");
    }
    for file in &files {
        assert!(std::fs::read(place.path("ra/giay").join(file)).unwrap().starts_with(b"PK"), "{file}");
    }
    assert!(!place.home().join("kiemtra.db").exists(), "a throw-away home");
}

#[test]
fn a_named_home_keeps_the_rounds_and_twice_is_once() {
    let place = Place::new();
    let log = |place: &Place| place.run(&words("log --round 2022-dot-1 --json")).printed();
    place.run(&words("demo --out ra")).printed();
    let first = log(&place);
    place.run(&words("demo --out ra")).printed();
    assert_eq!(log(&place), first);
    let status = place.run(&words("status --round 2022-dot-1 --json")).printed();
    assert!(status.contains("UBND huyện Quỳnh Phụ"), "{status}");
}

#[test]
fn a_folder_that_cannot_be_made_is_said() {
    let place = Place::new();
    place.write("tep", "");
    place.run(&words("demo --out tep/ra")).refused(2, "không tạo được thư mục");
}

#[test]
fn without_a_terminal_there_is_no_screen() {
    let place = Place::new();
    place.run(&["demo"]).refused(2, "cần một cửa sổ dòng lệnh");
    place.run(&[]).refused(2, "cần một cửa sổ dòng lệnh");
    place.run(&words("--lang en")).refused(2, "needs a terminal");
}
