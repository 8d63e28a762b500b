//! What is known of the selected item.

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use super::Inspection;
use super::checks::{self, Check};
use super::entry::Entering;
use super::figure_entry::Part;
use crate::assessment::{ItemState, QuotedFigure};
use crate::checklist::expression::Unjudged;
use crate::checklist::{Checklist, Item, ItemKind};
use crate::inspection::{Agreement, Answer, FigureSource};
use crate::tui::canvas::Canvas;
use crate::tui::screens::figures::{self, Scope};
use crate::tui::theme::{Role, Theme};
use crate::tui::width;
use crate::tui::work::UnitWork;
use crate::vietnamese::number::format_number;

/// How the parts of the screen stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Outline, items and detail in columns.
    SideBySide,
    /// The detail below the items.
    Stacked,
}

/// Whether sums that add up are told in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sums {
    /// They are.
    Said,
    /// They stand in the panel.
    InPanel,
}

/// What is known of an item, a paragraph each, the most urgent first.
type Paragraphs = Vec<(Role, String)>;

impl Inspection {
    pub(super) fn render_detail(&self, canvas: &mut Canvas<'_>, area: Rect, layout: Layout) {
        if let Some(Entering::Chosen(cursor)) = self.entry.as_ref().map(|entry| &entry.input)
            && let Some(ItemKind::Choice { choices, .. }) = self.kind()
        {
            cursor.render(canvas, area, choices.len(), |index| format!("{} {}", index + 1, choices[index]).into());
            return;
        }
        if let Some(Entering::Figure(figure)) = self.entry.as_ref().map(|entry| &entry.input)
            && figure.part() == Part::Source
        {
            figure.render_sources(canvas, area);
            return;
        }
        let theme = canvas.theme();
        let columns = usize::from(area.width);
        let variable = self.work.at(self.selected).map(|(item, _)| item.id.variable()).unwrap_or_default();
        let panel = self.panel(theme, columns, layout, Scope::Touching(&variable));
        let paragraphs = self.paragraphs(&theme, columns, if panel.is_empty() { Sums::Said } else { Sums::InPanel });
        let urgent =
            paragraphs.iter().take_while(|(role, _)| matches!(role, Role::Title | Role::Error | Role::Changed));
        // Below the items there is room for a few lines: sums there, the first message stands in the message line.
        let urgent = if layout == Layout::Stacked && !panel.is_empty() { 0 } else { urgent.count() };
        let wrapped = |(role, text): &(Role, String)| -> Vec<Line<'static>> {
            let lines = width::paragraphs(text, columns);
            lines.into_iter().map(|line| theme.span(*role, line.to_owned()).into()).collect()
        };
        // What is wrong first, then the sums it is in, then whatever else is known, the whole block at the end.
        let mut lines: Vec<Line<'static>> = paragraphs[..urgent].iter().flat_map(wrapped).collect();
        let panel_is_empty = panel.is_empty();
        lines.extend(panel);
        lines.extend(paragraphs[urgent..].iter().flat_map(wrapped));
        if layout == Layout::SideBySide && !panel_is_empty {
            lines.push(Line::default());
            lines.push(theme.span(Role::Title, t!("screen_inspection.panel")).into());
            lines.extend(self.panel(theme, columns, layout, Scope::Whole));
        }
        let shown = usize::from(area.height);
        let more = lines.len() > shown;
        for ((row, index), mut line) in (0..).zip(0..shown).zip(lines) {
            if index + 1 == shown && more {
                // Something is below: say so rather than hide it.
                let ellipsis = theme.marks().ellipsis;
                line = width::fit(line, columns.saturating_sub(width::of(ellipsis) + 1), "");
                line.push_span(format!(" {ellipsis}"));
            }
            canvas.line(area, row, line);
        }
    }

    /// Sums around the selected figure: while it is typed, and where there is room for them all the time.
    fn panel(&self, theme: Theme, columns: usize, layout: Layout, scope: Scope<'_>) -> Vec<Line<'static>> {
        let Some(place) = self.work.order.slots.get(self.selected) else { return Vec::new() };
        let Some((item, _)) = self.work.at(self.selected) else { return Vec::new() };
        let supposed = self.entry.as_ref().and_then(|entry| entry.supposed.as_deref());
        let is_figure = matches!(item.kind, ItemKind::Number { .. } | ItemKind::Rate { .. });
        if !is_figure || (layout == Layout::Stacked && supposed.is_none()) {
            return Vec::new();
        }
        let recorded = &self.work.judged.checklists()[self.work.order.sections[place.section].checklist];
        let judged = supposed.map_or(recorded, |supposed| &supposed.judged);
        let answer = |other: &Item| match supposed {
            Some(supposed) if other.id == item.id => Some(&supposed.answer),
            _ => self.work.answers.at(&UnitWork::key(judged.checklist(), other)),
        };
        figures::lines(judged, answer, theme, columns, scope).iter().map(|line| line.styled(&theme)).collect()
    }

    fn paragraphs(&self, theme: &Theme, columns: usize, sums: Sums) -> Paragraphs {
        let Some((item, state)) = self.work.at(self.selected) else { return Vec::new() };
        let place = &self.work.order.slots[self.selected];
        let judged = &self.work.judged.checklists()[self.work.order.sections[place.section].checklist];
        let mut all = Paragraphs::new();
        if width::of(&item.ask) + 40 > columns {
            all.push((Role::Title, item.ask.clone()));
        }
        let entering = self.entry.as_ref().filter(|entry| !entry.checks.is_empty());
        let checks = entering.map_or(&self.checks, |entry| &entry.checks);
        let (waiting, said): (Vec<&Check>, Vec<&Check>) = checks.iter().partition(|check| check.role == Role::Dim);
        all.extend(self.questions_here());
        // A sum that the panel shows needs no saying, one that is broken has the rule's own words.
        let said = said.iter().filter(|check| sums == Sums::Said || check.role != Role::Pass);
        all.extend(said.map(|check| (check.role, check.marked(theme))));
        if let Some(why) = &state.unjudged {
            all.push((Role::Dim, why_not(why, item, judged)));
        }
        if let ItemKind::Choice { choices, .. } = &item.kind {
            let numbered = choices.iter().enumerate().map(|(index, choice)| format!("{} {choice}", index + 1));
            let numbered: Vec<String> = numbered.collect();
            let row = numbered.join("   ");
            if width::of(&row) <= columns {
                all.push((Role::Text, row));
            } else {
                all.extend(numbered.into_iter().map(|choice| (Role::Text, choice)));
            }
        }
        let basis = basis_of(judged.checklist(), item);
        if !basis.is_empty() {
            all.push((Role::Dim, t!("screen_inspection.basis", basis = basis).into_owned()));
        }
        all.extend(crate::tui::screens::earlier::line_of(&self.work, &place.key));
        if let Some(answer) = self.work.answer(&place.key) {
            about_answer(&mut all, answer, state);
        }
        all.extend(waiting.iter().map(|check| (check.role, check.text.clone())));
        if self.has_draft(self.selected) && self.entry.is_none() {
            all.push((Role::Changed, t!("screen_inspection.has_draft").into_owned()));
        }
        all
    }
}

/// Why a rate is missing, in the words of the checklist.
fn why_not(why: &Unjudged, item: &Item, judged: &crate::assessment::ChecklistAssessment) -> String {
    let ItemKind::Rate { formula, .. } = &item.kind else { return why.to_string() };
    let missing = checks::missing(formula.references(), judged);
    if missing.is_empty() {
        return t!("screen_inspection.cannot_compute", why = why).into_owned();
    }
    t!("screen_inspection.waits_for", items = missing.join("; ")).into_owned()
}

/// Short names of what an item rests on: `Điều 13 Nghị định số 20/2008/NĐ-CP`.
pub(crate) fn basis_of(checklist: &Checklist, item: &Item) -> String {
    let names = item.basis.iter().filter_map(|reference| {
        let basis = checklist.basis(&reference.basis)?;
        Some(match &reference.article {
            Some(article) => t!("screen_inspection.article", article = article, basis = basis.short).into_owned(),
            None => basis.short.clone(),
        })
    });
    names.collect::<Vec<_>>().join("; ")
}

/// A figure's source in words.
pub(crate) fn source_name(source: FigureSource) -> String {
    t!(format!("screen_inspection.source.{}", source.as_str())).into_owned()
}

fn about_answer(all: &mut Paragraphs, answer: &Answer, state: &ItemState) {
    let mut add = |role, text: std::borrow::Cow<'_, str>| all.push((role, text.into_owned()));
    if !answer.conflicts.is_empty() {
        let members = answer.members.iter().cloned().collect::<Vec<_>>().join(", ");
        add(Role::Error, t!("screen_inspection.in_conflict", members = members));
    }
    if let Some(remark) = &answer.remark {
        add(Role::Text, t!("screen_inspection.remark", text = remark));
    }
    if let Some(reported) = answer.reported {
        add(Role::Text, t!("screen_inspection.reported", number = format_number(reported)));
    }
    if let Some(QuotedFigure { said, judged: None }) = state.quoted {
        add(Role::Text, t!("screen_inspection.quoted.waits", said = said));
    }
    if let Some(source) = answer.source {
        add(Role::Dim, t!("screen_inspection.from", source = source_name(source)));
    }
    if let Some(explanation) = &answer.explanation {
        let key = match explanation.agrees {
            Agreement::Agrees => "screen_inspection.agrees",
            Agreement::Disagrees => "screen_inspection.disagrees",
        };
        add(Role::Text, t!(key, text = explanation.text));
    }
    if !answer.evidence.is_empty() {
        add(Role::Text, t!("screen_inspection.evidence", count = answer.evidence.len()));
    }
    if let Some(note) = &answer.note {
        add(Role::Dim, t!("screen_inspection.note", text = note));
    }
    if let Some(points) = state.points {
        let (verified, full) = (format_number(points.verified), format_number(points.full));
        match points.own {
            Some(own) => {
                let own = format_number(own);
                add(Role::Dim, t!("screen_inspection.points_own", verified = verified, full = full, own = own));
            }
            None => add(Role::Dim, t!("screen_inspection.points", verified = verified, full = full)),
        }
    }
}
