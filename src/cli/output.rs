//! Standard output and standard error: neither a reader that goes away nor a full disk makes a panic.

use std::fmt::Display;
use std::io::{self, BufWriter, Write};

use rust_i18n::t;

use super::error::CommandError;

/// Standard output, buffered.
pub struct Output {
    stream: BufWriter<Box<dyn Write>>,
}

impl Output {
    /// The process's own.
    pub fn standard() -> Self {
        Self { stream: BufWriter::new(Box::new(io::stdout())) }
    }

    /// Writes a line, or several.
    pub fn line(&mut self, text: impl Display) -> Result<(), CommandError> {
        Ok(writeln!(self.stream, "{text}")?)
    }

    /// Writes a line of JSON.
    pub fn json(&mut self, report: &impl serde::Serialize) -> Result<(), CommandError> {
        self.line(serde_json::to_string(report).map_err(io::Error::from)?)
    }

    /// Writes an empty line.
    pub fn gap(&mut self) -> Result<(), CommandError> {
        self.line("")
    }

    /// Writes `text` as it is.
    pub fn raw(&mut self, text: &[u8]) -> Result<(), CommandError> {
        Ok(self.stream.write_all(text)?)
    }

    /// Hands over what is buffered; only then is it known whether all of it could be written.
    pub fn finish(&mut self) -> Result<(), CommandError> {
        Ok(self.stream.flush()?)
    }
}

/// Says a line on standard error. Where even that fails, there is nowhere left to say so.
pub fn say(text: impl Display) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Says what deserves a look, but stops nothing.
pub fn warn(text: impl Display) {
    say(format_args!("kiemtra: {}: {text}", t!("cli.warning")));
}

/// Says why a command did not do what it was asked, and what helps.
pub fn report(error: &CommandError, hints: &[String]) {
    say(format_args!("kiemtra: {error}"));
    for hint in hints {
        say(format!("  {hint}").trim_end());
    }
}
