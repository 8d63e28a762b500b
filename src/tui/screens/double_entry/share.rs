//! How many forms are to be read again, and choosing them.

use ratatui::layout::Rect;
use rust_i18n::t;

use super::{DoubleEntry, Effects, Step};
use crate::assessment::double_entry::{choose, share_of};
use crate::inspection::{Drawn, SecondChange, SetChange};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Message};
use crate::tui::theme::Role;
use crate::tui::widgets::text_field::TextField;
use crate::tui::width;

/// A share of 1 to 100 hundredths.
fn percent(field: &TextField) -> Option<u32> {
    field.text().trim().trim_end_matches('%').trim().parse().ok().filter(|percent| (1..=100).contains(percent))
}

impl DoubleEntry {
    /// Chooses as many forms as the share still asks for and records which.
    pub(super) fn draw_forms(&mut self) -> Effects {
        let Step::Share(field) = &self.step else { return Vec::new() };
        let Some(percent) = percent(field) else {
            return vec![Effect::Say(Message::error(t!("screen_double_entry.no_share")))];
        };
        let Some(answer) = self.answer().filter(|answer| !answer.forms.is_empty()) else {
            return vec![Effect::Say(Message::error(t!("screen_double_entry.no_form")))];
        };
        let of = answer.forms.len();
        let wanted = share_of(of, percent);
        let known = self.comparison.chosen;
        if wanted <= known {
            let text = t!("screen_double_entry.enough", chosen = known, percent = percent, forms = of);
            return vec![Effect::Say(Message::info(text))];
        }
        let place = format!("{}/{}/{}", self.work.open.round.id, self.work.unit.id, self.key);
        let (seed, positions) = choose(&place, &answer.forms, &answer.second, wanted - known);
        let drawn = |position: &usize| {
            let drawn = Drawn { seed: seed.clone(), number: position + 1, of, percent };
            SetChange::Second(answer.forms[*position].id.clone(), SecondChange::Draw(drawn))
        };
        let changes: Vec<SetChange> = positions.iter().map(drawn).collect();
        let said = t!("screen_double_entry.drawn", count = changes.len());
        let effects = [Effect::Say(Message::info(said))].into_iter().chain(self.run(changes)).collect();
        // What was recorded comes back as an outcome; the first form that waits is asked for then.
        self.step = Step::Differences(crate::tui::widgets::list::ListCursor::default());
        effects
    }

    /// ```text
    ///  Nhập lại một số phiếu để đối chiếu với lần nhập đầu. Chương trình chọn ngẫu nhiên các phiếu …
    ///
    ///  Tỷ lệ phiếu nhập lại (%): 10
    ///  10% của 100 phiếu là 10 phiếu; đã chọn 0
    /// ```
    pub(super) fn render_share(&self, canvas: &mut Canvas<'_>, area: Rect, field: &TextField) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let about = t!("screen_double_entry.about");
        let lines = width::paragraphs(&about, usize::from(inner.width));
        let mut row = 0;
        for line in lines {
            canvas.text(inner, row, Role::Text, line);
            row += 1;
        }
        row += 1;
        let prompt = t!("screen_double_entry.share");
        canvas.text(inner, row, Role::Title, &prompt);
        let used = u16::try_from(width::of(&prompt) + 1).unwrap_or(0).min(inner.width);
        let place = Rect {
            x: inner.x.saturating_add(used),
            y: inner.y.saturating_add(row),
            width: 5.min(inner.width - used),
            height: u16::from(row < inner.height),
        };
        field.render(canvas, place);
        let forms = self.answer().map_or(0, |answer| answer.forms.len());
        if let Some(percent) = percent(field) {
            let (count, known) = (share_of(forms, percent), self.comparison.chosen);
            let text = t!("screen_double_entry.count", percent = percent, forms = forms, count = count, chosen = known);
            canvas.text(inner, row + 1, Role::Dim, &text);
        }
        // Whoever doubts the choice can make it again from these.
        let mut row = row + 3;
        let mut chosen = self.chosen();
        chosen.sort_by(|(a, _), (b, _)| (a.drawn.of, &a.drawn.seed).cmp(&(b.drawn.of, &b.drawn.seed)));
        for draw in chosen.chunk_by(|(a, _), (b, _)| a.drawn.seed == b.drawn.seed) {
            let numbers: Vec<String> = draw.iter().map(|(second, _)| second.drawn.number.to_string()).collect();
            let seed = draw.first().map_or("", |(second, _)| second.drawn.seed.as_str());
            let text = t!("screen_double_entry.known", numbers = numbers.join(", "), seed = seed);
            for line in width::paragraphs(&text, usize::from(inner.width)) {
                canvas.text(inner, row, Role::Dim, line);
                row += 1;
            }
        }
    }
}
