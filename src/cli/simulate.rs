//! `potluck simulate`: chapters in a box that decide together while messages are lost, nodes stop, clocks are wrong and one of
//! them lies.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use protocol::decision::Standing;
use protocol::simulation::{self, Lie, Plan, Report};

use crate::error::{Error, Result};

#[derive(Args)]
pub struct Options {
    /// How many runs
    #[arg(long, default_value_t = 1_000)]
    runs: u64,
    /// The first run's seed; each run is its seed, and can be played again
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// So many chapters in each run [default: 3 to 12, drawn]
    #[arg(long, value_parser = clap::value_parser!(u8).range(2..=50))]
    chapters: Option<u8>,
    /// Who lies, and how [default: drawn]
    #[arg(long, value_parser = lie)]
    lie: Option<Lie>,
    /// Nothing is lost, doubled, delayed or held up, no node stops and every clock is right
    #[arg(long)]
    calm: bool,
    /// Write the record of the last run's decision into this file, for potluck verify
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
}

fn lie(text: &str) -> std::result::Result<Lie, String> {
    let known = || Lie::ALL.map(Lie::name).join(", ");
    Lie::ALL.into_iter().find(|lie| lie.name() == text).ok_or_else(|| format!("one of: {}", known()))
}

/// What came of the runs with one lie.
#[derive(Default)]
struct Line {
    runs: usize,
    ratified: usize,
    handed_on: usize,
    messages: usize,
    codes: BTreeMap<String, usize>,
}

/// Plays the runs; answers whether every promise was kept.
pub fn run(options: &Options) -> Result<bool> {
    let bar = ProgressBar::new(options.runs);
    bar.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len}, {eta} to go").map_err(Error::internal)?);
    let mut lines: BTreeMap<Lie, Line> = BTreeMap::new();
    let mut broken = 0;
    for seed in options.seed..options.seed.saturating_add(options.runs) {
        let drawn = Plan::of(seed);
        let plan = Plan {
            seed,
            chapters: options.chapters.map_or(drawn.chapters, usize::from),
            lie: options.lie.unwrap_or(drawn.lie),
            faults: drawn.faults && !options.calm,
        };
        let (report, record) = simulation::play(plan);
        note(lines.entry(plan.lie).or_default(), &report);
        for promise in &report.broken {
            broken += 1;
            bar.println(format!("BROKEN  seed {seed}, {} chapters, {}: {promise}", plan.chapters, plan.lie.name()));
        }
        if seed + 1 == options.seed.saturating_add(options.runs)
            && let (Some(file), Some(record)) = (&options.record, record)
        {
            let text = serde_json::to_string(&record).map_err(Error::internal)?;
            std::fs::write(file, text).map_err(|e| Error::invalid(format!("{} cannot be written: {e}", file.display())))?;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    println!("| who lies | runs | ratified | another took over | messages each | found |\n|---|--:|--:|--:|--:|---|");
    for (lie, line) in lines {
        let found: Vec<String> = line.codes.iter().map(|(code, n)| format!("{code} {n}")).collect();
        println!(
            "| {} | {} | {} | {} | {} | {} |",
            lie.name(),
            line.runs,
            line.ratified,
            line.handed_on,
            line.messages / line.runs.max(1),
            found.join(", ")
        );
    }
    println!("{}", if broken == 0 { "Every promise was kept.".into() } else { format!("{broken} promises were broken.") });
    Ok(broken == 0)
}

fn note(line: &mut Line, report: &Report) {
    line.runs += 1;
    line.messages += report.messages;
    line.ratified += usize::from(report.standings.values().all(|standing| matches!(standing, Some(Standing::Ratified(_)))));
    line.handed_on += usize::from(report.terms > 1);
    for code in &report.codes {
        *line.codes.entry(code.as_str()).or_default() += 1;
    }
}
