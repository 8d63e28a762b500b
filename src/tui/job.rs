//! Long work on a thread of its own, with a progress bar and a way to stop it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Sender;

use super::event_loop::Wake;
use super::screen::{Domain, Failure, JobBody};

/// News from the job's thread.
#[derive(Debug)]
pub enum JobUpdate<D: Domain> {
    /// So much is done.
    Progressed(Done),
    /// It ended.
    Finished(Result<D::Outcome, Failure>),
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Done {
    /// Steps done.
    pub done: u64,
    /// Steps in all; 0 while unknown.
    pub total: u64,
}

impl Done {
    /// Whole percent done, 0 to 100.
    pub fn percent(self) -> u64 {
        (self.done.min(self.total) * 100).checked_div(self.total).unwrap_or(0)
    }
}

/// A job's line to the screen.
#[derive(Debug)]
pub struct Progress<D: Domain> {
    mailbox: Sender<Wake<D>>,
    cancelled: Arc<AtomicBool>,
    last_percent: AtomicU64,
}

impl<D: Domain> Progress<D> {
    /// Says how far the work is. Call it as often as you like: the screen hears of whole percents only.
    pub fn report(&self, done: Done) {
        let percent = done.percent();
        if self.last_percent.swap(percent, Ordering::Relaxed) != percent {
            // If the screen is gone, the job finds out when it is cancelled or done.
            let _ = self.mailbox.send(Wake::Job(JobUpdate::Progressed(done)));
        }
    }

    /// Stops the job here if the user asked for it: `progress.check()?` between two steps.
    pub fn check(&self) -> Result<(), Failure> {
        if self.cancelled.load(Ordering::Relaxed) { Err(Failure::Cancelled) } else { Ok(()) }
    }
}

/// A job as the frame sees it. Dropping it asks the thread to stop.
#[derive(Debug)]
pub struct RunningJob {
    cancelled: Arc<AtomicBool>,
    /// How far it is.
    pub done: Done,
}

impl RunningJob {
    /// Starts `body` on a thread; news arrive in `mailbox`.
    pub fn start<D: Domain>(body: JobBody<D>, mailbox: Sender<Wake<D>>) -> Result<Self, std::io::Error> {
        let cancelled = Arc::new(AtomicBool::new(false));
        let last_percent = AtomicU64::new(0);
        let progress = Progress { mailbox: mailbox.clone(), cancelled: Arc::clone(&cancelled), last_percent };
        std::thread::Builder::new().name("job".to_owned()).spawn(move || {
            let ended = std::panic::catch_unwind(AssertUnwindSafe(|| body(&progress)));
            let ended = ended.unwrap_or_else(|_| Err(Failure::Refused(rust_i18n::t!("tui.job.broke").into_owned())));
            let _ = mailbox.send(Wake::Job(JobUpdate::Finished(ended)));
        })?;
        Ok(Self { cancelled, done: Done::default() })
    }

    /// Asks the job to stop; it does at its next step.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

impl Drop for RunningJob {
    fn drop(&mut self) {
        self.cancel();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::tui::testing::{NoteOutcome, Notes};

    fn updates(body: JobBody<Notes>, cancel: Cancel) -> Vec<String> {
        let (mailbox, updates) = mpsc::channel();
        let (go, wait) = mpsc::channel::<()>();
        let body: JobBody<Notes> = Box::new(move |progress| {
            wait.recv().unwrap();
            body(progress)
        });
        let job = RunningJob::start(body, mailbox).unwrap();
        if matches!(cancel, Cancel::AtOnce) {
            job.cancel();
        }
        go.send(()).unwrap();
        updates
            .iter()
            .map(|wake: Wake<Notes>| match wake {
                Wake::Job(JobUpdate::Progressed(done)) => format!("{}%", done.percent()),
                Wake::Job(JobUpdate::Finished(ended)) => format!("{ended:?}"),
                other => format!("{other:?}"),
            })
            .collect()
    }

    #[derive(Clone, Copy)]
    enum Cancel {
        Never,
        AtOnce,
    }

    fn count_to(total: u64) -> JobBody<Notes> {
        Box::new(move |progress| {
            for done in 0..total {
                progress.check()?;
                progress.report(Done { done, total });
            }
            Ok(NoteOutcome::Saved)
        })
    }

    #[test]
    fn tells_whole_percents_and_its_end() {
        let told = updates(count_to(10_000), Cancel::Never);
        assert_eq!(told.len(), 100, "one for each percent from 1 to 99, and the end");
        assert_eq!(told.last().unwrap(), "Ok(Saved)");
    }

    #[test]
    fn stops_when_asked() {
        assert_eq!(updates(count_to(10_000), Cancel::AtOnce), ["Err(Cancelled)"]);
    }

    #[test]
    fn percent_of_nothing_is_nothing() {
        assert_eq!(Done { done: 5, total: 0 }.percent(), 0);
        assert_eq!(Done { done: 7, total: 5 }.percent(), 100);
    }
}
