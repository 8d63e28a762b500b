//! What was said of each officer, in each field, on each day: with the alarms.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::SurveyTally;
use super::details::{detail_label, in_sentence};
use super::sheet::shown_detail;
use crate::assessment::{DetailGroup, by_detail};
use crate::checklist::{AlarmBy, ColumnId, Survey};
use crate::tui::canvas::Canvas;
use crate::tui::job::Done;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::bar;
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::vietnamese::number::format_percent;

/// Columns of the counts and the percentages.
const FORMS: usize = 7;
const PERCENT: usize = 8;
const UNSATISFIED: usize = 15;
const ALARM: usize = 12;

/// Columns that depend on the room there is.
#[derive(Debug, Clone, Copy)]
struct Columns {
    name: usize,
    invalid: usize,
    bar: u16,
}

impl Columns {
    fn of(room: usize) -> Self {
        let bar = if room >= 100 { 12 } else { 0 };
        let invalid = if room >= 80 { 14 } else { 0 };
        let fixed = 4 + FORMS + invalid + 2 + usize::from(bar) + PERCENT + UNSATISFIED + ALARM;
        Self { name: room.saturating_sub(fixed).max(8), invalid, bar }
    }
}

/// By which detail the forms are counted, and the selected line.
#[derive(Debug, Clone)]
pub(super) struct Breakdown {
    pub(super) detail: usize,
    pub(super) cursor: ListCursor,
}

impl Breakdown {
    /// By what the alarm is counted over, else by the first detail.
    pub(super) fn of(survey: &Survey) -> Self {
        let by = survey.alarm.as_ref().and_then(|alarm| match &alarm.by {
            AlarmBy::Detail(detail) => survey.details.iter().position(|known| known == detail),
            AlarmBy::All => None,
        });
        Self { detail: by.unwrap_or(0), cursor: ListCursor::default() }
    }

    /// The next detail.
    pub(super) fn turn(&mut self, survey: &Survey) {
        self.detail = (self.detail + 1) % survey.details.len().max(1);
        self.cursor = ListCursor::default();
    }
}

impl SurveyTally {
    /// Groups of the detail: those with an alarm first, then by their share of unsatisfied answers.
    fn groups(&self, survey: &Survey, detail: &ColumnId) -> Vec<(DetailGroup, Alarmed)> {
        let by_this = survey.alarm.as_ref().is_some_and(|alarm| alarm.by == AlarmBy::Detail(detail.clone()));
        let raised = |group: &DetailGroup| {
            let alarms = self.counted().map_or(&[] as &[_], |counted| counted.alarms.as_slice());
            let is_it = by_this && group.about.is_some() && alarms.iter().any(|alarm| alarm.about == group.about);
            if is_it { Alarmed::Yes } else { Alarmed::No }
        };
        let mut groups: Vec<_> = by_detail(survey, self.forms(), detail)
            .into_iter()
            .map(|group| {
                let alarmed = raised(&group);
                (group, alarmed)
            })
            .collect();
        let share = |group: &DetailGroup| group.unsatisfied_share().unwrap_or(-1.0);
        groups.sort_by(|(a, x), (b, y)| {
            (a.about.is_none(), *y).cmp(&(b.about.is_none(), *x)).then(share(b).total_cmp(&share(a)))
        });
        groups
    }

    /// How many lines the breakdown has.
    pub(super) fn group_count(&self, detail: usize) -> usize {
        let survey = self.survey();
        survey.and_then(|survey| Some(self.groups(survey, survey.details.get(detail)?).len())).unwrap_or(0)
    }

    /// ```text
    ///  Theo công chức (Tab: lĩnh vực, ngày)       cảnh báo khi trên 25% không hài lòng
    ///    Công chức        Phiếu  Không hợp lệ            Chỉ số Không hài lòng
    /// >  CC-03               12             1  ███████░░░  71,4%          31,2%  × CẢNH BÁO
    ///    CC-05               20                █████████░  92,1%           4,1%
    ///    không ghi            4                ██████████   100%             0%
    /// ```
    pub(super) fn draw_breakdown(&self, canvas: &mut Canvas<'_>, area: Rect, survey: &Survey, breakdown: &Breakdown) {
        let theme = canvas.theme();
        let Some(detail) = survey.details.get(breakdown.detail) else { return };
        let label = detail_label(detail);
        let heading = t!("screen_survey.by", detail = in_sentence(&label));
        canvas.text(area, 0, Role::Title, &format!(" {heading}"));
        if let Some(alarm) = &survey.alarm {
            let limit = t!("screen_survey.alarm_from", share = format_percent(alarm.unsatisfied_over));
            canvas.line_right(area, 0, theme.span(Role::Dim, format!("{limit} ")));
        }
        let columns = Columns::of(usize::from(area.width));
        let invalid = if columns.invalid > 0 { t!("screen_survey.invalid_forms") } else { "".into() };
        let heading = format!(
            "   {}{}{}  {}{}",
            width::pad(&label, columns.name),
            width::pad_left(&t!("screen_survey.forms"), FORMS),
            width::pad_left(&invalid, columns.invalid),
            width::pad_left(&t!("screen_survey.group_index"), usize::from(columns.bar) + PERCENT),
            width::pad_left(&t!("screen_survey.unsatisfied"), UNSATISFIED),
        );
        canvas.text(area, 1, Role::Dim, &heading);
        let body = Rect { y: area.y.saturating_add(2), height: area.height.saturating_sub(2), ..area };
        let groups = self.groups(survey, detail);
        breakdown.cursor.render(canvas, body, groups.len(), |index| {
            let (group, alarmed) = &groups[index];
            group_line(&theme, detail, group, *alarmed, columns)
        });
    }
}

/// Whether an alarm was raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Alarmed {
    /// It was not.
    No,
    /// It was.
    Yes,
}

fn group_line(
    theme: &Theme,
    detail: &ColumnId,
    group: &DetailGroup,
    alarmed: Alarmed,
    columns: Columns,
) -> Line<'static> {
    let about = match &group.about {
        Some(about) => shown_detail(detail.as_str(), about),
        None => t!("screen_survey.not_said").into_owned(),
    };
    let percent = |share: Option<f64>| share.map(format_percent).unwrap_or_default();
    let count = |count: usize| if count == 0 { String::new() } else { count.to_string() };
    let long = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let role = if alarmed == Alarmed::Yes { Role::Fail } else { Role::Text };
    let about = width::cut(&about, columns.name.saturating_sub(1), theme.marks().ellipsis);
    let mut line = Line::from(vec![
        theme.span(role, width::pad(&about, columns.name)),
        theme.span(Role::Text, width::pad_left(&group.forms.to_string(), FORMS)),
        theme.span(
            Role::Dim,
            if columns.invalid > 0 { width::pad_left(&count(group.invalid), columns.invalid) } else { String::new() },
        ),
        Span::raw("  "),
    ]);
    line.extend(bar::bar(
        theme,
        Done { done: long(group.pooled.satisfied), total: long(group.pooled.valid) },
        columns.bar,
    ));
    line.push_span(theme.span(Role::Text, width::pad_left(&percent(group.pooled.index()), PERCENT)));
    line.push_span(theme.span(role, width::pad_left(&percent(group.unsatisfied_share()), UNSATISFIED)));
    if alarmed == Alarmed::Yes {
        line.push_span(theme.span(Role::Fail, format!("  {} {}", theme.marks().fail, t!("screen_survey.alarm_word"))));
    }
    line
}
