//! Rows of proposals and of everything that was done with them.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use rules::proposal::Proposal;

use crate::db::among;
use crate::db::schema::{
    accounts, alternatives, ballots, by_laws, memberships, proposal_acts, proposal_responsible, proposal_versions, proposals,
    reason_requests, rolls, sense_checks, stances, tallies,
};
use crate::db::{Tx, direct, each_backend, search};
use crate::error::{Error, Result};
use crate::ids;
use crate::search::Wish;
use crate::web::Paging;

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = proposals, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Row {
    pub id: i64,
    pub author_id: i64,
    /// `consent`, `three_connectors`, `advice` or `autonomy`.
    pub kind: String,
    pub state: String,
    pub title: String,
    pub topic: String,
    /// The group or project that decides for itself; empty: the chapter.
    pub team: String,
    /// What it costs, in its author's words; empty: nothing.
    pub budget: String,
    pub brand: bool,
    pub version: i64,
    /// JSON: [`Proposal`].
    pub process: String,
    /// JSON: `rules::by_laws::ByLaws`.
    pub by_laws: String,
    pub by_laws_hash: String,
    pub review_at: i64,
    /// JSON: the by-laws from then on, if it changes them.
    pub changes: Option<String>,
    pub replaces_id: Option<i64>,
    pub roll_hash: Option<String>,
    pub status_id: Option<i64>,
    pub outcome: String,
    /// JSON: what a page shows of the count, see `count::Told`.
    pub tally: Option<String>,
    pub created_at: i64,
    pub published_at: Option<i64>,
    pub ends_at: Option<i64>,
    pub due_at: Option<i64>,
    pub closed_at: Option<i64>,
    pub touched_at: i64,
    /// Whose seat it is about, if it is about one.
    pub person_id: Option<i64>,
    /// What they are once it is adopted: `connector` or `alumni`.
    pub seat: String,
    /// The group or project whose members decide; none: the chapter's Connectors do.
    pub team_id: Option<i64>,
    /// The chapter's post that asks everybody.
    pub advisory_id: Option<i64>,
    /// How many are on the roll; none before it is frozen.
    pub roll_size: i64,
    /// JSON: who speaks for many in the vote that is open, see `count::weigh`.
    pub heavy: Option<String>,
    /// Counts up with everything that is written of it, here or in the tables around it.
    #[diesel(skip_insertion, skip_update)]
    pub revision: i64,
}

impl Row {
    pub fn proposal(&self) -> Result<Proposal> {
        serde_json::from_str(&self.process).map_err(Error::internal)
    }
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = proposal_versions)]
pub struct Version {
    pub proposal_id: i64,
    pub version: i64,
    pub title: String,
    /// Why something has to be done at all (sociocracy's driver).
    pub driver: String,
    /// Markdown.
    pub body: String,
    pub hash: String,
    pub created_at: i64,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = proposal_acts)]
pub struct ActRow {
    pub id: i64,
    pub proposal_id: i64,
    /// None: time did it.
    pub account_id: Option<i64>,
    pub role: String,
    pub at: i64,
    pub version: i64,
    pub act: String,
    pub events: String,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = alternatives)]
pub struct Alternative {
    pub proposal_id: i64,
    pub number: i64,
    pub account_id: i64,
    pub title: String,
    pub body: String,
    pub hash: String,
    pub created_at: i64,
}

pub fn insert(tx: &mut Tx, row: &Row) -> Result<()> {
    direct!(tx.conn, |c| diesel::insert_into(proposals::table).values(row).execute(c))?;
    Ok(())
}

pub fn update(tx: &mut Tx, row: &Row) -> Result<()> {
    let counted = proposals::revision.eq(proposals::revision + 1);
    direct!(tx.conn, |c| diesel::update(proposals::table.find(row.id)).set((row, counted)).execute(c))?;
    Ok(())
}

/// Something was written of a proposal that does not stand in its own row: what was made of it for pages is of yesterday.
pub fn touch(tx: &mut Tx, id: i64) -> Result<()> {
    let counted = proposals::revision.eq(proposals::revision + 1);
    direct!(tx.conn, |c| diesel::update(proposals::table.find(id)).set(counted).execute(c))?;
    Ok(())
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<Row> {
    Ok(direct!(tx.conn, |c| proposals::table.find(id).select(Row::as_select()).first(c))?)
}

/// The same, for whoever is about to change it: others who want to wait until this transaction has ended.
pub fn locked(tx: &mut Tx, id: i64) -> Result<Row> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = BigInt)]
        #[expect(dead_code, reason = "the row is locked, not read")]
        id: i64,
    }
    let query = format!("SELECT id FROM proposals WHERE id = $1{}", each_backend::for_update(tx.conn));
    let _: Found = diesel::sql_query(query).bind::<BigInt, _>(id).get_result(tx.conn)?;
    by_id(tx, id)
}

pub fn forget_posts_of(tx: &mut Tx, author_id: i64) -> Result<()> {
    let theirs = proposals::table.filter(proposals::author_id.eq(author_id));
    direct!(tx.conn, |c| diesel::update(theirs).set(proposals::status_id.eq(None::<i64>)).execute(c))?;
    Ok(())
}

pub fn by_status(tx: &mut Tx, status_ids: &[i64]) -> Result<Vec<Row>> {
    let found = proposals::table.filter(proposals::status_id.eq_any(status_ids.iter().map(|id| Some(*id))));
    Ok(direct!(tx.conn, |c| found.select(Row::as_select()).load(c))?)
}

/// What is looked for among proposals.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// None: in any state; else one of these.
    pub states: Option<Vec<&'static str>>,
    pub kind: Option<String>,
    pub topic: Option<String>,
    pub team: Option<String>,
    pub author_id: Option<i64>,
    /// Words that stand in the title or the topic.
    pub q: Option<String>,
}

/// Published proposals, the newest first.
pub fn listed(tx: &mut Tx, wanted: &Wanted, paging: &Paging, limit: i64) -> Result<Vec<Row>> {
    let (above, below) = paging.bounds();
    let mut found = proposals::table
        .filter(proposals::id.gt(above))
        .filter(proposals::id.lt(below))
        .filter(proposals::published_at.is_not_null())
        .select(Row::as_select())
        .into_boxed();
    if let Some(states) = &wanted.states {
        found = found.filter(proposals::state.eq_any(states.clone()));
    }
    if let Some(kind) = &wanted.kind {
        found = found.filter(proposals::kind.eq(kind.clone()));
    }
    if let Some(topic) = &wanted.topic {
        found = found.filter(proposals::topic.eq(topic.clone()));
    }
    if let Some(team) = &wanted.team {
        found = found.filter(proposals::team.eq(team.clone()));
    }
    if let Some(author_id) = wanted.author_id {
        found = found.filter(proposals::author_id.eq(author_id));
    }
    if let Some(q) = &wanted.q {
        let Some(query) = search::query(tx.conn, &Wish::read(q).terms) else { return Ok(Vec::new()) };
        let (begin, end) = search::among(tx.conn, search::PROPOSALS);
        found = found.filter(sql::<Bool>(&format!("proposals.id IN {begin}")).bind::<Text, _>(query).sql(end));
    }
    if paging.min_id.is_some() {
        let mut rows = found.order(proposals::id.asc()).limit(limit).load(tx.conn)?;
        rows.reverse();
        return Ok(rows);
    }
    Ok(found.order(proposals::id.desc()).limit(limit).load(tx.conn)?)
}

/// Proposals older than one, the newest first.
pub fn before(tx: &mut Tx, below: i64, limit: i64) -> Result<Vec<Row>> {
    let older = proposals::table.filter(proposals::id.lt(below)).order(proposals::id.desc()).limit(limit);
    Ok(direct!(tx.conn, |c| older.select(Row::as_select()).load(c))?)
}

/// Drafts of somebody, the newest first.
pub fn drafts(tx: &mut Tx, author_id: i64) -> Result<Vec<Row>> {
    Ok(direct!(tx.conn, |c| proposals::table
        .filter(proposals::author_id.eq(author_id))
        .filter(proposals::state.eq("draft"))
        .order(proposals::id.desc())
        .limit(100)
        .select(Row::as_select())
        .load(c))?)
}

/// Open proposals on whose roll somebody is, and which have no answer of theirs in this round; the most urgent first.
pub fn waiting_for(tx: &mut Tx, account_id: i64) -> Result<Vec<Row>> {
    let on_roll = rolls::table.filter(rolls::account_id.eq(account_id)).select(rolls::proposal_id);
    let answered = stances::table.filter(stances::account_id.eq(account_id)).select((stances::proposal_id, stances::round));
    let voted = ballots::table.filter(ballots::account_id.eq(account_id)).select(ballots::proposal_id);
    let rows: Vec<Row> = direct!(tx.conn, |c| proposals::table
        .filter(proposals::id.eq_any(on_roll))
        .filter(proposals::state.eq("consent").or(proposals::state.eq("voting").and(proposals::id.ne_all(voted))))
        .order((proposals::ends_at, proposals::id))
        .limit(200)
        .select(Row::as_select())
        .load(c))?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let answered: Vec<(i64, i64)> = direct!(tx.conn, |c| answered.filter(stances::proposal_id.eq_any(ids)).load(c))?;
    Ok(rows.into_iter().filter(|row| row.state == "voting" || !answered.contains(&(row.id, round_of(row)))).collect())
}

fn round_of(row: &Row) -> i64 {
    match row.proposal().map(|p| p.process) {
        Ok(rules::proposal::Process::Consent(consent)) => i64::from(consent.round),
        _ => 0,
    }
}

#[derive(QueryableByName)]
struct Topic {
    #[diesel(sql_type = Text)]
    topic: String,
}

/// The topics of what has been published, in their order. From each the next is looked up in the index: proposals are many,
/// topics are few.
pub fn topics(tx: &mut Tx) -> Result<Vec<String>> {
    let rows: Vec<Topic> = diesel::sql_query(
        "WITH RECURSIVE found (topic) AS (\
           SELECT min(topic) FROM proposals WHERE published_at IS NOT NULL AND topic > '' UNION ALL \
           SELECT (SELECT min(p.topic) FROM proposals p WHERE p.published_at IS NOT NULL AND p.topic > found.topic) \
           FROM found WHERE found.topic IS NOT NULL) \
         SELECT topic FROM found WHERE topic IS NOT NULL LIMIT 200",
    )
    .load(tx.conn)?;
    Ok(rows.into_iter().map(|row| row.topic).collect())
}

/// A draft's version is written anew; once it is published a version stays.
pub fn put_version(tx: &mut Tx, version: &Version) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(proposal_versions::table.find((version.proposal_id, version.version))).execute(c))?;
    direct!(tx.conn, |c| diesel::insert_into(proposal_versions::table).values(version).execute(c))?;
    Ok(())
}

pub fn versions(tx: &mut Tx, proposal_id: i64) -> Result<Vec<Version>> {
    Ok(direct!(tx.conn, |c| proposal_versions::table
        .filter(proposal_versions::proposal_id.eq(proposal_id))
        .order(proposal_versions::version)
        .select(Version::as_select())
        .load(c))?)
}

/// The versions, and when each was written.
pub fn version_times(tx: &mut Tx, proposal_id: i64) -> Result<Vec<(i64, i64)>> {
    Ok(direct!(tx.conn, |c| proposal_versions::table
        .filter(proposal_versions::proposal_id.eq(proposal_id))
        .order(proposal_versions::version)
        .select((proposal_versions::version, proposal_versions::created_at))
        .load(c))?)
}

pub fn version(tx: &mut Tx, proposal_id: i64, version: i64) -> Result<Version> {
    Ok(direct!(tx.conn, |c| proposal_versions::table.find((proposal_id, version)).select(Version::as_select()).first(c))?)
}

pub fn set_responsible(tx: &mut Tx, proposal_id: i64, accounts: &[i64]) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(proposal_responsible::table.filter(proposal_responsible::proposal_id.eq(proposal_id)))
        .execute(c))?;
    for id in accounts {
        let row = (proposal_responsible::proposal_id.eq(proposal_id), proposal_responsible::account_id.eq(*id));
        direct!(tx.conn, |c| diesel::insert_into(proposal_responsible::table).values(row).execute(c))?;
    }
    Ok(())
}

pub fn responsible(tx: &mut Tx, proposal_id: i64) -> Result<Vec<i64>> {
    Ok(direct!(tx.conn, |c| proposal_responsible::table
        .filter(proposal_responsible::proposal_id.eq(proposal_id))
        .order(proposal_responsible::account_id)
        .select(proposal_responsible::account_id)
        .load(c))?)
}

pub fn has_note(tx: &mut Tx, proposal_id: i64, act: &str) -> Result<bool> {
    let pattern = format!("%\"act\":\"{act}\"%");
    let found = proposal_acts::table
        .filter(proposal_acts::proposal_id.eq(proposal_id))
        .filter(proposal_acts::events.eq("[]"))
        .filter(proposal_acts::act.like(pattern));
    Ok(direct!(tx.conn, |c| diesel::select(diesel::dsl::exists(found)).get_result(c))?)
}

pub fn log(tx: &mut Tx, act: &ActRow) -> Result<()> {
    direct!(tx.conn, |c| diesel::insert_into(proposal_acts::table).values(act).execute(c))?;
    Ok(())
}

/// Everything that was done, in order.
pub fn acts(tx: &mut Tx, proposal_id: i64) -> Result<Vec<ActRow>> {
    Ok(direct!(tx.conn, |c| proposal_acts::table
        .filter(proposal_acts::proposal_id.eq(proposal_id))
        .order(proposal_acts::id)
        .select(ActRow::as_select())
        .load(c))?)
}

/// The latest of it that is worth telling: ballots and stances are many and say little each.
pub fn milestones(tx: &mut Tx, proposal_id: i64, limit: i64) -> Result<Vec<ActRow>> {
    Ok(direct!(tx.conn, |c| proposal_acts::table
        .filter(proposal_acts::proposal_id.eq(proposal_id))
        .filter(proposal_acts::events.ne("[]"))
        .order(proposal_acts::id)
        .limit(limit)
        .select(ActRow::as_select())
        .load(c))?)
}

/// Everybody who is a Connector now, or belongs to the team whose decision it is, and is neither suspended nor gone, with one
/// vote.
pub fn freeze_roll(tx: &mut Tx, proposal_id: i64) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO rolls (proposal_id, account_id, weight) SELECT p.id, a.id, 1 FROM proposals p, accounts a \
         WHERE p.id = $1 AND a.suspended_at IS NULL AND a.deleted_at IS NULL AND \
         ((p.team_id IS NULL AND a.id IN \
           (SELECT account_id FROM memberships WHERE until IS NULL AND role = 'connector')) OR \
          (p.team_id IS NOT NULL AND a.id IN (SELECT account_id FROM team_members t WHERE t.team_id = p.team_id)))",
    )
    .bind::<BigInt, _>(proposal_id)
    .execute(tx.conn)?;
    Ok(())
}

/// The roll with everybody's uri, in the order of those.
pub fn roll(tx: &mut Tx, proposal_id: i64) -> Result<Vec<(i64, String, i64)>> {
    Ok(direct!(tx.conn, |c| rolls::table
        .inner_join(accounts::table.on(accounts::id.eq(rolls::account_id)))
        .filter(rolls::proposal_id.eq(proposal_id))
        .order(accounts::uri)
        .select((rolls::account_id, accounts::uri, rolls::weight))
        .load(c))?)
}

pub fn is_on_roll(tx: &mut Tx, proposal_id: i64, account_id: i64) -> Result<bool> {
    Ok(rolls::table.find((proposal_id, account_id)).count().get_result::<i64>(tx.conn)? > 0)
}

/// On which of these rolls is somebody?
pub fn rolls_with(tx: &mut Tx, proposal_ids: &[i64], account_id: i64) -> Result<Vec<i64>> {
    let among = among::ids(tx.conn, rolls::proposal_id, proposal_ids);
    Ok(direct!(tx.conn, |c| rolls::table
        .filter(rolls::account_id.eq(account_id))
        .filter(among)
        .select(rolls::proposal_id)
        .load(c))?)
}

pub fn put_stance(tx: &mut Tx, proposal_id: i64, round: i64, account_id: i64, stance: &str) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO stances (proposal_id, round, account_id, stance, at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (proposal_id, round, account_id) DO UPDATE SET stance = excluded.stance, at = excluded.at",
    )
    .bind::<BigInt, _>(proposal_id)
    .bind::<BigInt, _>(round)
    .bind::<BigInt, _>(account_id)
    .bind::<Text, _>(stance)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    Ok(())
}

/// How many have said what in a round.
pub fn stance_counts(tx: &mut Tx, proposal_id: i64, round: i64) -> Result<Vec<(String, i64)>> {
    Ok(direct!(tx.conn, |c| stances::table
        .filter(stances::proposal_id.eq(proposal_id))
        .filter(stances::round.eq(round))
        .group_by(stances::stance)
        .select((stances::stance, diesel::dsl::count_star()))
        .load(c))?)
}

/// Who has said what in a round, the first first.
pub fn stances(tx: &mut Tx, proposal_id: i64, round: i64) -> Result<Vec<(i64, String)>> {
    first_stances(tx, proposal_id, round, i64::MAX)
}

/// The same, so many at most.
pub fn first_stances(tx: &mut Tx, proposal_id: i64, round: i64, limit: i64) -> Result<Vec<(i64, String)>> {
    Ok(direct!(tx.conn, |c| stances::table
        .filter(stances::proposal_id.eq(proposal_id))
        .filter(stances::round.eq(round))
        .order((stances::at, stances::account_id))
        .limit(limit)
        .select((stances::account_id, stances::stance))
        .load(c))?)
}

/// What somebody has said in each of these proposals, with the round.
pub fn stances_by(tx: &mut Tx, proposal_ids: &[i64], account_id: i64) -> Result<Vec<(i64, i64, String)>> {
    let among = among::ids(tx.conn, stances::proposal_id, proposal_ids);
    Ok(direct!(tx.conn, |c| stances::table
        .filter(stances::account_id.eq(account_id))
        .filter(among)
        .select((stances::proposal_id, stances::round, stances::stance))
        .load(c))?)
}

pub fn insert_alternative(tx: &mut Tx, alternative: &Alternative) -> Result<()> {
    direct!(tx.conn, |c| diesel::insert_into(alternatives::table).values(alternative).execute(c))?;
    Ok(())
}

pub fn alternatives(tx: &mut Tx, proposal_id: i64) -> Result<Vec<Alternative>> {
    Ok(direct!(tx.conn, |c| alternatives::table
        .filter(alternatives::proposal_id.eq(proposal_id))
        .order(alternatives::number)
        .select(Alternative::as_select())
        .load(c))?)
}

pub fn alternative(tx: &mut Tx, proposal_id: i64, number: i64) -> Result<Alternative> {
    Ok(direct!(tx.conn, |c| alternatives::table.find((proposal_id, number)).select(Alternative::as_select()).first(c))?)
}

pub fn put_ballot(tx: &mut Tx, proposal_id: i64, account_id: i64, grades: &str) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO ballots (proposal_id, account_id, grades, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (proposal_id, account_id) DO UPDATE SET grades = excluded.grades, at = excluded.at",
    )
    .bind::<BigInt, _>(proposal_id)
    .bind::<BigInt, _>(account_id)
    .bind::<Text, _>(grades)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    Ok(())
}

/// Every ballot, by its voter's uri.
pub fn ballots(tx: &mut Tx, proposal_id: i64) -> Result<Vec<(String, String)>> {
    Ok(direct!(tx.conn, |c| ballots::table
        .inner_join(accounts::table.on(accounts::id.eq(ballots::account_id)))
        .filter(ballots::proposal_id.eq(proposal_id))
        .order(accounts::uri)
        .select((accounts::uri, ballots::grades))
        .load(c))?)
}

pub fn count_ballots(tx: &mut Tx, proposal_id: i64) -> Result<i64> {
    Ok(direct!(tx.conn, |c| ballots::table.filter(ballots::proposal_id.eq(proposal_id)).count().get_result(c))?)
}

pub fn ballot_of(tx: &mut Tx, proposal_id: i64, account_id: i64) -> Result<Option<String>> {
    Ok(direct!(tx.conn, |c| ballots::table.find((proposal_id, account_id)).select(ballots::grades).first(c)).optional()?)
}

/// Keeps a count with everything it was made from.
pub fn put_tally(tx: &mut Tx, proposal_id: i64, counted: &str) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(tallies::table.find(proposal_id)).execute(c))?;
    let row = (tallies::proposal_id.eq(proposal_id), tallies::counted.eq(counted));
    direct!(tx.conn, |c| diesel::insert_into(tallies::table).values(row).execute(c))?;
    Ok(())
}

pub fn tally(tx: &mut Tx, proposal_id: i64) -> Result<Option<String>> {
    Ok(direct!(tx.conn, |c| tallies::table.find(proposal_id).select(tallies::counted).first(c)).optional()?)
}

/// Members of the roll without an answer: no stance in this round, or no ballot.
pub fn silent(tx: &mut Tx, proposal_id: i64, round: Option<i64>) -> Result<Vec<i64>> {
    let on_roll = rolls::table.filter(rolls::proposal_id.eq(proposal_id)).select(rolls::account_id);
    Ok(match round {
        Some(round) => {
            let said = stances::table.filter(stances::proposal_id.eq(proposal_id)).filter(stances::round.eq(round));
            on_roll.filter(rolls::account_id.ne_all(said.select(stances::account_id))).load(tx.conn)?
        }
        None => {
            let voted = ballots::table.filter(ballots::proposal_id.eq(proposal_id));
            on_roll.filter(rolls::account_id.ne_all(voted.select(ballots::account_id))).load(tx.conn)?
        }
    })
}

pub fn put_sense(tx: &mut Tx, proposal_id: i64, account_id: i64, version: i64, sense: &str) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO sense_checks (proposal_id, account_id, version, sense, at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (proposal_id, account_id) DO UPDATE SET version = excluded.version, sense = excluded.sense, at = excluded.at",
    )
    .bind::<BigInt, _>(proposal_id)
    .bind::<BigInt, _>(account_id)
    .bind::<BigInt, _>(version)
    .bind::<Text, _>(sense)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    touch(tx, proposal_id)
}

/// How many feel how about a version.
pub fn senses(tx: &mut Tx, proposal_id: i64, version: i64) -> Result<Vec<(String, i64)>> {
    Ok(direct!(tx.conn, |c| sense_checks::table
        .filter(sense_checks::proposal_id.eq(proposal_id))
        .filter(sense_checks::version.eq(version))
        .group_by(sense_checks::sense)
        .select((sense_checks::sense, diesel::dsl::count_star()))
        .load(c))?)
}

/// Proposals whose vote is open.
pub fn voting(tx: &mut Tx) -> Result<Vec<i64>> {
    Ok(direct!(tx.conn, |c| proposals::table
        .filter(proposals::closed_at.is_null())
        .filter(proposals::state.eq("voting"))
        .select(proposals::id)
        .load(c))?)
}

/// Which of these people, by uri, are Connectors now?
pub fn connectors_among(tx: &mut Tx, uris: &[String]) -> Result<Vec<String>> {
    let among = among::texts(tx.conn, accounts::uri, uris);
    Ok(direct!(tx.conn, |c| memberships::table
        .inner_join(accounts::table.on(accounts::id.eq(memberships::account_id)))
        .filter(memberships::until.is_null())
        .filter(memberships::role.eq(rules::roles::Role::Connector.as_str()))
        .filter(accounts::suspended_at.is_null())
        .filter(among)
        .select(accounts::uri)
        .load(c))?)
}

/// Every proposal that has something due, with when; for a worker that has to look after them anew.
pub fn all_due(tx: &mut Tx) -> Result<Vec<(i64, i64)>> {
    let due = proposals::table.filter(proposals::due_at.is_not_null());
    Ok(direct!(tx.conn, |c| due.select((proposals::id, proposals::due_at.assume_not_null())).load(c))?)
}

/// Votes that are open and of which it was never counted who speaks for many: they began before that was written down.
pub fn unweighed(tx: &mut Tx) -> Result<Vec<i64>> {
    let open = proposals::table.filter(proposals::state.eq("voting")).filter(proposals::heavy.is_null());
    Ok(direct!(tx.conn, |c| open.select(proposals::id).load(c))?)
}

/// As it was before it was written down who speaks for many.
#[cfg(test)]
pub fn forget_weights(tx: &mut Tx) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(proposals::table).set(proposals::heavy.eq(None::<String>)).execute(c))?;
    Ok(())
}

/// The by-laws in force, as JSON.
pub fn by_laws(tx: &mut Tx) -> Result<Option<String>> {
    Ok(direct!(tx.conn, |c| by_laws::table.order(by_laws::id.desc()).select(by_laws::laws).first(c)).optional()?)
}

pub fn insert_by_laws(tx: &mut Tx, laws: &str, decision: &str) -> Result<()> {
    let row =
        (by_laws::id.eq(ids::new(tx.now)), by_laws::laws.eq(laws), by_laws::since.eq(tx.now.0), by_laws::decision.eq(decision));
    direct!(tx.conn, |c| diesel::insert_into(by_laws::table).values(row).execute(c))?;
    Ok(())
}

pub fn insert_reason_request(tx: &mut Tx, status_id: i64, proposal_id: i64, account_id: i64, round: i64) -> Result<()> {
    let row = (
        reason_requests::status_id.eq(status_id),
        reason_requests::proposal_id.eq(proposal_id),
        reason_requests::account_id.eq(account_id),
        reason_requests::round.eq(round),
    );
    direct!(tx.conn, |c| diesel::insert_into(reason_requests::table).values(row).execute(c))?;
    Ok(())
}

/// What a letter asked this person for: the proposal and the round.
pub fn reason_request(tx: &mut Tx, status_id: i64, account_id: i64) -> Result<Option<(i64, i64)>> {
    Ok(direct!(tx.conn, |c| reason_requests::table
        .find(status_id)
        .filter(reason_requests::account_id.eq(account_id))
        .select((reason_requests::proposal_id, reason_requests::round))
        .first(c))
    .optional()?)
}

pub fn delete_reason_request(tx: &mut Tx, status_id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(reason_requests::table.find(status_id)).execute(c))?;
    Ok(())
}
