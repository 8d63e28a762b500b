//! Screens for consoles whose font has letters and nothing else.

use ratatui::buffer::Buffer;

/// Replaces every sign that is neither ASCII nor a letter by an ASCII one of the same width, wherever it came from: the
/// marks are ASCII by the theme, this is for signs inside texts.
pub(super) fn make_plain(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if let Some(plain) = plain(cell.symbol()) {
            cell.set_symbol(plain);
        }
    }
}

/// What stands for `symbol`; nothing where it may stay.
fn plain(symbol: &str) -> Option<&'static str> {
    if symbol.is_ascii()
        || symbol.chars().all(|c| c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c))
    {
        return None;
    }
    Some(match symbol {
        "–" | "—" | "−" | "─" | "‑" => "-",
        "│" | "·" => "|",
        "×" => "x",
        "…" | "░" => ".",
        "█" | "▓" | "≠" => "#",
        "›" | "→" | "»" | "≥" => ">",
        "‹" | "←" | "«" | "≤" => "<",
        "↑" => "^",
        "↓" => "v",
        "“" | "”" | "„" => "\"",
        "‘" | "’" => "'",
        "•" => "*",
        "÷" => "/",
        "°" => "o",
        "\u{a0}" | "\u{202f}" => " ",
        "┌" | "┐" | "└" | "┘" | "├" | "┤" | "┬" | "┴" | "┼" | "√" | "✓" => "+",
        _ => "?",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stay_and_signs_become_ascii() {
        for letter in ["a", "ế", "Đ", "ư", " ", "/"] {
            assert_eq!(plain(letter), None, "{letter}");
        }
        for sign in ["–", "×", "…", "☃", "▲", "≠", "⌫", "½"] {
            assert!(plain(sign).is_some_and(str::is_ascii), "{sign}");
        }
    }
}
