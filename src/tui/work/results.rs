//! The report of a round with its annex, and views of it for other programs.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rust_i18n::t;

use super::office::{Done, Office};
use super::request::{Existing, Outcome, World};
use super::templates::WrittenPaper;
use crate::conclusion::layout::{Printed, UsedLayout};
use crate::conclusion::report::{ReportBasis, ReportFormat, RoundResults};
use crate::export::{Dataset, ExportError, ExportFormat, View};
use crate::inspection::{InspectionError, RoundId};
use crate::journal::JournalError;
use crate::overview::Step;
use crate::paper::{Format, render, write_atomically};
use crate::tui::job::Progress;
use crate::tui::screen::{EffectKind, Failure};

/// Ending of the report's proposed name, and of its annex.
const REPORT: &str = "-bao-cao";
const ANNEX: &str = "-phu-luc.xlsx";

/// What is asked about what a round came to. All of it are jobs: every unit may have to be read.
#[derive(Debug, Clone)]
pub enum ResultsRequest {
    /// The report as text → [`ResultsOutcome::Report`].
    Compose(RoundId),
    /// Writes the report → [`ResultsOutcome::Written`] or [`ResultsOutcome::Exists`]. A .docx takes its annex along, as an
    /// .xlsx beside it; an .xlsx is the annex alone.
    Write {
        /// Which round.
        round: RoundId,
        /// Where to, a name alone meaning the office's folder.
        path: PathBuf,
        /// What becomes of files that are there already.
        existing: Existing,
    },
    /// Writes a view; the ending of the path tells the format → [`ResultsOutcome::Written`] or [`ResultsOutcome::Exists`].
    Export {
        /// Which round.
        round: RoundId,
        /// Which view.
        view: View,
        /// Where to, a name alone meaning the office's folder.
        path: PathBuf,
        /// What becomes of a file that is there already.
        existing: Existing,
    },
}

impl ResultsRequest {
    /// Nothing here changes the store.
    pub const KIND: EffectKind = EffectKind::Read;
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum ResultsOutcome {
    /// The report as it would be printed now.
    Report {
        /// Of which round.
        round: RoundId,
        /// As plain text, laid out.
        text: String,
    },
    /// These files were written.
    Written(Vec<WrittenPaper>),
    /// Nothing was written: there is such a file already.
    Exists(PathBuf),
}

/// Where the report of `round` is proposed to be written.
pub fn report_name(round: &RoundId) -> String {
    format!("{round}{REPORT}.docx")
}

/// Where a view of `round` is proposed to be written.
pub fn export_name(round: &RoundId, view: View, format: ExportFormat) -> String {
    format!("{round}-{}.{}", view.as_str(), format.as_str())
}

impl Office {
    /// Answers as a job, with its progress told.
    pub(super) fn results_job(&mut self, request: &ResultsRequest, progress: &Progress<World>) -> Done {
        let mut watch = |step: Step| {
            progress.report(crate::tui::job::Done { done: step.done as u64, total: step.of as u64 });
            if progress.check().is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        self.results(request, &mut watch)
    }

    /// Runs a request about what a round came to.
    pub(super) fn results(&mut self, request: &ResultsRequest, watch: &mut dyn FnMut(Step) -> ControlFlow<()>) -> Done {
        let outcome = match request {
            ResultsRequest::Compose(round) => {
                let document = self.read_results(round, watch)?.report(&self.report_basis());
                let text = render(&document, Format::Text).map_err(refused)?;
                let text = String::from_utf8_lossy(&text).into_owned();
                ResultsOutcome::Report { round: round.clone(), text }
            }
            ResultsRequest::Write { round, path, existing } => {
                self.write_report(round, &self.papers.join(path), *existing, watch)?
            }
            ResultsRequest::Export { round, view, path, existing } => {
                self.write_view(round, *view, &self.papers.join(path), *existing, watch)?
            }
        };
        Ok(Outcome::Results(outcome))
    }

    fn report_basis(&self) -> ReportBasis {
        ReportBasis::draft(self.store.journal().clock().now().to_utc())
    }

    fn read_results(
        &self,
        round: &RoundId,
        watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
    ) -> Result<RoundResults, Failure> {
        let today = self.store.journal().clock().now().date_naive();
        let mut kept = self.overviews.locked();
        RoundResults::read(&self.store, &mut kept, round, today, watch).map_err(reading)
    }

    fn write_report(
        &self,
        round: &RoundId,
        path: &Path,
        existing: Existing,
        watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
    ) -> Result<ResultsOutcome, Failure> {
        let format = ReportFormat::from_path(path).map_err(refused)?;
        let mut files = vec![(path.to_owned(), format)];
        if format == ReportFormat::Paper(Format::Docx) {
            files.push((annex_beside(path), ReportFormat::Annex));
        }
        if let Some(taken) =
            files.iter().map(|(path, _)| path).find(|path| existing == Existing::Keep && path.is_file())
        {
            return Ok(ResultsOutcome::Exists(taken.clone()));
        }
        let (results, basis) = (self.read_results(round, watch)?, self.report_basis());
        let printed = |format| match format {
            ReportFormat::Paper(format) => self.printed(&results.report(&basis), format),
            ReportFormat::Annex => {
                let bytes = results.render(&basis, format).map_err(refused)?;
                Ok(Printed { bytes, layout: UsedLayout::BuiltIn })
            }
        };
        let printed: Result<Vec<_>, Failure> =
            files.into_iter().map(|(path, format)| Ok((path, printed(format)?))).collect();
        let mut written: Vec<WrittenPaper> = Vec::new();
        for (path, Printed { bytes, layout }) in printed? {
            write_atomically(&path, &bytes).map_err(|error| match written.first() {
                Some(first) => {
                    Failure::Refused(t!("screen_results.only_one", written = first, why = error).into_owned())
                }
                None => refused(error),
            })?;
            written.push(WrittenPaper { path, layout });
        }
        Ok(ResultsOutcome::Written(written))
    }

    fn write_view(
        &self,
        round: &RoundId,
        view: View,
        path: &Path,
        existing: Existing,
        watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
    ) -> Result<ResultsOutcome, Failure> {
        let format = ExportFormat::from_path(path).map_err(refused)?;
        if existing == Existing::Keep && path.is_file() {
            return Ok(ResultsOutcome::Exists(path.to_owned()));
        }
        let results = self.read_results(round, watch)?;
        let dataset = Dataset::of(view, &self.store, &results).map_err(reading)?;
        let properties = results.properties(&view.paper_title(), self.report_basis().now);
        let bytes = dataset.render(format, properties).map_err(refused::<ExportError>)?;
        write_atomically(path, &bytes).map_err(refused)?;
        let path = path.to_owned();
        Ok(ResultsOutcome::Written(vec![WrittenPaper { path, layout: UsedLayout::BuiltIn }]))
    }
}

/// `2025-dot-1-phu-luc.xlsx` beside `2025-dot-1-bao-cao.docx`.
fn annex_beside(path: &Path) -> PathBuf {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    path.with_file_name(format!("{}{ANNEX}", stem.trim_end_matches(REPORT)))
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
fn refused<E: ToString>(error: E) -> Failure {
    Failure::Refused(error.to_string())
}

fn reading(error: InspectionError) -> Failure {
    match error {
        InspectionError::Journal(JournalError::Cancelled) => Failure::Cancelled,
        other => refused(other),
    }
}
