//! The report's annex as a spreadsheet: one sheet per view, and charts drawn from them.

use chrono::{DateTime, Utc};

use super::sheet::sheet;
use super::{Dataset, Value, View, figures, findings, points, requirements, units};
use crate::assessment::Totals;
use crate::conclusion::report::RoundResults;
use crate::overview::{Indicator, PointSum, Trend};
use crate::paper::Alignment;
use crate::paper::workbook::{
    CellRange, Chart, ChartForm, ChartSeries, Scale, Shade, Sheet, SheetCell, SheetColumn, SheetRow, SheetRowKind,
    Tone, Workbook,
};
use crate::vietnamese::date::format_date;

/// Bars that one chart can hold and still be read.
const BARS: usize = 40;
/// Items in the chart of shortcomings.
const SHORTCOMINGS: usize = 15;

/// The fixed text under `export.annex.<key>`: always Vietnamese.
macro_rules! said {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        rust_i18n::t!(concat!("export.annex.", $key), locale = "vi" $(, $name = $value)*).into_owned()
    };
}

/// The annex of the round report.
pub fn workbook(results: &RoundResults, now: DateTime<Utc>) -> Workbook {
    let heading = |title: String| {
        let as_of = said!("as_of", date = format_date(now.date_naive()));
        vec![title, format!("{}. {as_of}", results.overview.round().title)]
    };
    let view = |dataset: &Dataset, name: String, columns: &[&str]| {
        let mut sheet = sheet(dataset, name, heading(dataset.view.paper_title()), columns);
        if sheet.rows.is_empty() {
            sheet.heading.push(said!("none"));
        }
        sheet
    };
    let ranking = points::ranking(results);
    let mut requirements = view(&requirements::requirements(results), said!("requirements"), &REQUIREMENTS);
    if results.noticed() == 0 {
        requirements.heading.pop();
        requirements.heading.push(said!("nothing_issued"));
    }
    let mut sheets = vec![
        summary(results, view(&units::units(results), said!("summary"), &SUMMARY)),
        matrix(results, heading(said!("matrix_title"))),
        view(&units::overview(results), said!("cells"), &CELLS),
        fields(results, heading(said!("fields_title"))),
        view(&ranking, said!("ranking"), &RANKING),
        view(&points::points(results), said!("points"), &POINTS),
        view(&findings::shortcomings(results), said!("shortcomings"), &SHORTCOMING_COLUMNS),
        view(&findings::findings(results), said!("findings"), &FINDINGS),
        view(&figures::figures(results), said!("figures"), &FIGURES),
        view(&figures::checks(results), said!("checks"), &CHECKS),
        requirements,
        trends(results, heading(View::Trends.paper_title())),
    ];
    let charts = charts(results);
    if !charts.is_empty() {
        sheets.push(Sheet { name: said!("charts"), heading: heading(said!("charts")), charts, ..Sheet::default() });
    }
    Workbook { sheets, properties: results.properties(&said!("title"), now) }
}

/// Places of the sheets that charts look at, in the order of [`workbook`].
const SUMMARY_SHEET: usize = 0;
const FIELD_SHEET: usize = 3;
const RANKING_SHEET: usize = 4;
const SHORTCOMING_SHEET: usize = 6;
const TREND_SHEET: usize = 11;

const SUMMARY: [&str; 20] = [
    "unit_name",
    "visit",
    "items",
    "answered",
    "required_left",
    "pass",
    "partial",
    "fail",
    "na",
    "pass_share",
    "max_points",
    "own_points",
    "points",
    "points_share",
    "rank",
    "complete",
    "conflicts",
    "signed",
    "notice",
    "notice_date",
];
const CELLS: [&str; 14] = [
    "unit_name",
    "checklist_title",
    "field",
    "items",
    "answered",
    "pass",
    "partial",
    "fail",
    "na",
    "pass_share",
    "max_points",
    "own_points",
    "points",
    "points_share",
];
const RANKING: [&str; 9] = [
    "rank",
    "unit_name",
    "max_points",
    "own_points",
    "points",
    "points_difference",
    "points_share",
    "points_left_out",
    "complete",
];
const POINTS: [&str; 10] = [
    "unit_name",
    "checklist_title",
    "ask",
    "verdict",
    "full_points",
    "own_points",
    "points",
    "points_difference",
    "points_reason",
    "left_out",
];
const SHORTCOMING_COLUMNS: [&str; 10] = [
    "field",
    "number",
    "ask",
    "severity",
    "units_concerned",
    "fail",
    "partial",
    "units_judged",
    "units_share",
    "unit_names",
];
const FINDINGS: [&str; 13] = [
    "unit_name",
    "field",
    "ask",
    "verdict",
    "severity",
    "finding",
    "remark",
    "cause_kind",
    "cause",
    "requirement",
    "addressee",
    "within_days",
    "recurs_from",
];
const FIGURES: [&str; 9] =
    ["unit_name", "checklist_title", "ask", "counted_in", "value", "part", "whole", "reported", "difference"];
const CHECKS: [&str; 5] = ["unit_name", "checklist_title", "rule", "rule_severity", "message"];
const REQUIREMENTS: [&str; 11] = [
    "unit_name",
    "notice",
    "notice_date",
    "requirement",
    "addressee",
    "within_days",
    "due",
    "state",
    "overdue_by",
    "report",
    "report_date",
];

fn text_column(title: String, width: u16) -> SheetColumn {
    SheetColumn { title, width, alignment: Alignment::Left, shade: Shade::Plain }
}

fn number_column(title: String) -> SheetColumn {
    SheetColumn { title, width: 12, alignment: Alignment::Right, shade: Shade::Plain }
}

fn share_column(title: String) -> SheetColumn {
    SheetColumn { shade: Shade::Heat, ..number_column(title) }
}

fn row(kind: SheetRowKind, cells: Vec<SheetCell>) -> SheetRow {
    SheetRow { cells, kind }
}

fn judged(totals: &Totals) -> usize {
    totals.pass + totals.partial + totals.fail
}

fn passed(totals: &Totals) -> SheetCell {
    super::sheet::cell(&Value::part(totals.pass, judged(totals)))
}

/// With the sums over all units below.
fn summary(results: &RoundResults, mut sheet: Sheet) -> Sheet {
    if let Some(title) = sheet.heading.first_mut() {
        *title = said!("summary_title");
    }
    for name in ["pass_share", "points_share"] {
        if let Some(place) = SUMMARY.iter().position(|known| *known == name) {
            sheet.columns[place].shade = Shade::Heat;
        }
    }
    let (totals, points) = (results.overview.totals(), results.overview.points());
    let total = |name: &&str| match *name {
        "unit_name" => SheetCell::text(said!("total")),
        "items" => SheetCell::count(totals.items),
        "answered" => SheetCell::count(totals.answered),
        "required_left" => SheetCell::count(totals.required_left),
        "pass" => SheetCell::count(totals.pass),
        "partial" => SheetCell::count(totals.partial),
        "fail" => SheetCell::count(totals.fail),
        "na" => SheetCell::count(totals.na),
        "pass_share" => passed(&totals),
        "max_points" => SheetCell::Number(points.full),
        "own_points" => points.whole_own().map_or(SheetCell::Blank, SheetCell::Number),
        "points" => SheetCell::Number(points.verified),
        "points_share" => points.share().map_or(SheetCell::Blank, SheetCell::Share),
        "conflicts" => SheetCell::count(totals.conflicts),
        _ => SheetCell::Blank,
    };
    if !sheet.rows.is_empty() {
        sheet.rows.push(row(SheetRowKind::Total, SUMMARY.iter().map(total).collect()));
    }
    sheet
}

/// Units × checklists: the share of what passes.
fn matrix(results: &RoundResults, mut heading: Vec<String>) -> Sheet {
    let overview = &results.overview;
    let checklists: Vec<_> = overview.checklists().collect();
    let mut columns = vec![text_column(super::dataset::title("unit_name", "vi"), 30)];
    columns.extend(checklists.iter().map(|list| SheetColumn { width: 15, ..share_column(list.title.clone()) }));
    columns.push(share_column(said!("all")));
    let mut rows: Vec<SheetRow> = Vec::new();
    for unit in &overview.units {
        let mut cells = vec![SheetCell::text(&unit.unit.name)];
        cells.extend(
            checklists.iter().map(|list| unit.cell(&list.id).map_or(SheetCell::Blank, |cell| passed(&cell.totals))),
        );
        cells.push(passed(&unit.totals));
        rows.push(row(SheetRowKind::Entry, cells));
    }
    if !rows.is_empty() {
        let mut cells = vec![SheetCell::text(said!("total"))];
        cells.extend(checklists.iter().map(|list| passed(&results.of_checklist(list).0)));
        cells.push(passed(&overview.totals()));
        rows.push(row(SheetRowKind::Total, cells));
    }
    heading.push(said!("matrix_note"));
    Sheet { name: said!("matrix"), heading, columns, rows, fixed: 1, charts: Vec::new() }
}

fn fields(results: &RoundResults, heading: Vec<String>) -> Sheet {
    let title = |name: &str| super::dataset::title(name, "vi");
    let mut columns = vec![text_column(title("field"), 44)];
    columns.extend(["items", "answered", "pass", "partial", "fail", "na"].map(|name| number_column(title(name))));
    columns.push(share_column(title("pass_share")));
    columns.extend(["max_points", "own_points", "points"].map(|name| number_column(title(name))));
    columns.push(share_column(title("points_share")));
    let cells = |name: String, totals: &Totals, points: &PointSum| {
        vec![
            SheetCell::text(name),
            SheetCell::count(totals.items),
            SheetCell::count(totals.answered),
            SheetCell::count(totals.pass),
            SheetCell::count(totals.partial),
            SheetCell::count(totals.fail),
            SheetCell::count(totals.na),
            passed(totals),
            SheetCell::Number(points.full),
            points.whole_own().map_or(SheetCell::Blank, SheetCell::Number),
            SheetCell::Number(points.verified),
            points.share().map_or(SheetCell::Blank, SheetCell::Share),
        ]
    };
    let sums = results.by_field();
    let name = |field: crate::checklist::Field| {
        rust_i18n::t!(format!("conclusion.field.{}", field.as_str()), locale = "vi").into_owned()
    };
    let mut rows: Vec<SheetRow> =
        sums.iter().map(|sum| row(SheetRowKind::Entry, cells(name(sum.field), &sum.totals, &sum.points))).collect();
    if !rows.is_empty() {
        let (totals, points) = (results.overview.totals(), results.overview.points());
        rows.push(row(SheetRowKind::Total, cells(said!("total"), &totals, &points)));
    }
    Sheet { name: said!("fields"), heading, columns, rows, fixed: 1, charts: Vec::new() }
}

/// A row per indicator and level, a column per year.
fn trends(results: &RoundResults, heading: Vec<String>) -> Sheet {
    let title = |name: &str| super::dataset::title(name, "vi");
    let mut columns = vec![
        text_column(title("indicator"), 60),
        text_column(title("level"), 14),
        text_column(title("counted_in"), 14),
    ];
    columns.extend(results.trends.years.iter().map(|year| number_column(said!("year", year = year.year))));
    let cells = |trend: &Trend| {
        let (name, counted_in) = match &trend.indicator {
            Indicator::Units => (rust_i18n::t!("export.indicator.units", locale = "vi").into_owned(), None),
            Indicator::Passed => (rust_i18n::t!("export.indicator.passed", locale = "vi").into_owned(), None),
            Indicator::Points => (rust_i18n::t!("export.indicator.points", locale = "vi").into_owned(), None),
            Indicator::Item { ask, unit, .. } => (ask.clone(), unit.clone()),
        };
        let level = rust_i18n::t!(format!("export.level.{}", trend.level.as_str()), locale = "vi");
        let mut cells =
            vec![SheetCell::text(name), SheetCell::text(level), SheetCell::text(counted_in.unwrap_or_default())];
        cells.extend(trend.values.iter().map(|value| match value {
            Some(value) if trend.is_share => SheetCell::Share(value.value),
            Some(value) => SheetCell::Number(value.value),
            None => SheetCell::Blank,
        }));
        cells
    };
    let rows = results.trends.rows.iter().map(|trend| row(SheetRowKind::Entry, cells(trend))).collect();
    Sheet { name: said!("trends"), heading, columns, rows, fixed: 1, charts: Vec::new() }
}

fn place(columns: &[&str], name: &str) -> usize {
    columns.iter().position(|known| *known == name).unwrap_or(0)
}

fn charts(results: &RoundResults) -> Vec<Chart> {
    let mut charts = Vec::new();
    let range = |sheet, column, rows: &std::ops::Range<usize>| CellRange { sheet, column, rows: rows.clone() };
    let series =
        |sheet, column, rows: &std::ops::Range<usize>, tone| ChartSeries { values: range(sheet, column, rows), tone };
    let fields = 0..results.by_field().len();
    if !fields.is_empty() {
        charts.push(Chart {
            title: said!("chart_fields"),
            form: ChartForm::StackedBars,
            categories: range(FIELD_SHEET, 0, &fields),
            series: [(3, Tone::Good), (4, Tone::Middling), (5, Tone::Bad)]
                .map(|(column, tone)| series(FIELD_SHEET, column, &fields, tone))
                .into(),
            scale: Scale::Count(results.by_field().iter().map(|sum| judged(&sum.totals)).max().unwrap_or(0)),
        });
    }
    let worst = 0..results.overview.shortcomings.len().min(SHORTCOMINGS);
    if !worst.is_empty() {
        let column = |name| place(&SHORTCOMING_COLUMNS, name);
        charts.push(Chart {
            title: said!("chart_shortcomings"),
            form: ChartForm::StackedBars,
            categories: range(SHORTCOMING_SHEET, column("ask"), &worst),
            series: vec![
                series(SHORTCOMING_SHEET, column("fail"), &worst, Tone::Bad),
                series(SHORTCOMING_SHEET, column("partial"), &worst, Tone::Middling),
            ],
            scale: Scale::Count(results.overview.shortcomings.first().map_or(0, |of| of.units.len())),
        });
    }
    let ranked = results.overview.ranking.iter().filter(|ranked| ranked.rank.is_some()).count();
    let shown = 0..ranked.min(BARS);
    if !shown.is_empty() {
        let title = if ranked > BARS { said!("chart_points_some", count = BARS) } else { said!("chart_points") };
        charts.push(Chart {
            title,
            form: if ranked > 12 { ChartForm::Bars } else { ChartForm::Columns },
            categories: range(RANKING_SHEET, place(&RANKING, "unit_name"), &shown),
            series: vec![series(RANKING_SHEET, place(&RANKING, "points_share"), &shown, Tone::Plain)],
            scale: Scale::Share,
        });
    }
    let units = 0..results.overview.units.len();
    if !units.is_empty() && units.len() <= BARS {
        charts.push(Chart {
            title: said!("chart_passed"),
            form: if units.len() > 12 { ChartForm::Bars } else { ChartForm::Columns },
            categories: range(SUMMARY_SHEET, place(&SUMMARY, "unit_name"), &units),
            series: vec![series(SUMMARY_SHEET, place(&SUMMARY, "pass_share"), &units, Tone::Good)],
            scale: Scale::Share,
        });
    }
    charts.extend(years(results));
    charts
}

/// The share of what passes, level by level over the years, where there are several.
fn years(results: &RoundResults) -> Option<Chart> {
    let years = &results.trends.years;
    let is_passed = |trend: &&Trend| trend.indicator == Indicator::Passed;
    let first = results.trends.rows.iter().position(|trend| trend.indicator == Indicator::Passed)?;
    let levels = results.trends.rows.iter().filter(is_passed).count();
    if years.len() < 2 || levels == 0 {
        return None;
    }
    let rows = first..first + levels;
    let tones = [Tone::Second, Tone::Plain, Tone::Third, Tone::Good, Tone::Middling, Tone::Bad];
    // A series per year, the newest six; levels stand beside each other.
    let newest = years.len().saturating_sub(tones.len());
    let series = (newest..years.len()).zip(tones).map(|(year, tone)| ChartSeries {
        values: CellRange { sheet: TREND_SHEET, column: 3 + year, rows: rows.clone() },
        tone,
    });
    Some(Chart {
        title: said!("chart_years"),
        form: ChartForm::Columns,
        categories: CellRange { sheet: TREND_SHEET, column: 1, rows: rows.clone() },
        series: series.collect(),
        scale: Scale::Share,
    })
}
