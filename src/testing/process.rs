//! This very binary as a process of its own, on a data folder: what the demo shows and the bench measures.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::model::PASSWORD;
use crate::error::{Error, Result};

/// A data folder and the process that serves it; the process ends with its owner.
pub struct Process {
    pub data: PathBuf,
    database: Option<String>,
    serving: Option<Child>,
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(serving) = &mut self.serving {
            let _ = serving.kill();
            let _ = serving.wait();
        }
    }
}

impl Process {
    pub fn new(data: PathBuf, database: Option<String>) -> Self {
        Self { data, database, serving: None }
    }

    fn command(&self) -> Result<Command> {
        let mut command = Command::new(std::env::current_exe().map_err(Error::internal)?);
        command.arg("--data").arg(&self.data);
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        Ok(command)
    }

    /// Runs one command on this data, the model's password on its standard input; answers what it printed.
    pub fn run(&self, args: &[&str]) -> Result<String> {
        let mut child = self
            .command()?
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(Error::internal)?;
        if let Some(mut stdin) = child.stdin.take() {
            // A command that needs no password closes its end at once.
            let _ = writeln!(stdin, "{PASSWORD}");
        }
        let output = child.wait_with_output().map_err(Error::internal)?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_string();
        if output.status.success() {
            Ok(text(&output.stdout))
        } else {
            Err(Error::invalid(format!("{}: {}", args.join(" "), text(&output.stderr))))
        }
    }

    /// Serves on `listen`, its log in a file.
    pub fn serve(&mut self, listen: &str, log: &Path) -> Result<()> {
        self.serve_by(listen, log, None)
    }

    /// The same by a clock that a file moves ahead.
    pub fn serve_by(&mut self, listen: &str, log: &Path, clock: Option<&Path>) -> Result<()> {
        let log = std::fs::File::create(log).map_err(Error::internal)?;
        let mut command = self.command()?;
        command.args(["serve", "--listen", listen]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        if let Some(clock) = clock {
            command.arg("--clock").arg(clock);
        }
        self.serving = Some(command.spawn().map_err(Error::internal)?);
        Ok(())
    }

    pub fn pid(&self) -> u32 {
        self.serving.as_ref().map_or(0, Child::id)
    }
}
