//! The one table of settings: file, journal and settings screen read it.

/// Language of the screen and of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Language {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

impl Language {
    /// In the order of the choices of [`Setting::Language`].
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// Name of its locale.
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

/// Something that can be set. The first choice is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// Language of the screen.
    Language,
    /// The program's own input method.
    Typing,
    /// Where its tones stand.
    Tone,
    /// Colours.
    Theme,
    /// Signs and lines.
    Borders,
    /// Who has the mouse.
    Mouse,
    /// Letters of Windows' Vietnamese layout as digits.
    Digits,
}

impl Setting {
    /// Every setting, in the order the settings screen shows them.
    pub const ALL: [Self; 7] =
        [Self::Language, Self::Typing, Self::Tone, Self::Theme, Self::Borders, Self::Mouse, Self::Digits];

    /// Name in the file, in the journal and in the locales.
    pub fn id(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Typing => "typing",
            Self::Tone => "tone",
            Self::Theme => "theme",
            Self::Borders => "borders",
            Self::Mouse => "mouse",
            Self::Digits => "digits_by_vietnamese_layout",
        }
    }

    /// The setting called `id`.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.id() == id)
    }

    /// What it can be, as the file names it.
    pub fn choices(self) -> &'static [&'static str] {
        match self {
            Self::Language => &["vi", "en"],
            Self::Typing => &["off", "telex", "vni"],
            Self::Tone => &["old", "new"],
            Self::Theme => &["dark", "light", "high-contrast", "mono"],
            Self::Borders => &["unicode", "ascii"],
            // Written as truth values in the file.
            Self::Mouse | Self::Digits => &["false", "true"],
        }
    }

    /// Place of a choice.
    pub fn position(self, choice: &str) -> Option<usize> {
        self.choices().iter().position(|known| *known == choice)
    }

    /// What it is called on the screen.
    pub fn label(self) -> String {
        rust_i18n::t!(format!("preferences.{}.label", self.id())).into_owned()
    }

    /// One sentence about it.
    pub fn about(self) -> String {
        rust_i18n::t!(format!("preferences.{}.about", self.id())).into_owned()
    }

    /// What a choice is called on the screen.
    pub fn choice_label(self, at: usize) -> String {
        let choice = self.choices().get(at).copied().unwrap_or_default();
        rust_i18n::t!(format!("preferences.{}.{choice}", self.id())).into_owned()
    }
}
