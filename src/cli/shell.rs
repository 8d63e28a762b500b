//! `kiemtra completions` and `kiemtra man`: what the user's shell and manual reader take.

use std::fmt::Write;
use std::io;

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;
use rust_i18n::t;

use super::error::{CommandError, Exit};
use super::help;
use super::session::Session;

/// Prints completions.
pub fn completions(session: &mut Session, shell: Shell) -> Result<Exit, CommandError> {
    let mut command = help::command();
    let name = command.get_name().to_owned();
    // Into memory first: the generator panics where its writer fails.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    session.output.raw(&script)?;
    Ok(Exit::Done)
}

/// Prints the manual page (roff).
pub fn manual(session: &mut Session) -> Result<Exit, CommandError> {
    let page = page(help::command())?;
    session.output.raw(page.as_bytes())?;
    Ok(Exit::Done)
}

/// One page for the program and all its commands: there is one file to install.
fn page(mut command: Command) -> io::Result<String> {
    command.build();
    // Writing to a String cannot fail, here and below.
    // `\*(Aq`, which the sections use, is a straight quote wherever groff can tell it from a curled one.
    let mut page = String::from(".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n");
    let version = command.get_version().unwrap_or_default();
    let _ = writeln!(page, ".TH {} 1 \"\" \"{version}\"", command.get_name());
    let man = Man::new(command.clone());
    heading(&mut page, &t!("help.man.name"));
    append(&mut page, |into| man.render_name_section(into))?;
    heading(&mut page, &t!("help.man.synopsis"));
    append(&mut page, |into| man.render_synopsis_section(into))?;
    heading(&mut page, &t!("help.man.description"));
    let _ = writeln!(page, "{}", t!("help.man.text"));
    heading(&mut page, &t!("help.man.options"));
    append(&mut page, |into| man.render_options_section(into))?;
    heading(&mut page, &t!("help.man.commands"));
    append_commands(&mut page, &command)?;
    heading(&mut page, &t!("help.man.exit"));
    for code in 0..4 {
        let _ = writeln!(page, ".TP\n{code}\n{}", t!(format!("help.man.exit_{code}")));
    }
    heading(&mut page, &t!("help.man.environment"));
    let own = ["KIEMTRA_HOME", "KIEMTRA_LANG", "KIEMTRA_MEMBER", "KIEMTRA_NOW", "KIEMTRA_OPENER", "NO_COLOR"];
    for name in own.into_iter().chain(["AWS_ACCESS_KEY_ID", "HTTPS_PROXY"]) {
        let _ = writeln!(page, ".TP\n{name}\n{}", t!(format!("help.man.{name}")));
    }
    Ok(page)
}

fn append_commands(page: &mut String, command: &Command) -> io::Result<()> {
    for below in command.get_subcommands() {
        if below.has_subcommands() {
            append_commands(page, below)?;
            continue;
        }
        let _ = writeln!(page, ".SS {}", below.get_bin_name().unwrap_or_else(|| below.get_name()));
        // The options of every command stand once, above.
        let own = below.clone().mut_args(|argument| {
            let is_global = argument.is_global_set();
            argument.hide(is_global)
        });
        let man = Man::new(own);
        append(page, |into| man.render_description_section(into))?;
        page.push_str(".PP\n");
        append(page, |into| man.render_synopsis_section(into))?;
        append(page, |into| man.render_options_section(into))?;
    }
    Ok(())
}

fn heading(page: &mut String, title: &str) {
    let _ = writeln!(page, ".SH \"{}\"", title.to_uppercase());
}

/// Appends a section without what every rendering begins with, and without its English heading.
fn append(page: &mut String, render: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> io::Result<()> {
    let mut rendered = Vec::new();
    render(&mut rendered)?;
    for line in String::from_utf8_lossy(&rendered).lines() {
        let is_preamble = line.starts_with(".ie ") || line.starts_with(".el ");
        if !is_preamble && !line.starts_with(".SH ") {
            page.push_str(line);
            page.push('\n');
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_names_every_command_once() {
        let page = page(help::command()).unwrap();
        for name in ["kiemtra checklist schema", "kiemtra record", "kiemtra notice", "kiemtra restore"] {
            assert_eq!(page.matches(&format!(".SS {name}\n")).count(), 1, "{name}");
        }
        assert!(page.starts_with(".ie "), "{page}");
        assert_eq!(page.matches(".TH ").count(), 1);
        assert!(!page.contains("Possible values") && !page.contains("(1)"), "clap's own words: {page}");
    }
}
