//! What of a sample never reaches a paper: a citizen's name, and an officer's unless the lead decides so
//! (codes in annexes).
//!
//! A text column is a person's when its id or title says so and neither calls itself a code (mã): names of
//! people, telephone numbers and numbers of identity papers. Such a column is left out of annexes whole.
//! An officer's detail on a survey form is printed only where it is a code: one word.

use crate::checklist::{Column, ColumnId, ColumnKind};
use crate::vietnamese::fold::fold;

/// Ids, or beginnings of ids up to a hyphen, of columns that hold what identifies a person.
const PERSON_IDS: [&str; 22] = [
    "ho-ten",
    "ho-va-ten",
    "nguoi",
    "ten-nguoi",
    "ten-can-bo",
    "ten-cong-chuc",
    "ten-vien-chuc",
    "ten-cong-dan",
    "ten-khach-hang",
    "can-bo",
    "cong-chuc",
    "vien-chuc",
    "cong-dan",
    "khach-hang",
    "chu-ho-so",
    "dien-thoai",
    "so-dien-thoai",
    "cccd",
    "cmnd",
    "so-cccd",
    "so-cmnd",
    "so-dinh-danh",
];

/// Words of titles, folded, that say the same.
const PERSON_TITLES: [&str; 13] = [
    "ho ten",
    "ho va ten",
    "ho, ten",
    "ten nguoi",
    "ten can bo",
    "ten cong chuc",
    "ten vien chuc",
    "ten cong dan",
    "nguoi nop",
    "nguoi dan",
    "chu ho so",
    "dien thoai",
    "dinh danh ca nhan",
];

/// Whether a register's column may be printed.
pub(super) fn may_print(column: &Column) -> bool {
    let id = column.id.as_str();
    let title = fold(&column.title);
    if column.kind != ColumnKind::Text || id == "ma" || id.starts_with("ma-") || title.starts_with("ma ") {
        return true;
    }
    !names_person(id) && !PERSON_TITLES.iter().any(|word| title.contains(word))
}

/// Whether a detail of a survey form tells of a person (officer, citizen) and not of a field or a day.
pub(super) fn is_person(detail: &ColumnId) -> bool {
    names_person(detail.as_str())
}

/// Whether what stands for a person is a code and cannot be a name: one word.
pub(super) fn is_code(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

fn names_person(id: &str) -> bool {
    let begins = |word: &str| id.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    PERSON_IDS.iter().any(|word| begins(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::Required;

    fn column(id: &str, title: &str, kind: ColumnKind) -> Column {
        Column { id: ColumnId::new(id).unwrap(), title: title.to_owned(), kind, required: Required::No }
    }

    #[test]
    fn names_of_people_stay_out_and_codes_stay_in() {
        for (id, title) in [
            ("ho-ten", "Họ tên"),
            ("nguoi-nop", "Người nộp hồ sơ"),
            ("cong-chuc", "Công chức"),
            ("cong-chuc-thu-ly", "Công chức thụ lý"),
            ("ten", "Họ và tên"),
            ("lien-he", "Số điện thoại liên hệ"),
            ("cccd", "Số CCCD"),
        ] {
            assert!(!may_print(&column(id, title, ColumnKind::Text)), "{id}");
        }
        for (id, title) in [
            ("ten", "Tên thủ tục"),
            ("ma", "Mã người được hỏi"),
            ("cong-chuc", "Mã công chức"),
            ("noi-dung", "Nội dung hỏi"),
            ("linh-vuc", "Lĩnh vực"),
        ] {
            assert!(may_print(&column(id, title, ColumnKind::Text)), "{id}");
        }
        assert!(may_print(&column("nguoi-nop-hai-long", "Người nộp hài lòng", ColumnKind::YesNo)));
    }

    #[test]
    fn only_codes_of_form_details() {
        assert!(is_person(&ColumnId::new("cong-chuc").unwrap()) && !is_person(&ColumnId::new("linh-vuc").unwrap()));
        assert!(is_code("CC-03") && !is_code("Nguyễn Văn A") && !is_code(""));
    }
}
