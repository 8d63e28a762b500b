//! Charts, each as large as a printed page, below each other.

use rust_xlsxwriter::{
    ChartAxisCrossing, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartSolidFill, ChartType, RowNum,
    Worksheet, XlsxError,
};

use super::look::FONT;
use super::sheet::{column, entry_row, header_row};
use super::{CellRange, Chart, ChartForm, Scale, Sheet};

/// Width in pixels.
const WIDTH: u32 = 960;
/// Height in pixels: rows of 20.
const HEIGHT: u32 = 600;
const ROWS: RowNum = 32;
/// Most steps on an axis of counts.
const TICKS: usize = 10;

pub(super) fn write(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    sheets: &[Sheet],
    names: &[String],
) -> Result<(), XlsxError> {
    let mut at =
        if sheet.columns.is_empty() { header_row(sheet) } else { entry_row(sheet, sheet.rows.len()).saturating_add(1) };
    let mut breaks = Vec::new();
    for (index, chart) in sheet.charts.iter().enumerate() {
        if index > 0 {
            breaks.push(at);
        }
        worksheet.insert_chart(at, 0, &drawn(chart, sheets, names))?;
        at = at.saturating_add(ROWS);
    }
    if !breaks.is_empty() {
        worksheet.set_page_breaks(&breaks)?;
    }
    Ok(())
}

fn drawn(of: &Chart, sheets: &[Sheet], names: &[String]) -> rust_xlsxwriter::Chart {
    let range = |cells: &CellRange| {
        let (sheet, place) = (&sheets[cells.sheet], column(cells.column));
        let (first, last) = (entry_row(sheet, cells.rows.start), entry_row(sheet, cells.rows.end.saturating_sub(1)));
        (names[cells.sheet].as_str(), first, place, last, place)
    };
    let mut chart = rust_xlsxwriter::Chart::new(match of.form {
        ChartForm::Bars => ChartType::Bar,
        ChartForm::StackedBars => ChartType::BarStacked,
        ChartForm::Columns => ChartType::Column,
        ChartForm::Lines => ChartType::Line,
    });
    let lies = matches!(of.form, ChartForm::Bars | ChartForm::StackedBars);
    let shown = match of.scale {
        Scale::Number => "#,##0.##",
        Scale::Count(_) => "#,##0",
        Scale::Share => "0%",
    };
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(10);
    for of_series in &of.series {
        let values = &of_series.values;
        let title = (names[values.sheet].as_str(), header_row(&sheets[values.sheet]), column(values.column));
        let series = chart.add_series();
        series.set_name(title).set_categories(range(&of.categories)).set_values(range(values)).set_gap(60);
        if of.form == ChartForm::Lines {
            let mut line = rust_xlsxwriter::ChartLine::new();
            line.set_color(of_series.tone.colour()).set_width(2.25);
            series.set_format(ChartFormat::new().set_line(&line));
        } else {
            let fill = ChartSolidFill::new().set_color(of_series.tone.colour()).clone();
            series.set_format(ChartFormat::new().set_solid_fill(&fill));
        }
        if of.form == ChartForm::StackedBars {
            series.set_overlap(100);
        } else {
            let mut label = ChartDataLabel::new();
            label.show_value().set_num_format(shown).set_font(&font);
            series.set_data_label(&label);
        }
    }
    let mut title_font = ChartFont::new();
    title_font.set_name(FONT).set_size(13).set_bold();
    chart.title().set_name(&of.title).set_font(&title_font);
    // The library calls the lying axis x whatever stands on it.
    let categories = if lies { chart.y_axis() } else { chart.x_axis() };
    categories.set_font(&font).set_label_interval(1);
    if lies {
        // The first category on top; the axis of the values then goes to the bottom.
        categories.set_reverse().set_crossing(ChartAxisCrossing::Max);
    }
    let values = if lies { chart.x_axis() } else { chart.y_axis() };
    values.set_font(&font).set_num_format(shown).set_min(0);
    match of.scale {
        Scale::Share => {
            values.set_max(1);
        }
        Scale::Count(most) => {
            values.set_major_unit(step(most));
        }
        Scale::Number => {}
    }
    if of.series.len() > 1 {
        chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font);
    } else {
        chart.legend().set_hidden();
    }
    chart.set_width(WIDTH).set_height(HEIGHT).set_alt_text(&of.title);
    chart
}

/// The step of an axis up to `most`: 1, 2 or 5 times a power of ten.
fn step(most: usize) -> u32 {
    let least = most.div_ceil(TICKS).max(1);
    let round = (0..9).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u32.pow(power)));
    let enough = |step: &u32| usize::try_from(*step).is_ok_and(|step| step >= least);
    round.into_iter().find(enough).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_have_round_steps() {
        assert_eq!([0, 3, 11, 27, 278, 1_500].map(step), [1, 1, 2, 5, 50, 200]);
    }
}
