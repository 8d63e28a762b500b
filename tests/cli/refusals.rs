//! Every error that a file of answers, a round's file or a name can have: what is said, and that nothing is recorded.

use crate::place::{ANSWERS, Place, ROUND, ROUND_FILE, words};

/// A file of answers that is refused whole, at the line of what is wrong, in both languages.
#[track_caller]
fn refuse_answers(text: &str, place_in_file: &str, vi: &str, en: &str) {
    let place = Place::with_answers();
    let before = place.log();
    place.write("sai.toml", text);
    let said = place.run(&["record", "sai.toml"]).refused(2, vi);
    assert!(said.contains(&format!("sai.toml{place_in_file}")), "{said}");
    place.run(&["--lang", "en", "record", "sai.toml"]).refused(2, en);
    assert_eq!(place.log(), before, "nothing of the file may be recorded");
}

/// Sound answers to one item, then these lines about another.
fn with(lines: &str) -> String {
    let head = "round = \"2025-dot-1\"\nunit = \"mau-b\"\nmember = \"thanh-vien-1\"\n";
    format!("{head}[answer.\"phieu-mau/ghi-chu\"]\ntext = \"x\"\n{lines}")
}

#[test]
fn an_unknown_round() {
    let text = ANSWERS.replace(ROUND, "2026-dot-9");
    refuse_answers(
        &text,
        "",
        "Không có đợt kiểm tra “2026-dot-9”. Các đợt hiện có: 2025-dot-1",
        "Known rounds: 2025-dot-1",
    );
}

#[test]
fn a_unit_outside_the_round() {
    let text = ANSWERS.replace("mau-a", "mau-z");
    refuse_answers(&text, "", "không có đơn vị “mau-z”. Các đơn vị: mau-a, mau-b", "The round has no unit “mau-z”");
}

#[test]
fn an_unknown_member() {
    let text = ANSWERS.replace("thanh-vien-1", "thanh-vien-9");
    let vi = "không có thành viên “thanh-vien-9”. Các thành viên: truong-doan, thanh-vien-1";
    refuse_answers(&text, "", vi, "The team has no member “thanh-vien-9”");
}

#[test]
fn an_unknown_item() {
    refuse_answers(
        &with("[answer.\"phieu-mau/khong-co\"]\nnumber = 1\n"),
        ":6:",
        "phieu-mau/khong-co",
        "There is no item",
    );
    refuse_answers(&with("[answer.\"khong-co\"]\nnumber = 1\n"), ":6:", "phiếu/nội-dung", "write checklist/item");
}

#[test]
fn a_checklist_outside_the_round_or_not_asked_of_the_unit() {
    let text = with("[answer.\"iso-9001/tong\"]\nnumber = 1\n");
    refuse_answers(&text, ":6:", "Phiếu “iso-9001” không dùng cho UBND xã Mẫu B", "Asked: phieu-mau");
    let text = with("[answer.\"phieu-so/ke-hoach\"]\nverdict = \"pass\"\n");
    refuse_answers(&text, ":6:", "Các phiếu được dùng: phieu-mau", "is not asked of UBND xã Mẫu B");
}

#[test]
fn an_answer_of_the_wrong_kind() {
    let text = with("[answer.\"phieu-mau/tong\"]\nverdict = \"pass\"\n");
    refuse_answers(&text, ":6:", "không nhận “verdict”; hãy dùng “number”", "takes no “verdict”; use “number”");
    let text = with("[answer.\"phieu-mau/cong-khai\"]\nrows = [{ ten = \"a\" }]\n");
    refuse_answers(&text, ":6:", "hãy dùng “verdict”", "use “verdict”");
    let text = with("[answer.\"phieu-mau/tong\"]\nnumber = \"một\"\n");
    refuse_answers(&text, ":7:", "sai.toml", "sai.toml");
}

#[test]
fn a_verdict_given_to_a_computed_item() {
    let text = with("[answer.\"phieu-mau/ty-le\"]\nverdict = \"pass\"\n");
    refuse_answers(&text, ":6:", "“Tỷ lệ đúng” do chương trình tự tính", "“Tỷ lệ đúng” is computed");
}

#[test]
fn a_choice_not_offered() {
    let text = with("[answer.\"phieu-mau/hinh-thuc\"]\nchoice = \"loa\"\n");
    refuse_answers(&text, ":6:", "“loa” không có trong các lựa chọn: bang, man-hinh", "choose one of: bang, man-hinh");
}

#[test]
fn a_verdict_that_there_is_not() {
    let text = with("[answer.\"phieu-mau/cong-khai\"]\nverdict = \"tot\"\n");
    refuse_answers(&text, ":7:", "pass", "pass");
}

#[test]
fn a_date_outside_reason() {
    let text = with("[answer.\"phieu-mau/ngay-cong-khai\"]\ndate = 1025-10-19\n");
    refuse_answers(&text, ":6:", "“Ngày công khai”: 19/10/1025", "“Ngày công khai”: 19/10/1025");
    let text = with("[answer.\"phieu-mau/ngay-cong-khai\"]\ndate = 2025-02-30\n");
    refuse_answers(&text, ":7:", "sai.toml", "sai.toml");
}

#[test]
fn a_number_outside_its_bounds() {
    let number = |value: &str| with(&format!("[answer.\"phieu-mau/tong\"]\nnumber = {value}\n"));
    refuse_answers(&number("0"), ":6:", "0 nhỏ hơn mức tối thiểu 1", "0 is below the minimum 1");
    refuse_answers(&number("20001"), ":6:", "20.001 lớn hơn mức tối đa 20.000", "20.001 is above the maximum 20.000");
    refuse_answers(&number("1.5"), ":6:", "1,5 không phải số nguyên", "1,5 is not a whole number");
    refuse_answers(&number("nan"), ":6:", "số không hợp lệ", "not a number");
}

#[test]
fn rows_and_forms_that_do_not_fit() {
    let text = with("[answer.\"phieu-mau/mau\"]\nrows = [{ ten = \"a\", sai = true }]\n");
    refuse_answers(&text, ":6:", "không có cột “sai”; các cột: ten, dung", "there is no column “sai”");
    let text = with("[answer.\"phieu-mau/phieu\"]\nforms = [[6]]\n");
    refuse_answers(&text, ":6:", "nằm ngoài thang đo", "off the scale");
}

#[test]
fn two_answers_to_one_item_in_a_file() {
    let text = with("[answer.\"phieu-mau/tong\"]\nnumber = 1\n[answer.\"phieu-mau/tong\"]\nnumber = 2\n");
    refuse_answers(&text, ":8:", "phieu-mau/tong", "phieu-mau/tong");
}

#[test]
fn broken_toml_and_keys_that_there_are_not() {
    refuse_answers(&with("[answer.\"phieu-mau/tong\"\nnumber = 1\n"), ":6:", "sai.toml", "sai.toml");
    refuse_answers(&with("[answer.\"phieu-mau/tong\"]\nnumbr = 1\n"), ":7:", "numbr", "numbr");
    refuse_answers("round = \"2025-dot-1\"\n", ":1:1: ", "unit", "unit");
}

#[test]
fn files_that_cannot_be_read() {
    let place = Place::with_round();
    let before = place.log();
    place.run(&["record", "khong-co.toml"]).refused(2, "khong-co.toml: không tìm thấy");
    place.run(&["record", "."]).refused(2, ".");
    place.write("latin.toml", b"round = \"2025-dot-1\"\n# \xe9\n");
    let said = place.run(&["record", "latin.toml"]).refused(2, "UTF-8");
    assert!(said.contains("latin.toml:2:3:"), "{said}");
    assert_eq!(place.log(), before);
}

#[test]
fn unknown_names_on_the_command_line() {
    let place = Place::with_round();
    for (line, piece) in [
        ("status --round x", "Không có đợt kiểm tra “x”"),
        ("check --round x", "kiemtra round list"),
        ("log --round x", "Không có đợt kiểm tra “x”"),
        ("round show ĐỢT", "Không có đợt kiểm tra “ĐỢT”"),
        ("status --round 2025-dot-1 --unit x", "Các đơn vị: mau-a, mau-b"),
        ("check --round 2025-dot-1 --unit x", "Các đơn vị: mau-a, mau-b"),
        ("log --round 2025-dot-1 --unit x", "Các đơn vị: mau-a, mau-b"),
        ("notice --round 2025-dot-1 --unit x -o a.txt", "Các đơn vị: mau-a, mau-b"),
        ("minutes --round x --unit mau-a -o a.txt", "Không có đợt kiểm tra “x”"),
        ("--as x status --round 2025-dot-1", "không có thành viên “x”"),
        ("--as x round add round.toml", "không có thành viên “x”"),
        ("checklist show x", "Không có phiếu kiểm tra “x”"),
        ("checklist show phieu-mau --edition 2", "không có bản “2”; các bản hiện có: 1"),
    ] {
        place.run(&words(line)).refused(2, piece);
    }
    assert!(!place.path("a.txt").exists());
}

#[test]
fn a_round_that_is_not_right_is_not_added() {
    let place = Place::new();
    for (from, to, piece) in [
        ("\"phieu-so\"]", "\"khong-co\"]", "Không có phiếu kiểm tra “khong-co”"),
        ("kind = \"xa\"", "kind = \"ap\"", "round.toml:"),
        ("id = \"mau-b\"", "id = \"mau-a\"", "mã “mau-a” bị trùng"),
        ("title = \"Kiểm", "tittle = \"Kiểm", "round.toml:2:1: "),
        ("to = 2025-09-30", "to = 2024-09-30", "ngày bắt đầu sau ngày kết thúc"),
        ("visit = 2025-10-19", "visit = 1925-10-19", "không hợp lý"),
    ] {
        assert!(ROUND_FILE.contains(from), "{from}");
        place.write("round.toml", ROUND_FILE.replacen(from, to, 1));
        place.run(&["round", "add", "round.toml"]).refused(2, piece);
    }
    let listed = place.run(&["round", "list"]).printed();
    assert!(listed.contains("Chưa có đợt kiểm tra nào"), "{listed}");
}
