//! `status` and `check`.

use serde_json::{Value, json};

use crate::place::{ANSWERS, Place, words};

fn json_of(place: &Place, line: &str, code: i32) -> Value {
    let outcome = place.run(&words(line));
    assert_eq!((outcome.code, outcome.err.as_str()), (code, ""), "{outcome:?}");
    serde_json::from_str(&outcome.out).unwrap()
}

#[test]
fn status_as_json_is_what_other_programs_were_promised() {
    let place = Place::with_answers();
    let status = json_of(&place, "status --round 2025-dot-1 --json", 0);
    let first = json!({
        "unit": "mau-a", "name": "UBND xã Mẫu A", "items": 9, "answered": 7, "required_left": 0,
        "pass": 1, "partial": 1, "fail": 2, "na": 0, "points": 1.0, "max_points": 3.0, "conflicts": 0,
        "errors": 1, "warnings": 0,
    });
    assert_eq!(status["round"], "2025-dot-1");
    assert_eq!(status["units"][0], first);
    assert_eq!(status["units"][1]["unit"], "mau-b");
    assert_eq!(status["units"][1]["answered"], 0);
    let one = json_of(&place, "status --round 2025-dot-1 --unit mau-a --json", 0);
    assert_eq!(one["units"], json!([first]));
}

#[test]
fn status_for_people_lines_up_and_names_each_checklist_of_a_unit() {
    let place = Place::with_answers();
    insta::assert_snapshot!(place.run(&words("status --round 2025-dot-1")).printed(), @r#"
    Kiểm tra công tác cải cách hành chính năm 2025
    Thời kỳ kiểm tra: 01/01/2025–30/09/2025

    Mã     Đã ghi    %  Thiếu  √  ~  ×  –  Điểm  Ý khác  Lỗi  C.báo  Đơn vị
    mau-a     7/9  77%      0  1  1  2  0   1/3       0    1      0  UBND xã Mẫu A
    mau-b     0/9   0%      4  0  0  0  0   0/3       0    4      0  UBND xã Mẫu B

    ĐẠT √   MỘT PHẦN ~   CHƯA ĐẠT ×   KHÔNG ÁP DỤNG –
    Thiếu: nội dung bắt buộc chưa ghi. Ý khác: các thành viên ghi khác nhau. C.báo: cảnh báo.
    "#);
    insta::assert_snapshot!(place.run(&words("status --round 2025-dot-1 --unit mau-a")).printed(), @r#"
    UBND xã Mẫu A (mau-a)

    Mã         Đã ghi    %  Thiếu  √  ~  ×  –  Điểm  Ý khác  Lỗi  C.báo  Phiếu kiểm tra
    phieu-mau     7/9  77%      0  1  1  2  0   1/3       0    1      0  Phiếu mẫu
                  7/9  77%      0  1  1  2  0   1/3       0    1      0  Tổng cộng

    ĐẠT √   MỘT PHẦN ~   CHƯA ĐẠT ×   KHÔNG ÁP DỤNG –
    Thiếu: nội dung bắt buộc chưa ghi. Ý khác: các thành viên ghi khác nhau. C.báo: cảnh báo.
    "#);
}

#[test]
fn check_ends_with_1_where_errors_are_left_and_0_where_none_are() {
    let place = Place::with_answers();
    let problems = json_of(&place, "check --round 2025-dot-1 --unit mau-a --json", 1);
    let expected = json!({
        "problems": [{
            "unit": "mau-a", "item": "phieu-mau/cong-khai", "kind": "evidence", "severity": "error",
            "message": "Công khai thủ tục: chưa có tài liệu kiểm chứng",
        }],
    });
    assert_eq!(problems, expected);
    insta::assert_snapshot!(place.run(&words("check --round 2025-dot-1")).out, @r#"
    UBND xã Mẫu A (mau-a)
      lỗi  phieu-mau/cong-khai  Công khai thủ tục: chưa có tài liệu kiểm chứng

    UBND xã Mẫu B (mau-b)
      lỗi  phieu-mau/tong       Tổng số thủ tục: chưa đánh giá
      lỗi  phieu-mau/dung       Số thủ tục đúng: chưa đánh giá
      lỗi  phieu-mau/ty-le      Tỷ lệ đúng: chưa tính được (chưa có số liệu: dung)
      lỗi  phieu-mau/cong-khai  Công khai thủ tục: chưa đánh giá

    5 lỗi, 0 cảnh báo.
    "#);
    let mended = ANSWERS.replace("remark =", "evidence = [{ file = \"bang.jpg\" }]\nremark =");
    place.write("b.toml", mended);
    place.run(&["record", "b.toml"]).printed();
    let sound = json_of(&place, "check --round 2025-dot-1 --unit mau-a --json", 0);
    assert_eq!(sound, json!({ "problems": [] }));
    assert_eq!(place.run(&words("check --round 2025-dot-1 --unit mau-a")).printed(), "0 lỗi, 0 cảnh báo.\n");
}

#[test]
fn a_broken_rule_is_an_error_with_its_figures() {
    let place = Place::with_answers();
    place.write("b.toml", ANSWERS.replace("number = 9256", "number = 10100"));
    place.run(&["record", "b.toml"]).printed();
    let problems = json_of(&place, "check --round 2025-dot-1 --unit mau-a --json", 1);
    let rule = problems["problems"].as_array().unwrap().iter().find(|problem| problem["kind"] == "rule").unwrap();
    assert_eq!(rule["item"], "phieu-mau/khong-vuot");
    assert_eq!(rule["message"], "Số đúng (10.100) lớn hơn tổng số (10.095)");
}

#[test]
fn reviews_speak_english_where_asked() {
    let place = Place::with_answers();
    let said = place.run(&words("--lang en check --round 2025-dot-1 --unit mau-a"));
    assert!(said.out.contains("error  phieu-mau/cong-khai") && said.out.contains("1 errors, 0 warnings."), "{said:?}");
}
