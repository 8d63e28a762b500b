//! Recording through a real store in a temporary home.

use serde_json::json;

use super::*;
use crate::journal::Clock;

const CHECKLIST: &str = r#"
id = "thu"
edition = "1"
title = "Phiếu thử"
field = "tthc"
[[section]]
id = "mot"
title = "Mục một"
[[section.item]]
id = "tong"
kind = "number"
ask = "Tổng số"
[[section.item]]
id = "da-lam"
kind = "number"
ask = "Đã làm"
[[section.item]]
id = "ty-le"
kind = "rate"
ask = "Tỷ lệ"
formula = "da_lam / tong"
pass_from = 1.0
partial_from = 0.9
points = 2
[[section.item]]
id = "dia-chi"
kind = "verdict"
ask = "Địa chỉ"
[[section.item]]
id = "mau"
kind = "register"
ask = "Mẫu"
at_least = 2
columns = [{ id = "ten", title = "Tên", kind = "text", required = true }, { id = "dung", title = "Đúng", kind = "yes-no" }]
row_ok = "dung"
[[section.item]]
id = "phieu"
kind = "survey"
ask = "Phiếu"
questions = [{ id = "thai-do", ask = "Thái độ", scale = "level-5" }]
details = ["cong-chuc"]
"#;

const ROUND: &str = r#"
id = "2025-dot-1"
title = "Đợt 1"
period = { from = 2025-01-01, to = 2025-06-30 }
checklists = ["thu"]
[[member]]
id = "tv-1"
name = "Thành viên 1"
role = "lead"
[[unit]]
id = "mau-a"
name = "UBND xã Mẫu A"
kind = "xa"
"#;

struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("checklists")).unwrap();
        std::fs::write(folder.path().join("checklists/thu.toml"), CHECKLIST).unwrap();
        Self { folder }
    }

    fn store(&self) -> Store {
        let now = "2025-10-19T09:00:00+07:00".parse().unwrap();
        Store::open(self.folder.path(), Clock::Fixed(now)).unwrap()
    }
}

fn file(text: &str) -> TextFile {
    TextFile::from_bytes("tep.toml", text.as_bytes()).unwrap()
}

fn add_round(store: &mut Store) -> Round {
    let round = read_round(&file(ROUND), "2025-10-19".parse().unwrap()).unwrap();
    store.add_round(&round, None).unwrap();
    round
}

fn record(store: &mut Store, answers: &str) -> Result<usize, String> {
    let text = format!("round = \"2025-dot-1\"\nunit = \"mau-a\"\nmember = \"tv-1\"\n{answers}");
    let file = file(&text);
    let answers = read_answers(&file).map_err(|error| error.to_string())?;
    store.record_file(&file, &answers).map(|written| written.revisions.len()).map_err(|error| error.to_string())
}

#[test]
fn a_round_comes_back_as_it_was_added_and_adding_again_changes_nothing() {
    let home = Home::new();
    let mut store = home.store();
    let round = add_round(&mut store);
    assert_eq!(store.round("2025-dot-1").unwrap(), round);
    assert_eq!(store.add_round(&round, None).unwrap(), []);
    assert_eq!(store.acting(&round, None).unwrap().id.as_str(), "tv-1", "the lead where this home added the round");
    let renamed = Round { title: "Đợt một".into(), ..round };
    let differences = store.add_round(&renamed, None).unwrap();
    assert_eq!(differences.len(), 1);
    assert_eq!((differences[0].field.as_str(), &differences[0].after), ("title", &json!("Đợt một")));
}

#[test]
fn a_file_is_recorded_once_and_read_back() {
    let home = Home::new();
    let mut store = home.store();
    let round = add_round(&mut store);
    let answers = r#"
[answer."thu/tong"]
number = 155
source = "phan-mem"
reported = 160
[answer."thu/dia-chi"]
verdict = "fail"
remark = "Chưa có số điện thoại"
explanation = { agrees = true, text = "Sẽ bổ sung" }
evidence = [ { file = "bang.jpg", about = "Bảng" }, { document = "12/QĐ-UBND", date = 2025-01-20, about = "…" } ]
[answer."thu/mau"]
rows = [ { ten = "Đăng ký khai sinh", dung = true }, { ten = "Chứng thực", dung = false } ]
[answer."thu/phieu"]
forms = [ [5], { answers = [2], cong-chuc = "CC-03" } ]
"#;
    assert!(record(&mut store, answers).unwrap() > 8);
    assert_eq!(record(&mut store, answers), Ok(0), "the same file again changes nothing");
    let unit = &round.units[0].id;
    let read = store.answers(&round.id, unit).unwrap();
    let address = read.get("thu", "dia-chi").unwrap();
    assert_eq!(address.remark.as_deref(), Some("Chưa có số điện thoại"));
    assert_eq!(address.evidence.len(), 2);
    assert_eq!(address.explanation.as_ref().unwrap().agrees, Agreement::Agrees);
    let rows = &read.get("thu", "mau").unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.cells.len()).collect::<Vec<_>>(), [2, 2]);
    assert_eq!(read.get("thu", "phieu").unwrap().forms[1].content.details["cong-chuc"], "CC-03");
    let fewer = "[answer.\"thu/mau\"]\nrows = [ { ten = \"Chứng thực\", dung = true } ]";
    record(&mut store, fewer).unwrap();
    let read = store.answers(&round.id, unit).unwrap();
    assert_eq!(read.get("thu", "mau").unwrap().rows.len(), 1, "rows replace what this member recorded before");
}

#[test]
fn what_does_not_fit_is_refused_whole_with_its_place() {
    rust_i18n::set_locale("vi");
    let home = Home::new();
    let mut store = home.store();
    let round = add_round(&mut store);
    let good = "[answer.\"thu/tong\"]\nnumber = 1\n";
    let cases = [
        ("[answer.\"thu/ty-le\"]\nverdict = \"pass\"", "tự tính"),
        ("[answer.\"thu/dia-chi\"]\nnumber = 1", "verdict"),
        ("[answer.\"thu/khac\"]\nnumber = 1", "thu/khac"),
        ("[answer.\"khac/tong\"]\nnumber = 1", "thu"),
        ("[answer.\"thu/da-lam\"]\nnumber = 1.5", "1,5"),
        ("[answer.\"thu/da-lam\"]\nnumber = -1", "-1"),
        ("[answer.\"thu/da-lam\"]\nnumbers = 1", "numbers"),
        ("[answer.\"thu/dia-chi\"]\nverdict = \"tot\"", "tot"),
        ("[answer.\"thu/mau\"]\nrows = [ { la = 1 } ]", "la"),
        ("[answer.\"thu/phieu\"]\nforms = [ [6] ]", "6"),
        ("[answer.\"thu/phieu\"]\nforms = [ [1, 1] ]", "2"),
        ("[answer.\"thu/tong\"]\nnumber = 2", "đã có ở phía trên"),
    ];
    for (bad, expected) in cases {
        let error = record(&mut store, &format!("{good}{bad}")).unwrap_err();
        assert!(error.starts_with("tep.toml:"), "{error}");
        assert!(error.contains(expected), "{bad}: {error}");
        assert!(store.answers(&round.id, &round.units[0].id).unwrap().iter().next().is_none(), "{bad}");
    }
}

#[test]
fn numbers_and_texts_are_kept_in_one_form() {
    assert_eq!(FieldChange::Number(Some(155.0)).value(), json!(155));
    assert_eq!(FieldChange::Remark(Some("  Chu\u{31b}a \u{111}u\u{309}  ".into())).value(), json!("Chưa đủ"));
    assert_eq!(FieldChange::Remark(Some(" ".into())).value(), json!(null));
}

#[test]
fn a_row_taken_back_is_gone_and_rows_keep_the_order_they_were_made_in() {
    let home = Home::new();
    let mut store = home.store();
    let round = add_round(&mut store);
    let checklist = store.editions(&round).unwrap()[0].checklist.clone();
    let item = checklist.item("mau").unwrap();
    let unit = &round.units[0].id;
    let recorder = Recorder { round: round.id.clone(), unit: unit.clone(), member: "tv-1".into(), reason: None };
    let names: Vec<String> = (0..9).map(|number| number.to_string()).collect();
    for name in &names {
        let added = SetChange::AddRow([("ten".to_owned(), json!(name))].into());
        store.record_sets(&recorder, &checklist, item, &[added]).unwrap();
    }
    let rows = |store: &Store| store.answers(&round.id, unit).unwrap().get("thu", "mau").unwrap().rows.clone();
    let read: Vec<_> = rows(&store).iter().flat_map(|row| row.cells.values().cloned()).collect();
    assert_eq!(read, names);
    store.undo(&round.id, "tv-1", None).unwrap();
    assert_eq!(rows(&store).len(), 8, "its only cell is null again");
    store.redo(&round.id, "tv-1", None).unwrap();
    assert_eq!(rows(&store).len(), 9);
    let emptied = SetChange::SetCell { row: rows(&store)[0].id.clone(), column: "ten".into(), value: json!(null) };
    store.record_sets(&recorder, &checklist, item, &[emptied]).unwrap();
    assert_eq!(rows(&store).len(), 8);
}

#[test]
fn undo_stops_at_the_adding_of_the_round() {
    let home = Home::new();
    let mut store = home.store();
    let round = add_round(&mut store);
    let checklist = store.editions(&round).unwrap()[0].checklist.clone();
    let unit = round.units[0].id.clone();
    let recorder = Recorder { round: round.id.clone(), unit, member: "tv-1".into(), reason: None };
    let passed = FieldChange::Verdict(Some(crate::checklist::Verdict::Pass));
    store.record(&recorder, &checklist, checklist.item("dia-chi").unwrap(), &[passed]).unwrap();
    store.undo(&round.id, "tv-1", None).unwrap();
    assert!(matches!(store.undo(&round.id, "tv-1", None), Err(InspectionError::RoundNotUndone)));
    assert_eq!(store.round(round.id.as_str()).unwrap(), round);
    store.redo(&round.id, "tv-1", None).unwrap();
}
