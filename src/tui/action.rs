//! The one table of actions. Key lookup, the footer's hints, `?` help and the palette all read it, so a hint
//! cannot say anything else than what the key does.

use super::key::Key;

/// How an action is called with the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// A key that is no text; works everywhere.
    Key(Key),
    /// A typed sign or digit, never a letter; works only outside text fields and grids
    /// ([`Focus::Commands`](super::input::Focus)).
    Sign(char),
}

impl std::fmt::Display for Binding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(key) => key.fmt(f),
            Self::Sign(sign) => write!(f, "{sign}"),
        }
    }
}

/// Declares [`Action`] and its table together: an action without a row cannot be written.
macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident = $id:literal [$($binding:expr),*];)*) => {
        /// Everything a screen can be asked to do by name. Texts: `src/locales/actions.toml`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[$doc])* $action,)*
        }

        impl Action {
            /// Every action, in the order help and palette list them.
            pub const ALL: &[Self] = &[$(Self::$action,)*];

            /// Name in the locale files and in settings, lower-case kebab-case.
            pub fn id(self) -> &'static str {
                match self { $(Self::$action => $id,)* }
            }

            /// Its keys as shipped: the main key first, twins after it. Empty: by name in the palette only. What they
            /// are now, [`Keymap`](super::keymap::Keymap) knows.
            pub fn bindings(self) -> &'static [Binding] {
                match self { $(Self::$action => const { &[$($binding,)*] },)* }
            }
        }
    };
}

/// Shorthands for the table only.
const fn ctrl(letter: char) -> Binding {
    Binding::Key(Key::Ctrl(letter))
}
const fn function(n: u8) -> Binding {
    Binding::Key(Key::Function(n))
}
const fn sign(sign: char) -> Binding {
    Binding::Sign(sign)
}
const ENTER: Binding = Binding::Key(Key::Enter);
const ESC: Binding = Binding::Key(Key::Esc);
const DELETE: Binding = Binding::Key(Key::Delete);
const TAB: Binding = Binding::Key(Key::Tab);
const BACK_TAB: Binding = Binding::Key(Key::BackTab);

actions! {
    /// Opens or edits what is selected; accepts a field.
    Open = "open" [ENTER];
    /// Verdict đạt.
    VerdictPass = "verdict-pass" [sign('1')];
    /// Verdict một phần.
    VerdictPartial = "verdict-partial" [sign('2')];
    /// Verdict chưa đạt.
    VerdictFail = "verdict-fail" [sign('3')];
    /// Verdict không áp dụng.
    VerdictNotApplicable = "verdict-not-applicable" [sign('4'), sign('0')];
    /// Writes the remark of an item.
    Remark = "remark" [ctrl('k'), function(2)];
    /// Attaches or shows evidence.
    Evidence = "evidence" [ctrl('e')];
    /// Goes to the next unanswered item.
    NextUnanswered = "next-unanswered" [ctrl('n'), function(5)];
    /// Shows the figures that must add up.
    Figures = "figures" [sign('=')];
    /// Goes to the next problem.
    NextProblem = "next-problem" [ctrl('l'), function(3)];
    /// Lists all problems.
    Problems = "problems" [];
    /// Shows where opinions differ, to decide.
    Conflicts = "conflicts" [];
    /// Shows the grid item × unit.
    Grid = "grid" [ctrl('g'), function(6)];
    /// Says a unit's finding of other units, with their own figures.
    CopyFinding = "copy-finding" [sign('+')];
    /// Shows the history of what is selected.
    History = "history" [ctrl('t'), function(7)];
    /// Shows the paper as it will print.
    Preview = "preview" [ctrl('r'), function(9)];
    /// Writes the paper to a file.
    WriteFile = "write-file" [ctrl('w')];
    /// Finds, with or without diacritics.
    Find = "find" [ctrl('f'), sign('/')];
    /// Adds an entry (bổ sung).
    Add = "add" [ctrl('b')];
    /// Changes an entry that Enter would open (cập nhật).
    Edit = "edit" [ctrl('u')];
    /// Copies the cell from the row above.
    CopyAbove = "copy-above" [ctrl('d')];
    /// Reads rows from a file.
    ImportFile = "import-file" [ctrl('o')];
    /// Fills cells from the clipboard.
    PasteTable = "paste-table" [];
    /// Picks rows at random.
    PickAtRandom = "pick-at-random" [];
    /// Types a share of the forms a second time.
    DoubleEntry = "double-entry" [];
    /// Shows how samples were drawn.
    Draws = "draws" [];
    /// Deletes the row.
    DeleteRow = "delete-row" [];
    /// Puts a row in above the selected one.
    InsertAbove = "insert-above" [];
    /// Puts a row in below the selected one.
    InsertBelow = "insert-below" [];
    /// Chooses several rows, from the selected one on.
    SelectRows = "select-rows" [];
    /// Takes a unit or member out of the round.
    TakeOut = "take-out" [];
    /// Chooses everything that is listed.
    SelectAll = "select-all" [ctrl('a')];
    /// Lists the newest first, or by name again.
    SortNewest = "sort-newest" [];
    /// Says who works on this laptop.
    ChangeActing = "change-acting" [];
    /// Adds the demonstration rounds.
    AddDemo = "add-demo" [];
    /// Uses the newer edition of a checklist.
    UseNewEdition = "use-new-edition" [];
    /// Lists what different editions of a checklist ask otherwise.
    CompareEditions = "compare-editions" [];
    /// Closes the visit to a unit.
    Close = "close" [sign('!')];
    /// Changes a unit that is signed, with a reason.
    Amend = "amend" [];
    /// Lists what changed after the minutes were signed.
    LaterChanges = "later-changes" [];
    /// Takes the signature back.
    WithdrawSignature = "withdraw-signature" [];
    /// Issues the conclusion notice.
    Issue = "issue" [];
    /// Shows what earlier rounds found at the unit.
    Earlier = "earlier" [];
    /// Sends an answer back with a question.
    SendBack = "send-back" [];
    /// Replies to a question in words.
    Reply = "reply" [];
    /// Lists the questions about answers.
    Questions = "questions" [];
    /// Follows up what issued notices require.
    Requirements = "requirements" [];
    /// Takes back a unit's report that was recorded by mistake.
    WithdrawReport = "withdraw-report" [];
    /// Shows what of the round has come to this laptop.
    Board = "board" [];
    /// Shows the steps of the units, what is next and until when.
    Steps = "steps" [];
    /// Shows the round as a whole: dashboard, points, years.
    Overview = "overview" [];
    /// Shows the report of the round, to be written with its annex.
    RoundReport = "round-report" [];
    /// Writes a view of the round for other programs.
    Export = "export" [];
    /// Lists the templates of offices.
    OfficeTemplates = "office-templates" [];
    /// Says that the member has recorded all he has to.
    Finish = "finish" [];
    /// Takes that back.
    Unfinish = "unfinish" [];
    /// Writes a pack for other laptops.
    SendPack = "send-pack" [];
    /// Takes in packs of other laptops.
    MergePacks = "merge-packs" [];
    /// Lists the merges of this laptop.
    Merges = "merges" [];
    /// Lists this laptop and those it knows.
    Devices = "devices" [];
    /// Trusts a device no more.
    Revoke = "revoke" [];
    /// Edits the draft of the conclusion notice.
    Conclude = "conclude" [];
    /// Moves what is selected up.
    MoveUp = "move-up" [sign('<')];
    /// Moves what is selected down.
    MoveDown = "move-down" [sign('>')];
    /// Joins the marked passages.
    JoinPassages = "join-passages" [];
    /// Splits the passage at the cursor.
    SplitPassage = "split-passage" [];
    /// Leaves a passage out of the paper.
    LeaveOut = "leave-out" [DELETE];
    /// Takes a passage as the records say it.
    Restore = "restore" [];
    /// Sets until when something is required.
    Deadline = "deadline" [];
    /// Puts the new figures into a passage.
    TakeFigures = "take-figures" [];
    /// Takes the last change back.
    Undo = "undo" [ctrl('z')];
    /// Makes it again.
    Redo = "redo" [ctrl('y')];
    /// Saves what could not be saved before.
    Save = "save" [ctrl('s')];
    /// Stops the long work that is running.
    CancelJob = "cancel-job" [ctrl('x')];
    /// Next pane.
    NextPane = "next-pane" [TAB];
    /// Pane before.
    PreviousPane = "previous-pane" [BACK_TAB];
    /// Steps back.
    Back = "back" [ESC];
    /// Every command by name.
    Palette = "palette" [ctrl('p'), function(10)];
    /// Help for this screen.
    Help = "help" [sign('?'), function(1)];
    /// Vietnamese to English and back.
    SwitchLanguage = "switch-language" [];
    /// The settings of the screen.
    Settings = "settings" [];
    /// Own input method: off, Telex, VNI.
    SwitchTyping = "switch-typing" [];
    /// Takes the mouse or leaves it to the terminal.
    SwitchMouse = "switch-mouse" [];
    /// Quits at once; all is saved.
    Quit = "quit" [ctrl('q'), ctrl('c')];
}

impl Action {
    /// The action with this id.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.id() == id)
    }

    /// Short label for hints and lists.
    pub fn label(self) -> String {
        rust_i18n::t!(format!("actions.{}.label", self.id())).into_owned()
    }

    /// One sentence for help and palette.
    pub fn about(self) -> String {
        rust_i18n::t!(format!("actions.{}.about", self.id())).into_owned()
    }
}

/// Whether an action works here and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Availability {
    /// It works.
    On,
    /// It exists on this screen but not now; the reason is shown to the user, so it is a translated sentence.
    Off(String),
}

/// An action as a screen offers it. An action not offered does not exist on that screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which action.
    pub action: Action,
    /// Whether it works now.
    pub availability: Availability,
    /// Hint text instead of the table's label, when the screen can say it better ("Enter nhận xét").
    pub label: Option<String>,
}

impl Offer {
    /// Works now.
    pub fn on(action: Action) -> Self {
        Self { action, availability: Availability::On, label: None }
    }

    /// Does not work now, because of `reason` (translated).
    pub fn off(action: Action, reason: impl Into<String>) -> Self {
        Self { action, availability: Availability::Off(reason.into()), label: None }
    }

    /// The same offer with a hint text of its own (translated).
    #[must_use]
    pub fn named(self, label: impl Into<String>) -> Self {
        Self { label: Some(label.into()), ..self }
    }

    /// Hint text: the screen's own or the table's.
    pub fn text(&self) -> String {
        self.label.clone().unwrap_or_else(|| self.action.label())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_binding_collides_or_is_forbidden() {
        let mut seen = HashSet::new();
        for action in Action::ALL {
            for binding in action.bindings() {
                assert!(seen.insert(binding.to_string()), "{binding} is bound twice");
                match binding {
                    Binding::Key(Key::Ctrl(letter)) => {
                        assert!(letter.is_ascii_lowercase(), "{binding}");
                        assert!(!"hijmv".contains(*letter), "{binding} is Backspace, Tab, newline, Enter or paste");
                    }
                    Binding::Sign(sign) => assert!(!sign.is_alphabetic() && !sign.is_control(), "{binding}"),
                    Binding::Key(_) => {}
                }
            }
        }
    }

    #[test]
    fn function_keys_are_only_twins() {
        for action in Action::ALL {
            assert!(!matches!(action.bindings().first(), Some(Binding::Key(Key::Function(_)))), "{action:?}");
        }
    }

    #[test]
    fn every_action_has_its_texts_in_both_languages() {
        let texts: toml::Table = toml::from_str(include_str!("../locales/actions.toml")).unwrap();
        for action in Action::ALL {
            for part in ["label", "about"] {
                for language in ["vi", "en"] {
                    let text = texts["actions"][action.id()][part][language].as_str().unwrap_or_default();
                    assert!(!text.is_empty(), "actions.{}.{part} has no {language}", action.id());
                }
            }
        }
        assert_eq!(texts["actions"].as_table().unwrap().len(), Action::ALL.len(), "a text without an action");
    }
}
