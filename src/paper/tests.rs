use std::path::Path;

use super::{Format, PaperError, render, samples, write_atomically};

fn printed(document: &super::Document, format: Format) -> String {
    String::from_utf8(render(document, format).unwrap()).unwrap()
}

#[test]
fn a_notice_as_text() {
    insta::assert_snapshot!(printed(&samples::notice(), Format::Text));
}

#[test]
fn minutes_as_text() {
    insta::assert_snapshot!(printed(&samples::minutes(), Format::Text));
}

#[test]
fn a_notice_as_json() {
    insta::assert_snapshot!(printed(&samples::notice(), Format::Json));
}

#[test]
fn a_draft_says_so_in_text_and_json() {
    let draft = samples::long_notice();
    assert!(printed(&draft, Format::Text).trim_start().starts_with("DỰ THẢO"));
    let json: serde_json::Value = serde_json::from_str(&printed(&draft, Format::Json)).unwrap();
    assert_eq!((&json["draft"], &json["number"], &json["date"]), (&true.into(), &().into(), &().into()));
}

#[test]
fn the_ending_chooses_the_format() {
    let format = |path: &str| Format::from_path(Path::new(path));
    assert_eq!(format("a/Thông báo.DOCX").unwrap(), Format::Docx);
    assert_eq!(format("a.txt").unwrap(), Format::Text);
    assert_eq!(format("a.json").unwrap(), Format::Json);
    for other in ["a.pdf", "a", ".docx", ""] {
        let error = format(other).unwrap_err();
        assert!(matches!(error, PaperError::Ending(_)));
        let said = error.to_string();
        assert!([".docx", ".txt", ".json"].iter().all(|ending| said.contains(ending)), "{said}");
    }
}

/// Writes the sample papers to the system's folder for temporary files, to be looked at.
#[test]
#[ignore = "writes files to look at"]
fn samples_to_look_at() {
    let folder = std::env::temp_dir().join("kiemtra-papers");
    std::fs::create_dir_all(&folder).unwrap();
    let papers = [
        ("notice", samples::notice()),
        ("long-notice", samples::long_notice()),
        ("minutes", samples::minutes()),
        ("letter", samples::letter()),
    ];
    for (name, document) in papers {
        for (ending, format) in [("docx", Format::Docx), ("txt", Format::Text), ("json", Format::Json)] {
            write_atomically(&folder.join(name).with_extension(ending), &render(&document, format).unwrap()).unwrap();
        }
    }
}

/// Nghị định số 30/2020/NĐ-CP, Mẫu 1.5: no type name, the abstract under the number, addressees behind "Kính gửi:".
#[test]
fn a_letter_as_text() {
    insta::assert_snapshot!(printed(&samples::letter(), Format::Text), @r"
      ỦY BAN NHÂN DÂN TỈNH THÁI BÌNH        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
                SỞ NỘI VỤ                      Độc lập - Tự do - Hạnh phúc
                   ---                         ---------------------------
             Số: 15/SNV-CCHC               Thái Bình, ngày 05 tháng 01 năm 2026
            V/v thông báo kiểm
          tra công tác cải cách
           hành chính năm 2025

                        Kính gửi:
                                - Ủy ban nhân dân xã Mẫu A;
                                - Ủy ban nhân dân phường Mẫu B.

    Sở Nội vụ thông báo nội dung kiểm tra như sau:

    1. Thời gian: ngày 16/9/2025.

    Đề nghị các đơn vị phối hợp thực hiện./.

    Nơi nhận:                                             KT. GIÁM ĐỐC
    - Như trên;                                           PHÓ GIÁM ĐỐC
    - Giám đốc, các Phó Giám đốc Sở;
    - Lưu: VT, CCHC.

                                                         Nguyễn Văn Mẫu

    ================================================================================

                                        Phụ lục
                                    ĐỀ CƯƠNG BÁO CÁO
       (Kèm theo Công văn số 15/SNV-CCHC ngày 05 tháng 01 năm 2026 của Sở Nội vụ)

    Số liệu tính đến ngày 30/6/2025.

    I. CẢI CÁCH THỦ TỤC HÀNH CHÍNH

    1. Niêm yết, công khai

    - Tổng số thủ tục.
    ");
}

#[test]
fn a_letter_as_json() {
    let json: serde_json::Value = serde_json::from_str(&printed(&samples::letter(), Format::Json)).unwrap();
    assert_eq!(json["kind"], "letter");
    assert_eq!(json["addressed_to"][1], "Ủy ban nhân dân phường Mẫu B");
    assert_eq!(json["annexes"][0]["sections"][0]["title"], "I. CẢI CÁCH THỦ TỤC HÀNH CHÍNH");
    let notice: serde_json::Value = serde_json::from_str(&printed(&samples::notice(), Format::Json)).unwrap();
    assert!(notice.get("addressed_to").is_none() && notice["annexes"][0].get("sections").is_none());
}
