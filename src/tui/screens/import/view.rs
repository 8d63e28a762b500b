//! Drawing a preview: the choices above, the rows as they will be recorded below, or everything worth seeing.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::Purpose;
use super::preview::{Preview, number};
use super::settings::Setting;
use crate::checklist::{ItemKind, Scale};
use crate::inspection::import::{Entry, Ready};
use crate::tui::canvas::Canvas;
use crate::tui::screens::register::cell;
use crate::tui::theme::Role;
use crate::tui::width;

/// What stands below the choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The first rows.
    Rows,
    /// What is worth seeing.
    Issues,
}

impl Pane {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Rows => Self::Issues,
            Self::Issues => Self::Rows,
        }
    }
}

/// Rows shown.
const SHOWN: usize = 200;
/// Widest cell.
const WIDEST: usize = 24;
/// Columns of the terminal between two cells.
const GAP: usize = 2;
/// Most columns of the terminal for the name of a choice.
const LABEL: usize = 36;

impl Preview {
    /// ```text
    ///  ho-so-quy-3.xlsx
    ///  > Dòng tiêu đề                     dòng 3
    ///    Mã hồ sơ *                       B  Số hồ sơ
    ///    Thủ tục *                        C  Tên TTHC
    /// ── Những dòng sẽ nhập ──────────────────────────────
    ///  dòng  Mã hồ sơ  Thủ tục     Ngày tiếp nhận
    ///     4  H-001     Khai sinh   05/01/26
    /// ```
    pub fn render(&self, canvas: &mut Canvas<'_>, area: Rect, purpose: Purpose) {
        let theme = canvas.theme();
        let name = format!(" {}", self.table.file);
        let path = self.path.parent().map(|folder| format!("   {}", folder.display())).unwrap_or_default();
        canvas.line(area, 0, Line::from(vec![theme.span(Role::Title, name), theme.span(Role::Dim, path)]));
        let room = area.height.saturating_sub(2);
        let wanted = u16::try_from(self.settings.len()).unwrap_or(room);
        // Below there are at least five lines, of more room a half.
        let above = wanted.min((room / 2).max(room.saturating_sub(6).min(4)));
        let settings = Rect { y: area.y.saturating_add(1), height: above.min(room), ..area };
        self.draw_settings(canvas, settings.intersection(area));
        let below = Rect { y: settings.bottom(), height: area.bottom().saturating_sub(settings.bottom()), ..area };
        let title = match (self.pane, purpose) {
            (Pane::Issues, _) => t!("screen_import.pane_issues", count = number(self.issues.len())),
            (Pane::Rows, Purpose::Rows) => t!("screen_import.pane_rows", count = number(self.prepared.ready.len())),
            (Pane::Rows, Purpose::Sample) => t!("screen_import.pane_sample", count = number(self.recorded().len())),
        };
        canvas.rule_titled(below, 0, &title);
        let body = Rect { y: below.y.saturating_add(1), height: below.height.saturating_sub(1), ..below };
        match self.pane {
            Pane::Rows => self.draw_rows(canvas, body, purpose),
            Pane::Issues => self.draw_issues(canvas, body),
        }
    }

    fn draw_settings(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let ellipsis = theme.marks().ellipsis;
        let labels = self.settings.iter().map(|setting| width::of(&setting.label(self))).max().unwrap_or(0);
        let room = labels.min(LABEL).min(usize::from(area.width / 2));
        let line = |index: usize| {
            let Some(setting) = self.settings.get(index) else { return Line::default() };
            let label = width::pad(&width::cut(&setting.label(self), room, ellipsis), room);
            let value = setting.value(self);
            let taken = !matches!(setting, Setting::Slot(slot) if self.is_missing(*slot));
            let value = theme.span(if taken { Role::Text } else { Role::Dim }, value);
            let (before, after) = match (index == self.cursor.selected(), setting) {
                (false, _) | (true, Setting::Count | Setting::Seed) => ("  ", ""),
                (true, _) => ("< ", " >"),
            };
            Line::from(vec![Span::raw(label), Span::raw(format!("  {before}")), value, Span::raw(after)])
        };
        self.cursor.render(canvas, area, self.settings.len(), line);
        let selected = self.cursor.selected();
        let field = match self.settings.get(selected) {
            Some(Setting::Count) => &self.count,
            Some(Setting::Seed) => &self.seed,
            _ => return,
        };
        let seen = self.cursor.visible(self.settings.len(), area.height);
        let Some(row) = seen.clone().position(|index| index == selected).and_then(|row| u16::try_from(row).ok()) else {
            return;
        };
        let x = u16::try_from(room + 7).unwrap_or(area.width).min(area.width);
        let place = Rect { x: area.x + x, y: area.y + row, width: (area.width - x).min(30), height: 1 };
        field.render(canvas, place);
    }

    fn is_missing(&self, slot: usize) -> bool {
        self.choices.heading.columns.get(slot).copied().flatten().is_none()
    }

    /// Only the columns that are taken: the others are empty.
    fn draw_rows(&self, canvas: &mut Canvas<'_>, area: Rect, purpose: Purpose) {
        let theme = canvas.theme();
        let ellipsis = theme.marks().ellipsis;
        let rows: Vec<&Ready> = self.recorded().into_iter().take(SHOWN).collect();
        if rows.is_empty() {
            let why = self.record_words(purpose).err().unwrap_or_default();
            canvas.text(area, 0, Role::Dim, &format!(" {why}"));
            return;
        }
        let slots: Vec<usize> = (0..self.slots.len()).filter(|slot| !self.is_missing(*slot)).collect();
        let mut head = vec![t!("screen_import.row").into_owned()];
        head.extend(slots.iter().map(|slot| self.short_title(*slot)));
        let body: Vec<Vec<String>> = rows
            .iter()
            .map(|ready| {
                let values = slots.iter().map(|slot| self.value(&ready.entry, *slot));
                [ready.row.to_string()].into_iter().chain(values).collect()
            })
            .collect();
        let widest = |column: usize| {
            let cells = body.iter().map(|row| width::of(&row[column]));
            cells.chain([width::of(&head[column]).min(16)]).max().unwrap_or(0).min(WIDEST)
        };
        let widths: Vec<usize> = (0..head.len()).map(widest).collect();
        let line = |cells: &[String], role: Role| {
            let mut line = Line::from(Span::raw(" "));
            for (index, (cell, wide)) in cells.iter().zip(&widths).enumerate() {
                let cell = width::cut(cell, *wide, ellipsis);
                let cell = if index == 0 { width::pad_left(&cell, *wide) } else { width::pad(&cell, *wide) };
                let role = if index == 0 { Role::Dim } else { role };
                line.push_span(theme.span(role, format!("{cell}{}", " ".repeat(GAP))));
            }
            line
        };
        canvas.line(area, 0, line(&head, Role::Dim));
        let below = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
        for (row, index) in (0..).zip(self.below.window(body.len(), below.height)) {
            canvas.line(below, row, line(&body[index], Role::Text));
        }
    }

    /// Questions are long: in the table they are `C1`, `C2` …
    fn short_title(&self, slot: usize) -> String {
        match &self.kind {
            ItemKind::Survey(survey) if slot < survey.questions.len() => {
                t!("screen_import.question", number = slot + 1).into_owned()
            }
            _ => self.slots.get(slot).map(|slot| slot.title.clone()).unwrap_or_default(),
        }
    }

    fn value(&self, entry: &Entry, slot: usize) -> String {
        match (entry, &self.kind) {
            (Entry::Row(cells), ItemKind::Register(register)) => {
                let column = register.columns.get(slot);
                let value = column.and_then(|column| Some((column, cells.get(column.id.as_str())?)));
                value.map(|(column, value)| cell::shown(&column.kind, value, None)).unwrap_or_default()
            }
            (Entry::Form(form), ItemKind::Survey(survey)) => {
                let Some(question) = survey.questions.get(slot) else {
                    let detail = survey.details.get(slot - survey.questions.len());
                    return detail.and_then(|detail| form.details.get(detail.as_str())).cloned().unwrap_or_default();
                };
                match (question.scale, form.answers.get(slot).copied().unwrap_or(0)) {
                    (_, 0) => "–".to_owned(),
                    (Scale::YesNo, 1) => t!("import.yes").into_owned(),
                    (Scale::YesNo, _) => t!("import.no").into_owned(),
                    (Scale::Level5, level) => format!("{level}/5"),
                    (Scale::Count { .. }, count) => count.to_string(),
                }
            }
            _ => String::new(),
        }
    }

    fn draw_issues(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if self.issues.is_empty() {
            canvas.text(area, 0, Role::Dim, &format!(" {}", t!("screen_import.no_issues")));
            return;
        }
        let columns = usize::from(area.width).saturating_sub(4);
        let dot = canvas.theme().marks().dot;
        let mut lines = Vec::new();
        for issue in &self.issues {
            for (index, line) in width::paragraphs(issue, columns).into_iter().enumerate() {
                lines.push(format!(" {} {line}", if index == 0 { dot } else { " " }));
            }
        }
        for (row, index) in (0..).zip(self.below.window(lines.len(), area.height)) {
            canvas.text(area, row, Role::Text, &lines[index]);
        }
    }
}
