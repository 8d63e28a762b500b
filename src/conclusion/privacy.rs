//! What of a sample never reaches a paper: a citizen's name, and an officer's unless the lead decides so
//! (DOMAIN §4: codes in annexes).
//!
//! A text column is a person's when its id or title says so and neither calls itself a code (mã): names of
//! people, telephone numbers and numbers of identity papers. Such a column is left out of annexes whole.
//! A detail of a survey form (officer, field …) is printed only where it looks like a code: one word.

use crate::checklist::{Column, ColumnKind};
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
    let begins = |word: &str| id.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    !PERSON_IDS.iter().any(|word| begins(word)) && !PERSON_TITLES.iter().any(|word| title.contains(word))
}

/// `detail` of a survey form where it is a code; none where it could be a name.
pub(super) fn code(detail: &str) -> Option<&str> {
    let detail = detail.trim();
    (!detail.is_empty() && !detail.contains(char::is_whitespace)).then_some(detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::{ColumnId, Required};

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
        assert_eq!(code(" CC-03 "), Some("CC-03"));
        assert_eq!(code("Nguyễn Văn A"), None);
        assert_eq!(code(" "), None);
    }
}
