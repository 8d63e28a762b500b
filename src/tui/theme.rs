//! Colours and marks by what they mean. Only the 16 ANSI colours, on the terminal's own background (except for
//! high contrast, which brings its own); nothing is told by colour alone.

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Span;

/// Which colours to use. The command line reads the setting and `NO_COLOR` (which asks for [`Self::Mono`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// For dark backgrounds.
    #[default]
    Dark,
    /// For light backgrounds.
    Light,
    /// White and bright colours on black, whatever the terminal's own background.
    HighContrast,
    /// No colour, only bold, dim and reverse.
    Mono,
}

/// Which signs to draw with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GlyphChoice {
    /// The marks of old Windows fonts (WGL4): `√ ~ × – … █`.
    #[default]
    Standard,
    /// Only ASCII.
    Ascii,
}

/// What a piece of the screen means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Less important text: units, explanations, what is off.
    Dim,
    /// Where I am; headings.
    Title,
    /// Lines between parts.
    Rule,
    /// The selected row.
    Selected,
    /// A key in the hints.
    Key,
    /// Text in the field being edited.
    Field,
    /// ĐẠT; saved; adds up.
    Pass,
    /// MỘT PHẦN.
    Partial,
    /// CHƯA ĐẠT.
    Fail,
    /// KHÔNG ÁP DỤNG.
    NotApplicable,
    /// Not answered yet.
    Unanswered,
    /// Differs from before, wants a look.
    Changed,
    /// Something is wrong and must be seen: not saved, refused.
    Error,
    /// Done part of a bar.
    Bar,
    /// Rest of a bar.
    BarRest,
}

/// Signs drawn for meanings; every one is one column wide except [`Self::ellipsis`] in ASCII (three).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Passed, saved, adds up.
    pub pass: &'static str,
    /// Partly passed.
    pub partial: &'static str,
    /// Failed, not saved, does not add up.
    pub fail: &'static str,
    /// Not applicable.
    pub not_applicable: &'static str,
    /// Unanswered; also where a text was cut.
    pub ellipsis: &'static str,
    /// Before the selected row.
    pub pointer: &'static str,
    /// Between the parts of the breadcrumb.
    pub crumb: &'static str,
    /// Between the parts of the right-hand side.
    pub dot: &'static str,
    /// Horizontal line.
    pub horizontal: &'static str,
    /// Vertical line.
    pub vertical: &'static str,
    /// Done part of a bar.
    pub block: &'static str,
    /// Rest of a bar.
    pub block_rest: &'static str,
}

const STANDARD: Marks = Marks {
    pass: "√",
    partial: "~",
    fail: "×",
    not_applicable: "–",
    ellipsis: "…",
    pointer: ">",
    crumb: "›",
    dot: "·",
    horizontal: "─",
    vertical: "│",
    block: "█",
    block_rest: "░",
};

const ASCII: Marks = Marks {
    pass: "+",
    partial: "~",
    fail: "x",
    not_applicable: "-",
    ellipsis: "...",
    pointer: ">",
    crumb: ">",
    dot: "|",
    horizontal: "-",
    vertical: "|",
    block: "#",
    block_rest: ".",
};

/// The chosen colours and signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    choice: ThemeChoice,
    glyphs: GlyphChoice,
    marks: Marks,
}

impl Default for Theme {
    fn default() -> Self {
        Self::new(ThemeChoice::default(), GlyphChoice::default())
    }
}

impl Theme {
    /// The theme for these choices.
    pub fn new(choice: ThemeChoice, glyphs: GlyphChoice) -> Self {
        let marks = match glyphs {
            GlyphChoice::Standard => STANDARD,
            GlyphChoice::Ascii => ASCII,
        };
        Self { choice, glyphs, marks }
    }

    /// Which signs there are.
    pub fn glyphs(&self) -> GlyphChoice {
        self.glyphs
    }

    /// What the whole window looks like before anything is drawn.
    pub fn ground(&self) -> Style {
        match self.choice {
            ThemeChoice::HighContrast => Style::new().fg(Color::White).bg(Color::Black),
            ThemeChoice::Dark | ThemeChoice::Light | ThemeChoice::Mono => Style::new(),
        }
    }

    /// The signs to draw with.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }

    /// How a meaning looks.
    pub fn style(&self, role: Role) -> Style {
        let plain = Style::new();
        let style = match role {
            Role::Title | Role::Key | Role::Changed | Role::Fail | Role::Error => plain.add_modifier(Modifier::BOLD),
            Role::Selected if self.choice == ThemeChoice::HighContrast => plain.bg(Color::LightYellow),
            Role::Selected => plain.add_modifier(Modifier::REVERSED),
            Role::Field => plain.add_modifier(Modifier::UNDERLINED),
            Role::Dim | Role::Rule if self.choice == ThemeChoice::Mono => plain.add_modifier(Modifier::DIM),
            _ => plain,
        };
        match self.colour(role) {
            Some(colour) => style.fg(colour),
            None => style,
        }
    }

    /// A piece of text that looks like what it means.
    pub fn span<'a>(&self, role: Role, text: impl Into<std::borrow::Cow<'a, str>>) -> Span<'a> {
        Span::styled(text, self.style(role))
    }

    fn colour(&self, role: Role) -> Option<Color> {
        if self.choice == ThemeChoice::HighContrast {
            // Everything on black; the selected row is black on yellow, whatever stands in it.
            return Some(match role {
                Role::Selected => Color::Black,
                Role::Key => Color::LightCyan,
                Role::Pass | Role::Bar => Color::LightGreen,
                Role::Partial | Role::Unanswered | Role::Changed | Role::Fail | Role::Error => Color::LightYellow,
                _ => Color::White,
            });
        }
        let (dark, light) = match role {
            Role::Text | Role::Title | Role::Selected | Role::Field => return None,
            Role::Dim | Role::Rule | Role::NotApplicable | Role::BarRest => (Color::Gray, Color::DarkGray),
            Role::Key => (Color::LightCyan, Color::Blue),
            Role::Pass | Role::Bar => (Color::LightGreen, Color::Green),
            Role::Partial | Role::Unanswered => (Color::LightYellow, Color::Magenta),
            Role::Fail | Role::Error => (Color::LightRed, Color::Red),
            Role::Changed => (Color::LightMagenta, Color::Magenta),
        };
        match self.choice {
            ThemeChoice::Dark => Some(dark),
            ThemeChoice::Light => Some(light),
            ThemeChoice::HighContrast | ThemeChoice::Mono => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 16] = [
        Role::Text,
        Role::Dim,
        Role::Title,
        Role::Rule,
        Role::Selected,
        Role::Key,
        Role::Field,
        Role::Pass,
        Role::Partial,
        Role::Fail,
        Role::NotApplicable,
        Role::Unanswered,
        Role::Changed,
        Role::Error,
        Role::Bar,
        Role::BarRest,
    ];

    #[test]
    fn mono_has_no_colour_and_still_shows_what_is_selected() {
        let mono = Theme::new(ThemeChoice::Mono, GlyphChoice::Standard);
        for role in ROLES {
            assert_eq!((mono.style(role).fg, mono.style(role).bg), (None, None), "{role:?}");
        }
        assert!(mono.style(Role::Selected).add_modifier.contains(Modifier::REVERSED));
        assert!(mono.style(Role::Error).add_modifier.contains(Modifier::BOLD));
    }

    #[test]
    fn only_ansi_colours_and_never_a_background() {
        for choice in [ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::HighContrast] {
            for role in ROLES {
                let style = Theme::new(choice, GlyphChoice::Standard).style(role);
                assert!(!matches!(style.fg, Some(Color::Rgb(..) | Color::Indexed(_))), "{role:?}");
                assert!(style.bg.is_none() || choice == ThemeChoice::HighContrast, "{role:?}");
            }
        }
    }

    /// Relative luminance (WCAG 2, "relative luminance") of an sRGB colour.
    fn luminance([red, green, blue]: [u8; 3]) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// The colours of Windows' old console and of Windows Terminal ("Campbell"), as documented by Microsoft.
    fn palettes(colour: Color) -> [[u8; 3]; 2] {
        match colour {
            Color::Black => [[0, 0, 0], [12, 12, 12]],
            Color::Red => [[128, 0, 0], [197, 15, 31]],
            Color::Green => [[0, 128, 0], [19, 161, 14]],
            Color::Blue => [[0, 0, 128], [0, 55, 218]],
            Color::Magenta => [[128, 0, 128], [136, 23, 152]],
            Color::Gray => [[192, 192, 192], [204, 204, 204]],
            Color::DarkGray => [[128, 128, 128], [118, 118, 118]],
            Color::LightRed => [[255, 0, 0], [231, 72, 86]],
            Color::LightGreen => [[0, 255, 0], [22, 198, 12]],
            Color::LightYellow => [[255, 255, 0], [249, 241, 165]],
            Color::LightMagenta => [[255, 0, 255], [180, 0, 158]],
            Color::LightCyan => [[0, 255, 255], [97, 214, 214]],
            Color::White => [[255, 255, 255], [242, 242, 242]],
            other => panic!("no theme uses {other:?}"),
        }
    }

    #[test]
    fn every_colour_is_readable_on_its_background() {
        for (choice, ground, least) in [
            (ThemeChoice::Dark, Color::Black, 3.0),
            (ThemeChoice::Light, Color::White, 3.0),
            (ThemeChoice::HighContrast, Color::Black, 7.0),
        ] {
            for role in ROLES {
                let style = Theme::new(choice, GlyphChoice::Standard).style(role);
                let Some(colour) = style.fg else { continue };
                let ground = style.bg.unwrap_or(ground);
                for (colour, ground) in palettes(colour).into_iter().zip(palettes(ground)) {
                    let contrast = contrast(colour, ground);
                    assert!(contrast >= least, "{choice:?} {role:?}: {contrast:.1}");
                }
            }
        }
    }

    #[test]
    fn ascii_marks_are_ascii() {
        let marks = Theme::new(ThemeChoice::Dark, GlyphChoice::Ascii).marks;
        assert!(format!("{marks:?}").is_ascii());
    }
}
