//! `record`: what of a file is kept, how often, and how wrong ones are refused.

use std::fmt::Write;
use std::thread;

use crate::place::{ANSWERS, Place, outcome};

/// How many records of `kind` the contract's round has.
fn count(place: &Place, kind: &str) -> usize {
    let log = place.log();
    let keys = log.iter().map(|line| line["record"].as_str().unwrap());
    let mut keys: Vec<&str> = keys.filter(|key| key.split('/').next() == Some(kind)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.len()
}

#[test]
fn the_same_file_twice_writes_nothing_whatever_is_in_it() {
    let place = Place::with_round();
    let files = [
        ANSWERS.to_owned(),
        // A row without any cell is no row; blanks and unfilled details are none either.
        format!(
            "{HEAD}[answer.\"niem-yet-tthc/mau-tthc\"]\nrows = [{{ ten = \"a\" }}, {{}}, {{ ten = \" \" }}, {{ ten = \"c\" }}]"
        ),
        format!("{HEAD}[answer.\"niem-yet-tthc/mau-tthc\"]\nrows = []"),
        format!(
            "{HEAD}[answer.\"niem-yet-tthc/dia-chi-pakn\"]\nevidence = [{{ file = \"x.jpg\" }}, {{ file = \" x.jpg\" }}]"
        ),
        format!(
            "{HEAD}[answer.\"niem-yet-tthc/dia-chi-pakn\"]\nremark = \"a\\u0301 \\r\\n\"\nevidence = [{{ file = \"a\\u0301\" }}]"
        ),
        format!(
            "{HEAD}[answer.\"niem-yet-tthc/phieu-hai-long\"]\nforms = [[], {{ answers = [3], cong-chuc = \" \" }}]"
        ),
        ANSWERS.replace('\n', "\r\n"),
        format!("\u{feff}{ANSWERS}"),
    ];
    for file in files {
        place.record(&file).done();
        let before = place.log().len();
        place.record(&file).done();
        assert_eq!(place.log().len(), before, "{file}");
    }
    assert_eq!(count(&place, "evidence"), 4, "two of the example, x.jpg and á once each");
}

const HEAD: &str = "round = \"2025-dot-1\"\nunit = \"mau-a\"\nmember = \"thanh-vien-1\"\n";

#[test]
fn rows_and_forms_replace_what_this_member_recorded_and_nobody_elses() {
    let place = Place::with_answers();
    place
        .answer_as("truong-doan", "[answer.\"niem-yet-tthc/mau-tthc\"]\nrows = [{ ten = \"Của trưởng đoàn\" }]")
        .done();
    place.answer("[answer.\"niem-yet-tthc/mau-tthc\"]\nrows = [{ ten = \"Mới\" }, { ten = \"Nữa\" }]").done();
    let notice = place.paper("notice");
    for name in ["Của trưởng đoàn", "Mới", "Nữa"] {
        assert!(notice.contains(name), "{name}: {notice}");
    }
    assert!(!notice.contains("Đăng ký khai sinh"));
}

#[test]
fn a_row_taken_out_of_the_file_is_one_row_removed() {
    let place = Place::with_round();
    let rows = |names: &[&str]| {
        let rows: Vec<String> = names.iter().map(|name| format!("{{ ten = \"{name}\" }}")).collect();
        place.answer(&format!("[answer.\"niem-yet-tthc/mau-tthc\"]\nrows = [{}]", rows.join(", "))).done();
        place.log().len()
    };
    let three = rows(&["a", "b", "c"]);
    assert_eq!(rows(&["c", "a", "b"]), three, "their order says nothing");
    assert_eq!(rows(&["b", "c"]), three + 1);
    assert_eq!(rows(&["b", "c", "c"]), three + 2, "two equal rows are two");
    assert_eq!(rows(&["b", "x", "c"]), three + 3);
}

#[test]
fn programs_that_record_one_file_at_once_record_it_once() {
    let place = Place::with_round();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| place.record(ANSWERS).done());
        }
    });
    assert_eq!([count(&place, "row"), count(&place, "form"), count(&place, "evidence")], [1, 3, 2]);
}

#[test]
fn a_mistake_anywhere_records_nothing_and_is_told_in_the_users_words() {
    let place = Place::with_answers();
    let before = place.log().len();
    let item = |key: &str, body: &str| format!("{HEAD}[answer.\"niem-yet-tthc/{key}\"]\n{body}");
    for (file, piece) in [
        (ANSWERS.replace("number = 155", "number = 155.5"), "5:9: "),
        (ANSWERS.replace("number = 155", "number = \"155\""), "một số"),
        (item("dia-chi-pakn", "evidence = [{ file = \"a\", date = 3025-01-01 }]"), "3025"),
        (item("dia-chi-pakn", "evidence = [{ file = \" \" }]"), "“file” hoặc “document”"),
        (item("dia-chi-pakn", "explanation = { agrees = \"co\" }"), "true hoặc false"),
        (item("mau-tthc", "rows = [{ ten = \"a\" }, { ten = 1 }]"), "dòng 2"),
        (item("mau-tthc", "rows = [{ ten = [\"a\"] }]"), "dòng 1"),
        (item("phieu-hai-long", "forms = [[5, 1, 1], [6, 1, 1]]"), "phiếu 2"),
        (item("phieu-hai-long", "forms = [[5, 1, 1], [5, -1, 1]]"), "phiếu 2"),
        (item("phieu-hai-long", "forms = [[5, 1, 1], 5]"), "phiếu 2"),
        (item("phieu-hai-long", "forms = [{ cong-chuc = \"CC-01\" }]"), "answers"),
        (format!("{HEAD}answer = 1"), "một bảng"),
        (format!("{HEAD}[answer]\nx = 1"), "một bảng"),
        (HEAD.replace("2025-dot-1", "Đợt 1"), ":1:9: mã"),
    ] {
        let refused = place.record(&file).refused(2, piece);
        for foreign in ["f64", "struct", "variant", "untagged", "expected", " map", " or "] {
            assert!(!refused.contains(foreign), "{foreign:?} in {refused}");
        }
        assert_eq!(place.log().len(), before, "{file}");
    }
}

#[test]
fn what_the_units_report_claims_may_lie_beyond_what_is_possible() {
    let place = Place::new();
    let checklist = crate::place::CHECKLIST.replacen("kind = \"number\"", "kind = \"number\"\nmax = 200", 1);
    place.write("home/checklists/niem-yet-tthc.toml", checklist);
    place.add_round(crate::place::ROUND_FILE).done();
    let refused = place.answer("[answer.\"niem-yet-tthc/tong-tthc\"]\nnumber = 201");
    refused.refused(2, "mức tối đa 200");
    place.answer("[answer.\"niem-yet-tthc/tong-tthc\"]\nnumber = 155\nreported = 201").done();
    assert!(place.problems().contains(&"niem-yet-tthc/tong-tthc rule warning".to_owned()));
}

#[test]
fn large_files_are_recorded_or_refused_quickly() {
    let place = Place::with_round();
    let mut rows = String::new();
    for number in 0..1000 {
        let _ = write!(rows, "{{ ten = \"Thủ tục số {number}\", dung-phien-ban = true, phi-dung = true }},");
    }
    place.answer(&format!("[answer.\"niem-yet-tthc/mau-tthc\"]\nrows = [{rows}]")).done();
    place.answer(&format!("[answer.\"niem-yet-tthc/mau-tthc\"]\nrows = [{rows}]")).done();
    assert_eq!(count(&place, "row"), 1000);
    let forms = "[5, 1, 1],".repeat(300);
    place.answer(&format!("[answer.\"niem-yet-tthc/phieu-hai-long\"]\nforms = [{forms}]")).done();
    let status = place.status();
    assert_eq!((&status["pass"], &status["answered"]), (&2.into(), &2.into()), "{status}");

    let remark = "a".repeat(9 * 1024 * 1024);
    place.answer(&format!("[answer.\"niem-yet-tthc/dia-chi-pakn\"]\nremark = \"{remark}\"")).refused(2, "8 MiB");
    let mut keys = String::new();
    for number in 0..20_000 {
        let _ = writeln!(keys, "k{number} = {number}");
    }
    place.answer(&keys).refused(2, "k0");
    place.answer(&format!("x = {}1{}", "[".repeat(10_000), "]".repeat(10_000))).refused(2, "-:4:");
}

#[test]
fn a_home_with_spaces_and_vietnamese_letters_is_a_home() {
    let place = Place::new();
    let file = place.write("Đợt kiểm tra.toml", crate::place::ROUND_FILE);
    let home = place.path("Nhà của Đoàn kiểm tra");
    let run = |arguments: &[&str]| outcome(place.command(arguments).env("KIEMTRA_HOME", &home));
    std::fs::create_dir_all(home.join("checklists")).unwrap();
    std::fs::copy(place.path("home/checklists/niem-yet-tthc.toml"), home.join("checklists/Phiếu số 1.toml")).unwrap();
    run(&["round", "add", &file]).done();
    run(&["verify"]).done();
    let answers = place.write("Trả lời.toml", ANSWERS);
    run(&["record", &answers]).done();
    run(&["notice", "--round", "2025-dot-1", "--unit", "mau-a", "-o", "Thông báo.docx"]).done();
    assert!(place.path("Thông báo.docx").exists());
}

#[test]
fn a_percentage_quoted_by_the_unit_is_kept_as_written_and_checked_to_its_last_digit() {
    let place = Place::with_round();
    let rate = |said: &str| format!("[answer.\"niem-yet-tthc/ty-le-niem-yet\"]\nquoted = {said}");
    place
        .answer(
            "[answer.\"niem-yet-tthc/tong-tthc\"]\nnumber = 155\n[answer.\"niem-yet-tthc/da-niem-yet\"]\nnumber = 143",
        )
        .done();
    let problem = "niem-yet-tthc/ty-le-niem-yet rule warning".to_owned();
    for (said, wrong) in [("\"92,26\"", false), ("\"92,3%\"", false), ("\"92,2\"", true), ("\"92,30\"", true)] {
        place.answer(&rate(said)).done();
        assert_eq!(place.problems().contains(&problem), wrong, "{said}");
    }
    let last = place.log().pop().unwrap();
    assert_eq!((&last["field"], &last["value"]), (&"quoted".into(), &"92,30".into()));
    assert!(place.run("check --round 2025-dot-1").out.contains("đơn vị báo 92,30% là sai; tính từ số liệu là 92,26%"));
    place.answer(&rate("\"92,2\"")).done();
    assert!(place.run("check --round 2025-dot-1").out.contains("đã cắt bớt chứ không làm tròn"));
    let notice = place.paper("notice");
    assert!(notice.contains("92,2%") && notice.contains("+0,1"), "{notice}");
    for (said, piece) in [
        ("92.3", "ngoặc kép"),
        ("\"96,9%%\"", "không đọc được"),
        ("\"abc\"", "không đọc được"),
        ("\"1001\"", "1.000%"),
        ("\"96,123456\"", "nhiều nhất 4"),
        ("\"96.9\"", "dấu chấm"),
        ("\"-1\"", "nhỏ hơn 0"),
    ] {
        place.answer(&rate(said)).refused(2, piece);
    }
    place.answer("[answer.\"niem-yet-tthc/tong-tthc\"]\nquoted = \"9\"").refused(2, "tự tính");
}
