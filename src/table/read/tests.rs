//! Files as they come from other programs, good and bad.

use std::path::PathBuf;

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook};

use super::*;
use crate::table::{Cell, Row};

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tables").join(name)
}

fn go(path: &Path) -> Result<Table, TableError> {
    read(path, &mut |_, _| Flow::GoOn)
}

fn of(bytes: &[u8]) -> Result<Table, TableError> {
    parse(bytes, &mut |_, _| Flow::GoOn)
}

fn lines(rows: &[Row]) -> Vec<String> {
    let cells = |row: &Row| row.cells.iter().map(|cell| cell.typed().into_owned()).collect::<Vec<_>>().join("|");
    rows.iter().map(|row| format!("{}: {}", row.number, cells(row))).collect()
}

fn book() -> Workbook {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 2, "Danh sách", &Format::new()).unwrap();
    sheet.write(1, 0, "Ma\u{303} hồ sơ").unwrap();
    sheet.write(1, 1, "Ngày").unwrap();
    sheet.write(2, 0, "H1").unwrap();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_with_format(2, 1, 46027.0, &day).unwrap();
    sheet.write(2, 2, 46027.0).unwrap();
    sheet.write(2, 3, true).unwrap();
    sheet.write_formula(3, 0, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write_formula(3, 1, Formula::new("=A99").set_result("987")).unwrap();
    sheet.write_formula(3, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.set_row_hidden(3).unwrap();
    let second = book.add_worksheet();
    second.set_name("Ẩn").unwrap().set_hidden(true);
    second.write(1_000_000, 300, "xa").unwrap();
    book
}

/// The same package with `from` replaced by `to` in the first sheet.
fn patched(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains(from), "{text}");
            content = text.replace(from, to).into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, &content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn everything_that_cannot_be_seen_in_a_spreadsheet_is_said() {
    rust_i18n::set_locale("vi");
    let table = of(&patched(&book().save_to_buffer().unwrap(), "<v>987</v>", "")).unwrap();
    let first = &table.sheets[0];
    assert_eq!(lines(&first.rows), ["1: Danh sách", "2: Mã hồ sơ|Ngày", "3: H1|05/01/2026|46027|1", "4: 2||#DIV/0!"]);
    let remarks: Vec<String> = table.remarks.iter().chain(&first.remarks).map(ToString::to_string).collect();
    insta::assert_snapshot!(remarks.join("\n"), @r"
    Tệp có 1 dòng đang ẩn (do lọc hoặc ẩn); các dòng này vẫn được đọc
    1 vùng ô gộp (đầu tiên: A1:C1): chỉ ô đầu của mỗi vùng có giá trị, các ô còn lại coi là trống
    2 ô là công thức (đầu tiên: A4): lấy kết quả đã tính khi lưu tệp
    1 công thức chưa có kết quả (đầu tiên: B4) nên coi là trống; hãy mở bằng Excel rồi lưu lại nếu cần các ô này
    1 ô báo lỗi (đầu tiên: C4 ghi #DIV/0!): không lấy giá trị của các ô này
    1 ô có chữ và dấu tách rời (Unicode tổ hợp, đầu tiên: A2); đã ghép lại thành Unicode dựng sẵn
    ");
    assert_eq!(table.sheets[1].rows[0].number, 1_000_001, "a stray cell costs nothing");
    assert!(table.sheets[1].remarks.contains(&Remark::HiddenSheet));
}

#[test]
fn the_same_list_as_xls_ods_and_csv() {
    for name in ["danh-sach.xls", "danh-sach.ods", "danh-sach.csv", "danh-sach.xlsx"] {
        let table = go(&fixture(name)).unwrap();
        let rows = lines(&table.sheets[0].rows);
        assert_eq!(rows[0], "1: Mã hồ sơ|Ngày tiếp nhận|Số lần", "{name}");
        assert_eq!(rows[1], "2: H-001|05/01/2026|2", "{name}");
        assert_eq!(table.file, name);
    }
}

#[test]
fn each_bad_file_is_said_in_one_sentence() {
    rust_i18n::set_locale("vi");
    let xlsx = book().save_to_buffer().unwrap();
    let said = |bytes: &[u8]| of(bytes).unwrap_err().to_string();
    let cases: [(&[u8], &str); 10] = [
        (b"", "không có dữ liệu"),
        (b" \r\n ", "không có dữ liệu"),
        (&xlsx[..xlsx.len() / 2], "hỏng"),
        (b"PK\x03\x04", "hỏng"),
        (b"%PDF-1.7", "PDF"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF", "ảnh"),
        (b"<html><body>Phien lam viec het han</body></html>", "trang web"),
        (b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", "Excel 2003"),
        (b"\x7FELF\0\0", "không phải bảng tính"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "không phải bảng tính"),
    ];
    for (bytes, words) in cases {
        assert!(said(bytes).contains(words), "{}", said(bytes));
    }
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(of(&[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &name].concat()), Err(TableError::Password));
    // The record behind the beginning of the workbook becomes FILEPASS ([MS-XLS] 2.4.117).
    let mut xls = std::fs::read(fixture("danh-sach.xls")).unwrap();
    let begin = xls.windows(6).position(|bytes| bytes == b"\x09\x08\x10\0\0\x06").unwrap();
    xls[begin + 20..begin + 26].copy_from_slice(&[0x2F, 0, 2, 0, 1, 0]);
    assert_eq!(of(&xls), Err(TableError::Password));
    assert_eq!(go(&fixture("van-ban.docx")), Err(TableError::WrongType(WrongType::Document)));
}

#[test]
fn a_file_that_vanishes_or_changes_while_it_is_read_gives_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "a;b\n1;2\n").unwrap();
    assert!(load(&path, || {}).is_ok());
    assert_eq!(load(&path, || std::fs::write(&path, "a;b\n1;2\n3;4").unwrap()), Err(TableError::Changed));
    assert_eq!(load(&path, || std::fs::remove_file(&path).unwrap()), Err(TableError::Changed));
    assert!(matches!(go(&path), Err(TableError::Unreadable(_))), "not there at all");
    assert!(matches!(go(folder.path()), Err(TableError::Unreadable(_))), "a folder");
    std::fs::write(folder.path().join("~$a.xlsx"), "x").unwrap();
    assert_eq!(go(&folder.path().join("~$a.xlsx")), Err(TableError::LockFile));
    std::fs::write(folder.path().join("a.xlsx"), book().save_to_buffer().unwrap()).unwrap();
    assert!(go(&folder.path().join("a.xlsx")).unwrap().remarks.contains(&Remark::OpenElsewhere));
}

#[test]
fn old_fonts_are_named_in_any_file() {
    let table = of("Hä tªn;§Þa chØ\nTrÇn V¨n B×nh;x· Hång V©n\nNguyÔn ThÞ Hµ;ph\u{ad}êng §«ng H¶i".as_bytes()).unwrap();
    let Some(Remark::Legacy { font, columns, example }) = table.sheets[0].remarks.first() else {
        panic!("{:?}", table.sheets[0].remarks)
    };
    assert_eq!((*font, columns.as_str()), (crate::table::legacy::LegacyFont::Tcvn3, "A, B"));
    assert_eq!(example.1, "Họ tên");
}

#[test]
fn a_hundred_thousand_rows_are_read_and_can_be_stopped() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..100_000_u32 {
        sheet.write(row, 0, row).unwrap();
        sheet.write(row, 1, "Đăng ký khai sinh").unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(of(&bytes).unwrap().sheets[0].rows.len(), 100_000);
    let mut asked = 0;
    let stopped = parse(&bytes, &mut |_, _| {
        asked += 1;
        if asked > 10 { Flow::Stop } else { Flow::GoOn }
    });
    assert_eq!((stopped, asked), (Err(TableError::Stopped), 11));
}

#[test]
fn more_rows_than_a_list_has_are_refused() {
    let text = "a;b\n".repeat(200_001);
    assert_eq!(of(text.as_bytes()), Err(TableError::TooManyRows));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_panic(kind in 0usize..5, bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let start: &[u8] = [b"".as_slice(), b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"<table>", b"\xFF\xFE"][kind];
        let _ = of(&[start, &bytes].concat());
    }

    #[test]
    fn no_broken_spreadsheet_panics(name in prop::sample::select(vec!["danh-sach.xls", "danh-sach.xlsx", "danh-sach.ods"]), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = std::fs::read(fixture(name)).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if cut {
            bytes.truncate(at);
        }
        if let Ok(table) = of(&bytes) {
            prop_assert!(table.sheets.iter().any(|sheet| sheet.rows.iter().any(|row| row.cells.iter().any(|cell| *cell != Cell::Empty))));
        }
    }
}
