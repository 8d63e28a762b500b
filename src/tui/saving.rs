//! What the saved mark stands on: COMMITs that returned, and work that is kept because one did not.

use std::collections::VecDeque;

use super::screen::{Domain, EffectKind, Executor, Failure, Pending};

/// The saved mark of line 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SavedMark {
    /// Nothing was written since the program started: nothing is claimed.
    Untouched,
    /// "đã lưu √": the last COMMIT returned and nothing waits.
    Saved,
    /// "đang lưu": typed text waits for its draft.
    Saving,
    /// "CHƯA LƯU ×": something could not be saved; it is kept and tried again.
    Unsaved,
}

/// Writes that returned and writes that wait.
#[derive(Debug)]
pub(super) struct Saving<D: Domain> {
    waiting: VecDeque<D::Effect>,
    reason: Option<String>,
    committed: bool,
}

/// What came of running an effect.
#[derive(Debug)]
pub(super) struct Ran<D: Domain> {
    /// Outcomes, oldest first: those of waiting writes that worked now, then that of the effect itself.
    pub outcomes: Vec<D::Outcome>,
    /// Effects that will never be done, with the reason.
    pub failed: Vec<(D::Effect, Failure)>,
    /// Why the effect waits now, last in the list.
    pub kept: Option<Failure>,
}

impl<D: Domain> Default for Ran<D> {
    fn default() -> Self {
        Self { outcomes: Vec::new(), failed: Vec::new(), kept: None }
    }
}

impl<D: Domain> Default for Saving<D> {
    fn default() -> Self {
        Self { waiting: VecDeque::new(), reason: None, committed: false }
    }
}

impl<D: Domain> Saving<D> {
    pub fn mark(&self, pending: Pending) -> SavedMark {
        match pending {
            _ if self.reason.is_some() => SavedMark::Unsaved,
            Pending::Text => SavedMark::Saving,
            Pending::Nothing if self.committed => SavedMark::Saved,
            Pending::Nothing => SavedMark::Untouched,
        }
    }

    /// Why something is not saved, while that is so.
    pub fn reason(&self) -> Option<String> {
        let reason = self.reason.as_ref()?;
        Some(rust_i18n::t!("tui.unsaved_reason", count = self.waiting.len(), reason = reason).into_owned())
    }

    /// How many writes wait.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Runs `effect`. A write never overtakes one that waits: the order is what the user did.
    pub fn run(&mut self, effect: D::Effect, executor: &mut impl Executor<D>) -> Ran<D> {
        let kind = D::kind(&effect);
        let mut ran = Ran::default();
        if kind == EffectKind::Write {
            ran = self.retry(executor);
            if let Some(reason) = self.reason.clone() {
                self.waiting.push_back(effect);
                ran.kept = Some(Failure::NotSaved(reason));
                return ran;
            }
        }
        match (executor.execute(&effect), kind) {
            (Ok(outcome), _) => {
                self.committed |= kind == EffectKind::Write;
                ran.outcomes.push(outcome);
            }
            (Err(Failure::NotSaved(reason)), EffectKind::Write) => {
                self.reason = Some(reason.clone());
                self.waiting.push_back(effect);
                ran.kept = Some(Failure::NotSaved(reason));
            }
            (Err(failure), _) => ran.failed.push((effect, failure)),
        }
        ran
    }

    /// Tries the waiting writes again, in order, as far as it goes.
    pub fn retry(&mut self, executor: &mut impl Executor<D>) -> Ran<D> {
        let mut ran = Ran::default();
        while let Some(effect) = self.waiting.pop_front() {
            match executor.execute(&effect) {
                Ok(outcome) => {
                    self.committed = true;
                    ran.outcomes.push(outcome);
                }
                Err(Failure::NotSaved(reason)) => {
                    self.reason = Some(reason);
                    self.waiting.push_front(effect);
                    return ran;
                }
                // Saved it can never be any more (its unit was removed meanwhile): holding on would block the rest.
                Err(failure) => ran.failed.push((effect, failure)),
            }
        }
        self.reason = None;
        ran
    }

    /// The newest waiting write.
    pub fn newest(&self) -> Option<&D::Effect> {
        self.waiting.back()
    }
}
