//! The block of figures as lines: a total with its parts below it, the sum as it should be, what the unit reported and
//! the difference.

use ratatui::text::{Line, Span};
use rust_i18n::t;

use crate::assessment::{Balance, ChecklistAssessment, Equation, FigureLine, Standing};
use crate::checklist::expression::{Arithmetic, Inputs, Relation};
use crate::checklist::{Item, ItemId, ItemKind, RuleSeverity};
use crate::inspection::Answer;
use crate::tui::screens::verdict_mark;
use crate::tui::theme::{Role, Theme};
use crate::tui::width;
use crate::vietnamese::number::{Quoted, format_number, format_percent, same};

/// Columns of a figure.
const VALUE: usize = 10;
/// From so many columns on sums stand beside their totals, below that under them.
const BESIDE: usize = 64;
/// Columns a name never needs more than.
const WIDEST_NAME: usize = 70;
/// How far what stands under a figure is set in.
const INDENT: usize = 2;

/// Which figures.
#[derive(Debug, Clone, Copy)]
pub enum Scope<'a> {
    /// The whole block.
    Whole,
    /// Totals and rates that the figure of this variable moves, without the other parts.
    Touching(&'a str),
}

/// A line of the panel.
#[derive(Debug, Clone)]
pub struct PanelLine {
    /// The figure it is about.
    pub item: ItemId,
    /// What it says, each piece in its meaning.
    pub pieces: Vec<(Role, String)>,
}

impl PanelLine {
    /// As drawn.
    pub fn styled(&self, theme: &Theme) -> Line<'static> {
        self.pieces.iter().map(|(role, text)| theme.span(*role, text.clone())).collect::<Vec<Span<'static>>>().into()
    }
}

/// The lines of `judged` on `columns` columns; `answer` gives what the unit reported.
pub fn lines<'a>(
    judged: &'a ChecklistAssessment,
    answer: impl Fn(&Item) -> Option<&'a Answer>,
    theme: Theme,
    columns: usize,
    scope: Scope<'_>,
) -> Vec<PanelLine> {
    let mut figures = judged.figures(answer);
    figures.retain_mut(|figure| scope.keeps(figure));
    let mut panel = Panel { inputs: judged.inputs(), theme, columns, label: 0 };
    let said: Vec<Vec<(Role, String)>> = figures.iter().map(|figure| panel.said(figure)).collect();
    panel.label = panel.label_beside(said.iter().flatten().map(|(_, text)| width::of(text)));
    let mut lines = Vec::new();
    for (figure, said) in figures.iter().zip(said) {
        panel.figure(figure, said, &mut lines);
    }
    lines
}

impl Scope<'_> {
    /// Whether a figure is one of these; leaves it only the sums that are.
    fn keeps(self, figure: &mut FigureLine<'_>) -> bool {
        let Self::Touching(variable) = self else { return true };
        figure.equations.retain(|equation| equation.looks_at(variable));
        figure.standing = Standing::Own;
        let is_rate_of_it = match &figure.item.kind {
            ItemKind::Rate { formula, .. } => {
                formula.references().iter().any(|reference| reference.variable() == variable)
            }
            _ => false,
        };
        !figure.equations.is_empty() || is_rate_of_it || figure.item.id.variable() == variable
    }
}

struct Panel<'a> {
    inputs: &'a Inputs,
    theme: Theme,
    columns: usize,
    /// Columns of a figure's name.
    label: usize,
}

impl Panel<'_> {
    fn figure(&self, figure: &FigureLine<'_>, said: Vec<(Role, String)>, lines: &mut Vec<PanelLine>) {
        let label = self.label;
        let indent = if figure.standing == Standing::Part { INDENT } else { 0 };
        let ask = width::cut(&figure.item.ask, label.saturating_sub(indent), self.theme.marks().ellipsis);
        let name = width::pad(&format!("{}{ask}", " ".repeat(indent)), label);
        let value = match (figure.state.value, &figure.item.kind) {
            (Some(value), ItemKind::Rate { .. }) => format_percent(value),
            (Some(value), _) => format_number(value),
            (None, _) => self.theme.marks().ellipsis.to_owned(),
        };
        let role = if figure.standing == Standing::Part { Role::Dim } else { Role::Text };
        let first = vec![(role, name), (Role::Text, format!("{value:>VALUE$}"))];
        let mut said = said.into_iter().peekable();
        let mut pieces = first;
        if self.columns >= BESIDE
            && let Some((role, text)) = said.next_if(|(_, text)| width::of(text) <= self.columns - label - VALUE - 3)
        {
            pieces.push((role, format!("   {text}")));
        }
        let item = &figure.item.id;
        lines.push(PanelLine { item: item.clone(), pieces });
        let beside = label + VALUE + 3;
        for (role, text) in said {
            let fits = self.columns >= BESIDE && width::of(&text) <= self.columns - beside;
            let indent = if fits { beside } else { INDENT };
            for line in width::paragraphs(&text, self.columns.saturating_sub(indent)) {
                let pieces = vec![(role, format!("{}{line}", " ".repeat(indent)))];
                lines.push(PanelLine { item: item.clone(), pieces });
            }
        }
    }

    /// Names take what sums leave, and at least two fifths.
    fn label_beside(&self, said: impl Iterator<Item = usize>) -> usize {
        if self.columns < BESIDE {
            return self.columns.saturating_sub(VALUE);
        }
        let least = self.columns * 2 / 5;
        let most = self.columns - VALUE - 3;
        let widest = said.filter(|wide| *wide <= most - least).max().unwrap_or(0);
        (most - widest).min(WIDEST_NAME)
    }

    /// What is said of a figure: its sums, what the unit reported.
    fn said(&self, figure: &FigureLine<'_>) -> Vec<(Role, String)> {
        let verdict = figure.state.verdict.filter(|_| matches!(figure.item.kind, ItemKind::Rate { .. }));
        let mut said: Vec<(Role, String)> =
            verdict.map(|verdict| (verdict_mark::role(verdict), verdict_mark::word(verdict))).into_iter().collect();
        let mut added_up = false;
        for equation in &figure.equations {
            said.push(self.side(equation, equation.found, None));
            if let Some(reported) = equation.reported.filter(|reported| reported.difference().is_some()) {
                let total = reported.total.map_or_else(|| self.theme.marks().ellipsis.to_owned(), format_number);
                said.push(self.side(equation, reported, Some(total)));
                added_up |= equation.relation == Relation::Equal;
            }
        }
        let marks = self.theme.marks();
        if let (Some(reported), false) = (figure.reported, added_up) {
            let text = t!("screen_figures.reported", number = format_number(reported));
            said.push(match figure.state.value {
                Some(found) if !same(found, reported) => {
                    let off = t!("screen_figures.off", number = format_number((found - reported).abs()));
                    (Role::Changed, format!("{text}  {} {off}", marks.fail))
                }
                _ => (Role::Dim, text.into_owned()),
            });
        }
        if let Some(quoted) = figure.state.quoted {
            let text = t!("screen_figures.reported", number = format!("{}%", quoted.said));
            said.push(match quoted.judged {
                None => (Role::Dim, text.into_owned()),
                Some(judged) => match judged.verdict {
                    Quoted::Right => (Role::Pass, format!("{text}  {}", marks.pass)),
                    Quoted::Cut => (
                        Role::Changed,
                        format!("{text}  {} {}", marks.fail, t!("screen_figures.cut", right = judged.right)),
                    ),
                    Quoted::Wrong => (
                        Role::Error,
                        format!("{text}  {} {}", marks.fail, t!("screen_figures.wrong", right = judged.right)),
                    ),
                },
            });
        }
        said
    }

    /// `= 2.260 + 7.006 + 829 = 10.095  √`, with the unit's own total before it where it is the unit's report.
    fn side(&self, equation: &Equation<'_>, balance: Balance, total: Option<String>) -> (Role, String) {
        let marks = self.theme.marks();
        let inputs = if total.is_some() { equation.reported_inputs() } else { None }.unwrap_or(self.inputs);
        let mut text = format!("{} {}", equation.relation.sign(), equation.terms.printed(inputs));
        if let (Some(sum), false) = (balance.sum, is_plain(equation.terms)) {
            text = format!("{text} = {}", format_number(sum));
        }
        if let Some(total) = total {
            text = format!("{} {text}", t!("screen_figures.reported", number = total));
        }
        match balance.holds(equation.relation) {
            Some(true) => (Role::Pass, format!("{text}  {}", marks.pass)),
            Some(false) => {
                let role = if equation.rule.severity == RuleSeverity::Error { Role::Error } else { Role::Changed };
                let off = balance.difference().unwrap_or_default().abs();
                let off = t!("screen_figures.off", number = format_number(off));
                (role, format!("{text}  {} {off}", marks.fail))
            }
            None => match equation.remaining(inputs) {
                Some(rest) => {
                    (Role::Dim, format!("{text}  {}", t!("screen_figures.remaining", number = format_number(rest))))
                }
                None => (Role::Dim, text),
            },
        }
    }
}

fn is_plain(terms: &Arithmetic) -> bool {
    matches!(terms, Arithmetic::Figure(_) | Arithmetic::Constant(_))
}
