//! The by-laws in force, made from the values the rules decide by, and the form that proposes others.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use rules::by_laws::{ByLaws, DAY, HOUR};
use serde_json::{Map, Value};

use super::super::{Draft, draft, laws};
use crate::app::App;
use crate::error::{Error, Result};
use crate::sessions::{Member, Visit};
use crate::web::forms::Form;
use crate::web::page::{Layout, said, show, show_again};
use crate::web::{PageError, Routes};

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
    parts: Vec<(&'static str, Vec<Field>)>,
    members_propose: bool,
    fault: Option<String>,
}

fn change_page(layout: Layout, laws: &ByLaws, sent: &Map<String, Value>, fault: Option<String>) -> Result<ChangePage> {
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
        members_propose: if sent.is_empty() { laws.members_propose } else { sent.contains_key("members_propose") },
        fault,
        layout,
    })
}

async fn form(State(app): State<App>, member: Member) -> Result<Response, PageError> {
    let laws = app.read(laws::current).await?;
    let page = change_page(member.layout, &laws, &Map::new(), None)?;
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
    let words = PARTS
        .iter()
        .flat_map(|(_, laws)| laws.iter())
        .filter(|law| before.pointer(law.1) != after.pointer(law.1))
        .map(|law| {
            let now = layout.s(law.0, in_words(&after, *law, layout));
            format!("- {now} ({})", layout.s("laws-until-now", in_words(&before, *law, layout)))
        })
        .chain((before["members_propose"] != after["members_propose"]).then(|| {
            let key = if after["members_propose"] == true { "law-members-propose" } else { "law-connectors-propose" };
            format!("- {}", layout.t(key))
        }))
        .collect();
    let laws = serde_json::from_value(after).map_err(|_| Error::invalid("Every value is a whole number."))?;
    Ok((laws, words))
}

/// Begins a proposal that says in words what would change, and carries the values.
async fn propose(State(app): State<App>, member: Member, Form(sent): Form<Map<String, Value>>) -> Result<Response, PageError> {
    let laws = app.read(laws::current).await?;
    let typed = |name: &str| sent.get(name).and_then(Value::as_str).unwrap_or_default().to_string();
    let done = match changed(&laws, &sent, &member.layout) {
        Ok((changes, words)) => {
            let wanted = Draft {
                kind: "consent".into(),
                title: typed("title"),
                driver: typed("driver"),
                body: if words.is_empty() { "-".into() } else { words.join("\n") },
                changes: Some(changes),
                ..Draft::default()
            };
            let by = member.account.clone();
            app.write(move |tx| draft(tx, &by, &wanted)).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(row) => Ok(said(&member.site, "draft-kept", &format!("/proposals/{}", row.id))),
        Err(error @ (Error::Invalid(_) | Error::Refused(_))) => {
            let fault = member.layout.language.error(error.shown()).into_owned();
            let page = change_page(member.layout, &laws, &sent, Some(fault))?;
            show_again(error.status(), &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}
