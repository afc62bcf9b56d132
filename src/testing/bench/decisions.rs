//! `--decisions`: is a chapter of thousands still read and counted as quickly as a small one?

use std::sync::Arc;
use std::time::Instant;

use diesel::RunQueryDsl;
use diesel::sql_types::{BigInt, Text};
use indicatif::ProgressBar;
use reqwest::Client;
use rules::audience::Visibility;
use rules::ballot::Ballot;
use rules::delegation::{Delegation, Scope};
use rules::proposal::Act;
use rules::roll::Voter;
use rules::tally::{Majority, Vote};

use super::{Node, Options, anew, database, drive, now, wait_until};
use crate::accounts::{self, Account};
use crate::clock::Time;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::ids;
use crate::later;
use crate::proposals::{self, Deed, Draft};
use crate::site::Site;
use crate::statuses;

/// How often each page is read.
const TIMES: usize = 400;
/// Rows in one transaction.
const BATCH: usize = 2_500;
const DAY: i64 = Time::DAY;

pub async fn run(node: &Node, http: &Client, token: &str, options: &Options, count: usize) -> Result<()> {
    let (db, site) = database(node, options)?;
    let began = now().plus(-60 * DAY);
    fill(&db, &site, count, began).await?;
    let filled = Instant::now();
    let decided = {
        let site = site.clone();
        db.write(move |conn| decide(&mut Tx { conn, now: began, site, wakes: false, events: Vec::new() }, count)).await?
    };
    let filled = filled.elapsed().as_secs_f64() - decided.closing;
    println!(
        "{count} Connectors, {count} decisions, {} delegations; one vote, everybody's ballot, in which nobody is silent",
        10 * count
    );
    println!(
        "asking everybody twice, their ballots: {filled:.1} s; closing the vote, with everybody told: {:.2} s",
        decided.closing
    );
    let counting = Instant::now();
    let vote = vote(count);
    vote.count().map_err(Error::internal)?;
    println!(
        "the count alone, with as many delegations and every second voter silent: {:.3} s\n",
        counting.elapsed().as_secs_f64()
    );
    // The worker is let finish first: what it does is not what a page costs.
    wait_until("the worker has caught up", || async {
        let waiting = db.read(|conn| later::count_due(conn, now())).await?;
        Ok(waiting == 0)
    })
    .await?;
    let post = format!("/@ada/{}", decided.post);
    let pages = [
        ("a post's page", post),
        ("open decisions", "/decisions".to_string()),
        ("decisions taken", "/decisions?show=decided".to_string()),
        ("decisions taken, a word searched for", "/decisions?show=decided&q=needle".to_string()),
        ("an open proposal", format!("/proposals/{}", decided.open)),
        ("a vote, open", format!("/proposals/{}", decided.voting)),
        ("the vote, closed", format!("/proposals/{}", decided.vote)),
        ("the vote, closed, by the API", format!("/api/v1/potluck/proposals/{}", decided.vote)),
        ("agreements in force", "/agreements".to_string()),
    ];
    println!("Each of a post, a proposal and a vote has {ANSWERS} answers below it.\n");
    println!("| page | CPU µs each | nothing written since |\n|---|--:|--:|");
    for (what, path) in pages {
        let get = |_| Ok(http.get(format!("{}{path}", node.base)));
        let make = |_| Ok(anew(http.get(format!("{}{path}", node.base))));
        drive(1, make).await?;
        let cpu = node.cpu()?;
        drive(TIMES, make).await?;
        let between = node.cpu()?;
        drive(TIMES, get).await?;
        let each = |used: f64| used / TIMES as f64;
        println!("| {what} | {:.0} | {:.0} |", each(between - cpu), each(node.cpu()? - between));
    }
    let cpu = node.cpu()?;
    drive(20, |_| Ok(http.get(format!("{}/api/v1/potluck/proposals/waiting", node.base)).bearer_auth(token))).await?;
    println!("| what waits for me, by the API | {:.0} |", (node.cpu()? - cpu) / 20.0);
    Ok(())
}

/// People, what they decided long ago, and whom they trust.
async fn fill(db: &Db, site: &Arc<Site>, count: usize, began: Time) -> Result<()> {
    let bar = ProgressBar::new(count as u64);
    for first in (0..count).step_by(BATCH) {
        let site = site.clone();
        let last = (first + BATCH).min(count);
        db.write(move |conn| {
            let mut tx = Tx { conn, now: began, site, wakes: false, events: Vec::new() };
            let ada = accounts::by_handle(&mut tx, "ada")?.ok_or(Error::NotFound)?;
            (first..last).try_for_each(|n| person(&mut tx, &ada, n))
        })
        .await?;
        bar.inc((last - first) as u64);
    }
    bar.finish_and_clear();
    Ok(())
}

fn person(tx: &mut Tx, ada: &Account, n: usize) -> Result<()> {
    let id = ids::new(tx.now);
    let name = format!("voter{n}");
    let uri = tx.site.at(&format!("/users/{name}"));
    let account = Account {
        id,
        key_id: format!("{uri}#main-key"),
        ed25519_key_id: None,
        handle: name.clone(),
        username: name,
        uri,
        ..ada.clone()
    };
    diesel::insert_into(crate::db::schema::accounts::table).values(&account).execute(tx.conn)?;
    let sql = "INSERT INTO memberships (id, account_id, role, since, decision) VALUES ($1, $1, 'connector', $2, 'genesis')";
    diesel::sql_query(sql).bind::<BigInt, _>(id).bind::<BigInt, _>(tx.now.0).execute(tx.conn)?;
    let topic = format!("topic {}", n % 100);
    let sql = "INSERT INTO proposals (id, author_id, kind, state, title, topic, team, budget, brand, version, process, by_laws, \
        by_laws_hash, review_at, outcome, created_at, published_at, closed_at, touched_at, seat) \
        VALUES ($1, $1, 'autonomy', 'decided', $2, $3, '', '', FALSE, 1, '{}', '{}', '', $4, '', $4, $4, $4, $4, '')";
    let word = if n % 1_000 == 17 { "needle" } else { "spoon" };
    diesel::sql_query(sql)
        .bind::<BigInt, _>(id)
        .bind::<Text, _>(format!("Decision {n} about a {word}"))
        .bind::<Text, _>(&topic)
        .bind::<BigInt, _>(tx.now.0)
        .execute(tx.conn)?;
    for scope in 0..10 {
        let (scope, subject) =
            if scope == 0 { ("body", String::new()) } else { ("topic", format!("topic {}", (n + scope) % 100)) };
        let sql = "INSERT INTO delegations (id, truster_id, trustee_id, scope, subject, since, expires_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7)";
        diesel::sql_query(sql)
            .bind::<BigInt, _>(ids::new(tx.now))
            .bind::<BigInt, _>(id)
            .bind::<BigInt, _>(ada.id)
            .bind::<Text, _>(scope)
            .bind::<Text, _>(&subject)
            .bind::<BigInt, _>(tx.now.0)
            .bind::<BigInt, _>(tx.now.plus(365 * DAY).0)
            .execute(tx.conn)?;
    }
    Ok(())
}

struct Decided {
    vote: i64,
    open: i64,
    voting: i64,
    post: i64,
    /// Seconds.
    closing: f64,
}

/// One proposal that goes to a vote of them all, one that is open.
fn decide(tx: &mut Tx, count: usize) -> Result<Decided> {
    let ada = accounts::by_handle(tx, "ada")?.ok_or(Error::NotFound)?;
    let bob = accounts::by_handle(tx, "voter1")?.ok_or(Error::NotFound)?;
    let draft = Draft {
        kind: "consent".into(),
        title: "A house for us all".into(),
        driver: "We are many.".into(),
        body: "We rent the house by the river.".into(),
        topic: "topic 1".into(),
        ..Draft::default()
    };
    let begin = tx.now;
    let vote = vote_on(tx, &ada, &bob, &draft)?;
    let grades = [(rules::consent::PROPOSED.to_string(), 1)].into();
    proposals::act(tx, &ada, vote, Deed { act: Act::Vote, text: None, grades: Some(grades) })?;
    let sql = "INSERT INTO ballots (proposal_id, account_id, grades, at) SELECT b.proposal_id, r.account_id, b.grades, b.at FROM ballots b \
        JOIN rolls r ON r.proposal_id = b.proposal_id WHERE b.proposal_id = $1 AND r.account_id <> b.account_id";
    diesel::sql_query(sql).bind::<BigInt, _>(vote).execute(tx.conn)?;
    tx.now = begin.plus(45 * DAY);
    let closing = Instant::now();
    let row = proposals::seen_by(tx, None, vote)?;
    let row = proposals::deadlines::catch_up(tx, row)?;
    let closing = closing.elapsed().as_secs_f64();
    if row.state != "adopted" {
        return Err(Error::internal(format!("the vote of {count} ended as {}", row.state)));
    }
    tx.now = begin.plus(25 * DAY);
    let voting = vote_on(tx, &ada, &bob, &draft)?;
    tx.now = begin.plus(55 * DAY);
    let open = proposals::draft(tx, &ada, &draft)?.id;
    proposals::act(tx, &ada, open, Act::Publish.into())?;
    tx.now = begin.plus(59 * DAY);
    let open = proposals::act(tx, &ada, open, Act::CallForConsent.into())?.id;
    let post = say(tx, &ada, "A post like any other", None)?;
    // People talk below each of them.
    for about in [vote, voting, open] {
        let row = proposals::seen_by(tx, None, about)?;
        talk(tx, &bob, row.status_id.ok_or(Error::NotFound)?)?;
    }
    talk(tx, &bob, post)?;
    Ok(Decided { vote, open, voting, post, closing })
}

/// Answers below each page that is read.
const ANSWERS: usize = 10;

fn say(tx: &mut Tx, by: &Account, text: &str, in_reply_to_id: Option<i64>) -> Result<i64> {
    let draft = statuses::Draft { in_reply_to_id, ..statuses::Draft::of(text.into(), Visibility::Public) };
    Ok(statuses::post(tx, by, draft, &[])?.id)
}

fn talk(tx: &mut Tx, by: &Account, below: i64) -> Result<()> {
    (0..ANSWERS).try_for_each(|n| say(tx, by, &format!("What answer {n} says"), Some(below)).map(|_| ()))
}

/// A proposal that goes to a vote, thirty days after it was drafted.
fn vote_on(tx: &mut Tx, ada: &Account, bob: &Account, draft: &Draft) -> Result<i64> {
    let begin = tx.now;
    let vote = proposals::draft(tx, ada, draft)?.id;
    proposals::act(tx, ada, vote, Act::Publish.into())?;
    tx.now = begin.plus(3 * DAY);
    proposals::act(tx, ada, vote, Act::CallForConsent.into())?;
    let reason = "we could not pay for it in the second winter, and would lose the money of those who joined last".to_string();
    proposals::act(tx, bob, vote, Act::Object { reason }.into())?;
    tx.now = begin.plus(11 * DAY);
    let row = proposals::seen_by(tx, None, vote)?;
    let row = proposals::deadlines::catch_up(tx, row)?;
    tx.now = begin.plus(30 * DAY);
    if row.state == "integration" {
        proposals::act(tx, ada, vote, Act::Escalate.into())?;
    }
    Ok(vote)
}

/// A vote in which every second voter is silent, with ten delegations for each on the roll.
fn vote(count: usize) -> Vote {
    let name = |n: usize| format!("voter{n}");
    // Some of those who trust somebody are no Connectors: their word has no weight, but has to be looked at.
    let delegations = (0..count * 10 / 3)
        .flat_map(|n| {
            [Scope::Proposal, Scope::Topic, Scope::Body].map(|scope| Delegation {
                truster: name(n),
                scope,
                trustee: Some(name((n * 7 + 1) % count)),
            })
        })
        .collect();
    Vote {
        roll: (0..count).map(|n| Voter { voter: name(n), weight: 1 }).collect(),
        delegations,
        ballots: (0..count)
            .step_by(2)
            .map(|n| Ballot { voter: name(n), grades: [("a".to_string(), 1), ("b".to_string(), -1)].into() })
            .collect(),
        options: vec!["a".into(), "b".into()],
        majority: Majority::TWO_THIRDS,
    }
}
