//! Reads what Loomio writes when a group is exported as JSON: a line for each record, `{"table": …, "record": …}`.
//!
//! Discussions, comments, polls with their options, stances and outcomes are kept as they were; the rest is counted and named.
//! Nothing in the file is trusted: what is no record is said, texts are cleaned, times that are none are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Read as _};

use serde::Deserialize;
use serde_json::Value;

use super::store::Row;
use super::{Choice, Comment, Poll, Stance, Told};
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::web::{html, markdown};

pub const SOURCE: &str = "loomio";

/// The longest line that is read, in bytes; a record is far shorter.
const MAX_LINE: u64 = 8 * 1024 * 1024;
/// What is kept of one text.
const MAX_TEXT: usize = 200_000;

/// What was read, ready to be kept, and what could not be.
#[derive(Debug, Default)]
pub struct Read {
    pub rows: Vec<Row>,
    /// Tables that are not kept, with how many records each.
    pub left_out: BTreeMap<String, u64>,
    /// What was wrong, line by line: the number and the reason.
    pub faults: Vec<(u64, String)>,
    pub comments: usize,
    pub stances: usize,
}

#[derive(Deserialize)]
struct Line {
    table: String,
    record: Value,
}

/// A number however it was written: ids are numbers in some versions and text in others.
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn moment(value: &Value) -> Option<i64> {
    Time::parse(text(value)).map(|time| time.0)
}

/// A text as it is kept, from HTML or Markdown.
fn said(record: &Value, field: &str) -> String {
    let whole: String = text(&record[field]).chars().take(MAX_TEXT).collect();
    match text(&record[format!("{field}_format")]) {
        "html" => html::clean(&whole),
        _ => markdown::render(&whole),
    }
}

fn short(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
}

#[derive(Default)]
struct Records(BTreeMap<String, BTreeMap<i64, Value>>);

impl Records {
    fn all(&self, table: &str) -> impl Iterator<Item = (i64, &Value)> {
        self.0.get(table).into_iter().flatten().map(|(id, record)| (*id, record))
    }

    fn one(&self, table: &str, id: &Value) -> Option<&Value> {
        self.0.get(table)?.get(&number(id)?)
    }

    fn name(&self, id: &Value) -> String {
        let user = self.one("users", id);
        let name = user.map(|u| text(&u["name"])).filter(|name| !name.is_empty()).or(user.map(|u| text(&u["username"])));
        short(name.unwrap_or("?"))
    }
}

const KEPT: [&str; 9] =
    ["groups", "users", "discussions", "comments", "polls", "poll_options", "stances", "stance_choices", "outcomes"];

/// Reads an export; `progress` is told how many bytes have been read.
///
/// # Errors
/// `Invalid` if nothing in it is a record of Loomio's.
pub fn read(mut file: impl BufRead, mut progress: impl FnMut(u64)) -> Result<Read> {
    let mut read = Read::default();
    let mut records = Records::default();
    let (mut number_of_line, mut bytes) = (0, 0);
    let broken = |error: std::io::Error| Error::invalid(format!("The file cannot be read to its end: {error}."));
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = (&mut file).take(MAX_LINE).read_until(b'\n', &mut line).map_err(broken)?;
        if length == 0 {
            break;
        }
        number_of_line += 1;
        bytes += length as u64;
        if length as u64 == MAX_LINE && !line.ends_with(b"\n") {
            bytes += file.skip_until(b'\n').map_err(broken)? as u64;
            read.faults.push((number_of_line, "longer than any record".into()));
            continue;
        }
        progress(bytes);
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<Line>(&line) {
            Ok(Line { table, record }) if KEPT.contains(&table.as_str()) => match number(&record["id"]) {
                Some(id) => drop(records.0.entry(table).or_default().insert(id, record)),
                None => read.faults.push((number_of_line, format!("a record of {table} without an id"))),
            },
            Ok(Line { table, .. }) => *read.left_out.entry(short(&table)).or_default() += 1,
            Err(error) => read.faults.push((number_of_line, format!("no record: {error}"))),
        }
    }
    if records.0.is_empty() {
        return Err(Error::invalid(
            "This is no export of Loomio's. In Loomio open the group, Settings, Export, and choose JSON; each line is {\"table\": …, \"record\": …}.",
        ));
    }
    assemble(&records, &mut read);
    Ok(read)
}

fn assemble(records: &Records, read: &mut Read) {
    let gone = |record: &Value| !record["discarded_at"].is_null();
    let mut comments: BTreeMap<i64, Vec<Comment>> = BTreeMap::new();
    for (_, comment) in records.all("comments").filter(|(_, comment)| !gone(comment)) {
        let Some(discussion) = number(&comment["discussion_id"]) else { continue };
        comments.entry(discussion).or_default().push(Comment {
            by: records.name(&comment["user_id"]),
            at: moment(&comment["created_at"]).unwrap_or_default(),
            text: said(comment, "body"),
        });
    }
    let mut polls: BTreeMap<Option<i64>, Vec<(i64, Poll)>> = BTreeMap::new();
    let by_poll = Index::of(records);
    for (id, poll) in records.all("polls").filter(|(_, poll)| !gone(poll)) {
        let discussion = number(&poll["discussion_id"]).filter(|id| records.one("discussions", &(*id).into()).is_some());
        polls.entry(discussion).or_default().push((id, by_poll.poll(records, id, poll)));
    }
    for (id, discussion) in records.all("discussions").filter(|(_, discussion)| !gone(discussion)) {
        let mut comments = comments.remove(&id).unwrap_or_default();
        comments.sort_by_key(|comment| comment.at);
        let polls = polls.remove(&Some(id)).unwrap_or_default().into_iter().map(|(_, poll)| poll).collect();
        let told = Told { group: group(records, discussion), text: said(discussion, "description"), comments, polls };
        let author = records.name(&discussion["author_id"]);
        let started = moment(&discussion["created_at"]).unwrap_or_default();
        read.keep(format!("discussions/{id}"), text(&discussion["title"]), author, started, told);
    }
    for (id, poll) in polls.remove(&None).unwrap_or_default() {
        let record = records.one("polls", &id.into()).cloned().unwrap_or_default();
        let (title, by, opened) = (poll.title.clone(), poll.by.clone(), poll.opened_at);
        let told = Told { group: group(records, &record), polls: vec![poll], ..Told::default() };
        read.keep(format!("polls/{id}"), &title, by, opened, told);
    }
}

fn group(records: &Records, record: &Value) -> String {
    records.one("groups", &record["group_id"]).map(|group| short(text(&group["name"]))).unwrap_or_default()
}

/// What belongs to each poll, so that nothing is looked through once for each.
struct Index<'a> {
    options: BTreeMap<i64, Vec<(i64, &'a Value)>>,
    stances: BTreeMap<i64, Vec<(i64, &'a Value)>>,
    outcomes: BTreeMap<i64, &'a Value>,
    /// By stance: options and scores.
    choices: BTreeMap<i64, Vec<(i64, i64)>>,
}

impl<'a> Index<'a> {
    fn of(records: &'a Records) -> Self {
        let by_poll = |table: &str| {
            let mut found: BTreeMap<i64, Vec<(i64, &Value)>> = BTreeMap::new();
            for (id, record) in records.all(table) {
                if let Some(poll) = number(&record["poll_id"]) {
                    found.entry(poll).or_default().push((id, record));
                }
            }
            found
        };
        let mut choices: BTreeMap<i64, Vec<(i64, i64)>> = BTreeMap::new();
        for (_, choice) in records.all("stance_choices") {
            if let (Some(stance), Some(option)) = (number(&choice["stance_id"]), number(&choice["poll_option_id"])) {
                choices.entry(stance).or_default().push((option, number(&choice["score"]).unwrap_or(1)));
            }
        }
        let outcomes = by_poll("outcomes")
            .into_iter()
            .filter_map(|(poll, all)| {
                let latest = all.iter().rev().find(|(_, o)| o["latest"] == true).or(all.last())?;
                Some((poll, latest.1))
            })
            .collect();
        Self { options: by_poll("poll_options"), stances: by_poll("stances"), outcomes, choices }
    }

    fn poll(&self, records: &Records, id: i64, poll: &Value) -> Poll {
        let options = self.options.get(&id).cloned().unwrap_or_default();
        let names: BTreeMap<i64, String> = options.iter().map(|(id, option)| (*id, short(text(&option["name"])))).collect();
        let anonymous = poll["anonymous"] == true;
        let mut stances = Vec::new();
        let mut chosen: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        for (stance_id, stance) in self.stances.get(&id).into_iter().flatten() {
            let cast = !stance["cast_at"].is_null() || !stance["reason"].is_null() && !text(&stance["reason"]).is_empty();
            let revoked = !stance["revoked_at"].is_null() || stance["latest"] == false;
            let given: Vec<(i64, i64)> = match stance["option_scores"].as_object().filter(|scores| !scores.is_empty()) {
                Some(scores) => {
                    scores.iter().filter_map(|(option, score)| Some((option.parse().ok()?, number(score)?))).collect()
                }
                None => self.choices.get(stance_id).cloned().unwrap_or_default(),
            };
            if revoked || !cast && given.is_empty() {
                continue;
            }
            for (option, score) in &given {
                let sum = chosen.entry(*option).or_default();
                *sum = (sum.0 + 1, sum.1.saturating_add(*score));
            }
            let choices = given.iter().filter_map(|(option, score)| Some((names.get(option)?.clone(), *score))).collect();
            stances.push(Stance {
                by: if anonymous { String::new() } else { records.name(&stance["participant_id"]) },
                at: moment(&stance["cast_at"]).or_else(|| moment(&stance["created_at"])).unwrap_or_default(),
                choices,
                reason: said(stance, "reason"),
            });
        }
        // Whoever voted in secret is not to be told by the order of the votes.
        if anonymous {
            stances.iter_mut().for_each(|stance| stance.at = 0);
            stances.sort_by(|a, b| a.choices.cmp(&b.choices).then_with(|| a.reason.cmp(&b.reason)));
        } else {
            stances.sort_by_key(|stance| stance.at);
        }
        let mut ordered = options;
        ordered.sort_by_key(|(id, option)| (number(&option["priority"]).unwrap_or_default(), *id));
        Poll {
            title: short(text(&poll["title"])),
            by: records.name(&poll["author_id"]),
            kind: short(text(&poll["poll_type"])),
            text: said(poll, "details"),
            opened_at: moment(&poll["opened_at"]).or_else(|| moment(&poll["created_at"])).unwrap_or_default(),
            closed_at: moment(&poll["closed_at"]),
            options: ordered
                .iter()
                .map(|(id, _)| {
                    let (voters, score) = chosen.get(id).copied().unwrap_or_default();
                    Choice { name: names[id].clone(), voters, score }
                })
                .collect(),
            stances,
            outcome: self.outcomes.get(&id).map(|outcome| Comment {
                by: records.name(&outcome["author_id"]),
                at: moment(&outcome["created_at"]).unwrap_or_default(),
                text: said(outcome, "statement"),
            }),
        }
    }
}

impl Read {
    fn keep(&mut self, key: String, title: &str, author: String, started_at: i64, told: Told) {
        self.comments += told.comments.len();
        self.stances += told.polls.iter().map(|poll| poll.stances.len()).sum::<usize>();
        let kinds: BTreeSet<&str> = told.polls.iter().map(|poll| poll.kind.as_str()).collect();
        let outcome = told.polls.iter().rev().find_map(|poll| poll.outcome.as_ref()).map(|o| html::words(&o.text, 300));
        let closed_at = told.polls.iter().filter_map(|poll| poll.closed_at).max();
        match serde_json::to_string(&told) {
            Ok(document) => self.rows.push(Row {
                id: 0,
                source: SOURCE.into(),
                source_key: key,
                title: Some(short(title)).filter(|title| !title.is_empty()).unwrap_or_else(|| "?".into()),
                author,
                kind: kinds.into_iter().collect::<Vec<_>>().join(", "),
                outcome: outcome.unwrap_or_default(),
                started_at,
                closed_at,
                document,
            }),
            Err(error) => self.faults.push((0, format!("{key}: {error}"))),
        }
    }
}
