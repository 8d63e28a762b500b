//! Numbers, letters, dates and capitals as official documents write them (Nghị định số 30/2020/NĐ-CP,
//! Phụ lục I, phần II).

use chrono::Datelike;

use super::wording::wording;
use super::{Document, IssueDate, PaperKind, PlaceDate};

/// What is left free for the pen where a number is not given yet.
const NUMBER_GAP: &str = "     ";
/// What is left free for the pen where a day or a month is not given yet.
const DAY_GAP: &str = "   ";
/// Letters that order points, in the order of the Vietnamese alphabet. The alphabet has no f, j, w, z, and
/// official texts order by none of ă, â, ê, ô, ơ, ư.
const LETTERS: [&str; 23] =
    ["a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y"];

/// Roman numeral of `number` (1 = `I`); 0 gives an empty text.
pub fn roman(number: usize) -> String {
    const STEPS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number;
    let mut numeral = String::new();
    for (value, sign) in STEPS {
        numeral.push_str(&sign.repeat(rest / value));
        rest %= value;
    }
    numeral
}

/// Letter of the `number`th point (1 = `a`, 5 = `đ`, 23 = `y`, 24 = `aa`); 0 gives an empty text.
pub fn letter(number: usize) -> String {
    let mut rest = number;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(LETTERS[(rest - 1) % LETTERS.len()]);
        rest = (rest - 1) / LETTERS.len();
    }
    letters.iter().rev().copied().collect()
}

/// `text` in capitals, as it is written into the paper itself.
pub fn upper(text: &str) -> String {
    text.to_uppercase()
}

/// A number of a document: `05`, `12`; below ten with a leading 0.
pub fn document_number(number: u32) -> String {
    format!("{number:02}")
}

/// `Số: 05/TB-SNV`; without a number a gap for the pen: `Số:      /TB-SNV`.
pub fn number_line(number: Option<u32>, notation: &str) -> String {
    let number = number.map_or_else(|| NUMBER_GAP.to_owned(), document_number);
    if notation.is_empty() {
        wording!("number_line_bare", number = number)
    } else {
        wording!("number_line", number = number, notation = notation)
    }
}

/// `ngày 05 tháng 01 năm 2026`, `ngày 29 tháng 6 năm 2026`, `ngày     tháng     năm 2026`: days below ten and
/// months 1 and 2 have a leading 0.
pub fn date(date: IssueDate) -> String {
    match date {
        IssueDate::Open { year } => wording!("date", day = DAY_GAP, month = DAY_GAP, year = year),
        IssueDate::Known(date) => {
            let month = date.month();
            let month = if month <= 2 { format!("{month:02}") } else { month.to_string() };
            wording!("date", day = format!("{:02}", date.day()), month = month, year = date.year())
        }
    }
}

/// `Thái Bình, ngày 05 tháng 01 năm 2026`.
pub fn place_date(line: &PlaceDate) -> String {
    wording!("place_date", place = line.place, date = date(line.date))
}

/// Type name as written in a text: `Thông báo`; a letter is called `Công văn` there, though it bears no name itself.
pub fn type_name(kind: PaperKind) -> String {
    match kind {
        PaperKind::Notice => wording!("notice"),
        PaperKind::Minutes => wording!("minutes"),
        PaperKind::Report => wording!("report"),
        PaperKind::Letter => wording!("letter"),
        PaperKind::Programme => wording!("programme"),
        PaperKind::Internal => wording!("internal"),
    }
}

/// A letter's abstract as it stands under its number: `V/v đôn đốc báo cáo`.
pub fn about(abstract_text: &str) -> String {
    wording!("about", subject = abstract_text)
}

/// `Phụ lục II` for the annex at `index` (from 0) among `count`; `Phụ lục` where it is the only one.
pub fn annex_label(index: usize, count: usize) -> String {
    if count > 1 { wording!("annex_numbered", numeral = roman(index + 1)) } else { wording!("annex") }
}

/// Reference line of an annex: `(Kèm theo Thông báo số 05/TB-SNV ngày 05 tháng 01 năm 2026 của Sở Nội vụ)`.
pub fn reference(document: &Document) -> String {
    let kind = type_name(document.kind);
    let number = document.number.map_or_else(|| NUMBER_GAP.to_owned(), document_number);
    let number = if document.notation.is_empty() { number } else { format!("{number}/{}", document.notation) };
    let agency = &document.letterhead.agency;
    match &document.place_date {
        Some(line) => wording!("reference", kind = kind, number = number, date = date(line.date), agency = agency),
        None => wording!("reference_undated", kind = kind, number = number, agency = agency),
    }
}

/// `text` with `mark` at its end in place of the punctuation that closed it: ";", "." or "./.".
pub fn ended(text: &str, mark: &str) -> String {
    let bare = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ';' | ',' | '/'));
    format!("{bare}{mark}")
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> IssueDate {
        IssueDate::Known(NaiveDate::from_ymd_opt(year, month, day).unwrap())
    }

    #[test]
    fn roman_numerals() {
        let numerals: Vec<_> = [1, 4, 9, 14, 40, 49, 1999].map(roman).into();
        assert_eq!(numerals, ["I", "IV", "IX", "XIV", "XL", "XLIX", "MCMXCIX"]);
    }

    #[test]
    fn letters_follow_the_vietnamese_alphabet() {
        let letters: String = (1..=23).map(letter).collect::<Vec<_>>().join(" ");
        assert_eq!(letters, "a b c d đ e g h i k l m n o p q r s t u v x y");
        assert_eq!([24, 25, 28, 46, 47].map(letter), ["aa", "ab", "ađ", "ay", "ba"]);
    }

    #[test]
    fn numbers_below_ten_have_a_leading_zero() {
        assert_eq!(number_line(Some(5), "TB-SNV"), "Số: 05/TB-SNV");
        assert_eq!(number_line(Some(10), "TB-SNV"), "Số: 10/TB-SNV");
        assert_eq!(number_line(Some(1296), "TB-SNV"), "Số: 1296/TB-SNV");
        assert_eq!(number_line(None, "TB-SNV"), "Số:      /TB-SNV");
        assert_eq!(number_line(Some(5), ""), "Số: 05");
    }

    #[test]
    fn only_days_below_ten_and_the_first_two_months_have_a_leading_zero() {
        assert_eq!(date(day(2026, 1, 5)), "ngày 05 tháng 01 năm 2026");
        assert_eq!(date(day(2026, 2, 28)), "ngày 28 tháng 02 năm 2026");
        assert_eq!(date(day(2026, 3, 9)), "ngày 09 tháng 3 năm 2026");
        assert_eq!(date(day(2026, 6, 29)), "ngày 29 tháng 6 năm 2026");
        assert_eq!(date(day(2026, 12, 10)), "ngày 10 tháng 12 năm 2026");
        assert_eq!(date(IssueDate::Open { year: 2026 }), "ngày     tháng     năm 2026");
        let line = PlaceDate { place: "Thái Bình".to_owned(), date: day(2026, 1, 5) };
        assert_eq!(place_date(&line), "Thái Bình, ngày 05 tháng 01 năm 2026");
    }

    #[test]
    fn capitals_keep_every_mark() {
        assert_eq!(upper("Ủy ban nhân dân huyện Quỳnh Phụ"), "ỦY BAN NHÂN DÂN HUYỆN QUỲNH PHỤ");
        assert_eq!(upper("đ ơ ư ẵ ợ ữ ỵ"), "Đ Ơ Ư Ẵ Ợ Ữ Ỵ");
    }

    #[test]
    fn a_single_annex_has_no_number() {
        assert_eq!(annex_label(0, 1), "Phụ lục");
        assert_eq!([annex_label(0, 2), annex_label(1, 2)], ["Phụ lục I", "Phụ lục II"]);
    }

    #[test]
    fn the_closing_mark_replaces_what_stood_there() {
        for text in ["Căn cứ Luật", "Căn cứ Luật.", "Căn cứ Luật; ", "Căn cứ Luật./."] {
            assert_eq!(ended(text, "./."), "Căn cứ Luật./.");
        }
    }

    proptest! {
        #[test]
        fn letters_are_all_different(a in 1_usize..5000, b in 1_usize..5000) {
            prop_assert_eq!(letter(a) == letter(b), a == b);
        }

        #[test]
        fn roman_numerals_are_all_different(a in 1_usize..3999, b in 1_usize..3999) {
            prop_assert_eq!(roman(a) == roman(b), a == b);
        }
    }
}
