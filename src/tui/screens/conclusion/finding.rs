//! Finding words in the passages, with or without diacritics: the cursor goes to the passage that has them, and the paper
//! with it.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::{ConclusionEditor, Doing, Effects, Stop};
use crate::conclusion::draft::Passage;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message};
use crate::tui::theme::Role;
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::width;
use crate::tui::work::{DraftSheet, World};
use crate::vietnamese::sought::{Word, words};

/// What is looked for, and where the looking began.
#[derive(Debug)]
pub(super) struct Finding {
    field: TextField,
    /// The passage under the cursor then; none in a part without passages.
    begun: Option<usize>,
    /// The line of the list it stood on.
    line: usize,
    /// The words of each passage, by its place.
    texts: Vec<Vec<Word>>,
    /// Passages that have them, in the order of the paper.
    found: Vec<usize>,
}

impl Finding {
    fn begin(sheet: &DraftSheet, begun: Option<usize>, line: usize) -> Self {
        let mut finding = Self { field: TextField::default(), begun, line, texts: Vec::new(), found: Vec::new() };
        finding.renew(sheet);
        finding
    }

    /// Takes in what the passages are now.
    pub(super) fn renew(&mut self, sheet: &DraftSheet) {
        self.texts = sheet.passages().iter().map(|passage| words(text_of(passage))).collect();
        self.look();
    }

    fn look(&mut self) {
        let sought = Sought::new(self.field.text());
        let has = |place: &usize| !sought.places(&self.texts[*place]).is_empty();
        self.found = (0..self.texts.len()).filter(has).collect();
    }

    /// The next passage found from `here` on, or the one before it, around the end.
    fn next(&self, here: Option<usize>, way: Way) -> Option<usize> {
        let found = self.found.iter().copied();
        match (way, here) {
            (Way::At, Some(here)) => found.clone().find(|place| *place >= here).or_else(|| found.clone().next()),
            (Way::Down, Some(here)) => found.clone().find(|place| *place > here).or_else(|| found.clone().next()),
            (Way::Up, Some(here)) => found.clone().rfind(|place| *place < here).or_else(|| found.clone().next_back()),
            (_, None) => found.clone().next(),
        }
    }
}

/// Which of the passages found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The one under the cursor, else the next.
    At,
    Down,
    Up,
}

/// The words that are typed: one behind another, the last perhaps not to its end.
struct Sought {
    words: Vec<Word>,
    last: Last,
}

/// Whether the last word is typed to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Whole,
    Begun,
}

impl Sought {
    fn new(typed: &str) -> Self {
        let last = if typed.ends_with(char::is_whitespace) { Last::Whole } else { Last::Begun };
        Self { words: words(typed), last }
    }

    /// Where they stand in a text of these words, in bytes.
    fn places(&self, text: &[Word]) -> Vec<Range<usize>> {
        let Some((last, before)) = self.words.split_last() else { return Vec::new() };
        let is_last = |word: &Word| match self.last {
            Last::Whole => word.folded() == last.folded(),
            Last::Begun => word.folded().starts_with(last.folded()),
        };
        let is_here = |here: &&[Word]| {
            let (end, begin) = (&here[before.len()], &here[..before.len()]);
            is_last(end) && begin.iter().zip(before).all(|(word, sought)| word.folded() == sought.folded())
        };
        let here = text.windows(self.words.len()).filter(is_here);
        here.map(|here| here[0].place.start..here[before.len()].place.end).collect()
    }
}

/// What the list shows of a passage.
pub(super) fn text_of(passage: &Passage) -> &str {
    if passage.text.is_empty() { &passage.drafted.text } else { &passage.text }
}

impl ConclusionEditor {
    fn place(&self) -> Option<usize> {
        match self.rows.stop()? {
            Stop::Passage(place) => Some(place),
            Stop::Empty(_) => None,
        }
    }

    /// Ctrl+F.
    pub(super) fn find(&mut self) {
        if let Some(sheet) = &self.sheet {
            self.doing = Doing::Finding(Finding::begin(sheet, self.place(), self.rows.here()));
        }
    }

    /// What is typed while finding; up and down go from match to match.
    pub(super) fn seek(&mut self, event: &Event<'_, World>) {
        let here = self.place();
        let Doing::Finding(finding) = &mut self.doing else { return };
        let wanted = match event {
            Event::Key(Key::Down) => finding.next(here, Way::Down),
            Event::Key(Key::Up) => finding.next(here, Way::Up),
            event if finding.field.take(event).changed() => {
                finding.look();
                finding.next(finding.begun, Way::At).or(finding.begun)
            }
            _ => return,
        };
        self.go_to(wanted);
    }

    fn go_to(&mut self, wanted: Option<usize>) {
        if let Some(place) = wanted {
            self.rows.go_to(place);
            self.paper.follow();
        }
    }

    /// Enter stays at the match; on an empty field it goes on with what was looked for last. Esc goes back.
    pub(super) fn act_finding(&mut self, action: Action) -> Effects {
        let here = self.place();
        let Doing::Finding(finding) = &mut self.doing else { return Vec::new() };
        let typed = finding.field.text().trim();
        match action {
            Action::Back => {
                self.rows.back_to(finding.line);
                self.paper.follow();
                self.doing = Doing::Looking;
            }
            Action::Open | Action::Find if typed.is_empty() && !self.sought.is_empty() => {
                finding.field = TextField::new(&self.sought, Accepts::Text);
                finding.look();
                let next = finding.next(here, Way::Down);
                if action == Action::Open {
                    self.doing = Doing::Looking;
                }
                self.go_to(next);
            }
            Action::Find => {
                let next = finding.next(here, Way::Down);
                self.go_to(next);
            }
            Action::Open if typed.is_empty() => self.doing = Doing::Looking,
            Action::Open if finding.found.is_empty() => {
                let text = t!("screen_conclusion.not_found", typed = typed);
                return vec![Effect::Say(Message::error(text))];
            }
            Action::Open => {
                typed.clone_into(&mut self.sought);
                self.doing = Doing::Looking;
            }
            _ => {}
        }
        Vec::new()
    }

    pub(super) fn offered_finding(&self, finding: &Finding) -> Vec<Offer> {
        let again = finding.field.text().trim().is_empty() && !self.sought.is_empty();
        let open = if again {
            t!("screen_conclusion.find_again", typed = self.sought)
        } else {
            t!("screen_conclusion.find_stay")
        };
        vec![
            Offer::on(Action::Open).named(open),
            Offer::on(Action::Find).named(t!("screen_conclusion.find_next")),
            Offer::on(Action::Back).named(t!("screen_conclusion.find_back")),
        ]
    }

    /// `Tìm: niem yet                       3/17 đoạn`, on one row.
    pub(super) fn draw_sought(&self, canvas: &mut Canvas<'_>, row: Rect, finding: &Finding) {
        let prompt = format!("{} ", t!("screen_conclusion.find_prompt"));
        let used = u16::try_from(width::of(&prompt)).unwrap_or(0).min(row.width);
        let count = match finding.found.iter().position(|place| Some(*place) == self.place()) {
            _ if finding.field.text().trim().is_empty() => String::new(),
            Some(number) => {
                t!("screen_conclusion.find_count", number = number + 1, count = finding.found.len()).into_owned()
            }
            None => t!("screen_conclusion.find_none").into_owned(),
        };
        let taken = u16::try_from(width::of(&count)).unwrap_or(0).saturating_add(1);
        canvas.text(row, 0, Role::Text, &prompt);
        let theme = canvas.theme();
        let role = if finding.found.is_empty() { Role::Error } else { Role::Dim };
        canvas.line_right(row, 0, theme.span(role, count));
        let place = Rect { x: row.x + used, width: row.width.saturating_sub(used + taken), ..row };
        finding.field.render(canvas, place);
    }

    /// The passage under the cursor, with what was found in it standing out.
    pub(super) fn draw_found(&self, canvas: &mut Canvas<'_>, area: Rect, finding: &Finding) {
        let Some(passage) = self.selected() else { return };
        let text = text_of(passage);
        let sought = Sought::new(finding.field.text());
        let places = self.place().and_then(|place| finding.texts.get(place)).map(|words| sought.places(words));
        let places = places.unwrap_or_default();
        let lines = width::wrap(text, usize::from(area.width));
        // Where the passage is longer than there is room, what was found is seen.
        let first = places.first().and_then(|found| lines.iter().position(|line| line.end > found.start));
        let most = lines.len().saturating_sub(usize::from(area.height));
        let skipped = first.unwrap_or(0).saturating_sub(1).min(most);
        let theme = canvas.theme();
        for (row, line) in (0..area.height).zip(lines.into_iter().skip(skipped)) {
            let mut spans: Vec<Span<'_>> = Vec::new();
            let mut at = line.start;
            for found in places.iter().filter(|found| found.start < line.end && found.end > line.start) {
                let (from, to) = (found.start.max(line.start), found.end.min(line.end));
                spans.push(theme.span(Role::Text, &text[at..from]));
                spans.push(theme.span(Role::Key, &text[from..to]));
                at = to;
            }
            spans.push(theme.span(Role::Text, text[at..line.end].trim_end()));
            canvas.line(area, row, Line::from(spans));
        }
    }

    /// While finding, the paper alone leaves its last rows to what is looked for.
    pub(super) fn draw_sought_under_paper(&self, canvas: &mut Canvas<'_>, area: Rect, finding: &Finding) -> Rect {
        let above = area.height.saturating_sub(2);
        canvas.rule(area, above);
        let row = Rect { x: area.x + 1, y: area.y + above + 1, width: area.width.saturating_sub(2), height: 1 };
        self.draw_sought(canvas, row.intersection(area), finding);
        Rect { height: above, ..area }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(text: &'t str, typed: &str) -> Vec<&'t str> {
        Sought::new(typed).places(&words(text)).into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn words_are_found_without_marks_one_behind_another() {
        let text = "Mới niêm yết 143/155 thủ tục (92,26%); bảng Niêm-yết cũ.";
        assert_eq!(found(text, "niem yet"), ["niêm yết", "Niêm-yết"]);
        assert_eq!(found(text, "NIÊM YẾT"), ["niêm yết", "Niêm-yết"]);
        assert_eq!(found(text, "nie\u{302}m ye\u{302}\u{301}t"), ["niêm yết", "Niêm-yết"]);
        assert_eq!(found(text, "143/155"), ["143/155"]);
        assert_eq!(found(text, "92,26%"), ["92,26"]);
        // The last word may go on, unless a space ends it.
        assert_eq!(found(text, "thu t"), ["thủ tục"]);
        assert_eq!(found(text, "thu t "), [""; 0]);
        assert_eq!(found(text, "yet niem"), [""; 0]);
        assert_eq!(found(text, " "), [""; 0]);
    }

    use crate::tui::screens::conclusion::tests::{at_rate, home, stage, to};
    use crate::tui::testing::Stage;
    use crate::tui::work::{Office, World};

    fn selected(stage: &Stage<World, Office>) -> String {
        let picture = stage.picture();
        let line = picture.lines().find(|line| line.starts_with(" > ") || line.contains("\n > "));
        line.unwrap_or_default().trim().to_owned()
    }

    #[test]
    fn typing_goes_to_the_next_passage_that_has_the_words_and_arrows_from_match_to_match() {
        let home = home();
        let mut stage = stage(&home);
        stage.press("Ctrl+F").type_text("niem yet");
        insta::assert_snapshot!("finding_80", stage.picture());
        let first = selected(&stage);
        stage.press("Down");
        let second = selected(&stage);
        assert_ne!(first, second);
        stage.press("Up");
        assert_eq!(selected(&stage), first);
        // Around the end, and Ctrl+F as well.
        stage.press("Up");
        assert_ne!(selected(&stage), first);
        stage.press("Ctrl+F");
        assert_eq!(selected(&stage), first);
        insta::assert_snapshot!("finding_120", stage.resize(120, 40).picture());
        insta::assert_snapshot!("finding_60", stage.resize(60, 16).picture());
        stage.sweep();
        stage.resize(80, 24).press("Down Enter");
        assert_eq!(selected(&stage), second);
        assert!(stage.picture().contains("Enter sửa"), "{}", stage.picture());
        // Ctrl+F and Enter: the next one.
        stage.press("Ctrl+F Enter Ctrl+F Enter");
        assert_ne!(selected(&stage), second);
    }

    #[test]
    fn esc_goes_back_to_where_it_began_and_what_is_nowhere_is_said() {
        let home = home();
        let mut stage = at_rate(&home);
        let here = selected(&stage);
        stage.press("Ctrl+F").type_text("danh gia chung");
        assert_ne!(selected(&stage), here);
        stage.press("Esc");
        assert_eq!(selected(&stage), here);
        stage.press("/").type_text("không có chữ này").press("Enter");
        assert!(stage.picture().contains("Không đoạn nào có “không có chữ này”"), "{}", stage.picture());
        assert_eq!(selected(&stage), here);
        stage.press("Esc");
        assert_eq!(selected(&stage), here);
        // Also from a part that has no passage.
        to(&mut stage, "chưa có đoạn nào");
        let empty = selected(&stage);
        stage.press("Ctrl+F").type_text("niem yet");
        assert_ne!(selected(&stage), empty);
        stage.press("Esc");
        assert_eq!(selected(&stage), empty);
    }

    #[test]
    fn the_paper_goes_along_and_can_be_searched_itself() {
        let home = home();
        let mut stage = stage(&home);
        stage.press("Tab").press("Ctrl+F").type_text("dia chi");
        let picture = stage.picture();
        assert!(picture.contains("[Bản in]") && picture.contains(">a) ") | picture.contains(">b) "), "{picture}");
        assert!(picture.contains("1/"), "{picture}");
        stage.press("Enter Tab");
        assert!(selected(&stage).contains("địa chỉ"), "{}", stage.picture());
    }
}
