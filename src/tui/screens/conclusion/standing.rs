//! How passages stand, in words.

use rust_i18n::t;

use crate::conclusion::draft::{Contradiction, ContradictionKind, Passage, PassageStanding, RecordedFigure};
use crate::tui::screen::Message;
use crate::tui::theme::{Role, Theme};
use crate::tui::work::{DraftSheet, IssuedMark};
use crate::vietnamese::date::format_date;

/// Why somebody should look at a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wants {
    /// There is no need.
    Nothing,
    /// Laptops say different things of it.
    Decision,
    /// A figure in it is not what the records say.
    Figure,
    /// A figure that somebody typed is in no record.
    Unfounded,
    /// The records say something else than when it was edited.
    Change,
    /// The records no longer lead to it.
    Ground,
}

/// Why somebody should look at `passage`.
pub(super) fn wants(sheet: &DraftSheet, passage: &Passage) -> Wants {
    match passage.standing {
        PassageStanding::Contested => Wants::Decision,
        PassageStanding::Orphaned => Wants::Ground,
        // What was right when it was written is no slip of the hand.
        _ if passage.change.is_some() => Wants::Change,
        _ => {
            let kinds: Vec<ContradictionKind> = sheet.contradictions_of(&passage.id).map(|it| it.kind).collect();
            match kinds.as_slice() {
                [] => Wants::Nothing,
                kinds if kinds.contains(&ContradictionKind::Contradicts) => Wants::Figure,
                _ => Wants::Unfounded,
            }
        }
    }
}

/// How many passages somebody should look at.
pub(super) fn wanting(sheet: &DraftSheet) -> usize {
    sheet.passages().iter().filter(|passage| wants(sheet, passage) != Wants::Nothing).count()
}

/// A word at the right of a passage.
pub(super) fn mark(sheet: &DraftSheet, passage: &Passage, theme: &Theme) -> (Role, String) {
    let marks = theme.marks();
    match (wants(sheet, passage), &passage.standing) {
        (Wants::Decision, _) => (Role::Error, format!("{} {}", marks.fail, t!("screen_conclusion.mark_contested"))),
        (Wants::Figure, _) => (Role::Error, format!("{} {}", marks.fail, t!("screen_conclusion.mark_figure"))),
        (Wants::Unfounded, _) => (Role::Changed, format!("* {}", t!("screen_conclusion.mark_unfounded"))),
        (Wants::Ground, _) => (Role::Changed, format!("* {}", t!("screen_conclusion.mark_orphaned"))),
        (Wants::Change, PassageStanding::LeftOut { .. }) => {
            (Role::Changed, format!("* {}", t!("screen_conclusion.mark_left_out_changed")))
        }
        (Wants::Change, _) => (Role::Changed, format!("* {}", t!("screen_conclusion.mark_changed"))),
        (Wants::Nothing, PassageStanding::LeftOut { .. }) => (Role::Dim, t!("screen_conclusion.mark_left_out").into()),
        (Wants::Nothing, PassageStanding::Joined { .. }) => (Role::Dim, t!("screen_conclusion.mark_joined").into()),
        (Wants::Nothing, PassageStanding::Own) => (Role::Dim, t!("screen_conclusion.mark_own").into()),
        (Wants::Nothing, PassageStanding::Edited) => (Role::Dim, t!("screen_conclusion.mark_edited").into()),
        (Wants::Nothing, _) => (Role::Dim, String::new()),
    }
}

/// `17 đoạn · 2 đã sửa · 1 bỏ`.
pub(super) fn counts(sheet: &DraftSheet) -> String {
    let count = |is: fn(&Passage) -> bool| sheet.passages().iter().filter(|passage| is(passage)).count();
    let printed = count(Passage::is_printed);
    let edited = count(|passage| passage.edit.is_some() && passage.is_printed());
    let left_out = count(|passage| matches!(passage.standing, PassageStanding::LeftOut { .. }));
    let mut pieces = vec![t!("screen_conclusion.count", count = printed).into_owned()];
    if edited > 0 {
        pieces.push(t!("screen_conclusion.count_edited", count = edited).into_owned());
    }
    if left_out > 0 {
        pieces.push(t!("screen_conclusion.count_left_out", count = left_out).into_owned());
    }
    pieces.join(" · ")
}

/// That the notice is issued: what is changed here goes into one that replaces it.
pub(super) fn issued(sheet: &DraftSheet) -> Option<Message> {
    let IssuedMark::Issued { number, date, .. } = sheet.issued.as_ref()? else { return None };
    let text = t!("screen_conclusion.issued", number = number, date = format_date(*date));
    Some(Message { text: text.into_owned(), role: Role::Changed })
}

/// What is wrong with the passage under the cursor, and what to do.
pub(super) fn status(sheet: &DraftSheet, passage: &Passage) -> Option<Message> {
    let changed = |text: std::borrow::Cow<'_, str>| Message { text: text.into_owned(), role: Role::Changed };
    match wants(sheet, passage) {
        Wants::Nothing => None,
        Wants::Decision => Some(Message::error(t!("screen_conclusion.status_contested"))),
        Wants::Figure => {
            let mut all = sheet.contradictions_of(&passage.id);
            let contradiction = all.find(|it| it.kind == ContradictionKind::Contradicts)?;
            Some(Message::error(contradicted(contradiction)))
        }
        Wants::Unfounded => Some(changed(contradicted(sheet.contradictions_of(&passage.id).next()?).into())),
        Wants::Change => {
            let pairs = passage.change.iter().flat_map(|change| &change.figures);
            let pairs: Vec<String> = pairs.map(|pair| format!("{} → {}", pair.then, pair.now)).collect();
            Some(changed(if pairs.is_empty() {
                t!("screen_conclusion.status_changed")
            } else {
                t!("screen_conclusion.status_figures", figures = pairs.join(", "))
            }))
        }
        Wants::Ground => Some(changed(t!("screen_conclusion.status_orphaned"))),
    }
}

/// How names begin that are written with a capital although a small letter follows: `Ủy ban nhân dân`, unlike `Văn bản` or
/// `Ban hành`.
const NAMES: [&str; 19] = [
    "Ủy ban",
    "Uỷ ban",
    "Hội đồng",
    "Chủ tịch",
    "Bộ phận",
    "Bộ trưởng",
    "Trung tâm",
    "Văn phòng",
    "Cổng thông",
    "Cổng dịch",
    "Đoàn kiểm",
    "Đoàn thanh",
    "Đảng ủy",
    "Đảng bộ",
    "Chính phủ",
    "Quốc hội",
    "Tỉnh ủy",
    "Nhà nước",
    "Thủ tướng",
];

/// Several texts as the beginning of one: a list, to be gone over.
pub(super) fn said_together(texts: &[&str]) -> String {
    let bare = |text: &&str| text.trim().trim_end_matches(['.', ';', ',']).to_owned();
    let mut pieces = texts.iter().map(bare);
    let first = pieces.next().into_iter();
    let mut joined = first.chain(pieces.map(|piece| going_on(&piece))).collect::<Vec<_>>().join("; ");
    joined.push('.');
    joined
}

/// A sentence behind a semicolon: with a small letter, unless it begins with what may be a name.
fn going_on(text: &str) -> String {
    let mut words = text.split(' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_word = first.chars().skip(1).all(char::is_lowercase);
    let is_word = is_word && !NAMES.contains(&format!("{first} {second}").as_str());
    let named = second.chars().next().is_some_and(char::is_uppercase);
    let mut letters = text.chars();
    match letters.next() {
        Some(letter) if is_word && !named => letter.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

/// What is wrong with a figure that somebody typed.
pub(super) fn contradicted(contradiction: &Contradiction) -> String {
    let (figure, record) = (&contradiction.figure, recorded(contradiction));
    match contradiction.kind {
        ContradictionKind::Contradicts => t!("screen_conclusion.contradicts", figure = figure, record = record),
        ContradictionKind::NotBorneOut if record.is_empty() => t!("screen_conclusion.not_borne_out", figure = figure),
        ContradictionKind::NotBorneOut => t!("screen_conclusion.not_borne_out_but", figure = figure, record = record),
    }
    .into_owned()
}

/// `143 (Số thủ tục đã niêm yết)`: what the records say in the place of a typed figure.
fn recorded(contradiction: &Contradiction) -> String {
    let figure = |of: &RecordedFigure| match &of.ask {
        Some(ask) => format!("{} ({ask})", of.shown),
        None => of.shown.clone(),
    };
    contradiction.record.iter().map(figure).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::said_together;

    #[test]
    fn joined_sentences_go_on_small_but_names_keep_their_capital() {
        let texts = ["Mới niêm yết 143/155 thủ tục.", "Chưa niêm yết địa chỉ;", "UBND xã chưa báo cáo."];
        assert_eq!(said_together(&texts), "Mới niêm yết 143/155 thủ tục; chưa niêm yết địa chỉ; UBND xã chưa báo cáo.");
        let acts = ["Có kế hoạch", "Ban hành quy chế.", "Văn bản đúng thể thức."];
        assert_eq!(said_together(&acts), "Có kế hoạch; ban hành quy chế; văn bản đúng thể thức.");
        let names = ["Còn 3 hồ sơ", "Sở Nội vụ chưa trả lời", "Ủy ban nhân dân xã chưa báo cáo", "Đồng chí Lê A"];
        assert_eq!(
            said_together(&names),
            "Còn 3 hồ sơ; Sở Nội vụ chưa trả lời; Ủy ban nhân dân xã chưa báo cáo; đồng chí Lê A."
        );
    }
}
