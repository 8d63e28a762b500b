//! Numbers that are no figures: of documents, articles, days and years, of telephones and forms. Whatever can be told from the
//! words around it; where that is not sure a number counts as none, since a false alarm costs more than one that is missing.

use super::super::number::{Number, Sign, numbers};
use crate::vietnamese::fold::fold;

/// Words before a number that it names something with: `Điều 17`, `năm 2025`, `lần thứ 2`.
const NAMING: [&str; 23] = [
    "dieu", "khoan", "muc", "chuong", "luc", "nam", "thang", "ngay", "quy", "thu", "lan", "cot", "trang", "tiet",
    "bieu", "mau", "thoai", "nong", "fax", "hotline", "iso", "phien", "gio",
];
/// The same, where the number is that of a document: `Nghị quyết 76`, `Đề án 06`.
const DOCUMENTS: [&str; 9] = ["an", "quyet", "dinh", "thi", "tu", "luat", "lenh", "ket", "dien"];
/// Documents whose name ends so are numbered with `số`: `Kế hoạch số 12`.
const NUMBERED: [&str; 17] = [
    "hoach", "dinh", "quyet", "van", "tu", "cao", "thi", "luat", "bao", "trinh", "ban", "dan", "an", "phieu", "lenh",
    "dien", "mau",
];
/// Words behind a number that is a time or a span of it.
const TIMES: [&str; 7] = ["gio", "phut", "giay", "h", "thang", "nam", "tuan"];
/// Years that are written without dots.
const YEARS: std::ops::RangeInclusive<f64> = 1900.0..=2100.0;
/// From so many digits on, without dots, a number is one of a telephone or an identity card.
const LONG: usize = 8;

/// The numbers of `text` that are figures.
pub(super) fn figures(text: &str) -> Vec<Number<'_>> {
    let all = numbers(text);
    let is_figure: Vec<bool> = (0..all.len()).map(|index| is_figure(text, &all, index)).collect();
    all.into_iter().zip(is_figure).filter(|(_, is)| *is).map(|(number, _)| number).collect()
}

/// Whether the number counts `count` things: `03`, `3`, `1.230`.
pub(super) fn is_count(number: &Number<'_>, count: usize) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let count = count as f64;
    number.sign == Sign::None && crate::vietnamese::number::same(number.value, count)
}

/// Whether a number below ten that may count anything: `05 cuộc`.
pub(super) fn is_small(number: &Number<'_>) -> bool {
    number.sign == Sign::None && number.digits == 0 && number.value < 10.0
}

pub(super) fn is_figure(text: &str, all: &[Number<'_>], index: usize) -> bool {
    let Some(number) = all.get(index) else { return false };
    if number.sign == Sign::Percent {
        return true;
    }
    let plain = !number.text.contains(['.', ',']);
    let is_year = plain && number.text.len() == 4 && YEARS.contains(&number.value);
    let is_code = plain && (number.text.len() >= LONG || (number.text.starts_with('0') && number.text.len() > 2));
    !(is_year || is_code || is_in_a_name(text, number) || is_called(text, all, index) || is_time(text, number))
}

/// Whether the word it stands in is a date, or the number of a document: `19/10/2025`, `12/QĐ-UBND`, `CC-03`, `9001:2015`.
fn is_in_a_name(text: &str, number: &Number<'_>) -> bool {
    let start = text[..number.at.start].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let end = text[number.at.end..].find(char::is_whitespace).map_or(text.len(), |at| number.at.end + at);
    let word = text[start..end].trim_matches(|c: char| !c.is_alphanumeric() && c != '%');
    let slashes = word.matches('/').count();
    let touches = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let before = text[..number.at.start].chars().next_back();
    let second = text[..number.at.start].chars().nth_back(1);
    let dashed = before == Some('-') && touches(second);
    slashes > 1
        || (slashes == 1 && word.chars().any(char::is_alphabetic))
        || is_month(word)
        || matches!(word, "24/7" | "24/24" | "24/24h")
        || word.contains(':') && word.chars().filter(char::is_ascii_digit).count() > 2
        || touches(before)
        || dashed
        || touches(text[number.at.end..].chars().next())
}

/// `10/2025`.
fn is_month(word: &str) -> bool {
    word.split_once('/').is_some_and(|(month, year)| {
        let year_is_one = year.len() == 4 && year.parse().is_ok_and(|year: f64| YEARS.contains(&year));
        year_is_one && month.parse().is_ok_and(|month: u8| (1..=12).contains(&month))
    })
}

/// Whether the words before it say that it is a name; of several in a row (`Điều 15, 16 và 17`) what is said of the first.
fn is_called(text: &str, all: &[Number<'_>], index: usize) -> bool {
    let number = &all[index];
    if let Some(previous) = index.checked_sub(1).and_then(|at| all.get(at)) {
        let between = fold(text[previous.at.end..number.at.start].trim());
        if matches!(between.as_str(), "," | ";" | "va" | "-" | "–" | "den" | "hoac" | "/") && previous.digits == 0 {
            // `ngày 19/10`: the second part of a day, too.
            return is_called(text, all, index - 1);
        }
    }
    let before = words_before(text, number.at.start, 3);
    let word = |back: usize| before.len().checked_sub(back).and_then(|at| before.get(at)).map_or("", String::as_str);
    let is_point = word(1) == "diem" && number.digits == 0 && number.value < 30.0 && word(2) != "tong";
    let is_numbered = word(1) == "so" && NUMBERED.contains(&word(2)) && word(2) != "tong";
    let is_document = DOCUMENTS.contains(&word(1)) && names_document(word(2), word(1));
    // `mức độ 4` of a service.
    let is_level = word(1) == "do" && word(2) == "muc";
    NAMING.contains(&word(1)) || is_level || is_point || is_numbered || is_document
}

/// Whether the last two words before a number name a kind of document: `nghị quyết`, `đề án`, not `quy định`.
fn names_document(first: &str, second: &str) -> bool {
    matches!(
        (first, second),
        ("de" | "du", "an")
            | ("nghi", "quyet" | "dinh")
            | ("quyet", "dinh")
            | ("chi", "thi")
            | ("thong", "tu")
            | ("bo", "luat")
            | ("sac", "lenh")
            | ("cong", "dien")
    ) || second == "luat"
}

fn is_time(text: &str, number: &Number<'_>) -> bool {
    let behind = words_after(text, number.at.end, 1);
    behind.first().is_some_and(|word| TIMES.contains(&word.as_str()))
}

/// The last words before `at`, folded; none where the number follows something without a space.
pub(super) fn words_before(text: &str, at: usize, count: usize) -> Vec<String> {
    let before = &text[..at];
    if !before.ends_with(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"')) {
        return Vec::new();
    }
    let mut words: Vec<String> =
        before.split_whitespace().rev().map(bare).filter(|word| !word.is_empty()).take(count).collect();
    words.reverse();
    words
}

/// The first words behind `at`, folded; behind the first number of a fraction those behind the whole.
pub(super) fn words_after(text: &str, at: usize, count: usize) -> Vec<String> {
    let behind = &text[at..];
    let whole = behind.strip_prefix('/').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.'));
    let behind = whole.unwrap_or(behind).trim_start_matches(['%', ')', ',']);
    behind.split_whitespace().map(bare).filter(|word| !word.is_empty()).take(count).collect()
}

/// The words before `at` within its clause, folded.
pub(super) fn clause_before(text: &str, at: usize) -> Vec<String> {
    let before = &text[..at];
    let start = [", ", "; ", ". ", ": "].iter().filter_map(|stop| before.rfind(stop)).max().map_or(0, |stop| stop + 1);
    before[start..].split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
}

fn bare(word: &str) -> String {
    fold(word.trim_matches(|c: char| !c.is_alphanumeric()))
}
