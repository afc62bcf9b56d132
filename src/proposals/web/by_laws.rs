//! The by-laws in force, made from the values the rules decide by, and the form that proposes others.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use rules::by_laws::{ByLaws, DAY, HOUR};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::{Draft, Row, changes_of, draft, laws, redraft, seen_by, store};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::sessions::{Member, Visit};
use crate::web::forms::Form;
use crate::web::page::{Layout, said, show, show_again};
use crate::web::params::number;
use crate::web::{PageError, Params, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/by-laws", in_force).get("/by-laws/change", form).post("/by-laws/change", propose)
}

/// What a value counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Days,
    Hours,
    Number,
    /// Two numbers: so many of so many.
    Share,
    /// The same, and whether it takes more than that.
    Majority,
}

impl Unit {
    const fn seconds(self) -> i64 {
        match self {
            Self::Days => DAY,
            Self::Hours => HOUR,
            Self::Number | Self::Share | Self::Majority => 1,
        }
    }

    /// The message that says what it counts, if that needs to be said.
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::Days => Some("unit-days"),
            Self::Hours => Some("unit-hours"),
            Self::Number | Self::Share | Self::Majority => None,
        }
    }

    const fn is_share(self) -> bool {
        matches!(self, Self::Share | Self::Majority)
    }
}

/// A law: the message that says it, where its value stands in the by-laws, and what that counts.
type Law = (&'static str, &'static str, Unit);

const PARTS: [(&str, &[Law]); 6] = [
    (
        "consent",
        &[
            ("law-clarify", "/consent/clarify_min", Unit::Hours),
            ("law-window", "/consent/window", Unit::Days),
            ("law-reason", "/consent/reason_min", Unit::Number),
            ("law-disputes", "/consent/disputes", Unit::Number),
            ("law-dispute-window", "/consent/dispute_window", Unit::Hours),
            ("law-integration", "/consent/integration_max", Unit::Days),
            ("law-rounds", "/consent/max_rounds", Unit::Number),
            ("law-floor", "/consent/floor", Unit::Number),
            ("law-reminder", "/reminder", Unit::Hours),
        ],
    ),
    (
        "vote",
        &[
            ("law-vote-window", "/vote/window", Unit::Days),
            ("law-quorum", "/vote/quorum", Unit::Share),
            ("law-majority", "/vote/majority", Unit::Majority),
            ("law-over-objection", "/vote/over_objection", Unit::Majority),
            ("law-options", "/vote/max_options", Unit::Number),
            ("law-delegations", "/delegations/valid", Unit::Days),
            ("law-super-delegate", "/vote/super_delegate", Unit::Share),
        ],
    ),
    (
        "three-connectors",
        &[
            ("law-endorsements", "/three_connectors/endorsements", Unit::Number),
            ("law-call-in", "/three_connectors/call_in_window", Unit::Hours),
            ("law-lapses", "/three_connectors/lapses_after", Unit::Days),
        ],
    ),
    ("advice", &[("law-advice", "/advice/window", Unit::Days)]),
    (
        "agreements",
        &[("law-review", "/agreements/review_after", Unit::Days), ("law-lazy", "/agreements/lazy_consent", Unit::Hours)],
    ),
    (
        "connectors",
        &[
            ("law-sponsors", "/connectors/sponsors", Unit::Number),
            ("law-take-off", "/connectors/take_off", Unit::Days),
            ("law-admission", "/connectors/consent_window", Unit::Days),
            ("law-valid", "/connectors/valid", Unit::Days),
            ("law-grace", "/connectors/grace", Unit::Days),
            ("law-dormant", "/connectors/dormant", Unit::Days),
            ("law-return", "/connectors/return_sponsors", Unit::Number),
        ],
    ),
];

fn as_value(laws: &ByLaws) -> Result<Value> {
    serde_json::to_value(laws).map_err(Error::internal)
}

/// The value of a law in words.
fn in_words(laws: &Value, (_, place, unit): Law, layout: &Layout) -> String {
    let found = laws.pointer(place).unwrap_or(&Value::Null);
    let number = found.as_i64().unwrap_or_default();
    match unit {
        Unit::Share => format!("{}/{}", found["num"], found["den"]),
        Unit::Majority => {
            let key = if found["strict"] == true { "share-more" } else { "share-least" };
            layout.s(key, format!("{}/{}", found["num"], found["den"])).into_owned()
        }
        Unit::Number => number.to_string(),
        Unit::Days | Unit::Hours if number % DAY == 0 && (number == DAY || number >= 4 * DAY) => {
            layout.n("span-days", &(number / DAY)).into_owned()
        }
        Unit::Days | Unit::Hours => layout.n("span-hours", &(number / HOUR)).into_owned(),
    }
}

#[derive(Template)]
#[template(path = "proposals/by_laws.html")]
struct Page {
    layout: Layout,
    parts: Vec<(&'static str, Vec<String>)>,
    members_propose: bool,
}

async fn in_force(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let laws = app.read(laws::current).await?;
    let (layout, value) = (visit.layout, as_value(&laws)?);
    let said = |law: &Law| layout.s(law.0, in_words(&value, *law, &layout)).into_owned();
    let parts = PARTS.iter().map(|(part, laws)| (*part, laws.iter().map(said).collect())).collect();
    let page = Page { parts, members_propose: laws.members_propose, layout };
    show(&page, &page.layout)
}

struct Field {
    name: &'static str,
    label: String,
    value: String,
    unit: Option<&'static str>,
    /// Of a share: of how many.
    of: Option<String>,
    /// Of a majority: does it take more than that?
    strict: Option<bool>,
}

#[derive(Template)]
#[template(path = "proposals/change_by_laws.html")]
struct ChangePage {
    layout: Layout,
    title: String,
    driver: String,
    /// The draft that is changed; none: a new one begins.
    draft: Option<i64>,
    parts: Vec<(&'static str, Vec<Field>)>,
    members_propose: bool,
    fault: Option<String>,
}

fn change_page(
    layout: Layout,
    laws: &ByLaws,
    sent: &Map<String, Value>,
    draft: Option<i64>,
    fault: Option<String>,
) -> Result<ChangePage> {
    let value = as_value(laws)?;
    let typed = |name: &str| sent.get(name).and_then(Value::as_str).map(ToString::to_string);
    let field = |(message, place, unit): &Law| {
        let found = value.pointer(place).unwrap_or(&Value::Null);
        let number = if unit.is_share() { &found["num"] } else { found };
        let number = number.as_i64().unwrap_or_default() / unit.seconds();
        let part = |name: &str| typed(&format!("{place}/{name}"));
        let strict = if sent.is_empty() { found["strict"] == true } else { part("strict").is_some_and(|said| said == "yes") };
        Field {
            name: place,
            label: layout.s(message, "…").into_owned(),
            value: typed(place).unwrap_or_else(|| number.to_string()),
            unit: unit.name(),
            of: unit.is_share().then(|| part("den").unwrap_or_else(|| found["den"].to_string())),
            strict: (*unit == Unit::Majority).then_some(strict),
        }
    };
    let fields = |laws: &[Law]| laws.iter().map(field).collect::<Vec<_>>();
    let parts = PARTS.iter().map(|(part, laws)| (*part, fields(laws))).collect();
    Ok(ChangePage {
        parts,
        title: typed("title").unwrap_or_default(),
        driver: typed("driver").unwrap_or_default(),
        draft,
        members_propose: if sent.is_empty() { laws.members_propose } else { sent.contains_key("members_propose") },
        fault,
        layout,
    })
}

#[derive(Deserialize)]
struct Asked {
    /// A draft of one's own that changes by-laws already.
    #[serde(default, deserialize_with = "number")]
    draft: Option<i64>,
}

/// A draft of somebody's own, and the by-laws it proposes.
fn drafted(tx: &mut Tx, by: i64, id: i64) -> Result<(Row, ByLaws)> {
    let row = seen_by(tx, Some(by), id)?;
    let changes = changes_of(&row)?.filter(|_| row.state == "draft" && row.author_id == by);
    changes.map(|changes| (row, changes)).ok_or(Error::NotFound)
}

async fn form(State(app): State<App>, member: Member, Params(asked): Params<Asked>) -> Result<Response, PageError> {
    let by = member.account.id;
    let page = app
        .read(move |tx| match asked.draft {
            None => change_page(member.layout, &laws::current(tx)?, &Map::new(), None, None),
            Some(id) => {
                let (row, changes) = drafted(tx, by, id)?;
                let version = store::version(tx, id, row.version)?;
                let page = change_page(member.layout, &changes, &Map::new(), Some(id), None)?;
                Ok(ChangePage { title: version.title, driver: version.driver, ..page })
            }
        })
        .await?;
    show(&page, &page.layout)
}

/// The by-laws with what was typed, and each change in words.
fn changed(laws: &ByLaws, sent: &Map<String, Value>, layout: &Layout) -> Result<(ByLaws, Vec<String>)> {
    let before = as_value(laws)?;
    let mut after = before.clone();
    let typed = |name: &str| sent.get(name).and_then(Value::as_str);
    let whole = |text: &str| text.trim().parse::<i64>().map_err(|_| Error::invalid("Every value is a whole number."));
    for (_, place, unit) in PARTS.iter().flat_map(|(_, laws)| laws.iter()) {
        let Some(number) = typed(place).map(whole).transpose()? else { continue };
        if unit.is_share() {
            let share = after.pointer_mut(place).and_then(Value::as_object_mut);
            let share = share.ok_or_else(|| Error::internal("by-laws without one of their shares"))?;
            share.insert("num".into(), number.into());
            if let Some(of) = typed(&format!("{place}/den")) {
                share.insert("den".into(), whole(of)?.into());
            }
            if let Some(strict) = typed(&format!("{place}/strict")) {
                share.insert("strict".into(), (strict == "yes").into());
            }
            continue;
        }
        let old = before.pointer(place).and_then(Value::as_i64).unwrap_or_default();
        // What does not come out even in this unit stays as it was unless it is changed.
        if number != old / unit.seconds()
            && let Some(found) = after.pointer_mut(place)
        {
            *found = number.saturating_mul(unit.seconds()).into();
        }
    }
    after["members_propose"] = sent.contains_key("members_propose").into();
    let words = in_all_words(&before, &after, layout);
    let laws = serde_json::from_value(after).map_err(|_| Error::invalid("Every value is a whole number."))?;
    Ok((laws, words))
}

/// Each change in words.
fn in_all_words(before: &Value, after: &Value, layout: &Layout) -> Vec<String> {
    PARTS
        .iter()
        .flat_map(|(_, laws)| laws.iter())
        .filter(|law| before.pointer(law.1) != after.pointer(law.1))
        .map(|law| {
            let now = layout.s(law.0, in_words(after, *law, layout));
            format!("- {now} ({})", layout.s("laws-until-now", in_words(before, *law, layout)))
        })
        .chain((before["members_propose"] != after["members_propose"]).then(|| {
            let key = if after["members_propose"] == true { "law-members-propose" } else { "law-connectors-propose" };
            format!("- {}", layout.t(key))
        }))
        .collect()
}

/// What a text says of the values, said anew; what its author has written around it stays.
fn reworded(text: &str, before: &str, now: &str) -> String {
    if !before.is_empty() && text.contains(before) { text.replace(before, now) } else { format!("{}\n\n{now}", text.trim_end()) }
}

/// Begins a proposal that says in words what would change, and carries the values; or changes a draft of such a one.
async fn propose(State(app): State<App>, member: Member, Form(sent): Form<Map<String, Value>>) -> Result<Response, PageError> {
    let laws = app.read(laws::current).await?;
    let typed = |name: &str| sent.get(name).and_then(Value::as_str).unwrap_or_default().to_string();
    let id = typed("draft").parse::<i64>().ok();
    let done = match changed(&laws, &sent, &member.layout) {
        Ok((changes, words)) => {
            let words = if words.is_empty() { "-".into() } else { words.join("\n") };
            let (title, driver) = (typed("title"), typed("driver"));
            let wanted = Draft { kind: "consent".into(), title, driver, changes: Some(changes), ..Draft::default() };
            let (by, layout, laws) = (member.account.clone(), member.layout.clone(), laws);
            app.write(move |tx| {
                let Some(id) = id else { return draft(tx, &by, &Draft { body: words, ..wanted }) };
                let (row, before) = drafted(tx, by.id, id)?;
                let version = store::version(tx, id, row.version)?;
                let said = in_all_words(&as_value(&laws)?, &as_value(&before)?, &layout).join("\n");
                let body = reworded(&version.body, &said, &words);
                let rest = Draft {
                    topic: row.topic,
                    team: row.team,
                    budget: row.budget,
                    brand: row.brand,
                    responsible: store::responsible(tx, id)?,
                    review_at: Some(row.review_at).filter(|at| *at > tx.now.0),
                    replaces_id: row.replaces_id,
                    ..wanted
                };
                redraft(tx, &by, id, &Draft { body, ..rest })
            })
            .await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(row) => Ok(said(&member.site, "draft-kept", &format!("/proposals/{}", row.id))),
        Err(error @ (Error::Invalid(_) | Error::Refused(_))) => {
            let fault = member.layout.language.error(error.shown()).into_owned();
            let page = change_page(member.layout, &laws, &sent, id, Some(fault))?;
            show_again(error.status(), &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::reworded;

    #[test]
    fn an_author_keeps_what_they_have_written_around_the_values() {
        for (text, before, now, expected) in [
            ("- a (b)", "- a (b)", "- c (b)", "- c (b)"),
            ("We are slow.\n\n- a (b)\n\nTry it.", "- a (b)", "- c (b)", "We are slow.\n\n- c (b)\n\nTry it."),
            ("We are slow.", "- a (b)", "- c (b)", "We are slow.\n\n- c (b)"),
            ("We are slow.", "", "- c (b)", "We are slow.\n\n- c (b)"),
        ] {
            assert_eq!(reworded(text, before, now), expected);
        }
    }
}
