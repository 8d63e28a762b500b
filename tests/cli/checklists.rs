//! `checklist …`

use crate::place::{Place, words};

#[test]
fn the_list_says_which_are_shipped_and_which_are_ones_own() {
    let place = Place::new();
    let list = place.run(&words("checklist list")).printed();
    let line = |start: &str| list.lines().find(|line| line.starts_with(start)).unwrap().to_owned();
    assert!(line("phieu-mau ").ends_with("của người dùng"), "{list}");
    assert!(line("iso-9001 ").ends_with("kèm chương trình"), "{list}");
    assert!(line("niem-yet-tthc ").contains("đến 30/06/2025"), "{list}");
    assert!(list.lines().next().unwrap().starts_with("Mã "), "{list}");
}

#[test]
fn one_is_shown_in_the_edition_in_force_or_the_one_named() {
    let place = Place::new();
    let own = place.run(&words("checklist show phieu-mau")).printed();
    insta::assert_snapshot!(own, @r#"
    Phiếu mẫu

    Mã               phieu-mau
    Bản              1
    Lĩnh vực         Cải cách thủ tục hành chính
    Áp dụng cho      xã
    Thời kỳ áp dụng  mọi thời kỳ
    Nguồn            của người dùng

    1. Số liệu
      tong   số liệu  Tổng số thủ tục [Điều 17 Nghị định số 63/2010/NĐ-CP]
      dung   số liệu  Số thủ tục đúng
      ty-le  tự tính  Tỷ lệ đúng

    2. Đánh giá
      cong-khai       đánh giá       Công khai thủ tục
      ngay-cong-khai  ngày           Ngày công khai (không bắt buộc)
      hinh-thuc       lựa chọn       Hình thức công khai (không bắt buộc)
      ghi-chu         văn bản        Ghi chú (không bắt buộc)
      mau             bảng kiểm tra  Kiểm tra xác suất (không bắt buộc)
      phieu           khảo sát       Khảo sát (không bắt buộc)

    Quy tắc đối chiếu số liệu
      khong-vuot  lỗi  dung <= tong

    Căn cứ pháp lý
      Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát thủ tục hành chính
    "#);
    let today = place.run(&words("checklist show niem-yet-tthc")).printed();
    assert!(today.contains("từ 01/07/2025"), "{today}");
    let list = place.run(&words("checklist list")).printed();
    let edition = list.lines().find(|line| line.starts_with("niem-yet-tthc ")).unwrap().split_whitespace().nth(1);
    let former = place.run(&["checklist", "show", "niem-yet-tthc", "--edition", edition.unwrap()]).printed();
    assert!(former.contains("đến 30/06/2025"), "{former}");
}

#[test]
fn check_tells_every_error_of_every_file_by_its_place() {
    let place = Place::new();
    let sound = include_str!("fixtures/phieu-mau.toml");
    place.write(
        "sai/a.toml",
        sound.replace("kind = \"verdict\"", "kind = \"verdit\"").replace("min = 1", "min = \"1\""),
    );
    place.write("sai/b.toml", sound.replace("dung / tong", "dung / tongg"));
    let outcome = place.run(&words("checklist check sai"));
    assert_eq!((outcome.code, outcome.out.as_str()), (2, ""));
    for start in ["sai/a.toml:21:7: ", "sai/a.toml:48:8: ", "sai/b.toml:34:11: "] {
        let start = start.replace('/', std::path::MAIN_SEPARATOR_STR);
        assert!(outcome.err.lines().any(|line| line.starts_with(&start)), "{start} in {}", outcome.err);
    }
    assert!(outcome.err.lines().last().unwrap().starts_with("kiemtra: có "), "{}", outcome.err);
    let sound = place.run(&words("checklist check home/checklists")).printed();
    assert_eq!(sound, "Đã kiểm tra 2 tệp phiếu kiểm tra, không có lỗi.\n");
    place.run(&words("checklist check")).printed();
    assert_eq!(place.run(&words("checklist check khong-co")).code, 2);
}

#[test]
fn a_broken_file_in_ones_own_folder_is_told_and_stops_nothing() {
    let place = Place::with_round();
    place.write("home/checklists/hong.toml", "id = 1");
    let outcome = place.run(&words("status --round 2025-dot-1"));
    assert_eq!(outcome.code, 0);
    assert!(outcome.err.starts_with("kiemtra: cảnh báo: ") && outcome.err.contains("hong.toml:1:6: "), "{outcome:?}");
}

#[test]
fn the_schema_is_json() {
    let schema = Place::new().run(&words("checklist schema")).printed();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    assert!(schema["$schema"].as_str().unwrap().contains("json-schema.org"));
}
